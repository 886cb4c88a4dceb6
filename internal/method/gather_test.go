// SPDX-License-Identifier: EUPL-1.2

package method_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/testkit"
)

const (
	together = record.Ref("analysis/together")
	voices   = record.Ref("analysis/voices")
)

// part is the jobs of a branch in a county as a column.
func part(branch, group, direction string) method.Part {
	return method.Part{Code: "jobs-" + branch, Dataset: jobsData, Select: map[string]string{"branch": branch}, Period: method.Latest, Group: group, Direction: direction}
}

func indexOf() *method.Analysis {
	return &method.Analysis{Title: en("Index"), Method: "composite", Parameters: map[string]string{"uncertainty": "50", "normalise": "share-of-max"},
		Inputs: []method.Input{{Name: "input", Level: "nuts3", Columns: []method.Part{part("A", "Old", ""), part("C", "New", ""), part("D", "New", "min")}}}}
}

// TestOneIndexOfSeveralFigures: figures of datasets become the columns of one table, the structure is made of what was said of them, every
// vintage is recorded, the run repeats to the byte, and a new vintage makes it due again. It is the same as the method on files.
func TestOneIndexOfSeveralFigures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		h.load("2024-01-01", letters, 0)
		h.put(together, indexOf())
		h.settle()
		r := h.standing(together)
		if r.Fault != nil {
			t.Fatal(r.Fault)
		}
		if len(r.Inputs) != 3 || r.Inputs[1].Column != "jobs-C" || r.Inputs[2].Vintage != "2024-01-01" || fmt.Sprint(r.Inputs[0].Periods) != "[2020]" {
			t.Errorf("recorded: %+v", r.Inputs)
		}
		data, err := r.Data()
		if err != nil {
			t.Fatal(err)
		}
		for _, node := range []string{"jobs-A", "New", "index"} {
			if v, err := data.Figure(method.At{Table: "scores", Key: []string{"LT023"}, Column: node}); err != nil || v == "" {
				t.Errorf("%s: %q %v", node, v, err)
			}
		}
		if same, err := method.Repeat(ctx, h.Store, op, r); err != nil || !same {
			t.Error("the run does not repeat", err)
		}
		h.load("2025-01-01", letters, 7)
		h.settle()
		later := h.standing(together)
		if later.Hash == r.Hash || later.Inputs[0].Vintage != "2025-01-01" {
			t.Errorf("a new vintage changed nothing: %+v", later.Inputs)
		}
		if same, err := method.Repeat(ctx, h.Store, op, r); err != nil || !same {
			t.Error("the first run does not repeat after a new vintage", err)
		}
	})
}

