// SPDX-License-Identifier: EUPL-1.2

package tour_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// note is the part of a page that speaks of the tour.
func note(p webtest.Page) string {
	m := regexp.MustCompile(`(?s)<section class="tour[^"]*".*?</section>`).FindString(p.Body)
	return html.UnescapeString(m)
}

// TestTheTourIsWalked goes from the offer on the first page to the end, pressing only what stands on the page, in every language.
func TestTheTourIsWalked(t *testing.T) {
	h := webtest.Example(t)
	want := []string{"overview", "finding", "thread", "measure", "action", "publish"}
	kinds := []string{"/", "/evidence/finding/", "/evidence/finding/", "/strategy/measure/", "/actionplan/action/", "/guide/document/"}
	for _, l := range i18n.Known() {
		z, lang := i18n.For(l), "/"+string(l)
		c := h.Nobody()
		p := c.Get(lang + "/")
		if !strings.Contains(note(p), z.T("tour.offer")) {
			t.Fatalf("%s: the first page offers no tour", l)
		}
		for i, id := range want {
			n := regexp.MustCompile(`action="` + lang + `/tour/step">\s*<input type="hidden" name="n" value="(\d+)"`).FindStringSubmatch(p.Body)
			if n == nil {
				t.Fatalf("%s: no way to step %d", l, i+1)
			}
			went := c.Post(lang+"/tour/step", url.Values{"n": {n[1]}})
			if !strings.HasPrefix(went.Location, lang+kinds[i]) {
				t.Errorf("%s: step %s leads to %s", l, id, went.Location)
			}
			p = c.Follow(went)
			if p.Status != http.StatusOK || !strings.Contains(note(p), z.T("tour.step-"+id)) || !strings.Contains(note(p), z.T("tour.step-"+id+"-text")) {
				t.Errorf("%s: step %s says %d %s", l, id, p.Status, note(p))
			}
		}
		if id := "thread"; !strings.Contains(c.Follow(c.Post(lang+"/tour/step", url.Values{"n": {"3"}})).Body, `class="thread"`) {
			t.Errorf("%s: step %s shows no strip", l, id)
		}
		done := c.Post(lang+"/tour/leave", url.Values{"back": {"/guide"}})
		p = c.Follow(done)
		if done.Location != lang+"/guide" || note(p) != "" || !strings.Contains(p.Body, z.T("tour.left")) || !strings.Contains(p.Body, `href="`+lang+`/tour"`) {
			t.Errorf("%s: the end leads to %s with %q", l, done.Location, note(p))
		}
		if p := c.Get(lang + "/"); note(p) != "" {
			t.Errorf("%s: it is offered again: %s", l, note(p))
		}
	}
}

// TestTheTourHoldsNobody: whoever goes elsewhere is shown the way back; whoever declines is left alone; it can be begun again.
func TestTheTourHoldsNobody(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	at := c.Follow(c.Post("/en/tour/step", url.Values{"n": {"2"}}))
	if !strings.Contains(note(at), "2 of 6.") {
		t.Fatalf("step 2 says %s", note(at))
	}
	away := note(c.Get("/en/territory"))
	back := regexp.MustCompile(`href="(/en/evidence/finding/[^"]+)"`).FindStringSubmatch(away)
	if back == nil || strings.Contains(away, "tour.step") {
		t.Fatalf("elsewhere it says %s", away)
	}
	if p := c.Get(back[1]); !strings.Contains(note(p), "Next") {
		t.Error("the way back leads to no step")
	}
	c.Post("/en/tour/leave", url.Values{"back": {"https://elsewhere.example/"}})
	if p := c.Get("/en/territory"); note(p) != "" {
		t.Error("it stays after it was left")
	}
	if p := c.Get("/en/tour"); p.Status != http.StatusOK || strings.Count(p.Body, "<h3>") != 6 || !strings.Contains(p.Body, `action="/en/tour/step"`) {
		t.Errorf("it cannot be begun again: %d", p.Status)
	}
	if p := c.Post("/en/tour/leave", url.Values{"back": {"//elsewhere.example/"}}); p.Location != "/en/" {
		t.Errorf("leaving leads to %s", p.Location)
	}
}

// TestTheTourOfAnEmptyHouse says kindly that there is nothing to show, and offers nothing.
func TestTheTourOfAnEmptyHouse(t *testing.T) {
	h := webtest.Empty(t)
	c := h.Nobody()
	if p := c.Get("/lt/"); note(p) != "" {
		t.Error("an empty house offers a tour")
	}
	if p := c.Get("/lt/tour"); p.Status != http.StatusOK || !strings.Contains(p.Body, "Kol kas nėra ko rodyti.") {
		t.Errorf("%d", p.Status)
	}
	if p := c.Post("/lt/tour/step", url.Values{"n": {"1"}}); p.Location != "/lt/tour" {
		t.Errorf("a step leads to %s", p.Location)
	}
}

// TestAForgedStepIsNoTour: what stands in the cookie is anybody's words.
func TestAForgedStepIsNoTour(t *testing.T) {
	h := webtest.Example(t)
	for _, forged := range []string{"x", "1.6.overview", "0.6.overview./", "7.6.overview./", "1.6.dragon./", "1.6.overview.https://elsewhere.example/", "1.6.overview.//elsewhere.example", "1.99.overview./", "...."} {
		p := h.Nobody().Do(http.MethodGet, "/en/territory", nil, http.Header{"Cookie": {"sumanus_tour=" + forged}})
		if p.Status != http.StatusOK || note(p) != "" {
			t.Errorf("%q gives %d %s", forged, p.Status, note(p))
		}
	}
	if p := h.Nobody().Post("/en/tour/step", url.Values{"n": {"99"}}); p.Location != "/en/tour" {
		t.Errorf("step 99 leads to %s", p.Location)
	}
}
