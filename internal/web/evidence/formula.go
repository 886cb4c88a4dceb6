// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/draft"
	"github.com/sumanus/sumanus/internal/web/edit"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
	"github.com/sumanus/sumanus/statistics"
)

// reckoning is the form of an indicator: its formula, what the names in it stand for, how its values are shown.
type reckoning struct {
	*shelf
	sheet     *draft.Sheet
	rec       record.Record
	from      record.Draft // the state the form was made from
	sent      url.Values   // what was typed; nil before anything was
	body      *evidence.Indicator
	reader    *dataset.Reader
	known     map[record.Ref]map[string][]string // codes by dataset and dimension
	languages []string
	told      told
	query     string
	found     []record.Record
	tried     bool
	regions   []record.Ref
	points    [][]evidence.Point
	isNew     bool
	owner     string
	scope     record.Visibility
}

// functions that a formula may use, as one writes them; each has a line of explanation.
var functions = []struct{ name, sign string }{{"+", "a + b, a - b"}, {"*", "a * b, a / b"}, {"^", "a ^ b"}, {"min", "min(a, b)"}, {"max", "max(a, b)"}, {"abs", "abs(a)"},
	{"sum", "sum(a, b, c)"}, {"mean", "mean(a, b, c)"}, {"log", "log(a)"}}

// formOfFormula is the form of an indicator's formula, the last part of its address.
const formOfFormula = "formula"

// openReckoning fills the form with the state that it was made from; rec is zero for a new indicator.
func openReckoning(sheet *draft.Sheet, tx *record.ReadTx, rec record.Record) (*reckoning, error) {
	r := sheet.R
	s, err := stock(r, tx, "dataset", "region", "organisation", "indicator")
	if err != nil {
		return nil, err
	}
	k := &reckoning{shelf: s, sheet: sheet, rec: rec, scope: record.Public, isNew: rec.Body == nil, reader: dataset.NewReader(tx), known: map[record.Ref]map[string][]string{}}
	k.reader.Know(s.all["dataset"]...)
	source := string(r.Lang)
	from := rec
	if !k.isNew {
		if from, err = sheet.From(tx, rec); err != nil {
			return nil, err
		}
		k.from = from.Draft()
	}
	if body, ok := from.Body.(*evidence.Indicator); ok {
		copied := *body
		copied.Inputs = slices.Clone(body.Inputs)
		k.body, source = &copied, body.Title.Source
	} else {
		k.body = &evidence.Indicator{Title: record.Text{Source: source, Text: map[string]string{}}, Unit: record.Text{Source: source, Text: map[string]string{}}}
	}
	for _, g := range s.regions() {
		if s.signs[g.Ref] != 0 {
			k.regions = append(k.regions, g.Ref)
		}
	}
	k.languages, err = languagesOf(r, source)
	return k, err
}

func newIndicator(r *site.Request) error {
	sheet, kept, err := draft.OpenNew(r, r.Tx, "indicator")
	if err != nil {
		return err
	}
	k, err := openReckoning(sheet, r.Tx, record.Record{})
	if err != nil {
		return err
	}
	if kept != nil {
		return k.resume(kept.Values)
	}
	if ref := record.Ref(r.URL.Query().Get("dataset")); k.dataset(ref) != nil {
		if err := k.add(ref); err != nil {
			return err
		}
		k.body.Formula = k.body.Inputs[0].Name
	}
	return k.show(http.StatusOK)
}

func editFormula(r *site.Request) error {
	sheet, kept, err := draft.Open(r, r.Tx, r.Record, formOfFormula)
	if err != nil {
		return err
	}
	k, err := openReckoning(sheet, r.Tx, r.Record)
	if err != nil {
		return err
	}
	if kept != nil {
		return k.resume(kept.Values)
	}
	return k.resume(nil)
}

// resume shows the form with what was typed before, tried on the numbers of now.
func (k *reckoning) resume(typed url.Values) error {
	if typed != nil {
		k.fill(typed)
	}
	if err := k.learnAll(); err != nil {
		return err
	}
	if err := k.try(); err != nil {
		return err
	}
	return k.show(http.StatusOK)
}