// TestWhatIsBrought: a small file stays with the question, is recorded by its hash, repeats, and a mistake in it is told with file, line and column.
func TestWhatIsBrought(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	votes := "participant,statement,vote\n"
	for p := range 40 {
		for s := range 8 {
			votes += fmt.Sprintf("p%d,s%d,%d\n", p, s, map[bool]int{true: 1, false: -1}[(p%2 == 0) == (s < 4)])
		}
	}
	a := &method.Analysis{Title: en("Voices"), Method: "opinion", Inputs: []method.Input{{Name: "votes", File: "votes.csv", Text: votes}}}
	h.put(voices, a)
	h.settle()
	r := h.standing(voices)
	if r.Fault != nil {
		t.Fatal(r.Fault)
	}
	if len(r.Inputs) != 1 || r.Inputs[0].File != "votes.csv" || r.Inputs[0].Rows != 320 || len(r.Inputs[0].ContentHash) != 64 {
		t.Errorf("recorded: %+v", r.Inputs)
	}
	if same, err := method.Repeat(ctx, h.Store, op, r); err != nil || !same {
		t.Error("the run does not repeat", err)
	}
	a.Inputs[0].Text = "participant,statement,vote\np1,s1,1\np1,s2,yes\n"
	wrong, err := method.Try(ctx, h.Store, op, a)
	if err != nil || wrong.Fault == nil {
		t.Fatal(wrong, err)
	}
	if p := wrong.Fault.Place; p.File != "votes.csv" || p.Line != 3 || p.Column != "vote" {
		t.Errorf("the mistake is at %+v: %v", p, wrong.Fault)
	}
	for name, in := range map[string]method.Input{
		"method.one-way":          {Name: "votes", Dataset: jobsData, Periods: []string{"2020"}, File: "a", Text: "b"},
		"method.text-too-large":   {Name: "votes", File: "a", Text: strings.Repeat("x", method.MaxText+1)},
		"method.not-a-table":      {Name: "seed", File: "a", Text: "b"},
		"method.name-taken":       {Name: "votes", Columns: []method.Part{{Code: "rank", Dataset: jobsData, Period: "2020"}}},
		"method.below-zero":       {Name: "votes", Columns: []method.Part{{Code: "a", Dataset: jobsData, Period: "2020", Weight: "-1"}}},
		"dataset.bad-period":      {Name: "votes", Columns: []method.Part{{Code: "a", Dataset: jobsData, Period: "last"}}},
		"record.not-one-of":       {Name: "votes", Columns: []method.Part{{Code: "a", Dataset: jobsData, Period: "2020", Direction: "up"}}},
		"method.too-many-columns": {Name: "votes", Columns: make([]method.Part, 61)},
	} {
		c := record.NewCheck([]string{"en"})
		(&method.Analysis{Title: en("x"), Method: "opinion", Inputs: []method.Input{in}}).Validate(c)
		if text := fmt.Sprint(c.Err()); !strings.Contains(text, name) {
			t.Errorf("%s is not told: %s", name, text)
		}
	}
}

// TestOpenColumns: a column with more than one figure for each territory is refused, and says which dimension is open.
func TestOpenColumns(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.load("2024-01-01", letters, 0)
	a := indexOf()
	a.Inputs[0].Columns[1].Select = nil
	r, err := method.Try(ctx, h.Store, op, a)
	if err != nil || r.Fault == nil || !fault.Is(r.Fault, "method.column-not-one") || !strings.Contains(i18n.For(i18n.LV).Error(r.Fault), "branch") {
		t.Errorf("%v %v", r, err)
	}
}

// official imports the rows of Latvia and Lithuania of a real table.
func (h *house) official(slug, file, territory string, dims ...dataset.Dimension) record.Ref {
	h.t.Helper()
	ref := record.NewRef("dataset", slug)
	h.put(ref, &dataset.Dataset{Title: en(slug), Publisher: "Eurostat", Licence: "CC BY 4.0", Attribution: "Source: Eurostat", Scheme: "NUTS",
		Dimensions: append(dims, dataset.Dimension{ID: "geo", Role: "geo"}, dataset.Dimension{ID: "time", Role: "time"})})
	f, err := os.Open(testkit.Shared(h.t, "data/eurostat/"+file))
	if err != nil {
		h.t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		h.t.Fatal(err)
	}
	all, err := io.ReadAll(z)
	if err != nil {
		h.t.Fatal(err)
	}
	var kept strings.Builder
	for i, line := range strings.SplitAfter(string(all), "\n") {
		if i == 0 || strings.Contains(line, ",LV") || strings.Contains(line, ",LT") {
			kept.WriteString(line)
		}
	}
	h.clock.Add(time.Hour)
	name := strings.TrimSuffix(file, ".gz")
	if _, err := dataset.Import(ctx, h.Store, op, ref, name, strings.NewReader(kept.String()), dataset.Options{Published: "2023-03-01", Territory: territory}); err != nil {
		h.t.Fatal(err)
	}
	return ref
}

