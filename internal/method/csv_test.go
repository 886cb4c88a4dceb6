// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
)

const plainTable = "region,activity,jobs\nA,x,30\nA,y,10\nB,x,10\nB,y,50\n"

// TestFormsOfOneTable: byte order mark, line ends, quotes, compression and blanks around numbers make no difference.
func TestFormsOfOneTable(t *testing.T) {
	of := func(text string) string {
		r := mustRun(t, "structure", cellFlags, map[string]string{"input": text})
		return written(t, r, "regions") + written(t, r, "cells")
	}
	want := of(plainTable)
	for name, text := range map[string]string{
		"bom":       "\ufeff" + plainTable,
		"crlf":      strings.ReplaceAll(plainTable, "\n", "\r\n"),
		"bom crlf":  "\ufeff" + strings.ReplaceAll(plainTable, "\n", "\r\n"),
		"no end":    strings.TrimSuffix(plainTable, "\n"),
		"empty end": plainTable + "\n\n",
		"quoted":    strings.ReplaceAll(strings.ReplaceAll(plainTable, "A,", `"A",`), "region", `"region"`),
		"gzip":      zipped(t, plainTable),
		"gzip bom":  zipped(t, "\ufeff"+plainTable),
		"blanks":    strings.ReplaceAll(plainTable, ",30", ", 30 "),
		"exponent":  strings.ReplaceAll(plainTable, ",30", ",3e1"),
		"more":      strings.ReplaceAll(strings.ReplaceAll(plainTable, "\n", ",?\n"), "jobs,?", "jobs,note"),
	} {
		if got := of(text); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// TestFaultsHaveAPlace: each wrong table gives one fault with file, line and column, worded in each language.
func TestFaultsHaveAPlace(t *testing.T) {
	for name, c := range map[string]struct {
		text, key string
		line      int
		column    string
	}{
		"unknown column": {"region,branch,jobs\nA,x,1\n", "method.unknown-column", 1, "activity"},
		"column twice":   {"region,activity,jobs,jobs\nA,x,1,1\n", "method.column-twice", 1, "jobs"},
		"text":           {"region,activity,jobs\nA,x,1\nA,y,many\n", "method.not-number", 3, "jobs"},
		"comma":          {"region,activity,jobs\nA,x,\"1,5\"\n", "method.not-number", 2, "jobs"},
		"NaN":            {"region,activity,jobs\nA,x,NaN\n", "method.not-number", 2, "jobs"},
		"NA":             {"region,activity,jobs\nA,x,NA\n", "method.not-number", 2, "jobs"},
		"hexadecimal":    {"region,activity,jobs\nA,x,0x1p4\n", "method.not-number", 2, "jobs"},
		"too large":      {"region,activity,jobs\nA,x,1e999\n", "method.not-number", 2, "jobs"},
		"below zero":     {"region,activity,jobs\nA,x,-1\n", "method.below-zero", 2, "jobs"},
		"duplicate":      {"region,activity,jobs\nA,x,1\nB,x,2\nA,x,1\nB,x,2\n", "method.duplicate-key", 4, "region"},
		"ragged short":   {"region,activity,jobs\nA,x,1\nA,y\n", "method.ragged", 3, ""},
		"ragged long":    {"region,activity,jobs\nA,x,1,2\n", "method.ragged", 2, ""},
		"no region":      {"region,activity,jobs\n,x,1\n", "method.no-id", 2, "region"},
		"quote":          {"region,activity,jobs\nA,x,1\nA,\"y,1\n", "method.bad-quote", 3, ""},
		"encoding":       {"region,activity,jobs\nA,\xe0\xe8,1\n", "method.bad-encoding", 2, "activity"},
		"empty":          {"", "method.no-header", 1, ""},
		"header only":    {"region,activity,jobs\n", "method.no-rows", 0, ""},
		"quoted lines":   {"region,activity,jobs\n\"A\nA\",x,1\nB,x,y\n", "method.not-number", 4, "jobs"},
		"damaged gzip":   {zipped(t, plainTable)[:40], "method.bad-gzip", 0, ""},
	} {
		_, _, err := run(t, "structure", cellFlags, map[string]string{"input": c.text})
		var f *fault.Fault
		if !errors.As(err, &f) || f.Key != c.key || f.Code != fault.Invalid {
			t.Errorf("%s: got %v, want %s", name, err, c.key)
			continue
		}
		if f.Place.File != "input.csv" || f.Place.Line != c.line || c.column != "" && f.Place.Column != c.column {
			t.Errorf("%s: place is %v, want line %d column %s", name, f.Place, c.line, c.column)
		}
		for _, l := range i18n.Known() {
			if text := i18n.For(l).Error(err); !strings.Contains(text, "input.csv") || strings.Contains(text, "{") || strings.Contains(text, c.key) {
				t.Errorf("%s in %s: %s", name, l, text)
			}
		}
	}
}

// TestParametersAreChecked: what the description does not allow is refused, all of it at once.
func TestParametersAreChecked(t *testing.T) {
	m, err := Find("structure")
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Check(map[string]string{"region": "r", "missing": "guess", "small": "few", "colour": "red", "threads": "-1"}, nil)
	var f *fault.Fault
	if !errors.As(err, &f) {
		t.Fatalf("got %v", err)
	}
	got := map[string]int{}
	for _, one := range append([]*fault.Fault{f}, f.Also...) {
		got[one.Key]++
	}
	want := map[string]int{"method.unknown-parameter": 1, "method.missing-parameter": 3, "method.bad-choice": 1, "method.bad-value": 1, "method.out-of-range": 1}
	for k, n := range want {
		if got[k] != n {
			t.Errorf("%s: %d, want %d (%v)", k, got[k], n, err)
		}
	}
	if _, err := Find("alchemy"); !fault.Is(err, "method.unknown-method") {
		t.Errorf("got %v", err)
	}
}

// TestNumbersReadBack: whatever is written reads back as the same number.
func TestNumbersReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64().Draw(t, "v")
		b, ok := appendNumber(nil, v)
		if !ok {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				t.Fatalf("%v is not written", v)
			}
			return
		}
		back, ok := parseNumber(string(b))
		if !ok || back != v {
			t.Fatalf("%v is written %s and read as %v", v, b, back)
		}
	})
}

