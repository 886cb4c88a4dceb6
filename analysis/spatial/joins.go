// SPDX-License-Identifier: EUPL-1.2

package spatial

import (
	"math"
	"slices"
	"strconv"
)

// MaxLabels is the most different labels [JoinCounts] takes.
const MaxLabels = 100

// Join is the count of joins between units of two labels, which may be the same one.
type Join struct {
	A, B string
	Result
}

// Joins are the join counts of a map coloured by labels.
type Joins struct {
	Labels []string // in order of their text
	Counts []int    // units of each label
	Same   []Join   // BB, WW: for each label, joins within it
	Across []Join   // BW: for each pair of labels, joins between them
	Sample Sample
}

// JoinCounts counts links between units of the same label and of different ones: ½ Σ_ij w_ij over the pairs concerned, which with
// binary symmetric weights is the number of borders (Moran 1948; expectation and variance without replacement: Cliff and Ord 1981,
// pp. 19–20; spdep's joincount.test and joincount.multi). With two labels these are BB, WW and BW. An empty label is missing. z is (count −
// expected)/sd for all of them, so "greater" means more such joins than chance has it. There is no variance under normality.
func JoinCounts(labels []string, w *Weights, o Options) (Joins, error) {
	o, err := o.filled()
	if err != nil {
		return Joins{}, err
	}
	out := Joins{Labels: slices.Clone(labels)}
	slices.Sort(out.Labels)
	out.Labels = slices.Compact(out.Labels)
	if len(out.Labels) > 0 && out.Labels[0] == "" {
		out.Labels = out.Labels[1:]
	}
	kinds := len(out.Labels)
	switch {
	case kinds == 1:
		return Joins{}, fault(OneCategory, "labels", -1, out.Labels[0], "")
	case kinds > MaxLabels:
		return Joins{}, fault(TooManyLabels, "labels", -1, strconv.Itoa(kinds), strconv.Itoa(MaxLabels))
	}
	codes := make([]float64, len(labels))
	for i, l := range labels {
		k, found := slices.BinarySearch(out.Labels, l)
		codes[i] = float64(k)
		if !found {
			codes[i] = math.NaN()
		}
	}
	if with, _ := w.selfLinks(); with >= 0 {
		return Joins{}, fault(SelfLink, "weights", with, "", "")
	}
	d, err := draw(codes, w, o.Islands == DropIslands, 4)
	if err != nil {
		return Joins{}, err
	}
	p, err := pairsOf(d.w)
	if err != nil {
		return Joins{}, err
	}
	out.Sample = d.Sample
	out.Counts = make([]int, kinds)
	for _, v := range d.x {
		out.Counts[int(v)]++
	}
	count := func(x, table []float64) {
		clear(table)
		for i, v := range x {
			row := int(v) * kinds
			for k := p.start[i]; k < p.start[i+1]; k++ {
				table[row+int(x[p.to[k]])] += p.c[k] / 2
			}
		}
		for a := range kinds {
			for b := range a {
				table[b*kinds+a] += table[a*kinds+b]
			}
		}
	}
	table := make([]float64, kinds*kinds)
	count(d.x, table)
	draws := permute(d.x, o, kinds*kinds, count)
	for a := range kinds {
		for b := a; b < kinds; b++ {
			r := Result{Statistic: table[a*kinds+b], Sample: d.Sample, VarianceNormality: math.NaN()}
			r.Expected, r.VarianceRandomisation = p.joinMoments(float64(d.Used), float64(out.Counts[a]), float64(out.Counts[b]), a == b)
			r.Tails = tails(draws, kinds*kinds, a*kinds+b, r.Statistic, p.s0, o)
			r.finish(o, 1)
			if a == b {
				out.Same = append(out.Same, Join{out.Labels[a], out.Labels[b], r})
			} else {
				out.Across = append(out.Across, Join{out.Labels[a], out.Labels[b], r})
			}
		}
	}
	return out, nil
}

// joinMoments are those under random orders of the labels. The probabilities are of a join, of two joins with a unit in common, and
// of two apart.
func (p *pairs) joinMoments(n, a, b float64, same bool) (expected, variance float64) {
	apart := p.s0*p.s0 + p.s1 - p.s2
	if same {
		one := a * (a - 1) / (n * (n - 1))
		two := one * (a - 2) / (n - 2)
		three := two * (a - 3) / (n - 3)
		expected = p.s0 * one / 2
		variance = (p.s1*one + (p.s2-2*p.s1)*two + apart*three) / 4
	} else {
		one := a * b / (n * (n - 1))
		two := one * (a + b - 2) / (n - 2)
		three := 4 * one * (a - 1) * (b - 1) / ((n - 2) * (n - 3))
		expected = p.s0 * one
		variance = (2*p.s1*one + (p.s2-2*p.s1)*two + apart*three) / 4
	}
	return expected, certain(variance-expected*expected, 0.1*expected*expected)
}
