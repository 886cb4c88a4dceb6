// SPDX-License-Identifier: EUPL-1.2

package check_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
	"github.com/sumanus/sumanus/internal/testkit"
)

// example is the house of the example.
func example(t testing.TB) (*record.Store, *testkit.Clock) {
	t.Helper()
	s, clock := houseAndClock(t)
	tree, err := folder.Read(os.DirFS(filepath.Join(testkit.Root(t), "examples/kurzeme-klaipeda")), s.Kinds(), func(kind string) bool { return kind == "dataset" })
	if err != nil {
		t.Fatal(err)
	}
	apply(t, s, tree)
	if _, err := method.Perform(context.Background(), s, identity.AtTheMachine(), "analysis/structure-of-employment"); err != nil {
		t.Fatal(err)
	}
	return s, clock
}

// TestTheExample: what the partnership shows as its example has no error and no warning, and is checked well within a second.
func TestTheExample(t *testing.T) {
	s, _ := example(t)
	begin := time.Now()
	r := run(t, s, identity.AtTheMachine(), check.Options{Today: "2026-11-23"})
	took := time.Since(begin)
	t.Logf("%d records in %v: %s", r.Records, took.Round(time.Millisecond), r.Summary(i18n.For("en")))
	if took > 3*time.Second {
		t.Errorf("took %v", took)
	}
	if r.Records < 150 || r.Counts.Errors+r.Counts.Warnings > 0 {
		t.Errorf("the example:\n%s", r.Text(i18n.For("en")))
	}
}

// TestTheFlip: when the newer GDP table is loaded, the linter says which sentence is no longer true and who cites it; as known before, it does not.
func TestTheFlip(t *testing.T) {
	s, clock := example(t)
	clock.Add(time.Hour)
	earlier := clock.Now()
	clock.Add(time.Hour)
	ctx := context.Background()
	name := filepath.Join(testkit.Root(t), "examples/kurzeme-klaipeda/incoming/nama_10r_3gdp_nuts2021_extract.csv")
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := dataset.Import(ctx, s, identity.AtTheMachine(), "dataset/gdp", name, file, dataset.Options{Published: "2023-02-21"}); err != nil {
		t.Fatal(err)
	}
	r := run(t, s, identity.AtTheMachine(), check.Options{Today: "2026-11-23"})
	var untrue, moved []string
	for _, h := range r.Hits {
		switch h.What {
		case "check.verdict.untrue":
			untrue = append(untrue, string(h.Ref))
			if !slices.Contains(h.Related, "chapter/keep-a-plan-true") || !slices.Contains(h.Related, "priority/growth-economy") {
				t.Errorf("who cites it: %v", h.Related)
			}
			for lang, want := range map[i18n.Lang]string{"lt": "Išvada nebegalioja, nes nebetinka žodžiai „bent pusantro karto didesnis“: 2010 m. BVP", "lv": "Secinājums vairs nav spēkā, jo vairs neder vārdi „", "en": "The finding is no longer true, because the words “at least "} {
				if got := r.What(i18n.For(lang), h); !strings.HasPrefix(got, want) {
					t.Errorf("%s: %q", lang, got)
				}
			}
		case "check.verdict.moved":
			moved = append(moved, string(h.Ref))
		}
		if strings.Contains(string(h.Ref), "losing") || strings.Contains(string(h.Ref), "population") {
			t.Errorf("the population did not change: %+v", h)
		}
	}
	if !slices.Contains(untrue, "finding/gdp-gap-2010") || !slices.Contains(moved, "finding/gdp-gap-2009") {
		t.Errorf("untrue %v, moved %v\n%s", untrue, moved, r.Text(i18n.For("en")))
	}
	t.Logf("untrue %v, moved %v", untrue, moved)
	if err := s.ReadAt(ctx, identity.AtTheMachine(), earlier, func(tx *record.ReadTx) error {
		past, err := check.Run(ctx, tx, check.Options{})
		if err == nil && past.Counts.Errors > 0 {
			t.Errorf("as known before the import:\n%s", past.Text(i18n.For("en")))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestNobodyLearnsOfWhatIsNotPublic: a report names only records that its reader may see.
func TestNobodyLearnsOfWhatIsNotPublic(t *testing.T) {
	_, base := readScript(t, "testdata/base.txt")
	p := base.clone()
	p.draft("finding/gap").set("visibility", []string{"visibility: private"})
	p.draft("action/ferry").set("responsible", []string{"responsible: -"})
	p.draft("action/ferry").set("visibility", []string{"visibility: private"})
	s := load(t, p)
	r := run(t, s, identity.Nobody(), check.Options{})
	if r.Records != 13 {
		t.Errorf("%d records", r.Records)
	}
	for ref := range r.Titles {
		if ref == "finding/gap" || ref == "action/ferry" {
			t.Errorf("told of %s", ref)
		}
	}
	for _, h := range r.Hits {
		if h.Rule == "public-rests-on-private" || h.Ref == "action/ferry" {
			t.Errorf("%+v", h)
		}
	}
}

// TestSameReportTwice: the order does not depend on chance.
func TestSameReportTwice(t *testing.T) {
	s, _ := example(t)
	a := run(t, s, identity.AtTheMachine(), check.Options{Today: "2030-01-01", Languages: []string{"lt", "lv", "en", "et"}})
	b := run(t, s, identity.AtTheMachine(), check.Options{Today: "2030-01-01", Languages: []string{"lt", "lv", "en", "et"}})
	if a.Text(i18n.For("lv")) != b.Text(i18n.For("lv")) || a.Counts.Warnings < 100 {
		t.Errorf("differ, or found too little: %+v", a.Counts)
	}
}
