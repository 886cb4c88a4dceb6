// SPDX-License-Identifier: EUPL-1.2

package doc

import (
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"github.com/sumanus/sumanus/internal/fault"
)

func (c *converter) inlines(parent ast.Node) []Inline {
	var out []Inline
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		out = append(out, c.inline(n)...)
	}
	return join(out)
}

func (c *converter) inline(n ast.Node) []Inline {
	switch n := n.(type) {
	case *ast.Text:
		return c.text(n)
	case *ast.String:
		return Words(clean(string(n.Value)))
	case *ast.Emphasis:
		kids := c.inlines(n)
		if len(kids) == 0 {
			return nil
		}
		if n.Level > 1 {
			return []Inline{&Strong{Text: kids}}
		}
		return []Inline{&Emphasis{Text: kids}}
	case *ast.CodeSpan:
		var b strings.Builder
		for k := n.FirstChild(); k != nil; k = k.NextSibling() {
			if t, ok := k.(*ast.Text); ok {
				b.Write(t.Segment.Value(c.src))
			}
		}
		return []Inline{&Code{Text: clean(strings.ReplaceAll(b.String(), "\n", " "))}}
	case *ast.Link:
		return c.link(offset(n), unescape(n.Destination), c.inlines(n))
	case *ast.AutoLink:
		href := string(n.URL(c.src))
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(href), "mailto:") {
			href = "mailto:" + href
		}
		return c.link(offset(n), href, []Inline{&Text{Pos: c.pos(offset(n) + 1), Text: clean(string(n.Label(c.src)))}})
	case *ast.Image:
		c.fail(offset(n), "doc.image-inline", fault.A{"address": clip(string(n.Destination))})
	case *ast.RawHTML:
		at, found := offset(n), ""
		if n.Segments.Len() > 0 {
			s := n.Segments.At(0)
			at, found = s.Start, clip(string(s.Value(c.src)))
		}
		c.fail(at, "doc.raw-html", fault.A{"found": found})
	case *mark:
		return c.mark(n)
	default:
		c.fail(offset(n), "doc.unsupported", fault.A{"kind": n.Kind().String()})
	}
	return nil
}

func (c *converter) link(at int, href string, text []Inline) []Inline {
	p := c.pos(at)
	href = string(util.URLEscape([]byte(href), false))
	if !SafeLink(href) {
		c.errs = append(c.errs, wrong(p, "doc.link", fault.A{"address": clip(href)}))
		return text
	}
	if Plain(text) == "" {
		c.errs = append(c.errs, wrong(p, "doc.link-empty", fault.A{"address": clip(href)}))
		return text
	}
	if strings.HasPrefix(href, "#") {
		c.anchors = append(c.anchors, anchor{p, href[1:]})
	}
	return []Inline{&Link{Pos: p, Href: href, Text: text}}
}

// text splits a run where a character was escaped, so that the columns of every Text are true.
func (c *converter) text(n *ast.Text) []Inline {
	raw := n.Segment.Value(c.src)
	at := n.Segment.Start
	var out []Inline
	if n.IsRaw() {
		out = append(out, &Text{Pos: c.pos(at), Text: clean(string(raw))})
	} else {
		for i, start := 0, 0; ; {
			w, s := escapeAt(raw[i:])
			if i == len(raw) || w > 0 {
				if i > start {
					out = append(out, &Text{Pos: c.pos(at + start), Text: clean(string(raw[start:i]))})
				}
				if i == len(raw) {
					break
				}
				out = append(out, &Text{Pos: c.pos(at + i), Text: clean(s)})
				i += w
				start = i
				continue
			}
			i++
		}
	}
	switch {
	case n.HardLineBreak():
		out = append(out, &Break{})
	case n.SoftLineBreak():
		out = append(out, &Text{Text: " "})
	}
	return out
}

var entity = regexp.MustCompile(`^&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

// escapeAt tells how many bytes at the start of b are an escape (a backslash before punctuation, an entity) and what they stand for.
func escapeAt(b []byte) (int, string) {
	if len(b) > 1 && b[0] == '\\' && util.IsPunct(b[1]) {
		return 2, string(b[1])
	}
	if len(b) > 2 && b[0] == '&' {
		if m := entity.Find(b); m != nil {
			if s := html.UnescapeString(string(m)); s != string(m) {
				return len(m), s
			}
		}
	}
	return 0, ""
}

// unescape resolves the escapes of a link address or title.
func unescape(b []byte) string {
	var out strings.Builder
	for i := 0; i < len(b); {
		if w, s := escapeAt(b[i:]); w > 0 {
			out.WriteString(s)
			i += w
			continue
		}
		out.WriteByte(b[i])
		i++
	}
	return clean(out.String())
}

// clean replaces what neither XML nor HTML may contain.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return r
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff:
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// join puts together texts that follow each other on one line of the author's file.
func join(in []Inline) []Inline {
	var out []Inline
	for _, x := range in {
		if t, ok := x.(*Text); ok {
			if t.Text == "" {
				continue
			}
			if len(out) > 0 {
				if last, ok := out[len(out)-1].(*Text); ok && follows(last, t) {
					last.Text += t.Text
					continue
				}
			}
		}
		out = append(out, x)
	}
	return out
}

func follows(a, b *Text) bool {
	if b.Pos.Line == 0 { // the space of a line's end
		return true
	}
	return a.Pos.Line == b.Pos.Line && a.Pos.Column+len([]rune(a.Text)) == b.Pos.Column
}

func (c *converter) mark(m *mark) []Inline {
	p := c.pos(m.at)
	switch m.mark {
	case markWrong:
		c.fail(m.problem.at, m.problem.key, m.problem.args)
		return nil
	case markLang:
		return []Inline{&Lang{Lang: m.name, Text: []Inline{&Text{Pos: c.pos(m.words.Start), Text: unescape(m.words.Value(c.src))}}}}
	case markNote:
		u := c.notes[m.name]
		if u == nil {
			c.fail(m.at, "doc.note-unknown", fault.A{"label": clip(m.name)})
			return nil
		}
		if u.number == 0 {
			c.order = append(c.order, u)
			u.number = len(c.order)
		}
		u.refs++
		return []Inline{&NoteRef{Pos: p, Number: u.number, Ref: u.refs}}
	case markCite:
		if _, ok := c.finding(m.slug, p); !ok {
			return nil
		}
		return []Inline{&Citation{Pos: p, Slug: m.slug}}
	case markSentence:
		f, ok := c.finding(m.slug, p)
		if !ok {
			return nil
		}
		return []Inline{&Sentence{Pos: p, Slug: m.slug, Text: f.Sentence}}
	}
	return c.value(m.slug, m.name, p)
}
