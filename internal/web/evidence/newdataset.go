// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
	"github.com/sumanus/sumanus/statistics"
)

// describeView is the form of a dataset that is made from a file.
type describeView struct {
	*shelf
	file      staged
	sketch    dataset.Sketch
	body      *dataset.Dataset
	languages []string
	owner     string
	scope     record.Visibility
	told      told
}

func (v *describeView) page(title, lede string) ui.Page {
	r := v.r
	return ui.Page{Title: title, Lede: lede, Over: []ui.Link{{Text: r.T("site.area-evidence"), Href: r.Href("/evidence")}, {Text: r.T("ev.datasets"), Href: r.Href("/evidence/datasets")}}}
}

// newDataset asks for the file that a dataset is made from.
func (a *area) newDataset(r *site.Request) error {
	v := &describeView{shelf: &shelf{r: r}}
	return r.Page(v.page(r.T("ev.begin-dataset"), r.T("ev.new-dataset-lede")), newDatasetForm(v))
}

// takeForNew keeps the file and reads what it says of itself.
func (a *area) takeForNew(r *site.Request) error {
	f, err := a.receive(r, "")
	if err == nil {
		if _, err = a.sketch(r.Context(), f); err == nil {
			return r.GoTo("/evidence/new-dataset/" + f.ID)
		}
		a.stage.drop(r.Context(), f)
	}
	status := site.StatusOf(err)
	if fault.Is(err, "ev.too-large") {
		status = http.StatusRequestEntityTooLarge
	} else if status != http.StatusUnprocessableEntity {
		return err
	}
	v := &describeView{shelf: &shelf{r: r}}
	v.told = tell(r.Words, err, func(*fault.Fault) string { return "file" })
	return r.PageStatus(status, v.page(r.T("ev.begin-dataset"), r.T("ev.new-dataset-lede")), newDatasetForm(v))
}

// openDescribe fills the form with what the file says.
func (a *area) openDescribe(r *site.Request, tx *record.ReadTx) (*describeView, error) {
	v := &describeView{scope: record.Public}
	f, err := a.stage.find(r.Context(), r.PathValue("id"), r.Visitor.Actor.ActorID(), "")
	if err != nil {
		return nil, err
	}
	v.file = f.staged
	if v.shelf, err = stock(r, tx, "organisation"); err != nil {
		return nil, err
	}
	if v.sketch, err = a.sketch(r.Context(), v.file); err != nil {
		return nil, err
	}
	if v.languages, err = languagesOf(r, string(r.Lang)); err != nil {
		return nil, err
	}
	h := v.sketch.Header
	v.body = &dataset.Dataset{Title: record.NewText(string(r.Lang), map[string]string{string(r.Lang): h.Title}), Publisher: h.Source, Scheme: v.sketch.Scheme, Dimensions: v.sketch.Dimensions}
	if h.Title == "" {
		v.body.Title = record.Text{Source: string(r.Lang), Text: map[string]string{}}
	}
	if h.Source != "" {
		v.body.Attribution = "Source: " + h.Source
	}
	return v, nil
}

func (a *area) describe(r *site.Request) error {
	v, err := a.openDescribe(r, r.Tx)
	if err != nil {
		return err
	}
	return r.Page(v.page(r.T("ev.describe-title"), r.T("ev.describe-lede", fault.A{"file": v.file.Name})), describeForm(v))
}

// createDataset makes the dataset and leads to what the file brings to it.
func (a *area) createDataset(r *site.Request) error {
	var v *describeView
	if err := r.Read(func(tx *record.ReadTx) (err error) {
		v, err = a.openDescribe(r, tx)
		return err
	}); err != nil {
		return err
	}
	if r.PostFormValue("do") == "cancel" {
		a.stage.drop(r.Context(), v.file)
		r.Say(0, "ev.did-cancel")
		return r.GoTo("/evidence/datasets")
	}
	v.fill()
	var ref record.Ref
	err := r.Write(func(tx *record.Tx) error {
		slug, err := freeSlug(r, &tx.ReadTx, "dataset", v.body.Title.Text[string(r.Lang)])
		if err != nil {
			return err
		}
		ref = record.NewRef("dataset", slug)
		body := *v.body
		_, err = tx.Create(r.Context(), record.Draft{Ref: ref, Owner: record.Ref(v.owner), Visibility: v.scope, Body: &body})
		return err
	})
	if err != nil {
		if site.StatusOf(err) != http.StatusUnprocessableEntity {
			return err
		}
		v.told = tell(r.Words, err, v.field)
		return r.PageStatus(http.StatusUnprocessableEntity, v.page(r.T("ev.describe-title"), r.T("ev.describe-lede", fault.A{"file": v.file.Name})), describeForm(v))
	}
	f := v.file
	f.Dataset = ref
	if err := a.look(r, &f); err != nil && !mendable(err) {
		if code := fault.CodeOf(err); code != fault.Invalid {
			return err
		}
	}
	if err := a.stage.save(r.Context(), f); err != nil {
		return err
	}
	r.Say(0, "ev.did-create-dataset")
	return r.GoTo(r.Place(ref) + "/upload/" + f.ID)
}

