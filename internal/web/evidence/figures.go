// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"math/big"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/ui"
	"github.com/sumanus/sumanus/statistics"
)

// assertions is the table of what the sentence claims.
func (v *findingView) assertions() ui.Table {
	T := v.r.T
	t := ui.Table{Caption: T("ev.asserts"), CaptionHidden: true, Columns: []ui.Column{{Text: T("ev.mark")}, {Text: T("ev.assertion")}, {Text: T("ev.as-written")}, {Text: T("ev.now")},
		{Text: T("ev.verdict")}, {Text: T("ev.nearest")}}}
	for i, a := range v.f.Assertions {
		o := v.d.Result.Assertions[i]
		written := ui.Cell{Missing: T("ev.not-noted")}
		if v.written != nil {
			written = ui.Cell{Text: v.sides(a, v.written, 0)}
			if a.Type == verdict.Rank {
				written = ui.Cell{Missing: T("ev.not-noted")}
			}
		}
		nearest := ui.Cell{Text: v.nearest(o)}
		if nearest.Text == "" {
			nearest = ui.Cell{Missing: T("ev.no-nearest")}
		}
		t.Rows = append(t.Rows, ui.Row{ID: "assertion-" + a.Name, Waits: o.Truth == verdict.False, Cells: []ui.Cell{{Text: v.keys["#"+a.Name]}, {Text: v.claim(a)}, written,
			{Text: v.sides(a, v.d.Result.Values, o.Position), Off: o.Truth == verdict.False}, {Content: outcome(v, o)}, nearest}})
	}
	return t
}

// why says why an assertion cannot be judged.
func (v *findingView) why(o verdict.Outcome) string {
	switch {
	case o.Incomparable != "":
		return v.r.T(o.Incomparable.Key())
	case o.Gap.Reason != "":
		return v.r.T(verdict.ReasonKey(o.Gap.Reason))
	}
	return ""
}

