// SPDX-License-Identifier: EUPL-1.2

package territory_test

import (
	"context"
	"encoding/csv"
	"html"
	"net/http"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// shown is what a judge says of an indicator, as readers of the language see it.
func shown(t *testing.T, h *webtest.House, indicator, region record.Ref, period, lang string) string {
	t.Helper()
	var text string
	ctx := context.Background()
	if err := h.Store.Read(ctx, identity.Nobody(), func(tx *record.ReadTx) error {
		j := evidence.NewJudge(tx)
		p, err := j.Observation(ctx, indicator, region, period)
		if err != nil {
			return err
		}
		i, err := j.Indicator(ctx, indicator)
		text = i.Figure(p.Number.Rat(), lang)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAProfileShowsWhatTheJudgeSays(t *testing.T) {
	h := webtest.Example(t)
	for _, lang := range []string{"lt", "lv", "en"} {
		p := h.Nobody().Get("/" + lang + "/territory/region/kurzeme")
		if p.Status != http.StatusOK {
			t.Fatalf("%s: %d", lang, p.Status)
		}
		body := html.UnescapeString(p.Body)
		for _, region := range []record.Ref{"region/kurzeme", "region/klaipeda-county"} {
			if want := shown(t, h, "indicator/population", region, "2021", lang); !strings.Contains(body, want) {
				t.Errorf("%s: %s of %s is not on the page", lang, want, region)
			}
		}
		for _, want := range []string{"<svg", "demo_r_pjangrp3", `class="thread"`} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the page lacks %q", lang, want)
			}
		}
	}
}

func TestRegionsStandSideBySide(t *testing.T) {
	h := webtest.Example(t)
	c := h.Nobody()
	p := c.Get("/en/territory/compare?region=latvia&region=lithuania&region=estonia&region=latvia&region=zemgale&region=vidzeme")
	if p.Location != "/en/territory/region/latvia?with=lithuania%2Cestonia%2Czemgale" {
		t.Fatalf("the comparison leads to %s", p.Location)
	}
	body := c.Follow(p).Body
	for _, want := range []string{"Latvia, Lithuania, Estonia and Zemgale", shown(t, h, "indicator/gdp-per-head", "region/lithuania", "2013", "en")} {
		if !strings.Contains(html.UnescapeString(body), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if n := h.Statements(func() { c.Get("/en/territory/region/kurzeme") }); n > 12 {
		t.Errorf("a profile costs %d statements", n)
	}
	if p := c.Get("/en/territory/compare"); p.Location != "/en/territory" {
		t.Errorf("nothing chosen leads to %q", p.Location)
	}
	if p := c.Get("/en/territory/region/kurzeme?with=nowhere,%3Cscript%3E&indicator=nothing"); p.Status != http.StatusOK || strings.Contains(p.Body, "<script>") {
		t.Errorf("nonsense gives %d", p.Status)
	}
}

func TestFiguresForPrograms(t *testing.T) {
	h := webtest.Example(t)
	p := h.Nobody().Get("/en/territory/region/kurzeme/figures.csv?with=")
	rows, err := csv.NewReader(strings.NewReader(p.Body)).ReadAll()
	if err != nil || p.Header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Fatal(p.Status, err)
	}
	found := false
	for _, r := range rows[1:] {
		if r[0] != "kurzeme" || r[8] == "" || r[10] == "" {
			t.Errorf("a line without region, vintage or licence: %v", r)
		}
		found = found || r[2] == "population" && r[4] == "2021" && r[5] == "236022"
	}
	if !found {
		t.Error("the population of 2021 is not in the file")
	}
}

func TestAnEmptyHouseSaysHowToBegin(t *testing.T) {
	h := webtest.Empty(t)
	for _, lang := range []string{"lt", "lv", "en"} {
		if p := h.Nobody().Get("/" + lang + "/territory"); p.Status != http.StatusOK || !strings.Contains(p.Body, `class="empty"`) {
			t.Errorf("%s: %d", lang, p.Status)
		}
	}
}