// TestWrittenWholeOrNotAtAll: a folder that cannot take one of the files gets none of them.
func TestWrittenWholeOrNotAtAll(t *testing.T) {
	m, err := Find("structure")
	if err != nil {
		t.Fatal(err)
	}
	r, a, err := run(t, "structure", cellFlags, map[string]string{"input": plainTable})
	if err != nil {
		t.Fatal(err)
	}
	d := Document{Method: m, Parameters: a.Parameters(), Result: r}
	dir := filepath.Join(t.TempDir(), "new", "folder")
	names, err := WriteDir(dir, d)
	if err != nil || len(names) != 4 {
		t.Fatalf("wrote %v: %v", names, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 4 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
	blocked := t.TempDir()
	if err := os.MkdirAll(filepath.Join(blocked, "structure.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := WriteDir(blocked, d); !fault.Is(err, "method.bad-folder") {
		t.Errorf("got %v", err)
	}
	if entries, err := os.ReadDir(blocked); err != nil || len(entries) != 1 {
		t.Errorf("something was left behind: %v, %v", entries, err)
	}
	if _, err := WriteDir(temporary(t, "file", "x"), d); !fault.Is(err, "method.bad-folder") {
		t.Errorf("a file is no folder: %v", err)
	}
}

// TestDocument: the JSON document holds the same as the files.
func TestDocument(t *testing.T) {
	r, a, err := run(t, "structure", cellFlags, map[string]string{"input": strings.Replace(plainTable, ",30", ",", 1)})
	if err != nil {
		t.Fatal(err)
	}
	d := document(t, "structure", a, r)
	if d["method"] != "structure" || len(d["regions"].([]any)) != 2 || len(d["cells"].([]any)) != 4 {
		t.Errorf("document: %v", d)
	}
	first := d["cells"].([]any)[0].(map[string]any)
	if v, there := first["lq"]; !there || v != nil || first["region"] != "A" {
		t.Errorf("a missing cell is %v, want null", first)
	}
	if d["diagnostics"].(map[string]any)["missing_cells"] != 1.0 {
		t.Errorf("diagnostics: %v", d["diagnostics"])
	}
}

// FuzzCSV: whatever the bytes, a table is read or refused with a fault that names the file.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{plainTable, "\ufeff" + plainTable, "region,activity,jobs\nA,x,\n", "a\n\"", "\x1f\x8b", "region,activity,jobs\r\nA,\"x\"\"\",1e3\r\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := Find("structure")
		if err != nil {
			t.Fatal(err)
		}
		a, err := m.Check(cellFlags, map[string]Source{"input": memory{"input.csv", text}})
		if err != nil {
			t.Fatal(err)
		}
		r, err := a.Run(t.Context())
		if err != nil {
			var known *fault.Fault
			if !errors.As(err, &known) || known.Code == fault.Internal {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		for _, table := range r.Tables {
			if err := WriteCSV(io.Discard, table); err != nil {
				t.Fatal(err)
			}
		}
	})
}
