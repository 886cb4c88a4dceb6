// SPDX-License-Identifier: EUPL-1.2

package territory_test

import (
	"encoding/json"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/webtest"
	codes "github.com/sumanus/sumanus/territory"
)

const outlinesOf = "/en/territory/atlas/regions.geojson?indicator=population"

// told is an answer as other programs read it.
type told struct {
	Type, Attribution string
	Features          []toldOf
}

type toldOf struct {
	Type, ID   string
	Properties map[string]any
	Geometry   struct {
		Type        string
		Coordinates orb.MultiPolygon
	}
}

// outlinesFor asks for outlines as a program does; the reader of files that people bring must be content with them too.
func outlinesFor(t *testing.T, c *webtest.Client, address string) told {
	t.Helper()
	p := c.Get(address)
	if p.Status != http.StatusOK || p.Header.Get("Content-Type") != "application/geo+json" {
		t.Fatalf("%s: %d %s", address, p.Status, p.Header.Get("Content-Type"))
	}
	var fc told
	if err := json.Unmarshal([]byte(p.Body), &fc); err != nil {
		t.Fatal(err)
	}
	if shapes, err := codes.ReadGeoJSON("answer", strings.NewReader(p.Body), ""); err != nil || len(shapes.List) != len(fc.Features) || fc.Type != "FeatureCollection" {
		t.Fatalf("%s: %v", address, err)
	}
	return fc
}

// drawn are the regions among the features, sorted.
func drawn(fc told) (slugs []string) {
	for _, f := range fc.Features {
		if f.Properties["layer"] == "region" {
			slugs = append(slugs, f.ID)
		}
	}
	slices.Sort(slugs)
	return slugs
}

var listed = regexp.MustCompile(`<tr data-region="([^"]+)"`)

func TestTheAtlasIsWholeWithoutAScript(t *testing.T) {
	h := webtest.Example(t)
	for _, lang := range []string{"lt", "lv", "en"} {
		for _, query := range []string{"", "?indicator=population", "?indicator=gdp-per-head&level=municipality", "?indicator=nothing&level=moon"} {
			p := h.Nobody().Get("/" + lang + "/territory/atlas" + query)
			if p.Status != http.StatusOK {
				t.Fatalf("%s%s: %d", lang, query, p.Status)
			}
			for _, want := range []string{"<figure", `class="chart-svg"`, "<details", "Natural Earth", `class="atlas-list"`, `name="indicator"`, `class="atlas-live" hidden data-needs-script`} {
				if !strings.Contains(p.Body, want) {
					t.Errorf("%s%s lacks %q", lang, query, want)
				}
			}
			for _, bad := range []string{" style=", "javascript:", "https://unpkg", "<script>"} {
				if strings.Contains(p.Body, bad) {
					t.Errorf("%s%s has %q", lang, query, bad)
				}
			}
		}
	}
	plain := func(s string) string { return strings.ReplaceAll(html.UnescapeString(s), "\u00a0", " ") }
	want := plain(shown(t, h, "indicator/population", "region/kurzeme", "2021", "lt"))
	body := plain(h.Nobody().Get("/lt/territory/atlas?indicator=population").Body)
	if strings.Count(body, want) < 3 || !strings.Contains(body, "2022 m. balandžio 1 d. laida") {
		t.Errorf("%s or its vintage is not on the map, in the list and in what opens", want)
	}
}

func TestOnlyTheAtlasLoadsTheMap(t *testing.T) {
	h := webtest.Example(t)
	for address, want := range map[string]bool{"/en/territory/atlas": true, "/en/territory": false, "/en/territory/region/kurzeme": false, "/en/": false} {
		p := h.Nobody().Get(address)
		if got := strings.Contains(p.Body, "maplibre"); got != want {
			t.Errorf("%s loads it: %v", address, got)
		}
		policy := p.Header.Get("Content-Security-Policy")
		for _, rule := range []string{"default-src 'none'", "script-src 'self';", "worker-src 'self'", "connect-src 'self'", "style-src 'self';"} {
			if !strings.Contains(policy, rule) {
				t.Errorf("%s: the policy lacks %q: %s", address, rule, policy)
			}
		}
	}
	if p := webtest.Empty(t).Nobody().Get("/en/territory/atlas"); p.Status != http.StatusOK || !strings.Contains(p.Body, `class="empty"`) || strings.Contains(p.Body, "maplibre") {
		t.Errorf("an empty house: %d", p.Status)
	}
}

func TestOutlinesAreThoseOfTheList(t *testing.T) {
	h := webtest.Example(t)
	for _, query := range []string{"indicator=population&level=nuts3", "indicator=births-per-thousand&level=nuts3", "indicator=population&level=municipality"} {
		fc := outlinesFor(t, h.Nobody(), "/en/territory/atlas/regions.geojson?"+query)
		var rows []string
		for _, m := range listed.FindAllStringSubmatch(h.Nobody().Get("/en/territory/atlas?"+query).Body, -1) {
			rows = append(rows, m[1])
		}
		slices.Sort(rows)
		if got := drawn(fc); len(got) < 8 || !slices.Equal(got, rows) {
			t.Errorf("%s: outlines of %v, a list of %v", query, got, rows)
		}
		if !strings.Contains(fc.Attribution, "Natural Earth") {
			t.Errorf("%s: outlines without attribution", query)
		}
		for _, f := range fc.Features {
			rightHanded(t, query, f)
		}
	}
}

