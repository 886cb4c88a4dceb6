// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/doc/html"
	"github.com/sumanus/sumanus/internal/doc/theme"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
)

// planPage gathers what the page of the plan says as it is written.
type planPage struct {
	*site
	w        *html.Builder
	contents []doc.Entry
	invented bool
}

// plan is the page of the joint strategy and the regional plans: from vision to action.
func (s *site) plan() (*theme.PageData, error) {
	p := &theme.PageData{Title: s.say("publication.plan-title"), Lede: s.say("publication.plan-lede"), Description: s.say("publication.plan-lede"), Over: []string{s.in(s.b.body.Title)}}
	g := &planPage{site: s, w: &html.Builder{}}
	g.w.Open("div", "class", "plan wide")
	g.w.Line()
	for _, n := range s.b.tree.Plans {
		if err := g.one(n); err != nil {
			return nil, err
		}
	}
	g.w.Close()
	p.Body, p.Contents, p.Invented = g.w.String(), g.contents, g.invented
	p.Thread = s.planThread()
	p.Next = &theme.Link{Text: s.say("publication.nav-evidence"), Href: "evidence.html"}
	p.Previous = &theme.Link{Text: s.in(s.b.body.Title), Href: "index.html", Invented: s.b.document.Invented}
	if links := s.chapterLinks(""); len(links) > 0 {
		p.Previous = &links[len(links)-1]
	}
	return p, nil
}

// planThread sums up the strip of the whole plan: findings below it, chapters that tell of it, actions begun.
func (s *site) planThread() *html.Thread {
	t := &html.Thread{}
	for _, slug := range s.b.order {
		if j := s.b.findings[slug]; len(s.b.bearing[slug]) > 0 {
			t.Why = append(t.Why, html.ThreadItem{Text: j.Finding.Title.In(string(s.lang)), Href: entry(slug), Verdict: doc.Verdict(j.Result.Verdict), Checked: true, Invented: j.Record.Invented})
		}
	}
	for _, c := range s.b.chapters {
		t.What = append(t.What, html.ThreadItem{Text: s.in(c.Title()), Href: c.Ref.Slug() + ".html", Invented: c.Invented})
	}
	var begun []*strategy.Node
	for _, p := range s.b.tree.Plans {
		_, actions := s.b.reached(p)
		for _, a := range actions {
			if st := a.Record.Body.(*strategy.Action).State; st == strategy.Done || st == strategy.UnderWay {
				begun = append(begun, a)
			}
		}
	}
	s.nodes(&t.SoWhat, begun)
	s.cut(&t.Why, "evidence.html")
	s.cut(&t.What, "index.html")
	s.cut(&t.SoWhat, "plan.html")
	return t
}

func (g *planPage) head(tag string, r record.Record, over ...string) {
	g.invented = g.invented || r.Invented
	g.w.Open(tag, "id", placeID(r.Ref))
	if len(over) > 0 {
		g.w.El("small", strings.Join(over, " · "))
		g.w.Text(" ")
	}
	g.name(g.w, r, "")
	g.w.Close()
	g.w.Line()
}

func (g *planPage) one(n *strategy.Node) error {
	p := n.Record.Body.(*strategy.Plan)
	g.contents = append(g.contents, doc.Entry{Level: 2, ID: placeID(n.Record.Ref), Title: g.in(p.Title), Invented: n.Record.Invented})
	g.w.Open("section", "class", "one-plan")
	g.head("h2", n.Record)
	if err := g.facts(
		fact{"publication.regions", func() error { return g.refs(g.w, p.Regions) }, len(p.Regions) > 0},
		fact{"publication.years", func() error { g.w.Text(g.years(p.PeriodFrom, p.PeriodTo)); return nil }, p.PeriodFrom != "" || p.PeriodTo != ""},
		fact{"publication.composed-of", func() error { return g.refs(g.w, p.ComposedOf) }, len(p.ComposedOf) > 0},
	); err != nil {
		return err
	}
	g.word(g.w, "p", p.Summary, "class", "say")
	if !p.Vision.IsZero() {
		g.w.Open("blockquote", "class", "vision")
		g.w.El("p", g.say("publication.vision"), "class", "quiet")
		g.word(g.w, "p", p.Vision)
		g.w.Close()
	}
	if err := g.reasons(n); err != nil {
		return err
	}
	g.notes(p.Sources)
	for i, y := range n.Priorities {
		if err := g.priority(p, i+1, y); err != nil {
			return err
		}
	}
	g.w.Close()
	g.w.Line()
	return nil
}

// own gives the plan's own word for a level, or the house's.
func (g *planPage) own(t record.Text, key string) string {
	if s := g.in(t); s != "" {
		return s
	}
	return g.say(key)
}

