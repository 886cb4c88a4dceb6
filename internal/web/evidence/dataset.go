// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"cmp"
	"encoding/csv"
	"net/url"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/thread"
	"github.com/sumanus/sumanus/internal/web/ui"
	"github.com/sumanus/sumanus/statistics"
)

// datasetView is the page of one dataset.
type datasetView struct {
	*shelf
	rec       record.Record
	body      *dataset.Dataset
	reader    *dataset.Reader
	vintages  []dataset.Vintage // oldest first
	around    *thread.Around
	standings map[record.Ref]evidence.Standing
	diff      *difference
	codes     map[string][]string // that occur in the newest vintage, by dimension
	choice    map[string]string   // code of each dimension that is neither place nor time
	picked    []picked
	picture   *ui.Chart
}

func showDataset(r *site.Request) error {
	v, err := openDataset(r)
	if err != nil {
		return err
	}
	if err := v.read(); err != nil {
		return err
	}
	return r.Page(v.page(), datasetPage(v))
}

func openDataset(r *site.Request) (*datasetView, error) {
	body, ok := r.Record.Body.(*dataset.Dataset)
	if !ok {
		return nil, fault.New(fault.Invalid, "dataset.not-a-dataset", fault.A{"ref": string(r.Record.Ref)})
	}
	around, err := thread.Look(r, r.Record)
	if err != nil {
		return nil, err
	}
	s, err := stock(r, r.Tx, "indicator", "region", "organisation")
	if err != nil {
		return nil, err
	}
	s.know(around.Up...)
	s.know(r.Record)
	v := &datasetView{shelf: s, rec: r.Record, body: body, reader: dataset.NewReader(r.Tx), around: around, choice: map[string]string{}}
	v.reader.Know(r.Record)
	v.reader.KnowRegions(s.all["region"]...)
	if v.vintages, err = v.reader.Vintages(r.Context(), r.Record.Ref); err != nil {
		return nil, err
	}
	var findings []record.Record
	for _, rec := range around.Up {
		if rec.Ref.Kind() == "finding" {
			findings = append(findings, rec)
		}
	}
	v.standings, err = evidence.StandingsOf(r.Context(), r.Tx, findings)
	return v, err
}

// read fetches the numbers and the difference.
func (v *datasetView) read() error {
	if len(v.vintages) == 0 {
		return nil
	}
	if err := v.compare(); err != nil {
		return err
	}
	var err error
	if v.codes, err = v.reader.Codes(v.r.Context(), v.rec.Ref, ""); err != nil {
		return err
	}
	v.choose()
	return v.numbers()
}

func (v *datasetView) latest() dataset.Vintage { return v.vintages[len(v.vintages)-1] }

// choose takes the codes asked for; otherwise those the first indicator of the dataset uses, the default, or the first there is.
func (v *datasetView) choose() {
	used := map[string]string{}
	for _, rec := range v.sorted("indicator") {
		body := v.indicator(rec.Ref)
		for _, in := range body.Inputs {
			if in.Dataset == v.rec.Ref && len(used) == 0 {
				used = in.Select
			}
		}
	}
	for _, d := range v.body.Dimensions {
		if d.Role == statistics.RoleGeo || d.Role == statistics.RoleTime {
			continue
		}
		there := v.codes[d.ID]
		code := v.r.URL.Query().Get("d." + d.ID)
		if code != "" && (len(there) == 0 || slices.Contains(there, code)) {
			v.choice[d.ID] = code
			continue
		}
		v.choice[d.ID] = likely(there, used[d.ID], d.Default)
	}
}

// totals are codes by which offices name the whole.
var totals = []string{"T", "TOTAL", "TOT", "_T"}

// likely takes of the codes there are the first of those wanted, else the whole, else the first.
func likely(there []string, wanted ...string) string {
	for _, code := range append(wanted, totals...) {
		if code != "" && slices.Contains(there, code) {
			return code
		}
	}
	if len(there) > 0 {
		return there[0]
	}
	for _, code := range wanted {
		if code != "" {
			return code
		}
	}
	return ""
}

// dimensions that can be chosen, with their codes.
func (v *datasetView) choices() []codeChoice {
	var out []codeChoice
	for _, d := range v.body.Dimensions {
		there := v.codes[d.ID]
		if d.Role == statistics.RoleGeo || d.Role == statistics.RoleTime || len(there) < 2 {
			continue
		}
		c := codeChoice{ID: d.ID, Title: v.dimension(d)}
		for _, code := range there {
			c.Options = append(c.Options, ui.Option{Value: code, Label: code, Chosen: v.choice[d.ID] == code})
		}
		out = append(out, c)
	}
	return out
}

