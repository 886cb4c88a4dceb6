// SPDX-License-Identifier: EUPL-1.2

package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

// Every page that can be read is the same, letter by letter, whichever database stands under it: what is sorted, folded, counted or left
// out must not depend on it.
func TestEveryPageIsTheSameOnBothDatabases(t *testing.T) {
	small, large := webtest.Example(t), onPostgres(t)
	compared := 0
	compare := func(path string) {
		t.Helper()
		for _, role := range []identity.Role{identity.Visitor, identity.Planner, identity.Administrator} {
			ask := func(h *webtest.House) webtest.Page {
				if role == identity.Visitor {
					return h.Nobody().Get(path)
				}
				return h.As(role, webtest.Kurzeme).Get(path)
			}
			a, b := ask(small), ask(large)
			compared++
			if a.Status != b.Status || a.Location != b.Location || a.Body != b.Body {
				t.Errorf("%s as %s: %d on SQLite, %d on PostgreSQL\n%s", path, role, a.Status, b.Status, difference(a.Body, b.Body))
			}
		}
	}
	for _, path := range readersPages {
		compare(path)
	}
	for _, path := range []string{"/lt/search?q=pletros", "/lv/search?q=regiona+attistiba", "/lt/search?q=%25_%27", "/lt/actionplan?view=timeline", "/lv/evidence?q=iedzivotaji",
		"/lt/territory/compare?region=kurzeme&region=klaipeda"} {
		compare(path)
	}
	for _, route := range small.Site.Routes() {
		if route.Method != http.MethodGet {
			continue
		}
		for _, kind := range kindsOf(t, small, route) {
			slug := "any"
			if route.Needs.Scope == site.OneRecord {
				slug = one(t, small, kind).Slug()
			}
			path := filled("/lt" + strings.NewReplacer("{slug}", slug, "{kind}", kind).Replace(route.Path))
			if path != "/lt/operation" { // it names its database
				compare(path)
			}
		}
	}
	t.Logf("compared %d pages", compared)
	if compared < 300 {
		t.Errorf("only %d pages were compared", compared)
	}
}

// difference is where two texts begin to differ, with what stands around.
func difference(a, b string) string {
	k := 0
	for k < len(a) && k < len(b) && a[k] == b[k] {
		k++
	}
	around := func(s string) string { return s[max(0, min(k, len(s))-80):min(len(s), k+120)] }
	return "  " + around(a) + "\n  " + around(b)
}
