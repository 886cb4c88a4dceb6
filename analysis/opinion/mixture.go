// SPDX-License-Identifier: EUPL-1.2

package opinion

import (
	"math"
	"slices"
)

// mixture judges divisions by all votes at once. A vote less what was expected of it is the answer of the group to that statement plus
// what is the person's own, both normal with mean 0, with variances τ² and σ². With the answers integrated out the likelihood of a division is known
// exactly, so that more groups must pay for themselves (the integrated likelihood of Biernacki, Celeux and Govaert 2010; improved by
// moving one participant after the other as in Côme and Latouche 2015).
type mixture struct {
	s     sparse
	k     int
	least int // members of a group
	group []int
	size  []int
	sum   []float64 // by group and statement
	count []int32
	own   float64   // σ²
	ratio float64   // λ = σ²/τ²
	inv   []float64 // 1/(N + λ)
	grow  []float64 // ½ log((N + 1 + λ)/(N + λ))
	room  []float64 // ½ log((N + λ)/λ)
}

// weight is what each group has before anybody is in it (Jeffreys' prior of the shares).
const weight = 0.5

func newMixture(s sparse, most, least int) *mixture {
	n := s.rows()
	return &mixture{s: s, least: least, group: make([]int, n), size: make([]int, most), sum: make([]float64, most*s.columns),
		count: make([]int32, most*s.columns), inv: make([]float64, n+2), grow: make([]float64, n+2), room: make([]float64, n+2)}
}

// take begins with a division.
func (x *mixture) take(group []int, k int) {
	copy(x.group, group)
	x.k = k
	clear(x.size)
	clear(x.sum)
	clear(x.count)
	for i, g := range x.group {
		x.put(i, g, 1)
	}
	x.variances()
}

func (x *mixture) put(i, g, sign int) {
	x.size[g] += sign
	sum, count := x.sum[g*x.s.columns:(g+1)*x.s.columns], x.count[g*x.s.columns:(g+1)*x.s.columns]
	w := float64(sign)
	for at := x.s.start[i]; at < x.s.start[i+1]; at++ {
		j := x.s.column[at]
		sum[j] += w * x.s.value[at]
		count[j] += int32(sign)
	}
}

// variances estimates σ² and τ² by the method of moments from the sums within and between groups.
func (x *mixture) variances() {
	square, explained, cells, votes := 0.0, 0.0, 0.0, float64(len(x.s.value))
	for _, v := range x.s.value {
		square += v * v
	}
	for c, n := range x.count[:x.k*x.s.columns] {
		if n > 0 {
			explained += x.sum[c] * x.sum[c] / float64(n)
			cells++
		}
	}
	own := max((square-explained)/max(votes-cells, 1), 1e-3*square/max(votes, 1), 1e-9)
	x.assume(own, own/max((explained-cells*own)/max(votes, 1), 0.02*own))
}

// assume takes σ² and λ as given.
func (x *mixture) assume(own, ratio float64) {
	x.own, x.ratio = own, ratio
	for n := range x.inv {
		x.inv[n] = 1 / (float64(n) + ratio)
		x.room[n] = 0.5 * math.Log((float64(n)+ratio)/ratio)
		if n > 0 {
			x.grow[n-1] = x.room[n] - x.room[n-1]
		}
	}
}

// clearly is by how much the logarithms of both likelihoods together must grow before more groups are believed: strong evidence by the scale of Kass and
// Raftery (1995, Journal of the American Statistical Association 90).
const clearly = 4

// likeliestOf chooses a number of groups, from few to many: more are believed when that is clearly likelier by what remains of the votes and by the bare votes
// together. Groups that were looked for always make what is left look smaller than it is, and the bare votes know nothing of readiness; together they err less than
// either.
func (x *mixture) likeliestOf(divisions []Division, v *Votes) int {
	best := 0
	for k := 1; k < len(divisions); k++ {
		a, b := &divisions[best], &divisions[k]
		x.take(a.group, a.Groups)
		fewer := x.likelihood() + v.likelihood(a.group, a.Groups)
		x.take(b.group, b.Groups)
		if x.likelihood()+v.likelihood(b.group, b.Groups) > fewer+clearly {
			best = k
		}
	}
	return best
}

