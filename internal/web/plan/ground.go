// SPDX-License-Identifier: EUPL-1.2

package plan

import (
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
)

// Ground is a finding that something of the plan rests on.
type Ground struct {
	Finding record.Record
	// Reason is why a person stated the link.
	Reason record.Text
	// By is the record that states it: the action itself, or what it contributes to.
	By record.Record
}

// Grounds are the findings that a record rests on, its own first, then those of what it contributes to, and of the parts of a joint priority.
func (v *View) Grounds(ref record.Ref) []Ground {
	var out []Ground
	seen := map[record.Ref]bool{}
	for _, from := range v.above(ref) {
		n := v.Tree.Node(from)
		if n == nil {
			continue
		}
		for _, l := range n.Record.Stated {
			if l.Kind != record.RestsOn || l.To.Kind() != "finding" || seen[l.To] {
				continue
			}
			if f, ok := v.Record(l.To); ok {
				seen[l.To] = true
				out = append(out, Ground{f, l.Reason, n.Record})
			}
		}
	}
	return out
}

// above lists a record and all it contributes to, the nearest first.
func (v *View) above(ref record.Ref) []record.Ref {
	seen := map[record.Ref]bool{}
	var out []record.Ref
	for todo := []record.Ref{ref}; len(todo) > 0; todo = todo[1:] {
		at := todo[0]
		n := v.Tree.Node(at)
		if n == nil || seen[at] {
			continue
		}
		seen[at] = true
		out = append(out, at)
		switch b := n.Record.Body.(type) {
		case *strategy.Action:
			todo = append(todo, b.Measure)
		case *strategy.Target:
			todo = append(todo, b.Of)
		case *strategy.Measure:
			todo = append(append(todo, b.Priority), b.Also...)
		case *strategy.Priority:
			todo = append(todo, b.ComposedOf...)
		}
	}
	return out
}

// Verdict is how a finding stands, as pages show it; nil when it was not judged yet.
func (v *View) Verdict(finding record.Ref) *doc.Verdict {
	s, ok := v.Standings[finding]
	if !ok {
		return nil
	}
	d := doc.Verdict(s.Verdict)
	return &d
}

// Firm tells whether what a record rests on holds: every finding does, and there is one.
func (v *View) Firm(grounds []Ground) bool {
	for _, g := range grounds {
		s, ok := v.Standings[g.Finding.Ref]
		if f, is := g.Finding.Body.(*evidence.Finding); !ok || !is || f.State == evidence.Withdrawn || s.Verdict != verdict.Holds {
			return false
		}
	}
	return len(grounds) > 0
}

// Firmness counts the priorities that rest on findings, and those of them all of whose findings hold.
func (v *View) Firmness(priorities []*strategy.Node) (firm, all int) {
	for _, p := range priorities {
		all++
		if v.Firm(v.Grounds(p.Record.Ref)) {
			firm++
		}
	}
	return firm, all
}
