// SPDX-License-Identifier: EUPL-1.2

package dataset_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/testkit"
)

// many writes a wide table of n series; change may give another value for one of them.
func many(n int, change func(i int) string) string {
	var b strings.Builder
	b.WriteString("freq,unit,geo,2020,2021\n")
	for i := range n {
		v := fmt.Sprint(i * 3)
		if change != nil {
			if c := change(i); c != "" {
				v = c
			}
		}
		fmt.Fprintf(&b, "A,U%d,XX%04d,%d,%s\n", i%3, i, i, v)
	}
	return b.String()
}

func TestWhatAFileBrings(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		ref := h.dataset("d", "freq=A", "unit", "geo")
		var heard []dataset.Published
		h.store.Subscribe(func(_ context.Context, _ *record.Tx, e record.Event) error {
			if p, ok := e.Payload.(dataset.Published); ok && e.Verb == dataset.VerbVintage && e.Subject == string(ref) {
				heard = append(heard, p)
			}
			return nil
		})
		h.mustImport(ref, "unit,geo,2010,2011,2012\nE,LT003,1,2,3\nE,LV003,1,2,3\nE,LV006,5,6,7\nP,LT003,1,1,:\nE,LT001,9,:c,:\n", dataset.Options{Published: "2016-01-01"})
		rep := h.mustImport(ref, "source,unit,geo,2011,2012,2013\nx,E,LT023,2,4,5\nx,E,LV003,2.0,,\nx,E,LV00A,1,1,1\nx,E,LT021,8,:,:\n",
			dataset.Options{Published: "2020-01-01", Territory: "2021"})
		want := dataset.Report{Dataset: ref, Label: "2020-01-01", Previous: "2016-01-01", Format: "csvwide", Series: 4, Observations: 12,
			Added:      2,         // LT023 2013, LT021 2011 (it was missing)
			Revised:    1,         // LT023 2012
			StatusOnly: 1,         // 2 became 2.0
			Gone:       1,         // LV003 2012
			NotAsked:   3 + 2 + 3, // 2010 of three series, LT003 in P, all of LV006
			FirstAsked: 3,
			Renamed:    []dataset.Rename{{From: "LT001", To: "LT021"}, {From: "LT003", To: "LT023"}},
		}
		got := rep
		got.Territory, got.Changes, got.Dropped, got.Assumed, got.ContentHash, got.Chunks, got.NewChunks = dataset.Territory{}, dataset.ChangedSeries{}, nil, nil, "", 0, 0
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(dataset.Report{}, dataset.ChangedSeries{})); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]dataset.CodeOf{{Dimension: "source", Code: "x"}}, rep.Dropped); diff != "" {
			t.Error(diff)
		}
		if len(heard) != 2 || heard[1].Previous != "2016-01-01" || heard[1].Label != "2020-01-01" || !heard[1].Latest {
			t.Errorf("subscribers heard %+v", heard)
		}
	})
}

// The whole table says that what is missing in it is gone.
func TestCompleteTableLeavesNothingUnasked(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	ref := h.dataset("d", "geo")
	h.mustImport(ref, "geo,2010,2011\nXX1,1,2\nXX2,3,4\n", dataset.Options{Published: "2020-01-01"})
	part := h.mustImport(ref, "geo,2011\nXX1,2\n", dataset.Options{Published: "2020-01-02", DryRun: true})
	whole := h.mustImport(ref, "geo,2011\nXX1,2\n", dataset.Options{Published: "2020-01-02", Complete: true})
	if part.NotAsked != 3 || part.Gone != 0 || whole.Gone != 3 || whole.NotAsked != 0 {
		t.Errorf("%+v\n%+v", part, whole)
	}
	o := h.value(dataset.Query{Dataset: ref, Select: map[string]string{"geo": "XX2"}, Period: "2011"})
	if o.Reason != dataset.Absent {
		t.Errorf("%+v", o)
	}
}

// One code may mean two territories: those figures are not compared.
func TestOtherTerritory(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	ref := h.dataset("d", "geo")
	h.mustImport(ref, "geo,2010\nLV007,1\nLV003,5\n", dataset.Options{Published: "2020-01-01", Territory: "2021"})
	rep := h.mustImport(ref, "geo,2010\nLV009,2\nLV00B,6\n", dataset.Options{Published: "2024-01-01", Territory: "2024"})
	if rep.Revised != 0 || len(rep.Renamed) != 0 {
		t.Errorf("%+v", rep)
	}
}

