// SPDX-License-Identifier: EUPL-1.2

package html

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/i18n"
)

// Options of Write.
type Options struct {
	// EvidenceHref gives the address of the evidence entry of a finding; nil: the entry is on the same page (EvidenceID).
	EvidenceHref func(slug string) string
	// Sides puts a note with the verdict beside the block that first mentions a finding. Off for formats without a margin.
	Sides bool
}

// EvidenceID is the id of the entry of a finding in the list of evidence. Ids with a point are never given to headings or figures.
func EvidenceID(slug string) string { return "evidence." + slug }

// Write gives the blocks and footnotes of a document as a fragment. The document must be one that doc.Check accepts.
func Write(d *doc.Document, o Options) string {
	w := newWriter(d, o)
	w.notePage()
	w.top(d.Blocks)
	w.footnotes()
	return w.String()
}

type writer struct {
	Builder
	d       *doc.Document
	o       Options
	z       *i18n.Localizer
	cited   map[string]doc.Finding
	shown   map[string]bool // findings whose verdict stands on the page already
	first   map[string]bool // findings whose first mention has its id
	inPage  map[string]bool // findings the text of this page mentions: evidence leads back to them
	tables  int
	inLink  int
	inTitle bool            // in the title of a picture, which is also its name
	refs    map[[2]int]bool // references to footnotes that were written
}

func newWriter(d *doc.Document, o Options) *writer {
	w := &writer{d: d, o: o, z: i18n.For(i18n.Lang(d.Lang)), cited: map[string]doc.Finding{}, shown: map[string]bool{},
		first: map[string]bool{}, inPage: map[string]bool{}, refs: map[[2]int]bool{}}
	for _, f := range d.Cited {
		w.cited[f.Slug] = f
	}
	return w
}

func (w *writer) notePage() {
	for _, slug := range doc.Mentions(w.d.Blocks...) {
		w.inPage[slug] = true
	}
}

func (w *writer) evidence(slug string) string {
	if w.o.EvidenceHref != nil {
		return w.o.EvidenceHref(slug)
	}
	return "#" + EvidenceID(slug)
}

// mention gives the id of the first place that mentions a finding, "" afterwards.
func (w *writer) mention(slug string) string {
	if w.first[slug] || !w.inPage[slug] {
		return ""
	}
	w.first[slug] = true
	return "cite." + slug
}

// top writes the blocks of the page and, beside each, the verdicts of the findings it mentions first.
func (w *writer) top(blocks []doc.Block) {
	beside := make([][]doc.Finding, len(blocks)+1)
	if w.o.Sides {
		for i, b := range blocks {
			beside[i] = w.firstHere(b)
		}
	}
	for i, b := range blocks {
		w.block(b)
		if len(beside[i]) == 0 {
			continue
		}
		// A note may reach down beside the blocks that have none, so that a short paragraph leaves no hole in the text.
		reach := 1
		for j := i + 1; j < len(blocks) && reach < 4 && len(beside[j]) == 0; j++ {
			if _, wide := blocks[j].(*doc.Evidence); wide {
				break
			}
			reach++
		}
		w.side(beside[i], reach)
	}
}

// firstHere lists the findings whose verdict the page has not shown before this block and the block does not show itself.
func (w *writer) firstHere(b doc.Block) []doc.Finding {
	var fs []doc.Finding
	if f, ok := b.(*doc.FindingBlock); ok {
		w.shown[f.Slug] = true
	}
	for _, slug := range doc.Mentions(b) {
		if f, ok := w.cited[slug]; ok && !w.shown[slug] {
			w.shown[slug] = true
			fs = append(fs, f)
		}
	}
	return fs
}

func (w *writer) side(fs []doc.Finding, reach int) {
	w.Open("div", "class", "side reach-"+strconv.Itoa(reach), "role", "note", "aria-label", w.z.T("doc.beside"))
	for _, f := range fs {
		w.Open("div", "class", "side-f")
		w.Open("p")
		Verdict(&w.Builder, w.z, f.Verdict)
		w.Close()
		w.Open("p")
		w.El("span", strconv.Itoa(f.Number), "class", "side-n")
		w.Text(" ")
		w.El("a", name(f), "href", w.evidence(f.Slug), "lang", w.foreign(f.Lang))
		w.tags(f)
		w.Close()
		if f.Note != "" {
			w.El("p", f.Note)
		}
		w.flags(f)
		w.Close()
	}
	w.Close()
	w.Line()
}

func (w *writer) tags(f doc.Finding) {
	if f.Invented {
		w.Text(" ")
		Example(&w.Builder, w.z)
	}
}

func (w *writer) flags(f doc.Finding) {
	if !f.Newer && !f.Stale {
		return
	}
	w.Open("p", "class", "flags")
	if f.Newer {
		Newer(&w.Builder, w.z)
	}
	if f.Stale {
		w.Text(" ")
		Stale(&w.Builder, w.z)
	}
	w.Close()
}

// name is what a finding is called in a list: its title, else its sentence, else its slug.
func name(f doc.Finding) string {
	if f.Title != "" {
		return f.Title
	}
	if s := doc.Plain(f.Sentence); s != "" {
		return s
	}
	return f.Slug
}

// foreign gives a language tag where it differs from the page's, else "".
func (w *writer) foreign(lang string) string {
	if lang == w.d.Lang {
		return ""
	}
	return lang
}

