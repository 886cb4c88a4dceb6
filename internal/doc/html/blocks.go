// SPDX-License-Identifier: EUPL-1.2

package html

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/doc"
)

func (w *writer) blocks(bs []doc.Block) {
	for _, b := range bs {
		w.block(b)
	}
}

func (w *writer) block(b doc.Block) {
	switch x := b.(type) {
	case *doc.Heading:
		w.around("h"+strconv.Itoa(x.Level), x.Text, "id", x.ID)
	case *doc.Paragraph:
		w.around("p", x.Text)
	case *doc.List:
		w.list(x)
	case *doc.Table:
		w.table(x, "", wordy(x))
	case *doc.Quote:
		w.Open("blockquote")
		w.blocks(x.Blocks)
		w.Close()
	case *doc.CodeBlock:
		w.Open("pre", "tabindex", "0")
		w.El("code", x.Text)
		w.Close()
	case *doc.Figure:
		w.figure(x)
	case *doc.Note:
		w.note(x)
	case *doc.Passage:
		w.Open("div", "class", "passage", "lang", x.Lang)
		w.blocks(x.Blocks)
		w.Close()
	case *doc.FindingBlock:
		w.finding(w.cited[x.Slug])
	case *doc.Evidence:
		w.entries(x.Entries)
	case *doc.Rule:
		w.Void("hr")
	case *doc.Directive:
		w.Open("div", "class", "note")
		w.El("p", w.z.T("doc.placeholder", map[string]any{"name": x.Name}))
		w.around("p", x.Title)
		w.blocks(x.Body)
		w.Close()
	}
	w.Line()
}

func (w *writer) list(x *doc.List) {
	tag, start := "ul", ""
	if x.Ordered {
		tag = "ol"
		if x.Start != 1 {
			start = strconv.Itoa(x.Start)
		}
	}
	class := "open"
	if x.Tight {
		class = ""
	}
	w.Open(tag, "class", class, "start", start)
	w.Line()
	for _, item := range x.Items {
		w.Open("li")
		for _, b := range item {
			if p, ok := b.(*doc.Paragraph); ok && x.Tight {
				w.inlines(p.Text)
				continue
			}
			w.block(b)
		}
		w.Close()
		w.Line()
	}
	w.Close()
}

func (w *writer) note(x *doc.Note) {
	label := ""
	if len(x.Title) > 0 {
		label = doc.Plain(x.Title)
	} else {
		label = w.z.T("doc.note")
	}
	w.Open("div", "class", "note", "id", x.ID, "role", "note", "aria-label", label)
	if len(x.Title) > 0 {
		w.around("p", x.Title, "class", "note-t")
	}
	w.blocks(x.Blocks)
	w.Close()
}

func (w *writer) finding(f doc.Finding) {
	class := "finding"
	if f.Verdict == doc.Untrue {
		class = "finding waits"
	}
	w.Open("div", "class", class, "role", "group", "aria-label", w.z.T("doc.finding", map[string]any{"n": f.Number}))
	w.Open("p", "class", "sentence", "lang", w.foreign(f.Lang))
	if len(f.Sentence) > 0 {
		w.inlines(f.Sentence)
	} else {
		w.Text(name(f))
	}
	w.Close()
	w.Open("p", "class", "finding-v")
	Verdict(&w.Builder, w.z, f.Verdict)
	w.Text(" ")
	w.El("a", w.z.T("doc.evidence-n", map[string]any{"n": f.Number}), "id", w.mention(f.Slug), "href", w.evidence(f.Slug))
	w.tags(f)
	w.Close()
	if f.Note != "" {
		w.El("p", f.Note, "class", "quiet")
	}
	w.flags(f)
	w.Close()
}

