// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/doc/html"
	"github.com/sumanus/sumanus/internal/doc/theme"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/sentence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/territory"
)

// evidence is the page of all findings the publication and the plan rest on.
func (s *site) evidence() (*theme.PageData, error) {
	p := &theme.PageData{Title: s.say("publication.evidence-title"), Lede: s.say("publication.evidence-lede"), Description: s.say("publication.evidence-lede"),
		Over: []string{s.in(s.b.body.Title)}, Chapters: s.chapterLinks("")}
	w := &html.Builder{}
	s.tally(w)
	s.summary(w, s.b.order, func(slug string) string { return "#" + entryID(slug) })
	w.Open("ol", "class", "evidence")
	w.Line()
	for _, slug := range s.b.order {
		invented, err := s.entry(w, s.b.findings[slug])
		if err != nil {
			return nil, err
		}
		p.Invented = p.Invented || invented
	}
	w.Close()
	p.Body = w.String()
	p.Previous = &theme.Link{Text: s.say("publication.nav-plan"), Href: "plan.html"}
	p.Next = &theme.Link{Text: s.in(s.b.body.Title), Href: "index.html", Invented: s.b.document.Invented}
	return p, nil
}

// entry writes everything about one finding, in the order in which a reader asks.
func (s *site) entry(w *html.Builder, d *evidence.Judged) (invented bool, err error) {
	slug := d.Record.Ref.Slug()
	class := ""
	if fallen(d) {
		class = "fallen"
	}
	w.Open("li", "id", entryID(slug), "class", class, "value", strconv.Itoa(s.b.number[slug]))
	w.Open("h2", "class", "ev-t")
	w.El("span", strconv.Itoa(s.b.number[slug]), "class", "ev-n")
	w.Text(" ")
	s.name(w, d.Record, "")
	w.Close()
	if err := s.sentence(w, d); err != nil {
		return false, err
	}
	w.Open("p", "class", "finding-v")
	s.verdict(w, d)
	w.Close()
	s.word(w, "p", d.Finding.Note, "class", "quiet")
	for _, part := range []func(*html.Builder, *evidence.Judged) error{s.numbers, s.reckoning, s.renames} {
		if err := part(w, d); err != nil {
			return false, err
		}
	}
	sources, err := s.b.sourcesOf(d.Used, s.z)
	if err != nil {
		return false, err
	}
	s.sourceLine(w, sources)
	t, invented, err := s.entryThread(d)
	if err != nil {
		return false, err
	}
	s.strip(w, t)
	w.Close()
	w.Line()
	return invented || d.Record.Invented, nil
}

func (s *site) sentence(w *html.Builder, d *evidence.Judged) error {
	segments, in, err := d.Statement(string(s.lang))
	if err != nil {
		return err
	}
	if in == string(s.lang) {
		in = ""
	}
	w.Open("p", "class", "sentence s", "lang", in)
	s.segments(w, d, segments)
	w.Close()
	if in == "" && d.Finding.Statement.State(string(s.lang)) == record.Stale {
		w.Open("p", "class", "flags")
		html.Stale(w, s.z)
		w.Close()
	}
	return nil
}

func (s *site) segments(w *html.Builder, d *evidence.Judged, segments []sentence.Segment) {
	for _, g := range segments {
		switch g.Kind {
		case sentence.Value:
			v, _ := d.Value(g.Name)
			class := "val"
			if d.Result.Verdict == verdict.Untrue {
				class = "val off"
			}
			w.El("data", g.Text, "class", class, "value", v.Shown)
		case sentence.Words:
			class := "ass"
			if outcome(d, g.Name).Truth == verdict.False {
				class = "ass off"
			}
			w.Open("span", "class", class)
			s.segments(w, d, g.Inside)
			w.Close()
		default:
			w.Text(g.Text)
		}
	}
}

