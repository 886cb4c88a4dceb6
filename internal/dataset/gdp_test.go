// SPDX-License-Identifier: EUPL-1.2

package dataset_test

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/open"
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

// cubeOf reads a file by the codecs alone, so that counts are told without this package.
func cubeOf(t *testing.T, shared string) *statistics.Cube {
	t.Helper()
	f, err := os.Open(testkit.Shared(t, shared))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	r, err := open.Open(shared, f)
	if err != nil {
		t.Fatal(err)
	}
	c, err := statistics.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var klaipedaRenames = []dataset.Rename{{From: "LT001", To: "LT021"}, {From: "LT002", To: "LT022"}, {From: "LT003", To: "LT023"},
	{From: "LT004", To: "LT024"}, {From: "LT005", To: "LT025"}, {From: "LT006", To: "LT026"}, {From: "LT007", To: "LT027"},
	{From: "LT008", To: "LT028"}, {From: "LT009", To: "LT029"}, {From: "LT00A", To: "LT011"}}

// expectGDP counts by brute force what became of every value of the old edition.
func expectGDP(t *testing.T) (revised, sameNumber, gone, notAsked, added int64) {
	before, after := cubeOf(t, gdp2013), cubeOf(t, gdp2021)
	to, units, places := map[string]string{}, map[string]bool{}, map[string]bool{}
	for _, r := range klaipedaRenames {
		to[r.From] = r.To
	}
	for _, s := range after.Series {
		units[s.Key[1]], places[s.Key[2]] = true, true
	}
	// Estonia's regions of 2013 are other territories than those of 2021, also where a code is the same: nothing to compare.
	other := map[string]bool{"EE006": true, "EE007": true, "EE008": true, "EE004": true, "EE001": true}
	known := map[[3]string]bool{}
	oldUnits, oldPlaces := map[string]bool{}, map[string]bool{}
	for _, s := range before.Series {
		place := s.Key[1]
		if n, ok := to[place]; ok {
			place = n
		}
		oldUnits[s.Key[0]], oldPlaces[place] = true, true
		for _, o := range s.Observations {
			if o.Value == "" || other[place] {
				continue
			}
			known[[3]string{s.Key[0], place, o.Period}] = true
			n, ok := after.Find(o.Period, "A", s.Key[0], place)
			switch {
			case ok && n.Value != "":
				if c, _ := statistics.CompareDecimals(o.Value, n.Value); c != 0 {
					revised++
				} else {
					sameNumber++
				}
			case ok || units[s.Key[0]] && places[place]:
				gone++
			default:
				notAsked++
			}
		}
	}
	for _, s := range after.Series {
		for _, o := range s.Observations {
			if o.Value != "" && !other[s.Key[2]] && oldUnits[s.Key[1]] && oldPlaces[s.Key[2]] && !known[[3]string{s.Key[1], s.Key[2], o.Period}] {
				added++
			}
		}
	}
	return
}

func TestGDPFromOneTerritoryVersionToTheNext(t *testing.T) {
	revised, sameNumber, gone, notAsked, added := expectGDP(t)
	t.Logf("by brute force: %d revised, %d the same, %d gone, %d not asked, %d added", revised, sameNumber, gone, notAsked, added)
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h, reps := gdpHouse(t, d)
		first, second := reps[0], reps[1]
		if first.Series != 10808 || first.Observations != 10808*15 || first.Previous != "" || first.Territory.Version != "2013" || len(first.Territory.Ambiguous) < 2 {
			t.Errorf("first: %+v", first)
		}
		if diff := cmp.Diff(first.Assumed, []dataset.CodeOf{{Dimension: "freq", Code: "A"}}); diff != "" {
			t.Error(diff)
		}
		if second.Series != 12453 || second.Previous != "2016-02-26" || second.Territory.Version != "2021" || second.Unchanged {
			t.Errorf("second: %d series, %+v", second.Series, second.Territory)
		}
		if diff := cmp.Diff(second.Renamed, klaipedaRenames); diff != "" {
			t.Error(diff)
		}
		if second.Revised != revised || second.Gone != gone || second.Added != added {
			t.Errorf("%d revised, %d gone, %d added; by brute force %d, %d, %d", second.Revised, second.Gone, second.Added, revised, gone, added)
		}
		// The brute force leaves out Estonia's regions, which the newer file does not ask for.
		if second.NotAsked <= notAsked || second.NotAsked > notAsked+1500 {
			t.Errorf("%d not asked, by brute force %d and Estonia", second.NotAsked, notAsked)
		}
		h.read(func(tx *record.ReadTx, r *dataset.Reader) { checkGDP(t, h, tx, r, second) })
	})
}

