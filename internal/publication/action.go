// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"github.com/sumanus/sumanus/internal/doc/html"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
)

// action writes who does what by when, for how much, and how far it is.
func (g *planPage) action(n *strategy.Node) error {
	a := n.Record.Body.(*strategy.Action)
	g.invented = g.invented || n.Record.Invented
	g.w.Open("li", "id", placeID(n.Record.Ref))
	g.w.Open("p", "class", "act-t")
	g.name(g.w, n.Record, "")
	g.w.Close()
	g.word(g.w, "p", a.Summary, "class", "say")
	g.w.Open("p", "class", "act-s")
	class := "state"
	if a.Late(g.b.today()) {
		class = "state late"
	}
	g.w.Open("span", "class", class)
	g.w.Text(g.say("publication.state", fault.A{"state": string(a.State)}))
	if a.Late(g.b.today()) {
		g.w.Text(", " + g.say("publication.late"))
	}
	g.w.Close()
	g.w.Close()
	unknown := func() error { g.w.El("span", g.z.T("doc.unknown"), "class", "nodata"); return nil }
	who, money, when := unknown, unknown, unknown
	if a.Responsible != "" {
		who = func() error { return g.refs(g.w, []record.Ref{a.Responsible}) }
	}
	if a.Budget != nil {
		money = func() error { g.w.Text(g.z.Money(*a.Budget, a.CurrencyCode())); return nil }
	}
	if a.Start != "" || a.End != "" {
		when = func() error { g.w.Text(g.span(a.Start, a.End)); return nil }
	}
	err := g.facts(
		fact{"publication.responsible", who, true},
		fact{"publication.partners", func() error { return g.refs(g.w, a.Partners) }, len(a.Partners) > 0},
		fact{"publication.when", when, true},
		fact{"publication.budget", money, true},
		fact{"publication.where", func() error { return g.refs(g.w, a.Places) }, len(a.Places) > 0},
	)
	g.w.Close()
	g.w.Line()
	return err
}

// targets is the table of what a priority or a measure wants to reach.
func (g *planPage) targets(n *strategy.Node) error {
	if len(n.Targets) == 0 {
		return nil
	}
	t := newTable(g.say("publication.targets"), g.say("publication.target"), g.z.T("doc.ev-what"), g.z.T("doc.ev-region"), g.say("publication.baseline"), g.say("publication.aim"), g.say("publication.source"))
	for _, n := range n.Targets {
		x := n.Record.Body.(*strategy.Target)
		g.invented = g.invented || n.Record.Invented
		indicator, err := g.b.find(x.Indicator)
		if err != nil {
			return err
		}
		if _, err := g.b.find(x.Region); err != nil {
			return err
		}
		t.row(
			func(c *html.Builder) {
				c.Open("span", "id", placeID(n.Record.Ref))
				g.name(c, n.Record, "")
				c.Close()
			},
			func(c *html.Builder) {
				if indicator != nil {
					g.word(c, "span", indicator.Title())
				} else {
					c.El("span", g.z.T("doc.unknown"), "class", "nodata")
				}
			},
			func(c *html.Builder) {
				c.Open("span")
				_ = g.refs(c, []record.Ref{x.Region}) // looked up above
				c.Close()
			},
			g.valued(x.Baseline.Period, x.Baseline.Value, indicator), g.valued(x.Aim.Period, x.Aim.Value, indicator),
			func(c *html.Builder) { g.word(c, "span", x.Baseline.Source) })
	}
	t.write(g.w)
	return nil
}