func TestUnchangedRetrievalAddsOneRow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		ref := h.dataset("d", "freq", "unit", "geo")
		first := h.mustImport(ref, many(3000, nil), dataset.Options{Published: "2020-01-01"})
		before := h.rows()
		again := h.mustImport(ref, many(3000, nil), dataset.Options{Published: "2020-01-01"})
		after := h.rows()
		if after != [3]int{before[0], before[1], before[2] + 1} {
			t.Errorf("rows of chunk, manifest, vintage went from %v to %v", before, after)
		}
		if !again.Unchanged || again.Label != "2020-01-01.2" || again.NewChunks != 0 || again.ContentHash != first.ContentHash || len(again.Changes.Series) != 0 {
			t.Errorf("%+v", again)
		}
	})
}

// Neither a changed value nor inserted series move the chunks of others.
func TestChunksAreShared(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		ref := h.dataset("d", "freq", "unit", "geo")
		first := h.mustImport(ref, many(9000, nil), dataset.Options{Published: "2020-01-01"})
		if first.Chunks < 8 || first.NewChunks != first.Chunks {
			t.Fatalf("%d chunks, %d new", first.Chunks, first.NewChunks)
		}
		one := h.mustImport(ref, many(9000, func(i int) string {
			if i == 4321 {
				return "77"
			}
			return ""
		}), dataset.Options{Published: "2020-01-02"})
		if one.NewChunks != 1 || one.Revised != 1 || len(one.Changes.Series) != 1 {
			t.Errorf("one value: %d new chunks of %d, %d revised", one.NewChunks, one.Chunks, one.Revised)
		}
		inserted := h.mustImport(ref, many(9000, nil)+"A,U0,XX0000a,1,2\n", dataset.Options{Published: "2020-01-03"})
		if inserted.NewChunks > 2 {
			t.Errorf("one series at the front: %d new chunks of %d", inserted.NewChunks, inserted.Chunks)
		}
	})
}

// Sorting through files gives the same as sorting in memory, whatever the order of the file.
func TestMemoryBound(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	ref := h.dataset("d", "freq", "unit", "geo")
	dir := t.TempDir()
	whole := h.mustImport(ref, many(5000, nil), dataset.Options{Published: "2020-01-01"})
	small := h.mustImport(ref, many(5000, nil), dataset.Options{Published: "2020-01-02", Memory: 16 << 10, TempDir: dir})
	if !small.Unchanged || small.ContentHash != whole.ContentHash || small.Series != 5000 {
		t.Errorf("%+v", small)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%d files left", len(left))
	}
	// Rows of one series far apart meet again, and a key twice is found with both lines.
	var b strings.Builder
	b.WriteString("freq,unit,geo,time,value,status\n")
	for y := 2000; y < 2010; y++ {
		for i := range 300 {
			fmt.Fprintf(&b, "A,U,XX%03d,%d,%d,\n", i, y, y*i)
		}
	}
	tidy := h.mustImport(h.dataset("tidy", "freq", "unit", "geo"), b.String(), dataset.Options{Published: "2020-01-01", Memory: 4 << 10, TempDir: dir})
	if tidy.Series != 300 || tidy.Observations != 3000 {
		t.Errorf("%d series, %d observations", tidy.Series, tidy.Observations)
	}
	_, err := h.tryImport("dataset/tidy", "twice.csv", b.String()+"A,U,XX007,2003,1,\n", dataset.Options{Published: "2020-01-02", Memory: 4 << 10, TempDir: dir})
	var f *fault.Fault
	if !errors.As(err, &f) || f.Key != "statistics.duplicate-key" || f.Place.Line != 3002 {
		t.Errorf("%v", err)
	}
}

