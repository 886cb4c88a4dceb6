// SPDX-License-Identifier: EUPL-1.2

package actionplan

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/plan"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// The ways to look at the same actions.
const (
	asList     = "list"
	asBoard    = "board"
	asTimeline = "timeline"
)

// How many actions stand on a page of each view, and in a column of the board.
const (
	listPage     = 25
	timelinePage = 50
	lanePage     = 12
)

// index is the page of all actions.
type index struct {
	*plan.View
	view    string
	filters url.Values // what the list is narrowed by, as the address says
	*common
	chosen  []*strategy.Node
	page    int
	offered []chooser // see choosers
}

// filterNames are the parts of the address that narrow the list.
var filterNames = []string{"plan", "region", "responsible", "state", "late"}

func list(r *site.Request) error {
	v, err := plan.Read(r)
	if err != nil {
		return err
	}
	x := &index{View: v, view: r.URL.Query().Get("view"), filters: url.Values{}, page: max(1, r.Number("page", 1))}
	if x.view != asBoard && x.view != asTimeline {
		x.view = asList
	}
	for _, name := range filterNames {
		if value := r.URL.Query().Get(name); value != "" {
			x.filters.Set(name, value)
		}
	}
	if x.common, err = record.Kept(r.Tx, "actionplan.common "+string(r.Lang)+" "+v.Today, (*common).bytes, x.readCommon); err != nil {
		return err
	}
	for _, n := range x.all {
		if x.fits(n) {
			x.chosen = append(x.chosen, n)
		}
	}
	p := ui.Page{Title: x.title, Lede: r.T("actionplan.lede"), Thread: x.strip, Example: x.invented()}
	if x.At != nil {
		p.Over = []ui.Link{{Text: r.T("plan.as-known", fault.A{"when": x.At.When(v)})}}
	}
	return r.Page(p, listPageBody(x))
}

// common is what the list is made of for all who see the same actions in the same language on the same day; see [record.Kept].
type common struct {
	all    []*strategy.Node // in the order of the list
	title  string           // answers what is to be done next
	strip  *ui.Thread
	offers []chooser
}

func (c *common) bytes() int { return 4096 + 256*len(c.all) }

// readCommon finds the actions and puts the late ones first, then by the day of the next step, then by name.
func (x *index) readCommon() (*common, error) {
	records, err := x.R.Tx.All(x.R.Context(), "action")
	if err != nil {
		return nil, err
	}
	c := &common{}
	for _, rec := range records {
		c.all = append(c.all, x.Tree.Node(rec.Ref))
	}
	c.strip = x.StripOfActions(c.all)
	x.sort(c.all)
	if t := x.Count(c.all); t.All == 0 {
		c.title = x.R.T("actionplan.title-none")
	} else {
		c.title = x.R.T("actionplan.title", fault.A{"n": t.All, "late": t.Late})
	}
	c.offers = x.makeChoosers(c.all)
	return c, nil
}

func (x *index) sort(all []*strategy.Node) {
	rank := func(n *strategy.Node) int {
		a := plan.ActionOf(n)
		switch {
		case x.Late(a):
			return 0
		case a.State == strategy.UnderWay:
			return 1
		case a.State == strategy.Planned:
			return 2
		case a.State == strategy.Done:
			return 3
		}
		return 4
	}
	due := func(n *strategy.Node) string {
		if d := plan.ActionOf(n).Due(); d != "" {
			return d
		}
		return "9999"
	}
	slices.SortStableFunc(all, func(a, b *strategy.Node) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(due(a), due(b)), cmp.Compare(a.Record.Ref, b.Record.Ref))
	})
}

func (x *index) fits(n *strategy.Node) bool {
	a := plan.ActionOf(n)
	if want := x.filters.Get("plan"); want != "" && !x.inPlan(a, record.NewRef("plan", want)) {
		return false
	}
	if want := x.filters.Get("region"); want != "" && !slices.Contains(x.RegionsOf(a), record.NewRef("region", want)) {
		return false
	}
	if want := x.filters.Get("responsible"); want != "" && a.Responsible != record.NewRef("organisation", want) {
		return false
	}
	if want := x.filters.Get("state"); want != "" && string(a.State) != want {
		return false
	}
	return x.filters.Get("late") == "" || x.Late(a)
}

// inPlan tells whether an action's measure contributes to a priority of the plan, as its own or as a further one.
func (x *index) inPlan(a *strategy.Action, want record.Ref) bool {
	if p := x.PlanOf(a.Measure); p != nil && p.Record.Ref == want {
		return true
	}
	m := x.Tree.Node(a.Measure)
	if m == nil {
		return false
	}
	return slices.ContainsFunc(m.Record.Body.(*strategy.Measure).Also, func(ref record.Ref) bool {
		p := x.PlanOf(ref)
		return p != nil && p.Record.Ref == want
	})
}

