// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/thread"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// analysisView is the page of one analysis: what was asked, what came of it, and what that rests on.
type analysisView struct {
	*shelf
	rec       record.Record
	body      *method.Analysis
	m         *method.Method
	around    *thread.Around
	standings map[record.Ref]evidence.Standing
	run       *method.Run   // the one that counts; nil when there is none yet
	course    []*method.Run // all, without results, the newest first
	before    *method.Run   // the last one with another result
	data      *method.Data
	names     *codeNames
	picture   *ui.Chart
	sheets    []*method.Sheet
	shown     *method.Sheet
	changes   *changes
	picks     []string // what the picture can be about
	picked    string
}

// mostRuns is how many runs the page tells of.
const mostRuns = 30

func showAnalysis(r *site.Request) error {
	v, err := openAnalysis(r)
	if err != nil {
		return err
	}
	page := v.page()
	return r.Page(page, analysisPage(v))
}

func openAnalysis(r *site.Request) (*analysisView, error) {
	body, ok := r.Record.Body.(*method.Analysis)
	if !ok {
		return nil, fault.New(fault.Invalid, "method.not-an-analysis", fault.A{"ref": string(r.Record.Ref)})
	}
	around, err := thread.Look(r, r.Record)
	if err != nil {
		return nil, err
	}
	s, err := stock(r, r.Tx, "dataset", "region", "organisation")
	if err != nil {
		return nil, err
	}
	s.know(around.Up...)
	s.know(r.Record)
	v := &analysisView{shelf: s, rec: r.Record, body: body, around: around}
	if v.m, err = method.Find(body.Method); err != nil {
		return nil, err
	}
	var findings []record.Record
	for _, rec := range around.Up {
		if rec.Ref.Kind() == "finding" {
			findings = append(findings, rec)
		}
	}
	if v.standings, err = evidence.StandingsOf(r.Context(), r.Tx, findings); err != nil {
		return nil, err
	}
	return v, v.read()
}

// read fetches the run that counts, those before it, and what they hold.
func (v *analysisView) read() error {
	ctx, tx := v.r.Context(), v.r.Tx
	all, err := method.Standings(ctx, tx, []record.Record{v.rec})
	if err != nil {
		return err
	}
	v.run = all[v.rec.Ref]
	if v.course, err = method.Course(ctx, tx, v.rec, mostRuns); err != nil {
		return err
	}
	var first dataset.Dataset
	scheme, version := "", ""
	if d := v.dataset(firstOf(v.body)); d != nil {
		first = *d
	}
	if v.run != nil {
		for _, in := range slices.Backward(v.run.Inputs) {
			if in.Dataset != "" {
				scheme, version = in.Scheme, in.Territory
			}
		}
	}
	if v.names, err = v.codeNames(&first, scheme, version); err != nil {
		return err
	}
	v.names.listed = listedBy(v.body)
	if v.run == nil || v.run.Fault != nil {
		return nil
	}
	if err := v.results(); err != nil {
		return err
	}
	return v.compare()
}

// results reads the tables and draws the picture.
func (v *analysisView) results() error {
	var err error
	if v.data, err = v.run.Data(); err != nil {
		return err
	}
	if v.sheets, err = v.data.Sheets(); err != nil {
		return err
	}
	wanted := v.r.URL.Query().Get("table")
	if !slices.ContainsFunc(v.sheets, func(s *method.Sheet) bool { return s.Name == wanted }) {
		wanted = v.m.View.Table
	}
	for _, s := range v.sheets {
		if s.Name == wanted || v.shown == nil && wanted == "" {
			v.shown = s
		}
	}
	title := v.pictureTitle()
	if v.pick(); v.picked != "" {
		title += ", " + v.names.any(v.picked)
	}
	past, err := method.Past(v.r.Context(), v.r.Tx, v.rec, v.run)
	if err != nil {
		return err
	}
	p, err := v.run.Picture(method.Shown{ID: "result", Words: v.r.Words, Title: title, Name: v.names.any, Pick: v.picked, Past: past})
	if err != nil {
		return err
	}
	v.picture = &ui.Chart{Picture: p, Sources: v.sources()}
	if d := v.dataset(firstOf(v.body)); d != nil {
		v.picture.Licence = ui.Link{Text: d.Licence}
	}
	return nil
}

