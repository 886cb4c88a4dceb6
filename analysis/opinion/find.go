// SPDX-License-Identifier: EUPL-1.2

package opinion

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/sumanus/sumanus/analysis/internal/parallel"
)

// Options hold for a search for groups. The zero value is the convention of the house.
type Options struct {
	// Least is how many votes a participant must have cast to be counted; 0 means a quarter of the statements, not under 2 nor over 7.
	Least int
	// Most is the largest number of groups looked for; 0 means 5.
	Most int
	// KeepLevel leaves differences in how readily people agree with anything among the differences of opinion, as Polis does.
	KeepLevel bool
	// Draws are the random tables of the test; 0 means 199.
	Draws int
	// Alpha is the p-value from which on a table counts as without structure; 0 means 0.05.
	Alpha float64
	// Resamples is how often the groups are looked for again in a part of the data; 0 means 50.
	Resamples int
	Seed      uint64
	Threads   int // goroutines, 0 for one each processor; no result depends on it
}

// The verdicts.
const (
	Apart    = "told apart"
	NotApart = "cannot be told apart"
)

// Why there are no groups.
const (
	FewParticipants = "few-participants" // too few have cast enough votes
	NoStructure     = "no-structure"     // the test finds nothing that readiness and popularity do not explain
	NoDivision      = "no-division"      // no division has groups large enough
	NotStable       = "not-stable"       // parts of the data give other groups
)

const (
	leastPeople = 6   // participants counted under which nothing is looked for
	leastStable = 0.5 // mean agreement of resampled groups under which groups are not told apart
	sampledPart = 0.8 // share of participants, and of statements, in a resample
)

// Division is one number of groups that was tried.
type Division struct {
	Groups     int
	Silhouette float64
	Stability  float64 // NaN unless it was the best
	Chosen     bool
	group      []int
	gain       float64
}

// Groups are the answer.
type Groups struct {
	Verdict string
	Why     string // empty when groups are told apart
	Count   int    // of groups; 1 when they cannot be told apart, 0 when nobody is counted
	// Group is the group of each participant, from 1 by falling size; 0 for those with too few votes.
	Group []int
	// X and Y set participants on the plane of the two leading axes; NaN for those with too few votes.
	X, Y []float64
	// Share is the share of the residual sum of squares along each of the two.
	Share [2]float64
	// Silhouette and Stability are of the best division, told apart or not; NaN when there is none.
	Silhouette, Stability float64
	Divisions             []Division
	Evidence              Evidence
	Least                 int   // votes needed to be counted
	Few                   []int // participants with fewer
	Counted               int
}

func (o Options) filled(statements int) (Options, error) {
	bad := func(option, found, expected string) (Options, error) {
		return o, &Error{Code: BadOption, Participant: -1, Statement: -1, Option: option, Found: found, Expected: expected}
	}
	if o.Least == 0 {
		o.Least = min(7, max(2, (statements+3)/4), statements)
	}
	if o.Most == 0 {
		o.Most = 5
	}
	if o.Draws == 0 {
		o.Draws = 199
	}
	if o.Alpha == 0 {
		o.Alpha = 0.05
	}
	if o.Resamples == 0 {
		o.Resamples = 50
	}
	switch {
	case o.Least < 1:
		return bad("least", strconv.Itoa(o.Least), "1")
	case o.Most < 2 || o.Most > 20:
		return bad("most", strconv.Itoa(o.Most), "2–20")
	case o.Draws < 1:
		return bad("draws", strconv.Itoa(o.Draws), "1")
	case o.Resamples < 1:
		return bad("resamples", strconv.Itoa(o.Resamples), "1")
	case !(o.Alpha > 0 && o.Alpha < 1):
		return bad("alpha", strconv.FormatFloat(o.Alpha, 'g', -1, 64), "0–1")
	}
	return o, nil
}

