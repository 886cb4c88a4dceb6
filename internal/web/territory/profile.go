// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/thread"
	"github.com/sumanus/sumanus/internal/web/ui"
	"github.com/sumanus/sumanus/statistics"
)

// view is the profile of a region, with others beside it, as one reader asks for it.
type view struct {
	r *site.Request
	*shown
}

// shown is what the profile shows to all who see the same; see [record.Kept]. Nothing in it is changed once it was made.
type shown struct {
	strip      *ui.Thread
	regions    []record.Record // the first is whose page it is
	all        []record.Record
	indicators []record.Record
	readings   readings
	datasets   []record.Record
	marks      map[record.Ref]chart.Sign
	chosen     record.Record
	table      ui.Table
	course     *ui.Chart
	picture    *ui.Chart
	facts      []ui.Term
	parts      []ui.Link
	compared   []entry // what may be set beside it
	beside     ui.Choice
	options    []ui.Option
}

func profile(r *site.Request) error {
	v := &view{r: r}
	var err error
	if r.URL.RawQuery == "" {
		v.shown, err = record.Kept(r.Tx, "territory.profile "+string(r.Lang)+" "+r.Today()+" "+string(r.Record.Ref), (*shown).bytes, v.readShown)
	} else {
		v.shown, err = v.readShown() // what readers put together for themselves is endless
	}
	if err != nil {
		return err
	}
	p := ui.Page{Title: v.title(), Over: []ui.Link{{Text: r.T("site.area-territory"), Href: r.Href("/territory")}, {Text: r.T("territory.profile")}}, Lede: r.Text(body(v.regions[0]).Summary),
		Thread: v.strip, Example: v.regions[0].Invented}
	return r.Page(p, profileBody(v))
}

// bytes is about what the profile needs in memory beside the pictures, which are kept for themselves.
func (s *shown) bytes() int {
	return 4096 + 2048*len(s.table.Rows) + 256*(len(s.compared)+len(s.options)+len(s.strip.What)+len(s.strip.SoWhat))
}

// readShown reads everything that the page shows.
func (v *view) readShown() (*shown, error) {
	made, err := read(v.r)
	if err != nil {
		return nil, err
	}
	if made.strip, err = made.thread(); err != nil {
		return nil, err
	}
	made.table = made.figures()
	if made.course, err = drawCourse(v.r, made.chosen, made.regions, made.readings, made.marks); err != nil {
		return nil, err
	}
	onMap, err := drawMap(v.r, made.chosen, made.all, made.datasets, made.marks)
	if err != nil {
		return nil, err
	}
	made.picture = onMap.picture
	made.about()
	made.beside = made.choices()
	return made.shown, nil
}

// read reads the region, those beside it and what indicators say of them.
func read(r *site.Request) (*view, error) {
	ctx := r.Context()
	all, err := r.Tx.AllOf(ctx, "indicator", "region", "dataset")
	if err != nil {
		return nil, err
	}
	v := &view{r: r, shown: &shown{all: all["region"], datasets: all["dataset"], indicators: all["indicator"], regions: []record.Record{r.Record}}}
	if v.marks, err = signs(r); err != nil {
		return nil, err
	}
	for _, slug := range v.besides() {
		for _, rec := range v.all {
			if rec.Ref.Slug() == slug && len(v.regions) < most && !slices.ContainsFunc(v.regions, func(g record.Record) bool { return g.Ref == rec.Ref }) {
				v.regions = append(v.regions, rec)
			}
		}
	}
	v.readings, err = readingsOf(r, v.indicators, v.regions, v.datasets)
	if err != nil {
		return nil, err
	}
	v.choose()
	return v, nil
}