// TestOfficialTables: an index of the counties and statistical regions of two countries over three official tables; the population five years on
// from two counts; and by fertility and survival that somebody brought.
func TestOfficialTables(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	freq, unit := dataset.Dimension{ID: "freq", Role: "other", Default: "A"}, dataset.Dimension{ID: "unit", Role: "metric", Default: "NR"}
	people := h.official("people", "estat_demo_r_pjangrp3.tsv.gz", "2021", freq, dataset.Dimension{ID: "sex", Role: "other", Default: "T"}, unit, dataset.Dimension{ID: "age", Role: "other", Default: "TOTAL"})
	gdp := h.official("gdp", "estat_nama_10r_3gdp.csv.gz", "2021", freq, dataset.Dimension{ID: "unit", Role: "metric", Default: "EUR_HAB"})
	births := h.official("births", "births_comma.csv.gz", "2021", freq, unit)
	column := func(code string, ref record.Ref, period string, sel map[string]string) method.Part {
		return method.Part{Code: code, Dataset: ref, Period: period, Select: sel}
	}
	index := &method.Analysis{Title: en("Index"), Method: "composite", Parameters: map[string]string{"group": "country", "impute": "group-median"},
		Inputs: []method.Input{{Name: "input", Level: "nuts3", Columns: []method.Part{column("gdp", gdp, "2020", nil), column("births", births, "2020", nil),
			column("young", people, "2020", map[string]string{"age": "Y15-19"})}}}}
	peers := &method.Analysis{Title: en("Peers"), Method: "peers", Parameters: map[string]string{"nearest": "3", "apart": "country"}, Inputs: index.Inputs}
	topsis := &method.Analysis{Title: en("Topsis"), Method: "topsis", Inputs: index.Inputs}
	count := func(name, year string) method.Input {
		return method.Input{Name: name, Dataset: people, Level: "nuts3", Leave: map[string][]string{"sex": {"T"}, "age": {"TOTAL", "UNK"}}, Periods: []string{year}}
	}
	hamilton := &method.Analysis{Title: en("Two counts"), Method: "hamilton-perry", Parameters: map[string]string{"steps": "2", "last": "85", "earlier-column": "2014", "later-column": "2019"},
		Inputs: []method.Input{count("earlier", "2014"), count("later", "2019")}}
	fertility, survival := "age,rate\n", "sex,age,ratio\n"
	for from := 15; from < 50; from += 5 {
		fertility += fmt.Sprintf("Y%d-%d,0.05\n", from, from+4)
	}
	for _, sex := range []string{"F", "M"} {
		survival += sex + ",birth,0.99\n" + sex + ",Y_LT5,0.99\n"
		for from := 5; from < 85; from += 5 {
			survival += fmt.Sprintf("%s,Y%d-%d,0.98\n", sex, from, from+4)
		}
		survival += sex + ",85+,0.5\n"
	}
	cohort := &method.Analysis{Title: en("Cohort"), Method: "cohort", Parameters: map[string]string{"steps": "2", "last": "85", "population-column": "2019"},
		Inputs: []method.Input{count("population", "2019"), {Name: "fertility", File: "fertility.csv", Text: fertility}, {Name: "survival", File: "survival.csv", Text: survival}}}
	growth := &method.Analysis{Title: en("Growth"), Method: "convergence", Parameters: map[string]string{"group": "country"},
		Inputs: []method.Input{{Name: "input", Dataset: gdp, Level: "nuts3", Periods: []string{"2010", "2015", "2020"}}}}
	for _, a := range []*method.Analysis{index, peers, topsis, hamilton, cohort, growth} {
		r, err := method.Try(ctx, h.Store, op, a)
		if err != nil {
			t.Fatal(a.Method, err)
		}
		if r.Fault != nil {
			t.Errorf("%s: %v", a.Method, r.Fault)
			continue
		}
		d, err := r.Data()
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for _, table := range []string{"ranks", "peers", "alternatives", "projection", "growth"} {
			if all, err := d.Rows(table); err == nil {
				rows += len(all)
			}
		}
		if rows < 16 { // ten counties and six statistical regions
			t.Errorf("%s: %d rows", a.Method, rows)
		}
		for _, l := range i18n.Known() {
			if _, err := r.Picture(method.Shown{ID: "p", Words: i18n.For(l), Title: a.Method}); err != nil {
				t.Errorf("%s: no picture: %v", a.Method, err)
			}
		}
	}
}
