// SPDX-License-Identifier: EUPL-1.2

package api_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/examples"
	"github.com/sumanus/sumanus/internal/api/example"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
)

// TestExamplesWork sends every example that the API is explained with, in order, on both databases.
func TestExamplesWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		files, err := examples.KurzemeKlaipeda()
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range example.All() {
			q := request{method: e.Method, path: e.Path, ifMatch: e.IfMatch, media: e.Media, body: e.Body}
			if e.SignedIn {
				q.token = token(identity.Planner, kurzeme)
			}
			if e.File != "" {
				raw, err := fs.ReadFile(files, e.File)
				if err != nil {
					t.Fatal(err)
				}
				q.body = string(raw)
			}
			r := h.send(q)
			if r.status != e.Status {
				t.Errorf("%s: status %d, want %d: %.500s", e.ID, r.status, e.Status, r.raw)
			}
			for _, l := range i18n.Known() {
				z := i18n.For(l)
				if !z.Has(e.TitleKey()) || !z.Has(e.TextKey()) {
					t.Errorf("%s is not explained in %s", e.ID, l)
				}
			}
			if !slices.Contains(h.api.Operations(), e.Operation) {
				t.Errorf("%s is an example of %s, which there is not", e.ID, e.Operation)
			}
		}
	})
}

func TestCurl(t *testing.T) {
	for _, e := range example.All() {
		c := e.Curl("https://plan.example.org/")
		if !strings.HasSuffix(c, "'https://plan.example.org"+e.Path+"'") || e.SignedIn != strings.Contains(c, "$TOKEN") || strings.Count(c, "'")%2 != 0 {
			t.Errorf("%s: %s", e.ID, c)
		}
	}
}
