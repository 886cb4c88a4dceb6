// SPDX-License-Identifier: EUPL-1.2

package access_test

import (
	"math"
	"testing"

	. "github.com/sumanus/sumanus/analysis/access"
)

// coverings are optima found by CBC 2.10.8 (Debian coinor-cbc, ratioGap 0, allowableGap 0) for the problems of made, written as Church and ReVelle do.
var coverings = []struct {
	kind           string
	demands, sites int
	open           int
	radius         float64
	optimum        float64
}{
	{"plain", 400, 80, 8, 1400, 12374},
	{"plain", 400, 80, 30, 1000, 18804},
	{"plain", 400, 60, 14, 1900, 20506},
	{"town", 400, 80, 15, 900, 13444},
	{"town-unit", 400, 80, 12, 1300, 320},
	{"town-frac", 400, 80, 20, 1100, 6652.4416},
	{"grid", 400, 80, 6, 1500, 11140},
	{"grid-unit", 400, 80, 18, 1500, 372},
	{"own-unit", 400, 80, 10, 1800, 350},
	{"own-frac", 400, 80, 25, 1200, 7129.10092},
}

func TestCoveringsOfCBC(t *testing.T) {
	for _, k := range coverings {
		c, w := made(t, k.kind, k.demands, k.sites)
		r, err := MaximalCovering(c, w, k.open, k.radius, Options{})
		check(t, err)
		if math.Abs(r.Objective-k.optimum) > 1e-6*k.optimum || r.Gap != 0 || r.Bound != r.Objective {
			t.Errorf("%+v: %v, bound %v", k, r.Objective, r.Bound)
		}
	}
}
