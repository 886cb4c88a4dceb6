// SPDX-License-Identifier: EUPL-1.2

package demography

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// drawn is a random projection that lasts.
func drawn(t *rapid.T) (Table, []Rates, Options) {
	ages := rapid.IntRange(1, 12).Draw(t, "ages")
	sexes := rapid.SampledFrom([][]Sex{{All}, {Female}, {Female, Male}, {Male, Female}}).Draw(t, "sexes")
	table := func(name string, low, high float64) Table {
		out := NewTable(len(sexes), ages)
		for s := range out {
			for a := range out[s] {
				out[s][a] = rapid.Float64Range(low, high).Draw(t, name)
			}
		}
		return out
	}
	o := Options{Sexes: sexes, Width: rapid.SampledFrom([]int{1, 5}).Draw(t, "width"), Steps: rapid.IntRange(1, 12).Draw(t, "steps"),
		SexRatio: rapid.Float64Range(0.9, 1.2).Draw(t, "ratio"), Exposure: Exposure(rapid.IntRange(0, 1).Draw(t, "exposure")),
		Timing: Timing(rapid.IntRange(0, 3).Draw(t, "timing")), Closed: rapid.Bool().Draw(t, "closed"), Fertility: FertilityPer(rapid.IntRange(0, 1).Draw(t, "per"))}
	base := table("people", 0, 1e6)
	rates := make([]Rates, rapid.SampledFrom([]int{1, o.Steps}).Draw(t, "rates"))
	for k := range rates {
		r := &rates[k]
		for range ages {
			r.Fertility = append(r.Fertility, rapid.Float64Range(0, 0.3/float64(o.Width)).Draw(t, "fertility"))
		}
		r.Survival = table("survival", 0, 1)
		for range sexes {
			r.Birth = append(r.Birth, rapid.Float64Range(0, 1).Draw(t, "birth"))
		}
		if rapid.Bool().Draw(t, "move") {
			r.Migration = table("net", -50, 1000)
		}
	}
	return base, rates, o
}

// exactly adds numbers without rounding.
func exactly(terms ...float64) *big.Rat {
	sum := new(big.Rat)
	for _, v := range terms {
		sum.Add(sum, new(big.Rat).SetFloat64(v))
	}
	return sum
}

// TestBalance: each cohort, each sex and the whole close to the last bit, in exact arithmetic and in floating point alike.
func TestBalance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, rates, o := drawn(t)
		p, err := Project(base, rates, o)
		var e *Error
		if errors.As(err, &e) && e.Code == Emptied {
			t.Skip("more leave than there are")
		}
		if err != nil {
			t.Fatal(err)
		}
		for k, m := range p.Moves {
			for s := range o.Sexes {
				for a := range m.Opening[s] {
					left := exactly(m.Opening[s][a], m.Births[s][a], -m.Deaths[s][a], m.Migration[s][a], -p.Population[k+1][s][a])
					if left.Sign() != 0 {
						t.Fatalf("step %d sex %d age %d: %s is left over", k+1, s, a, left.FloatString(20))
					}
					if m.Deaths[s][a] < 0 || p.Population[k+1][s][a] < 0 || m.Births[s][a] < 0 {
						t.Fatalf("less than nobody: %g died, %g are there", m.Deaths[s][a], p.Population[k+1][s][a])
					}
				}
				if b := p.Balance(k+1, s); b.Opening+b.Births-b.Deaths+b.Migration != b.Closing || b.Opening != sum(p.Population[k][s]) {
					t.Fatalf("sex %d: %+v", s, b)
				}
			}
			b := p.Balance(k+1, -1)
			if exactly(b.Opening, b.Births, -b.Deaths, b.Migration, -b.Closing).Sign() != 0 || b.Opening+b.Births-b.Deaths+b.Migration != b.Closing {
				t.Fatalf("step %d: %+v", k+1, b)
			}
			if k > 0 && b.Opening != p.Balance(k, -1).Closing {
				t.Fatalf("step %d opens with %g", k+1, b.Opening)
			}
		}
		for s := range base {
			for a, v := range base[s] {
				if math.Abs(v-p.Population[0][s][a]) > p.Unit {
					t.Fatalf("the unit %g is too large for %g", p.Unit, v)
				}
			}
		}
	})
}

func sum(of []float64) float64 { return Table{of}.Sum() }

// TestMatrix: without migration a projection is the power of the Leslie matrix, and its growth is the matrix's.
func TestMatrix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, rates, o := drawn(t)
		o.Sexes, o.Timing = []Sex{Female}, AtEnd
		base, rates = base[:1], rates[:1]
		rates[0].Survival, rates[0].Birth, rates[0].Migration = rates[0].Survival[:1], rates[0].Birth[:1], nil
		p, err := Project(base, rates, o)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Leslie(rates[0], o)
		if err != nil {
			t.Fatal(err)
		}
		now := base[0]
		for k := 1; k <= o.Steps; k++ {
			next := make([]float64, len(now))
			for a := range next {
				for b := range now {
					next[a] += m[a][b] * now[b]
				}
				if got := p.Population[k][0][a]; math.Abs(got-next[a]) > 1e-12*next[a]+64*p.Unit {
					t.Fatalf("step %d age %d: %g, the matrix says %g", k, a, got, next[a])
				}
			}
			now = next
		}
		g, err := Stable(rates[0], o)
		if err != nil {
			t.Fatal(err)
		}
		if (g.Lambda > 1) != (g.Reproduction > 1) && math.Abs(g.Lambda-1) > 1e-9 {
			t.Fatalf("λ %g with reproduction %g", g.Lambda, g.Reproduction)
		}
		if !(g.Lambda-m[len(m)-1][len(m)-1] > 1e-4) {
			return // the last group all but outlasts the others: its share hangs on the last digits of λ
		}
		for a := range g.Stable {
			next := 0.0
			for b := range g.Stable {
				next += m[a][b] * g.Stable[b]
			}
			if math.Abs(next-g.Lambda*g.Stable[a]) > 1e-9 {
				t.Fatalf("age %d: %g is not λ times %g", a, next, g.Stable[a])
			}
		}
	})
}

