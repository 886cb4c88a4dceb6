// SPDX-License-Identifier: EUPL-1.2

package dataset_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/territory"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

// house is a store with one organisation, the regions a test needs, and datasets.
type house struct {
	t     *testing.T
	db    db.DB
	store *record.Store
	clock *testkit.Clock
}

func en(s string) record.Text { return record.NewText("en", map[string]string{"en": s}) }

func newHouse(t *testing.T, d db.DB) *house {
	t.Helper()
	kinds, err := record.NewRegistry(append(identity.Kinds(), dataset.Kinds()...)...)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := identity.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: d, clock: testkit.NewClock(time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC))}
	h.store = record.New(d, kinds, policy, record.Env{Now: h.clock.Now, Random: testkit.NewRandom(1)})
	h.write(func(tx *record.Tx) error {
		_, err := tx.Create(ctx, record.Draft{Ref: "organisation/office", Owner: "organisation/office", Visibility: record.Public,
			Body: &identity.Organisation{Title: en("Office"), Country: "LV", Type: "authority"}})
		return err
	})
	return h
}

func (h *house) write(f func(tx *record.Tx) error) {
	h.t.Helper()
	if err := h.store.Write(ctx, identity.AtTheMachine(), f); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) create(ref record.Ref, b record.Body) {
	h.t.Helper()
	h.write(func(tx *record.Tx) error {
		_, err := tx.Create(ctx, record.Draft{Ref: ref, Owner: "organisation/office", Visibility: record.Public, Body: b})
		return err
	})
}

// region makes a region with codes written "2013:LT003".
func (h *house) region(slug, level string, codes ...string) {
	h.t.Helper()
	r := &dataset.Region{Title: en(slug), Level: level}
	for _, c := range codes {
		version, code, _ := strings.Cut(c, ":")
		r.Codes = append(r.Codes, territory.Code{Scheme: "NUTS", Version: version, Code: code})
	}
	h.create(record.NewRef("region", slug), r)
}

// dataset makes a dataset with dimensions written "freq=A", "unit", "geo"; time comes last.
func (h *house) dataset(slug string, dims ...string) record.Ref {
	h.t.Helper()
	d := &dataset.Dataset{Title: en(slug), Publisher: "Eurostat", Attribution: "Source: Eurostat", Scheme: "NUTS"}
	for _, dim := range append(dims, "time") {
		id, def, _ := strings.Cut(dim, "=")
		role := statistics.RoleOther
		switch id {
		case "geo", "time":
			role = statistics.Role(id)
		}
		d.Dimensions = append(d.Dimensions, dataset.Dimension{ID: id, Role: role, Default: def})
	}
	ref := record.NewRef("dataset", slug)
	h.create(ref, d)
	return ref
}

func (h *house) tryImport(ref record.Ref, name, text string, o dataset.Options) (dataset.Report, error) {
	h.t.Helper()
	return dataset.Import(ctx, h.store, identity.AtTheMachine(), ref, name, strings.NewReader(text), o)
}

func (h *house) mustImport(ref record.Ref, text string, o dataset.Options) dataset.Report {
	h.t.Helper()
	rep, err := h.tryImport(ref, "test.csv", text, o)
	if err != nil {
		h.t.Fatal(err)
	}
	return rep
}

func (h *house) importFile(ref record.Ref, shared string, o dataset.Options) dataset.Report {
	h.t.Helper()
	raw, err := os.ReadFile(testkit.Shared(h.t, shared))
	if err != nil {
		h.t.Fatal(err)
	}
	rep, err := dataset.Import(ctx, h.store, identity.AtTheMachine(), ref, shared, bytes.NewReader(raw), o)
	if err != nil {
		h.t.Fatal(err)
	}
	return rep
}

func (h *house) read(f func(tx *record.ReadTx, r *dataset.Reader)) { h.readAt(time.Time{}, f) }

func (h *house) readAt(at time.Time, f func(tx *record.ReadTx, r *dataset.Reader)) {
	h.t.Helper()
	if err := h.store.ReadAt(ctx, identity.AtTheMachine(), at, func(tx *record.ReadTx) error {
		f(tx, dataset.NewReader(tx))
		return nil
	}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) value(q dataset.Query) dataset.Observation {
	h.t.Helper()
	var out dataset.Observation
	h.read(func(_ *record.ReadTx, r *dataset.Reader) {
		var err error
		if out, err = r.Value(ctx, q); err != nil {
			h.t.Fatal(err)
		}
	})
	return out
}

// rows counts the rows of the tables of this room: chunk, manifest, vintage.
func (h *house) rows() [3]int {
	h.t.Helper()
	var out [3]int
	if err := h.db.Read(ctx, func(tx db.Tx) error {
		for i, table := range [3]string{"chunk", "manifest", "vintage"} {
			if err := tx.Row(ctx, "SELECT COUNT(*) FROM "+table).Scan(&out[i]); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		h.t.Fatal(err)
	}
	return out
}
