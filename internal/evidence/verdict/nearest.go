// SPDX-License-Identifier: EUPL-1.2

package verdict

import (
	"cmp"
	"math"
	"math/big"
	"slices"

	"github.com/sumanus/sumanus/internal/evidence/formula"
)

// nearest finds, for each number an assertion rests on, the smallest change of that number alone that turns the outcome; the nearest comes first,
// measured against the size of the number. Exact tells that what was not found is not there; a search may have missed it.
func (f *Finding) nearest(a *assertion, w *world, truth Truth) (all []Nearest, exact bool) {
	exact = true
	for _, at := range w.restsOn(a) {
		n := w.number(at)
		if !n.Exact() {
			exact = false
			continue
		}
		turns := func(x *big.Rat) bool {
			t, _ := w.with(at, x).truth(a)
			return t != Unknown && t != truth
		}
		limit, ok, followed := f.along(a, w, at, n.Rat(), turns)
		exact = exact && followed
		if !ok {
			continue
		}
		if limit.Now = n.Rat(); at.cell != "" {
			limit.Analysis, limit.Cell = at.indicator, at.cell
		} else {
			limit.Indicator, limit.Region, limit.Period = at.indicator, at.region, at.period
		}
		for _, v := range f.spec.Values {
			if v.Formula == "" && w.of(v) == at {
				limit.Values = append(limit.Values, v.Name)
			}
		}
		all = append(all, limit)
	}
	slices.SortStableFunc(all, func(a, b Nearest) int { return a.relative().Cmp(b.relative()) })
	return all, exact
}

// relative is the change as a part of the number itself, so that residents and euros can be ranked together.
func (n Nearest) relative() *big.Rat {
	d := n.Distance()
	if n.Now.Sign() == 0 {
		return d
	}
	return d.Quo(d, new(big.Rat).Abs(n.Now))
}

func (f *Finding) along(a *assertion, w *world, at atom, from *big.Rat, turns func(*big.Rat) bool) (limit Nearest, ok, exact bool) {
	points, exact := f.critical(a, w, at)
	if exact {
		limit, ok = between(points, from, turns)
	} else {
		limit, ok = search(from, turns)
	}
	return limit, ok, exact
}

// critical lists the places where the outcome may turn when one number alone changes.
func (f *Finding) critical(a *assertion, w *world, at atom) ([]formula.Point, bool) {
	if a.Type == Rank {
		// The ranked region may pass any other; another region matters only where it passes the ranked one.
		var points []formula.Point
		regions := a.regions
		if own := w.atom(a.Indicator, a.Region, a.Period); at != own {
			regions = []string{a.Region}
		}
		for _, r := range regions {
			if n := w.number(w.atom(a.Indicator, r, a.Period)); n.Known() {
				points = append(points, formula.Point{Low: n.Rat(), High: n.Rat()})
			}
		}
		return points, true
	}
	memo := map[string]formula.Line{}
	var line func(name string) formula.Line
	line = func(name string) formula.Line {
		if l, ok := memo[name]; ok {
			return l
		}
		var l formula.Line
		switch v := f.values[name]; {
		case v.formula != nil:
			l = v.formula.Line(line)
		case w.of(v.Value) == at:
			l = formula.Variable()
		default:
			l = formula.Fixed(w.value(name))
		}
		memo[name] = l
		return l
	}
	l := a.left.Line(line)
	switch a.Type {
	case Compare:
		l = l.Sub(a.right.Line(line))
	case Share:
		l = l.Sub(formula.Fixed(formula.Exact(a.share)))
	}
	return l.Critical(a.tolerance, new(big.Rat).Neg(a.tolerance))
}

// place is one end of an interval on which the outcome does not change.
type place struct {
	x      *big.Rat
	inside bool // an end of the tiny interval around an irrational root
}

// between walks from the present number outwards, place by place: the outcome is constant between two of them, so one probe there is enough.
func between(points []formula.Point, from *big.Rat, turns func(*big.Rat) bool) (Nearest, bool) {
	places := []place{{x: from}}
	for _, p := range points {
		places = append(places, place{p.Low, !p.Exact()})
		if !p.Exact() {
			places = append(places, place{p.High, true})
		}
	}
	slices.SortFunc(places, func(a, b place) int { return a.x.Cmp(b.x) })
	places = slices.CompactFunc(places, func(a, b place) bool { return a.x.Cmp(b.x) == 0 })
	here := slices.IndexFunc(places, func(p place) bool { return p.x.Cmp(from) == 0 })
	up, hasUp := walk(places[here:], Above, turns)
	down := slices.Clone(places[:here+1])
	slices.Reverse(down)
	low, hasLow := walk(down, Below, turns)
	switch {
	case !hasUp:
		return low, hasLow
	case !hasLow:
		return up, true
	}
	up.Now, low.Now = from, from
	// At the same distance a limit that itself turns is nearer than one that must be passed; then the lower one is told.
	if c := cmp.Or(low.Distance().Cmp(up.Distance()), boolOrder(low.Side != At, up.Side != At)); c <= 0 {
		return low, true
	}
	return up, true
}

