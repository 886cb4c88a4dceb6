// SPDX-License-Identifier: EUPL-1.2

package spatial

import (
	"math"
	"strconv"
)

// Alternative says what a test looks for.
type Alternative string

// The alternatives. Like beside like is a large I, G or count of joins, and a small C.
const (
	TwoSided Alternative = "two-sided" // the default
	Greater  Alternative = "greater"   // more like beside like than chance has it
	Less     Alternative = "less"
)

// TailRule says how a p-value comes from permutations when the alternative is two-sided.
type TailRule string

// The rules. N is the number of permutations, tail the smaller of the two tails, both with ties.
const (
	Smaller TailRule = "smaller" // (tail + 1)/(N + 1), the default: one-sided in the direction the data chose (esda; spdep "folded")
	Doubled TailRule = "doubled" // twice that, at most 1: the level of a two-sided test
)

// IslandRule says what a global measure does with units without links.
type IslandRule string

// The rules.
const (
	KeepIslands IslandRule = "keep" // they count in n and in the mean; the default
	DropIslands IslandRule = "drop" // they are left out as units without a value are
)

// MaxPermutations bounds the work one call can ask for.
const MaxPermutations = 10_000_000

// Options are the choices of a test; the zero value is the default of all of them, without permutations.
type Options struct {
	Alternative  Alternative
	Tail         TailRule
	Permutations int    // 0: none; 999 is usual
	Seed         uint64 // the same seed gives the same result on any machine
	Threads      int    // 0: all there are
	Islands      IslandRule

	// of local measures only
	Denominator Denominator
	Moments     Moments
	Split       Split
}

func (o Options) filled() (Options, error) {
	choose := func(name string, value *string, allowed ...string) error {
		if *value == "" {
			*value = allowed[0]
		}
		list := ""
		for _, a := range allowed {
			if *value == a {
				return nil
			}
			list += " " + a
		}
		return fault(BadOption, name, -1, *value, list[1:])
	}
	for _, c := range []struct {
		name    string
		value   *string
		allowed []string
	}{
		{"alternative", (*string)(&o.Alternative), []string{string(TwoSided), string(Greater), string(Less)}},
		{"tail", (*string)(&o.Tail), []string{string(Smaller), string(Doubled)}},
		{"islands", (*string)(&o.Islands), []string{string(KeepIslands), string(DropIslands)}},
		{"denominator", (*string)(&o.Denominator), []string{string(PerN), string(PerN1)}},
		{"moments", (*string)(&o.Moments), []string{string(Conditional), string(Total)}},
		{"split", (*string)(&o.Split), []string{string(AtZero), string(AtMeans)}},
	} {
		if err := choose(c.name, c.value, c.allowed...); err != nil {
			return o, err
		}
	}
	if o.Permutations < 0 || o.Permutations > MaxPermutations {
		return o, fault(BadPermutations, "permutations", -1, strconv.Itoa(o.Permutations), strconv.Itoa(MaxPermutations))
	}
	return o, nil
}

// SmallSample is the number of units below which [Sample].Small is set: normal p-values are rough there, and a region of fifteen
// municipalities should be judged by permutations, with care.
const SmallSample = 30

// Sample tells what a result rests on.
type Sample struct {
	Units        int   // all there were
	Used         int   // n of the formulas
	Missing      []int // left out for want of a value
	Islands      []int // without links, among the used ones or, where islands are dropped, those left out; numbers of the input
	DroppedLinks int   // directed links lost with the units left out
	Links        int   // directed links used
	Small        bool  // Used < SmallSample
}

// drawn is the part of the input that takes part, numbered anew without gaps.
type drawn struct {
	x     []float64
	w     *Weights
	index []int // of each used unit in the input
	Sample
}