type codeChoice struct {
	ID, Title string
	Options   []ui.Option
}

// dimension names a dimension in the reader's language, or by its id.
func (v *datasetView) dimension(d dataset.Dimension) string {
	if d.Title.IsZero() {
		return d.ID
	}
	return v.r.Text(d.Title)
}

// picked is a row of the newest numbers.
type picked struct {
	region record.Ref // empty where the dataset has no regions
	code   string
	points []dataset.Point
}

// mostPeriods is how many of the newest periods the table shows, mostRegions how many regions.
const (
	mostPeriods = 5
	mostRegions = 40
)

// numbers reads the chosen series of every region that has a code in the newest vintage.
func (v *datasetView) numbers() error {
	ctx, latest := v.r.Context(), v.latest()
	var queries []dataset.Query
	geo := geoOf(v.body)
	if geo == "" {
		queries = append(queries, dataset.Query{Dataset: v.rec.Ref, Select: v.choice})
		v.picked = []picked{{}}
	} else {
		codes := v.codes[geo]
		for _, rec := range v.regions() {
			body, ok := rec.Body.(*dataset.Region)
			if !ok || len(v.picked) == mostRegions {
				continue
			}
			code, ok := body.Code(v.body.Scheme, latest.Territory)
			if !ok || len(codes) > 0 && !slices.Contains(codes, code) {
				continue
			}
			v.picked = append(v.picked, picked{region: rec.Ref, code: code})
			queries = append(queries, dataset.Query{Dataset: v.rec.Ref, Select: v.choice, Region: rec.Ref})
		}
	}
	if err := v.reader.Ahead(ctx, queries); err != nil {
		return err
	}
	for i, q := range queries {
		points, err := v.reader.Series(ctx, q)
		if code := fault.CodeOf(err); err != nil && code != fault.Invalid && code != fault.NotFound {
			return err
		}
		v.picked[i].points = points
	}
	v.draw()
	return nil
}

func geoOf(d *dataset.Dataset) string {
	for _, dim := range d.Dimensions {
		if dim.Role == statistics.RoleGeo {
			return dim.ID
		}
	}
	return ""
}

// periods are the newest periods of the picked series, the newest last.
func (v *datasetView) periods(most int) []string {
	var all []string
	for _, p := range v.picked {
		for _, point := range p.points {
			if !slices.Contains(all, point.Period) {
				all = append(all, point.Period)
			}
		}
	}
	slices.SortFunc(all, statistics.ComparePeriods)
	return all[max(0, len(all)-most):]
}

// draw shows the regions of the partnership as lines.
func (v *datasetView) draw() {
	periods := v.periods(1 << 20)
	if len(periods) < 2 {
		return
	}
	c := chart.LineChart{Frame: chart.Frame{ID: "course", Words: v.r.Words, Title: v.r.T("ev.chosen-series", fault.A{"codes": selection(v.choice)}), Decimals: i18n.AsPublished}, Periods: periods}
	for _, p := range v.picked {
		if p.region != "" && v.signs[p.region] == chart.Plain {
			continue
		}
		s := chart.Series{Name: v.name(p.region), Sign: v.signs[p.region]}
		if p.region == "" {
			s.Name = v.rec.Name(string(v.r.Lang))
		}
		for _, period := range periods {
			s.Values = append(s.Values, pointAt(p.points, period))
		}
		c.Series = append(c.Series, s)
	}
	if len(c.Series) == 0 {
		return
	}
	v.picture = &ui.Chart{Picture: c.Draw(), Sources: []ui.Link{{Text: strings.Trim(table(v.body)+", "+day(v.r.Words, v.latest().Label)+", "+version(v.latest()), ", ")}}, Licence: ui.Link{Text: v.body.Licence}}
}

func pointAt(points []dataset.Point, period string) chart.Value {
	for _, p := range points {
		if p.Period == period && p.Value != "" {
			if f, ok := float(p.Value); ok {
				return chart.Value{V: f, OK: true, Status: chartStatus(p.Status)}
			}
		}
	}
	return chart.Missing()
}

