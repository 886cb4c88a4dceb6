// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"strings"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/doc/html"
	"github.com/sumanus/sumanus/internal/doc/theme"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
)

// site makes the pages of one language.
type site struct {
	b    *book
	z    *i18n.Localizer
	lang i18n.Lang
}

// pages gives all pages of the language by file name, and what is wrong in the chapters.
func (s *site) pages() (map[string]*theme.PageData, []*fault.Fault, error) {
	out := map[string]*theme.PageData{}
	var faults []*fault.Fault
	for i := range s.b.chapters {
		p, wrong, err := s.chapter(i)
		if err != nil {
			return nil, nil, err
		}
		faults = append(faults, wrong...)
		out[s.b.chapters[i].Ref.Slug()+".html"] = p
	}
	if len(faults) > 0 {
		return nil, faults, nil
	}
	for name, make := range map[string]func() (*theme.PageData, error){"index.html": s.first, "evidence.html": s.evidence, "plan.html": s.plan} {
		p, err := make()
		if err != nil {
			return nil, nil, err
		}
		out[name] = p
	}
	credits := s.b.credits(s.z)
	for name, p := range out {
		s.shell(name, p)
		p.Attribution = credits
	}
	return out, nil, nil
}

// say translates.
func (s *site) say(key string, args ...fault.A) string { return s.z.T(key, args...) }

// shell fills what is the same on every page of a language.
func (s *site) shell(name string, p *theme.PageData) {
	p.Lang, p.Root = s.lang, "../"
	p.Publication, p.Partnership = s.in(s.b.body.Title), s.in(s.b.partnership.Title)
	for _, l := range s.b.langs {
		p.Languages = append(p.Languages, theme.Language{Lang: l, Href: "../" + string(l) + "/" + name, Current: l == s.lang})
	}
	for _, n := range []struct{ key, href string }{
		{typeWords[s.b.body.Type], "index.html"}, {"publication.nav-plan", "plan.html"}, {"publication.nav-evidence", "evidence.html"}} {
		p.Nav = append(p.Nav, theme.Link{Text: s.say(n.key), Href: n.href, Current: n.href == name})
	}
	if at := s.b.in.Moment(); !at.IsZero() {
		known := s.say("publication.as-known-on", fault.A{"date": s.z.Date(at)})
		p.Over = append(p.Over, known)
		p.Footer = append(p.Footer, known+".")
	}
	who := s.in(s.b.partnership.Title)
	if prog := s.in(s.b.partnership.Programme); prog != "" {
		who += ". " + prog
	}
	p.Footer = append([]string{strings.TrimSuffix(who, ".") + "."}, p.Footer...)
	p.Generated = s.z.Date(s.b.o.Now)
}

// in gives a text in the language of the page, or in its source language; where the language must be told, word does.
func (s *site) in(t record.Text) string { return t.In(string(s.lang)) }

// word writes a text, with its language where it is not the page's and a flag where the translation is older than its original.
func (s *site) word(w *html.Builder, tag string, t record.Text, attrs ...string) {
	text, in := t.InLang(string(s.lang))
	if text == "" {
		return
	}
	if in != string(s.lang) {
		attrs = append(attrs, "lang", in)
	}
	w.El(tag, text, attrs...)
	if t.State(string(s.lang)) == record.Stale {
		w.Text(" ")
		html.Stale(w, s.z)
	}
}

// name writes the name of a record, as a link when there is somewhere to go, with the tag of what is invented.
func (s *site) name(w *html.Builder, r record.Record, href string) {
	if href != "" {
		s.word(w, "a", r.Title(), "href", href)
	} else {
		s.word(w, "span", r.Title())
	}
	if r.Invented {
		w.Text(" ")
		html.Example(w, s.z)
	}
}

// chapterLinks are the chapters in the column beside the text.
func (s *site) chapterLinks(current record.Ref) []theme.Link {
	var out []theme.Link
	for _, c := range s.b.chapters {
		out = append(out, theme.Link{Text: s.in(c.Title()), Href: c.Ref.Slug() + ".html", Current: c.Ref == current, Invented: c.Invented})
	}
	return out
}

