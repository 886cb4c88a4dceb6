// SPDX-License-Identifier: EUPL-1.2

package pabulib

import (
	"strconv"

	"github.com/sumanus/sumanus/analysis/decide"
	"github.com/sumanus/sumanus/internal/fault"
)

// finish puts the points in and compares what was told with what is there.
func (r *reader) finish() (*File, error) {
	for _, section := range []string{meta, projects, votes} {
		if !r.seen[section] {
			return nil, fault.New(fault.Invalid, "method.pb-no-section", fault.A{"section": section}).At(fault.Place{File: r.o.Name})
		}
	}
	if r.header == nil {
		return nil, fault.New(fault.Invalid, "method.pb-no-header", fault.A{"section": votes}).At(fault.Place{File: r.o.Name})
	}
	if len(r.out.Voters) == 0 {
		return nil, fault.New(fault.Invalid, "method.pb-no-voters").At(fault.Place{File: r.o.Name})
	}
	if err := r.weigh(); err != nil {
		return nil, err
	}
	if err := r.recount(); err != nil {
		return nil, err
	}
	return r.out, nil
}

// mostPoints is what analysis/decide can count with.
const mostPoints = 1 << 34

// weigh turns points as they were written into whole numbers on one scale, and leaves out what is no support.
func (r *reader) weigh() error {
	decimals, longest := 0, int64(0)
	for _, p := range r.points {
		decimals = max(decimals, p.decimals)
		longest = max(longest, 1-p.value)
	}
	if told, err := strconv.ParseInt(r.out.Meta["max_length"], 10, 64); err == nil && told > longest && told <= mostPoints {
		longest = told
	}
	next := 0
	for v, ballot := range r.out.Votes {
		var kept []decide.Support
		for _, s := range ballot {
			p := r.points[next]
			next++
			if r.out.Ballot == Ordinal {
				p.value += longest
			}
			for k := p.decimals; k < decimals && p.value > 0 && p.value <= mostPoints; k++ {
				p.value *= 10
			}
			switch {
			case p.value > mostPoints:
				return fault.New(fault.Invalid, "method.pb-too-many-points", fault.A{"voter": r.out.Voters[v]}).At(fault.Place{File: r.o.Name, Column: "points"})
			case p.value <= 0:
				r.out.Odd.NotPositive++
				continue
			}
			s.Points = p.value
			kept = append(kept, s)
		}
		r.out.Votes[v] = kept
	}
	r.points = nil
	return nil
}

// recount compares the counts that the file tells with its rows.
func (r *reader) recount() error {
	found := map[string]int64{"num_projects": int64(len(r.out.Projects)), "num_votes": int64(len(r.out.Voters))}
	for _, what := range []string{"num_projects", "num_votes"} {
		if told, err := strconv.ParseInt(r.out.Meta[what], 10, 64); err == nil && told != found[what] {
			r.out.Odd.Miscounts = append(r.out.Odd.Miscounts, Miscount{What: what, Told: told, Found: found[what], line: r.metaAt[what]})
		}
	}
	count, score := make([]int64, len(r.out.Projects)), make([]int64, len(r.out.Projects))
	for _, ballot := range r.out.Votes {
		for _, s := range ballot {
			count[s.Project]++
			score[s.Project] += s.Points
		}
	}
	for _, m := range r.told {
		p := r.number[m.Project]
		m.Found = count[p]
		if m.What == "score" {
			if r.out.Ballot != Cumulative && r.out.Ballot != Scoring {
				continue // how an order becomes a score differs from city to city
			}
			m.Found = score[p]
		}
		if m.Found != m.Told {
			r.out.Odd.Miscounts = append(r.out.Odd.Miscounts, m)
		}
	}
	if r.o.Strict && len(r.out.Odd.Miscounts) > 0 {
		return r.out.Odd.Miscounts[0].fault(r.o.Name)
	}
	return nil
}

// Election is what is to be decided.
func (f *File) Election() decide.Election {
	e := decide.Election{Budget: f.Budget, Ballots: f.Votes}
	for _, p := range f.Projects {
		e.Costs = append(e.Costs, p.Cost)
	}
	return e
}