func (w *writer) figure(x *doc.Figure) {
	class := "chart"
	if x.Map {
		class = "chart map"
	}
	w.Open("figure", "class", class, "id", x.ID)
	w.Open("figcaption")
	w.Open("span", "class", "fig-t")
	w.inTitle = true
	w.inlines(x.Title)
	w.inTitle = false
	w.Close()
	if x.Subtitle != "" {
		w.Text(" ")
		w.El("span", x.Subtitle, "class", "sub")
	}
	w.Close()
	w.Line()
	if x.SVG != "" {
		w.Raw(strings.TrimSpace(x.SVG))
	} else {
		w.Void("img", "src", x.Image, "alt", x.Description, "loading", "lazy")
	}
	w.Line()
	if len(x.Keys) > 0 {
		w.Open("ul", "class", "keys")
		for _, k := range x.Keys {
			w.Open("li")
			w.El("i", "", "class", k.Class)
			w.Text(k.Text)
			w.Close()
		}
		w.Close()
	}
	w.sources(x.Source)
	if x.Data != nil {
		w.Open("details")
		w.Open("summary")
		w.Text(w.z.T("doc.numbers"))
		w.El("span", ": "+doc.Plain(x.Title), "class", "vh")
		w.Close()
		w.table(x.Data, doc.Plain(x.Title), wordy(x.Data))
		w.Close()
	}
	w.Close()
}

func (w *writer) sources(ss []doc.Source) {
	if len(ss) == 0 {
		return
	}
	w.Open("p", "class", "src")
	w.Text(w.z.T("doc.source", map[string]any{"n": len(ss)}) + " ")
	for i, s := range ss {
		if i > 0 {
			w.Text("; ")
		}
		if s.Href != "" {
			w.El("a", s.Text, "href", s.Href)
		} else {
			w.Text(s.Text)
		}
	}
	w.Close()
}

// table writes a table for wide and small screens. Tables of words become labelled rows on a small screen, tables of numbers a strip that
// scrolls by itself and can be reached by keyboard. The roles are said again because laying out a table as blocks takes them away.
func (w *writer) table(t *doc.Table, label string, stack bool) {
	w.tables++
	caption := doc.Plain(t.Caption)
	switch {
	case label != "":
	case caption != "":
		label = caption
	default:
		label = w.z.T("doc.table", map[string]any{"n": w.tables})
	}
	role := func(r string) string {
		if stack {
			return r
		}
		return ""
	}
	if stack {
		w.Open("div", "class", "stack-t")
		w.Open("table", "class", "t-stack", "id", t.ID, "role", "table", "aria-label", unless(caption, label))
	} else {
		w.Open("div", "class", "scroll", "role", "group", "tabindex", "0", "aria-label", label)
		w.Open("table", "id", t.ID)
	}
	if caption != "" {
		w.around("caption", t.Caption)
	}
	w.Open("thead", "role", role("rowgroup"))
	w.Open("tr", "role", role("row"))
	for _, c := range t.Columns {
		if doc.Plain(c.Head) == "" {
			w.El("td", "", "role", role("cell"))
			continue
		}
		w.around("th", c.Head, "scope", "col", "role", role("columnheader"), "class", align(c.Align))
	}
	w.Close()
	w.Close()
	w.Line()
	w.Open("tbody", "role", role("rowgroup"))
	for _, r := range t.Rows {
		w.Open("tr", "role", role("row"))
		for i, c := range r {
			class := align(t.Columns[i].Align)
			if c.Off {
				class = strings.TrimSpace(class + " off-cell")
			}
			head := doc.Plain(t.Columns[i].Head)
			if i == 0 && len(r) > 1 && doc.Plain(c.Text) != "" {
				w.Open("th", "scope", "row", "role", role("rowheader"), "class", class)
			} else {
				w.Open("td", "role", role("cell"), "class", class, "data-l", role(head))
			}
			w.cell(c)
			w.Close()
		}
		w.Close()
		w.Line()
	}
	w.Close()
	w.Close()
	w.Close()
	w.sources(t.Source)
}

func (w *writer) cell(c doc.Cell) {
	switch {
	case c.Missing:
		w.around("span", c.Text, "class", "nodata")
	case c.Sign > 0:
		w.around("span", c.Text, "class", "reg r"+strconv.Itoa(c.Sign))
	default:
		w.Open("span")
		w.inlines(c.Text)
		w.Close()
	}
}

func align(a doc.Align) string {
	switch a {
	case doc.AlignEnd:
		return "num"
	case doc.AlignCenter:
		return "mid"
	}
	return ""
}

func unless(taken, s string) string {
	if taken != "" {
		return ""
	}
	return s
}

// wordy tells whether a table holds sentences rather than numbers.
func wordy(t *doc.Table) bool {
	long := 0
	for _, r := range t.Rows {
		for i, c := range r {
			if i > 0 && utf8.RuneCountInString(doc.Plain(c.Text)) > 24 {
				long++
			}
		}
	}
	return long > 0 && len(t.Columns) <= 6
}
