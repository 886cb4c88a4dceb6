// SPDX-License-Identifier: EUPL-1.2

package web_test

import (
	"encoding/csv"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

var update = flag.Bool("update", false, "write routes.csv anew; read the difference before you commit it")

// line is a route as routes.csv has it.
func line(r site.Route) []string {
	return []string{r.Method, r.Path, string(r.Needs.Scope), r.Needs.Kind, string(r.Needs.Verb)}
}

// TestEveryRouteIsReviewed: routes.csv says a second time which right every address needs. A route that is not in it fails here.
func TestEveryRouteIsReviewed(t *testing.T) {
	var have [][]string
	for _, r := range webtest.Empty(t).Site.Routes() {
		have = append(have, line(r))
	}
	slices.SortFunc(have, func(a, b []string) int { return strings.Compare(a[1]+" "+a[0], b[1]+" "+b[0]) })
	have = append([][]string{{"method", "path", "scope", "kind", "verb"}}, have...)
	if *update {
		var b strings.Builder
		if err := csv.NewWriter(&b).WriteAll(have); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("routes.csv", []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile("routes.csv")
	if err != nil {
		t.Fatal(err)
	}
	want, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range have {
		if !slices.ContainsFunc(want, func(w []string) bool { return slices.Equal(w, h) }) {
			t.Errorf("%s is not in routes.csv: say there which right it needs, after thinking about it", strings.Join(h, ","))
		}
	}
	for _, w := range want {
		if !slices.ContainsFunc(have, func(h []string) bool { return slices.Equal(w, h) }) {
			t.Errorf("routes.csv has %s, which is no route", strings.Join(w, ","))
		}
	}
}

// TestWhatChangesIsPosted: a page that only shows needs no right to change, and what needs such a right is not reached by a link alone.
func TestWhatChangesIsPosted(t *testing.T) {
	for _, r := range webtest.Empty(t).Site.Routes() {
		if r.Method != "GET" && r.Method != "POST" {
			t.Errorf("%s %s: a form can only GET and POST", r.Method, r.Path)
		}
		if r.Serve == nil {
			t.Errorf("%s does nothing", r.Path)
		}
	}
}