// add takes a dataset among the inputs, with the codes that are most likely meant.
func (k *reckoning) add(ref record.Ref) error {
	body := k.dataset(ref)
	if body == nil {
		return nil
	}
	if err := k.learn(ref); err != nil {
		return err
	}
	in := evidence.Input{Name: k.freeInput(ref), Dataset: ref, Select: map[string]string{}}
	for _, d := range keyed(body) {
		codes := k.codes(ref, d.ID)
		if code := likely(codes, d.Default); code != "" {
			in.Select[d.ID] = code
		}
	}
	k.body.Inputs = append(k.body.Inputs, in)
	return nil
}

// freeInput makes a name of a dataset's address name that a formula may use.
func (k *reckoning) freeInput(ref record.Ref) string {
	base := strings.ReplaceAll(ref.Slug(), "-", "_")
	if !formula.ValidName(base) {
		base = "x"
	}
	for n := 1; ; n++ {
		name := base
		if n > 1 {
			name += strconv.Itoa(n)
		}
		if !slices.ContainsFunc(k.body.Inputs, func(in evidence.Input) bool { return in.Name == name }) {
			return name
		}
	}
}

// keyed are the dimensions whose codes choose a series: neither time nor place.
func keyed(d *dataset.Dataset) []dataset.Dimension {
	return slices.DeleteFunc(slices.Clone(d.Dimensions), func(x dataset.Dimension) bool {
		return x.Role == statistics.RoleTime || x.Role == statistics.RoleGeo
	})
}

// codes of a dimension in the newest vintage of a dataset; learn has read them.
func (k *reckoning) codes(ref record.Ref, dimension string) []string { return k.known[ref][dimension] }

// learn reads the codes of a dataset once.
func (k *reckoning) learn(ref record.Ref) error {
	if _, ok := k.known[ref]; ok || k.dataset(ref) == nil {
		return nil
	}
	codes, err := k.reader.Codes(k.r.Context(), ref, "")
	k.known[ref] = codes
	return err
}

// learnAll reads the codes of all inputs.
func (k *reckoning) learnAll() error {
	for _, in := range k.body.Inputs {
		if err := k.learn(in.Dataset); err != nil {
			return err
		}
	}
	return nil
}

// mostFormInputs bounds a form; what an indicator may have is far below.
const mostFormInputs = 40

// fill takes over what the person typed; what the form does not send stays as it was.
func (k *reckoning) fill(sent url.Values) {
	k.sent = sent
	get := func(name string) string { return strings.TrimSpace(sent.Get(name)) }
	b := k.body
	for name, into := range map[string]*string{"formula": &b.Formula, "better": &b.Better, "aggregate": &b.Aggregate} {
		if sent.Has(name) {
			*into = get(name)
		}
	}
	if sent.Has("decimals") {
		b.Decimals = number(sent, "decimals")
	}
	if slices.Contains(sent[form.Has], "percent") {
		b.Percent = get("percent") != ""
	}
	if sent.Has("i.count") {
		b.Inputs = k.readInputs(sent)
	}
	if !k.isNew {
		return
	}
	b.Title, b.Unit = k.textOf(sent, "title"), k.textOf(sent, "unit")
	k.owner, k.scope = get("owner"), record.Visibility(get("visibility"))
	if may := k.r.MayCreateFor("indicator"); !slices.Contains(may, record.Ref(k.owner)) && len(may) > 0 {
		k.owner = string(may[0])
	}
	if !k.scope.Valid() {
		k.scope = record.PartnersOnly
	}
}

// readInputs takes the inputs from a form.
func (k *reckoning) readInputs(sent url.Values) []evidence.Input {
	var out []evidence.Input
	for i := range min(number(sent, "i.count"), mostFormInputs) {
		at := "i." + strconv.Itoa(i) + "."
		get := func(name string) string { return strings.TrimSpace(sent.Get(at + name)) }
		in := evidence.Input{Name: get("name"), Dataset: record.Ref(get("dataset"))}
		if body := k.dataset(in.Dataset); body != nil {
			for _, d := range keyed(body) {
				if code := get("d." + d.ID); code != "" {
					if in.Select == nil {
						in.Select = map[string]string{}
					}
					in.Select[d.ID] = code
				}
			}
		}
		out = append(out, in)
	}
	return out
}

