// SPDX-License-Identifier: EUPL-1.2

package actionplan

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/plan"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/thread"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// one is the page of an action.
type one struct {
	*plan.View
	rec     record.Record
	a       *strategy.Action
	grounds []plan.Ground
	// typed is what was typed into the form of the state, and wrong why it was refused.
	typed, wrong string
}

func showAction(r *site.Request) error { return answer(r, http.StatusOK, "", nil) }

// answer shows the page of the action; after a refusal with what was typed and why it was refused.
func answer(r *site.Request, status int, typed string, refused error) error {
	v, err := plan.Read(r)
	if err != nil {
		return err
	}
	rec, ok := v.Record(r.Record.Ref)
	if !ok {
		return v.NotThen(r.Record)
	}
	x := &one{View: v, rec: rec, a: rec.Body.(*strategy.Action), grounds: v.Grounds(rec.Ref), typed: typed}
	strip, err := thread.Of(r, rec, v.Standings)
	if err != nil {
		return err
	}
	title, lang := v.Title(rec)
	summary, _ := v.Words(x.a.Summary, "")
	p := ui.Page{Title: title, Heading: plan.Heading(title, lang), Lede: summary, Thread: strip, Example: rec.Invented, Above: ui.Traffic(x.State(x.a)), Below: x.buttons(), Over: x.over()}
	if refused != nil {
		if typed != "" && fault.CodeOf(refused) == fault.Invalid {
			x.wrong = r.Words.Error(refused)
		} else {
			p.Messages = []ui.Message{{Kind: ui.Warning, Text: r.Words.Error(refused)}}
		}
	}
	return r.PageStatus(status, p, actionBody(x))
}

// over says what and whose it is.
func (x *one) over() []ui.Link {
	r := x.R
	out := []ui.Link{{Text: r.T("site.area-actionplan"), Href: x.Keep(r.Href("/actionplan"))}}
	if p := x.PlanOf(x.a.Measure); p != nil {
		out = append(out, x.Link(p.Record))
	}
	out = append(out, ui.Link{Text: plan.Capital(check.KindWord(r.Words, "action")), Example: x.rec.Invented})
	return append(out, x.OwnersAndMoment(x.rec)...)
}

func (x *one) buttons() templ.Component {
	return x.Tools(x.rec)
}

// facts are what is known of the action; what is not is said in words.
func (x *one) facts() []ui.Term {
	r, a := x.R, x.a
	unknown := r.T("doc.unknown")
	responsible := ui.Term{Term: r.T("actionplan.responsible"), Missing: r.T("actionplan.nobody")}
	if rec, ok := x.Record(a.Responsible); ok {
		title, _ := x.Title(rec)
		responsible.Text, responsible.Missing = title, ""
	}
	budget := ui.Term{Term: r.T("actionplan.budget"), Missing: unknown}
	if a.Budget != nil {
		budget.Text, budget.Missing = x.Budget(a), ""
	}
	when := ui.Term{Term: r.T("actionplan.when"), Text: x.Span(a.Start, a.End)}
	if a.Start == "" && a.End == "" {
		when.Text, when.Missing = "", r.T("plan.no-dates")
	}
	out := []ui.Term{responsible}
	if links := x.Links(a.Partners); len(links) > 0 {
		out = append(out, ui.Term{Term: r.T("actionplan.partners"), Text: plan.Names(r, links)})
	}
	out = append(out, when, budget)
	if links := x.Links(a.Places); len(links) > 0 {
		out = append(out, ui.Term{Term: r.T("actionplan.places"), Content: plan.List(links)})
	}
	if m := x.Tree.Node(a.Measure); m != nil {
		out = append(out, ui.Term{Term: r.T("actionplan.measure"), Content: plan.List([]ui.Link{x.Link(m.Record)})})
		if y := x.Tree.Node(m.Record.Body.(*strategy.Measure).Priority); y != nil {
			priorities := append([]ui.Link{x.Link(y.Record)}, x.Links(m.Record.Body.(*strategy.Measure).Also)...)
			out = append(out, ui.Term{Term: r.T("actionplan.priorities"), Content: plan.List(priorities)})
		}
	}
	return out
}

// targets are those of the measure and of its priority: what the action is measured by.
func (x *one) targets() []*strategy.Node {
	m := x.Tree.Node(x.a.Measure)
	if m == nil {
		return nil
	}
	out := m.Targets
	if y := x.Tree.Node(m.Record.Body.(*strategy.Measure).Priority); y != nil {
		out = append(out[:len(out):len(out)], y.Targets...)
	}
	return out
}
