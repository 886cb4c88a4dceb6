// SPDX-License-Identifier: EUPL-1.2

package strategy_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/recordtest"
	"github.com/sumanus/sumanus/internal/strategy"
)

func text(s string) record.Text { return record.NewText("lt", map[string]string{"lt": s}) }

func TestKinds(t *testing.T) { recordtest.Kinds(t, strategy.Kinds()) }

func TestFaultsNameTheirFields(t *testing.T) {
	below := int64(-1)
	for _, c := range []struct {
		body record.Body
		want []string
	}{
		{&strategy.Plan{PeriodFrom: "2030", PeriodTo: "2021", Regions: []record.Ref{"plan/x"}, ComposedOf: []record.Ref{"plan/a", "plan/a"}},
			[]string{"title: record.required", "regions.0: record.wrong-kind", "period_to: record.runs-backwards", "composed_of.1: record.stands-twice"}},
		{&strategy.Priority{Title: text("x"), Position: -1}, []string{"plan: record.required", "position: strategy.bad-position"}},
		{&strategy.Measure{Title: text("x"), Priority: "plan/x"}, []string{"priority: record.wrong-kind"}},
		{&strategy.Action{Title: text("x"), Measure: "measure/m", Start: "2026-02-30", End: "2026", Budget: &below, Currency: "euro", State: "late"},
			[]string{"start: record.bad-date", "end: record.bad-date", "budget_cents: strategy.negative-budget", "currency: strategy.bad-currency", "state: record.not-one-of"}},
		{&strategy.Target{Title: text("x"), Of: "plan/p", Baseline: strategy.Baseline{Period: "2021", Value: "1,5"}, Aim: strategy.Aim{Period: "2020", Value: "many"}},
			[]string{"of: record.wrong-kind", "baseline.value: record.bad-number", "aim.value: record.bad-number", "aim.period: record.runs-backwards"}},
	} {
		got := recordtest.Faults(c.body)
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%T: no %q in %s", c.body, want, got)
			}
		}
		if n := strings.Count(got, ";") + 1; n != len(c.want) {
			t.Errorf("%T: %d faults, want %d: %s", c.body, n, len(c.want), got)
		}
	}
}

func TestLateFollowsFromDates(t *testing.T) {
	for _, c := range []struct {
		a    strategy.Action
		want bool
	}{
		{strategy.Action{State: strategy.Planned, Start: "2026-01-01", End: "2027-01-01"}, true},
		{strategy.Action{State: strategy.Planned, Start: "2026-06-01"}, false},
		{strategy.Action{State: strategy.UnderWay, Start: "2026-01-01", End: "2026-05-31"}, true},
		{strategy.Action{State: strategy.UnderWay, Start: "2026-01-01", End: "2026-06-01"}, false},
		{strategy.Action{State: strategy.Done, End: "2020-01-01"}, false},
		{strategy.Action{State: strategy.Planned}, false},
	} {
		if got := c.a.Late("2026-06-01"); got != c.want {
			t.Errorf("%+v late: %v", c.a, got)
		}
	}
}

// shelf is a Reader over a list of records.
type shelf []record.Record

func (s shelf) All(_ context.Context, kind string) (out []record.Record, _ error) {
	for _, r := range s {
		if r.Ref.Kind() == kind {
			out = append(out, r)
		}
	}
	return out, nil
}
func (s shelf) Get(context.Context, record.Ref) (record.Record, error)  { return record.Record{}, nil }
func (s shelf) From(context.Context, record.Ref) ([]record.Link, error) { return nil, nil }
func (s shelf) To(context.Context, record.Ref) ([]record.Link, error)   { return nil, nil }
func (s shelf) Moment() time.Time                                       { return time.Time{} }

func rec(ref record.Ref, b record.Body) record.Record {
	return record.Record{Envelope: record.Envelope{Ref: ref}, Body: b}
}

func TestTreeHangsTogetherInTheOrderOfThePlan(t *testing.T) {
	tree, err := strategy.Read(context.Background(), shelf{
		rec("plan/klaipeda", &strategy.Plan{}),
		rec("plan/joint", &strategy.Plan{ComposedOf: []record.Ref{"plan/klaipeda"}}),
		rec("priority/b", &strategy.Priority{Plan: "plan/klaipeda", Position: 1, Horizontal: true}),
		rec("priority/c", &strategy.Priority{Plan: "plan/klaipeda", Position: 3}),
		rec("priority/d", &strategy.Priority{Plan: "plan/klaipeda", Position: 2}),
		rec("priority/lost", &strategy.Priority{Plan: "plan/hidden"}),
		rec("measure/m", &strategy.Measure{Priority: "priority/d"}),
		rec("action/late", &strategy.Action{Measure: "measure/m", Start: "2027-01-01"}),
		rec("action/soon", &strategy.Action{Measure: "measure/m", Start: "2026-01-01"}),
		rec("target/t", &strategy.Target{Of: "measure/m"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range tree.Plans {
		got = append(got, string(p.Record.Ref))
		for _, pr := range p.Priorities {
			got = append(got, string(pr.Record.Ref))
			for _, m := range pr.Measures {
				for _, a := range m.Actions {
					got = append(got, string(a.Record.Ref))
				}
				got = append(got, string(m.Targets[0].Record.Ref))
			}
		}
	}
	want := "plan/joint plan/klaipeda priority/d action/soon action/late target/t priority/c priority/b"
	if strings.Join(got, " ") != want {
		t.Errorf("got %v", got)
	}
	if tree.Node("priority/lost") == nil || tree.Node("priority/none") != nil {
		t.Error("Node finds what is there and nothing else")
	}
}
