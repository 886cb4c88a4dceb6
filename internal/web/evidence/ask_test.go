// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

// TestEveryMethodHasItsPage: each method says in every language what it answers; what a dataset can be asked has a form.
func TestEveryMethodHasItsPage(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	asked := 0
	for _, l := range i18n.Known() {
		z := i18n.For(l)
		list := c.Get("/" + string(l) + "/evidence/analyses")
		for _, m := range method.All() {
			if !strings.Contains(list.Body, "/evidence/method/"+m.ID+`"`) {
				t.Errorf("%s: the list lacks %s", l, m.ID)
			}
			page := c.Get("/" + string(l) + "/evidence/method/" + m.ID)
			if page.Status != http.StatusOK || !strings.Contains(page.Body, "<h1>"+templ(z.T(m.About("title")))) {
				t.Errorf("%s: %s answers %d", l, m.ID, page.Status)
			}
			form := c.Get("/" + string(l) + "/evidence/new-analysis/" + m.ID + "?dataset=dataset/employment")
			if form.Status != http.StatusOK {
				t.Errorf("%s: the form of %s answers %d", l, m.ID, form.Status)
			}
			asked++
			for _, p := range m.Params {
				if p.Kind == method.Choice && !strings.Contains(form.Body, `name="o.`+p.Name+`"`) {
					t.Errorf("%s: the form of %s does not ask for %s", l, m.ID, p.Name)
				}
			}
		}
	}
	if asked != 3*len(method.All()) {
		t.Errorf("only %d forms were asked for", asked)
	}
	if p := c.Get("/en/evidence/method/astrology"); p.Status != http.StatusNotFound {
		t.Errorf("a method that there is not answers %d", p.Status)
	}
}

