// SPDX-License-Identifier: EUPL-1.2

package forecast

import "math"

// Tails is how many degrees of freedom the forecasts have. The likelihood has one for each observation, at least [Least]; surprises in regional series have
// heavier tails than that.
const Tails = 5

// studentCDF is the distribution function of Student's t with five degrees of freedom (Abramowitz and Stegun 1964, 26.7.3).
func studentCDF(t float64) float64 {
	angle := math.Atan(t / math.Sqrt(Tails))
	sin, cos := math.Sincos(angle)
	return min(max(0.5+(angle+sin*cos*(1+2*cos*cos/3))/math.Pi, 0), 1)
}