func (x *index) invented() bool {
	return slices.ContainsFunc(x.chosen, func(n *strategy.Node) bool { return n.Record.Invented })
}

// href is the address of this page with one filter set another way; an empty value takes it away. It begins at the first page again.
func (x *index) href(name, value string) string {
	q := url.Values{}
	for k, w := range x.filters {
		q[k] = w
	}
	if x.view != asList {
		q.Set("view", x.view)
	}
	if value == "" {
		q.Del(name)
	} else {
		q.Set(name, value)
	}
	return x.address(q)
}

func (x *index) address(q url.Values) string {
	if x.At != nil {
		q.Set("at", x.At.Asked)
	}
	if len(q) == 0 {
		return x.R.Href("/actionplan")
	}
	return x.R.Href("/actionplan") + "?" + q.Encode()
}

// views are the links that switch between them.
func (x *index) views() []ui.Link {
	var out []ui.Link
	for _, name := range []string{asList, asBoard, asTimeline} {
		value := name
		if name == asList {
			value = ""
		}
		out = append(out, ui.Link{Text: x.R.T("actionplan.view-" + name), Href: x.href("view", value), Current: x.view == name})
	}
	return out
}

// pages cuts the chosen actions.
func (x *index) pages(size int) (ui.Pages, []*strategy.Node) {
	last := max(1, (len(x.chosen)+size-1)/size)
	now := min(x.page, last)
	p := ui.Pages{Now: now, Last: last, Total: len(x.chosen), To: func(n int) string {
		if n == 1 {
			return x.href("page", "")
		}
		return x.href("page", strconv.Itoa(n))
	}}
	return p, x.chosen[(now-1)*size : min(now*size, len(x.chosen))]
}

func (x *index) cards(nodes []*strategy.Node) []ui.Card {
	var out []ui.Card
	for _, n := range nodes {
		out = append(out, x.Card(n))
	}
	return out
}

// lanes are the columns of the board: what is late stands first, whatever people say of it.
func (x *index) lanes() []ui.Lane {
	out := []ui.Lane{}
	for _, s := range []struct {
		title string
		light ui.Light
		href  string
		in    func(*strategy.Action) bool
	}{
		{"actionplan.lane-late", ui.Late, x.listed("late", "yes"), x.Late},
		{"thread.planned", ui.NotStarted, x.listed("state", string(strategy.Planned)), func(a *strategy.Action) bool { return a.State == strategy.Planned && !x.Late(a) }},
		{"thread.under-way", ui.Underway, x.listed("state", string(strategy.UnderWay)), func(a *strategy.Action) bool { return a.State == strategy.UnderWay && !x.Late(a) }},
		{"thread.done", ui.OnTrack, x.listed("state", string(strategy.Done)), func(a *strategy.Action) bool { return a.State == strategy.Done }},
		{"thread.cancelled", ui.NotStarted, x.listed("state", string(strategy.Cancelled)), func(a *strategy.Action) bool { return a.State == strategy.Cancelled }},
	} {
		l := ui.Lane{Title: x.R.T(s.title), Light: s.light, Empty: x.R.T("actionplan.lane-empty")}
		for _, n := range x.chosen {
			if !s.in(plan.ActionOf(n)) {
				continue
			}
			if l.Total++; l.Total <= lanePage {
				l.Cards = append(l.Cards, x.Card(n))
			}
		}
		if l.Total > lanePage {
			l.More = ui.Link{Text: x.R.T("actionplan.lane-more", fault.A{"n": l.Total}), Href: s.href}
		}
		if l.Total > 0 || s.light != ui.NotStarted || s.title == "thread.planned" {
			out = append(out, l)
		}
	}
	return out
}

// listed is the address of the list with one filter set.
func (x *index) listed(name, value string) string {
	rest := x.view
	x.view = asList
	href := x.href(name, value)
	x.view = rest
	return href
}

func (x *index) timeline(nodes []*strategy.Node) ui.Timeline {
	t := ui.Timeline{Caption: x.R.T("actionplan.timeline")}
	t.Today, _ = time.Parse(time.DateOnly, x.View.Today)
	for _, n := range nodes {
		a := plan.ActionOf(n)
		title, lang := x.Title(n.Record)
		b := ui.Span{Text: title, Lang: lang, Href: x.To(n.Record.Ref), When: x.Span(a.Start, a.End), State: x.State(a), Planned: a.State == strategy.Planned}
		_, b.Signs = x.Signed(x.RegionsOf(a))
		from, errFrom := time.Parse(time.DateOnly, a.Start)
		to, errTo := time.Parse(time.DateOnly, a.End)
		if errFrom == nil && errTo == nil {
			b.From, b.To = from, to
		}
		t.Bars = append(t.Bars, b)
	}
	return t
}
