// SPDX-License-Identifier: EUPL-1.2

package forecast

import "math"

// aim is the share of outcomes that the interval is calibrated for; place90 the score at its upper end.
const (
	aim     = 0.8
	place90 = 1.4758840488244815 // R 4.2.2, qt(0.9, 5)
)

// factors gives by what to widen each year ahead in forecasts made at the end of a year, from the outcomes known then.
//
// Two things are asked of them. What size would have covered 80 % of the outcomes, each year of them counting as one because its outcomes are not independent (the
// quantile of split conformal prediction, corrected for few outcomes)? Its logarithm is drawn towards that of a year less ahead, the more the fewer years and outcomes
// there are. And how often had the intervals been right that were told in those years, after widening? What was missed more often than a fifth widens
// further, what was missed less often narrows (adaptive conformal inference: Gibbs and Candès 2021; Angelopoulos, Candès and Tibshirani 2023).
func (p *pool) factors(now int) []float64 {
	if f, done := p.known[now]; done {
		return f
	}
	out := make([]float64, p.o.Horizon)
	size, debt := 0.0, 0.0 // of a year less ahead
	for h := range out {
		n, years, owed := 0, 0, 0.0
		for year := p.first; year <= min(now, p.last); year++ {
			sizes := p.sizes[h][year]
			if len(sizes) == 0 {
				continue
			}
			n, years = n+len(sizes), years+1
			covered := float64(atMost(sizes, place90*p.factors(year - h - 1)[h])) / float64(len(sizes))
			owed += Heed * float64(len(sizes)) / (float64(len(sizes)) + Crowd) * (aim - covered)
		}
		if n > 2 {
			w := 1 / (1 + Years/float64(years) + Patience*float64(h+1)/float64(n))
			size += w * (math.Log(max(p.covering(h, now, n, years)/place90, 0.1)) - size)
		}
		debt = (float64(years)*owed + debt) / float64(years+1)
		out[h] = math.Exp(min(max(size+debt, -most), most))
	}
	p.known[now] = out
	return out
}

// most bounds the logarithm of a factor.
const most = 3

// covering is the size that would have covered 80 % of the n outcomes known, each year weighing the same.
func (p *pool) covering(h, now, n, years int) float64 {
	share := min(aim*float64(n+1)/float64(n), 1) * float64(years) * (1 - 1e-12)
	low, high := 0.0, 0.0
	for year := p.first; year <= min(now, p.last); year++ {
		if sizes := p.sizes[h][year]; len(sizes) > 0 {
			high = max(high, sizes[len(sizes)-1])
		}
	}
	for range 40 {
		middle, sum := low+(high-low)/2, 0.0
		for year := p.first; year <= min(now, p.last); year++ {
			if sizes := p.sizes[h][year]; len(sizes) > 0 {
				sum += float64(atMost(sizes, middle)) / float64(len(sizes))
			}
		}
		if sum >= share {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// atMost counts the sizes, in ascending order, that are at most so large.
func atMost(sizes []float64, v float64) int {
	low, high := 0, len(sizes)
	for low < high {
		if middle := (low + high) / 2; sizes[middle] <= v {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}
