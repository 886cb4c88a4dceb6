// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/doc/html"
	"github.com/sumanus/sumanus/internal/doc/theme"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
)

// first is the title page of a language: what it is, its chapters, and how its evidence stands.
func (s *site) first() (*theme.PageData, error) {
	p := &theme.PageData{Title: s.in(s.b.body.Title), Description: s.in(s.b.body.Summary), Lede: s.in(s.b.body.Subtitle), Example: s.b.document.Invented,
		Over: []string{s.say(typeWords[s.b.body.Type])}}
	w := &html.Builder{}
	s.word(w, "p", s.b.body.Summary)
	w.Line()
	s.tally(w)
	w.Open("ol", "class", "chapters")
	w.Line()
	for _, c := range s.b.chapters {
		w.Open("li")
		w.Open("div")
		s.name(w, c, c.Ref.Slug()+".html")
		if body, in := c.Body.(*Chapter).Body.InLang(string(s.lang)); body != "" {
			d, _ := doc.Read(body, doc.Options{Lang: in})
			literals(d)
			if in == string(s.lang) {
				in = ""
			}
			w.El("p", sections(d), "lang", in)
		}
		w.Close()
		w.Close()
		w.Line()
		p.Invented = p.Invented || c.Invented
	}
	w.Close()
	p.Body = w.String()
	p.Invented = p.Invented || p.Example
	t := &html.Thread{}
	for _, slug := range s.b.order {
		j := s.b.findings[slug]
		if len(s.b.citedBy[said(s.lang, slug)]) > 0 {
			t.Why = append(t.Why, html.ThreadItem{Text: j.Finding.Title.In(string(s.lang)), Href: entry(slug), Verdict: doc.Verdict(j.Result.Verdict), Checked: true, Invented: j.Record.Invented})
		}
	}
	var plans, actions []*strategy.Node
	for _, n := range s.b.tree.Plans {
		plans = append(plans, n)
		_, a := s.b.reached(n)
		actions = append(actions, a...)
	}
	p.Invented = s.nodes(&t.What, plans) || p.Invented
	p.Invented = s.nodes(&t.SoWhat, actions) || p.Invented
	s.cut(&t.Why, "evidence.html")
	s.cut(&t.What, "plan.html")
	s.cut(&t.SoWhat, "plan.html")
	p.Thread = t
	if links := s.chapterLinks(""); len(links) > 0 {
		p.Next = &links[0]
	}
	return p, nil
}

// sections tells what a chapter speaks of, by its headings.
func sections(d *doc.Document) string {
	text := ""
	for _, e := range doc.Contents(d) {
		if e.Level == 2 {
			if text != "" {
				text += " · "
			}
			text += e.Title
		}
	}
	return text
}

// tally says in a line how many findings hold and how many wait for somebody.
func (s *site) tally(w *html.Builder) {
	count := map[doc.Verdict]int{}
	for _, slug := range s.b.order {
		count[doc.Verdict(s.b.findings[slug].Result.Verdict)]++
	}
	w.Open("p", "class", "tally")
	w.El("a", s.say("publication.tally", fault.A{"n": len(s.b.order)}), "href", "evidence.html")
	w.Text(": ")
	n := 0
	for _, v := range []doc.Verdict{doc.Untrue, doc.Incomparable, doc.Uncomputable, doc.Moved, doc.Holds} {
		if count[v] == 0 {
			continue
		}
		if n++; n > 1 {
			w.Text(" ")
		}
		w.Open("span", "class", "count")
		w.El("b", s.z.Number(count[v], 0))
		w.Text(" ")
		html.Verdict(w, s.z, v)
		w.Close()
	}
	w.Close()
	w.Line()
}

// refs writes records one after the other, as links where the publication has a place for them.
func (s *site) refs(w *html.Builder, refs []record.Ref) error {
	n := 0
	for _, ref := range refs {
		r, err := s.b.find(ref)
		if err != nil {
			return err
		}
		if r == nil {
			continue
		}
		if n++; n > 1 {
			w.Text(", ")
		}
		href := ""
		if s.b.tree.Node(ref) != nil && ref.Kind() != "target" {
			href = place(ref)
		}
		if sign := s.b.signs[ref]; sign > 0 {
			w.Open("span", "class", "reg r"+s.z.Number(sign, 0))
			s.name(w, *r, href)
			w.Close()
			continue
		}
		s.name(w, *r, href)
	}
	return nil
}
