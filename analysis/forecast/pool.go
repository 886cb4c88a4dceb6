// SPDX-License-Identifier: EUPL-1.2

package forecast

import (
	"math"
	"slices"
	"strconv"

	"github.com/sumanus/sumanus/analysis/internal/parallel"
)

// Series is one of several that are carried forward together.
type Series struct {
	First  int       // the year of the first value
	Values []float64 // year by year, NaN where nothing is known
	Breaks []bool    // years from which on values are not comparable with those before; may be nil
}

// Together carries the series of a table forward, each by itself but with intervals that have learned from how earlier forecasts of all of them fared, up to the last year
// of the series in question. made[i] is nil where failed[i] tells why; err is of the options.
func Together(all []Series, o Options) (made []*Forecast, failed []*Error, err error) {
	p, err := newPool(all, o)
	if err != nil {
		return nil, nil, err
	}
	made = make([]*Forecast, len(all))
	for i := range all { // in order: what is learned is kept for the next
		if p.failed[i] == nil {
			p.factors(all[i].First + p.ends[i].last)
		}
	}
	parallel.Do(len(all), 64, o.Threads, func(_, from, to int) {
		by := newSmoother()
		for i := from; i < to; i++ {
			if p.failed[i] == nil {
				made[i] = p.forecast(i, by)
			}
		}
	})
	return made, p.failed, nil
}

// try is a forecast made at an earlier year.
type try struct {
	origin int       // the year
	still  bool      // the series had never changed then: it neither teaches nor learns
	scores []float64 // of the outcome of each year ahead in the forecast, NaN without one; see blend.score
}

// stretch is the part of a series that is carried forward.
type stretch struct{ first, last, used int }

// pool is what is known of how forecasts of all series fared.
type pool struct {
	all    []Series
	o      Options
	failed []*Error
	ends   []stretch
	tries  [][]try
	// sizes holds the sizes of the scores in ascending order, by years ahead and the year of the outcome.
	sizes []map[int][]float64
	known map[int][]float64 // factors by the year from which the forecast is made
	first int               // year of the first outcome
	last  int
}

func newPool(all []Series, o Options) (*pool, error) {
	if o.Horizon < 1 || o.Horizon > MaxHorizon {
		return nil, fault(BadOption, -1, strconv.Itoa(o.Horizon), "1–"+strconv.Itoa(MaxHorizon))
	}
	n := len(all)
	p := &pool{all: all, o: o, failed: make([]*Error, n), ends: make([]stretch, n), tries: make([][]try, n), known: map[int][]float64{}, first: math.MaxInt, last: math.MinInt}
	parallel.Do(n, 64, o.Threads, func(_, from, to int) {
		by := newSmoother()
		for i := from; i < to; i++ {
			p.failed[i] = p.learn(i, by)
		}
	})
	p.sizes = make([]map[int][]float64, o.Horizon)
	for h := range p.sizes {
		p.sizes[h] = map[int][]float64{}
	}
	for _, tries := range p.tries {
		for _, t := range tries {
			for h, s := range t.scores {
				if s == s && !t.still {
					year := t.origin + h + 1
					p.sizes[h][year] = append(p.sizes[h][year], math.Abs(s))
					p.first, p.last = min(p.first, year), max(p.last, year)
				}
			}
		}
	}
	for _, of := range p.sizes {
		for _, sizes := range of {
			slices.Sort(sizes)
		}
	}
	return p, nil
}

// learn makes the forecasts of earlier years of a series, in each stretch without a break, and keeps what came of them.
func (p *pool) learn(i int, by *smoother) *Error {
	s := &p.all[i]
	if err := check(s.Values, p.o); err != nil {
		return err
	}
	_, end := trimmed(s.Values, 0)
	for from := 0; from < end; {
		to := from + 1
		for to < end && !(to < len(s.Breaks) && s.Breaks[to]) {
			to++
		}
		start, stop := trimmed(s.Values[:to], from)
		p.roll(i, start, s.Values[start:stop], by)
		p.ends[i] = stretch{start, stop - 1, observed(s.Values[start:stop])}
		from = to
	}
	if n := p.ends[i].used; n < Least {
		return fault(TooShort, -1, strconv.Itoa(n), strconv.Itoa(Least))
	}
	return nil
}

// roll makes them in a stretch.
func (p *pool) roll(i, start int, y []float64, by *smoother) {
	by.upto = 0
	for end := Least; end < len(y); end++ {
		if y[end-1] != y[end-1] || observed(y[:end]) < Least {
			continue
		}
		m := by.mix(newPart(y[:end], p.o.Scale))
		t := try{origin: p.all[i].First + start + end - 1, still: still(y[:end]), scores: make([]float64, min(p.o.Horizon, len(y)-end))}
		for h := range t.scores {
			t.scores[h] = math.NaN()
			if v := y[end+h]; v == v {
				t.scores[h] = m.ahead(h+1, 1).score(v)
			}
		}
		p.tries[i] = append(p.tries[i], t)
	}
}

// forecast carries a series forward. Its factors are known already.
func (p *pool) forecast(i int, by *smoother) *Forecast {
	s, end := &p.all[i], p.ends[i]
	by.upto = 0
	m := by.mix(newPart(s.Values[end.first:end.last+1], p.o.Scale))
	f := &Forecast{From: end.first, Last: end.last, Used: end.used, Logarithm: m.part.log}
	for k, w := range m.weight {
		*[]*float64{&f.LevelWeight, &f.DriftWeight, &f.TrendWeight}[m.fits[k].shape.family] += w
	}
	now := s.First + end.last
	factors := p.known[now]
	if still(m.part.values) {
		factors = nil
	} else {
		for year, sizes := range p.sizes[0] {
			if year <= now {
				f.Record += len(sizes)
			}
		}
	}
	f.Width = factor(factors, 1)
	for h := 1; h <= p.o.Horizon; h++ {
		f.ahead = append(f.ahead, m.ahead(h, factor(factors, h)))
	}
	return f
}

// factor is the factor h years ahead; 1 where nothing was learned.
func factor(factors []float64, h int) float64 {
	if factors == nil {
		return 1
	}
	return factors[h-1]
}

// still tells whether values never changed. The last is known.
func still(y []float64) bool {
	last := y[len(y)-1]
	for _, v := range y {
		if v == v && v != last {
			return false
		}
	}
	return true
}
