// SPDX-License-Identifier: EUPL-1.2

package developer_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/api"
	"github.com/sumanus/sumanus/internal/api/example"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// TestEveryExampleCanBeCopied: each example stands on the page whole and to the letter, in every language, for the server it is read on,
// with the button beside it. That the examples work is tested in internal/api.
func TestEveryExampleCanBeCopied(t *testing.T) {
	h := webtest.Example(t)
	code := regexp.MustCompile(`(?s)<code id="type-([^"]+)"[^>]*data-copy[^>]*>(.*?)</code>`)
	for _, l := range i18n.Known() {
		p := h.Nobody().Get("/" + string(l) + "/api")
		if p.Status != http.StatusOK {
			t.Fatalf("%s: %d", l, p.Status)
		}
		shown := map[string]string{}
		for _, m := range code.FindAllStringSubmatch(p.Body, -1) {
			shown[m[1]] = html.UnescapeString(m[2])
		}
		for _, e := range example.All() {
			if shown[e.ID] != e.Curl("http://sumanus.example") {
				t.Errorf("%s: %s is shown as %q", l, e.ID, shown[e.ID])
			}
		}
		if buttons := strings.Count(p.Body, "data-copy-button"); buttons != len(shown) || !strings.Contains(p.Body, "/script/page.js") {
			t.Errorf("%s: %d buttons for %d commands", l, buttons, len(shown))
		}
		if m := regexp.MustCompile(`>[^<]*\bapi\.[a-z]+[.-][a-z0-9.-]*[^<]*<`).FindString(p.Body); m != "" {
			t.Errorf("%s: a key without words: %s", l, m)
		}
	}
}

// TestEveryOperationIsListed: the page lists what the interface does, no more and no less, with the right words for who may ask.
func TestEveryOperationIsListed(t *testing.T) {
	h := webtest.Example(t)
	p := h.Nobody().Get("/en/api")
	listed := 0
	for _, g := range api.Contents(h.Store.Kinds()) {
		if !i18n.For(i18n.LT).Has(g.TitleKey()) {
			t.Errorf("the group %s has no name", g.ID)
		}
		for _, e := range g.Entries {
			listed++
			if !strings.Contains(p.Body, ">"+html.EscapeString(e.Method+" "+e.Path)+"</code>") {
				t.Errorf("%s is not on the page", e.ID)
			}
		}
	}
	if all := len(api.New(h.Store, api.Options{}).Operations()); listed != all {
		t.Errorf("%d of %d operations are listed", listed, all)
	}
}

// TestThePageLeadsToTheKeyAndTheDescription: the way to a key ends on the part of the account page that makes them.
func TestThePageLeadsToTheKeyAndTheDescription(t *testing.T) {
	h := webtest.Example(t)
	p := h.Nobody().Get("/lt/api")
	for _, want := range []string{`href="/lt/account#tokens"`, `href="/api/openapi.json?lang=lt"`, `href="/api/openapi.yaml?lang=lt"`, `href="/api/v1/changes.atom?lang=lt"`, `href="/lt/api" aria-current="page"`} {
		if !strings.Contains(p.Body, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if own := h.As(identity.Planner, webtest.Kurzeme).Get("/lt/api"); own.Status != http.StatusOK {
		t.Errorf("a planner gets %d", own.Status)
	}
}