// Find looks for groups of participants who vote alike, and says whether they can be told apart at all.
func Find(v *Votes, o Options) (*Groups, error) {
	o, err := o.filled(len(v.Statements))
	if err != nil {
		return nil, err
	}
	n := len(v.Participants)
	g := &Groups{Verdict: NotApart, Group: make([]int, n), X: make([]float64, n), Y: make([]float64, n), Least: o.Least,
		Silhouette: math.NaN(), Stability: math.NaN(), Evidence: Evidence{P: math.NaN()}}
	var counted []int
	for i := range n {
		g.X[i], g.Y[i] = math.NaN(), math.NaN()
		if v.Cast(i) >= o.Least {
			counted = append(counted, i)
		} else {
			g.Few = append(g.Few, i)
		}
	}
	g.Counted = len(counted)
	if len(counted) == 0 {
		g.Why = FewParticipants
		return g, nil
	}
	all := make([]int, len(v.Statements))
	for j := range all {
		all[j] = j
	}
	part := v.part(counted, all)
	participants, statements := part.canonical()
	f := &finder{o: o, v: part.part(participants, statements)}
	f.find(g)
	for k, i := range participants {
		at := counted[i]
		g.Group[at] = f.group[k] + 1
		g.X[at], g.Y[at] = f.plane.at(k)[0], f.plane.at(k)[1]
	}
	return g, nil
}

// finder works on votes in canonical order.
type finder struct {
	o     Options
	v     *Votes
	group []int
	plane points
}

func (f *finder) find(g *Groups) {
	n := len(f.v.Participants)
	f.group = make([]int, n)
	g.Count = 1
	f.place(g)
	if n < leastPeople {
		g.Why = FewParticipants
		return
	}
	g.Evidence = f.v.test(f.o.Draws, f.o.Alpha, f.o.Seed, f.o.Threads)
	g.Divisions = f.divisions(f.v, g.Evidence.Axes, 2, f.o.Most, restarts, stream(f.o.Seed, forCentres, 0))
	if len(g.Divisions) == 0 {
		g.Why = NoDivision
		return
	}
	d := f.choose(g)
	g.Silhouette, g.Stability = d.Silhouette, d.Stability
	switch {
	case !(g.Evidence.P <= f.o.Alpha) || !(d.gain > f.undivided()):
		g.Why = NoStructure
	case !(g.Stability >= leastStable):
		g.Why = NotStable
	default:
		g.Verdict, g.Count, d.Chosen = Apart, d.Groups, true
		f.group = d.group
	}
}

// choose takes the likeliest division that parts of the data give again; where there is none, the likeliest.
func (f *finder) choose(g *Groups) *Division {
	x := f.mixture(f.o.Most)
	order := make([]*Division, len(g.Divisions))
	for k := range g.Divisions {
		order[k] = &g.Divisions[k]
	}
	first := order[x.likeliestOf(g.Divisions, f.v)]
	slices.SortStableFunc(order, func(a, b *Division) int { return cmp.Compare(b.gain, a.gain) })
	order = slices.DeleteFunc(order, func(d *Division) bool { return d == first })
	order = slices.Insert(order, 0, first)
	for _, d := range order {
		d.Stability = f.stability(d, g.Evidence.Axes)
		if d.Stability >= leastStable || !(g.Evidence.P <= f.o.Alpha) {
			return d
		}
	}
	return first
}

// undivided is the likelihood of one group of all.
func (f *finder) undivided() float64 {
	x := f.mixture(1)
	x.take(make([]int, len(f.v.Participants)), 1)
	return x.likelihood()
}

func (f *finder) mixture(most int) *mixture {
	person, statement := f.v.fit(!f.o.KeepLevel)
	return newMixture(f.v.residual(f.v.vote, person, statement, nil), most, 1)
}

// place sets participants on the plane.
func (f *finder) place(g *Groups) {
	person, statement := f.v.fit(!f.o.KeepLevel)
	s := f.v.residual(f.v.vote, person, statement, nil)
	a := s.leading(2, 1e-10, 2000)
	f.plane = points{n: s.rows(), d: 2, x: s.scores(a, 2)}
	total := 0.0
	for _, r := range s.value {
		total += r * r
	}
	for k, value := range a.value {
		g.Share[k] = value * value / total
	}
}

// tries are the divisions that each number of groups is begun with, fewer where there are many votes.
const (
	tries     = 12
	fewTries  = 3
	manyVotes = 400_000
)

