// SPDX-License-Identifier: EUPL-1.2

package territory

// Kind says how two codes relate.
type Kind string

// The kinds of change from one code to another.
const (
	KindNone     Kind = "none"     // same code, same territory: figures compare
	KindRename   Kind = "rename"   // another code, same territory: figures compare
	KindMerge    Kind = "merge"    // several territories became one: sums carry over
	KindSplit    Kind = "split"    // one territory became several: only estimates carry over
	KindBoundary Kind = "boundary" // parts were exchanged: figures do not compare, even under one code
	KindOther    Kind = "other"    // different places, or no crosswalk is known
)

// Change tells how one code relates to another.
type Change struct {
	Kind     Kind
	From, To Code
	Note     string // what happened, in English; empty when nothing did
	Source   string // who says so
}

// Same tells whether figures of both codes are about one territory.
func (c Change) Same() bool { return c.Kind == KindNone || c.Kind == KindRename }

// Comparable tells how code b relates to code a: a rename, a moved boundary and so on. Unknown codes give a [*CodeError].
//
// The kind is judged over all territories that exchanged land with these two: LV003 became part of LV00B, but LV00B also took from
// LV007, which went to two others as well, so the kind is boundary. The direction counts: a merge is a split when read backwards.
func (r *Register) Comparable(a, b Code) (Change, error) {
	x, err := r.find(a)
	if err != nil {
		return Change{}, err
	}
	y, err := r.find(b)
	if err != nil {
		return Change{}, err
	}
	a, b = a.canonical(), b.canonical()
	out := Change{From: a, To: b}
	if x.ID == y.ID {
		out.Kind = KindRename
		if a.Scheme == b.Scheme && a.Code == b.Code {
			out.Kind = KindNone
		}
		return out, nil
	}
	out.Kind = KindOther
	for _, l := range r.links {
		forward, back := l.from == x.ID && l.to == y.ID, l.from == y.ID && l.to == x.ID
		if !forward && !back || a.Scheme == b.Scheme && a.Version == b.Version {
			continue
		}
		froms, tos := r.component(l)
		if back {
			froms, tos = tos, froms
		}
		switch {
		case froms == 1:
			out.Kind = KindSplit
		case tos == 1:
			out.Kind = KindMerge
		default:
			out.Kind = KindBoundary
		}
		out.Note, out.Source = l.note, l.source
	}
	return out, nil
}

// component counts the territories on both sides that are connected with a link by exchanged land.
func (r *Register) component(start link) (froms, tos int) {
	old, now := map[string]bool{start.from: true}, map[string]bool{start.to: true}
	for grown := true; grown; {
		grown = false
		for _, l := range r.links {
			if old[l.from] != now[l.to] {
				old[l.from], now[l.to], grown = true, true, true
			}
		}
	}
	return len(old), len(now)
}