func draw(values []float64, w *Weights, dropIslands bool, least int) (*drawn, error) {
	n := w.Len()
	if len(values) != n {
		return nil, fault(LengthMismatch, "values", -1, strconv.Itoa(len(values)), strconv.Itoa(n))
	}
	out := make([]bool, n)
	d := &drawn{Sample: Sample{Units: n}}
	for i, v := range values {
		if math.IsInf(v, 0) {
			return nil, fault(NotFinite, "values", i, number(v), "")
		}
		if math.IsNaN(v) {
			out[i] = true
			d.Missing = append(d.Missing, i)
		}
	}
	rest, lost := w, 0
	if d.Missing != nil {
		rest, lost, _ = w.Without(out)
	}
	d.DroppedLinks = lost
	for i := range n {
		if !out[i] && rest.island(i) {
			d.Islands = append(d.Islands, i)
			out[i] = dropIslands
		}
	}
	d.index = make([]int, 0, n)
	for i := range n {
		if !out[i] {
			d.index = append(d.index, i)
		}
	}
	d.Used, d.Links = len(d.index), rest.Links()
	d.Small = d.Used < SmallSample
	if d.Used < least {
		return nil, fault(TooFewUnits, "values", -1, strconv.Itoa(d.Used), strconv.Itoa(least))
	}
	if d.Used == n {
		d.x, d.w = values, rest
		return d, nil
	}
	d.x = make([]float64, d.Used)
	for k, i := range d.index {
		d.x[k] = values[i]
	}
	d.w = rest.compact(d.index)
	return d, nil
}

// compact keeps the listed units, which are linked among themselves only, and numbers them 0, 1, 2, …
func (w *Weights) compact(index []int) *Weights {
	number := make([]int32, w.Len())
	for k, i := range index {
		number[i] = int32(k)
	}
	out := &Weights{start: make([]int, len(index)+1), to: make([]int32, 0, len(w.to)), weight: w.weight, base: w.base, style: w.style}
	for k, i := range index {
		for _, j := range w.to[w.start[i]:w.start[i+1]] {
			out.to = append(out.to, number[j])
		}
		out.start[k+1] = len(out.to)
	}
	if len(out.to) != len(w.to) { // an island linked to itself was dropped: its weights must go too
		out.base, out.weight = nil, make([]float64, 0, len(out.to))
		for _, i := range index {
			out.weight = append(out.weight, w.weight[w.start[i]:w.start[i+1]]...)
		}
	}
	return out
}

// moments are the powers of the deviations from the mean, each divided by n.
type moments struct {
	n, mean, m2, m3, m4 float64
	z                   []float64
}

func momentsOf(x []float64) (moments, error) {
	low, high := x[0], x[0]
	for _, v := range x {
		low, high = min(low, v), max(high, v)
	}
	if low == high {
		return moments{}, fault(NoVariation, "values", -1, number(low), "")
	}
	m := moments{n: float64(len(x)), z: make([]float64, len(x))}
	// Means of deviations from a middle value: exact shifts do not lose digits when values are large beside their spread.
	middle := low/2 + high/2
	for _, v := range x {
		m.mean += v - middle
	}
	m.mean = middle + m.mean/m.n
	for i, v := range x {
		z := v - m.mean
		m.z[i] = z
		m.m2 += z * z
		m.m3 += z * z * z
		m.m4 += z * z * z * z
	}
	m.m2, m.m3, m.m4 = m.m2/m.n, m.m3/m.n, m.m4/m.n
	m.atMean()
	if !(m.m2 > 0) || !(m.m4 > 0) || math.IsInf(m.m2, 0) || math.IsInf(m.m4, 0) { // under- or overflow: the unit of measure is to blame
		return moments{}, fault(OutOfScale, "values", -1, number(low)+" … "+number(high), "1e-75 … 1e75")
	}
	return m, nil
}

// meanTolerance is how near the mean, in standard deviations, a value is taken to be the mean.
const meanTolerance = 1e-12

// atMean makes the deviation of a value that is the mean exactly 0. The mean is rounded, so such a value is left with some last digits,
// and what is undefined there (the local Moran, whose variance is 0) would become a tiny number that says anything. A value is the mean
// when it lies within 1e-12 standard deviations of it, or within two units of the last place of the mean itself.
func (m *moments) atMean() {
	near := meanTolerance*math.Sqrt(m.m2) + 2*(math.Nextafter(math.Abs(m.mean), math.Inf(1))-math.Abs(m.mean))
	for i, z := range m.z {
		if math.Abs(z) <= near {
			m.z[i] = 0
		}
	}
}
