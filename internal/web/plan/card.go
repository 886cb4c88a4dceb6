// SPDX-License-Identifier: EUPL-1.2

package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/thread"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// ActionOf is the body of a node that is an action.
func ActionOf(n *strategy.Node) *strategy.Action {
	a, _ := n.Record.Body.(*strategy.Action)
	return a
}

// State says where an action stands and by which rule, on the day of the view.
func (v *View) State(a *strategy.Action) ui.State { return *thread.ActionStateOn(v.R, a, v.Today) }

// Late tells whether an action is late on the day of the view.
func (v *View) Late(a *strategy.Action) bool { return a.Late(v.Today) }

// Card shows an action in a list: whose it is, when, why · what · so what, where it stands, what the linter found.
func (v *View) Card(n *strategy.Node) ui.Card {
	c, _ := record.Kept(v.R.Tx, v.named("card", n.Record.Ref), nil, func() (ui.Card, error) { return v.card(n), nil })
	c.Lint = v.Hints(n.Record.Ref) // what may be mended is another question for everybody
	return c
}

// named is the key under which something of a record is kept that is told in the reader's language, on the day of the view.
func (v *View) named(what string, ref record.Ref) string {
	return "plan." + what + " " + string(v.R.Lang) + " " + v.Today + " " + string(ref)
}

// card is what a card tells to all who see the same.
func (v *View) card(n *strategy.Node) ui.Card {
	a := ActionOf(n)
	title, lang := v.Title(n.Record)
	c := ui.Card{ID: n.Record.Ref.Slug(), Text: title, Lang: lang, Href: v.To(n.Record.Ref), When: v.Span(a.Start, a.End), State: v.State(a), Example: n.Record.Invented}
	c.Regions, c.Signs = v.Signed(v.RegionsOf(a))
	for i := range c.Regions {
		c.Regions[i].Href = ""
	}
	if rec, ok := v.Record(a.Responsible); ok {
		who, _ := v.Title(rec)
		c.Facts = append(c.Facts, who)
	}
	c.Facts = append(c.Facts, v.Budget(a))
	for i, g := range v.Grounds(n.Record.Ref) {
		if i == shortThread {
			break
		}
		l := v.Link(g.Finding)
		c.Why = append(c.Why, ui.ThreadItem{Text: l.Text, Href: l.Href, Lang: l.Lang, Verdict: v.Verdict(g.Finding.Ref)})
	}
	if m := v.Tree.Node(a.Measure); m != nil {
		l := v.Link(m.Record)
		c.What = []ui.ThreadItem{{Text: l.Text, Href: l.Href, Lang: l.Lang}}
		for i, t := range m.Targets {
			if i == shortThread {
				break
			}
			l := v.Link(t.Record)
			c.SoWhat = append(c.SoWhat, ui.ThreadItem{Text: l.Text, Href: l.Href, Lang: l.Lang})
		}
	}
	return c
}

// shortThread is how many things a line of a list names of each kind; the page of the record names all.
const shortThread = 2

// Span writes two ISO dates that stand for the time between them; what is not known is said in words.
func (v *View) Span(from, to string) string {
	if from == "" && to == "" {
		return v.R.T("plan.no-dates")
	}
	return v.Day(from) + " – " + v.Day(to)
}

// Budget writes the budget of an action; an unknown one is said in words and is not nothing.
func (v *View) Budget(a *strategy.Action) string {
	if a.Budget == nil {
		return v.R.T("plan.budget-unknown")
	}
	return v.R.Words.Money(*a.Budget, a.CurrencyCode())
}

// Sum is money of one currency.
type Sum struct {
	Currency string
	Cents    int64
}

// Total adds budgets by currency. What is cancelled is left out; unknown budgets are counted, never added as nothing.
func Total(nodes []*strategy.Node) (sums []Sum, unknown int) {
	by := map[string]int64{}
	for _, n := range nodes {
		switch a := ActionOf(n); {
		case a.State == strategy.Cancelled:
		case a.Budget == nil:
			unknown++
		default:
			by[a.CurrencyCode()] += *a.Budget
		}
	}
	for currency, cents := range by {
		sums = append(sums, Sum{currency, cents})
	}
	slices.SortFunc(sums, func(a, b Sum) int { return cmp.Compare(a.Currency, b.Currency) })
	return sums, unknown
}

// Money says sums in words: one for each currency, and how many are not known.
func (v *View) Money(nodes []*strategy.Node) string {
	sums, unknown := Total(nodes)
	var parts []string
	for _, s := range sums {
		parts = append(parts, v.R.Words.Money(s.Cents, s.Currency))
	}
	if unknown > 0 {
		parts = append(parts, v.R.T("plan.budgets-unknown", map[string]any{"n": unknown}))
	}
	if len(parts) == 0 {
		return v.R.T("plan.no-money")
	}
	return strings.Join(parts, "; ")
}

// Actions are the actions below a node: of a measure, of a priority with the measures that contribute to it too, of a plan.
func (v *View) Actions(n *strategy.Node) []*strategy.Node {
	var out []*strategy.Node
	seen := map[record.Ref]bool{}
	add := func(measures []*strategy.Node) {
		for _, m := range measures {
			for _, a := range m.Actions {
				if !seen[a.Record.Ref] {
					seen[a.Record.Ref] = true
					out = append(out, a)
				}
			}
		}
	}
	switch n.Record.Ref.Kind() {
	case "measure":
		add([]*strategy.Node{n})
	case "priority":
		add(n.Measures)
		add(v.Also(n.Record.Ref))
	case "plan":
		for _, p := range n.Priorities {
			add(p.Measures)
			add(v.Also(p.Record.Ref))
		}
	}
	return out
}

// Tally counts actions by where they stand.
type Tally struct{ All, Planned, UnderWay, Done, Cancelled, Late int }

// Count counts actions by where they stand on the day of the view.
func (v *View) Count(nodes []*strategy.Node) Tally {
	t := Tally{All: len(nodes)}
	for _, n := range nodes {
		a := ActionOf(n)
		switch a.State {
		case strategy.Planned:
			t.Planned++
		case strategy.UnderWay:
			t.UnderWay++
		case strategy.Done:
			t.Done++
		case strategy.Cancelled:
			t.Cancelled++
		}
		if v.Late(a) {
			t.Late++
		}
	}
	return t
}

// Say tells a tally in words.
func (t Tally) Say(v *View) string {
	if t.All == 0 {
		return v.R.T("plan.no-actions")
	}
	var parts []string
	for _, p := range []struct {
		key string
		n   int
	}{{"plan.tally-under-way", t.UnderWay}, {"plan.tally-planned", t.Planned}, {"plan.tally-done", t.Done}, {"plan.tally-cancelled", t.Cancelled}} {
		if p.n > 0 {
			parts = append(parts, v.R.T(p.key, map[string]any{"n": p.n}))
		}
	}
	out := v.R.T("plan.actions", map[string]any{"n": t.All}) + ": " + strings.Join(parts, ", ")
	if t.Late > 0 {
		out += "; " + v.R.T("plan.tally-late", map[string]any{"n": t.Late})
	}
	return out
}
