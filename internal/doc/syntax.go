// SPDX-License-Identifier: EUPL-1.2

package doc

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/sumanus/sumanus/internal/fault"
)

// The parsers here only recognise our additions to Markdown and keep what was written, with offsets into the source; convert.go
// judges it. A malformed addition becomes a node that carries its error: an author's slip must never turn into plain text.

var (
	kindContainer = ast.NewNodeKind("SumanusContainer")
	kindNote      = ast.NewNodeKind("SumanusFootnote")
	kindMark      = ast.NewNodeKind("SumanusMark")
)

// problem is an error at an offset of the source.
type problem struct {
	at   int
	key  string
	args fault.A
}

// container is a ::: block.
type container struct {
	ast.BaseBlock
	name     string
	id       string
	args     []rawArg
	problems []problem
	titled   bool
	closed   bool
	stray    bool // a closing line with nothing to close
}

type rawArg struct {
	at         int
	key, value string
}

func (*container) Kind() ast.NodeKind           { return kindContainer }
func (c *container) Dump(src []byte, level int) { ast.DumpHelper(c, src, level, nil, nil) }

// footnote is a [^label]: block; it stays where it was written until it is converted.
type footnote struct {
	ast.BaseBlock
	label string
}

func (*footnote) Kind() ast.NodeKind           { return kindNote }
func (f *footnote) Dump(src []byte, level int) { ast.DumpHelper(f, src, level, nil, nil) }

var (
	nameShape = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	argShape  = regexp.MustCompile(`^[a-z0-9,.-]+$`)
	idShape   = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	slugShape = regexp.MustCompile(`^[a-z0-9-]+$`)
	langShape = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
)

type containerParser struct{}

func (containerParser) Trigger() []byte { return []byte{':'} }

func (containerParser) Open(_ ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := r.PeekLine()
	lead := pc.BlockOffset()
	if lead < 0 || lead > len(line) || !bytes.HasPrefix(line[lead:], []byte(":::")) {
		return nil, parser.NoChildren
	}
	at := seg.Start + lead - seg.Padding
	head := strings.TrimRight(string(line[lead+3:]), " \t\r\n")
	n := &container{}
	r.AdvanceToEOL()
	if head == "" {
		n.stray, n.closed = true, true
		return n, parser.NoChildren
	}
	words(head, func(i int, w string) {
		pos := at + 3 + i
		switch {
		case n.name == "" && nameShape.MatchString(w) && i > 0:
			n.name = w
		case n.name == "":
			n.name = "?"
			n.problems = append(n.problems, problem{pos, "doc.directive-name", fault.A{"found": clip(w)}})
		case strings.HasPrefix(w, "#"):
			if n.id != "" || !idShape.MatchString(w[1:]) {
				n.problems = append(n.problems, problem{pos, "doc.directive-id", fault.A{"found": clip(w)}})
				return
			}
			n.id = w[1:]
		default:
			k, v, ok := strings.Cut(w, "=")
			if !ok || !nameShape.MatchString(k) || !argShape.MatchString(v) {
				n.problems = append(n.problems, problem{pos, "doc.directive-argument", fault.A{"found": clip(w)}})
				return
			}
			for _, a := range n.args {
				if a.key == k {
					n.problems = append(n.problems, problem{pos, "doc.directive-twice", fault.A{"key": k}})
					return
				}
			}
			n.args = append(n.args, rawArg{pos, k, v})
		}
	})
	return n, parser.HasChildren
}

func (containerParser) Continue(node ast.Node, r text.Reader, pc parser.Context) parser.State {
	n := node.(*container)
	if n.stray {
		return parser.Close
	}
	line, seg := r.PeekLine()
	trimmed := bytes.TrimSpace(line)
	if bytes.Equal(trimmed, []byte(":::")) && innermost(pc, node) {
		r.AdvanceToEOL()
		n.closed = true
		return parser.Close
	}
	// The title is the first line of the block; it is read as text, so a live value may stand in it.
	if !n.titled && !n.HasChildren() && len(trimmed) > 0 {
		n.titled = true
		if i := bytes.Index(line, []byte("title:")); i >= 0 && len(bytes.TrimSpace(line[:i])) == 0 {
			t := ast.NewTextBlock()
			s := text.NewSegment(seg.Start+i-seg.Padding+len("title:"), seg.Stop)
			s = s.TrimLeftSpace(r.Source())
			s = s.TrimRightSpace(r.Source())
			if s.Len() > 0 {
				t.Lines().Append(s)
			}
			t.SetPos(seg.Start + i - seg.Padding)
			n.AppendChild(n, t)
			r.AdvanceToEOL()
			return parser.Continue | parser.NoChildren
		}
	}
	return parser.Continue | parser.HasChildren
}

// innermost tells whether a closing line belongs to this container: the last one open, and not inside a fenced code block.
func innermost(pc parser.Context, node ast.Node) bool {
	var last ast.Node
	open := pc.OpenedBlocks()
	for _, b := range open {
		if b.Node.Kind() == kindContainer {
			last = b.Node
		}
	}
	if len(open) > 0 && open[len(open)-1].Node.Kind() == ast.KindFencedCodeBlock {
		return false
	}
	return last == node
}

func (containerParser) Close(ast.Node, text.Reader, parser.Context) {}
func (containerParser) CanInterruptParagraph() bool                 { return true }
func (containerParser) CanAcceptIndentedLine() bool                 { return false }

type footnoteParser struct{}

var footnoteHead = regexp.MustCompile(`^\[\^([^\]\s]{1,64})\]:`)

func (footnoteParser) Trigger() []byte { return []byte{'['} }

func (footnoteParser) Open(_ ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := r.PeekLine()
	lead := pc.BlockOffset()
	if lead < 0 || lead > len(line) || seg.Padding > 0 {
		return nil, parser.NoChildren
	}
	m := footnoteHead.FindSubmatch(line[lead:])
	if m == nil {
		return nil, parser.NoChildren
	}
	n := &footnote{label: string(m[1])}
	if len(bytes.TrimSpace(line[lead+len(m[0]):])) == 0 {
		r.AdvanceToEOL()
		return n, parser.NoChildren
	}
	r.Advance(lead + len(m[0]))
	return n, parser.HasChildren
}

func (footnoteParser) Continue(_ ast.Node, r text.Reader, _ parser.Context) parser.State {
	line, _ := r.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	child, padding := util.IndentPosition(line, r.LineOffset(), 4)
	if child < 0 {
		return parser.Close
	}
	r.AdvanceAndSetPadding(child, padding)
	return parser.Continue | parser.HasChildren
}

func (footnoteParser) Close(ast.Node, text.Reader, parser.Context) {}
func (footnoteParser) CanInterruptParagraph() bool                 { return true }
func (footnoteParser) CanAcceptIndentedLine() bool                 { return false }

// words calls f with each word of s and its offset in bytes.
func words(s string, f func(int, string)) {
	start := -1
	for i := 0; i <= len(s); i++ {
		space := i == len(s) || s[i] == ' ' || s[i] == '\t'
		if !space && start < 0 {
			start = i
		}
		if space && start >= 0 {
			f(start, s[start:i])
			start = -1
		}
	}
}

// clip shortens what an error quotes, at a character.
func clip(s string) string {
	r := []rune(strings.ToValidUTF8(s, "\uFFFD"))
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return string(r)
}
