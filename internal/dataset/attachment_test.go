// SPDX-License-Identifier: EUPL-1.2

package dataset_test

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
	"github.com/sumanus/sumanus/internal/testkit"
)

// exampleParts is the example's folder, cut to the kinds this room and those below it know.
func exampleParts(t *testing.T) fstest.MapFS {
	t.Helper()
	root := filepath.Join(testkit.Root(t), "examples", "kurzeme-klaipeda")
	out := fstest.MapFS{"manifest.yaml": {Data: []byte("format: 1\n")}}
	for _, kind := range []string{"organisations", "partnerships", "regions", "datasets"} {
		err := filepath.WalkDir(filepath.Join(root, kind), func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			raw, err := os.ReadFile(p)
			rel, _ := filepath.Rel(root, p)
			out[filepath.ToSlash(rel)] = &fstest.MapFile{Data: raw}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

var attachments = folder.Attachments{dataset.Attachment()}

func (h *house) tree(f fs.FS) *folder.Tree {
	h.t.Helper()
	tree, err := folder.Read(f, h.store.Kinds(), func(kind string) bool { return kind == "dataset" })
	if err != nil {
		h.t.Fatal(err)
	}
	return tree
}

func (h *house) apply(f fs.FS) (folder.Report, error) {
	return folder.Apply(ctx, h.store, identity.AtTheMachine(), h.tree(f), attachments, folder.Options{})
}

func (h *house) export() folder.Files {
	h.t.Helper()
	var out folder.Files
	h.read(func(tx *record.ReadTx, _ *dataset.Reader) {
		var err error
		if out, err = folder.Export(ctx, tx, attachments); err != nil {
			h.t.Fatal(err)
		}
	})
	return out
}

// only keeps the files of vintages.
func only(files folder.Files) map[string]string {
	out := map[string]string{}
	for name, raw := range files {
		if strings.Contains(name, "/vintages/") {
			out[name] = string(raw)
		}
	}
	return out
}

func TestTheExampleComesBackAsItWasApplied(t *testing.T) {
	example := exampleParts(t)
	applied := folder.Files{}
	for name, f := range example {
		applied[name] = f.Data
	}
	want := only(applied)
	if len(want) != 14 {
		t.Errorf("%d files of vintages in the example", len(want))
	}
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		if _, err := h.apply(example); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, only(h.export())); diff != "" {
			t.Error(diff[:min(len(diff), 3000)])
		}
		formatted, err := folder.Canonical(h.tree(example), h.store.Kinds(), attachments)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, only(formatted)); diff != "" {
			t.Error(diff[:min(len(diff), 3000)])
		}
		before := h.rows()
		if _, err := h.apply(asFS(h.export())); err != nil {
			t.Error(err)
		}
		if h.rows() != before {
			t.Errorf("applying again changed the rows from %v to %v", before, h.rows())
		}
		o := h.value(dataset.Query{Dataset: "dataset/gdp", Select: map[string]string{"unit": "EUR_HAB"}, Region: "region/klaipeda-county", Period: "2010"})
		if o.Value != "10000" || o.Code != "LT003" {
			t.Errorf("%+v", o)
		}
	})
}

func asFS(files folder.Files) fstest.MapFS {
	out := fstest.MapFS{}
	for name, raw := range files {
		out[name] = &fstest.MapFile{Data: raw}
	}
	return out
}

func TestAVintageDoesNotChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		ref := h.dataset("d", "freq", "unit", "geo")
		h.mustImport(ref, many(5, nil), dataset.Options{Published: "2020-01-01", Note: "first"})
		base := h.export()
		csv, yaml := "datasets/d/vintages/2020-01-01/observations.csv", "datasets/d/vintages/2020-01-01/vintage.yaml"
		for _, c := range []struct{ file, from, to, key, place string }{
			{csv, "XX0001,2021,3", "XX0001,2021,4", "dataset.label-taken", "datasets/d/vintages/2020-01-01"},
			{yaml, "note: first", "note: other", "dataset.label-taken", "datasets/d/vintages/2020-01-01"},
			{csv, "XX0001,2021,3,", "XX0001,2021,3", "statistics.wrong-column-count", csv},
			{csv, "freq,unit,geo", "freq,geo,unit", "dataset.other-columns", csv},
			{yaml, "label: ", "lable: ", "dataset.bad-yaml", yaml},
			{yaml, `label: "2020-01-01"`, `label: "2020-01-02"`, "dataset.other-label", yaml},
			{yaml, "dataset/d", "dataset/e", "dataset.other-dataset", yaml},
			{yaml, `published: "2020-01-01"`, `published: "2020-13-01"`, "record.bad-date", yaml},
			{yaml, "  time:\n", "  time: always\n", "dataset.bad-", yaml},
		} {
			files := maps.Clone(base)
			changed := strings.Replace(string(files[c.file]), c.from, c.to, 1)
			if changed == string(files[c.file]) {
				t.Fatalf("no %q in\n%s", c.from, changed)
			}
			files[c.file] = []byte(changed)
			_, err := h.apply(asFS(files))
			var f *fault.Fault
			if !errors.As(err, &f) || !strings.HasPrefix(f.Key, c.key) || f.Place.File != c.place {
				t.Errorf("%s → %s: %v", c.from, c.to, err)
			}
		}
		files := maps.Clone(base)
		delete(files, yaml)
		files["datasets/d/notes.txt"] = []byte("x")
		_, err := h.apply(asFS(files))
		var f *fault.Fault
		if !errors.As(err, &f) || len(f.Also) != 1 {
			t.Errorf("%v", err)
		}
		if diff := cmp.Diff(base, h.export()); diff != "" {
			t.Error(diff)
		}
	})
}

// Whatever is imported, exported and applied elsewhere has the same content and gives the same bytes.
func TestExportAndApplyElsewhere(t *testing.T) {
	from, to := newHouse(t, dbtest.SQLite(t)), newHouse(t, dbtest.SQLite(t))
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		slug := fmt.Sprint("d", n)
		ref := from.dataset(slug, "unit", "geo")
		to.dataset(slug, "unit", "geo")
		text := "unit,geo,time,value,status\n"
		seen := map[string]bool{}
		code := rapid.StringMatching(`[A-Z"][A-Za-z0-9_ ,"]{0,4}[A-Z0-9]`)
		for range rapid.IntRange(1, 30).Draw(rt, "rows") {
			key := quote(code.Draw(rt, "unit")) + "," + quote(code.Draw(rt, "geo")) + "," +
				rapid.SampledFrom([]string{"2010", "2011", "2011-Q1", "2012-M03", "2012-01-05"}).Draw(rt, "time")
			if !seen[key] {
				seen[key] = true
				text += key + "," + rapid.SampledFrom([]string{"", "0", "1.50", "-3", "1e+05"}).Draw(rt, "value") + "," +
					rapid.SampledFrom([]string{"", "p", "b", "c", ".."}).Draw(rt, "flag") + "\n"
			}
		}
		note := rapid.SampledFrom([]string{"", "plain", "with: colon", "yes", "two\nlines", "„kabutės“", "12"}).Draw(rt, "note")
		rep, err := from.tryImport(ref, "x", text, dataset.Options{Published: "2020-01-01", Note: note, Complete: rapid.Bool().Draw(rt, "complete"), Memory: rapid.SampledFrom([]int{0, 200}).Draw(rt, "memory")})
		if err != nil {
			rt.Fatal(err, text)
		}
		files := from.attached(ref)
		if err := prepareAndPublish(to, ref, files); err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(files, to.attached(ref)); diff != "" {
			rt.Fatal(diff)
		}
		to.read(func(_ *record.ReadTx, r *dataset.Reader) {
			all, err := r.Vintages(ctx, ref)
			if err != nil || len(all) != 1 || all[0].ContentHash != rep.ContentHash {
				rt.Fatalf("%+v, %v; content %s", all, err, rep.ContentHash)
			}
		})
	})
}

func quote(code string) string { return `"` + strings.ReplaceAll(code, `"`, `""`) + `"` }

// attached gives the files of one dataset's vintages, by path below its folder.
func (h *house) attached(ref record.Ref) folder.Files {
	h.t.Helper()
	var out folder.Files
	h.read(func(tx *record.ReadTx, _ *dataset.Reader) {
		var err error
		if out, err = dataset.Attachment().Export(ctx, tx, ref); err != nil {
			h.t.Fatal(err)
		}
	})
	return out
}

func prepareAndPublish(h *house, ref record.Ref, files folder.Files) error {
	publish, err := dataset.Attachment().Prepare(ctx, h.store, ref, asFS(files), slices.Sorted(maps.Keys(files)))
	if err != nil {
		return err
	}
	return h.store.Write(ctx, identity.AtTheMachine(), func(tx *record.Tx) error { return publish(ctx, tx) })
}
