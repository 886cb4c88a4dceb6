// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/recordtest"
)

func TestKinds(t *testing.T) { recordtest.Kinds(t, evidence.Kinds()) }

func gap() *evidence.Finding {
	return &evidence.Finding{
		Title: record.NewText("en", map[string]string{"en": "Gap", "lt": "Atotrūkis", "lv": "Plaisa"}),
		Statement: record.NewText("lv", map[string]string{
			"lv": "{= 2010}. gadā IKP uz vienu iedzīvotāju Klaipēdas reģionā bija [vismaz pusotras reizes lielāks](#at-least) nekā Kurzemē: {klaipeda} eiro pret {kurzeme} eiro.",
			"lt": "{= 2010} m. BVP vienam gyventojui Klaipėdos regione buvo [bent pusantro karto didesnis](#at-least) negu Kuržemėje: {klaipeda} ir {kurzeme} eurų.",
			"en": "In {= 2010} GDP per head in the Klaipėda region was [at least one and a half times](#at-least) that of Kurzeme: {klaipeda} against {kurzeme} euros.",
		}),
		Values: []verdict.Value{
			{Name: "klaipeda", Indicator: "indicator/gdp-per-head", Region: "region/klaipeda-county", Period: "2010"},
			{Name: "kurzeme", Indicator: "indicator/gdp-per-head", Region: "region/kurzeme", Period: "2010"},
		},
		Assertions: []verdict.Assertion{{Name: "at-least", Type: verdict.Compare, Left: "klaipeda / kurzeme", Op: ">=", Right: "1.5"}},
		State:      evidence.Open,
	}
}

func TestFindingFaults(t *testing.T) {
	if f := recordtest.Faults(gap()); f != "" {
		t.Fatal(f)
	}
	for _, c := range []struct {
		name string
		bend func(*evidence.Finding)
		want string
	}{
		{"no assertion", func(f *evidence.Finding) { f.Assertions = nil }, "assertions: record.required"},
		{"unfalsifiable", func(f *evidence.Finding) { f.Assertions[0].Right = "klaipeda / kurzeme" }, "verdict.unfalsifiable"},
		{"unknown value", func(f *evidence.Finding) { f.Assertions[0].Left = "klaipeda / latvia" }, "unknown"},
		{"marks differ", func(f *evidence.Finding) {
			f.Statement = f.Statement.With("lt", "BVP buvo [bent pusantro karto didesnis](#at-least): {klaipeda} eurų.")
		}, "statement"},
		{"wrong kind", func(f *evidence.Finding) { f.Values[0].Region = "plan/x" }, "values.0.region: record.wrong-kind"},
		{"no state", func(f *evidence.Finding) { f.State = "" }, "state: record.required"},
		{"pin without vintage", func(f *evidence.Finding) { f.WrittenFrom = []evidence.Pin{{Dataset: "dataset/gdp"}} }, "written_from.0.vintage: record.required"},
	} {
		f := gap()
		c.bend(f)
		if got := recordtest.Faults(f); !strings.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	// A translation made from an older wording may lag behind: it is stale, not wrong.
	f := gap()
	f.Statement = f.Statement.With("lv", "IKP Klaipēdas reģionā bija [vismaz pusotras reizes lielāks](#at-least): {klaipeda} eiro.")
	if got := recordtest.Faults(f); got != "" {
		t.Errorf("stale translations stop a save: %s", got)
	}
}

func TestIndicatorFaults(t *testing.T) {
	i := &evidence.Indicator{Title: record.NewText("en", map[string]string{"en": "x"}), Formula: "gdp / people + none", Decimals: 9, Better: "up",
		Inputs: []evidence.Input{{Name: "gdp", Dataset: "dataset/gdp"}, {Name: "gdp", Dataset: "region/x"}, {Name: "9"}, {Name: "people", Dataset: "dataset/p"}}}
	got := recordtest.Faults(i)
	for _, want := range []string{"inputs.1.name: record.stands-twice", "inputs.1.dataset: record.wrong-kind", "inputs.2.name: evidence.bad-name", "inputs.2.dataset: record.required", "formula: formula.", "decimals: evidence.bad-decimals", "better: record.not-one-of"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
	i = &evidence.Indicator{Title: i.Title, Formula: "gdp", Inputs: []evidence.Input{{Name: "gdp", Dataset: "dataset/gdp"}, {Name: "people", Dataset: "dataset/p"}}}
	if got := recordtest.Faults(i); !strings.Contains(got, "inputs.1.name: evidence.unused-input") {
		t.Errorf("got %s", got)
	}
}
