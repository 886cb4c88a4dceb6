// SPDX-License-Identifier: EUPL-1.2

package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/web"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func TestTheFirstAddressSpeaksTheLanguageOfTheBrowser(t *testing.T) {
	h := webtest.Empty(t)
	for header, want := range map[string]string{"": "/en/", "lv": "/lv/", "de, lt;q=0.5": "/lt/", "fr": "/en/"} {
		c := h.Nobody()
		p := c.Do(http.MethodGet, "/", nil, http.Header{"Accept-Language": {header}})
		if p.Status != http.StatusSeeOther || p.Location != want {
			t.Errorf("%q: %d %s, want %s", header, p.Status, p.Location, want)
		}
	}
	c := h.Nobody()
	c.Get("/lt/")
	if p := c.Do(http.MethodGet, "/", nil, http.Header{"Accept-Language": {"lv"}}); p.Location != "/lt/" {
		t.Errorf("the language last read is forgotten: %s", p.Location)
	}
}

func TestAPageKeepsTheBrowserSafe(t *testing.T) {
	h := webtest.Example(t)
	for _, path := range []string{"/lt/", "/lv/nowhere", "/assets/x/sumanus.css"} {
		p := h.Nobody().Get(path)
		if p.Header.Get("Content-Security-Policy") != site.Policy || p.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s lacks its headers", path)
		}
		if strings.Contains(p.Body, "style=\"") || strings.Contains(p.Body, "<script>") || strings.Contains(p.Body, "onclick") {
			t.Errorf("%s has a script or a style in line", path)
		}
	}
}

func TestWhatIsNotThereIsSaidInTheLanguageOfThePage(t *testing.T) {
	h := webtest.Example(t)
	for lang, want := range map[string]string{"lt": "Tokio puslapio nėra", "lv": "Šādas lapas nav", "en": "There is no such page"} {
		p := h.Nobody().Get("/" + lang + "/nowhere/at/all")
		if p.Status != http.StatusNotFound || !strings.Contains(p.Body, want) || !strings.Contains(p.Body, `lang="`+lang+`"`) {
			t.Errorf("%s: %d %.300s", lang, p.Status, p.Body)
		}
	}
	if p := h.Nobody().Get("/sv/"); p.Status != http.StatusNotFound {
		t.Errorf("a language nobody speaks gives %d", p.Status)
	}
	if p := h.Nobody().Get("/lt/overview/"); p.Location != "/lt/overview" {
		t.Errorf("a stroke at the end leads to %q", p.Location)
	}
}

func TestAFormFromAnotherSiteIsRefused(t *testing.T) {
	h := webtest.Empty(t)
	c := h.Nobody()
	p := c.Do(http.MethodPost, "/lt/scheme", strings.NewReader("scheme=dark"), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://elsewhere.example"}})
	if p.Status != http.StatusForbidden {
		t.Errorf("it gives %d", p.Status)
	}
	p = c.Do(http.MethodPost, "/lt/scheme", strings.NewReader("scheme=dark"), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Sec-Fetch-Site": {"same-origin"}, "Referer": {"http://sumanus.example/lt/overview?x=1"}})
	if p.Status != http.StatusSeeOther || p.Location != "/lt/overview?x=1" {
		t.Errorf("the site's own form gives %d %s", p.Status, p.Location)
	}
	if p := c.Get("/lt/"); !strings.Contains(p.Body, `data-scheme="dark"`) {
		t.Error("the choice is forgotten")
	}
}

func TestAddressesLeadNowhereElse(t *testing.T) {
	for _, bad := range []string{"https://elsewhere.example/", "//elsewhere.example/x", "/\\elsewhere.example", "elsewhere", "javascript:alert(1)", ""} {
		if got, ok := site.Local(bad); ok {
			t.Errorf("%q is taken for %q", bad, got)
		}
	}
	if got, ok := site.Local("/lt/evidence?x=1"); !ok || got != "/lt/evidence?x=1" {
		t.Errorf("a good one gives %q", got)
	}
}

// TestPageLeadsToTheRecord: what leads to a record from elsewhere, such as a feed, finds its page, of every kind.
func TestPageLeadsToTheRecord(t *testing.T) {
	h := webtest.Example(t)
	for _, a := range h.Site.Areas() {
		for _, kind := range a.Kinds {
			ref := one(t, h, kind)
			c := h.Nobody()
			p := c.Get(web.Page("lv", ref))
			if p.Status == http.StatusSeeOther { // the partnership stands on the first page
				p = c.Follow(p)
			}
			if p.Status != http.StatusOK || !strings.Contains(p.Body, `lang="lv"`) {
				t.Errorf("%s: %s gives %d", ref, web.Page("lv", ref), p.Status)
			}
		}
	}
	if got := web.Page("lt", "dragon/none"); got != "/lt/" {
		t.Errorf("what has no page leads to %s", got)
	}
}