func checkGDP(t *testing.T, h *house, tx *record.ReadTx, r *dataset.Reader, second dataset.Report) {
	for _, c := range []struct{ region, vintage, period, value, code, version string }{
		{"klaipeda-county", "2016-02-26", "2010", "10000", "LT003", "2013"},
		{"kurzeme", "2016-02-26", "2010", "6600", "LV003", "2013"},
		{"klaipeda-county", "", "2010", "10000", "LT023", "2021"},
		{"kurzeme", "", "2010", "6700", "LV003", "2021"},
		{"kurzeme", "", "2020", "11800", "LV003", "2021"},
	} {
		q := dataset.Query{Dataset: "dataset/gdp", Select: map[string]string{"unit": "EUR_HAB"}, Region: record.NewRef("region", c.region), Period: c.period, Vintage: c.vintage}
		o, err := r.Value(ctx, q)
		if err != nil || o.Value != c.value || o.Code != c.code || o.Vintage.Territory != c.version || o.Reason != dataset.NoReason || o.Vintage.Attribution == "" {
			t.Errorf("%+v gives %+v, %v", c, o, err)
		}
	}
	klaipeda := dataset.Query{Dataset: "dataset/gdp", Select: map[string]string{"unit": "EUR_HAB"}, Region: "region/klaipeda-county", Vintage: "2016-02-26"}
	old, err := r.Chosen(ctx, klaipeda)
	if err != nil {
		t.Fatal(err)
	}
	klaipeda.Vintage = ""
	now, _ := r.Chosen(ctx, klaipeda)
	if old.SeriesKey != now.SeriesKey || old.SeriesKey == "" {
		t.Errorf("one series has two keys: %q and %q", old.SeriesKey, now.SeriesKey)
	}
	periods, err := r.Periods(ctx, klaipeda)
	if err != nil || periods[0] != "2000" || periods[len(periods)-1] != "2020" || !slices.Contains(periods, "2015") {
		t.Errorf("periods %v, %v", periods, err)
	}
	changed, err := dataset.Changed(ctx, tx, "dataset/gdp", "2016-02-26", "2023-02-21")
	if err != nil {
		t.Fatal(err)
	}
	if len(changed.Series) != len(second.Changes.Series) || !changed.Territory {
		t.Errorf("%d series changed, the report had %d", len(changed.Series), len(second.Changes.Series))
	}
	s, ok := changed.Has(now.SeriesKey)
	if !ok || s.Appeared || s.Went || !s.Newer || !slices.ContainsFunc(s.Values, func(v dataset.ValueChange) bool { return v.Period == "2015" && v.Old == "" && v.New == "13200" }) {
		t.Errorf("Klaipėda changed so: %v %+v", ok, s)
	}
	kurzeme, _ := r.Chosen(ctx, dataset.Query{Dataset: "dataset/gdp", Select: map[string]string{"unit": "EUR_HAB"}, Region: "region/kurzeme"})
	s, ok = changed.Has(kurzeme.SeriesKey)
	if !ok || !slices.ContainsFunc(s.Values, func(v dataset.ValueChange) bool {
		return v.Period == "2010" && v.Old == "6600" && v.New == "6700" && v.NumberMoved
	}) {
		t.Errorf("Kurzeme changed so: %v %+v", ok, s)
	}
	// The Kurzeme of 2024 has no code in these tables: it is another territory.
	o, err := r.Value(ctx, dataset.Query{Dataset: "dataset/gdp", Select: map[string]string{"unit": "EUR_HAB"}, Region: "region/kurzeme-2024", Period: "2010"})
	if err != nil || o.Reason != dataset.OtherRegion || o.Value != "" {
		t.Errorf("%+v, %v", o, err)
	}
}