// templ escapes as the pages do.
func templ(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// TestAskingADataset: the form is filled sensibly, computing keeps the question with a run, and its page shows what came of it.
func TestAskingADataset(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	page := c.Get("/en/evidence/new-analysis/structure?dataset=dataset/employment")
	form := page.Form(t, "o.value")
	if got := form.Values; got.Get("o.value") != "latest" || got.Get("level") != "nuts3" || got.Get("each") != "nace_r2" || len(got["with"]) != 10 || len(got["country"]) != 2 {
		t.Fatalf("the form begins with %v", got)
	}
	form.Values.Set("o.value", "2007")
	form.Values.Set("o.end", "2017")
	form.Values.Set("title.en", "Ten years of jobs")
	form.Values.Set("do", "compute")
	answer := c.Post("/en/evidence/new-analysis/structure", form.Values)
	if answer.Location != "/en/evidence/analysis/ten-years-of-jobs" {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	body, ok := h.Read("analysis/ten-years-of-jobs").Body.(*method.Analysis)
	if !ok || body.Parameters["end"] != "2017" || strings.Join(body.Inputs[0].Leave["nace_r2"], " ") != "TOTAL" || len(body.Inputs[0].Countries) != 0 {
		t.Fatalf("kept: %+v", body)
	}
	shown := c.Follow(answer)
	for _, want := range []string{"<svg", "Specialisation (Krugman)", "Brought by structure", "Kurzeme", "all but TOTAL", "NUTS 2021", "The first result", "Balassa (1965)", "The analysis is kept."} {
		if !strings.Contains(shown.Body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if p := c.Get(answer.Location + "?table=cells&q=kurzeme&page=1"); !strings.Contains(p.Body, "Location quotient") || !strings.Contains(p.Body, "Agriculture, forestry and fishing") || strings.Contains(p.Body, `cell-note">LV006<`) {
		t.Error("the table of cells is not narrowed to Kurzeme")
	}
	csv := c.Get(answer.Location + "/download?table=regions")
	if !strings.HasPrefix(csv.Body, "region,total,hhi,krugman,") || !strings.Contains(csv.Body, "\nLV003,") {
		t.Errorf("CSV: %.80s", csv.Body)
	}
	whole := c.Get(answer.Location + "/download")
	if !json.Valid([]byte(whole.Body)) || whole.Header.Get("Content-Type") != "application/json" {
		t.Errorf("JSON: %.80s", whole.Body)
	}
	again := c.Follow(c.Post(answer.Location+"/run", url.Values{}))
	if !strings.Contains(again.Body, "the same to the last digit") {
		t.Error("computing again does not say that the result is the same")
	}
	for _, l := range i18n.Known() {
		if p := c.Get(strings.Replace(answer.Location, "/en/", "/"+string(l)+"/", 1)); p.Status != http.StatusOK {
			t.Errorf("%s: %d", l, p.Status)
		}
	}
}

// TestChangingAQuestion: the form of an analysis holds what was asked, another question gives another result, and what changed is told.
func TestChangingAQuestion(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	const at = "/en/evidence/analysis/structure-of-employment"
	form := c.Get(at+"/question").Form(t, "o.value")
	if form.Values.Get("title.lt") == "" || len(form.Values["with"]) != 10 {
		t.Fatalf("the form holds %v", form.Values)
	}
	h.Clock.Add(1)
	form.Values.Set("o.value", "2010")
	form.Values.Set("do", "compute")
	stale := url.Values{}
	for k, v := range form.Values {
		stale[k] = v
	}
	answer := c.Post(at+"/question", form.Values)
	if answer.Location != at {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	if p := c.Follow(answer); !strings.Contains(p.Body, "What changed") || !strings.Contains(p.Body, "16 numbers changed") {
		t.Error("what changed is not told")
	}
	if p := c.Post(at+"/question", stale); p.Status != http.StatusConflict {
		t.Errorf("a lost update answers %d", p.Status)
	}
}

// TestRefusalsAreTold: relatedness on ten groups of sectors is refused before anything is kept, in every language.
func TestRefusalsAreTold(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	for _, l := range i18n.Known() {
		at := "/" + string(l) + "/evidence/new-analysis/complexity"
		form := c.Get(at+"?dataset=dataset/employment").Form(t, "o.value")
		form.Values.Set("do", "compute")
		p := c.Post(at, form.Values)
		if p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Body, templ(i18n.For(l).T("ask.refused-title"))) || !strings.Contains(p.Body, "22") {
			t.Errorf("%s: %d", l, p.Status)
		}
	}
	if err := h.Store.Read(t.Context(), identity.AtTheMachine(), func(tx *record.ReadTx) error {
		all, err := tx.All(t.Context(), "analysis")
		if len(all) != 1 {
			t.Errorf("%d analyses were kept", len(all))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	form := c.Get("/en/evidence/new-analysis/structure?dataset=dataset/employment").Form(t, "o.value")
	form.Values.Set("o.small", "many")
	form.Values.Set("title.en", "")
	form.Values.Set("do", "compute")
	p := c.Post("/en/evidence/new-analysis/structure", form.Values)
	if p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Body, `href="#f-o.small"`) || !strings.Contains(p.Body, `href="#f-title-en"`) {
		t.Errorf("wrong fields: %d", p.Status)
	}
}

// TestAnalysesCostFewStatements: a page costs the same for few and for many analyses.
func TestAnalysesCostFewStatements(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	pages := []string{"/en/evidence/analyses", "/en/evidence/method/structure", "/en/evidence/analysis/structure-of-employment", "/en/evidence/analysis/structure-of-employment/question",
		"/en/evidence/new-analysis/structure?dataset=dataset/employment", "/en/evidence/analysis/structure-of-employment/download?table=cells"}
	cost := map[string]int{}
	for _, path := range pages {
		cost[path] = h.Statements(func() { c.Get(path) })
		if cost[path] > 12 {
			t.Errorf("%s costs %d statements", path, cost[path])
		}
	}
	body, ok := h.Read("analysis/structure-of-employment").Body.(*method.Analysis)
	if !ok {
		t.Fatal("the example has no analysis")
	}
	h.Write(func(tx *record.Tx) error {
		for _, slug := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
			if _, err := tx.Create(t.Context(), record.Draft{Ref: record.NewRef("analysis", slug), Owner: webtest.Kurzeme, Visibility: record.Public, Body: body}); err != nil {
				return err
			}
		}
		return nil
	})
	h.Settle()
	for _, path := range pages {
		if n := h.Statements(func() { c.Get(path) }); n != cost[path] {
			t.Errorf("%s costs %d statements, with eight more analyses %d", path, cost[path], n)
		}
	}
	t.Log(cost)
}

// TestAskingForAForecast: every year of the dataset is taken, nobody is asked for columns, and the result tells the years to come.
func TestAskingForAForecast(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	form := c.Get("/en/evidence/new-analysis/forecast?dataset=dataset/employment").Form(t, "o.horizon")
	form.Values.Set("o.horizon", "3")
	form.Values.Set("title.en", "Jobs to come")
	form.Values.Set("do", "compute")
	answer := c.Post("/en/evidence/new-analysis/forecast", form.Values)
	if answer.Location != "/en/evidence/analysis/jobs-to-come" {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	csv := c.Get(answer.Location + "/download?table=forecast")
	if !strings.HasPrefix(csv.Body, "series,period,value,lower80,") || !strings.Contains(csv.Body, "\nLV003,2018,") {
		t.Errorf("CSV: %.200s", csv.Body)
	}
	page := c.Follow(answer)
	if !strings.Contains(page.Body, "<svg") || !strings.Contains(page.Body, `<option value="LV003" selected>`) {
		t.Error("the page shows no picture of the own region")
	}
	if grouped := regexp.MustCompile(`2[^0-9]{1,2}018\b`).FindString(page.Body); grouped != "" {
		t.Errorf("a year is written as %q", grouped)
	}
	if other := c.Get(answer.Location + "?of=LT021"); !strings.Contains(other.Body, `<option value="LT021" selected>`) || other.Body == page.Body {
		t.Error("another region cannot be shown")
	}
}

// TestADraftNamesRegionsAsTheResult: a code that two regions had one after the other names the one of the result's time.
func TestADraftNamesRegionsAsTheResult(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	form := c.Get("/en/evidence/new-analysis/forecast?dataset=dataset/births").Form(t, "o.horizon")
	form.Values.Set("title.en", "Births to come")
	form.Values.Set("do", "compute")
	answer := c.Post("/en/evidence/new-analysis/forecast", form.Values)
	page := c.Follow(answer)
	_, rest, _ := strings.Cut(page.Body, `<option value="EE001">`)
	name, _, _ := strings.Cut(rest, " (EE001)")
	draft := c.Get("/en/evidence/new-finding?analysis=analysis/births-to-come&column=value&key=EE001&key=2022&table=forecast")
	if name == "" || !strings.Contains(draft.Body, "Forecast, "+name+",") {
		t.Errorf("the draft does not name EE001 %q, as the result does", name)
	}
}

// TestMakeThisAFinding: from a row of a result to a sentence that rests on it, and from the sentence back to a dated official figure.
func TestMakeThisAFinding(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	const at = "/en/evidence/analysis/structure-of-employment"
	page := c.Get(at)
	_, rest, ok := strings.Cut(page.Body, `href="/en/evidence/new-finding?`)
	if !ok {
		t.Fatal("no row leads to a finding")
	}
	if query, _, _ := strings.Cut(rest, `"`); !strings.Contains(query, "table=regions") || !strings.Contains(query, "column=krugman") {
		t.Errorf("the first row leads to %s", query)
	}
	form := c.Get("/en/evidence/new-finding?analysis=analysis%2Fstructure-of-employment&table=cells&key=LV003&key=A&column=lq").Form(t, "v.0.column")
	want := map[string]string{"v.0.analysis": "analysis/structure-of-employment", "v.0.table": "cells", "v.0.column": "lq", "v.1.analysis": "analysis/structure-of-employment",
		"a.0.left": "a", "a.0.op": ">", "a.0.right": "b"}
	for name, value := range want {
		if form.Values.Get(name) != value {
			t.Errorf("%s is %q", name, form.Values.Get(name))
		}
	}
	if strings.Join(form.Values["v.0.key"], " ") != "LV003 A" || strings.Join(form.Values["v.1.key"], " ") != "LT023 A" {
		t.Errorf("keys %v %v", form.Values["v.0.key"], form.Values["v.1.key"])
	}
	form.Values.Set("do", "save")
	answer := c.Post("/en/evidence/new-finding", form.Values)
	if answer.Status != http.StatusSeeOther {
		t.Fatalf("%d: %.3000s", answer.Status, answer.Body)
	}
	h.Settle()
	found := c.Follow(answer)
	for _, text := range []string{"Holds", "1.88", "0.85", "Location quotient, Kurzeme, Agriculture", at, "nama_10r_3empers", "26/02/2020"} {
		if !strings.Contains(found.Body, text) {
			t.Errorf("the finding lacks %q", text)
		}
	}
	if n := h.Statements(func() { c.Get(answer.Location) }); n > 16 {
		t.Errorf("the page of a finding that cites a result costs %d statements", n)
	}
	if p := h.As(identity.Participant, webtest.Kurzeme).Get(at); strings.Contains(p.Body, "new-finding") {
		t.Error("who may make no findings is led to one")
	}
}
