// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// analysesView is the list of analyses with what else can be asked.
type analysesView struct {
	*shelf
	table ui.Table
}

func analyses(r *site.Request) error {
	if to, ok := draftOf(r); ok {
		return r.GoTo(to)
	}
	s, err := stock(r, r.Tx, "analysis", "dataset", "indicator", "finding")
	if err != nil {
		return err
	}
	runs, err := method.Courses(r.Context(), r.Tx, s.all["analysis"])
	if err != nil {
		return err
	}
	v := &analysesView{shelf: s}
	T := r.T
	users := s.citersOfAnalyses()
	v.table = ui.Table{Caption: T("ask.analyses"), CaptionHidden: true, Columns: []ui.Column{{Text: T("ask.analysis")}, {Text: T("ask.method")}, {Text: T("ask.asked-of")}, {Text: T("ask.standing")}, {Text: T("ev.who-rests")}}}
	for _, rec := range s.sorted("analysis") {
		body, ok := rec.Body.(*method.Analysis)
		if !ok {
			continue
		}
		l := s.link(rec.Ref)
		row := ui.Row{Cells: []ui.Cell{{Text: l.Text, Href: l.Href, Lang: l.Lang, Example: l.Example}, s.methodCell(body.Method), s.inputCell(body), s.standingCell(runs[rec.Ref])}}
		row.Cells = append(row.Cells, ui.Cell{Text: T("ev.n-findings", fault.A{"n": users[rec.Ref]})})
		v.table.Rows = append(v.table.Rows, row)
	}
	p := ui.Page{Title: T("ask.title", fault.A{"n": len(v.table.Rows)}), Lede: T("ask.lede"), Below: tabs(s, "analyses", len(s.all["finding"]))}
	p.Example = slices.ContainsFunc(s.all["analysis"], func(rec record.Record) bool { return rec.Invented })
	return r.Page(p, analysesPage(v))
}

// citersOfAnalyses counts the findings that cite a cell of each analysis.
func (s *shelf) citersOfAnalyses() map[record.Ref]int {
	out := map[record.Ref]int{}
	for _, rec := range s.all["finding"] {
		f, ok := rec.Body.(*evidence.Finding)
		if !ok || f.State == evidence.Withdrawn {
			continue
		}
		var seen []record.Ref
		for _, l := range record.LinksOfRecord(rec) {
			if l.To.Kind() == "analysis" && !slices.Contains(seen, l.To) {
				seen = append(seen, l.To)
				out[l.To]++
			}
		}
	}
	return out
}

// methodCell leads to what a method is.
func (s *shelf) methodCell(id string) ui.Cell {
	if m, err := method.Find(id); err == nil {
		return ui.Cell{Text: s.r.T(m.About("title")), Href: s.methodHref(id)}
	}
	return ui.Cell{Text: id}
}

func (s *shelf) methodHref(id string) string { return s.r.Href("/evidence/method/" + id) }

// inputCell names the datasets an analysis reads.
func (s *shelf) inputCell(body *method.Analysis) ui.Cell {
	var names, tables []string
	for _, in := range body.Inputs {
		if in.Text != "" {
			names = append(names, in.File)
		}
	}
	for _, ref := range body.Datasets() {
		names = append(names, s.name(ref))
		tables = append(tables, table(s.dataset(ref)))
	}
	return ui.Cell{Text: s.r.Words.List(names), Note: strings.Join(slices.DeleteFunc(tables, func(t string) bool { return t == "" }), "; ")}
}

// standingCell says what came of an analysis.
func (s *shelf) standingCell(run *method.Run) ui.Cell {
	switch {
	case run == nil:
		return ui.Cell{Missing: s.r.T("ask.not-computed")}
	case run.Fault != nil:
		return ui.Cell{Text: s.r.T("ask.refused"), Note: s.r.Words.ShortDate(run.Made), Off: true}
	case !run.Current:
		return ui.Cell{Text: s.r.T("ask.waits")}
	}
	var vintages []string
	for _, in := range run.Inputs {
		if label := day(s.r.Words, in.Vintage); in.Dataset != "" && !slices.Contains(vintages, label) {
			vintages = append(vintages, label)
		}
	}
	return ui.Cell{Text: s.r.T("ask.computed", fault.A{"date": s.r.Words.ShortDate(run.Made)}), Note: s.r.Words.List(vintages)}
}