// besides names the regions to compare with: what the address says, or the neighbours of the partnership.
func (v *view) besides() []string {
	if v.r.URL.Query().Has("with") {
		return strings.Split(v.r.FormValue("with"), ",")
	}
	var out []string
	if v.marks[v.r.Record.Ref] != chart.Plain {
		for _, ref := range slices.SortedFunc(maps.Keys(v.marks), func(a, b record.Ref) int { return cmp.Compare(v.marks[a], v.marks[b]) }) {
			out = append(out, ref.Slug())
		}
	}
	return out
}

// choose finds the indicator that is drawn: the one the address names, or the first rate that the region has a course of.
func (v *view) choose() {
	var there []record.Record
	for _, rec := range v.indicators {
		if len(v.readings.of(rec, v.regions[0]).Points) > 0 {
			there = append(there, rec)
		}
	}
	v.chosen = chosenIndicator(v.r, there)
	for _, rec := range there {
		v.options = append(v.options, ui.Option{Value: rec.Ref.Slug(), Label: rec.Name(string(v.r.Lang)), Chosen: rec.Ref == v.chosen.Ref})
	}
}

// title names the regions that stand side by side.
func (v *view) title() string {
	if len(v.regions) == 1 {
		return v.regions[0].Name(string(v.r.Lang))
	}
	var names []string
	for _, g := range v.regions {
		names = append(names, g.Name(string(v.r.Lang)))
	}
	return v.r.Words.List(names)
}

