// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

// sameAsSaving compares what a check says of a form with what saving says, field by field.
func sameAsSaving(t *testing.T, h *webtest.House, c *webtest.Client, path string, typed map[string][]string) webtest.Page {
	t.Helper()
	journal, drafts := h.Lines("journal"), h.Lines("draft")
	checked := c.Check(path, typed)
	if h.Lines("journal") != journal || h.Lines("draft") != drafts {
		t.Error("a check wrote something")
	}
	sent := maps.Clone(typed)
	sent["do"] = []string{"save"}
	saved := must(t, c.Post(path, sent), http.StatusUnprocessableEntity)
	if got, want := checked.Messages(), saved.Messages(); checked.Status != http.StatusOK || !maps.Equal(got, want) {
		t.Errorf("%v: the check says %d\n%v\nand saving\n%v", typed, checked.Status, got, want)
	}
	return checked
}

// TestASentenceIsCheckedWhileItIsTyped: its faults where saving would tell them, and the verdict as it would be.
func TestASentenceIsCheckedWhileItIsTyped(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	start := fields(must(t, c.Get(gapEN+"/reword"), http.StatusOK).Body)
	with := func(name, value string) map[string][]string {
		sent := maps.Clone(start)
		sent.Set(name, value)
		return sent
	}
	for name, value := range map[string]string{"statement.en": "In {= 2010} it was [more](#at-least): {klaipeda} euros.", "a.0.left": "klaipeda / nobody", "v.0.period": "in 2010", "v.0.indicator": "", "statement.lv": "2010 ["} {
		if p := sameAsSaving(t, h, c, gapEN+"/reword", with(name, value)); len(p.Messages()) == 0 {
			t.Errorf("%s %q: nothing is told: %s", name, value, p.Body)
		}
	}
	p := sameAsSaving(t, h, c, gapEN+"/reword", with("a.0.right", "1.9"))
	must(t, p, http.StatusOK, "1 thing needs mending", "the verdict would be", "No longer true")
	must(t, c.Check(gapEN+"/reword", with("statement.en", strings.Replace(start.Get("statement.en"), "In {= 2010}", "Back in {= 2010}", 1))), http.StatusOK,
		"Everything fits.", "Holds", "Back in 2010", "klaipeda: 10,000")
	if got := h.Read(gapRef).Revision; got != 1 {
		t.Errorf("revision %d", got)
	}
	must(t, c.Check("/en/evidence/new-finding", fields(c.Get("/en/evidence/new-finding?indicator=indicator/gdp-per-head").Body), "f-title-en", "f-statement-en"), http.StatusOK, "2 fields are still to be filled in")
}

// TestAFormulaIsCheckedWhileItIsTyped: where it cannot be read, or the numbers as they would be.
func TestAFormulaIsCheckedWhileItIsTyped(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	path := "/en/evidence/indicator/gdp-per-head/formula"
	form := fields(must(t, c.Get(path), http.StatusOK).Body)
	name, journal := form.Get("i.0.name"), h.Lines("journal")
	form.Set("formula", name+" *")
	if p := sameAsSaving(t, h, c, path, form); p.Messages()["f-formula"] == "" || strings.Contains(p.Body, "12.6") {
		t.Errorf("half a formula: %s", p.Body)
	}
	form.Set("formula", name+" / 1000")
	form.Set("decimals", "1")
	must(t, c.Check(path, form), http.StatusOK, "Everything fits.", "12.6")
	if h.Lines("journal") != journal {
		t.Error("a check wrote something")
	}
	if p := h.As(identity.Participant, webtest.Kurzeme).Check(path, form); !p.Refused() {
		t.Errorf("a participant: %d", p.Status)
	}
	form = fields(must(t, c.Get("/en/evidence/new-indicator?dataset=dataset/gdp"), http.StatusOK).Body)
	must(t, c.Check("/en/evidence/new-indicator", form, "f-title-en"), http.StatusOK, "1 field is still to be filled in")
	form.Set("title.en", "GDP again")
	must(t, c.Check("/en/evidence/new-indicator", form), http.StatusOK, "Everything fits.")
	if h.Lines("journal") != journal {
		t.Error("a new indicator was written")
	}
}
