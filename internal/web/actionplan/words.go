// SPDX-License-Identifier: EUPL-1.2

package actionplan

import (
	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// sums says how many actions are shown and what they cost, by currency.
func (x *index) sums() string {
	return x.R.T("actionplan.sums", fault.A{"n": len(x.chosen), "money": x.Money(x.chosen)})
}

// nothing is what a plan without actions says, and how to begin.
func (x *index) nothing() ui.Blank {
	b := ui.Blank{Text: x.R.T("actionplan.empty"), Why: x.R.T("actionplan.empty-why")}
	if x.At != nil {
		return b
	}
	if href := x.newAction(); href != "" {
		b.Do = []ui.Action{{Text: x.R.T("actionplan.new"), Href: href, Weight: ui.Main}}
	} else {
		b.Do = []ui.Action{{Text: x.R.T("actionplan.to-strategy"), Href: x.R.Href("/strategy")}}
	}
	return b
}

// newAction leads to the form of a new action; empty where there is no measure for it or no right.
func (x *index) newAction() string {
	if !x.MayCreate("action") {
		return ""
	}
	measures := 0
	for _, p := range x.Tree.Plans {
		for _, y := range p.Priorities {
			measures += len(y.Measures)
		}
	}
	if measures == 0 {
		return ""
	}
	return x.R.Href("/new/action")
}

// keys name the regions with their signs.
func (x *index) keys() []ui.Key {
	var out []ui.Key
	links, signs := x.Signed(x.Regions())
	for i, l := range links {
		out = append(out, ui.Key{Text: l.Text, Sign: signs[i]})
	}
	return out
}

// hitsOfActions are what the linter found at the chosen actions.
func (x *index) hitsOfActions() []check.Hit {
	var out []check.Hit
	for _, n := range x.chosen {
		out = append(out, x.Hits(n.Record.Ref)...)
	}
	return out
}