// figures is the table of all indicators, each in the newest period that all regions shown have.
func (v *view) figures() ui.Table {
	r := v.r
	t := ui.Table{Caption: r.T("territory.figures"), CaptionHidden: true, Columns: []ui.Column{{Text: r.T("territory.figure")}}, Empty: r.T("territory.no-figures")}
	for _, g := range v.regions {
		t.Columns = append(t.Columns, ui.Column{Text: g.Name(string(r.Lang)), Number: true, Sign: v.marks[g.Ref]})
	}
	t.Columns = append(t.Columns, ui.Column{Text: r.T("territory.source")})
	for _, rec := range v.indicators {
		if row, ok := v.row(rec); ok {
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

func (v *view) row(rec record.Record) (ui.Row, bool) {
	r := v.r
	b, ok := rec.Body.(*evidence.Indicator)
	period := v.common(rec)
	if !ok || period == "" {
		return ui.Row{}, false
	}
	head := ui.Cell{Text: rec.Name(string(r.Lang)), Href: r.To(rec.Ref)}
	if !b.Percent {
		head.Note = r.Text(b.Unit)
	}
	row := ui.Row{Cells: []ui.Cell{head}}
	for _, g := range v.regions {
		p, there := v.readings.of(rec, g).At(period)
		c := ui.Cell{Big: true}
		if there {
			c.Text = b.Figure(p.Value, string(r.Lang))
			c.Note = status(r, p.Status)
		} else {
			c.Missing = r.Words.NoData()
		}
		row.Cells = append(row.Cells, c)
	}
	source := ui.Cell{Note: r.Words.Period(period)}
	if links := sources(r, v.readings, rec, v.regions); len(links) > 0 {
		source.Source = links[0]
	}
	row.Cells = append(row.Cells, source)
	return row, true
}

// common is the newest period that all regions shown have; where no period is common, the newest of the first one.
func (v *view) common(rec record.Record) string {
	points := v.readings.of(rec, v.regions[0]).Points
	for _, p := range slices.Backward(points) {
		everywhere := true
		for _, g := range v.regions[1:] {
			_, there := v.readings.of(rec, g).At(p.Period)
			everywhere = everywhere && there
		}
		if everywhere {
			return p.Period
		}
	}
	if len(points) > 0 {
		return points[len(points)-1].Period
	}
	return ""
}

// status says in words what the office says of a number.
func status(r *site.Request, s statistics.Status) string {
	switch {
	case s.Has(statistics.Provisional):
		return r.T("territory.provisional")
	case s.Has(statistics.Estimated):
		return r.T("territory.estimated")
	case s.Has(statistics.Break):
		return r.T("territory.break")
	}
	return ""
}

// about tells what the territory is: level, country, codes in each version, area, what it is part of and what is part of it.
func (v *view) about() {
	r, rec := v.r, v.regions[0]
	b := body(rec)
	v.facts = append(v.facts, ui.Term{Term: r.T("territory.level"), Text: r.T("territory.level-" + b.Level)})
	for _, other := range v.all {
		if other.Ref == b.Parent {
			v.facts = append(v.facts, ui.Term{Term: r.T("territory.part-of"), Text: other.Name(string(r.Lang)), Href: r.To(other.Ref)})
		}
		if body(other).Parent == rec.Ref {
			v.parts = append(v.parts, ui.Link{Text: other.Name(string(r.Lang)), Href: r.To(other.Ref)})
		}
		v.compared = append(v.compared, entry{Link: ui.Link{Text: other.Name(string(r.Lang))}, Slug: other.Ref.Slug(), On: slices.ContainsFunc(v.regions, func(g record.Record) bool { return g.Ref == other.Ref })})
	}
	slices.SortStableFunc(v.compared, func(a, b entry) int {
		if r.Words.Less(a.Text, b.Text) {
			return -1
		}
		return 1
	})
	if b.AreaKm2 != "" {
		v.facts = append(v.facts, ui.Term{Term: r.T("territory.area"), Text: r.Words.Unit(b.AreaKm2, -1, "km²")})
	} else {
		v.facts = append(v.facts, ui.Term{Term: r.T("territory.area"), Missing: r.Words.NoData()})
	}
	versions := map[string][]string{}
	var order []string
	for _, c := range b.Codes {
		name := c.Scheme + " " + c.Code
		if versions[name] == nil {
			order = append(order, name)
		}
		versions[name] = append(versions[name], c.Version)
	}
	for _, name := range order {
		v.facts = append(v.facts, ui.Term{Term: name, Text: strings.Join(versions[name], ", ")})
	}
}

// thread makes why · what · so what of a region: official tables, sentences about it, what is done there.
func (v *view) thread() (*ui.Thread, error) {
	r, ctx := v.r, v.r.Context()
	labels := map[record.Ref]string{}
	for _, reading := range v.readings.by {
		maps.Copy(labels, reading.Vintages)
	}
	t := &ui.Thread{}
	for _, rec := range v.datasets {
		d, ok := rec.Body.(*dataset.Dataset)
		ref := rec.Ref
		if _, used := labels[ref]; !ok || !used {
			continue
		}
		t.Why = append(t.Why, ui.ThreadItem{Text: rec.Name(string(r.Lang)), Href: r.To(ref), Kind: r.T("check.kind.dataset"), Note: vintage(r, d.Publisher, labels[ref])})
	}
	here, err := r.Tx.Reach(ctx, v.regions[0], record.Up, []record.LinkKind{record.LocatedIn}, 1)
	if err != nil {
		return nil, err
	}
	var findings []record.Record
	for _, rec := range here {
		if rec.Ref.Kind() == "finding" {
			findings = append(findings, rec)
		}
	}
	standings, err := evidence.StandingsOf(ctx, r.Tx, findings)
	if err != nil {
		return nil, err
	}
	for _, rec := range here {
		item := ui.ThreadItem{Text: rec.Name(string(r.Lang)), Href: r.To(rec.Ref), Kind: r.T("check.kind." + rec.Ref.Kind()), Example: rec.Invented}
		switch b := rec.Body.(type) {
		case *evidence.Finding:
			if s, judged := standings[rec.Ref]; judged {
				verdict := doc.Verdict(s.Verdict)
				item.Verdict = &verdict
			}
			t.What = append(t.What, item)
		case *strategy.Action:
			item.State = thread.ActionState(r, b)
			t.SoWhat = append(t.SoWhat, item)
		case *strategy.Target:
			t.SoWhat = append(t.SoWhat, item)
		}
	}
	return t, nil
}
