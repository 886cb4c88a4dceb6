// SPDX-License-Identifier: EUPL-1.2

package search_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func TestSearchFindsInAnyLanguageAndMarksTheWords(t *testing.T) {
	h := webtest.Example(t)
	for query, want := range map[string]string{"gyventoj": "<mark>", "GYVENTOJ": "<mark>", "iedzivot": "<mark>", "population": "<mark>", "Kurzeme": "<mark>"} {
		for _, lang := range []string{"lt", "lv", "en"} {
			if p := h.Nobody().Get("/" + lang + "/search?q=" + query); p.Status != http.StatusOK || !strings.Contains(p.Body, want) || strings.Contains(p.Body, "search.") && strings.Contains(p.Body, ">search.") {
				t.Errorf("%s: %s finds nothing: %d", lang, query, p.Status)
			}
		}
	}
	p := h.Nobody().Get("/en/search?q=region")
	if !strings.Contains(p.Body, "kind=") || !strings.Contains(p.Body, "rel=\"next\"") {
		t.Error("many things found are neither narrowed nor paged")
	}
	narrowed := h.Nobody().Get("/en/search?q=region&kind=region")
	if strings.Count(narrowed.Body, `class="found"`) == 0 || strings.Contains(narrowed.Body, "/en/strategy/measure/") {
		t.Error("narrowing to regions shows other kinds or nothing")
	}
}

func TestSearchSaysWhatToDoWhenNothingIsFound(t *testing.T) {
	h := webtest.Example(t)
	for path, want := range map[string]string{
		"/lt/search":              "Įrašykite vieną ar kelis žodžius",
		"/lt/search?q=%20":        "Įrašykite vieną ar kelis žodžius",
		"/lt/search?q=qwertzuiop": "Nieko nerasta",
		"/lv/search?q=qwertzuiop": "Nekas nav atrasts",
		"/en/search?q=%3Cscript":  "Nothing found",
		"/en/search?q=.,-":        "Nothing found",
		"/en/search?q=a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r": "at most",
		"/en/search?q=region&kind=dragon&page=-3":          "records found",
		"/en/search?q=region&page=9999":                    "records found",
	} {
		p := h.Nobody().Get(path)
		if p.Status != http.StatusOK || !strings.Contains(p.Body, want) || strings.Contains(p.Body, "<script>") {
			t.Errorf("%s: %d, not %q", path, p.Status, want)
		}
	}
}

func TestSearchHidesWhatMayNotBeSeen(t *testing.T) {
	h := webtest.Example(t)
	ctx := context.Background()
	h.Write(func(tx *record.Tx) error {
		all, err := tx.All(ctx, "action")
		if err != nil {
			return err
		}
		d := all[0].Draft()
		d.Owner, d.CoOwners, d.Visibility = webtest.Kurzeme, nil, record.Private
		for _, text := range record.Texts(d.Body) {
			if text.Path == "title" {
				*text.Text = record.NewText("en", map[string]string{"en": "Xylophone hidden"})
			}
		}
		_, err = tx.Change(ctx, all[0].Revision, d)
		return err
	})
	if p := h.Nobody().Get("/en/search?q=xylophone"); !strings.Contains(p.Body, "Nothing found") {
		t.Error("a visitor learns of it")
	}
	if p := h.As(identity.Planner, webtest.Klaipeda).Get("/en/search?q=xylophone"); !strings.Contains(p.Body, "Nothing found") {
		t.Error("a partner learns of it")
	}
	if p := h.As(identity.Planner, webtest.Kurzeme).Get("/en/search?q=xylophone"); !strings.Contains(p.Body, "<mark>Xylophone</mark>") {
		t.Error("its owner does not find it")
	}
}