func TestBrokenFilesLeaveNothing(t *testing.T) {
	raw, err := os.ReadFile(testkit.Shared(t, gdp2013))
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		ref := h.dataset("d", "freq=A", "unit", "geo")
		before := h.rows()
		for _, c := range []struct {
			name, text, key string
			line            int
			o               dataset.Options
		}{
			{"cut gzip", string(raw[:len(raw)/2]), "statistics.truncated", -1, dataset.Options{}},
			{"damaged gzip", string(raw[:len(raw)-8]) + "????" + string(raw[len(raw)-4:]), "statistics.bad-gzip", -1, dataset.Options{}},
			{"no last line end", "unit,geo,2010\nE,XX,1\nE,XY,2", "statistics.truncated", 3, dataset.Options{}},
			{"no number", "unit,geo,2010\nE,XX,1\nE,XY,zwei\n", "statistics.bad-number", 3, dataset.Options{}},
			{"key twice", "unit,geo,2010\nE,XX,1\nE,XX,2\n", "statistics.duplicate-key", 3, dataset.Options{}},
			{"extra dimension", "unit,sex,geo,2010\nE,F,XX,1\nE,M,XX,2\n", "dataset.extra-dimension", 3, dataset.Options{}},
			{"lacks dimension", "geo,2010\nXX,1\n", "dataset.lacks-dimension", 1, dataset.Options{}},
			{"no date", "unit,geo,2010\nE,XX,1\n", "dataset.no-published", 0, dataset.Options{Published: "-"}},
			{"bad date", "unit,geo,2010\nE,XX,1\n", "record.bad-date", 0, dataset.Options{Published: "2020-02-30"}},
			{"bad label", "unit,geo,2010\nE,XX,1\n", "dataset.bad-label", 0, dataset.Options{Label: "first"}},
			{"empty", "unit,geo,2010\n", "dataset.empty-file", 0, dataset.Options{}},
		} {
			switch c.o.Published {
			case "":
				c.o.Published = "2020-01-01"
			case "-":
				c.o.Published = ""
			}
			_, err := h.tryImport(ref, "given.name", c.text, c.o)
			var f *fault.Fault
			if !errors.As(err, &f) || f.Key != c.key || c.line >= 0 && f.Place.Line != c.line {
				t.Errorf("%s: %v", c.name, err)
			} else if c.line > 0 && f.Place.File != "given.name" {
				t.Errorf("%s: place %+v", c.name, f.Place)
			}
		}
		if after := h.rows(); after[1] != before[1] || after[2] != before[2] {
			t.Errorf("rows %v, before %v", after, before)
		}
	})
}

func TestDryRunPublishesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		ref := h.dataset("d", "freq", "unit", "geo")
		dry := h.mustImport(ref, many(2000, nil), dataset.Options{Published: "2020-01-01", DryRun: true})
		if h.rows() != [3]int{} {
			t.Errorf("rows %v", h.rows())
		}
		real := h.mustImport(ref, many(2000, nil), dataset.Options{Published: "2020-01-01"})
		if dry.ContentHash != real.ContentHash || dry.Label != real.Label || dry.Observations != real.Observations {
			t.Errorf("%+v\n%+v", dry, real)
		}
	})
}

// Whoever dies before publishing leaves chunks that nothing refers to; they are swept away, and no others.
func TestDyingInTheMiddle(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		ref := h.dataset("d", "freq", "unit", "geo")
		h.mustImport(ref, many(3000, nil), dataset.Options{Published: "2020-01-01"})
		kept := h.rows()
		dying := errors.New("dying")
		h.store.Subscribe(func(_ context.Context, _ *record.Tx, e record.Event) error {
			if e.Verb == dataset.VerbVintage {
				return dying
			}
			return nil
		})
		other := many(3000, func(i int) string { return fmt.Sprint(i * 5) })
		if _, err := h.tryImport(ref, "x", other, dataset.Options{Published: "2020-02-01"}); !errors.Is(err, dying) {
			t.Fatal(err)
		}
		now := h.rows()
		if now[0] <= kept[0] || now[1] != kept[1] || now[2] != kept[2] {
			t.Errorf("rows %v, before %v", now, kept)
		}
		if n, err := dataset.Sweep(ctx, h.store, h.clock.Now().Add(-time.Hour)); err != nil || n != 0 {
			t.Errorf("fresh chunks swept: %d, %v", n, err)
		}
		h.clock.Add(2 * time.Hour)
		if n, err := dataset.Sweep(ctx, h.store, h.clock.Now().Add(-time.Hour)); err != nil || int(n) != now[0]-kept[0] {
			t.Errorf("swept %d, %v", n, err)
		}
		if h.rows() != kept {
			t.Errorf("rows %v, before %v", h.rows(), kept)
		}
		if o := h.value(dataset.Query{Dataset: ref, Select: map[string]string{"freq": "A", "unit": "U1", "geo": "XX0001"}, Period: "2021"}); o.Value != "3" {
			t.Errorf("%+v", o)
		}
	})
}

func TestRights(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		ref := h.dataset("d", "freq", "unit", "geo")
		for _, c := range []struct {
			actor identity.Actor
			ok    bool
		}{
			{identity.Nobody(), false},
			{identity.Actor{ID: "p1", Members: []identity.Member{{Organisation: "organisation/office", Role: identity.Editor}}}, false},
			{identity.Actor{ID: "p2", Members: []identity.Member{{Organisation: "organisation/other", Role: identity.Coordinator}}}, false},
			{identity.Actor{ID: "p3", Members: []identity.Member{{Organisation: "organisation/office", Role: identity.Planner}}}, true},
		} {
			_, err := dataset.Import(ctx, h.store, c.actor, ref, "x", bytes.NewReader([]byte(many(3, nil))), dataset.Options{Published: "2020-01-01"})
			if c.ok != (err == nil) || !c.ok && fault.CodeOf(err) != fault.Forbidden {
				t.Errorf("%+v: %v", c.actor, err)
			}
		}
	})
}