// rightHanded asks what RFC 7946 asks of polygons: closed rings of four points and more, outer ones counter-clockwise, holes clockwise,
// degrees with the longitude first.
func rightHanded(t *testing.T, where string, f toldOf) {
	t.Helper()
	m := f.Geometry.Coordinates
	if len(m) == 0 || f.Type != "Feature" || f.Geometry.Type != "MultiPolygon" {
		t.Fatalf("%s: %v is a %s of %d", where, f.ID, f.Geometry.Type, len(m))
	}
	for _, polygon := range m {
		for i, ring := range polygon {
			want := orb.CCW
			if i > 0 {
				want = orb.CW
			}
			if len(ring) < 4 || !ring.Closed() || ring.Orientation() != want {
				t.Errorf("%s: ring %d of %v has %d points, closed %v, direction %v", where, i, f.ID, len(ring), ring.Closed(), ring.Orientation())
			}
		}
	}
	if b := m.Bound(); b.Min[0] < 15 || b.Max[0] > 34 || b.Min[1] < 51 || b.Max[1] > 62 {
		t.Errorf("%s: %v lies at %v", where, f.ID, b)
	}
}

func TestNeighboursKeepTheirBorder(t *testing.T) {
	fc := outlinesFor(t, webtest.Example(t).Nobody(), outlinesOf)
	points := map[string]map[orb.Point]bool{}
	for _, f := range fc.Features {
		set := map[orb.Point]bool{}
		for _, polygon := range f.Geometry.Coordinates {
			for _, ring := range polygon {
				for _, p := range ring {
					set[p] = true
				}
			}
		}
		points[f.ID] = set
	}
	shared := 0
	for p := range points["kurzeme"] {
		if points["klaipeda-county"][p] {
			shared++
		}
	}
	if shared < 5 {
		t.Errorf("Kurzeme and the Klaipėda region share %d points", shared)
	}
}

func TestOutlinesShowWhatTheVisitorMaySee(t *testing.T) {
	h := webtest.Example(t)
	hide := func(ref record.Ref) {
		h.Write(func(tx *record.Tx) error {
			rec, err := tx.Get(t.Context(), ref)
			if err != nil {
				return err
			}
			d := rec.Draft()
			d.Visibility = record.PartnersOnly
			_, err = tx.Change(t.Context(), rec.Revision, d)
			return err
		})
	}
	before := h.Nobody().Get(outlinesOf)
	hide("region/vidzeme")
	stranger, partner := h.Nobody().Get(outlinesOf), h.As(identity.Participant, webtest.Klaipeda)
	if strings.Contains(stranger.Body, "vidzeme") || strings.Contains(h.Nobody().Get("/en/territory/atlas?indicator=population").Body, "Vidzeme") {
		t.Error("a stranger sees a region that is for partners")
	}
	if fc := outlinesFor(t, partner, outlinesOf); !slices.Contains(drawn(fc), "vidzeme") {
		t.Error("a partner does not see it")
	}
	if before.Header.Get("ETag") == stranger.Header.Get("ETag") || before.Header.Get("ETag") == "" {
		t.Error("the outlines changed and their tag did not")
	}
	hide("dataset/population")
	if told := h.Nobody().Get(outlinesOf).Body + h.Nobody().Get("/en/territory/atlas?indicator=population").Body; strings.Contains(told, "dataset/population") || strings.Contains(told, "population@") || strings.Contains(told, "demo_r_pjangrp3") {
		t.Error("a stranger is told of a dataset that is for partners")
	}
}

func TestOutlinesAreSentOnce(t *testing.T) {
	h := webtest.Example(t)
	p := h.Nobody().Get(outlinesOf)
	for _, f := range outlinesFor(t, h.Nobody(), outlinesOf).Features {
		if f.ID == "kurzeme" && (f.Properties["value"] != 236022.0 || f.Properties["period"] != "2021" || f.Properties["code"] != "LV003" || f.Properties["version"] != "2021") {
			t.Errorf("of Kurzeme is told %v", f.Properties)
		}
	}
	tag := p.Header.Get("ETag")
	for asked, want := range map[string]int{tag: http.StatusNotModified, `"other", ` + tag: http.StatusNotModified, "*": http.StatusNotModified, `"other"`: http.StatusOK, "": http.StatusOK} {
		got := h.Nobody().Do(http.MethodGet, outlinesOf, nil, http.Header{"If-None-Match": {asked}})
		if got.Status != want || want == http.StatusNotModified && got.Body != "" {
			t.Errorf("asked with %q: %d and %d bytes", asked, got.Status, len(got.Body))
		}
	}
	packed := h.Nobody().Do(http.MethodGet, outlinesOf, nil, http.Header{"Accept-Encoding": {"gzip"}})
	if packed.Header.Get("Content-Encoding") != "gzip" || len(packed.Body) > 60_000 {
		t.Errorf("%d bytes, %q", len(packed.Body), packed.Header.Get("Content-Encoding"))
	}
	c := h.Nobody()
	for _, address := range []string{"/en/territory/atlas", outlinesOf} {
		if n := h.Statements(func() { c.Get(address) }); n > 12 {
			t.Errorf("%s costs %d statements", address, n)
		}
	}
}
