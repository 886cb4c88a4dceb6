// SPDX-License-Identifier: EUPL-1.2

package doc

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/sumanus/sumanus/internal/fault"
)

// converter turns the tree of the parser into the model and gathers everything that is wrong.
type converter struct {
	o     Options
	doc   *Document
	src   []byte
	lines []int // offset at which each line begins
	errs  Errors
	ids   ids
	level int // level of the last heading

	cited map[string]int // slug → index in doc.Cited

	notes   map[string]*noteUse
	order   []*noteUse // in the order of first reference
	inNote  bool       // converting a footnote
	anchors []anchor
}

type anchor struct {
	pos  Pos
	name string
}

func (c *converter) fail(at int, key string, args ...fault.A) {
	c.errs = append(c.errs, wrong(c.pos(at), key, args...))
}

// pos is the place of an offset in the author's file.
func (c *converter) pos(at int) Pos {
	if at < 0 {
		return Pos{}
	}
	if at > len(c.src) {
		at = len(c.src)
	}
	i := sort.SearchInts(c.lines, at+1) - 1
	return Pos{Line: i + c.o.FirstLine, Column: utf8.RuneCount(c.src[c.lines[i]:at]) + 1}
}

// offset finds where a node begins: its own place, its first line, or its first child.
func offset(n ast.Node) int {
	if p := n.Pos(); p >= 0 {
		return p
	}
	if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
		return n.Lines().At(0).Start
	}
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		if p := offset(k); p >= 0 {
			return p
		}
	}
	return -1
}

func (c *converter) blocks(parent ast.Node) []Block {
	var out []Block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		out = append(out, c.block(n)...)
	}
	return out
}

func (c *converter) block(n ast.Node) []Block {
	p := c.pos(offset(n))
	switch n := n.(type) {
	case *ast.Heading:
		return c.heading(n, p)
	case *ast.Paragraph, *ast.TextBlock:
		return c.paragraph(n, p)
	case *ast.List:
		l := &List{Pos: p, Ordered: n.IsOrdered(), Start: n.Start, Tight: n.IsTight}
		for k := n.FirstChild(); k != nil; k = k.NextSibling() {
			l.Items = append(l.Items, c.blocks(k))
		}
		return []Block{l}
	case *ast.Blockquote:
		return []Block{&Quote{Pos: p, Blocks: c.blocks(n)}}
	case *ast.ThematicBreak:
		return []Block{&Rule{Pos: p}}
	case *ast.CodeBlock:
		return []Block{&CodeBlock{Pos: p, Text: c.code(n.Lines())}}
	case *ast.FencedCodeBlock:
		return []Block{&CodeBlock{Pos: p, Text: c.code(n.Lines())}}
	case *east.Table:
		return []Block{c.table(n, p)}
	case *ast.HTMLBlock:
		c.errs = append(c.errs, wrong(p, "doc.raw-html", fault.A{"found": c.firstLine(n)}))
	case *container:
		return c.container(n, p)
	case *footnote, *ast.LinkReferenceDefinition:
	default:
		c.errs = append(c.errs, wrong(p, "doc.unsupported", fault.A{"kind": n.Kind().String()}))
	}
	return nil
}

func (c *converter) heading(n *ast.Heading, p Pos) []Block {
	h := &Heading{Pos: p, Level: n.Level, Text: c.inlines(n)}
	words := Plain(h.Text)
	switch {
	case words == "":
		c.errs = append(c.errs, wrong(p, "doc.heading-empty"))
		return nil
	case c.inNote:
		c.errs = append(c.errs, wrong(p, "doc.heading-in-note"))
		return []Block{&Paragraph{Pos: p, Text: h.Text}}
	case n.Level < 2:
		c.errs = append(c.errs, wrong(p, "doc.heading-top"))
		h.Level = 2
	case c.level == 0 && n.Level > 2:
		c.errs = append(c.errs, wrong(p, "doc.heading-first", fault.A{"level": n.Level}))
		h.Level = 2
	case c.level > 0 && n.Level > c.level+1:
		c.errs = append(c.errs, wrong(p, "doc.heading-skips", fault.A{"level": n.Level, "before": c.level}))
		h.Level = c.level + 1
	}
	c.level = h.Level
	h.ID = c.ids.take(Slug(words))
	return []Block{h}
}