// mayAsk tells whether the visitor may make an analysis.
func (s *shelf) mayAsk() bool { return len(s.r.MayCreateFor("analysis")) > 0 }

// family is a group of methods that answer questions of one kind.
type family struct {
	title   string
	methods []*method.Method
}

// families groups the methods in their order.
func (s *shelf) families() []family {
	var out []family
	at := map[string]int{}
	for _, m := range method.All() {
		i, known := at[m.Family]
		if !known {
			i = len(out)
			at[m.Family] = i
			title := m.Family
			if key := "ask.family." + m.Family; s.r.Words.Has(key) {
				title = s.r.T(key)
			}
			out = append(out, family{title: title})
		}
		out[i].methods = append(out[i].methods, m)
	}
	slices.SortStableFunc(out, func(a, b family) int { return cmp.Compare(asksFew(a), asksFew(b)) })
	return out
}

// asksFew puts families of which nothing can be asked of a dataset behind the others.
func asksFew(f family) int {
	if slices.ContainsFunc(f.methods, (*method.Method).OverCubes) {
		return 0
	}
	return 1
}

// methodView is the page about a method.
type methodView struct {
	*shelf
	m    *method.Method
	asks []record.Record
}

func showMethod(r *site.Request) error {
	m, err := method.Find(r.PathValue("method"))
	if err != nil {
		return fault.New(fault.NotFound, "ask.no-method")
	}
	s, err := stock(r, r.Tx, "analysis")
	if err != nil {
		return err
	}
	v := &methodView{shelf: s, m: m}
	for _, rec := range s.sorted("analysis") {
		if body, ok := rec.Body.(*method.Analysis); ok && body.Method == m.ID {
			v.asks = append(v.asks, rec)
		}
	}
	p := ui.Page{Title: r.T(m.About("title")), Lede: r.T(m.About("summary")), Over: s.overAnalyses()}
	if s.mayAsk() {
		p.Below = ui.Buttons(ui.Action{Text: r.T("ask.ask"), Href: r.Href("/evidence/new-analysis/" + m.ID), Weight: ui.Main})
	}
	return r.Page(p, methodPage(v))
}

func (s *shelf) overAnalyses() []ui.Link {
	return []ui.Link{{Text: s.r.T("site.area-evidence"), Href: s.r.Href("/evidence")}, {Text: s.r.T("ask.analyses"), Href: s.r.Href("/evidence/analyses")}}
}

// plain says the label of a parameter where a text for the command line has a flag.
func (s *shelf) plain(m *method.Method, text string) string { return m.Plain(s.r.Words, text) }

// label names a parameter as forms do.
func (s *shelf) label(p method.Param) string { return s.r.T(p.LabelKey()) }

// choiceWord says a choice in plain words.
func (s *shelf) choiceWord(p method.Param, choice string) string {
	return s.r.T(p.ChoiceKey(), fault.A{"choice": choice})
}

// caveats are what to keep in mind, sentence by sentence as they were written.
func (s *shelf) caveats(m *method.Method) string { return s.plain(m, s.r.T(m.About("caveats"))) }

// results says what comes out: a row for each column of each table.
func (s *shelf) results(m *method.Method) ui.Table {
	T := s.r.T
	t := ui.Table{Caption: T("ask.what-comes"), CaptionHidden: true, Columns: []ui.Column{{Text: T("ask.column")}, {Text: T("ask.means")}}}
	add := func(c method.Column) {
		t.Rows = append(t.Rows, s.meaning(c))
	}
	seen := map[string]bool{}
	for _, c := range m.Values {
		add(c)
		seen[c.HelpKey()] = true
	}
	for _, f := range m.Tables {
		for _, c := range f.Columns {
			if !seen[c.HelpKey()] {
				seen[c.HelpKey()] = true
				add(c)
			}
		}
	}
	return t
}

func codeNote(heading, name string) string {
	if heading == name {
		return ""
	}
	return name
}

// headOf names a described column in a few words.
func (s *shelf) headOf(c method.Column) string { return s.r.T(c.HeadKey(s.r.Words)) }

// heading names a column of a result in a few words. A column that the input named, such as an indicator of an index, keeps its name.
func (s *shelf) heading(m *method.Method, table, column string) string {
	if m == nil {
		return column
	}
	return m.Heading(s.r.Words, table, column)
}
