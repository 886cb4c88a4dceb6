// SPDX-License-Identifier: EUPL-1.2

package doc

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/sumanus/sumanus/internal/fault"
)

type markType int

const (
	markValue    markType = iota // {{slug.value}}
	markSentence                 // {{slug}}
	markCite                     // [@slug]
	markNote                     // [^label]
	markLang                     // [words]{lang=lv}
	markWrong                    // malformed; problem says how
)

// mark is one of our inline additions.
type mark struct {
	ast.BaseInline
	at         int // offset in the source
	mark       markType
	slug, name string
	words      text.Segment
	problem    problem
}

func (*mark) Kind() ast.NodeKind           { return kindMark }
func (m *mark) Dump(src []byte, level int) { ast.DumpHelper(m, src, level, nil, nil) }

func broken(at int, key, found string) *mark {
	return &mark{at: at, mark: markWrong, problem: problem{at, key, fault.A{"found": clip(found)}}}
}

// valueParser reads {{slug.value}} and {{slug}}.
type valueParser struct{}

func (valueParser) Trigger() []byte { return []byte{'{'} }

func (valueParser) Parse(_ ast.Node, r text.Reader, _ parser.Context) ast.Node {
	line, seg := r.PeekLine()
	if !bytes.HasPrefix(line, []byte("{{")) {
		return nil
	}
	at := seg.Start
	end := bytes.Index(line, []byte("}}"))
	if end < 0 {
		r.Advance(2)
		return broken(at, "doc.value-open", string(bytes.TrimRight(line, "\r\n")))
	}
	inner := line[2:end]
	r.Advance(end + 2)
	slug, name, dotted := bytes.Cut(inner, []byte("."))
	if !slugShape.Match(slug) || dotted && !valueShape.Match(name) {
		return broken(at, "doc.value-shape", string(line[:end+2]))
	}
	m := &mark{at: at, mark: markSentence, slug: string(slug), name: string(name)}
	if dotted {
		m.mark = markValue
	}
	return m
}

// bracketParser reads [@slug], [^label] and [words]{lang=lv}; whatever else begins with a bracket is left to the links.
type bracketParser struct{}

func (bracketParser) Trigger() []byte { return []byte{'['} }

// valueShape is the name of a value: findings join its words by underscores, because a hyphen would read as a minus in a formula.
var valueShape = regexp.MustCompile(`^[a-z0-9]+([_-][a-z0-9]+)*$`)

var (
	citeMark = regexp.MustCompile(`^\[@([a-z0-9-]+)\]`)
	noteMark = regexp.MustCompile(`^\[\^([^\]\s]{1,64})\]`)
	langMark = regexp.MustCompile(`^\[([^\[\]\n]+)\]\{lang=([A-Za-z-]{2,20})\}`)
)

func (bracketParser) Parse(_ ast.Node, r text.Reader, _ parser.Context) ast.Node {
	line, seg := r.PeekLine()
	at := seg.Start
	if len(line) < 2 {
		return nil
	}
	switch line[1] {
	case '@':
		m := citeMark.FindSubmatch(line)
		if m == nil {
			r.Advance(2)
			return broken(at, "doc.citation-shape", string(bytes.TrimRight(line, "\r\n")))
		}
		r.Advance(len(m[0]))
		return &mark{at: at, mark: markCite, slug: string(m[1])}
	case '^':
		m := noteMark.FindSubmatch(line)
		if m == nil {
			return nil
		}
		r.Advance(len(m[0]))
		return &mark{at: at, mark: markNote, name: string(m[1])}
	}
	m := langMark.FindSubmatchIndex(line)
	if m == nil {
		return nil
	}
	tag := string(line[m[4]:m[5]])
	r.Advance(m[1])
	if !langShape.MatchString(tag) {
		return broken(at, "doc.language", tag)
	}
	return &mark{at: at, mark: markLang, name: tag, words: text.NewSegment(seg.Start+m[2], seg.Start+m[3])}
}
