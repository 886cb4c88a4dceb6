// SPDX-License-Identifier: EUPL-1.2

package theme

import (
	"io"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/doc/html"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
)

// Link is a place to go to.
type Link struct {
	Text, Href string
	Current    bool // the page we are on
	Invented   bool // what it leads to is an example: its tag stands behind it
}

// Language is the same page in a language. Without an address the page does not exist in it; the switch still says so.
type Language struct {
	Lang    i18n.Lang
	Href    string
	Current bool
}

// Chapter is a chapter of the publication in the contents.
type Chapter struct {
	Link
	Summary string
}

// PageData is everything the shell of a page shows. Addresses are relative to the page.
type PageData struct {
	Lang        i18n.Lang
	Title       string // heading of the page
	Description string // for search engines and previews
	Publication string // title of the publication, after the heading in the window's title
	Partnership string // beside the logo
	Home        string // address of the first page; index.html when empty
	Root        string // way up to the folder of sumanus.css: "" or "../"
	Languages   []Language
	Nav         []Link // parts of the publication: chapters, plan, evidence

	Over     []string // small line above the heading: publication, chapter 1 of 6, release
	Invented bool     // the page tells of invented things: says what the tag means
	Example  bool     // what the page is about is itself invented: the tag stands behind the heading
	Lede     string
	Chapters []Link      // the publication's chapters, in the column beside the text
	Contents []doc.Entry // sections of this page
	Loads    []Link      // the publication in other formats
	Body     string      // a fragment made by package html
	Start    bool        // the text opens a chapter: its first letter is large
	Thread   *html.Thread
	Previous *Link
	Next     *Link

	Footer      []string // what the reader should know of the publication: partners, programme
	Generated   string   // date in words
	Attribution []doc.Source
	Fingerprint string
}

// Page writes a whole page.
func Page(out io.Writer, p PageData) error {
	w := &page{p: p, z: i18n.For(p.Lang)}
	w.Raw("<!DOCTYPE html>\n")
	w.Open("html", "lang", string(p.Lang))
	w.Line()
	w.head()
	w.Open("body")
	w.Line()
	w.mast()
	w.main()
	w.foot()
	_, err := io.WriteString(out, w.String()+"\n")
	return err
}

type page struct {
	html.Builder
	p PageData
	z *i18n.Localizer
}

