// SPDX-License-Identifier: EUPL-1.2

package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

// readers' pages, where a verdict, a name, an action or what is late may stand.
var readersPages = []string{
	"/lt/", "/lv/", "/en/", "/en/territory/region/kurzeme", "/en/evidence", "/en/evidence/finding/gdp-gap-2010", "/en/strategy", "/en/strategy/plan/klaipeda-2030",
	"/en/actionplan", "/en/actionplan?view=board", "/en/actionplan/action/align-bus-timetables", "/en/guide", "/en/guide/chapter/what-the-numbers-say", "/en/search?q=bus",
}

// keeping is a house whose pages are kept as those of a running one are.
func keeping(h *webtest.House) *webtest.House {
	o := h.Options
	o.MakeAnew, o.Forget = false, true // without memory, so that what a page costs can be told
	kept := *h
	kept.Handler = web.New(o)
	return &kept
}

func TestAKeptPageIsThePageThatWouldBeMade(t *testing.T) {
	for name, h := range map[string]*webtest.House{"sqlite": webtest.Example(t), "postgresql": onPostgres(t)} {
		t.Run(name, func(t *testing.T) {
			h.T = t
			fast := keeping(h)
			same := func(after string) {
				t.Helper()
				for _, path := range readersPages {
					for range 2 {
						made, kept := h.Nobody().Get(path), fast.Nobody().Get(path)
						if made.Status != http.StatusOK || kept.Status != made.Status || kept.Body != made.Body {
							t.Errorf("after %s, %s is not what it would be now", after, path)
						}
						for _, name := range []string{"Content-Type", "Content-Language", "Cache-Control", "Vary", "Content-Security-Policy"} {
							if kept.Header.Get(name) != made.Header.Get(name) {
								t.Errorf("%s: header %s is %q, not %q", path, name, kept.Header.Get(name), made.Header.Get(name))
							}
						}
					}
				}
			}
			same("nothing")
			change(h, func(b *strategy.Action) { b.State = "done" })
			same("a change of an action")
			change(h, func(b *strategy.Action) { b.State = "under_way" })
			h.Clock.Add(400 * 24 * time.Hour) // actions are late now, and nothing was written
			same("a year")
		})
	}
}

func onPostgres(t *testing.T) *webtest.House {
	d := dbtest.Postgres(t)
	webtest.Fill(t, d)
	return webtest.Over(t, d)
}

func change(h *webtest.House, f func(*strategy.Action)) {
	h.Change("action/align-bus-timetables", func(d *record.Draft) { f(d.Body.(*strategy.Action)) })
}

func TestAKeptPageCostsNothingAndIsForReadersAlone(t *testing.T) {
	h := webtest.Example(t)
	fast := keeping(h)
	cost := func(c *webtest.Client, path string) int { return h.Statements(func() { c.Get(path) }) }
	for _, path := range readersPages {
		if first := cost(fast.Nobody(), path); first == 0 {
			t.Errorf("%s cost nothing before it was made", path)
		}
		if again := cost(fast.Nobody(), path); again != 0 {
			t.Errorf("%s cost %d statements once more", path, again)
		}
	}
	planner := fast.As(identity.Planner, webtest.Kurzeme)
	for range 2 {
		p := planner.Get("/en/")
		if !strings.Contains(p.Body, "Rasa") {
			t.Error("somebody signed in gets a page for all")
		}
	}
	if p := fast.Nobody().Get("/en/"); strings.Contains(p.Body, "Rasa") {
		t.Error("a reader gets the page of somebody signed in")
	}
	dark := http.Header{"Cookie": {"sumanus_scheme=dark"}}
	if p := fast.Nobody().Do(http.MethodGet, "/en/", nil, dark); !strings.Contains(p.Body, "dark") || p.Body == fast.Nobody().Get("/en/").Body {
		t.Error("the choice of dark is forgotten")
	}
	if p := fast.Nobody().Get("/en/nowhere"); p.Status != http.StatusNotFound {
		t.Errorf("no page has status %d", p.Status)
	}
	if n := cost(fast.Nobody(), "/en/nowhere"); n == 0 {
		t.Error("a page that is not there is kept")
	}
}

// Whoever writes and whoever reads at once never see a page older than what was committed before they asked.
func TestAKeptPageIsNeverOlderThanTheQuestion(t *testing.T) {
	h := webtest.Example(t)
	fast := keeping(h)
	titles := []string{"First name", "Second name", "Third name", "Fourth name"}
	var readers []chan struct{}
	stop := make(chan struct{})
	for range 3 {
		done := make(chan struct{})
		readers = append(readers, done)
		go func() {
			defer close(done)
			for {
				select {
				case <-stop:
					return
				default:
					fast.Nobody().Get("/en/actionplan/action/align-bus-timetables")
				}
			}
		}()
	}
	for _, title := range titles {
		change(h, func(b *strategy.Action) { b.Title = record.NewText("en", map[string]string{"en": title}) })
		if p := fast.Nobody().Get("/en/actionplan/action/align-bus-timetables"); !strings.Contains(p.Body, title) {
			t.Errorf("the page still does not say %q", title)
		}
	}
	close(stop)
	for _, done := range readers {
		<-done
	}
}

// Who left the tour reads the same kept pages as everybody, but for the first page, which offers it; who is on it has pages of their own.
func TestAKeptPageIsForThoseWhoLeftTheTourToo(t *testing.T) {
	h := webtest.Example(t)
	fast := keeping(h)
	with := func(value string) http.Header { return http.Header{"Cookie": {"sumanus_tour=" + value}} }
	get := func(path string, header http.Header) (p webtest.Page, cost int) {
		cost = h.Statements(func() { p = fast.Nobody().Do(http.MethodGet, path, nil, header) })
		return p, cost
	}
	for _, path := range []string{"/en/evidence", "/en/actionplan", "/en/"} {
		fresh, _ := get(path, nil)
		for i, value := range []string{"left", "nonsense", "left"} {
			left, cost := get(path, with(value))
			if made := h.Nobody().Do(http.MethodGet, path, nil, with(value)); made.Body != left.Body {
				t.Errorf("%s for whoever left the tour is not what would be made", path)
			}
			if first := path == "/en/"; (left.Body == fresh.Body) == first || (cost == 0) == (first && i == 0) {
				t.Errorf("%s with the tour %q: as for others %v, %d statements", path, value, left.Body == fresh.Body, cost)
			}
		}
		if again, cost := get(path, nil); again.Body != fresh.Body || cost != 0 {
			t.Errorf("%s is another after somebody left the tour, by %d statements", path, cost)
		}
		on := with("1.3.overview./")
		touring, _ := get(path, on)
		if made := h.Nobody().Do(http.MethodGet, path, nil, on); made.Body != touring.Body || touring.Body == fresh.Body {
			t.Errorf("%s does not stand on the tour", path)
		}
	}
}
