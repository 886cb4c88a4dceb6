// SPDX-License-Identifier: EUPL-1.2

package flows_test

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	. "github.com/sumanus/sumanus/analysis/flows"
)

// draw makes a sparse table of whole flows.
func draw(t *rapid.T) (*Table, []Flow, int) {
	n := rapid.IntRange(1, 14).Draw(t, "units")
	var list []Flow
	for i := range n {
		for j := range n {
			if i == j || rapid.IntRange(0, 2).Draw(t, "there") == 0 {
				list = append(list, Flow{i, j, float64(rapid.IntRange(0, 40).Draw(t, "flow"))})
			}
		}
	}
	list[0].Value++
	m, err := New(n, list)
	if err != nil {
		t.Fatal(err)
	}
	return m, list, n
}

// Net flows sum to zero, and totals of origins and destinations are the same.
func TestNetFlowsSumToZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, list, n := draw(t)
		b := m.Balance()
		net, out, in := 0.0, 0.0, 0.0
		for i := range n {
			net, out, in = net+b.Net[i], out+b.Out[i], in+b.In[i]
			if b.Net[i] != b.In[i]-b.Out[i] || b.Supply[i] < 0 || b.Supply[i] > 1 || b.Demand[i] > 1 {
				t.Fatalf("unit %d: %+v", i, b)
			}
		}
		if net != 0 || out != in || out != m.Total() {
			t.Fatalf("net %v, out %v, in %v", net, out, in)
		}
		for _, tie := range m.Smart() {
			if tie.A >= tie.B || !(tie.Smart > 0) || tie.Smart > 2 {
				t.Fatalf("%+v", tie)
			}
		}
		turned := make([]Flow, len(list))
		for k, f := range list {
			turned[len(list)-1-k] = f
		}
		again, err := New(n, turned)
		if err != nil || !reflect.DeepEqual(again.Balance(), b) && n > 0 && !math.IsNaN(sumOf(b.Supply)+sumOf(b.Demand)) {
			t.Fatalf("the order of the list matters: %v", err)
		}
	})
}

func sumOf(x []float64) (s float64) {
	for _, v := range x {
		s += v
	}
	return s
}

// Regions divide the units; their sums are those of the flows; each valid one meets the thresholds on both sides, and one that does not has no flow to another.
func TestRegionsMeetTheThresholds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, list, n := draw(t)
		h := Thresholds{MinSize: float64(rapid.IntRange(0, 50).Draw(t, "min")), MinSelfContainment: 0.5, TargetSelfContainment: 0.75}
		h.TargetSize = h.MinSize + float64(rapid.IntRange(0, 100).Draw(t, "more"))
		r, err := FunctionalRegions(m, h)
		if err != nil {
			t.Fatal(err)
		}
		k := len(r.List)
		out, in, within, leaves := make([]float64, k), make([]float64, k), make([]float64, k), make([]float64, k)
		for _, f := range list {
			if f.Value == 0 {
				continue
			}
			a, b := r.Of[f.From], r.Of[f.To]
			out[a] += f.Value
			in[b] += f.Value
			if a == b {
				within[a] += f.Value
			} else {
				leaves[a] += f.Value
				leaves[b] += f.Value
			}
		}
		seen := 0
		for p, e := range r.List {
			seen += len(e.Units)
			if out[p] != e.Out || in[p] != e.In || within[p] != e.Within {
				t.Fatalf("region %d: %+v, want %v %v %v", p, e, out[p], in[p], within[p])
			}
			if e.Valid && (e.Out < h.MinSize || min(e.Supply, e.Demand) < 0.5-1e-9 || e.Out < h.TargetSize && e.Out == h.MinSize && min(e.Supply, e.Demand) < 0.75-1e-9) || !e.Valid && leaves[p] > 0 {
				t.Fatalf("region %d: %+v, %v leave", p, e, leaves[p])
			}
		}
		if seen+len(r.Isolate) != n {
			t.Fatalf("%d units of %d are in a region", seen, n)
		}
	})
}

