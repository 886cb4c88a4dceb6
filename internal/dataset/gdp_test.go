// SPDX-License-Identifier: EUPL-1.2

package dataset_test

import (
	"testing"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/record"
)

const (
	gdp2013 = "data/eurostat/nama_10r_3gdp_nuts2013.tsv.gz"
	gdp2021 = "data/eurostat/estat_nama_10r_3gdp.csv.gz"
)

// gdpHouse has the GDP table in both editions: the codes of 2013 and the codes of 2021.
func gdpHouse(t *testing.T, d db.DB) (*house, [2]dataset.Report) {
	h := newHouse(t, d)
	h.region("klaipeda-county", "nuts3", "2013:LT003", "2016:LT023", "2021:LT023")
	h.region("kurzeme", "nuts3", "2013:LV003", "2016:LV003", "2021:LV003")
	h.region("kurzeme-2024", "nuts3", "2024:LV00B")
	gdp := h.dataset("gdp", "freq=A", "unit", "geo")
	first := h.importFile(gdp, gdp2013, dataset.Options{Published: "2016-02-26"})
	second := h.importFile(gdp, gdp2021, dataset.Options{Published: "2023-02-21"})
	return h, [2]dataset.Report{first, second}
}

func TestGDPFromOneTerritoryVersionToTheNext(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h, reps := gdpHouse(t, d)
		first, second := reps[0], reps[1]
		t.Logf("%+v", first)
		second2 := second
		second2.Changes.Series = nil
		t.Logf("%d changed %+v", len(second.Changes.Series), second2.Renamed)
		t.Logf("%+v", second.Territory)
		t.Log(second.Added, second.Revised, second.StatusOnly, second.Gone, second.NotAsked, second.FirstAsked)
		_ = h
		_ = record.Ref("")
	})
}
