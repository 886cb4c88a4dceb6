// SPDX-License-Identifier: EUPL-1.2

package dataset_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
)

func TestWhyThereIsNoValue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		h.region("kurzeme", "nuts3", "2021:LV003")
		h.region("kurzeme-2024", "nuts3", "2024:LV00B")
		h.region("latgale", "nuts3", "2021:LV005")
		ref := h.dataset("d", "freq=A", "unit", "geo")
		h.mustImport(ref, "unit,geo,time,value,status\nE,LV003,2012,3,bp\nE,LV003,2009,0,\nE,LV003,2010,,\nE,LV003,2011,,c\nP,LV007,2010,1,\n",
			dataset.Options{Published: "2020-01-01", Territory: "2021"})
		for _, c := range []struct {
			unit, region, period, label string
			want                        dataset.Reason
		}{
			{"E", "kurzeme", "2009", "", dataset.NoReason},
			{"E", "kurzeme", "2009", "2020-01-01", dataset.NoReason},
			{"E", "kurzeme", "2010", "", dataset.Missing},
			{"E", "kurzeme", "2011", "", dataset.Confidential},
			{"E", "kurzeme", "2008", "", dataset.NotAsked},
			{"E", "kurzeme", "2013", "", dataset.NotAsked},
			{"P", "kurzeme", "2010", "", dataset.Absent}, // both codes were asked for, this product of them is not there
			{"E", "latgale", "2010", "", dataset.NotAsked},
			{"X", "kurzeme", "2010", "", dataset.NotAsked},
			{"E", "kurzeme-2024", "2010", "", dataset.OtherRegion},
			{"E", "kurzeme", "2010", "1999-01-01", dataset.NoVintage},
		} {
			o := h.value(dataset.Query{Dataset: ref, Select: map[string]string{"unit": c.unit}, Region: record.NewRef("region", c.region), Period: c.period, Vintage: c.label})
			if o.Reason != c.want || (o.Value == "") != (c.want != dataset.NoReason) || o.SeriesKey == "" {
				t.Errorf("%+v gives %+v", c, o)
			}
		}
		zero := h.value(dataset.Query{Dataset: ref, Select: map[string]string{"unit": "E", "geo": "LV003"}, Period: "2009"})
		last := h.value(dataset.Query{Dataset: ref, Select: map[string]string{"unit": "E"}, Region: "region/kurzeme", Period: "2012"})
		if zero.Value != "0" || !last.Break || !last.Status.Has(statistics.Provisional) || zero.SeriesKey != last.SeriesKey {
			t.Errorf("%+v\n%+v", zero, last)
		}
		h.read(func(_ *record.ReadTx, r *dataset.Reader) {
			points, err := r.Series(ctx, dataset.Query{Dataset: ref, Select: map[string]string{"unit": "E"}, Region: "region/kurzeme"})
			want := []dataset.Point{{Period: "2009", Value: "0"}, {Period: "2010", Status: statistics.Missing},
				{Period: "2011", Status: statistics.Missing | statistics.Confidential, Flags: "c"}, {Period: "2012", Value: "3", Status: statistics.Break | statistics.Provisional, Flags: "bp"}}
			if diff := cmp.Diff(want, points); diff != "" || err != nil {
				t.Error(diff, err)
			}
		})
	})
}

