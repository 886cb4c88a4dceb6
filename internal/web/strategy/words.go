// SPDX-License-Identifier: EUPL-1.2

package strategyarea

import (
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// noPriorities is what a plan without priorities says.
func (l *leaf) noPriorities() ui.Blank {
	b := ui.Blank{Text: l.R.T("strategy.no-priorities"), Why: l.R.T("strategy.no-priorities-why")}
	if href := l.New("priority", "plan", l.rec.Ref); href != "" {
		b.Do = []ui.Action{{Text: l.R.T("plan.mend-priority"), Href: href, Weight: ui.Main}}
	}
	return b
}

// noActions is what a measure without actions says.
func (l *leaf) noActions() ui.Blank {
	b := ui.Blank{Text: l.R.T("plan.no-actions"), Why: l.R.T("actionplan.empty-why")}
	if href := l.New("action", "measure", l.rec.Ref); href != "" {
		b.Do = []ui.Action{{Text: l.R.T("plan.mend-action"), Href: href, Weight: ui.Main}}
	}
	return b
}

// actionSums says where the actions of a measure stand and what they cost.
func (l *leaf) actionSums() string {
	return l.R.T("strategy.sums", fault.A{"actions": l.Count(l.node.Actions).Say(l.View), "money": l.Money(l.node.Actions)})
}

// allTargets are those of a priority and of its own measures.
func (l *leaf) allTargets(y *strategy.Node) []*strategy.Node {
	out := y.Targets[:len(y.Targets):len(y.Targets)]
	for _, m := range y.Measures {
		out = append(out, m.Targets...)
	}
	return out
}

// hintsOf are what the linter found at a priority, its targets, its measures and theirs; what it found at actions stands in the action plan.
func (l *leaf) hintsOf(y *strategy.Node) []ui.Hint {
	refs := []*strategy.Node{y}
	refs = append(refs, y.Measures...)
	refs = append(refs, l.allTargets(y)...)
	var out []ui.Hint
	for _, n := range refs {
		out = append(out, l.Hints(n.Record.Ref)...)
	}
	return out
}
