// SPDX-License-Identifier: EUPL-1.2

package spatial

import (
	"math"
	"strconv"
)

// KernelFunction says how a weight falls from the unit to the edge of its bandwidth. u is distance by bandwidth, 0..1.
type KernelFunction string

// The kernels, with the constants of density estimation (Silverman 1986, table 3.1), as in libpysal.
const (
	Triangular   KernelFunction = "triangular"   // 1 − u; the default
	Uniform      KernelFunction = "uniform"      // 1/2
	Epanechnikov KernelFunction = "epanechnikov" // 3/4 (1 − u²); libpysal "quadratic"
	Quartic      KernelFunction = "quartic"      // 15/16 (1 − u²)², also called biweight or bisquare
	Gaussian     KernelFunction = "gaussian"     // (2π)^(−1/2) e^(−u²/2), cut at the bandwidth
)

// KernelOptions are the choices of [Kernel]. One of Bandwidth and Nearest says how far a unit looks.
type KernelOptions struct {
	Function  KernelFunction
	Metric    Metric
	Bandwidth float64 // the same for every unit, in the unit of the metric
	Nearest   int     // adaptive: the distance to the k-th nearest other unit
	Self      bool    // link every unit to itself with the weight at distance 0, as kernel regression and G* want it
	Threads   int     // 0: all there are
}

// Kernel links each unit to the others within its bandwidth, the nearer the heavier, in style raw. At the very edge u is 1, where three
// of the functions are 0: such a unit is no neighbour. (libpysal lengthens an adaptive bandwidth by 1e-7, so that its k-th neighbour
// keeps a weight of about that.) Where places coincide, u is 0.
func Kernel(points []Point, o KernelOptions) (*Weights, error) {
	if o.Function == "" {
		o.Function = Triangular
	}
	k, ok := kernels[o.Function]
	if !ok {
		return nil, fault(BadOption, "kernel", -1, string(o.Function), "triangular, uniform, epanechnikov, quartic or gaussian")
	}
	adaptive := o.Nearest != 0
	if adaptive && (o.Nearest < 1 || o.Nearest >= len(points)) {
		return nil, fault(BadOption, "k", -1, strconv.Itoa(o.Nearest), "1 to "+strconv.Itoa(len(points)-1))
	}
	if adaptive == (o.Bandwidth != 0) || !(o.Bandwidth >= 0) || math.IsInf(o.Bandwidth, 0) {
		return nil, fault(BadOption, "bandwidth", -1, number(o.Bandwidth), "a distance above zero, or a number of neighbours")
	}
	t, d, err := prepare(points, DistanceOptions{Metric: o.Metric, Threads: o.Threads})
	if err != nil {
		return nil, err
	}
	ask := func(s *search, i int) {
		reach := o.Bandwidth
		if adaptive {
			s.nearest(int32(i), o.Nearest)
			reach = s.found[o.Nearest-1].distance
		}
		s.within(int32(i), 0, reach)
		at := 0
		for _, c := range s.found {
			u := 0.0
			if reach > 0 {
				u = c.distance / reach
			}
			if v := k(u); v > 0 {
				s.found[at] = candidate{c.unit, v}
				at++
			}
		}
		s.found = s.found[:at]
		if o.Self {
			s.found = append(s.found, candidate{int32(i), k(0)})
		}
	}
	return t.weights(len(points), d.Threads, ask, func(_ int, c candidate) (float64, *Error) { return c.distance, nil })
}

var kernels = map[KernelFunction]func(u float64) float64{
	Triangular:   func(u float64) float64 { return 1 - u },
	Uniform:      func(float64) float64 { return 0.5 },
	Epanechnikov: func(u float64) float64 { return 0.75 * (1 - u*u) },
	Quartic:      func(u float64) float64 { return 15.0 / 16 * (1 - u*u) * (1 - u*u) },
	Gaussian:     func(u float64) float64 { return math.Exp(-u*u/2) / math.Sqrt(2*math.Pi) },
}
