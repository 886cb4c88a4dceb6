// SPDX-License-Identifier: EUPL-1.2

package dataset_test

import (
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/recordtest"
	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/territory"
)

func TestKinds(t *testing.T) { recordtest.Kinds(t, dataset.Kinds()) }

func nuts(version, code string) territory.Code {
	return territory.Code{Scheme: "NUTS", Version: version, Code: code}
}

func TestFaultsNameTheirFields(t *testing.T) {
	for _, c := range []struct {
		body record.Body
		want []string
	}{
		{&dataset.Region{Level: "county", Country: "lv", Parent: "plan/x", AreaKm2: "1,5", Boundary: "LV999"},
			[]string{"title: record.required", "level: record.not-one-of", "country: dataset.bad-country", "parent: record.wrong-kind", "area_km2: record.bad-number", "boundary: dataset.unknown-boundary"}},
		// LT003 was never a code of 2021; LV003 and LV00B are two territories; what Portugal has is not known here.
		{&dataset.Region{Title: en("x"), Level: "nuts3", Codes: []territory.Code{nuts("2021", "LT003")}}, []string{"codes.0.code: dataset.unknown-code"}},
		{&dataset.Region{Title: en("x"), Level: "nuts3", Codes: []territory.Code{nuts("2021", "LV003"), nuts("2024", "LV00B")}}, []string{"codes.1.code: dataset.other-territory"}},
		{&dataset.Region{Title: en("x"), Level: "nuts3", Codes: []territory.Code{nuts("2013", "LT003"), nuts("2021", "LT023")}}, nil},
		{&dataset.Region{Title: en("x"), Level: "nuts3", Codes: []territory.Code{nuts("2021", "PT111"), nuts("2021", "EU27_2020")}}, []string{"codes.1.version: record.stands-twice"}},
		{&dataset.Region{Title: en("x"), Level: "nuts3", Codes: []territory.Code{{Scheme: "POST", Version: "1"}}}, []string{"codes.0.code: record.required"}},
		{&dataset.Dataset{Title: en("x"), Attribution: "x", Dimensions: []dataset.Dimension{{ID: "geo", Role: "geo"}, {ID: "geo", Role: "geo"}, {ID: "a=b", Role: "value"}}},
			[]string{"dimensions.1.id: record.stands-twice", "dimensions.2.id: dataset.bad-dimension", "dimensions.2.role: record.not-one-of", "dimensions: dataset.one-time", "dimensions: dataset.one-geo"}},
		{&dataset.Dataset{Title: en("x"), URL: "nowhere", Scheme: "ZIP", Dimensions: []dataset.Dimension{{ID: "time", Role: statistics.RoleTime}}},
			[]string{"url: ", "attribution: record.required", "scheme: record.not-one-of"}},
	} {
		got := recordtest.Faults(c.body)
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("no %q in %s", want, got)
			}
		}
		if n := strings.Count(got, ";") + 1; got != "" && n != len(c.want) || got == "" && len(c.want) > 0 {
			t.Errorf("%d faults, want %d: %s", n, len(c.want), got)
		}
	}
}

func TestRegionKnowsItsCodesAndItsOutline(t *testing.T) {
	r := &dataset.Region{Codes: []territory.Code{nuts("2013", "LT003"), nuts("2021", "LT023")}, Boundary: "LT023"}
	if code, ok := r.Code("NUTS", "2013"); !ok || code != "LT003" {
		t.Error(code, ok)
	}
	if _, ok := r.Code("NUTS", "2024"); ok {
		t.Error("a code it does not have")
	}
	if s, ok := r.Shape(); !ok || !s.Has(nuts("2013", "LT003")) {
		t.Error(s.ID, ok)
	}
}

// Rows are named by codes in the order of the dimensions, so these stay once there are rows.
func TestDimensionsStayOnceThereAreVintages(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	dataset.Watch(h.store)
	ref := h.dataset("d", "unit", "geo")
	change := func(f func(d *dataset.Dataset)) error {
		return h.store.Write(ctx, identity.AtTheMachine(), func(tx *record.Tx) error {
			r, err := tx.Get(ctx, ref)
			if err != nil {
				return err
			}
			f(r.Body.(*dataset.Dataset))
			_, err = tx.Change(ctx, r.Revision, r.Draft())
			return err
		})
	}
	swap := func(d *dataset.Dataset) { d.Dimensions[0], d.Dimensions[1] = d.Dimensions[1], d.Dimensions[0] }
	if err := change(swap); err != nil {
		t.Fatal(err)
	}
	h.mustImport(ref, "unit,geo,2010\nE,XX,1\n", dataset.Options{Published: "2020-01-01"})
	if err := change(swap); !fault.Is(err, "dataset.fixed-dimensions") {
		t.Error(err)
	}
	if err := change(func(d *dataset.Dataset) { d.Dimensions[0].Default = "XX"; d.Publisher = "x" }); err != nil {
		t.Error(err)
	}
}
