// SPDX-License-Identifier: EUPL-1.2

package strategyarea

import (
	"net/http"
	"net/url"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// moments is the page of named moments.
type moments struct {
	r            *site.Request
	all          []record.Baseline // newest first
	may          bool
	typed, wrong string
}

func baselines(r *site.Request) error { return answerBaselines(r, http.StatusOK, "", "") }

func answerBaselines(r *site.Request, status int, typed, wrong string) error {
	all, err := r.Tx.Baselines(r.Context())
	if err != nil {
		return err
	}
	m := &moments{r: r, may: r.MayHouse(record.Publish), typed: typed, wrong: wrong}
	for i := len(all) - 1; i >= 0; i-- {
		m.all = append(m.all, all[i])
	}
	p := ui.Page{Title: r.T("strategy.baselines"), Lede: r.T("strategy.baselines-lede"), Over: []ui.Link{{Text: r.T("site.area-strategy"), Href: r.Href("/strategy")}}}
	return r.PageStatus(status, p, baselinesBody(m))
}

// nameMoment gives the present moment a name.
func nameMoment(r *site.Request) error {
	name := r.PostFormValue("name")
	err := r.Write(func(tx *record.Tx) error {
		_, err := tx.SetBaseline(r.Context(), name)
		return err
	})
	if code := fault.CodeOf(err); err != nil && (code == fault.Invalid || code == fault.Conflict) {
		return r.Read(func(tx *record.ReadTx) error {
			r.Tx = tx
			defer func() { r.Tx = nil }()
			return answerBaselines(r, site.StatusOf(err), name, r.Words.Error(err))
		})
	}
	if err != nil {
		return err
	}
	r.Say(0, "strategy.moment-named", fault.A{"name": name})
	return r.GoTo("/strategy/baselines")
}

// decision is the form that names the present moment.
func (m *moments) decision() ui.Decision {
	return ui.Decision{ID: "name", Question: m.r.T("strategy.name-question"), Text: m.r.T("strategy.name-text"), Post: m.r.Href("/strategy/baselines"),
		Main: ui.Action{Text: m.r.T("strategy.name-do")}}
}

func (m *moments) field() ui.Field {
	return ui.Field{Name: "name", Label: m.r.T("strategy.name"), Help: m.r.T("strategy.name-help"), Value: m.typed, Error: m.wrong, Required: true, Max: record.MaxSlug}
}

// table lists the moments with the ways to look at them.
func (m *moments) table() ui.Table {
	r := m.r
	t := ui.Table{Caption: r.T("strategy.baselines"), CaptionHidden: true, Columns: []ui.Column{{Text: r.T("strategy.name")}, {Text: r.T("strategy.moment")}, {Text: r.T("strategy.look")}}}
	for _, b := range m.all {
		q := url.QueryEscape(b.Name)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: b.Name}, {Text: r.Words.DateTime(b.At.UTC()), Note: r.T("strategy.utc")},
			{Content: ui.Buttons(ui.Action{Text: r.T("strategy.look-then"), Href: r.Href("/strategy?at=" + q), Small: true}, ui.Action{Text: r.T("strategy.look-difference"), Href: r.Href("/strategy/difference?from=" + q), Small: true})}}})
	}
	return t
}
