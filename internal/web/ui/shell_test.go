// SPDX-License-Identifier: EUPL-1.2

package ui_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/web/ui"
)

func TestShellInEveryLanguage(t *testing.T) {
	for _, l := range i18n.Known() {
		got := render(t, ui.Shell(page(l)))
		for _, f := range examine(got) {
			t.Errorf("%s: %s", l, f)
		}
		all, _ := read(got)
		count := map[string]int{}
		for _, e := range all {
			count[e.tag]++
		}
		if count["h1"] != 1 || count["main"] != 1 || count["title"] != 1 {
			t.Errorf("%s: %v", l, count)
		}
		for _, want := range []string{`<html lang="` + string(l) + `"`, "&lt;prieinamumas&gt;", `value="a&#34;b"`, `action="/undo"`, `name="id" value="7"`, `content="2"`} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %s", l, want)
			}
		}
	}
}

func TestShellSignedOutAsksForLittle(t *testing.T) {
	p := ui.Page{Words: i18n.For(i18n.LV), Title: "Sākums", Home: "/lv", SignInHref: "/lv/sign-in", Scheme: "dark"}
	got := render(t, ui.Shell(p))
	for _, f := range examine(got) {
		t.Error(f)
	}
	for _, absent := range []string{"<nav id=\"areas\"", "role=\"search\"", "class=\"toasts\"", "class=\"thread\"", "http-equiv"} {
		if strings.Contains(got, absent) {
			t.Errorf("%s is there and was not asked for", absent)
		}
	}
	if !strings.Contains(got, `data-scheme="dark"`) || !strings.Contains(got, `href="/lv/sign-in"`) {
		t.Error("scheme or sign-in is missing")
	}
}

func TestShellHoldsItsChildrenAndItsOwnHeading(t *testing.T) {
	p := page(i18n.EN)
	p.Heading = templ.Raw(`<h1 class="sentence">A <b>sentence</b>.</h1>`)
	var b strings.Builder
	ctx := templ.WithChildren(t.Context(), templ.Raw(`<section>the content</section>`))
	if err := ui.Shell(p).Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.Contains(got, "<section>the content</section>") || strings.Count(got, "<h1") != 1 {
		t.Error("children or heading are not there")
	}
}

func TestAddressesOfScriptsAreRefused(t *testing.T) {
	p := page(i18n.EN)
	p.Menu = []ui.Link{{Text: "x", Href: "javascript:alert(1)"}}
	if got := render(t, ui.Shell(p)); strings.Contains(got, "javascript:alert") {
		t.Error("a link runs a script")
	}
}

func TestEveryFileAPageAsksForIsThere(t *testing.T) {
	srv := httptest.NewServer(ui.AssetHandler())
	defer srv.Close()
	got := render(t, ui.Shell(page(i18n.LT)))
	n := 0
	for _, m := range regexp.MustCompile(`"(/assets/[^"]+)"`).FindAllStringSubmatch(got, -1) {
		n++
		r, err := http.Get(srv.URL + m[1])
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if r.StatusCode != 200 || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d, %s", m[1], r.StatusCode, r.Header.Get("Cache-Control"))
		}
	}
	if n < 4 {
		t.Errorf("only %d files are asked for", n)
	}
	css, _ := ui.Asset("sumanus.css")
	for _, m := range regexp.MustCompile(`url\(([^)]+)\)`).FindAllStringSubmatch(string(css), -1) {
		if _, ok := ui.Asset(m[1]); !ok {
			t.Errorf("the stylesheet asks for %s", m[1])
		}
	}
	for path, want := range map[string]int{"/assets/old/logo.svg": 200, "/assets/old/none.css": 404, "/assets/x/../doc.go": 404, "/assets/": 404} {
		w := httptest.NewRecorder()
		ui.AssetHandler().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
		if want == 200 && strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s is kept for ever under a hash that is not its own", path)
		}
	}
	if len(ui.AssetNames()) < 10 {
		t.Error(ui.AssetNames())
	}
}