// divisions tries numbers of groups. Each begins with several divisions: by k-means on the axes that stand out and one more (large axes hide small
// ones), by k-means on as many axes as groups need, and by joining two groups of the best division into one more. All are settled on the
// votes themselves, and the likeliest stays.
func (f *finder) divisions(v *Votes, axes, from, to, starts int, rng random) []Division {
	person, statement := v.fit(!f.o.KeepLevel)
	s := v.residual(v.vote, person, statement, nil)
	least := max(2, (s.rows()+49)/50)
	to = min(to, s.rows()/least)
	d := max(2, min(axes+1, mostAxes), min(to-1, mostAxes))
	a := s.leading(d, 1e-6, 400)
	narrow := max(2, min(axes+1, mostAxes))
	x := newMixture(s, to+1, least)
	var out []Division
	var joined []int
	for k := to; k >= from; k-- {
		plane := points{n: s.rows(), d: narrow, x: s.scores(a, narrow)}
		best := f.likeliest(x, plane, k, starts, joined, &rng)
		if wide := max(2, k-1); wide != narrow && wide <= d {
			if other := f.likeliest(x, points{n: s.rows(), d: wide, x: s.scores(a, wide)}, k, starts, nil, &rng); other.gain > best.gain {
				best = other
			}
		}
		if best.group == nil {
			joined = nil
			continue
		}
		x.take(best.group, k)
		joined = x.merged()
		best.Silhouette = plane.silhouette(best.group, k, rng)
		best.group = numbered(best.group, k)
		out = append(out, best)
	}
	slices.Reverse(out)
	return out
}

// likeliest gives the likeliest of several divisions into k groups, with no group where there is none.
func (f *finder) likeliest(x *mixture, p points, k, starts int, joined []int, rng *random) Division {
	best := Division{Groups: k, Stability: math.NaN(), gain: math.Inf(-1)}
	offer := func(group []int) {
		x.take(group, k)
		x.settle()
		if smallest(x.group, k) < x.least {
			return
		}
		if v := x.likelihood(); v > best.gain {
			best.gain, best.group = v, slices.Clone(x.group)
		}
	}
	if joined != nil {
		offer(joined)
	}
	if group := p.divide(k, starts, *rng); group != nil {
		offer(group)
	}
	more := tries
	if len(x.s.value) > manyVotes {
		more = fewTries
	}
	w := newWalk(p, k)
	for range min(more, starts) {
		if w.start(rng) {
			offer(w.group)
		}
	}
	return best
}

// stability looks for as many groups again in parts of the data, four fifths of the participants and of the statements each, and gives the mean
// agreement (adjusted Rand) with the groups found in all of it. A part in which there are no such groups agrees by 0.
func (f *finder) stability(d *Division, axes int) float64 {
	n, m := len(f.v.Participants), len(f.v.Statements)
	agreement := make([]float64, f.o.Resamples)
	parallel.Do(f.o.Resamples, 1, f.o.Threads, func(k, _, _ int) {
		rng := stream(f.o.Seed, forResample, k)
		participants, statements := sample(n, &rng), sample(m, &rng)
		again := f.divisions(f.v.part(participants, statements), axes, d.Groups, d.Groups, restarts/8, rng)
		if len(again) == 0 {
			return
		}
		before := make([]int, len(participants))
		for k, i := range participants {
			before[k] = d.group[i]
		}
		agreement[k] = Agreement(before, again[0].group)
	})
	sum := 0.0
	for _, a := range agreement {
		sum += a
	}
	return sum / float64(len(agreement))
}

// sample draws four fifths of n things, in order.
func sample(n int, rng *random) []int {
	all := make([]int32, n)
	for i := range all {
		all[i] = int32(i)
	}
	m := max(1, int(math.Round(sampledPart*float64(n))))
	rng.choose(all, m)
	out := make([]int, 0, m)
	in := make([]bool, n)
	for _, i := range all[:m] {
		in[i] = true
	}
	for i, yes := range in {
		if yes {
			out = append(out, i)
		}
	}
	return out
}