func (w *writer) inlines(text []doc.Inline) {
	for i, in := range text {
		// A raised number stands close to its word, whether the author left a space or not.
		if t, ok := in.(*doc.Text); ok && i+1 < len(text) && raised(text[i+1]) {
			w.Text(strings.TrimRight(t.Text, " "))
			continue
		}
		w.inline(in)
	}
}

func raised(in doc.Inline) bool {
	switch in.(type) {
	case *doc.Citation, *doc.NoteRef:
		return true
	}
	return false
}

func (w *writer) around(tag string, text []doc.Inline, attrs ...string) {
	w.Open(tag, attrs...)
	w.inlines(text)
	w.Close()
}

func (w *writer) inline(in doc.Inline) {
	switch x := in.(type) {
	case *doc.Text:
		w.Text(x.Text)
	case *doc.Emphasis:
		w.around("em", x.Text)
	case *doc.Strong:
		w.around("strong", x.Text)
	case *doc.Code:
		w.El("code", x.Text)
	case *doc.Break:
		w.Void("br")
	case *doc.Lang:
		w.around("span", x.Text, "lang", x.Lang)
	case *doc.Link:
		if w.inLink > 0 {
			w.inlines(x.Text)
			return
		}
		w.inLink++
		w.around("a", x.Text, "href", x.Href)
		w.inLink--
	case *doc.Value:
		w.value(x)
	case *doc.Asserting:
		class := "ass"
		if x.Off {
			class = "ass off"
		}
		w.around("span", x.Text, "class", class)
	case *doc.Sentence:
		f := w.cited[x.Slug]
		w.around("span", x.Text, "class", "said", "lang", w.foreign(f.Lang))
		w.citation(x.Slug)
		if f.Verdict == doc.Untrue && w.inLink == 0 && !w.inTitle { // said at the sentence itself: nobody may read past it
			w.Text(" ")
			Verdict(&w.Builder, w.z, f.Verdict)
		}
	case *doc.Citation:
		w.citation(x.Slug)
	case *doc.NoteRef:
		w.noteRef(x)
	}
}

func (w *writer) value(x *doc.Value) {
	text := x.Text
	if text == "" { // read without a Resolver: the name says what will stand here
		text = "{{" + x.Slug + "." + x.Name + "}}"
	}
	class := "val"
	if x.Verdict == doc.Untrue {
		class = "val off"
	}
	if w.inLink > 0 || w.inTitle {
		w.El("data", text, "class", class, "value", x.Machine)
		return
	}
	w.Open("a", "class", class, "id", w.mention(x.Slug), "href", w.evidence(x.Slug), "title", x.About)
	w.El("data", text, "value", x.Machine)
	w.Close()
}

func (w *writer) citation(slug string) {
	if w.inLink > 0 || w.inTitle {
		return
	}
	f := w.cited[slug]
	n := strconv.Itoa(f.Number)
	w.Open("sup", "class", "cite")
	w.El("a", n, "id", w.mention(slug), "href", w.evidence(slug),
		"aria-label", w.z.T("doc.citation", map[string]any{"n": n, "title": name(f), "verdict": VerdictWord(w.z, f.Verdict)}))
	w.Close()
}

func (w *writer) noteRef(x *doc.NoteRef) {
	if w.inLink > 0 || w.inTitle {
		return
	}
	w.refs[[2]int{x.Number, x.Ref}] = true
	w.Open("sup", "class", "note-ref")
	w.El("a", letter(x.Number), "id", fmt.Sprintf("fnref.%d.%d", x.Number, x.Ref), "href", fmt.Sprintf("#fn.%d", x.Number),
		"role", "doc-noteref", "aria-label", w.z.T("doc.note-ref", map[string]any{"n": letter(x.Number)}))
	w.Close()
}

// letter numbers footnotes a, b, … z, aa: citations are numbers, so a reader never takes one for the other.
func letter(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('a'+(n-1)%26)) + s
	}
	return s
}

func (w *writer) footnotes() {
	if len(w.d.Notes) == 0 {
		return
	}
	w.Open("section", "class", "footnotes", "role", "doc-endnotes", "aria-labelledby", "fn.title")
	w.El("h2", w.z.T("doc.notes"), "id", "fn.title")
	w.Open("ol", "class", "letters")
	w.Line()
	for _, n := range w.d.Notes {
		w.Open("li", "id", fmt.Sprintf("fn.%d", n.Number))
		last, isText := n.Blocks[len(n.Blocks)-1].(*doc.Paragraph)
		if isText {
			w.blocks(n.Blocks[:len(n.Blocks)-1])
			w.Open("p")
			w.inlines(last.Text)
			w.backs(n)
			w.Close()
		} else {
			w.blocks(n.Blocks)
			w.Open("p")
			w.backs(n)
			w.Close()
		}
		w.Close()
		w.Line()
	}
	w.Close()
	w.Close()
	w.Line()
}

func (w *writer) backs(n doc.Footnote) {
	for i := 1; i <= n.Refs; i++ {
		if !w.refs[[2]int{n.Number, i}] { // stood where a link cannot be, such as the title of a picture
			continue
		}
		w.Text(" ")
		w.El("a", "↩", "class", "back", "role", "doc-backlink", "href", fmt.Sprintf("#fnref.%d.%d", n.Number, i),
			"aria-label", w.z.T("doc.note-back", map[string]any{"n": letter(n.Number), "i": i}))
	}
}
