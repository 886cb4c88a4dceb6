// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"math"
	"strconv"

	"github.com/sumanus/sumanus/internal/evidence/verdict"
)

// What a new finding asserts at first must hold, also as its numbers are shown: a rounding that contradicts the sentence is an error of the
// finding. So decimals and assertion are chosen together.

const (
	// mostPlaces is how many decimals a number is shown with at first, at most; what needs more is said to be smaller than that.
	mostPlaces = 6
	// closest is how many decimals may be needed to tell two numbers apart; nearer ones are not compared.
	closest = 9
)

// claimOf is a first assertion about a number, with the decimals to show it: that it is above a round number below it.
func claimOf(figure string) (verdict.Assertion, int) {
	a := verdict.Assertion{Name: "compare1", Type: verdict.Compare, Left: "a", Op: ">", Right: "0"}
	x, ok := float(figure)
	if !ok {
		return a, 0
	}
	places := placesOf(x)
	switch {
	case x == 0:
		a.Op = "=="
	case places > mostPlaces: // nearer to 0 than one unit of the last decimal but one
		places = mostPlaces
		a.Op, a.Right = "<", strconv.FormatFloat(math.Pow10(1-places), 'f', places-1, 64)
		if x < 0 {
			a.Op, a.Right = ">", "-"+a.Right
		}
	default:
		shown, _ := float(strconv.FormatFloat(x, 'f', places, 64))
		a.Right = roundBelow(min(x, shown))
	}
	return a, places
}

// placesOf is how many decimals tell a number well: none of a whole one, two digits of a small one.
func placesOf(x float64) int {
	size := math.Abs(x)
	switch {
	case x == math.Trunc(x):
		return 0
	case size >= 100:
		return 1
	case size >= 1:
		return 2
	}
	return 1 - int(math.Floor(math.Log10(size)))
}

// roundBelow is a number of one digit below x: 40 for 43.2, 1 for 1.88, -0.4 for -0.31.
func roundBelow(x float64) string {
	e := int(math.Floor(math.Log10(math.Abs(x))))
	text := func(k float64) string { return strconv.FormatFloat(k*math.Pow10(e), 'f', max(0, -e), 64) }
	k := math.Floor(x / math.Pow10(e))
	for n, ok := float(text(k)); ok && n >= x; n, ok = float(text(k)) {
		k--
	}
	return text(k)
}

// compared asserts which of two numbers is larger, with as many decimals as tell them apart; no operator when they are the same, or one is missing.
func compared(a, b string) (verdict.Assertion, int) {
	x, okX := float(a)
	y, okY := float(b)
	out := verdict.Assertion{Name: "compare1", Type: verdict.Compare, Left: "a", Right: "b"}
	if !okX || !okY {
		return out, 0
	}
	for places := min(mostPlaces, max(placesOf(x), placesOf(y))); places <= closest; places++ {
		shown := func(v float64) string { return strconv.FormatFloat(v, 'f', places, 64) }
		if shown(x) == shown(y) {
			continue
		}
		if out.Op = "<"; x > y {
			out.Op = ">"
		}
		return out, places
	}
	return out, 0
}
