// SPDX-License-Identifier: EUPL-1.2

package flows_test

import (
	"errors"
	"math"
	"reflect"
	"testing"

	. "github.com/sumanus/sumanus/analysis/flows"
)

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))
}

// counties is six places: two towns (0, 3) with villages around them, and 5 between, worked on paper.
func counties(t testing.TB) *Table {
	t.Helper()
	m, err := New(6, []Flow{
		{0, 0, 90}, {0, 3, 10}, {1, 1, 10}, {1, 0, 30}, {2, 2, 20}, {2, 0, 20}, {3, 3, 80}, {3, 0, 5}, {4, 4, 5}, {4, 3, 25}, {5, 5, 30}, {5, 3, 8}, {5, 0, 6}, {1, 3, math.NaN()},
	})
	check(t, err)
	return m
}

func TestBalanceByHand(t *testing.T) {
	m := counties(t)
	b := m.Balance()
	if !reflect.DeepEqual(b.Out, []float64{100, 40, 40, 85, 30, 44}) || !reflect.DeepEqual(b.In, []float64{151, 10, 20, 123, 5, 30}) {
		t.Errorf("%+v", b)
	}
	if !reflect.DeepEqual(b.Net, []float64{51, -30, -20, 38, -25, -14}) || m.Total() != 339 || m.Missing() != 1 {
		t.Errorf("%+v", b)
	}
	if !same(b.Supply[0], 0.9) || !same(b.Demand[0], 90.0/151) || b.Demand[5] != 1 {
		t.Errorf("%+v", b)
	}
	ties := m.Smart()
	if len(ties) != 6 {
		t.Fatalf("%+v", ties)
	}
	if x := ties[2]; x.A != 0 || x.B != 3 || x.There != 10 || x.Back != 5 || !same(x.Smart, 100.0/(100*123)+25.0/(85*151)) {
		t.Errorf("%+v", x)
	}
}

// With 60 % asked for on both sides and no size, 1, 2 and 4 go to their towns; 5 stays: 30/44 and 30/30.
func TestFunctionalRegionsByHand(t *testing.T) {
	m := counties(t)
	r, err := FunctionalRegions(m, Thresholds{MinSelfContainment: 0.6, TargetSelfContainment: 0.6})
	check(t, err)
	if !reflect.DeepEqual(r.Of, []int{0, 0, 0, 1, 1, 2}) || r.Steps != 3 {
		t.Errorf("%+v", r)
	}
	a := r.List[0]
	if a.Centre != 0 || a.Out != 180 || a.In != 181 || a.Within != 170 || !same(a.Supply, 170.0/180) || !a.Valid {
		t.Errorf("%+v", a)
	}
	if !same(r.Within, (170+110+30)/339.0) {
		t.Errorf("within %v", r.Within)
	}
	// Size: 44 people are too few for a region when 50 are asked for; 5 is tied more closely to 3 (64/(44·123)) than to 0 (36/(44·151)).
	r, err = FunctionalRegions(m, Thresholds{MinSize: 50, TargetSize: 50, MinSelfContainment: 0.6, TargetSelfContainment: 0.6})
	check(t, err)
	if !reflect.DeepEqual(r.Of, []int{0, 0, 0, 1, 1, 1}) {
		t.Errorf("%+v", r)
	}
	// The trade-off: at 44 people of 40 to 120 the self-containment asked for lies between the two; 30/44 = 0.68 is not enough against nearly 0.75.
	r, err = FunctionalRegions(m, Thresholds{MinSize: 40, TargetSize: 120, MinSelfContainment: 0.6, TargetSelfContainment: 0.75})
	check(t, err)
	if !reflect.DeepEqual(r.Of, []int{0, 0, 0, 1, 1, 1}) {
		t.Errorf("%+v", r)
	}
	// What nothing flows to or from is in no region; an island too small stays, and says so.
	lone, err := New(4, []Flow{{0, 0, 10}, {1, 1, 1}, {2, 1, 1}})
	check(t, err)
	r, err = FunctionalRegions(lone, Thresholds{MinSize: 5, TargetSize: 5, MinSelfContainment: 0.5, TargetSelfContainment: 0.5})
	check(t, err)
	if !reflect.DeepEqual(r.Of, []int{0, 1, 1, -1}) || r.List[1].Valid || !reflect.DeepEqual(r.Isolate, []int{3}) {
		t.Errorf("%+v", r)
	}
}

