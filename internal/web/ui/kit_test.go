// SPDX-License-Identifier: EUPL-1.2

package ui_test

import (
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// render gives the markup of a component.
func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func page(l i18n.Lang) ui.Page {
	holds, untrue := doc.Holds, doc.Untrue
	return ui.Page{
		Words: i18n.For(l), Title: "Bendrų paslaugų <prieinamumas>", Partnership: "Kuržemė ir Klaipėdos regionas", Home: "/" + string(l),
		Over: []ui.Link{{Text: "Evidence", Href: "/en/evidence"}, {Text: "revision 4"}}, Lede: "What this page is about.",
		Menu:      []ui.Link{{Text: "Overview", Href: "/" + string(l)}, {Text: "Evidence", Href: "/" + string(l) + "/evidence", Current: true}},
		Waiting:   3,
		Languages: []ui.Language{{Lang: "lt", Href: "/lt", Current: l == "lt"}, {Lang: "lv", Href: "/lv", Current: l == "lv"}, {Lang: "en", Href: "/en", Current: l == "en"}, {Lang: "sv"}},
		Search:    `a"b`, SearchHref: "/" + string(l) + "/search", SchemeHref: "/scheme",
		Who:      &ui.Who{Name: "Rasa J.", Role: "planner", AccountHref: "/account", SignOutHref: "/sign-out", Admin: []ui.Link{{Text: "People", Href: "/people"}}},
		Messages: []ui.Message{{Kind: ui.Done, Text: "Saved.", Undo: &ui.Undo{Href: "/undo", Fields: map[string]string{"id": "7"}}}, {Kind: ui.Error, Text: "Not saved."}},
		Thread: &ui.Thread{Why: []ui.ThreadItem{{Text: "Population", Href: "/x", Kind: "figure", Note: "Eurostat, 2021"}, {Text: "finding", Href: "/y", Verdict: &holds}},
			What: []ui.ThreadItem{{Text: "a", Verdict: &untrue}, {Text: "b"}, {Text: "c"}, {Text: "d"}, {Text: "e", Example: true}}},
		Example: true, Foot: []ui.Link{{Text: "Components", Href: "/components"}}, Refresh: &ui.Refresh{Seconds: 2}, Scripts: []string{"scheme.js"},
	}
}