// joining is what a group gains in the logarithm of the likelihood when a participant joins it.
func (x *mixture) joining(i, g int) float64 {
	sum, count := x.sum[g*x.s.columns:(g+1)*x.s.columns], x.count[g*x.s.columns:(g+1)*x.s.columns]
	fit, room := 0.0, 0.0
	for at := x.s.start[i]; at < x.s.start[i+1]; at++ {
		j := x.s.column[at]
		n, s := count[j], sum[j]
		t := s + x.s.value[at]
		fit += float64(t*t)*x.inv[n+1] - float64(s*s)*x.inv[n]
		room += x.grow[n]
	}
	return fit/(2*x.own) - room + math.Log(float64(x.size[g])+weight)
}

// settle moves participants, one after the other, to the group that gains most by it, until nobody moves.
func (x *mixture) settle() {
	for range refinements {
		moved := 0
		for i, g := range x.group {
			if x.size[g] <= x.least {
				continue
			}
			x.put(i, g, -1)
			best, most := g, x.joining(i, g)
			most += 1e-9 * (1 + math.Abs(most))
			for h := range x.k {
				if h == g {
					continue
				}
				if v := x.joining(i, h); v > most {
					best, most = h, v
				}
			}
			x.put(i, best, 1)
			if best != g {
				x.group[i] = best
				moved++
			}
		}
		x.variances()
		if moved == 0 {
			return
		}
	}
}

// likelihood is the logarithm of the integrated likelihood of the division and the votes.
func (x *mixture) likelihood() float64 {
	square := 0.0
	for _, v := range x.s.value {
		square += v * v
	}
	out := -0.5*float64(len(x.s.value))*math.Log(2*math.Pi*x.own) - square/(2*x.own)
	for c, n := range x.count[:x.k*x.s.columns] {
		if n > 0 {
			out += x.sum[c]*x.sum[c]*x.inv[n]/(2*x.own) - x.room[n]
		}
	}
	return out + x.shares()
}

func (x *mixture) shares() float64 { return shares(x.size[:x.k], len(x.group)) }

// shares is the logarithm of the chance of a division with groups of these sizes, whatever the shares of the groups.
func shares(size []int, n int) float64 {
	k := float64(len(size))
	out := logGamma(weight*k) - logGamma(float64(n)+weight*k) - k*logGamma(weight)
	for _, s := range size {
		out += logGamma(float64(s) + weight)
	}
	return out
}

func logGamma(v float64) float64 {
	l, _ := math.Lgamma(v)
	return l
}

// likelihood is the logarithm of the integrated likelihood of a division by the bare votes: each group agrees with a statement at a rate of
// its own (Jeffreys' prior), whatever is expected of a person.
func (v *Votes) likelihood(group []int, k int) float64 {
	m := v.rows.columns
	size, agree, disagree := make([]int, k), make([]int32, k*m), make([]int32, k*m)
	for i, g := range group {
		size[g]++
		for at := v.rows.start[i]; at < v.rows.start[i+1]; at++ {
			switch c := g*m + int(v.rows.column[at]); v.vote[at] {
			case Agree:
				agree[c]++
			case Disagree:
				disagree[c]++
			}
		}
	}
	half, whole := make([]float64, len(group)+1), make([]float64, len(group)+1)
	for n := range half {
		half[n], whole[n] = logGamma(float64(n)+0.5)-logGamma(0.5), logGamma(float64(n)+1)
	}
	out := shares(size, len(group))
	for c, a := range agree {
		d := disagree[c]
		out += half[a] + half[d] - whole[a+d]
	}
	return out
}

// merged joins the two groups that lose least by it and settles again; it gives one group less.
func (x *mixture) merged() []int {
	m := x.s.columns
	a, b, most := 0, 1, math.Inf(-1)
	for g := range x.k {
		for h := g + 1; h < x.k; h++ {
			v := 0.0
			for j := range m {
				sg, sh, ng, nh := x.sum[g*m+j], x.sum[h*m+j], x.count[g*m+j], x.count[h*m+j]
				v += ((sg+sh)*(sg+sh)*x.inv[ng+nh]-sg*sg*x.inv[ng]-sh*sh*x.inv[nh])/(2*x.own) -
					x.room[ng+nh] + x.room[ng] + x.room[nh]
			}
			if v > most {
				a, b, most = g, h, v
			}
		}
	}
	out := slices.Clone(x.group)
	for i, g := range out {
		switch {
		case g == b:
			out[i] = a
		case g > b:
			out[i] = g - 1
		}
	}
	return out
}
