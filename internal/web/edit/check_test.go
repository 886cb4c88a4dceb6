// SPDX-License-Identifier: EUPL-1.2

package edit_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

// TestACheckSaysWhatSavingWouldSay: the same words at the same fields, and nothing is left behind.
func TestACheckSaysWhatSavingWouldSay(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	rec := some(h, "action")
	path := "/lt/edit/" + string(rec.Ref)
	start := c.Get(path).Form(t, "base").Values
	journal, drafts := h.Lines("journal"), h.Lines("draft")
	for name, typed := range map[string]url.Values{
		"no amount, no days, half a source": {"budget_cents": {"daug"}, "start": {"2026-02-31"}, "end": {"rytoj"}, "sources.0.title": {""}, "sources.0.url": {"ftp://x"}, "sources.0.note": {"be pavadinimo"}},
		"ends before it begins":             {"start": {"2027-01-01"}, "end": {"2026-01-01"}},
		"a measure that is not there":       {"measure": {"measure/no-such"}},
		"no title":                          {"title.lt": {""}, "title.lv": {""}, "title.en": {""}},
	} {
		sent := maps.Clone(start)
		maps.Copy(sent, typed)
		checked := c.Check(path, sent)
		sent.Set("do", "save")
		saved := c.Post(path, sent)
		if checked.Status != http.StatusOK || saved.Status != http.StatusUnprocessableEntity {
			t.Fatalf("%s: check %d, save %d", name, checked.Status, saved.Status)
		}
		if got, want := checked.Messages(), saved.Messages(); len(want) == 0 || !maps.Equal(got, want) {
			t.Errorf("%s: the check says\n%v\nand saving\n%v", name, got, want)
		}
		if !strings.Contains(checked.Body, "Reikia pataisyti") || strings.Contains(checked.Body, "<form") {
			t.Errorf("%s: %s", name, checked.Body)
		}
	}
	sent := maps.Clone(start)
	sent.Set("title.lt", "Visai kitas pavadinimas")
	if p := c.Check(path, sent); p.Status != http.StatusOK || !strings.Contains(p.Body, "Viskas tinka.") || len(p.Messages()) > 0 {
		t.Errorf("in order: %d %s", p.Status, p.Body)
	}
	if h.Lines("journal") != journal || h.Lines("draft") != drafts || h.Read(rec.Ref).Hash != rec.Hash {
		t.Error("a check wrote something")
	}
}

// TestACheckKeepsTheLinesOfThePage: an empty line above stays where it is while somebody types under it.
func TestACheckKeepsTheLinesOfThePage(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	rec := some(h, "action")
	path := "/en/edit/" + string(rec.Ref)
	sent := c.Get(path).Form(t, "base").Values
	n := form.LinesOf(mustField(t, "action", "sources"), sent)
	for i := range n {
		for _, sub := range []string{"title", "url", "note", "accessed"} {
			sent.Set("sources."+itoa(i)+"."+sub, "")
		}
	}
	sent.Set("sources."+itoa(n)+".url", "ftp://x")
	got := c.Check(path, sent).Messages()
	if got["f-sources."+itoa(n)+".url"] == "" {
		t.Errorf("line %d: %v", n, got)
	}
}

func mustField(t *testing.T, kind, path string) form.Field {
	t.Helper()
	k, _ := form.Of(kind)
	f, ok := k.Field(path)
	if !ok {
		t.Fatalf("%s has no %s", kind, path)
	}
	return f
}

func itoa(n int) string { return string(rune('0' + n)) }

// TestANewRecordIsCheckedBeforeItHasAnAddress: what nobody has touched is no fault yet, and what is taken is told.
func TestANewRecordIsCheckedBeforeItHasAnAddress(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	sent := c.Get("/en/new/action").Form(t, "base").Values
	sent.Set("budget_cents", "lots")
	p := c.Check("/en/new/action", sent, "f-title-en", "f-measure", "f-state")
	if got := slices.Collect(maps.Keys(p.Messages())); !slices.Equal(got, []string{"f-budget_cents"}) {
		t.Errorf("told: %v", p.Messages())
	}
	if p := c.Check("/en/new/action", sent); p.Messages()["f-title-en"] == "" {
		t.Errorf("once touched, a title is missing: %v", p.Messages())
	}
	sent.Set("budget_cents", "")
	if p := c.Check("/en/new/action", sent, "f-title-en", "f-measure", "f-state"); len(p.Messages()) > 0 || !strings.Contains(p.Body, "still to be filled in") {
		t.Errorf("untouched: %s", p.Body)
	}
	journal := h.Lines("journal")
	measure := some(h, "measure")
	sent.Set("title.en", "A new action")
	sent.Set("state", "planned")
	sent.Set("measure", string(measure.Ref))
	for _, slug := range []string{"", "a-new-action"} {
		sent.Set("slug", slug)
		if p := c.Check("/en/new/action", sent); !strings.Contains(p.Body, "Everything fits.") {
			t.Errorf("address %q: %s", slug, p.Body)
		}
	}
	sent.Set("slug", some(h, "action").Ref.Slug())
	if p := c.Check("/en/new/action", sent); p.Messages()["f-slug"] == "" {
		t.Errorf("a taken address: %s", p.Body)
	}
	if n := h.Lines("journal"); n > journal+2 || there(h, "action/a-new-action") { // the two that some gave to Kurzeme
		t.Errorf("%d entries more", n-journal)
	}
}

// TestACheckTellsOfAChoiceToCome: where somebody else changed the same, it is no fault, and no draft is kept unasked.
func TestACheckTellsOfAChoiceToCome(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	rec := some(h, "action")
	path := "/en/edit/" + string(rec.Ref)
	sent := c.Get(path).Form(t, "base").Values
	change(h, rec.Ref, func(d *record.Draft) {
		a := *action(h, rec.Ref)
		a.Title = a.Title.With(a.Title.Source, "What somebody else says")
		d.Body = &a
	})
	drafts := h.Lines("draft")
	sent.Set("title."+h.Read(rec.Ref).Body.(*strategy.Action).Title.Source, "What I say")
	if p := c.Check(path, sent); p.Status != http.StatusOK || !strings.Contains(p.Body, "you will see both") || h.Lines("draft") != drafts {
		t.Errorf("%d %s", p.Status, p.Body)
	}
}

// TestOnlyWhoMaySaveMayCheck: a check tells nothing that saving would not.
func TestOnlyWhoMaySaveMayCheck(t *testing.T) {
	h := webtest.Example(t)
	rec := some(h, "action")
	sent := h.As(identity.Planner, webtest.Kurzeme).Get("/en/edit/"+string(rec.Ref)).Form(t, "base").Values
	for name, c := range map[string]*webtest.Client{"visitor": h.Nobody(), "participant": h.As(identity.Participant, webtest.Kurzeme), "neighbour": h.As(identity.Planner, webtest.Klaipeda)} {
		if p := c.Check("/en/edit/"+string(rec.Ref), sent); !p.Refused() || strings.Contains(p.Body, "Everything fits") {
			t.Errorf("%s: %d", name, p.Status)
		}
	}
	if p := h.Nobody().Check("/en/new/action", sent); !p.Refused() {
		t.Errorf("a visitor checks a new one: %d", p.Status)
	}
}
