// SPDX-License-Identifier: EUPL-1.2

package convergence

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// Dispersion is how far regions are apart in one period.
type Dispersion struct {
	N        int
	Mean, SD float64 // unweighted, with n − 1
	CV       float64 // SD/Mean
	// Williamson is the weighted coefficient of variation √(Σ p (x − x̄)²)/x̄, x̄ the mean of all people (Williamson 1965). The R package REAT takes
	// deviations from the unweighted mean instead. NaN without population.
	Williamson float64
	LogSD      float64 // of natural logarithms, with n − 1
	LogCV      float64 // of natural logarithms, with n, over their mean: REAT's sigma
	Gini       float64 // without n/(n − 1)
	// Theil's T, Σ s ln(s/p): s shares of income, p of people (1/n without population); Theil = Between + Within exactly, over groups.
	Theil, Between, Within float64
	Groups                 []Part // of each group that has regions
}

// Part is a group of regions in one period.
type Part struct {
	Group          int
	N              int
	Income, People float64 // shares of the whole
	Mean           float64
	Theil          float64 // within the group
	Adds           float64 // to the inequality of the whole, within: Income × Theil; between: Income × ln(Income/People) is told in Between alone
	Between        float64 // Income × ln(Income/People)
}

// Apart measures one period. x are values per head, above 0; missing ones (NaN) are left out, and so are regions without population where it is given.
// people and group may be nil.
//
// Source: Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2); Williamson (1965), Economic Development and Cultural Change
// 13(4); Theil (1967), Economics and Information Theory, ch. 4.
func Apart(x, people []float64, group []int) (Dispersion, error) {
	var d Dispersion
	for what, n := range map[string]int{"people": len(people), "group": len(group)} {
		if n != 0 && n != len(x) {
			return d, wrong(LengthMismatch, what, -1, strconv.Itoa(n), strconv.Itoa(len(x)))
		}
	}
	var v, p []float64
	var g []int
	for i, a := range x {
		w := 1.0
		if people != nil {
			w = people[i]
		}
		if math.IsNaN(a) || math.IsNaN(w) {
			continue
		}
		if !(a > 0) || math.IsInf(a, 0) {
			return d, wrong(NotPositive, "value", i, number(a), "> 0")
		}
		if !(w > 0) || math.IsInf(w, 0) {
			return d, wrong(NotPositive, "people", i, number(w), "> 0")
		}
		v, p = append(v, a), append(p, w)
		if group != nil {
			g = append(g, group[i])
		}
	}
	if len(v) < 2 {
		return d, wrong(TooFewRegions, "", -1, strconv.Itoa(len(v)), "2")
	}
	d.N = len(v)
	d.spread(v)
	d.weighted(v, p, people != nil)
	d.theil(v, p, g)
	return d, nil
}

func moments(x []float64) (mean, squares float64) {
	for _, a := range x {
		mean += a
	}
	mean /= float64(len(x))
	rest := 0.0
	for _, a := range x {
		squares += (a - mean) * (a - mean)
		rest += a - mean
	}
	return mean, squares - rest*rest/float64(len(x))
}

func (d *Dispersion) spread(v []float64) {
	n := float64(len(v))
	mean, squares := moments(v)
	d.Mean, d.SD = mean, math.Sqrt(squares/(n-1))
	d.CV = d.SD / mean
	logs := make([]float64, len(v))
	for i, a := range v {
		logs[i] = math.Log(a)
	}
	logMean, logSquares := moments(logs)
	d.LogSD = math.Sqrt(logSquares / (n - 1))
	d.LogCV = math.Sqrt(logSquares/n) / logMean
}

func (d *Dispersion) weighted(v, p []float64, given bool) {
	people, income := 0.0, 0.0
	for i := range v {
		people += p[i]
		income += p[i] * v[i]
	}
	mean, squares := income/people, 0.0
	for i := range v {
		squares += p[i] / people * (v[i] - mean) * (v[i] - mean)
	}
	d.Williamson = math.NaN()
	if given {
		d.Williamson = math.Sqrt(squares) / mean
	}
	order := make([]int, len(v))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(v[a], v[b]) })
	below, area := 0.0, 0.0
	for _, i := range order { // Σ p_i (2·income below + own)
		area += p[i] / people * (2*below + p[i]*v[i]) / income
		below += p[i] * v[i]
	}
	d.Gini = max(0, 1-area)
}

// theil splits inequality into what lies between groups and what lies within them; without groups all of it is within.
func (d *Dispersion) theil(v, p []float64, g []int) {
	people, income := 0.0, 0.0
	for i := range v {
		people += p[i]
		income += p[i] * v[i]
	}
	var order []int
	at := map[int]int{}
	var parts []Part
	for i := range v {
		key := 0
		if g != nil {
			key = g[i]
		}
		k, met := at[key]
		if !met {
			k = len(parts)
			at[key] = k
			parts = append(parts, Part{Group: key})
		}
		order = append(order, k)
		parts[k].N++
		parts[k].Income += p[i] * v[i] / income
		parts[k].People += p[i] / people
	}
	for i := range v {
		q := &parts[order[i]]
		share := p[i] * v[i] / income / q.Income
		q.Theil += share * math.Log(share/(p[i]/people/q.People))
	}
	for k := range parts {
		q := &parts[k]
		q.Mean = q.Income / q.People * income / people
		q.Theil = max(0, q.Theil)
		q.Adds = q.Income * q.Theil
		q.Between = q.Income * math.Log(q.Income/q.People)
		d.Within += q.Adds
		d.Between += q.Between
	}
	d.Between = max(0, d.Between)
	if g == nil {
		d.Between, parts = 0, nil
	}
	d.Theil = d.Between + d.Within
	d.Groups = parts
}

// Ratio compares the spread of the logarithms at two times.
type Ratio struct {
	CV        float64 // LogCV of the first over that of the last; above 1 they came nearer
	F         float64 // variance of the logarithms at the first over that at the last
	P         float64 // two-sided, by the F distribution
	FreedomUp int
	FreedomDn int
}

// Compare tests whether the spread changed (Carree and Klomp 1997 discuss the test; REAT's sigmaconv.t has these numbers). Both periods are of the same
// regions, so that the p-value is cautious where regions keep their places.
func Compare(first, last Dispersion) Ratio {
	r := Ratio{CV: first.LogCV / last.LogCV, F: first.LogSD * first.LogSD / (last.LogSD * last.LogSD), FreedomUp: first.N - 1, FreedomDn: last.N - 1}
	above := fAbove(r.F, float64(r.FreedomUp), float64(r.FreedomDn))
	r.P = min(1, 2*min(above, 1-above))
	if math.IsNaN(r.F) {
		r.P = math.NaN()
	}
	return r
}
