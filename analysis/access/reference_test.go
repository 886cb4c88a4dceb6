// SPDX-License-Identifier: EUPL-1.2

package access_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	. "github.com/sumanus/sumanus/analysis/access"
)

// TestReference compares with spopt 0.5.0 and CBC 2.10.8 at 1,000 demands by 200 sites, as shared/reference keeps them.
func TestReference(t *testing.T) {
	c, w := plane(t)
	compared, all := 0, 0
	for _, r := range rows(t, "expected/w5_spopt.csv") {
		p, err := strconv.Atoi(r[1])
		check(t, err)
		want, err := strconv.ParseFloat(r[3], 64)
		check(t, err)
		var got Choice
		if r[0] == "pmedian" {
			got, err = PMedian(c, w, p, Options{})
		} else {
			radius, err := strconv.ParseFloat(r[2], 64)
			check(t, err)
			got, err = MaximalCovering(c, w, p, radius, Options{})
			check(t, err)
		}
		check(t, err)
		all++
		if math.Abs(got.Objective-want) <= 1e-9*want && got.Gap == 0 && got.Bound == got.Objective && len(got.Open) == p {
			compared++
		} else {
			t.Errorf("%s: objective %v, bound %v, gap %v, want %v", r[0], got.Objective, got.Bound, got.Gap, want)
		}
		var open []string
		for _, i := range got.Open {
			open = append(open, strconv.Itoa(i))
		}
		if r[0] == "pmedian" && strings.Join(open, " ") != r[5] { // the covering has several best choices
			t.Errorf("open %v, want %s", open, r[5])
		}
	}
	t.Logf("compared %d of %d", compared, all)
	if all != 2 {
		t.Errorf("%d cases in the reference", all)
	}
}

// TestPeerOptima: further cases on the same plane, optimum by CBC 2.10.8 (Debian 12) on the same integer programs written out by hand.
func TestPeerOptima(t *testing.T) {
	c, w := plane(t)
	for _, k := range []struct {
		p      int
		radius float64
		want   float64
	}{{50, 500, 35727}, {50, 700, 46009}, {15, 1000, 41401}, {30, 1000, 50251}, {10, 1500, 47747}, {15, 1500, 50569}, {20, 1500, 50707}, {10, 2000, 50707}} {
		r, err := MaximalCovering(c, w, k.p, k.radius, Options{})
		check(t, err)
		t.Logf("p %d, radius %g: %d parts, %d bounds, %d sites decided before branching", k.p, k.radius, r.Nodes, r.Iterations, r.Fixed)
		if r.Objective != k.want || r.Bound != k.want || r.Gap != 0 {
			t.Errorf("p %d, radius %g: %v, bound %v, want %v", k.p, k.radius, r.Objective, r.Bound, k.want)
		}
	}
}