// chapter makes the page of a chapter. A missing translation shows the source wording, said to be in its language.
func (s *site) chapter(i int) (*theme.PageData, []*fault.Fault, error) {
	rec := s.b.chapters[i]
	h := rec.Body.(*Chapter)
	body, in := h.Body.InLang(string(s.lang))
	d, errs := doc.Read(body, doc.Options{Lang: in, Resolver: s.b.resolver(i18n.Lang(in))})
	if len(errs) > 0 {
		var out []*fault.Fault
		for _, f := range faultsOf(errs) {
			f.Place.File, f.Place.Field = string(rec.Ref), "body."+in
			out = append(out, f)
		}
		return nil, out, nil
	}
	literals(d)
	contents := doc.Contents(d)
	if in != string(s.lang) {
		for i := range d.Cited {
			if d.Cited[i].Lang == "" {
				d.Cited[i].Lang = in
			}
		}
		d.Lang = string(s.lang)
		d.Blocks = []doc.Block{&doc.Passage{Lang: in, Blocks: d.Blocks}}
	}
	w := &html.Builder{}
	s.flags(w, h.Body, h.Title)
	var shown []string
	for _, f := range d.Cited {
		shown = append(shown, f.Slug)
	}
	warned := s.summary(w, shown, func(slug string) string { return "#cite." + slug })
	w.Raw(html.Write(d, html.Options{Sides: true, EvidenceHref: func(slug string) string { return entry(slug) }}))
	p := &theme.PageData{Title: s.in(h.Title), Description: description(d), Over: []string{s.in(s.b.body.Title), s.say("publication.chapter-n", fault.A{"n": i + 1, "of": len(s.b.chapters)})},
		Example: rec.Invented, Invented: rec.Invented || s.b.document.Invented, Chapters: s.chapterLinks(rec.Ref), Contents: contents, Body: w.String(),
		Start: !warned && in == string(s.lang)}
	thread, invented, err := s.chapterThread(d)
	if err != nil {
		return nil, nil, err
	}
	p.Thread, p.Invented = thread, p.Invented || invented
	s.between(p, i)
	return p, nil, nil
}

// description is the beginning of a chapter, for previews.
func description(d *doc.Document) string {
	text := ""
	doc.Walk(d.Blocks, func(b doc.Block) {
		if p, ok := b.(*doc.Paragraph); ok && text == "" {
			text = doc.Plain(p.Text)
		}
	})
	if r := []rune(text); len(r) > 200 {
		text = strings.TrimSpace(string(r[:200])) + "…"
	}
	return text
}

func (s *site) between(p *theme.PageData, i int) {
	links := s.chapterLinks("")
	first := theme.Link{Text: s.in(s.b.body.Title), Href: "index.html", Invented: s.b.document.Invented}
	p.Previous, p.Next = &first, &theme.Link{Text: s.say("publication.nav-plan"), Href: "plan.html"}
	if i > 0 {
		p.Previous = &links[i-1]
	}
	if i+1 < len(links) {
		p.Next = &links[i+1]
	}
}

// flags says that a translation is older than its original, or missing.
func (s *site) flags(w *html.Builder, body record.Text, title record.Text) {
	state := body.State(string(s.lang))
	if state != record.Stale && state != record.Missing && title.State(string(s.lang)) != record.Stale {
		return
	}
	w.Open("div", "class", "note quiet-top", "role", "note", "aria-label", s.say("publication.translation"))
	w.Open("p")
	if state == record.Missing {
		w.Text(s.say("publication.not-translated", fault.A{"language": i18n.Lang(body.Source).Name()}))
	} else {
		html.Stale(w, s.z)
	}
	w.Close()
	w.Close()
	w.Line()
}

