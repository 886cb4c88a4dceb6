// SPDX-License-Identifier: EUPL-1.2

package method_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/recordtest"
	"github.com/sumanus/sumanus/internal/testkit"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func TestKinds(t *testing.T) { recordtest.Kinds(t, method.Kinds()) }

var (
	op  = identity.AtTheMachine()
	ctx = context.Background()
)

// house is a partnership with one dataset: jobs by branch in the counties of Lithuania.
type house struct {
	*record.Store
	t     testing.TB
	clock *testkit.Clock
}

const (
	jobsData  = record.Ref("dataset/jobs")
	structure = record.Ref("analysis/structure")
	clusters  = record.Ref("analysis/clusters")
)

func newHouse(t testing.TB, d db.DB) *house {
	t.Helper()
	registry, err := record.NewRegistry(slices.Concat(identity.Kinds(), dataset.Kinds(), method.Kinds())...)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := identity.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	clock := testkit.NewClock(time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC))
	h := &house{t: t, clock: clock, Store: record.New(d, registry, policy, record.Env{Now: clock.Now, Random: testkit.NewRandom(7)})}
	identity.Watch(h.Store)
	dataset.Watch(h.Store)
	method.Watch(h.Store)
	h.put("organisation/kpr", &identity.Organisation{Title: en("KPR")})
	h.put(jobsData, &dataset.Dataset{Title: en("Jobs"), Publisher: "Eurostat", Licence: "CC BY 4.0", Attribution: "Source: Eurostat", Scheme: "NUTS",
		Dimensions: []dataset.Dimension{{ID: "unit", Role: "metric", Default: "THS"}, {ID: "branch", Role: "other"}, {ID: "geo", Role: "geo"}, {ID: "time", Role: "time"}}})
	return h
}

func en(s string) record.Text { return record.NewText("en", map[string]string{"en": s}) }

