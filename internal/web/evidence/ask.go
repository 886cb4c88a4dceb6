// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/draft"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
	"github.com/sumanus/sumanus/statistics"
)

// question is the form of an analysis: a method asked of a part of a dataset. It is made from the description of the method.
type question struct {
	*shelf
	sheet     *draft.Sheet
	sent      url.Values // what was typed
	m         *method.Method
	cube      method.Param // the table that the dataset stands for
	rec       record.Record
	isNew     bool
	body      *method.Analysis
	set       *dataset.Dataset // nil while none is chosen
	reader    *dataset.Reader
	names     *codeNames
	vintages  []dataset.Vintage
	codes     map[string][]string // of the newest vintage, by dimension
	periods   []string
	languages []string
	listed    string // the dimension each of whose codes stands for itself
	owner     string
	scope     record.Visibility
	told      told
	refused   *fault.Fault
	many      *many // of a method that takes more than one dataset gives; nil for others
}

// in is the one input of the form.
func (q *question) in() *method.Input { return &q.body.Inputs[0] }

func newAnalysis(r *site.Request) error {
	m, err := method.Find(r.PathValue("method"))
	if err != nil {
		return fault.New(fault.NotFound, "ask.no-method")
	}
	sheet, kept, err := draft.OpenNew(r, r.Tx, "analysis")
	if err != nil {
		return err
	}
	ref := record.Ref(r.URL.Query().Get("dataset"))
	if kept != nil {
		ref = record.Ref(kept.Values.Get("dataset"))
	}
	q, err := openQuestion(sheet, r.Tx, m, record.Record{}, ref)
	if err != nil {
		return err
	}
	return q.resume(kept)
}

func editAnalysis(r *site.Request) error {
	sheet, kept, err := draft.Open(r, r.Tx, r.Record, formOfQuestion)
	if err != nil {
		return err
	}
	q, err := openAsked(sheet, r.Tx, r.Record)
	if err != nil {
		return err
	}
	return q.resume(kept)
}

// openAsked opens the form of an analysis that there is.
func openAsked(sheet *draft.Sheet, tx *record.ReadTx, rec record.Record) (*question, error) {
	body, ok := rec.Body.(*method.Analysis)
	if !ok {
		return nil, fault.New(fault.Invalid, "method.not-an-analysis", fault.A{"ref": string(rec.Ref)})
	}
	m, err := method.Find(body.Method)
	if err != nil {
		return nil, err
	}
	ref := record.Ref("")
	if len(body.Inputs) == 1 {
		ref = body.Inputs[0].Dataset
	}
	return openQuestion(sheet, tx, m, rec, ref)
}

// openQuestion reads what the form offers.
func openQuestion(sheet *draft.Sheet, tx *record.ReadTx, m *method.Method, rec record.Record, ref record.Ref) (*question, error) {
	r := sheet.R
	cube, ok := m.Cube()
	if body, asked := rec.Body.(*method.Analysis); asked && (len(body.Inputs) != 1 || body.Inputs[0].Dataset == "") {
		ok = false // asked of what no single dataset gives
	}
	s, err := stock(r, tx, "dataset", "region", "organisation", "indicator")
	if err != nil {
		return nil, err
	}
	q := &question{shelf: s, sheet: sheet, m: m, cube: cube, rec: rec, isNew: rec.Body == nil, reader: dataset.NewReader(tx), scope: record.Public}
	if sheet.Unmerged = true; q.isNew {
		sheet.Fresh = "/evidence/new-analysis/" + m.ID
	}
	q.reader.Know(s.all["dataset"]...)
	q.reader.KnowRegions(s.all["region"]...)
	source := string(r.Lang)
	if body, ok := rec.Body.(*method.Analysis); ok {
		q.copyOf(body)
		source, q.owner, q.scope = body.Title.Source, string(rec.Owner), rec.Visibility
	} else {
		q.body = &method.Analysis{Method: m.ID, Parameters: map[string]string{}, Inputs: []method.Input{{Name: cube.Name}}, Title: record.Text{Source: source, Text: map[string]string{}}}
	}
	if q.languages, err = languagesOf(r, source); err != nil {
		return nil, err
	}
	if !ok {
		return q, openMany(q)
	}
	if ref == "" {
		ref = q.only()
	}
	if q.set = s.dataset(ref); q.set == nil || !fits(q.set) {
		q.set = nil
		return q, nil
	}
	q.in().Dataset = ref
	if err := q.learn(); err != nil {
		return nil, err
	}
	if q.isNew {
		q.begin()
	} else {
		q.listed = q.body.Parameters[q.named(method.Activity)]
	}
	return q, nil
}