func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// walk probes the places in order, and the stretch after each.
func walk(places []place, beyond Side, turns func(*big.Rat) bool) (Nearest, bool) {
	for i, p := range places {
		if i > 0 && turns(p.x) {
			return Nearest{Limit: p.x, Side: At, Approximate: p.inside}, true
		}
		if turns(after(places, i, beyond)) {
			return Nearest{Limit: p.x, Side: beyond, Approximate: p.inside}, true
		}
	}
	return Nearest{}, false
}

// after gives a number in the stretch after a place.
func after(places []place, i int, beyond Side) *big.Rat {
	x := places[i].x
	if i+1 < len(places) {
		mid := new(big.Rat).Add(x, places[i+1].x)
		return mid.Mul(mid, big.NewRat(1, 2))
	}
	step := new(big.Rat).Abs(x)
	step.Add(step, big.NewRat(1, 1))
	if beyond == Below {
		step.Neg(step)
	}
	return step.Add(step, x)
}

// search is for formulas that algebra cannot follow: probes in growing steps both ways, closer together towards nought where logarithms and roots
// live, until the outcome turns, then bisection. A turn that comes and goes between two probes is not seen, hence approximate.
func search(from *big.Rat, turns func(*big.Rat) bool) (Nearest, bool) {
	start, _ := from.Float64()
	size := max(abs(start), 1)
	probes := []float64{0}
	for k := range 80 {
		step := size * 1e-9 * math.Pow(1.5, float64(k))
		small := size * math.Pow(0.6, float64(k))
		probes = append(probes, start-step, start+step, small, -small)
	}
	slices.Sort(probes)
	var best Nearest
	found := false
	for _, side := range []float64{-1, 1} {
		ordered := slices.Clone(probes)
		if side < 0 {
			slices.Reverse(ordered)
		}
		last := start
		for _, x := range ordered {
			r := new(big.Rat).SetFloat64(x)
			if r == nil || (x-start)*side <= 0 {
				continue
			}
			if turns(r) {
				n := Nearest{Now: from, Limit: bisect(last, x, turns), Side: At, Approximate: true}
				if !found || n.Distance().Cmp(best.Distance()) < 0 {
					best, found = n, true
				}
				break
			}
			last = x
		}
	}
	return best, found
}

func abs(x float64) float64 { return max(x, -x) }

// bisect closes in on the turn and gives the end that has turned.
func bisect(still, turned float64, turns func(*big.Rat) bool) *big.Rat {
	for range 60 {
		mid := still + (turned-still)/2
		if r := new(big.Rat).SetFloat64(mid); r != nil && turns(r) {
			turned = mid
		} else {
			still = mid
		}
	}
	return new(big.Rat).SetFloat64(turned)
}

// pointless tells why an assertion says nothing: no numbers whatever make it false. Sample numbers are tried, and from each of them every number alone
// is moved to wherever the outcome may turn.
func (f *Finding) pointless(a *assertion) string {
	w := &world{f: f, period: func(p string) string { return p }, memo: map[string]formula.Number{}}
	atoms := w.restsOn(a)
	if len(atoms) == 0 {
		if truth, _ := w.truth(a); truth == False {
			return "verdict.rests-on-nothing"
		}
		return "verdict.unfalsifiable"
	}
	index := map[atom]int{}
	for i, at := range atoms {
		index[at] = i
	}
	for trial := range len(samples) * 3 {
		numbers := *w
		numbers.memo = map[string]formula.Number{}
		numbers.number = func(at atom) formula.Number { return formula.Exact(sample(trial, index[at])) }
		truth, _ := numbers.truth(a)
		if truth == False {
			return ""
		}
		// A few starts are enough for the exact walk; the others try numbers together.
		if truth == True && trial < 6 && f.canTurn(a, &numbers, atoms[:min(len(atoms), 8)]) {
			return ""
		}
	}
	return "verdict.unfalsifiable"
}

func (f *Finding) canTurn(a *assertion, w *world, atoms []atom) bool {
	for _, at := range atoms {
		turns := func(x *big.Rat) bool {
			t, _ := w.with(at, x).truth(a)
			return t == False
		}
		if _, ok, _ := f.along(a, w, at, w.number(at).Rat(), turns); ok {
			return true
		}
	}
	return false
}

var samples = []int64{1, 0, -1, 2, 3, 7, 100, -5, 1009, 50021, 1000003, -1000003, 17, 900000011, 13, -250007}

// sample gives a different mixture of numbers in each trial: the same for all, then each its own, then fractions.
func sample(trial, i int) *big.Rat {
	n := len(samples)
	switch k := trial % n; trial / n {
	case 0:
		return big.NewRat(samples[k]+int64(i)*int64(k%2), 1)
	case 1:
		return big.NewRat(samples[(k+3*i)%n], 1)
	default:
		return big.NewRat(samples[(5*k+7*i)%n], int64(2+(k+i)%9))
	}
}
