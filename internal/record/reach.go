// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"slices"
	"strconv"

	"github.com/sumanus/sumanus/internal/db"
)

// Direction is the way along links: Down from the later thing to what it hangs on, Up from the earlier thing to what hangs on it.
type Direction int

// The directions.
const (
	Down Direction = iota
	Up
)

// Reach finds the visible records that can be reached from a record over links of some kinds in at most depth steps, the record itself
// not among them, in the order of steps and then of references. It is one query however many there are, so that a page may show a
// whole thread. What lies behind a record that may not be seen is not reached.
func (tx *ReadTx) Reach(ctx context.Context, start Record, way Direction, kinds []LinkKind, depth int) ([]Record, error) {
	var next func(Ref) []Ref
	var byRef map[Ref]Record
	if tx.inMemory() {
		p, err := tx.pastRecords(ctx)
		if err != nil {
			return nil, err
		}
		byRef, next = p.byRef, p.neighbours(start, tx.LinksOf(start), way, kinds)
	} else {
		candidates, err := tx.candidates(ctx, start, way, kinds, depth)
		if err != nil {
			return nil, err
		}
		byRef = map[Ref]Record{}
		for _, c := range candidates {
			byRef[c.Ref] = c
		}
		ends := neighbours(append(slices.Clone(candidates), start), way, kinds)
		next = func(r Ref) []Ref { return ends[r] }
	}
	seen := map[Ref]bool{start.Ref: true}
	level := []Ref{start.Ref}
	var out []Record
	for step := 0; step < depth && len(level) > 0; step++ {
		var following []Ref
		for _, from := range level {
			for _, to := range next(from) {
				if _, there := byRef[to]; there && !seen[to] {
					seen[to] = true
					following = append(following, to)
				}
			}
		}
		slices.Sort(following)
		for _, ref := range following {
			out = append(out, byRef[ref])
		}
		level = following
	}
	return out, nil
}

// neighbours gives the ends of the links of records in memory; those of the start are handed in, for it may stand otherwise than in memory.
func (p *past) neighbours(start Record, own []Link, way Direction, kinds []LinkKind) func(Ref) []Ref {
	return func(ref Ref) []Ref {
		links := p.from[ref]
		switch {
		case way == Up:
			links = p.to[ref]
		case ref == start.Ref:
			links = own
		}
		var out []Ref
		for _, l := range links {
			if !slices.Contains(kinds, l.Kind) {
				continue
			}
			if way == Down {
				out = append(out, l.To)
			} else {
				out = append(out, l.From)
			}
		}
		return out
	}
}

// neighbours gives for every record the ends of its links in a direction.
func neighbours(all []Record, way Direction, kinds []LinkKind) map[Ref][]Ref {
	next := map[Ref][]Ref{}
	for _, r := range all {
		for _, l := range LinksOfRecord(r) {
			if !slices.Contains(kinds, l.Kind) {
				continue
			}
			if way == Down {
				next[r.Ref] = append(next[r.Ref], l.To)
			} else {
				next[l.To] = append(next[l.To], r.Ref)
			}
		}
	}
	return next
}

// candidates are the visible records within reach, were all records visible.
func (tx *ReadTx) candidates(ctx context.Context, start Record, way Direction, kinds []LinkKind, depth int) ([]Record, error) {
	here, there := "from_id", "to_id"
	if way == Up {
		here, there = there, here
	}
	args := []any{start.ID}
	for _, k := range kinds {
		args = append(args, string(k))
	}
	args = append(args, int64(depth))
	rows, err := tx.sql.Query(ctx, `WITH RECURSIVE reached(id, step) AS (
			SELECT id, 0 FROM live WHERE id = $1
			UNION
			SELECT l.`+there+`, w.step + 1 FROM link l JOIN reached w ON l.`+here+` = w.id WHERE l.kind IN (`+db.In(len(kinds), 2)+`) AND w.step < $`+strconv.Itoa(len(args))+`
		)
		SELECT `+recordColumns+` FROM record r WHERE r.id IN (SELECT id FROM reached WHERE step > 0) ORDER BY r.kind, r.slug`, args...)
	if err != nil {
		return nil, err
	}
	return tx.collect(rows)
}