func (g *planPage) priority(p *strategy.Plan, i int, n *strategy.Node) error {
	y := n.Record.Body.(*strategy.Priority)
	over := []string{capital(g.own(p.Words.Priority, "publication.word-priority")) + " " + g.z.Number(i, 0)}
	if y.Horizontal {
		over = append(over, g.say("publication.horizontal"))
	}
	g.w.Open("section", "class", "one-priority")
	g.head("h3", n.Record, over...)
	g.word(g.w, "p", y.Summary, "class", "say")
	also := g.b.alsoOf[n.Record.Ref]
	joined := g.b.joined[n.Record.Ref]
	if err := g.facts(
		fact{"publication.composed-of", func() error { return g.refs(g.w, y.ComposedOf) }, len(y.ComposedOf) > 0},
		fact{"publication.joined-in", func() error { return g.refs(g.w, refsOf(joined)) }, len(joined) > 0},
		fact{"publication.also-measures", func() error { return g.refs(g.w, refsOf(also)) }, len(also) > 0},
	); err != nil {
		return err
	}
	if err := g.reasons(n); err != nil {
		return err
	}
	if err := g.targets(n); err != nil {
		return err
	}
	for _, m := range n.Measures {
		if err := g.measure(p, m); err != nil {
			return err
		}
	}
	g.notes(y.Sources)
	g.w.Close()
	g.w.Line()
	return nil
}

func refsOf(nodes []*strategy.Node) []record.Ref {
	var out []record.Ref
	for _, n := range nodes {
		out = append(out, n.Record.Ref)
	}
	return out
}

// reasons lists the findings a record rests on, each with its verdict and why it was chosen.
func (g *planPage) reasons(n *strategy.Node) error {
	var links []record.Link
	for _, l := range n.Record.Stated {
		if l.Kind == record.RestsOn && g.b.findings[l.To.Slug()] != nil {
			links = append(links, l)
		}
	}
	if len(links) == 0 {
		return nil
	}
	g.w.Open("div", "class", "reasons")
	g.w.El("p", g.z.T("doc.thread-why")+" "+g.z.T("doc.thread-why-of"), "class", "quiet")
	g.w.Open("ul")
	for _, l := range links {
		d := g.b.findings[l.To.Slug()]
		g.w.Open("li")
		g.name(g.w, d.Record, entry(l.To.Slug()))
		g.w.Text(" ")
		g.verdict(g.w, d)
		g.invented = g.invented || d.Record.Invented
		g.word(g.w, "p", l.Reason)
		g.w.Close()
	}
	g.w.Close()
	g.w.Close()
	g.w.Line()
	return nil
}

func (g *planPage) measure(p *strategy.Plan, n *strategy.Node) error {
	m := n.Record.Body.(*strategy.Measure)
	g.w.Open("section", "class", "one-measure")
	g.head("h4", n.Record, capital(g.own(p.Words.Measure, "publication.word-measure")))
	g.word(g.w, "p", m.Summary, "class", "say")
	if err := g.facts(fact{"publication.serves-also", func() error { return g.refs(g.w, m.Also) }, len(m.Also) > 0}); err != nil {
		return err
	}
	if err := g.reasons(n); err != nil {
		return err
	}
	if err := g.targets(n); err != nil {
		return err
	}
	if len(n.Actions) == 0 {
		g.w.El("p", g.say("publication.no-actions"), "class", "quiet")
	} else {
		g.w.Open("ul", "class", "acts", "aria-label", g.say("publication.actions"))
		g.w.Line()
		for _, a := range n.Actions {
			if err := g.action(a); err != nil {
				return err
			}
		}
		g.w.Close()
	}
	g.w.Close()
	g.w.Line()
	return nil
}

// fact is one line of what is known of a record.
type fact struct {
	key   string
	write func() error
	there bool
}

func (g *planPage) facts(all ...fact) error {
	open := false
	for _, f := range all {
		if !f.there {
			continue
		}
		if !open {
			g.w.Open("dl", "class", "facts")
			open = true
		}
		g.w.Open("div")
		g.w.El("dt", g.say(f.key))
		g.w.Open("dd")
		if err := f.write(); err != nil {
			return err
		}
		g.w.Close()
		g.w.Close()
	}
	if open {
		g.w.Close()
		g.w.Line()
	}
	return nil
}

func (g *planPage) notes(sources []record.SourceNote) {
	var out []doc.Source
	for _, n := range sources {
		out = append(out, doc.Source{Text: n.Title, Href: n.URL})
	}
	g.sourceLine(g.w, out)
}

func (g *planPage) years(from, to string) string {
	if from != "" && to != "" {
		return g.z.Years(from, to)
	}
	return g.z.Year(from + to)
}

func (g *planPage) span(from, to string) string {
	var parts []string
	for _, d := range []string{from, to} {
		if t, err := time.Parse(time.DateOnly, d); err == nil {
			parts = append(parts, g.z.Date(t))
		} else {
			parts = append(parts, g.z.T("doc.unknown"))
		}
	}
	return strings.Join(parts, " – ")
}

// capital begins a label with a large letter.
func capital(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
