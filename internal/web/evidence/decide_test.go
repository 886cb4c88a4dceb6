// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

const gapEN = "/en/evidence/finding/gdp-gap-2010"

// TestWhoMayDecide: a reader sees the sentence and no button; whoever posts without the right is refused.
func TestWhoMayDecide(t *testing.T) {
	h := webtest.Example(t)
	for name, c := range map[string]*webtest.Client{"visitor": h.Nobody(), "participant": h.As(identity.Participant, webtest.Kurzeme), "neighbour": h.As(identity.Planner, webtest.Klaipeda)} {
		p := must(t, c.Get(gapEN), http.StatusOK, "Holds")
		if strings.Contains(p.Body, "/withdraw") || strings.Contains(p.Body, "/reword") {
			t.Errorf("%s is offered a decision", name)
		}
		for _, path := range []string{"/withdraw", "/accept", "/reword"} {
			if p := c.Post(gapEN+path, url.Values{"revision": {"1"}}); !p.Refused() {
				t.Errorf("%s: POST %s: %d", name, path, p.Status)
			}
		}
	}
	if got := h.Read(gapRef).Revision; got != 1 {
		t.Errorf("revision %d", got)
	}
}

// TestWithdrawAndSayAgain: both are one click, and the first can be taken back.
func TestWithdrawAndSayAgain(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	p := c.Follow(must(t, c.Post(gapEN+"/withdraw", url.Values{"revision": {"1"}}), http.StatusSeeOther))
	must(t, p, http.StatusOK, "withdrawn", "Bring it back")
	if !strings.Contains(p.Body, "/en/undo/") {
		t.Error("the withdrawal cannot be taken back")
	}
	must(t, c.Get("/en/evidence?verdict=withdrawn"), http.StatusOK, "one and a half times")
	must(t, c.Post(gapEN+"/accept", url.Values{"revision": {"1"}}), http.StatusConflict, "Somebody else has changed this meanwhile")
	must(t, c.Post(gapEN+"/accept", url.Values{"revision": {"2"}}), http.StatusSeeOther)
	h.Settle()
	must(t, c.Get(gapEN), http.StatusOK, "Holds")
}

// TestTwoRewordAtOnce: nobody's words are lost, and nothing is overwritten unseen.
func TestTwoRewordAtOnce(t *testing.T) {
	h := webtest.Example(t)
	mine, theirs := h.As(identity.Planner, webtest.Kurzeme), h.As(identity.Coordinator, webtest.Kurzeme)
	form := fields(must(t, mine.Get(gapEN+"/reword"), http.StatusOK).Body)
	other := fields(must(t, theirs.Get(gapEN+"/reword"), http.StatusOK).Body)
	other.Set("do", "save")
	other.Set("statement.en", strings.Replace(other.Get("statement.en"), "In {= 2010}", "Back in {= 2010}", 1))
	must(t, theirs.Post(gapEN+"/reword", other), http.StatusSeeOther)

	form.Set("do", "save")
	form.Set("statement.en", strings.Replace(form.Get("statement.en"), "against", "as compared with", 1))
	p := must(t, mine.Post(gapEN+"/reword", form), http.StatusConflict, "Both changed the same", "Back in", "as compared with")
	if got, _ := h.Read(gapRef).Body.(*evidence.Finding); strings.Contains(got.Statement.Text["en"], "as compared with") {
		t.Fatal("the other wording was overwritten")
	}
	// Closed and come back to, it is still there as a draft, and meets the same question again.
	must(t, mine.Get(gapEN+"/reword"), http.StatusOK, "unsaved draft", "as compared with", "The record has changed since")
	again := p.Form(t, "choice.statement.en")
	again.Values.Set("choice.statement.en", "merged")
	again.Values.Set("statement.en", strings.Replace(other.Get("statement.en"), "against", "as compared with", 1))
	must(t, mine.Post(again.Action, again.Values), http.StatusSeeOther)
	if got, _ := h.Read(gapRef).Body.(*evidence.Finding); !strings.Contains(got.Statement.Text["en"], "as compared with") || !strings.Contains(got.Statement.Text["en"], "Back in") {
		t.Errorf("saved: %s", got.Statement.Text["en"])
	}
	if p := mine.Get(gapEN + "/reword"); strings.Contains(p.Body, "unsaved draft") {
		t.Error("the draft outlives its saving")
	}
}

// TestTheFormTellsWhereAFaultIs: each fault stands at its field, and nothing is saved.
func TestTheFormTellsWhereAFaultIs(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	start := fields(must(t, c.Get(gapEN+"/reword"), http.StatusOK).Body)
	for name, change := range map[string]struct{ field, value, id, says string }{
		"a mark that is missing":     {"statement.en", "In {= 2010} it was [more](#at-least): {klaipeda} euros.", "f-statement-en-error", "lacks the mark {kurzeme}"},
		"a value nobody knows":       {"a.0.left", "klaipeda / nobody", "f-a.0.left-error", "nobody"},
		"a period that is none":      {"v.0.period", "in 2010", "f-v.0.period-error", "is not a period"},
		"an empty claim":             {"a.0.right", "ratio", "f-a.0.name-error", "can"},
		"an indicator not chosen":    {"v.0.indicator", "", "f-v.0.name-error", ""},
		"a lone bracket, in Latvian": {"statement.lv", "2010 [", "f-statement-lv-error", ""},
	} {
		form := url.Values{}
		for k, v := range start {
			form[k] = v
		}
		form.Set(change.field, change.value)
		form.Set("do", "save")
		p := c.Post(gapEN+"/reword", form)
		must(t, p, http.StatusUnprocessableEntity, change.says)
		if !strings.Contains(p.Body, `id="`+change.id+`"`) {
			t.Errorf("%s: no fault at %s:\n%s", name, change.id, text(p.Body))
		}
	}
	if got := h.Read(gapRef).Revision; got != 1 {
		t.Errorf("revision %d", got)
	}
}

