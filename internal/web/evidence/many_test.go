// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

// TestAskingOfSeveralDatasets: figures of datasets are added one by one, each with what is better, its weight and its group; the index is kept with the
// vintages of all of them, a row of it leads to a finding, and the form holds what was asked.
func TestAskingOfSeveralDatasets(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	const at = "/en/evidence/new-analysis/composite"
	form := c.Get(at).Form(t, "add.input").Values
	for _, ref := range []string{"dataset/gdp", "dataset/births", "dataset/deaths"} {
		form.Set("add.input", ref)
		form.Set("do", "add.input")
		page := c.Post(at, form)
		if page.Status != http.StatusOK {
			t.Fatalf("adding %s answers %d", ref, page.Status)
		}
		form = page.Form(t, "add.input").Values
	}
	if form.Get("n.input") != "3" || form.Get("c.input.0.code") != "gdp" || form.Get("c.input.2.period") != "latest" || form.Get("level") != "nuts3" {
		t.Fatalf("the form holds %v", form)
	}
	form.Set("c.input.2.direction", "min")
	form.Set("c.input.1.weight", "many")
	form.Set("title.en", "Where it goes well")
	form.Set("do", "compute")
	if p := c.Post(at, form); p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Body, `href="#f-c.input.1.weight"`) {
		t.Errorf("a wrong weight answers %d", p.Status)
	}
	form.Set("c.input.1.weight", "0.5")
	form.Set("c.input.0.group", "Wealth")
	answer := c.Post(at, form)
	if answer.Location != "/en/evidence/analysis/where-it-goes-well" {
		t.Fatalf("%d %.3000s", answer.Status, answer.Body)
	}
	body, ok := h.Read("analysis/where-it-goes-well").Body.(*method.Analysis)
	if !ok || len(body.Inputs) != 1 || len(body.Inputs[0].Columns) != 3 || body.Inputs[0].Columns[2].Direction != "min" || body.Inputs[0].Columns[1].Weight != "0.5" {
		t.Fatalf("kept: %+v", body)
	}
	shown := c.Follow(answer)
	for _, want := range []string{"<svg", "Kurzeme", "less is better", "weight 0.5", "“Wealth”", "nama_10r_3gdp", "new-finding?"} {
		if !strings.Contains(shown.Body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	again := c.Get(answer.Location+"/question").Form(t, "add.input").Values
	if again.Get("c.input.2.direction") != "min" || again.Get("c.input.0.group") != "Wealth" {
		t.Errorf("the form of the kept question holds %v", again)
	}
	for _, l := range i18n.Known() {
		for _, path := range []string{answer.Location, answer.Location + "/question", "/en/evidence/analyses"} {
			if p := c.Get(strings.Replace(path, "/en/", "/"+string(l)+"/", 1)); p.Status != http.StatusOK {
				t.Errorf("%s: %s answers %d", l, path, p.Status)
			}
		}
	}
}

// TestBringingATable: votes are brought with the question and stay with it; a mistake is told with file, line and column before anything is kept.
func TestBringingATable(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	var votes strings.Builder
	votes.WriteString("participant,statement,vote\n")
	for p := range 30 {
		for s := range 6 {
			fmt.Fprintf(&votes, "p%d,s%d,%d\n", p, s, map[bool]int{true: 1, false: -1}[(p%2 == 0) == (s < 3)])
		}
	}
	for _, l := range i18n.Known() {
		at := "/" + string(l) + "/evidence/new-analysis/opinion"
		form := c.Get(at).Form(t, "name.votes").Values
		form.Set("do", "compute")
		form.Set("title."+string(l), "Voices "+string(l))
		form.Set("name.votes", "camp.csv")
		form.Set("text.votes", strings.Replace(votes.String(), "p0,s0,1", "p0,s0,yes", 1))
		p := c.Post(at, form)
		if p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Body, templ(i18n.For(l).T("ask.refused-title"))) || !strings.Contains(p.Body, "camp.csv") {
			t.Errorf("%s: a mistake answers %d", l, p.Status)
		}
		form.Set("text.votes", votes.String())
		answer := c.Post(at, form)
		if answer.Status != http.StatusSeeOther {
			t.Fatalf("%s: %d %.2000s", l, answer.Status, answer.Body)
		}
		if shown := c.Follow(answer); !strings.Contains(shown.Body, "camp.csv") || !strings.Contains(shown.Body, "<svg") {
			t.Errorf("%s: the page does not tell the file", l)
		}
	}
	empty := url.Values{"do": {"compute"}, "src.votes": {"file"}, "title.en": {"x"}}
	if p := c.Post("/en/evidence/new-analysis/opinion", empty); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("nothing brought answers %d", p.Status)
	}
}