// table shows the newest numbers of every region.
func (v *datasetView) table() ui.Table {
	T := v.r.T
	periods := v.periods(mostPeriods)
	t := ui.Table{Caption: T("ev.table-of", fault.A{"title": T("ev.newest-numbers")}), CaptionHidden: true, Columns: []ui.Column{{Text: T("ev.region")}}, Empty: T("ev.no-regions"), Scroll: true,
		Note: strings.Trim(T("ev.attribution", fault.A{"attribution": v.body.Attribution, "licence": v.body.Licence}), " .") + "."}
	if geoOf(v.body) == "" {
		t.Columns[0].Text = T("ev.series")
	}
	for _, p := range periods {
		t.Columns = append(t.Columns, ui.Column{Text: v.r.Words.Period(p), Number: true})
	}
	for _, p := range v.picked {
		head := ui.Cell{Text: selection(v.choice)}
		if p.region != "" {
			head = v.regionCell(p.region)
			head.Note = p.code
		}
		row := ui.Row{Cells: []ui.Cell{head}}
		for _, period := range periods {
			row.Cells = append(row.Cells, v.cell(p.points, period))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (v *datasetView) cell(points []dataset.Point, period string) ui.Cell {
	for _, p := range points {
		if p.Period != period {
			continue
		}
		if p.Value == "" {
			break
		}
		c := ui.Cell{Text: v.r.Words.Number(p.Value, i18n.AsPublished)}
		if p.Status != statistics.Normal {
			if c.Note = v.flags(p.Status); c.Note == v.r.T("ev.final") {
				c.Note = ""
			}
		}
		return c
	}
	return ui.Cell{Missing: v.r.Words.NoData()}
}

// vintageTable lists all vintages, the newest first.
func (v *datasetView) vintageTable() ui.Table {
	T := v.r.T
	t := ui.Table{Caption: T("ev.vintages"), CaptionHidden: true, Columns: []ui.Column{{Text: T("ev.vintage")}, {Text: T("ev.published")}, {Text: T("ev.recorded")}, {Text: T("ev.periods")},
		{Text: T("ev.observations"), Number: true}, {Text: T("ev.territory")}, {Text: T("ev.hash")}, {Text: T("ev.download"), Hidden: true}}}
	for _, x := range slices.Backward(v.vintages) {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: day(v.r.Words, x.Label), Note: x.Source}, {Text: day(v.r.Words, x.Published)}, {Text: v.r.Words.DateTime(x.Recorded)},
			{Text: span(v.r, x)}, {Text: v.r.Words.Number(x.Count, 0)}, v.versionCell(x), {Content: hash(x.ContentHash)},
			{Text: T("ev.download-csv"), Href: v.r.To(v.rec.Ref) + "/download?vintage=" + url.QueryEscape(x.Label)}}})
	}
	return t
}

func (v *datasetView) versionCell(x dataset.Vintage) ui.Cell {
	if text := version(x); text != "" {
		return ui.Cell{Text: text}
	}
	return ui.Cell{Missing: v.r.T("ev.no-version")}
}

func span(r *site.Request, x dataset.Vintage) string {
	if x.Coverage.From == x.Coverage.To {
		return r.Words.Period(x.Coverage.From)
	}
	return r.Words.Period(x.Coverage.From) + " – " + r.Words.Period(x.Coverage.To)
}

// concerns are the findings that rest on the dataset by verdict, those that wait first.
func (v *datasetView) concerns() []ui.ThreadItem {
	var out []ui.ThreadItem
	for _, rec := range v.around.Up {
		s, ok := v.standings[rec.Ref]
		if !ok {
			continue
		}
		verdict := verdictOf(s.Verdict)
		l := v.link(rec.Ref)
		out = append(out, ui.ThreadItem{Text: l.Text, Href: l.Href, Lang: l.Lang, Verdict: &verdict, Example: l.Example})
	}
	slices.SortStableFunc(out, func(a, b ui.ThreadItem) int { return cmp.Compare(order[string(*a.Verdict)], order[string(*b.Verdict)]) })
	return out
}

