// SPDX-License-Identifier: EUPL-1.2

package access

import (
	"math"
	"strconv"
)

// Decay is how the weight of a pair falls with its cost within the catchment.
type Decay string

// The decays. Binary is the two-step floating catchment area of Luo and Wang (2003); Steps is its enhanced form (Luo and Qi 2009); Gaussian that
// of Dai (2010).
const (
	Binary   Decay = "binary"   // 1 within the radius
	Steps    Decay = "steps"    // the weight of the first step the cost lies within
	Gaussian Decay = "gaussian" // (e^(−½(d/radius)²) − e^(−½)) / (1 − e^(−½)): 1 at the site, 0 at the radius
)

// Step is a zone: costs up to Within have the weight.
type Step struct{ Within, Weight float64 }

// Catchment says who reaches whom.
type Catchment struct {
	Decay  Decay
	Radius float64 // of Binary and Gaussian
	Steps  []Step  // of Steps, from the nearest; beyond the last there is nothing
}

func (k Catchment) check() error {
	switch k.Decay {
	case Binary, Gaussian:
		if err := checkRadius(k.Radius); err != nil {
			return err
		}
		if k.Decay == Gaussian && k.Radius == 0 {
			return fault(BadRadius, "radius", -1, "0", "")
		}
	case Steps:
		if len(k.Steps) == 0 {
			return fault(BadSteps, "steps", -1, "", "")
		}
		for i, s := range k.Steps {
			if !(s.Within > 0) || !finite(s.Within) || !(s.Weight >= 0) || !finite(s.Weight) || i > 0 && s.Within <= k.Steps[i-1].Within {
				return fault(BadSteps, "steps", -1, number(s.Within)+":"+number(s.Weight), "")
			}
		}
	default:
		return fault(BadOption, "decay", -1, string(k.Decay), "")
	}
	return nil
}

// weight of a pair by its cost.
func (k Catchment) weight(cost float64) float64 {
	switch k.Decay {
	case Steps:
		for _, s := range k.Steps {
			if cost <= s.Within {
				return s.Weight
			}
		}
		return 0
	case Gaussian:
		if cost > k.Radius {
			return 0
		}
		r := cost / k.Radius
		edge := math.Exp(-0.5)
		return (math.Exp(-0.5*r*r) - edge) / (1 - edge)
	}
	if cost <= k.Radius {
		return 1
	}
	return 0
}

// Reach is what floating catchment areas tell.
type Reach struct {
	Access []float64 // of each demand: supply per head within its catchment; 0 where there is none
	Ratio  []float64 // of each site: supply per head of its catchment; NaN where nobody lives in it
	People []float64 // of each site: weighted demand in its catchment

	Supply   float64 // of all sites
	Reached  float64 // of the sites in whose catchment somebody lives; Σ demand · access is this, exactly but for rounding
	Idle     []int   // sites in whose catchment nobody lives
	Without  []int   // demands that reach no supply
	Unserved float64 // what they weigh together
}

// FloatingCatchment gives the two-step floating catchment area. Step one: each site's supply is divided by the demand that reaches it, Rᵢ = Sᵢ /
// Σⱼ Pⱼ w(dⱼᵢ). Step two: each demand adds up what it reaches, Aⱼ = Σᵢ Rᵢ w(dⱼᵢ).
func FloatingCatchment(c *Costs, demand, supply []float64, k Catchment) (*Reach, error) {
	if err := k.check(); err != nil {
		return nil, err
	}
	if err := amounts("weights", demand, c.demands, false); err != nil {
		return nil, err
	}
	if err := amounts("supply", supply, c.sites, true); err != nil {
		return nil, err
	}
	r := &Reach{Access: make([]float64, c.demands), Ratio: make([]float64, c.sites), People: make([]float64, c.sites)}
	for j, p := range demand {
		for i, d := range c.row(j) {
			r.People[i] += p * k.weight(d)
		}
	}
	for i, s := range supply {
		r.Supply += s
		if r.People[i] == 0 {
			r.Ratio[i] = math.NaN()
			r.Idle = append(r.Idle, i)
			continue
		}
		r.Reached += s
		if r.Ratio[i] = s / r.People[i]; math.IsInf(r.Ratio[i], 0) || math.IsInf(r.People[i], 0) {
			return nil, siteFault(NotFinite, "supply", i, number(r.Ratio[i]), "")
		}
	}
	for j, p := range demand {
		for i, d := range c.row(j) {
			if w := k.weight(d); w > 0 && !math.IsNaN(r.Ratio[i]) {
				r.Access[j] += r.Ratio[i] * w
			}
		}
		if r.Access[j] == 0 {
			r.Without = append(r.Without, j)
			r.Unserved += p
		}
	}
	return r, nil
}

// Mean is the mean of values weighted by demand, which for access is supply per head over the whole area; NaN without demand. Values that are
// missing are left out together with their weight.
func Mean(values, weights []float64) (float64, error) {
	if len(values) != len(weights) {
		return 0, fault(LengthMismatch, "weights", -1, strconv.Itoa(len(weights)), strconv.Itoa(len(values)))
	}
	sum, total := 0.0, 0.0
	for k, v := range values {
		if !math.IsNaN(v) {
			sum += v * weights[k]
			total += weights[k]
		}
	}
	return sum / total, nil
}