// TestANewFinding: begun from an indicator, judged before it is saved, confirmed when it holds.
func TestANewFinding(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	p := must(t, c.Get("/en/evidence/new-finding?indicator=indicator/gdp-per-head"), http.StatusOK)
	form := fields(p.Body)
	form.Set("title.en", "Who earns more")
	form.Set("statement.en", "In {latest} GDP per head was [higher in the Klaipėda region](#compare1): {b} against {a} euros.")
	form.Set("a.0.left", "b")
	form.Set("a.0.right", "a")
	form.Set("do", "check")
	must(t, c.Post("/en/evidence/new-finding", form), http.StatusOK, "With the numbers of today", "Holds", "12,600 against 8,500")
	form.Set("do", "save")
	p = must(t, c.Post("/en/evidence/new-finding", form), http.StatusSeeOther)
	must(t, c.Follow(p), http.StatusOK, "higher in the Klaipėda region", "Holds")
	f, ok := h.Read("finding/who-earns-more").Body.(*evidence.Finding)
	if !ok || f.State != evidence.Accepted || len(f.WrittenFrom) != 1 {
		t.Errorf("saved: %+v", f)
	}
	// Buttons that add and take away keep what was typed.
	form.Set("do", "add-rank")
	p = must(t, c.Post("/en/evidence/new-finding", form), http.StatusOK)
	if got := fields(p.Body); got.Get("a.count") != "2" || got.Get("a.1.type") != "rank" || got.Get("title.en") != "Who earns more" {
		t.Errorf("after adding: %v", got)
	}
}

// TestAnIndicatorIsTriedAndSaved: a formula that cannot be read says where; what is tried shows values; what is saved is judged again.
func TestAnIndicatorIsTriedAndSaved(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	path := "/en/evidence/indicator/gdp-per-head/formula"
	form := fields(must(t, c.Get(path), http.StatusOK, "12,600").Body)
	name := form.Get("i.0.name")
	form.Set("formula", name+" *")
	form.Set("do", "save")
	p := must(t, c.Post(path, form), http.StatusUnprocessableEntity, "column")
	if !strings.Contains(p.Body, `id="f-formula-error"`) {
		t.Error("the fault does not stand at the formula")
	}
	form.Set("formula", name+" / 1000")
	form.Set("decimals", "1")
	form.Set("do", "try")
	must(t, c.Post(path, form), http.StatusOK, "12.6")
	form.Set("do", "save")
	must(t, c.Post(path, form), http.StatusSeeOther)
	must(t, c.Get("/en/evidence/indicator/gdp-per-head"), http.StatusOK, "÷ 1,000", "12.6")
	// A second save from the old form says what is there already.
	must(t, c.Post(path, form), http.StatusSeeOther)

	form = fields(must(t, c.Get("/en/evidence/new-indicator?dataset=dataset/gdp"), http.StatusOK).Body)
	form.Set("do", "find")
	form.Set("q", "births")
	must(t, c.Post("/en/evidence/new-indicator", form), http.StatusOK, "Take:")
	form.Set("do", "add dataset/births")
	form = fields(must(t, c.Post("/en/evidence/new-indicator", form), http.StatusOK).Body)
	form.Set("formula", form.Get("i.0.name")+" / "+form.Get("i.1.name"))
	form.Set("title.en", "GDP for each birth")
	form.Set("do", "save")
	p = must(t, c.Post("/en/evidence/new-indicator", form), http.StatusSeeOther)
	must(t, c.Follow(p), http.StatusOK, "GDP for each birth")
}

// TestPagesCostFewStatements: at most twelve, and as many with hundreds of actions as with eighteen.
func TestPagesCostFewStatements(t *testing.T) {
	h := webtest.Example(t)
	c := h.Nobody()
	pages := []string{"/en/evidence", "/en/evidence?region=region/kurzeme&q=gdp", "/en/evidence/datasets", "/en/evidence/indicators", gapEN, "/en/evidence/finding/both-losing-residents", "/en/evidence/dataset/gdp",
		"/en/evidence/dataset/population", "/en/evidence/indicator/gdp-per-head", "/en/evidence/indicator/children-share"}
	before := map[string]int{}
	for _, p := range pages {
		before[p] = h.Statements(func() { must(t, c.Get(p), http.StatusOK) })
		if before[p] > 12 {
			t.Errorf("%s costs %d statements", p, before[p])
		}
	}
	h.Write(func(tx *record.Tx) error {
		all, err := tx.All(t.Context(), "action")
		if err != nil {
			return err
		}
		for i := range 400 {
			body := *all[i%len(all)].Body.(*strategy.Action)
			d := all[i%len(all)].Draft()
			d.Ref, d.Body = record.NewRef("action", "more-"+strings.Repeat("a", i%30)+string(rune('a'+i/30))), &body
			if _, err := tx.Create(t.Context(), d); err != nil {
				return err
			}
		}
		return nil
	})
	for _, p := range pages {
		after := h.Statements(func() { must(t, c.Get(p), http.StatusOK) })
		if after != before[p] {
			t.Errorf("%s costs %d statements with many actions, %d with few", p, after, before[p])
		}
		t.Logf("%s: %d statements", p, after)
	}
}