// The first fusion of Intramax on paper: 4 and 3 (25/(30·123)), against 1 and 0 (30/(40·151)).
func TestIntramaxByHand(t *testing.T) {
	m := counties(t)
	h, err := Intramax(m)
	check(t, err)
	f := h.Fusions[0]
	if f.A != 3 || f.B != 4 || !same(f.Measure, 25.0/(30*123)*339) || !same(f.Within, (235+25)/339.0) || !same(h.Start, 235.0/339) || f.Groups != 5 {
		t.Errorf("%+v start %v", f, h.Start)
	}
	if len(h.Fusions) != 5 || h.Fusions[4].Within != 1 || h.Fusions[4].Groups != 1 {
		t.Errorf("%+v", h.Fusions)
	}
	of, err := h.Cut(5)
	check(t, err)
	if !reflect.DeepEqual(of, []int{0, 1, 2, 3, 3, 5}) {
		t.Errorf("%v", of)
	}
	apart, err := New(4, []Flow{{0, 1, 5}, {2, 3, 5}})
	check(t, err)
	if h, err = Intramax(apart); err != nil || len(h.Fusions) != 2 {
		t.Errorf("groups without flows are not joined: %+v %v", h, err)
	}
	if of, err = h.Cut(1); err != nil || !reflect.DeepEqual(of, []int{0, 0, 2, 2}) {
		t.Errorf("%v %v", of, err)
	}
}

// line is six units on a line, two sides of a border, flows by a fixed rule; values of the tests by R 4.2.2, glm(family = poisson) with epsilon 1e-15, and
// HC0 written out.
func line() Pairs {
	at, mass := []float64{0, 13, 29, 40, 58, 71}, []float64{120, 45, 80, 60, 150, 30}
	p := Pairs{Units: 6}
	k := 0
	for d := range 6 {
		for o := range 6 {
			if o == d {
				continue
			}
			p.Origin, p.Destination = append(p.Origin, o), append(p.Destination, d)
			p.Distance, p.Border = append(p.Distance, math.Abs(at[o]-at[d])), append(p.Border, (o < 3) != (d < 3))
			p.OriginMass, p.DestinationMass = append(p.OriginMass, mass[o]), append(p.DestinationMass, mass[d])
			v := float64((o*7+d*11+o*d*3)%23) + math.Floor(mass[o]*mass[d]/(p.Distance[k]*5))
			if p.Border[k] {
				v = math.Floor(v / 3)
			}
			if k == 2 || k == 16 {
				v = 0
			}
			p.Flow = append(p.Flow, v)
			k++
		}
	}
	return p
}

func TestGravityAgainstR(t *testing.T) {
	compared := 0
	for fixed, want := range map[Fixed][][2]float64{
		FixedNone: {{-0.2019178488550755, 0.5413929342350219}, {0.7585879860847853, 0.0845700839999372}, {0.7605502958321290, 0.0693982354294913},
			{-0.7086283385200260, 0.0874165130380836}, {-1.1988826193612379, 0.0983623662780713}},
		FixedOrigin: {{0.7688898635317978, 0.0666345869921807}, {-0.7369839905460019, 0.0832864827494227}, {-1.1798107385533863, 0.0853353290384969}},
		FixedBoth:   {{-0.7229900492823640, 0.0760239093677356}, {-1.2074443814497278, 0.0809752831396972}},
	} {
		m, err := Gravity(line(), fixed)
		check(t, err)
		if len(m.Terms) != len(want) {
			t.Fatalf("%s: %+v", fixed, m.Terms)
		}
		for k, w := range want {
			x := m.Terms[k]
			if same(x.Estimate, w[0]) && math.Abs(x.SE-w[1]) <= 1e-8 && same(x.Z, x.Estimate/x.SE) {
				compared++
			} else {
				t.Errorf("%s %s: %v (%v), want %v", fixed, x.Name, x.Estimate, x.SE, w)
			}
		}
		last := m.Terms[len(m.Terms)-1]
		if last.Name != "border" || m.Effect != math.Exp(last.Estimate) || !(m.EffectLower < m.Effect && m.Effect < m.EffectUpper) {
			t.Errorf("%+v", m)
		}
		switch fixed {
		case FixedNone:
			if !same(m.Deviance, 66.0579805710734) || !same(m.NullDeviance, 937.9419600762693) {
				t.Errorf("deviance %v, %v", m.Deviance, m.NullDeviance)
			}
		case FixedBoth:
			if !same(m.Deviance, 59.9912085473781) {
				t.Errorf("deviance %v", m.Deviance)
			}
		}
	}
	t.Logf("compared %d of 10", compared)
}

