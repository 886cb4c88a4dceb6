// SPDX-License-Identifier: EUPL-1.2

package forecast

// family is a kind of shape.
type family int

// The families: a level alone; a level with a drift that stays; a level with a slope that moves.
const (
	levelOnly family = iota
	withDrift
	withTrend
	families
)

// shape is one way of smoothing: how far level and slope follow a surprise, and by how much the slope fades each year.
type shape struct {
	family           family
	alpha, beta, phi float64
	prior            float64 // logarithm of the weight before anything was seen
}

// grid holds the shapes. A family has a third of the weight, shared by its shapes.
var grid = makeGrid()

func makeGrid() []shape {
	var of [families][]shape
	for _, a := range []float64{0.05, 0.25, 0.5, 0.75, 1, 1.25} {
		of[levelOnly] = append(of[levelOnly], shape{alpha: a})
		of[withDrift] = append(of[withDrift], shape{alpha: a, phi: 1})
		if a < 0.25 {
			continue // a slope that moves on a level that does not
		}
		for _, part := range []float64{0.1, 0.3, 0.7} {
			for _, fade := range []float64{0.8, 0.9, 1} {
				of[withTrend] = append(of[withTrend], shape{alpha: a, beta: part * a, phi: fade})
			}
		}
	}
	var out []shape
	for f, shapes := range of {
		for _, s := range shapes {
			s.family = family(f)
			s.prior = -logOf(int(families) * len(shapes))
			out = append(out, s)
		}
	}
	return out
}