// copyOf takes a body so that changing it changes nothing else.
func (q *question) copyOf(body *method.Analysis) {
	one := *body
	one.Parameters = map[string]string{}
	for k, v := range body.Parameters {
		one.Parameters[k] = v
	}
	one.Inputs = slices.Clone(body.Inputs)
	q.body = &one
}

// fits tells whether a method can be asked of a dataset at all: it must speak of places.
func fits(d *dataset.Dataset) bool { return geoOf(d) != "" }

// only is the one dataset there is to ask, if there is one.
func (q *question) only() record.Ref {
	if all := q.askable(); len(all) == 1 {
		return all[0].Ref
	}
	return ""
}

// askable are the datasets that can be chosen.
func (q *question) askable() []record.Record {
	return slices.DeleteFunc(q.sorted("dataset"), func(rec record.Record) bool {
		body, ok := rec.Body.(*dataset.Dataset)
		return !ok || !fits(body) || q.m.Lists() && len(keyed(body)) == 0
	})
}

// learn reads what the newest vintage of the dataset holds.
func (q *question) learn() error {
	ctx, ref := q.r.Context(), q.in().Dataset
	var err error
	if q.vintages, err = q.reader.Vintages(ctx, ref); err != nil {
		return err
	}
	if q.codes, err = q.reader.Codes(ctx, ref, ""); err != nil {
		return err
	}
	if q.periods, err = q.reader.PeriodsOf(ctx, ref, ""); err != nil {
		return err
	}
	version := ""
	if len(q.vintages) > 0 {
		version = q.vintages[len(q.vintages)-1].Territory
	}
	q.names, err = q.codeNames(q.set, q.set.Scheme, version)
	return err
}

// named is the parameter that has a role; empty when none has.
func (q *question) named(role method.Role) string {
	for _, p := range q.m.Params {
		if p.Fits() == role && p.Kind == method.Field {
			return p.Name
		}
	}
	return ""
}

// begin fills the form with what is most likely meant: the finest territories, the newest period, nothing counted twice.
func (q *question) begin() {
	in := q.in()
	if q.m.Lists() {
		q.listed = q.longest()
	}
	in.Select = map[string]string{}
	used := q.usedBefore()
	for _, d := range keyed(q.set) {
		if d.ID == q.listed {
			continue
		}
		if code := likely(q.codes[d.ID], used[d.ID], d.Default); code != "" {
			in.Select[d.ID] = code
		}
	}
	if leave := method.Parts(q.codes[q.listed]); q.listed != "" && len(leave) > 0 {
		in.Leave = map[string][]string{q.listed: leave}
	}
	if levels := q.levels(); len(levels) > 0 {
		in.Level = levels[len(levels)-1]
	}
	for _, p := range q.m.Params {
		switch {
		case p.Fits() == method.Figure && p.Required:
			q.body.Parameters[p.Name] = method.Latest
		case p.Fits() == method.Unit:
			q.body.Parameters[p.Name] = q.ownUnit(p)
		}
	}
	q.bind()
	q.entitle()
}

// longest is the dimension that most likely lists activities: one without a usual code, with the most codes.
func (q *question) longest() string {
	best, most := "", -1
	for _, d := range keyed(q.set) {
		n := len(q.codes[d.ID])
		if d.Default != "" {
			n -= 1 << 20
		}
		if d.Role == statistics.RoleMetric {
			n -= 1 << 21
		}
		if best == "" || n > most {
			best, most = d.ID, n
		}
	}
	return best
}

// usedBefore are the codes that an indicator takes of the dataset: what people count here already.
func (q *question) usedBefore() map[string]string {
	for _, rec := range q.sorted("indicator") {
		for _, in := range q.indicator(rec.Ref).Inputs {
			if in.Dataset == q.in().Dataset {
				return in.Select
			}
		}
	}
	return nil
}

