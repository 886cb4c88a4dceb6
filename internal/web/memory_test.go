// SPDX-License-Identifier: EUPL-1.2

package web_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

// forgetting is the same house, whose pages are made from the database alone.
func forgetting(h *webtest.House) *webtest.House {
	o := h.Options
	o.Forget = true
	plain := *h
	plain.Handler = web.New(o)
	return &plain
}

// showing are all addresses of pages, one for each route, with the records that tests look at.
func showing(t *testing.T, h *webtest.House) []string {
	t.Helper()
	var all []string
	for _, route := range h.Site.Routes() {
		if route.Method != http.MethodGet || strings.Contains(route.Path, "{kind}") {
			continue
		}
		kind, slug := route.Needs.Kind, "any"
		if route.Needs.Scope == site.OneRecord && kind != "" {
			slug = one(t, h, kind).Slug()
		}
		all = append(all, "/en"+filled(strings.ReplaceAll(route.Path, "{slug}", slug)))
	}
	return append(all, "/lt/", "/lv/actionplan", "/lt/territory/region/kurzeme", "/en/territory/region/klaipeda?with=kurzeme", "/en/actionplan?view=board", "/en/actionplan?view=timeline",
		"/en/actionplan/action/align-bus-timetables", "/en/history/action/align-bus-timetables", "/en/links/action/align-bus-timetables", "/en/edit/action/align-bus-timetables",
		"/en/search?q=bus", "/en/actionplan?at=2026-11-22")
}

// changing, one after another, what pages show: what is written, whose it is, who may see it, what is there at all, and the day.
var changing = []struct {
	name string
	do   func(t *testing.T, h *webtest.House)
}{
	{"nothing", func(*testing.T, *webtest.House) {}},
	{"an action is done", func(t *testing.T, h *webtest.House) {
		change(h, func(b *strategy.Action) { b.State = "done" })
	}},
	{"an action is for partners alone", func(_ *testing.T, h *webtest.House) {
		arrange(h, "action/align-bus-timetables", record.PartnersOnly)
	}},
	{"an action is private", func(_ *testing.T, h *webtest.House) {
		arrange(h, "action/align-bus-timetables", record.Private)
	}},
	{"a finding is reworded, and waits to be judged", func(_ *testing.T, h *webtest.House) {
		h.Write(func(tx *record.Tx) error {
			rec, err := tx.Get(context.Background(), "finding/gdp-gap-2010")
			if err != nil {
				return err
			}
			d := rec.Draft()
			d.Visibility = record.PartnersOnly
			_, err = tx.Change(context.Background(), rec.Revision, d)
			return err
		})
	}},
	{"it was judged", func(_ *testing.T, h *webtest.House) { h.Settle() }},
	{"an action is gone", func(_ *testing.T, h *webtest.House) {
		h.Write(func(tx *record.Tx) error {
			rec, err := tx.Get(context.Background(), "action/align-bus-timetables")
			if err != nil {
				return err
			}
			return tx.Delete(context.Background(), rec.Ref, rec.Revision)
		})
	}},
	{"a year went by", func(_ *testing.T, h *webtest.House) { h.Clock.Add(400 * 24 * time.Hour) }},
}

// askAs are those who ask, by who they are.
func askAs(h *webtest.House) map[string]*webtest.Client {
	return map[string]*webtest.Client{
		"a visitor": h.Nobody(), "a planner of Kurzeme": h.As(identity.Planner, webtest.Kurzeme), "a planner of Klaipėda": h.As(identity.Planner, webtest.Klaipeda),
		"a participant of Kurzeme": h.As(identity.Participant, webtest.Kurzeme), "an administrator": h.As(identity.Administrator, webtest.Kurzeme),
	}
}