// fill takes over what the person typed. The ids of the dimensions are the file's own.
func (v *describeView) fill() {
	get := func(name string) string { return strings.TrimSpace(v.r.PostFormValue(name)) }
	source := string(v.r.Lang)
	title := record.Text{Source: source, Text: map[string]string{}}
	for _, l := range v.languages {
		if s := get("title." + l); s != "" {
			title = title.With(l, s)
		}
	}
	b := v.body
	b.Title, b.Publisher, b.Code, b.URL, b.Licence, b.Attribution, b.Scheme = title, get("publisher"), get("code"), get("url"), get("licence"), get("attribution"), get("scheme")
	for i := range b.Dimensions {
		d := &b.Dimensions[i]
		if d.Role == statistics.RoleTime {
			continue
		}
		at := "d." + strconv.Itoa(i) + "."
		if role := statistics.Role(get(at + "role")); role == statistics.RoleGeo || role == statistics.RoleOther || role == statistics.RoleMetric {
			d.Role = role
		}
		d.Default = get(at + "default")
		if name := get(at + "title"); name != "" {
			d.Title = record.NewText(source, map[string]string{source: name})
		}
	}
	if !slices.ContainsFunc(b.Dimensions, func(d dataset.Dimension) bool { return d.Role == statistics.RoleGeo }) {
		b.Scheme = ""
	}
	v.owner, v.scope = get("owner"), record.Visibility(get("visibility"))
	if may := v.r.MayCreateFor("dataset"); !slices.Contains(may, record.Ref(v.owner)) && len(may) > 0 {
		v.owner = string(may[0])
	}
	if !v.scope.Valid() {
		v.scope = record.PartnersOnly
	}
}

func (v *describeView) field(f *fault.Fault) string {
	parts := strings.Split(f.Place.Field, ".")
	switch {
	case parts[0] == "dimensions" && len(parts) > 2:
		return "d." + parts[1] + "." + parts[2]
	case parts[0] == "title":
		return "title-" + string(v.r.Lang)
	}
	return parts[0]
}

func (v *describeView) control(name, value string, required bool) ui.Field {
	return ui.Field{Name: name, Label: v.r.T("ev.about-" + name), Value: value, Required: required, Error: v.told.of(name)}
}

func (v *describeView) titles() ui.LangFields {
	l := ui.LangFields{Field: ui.Field{Name: "title", Label: v.r.T("ev.about-title"), Required: true}, Rows: 1}
	for _, lang := range v.languages {
		t := ui.LangText{Lang: i18n.Lang(lang), Name: i18n.Lang(lang).Name(), Value: v.body.Title.Text[lang], State: ui.Translation(v.body.Title.State(lang)), Error: v.told.of("title-" + lang)}
		if lang == string(v.r.Lang) {
			t.State = ui.Source
		}
		l.Texts = append(l.Texts, t)
	}
	return l
}

func (v *describeView) schemes() []ui.Option {
	out := []ui.Option{{Label: v.r.T("ev.no-scheme")}}
	for _, s := range dataset.Schemes {
		out = append(out, ui.Option{Value: s, Label: s, Chosen: v.body.Scheme == s})
	}
	return out
}

func (v *describeView) roles(d dataset.Dimension) []ui.Option {
	var out []ui.Option
	for _, role := range []statistics.Role{statistics.RoleOther, statistics.RoleGeo, statistics.RoleMetric} {
		out = append(out, ui.Option{Value: string(role), Label: v.r.T("ev.role", fault.A{"role": string(role)}), Chosen: d.Role == role})
	}
	return out
}

// defaults are the codes that may be assumed where a later file lacks the dimension.
func (v *describeView) defaults(d dataset.Dimension) []ui.Option {
	out := []ui.Option{{Label: v.r.T("ev.no-default")}}
	for _, code := range v.sketch.Codes[d.ID] {
		out = append(out, ui.Option{Value: code, Label: code, Chosen: d.Default == code})
	}
	return out
}

func (v *describeView) owners() []ui.Option {
	var out []ui.Option
	for _, ref := range v.r.MayCreateFor("dataset") {
		out = append(out, ui.Option{Value: string(ref), Label: v.name(ref), Chosen: string(ref) == v.owner})
	}
	return out
}

func (v *describeView) scopes() []ui.Option {
	var out []ui.Option
	for _, s := range []record.Visibility{record.Public, record.PartnersOnly, record.Private} {
		out = append(out, ui.Option{Value: string(s), Label: v.r.T("ev.visible", fault.A{"visibility": string(s)}), Chosen: s == v.scope})
	}
	return out
}
