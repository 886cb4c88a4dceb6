// SPDX-License-Identifier: EUPL-1.2

package forecast

import "math"

// Forecast is a series carried forward.
type Forecast struct {
	From, Last int  // positions of the first observation used and of the last
	Used       int  // observations between them
	Logarithm  bool // worked on in logarithms
	// Weight of the shapes with a level alone, with a drift that stays, with a slope that moves: what the series says of itself.
	LevelWeight, DriftWeight, TrendWeight float64
	// Width is by what factor the interval of the first year ahead is wider than said, because of how earlier forecasts fared; Record is the number of
	// outcomes behind it, of all series together.
	Width  float64
	Record int

	ahead []*blend
}

// New carries a series forward. values are year by year, NaN where nothing is known; breaks, which may be nil, marks the years from which on values are not
// comparable with those before. The first year ahead is the one after the last observation.
func New(values []float64, breaks []bool, o Options) (*Forecast, error) {
	made, failed, err := Together([]Series{{Values: values, Breaks: breaks}}, o)
	switch {
	case err != nil:
		return nil, err
	case failed[0] != nil:
		return nil, failed[0]
	}
	return made[0], nil
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
