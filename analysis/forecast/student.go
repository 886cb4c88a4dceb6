// SPDX-License-Identifier: EUPL-1.2

package forecast

import "math"

// Tails is how many degrees of freedom the forecasts have. The likelihood has one for each observation, at least [Least]; surprises in regional series have
// heavier tails than that.
const Tails = 5

// studentCDF is the distribution function of Student's t with five degrees of freedom (Abramowitz and Stegun 1964, 26.7.3). Chances near 0 are as exact as others.
func studentCDF(t float64) float64 {
	if t > 0 {
		return 1 - studentCDF(-t)
	}
	angle := math.Atan2(math.Sqrt(Tails), -t)
	if angle < 0.1 { // (8/3)∫sin⁴ in powers of the angle: the difference below would lose its digits
		x := angle * angle
		return 8. / 3 / math.Pi * x * x * angle * (1./5 + x*(-2./21+x*(1./45+x*(-34./10395+x*(62./184275+x*(-4./155925))))))
	}
	sin, cos := math.Sincos(angle)
	return (angle - sin*cos*(1+2*sin*sin/3)) / math.Pi
}

// farthest is how near to 0 or 1 chances are told apart: a mixture's tails are not known any better.
const farthest = 1e-12

// studentQuantile is the inverse of studentCDF, by Newton's method within a bracket. Chances nearer to 0 or 1 than farthest count as farthest.
func studentQuantile(p float64) float64 {
	p = min(max(p, farthest), 1-farthest)
	if p > 0.5 {
		return -studentQuantile(1 - p)
	}
	low, high := -1000.0, 0.0
	t := max(math.Sqrt2*math.Erfinv(2*p-1)*1.2, -20)
	for range 100 {
		f := studentCDF(t) - p
		if math.Abs(f) <= 1e-15*p {
			break
		}
		if f > 0 {
			high = t
		} else {
			low = t
		}
		next := t - f/studentDensity(t)
		if !(next > low && next < high) {
			next = low + (high-low)/2
		}
		if math.Abs(next-t) <= 1e-14*math.Abs(t) {
			return next
		}
		t = next
	}
	return t
}

// studentDensity is the density of the same distribution: 8/(3π√5)·(1 + t²/5)⁻³.
func studentDensity(t float64) float64 {
	u := 1 + t*t/Tails
	return 8 / (3 * math.Pi * math.Sqrt(Tails)) / (u * u * u)
}