// textOf reads a text in all languages; nothing at all is the zero text.
func (k *reckoning) textOf(sent url.Values, name string) record.Text {
	t := record.Text{Source: k.languages[0], Text: map[string]string{}}
	for _, l := range k.languages {
		if s := strings.TrimSpace(sent.Get(name + "." + l)); s != "" {
			t = t.With(l, s)
		}
	}
	if len(t.Text) == 0 {
		return record.Text{}
	}
	return t
}

// try checks the indicator and computes it for the regions of the partnership.
func (k *reckoning) try() error {
	c := record.NewCheck(k.languages)
	k.body.Validate(c)
	if err := c.Err(); err != nil {
		k.told = tell(k.r.Words, err, k.field)
	}
	if k.told.of("formula")+k.told.of("inputs") != "" || len(k.body.Inputs) == 0 || k.body.Formula == "" {
		return nil
	}
	j := k.judge()
	for _, ref := range k.regions {
		points, err := j.TrySeries(k.r.Context(), k.body, ref)
		if err != nil {
			if code := fault.CodeOf(err); code == fault.Internal || code == fault.Unavailable {
				return err
			}
			k.told.add(k.r.Words, err, k.field)
			k.points = nil
			return nil
		}
		k.points = append(k.points, points)
	}
	k.tried = true
	return nil
}

func (k *reckoning) field(f *fault.Fault) string {
	parts := strings.Split(f.Place.Field, ".")
	switch parts[0] {
	case "inputs":
		if len(parts) > 2 {
			return "i." + strings.Join(parts[1:], ".")
		}
		return "formula"
	case "title", "unit":
		return parts[0] + "-" + k.languages[0]
	}
	return parts[0]
}

// find searches the datasets for an input.
func (k *reckoning) find() {
	k.query = strings.TrimSpace(k.r.PostFormValue("q"))
	words := strings.Fields(k.r.Words.Fold(k.query))
	for _, rec := range k.sorted("dataset") {
		text := k.r.Words.Fold(k.name(rec.Ref) + " " + table(k.dataset(rec.Ref)) + " " + rec.Ref.Slug())
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			k.found = append(k.found, rec)
		}
	}
}

// postFormula takes the form: try, find an input, add or drop one, save.
func postFormula(r *site.Request) error {
	var k *reckoning
	do := r.PostFormValue("do")
	sent := draft.Typed(r)
	edit.Chose(sent, formulaControls)
	err := r.Read(func(tx *record.ReadTx) error {
		sheet, rec, err := sentOver(r, tx)
		if err != nil {
			return err
		}
		if k, err = openReckoning(sheet, tx, rec); err != nil {
			return err
		}
		k.fill(sent)
		if err := k.learnAll(); err != nil {
			return err
		}
		if ref, ok := strings.CutPrefix(do, "add "); ok {
			return k.add(record.Ref(ref))
		}
		if place, ok := strings.CutPrefix(do, "drop-"); ok {
			if i, err := strconv.Atoi(place); err == nil && i >= 0 && i < len(k.body.Inputs) {
				k.body.Inputs = slices.Delete(k.body.Inputs, i, i+1)
			}
			return nil
		}
		if do == "find" {
			k.find()
			return nil
		}
		return k.try()
	})
	switch {
	case err != nil:
		return err
	case !k.sheet.Saving():
		return k.show(http.StatusOK)
	case k.told.any():
		return k.show(http.StatusUnprocessableEntity)
	}
	return k.save()
}