func (h *house) put(ref record.Ref, body record.Body) {
	h.t.Helper()
	h.clock.Add(time.Hour)
	err := h.Write(ctx, op, func(tx *record.Tx) error {
		_, err := tx.Create(ctx, record.Draft{Ref: ref, Owner: "organisation/kpr", Visibility: record.Public, Body: body})
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// counties of Lithuania in NUTS 2021.
var counties = []string{"LT011", "LT021", "LT022", "LT023", "LT024", "LT025", "LT026", "LT027", "LT028", "LT029"}

// load imports jobs: the number of a county in a branch is made of both, plus more.
func (h *house) load(published string, branches []string, more int) {
	h.t.Helper()
	h.clock.Add(time.Hour)
	var b strings.Builder
	b.WriteString("unit,branch,geo,TIME_PERIOD,OBS_VALUE\n")
	for y, year := range []string{"2019", "2020"} {
		for i, geo := range append([]string{"LT", "LT02"}, counties...) {
			for k, branch := range append([]string{"TOTAL"}, branches...) {
				v := fmt.Sprint((i*i*7+k*k*5+i*k*3)%41 + 2 + y*(k+more))
				if geo == "LT024" && branch == branches[1] {
					v = "" // nobody knows
				}
				if geo == "LT025" && branch == branches[2] {
					continue // not in the table at all
				}
				fmt.Fprintf(&b, "THS,%s,%s,%s,%s\n", branch, geo, year, v)
			}
		}
	}
	if _, err := dataset.Import(ctx, h.Store, op, jobsData, "jobs.csv", strings.NewReader(b.String()), dataset.Options{Published: published, Territory: "2021"}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) settle() jobs.Report {
	h.t.Helper()
	rep, err := jobs.Drain(ctx, h.DB(), method.Handlers(h.Store, op), jobs.Options{Now: h.clock.Now, Name: "test"})
	if err != nil {
		h.t.Fatal(err)
	}
	return rep
}

func (h *house) standing(ref record.Ref) *method.Run {
	h.t.Helper()
	var r *method.Run
	err := h.Read(ctx, op, func(tx *record.ReadTx) (err error) {
		r, err = method.Standing(ctx, tx, ref)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

var letters = []string{"A", "B1", "B2", "C", "D"}

func structureOf() *method.Analysis {
	return &method.Analysis{Title: en("Structure"), Method: "structure",
		Parameters: map[string]string{"region": "geo", "activity": "branch", "value": "2019", "end": "latest", "sector": "branch:1"},
		Inputs: []method.Input{{Name: "input", Dataset: jobsData, Leave: map[string][]string{"branch": {"TOTAL"}}, Level: "nuts3",
			Periods: []string{"2019", method.Latest}}}}
}

func clustersOf() *method.Analysis {
	return &method.Analysis{Title: en("Clusters"), Method: "local-moran",
		Parameters: map[string]string{"id": "geo", "value": "2020", "permutations": "99", "seed": "7"},
		Inputs:     []method.Input{{Name: "values", Dataset: jobsData, Select: map[string]string{"branch": "TOTAL"}, Level: "nuts3", Periods: []string{"2020"}}}}
}

// TestRunsAreRecordedAndRepeat: an analysis is run by a job, its cells are found by key, the run repeats to the byte, and a new vintage
// makes it due again.
func TestRunsAreRecordedAndRepeat(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		h.load("2024-01-01", letters, 0)
		h.put(structure, structureOf())
		h.put(clusters, clustersOf())
		if rep := h.settle(); rep.Done != 2 || rep.Failed+rep.Repeated > 0 {
			t.Fatalf("jobs: %+v", rep)
		}
		first := h.standing(structure)
		if first.Fault != nil {
			t.Fatal(first.Fault)
		}
		used := first.Inputs[0]
		if used.Vintage != "2024-01-01" || used.Territory != "2021" || used.Rows != 50 || fmt.Sprint(used.Periods) != "[2019 2020]" || used.ContentHash == "" || !first.Current {
			t.Errorf("inputs: %+v", used)
		}
		data, err := first.Data()
		if err != nil {
			t.Fatal(err)
		}
		// Counties only, no totals; what nobody knows is missing, and so is what is not in the table.
		rows, err := data.Rows("regions")
		if err != nil || len(rows) != len(counties) {
			t.Fatalf("%d regions, %v", len(rows), err)
		}
		for _, c := range []struct {
			key  []string
			null bool
		}{{[]string{"LT023", "C"}, false}, {[]string{"LT024", "B1"}, true}, {[]string{"LT025", "B2"}, true}} {
			v, err := data.Cell("cells", c.key, "lq")
			if err != nil || (v == nil) != c.null {
				t.Errorf("cell %v is %v, %v", c.key, v, err)
			}
		}
		if _, err := data.Cell("cells", []string{"LT02", "C"}, "lq"); !fault.Is(err, "method.no-cell") {
			t.Errorf("a unit of another level is there: %v", err)
		}
		if same, err := method.Repeat(ctx, h.Store, op, first); err != nil || !same {
			t.Errorf("the run does not repeat: %v", err)
		}
		local := h.standing(clusters)
		if local.Fault != nil || local.Seed != "7" {
			t.Fatalf("clusters: %v, seed %q", local.Fault, local.Seed)
		}
		ld, err := local.Data()
		if err != nil {
			t.Fatal(err)
		}
		if v, err := ld.Cell("units", []string{"LT023"}, "p_permutation"); err != nil || v == nil {
			t.Errorf("a permutation p of Klaipėda: %v, %v", v, err)
		}

		// Performing it once more changes nothing and is journaled once.
		if _, err := method.Perform(ctx, h.Store, op, structure); err != nil {
			t.Fatal(err)
		}
		if n := len(h.runs(structure)); n != 1 {
			t.Errorf("%d runs of one state", n)
		}

		// A new vintage: both are done again by jobs; the old run is kept and repeats from its own vintage.
		h.load("2025-01-01", letters, 5)
		if rep := h.settle(); rep.Done != 2 {
			t.Errorf("after a new vintage: %+v", rep)
		}
		second := h.standing(structure)
		if second.Inputs[0].Vintage != "2025-01-01" || second.Hash == first.Hash || len(h.runs(structure)) != 2 {
			t.Errorf("after a new vintage: %+v", second.Inputs)
		}
		if same, err := method.Repeat(ctx, h.Store, op, first); err != nil || !same {
			t.Errorf("the old run does not repeat: %v", err)
		}
		if !bytes.Equal(h.standing(structure).Document(), second.Document()) {
			t.Error("the stored document differs from what was computed")
		}

		// A pinned vintage rests; a changed parameter does not.
		pinned := structureOf()
		pinned.Inputs[0].Vintage = "2024-01-01"
		h.change(structure, pinned)
		h.settle()
		if r := h.standing(structure); r.Hash != first.Hash || r.Revision != 2 {
			t.Errorf("pinned to the first vintage: %s, want %s", r.Hash, first.Hash)
		}
		h.load("2026-01-01", letters, 9)
		if rep := h.settle(); rep.Done != 1 {
			t.Errorf("a pinned analysis is done again: %+v", rep)
		}
		if err := h.Read(ctx, op, func(tx *record.ReadTx) error {
			_, err := tx.VerifyJournal(ctx)
			return err
		}); err != nil {
			t.Errorf("runs put the journal out of order: %v", err)
		}
	})
}

func (h *house) runs(ref record.Ref) (all []*method.Run) {
	h.t.Helper()
	err := h.Read(ctx, op, func(tx *record.ReadTx) (err error) {
		all, err = method.Runs(ctx, tx, ref)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

func (h *house) change(ref record.Ref, body record.Body) {
	h.t.Helper()
	h.clock.Add(time.Hour)
	err := h.Write(ctx, op, func(tx *record.Tx) error {
		rec, err := tx.Get(ctx, ref)
		if err != nil {
			return err
		}
		d := rec.Draft()
		d.Body = body
		_, err = tx.Change(ctx, rec.Revision, d)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// TestMissingIsNotZeroInCubes: what a missing series means is a choice that changes the result.
func TestMissingIsNotZeroInCubes(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.load("2024-01-01", letters, 0)
	a := structureOf()
	missing, err := method.Try(ctx, h.Store, op, a)
	if err != nil || missing.Fault != nil {
		t.Fatal(err, missing)
	}
	a.Inputs[0].Absent = "zero"
	zero, err := method.Try(ctx, h.Store, op, a)
	if err != nil || zero.Fault != nil {
		t.Fatal(err, zero)
	}
	if missing.Hash == zero.Hash {
		t.Error("what is not in the table counts the same as 0")
	}
}

// TestWhatDataCannotBear: relatedness on a few groups of sectors is refused with the reason, and recorded so; few units are labelled.
func TestWhatDataCannotBear(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.load("2024-01-01", letters, 0)
	a := structureOf()
	a.Method = "complexity"
	a.Parameters = map[string]string{"region": "geo", "activity": "branch", "value": "2019"}
	h.put("analysis/complexity", a)
	h.put(clusters, clustersOf())
	h.settle()
	r := h.standing("analysis/complexity")
	if !fault.Is(r.Fault, "method.too-few-activities") || len(r.Document()) != 0 {
		t.Errorf("five branches: %v", r.Fault)
	}
	for _, l := range i18n.Known() {
		if text := i18n.For(l).Error(r.Fault); !strings.Contains(text, "22") || !strings.Contains(text, "5") {
			t.Errorf("%s: %s", l, text)
		}
	}
	if same, err := method.Repeat(ctx, h.Store, op, r); err != nil || !same {
		t.Errorf("a refusal repeats: %v", err)
	}
	labelled := false
	for _, n := range h.standing(clusters).Notes {
		if n.Key == "method.note-small-sample" {
			labelled = strings.Contains(i18n.For("en").T(n.Key, n.Args), "10 units")
		}
	}
	if !labelled {
		t.Errorf("ten counties are not labelled: %v", h.standing(clusters).Notes)
	}
	var many []string
	for k := range 24 {
		many = append(many, fmt.Sprintf("C%02d", k))
	}
	h.load("2025-01-01", many, 0)
	h.settle()
	if r := h.standing("analysis/complexity"); r.Fault != nil {
		t.Errorf("24 branches: %v", r.Fault)
	}
}

// TestFaultsOfAnalyses: a column that is not there, a unit without an outline, a wrong body.
func TestFaultsOfAnalyses(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.load("2024-01-01", letters, 0)
	for name, c := range map[string]struct {
		bend func(*method.Analysis)
		key  string
	}{
		"unknown column":    {func(a *method.Analysis) { a.Parameters["value"] = "2018" }, "method.unknown-column"},
		"unknown dimension": {func(a *method.Analysis) { a.Inputs[0].Select = map[string]string{"sex": "T"} }, "dataset.unknown-dimension"},
		"unknown vintage":   {func(a *method.Analysis) { a.Inputs[0].Vintage = "1999-01-01" }, "dataset.no-vintage"},
		"nothing fits":      {func(a *method.Analysis) { a.Inputs[0].Countries = []string{"LV"} }, "method.cube-empty"},
	} {
		a := structureOf()
		c.bend(a)
		r, err := method.Try(ctx, h.Store, op, a)
		if err != nil || !fault.Is(r.Fault, c.key) {
			t.Errorf("%s: %v %v, want %s", name, err, r, c.key)
		}
	}
	wrong := structureOf()
	wrong.Parameters = map[string]string{"region": "geo", "missing": "guess", "colour": "red", "activity": "branch"}
	wrong.Inputs[0].Periods = []string{"2019", "next year", "2019"}
	wrong.Inputs[0].Level = "village"
	wrong.Inputs = append(wrong.Inputs, method.Input{Name: "missing", Dataset: "region/x"})
	got := recordtest.Faults(wrong)
	for _, want := range []string{"parameters.missing: method.bad-choice", "parameters.colour: method.unknown-parameter", "parameters.value: method.missing-parameter",
		"inputs.0.periods.1: dataset.bad-period", "inputs.0.periods.2: record.stands-twice", "inputs.0.level: record.not-one-of",
		"inputs.1.name: method.not-a-table", "inputs.1.dataset: record.wrong-kind", "inputs.1.periods: record.required"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
}

// TestPictures: each result has the picture declared for it, with title, description and data table.
func TestPictures(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.load("2024-01-01", letters, 0)
	global := clustersOf()
	global.Method = "moran"
	for name, a := range map[string]*method.Analysis{"structure": structureOf(), "local-moran": clustersOf(), "moran": global} {
		r, err := method.Try(ctx, h.Store, op, a)
		if err != nil || r.Fault != nil {
			t.Fatalf("%s: %v %v", name, err, r.Fault)
		}
		for _, l := range i18n.Known() {
			p, err := r.Picture(method.Shown{ID: "p", Words: i18n.For(l), Title: "Title", Name: func(code string) string { return "county " + code }})
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Contains(p.SVG, []byte("<svg")) || p.Title == "" || p.Description == "" || len(p.Table.Rows) == 0 {
				t.Errorf("%s: %+v", name, p.Table)
			}
			if name == "local-moran" && (len(p.Table.Rows) != len(counties) || bytes.Count(p.SVG, []byte("<path")) < len(counties)) {
				t.Errorf("the map has %d rows", len(p.Table.Rows))
			}
		}
	}
}

// TestBorderOverCubes: the column of countries shuts the border.
func TestBorderOverCubes(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.load("2024-01-01", letters, 0)
	a := clustersOf()
	a.Parameters["border"], a.Parameters["group"] = "closed", "country"
	r, err := method.Try(ctx, h.Store, op, a)
	if err != nil || r.Fault != nil {
		t.Fatal(err, r)
	}
	d, err := r.Data()
	if err != nil {
		t.Fatal(err)
	}
	diagnostics, err := d.Diagnostics()
	if err != nil || diagnostics["groups"] != 1.0 || diagnostics["links_cut_by_border"] != 0.0 {
		t.Errorf("%v %v", diagnostics, err)
	}
	if !json.Valid(r.Document()) {
		t.Error("the document is no JSON")
	}
}

// TestNobodySeesMoreByAnalysis: an analysis is seen by no more people than the dataset it reads.
func TestNobodySeesMoreByAnalysis(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	h.load("2024-01-01", letters, 0)
	h.put("organisation/other", &identity.Organisation{Title: en("Other")})
	see := func(ref record.Ref, v record.Visibility, owner record.Ref) {
		t.Helper()
		err := h.Write(ctx, op, func(tx *record.Tx) error {
			rec, err := tx.Get(ctx, ref)
			if err != nil {
				return err
			}
			d := rec.Draft()
			d.Visibility, d.Owner = v, owner
			_, err = tx.Change(ctx, rec.Revision, d)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	h.put(structure, structureOf())
	for _, c := range []struct {
		data, analysis record.Visibility
		owner          record.Ref
		refused        bool
	}{
		{record.PartnersOnly, record.Public, "organisation/kpr", true}, {record.PartnersOnly, record.PartnersOnly, "organisation/kpr", false},
		{record.Private, record.PartnersOnly, "organisation/kpr", true}, {record.Private, record.Private, "organisation/other", true},
		{record.Private, record.Private, "organisation/kpr", false}, {record.Public, record.Public, "organisation/kpr", false},
	} {
		see(jobsData, c.data, "organisation/kpr")
		see(structure, c.analysis, c.owner)
		r, err := method.Perform(ctx, h.Store, op, structure)
		if err != nil {
			t.Fatal(err)
		}
		if (r.Fault != nil) != c.refused || c.refused && !fault.Is(r.Fault, "method.wider-than-dataset") {
			t.Errorf("%+v: %v", c, r.Fault)
		}
	}
}
