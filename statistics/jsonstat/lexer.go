// SPDX-License-Identifier: EUPL-1.2

package jsonstat

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

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

// string takes a string.
func (l *lexer) string() (string, error) {
	b, err := l.text()
	return string(b), err
}

// text takes a string; the bytes hold until the next token.
func (l *lexer) text() ([]byte, error) {
	if err := l.expect('"'); err != nil {
		return nil, err
	}
	begin := l.mark
	l.token = l.token[:0]
	for {
		c, ok := l.peek()
		if !ok {
			return nil, l.short()
		}
		if c < ' ' {
			l.mark = l.here()
			return nil, l.fail(statistics.BadJSON, "0x"+strconv.FormatUint(uint64(c), 16), `"`)
		}
		if c == '\\' {
			if err := l.escape(); err != nil {
				return nil, err
			}
			continue
		}
		l.at++
		if c == '"' {
			break
		}
		l.token = append(l.token, c)
		if len(l.token) > statistics.MaxLine {
			return nil, l.fail(statistics.LineTooLong, "", strconv.Itoa(statistics.MaxLine))
		}
	}
	l.mark = begin
	if !utf8.Valid(l.token) {
		return nil, l.fail(statistics.BadEncoding, string(l.token), "UTF-8")
	}
	return l.token, nil
}

// escape takes a backslash and what follows.
func (l *lexer) escape() error {
	l.mark = l.here()
	l.at++
	c, ok := l.peek()
	if !ok {
		return l.short()
	}
	l.at++
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		l.token = append(l.token, "\"\\/\b\f\n\r\t"[i])
		return nil
	}
	if c != 'u' {
		return l.unexpected(c, `\"`)
	}
	r, err := l.hex4()
	if err != nil {
		return err
	}
	if utf16.IsSurrogate(r) {
		var low rune
		for _, want := range []byte(`\u`) {
			if c, ok := l.peek(); !ok {
				return l.short()
			} else if c != want {
				return l.unexpected(c, `\u`)
			}
			l.at++
		}
		if low, err = l.hex4(); err != nil {
			return err
		}
		if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
			return l.fail(statistics.BadJSON, `\u`, "UTF-16")
		}
	}
	l.token = utf8.AppendRune(l.token, r)
	return nil
}

func (l *lexer) hex4() (rune, error) {
	var r rune
	for range 4 {
		c, ok := l.peek()
		if !ok {
			return 0, l.short()
		}
		digit := strings.IndexByte("0123456789abcdef", c|0x20)
		if c < '0' || digit < 0 {
			return 0, l.unexpected(c, "0-9 A-F")
		}
		l.at++
		r = r<<4 | rune(digit)
	}
	return r, nil
}

// bare takes a number, true, false or null as text; the bytes hold until the next token.
func (l *lexer) bare() ([]byte, error) {
	if _, err := l.space(); err != nil {
		return nil, err
	}
	l.token = l.token[:0]
	for {
		c, ok := l.peek()
		if !ok || !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '+' || c == '.') {
			break
		}
		l.token = append(l.token, c)
		if len(l.token) > 2*statistics.MaxDecimal {
			return nil, l.fail(statistics.BadNumber, string(l.token), "")
		}
		l.at++
	}
	if _, ok := l.peek(); !ok {
		return nil, l.short() // no value ends a document, so this one may have lost its end
	}
	switch string(l.token) {
	case "null", "true", "false":
		return l.token, nil
	case "":
		return nil, l.unexpected(l.buffer[l.at], "[ { \" 0-9 null")
	}
	if !isNumber(l.token) {
		return nil, l.fail(statistics.BadJSON, string(l.token), "0-9 null")
	}
	return l.token, nil
}

// isNumber is the grammar of JSON: no leading zero, no plus, digits on both sides of the point.
func isNumber(b []byte) bool {
	if len(b) > 0 && b[0] == '-' {
		b = b[1:]
	}
	whole := run(b)
	if whole == 0 || whole > 1 && b[0] == '0' {
		return false
	}
	b = b[whole:]
	if len(b) > 0 && b[0] == '.' {
		n := run(b[1:])
		if n == 0 {
			return false
		}
		b = b[1+n:]
	}
	if len(b) > 0 && b[0]|0x20 == 'e' {
		b = b[1:]
		if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
			b = b[1:]
		}
		n := run(b)
		return n > 0 && n == len(b)
	}
	return len(b) == 0
}

// run counts leading digits.
func run(b []byte) int {
	n := 0
	for n < len(b) && b[n]-'0' <= 9 {
		n++
	}
	return n
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