// ownUnit is a region of the partnership for a parameter that names one: the first for the first, the second for the second.
func (q *question) ownUnit(p method.Param) string {
	n := 0
	for _, other := range q.m.Params {
		if other.Fits() == method.Unit {
			n++
		}
		if other.Name == p.Name {
			break
		}
	}
	for _, rec := range q.regions() {
		body, ok := rec.Body.(*dataset.Region)
		if !ok || int(q.signs[rec.Ref]) != n {
			continue
		}
		if code, ok := body.Code(q.names.scheme, q.names.version); ok {
			return code
		}
	}
	return ""
}

// bind names the columns of the table for the fields of the method; nobody needs to be asked for these.
func (q *question) bind() {
	in, params := q.in(), q.body.Parameters
	in.Periods = nil
	if table, ok := q.m.Cube(); ok && table.Role == method.Years {
		in.Periods = slices.DeleteFunc(slices.Clone(q.periods), func(p string) bool { return len(p) != len("2014") })
	}
	for _, p := range q.m.Params {
		if p.Kind != method.Field && p.Fits() != method.Place {
			continue
		}
		switch p.Fits() {
		case method.Place:
			params[p.Name] = geoOf(q.set)
		case method.Activity:
			params[p.Name] = q.listed
		case method.Side:
			if delete(params, p.Name); p.Required || params["border"] == "closed" {
				params[p.Name] = "country"
			}
		case method.Figure:
			if period := params[p.Name]; period != "" && !slices.Contains(in.Periods, period) {
				in.Periods = append(in.Periods, period)
			}
		}
	}
}

// entitle proposes a title in every language: the method, the dataset, the period.
func (q *question) entitle() {
	for _, l := range q.languages {
		z := wordsOf(l)
		text := z.T(q.m.About("title")) + ": " + q.set.Title.In(l)
		q.body.Title = q.body.Title.With(l, text)
	}
}

// levels of territories that occur in the dataset, the widest first.
func (q *question) levels() []string {
	if q.names.scheme != "NUTS" {
		return nil
	}
	found := map[string]bool{}
	for _, code := range q.codes[geoOf(q.set)] {
		found[method.LevelOf(q.names.version, code)] = true
	}
	return slices.DeleteFunc([]string{"country", "nuts1", "nuts2", "nuts3"}, func(l string) bool { return !found[l] })
}

