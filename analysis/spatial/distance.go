// SPDX-License-Identifier: EUPL-1.2

package spatial

import (
	"math"
	"slices"
	"strconv"
	"sync/atomic"
)

// Metric says how far two points are apart.
type Metric string

// The metrics.
const (
	Plane  Metric = "plane"  // straight, in the unit of the coordinates
	Sphere Metric = "sphere" // great circle in kilometres; X is longitude, Y latitude, both in degrees; the Earth a sphere of [EarthKm]
)

// EarthKm is the mean radius of the Earth (IUGG).
const EarthKm = 6371.0088

// Decay says how a weight falls with distance.
type Decay string

// The ways weights fall. [DistanceOptions].Power is p and also the rate.
const (
	Flat        Decay = "flat"        // every link weighs 1
	Inverse     Decay = "inverse"     // d^−p
	Exponential Decay = "exponential" // e^(−p·d)
)

// DistanceOptions are the choices of [Band] and [Nearest]; the zero value is the plane with binary weights.
type DistanceOptions struct {
	Metric  Metric
	Decay   Decay
	Power   float64 // 0 means 1
	Threads int     // 0: all there are
}

// Band links units whose points are at least from and at most to apart, both bounds included (as spdep's dnearneigh does), in
// style raw. to may be infinite: every unit is then linked to every other, which for n units is n² links. With inverse distance, two
// units at one place are an error, not an infinite weight.
func Band(points []Point, from, to float64, o DistanceOptions) (*Weights, error) {
	if !(from >= 0) || !(to >= from) {
		return nil, fault(BadOption, "distance", -1, number(from)+" "+number(to), "")
	}
	t, o, err := prepare(points, o)
	if err != nil {
		return nil, err
	}
	n := len(points)
	return t.weights(n, o.Threads, func(s *search, i int) { s.within(int32(i), from, to) }, o.weigh())
}

// Nearest links each unit to the k others that are nearest, in style raw: not symmetric, since a unit far off looks at units that
// look elsewhere ([Weights.Either] makes it so). Of units equally far the one that stands earlier in the input is taken, so that each
// unit has exactly k; k is at most the number of other units.
func Nearest(points []Point, k int, o DistanceOptions) (*Weights, error) {
	if k < 1 || k >= len(points) {
		return nil, fault(BadOption, "k", -1, strconv.Itoa(k), "1 to "+strconv.Itoa(len(points)-1))
	}
	if k > MaxLinks/len(points) {
		return nil, fault(TooManyLinks, "k", -1, strconv.Itoa(k), strconv.Itoa(MaxLinks))
	}
	t, o, err := prepare(points, o)
	if err != nil {
		return nil, err
	}
	return t.weights(len(points), o.Threads, func(s *search, i int) { s.nearest(int32(i), k) }, o.weigh())
}

func prepare(points []Point, o DistanceOptions) (*tree, DistanceOptions, error) {
	if o.Metric == "" {
		o.Metric = Plane
	}
	if o.Decay == "" {
		o.Decay = Flat
	}
	if o.Power == 0 {
		o.Power = 1
	}
	if o.Metric != Plane && o.Metric != Sphere {
		return nil, o, fault(BadOption, "metric", -1, string(o.Metric), "plane or sphere")
	}
	if o.Decay != Flat && o.Decay != Inverse && o.Decay != Exponential {
		return nil, o, fault(BadOption, "decay", -1, string(o.Decay), "flat, inverse or exponential")
	}
	if !(o.Power > 0) || math.IsInf(o.Power, 0) {
		return nil, o, fault(BadOption, "power", -1, number(o.Power), "")
	}
	if len(points) > math.MaxInt32-1 {
		return nil, o, fault(TooManyPoints, "points", -1, strconv.Itoa(len(points)), strconv.Itoa(math.MaxInt32-1))
	}
	place := make([][3]float64, len(points))
	for i, p := range points {
		if bad := p.X - p.X + p.Y - p.Y; bad != 0 {
			return nil, o, fault(NotFinite, "points", i, number(p.X)+" "+number(p.Y), "")
		}
		place[i] = [3]float64{p.X, p.Y, 0}
		if o.Metric == Sphere {
			if math.Abs(p.Y) > 90 || math.Abs(p.X) > 360 {
				return nil, o, fault(BadOption, "points", i, number(p.X)+" "+number(p.Y), "longitude and latitude in degrees")
			}
			sinX, cosX := math.Sincos(p.X * math.Pi / 180)
			sinY, cosY := math.Sincos(p.Y * math.Pi / 180)
			place[i] = [3]float64{cosY * cosX, cosY * sinX, sinY}
		}
	}
	return newTree(place, o.Metric == Sphere), o, nil
}

// weigh gives the weight of a link by its distance; nil when all weigh 1.
func (o DistanceOptions) weigh() func(i int, c candidate) (float64, *Error) {
	if o.Decay == Flat {
		return nil
	}
	return func(i int, c candidate) (float64, *Error) {
		v := math.Pow(c.distance, -o.Power)
		if o.Decay == Exponential {
			v = math.Exp(-o.Power * c.distance)
		}
		switch {
		case c.distance == 0 && o.Decay == Inverse:
			return 0, fault(Coincident, "points", i, strconv.Itoa(int(c.unit)), "")
		case !(v > 0) || math.IsInf(v, 0): // so far, or so near, that the weight leaves what a double can hold
			return 0, fault(BadWeight, "points", i, number(v), "")
		}
		return v, nil
	}
}

// weights asks for each unit's neighbours on all threads and puts the rows together.
func (t *tree) weights(n, threads int, ask func(s *search, i int), weigh func(i int, c candidate) (float64, *Error)) (*Weights, error) {
	const chunk = 256
	type part struct {
		to     []int32
		weight []float64
		fault  *Error
	}
	parts := make([]part, (n+chunk-1)/chunk)
	start := make([]int, n+1)
	var total atomic.Int64
	inChunks(threads, n, chunk, func() func(lo, hi int) {
		s := &search{tree: t}
		return func(lo, hi int) {
			p := &parts[lo/chunk]
			for i := lo; i < hi; i++ {
				if ask(s, i); total.Add(int64(len(s.found))) > MaxLinks {
					return // before memory is gone; told below
				}
				slices.SortFunc(s.found, func(a, b candidate) int { return int(a.unit) - int(b.unit) })
				for _, c := range s.found {
					p.to = append(p.to, c.unit)
					if weigh == nil {
						continue
					}
					v, f := weigh(i, c)
					if f != nil {
						p.fault = f
						return
					}
					p.weight = append(p.weight, v)
				}
				start[i+1] = len(s.found)
			}
		}
	})
	if total.Load() > MaxLinks {
		return nil, fault(TooManyLinks, "points", -1, "", strconv.Itoa(MaxLinks))
	}
	for k := range parts {
		if parts[k].fault != nil {
			return nil, parts[k].fault
		}
	}
	for i := range n {
		start[i+1] += start[i]
	}
	w := &Weights{start: start, to: make([]int32, 0, start[n])}
	if weigh != nil {
		w.base = make([]float64, 0, start[n])
	}
	for k := range parts {
		w.to, w.base = append(w.to, parts[k].to...), append(w.base, parts[k].weight...)
		parts[k] = part{}
	}
	_ = w.applyStyle(Raw)
	return w, nil
}
