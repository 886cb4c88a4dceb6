// SPDX-License-Identifier: EUPL-1.2

package doc

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/sumanus/sumanus/internal/fault"
)

// Options of Read.
type Options struct {
	Lang     string   // language of the text
	Resolver Resolver // nil leaves values, findings and directives unresolved: for the linter and for previews without data
	// FirstLine is the line of the author's file on which the text begins (default 1), so that errors name the line he sees.
	FirstLine int
}

// MaxSource is the longest text that is read: far above any chapter, low enough that no text can tire the server.
const MaxSource = 2 << 20

// Read makes the model of a Markdown text. The document is whole and valid even when there are errors: what was wrong is left out
// of it. The same text and the same answers of the Resolver give the same document.
func Read(source string, o Options) (*Document, Errors) {
	if o.FirstLine < 1 {
		o.FirstLine = 1
	}
	c := &converter{o: o, doc: &Document{Lang: o.Lang}, ids: newIDs(), cited: map[string]int{}, notes: map[string]*noteUse{}}
	if len(source) > MaxSource {
		c.errs = append(c.errs, wrong(Pos{o.FirstLine, 1}, "doc.too-long", fault.A{"bytes": len(source), "limit": MaxSource}))
		return c.doc, c.errs
	}
	if !utf8.ValidString(source) {
		at := 0
		for at < len(source) {
			r, n := utf8.DecodeRuneInString(source[at:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		line := strings.Count(source[:at], "\n") + o.FirstLine
		c.errs = append(c.errs, wrong(Pos{line, 1}, "doc.not-utf8"))
		source = strings.ToValidUTF8(source, "\uFFFD")
	}
	source = strings.ReplaceAll(strings.TrimPrefix(source, "\ufeff"), "\r\n", "\n")
	source = strings.ReplaceAll(source, "\r", "\n")
	c.src = append([]byte(source), '\n')
	c.lines = lineStarts(c.src)
	root := newParser().Parse(text.NewReader(c.src))
	if deep(root, 0) {
		c.errs = append(c.errs, wrong(Pos{o.FirstLine, 1}, "doc.too-deep", fault.A{"limit": maxDepth}))
		return c.doc, c.errs
	}
	c.collectNotes(root)
	c.doc.Blocks = c.blocks(root)
	c.finishNotes()
	c.checkAnchors()
	c.errs = append(c.errs, Check(c.doc)...)
	c.errs.sort()
	return c.doc, c.errs
}

func newParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(),
			util.Prioritized(containerParser{}, 650),
			util.Prioritized(footnoteParser{}, 950))...),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(),
			util.Prioritized(valueParser{}, 120),
			util.Prioritized(bracketParser{}, 150))...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200))...),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
}

// maxDepth bounds nesting, so that no text can exhaust the stack of a writer.
const maxDepth = 60

func deep(n ast.Node, depth int) bool {
	if depth > maxDepth {
		return true
	}
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		if deep(k, depth+1) {
			return true
		}
	}
	return false
}

func lineStarts(src []byte) []int {
	starts := []int{0}
	for i := 0; ; {
		j := bytes.IndexByte(src[i:], '\n')
		if j < 0 {
			return starts
		}
		i += j + 1
		starts = append(starts, i)
	}
}
