// SPDX-License-Identifier: EUPL-1.2

package jsonstat

import (
	"io"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/internal/scan"
)

// lexer pulls JSON apart byte by byte and knows the line and column of each byte. It is strict (RFC 8259), and keeps no more than a token.
// encoding/json is not used because it tells neither line nor column, and makes garbage of every number.
type lexer struct {
	source *scan.Source
	buffer []byte
	at     int // next byte of the buffer
	size   int
	line   int
	before int // bytes of the line that are no longer in the buffer
	start  int // where the line begins in the buffer; may be negative through before
	token  []byte
	path   []string
	mark   place // where the token or value at hand began
	err    error // of the source
}

// place is a position in the document.
type place struct{ line, column int }

// pathPart limits a member name in an error.
const pathPart = 60

func newLexer(s *scan.Source) *lexer {
	return &lexer{source: s, buffer: make([]byte, 64<<10), line: 1}
}

// here is the position of the next byte.
func (l *lexer) here() place { return place{l.line, l.before + l.at - l.start + 1} }

// peek gives the next byte without taking it; false at the end.
func (l *lexer) peek() (byte, bool) {
	if l.at == l.size && !l.fill() {
		return 0, false
	}
	return l.buffer[l.at], true
}

func (l *lexer) fill() bool {
	if l.err != nil {
		return false
	}
	l.before += l.size - l.start
	l.start, l.at, l.size = 0, 0, 0
	for empty := 0; l.size == 0 && l.err == nil && empty < 100; empty++ {
		l.size, l.err = l.source.Read(l.buffer)
	}
	if l.size == 0 && l.err == nil {
		l.err = io.ErrNoProgress
	}
	return l.size > 0
}

// space passes over white space and gives the byte behind it, marking its place; an error at the end.
func (l *lexer) space() (byte, error) {
	for {
		c, ok := l.peek()
		if !ok {
			l.mark = l.here()
			return 0, l.short()
		}
		switch c {
		case ' ', '\t', '\r':
		case '\n':
			l.line++
			l.before, l.start = 0, l.at+1
		default:
			l.mark = l.here()
			return c, nil
		}
		l.at++
	}
}

// short says that the document ends too early, or cannot be read further.
func (l *lexer) short() error {
	if l.err != nil && l.err != io.EOF {
		return l.source.Problem(l.err, l.line)
	}
	return l.fail(statistics.Truncated, "", "")
}

// fail makes an error at the mark.
func (l *lexer) fail(code statistics.ErrorCode, found, expected string) *statistics.Error {
	return l.failAt(l.mark, code, found, expected)
}

func (l *lexer) failAt(p place, code statistics.ErrorCode, found, expected string) *statistics.Error {
	return &statistics.Error{Code: code, File: l.source.Name, Line: p.line, Column: p.column, Path: strings.Join(l.path, "."),
		Found: statistics.Excerpt(found), Expected: expected}
}

// unexpected refuses the byte at the mark.
func (l *lexer) unexpected(c byte, expected string) error {
	return l.fail(statistics.BadJSON, string([]byte{c}), expected)
}

// expect takes one given byte.
func (l *lexer) expect(want byte) error {
	c, err := l.space()
	if err != nil {
		return err
	}
	if c != want {
		return l.unexpected(c, string(rune(want)))
	}
	l.at++
	return nil
}

// object walks over the members of an object; each must be read by member. The path names it meanwhile.
func (l *lexer) object(member func(name string) error) error {
	return l.members(func(name string) error {
		l.path = append(l.path, excerpt(name))
		err := member(name)
		if err == nil {
			l.path = l.path[:len(l.path)-1]
		}
		return err
	})
}

// members is object without the path, for objects with very many members.
func (l *lexer) members(member func(name string) error) error {
	if err := l.expect('{'); err != nil {
		return err
	}
	for first := true; ; first = false {
		c, err := l.space()
		if err != nil {
			return err
		}
		if c == '}' && first {
			l.at++
			return nil
		}
		name, err := l.string()
		if err != nil {
			return err
		}
		if err := l.expect(':'); err != nil {
			return err
		}
		if err := member(name); err != nil {
			return err
		}
		if more, err := l.more('}'); err != nil || !more {
			return err
		}
	}
}

// array walks over the elements of an array.
func (l *lexer) array(element func(i int) error) error {
	if err := l.expect('['); err != nil {
		return err
	}
	for i := 0; ; i++ {
		c, err := l.space()
		if err != nil {
			return err
		}
		if c == ']' && i == 0 {
			l.at++
			return nil
		}
		if err := element(i); err != nil {
			return err
		}
		if more, err := l.more(']'); err != nil || !more {
			return err
		}
	}
}

// more takes a comma (true) or the closing bracket (false).
func (l *lexer) more(end byte) (bool, error) {
	c, err := l.space()
	if err != nil {
		return false, err
	}
	if c != ',' && c != end {
		return false, l.unexpected(c, ", "+string(rune(end)))
	}
	l.at++
	return c == ',', nil
}

// excerpt keeps paths short.
func excerpt(name string) string {
	if len(name) <= pathPart {
		return statistics.Excerpt(name)
	}
	return statistics.Excerpt(name[:pathPart])
}

// skip passes over any value.
func (l *lexer) skip() error { return l.skipAt(1) }

func (l *lexer) skipAt(depth int) error {
	c, err := l.space()
	if err != nil {
		return err
	}
	if depth > statistics.MaxDepth {
		return l.fail(statistics.TooDeep, "", strconv.Itoa(statistics.MaxDepth))
	}
	switch c {
	case '{':
		return l.members(func(string) error { return l.skipAt(depth + 1) })
	case '[':
		return l.array(func(int) error { return l.skipAt(depth + 1) })
	case '"':
		_, err = l.text()
	default:
		_, err = l.bare()
	}
	return err
}

// end makes sure that nothing but white space follows the document.
func (l *lexer) end() error {
	c, err := l.space()
	if err == nil {
		return l.unexpected(c, "EOF")
	}
	if l.err == io.EOF {
		return nil
	}
	return err
}
