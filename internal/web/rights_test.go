// SPDX-License-Identifier: EUPL-1.2

package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// asker is a role held in an organisation; the visitor holds none.
type asker struct {
	role identity.Role
	own  bool // in the organisation that owns the record
}

func askers() []asker {
	all := []asker{{identity.Visitor, false}}
	for _, r := range []identity.Role{identity.Participant, identity.Planner, identity.Editor, identity.Coordinator, identity.Administrator} {
		all = append(all, asker{r, true}, asker{r, false})
	}
	return all
}

// granted reads rights.csv once more, in the plainest way: a row for the role, or for everybody, that fits.
func granted(t *testing.T, a asker, verb record.Verb, kind, visibility string) bool {
	t.Helper()
	rows, err := identity.Rights()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if row.Role != a.role && row.Role != identity.Visitor || !slices.Contains(row.Verbs, verb) {
			continue
		}
		if row.Kind != kind && (row.Kind != "*" || kind == identity.House) || row.Visibility != "*" && row.Visibility != visibility {
			continue
		}
		if row.Relation == "own" && (!a.own || row.Role == identity.Visitor) {
			continue
		}
		return true
	}
	return false
}

// TestServerAgreesWithRightsOnEveryRoute asks every route in every role for a record of every visibility, its own and a foreign one,
// and compares whether it was answered with rights.csv.
func TestServerAgreesWithRightsOnEveryRoute(t *testing.T) {
	h := webtest.Example(t)
	asked := 0
	for _, route := range h.Site.Routes() {
		for _, kind := range kindsOf(t, h, route) {
			asked += askRoute(t, h, route, kind)
		}
	}
	if asked < 40 {
		t.Errorf("only %d questions were asked", asked)
	}
	t.Logf("asked %d times", asked)
}

// kindsOf lists the kinds an address is asked with: its own, or several where it takes any. An address that takes any kind is served by
// one piece of code, and the rights tell kinds apart only where they name them: so it is asked with those, and with one that is not named.
func kindsOf(t *testing.T, h *webtest.House, route site.Route) []string {
	t.Helper()
	if route.Needs.Kind != "" || !strings.Contains(route.Path, "{kind}") {
		return []string{route.Needs.Kind}
	}
	all := []string{"action"}
	rows, err := identity.Rights()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if _, err := h.Store.Kinds().Kind(row.Kind); err == nil {
			all = append(all, row.Kind)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func askRoute(t *testing.T, h *webtest.House, route site.Route, kind string) (asked int) {
	t.Helper()
	visibilities := []record.Visibility{record.Public}
	if route.Needs.Scope == site.OneRecord {
		visibilities = []record.Visibility{record.Public, record.PartnersOnly, record.Private}
	}
	for _, v := range visibilities {
		slug := "any"
		var ref record.Ref
		if route.Needs.Scope == site.OneRecord {
			ref = one(t, h, kind)
			slug = ref.Slug()
			before := h.Read(ref).Draft()
			defer restore(h, ref, before)
		}
		for _, a := range askers() {
			if ref != "" {
				arrange(h, ref, v)
			}
			c := h.Nobody()
			if a.role != identity.Visitor {
				organisation := webtest.Klaipeda
				if a.own {
					organisation = webtest.Kurzeme
				}
				c = h.As(a.role, organisation)
			}
			path := "/en" + strings.NewReplacer("{slug}", slug, "{kind}", kind).Replace(route.Path)
			path = filled(path)
			var p webtest.Page
			if route.Method == http.MethodGet {
				p = c.Get(path)
			} else {
				p = c.Post(path, url.Values{})
			}
			asked++
			judge(t, route, a, kind, string(v), path, p)
		}
		if ref != "" {
			arrange(h, ref, record.Public) // so that what hangs on it can be asked next
		}
	}
	return asked
}

// filled puts something into what else an address names.
func filled(path string) string {
	for strings.Contains(path, "{") {
		from, to := strings.Index(path, "{"), strings.Index(path, "}")
		path = path[:from] + "1" + path[to+1:]
	}
	return path
}

func judge(t *testing.T, route site.Route, a asker, kind, visibility, path string, p webtest.Page) {
	t.Helper()
	who := fmt.Sprintf("%s %s (%s, own %v, %s)", route.Method, path, a.role, a.own, visibility)
	if p.Status >= 500 {
		t.Errorf("%s broke: %d", who, p.Status)
		return
	}
	signIn := p.Status == http.StatusSeeOther && strings.Contains(p.Location, "/sign-in")
	var want bool
	switch route.Needs.Scope {
	case site.Everyone:
		if p.Status == http.StatusForbidden || signIn && !strings.Contains(route.Path, "sign-") {
			t.Errorf("%s withholds what is for everyone: %d", who, p.Status)
		}
		return
	case site.Members:
		want = a.role != identity.Visitor
		if !want && !signIn || want && signIn {
			t.Errorf("%s: %d %s, wanted to be let in: %v", who, p.Status, p.Location, want)
		}
		return
	case site.OneRecord:
		want = granted(t, a, route.Needs.Verb, kind, visibility) && granted(t, a, record.Read, kind, visibility)
	case site.NewRecord:
		own := asker{a.role, true}
		want = a.role != identity.Visitor && granted(t, own, record.Create, kind, string(record.Public))
	case site.TheHouse:
		own := asker{a.role, true}
		want = a.role != identity.Visitor && granted(t, own, route.Needs.Verb, identity.House, string(record.Private))
	}
	// A page may lack the very thing the test names ("1"); whoever is let in then hears that it is not there.
	refused := p.Refused()
	if want && p.Status == http.StatusNotFound && strings.Contains(strings.NewReplacer("{slug}", "", "{kind}", "").Replace(route.Path), "{") {
		refused = false
	}
	if refused == want {
		t.Errorf("%s: %d %s, rights.csv says %v", who, p.Status, p.Location, want)
	}
}

// one gives the reference of some record of a kind of the example.
func one(t *testing.T, h *webtest.House, kind string) record.Ref {
	t.Helper()
	var ref record.Ref
	err := h.Store.Read(context.Background(), identity.AtTheMachine(), func(tx *record.ReadTx) error {
		all, err := tx.All(context.Background(), kind)
		if len(all) > 0 {
			ref = all[0].Ref
		}
		return err
	})
	if err != nil || ref == "" {
		t.Fatalf("the example has no %s: %v", kind, err)
	}
	return ref
}

// restore puts a record back as it was: what hangs on it must not hide with it in the questions about other kinds.
func restore(h *webtest.House, ref record.Ref, before record.Draft) {
	ctx := context.Background()
	h.Write(func(tx *record.Tx) error {
		rec, err := tx.Get(ctx, ref)
		if err != nil {
			if rec, err = tx.Restore(ctx, ref); err != nil {
				return err
			}
		}
		_, err = tx.Change(ctx, rec.Revision, before)
		return err
	})
}

// arrange makes a record one of Kurzeme's with a visibility, and brings it back when a question before has deleted it.
func arrange(h *webtest.House, ref record.Ref, v record.Visibility) {
	ctx := context.Background()
	h.Write(func(tx *record.Tx) error {
		rec, err := tx.Get(ctx, ref)
		if err != nil {
			if rec, err = tx.Restore(ctx, ref); err != nil {
				return err
			}
		}
		d := rec.Draft()
		d.Owner, d.CoOwners, d.Visibility = webtest.Kurzeme, nil, v
		_, err = tx.Change(ctx, rec.Revision, d)
		return err
	})
}
