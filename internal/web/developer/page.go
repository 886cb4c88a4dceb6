// SPDX-License-Identifier: EUPL-1.2

package developer

import (
	"strconv"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/api"
	"github.com/sumanus/sumanus/internal/api/example"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Area gives the page.
func Area() site.Area {
	return site.Area{Key: "api", Routes: []site.Route{site.Get("/api", site.ForEveryone(), show)}}
}

// view is what the page shows.
type view struct {
	r      *site.Request
	server string // where programs send their requests: https://plan.example.org
	groups []api.Group
}

func show(r *site.Request) error {
	v := &view{r: r, server: server(r), groups: api.Contents(r.Site.Store.Kinds())}
	return r.Page(ui.Page{Title: r.T("api.page.title"), Lede: r.T("api.page.lede"), Below: ui.Buttons(v.descriptions()...)}, page(v))
}

// server is the address the reader sees the house at.
func server(r *site.Request) string {
	scheme := "http://"
	if r.Site.Secure || r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host
}

// descriptions are the two forms of the description for programs.
func (v *view) descriptions() []ui.Action {
	at := func(ext string) string { return "/api/openapi" + ext + "?lang=" + string(v.r.Lang) }
	return []ui.Action{{Text: v.r.T("api.page.openapi", fault.A{"form": "JSON"}), Href: at(".json")}, {Text: v.r.T("api.page.openapi", fault.A{"form": "YAML"}), Href: at(".yaml")}}
}

// steps lead from nothing to the first answer.
func (v *view) steps() []ui.Step {
	r := v.r
	var first templ.Component
	if me, found := exampleOf("me"); found {
		first = v.command(me, "first")
	}
	return []ui.Step{
		{Title: r.T("api.page.step-key"), Text: r.T("api.page.step-key-text"),
			Do: []ui.Action{{Text: r.T("api.page.step-key-do"), Href: r.Href("/account") + "#tokens"}}},
		{Title: r.T("api.page.step-keep"), Text: r.T("api.page.step-keep-text"),
			Content: ui.Command(r.Words, ui.Typed{ID: "type-token", Text: "export TOKEN='" + r.T("api.page.your-key") + "'"})},
		{Title: r.T("api.page.step-try"), Text: r.T("api.page.step-try-text"), Content: first},
	}
}

// exampleOf finds an example by its name.
func exampleOf(id string) (example.Example, bool) {
	for _, e := range example.All() {
		if e.ID == id {
			return e, true
		}
	}
	return example.Example{}, false
}

// rules are what holds for every operation.
func (v *view) rules() []ui.Term {
	r := v.r
	token, visitor := api.Usual()
	rates := fault.A{"token": int(token.PerSecond), "visitor": int(visitor.PerSecond)}
	return []ui.Term{
		{Term: r.T("api.page.rule-address"), Content: ui.Literal(v.server + "/api/v1")},
		{Term: r.T("api.page.rule-rights"), Text: r.T("api.page.rule-rights-text")},
		{Term: r.T("api.page.rule-change"), Text: r.T("api.page.rule-change-text")},
		{Term: r.T("api.page.rule-faults"), Text: r.T("api.page.rule-faults-text")},
		{Term: r.T("api.page.rule-time"), Text: r.T("api.page.rule-time-text")},
		{Term: r.T("api.page.rule-feed"), Text: r.T("api.page.rule-feed-text"), Href: "/api/v1/changes.atom?lang=" + string(r.Lang)},
		{Term: r.T("api.page.rule-rates"), Text: r.T("api.page.rule-rates-text", rates)},
	}
}

// chapter is a part of the examples.
type chapter struct {
	id, title string
	of        []example.Example
}

// chapters part the examples into those that only look, those that change, and those that bring or compare data. The order within is
// that of the list: later ones go on from what earlier ones did.
func (v *view) chapters() []chapter {
	read := chapter{id: "look", title: "api.page.examples-look"}
	change := chapter{id: "change", title: "api.page.examples-change"}
	data := chapter{id: "data", title: "api.page.examples-data"}
	changing := false
	for _, e := range example.All() {
		switch {
		case e.Operation == "import-dataset" || e.Operation == "differences" || e.Operation == "observations-dataset":
			data.of = append(data.of, e)
		case e.SignedIn && e.ID != "me":
			changing = true
			change.of = append(change.of, e)
		case !changing:
			read.of = append(read.of, e)
		default:
			change.of = append(change.of, e)
		}
	}
	return []chapter{read, change, data}
}

func (v *view) command(e example.Example, id string) templ.Component {
	return ui.Command(v.r.Words, ui.Typed{ID: "type-" + id, Text: e.Curl(v.server)})
}

// status says what an example is answered with.
func (v *view) status(e example.Example) string {
	return v.r.T("api.page.answer", fault.A{"code": strconv.Itoa(e.Status), "words": v.r.T("api.status." + strconv.Itoa(e.Status))})
}

// table lists the operations of a group.
func (v *view) table(g api.Group) ui.Table {
	r := v.r
	t := ui.Table{Caption: r.T(g.TitleKey()), CaptionHidden: true, Columns: []ui.Column{{Text: r.T("api.page.col-what")}, {Text: r.T("api.page.col-address")}, {Text: r.T("api.page.col-who")}}}
	for _, e := range g.Entries {
		who := r.T("api.page.anybody")
		if e.Token {
			who = r.T("api.page.with-key")
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: r.T(e.TitleKey())}, {Content: ui.Literal(e.Method + " " + e.Path)}, {Text: who}}})
	}
	return t
}