// countries that occur in the dataset.
func (q *question) countries() []string {
	var out []string
	for _, code := range q.codes[geoOf(q.set)] {
		if c := code[:min(2, len(code))]; len(code) >= 2 && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return out
}

// units are the territories that the form keeps at present, for parameters that name one.
func (q *question) units() []string {
	in := q.in()
	return slices.DeleteFunc(slices.Clone(q.codes[geoOf(q.set)]), func(code string) bool {
		return in.Level != "" && method.LevelOf(q.names.version, code) != in.Level || strings.HasSuffix(code, "Z") ||
			len(in.Countries) > 0 && !slices.Contains(in.Countries, code[:min(2, len(code))])
	})
}

// fill takes over what the person chose.
func (q *question) fill() error {
	form := q.sent
	get := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	title := record.Text{Source: q.languages[0], Text: map[string]string{}}
	for _, l := range q.languages {
		if s := get("title." + l); s != "" {
			title = title.With(l, s)
		}
	}
	q.body.Title = title
	if q.many == nil {
		q.fillCube(form)
	}
	q.fillParams(form)
	if q.many != nil {
		if err := q.many.fill(); err != nil {
			return err
		}
	} else {
		q.bind()
	}
	if q.isNew {
		q.owner, q.scope = get("owner"), record.Visibility(get("visibility"))
		if may := q.r.MayCreateFor("analysis"); !slices.Contains(may, record.Ref(q.owner)) && len(may) > 0 {
			q.owner = string(may[0])
		}
		if !q.scope.Valid() {
			q.scope = record.PartnersOnly
		}
	}
	return nil
}

// fillCube takes over which part of the dataset is taken.
func (q *question) fillCube(form url.Values) {
	get := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	in := q.in()
	if each := get("each"); q.m.Lists() && slices.ContainsFunc(keyed(q.set), func(d dataset.Dimension) bool { return d.ID == each }) && each != q.listed {
		q.listed, in.Leave, in.Only = each, nil, nil
		q.fillCodes(form)
		in.Leave = map[string][]string{each: method.Parts(q.codes[each])}
	} else {
		q.fillCodes(form)
	}
	in.Level, in.Vintage, in.Absent = get("level"), get("vintage"), get("absent")
	in.Countries = slices.DeleteFunc(slices.Clone(form["country"]), func(c string) bool { return c == "" })
	if len(in.Countries) == len(q.countries()) {
		in.Countries = nil
	}
}

// fillParams takes over the parameters that the form asks.
func (q *question) fillParams(form url.Values) {
	for _, p := range q.m.Params {
		if !q.asked(p) {
			continue
		}
		value := strings.TrimSpace(form.Get("o." + p.Name))
		if p.Kind == method.Number || p.Kind == method.Integer {
			value = decimal(value)
		}
		if p.Kind == method.Flag {
			value = strconv.FormatBool(value != "")
		}
		if delete(q.body.Parameters, p.Name); value != "" && value != p.Default {
			q.body.Parameters[p.Name] = value
		}
	}
}

// fillCodes reads which codes are taken.
func (q *question) fillCodes(form url.Values) {
	in := q.in()
	in.Select = map[string]string{}
	for _, d := range keyed(q.set) {
		if d.ID != q.listed {
			if code := strings.TrimSpace(form.Get("d." + d.ID)); code != "" {
				in.Select[d.ID] = code
			}
			continue
		}
		kept := form["with"]
		if len(q.codes[d.ID]) > mostBoxes {
			leave := strings.FieldsFunc(form.Get("leave"), func(r rune) bool { return r == ',' || r == ' ' || r == ';' })
			in.Leave, in.Only = map[string][]string{d.ID: leave}, nil
			if len(leave) == 0 {
				in.Leave = nil
			}
			continue
		}
		if only := in.Only[d.ID]; only != nil {
			in.Only = map[string][]string{d.ID: slices.DeleteFunc(slices.Clone(q.codes[d.ID]), func(c string) bool { return !slices.Contains(kept, c) })}
			continue
		}
		if leave := slices.DeleteFunc(slices.Clone(q.codes[d.ID]), func(c string) bool { return slices.Contains(kept, c) }); len(leave) > 0 {
			in.Leave = map[string][]string{d.ID: leave}
		} else {
			in.Leave = nil
		}
	}
}

// mostBoxes is how many codes are offered as boxes; of more those left out are written.
const mostBoxes = 60

// filesOnly are parameters that mean something for files alone.
var filesOnly = []string{"threads", "object", "snap", "directed", "boundary-id"}

// asked tells whether the form asks for a parameter.
func (q *question) asked(p method.Param) bool {
	switch {
	case p.Kind.IsSource() || p.Fits() == method.Place || slices.Contains(filesOnly, p.Name):
		return false
	case q.many != nil:
		return p.Kind != method.Field && (p.HelpKey() != "method.param.long-shares" || q.many.slots[0].way == wayFile)
	case p.Kind == method.Field:
		return p.Fits() == method.Figure || p.Fits() == method.Sector && q.listed != ""
	}
	return true
}

// upfront tells whether a parameter is asked at once and not under "more": what has to be said, and what changes the question.
func upfront(p method.Param) bool {
	return p.Required || p.Fits() == method.Figure || slices.Contains([]string{"border", "star", "horizon", "target", "by"}, p.Name)
}

func (q *question) show(status int) error {
	r := q.r
	p := ui.Page{Title: r.T(q.m.About("title")), Lede: r.T(q.m.About("summary")), Scripts: []string{draft.Script}, Over: append(q.overAnalyses(), ui.Link{Text: r.T(q.m.About("title")), Href: q.methodHref(q.m.ID)})}
	if !q.isNew {
		p.Title = r.T("ask.title-edit", fault.A{"title": q.rec.Name(string(r.Lang))})
		p.Over = append(q.overAnalyses(), ui.Link{Text: q.rec.Name(string(r.Lang)), Href: r.To(q.rec.Ref), Example: q.rec.Invented})
	}
	if q.many != nil {
		return r.PageStatus(status, p, manyForm(q.many))
	}
	if q.set == nil {
		return r.PageStatus(status, p, chooseDataset(q))
	}
	return r.PageStatus(status, p, questionForm(q))
}
