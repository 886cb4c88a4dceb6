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
	"github.com/sumanus/sumanus/internal/web/webtest"
)

const perHeadEN = "/en/evidence/indicator/gdp-per-head"

const perHead record.Ref = "indicator/gdp-per-head"

// TestHalfWrittenFormsComeBack: each form of the area is kept, shown again to its own person alone, and thrown away.
func TestHalfWrittenFormsComeBack(t *testing.T) {
	h := webtest.Example(t)
	mine, other := h.As(identity.Planner, webtest.Kurzeme), h.As(identity.Coordinator, webtest.Kurzeme)
	for _, q := range []struct{ form, ref, field, typed string }{
		{gapEN + "/reword", string(gapRef), "statement.en", "A half-written [claim"},
		{perHeadEN + "/formula", string(perHead), "formula", "gdp / ("},
		{"/en/evidence/new-finding", "", "statement.en", "A new [half"},
		{"/en/evidence/new-indicator?dataset=dataset/gdp", "", "formula", "9 * ("},
	} {
		f := mine.Get(q.form).Form(t, q.field)
		f.Values.Set(q.field, q.typed)
		ref := q.ref
		if ref == "" {
			kind := map[string]string{"statement.en": "finding/", "formula": "indicator/"}[q.field]
			ref = kind + f.Values.Get("draft")
		}
		header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Sumanus-Fragment": {"draft"}}
		said := mine.Do(http.MethodPost, "/en/draft/"+ref, strings.NewReader(f.Values.Encode()), header)
		if said.Status != http.StatusOK || !strings.Contains(said.Body, "Draft kept") || strings.Contains(said.Body, "<html") {
			t.Fatalf("%s: %d %s", q.form, said.Status, said.Body)
		}
		back := mine.Post("/en/draft/"+ref, f.Values) // the button
		if back.Status != http.StatusSeeOther {
			t.Fatalf("%s: %d", q.form, back.Status)
		}
		p := mine.Follow(back)
		for p.Status == http.StatusSeeOther {
			p = mine.Follow(p)
		}
		must(t, p, http.StatusOK, "unsaved draft")
		if got := p.Form(t, q.field).Values; got.Get(q.field) != q.typed {
			t.Errorf("%s: came back as %q", q.form, got.Get(q.field))
		}
		if strings.Contains(other.Get(q.form).Body, q.typed) || strings.Contains(other.Get("/en/drafts").Body, ref) {
			t.Errorf("%s: somebody else sees the draft", q.form)
		}
		if list := mine.Get("/en/drafts"); !strings.Contains(list.Body, "/en/discard/"+ref) {
			t.Errorf("%s: the draft is not listed", q.form)
		}
		if q.ref == "" { // an empty form tells of it
			must(t, mine.Get(strings.SplitN(q.form, "?", 2)[0]), http.StatusOK, "unsaved draft")
		}
		form := f.Values.Get("form")
		mine.Post("/en/discard/"+ref, url.Values{"form": {form}})
		if p := mine.Get(q.form); strings.Contains(p.Body, q.typed) || strings.Contains(p.Body, "unsaved draft") {
			t.Errorf("%s: a draft that was thrown away came back", q.form)
		}
	}
}

// TestSavingThrowsTheDraftAway: of a sentence, a formula, and of both when they are new.
func TestSavingThrowsTheDraftAway(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	for _, q := range []struct {
		form string
		ref  string
		set  map[string]string
	}{
		{gapEN + "/reword", string(gapRef), nil},
		{perHeadEN + "/formula", string(perHead), map[string]string{"decimals": "1"}},
		{"/en/evidence/new-indicator?dataset=dataset/gdp", "indicator/", map[string]string{"title.en": "Another GDP"}},
		{"/en/evidence/new-finding?indicator=indicator/gdp-per-head", "finding/", map[string]string{"title.en": "Who earns more", "a.0.left": "b", "a.0.right": "a",
			"statement.en": "In {latest} GDP per head was [higher in the Klaipėda region](#compare1): {b} against {a} euros."}},
	} {
		f := c.Get(q.form).Form(t, "base")
		for k, v := range q.set {
			f.Values.Set(k, v)
		}
		ref := q.ref
		if strings.HasSuffix(ref, "/") {
			ref += f.Values.Get("draft")
		}
		must(t, c.Post("/en/draft/"+ref, f.Values), http.StatusSeeOther)
		f.Values.Set("do", "save")
		must(t, c.Post(f.Action, f.Values), http.StatusSeeOther)
		if list := c.Get("/en/drafts"); strings.Contains(list.Body, "/en/discard/") {
			t.Fatalf("%s: the draft outlives its saving", q.form)
		}
	}
}