// Each fusion takes the greatest measure there is, what stays within only grows, and every cut has as many groups as it says.
func TestIntramaxTakesTheGreatest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, list, n := draw(t)
		h, err := Intramax(m)
		if err != nil {
			t.Fatal(err)
		}
		within := h.Start
		of := make([]int, n)
		for i := range of {
			of[i] = i
		}
		for _, f := range h.Fusions {
			if most := greatest(list, of, m.Total()); !same(most, f.Measure) {
				t.Fatalf("took %v, there is %v", f.Measure, most)
			}
			for i := range of {
				if of[i] == f.B {
					of[i] = f.A
				}
			}
			if cut, err := h.Cut(f.Groups); err != nil || !reflect.DeepEqual(cut, of) {
				t.Fatalf("cut %v, want %v (%v)", cut, of, err)
			}
			if f.Within < within-1e-12 {
				t.Fatalf("within %v after %v", f.Within, within)
			}
			within = f.Within
		}
		if most := greatest(list, of, m.Total()); most != 0 {
			t.Fatalf("%v is left", most)
		}
	})
}

// greatest is the measure of the closest pair of groups by the definition.
func greatest(list []Flow, of []int, total float64) float64 {
	n := len(of)
	t := make([]float64, n*n)
	o, d := make([]float64, n), make([]float64, n)
	for _, f := range list {
		t[of[f.From]*n+of[f.To]] += f.Value
		o[of[f.From]] += f.Value
		d[of[f.To]] += f.Value
	}
	most := 0.0
	for i := range n {
		for j := range i {
			s := 0.0
			if v := t[i*n+j]; v > 0 {
				s += v / (o[i] * d[j])
			}
			if v := t[j*n+i]; v > 0 {
				s += v / (o[j] * d[i])
			}
			most = max(most, s*total)
		}
	}
	return most
}

// Fixed totals are met, the border effect does not hang on the units of flow or distance, and a planted effect is found again.
func TestGravityKeepsWhatItFixes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(5, 9).Draw(t, "units")
		border := rapid.SampledFrom([]float64{0.1, 0.5, 1}).Draw(t, "border")
		at := make([]float64, n)
		for i := range at {
			at[i] = float64(100*i + rapid.IntRange(1, 60).Draw(t, "at"))
		}
		p := Pairs{Units: n}
		for i := range n {
			for j := range n {
				if i == j {
					continue
				}
				across := i%2 != j%2
				v := 1e6 * float64(i+1) * float64(2*j+3) / math.Abs(at[i]-at[j])
				if across {
					v *= border
				}
				p.Origin, p.Destination, p.Flow = append(p.Origin, i), append(p.Destination, j), append(p.Flow, v)
				p.Distance, p.Border = append(p.Distance, math.Abs(at[i]-at[j])), append(p.Border, across)
			}
		}
		exact, err := Gravity(p, FixedBoth)
		if err != nil || math.Abs(exact.Effect-border) > 1e-6*border || math.Abs(exact.Terms[0].Estimate+1) > 1e-6 {
			t.Fatalf("planted %v, found %+v (%v)", border, exact, err)
		}
		for k := range p.Flow {
			p.Flow[k] = math.Floor(p.Flow[k]/1000) * float64(1+rapid.IntRange(0, 2).Draw(t, "noise"))
		}
		m, err := Gravity(p, FixedBoth)
		if err != nil {
			t.Fatal(err)
		}
		from, to := make([]float64, n), make([]float64, n)
		scaled := p
		scaled.Flow, scaled.Distance = append([]float64(nil), p.Flow...), append([]float64(nil), p.Distance...)
		for k, v := range p.Flow {
			from[p.Origin[k]] += v - m.Fitted[k]
			to[p.Destination[k]] += v - m.Fitted[k]
			scaled.Flow[k] *= 3
			scaled.Distance[k] *= 1000
		}
		for i := range n {
			if math.Abs(from[i]) > 1e-4 || math.Abs(to[i]) > 1e-4 {
				t.Fatalf("unit %d: totals are missed by %v and %v", i, from[i], to[i])
			}
		}
		again, err := Gravity(scaled, FixedBoth)
		if err != nil || math.Abs(again.Effect-m.Effect) > 1e-7*m.Effect {
			t.Fatalf("%v after scaling, %v (%v)", again.Effect, m.Effect, err)
		}
	})
}