func TestGravityLeavesOut(t *testing.T) {
	p := line()
	whole, err := Gravity(p, FixedBoth)
	check(t, err)
	p.Units = 7
	p.Origin, p.Destination = append(p.Origin, 2, 6, 0), append(p.Destination, 2, 0, 6)
	p.Flow, p.Distance, p.Border = append(p.Flow, 99, 0, math.NaN()), append(p.Distance, 0, 10, 10), append(p.Border, false, false, false)
	more, err := Gravity(p, FixedBoth)
	check(t, err)
	if more.Within != 1 || more.Missing != 1 || more.Zero != 1 || more.Used != 30 || !same(more.Effect, whole.Effect) || !math.IsNaN(more.Fitted[30]) {
		t.Errorf("%+v", more)
	}
	zero, missing := line(), line()
	zero.Flow[0], missing.Flow[0] = 0, math.NaN()
	a, err := Gravity(zero, FixedBoth)
	check(t, err)
	b, err := Gravity(missing, FixedBoth)
	check(t, err)
	if a.Used != 30 || b.Used != 29 || a.Effect == b.Effect || a.Effect == whole.Effect {
		t.Errorf("missing is not 0: %v %v %v", a.Effect, b.Effect, whole.Effect)
	}
}

func TestErrors(t *testing.T) {
	table := func(n int, f ...Flow) error { _, err := New(n, f); return err }
	gravity := func(fixed Fixed, change func(p *Pairs)) error {
		p := line()
		change(&p)
		_, err := Gravity(p, fixed)
		return err
	}
	_, thresholds := FunctionalRegions(counties(t), Thresholds{MinSelfContainment: 0.7, TargetSelfContainment: 0.6})
	_, size := FunctionalRegions(counties(t), Thresholds{MinSize: 5, TargetSize: 1, MinSelfContainment: 0.7, TargetSelfContainment: 0.7})
	h, err := Intramax(counties(t))
	check(t, err)
	_, cut := h.Cut(0)
	for k, x := range []struct {
		err  error
		code ErrorCode
		row  int
	}{
		{table(0), NoUnits, -1}, {table(1), NoFlow, -1}, {table(1, Flow{0, 0, -1}), NegativeFlow, 0}, {table(1, Flow{0, 1, 1}), BadUnit, 0},
		{table(1, Flow{0, 0, 1}, Flow{0, 0, 1}), DuplicateFlow, 1}, {table(1, Flow{0, 0, math.Inf(1)}), NotFinite, 0}, {thresholds, BadThreshold, -1}, {size, BadThreshold, -1},
		{cut, BadThreshold, -1},
		{gravity("odd", func(*Pairs) {}), BadOption, -1}, {gravity(FixedNone, func(p *Pairs) { p.OriginMass = nil }), LengthMismatch, -1},
		{gravity(FixedBoth, func(p *Pairs) { p.Distance[3] = 0 }), NotPositive, 3}, {gravity(FixedBoth, func(p *Pairs) { p.Flow[3] = -1 }), NegativeFlow, 3},
		{gravity(FixedNone, func(p *Pairs) { p.DestinationMass[2] = 0 }), NotPositive, 2},
		{gravity(FixedBoth, func(p *Pairs) { clear(p.Border) }), Collinear, -1},
		{gravity(FixedNone, func(p *Pairs) {
			for k, b := range p.Border {
				if b {
					p.Flow[k] = 0
				}
			}
		}), Separated, -1},
		{gravity(FixedNone, func(p *Pairs) { copy(p.DestinationMass, p.OriginMass) }), Collinear, -1},
		{gravity(FixedNone, func(p *Pairs) {
			for k := range p.Flow[4:] {
				p.Flow[4+k] = math.NaN()
			}
		}), TooFewPairs, -1},
	} {
		var e *Error
		if !errors.As(x.err, &e) || e.Code != x.code || e.Row != x.row || e.Error() == "" {
			t.Errorf("case %d: %v, want %s in row %d", k, x.err, x.code, x.row)
		}
	}
}
