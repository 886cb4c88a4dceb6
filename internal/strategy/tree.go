// SPDX-License-Identifier: EUPL-1.2

package strategy

import (
	"context"
	"sort"

	"github.com/sumanus/sumanus/internal/record"
)

// Node is a record of the strategy with what hangs on it.
type Node struct {
	Record     record.Record
	Priorities []*Node // of a plan
	Measures   []*Node // of a priority
	Actions    []*Node // of a measure
	Targets    []*Node // of a priority or a measure
}

// Tree is the whole strategy, read in five queries however large it is.
type Tree struct {
	Plans []*Node
	// byRef finds any node.
	byRef map[record.Ref]*Node
}

// Node finds a node; nil when the record is not there or may not be seen.
func (t *Tree) Node(ref record.Ref) *Node { return t.byRef[ref] }

// Read reads the strategy. What hangs on something that may not be seen is left out of the tree, but Node still finds it.
func Read(ctx context.Context, r record.Reader) (*Tree, error) {
	t := &Tree{byRef: map[record.Ref]*Node{}}
	byKind := map[string][]*Node{}
	for _, kind := range []string{"plan", "priority", "measure", "action", "target"} {
		all, err := r.All(ctx, kind)
		if err != nil {
			return nil, err
		}
		for _, rec := range all {
			n := &Node{Record: rec}
			t.byRef[rec.Ref] = n
			byKind[kind] = append(byKind[kind], n)
		}
	}
	t.Plans = byKind["plan"]
	hang := func(kind string, parent func(record.Body) record.Ref, list func(*Node) *[]*Node) {
		for _, n := range byKind[kind] {
			if up := t.byRef[parent(n.Record.Body)]; up != nil {
				*list(up) = append(*list(up), n)
			}
		}
	}
	hang("priority", func(b record.Body) record.Ref { return b.(*Priority).Plan }, func(n *Node) *[]*Node { return &n.Priorities })
	hang("measure", func(b record.Body) record.Ref { return b.(*Measure).Priority }, func(n *Node) *[]*Node { return &n.Measures })
	hang("action", func(b record.Body) record.Ref { return b.(*Action).Measure }, func(n *Node) *[]*Node { return &n.Actions })
	hang("target", func(b record.Body) record.Ref { return b.(*Target).Of }, func(n *Node) *[]*Node { return &n.Targets })
	for _, n := range t.byRef {
		byPosition(n.Priorities)
		byPosition(n.Measures)
		byStart(n.Actions)
	}
	// What is composed of others comes first: it is what the reader came for.
	sort.SliceStable(t.Plans, func(i, j int) bool {
		return len(t.Plans[i].Record.Body.(*Plan).ComposedOf) > len(t.Plans[j].Record.Body.(*Plan).ComposedOf)
	})
	return t, nil
}

// byPosition orders as the plan does; horizontal priorities come after the others, as plans print them.
func byPosition(list []*Node) {
	key := func(n *Node) (bool, int) {
		switch b := n.Record.Body.(type) {
		case *Priority:
			return b.Horizontal, b.Position
		case *Measure:
			return false, b.Position
		}
		return false, 0
	}
	sort.SliceStable(list, func(i, j int) bool {
		hi, pi := key(list[i])
		hj, pj := key(list[j])
		if hi != hj {
			return hj
		}
		return pi < pj
	})
}

func byStart(list []*Node) {
	sort.SliceStable(list, func(i, j int) bool {
		return list[i].Record.Body.(*Action).Start < list[j].Record.Body.(*Action).Start
	})
}