// summary stands on top of a page whose sentences no longer hold, and leads to each.
func (s *site) summary(w *html.Builder, slugs []string, place func(slug string) string) bool {
	var down []*evidence.Judged
	for _, slug := range slugs {
		if j := s.b.findings[slug]; fallen(j) {
			down = append(down, j)
		}
	}
	if len(down) == 0 {
		return false
	}
	w.Open("div", "class", "turn", "role", "note", "aria-label", s.say("publication.waits"))
	w.El("p", s.say("publication.no-longer", fault.A{"n": len(down)}), "class", "note-t")
	w.Open("ul")
	for _, j := range down {
		_, in, err := j.Statement(string(s.lang))
		if in == string(s.lang) || err != nil {
			in = ""
		}
		w.Open("li")
		w.El("a", j.Plain(string(s.lang)), "href", place(j.Record.Ref.Slug()), "lang", in)
		if j.Record.Invented {
			w.Text(" ")
			html.Example(w, s.z)
		}
		w.Text(" ")
		if j.Finding.State == evidence.Withdrawn {
			w.El("span", s.say("publication.withdrawn"), "class", "tag")
		} else {
			html.Verdict(w, s.z, doc.Verdict(j.Result.Verdict))
		}
		w.Close()
	}
	w.Close()
	w.Close()
	w.Line()
	return true
}

// verdict writes a verdict and the flag that a newer period exists; a withdrawn finding says so.
func (s *site) verdict(w *html.Builder, d *evidence.Judged) {
	html.Verdict(w, s.z, doc.Verdict(d.Result.Verdict))
	if d.Result.Newer {
		w.Text(" ")
		html.Newer(w, s.z)
	}
	if d.Finding.State == evidence.Withdrawn {
		w.Text(" ")
		w.El("span", s.say("publication.withdrawn"), "class", "tag")
	}
}

// entry is the address of a finding in the list of evidence.
func entry(slug string) string { return "evidence.html#" + entryID(slug) }

// entryID is the slug itself: pages of others may point at it.
func entryID(slug string) string {
	if slug == "main" { // taken by the page
		return "finding-main"
	}
	return slug
}

// place is the address of a record on the page of the plan.
func place(ref record.Ref) string { return "plan.html#" + placeID(ref) }

func placeID(ref record.Ref) string { return ref.Kind() + "-" + ref.Slug() }

// most is how many things one part of a strip names; the rest is a page away.
const most = 6

// chapterThread leads from a chapter to what it rests on, to what rests on the same, and to what came of it.
func (s *site) chapterThread(d *doc.Document) (*html.Thread, bool, error) {
	t := &html.Thread{}
	var bearing, actions []*strategy.Node
	for _, f := range d.Cited {
		j := s.b.findings[f.Slug]
		t.Why = append(t.Why, html.ThreadItem{Text: j.Finding.Title.In(string(s.lang)), Href: entry(f.Slug), Verdict: doc.Verdict(j.Result.Verdict), Checked: true, Invented: j.Record.Invented})
		for _, n := range s.b.bearing[f.Slug] {
			bearing = append(bearing, n)
			_, a := s.b.reached(n)
			actions = append(actions, a...)
		}
	}
	invented := s.nodes(&t.What, bearing)
	invented = s.nodes(&t.SoWhat, actions) || invented
	s.cut(&t.Why, "evidence.html")
	s.cut(&t.What, "plan.html")
	s.cut(&t.SoWhat, "plan.html")
	return t, invented, nil
}

// nodes adds each node once.
func (s *site) nodes(items *[]html.ThreadItem, nodes []*strategy.Node) (invented bool) {
	seen := map[record.Ref]bool{}
	for _, n := range nodes {
		if seen[n.Record.Ref] {
			continue
		}
		seen[n.Record.Ref] = true
		invented = invented || n.Record.Invented
		*items = append(*items, html.ThreadItem{Text: s.in(n.Record.Title()), Href: place(n.Record.Ref), Invented: n.Record.Invented})
	}
	return invented
}

// cut keeps a strip short: what no longer holds comes first, the rest is a page away.
func (s *site) cut(items *[]html.ThreadItem, rest string) {
	var down, up []html.ThreadItem
	for _, i := range *items {
		if i.Checked && i.Verdict == doc.Untrue {
			down = append(down, i)
		} else {
			up = append(up, i)
		}
	}
	all := append(down, up...)
	if len(all) > most+1 {
		more := len(all) - most
		all = append(all[:most:most], html.ThreadItem{Text: s.say("publication.more", fault.A{"n": more}), Href: rest})
	}
	*items = all
}