func (w *page) head() {
	w.Open("head")
	w.Line()
	w.Void("meta", "charset", "utf-8")
	w.Void("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
	w.Void("meta", "name", "color-scheme", "content", "light dark")
	title := w.p.Title
	if w.p.Publication != "" && w.p.Publication != title {
		title += " · " + w.p.Publication
	}
	w.El("title", title)
	if w.p.Description != "" {
		w.Void("meta", "name", "description", "content", w.p.Description)
	}
	w.Void("meta", "name", "generator", "content", "Sumanus")
	w.Void("link", "rel", "stylesheet", "href", w.p.Root+"sumanus.css")
	w.Void("link", "rel", "icon", "type", "image/svg+xml", "href", w.p.Root+"logo.svg")
	for _, l := range w.p.Languages {
		if l.Href != "" && !l.Current {
			w.Void("link", "rel", "alternate", "hreflang", string(l.Lang), "href", l.Href)
		}
	}
	w.Line()
	w.Close()
	w.Line()
}

func (w *page) mast() {
	w.Open("header", "class", "mast")
	w.El("a", w.z.T("doc.skip"), "class", "skip", "href", "#main")
	w.Open("div", "class", "mast-in")
	home := w.p.Home
	if home == "" {
		home = "index.html"
	}
	w.Open("a", "class", "brand", "href", home)
	w.Raw(`<svg viewBox="0 0 36 36" aria-hidden="true" focusable="false"><path class="knot-1" d="M2 9c9 0 9 18 18 18h14"/>` +
		`<path class="knot-2" d="M2 27c9 0 9-18 18-18h14"/><circle class="knot" cx="11.2" cy="18" r="4.6"/></svg>`)
	w.Open("span")
	w.El("b", "Sumanus")
	w.Text(" " + w.p.Partnership)
	w.Close()
	w.Close()
	if len(w.p.Languages) > 1 {
		w.languages()
	}
	w.Close()
	w.Line()
	if len(w.p.Nav) > 0 {
		w.Open("nav", "class", "areas", "aria-label", w.z.T("doc.publication"))
		w.Open("ul")
		for _, l := range w.p.Nav {
			w.Open("li")
			w.link(l)
			w.Close()
		}
		w.Close()
		w.Close()
		w.Line()
	}
	w.Close()
	w.Line()
}

func (w *page) languages() {
	w.Open("nav", "aria-label", w.z.T("doc.languages"))
	w.Open("ul", "class", "langs")
	for _, l := range w.p.Languages {
		w.Open("li")
		name := strings.ToUpper(l.Lang.Name()[:1]) + l.Lang.Name()[1:]
		switch {
		case l.Current:
			w.El("a", name, "href", l.Href, "lang", string(l.Lang), "hreflang", string(l.Lang), "aria-current", "true")
		case l.Href == "":
			w.El("span", name, "class", "no", "lang", string(l.Lang))
		default:
			w.El("a", name, "href", l.Href, "lang", string(l.Lang), "hreflang", string(l.Lang))
		}
		w.Close()
	}
	w.Close()
	w.Close()
}

func (w *page) link(l Link) {
	current := ""
	if l.Current {
		current = "page"
	}
	w.El("a", l.Text, "href", l.Href, "aria-current", current)
	if l.Invented {
		w.Text(" ")
		html.Example(&w.Builder, w.z)
	}
}

func (w *page) main() {
	w.Open("main", "id", "main", "tabindex", "-1")
	w.Open("article", "class", "read")
	w.Line()
	w.Open("div", "class", "top")
	if len(w.p.Over) > 0 {
		w.Open("ul", "class", "over")
		for _, o := range w.p.Over {
			w.El("li", o)
		}
		w.Close()
	}
	w.Open("h1")
	w.Text(w.p.Title)
	if w.p.Example {
		w.Text(" ")
		html.Example(&w.Builder, w.z)
	}
	w.Close()
	if w.p.Lede != "" {
		w.El("p", w.p.Lede, "class", "lede")
	}
	w.Close()
	w.Line()
	w.contents()
	class := "body"
	if w.p.Start {
		class = "body first"
	}
	w.Open("div", "class", class)
	w.Line()
	w.Raw(w.p.Body)
	w.Close()
	w.Line()
	if w.p.Thread != nil {
		w.Raw(html.WriteThread(w.z, *w.p.Thread))
		w.Line()
	}
	w.around()
	w.Close()
	w.Close()
	w.Line()
}

// contents is the column beside the text: the chapters, the one we are in with its sections, and other formats.
func (w *page) contents() {
	if len(w.p.Chapters)+len(w.p.Contents)+len(w.p.Loads) == 0 {
		return
	}
	w.Open("nav", "class", "toc", "aria-label", w.z.T("doc.contents"))
	placed := false
	if len(w.p.Chapters) > 0 {
		w.El("p", w.z.T("doc.chapters"), "class", "toc-t")
		w.Open("ol")
		for _, c := range w.p.Chapters {
			w.Open("li")
			w.link(c)
			if c.Current {
				w.sections()
				placed = true
			}
			w.Close()
		}
		w.Close()
	}
	if !placed && len(w.p.Contents) > 0 {
		w.El("p", w.z.T("doc.this-page"), "class", "toc-t")
		w.sections()
	}
	if len(w.p.Loads) > 0 {
		w.Open("p", "class", "loads")
		w.Text(w.z.T("doc.downloads") + ": ")
		for i, l := range w.p.Loads {
			if i > 0 {
				w.Text(", ")
			}
			w.El("a", l.Text, "href", l.Href)
		}
		w.Close()
	}
	w.Close()
	w.Line()
}

func (w *page) sections() {
	if len(w.p.Contents) == 0 {
		return
	}
	w.Open("ol")
	for _, e := range w.p.Contents {
		if e.Level > 2 {
			continue
		}
		w.Open("li")
		w.El("a", e.Title, "href", "#"+e.ID)
		if e.Invented {
			w.Text(" ")
			html.Example(&w.Builder, w.z)
		}
		w.Close()
	}
	w.Close()
}

func (w *page) around() {
	if w.p.Previous == nil && w.p.Next == nil {
		return
	}
	w.Open("nav", "class", "around", "aria-label", w.z.T("doc.around"))
	for _, s := range []struct {
		l          *Link
		class, say string
	}{{w.p.Previous, "previous", w.z.T("doc.previous")}, {w.p.Next, "next", w.z.T("doc.next")}} {
		if s.l == nil {
			continue
		}
		w.Open("a", "class", s.class, "rel", map[string]string{"previous": "prev", "next": "next"}[s.class], "href", s.l.Href)
		w.El("small", s.say)
		w.Text(" ")
		w.El("span", s.l.Text)
		if s.l.Invented {
			w.Text(" ")
			html.Example(&w.Builder, w.z)
		}
		w.Close()
	}
	w.Close()
	w.Line()
}

func (w *page) foot() {
	w.Open("footer", "class", "foot")
	w.Open("div")
	for _, f := range w.p.Footer {
		w.El("p", f)
	}
	if w.p.Invented {
		w.Open("p")
		before, after, _ := strings.Cut(w.z.T("doc.example-note", fault.A{"tag": "\x00"}), "\x00")
		w.Text(before)
		html.Example(&w.Builder, w.z)
		w.Text(after)
		w.Close()
	}
	if len(w.p.Attribution) > 0 {
		w.El("p", w.z.T("doc.attribution")+":")
		w.Open("ul")
		for _, s := range w.p.Attribution {
			w.Open("li")
			if s.Href != "" && doc.SafeLink(s.Href) {
				w.El("a", s.Text, "href", s.Href)
			} else {
				w.Text(s.Text)
			}
			w.Close()
		}
		w.Close()
	}
	if w.p.Generated != "" {
		w.El("p", w.z.T("doc.generated", fault.A{"date": w.p.Generated}))
	}
	if w.p.Fingerprint != "" {
		w.Open("p")
		w.Text(w.z.T("doc.fingerprint") + ": ")
		w.El("code", w.p.Fingerprint)
		w.Close()
	}
	w.Close()
	w.Close()
	w.Line()
}

// ChapterList writes the chapters of a publication with their summaries, as the body of its first page.
func ChapterList(cs []Chapter) string {
	b := &html.Builder{}
	b.Open("ol", "class", "chapters")
	for i, c := range cs {
		b.Open("li", "value", strconv.Itoa(i+1))
		b.Open("div")
		b.El("a", c.Text, "href", c.Href)
		if c.Summary != "" {
			b.El("p", c.Summary)
		}
		b.Close()
		b.Close()
		b.Line()
	}
	return b.String()
}
