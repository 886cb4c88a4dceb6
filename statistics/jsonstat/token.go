// SPDX-License-Identifier: EUPL-1.2

package jsonstat

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/sumanus/sumanus/statistics"
)

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
		return nil, l.fail(statistics.BadEncoding, badByte(l.token), "UTF-8")
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

// badByte writes the first byte that is no UTF-8 as people look it up: 0xE4.
func badByte(b []byte) string {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			return fmt.Sprintf("0x%02X", b[0])
		}
		b = b[n:]
	}
	return ""
}