// show shows the form. A check is told the faults, and the numbers as they would be.
func (k *reckoning) show(status int) error {
	if k.sheet.Checking() {
		return k.answer()
	}
	r := k.r
	p := ui.Page{Title: r.T("ev.new-indicator"), Lede: r.T("ev.formula-lede"), Scripts: []string{draft.Script, draft.CheckScript}}
	p.Over = []ui.Link{{Text: r.T("site.area-evidence"), Href: r.Href("/evidence")}, {Text: r.T("ev.indicators"), Href: r.Href("/evidence/indicators")}}
	if !k.isNew {
		p.Title = r.T("ev.edit-formula-of", fault.A{"title": k.rec.Name(string(r.Lang))})
		p.Over = append(p.Over, ui.Link{Text: k.rec.Name(string(r.Lang)), Href: r.To(k.rec.Ref), Example: k.rec.Invented})
	}
	return r.PageStatus(status, p, formulaPage(k))
}

// answer tells a check what saving would say: the faults, and the numbers as they would be.
func (k *reckoning) answer() error {
	var tried templ.Component = templ.NopComponent
	if k.tried {
		tried = triedNumbers(k)
	}
	return k.sheet.Answer(draft.Told{Faults: k.told.order, Live: []draft.LivePart{{Name: "tried", Body: tried}}})
}

// texts is a text of a new indicator in all languages.
func (k *reckoning) texts(name string, t record.Text, required bool) ui.LangFields {
	l := ui.LangFields{Field: ui.Field{Name: name, Label: k.r.T("ev.indicator-" + name), Required: required}, Rows: 1}
	for i, lang := range k.languages {
		x := ui.LangText{Lang: i18n.Lang(lang), Name: i18n.Lang(lang).Name(), Value: t.Text[lang], State: ui.Translation(t.State(lang)), Error: k.told.of(name + "-" + lang)}
		if i == 0 {
			x.State = ui.Source
		}
		l.Texts = append(l.Texts, x)
	}
	return l
}

func (k *reckoning) control(name, label, value string) ui.Field {
	return ui.Field{Name: name, Label: label, Value: value, Error: k.told.of(name)}
}

func (k *reckoning) codeOptions(in evidence.Input, d dataset.Dimension) []ui.Option {
	codes := k.codes(in.Dataset, d.ID)
	var out []ui.Option
	if !slices.Contains(codes, in.Select[d.ID]) {
		out = append(out, ui.Option{Value: in.Select[d.ID], Label: in.Select[d.ID], Chosen: true})
	}
	for _, c := range codes {
		out = append(out, ui.Option{Value: c, Label: c, Chosen: in.Select[d.ID] == c})
	}
	return out
}

func (k *reckoning) words(key string, words []string, chosen string) []ui.Option {
	var out []ui.Option
	for _, w := range words {
		out = append(out, ui.Option{Value: w, Label: k.r.T(key, fault.A{"word": w}), Chosen: w == chosen})
	}
	return out
}

func (k *reckoning) owners() []ui.Option {
	var out []ui.Option
	for _, ref := range k.r.MayCreateFor("indicator") {
		out = append(out, ui.Option{Value: string(ref), Label: k.name(ref), Chosen: string(ref) == k.owner})
	}
	return out
}

func (k *reckoning) scopes() []ui.Option {
	var out []ui.Option
	for _, s := range []record.Visibility{record.Public, record.PartnersOnly, record.Private} {
		out = append(out, ui.Option{Value: string(s), Label: k.r.T("ev.visible", fault.A{"visibility": string(s)}), Chosen: s == k.scope})
	}
	return out
}

// names lists the inputs, for help beside the formula.
func (k *reckoning) names() string {
	var out []string
	for _, in := range k.body.Inputs {
		out = append(out, in.Name)
	}
	return strings.Join(out, ", ")
}

func (k *reckoning) dimensionTitle(d dataset.Dimension) string {
	if d.Title.IsZero() {
		return d.ID
	}
	return k.r.Text(d.Title)
}

// back is where cancelling leads.
func (k *reckoning) back() string {
	if k.isNew {
		return k.r.Href("/evidence/indicators")
	}
	return k.r.To(k.rec.Ref)
}

// formulaHelp says which names the formula knows, or where they come from while there are none.
func formulaHelp(r *site.Request, key, known string) string {
	if known == "" {
		return r.T("ev.formula-names-none")
	}
	return r.T(key, fault.A{"known": known})
}
