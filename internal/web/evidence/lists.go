// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"math/big"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// catalogue is a list of datasets or of indicators.
type catalogue struct {
	*shelf
	table ui.Table
	blank ui.Blank
	do    []ui.Action
}

// usersOf counts, for each record, the findings that rest on it, through indicators too, and how many of them wait for a person.
func (s *shelf) usersOf(standings map[record.Ref]evidence.Standing) (users, waiting map[record.Ref]int) {
	users, waiting = map[record.Ref]int{}, map[record.Ref]int{}
	for _, rec := range s.all["finding"] {
		f, ok := rec.Body.(*evidence.Finding)
		if !ok || f.State == evidence.Withdrawn {
			continue
		}
		refs := s.datasetsOf(f)
		for _, v := range f.Values {
			if ref := record.Ref(v.Indicator); ref != "" && !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
		for _, ref := range refs {
			users[ref]++
			if waits(standings[rec.Ref].Verdict) {
				waiting[ref]++
			}
		}
	}
	return users, waiting
}

// usersCell says how many findings rest on a record and how many of them turned.
func (s *shelf) usersCell(n, waiting int) ui.Cell {
	c := ui.Cell{Text: s.r.T("ev.n-findings", fault.A{"n": n})}
	if waiting > 0 {
		c.Text = s.r.T("ev.n-findings-waiting", fault.A{"n": n, "waiting": waiting})
		c.Off = true
	}
	return c
}

func datasets(r *site.Request) error {
	s, err := stock(r, r.Tx, "dataset", "indicator", "finding", "analysis")
	if err != nil {
		return err
	}
	standings, err := evidence.StandingsOf(r.Context(), r.Tx, s.all["finding"])
	if err != nil {
		return err
	}
	vintages, err := dataset.NewReader(r.Tx).AllVintages(r.Context(), s.all["dataset"])
	if err != nil {
		return err
	}
	c := &catalogue{shelf: s}
	T := r.T
	users, waiting := s.usersOf(standings)
	c.table = ui.Table{Caption: T("ev.datasets"), CaptionHidden: true, Columns: []ui.Column{{Text: T("ev.dataset")}, {Text: T("ev.table")}, {Text: T("ev.newest-vintage")}, {Text: T("ev.periods")},
		{Text: T("ev.who-rests")}}}
	for _, rec := range s.sorted("dataset") {
		body := s.dataset(rec.Ref)
		l := s.link(rec.Ref)
		row := ui.Row{Cells: []ui.Cell{{Text: l.Text, Href: l.Href, Lang: l.Lang, Example: l.Example}, {Text: table(body), Note: body.Licence}}}
		if all := vintages[rec.Ref]; len(all) > 0 {
			newest := all[len(all)-1]
			row.Cells = append(row.Cells, ui.Cell{Text: day(r.Words, newest.Label), Note: T("ev.of-vintages", fault.A{"n": len(all)})}, ui.Cell{Text: span(r, newest), Note: version(newest)})
		} else {
			row.Cells = append(row.Cells, ui.Cell{Missing: T("ev.no-figures")}, ui.Cell{Missing: r.Words.NoData()})
		}
		row.Cells = append(row.Cells, s.usersCell(users[rec.Ref], waiting[rec.Ref]))
		c.table.Rows = append(c.table.Rows, row)
	}
	c.blank = ui.Blank{Text: T("ev.no-datasets"), Why: T("ev.no-datasets-why")}
	if len(r.MayCreateFor("dataset")) > 0 {
		c.do = []ui.Action{{Text: T("ev.begin-dataset"), Href: r.Href("/evidence/new-dataset"), Weight: ui.Main, Glyph: "plus"}}
	}
	return r.Page(ui.Page{Title: T("ev.title-datasets", fault.A{"n": len(s.all["dataset"])}), Lede: T("ev.lede-datasets"), Below: tabs(s, "datasets", len(s.all["finding"]))}, cataloguePage(c))
}

func indicators(r *site.Request) error {
	s, err := stock(r, r.Tx, "dataset", "indicator", "finding", "region", "analysis")
	if err != nil {
		return err
	}
	standings, err := evidence.StandingsOf(r.Context(), r.Tx, s.all["finding"])
	if err != nil {
		return err
	}
	var regions []record.Record
	for _, rec := range s.regions() {
		if s.signs[rec.Ref] != 0 {
			regions = append(regions, rec)
		}
	}
	readings, err := evidence.Readings(r.Context(), r.Tx, s.all["indicator"], regions)
	if err != nil {
		return err
	}
	c := &catalogue{shelf: s}
	T := r.T
	users, waiting := s.usersOf(standings)
	c.table = ui.Table{Caption: T("ev.indicators"), CaptionHidden: true, Columns: []ui.Column{{Text: T("ev.indicator")}, {Text: T("ev.computed-as")}}}
	for _, rec := range regions {
		c.table.Columns = append(c.table.Columns, ui.Column{Text: s.name(rec.Ref), Number: true, Sign: s.signs[rec.Ref]})
	}
	c.table.Columns = append(c.table.Columns, ui.Column{Text: T("ev.who-rests")})
	for _, rec := range s.sorted("indicator") {
		body := s.indicator(rec.Ref)
		l := s.link(rec.Ref)
		row := ui.Row{Cells: []ui.Cell{{Text: l.Text, Href: l.Href, Lang: l.Lang, Example: l.Example, Note: unitOf(s, body)}, {Text: s.formula(body), Note: s.inputTables(body)}}}
		for _, g := range regions {
			reading := readings[evidence.ReadingKey{Indicator: rec.Ref, Region: g.Ref}]
			if p, ok := reading.Latest(); ok {
				row.Cells = append(row.Cells, ui.Cell{Text: bare(r, body, p.Value), Note: r.Words.Period(p.Period)})
			} else {
				row.Cells = append(row.Cells, ui.Cell{Missing: r.Words.NoData()})
			}
		}
		row.Cells = append(row.Cells, s.usersCell(users[rec.Ref], waiting[rec.Ref]))
		c.table.Rows = append(c.table.Rows, row)
	}
	c.blank = ui.Blank{Text: T("ev.no-indicators"), Why: T("ev.no-indicators-why")}
	if len(r.MayCreateFor("indicator")) > 0 {
		c.do = []ui.Action{{Text: T("ev.new-indicator"), Href: r.Href("/evidence/new-indicator"), Weight: ui.Main, Glyph: "plus"}}
	}
	return r.Page(ui.Page{Title: T("ev.title-indicators", fault.A{"n": len(s.all["indicator"])}), Lede: T("ev.lede-indicators"), Below: tabs(s, "indicators", len(s.all["finding"]))}, cataloguePage(c))
}

// bare writes a value without its unit, which stands beside the name already; a percentage keeps its sign.
func bare(r *site.Request, body *evidence.Indicator, value *big.Rat) string {
	if body.Percent {
		return body.Shown(value, string(r.Lang))
	}
	return r.Words.Number(formula.Round(value, body.Decimals), body.Decimals)
}

// formula writes an indicator's formula with its inputs named in words.
func (s *shelf) formula(body *evidence.Indicator) string {
	return spell(s.r.Words, body.Formula, func(name string) string {
		for _, in := range body.Inputs {
			if in.Name == name {
				return s.input(in, len(body.Inputs) > 1)
			}
		}
		return name
	})
}

// input names an input: its dataset, and the codes that tell it from other inputs of the same dataset.
func (s *shelf) input(in evidence.Input, several bool) string {
	out := s.name(in.Dataset)
	if several {
		out = in.Name
	}
	return out
}

// inputTables names the tables an indicator rests on.
func (s *shelf) inputTables(body *evidence.Indicator) string {
	var out []string
	for _, in := range body.Inputs {
		if t := table(s.dataset(in.Dataset)); t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return strings.Join(out, "; ")
}