// values is the table of the numbers behind the sentence.
func (v *findingView) values() ui.Table {
	T := v.r.T
	t := ui.Table{Caption: T("ev.numbers"), CaptionHidden: true, Columns: []ui.Column{{Text: T("ev.mark")}, {Text: T("ev.what")}, {Text: T("ev.period")}, {Text: T("ev.written-from"), Number: true},
		{Text: T("ev.now"), Number: true}, {Text: T("ev.difference"), Number: true}, {Text: T("ev.source")}, {Text: T("ev.territory")}}, Note: T("ev.numbers-note")}
	for i, read := range v.d.Result.Values {
		value := v.f.Values[i]
		row := ui.Row{ID: "value-" + read.Name, Waits: v.moved(read.Name), Cells: []ui.Cell{{Text: v.keys[read.Name]}, v.whatCell(value), {Text: v.r.Words.Period(read.Period)}}}
		if value.Formula != "" && read.Period == "" {
			row.Cells[2] = ui.Cell{Missing: T("ev.several-periods")}
		}
		row.Cells = append(row.Cells, v.writtenCell(i), v.nowCell(read), v.differenceCell(i, read), v.sourceCell(read.Name, value), v.territoryCell(read.Name, value))
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (v *findingView) moved(name string) bool {
	return slices.ContainsFunc(v.d.Result.Moves, func(m verdict.Move) bool { return m.Name == name })
}

func (v *findingView) whatCell(value verdict.Value) ui.Cell {
	if value.Formula != "" {
		return ui.Cell{Text: v.expression(value.Formula), Note: v.r.T("ev.computed", fault.A{"name": value.Name})}
	}
	if value.Analysis != "" {
		at := method.At{Table: value.Table, Key: value.Key, Column: value.Column}
		l := v.link(record.Ref(value.Analysis))
		return ui.Cell{Text: v.cellName(record.Ref(value.Analysis), at), Href: l.Href, Note: v.r.T("ask.from-analysis", fault.A{"title": l.Text})}
	}
	c := v.regionCell(record.Ref(value.Region))
	c.Note = v.name(record.Ref(value.Indicator))
	if body := v.indicator(record.Ref(value.Indicator)); body != nil && !body.Unit.IsZero() && !value.Percent {
		c.Note += ", " + v.r.Text(body.Unit)
	}
	return c
}

func (v *findingView) nowCell(read verdict.Read) ui.Cell {
	if !read.Number.Known() {
		c := ui.Cell{Missing: v.r.Words.NoData()}
		if gap := read.Number.Gap(); gap.Reason != "" {
			c.Missing = v.r.T(verdict.ReasonKey(gap.Reason))
		}
		return c
	}
	return ui.Cell{Text: evidence.ShownRead(read, string(v.r.Lang)), Off: v.moved(read.Name)}
}

func (v *findingView) writtenCell(i int) ui.Cell {
	switch {
	case v.written == nil:
		return ui.Cell{Missing: v.r.T("ev.not-noted")}
	case !v.written[i].Number.Known():
		return ui.Cell{Missing: v.r.Words.NoData()}
	}
	return ui.Cell{Text: evidence.ShownRead(v.written[i], string(v.r.Lang))}
}

// differenceCell is now minus then, in the unit the reader sees; of percentages in percentage points.
func (v *findingView) differenceCell(i int, read verdict.Read) ui.Cell {
	if v.written == nil || !read.Number.Known() || !v.written[i].Number.Known() {
		return ui.Cell{Missing: v.r.T("ev.no-difference")}
	}
	value := v.f.Values[i]
	x := new(big.Rat).Sub(read.Number.Rat(), v.written[i].Number.Rat())
	if x.Sign() == 0 {
		return ui.Cell{Text: v.r.T("ev.same")}
	}
	x.Mul(x, big.NewRat(1, max(value.Scale, 1)))
	if value.Percent {
		x.Mul(x, big.NewRat(100, 1))
		return ui.Cell{Text: v.r.T("ev.points", fault.A{"number": v.r.Words.Signed(formula.Round(x, value.Decimals), value.Decimals)}), Off: v.moved(read.Name)}
	}
	return ui.Cell{Text: v.r.Words.Signed(formula.Round(x, value.Decimals), value.Decimals), Off: v.moved(read.Name)}
}

// sourceCell names the table and the vintage of now; where the sentence was written from another, that too.
func (v *findingView) sourceCell(name string, value verdict.Value) ui.Cell {
	if value.Formula != "" {
		return ui.Cell{Text: v.r.T("ev.from-above")}
	}
	c := ui.Cell{}
	seen := map[record.Ref]bool{}
	for _, u := range v.d.Used {
		if !slices.Contains(u.Values, name) || u.Vintage.Label == "" || seen[u.Dataset] {
			continue
		}
		seen[u.Dataset] = true
		if c.Text == "" {
			c.Text, c.Href = table(v.dataset(u.Dataset)), v.r.To(u.Dataset)
		} else {
			c.Text += "; " + table(v.dataset(u.Dataset))
		}
		c.Note = v.r.T("ev.vintage-of", fault.A{"vintage": day(v.r.Words, u.Vintage.Label)})
		if was := v.pinned(u.Dataset); was != "" && was != u.Vintage.Label {
			c.Note = v.r.T("ev.vintage-was", fault.A{"vintage": day(v.r.Words, u.Vintage.Label), "was": day(v.r.Words, was)})
		}
	}
	if c.Text == "" {
		return ui.Cell{Missing: v.r.Words.NoData()}
	}
	return c
}

func (v *findingView) pinned(ref record.Ref) string {
	for _, p := range v.f.WrittenFrom {
		if p.Dataset == ref {
			return p.Vintage
		}
	}
	return ""
}

// territoryCell says under which code, in which version, the region was read.
func (v *findingView) territoryCell(name string, value verdict.Value) ui.Cell {
	if value.Formula != "" {
		return ui.Cell{Text: v.r.T("ev.from-above")}
	}
	var parts []string
	for _, u := range v.d.Used {
		if slices.Contains(u.Values, name) {
			if text := strings.Trim(u.Code+", "+version(u.Vintage), ", "); text != "" && !slices.Contains(parts, text) {
				parts = append(parts, text)
			}
		}
	}
	if len(parts) == 0 {
		return ui.Cell{Missing: v.r.T("ev.no-territory")}
	}
	return ui.Cell{Text: strings.Join(parts, "; ")}
}

// published lists every number that was read, as the office printed it.
func (v *findingView) published() ui.Table {
	T := v.r.T
	t := ui.Table{Caption: T("ev.as-published"), CaptionHidden: true, Columns: []ui.Column{{Text: T("ev.region")}, {Text: T("ev.series")}, {Text: T("ev.period")}, {Text: T("ev.published-number"), Number: true},
		{Text: T("ev.state-of-number")}, {Text: T("ev.source")}}}
	for _, u := range v.d.Used {
		number := ui.Cell{Text: v.r.Words.Number(u.Value, i18n.AsPublished)}
		if u.Value == "" {
			number = ui.Cell{Missing: v.r.Words.NoData()}
		}
		what, where := ui.Cell{Text: selection(u.Select), Note: v.name(u.Indicator)}, v.regionCell(u.Region)
		if at, ok := method.ParseAt(u.Cell); ok && u.Analysis != "" {
			l := v.link(u.Analysis)
			what, where = ui.Cell{Text: l.Text, Href: l.Href}, ui.Cell{Text: v.cellName(u.Analysis, at)}
			if u.Run != "" {
				what.Note = v.r.T("ask.run-of", fault.A{"hash": u.Run[:min(len(u.Run), 8)]})
			}
		}
		if u.Dataset == "" {
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{where, what, {Missing: v.r.Words.NoData()}, number, {Missing: T("ask.not-computed")}, {Missing: v.r.Words.NoData()}}})
			continue
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{where, what, {Text: v.r.Words.Period(u.Period)}, number,
			{Text: v.flags(u.Status)}, {Text: table(v.dataset(u.Dataset)), Href: v.r.To(u.Dataset), Note: v.r.T("ev.vintage-of", fault.A{"vintage": day(v.r.Words, u.Vintage.Label)})}}})
	}
	return t
}

// selection writes the codes that choose a series.
func selection(codes map[string]string) string {
	var parts []string
	for _, id := range slices.Sorted(mapKeys(codes)) {
		parts = append(parts, id+" "+codes[id])
	}
	return strings.Join(parts, " · ")
}

// statuses of an observation that are told in words.
var statuses = []struct {
	is  statistics.Status
	key string
}{{statistics.Provisional, "chart.provisional"}, {statistics.Estimated, "chart.estimated"}, {statistics.Break, "chart.break"}}

func (s *shelf) flags(status statistics.Status) string {
	var parts []string
	for _, f := range statuses {
		if status.Has(f.is) {
			parts = append(parts, s.r.T(f.key))
		}
	}
	if len(parts) == 0 {
		return s.r.T("ev.final")
	}
	return strings.Join(parts, ", ")
}

// chartStatus carries the states a picture shows.
func chartStatus(s statistics.Status) chart.Status {
	var out chart.Status
	for _, f := range []struct {
		is statistics.Status
		as chart.Status
	}{{statistics.Provisional, chart.Provisional}, {statistics.Estimated, chart.Estimated}, {statistics.Break, chart.Break}} {
		if s.Has(f.is) {
			out |= f.as
		}
	}
	return out
}