func TestQuestionsThatCannotBeAsked(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.region("kurzeme", "nuts3", "2021:LV003")
	ref := h.dataset("d", "freq=A", "unit", "geo")
	flat := h.dataset("flat", "unit")
	for _, c := range []struct {
		q   dataset.Query
		key string
	}{
		{dataset.Query{Dataset: "dataset/none", Period: "2010"}, "record.not-found"},
		{dataset.Query{Dataset: "region/kurzeme", Period: "2010"}, "dataset.not-a-dataset"},
		{dataset.Query{Dataset: ref, Region: "region/kurzeme", Period: "2010"}, "dataset.choose-code"},
		{dataset.Query{Dataset: ref, Select: map[string]string{"unit": "E", "sex": "T"}, Region: "region/kurzeme", Period: "2010"}, "dataset.unknown-dimension"},
		{dataset.Query{Dataset: ref, Select: map[string]string{"unit": "E"}, Region: "region/none", Period: "2010"}, "record.not-found"},
		{dataset.Query{Dataset: flat, Select: map[string]string{"unit": "E"}, Region: "region/kurzeme", Period: "2010"}, "dataset.no-regions"},
		{dataset.Query{Dataset: ref, Select: map[string]string{"unit": "E"}, Region: "region/kurzeme", Period: "latest"}, "dataset.bad-period"},
	} {
		h.read(func(_ *record.ReadTx, r *dataset.Reader) {
			if _, err := r.Value(ctx, c.q); !fault.Is(err, c.key) {
				t.Errorf("%+v: %v", c.q, err)
			}
		})
	}
}

// As known on a day: what was published by then, and recorded here by then.
func TestAsKnownOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d) // 2024-01-01
		ref := h.dataset("d", "geo")
		import1 := func(published, value string) {
			h.mustImport(ref, "geo,2010\nXX,"+value+"\n", dataset.Options{Published: published})
		}
		h.clock.Set(time.Date(2024, 2, 1, 12, 0, 0, 0, time.UTC))
		import1("2024-01-15", "1")
		h.clock.Set(time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC))
		import1("2024-06-01", "2") // to be published later than it is recorded
		h.clock.Set(time.Date(2024, 8, 1, 12, 0, 0, 0, time.UTC))
		import1("2024-01-20", "3") // older than the one before, recorded later
		for _, c := range []struct{ day, want string }{
			{"2024-01-31", ""}, {"2024-02-15", "1"}, {"2024-03-15", "1"}, {"2024-06-02", "2"}, {"2024-08-02", "2"}, {"now", "2"},
		} {
			at, err := time.Parse(time.DateOnly, c.day)
			if err != nil {
				at = time.Time{}
			}
			h.readAt(at, func(_ *record.ReadTx, r *dataset.Reader) {
				o, err := r.Value(ctx, dataset.Query{Dataset: ref, Select: map[string]string{"geo": "XX"}, Period: "2010"})
				if err != nil || o.Value != c.want || (c.want == "") != (o.Reason == dataset.NoVintage) {
					t.Errorf("on %s: %+v, %v", c.day, o, err)
				}
			})
		}
		h.read(func(tx *record.ReadTx, r *dataset.Reader) {
			all, err := r.Vintages(ctx, ref)
			if err != nil || len(all) != 3 || all[1].Label != "2024-01-20" {
				t.Errorf("%+v, %v", all, err)
			}
			if _, err := dataset.Changed(ctx, tx, ref, "2024-01-15", "2000-01-01"); !fault.Is(err, "dataset.no-vintage") {
				t.Error(err)
			}
			c, err := dataset.Changed(ctx, tx, ref, "", "2024-01-15")
			if err != nil || len(c.Series) != 1 || !c.Series[0].Appeared {
				t.Errorf("%+v, %v", c, err)
			}
		})
	})
}

// A dataset that may not be seen gives no figures.
func TestHiddenDataset(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.write(func(tx *record.Tx) error {
		_, err := tx.Create(ctx, record.Draft{Ref: "dataset/secret", Owner: "organisation/office", Visibility: record.Private, Body: &dataset.Dataset{
			Title: en("x"), Attribution: "x", Scheme: "NUTS", Dimensions: []dataset.Dimension{{ID: "geo", Role: statistics.RoleGeo}, {ID: "time", Role: statistics.RoleTime}}}})
		return err
	})
	h.mustImport("dataset/secret", "geo,2010\nXX,1\n", dataset.Options{Published: "2020-01-01"})
	err := h.store.Read(ctx, identity.Nobody(), func(tx *record.ReadTx) error {
		_, err := dataset.NewReader(tx).Value(ctx, dataset.Query{Dataset: "dataset/secret", Select: map[string]string{"geo": "XX"}, Period: "2010"})
		return err
	})
	if fault.CodeOf(err) != fault.NotFound {
		t.Error(err)
	}
}