// TestResidualAndBack: migration found between two counts, put into a projection, gives the second count again.
func TestResidualAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, rates, o := drawn(t)
		if len(base[0]) < 2 {
			t.Skip()
		}
		o.Steps, o.Timing, o.Closed = 1, AtEnd, false
		r := rates[:1]
		r[0].Migration = nil
		still, err := Project(base, r, o)
		if err != nil {
			t.Fatal(err)
		}
		later := NewTable(len(base), len(base[0]))
		for s := range later {
			for a := range later[s] {
				later[s][a] = rapid.Float64Range(0, 1e6).Draw(t, "later")
			}
		}
		births := make([]float64, len(base))
		for s := range births {
			births[s] = still.Moves[0].Births[s][0]
		}
		m, err := Residual(base, later, r[0].Survival, births, r[0].Birth, Forward)
		if err != nil {
			t.Fatal(err)
		}
		r[0].Migration = m.Net
		p, err := Project(base, r, o)
		if err != nil {
			t.Fatal(err)
		}
		for s := range later {
			for a, want := range later[s] {
				if got := p.Population[1][s][a]; math.Abs(got-want) > 1e-6 {
					t.Fatalf("sex %d age %d: %g came back as %g", s, a, want, got)
				}
			}
		}
	})
}

// TestClosedCountry: with the census survival of all regions together, migration between them sums to nothing.
func TestClosedCountry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ages, regions := rapid.IntRange(2, 8).Draw(t, "ages"), rapid.IntRange(1, 6).Draw(t, "regions")
		earlier, later := make([]Table, regions), make([]Table, regions)
		whole := [2]Table{NewTable(1, ages), NewTable(1, ages)}
		for r := range regions {
			earlier[r], later[r] = NewTable(1, ages), NewTable(1, ages)
			for a := range ages {
				earlier[r][0][a] = rapid.Float64Range(1, 1e5).Draw(t, "then")
				later[r][0][a] = rapid.Float64Range(1, 1e5).Draw(t, "now")
				whole[0][0][a] += earlier[r][0][a]
				whole[1][0][a] += later[r][0][a]
			}
		}
		s, err := CensusSurvival(whole[0], whole[1])
		if err != nil {
			t.Fatal(err)
		}
		for _, by := range []ResidualBy{Forward, Reverse, Average} {
			net := make([]float64, ages)
			for r := range regions {
				m, err := Residual(earlier[r], later[r], s, nil, nil, by)
				if err != nil {
					t.Fatal(err)
				}
				if !math.IsNaN(m.Net[0][0]) {
					t.Fatalf("the youngest are known without births: %g", m.Net[0][0])
				}
				for a := 1; a < ages; a++ {
					net[a] += m.Net[0][a]
				}
			}
			for a := 1; a < ages; a++ {
				if math.Abs(net[a]) > 1e-6 {
					t.Fatalf("estimate %d, age %d: %g left the country", by, a, net[a])
				}
			}
		}
	})
}

// TestHamiltonPerryRepeats: two counts that a projection with fixed rates made are carried on as that projection goes, but for the children, who
// follow the women; and the same ratios twice over are the ratios of the result.
func TestHamiltonPerryRepeats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ages := rapid.IntRange(6, 10).Draw(t, "ages")
		k := rapid.IntRange(1, 2).Draw(t, "groups")
		earlier, later := NewTable(2, ages), NewTable(2, ages)
		for s := range earlier {
			for a := range ages {
				earlier[s][a] = rapid.Float64Range(1, 1e5).Draw(t, "then")
				later[s][a] = rapid.Float64Range(1, 1e5).Draw(t, "now")
			}
		}
		o := RatioOptions{Sexes: []Sex{Female, Male}, Width: 5, Groups: k, Steps: 3, FirstAge: 5 * k, EndAge: 5*k + 10}
		out, err := HamiltonPerry(earlier, later, o)
		if err != nil {
			t.Fatal(err)
		}
		for step := 1; step <= o.Steps; step++ {
			again, err := HamiltonPerry(out.Population[step-1], out.Population[step], o)
			if err != nil {
				t.Fatal(err)
			}
			for s := range again.Change {
				for a, v := range again.Change[s] {
					if math.Abs(v-out.Change[s][a]) > 1e-9*max(1, v) {
						t.Fatalf("step %d sex %d age %d: ratio %g became %g", step, s, a, out.Change[s][a], v)
					}
				}
			}
		}
	})
}

// TestVariants: more children or fewer deaths never make fewer people.
func TestVariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, rates, o := drawn(t)
		for k := range rates {
			rates[k].Migration = nil
		}
		size := func(v Variant) float64 {
			o.Variant = v
			p, err := Project(base, rates, o)
			if err != nil {
				t.Fatal(err)
			}
			return p.Population[o.Steps].Sum()
		}
		middle := size(Variant{})
		if low, high := size(Variant{Fertility: -0.1, Mortality: 0.2}), size(Variant{Fertility: 0.1, Mortality: -0.2}); low > middle+1e-6 || high < middle-1e-6 {
			t.Fatalf("low %g, main %g, high %g", low, middle, high)
		}
	})
}