// paragraph makes a paragraph, or what a paragraph with a single thing in it stands for: a picture, the sentence of a finding.
func (c *converter) paragraph(n ast.Node, p Pos) []Block {
	if only := n.FirstChild(); only != nil && only.NextSibling() == nil {
		if img, ok := only.(*ast.Image); ok {
			return c.image(img, p)
		}
		if m, ok := only.(*mark); ok && m.mark == markSentence && n.Kind() == ast.KindParagraph {
			if _, ok := c.finding(m.slug, c.pos(m.at)); !ok {
				return nil
			}
			return []Block{&FindingBlock{Pos: p, Slug: m.slug}}
		}
	}
	text := c.inlines(n)
	if len(text) == 0 {
		return nil
	}
	return []Block{&Paragraph{Pos: p, Text: text}}
}

func (c *converter) image(n *ast.Image, p Pos) []Block {
	src := unescape(n.Destination)
	alt := Plain(c.inlines(n))
	ok := true
	if alt == "" {
		c.errs, ok = append(c.errs, wrong(p, "doc.image-alt", fault.A{"address": clip(src)})), false
	}
	if !LocalLink(src) {
		c.errs, ok = append(c.errs, wrong(p, "doc.image-address", fault.A{"address": clip(src)})), false
	}
	if !ok {
		return nil
	}
	f := &Figure{Pos: p, Image: src, Description: alt, Title: Words(unescape(n.Title))}
	if len(f.Title) == 0 {
		f.Title = Words(alt)
	}
	f.ID = c.ids.take(Slug("fig-" + Plain(f.Title)))
	return []Block{f}
}

func (c *converter) code(lines *text.Segments) string {
	var b strings.Builder
	for i := 0; i < lines.Len(); i++ {
		s := lines.At(i)
		b.Write(s.Value(c.src))
	}
	return clean(strings.TrimRight(b.String(), "\n"))
}

func (c *converter) firstLine(n ast.Node) string {
	if n.Lines().Len() == 0 {
		return ""
	}
	s := n.Lines().At(0)
	return clip(strings.TrimSpace(string(s.Value(c.src))))
}

func (c *converter) table(n *east.Table, p Pos) Block {
	t := &Table{Pos: p}
	for _, a := range n.Alignments {
		col := Column{}
		switch a {
		case east.AlignRight:
			col.Align = AlignEnd
		case east.AlignCenter:
			col.Align = AlignCenter
		}
		t.Columns = append(t.Columns, col)
	}
	for r := n.FirstChild(); r != nil; r = r.NextSibling() {
		_, head := r.(*east.TableHeader)
		row := make([]Cell, len(t.Columns))
		i := 0
		for k := r.FirstChild(); k != nil && i < len(row); k = k.NextSibling() {
			if head {
				t.Columns[i].Head = c.inlines(k)
			} else {
				row[i].Text = c.inlines(k)
			}
			i++
		}
		if !head {
			t.Rows = append(t.Rows, row)
		}
	}
	t.ID = c.ids.take("table")
	return t
}

// noteUse is a footnote: where it is defined, what number it got, how often it was referred to.
type noteUse struct {
	node   *footnote
	number int
	refs   int
}

func (c *converter) collectNotes(n ast.Node) {
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		if f, ok := k.(*footnote); ok {
			if c.notes[f.label] != nil {
				c.fail(offset(f), "doc.note-twice", fault.A{"label": clip(f.label)})
			} else {
				c.notes[f.label] = &noteUse{node: f}
			}
		}
		c.collectNotes(k)
	}
}

// finishNotes converts the footnotes in the order of their first reference; a note may itself refer to further notes.
func (c *converter) finishNotes() {
	c.inNote = true
	for i := 0; i < len(c.order); i++ {
		u := c.order[i]
		p := c.pos(offset(u.node))
		blocks := c.blocks(u.node)
		if len(blocks) == 0 {
			c.errs = append(c.errs, wrong(p, "doc.note-empty", fault.A{"label": clip(u.node.label)}))
			blocks = []Block{&Paragraph{Pos: p, Text: Words(u.node.label)}}
		}
		c.doc.Notes = append(c.doc.Notes, Footnote{Pos: p, Number: u.number, Blocks: blocks})
	}
	for i, u := range c.order {
		c.doc.Notes[i].Refs = u.refs
	}
	var unused []string
	for label, u := range c.notes {
		if u.number == 0 {
			unused = append(unused, label)
		}
	}
	sort.Strings(unused)
	for _, label := range unused {
		c.fail(offset(c.notes[label].node), "doc.note-unused", fault.A{"label": clip(label)})
	}
}

func (c *converter) checkAnchors() {
	for _, a := range c.anchors {
		if !c.ids[a.name] {
			c.errs = append(c.errs, wrong(a.pos, "doc.link-anchor", fault.A{"found": clip(a.name)}))
		}
	}
}