// pick takes what the picture is about: as the address asks, else the partnership's first region, else the first.
func (v *analysisView) pick() {
	v.picks = v.data.Picks()
	wanted := v.r.URL.Query().Get("of")
	for _, one := range v.picks {
		if one == wanted {
			v.picked = one
			return
		}
		if ref, own := v.names.regions[one]; own && v.signs[ref] != chart.Plain && (v.picked == "" || v.signs[ref] < v.signs[v.names.regions[v.picked]]) {
			v.picked = one
		}
	}
	if v.picked == "" && len(v.picks) > 0 {
		v.picked = v.picks[0]
	}
}

// pickOptions are what the picture can be about, by name.
func (v *analysisView) pickOptions() []ui.Option {
	var out []ui.Option
	for _, one := range v.picks {
		out = append(out, ui.Option{Value: one, Label: withCode(v.names.any(one), one), Chosen: one == v.picked})
	}
	return out
}

// pictureTitle says what the picture shows: the column in words.
func (v *analysisView) pictureTitle() string {
	if v.m.View.Table == "" {
		return v.r.T(v.m.About("title"))
	}
	return v.heading(v.m, v.m.View.Table, v.m.View.Value)
}

// sources name the vintages that were read.
func (v *analysisView) sources() []ui.Link {
	var out []ui.Link
	for _, in := range v.run.Inputs {
		if in.Dataset == "" {
			out = append(out, ui.Link{Text: in.File})
			continue
		}
		parts := []string{table(v.dataset(in.Dataset)), day(v.r.Words, in.Vintage), strings.TrimSpace(in.Scheme + " " + in.Territory)}
		parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
		if l := (ui.Link{Text: strings.Join(parts, ", "), Href: v.r.To(in.Dataset)}); !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

func (v *analysisView) page() ui.Page {
	r := v.r
	p := ui.Page{Title: v.rec.Name(string(r.Lang)), Lede: v.lede(), Thread: v.around.Strip(r, v.standings), Above: analysisState(v), Below: ui.Buttons(v.actions()...),
		Example: v.rec.Invented || slices.ContainsFunc(v.around.Up, func(rec record.Record) bool { return rec.Invented })}
	p.Over = append(v.overAnalyses(), ui.Link{Text: r.T(v.m.About("title")), Href: v.methodHref(v.m.ID)}, ui.Link{Text: r.T("ev.owner", fault.A{"name": v.name(v.rec.Owner)})},
		ui.Link{Text: r.T("ev.revision", fault.A{"n": v.rec.Revision}), Href: r.Href("/history/" + string(v.rec.Ref))}, ui.Link{Text: r.T("ev.visible", fault.A{"visibility": string(v.rec.Visibility)})})
	if v.pending() {
		p.Refresh, p.Scripts = again(5)
	}
	return p
}

// lede is what the author says of it, or else the question of the method.
func (v *analysisView) lede() string {
	if text := v.r.Text(v.body.Summary); text != "" {
		return text
	}
	return v.plain(v.m, v.r.T(v.m.About("summary")))
}

// pending tells whether the result of the present question is still to come.
func (v *analysisView) pending() bool { return v.run == nil || !v.run.Current }

func (v *analysisView) mayChange() bool { return v.r.May(record.Change, v.rec) }

// actions of the page: what a result is for stands first.
func (v *analysisView) actions() []ui.Action {
	r := v.r
	var out []ui.Action
	if v.mayChange() {
		out = append(out, ui.Action{Text: r.T("ask.change"), Href: r.To(v.rec.Ref) + "/question"})
		out = append(out, ui.Action{Text: r.T("ask.again"), Post: r.To(v.rec.Ref) + "/run"})
	}
	if v.data != nil {
		out = append(out, ui.Action{Text: r.T("ask.download-json"), Href: v.downloadHref("")})
		if v.shown != nil {
			out = append(out, ui.Action{Text: r.T("ev.download-csv"), Href: v.downloadHref(v.shown.Name)})
		}
	}
	if r.May(record.Delete, v.rec) {
		out = append(out, ui.Action{Text: r.T("ask.delete"), Weight: ui.Bare, Href: r.Href("/delete/" + string(v.rec.Ref))})
	}
	return out
}

func (v *analysisView) downloadHref(table string) string {
	href := v.r.To(v.rec.Ref) + "/download"
	if table != "" {
		href += "?table=" + table
	}
	return href
}

// notes are what a reader must know before using the numbers.
func (v *analysisView) notes() []string {
	var out []string
	if v.run == nil {
		return nil
	}
	for _, n := range v.run.Notes {
		out = append(out, v.plain(v.m, v.r.T(n.Key, n.Args)))
	}
	return out
}

// inputs says what was read.
func (v *analysisView) inputs() ui.Table {
	T := v.r.T
	t := ui.Table{Caption: T("ask.read"), CaptionHidden: true, Columns: []ui.Column{{Text: T("ev.dataset")}, {Text: T("ev.vintage")}, {Text: T("ev.periods")}, {Text: T("ev.territory")}, {Text: T("ask.rows"), Number: true}, {Text: T("ev.hash")}}}
	for _, in := range v.run.Inputs {
		if in.Dataset == "" {
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: in.File, Note: v.r.T("ask.brought")}, {Missing: v.r.Words.NoData()}, {Missing: v.r.Words.NoData()}, {Missing: v.r.Words.NoData()},
				{Text: v.r.Words.Number(in.Rows, 0)}, {Content: hash(in.ContentHash)}}})
			continue
		}
		l := v.link(in.Dataset)
		var periods []string
		for _, p := range in.Periods {
			periods = append(periods, v.r.Words.Period(p))
		}
		row := ui.Row{Cells: []ui.Cell{{Text: l.Text, Href: l.Href, Lang: l.Lang, Example: l.Example, Note: table(v.dataset(in.Dataset))}, {Text: day(v.r.Words, in.Vintage)}, {Text: strings.Join(periods, ", ")},
			{Text: strings.TrimSpace(in.Scheme + " " + in.Territory)}, {Text: v.r.Words.Number(in.Rows, 0)}, {Content: hash(in.ContentHash)}}}
		if in.Territory == "" {
			row.Cells[3] = ui.Cell{Missing: T("ev.no-version")}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// recipe says how it was computed, so that anybody can do it again.
func (v *analysisView) recipe() []ui.Term {
	T := v.r.T
	terms := v.asks()
	if v.run == nil {
		return terms
	}
	if v.run.Seed != "" {
		terms = append(terms, ui.Term{Term: T("ask.seed"), Text: v.run.Seed})
	}
	terms = append(terms, ui.Term{Term: T("ask.engine"), Text: v.run.Engine}, ui.Term{Term: T("ask.made"), Text: v.r.Words.DateTime(v.run.Made)})
	if v.run.Hash != "" {
		terms = append(terms, ui.Term{Term: T("ask.result-hash"), Content: wholeHash(v.run.Hash)})
	}
	return terms
}

// asks says in words which part of the dataset was taken and with which options.
func (v *analysisView) asks() []ui.Term {
	T := v.r.T
	var out []ui.Term
	for _, in := range v.body.Inputs {
		out = append(out, v.asked(in)...)
	}
	for _, p := range v.m.Params {
		value, set := v.body.Parameters[p.Name]
		switch {
		case p.Fits() == method.Place, p.Fits() == method.Side && !(set && v.m.TableOf(p) != "" && p.Role == method.Side), p.Name == "seed", p.Kind.IsSource(), !set && p.Default == "", slices.Contains(filesOnly, p.Name):
			continue
		case !set:
			value = p.Default
		}
		t := ui.Term{Term: v.label(p), Text: v.paramWord(p, value)}
		if !set {
			t.Note = T("ask.usual")
		}
		out = append(out, t)
	}
	return out
}

// asked says where an input comes from when there are several or none is a dataset, and what of it was taken.
func (v *analysisView) asked(in method.Input) []ui.Term {
	p, _ := v.m.Param(in.Name)
	var out []ui.Term
	switch {
	case in.Text != "":
		return []ui.Term{{Term: v.label(p), Text: in.File, Note: v.r.T("ask.brought")}}
	case len(in.Columns) > 0:
		for _, c := range in.Columns {
			out = append(out, ui.Term{Term: c.Code, Text: v.partText(c)})
		}
		if in.Level != "" {
			out = append(out, ui.Term{Term: v.r.T("ask.level-label"), Text: v.r.T("ask.level", fault.A{"level": in.Level})})
		}
		return out
	case len(v.body.Inputs) > 1:
		out = append(out, ui.Term{Term: v.label(p), Text: v.name(in.Dataset)})
	}
	return append(out, v.taken(in)...)
}

// partText says what a column is: the dataset, what of it was taken, and what was said of it.
func (v *analysisView) partText(c method.Part) string {
	parts := []string{v.name(c.Dataset)}
	if d := v.dataset(c.Dataset); d != nil {
		for _, dim := range keyed(d) {
			if code := c.Select[dim.ID]; code != "" && code != dim.Default {
				parts = append(parts, withCode(v.names.code(dim.ID, code), code))
			}
		}
	}
	if c.Period != method.Latest {
		parts = append(parts, v.r.Words.Period(c.Period))
	}
	if c.Direction == "min" {
		parts = append(parts, v.r.T("ask.less-is-better"))
	}
	if c.Weight != "" {
		parts = append(parts, v.r.T("ask.weighs", fault.A{"weight": strings.Replace(c.Weight, ".", decimalSign(v.r.Words), 1)}))
	}
	if c.Group != "" {
		parts = append(parts, v.r.Words.Quote(c.Group))
	}
	return strings.Join(parts, ", ")
}

// firstOf is the first dataset an analysis reads; none when it reads only what was brought.
func firstOf(body *method.Analysis) record.Ref {
	for _, ref := range body.Datasets() {
		return ref
	}
	return ""
}

// taken says which codes of the dimensions were taken.
func (v *analysisView) taken(in method.Input) []ui.Term {
	T := v.r.T
	var out []ui.Term
	d := v.dataset(in.Dataset)
	if d == nil {
		return nil
	}
	for _, dim := range keyed(d) {
		name := v.names.dimension(dim)
		switch {
		case in.Select[dim.ID] != "":
			out = append(out, ui.Term{Term: name, Text: withCode(v.names.code(dim.ID, in.Select[dim.ID]), in.Select[dim.ID])})
		case len(in.Only[dim.ID]) > 0:
			out = append(out, ui.Term{Term: name, Text: strings.Join(in.Only[dim.ID], ", ")})
		case len(in.Leave[dim.ID]) > 0:
			out = append(out, ui.Term{Term: name, Text: T("ask.all-but", fault.A{"codes": strings.Join(in.Leave[dim.ID], ", ")})})
		}
	}
	if in.Level != "" {
		out = append(out, ui.Term{Term: T("ask.level-label"), Text: T("ask.level", fault.A{"level": in.Level})})
	}
	if len(in.Countries) > 0 {
		var names []string
		for _, c := range in.Countries {
			names = append(names, v.names.place(c))
		}
		out = append(out, ui.Term{Term: T("ask.countries"), Text: v.r.Words.List(names)})
	}
	as := in.Absent
	if as == "" {
		as = "missing"
	}
	return append(out, ui.Term{Term: T("ask.absent-label"), Text: T("ask.absent", fault.A{"as": as})})
}

// paramWord says the value of a parameter.
func (v *analysisView) paramWord(p method.Param, value string) string {
	switch {
	case p.Fits() == method.Figure && value == method.Latest:
		return v.r.T("ask.latest", fault.A{"period": v.latestPeriod(v.m.TableOf(p))})
	case p.Fits() == method.Figure:
		return v.r.Words.Period(value)
	case p.Fits() == method.Side:
		return v.r.T("ask.by-side", fault.A{"by": value})
	case p.Fits() == method.Unit:
		return withCode(v.names.place(value), value)
	case p.Fits() == method.Activity:
		return v.dimensionWord(value)
	case p.Kind == method.Choice:
		return v.choiceWord(p, value)
	case p.Kind == method.Flag:
		return v.r.T("ask.flag", fault.A{"is": value})
	}
	return strings.Replace(value, ".", decimalSign(v.r.Words), 1)
}

func (v *analysisView) dimensionWord(id string) string {
	for _, d := range v.names.dims {
		if d.ID == id {
			return v.names.dimension(d)
		}
	}
	return id
}

// latestPeriod is what "latest" meant in the run for a table.
func (v *analysisView) latestPeriod(table string) string {
	if v.run == nil {
		return ""
	}
	for _, asked := range v.body.Inputs {
		for _, in := range v.run.Inputs {
			k := slices.Index(asked.Periods, method.Latest)
			if asked.Name == table && in.Name == table && k >= 0 && k < len(in.Periods) {
				return v.r.Words.Period(in.Periods[k])
			}
		}
	}
	return ""
}