func (v *datasetView) page() ui.Page {
	r := v.r
	strip := v.around.Strip(r, v.standings)
	strip.Why = append([]ui.ThreadItem{{Text: table(v.body), Href: v.body.URL, Note: v.body.Licence}}, strip.Why...)
	p := ui.Page{Title: v.rec.Name(string(r.Lang)), Lede: r.Text(v.body.Summary), Thread: strip, Example: v.rec.Invented || slices.ContainsFunc(v.around.Up, func(rec record.Record) bool { return rec.Invented })}
	p.Over = []ui.Link{{Text: r.T("site.area-evidence"), Href: r.Href("/evidence")}, {Text: r.T("ev.datasets"), Href: r.Href("/evidence/datasets")}, {Text: strings.Trim(v.body.Publisher+", "+v.body.Code, ", ")}, {Text: v.body.Licence}}
	p.Over = slices.DeleteFunc(p.Over, func(l ui.Link) bool { return l.Text == "" })
	p.Below = ui.Buttons(v.actions()...)
	return p
}

// actions of the page: the finding that turned first, then newer figures.
func (v *datasetView) actions() []ui.Action {
	r := v.r
	var out []ui.Action
	for _, c := range v.concerns() {
		if waits(verdictFrom(*c.Verdict)) {
			out = append(out, ui.Action{Text: r.T("ev.see-turned"), Href: c.Href, Weight: ui.Main})
			break
		}
	}
	if r.May(record.Import, v.rec) {
		a := ui.Action{Text: r.T("ev.upload"), Href: r.To(v.rec.Ref) + "/upload", Glyph: "up"}
		if len(out) == 0 {
			a.Weight = ui.Main
		}
		out = append(out, a)
	}
	if len(r.MayCreateFor("indicator")) > 0 {
		out = append(out, ui.Action{Text: r.T("ev.indicator-from"), Href: r.Href("/evidence/new-indicator?dataset=" + url.QueryEscape(string(v.rec.Ref)))})
	}
	if len(v.vintages) > 0 {
		out = append(out, ui.Action{Text: r.T("ev.download-csv"), Href: r.To(v.rec.Ref) + "/download"})
	}
	if r.May(record.Change, v.rec) {
		out = append(out, ui.Action{Text: r.T("ev.edit"), Weight: ui.Bare, Href: r.Href("/edit/" + string(v.rec.Ref))})
	}
	return out
}

// download sends a vintage as a table; its first line names source and licence.
func download(r *site.Request) error {
	body, ok := r.Record.Body.(*dataset.Dataset)
	if !ok {
		return fault.New(fault.Invalid, "dataset.not-a-dataset", fault.A{"ref": string(r.Record.Ref)})
	}
	reader := dataset.NewReader(r.Tx)
	reader.Know(r.Record)
	all, err := reader.Vintages(r.Context(), r.Record.Ref)
	if err != nil {
		return err
	}
	label := r.URL.Query().Get("vintage")
	if label == "" && len(all) > 0 {
		label = all[len(all)-1].Label
	}
	i := slices.IndexFunc(all, func(v dataset.Vintage) bool { return v.Label == label })
	if i < 0 {
		return fault.New(fault.NotFound, "dataset.no-vintage", fault.A{"dataset": r.Record.Name(string(r.Lang)), "label": label})
	}
	h := r.W.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+r.Record.Ref.Slug()+"-"+label+`.csv"`)
	w := csv.NewWriter(r.W)
	credit := "# " + strings.Join(slices.DeleteFunc([]string{body.Attribution, body.Licence, body.URL, r.T("ev.vintage-of", fault.A{"vintage": label}), version(all[i])}, func(s string) bool { return s == "" }), "; ")
	if err := w.Write([]string{credit}); err != nil {
		return nil //nolint:nilerr // whoever asked is gone
	}
	var head []string
	timeID := "time"
	for _, d := range body.Dimensions {
		if d.Role == statistics.RoleTime {
			timeID = d.ID
			continue
		}
		head = append(head, d.ID)
	}
	_ = w.Write(append(head, timeID, "value", "flags"))
	err = reader.Each(r.Context(), r.Record.Ref, label, func(codes []string, points []dataset.Point) error {
		for _, p := range points {
			if err := w.Write(append(slices.Clone(codes), p.Period, p.Value, p.Flags)); err != nil {
				return err
			}
		}
		return nil
	})
	w.Flush()
	if err != nil {
		r.Site.Log.Warn("a table was sent in part", "dataset", string(r.Record.Ref), "error", err)
	}
	return nil
}

// uploadAction offers the first figures of a dataset that has none.
func (v *datasetView) uploadAction() []ui.Action {
	if !v.r.May(record.Import, v.rec) {
		return nil
	}
	return []ui.Action{{Text: v.r.T("ev.upload-first"), Href: v.r.To(v.rec.Ref) + "/upload", Weight: ui.Main}}
}
