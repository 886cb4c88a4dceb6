// SPDX-License-Identifier: EUPL-1.2

package forecast

import (
	"math"
	"slices"
	"strconv"
)

// Forecast is a series carried forward.
type Forecast struct {
	From, Last int  // positions of the first observation used and of the last
	Used       int  // observations between them
	Logarithm  bool // worked on in logarithms
	// Weight of the shapes with a level alone, with a drift that stays, with a slope that moves: what the series says of itself.
	LevelWeight, DriftWeight, TrendWeight float64
	// Width is by what factor the interval of the first year ahead is wider than said, because of how earlier forecasts fared; Record is the number of
	// outcomes behind it.
	Width  float64
	Record int

	ahead []*blend
}

// New carries a series forward. values are year by year, NaN where nothing is known; breaks, which may be nil, marks the years from which on values are not
// comparable with those before. The first year ahead is the one after the last observation.
func New(values []float64, breaks []bool, o Options) (*Forecast, error) {
	if err := check(values, o); err != nil {
		return nil, err
	}
	_, end := trimmed(values, 0)
	start, end := trimmed(values[:end], since(breaks, end))
	y := values[start:end]
	n := observed(y)
	if n < Least {
		return nil, fault(TooShort, -1, strconv.Itoa(n), strconv.Itoa(Least))
	}
	past, by := newRecord(o.Horizon), newSmoother()
	for e := Least; e < len(y); e++ {
		past.learn(y, e, o.Scale, by)
	}
	m := by.mix(newPart(y, o.Scale))
	f := &Forecast{From: start, Last: end - 1, Used: n, Logarithm: m.part.log}
	for i, w := range m.weight {
		*[]*float64{&f.LevelWeight, &f.DriftWeight, &f.TrendWeight}[m.fits[i].shape.family] += w
	}
	factors := past.factors(len(y))
	f.Width, f.Record = factors[0], past.count(1, len(y))
	for h := 1; h <= o.Horizon; h++ {
		f.ahead = append(f.ahead, m.ahead(h, factors[h-1]))
	}
	return f, nil
}

// Horizon is how many years ahead the forecast reaches.
func (f *Forecast) Horizon() int { return len(f.ahead) }

// Quantile gives the value that the series stays below with chance p, h years after the last observation. The median is what is told as the forecast.
// NaN for years that were not asked for and chances that are none.
func (f *Forecast) Quantile(h int, p float64) float64 {
	if h < 1 || h > len(f.ahead) || !(p > 0 && p < 1) {
		return math.NaN()
	}
	return f.ahead[h-1].quantile(p)
}

// Interval gives the ends between which the series lies with a chance, such as 0.8; as much is left above as below.
func (f *Forecast) Interval(h int, chance float64) (low, high float64) {
	return f.Quantile(h, (1-chance)/2), f.Quantile(h, (1+chance)/2)
}

// The least and the greatest chance that are told.
const (
	LeastChance    = 0.001
	GreatestChance = 1 - LeastChance
)

// Chance gives the chance that the series is at least at the target, h years after the last observation; with most, at most at it.
func (f *Forecast) Chance(h int, target float64, most bool) float64 {
	if h < 1 || h > len(f.ahead) || math.IsNaN(target) {
		return math.NaN()
	}
	p := f.ahead[h-1].below(target)
	if !most {
		p = 1 - p
	}
	return min(max(p, LeastChance), GreatestChance)
}

// record is how forecasts from earlier years fared.
type record struct {
	horizon int
	at      []int       // where forecasts were made: after so many years
	scores  [][]float64 // of each, for each year ahead: the outcome's place in the forecast, as a standard normal number; NaN without an outcome
}

func newRecord(horizon int) *record { return &record{horizon: horizon} }

// learn makes the forecast after the first end years and keeps what came of it. It gives the mixture, and false when there was too little to go by.
func (r *record) learn(y []float64, end int, scale Scale, by *smoother) (mixture, bool) {
	if y[end-1] != y[end-1] || observed(y[:end]) < Least {
		return mixture{}, false
	}
	m := by.mix(newPart(y[:end], scale))
	scores := make([]float64, r.horizon)
	for h := 1; h <= r.horizon; h++ {
		scores[h-1] = math.NaN()
		if k := end - 1 + h; k < len(y) && y[k] == y[k] {
			scores[h-1] = normalScore(m.ahead(h, 1).below(y[k]))
		}
	}
	r.at, r.scores = append(r.at, end), append(r.scores, scores)
	return m, true
}

// sizes lists how far outcomes known after now years lay from the middle, h years ahead.
func (r *record) sizes(h, now int) []float64 {
	var out []float64
	for i, end := range r.at {
		if s := r.scores[i][h-1]; end+h <= now && s == s {
			out = append(out, math.Abs(s))
		}
	}
	return out
}

func (r *record) count(h, now int) int { return len(r.sizes(h, now)) }

// factors gives, for each year ahead, by what to widen: the size that covers 80 % of the outcomes with the correction of split conformal prediction for few
// of them ((n + 1)/n), over the size a right forecast would have; its logarithm is drawn towards that of the year before. Outcomes h years ahead overlap, so
// that h of them count as one.
func (r *record) factors(now int) []float64 {
	out := make([]float64, r.horizon)
	const normal80 = 1.2815515655446004
	log := 0.0
	for h := 1; h <= r.horizon; h++ {
		if sizes := r.sizes(h, now); len(sizes) > 2 {
			slices.Sort(sizes)
			k := min(0.8*float64(len(sizes)+1)-1, float64(len(sizes)-1))
			i := int(k)
			size := sizes[i]
			if i+1 < len(sizes) {
				size += (k - float64(i)) * (sizes[i+1] - sizes[i])
			}
			n := float64(len(sizes)) / float64(h)
			log = (n*math.Log(max(size/normal80, 0.1)) + Patience*log) / (n + Patience)
		}
		out[h-1] = math.Exp(log)
	}
	return out
}

// normalScore turns a chance into the standard normal number with that chance below it.
func normalScore(p float64) float64 {
	return math.Sqrt2 * math.Erfinv(2*min(max(p, 1e-6), 1-1e-6)-1)
}