// entryThread leads from a finding to its tables, to what rests on it, to the actions reached.
func (s *site) entryThread(d *evidence.Judged) (html.Thread, bool, error) {
	var t html.Thread
	seen := map[record.Ref]bool{}
	for _, u := range d.Used {
		if seen[u.Dataset] || u.Vintage.Label == "" {
			continue
		}
		seen[u.Dataset] = true
		r, err := s.b.find(u.Dataset)
		if err != nil {
			return t, false, err
		}
		if r == nil {
			continue
		}
		t.Why = append(t.Why, html.ThreadItem{Text: s.in(r.Title()) + ", " + s.say("publication.published-on", fault.A{"date": s.z.Date(published(u))}),
			Href: r.Body.(*dataset.Dataset).URL})
	}
	slug := d.Record.Ref.Slug()
	for _, c := range s.b.citedBy[said(s.lang, slug)] {
		t.What = append(t.What, html.ThreadItem{Text: s.in(c.Title()), Href: c.Ref.Slug() + ".html#cite." + slug, Invented: c.Invented})
	}
	invented := false
	var steps []*strategy.Node
	for _, n := range s.b.bearing[slug] {
		invented = s.nodes(&t.What, []*strategy.Node{n}) || invented
		measures, actions := s.b.reached(n)
		steps = append(append(steps, measures...), actions...)
	}
	for _, c := range s.b.citedBy[said(s.lang, slug)] {
		invented = invented || c.Invented
	}
	invented = s.nodes(&t.SoWhat, steps) || invented
	return t, invented, nil
}

// strip is the thread of one entry of a list: the same three questions, small.
func (s *site) strip(w *html.Builder, t html.Thread) {
	w.Open("dl", "class", "strip")
	for _, part := range []struct {
		q     string
		items []html.ThreadItem
	}{{"doc.thread-why", t.Why}, {"doc.thread-what", t.What}, {"doc.thread-so-what", t.SoWhat}} {
		w.Open("div")
		w.El("dt", s.z.T(part.q))
		w.Open("dd")
		if len(part.items) == 0 {
			w.El("span", s.z.T("doc.thread-none"), "class", "quiet")
		} else {
			w.Open("ul")
			for _, i := range part.items {
				w.Open("li")
				if i.Href != "" && doc.SafeLink(i.Href) {
					w.El("a", i.Text, "href", i.Href)
				} else {
					w.El("span", i.Text)
				}
				if i.Invented {
					w.Text(" ")
					html.Example(w, s.z)
				}
				w.Close()
			}
			w.Close()
		}
		w.Close()
		w.Close()
	}
	w.Close()
}

// renames says that a region has another code in other versions and is still the same land.
func (s *site) renames(w *html.Builder, d *evidence.Judged) error {
	seen := map[record.Ref]bool{}
	for _, u := range d.Used {
		if u.Region == "" || seen[u.Region] || len(u.Values) == 0 { // of regions only compared with, the table tells enough
			continue
		}
		seen[u.Region] = true
		r, err := s.b.find(u.Region)
		if err != nil {
			return err
		}
		if r == nil {
			continue
		}
		if runs := codeRuns(r.Body.(*dataset.Region).Codes); len(runs) > 1 {
			w.El("p", s.say("publication.rename", fault.A{"region": s.in(r.Title()), "codes": strings.Join(runs, " → ")}), "class", "quiet rename")
		}
	}
	return nil
}

// codeRuns gives the codes of a region one after the other: "LT003 (NUTS 2003–2013)", "LT023 (NUTS 2016–2024)".
func codeRuns(codes []territory.Code) []string {
	var list []territory.Code
	for _, c := range codes {
		if c.Scheme == territory.NUTS {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b territory.Code) int { return strings.Compare(a.Version, b.Version) })
	var out []string
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1].Code == list[i].Code {
			j++
		}
		span := list[i].Version
		if j > i {
			span += "–" + list[j].Version
		}
		out = append(out, fmt.Sprintf("%s (%s %s)", list[i].Code, territory.NUTS, span))
		i = j + 1
	}
	return out
}