// TestDraftsNeedTheRight: whoever may not change a finding keeps no draft over it.
func TestDraftsNeedTheRight(t *testing.T) {
	h := webtest.Example(t)
	f := h.As(identity.Planner, webtest.Kurzeme).Get(gapEN+"/reword").Form(t, "base")
	for _, c := range []*webtest.Client{h.Nobody(), h.As(identity.Planner, webtest.Klaipeda), h.As(identity.Participant, webtest.Kurzeme)} {
		if p := c.Post("/en/draft/"+string(gapRef), f.Values); !p.Refused() {
			t.Errorf("%d", p.Status)
		}
	}
	if p := h.As(identity.Participant, webtest.Kurzeme).Post("/en/draft/finding/new-00000001", f.Values); !p.Refused() {
		t.Errorf("a draft of what one may not create: %d", p.Status)
	}
}

// TestChangesElsewhereInAFindingAreKept: another title and other decimals do not stand in the way of another sentence.
func TestChangesElsewhereInAFindingAreKept(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	form := c.Get(gapEN+"/reword").Form(t, "base")
	h.Change(gapRef, func(d *record.Draft) {
		b := *d.Body.(*evidence.Finding)
		b.Title = b.Title.With("en", "Their title")
		d.Body = &b
	})
	form.Values.Set("statement.en", strings.Replace(form.Values.Get("statement.en"), "against", "as compared with", 1))
	form.Values.Set("do", "save")
	p := c.Follow(must(t, c.Post(form.Action, form.Values), http.StatusSeeOther))
	must(t, p, http.StatusOK, "both changes are kept")
	f := h.Read(gapRef).Body.(*evidence.Finding)
	if f.Title.Text["en"] != "Their title" || !strings.Contains(f.Statement.Text["en"], "as compared with") {
		t.Errorf("one of the two is lost: %q, %q", f.Title.Text["en"], f.Statement.Text["en"])
	}
}

// TestTwoChangeTheNumbersAtOnce: the numbers of a finding are told in words, and one side or the other is taken whole.
func TestTwoChangeTheNumbersAtOnce(t *testing.T) {
	for choice, decimals := range map[string]int{"mine": 2, "theirs": 1} {
		h := webtest.Example(t)
		c := h.As(identity.Planner, webtest.Kurzeme)
		form := c.Get(gapEN+"/reword").Form(t, "base")
		h.Change(gapRef, func(d *record.Draft) {
			b := *d.Body.(*evidence.Finding)
			b.Values = append(b.Values[:0:0], b.Values...)
			b.Values[0].Decimals = 1
			d.Body = &b
		})
		form.Values.Set("v.0.decimals", "2")
		form.Values.Set("do", "save")
		p := must(t, c.Post(form.Action, form.Values), http.StatusConflict, "GDP per head", "1 decimal", "2 decimals")
		ask := p.Form(t, "choice.values")
		ask.Values.Set("choice.values", choice)
		must(t, c.Post(ask.Action, ask.Values), http.StatusSeeOther)
		if got := h.Read(gapRef).Body.(*evidence.Finding).Values[0].Decimals; got != decimals {
			t.Errorf("%s: %d decimals", choice, got)
		}
	}
}

// TestTwoChangeAFormulaAtOnce: both sides are shown, what only one changed is kept, and the choice is saved.
func TestTwoChangeAFormulaAtOnce(t *testing.T) {
	for _, choice := range []string{"mine", "theirs"} {
		h := webtest.Example(t)
		c := h.As(identity.Planner, webtest.Kurzeme)
		form := c.Get(perHeadEN+"/formula").Form(t, "base")
		name := form.Values.Get("i.0.name")
		h.Change(perHead, func(d *record.Draft) {
			b := *d.Body.(*evidence.Indicator)
			b.Formula, b.Better = name+" / 100", "lower"
			d.Body = &b
		})
		form.Values.Set("formula", name+" / 1000")
		form.Values.Set("decimals", "3")
		form.Values.Set("do", "save")
		p := must(t, c.Post(form.Action, form.Values), http.StatusConflict, name+" / 100", name+" / 1000")
		if strings.Contains(p.Body, "choice.decimals") || strings.Contains(p.Body, "choice.better") {
			t.Error("what only one changed is asked too")
		}
		must(t, c.Get(perHeadEN+"/formula"), http.StatusOK, "unsaved draft")
		ask := p.Form(t, "choice.formula")
		ask.Values.Set("choice.formula", choice)
		must(t, c.Post(ask.Action, ask.Values), http.StatusSeeOther)
		b := h.Read(perHead).Body.(*evidence.Indicator)
		want := map[string]string{"mine": name + " / 1000", "theirs": name + " / 100"}[choice]
		if b.Formula != want || b.Better != "lower" || b.Decimals != 3 {
			t.Errorf("%s: saved %q, %s, %d decimals", choice, b.Formula, b.Better, b.Decimals)
		}
	}
}