// Every page, for everybody, is the same from memory as from the database alone, whatever was written; and memory itself stays as it was read.
func TestAPageFromMemoryIsThePageFromTheDatabase(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *webtest.House{"sqlite": func(t *testing.T) *webtest.House { return webtest.Example(t) }, "postgresql": onPostgres} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			h.T = t
			plain := forgetting(h)
			pages := showing(t, h)
			for i, c := range changing {
				c.do(t, h)
				some := pages
				if i > 0 || name != "sqlite" { // all once; then those on which what changes is shown
					some = []string{"/lt/", "/en/territory/region/kurzeme", "/en/evidence", "/en/strategy/check", "/en/actionplan", "/en/actionplan/action/align-bus-timetables",
						"/en/guide/chapter/what-the-numbers-say", "/en/history/action/align-bus-timetables"}
				}
				remembering, forgetful := askAs(h), askAs(plain)
				for _, who := range slices.Sorted(maps.Keys(remembering)) {
					for _, path := range some {
						made := forgetful[who].Get(path)
						for range 2 {
							kept := remembering[who].Get(path)
							if k, m := known(kept.Body), known(made.Body); kept.Status != made.Status || k != m {
								t.Fatalf("%s: %s sees %s otherwise from memory:\n%s", c.name, who, path, differing(k, m))
							}
						}
					}
				}
				unchanged(t, h)
			}
		})
	}
}

// drafted is the name of a new draft, which every form makes up anew.
var drafted = regexp.MustCompile(`\bnew-[0-9a-f]{8}\b`)

// known takes out of a page what is another each time.
func known(page string) string { return drafted.ReplaceAllString(page, "new") }

// differing gives the first lines that differ.
func differing(a, b string) string {
	x, y := strings.Split(a, "<"), strings.Split(b, "<")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("memory   <%s\ndatabase <%s", x[i], y[i])
		}
	}
	return fmt.Sprintf("%d parts, not %d", len(x), len(y))
}

// unchanged compares every record in memory with the one in the database: a page that changed what it was given would show here.
func unchanged(t *testing.T, h *webtest.House) {
	t.Helper()
	ctx := context.Background()
	form := func(read func(context.Context, record.Actor, func(*record.ReadTx) error) error) map[record.Ref][]byte {
		out := map[record.Ref][]byte{}
		if err := read(ctx, identity.AtTheMachine(), func(tx *record.ReadTx) error {
			for _, kind := range tx.Kinds().Kinds() {
				all, err := tx.All(ctx, kind.Name)
				if err != nil {
					return err
				}
				for _, rec := range all {
					b, err := record.Canonical(map[string]any{"body": rec.Body, "stated": rec.Stated, "owner": rec.Owner, "co": rec.CoOwners, "visibility": rec.Visibility, "revision": rec.Revision,
						"links": tx.LinksOf(rec), "changed": rec.Changed, "hash": rec.Hash, "title": rec.Title()})
					if err != nil {
						return err
					}
					out[rec.Ref] = b
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	memory, database := form(h.Store.ReadKept), form(h.Store.Read)
	if len(memory) != len(database) || len(database) < 50 {
		t.Errorf("%d records in memory, %d in the database", len(memory), len(database))
	}
	for ref, b := range database {
		if !bytes.Equal(memory[ref], b) {
			t.Errorf("%s is otherwise in memory: %s", ref, memory[ref])
		}
	}
}

// Whoever is shown something from memory is shown nothing that was written over before they asked, also while others write and read.
func TestAPageFromMemoryIsNeverOlderThanTheQuestion(t *testing.T) {
	h := webtest.Example(t)
	path := "/en/actionplan/action/align-bus-timetables"
	stop := make(chan struct{})
	var readers []chan struct{}
	for range 3 {
		done := make(chan struct{})
		readers = append(readers, done)
		c := h.As(identity.Planner, webtest.Kurzeme)
		go func() {
			defer close(done)
			for {
				select {
				case <-stop:
					return
				default:
					c.Get(path)
				}
			}
		}()
	}
	planner := h.As(identity.Planner, webtest.Klaipeda)
	for i := range 12 {
		title := fmt.Sprintf("Name %d of the action", i)
		change(h, func(b *strategy.Action) { b.Title = record.NewText("en", map[string]string{"en": title}) })
		for range 3 {
			if p := planner.Get(path); !strings.Contains(p.Body, title) {
				t.Fatalf("the page still does not say %q", title)
			}
		}
	}
	close(stop)
	for _, done := range readers {
		<-done
	}
}
