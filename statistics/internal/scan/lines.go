// SPDX-License-Identifier: EUPL-1.2

package scan

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sumanus/sumanus/statistics"
)

// Lines cuts a source into lines. A line is a piece of an immutable block of the file, so making one costs nothing and it may be kept.
//
// Every line must end with a line feed (a carriage return before it is dropped). A file whose last line does not is refused as
// truncated: a number may have lost its last digits, and nothing else would tell.
type Lines struct {
	source *Source
	buffer []byte
	block  string // what was read and not yet given out begins at next
	next   int
	line   int
	err    error
}

// NewLines reads lines from a source.
func NewLines(s *Source) *Lines {
	return &Lines{source: s, buffer: make([]byte, 0, blockSize)}
}

// Line is the number of the line given last, 1-based.
func (l *Lines) Line() int { return l.line }

// Next gives the next line, or io.EOF after the last, or an *Error.
func (l *Lines) Next() (string, error) {
	for {
		if n := strings.IndexByte(l.block[l.next:], '\n'); n >= 0 {
			text := l.block[l.next : l.next+n]
			l.next += n + 1
			l.line++
			if n > statistics.MaxLine {
				return "", l.tooLong()
			}
			if n > 0 && text[n-1] == '\r' {
				text = text[:n-1]
			}
			return text, l.check(text)
		}
		if l.err != nil {
			return "", l.end()
		}
		l.fill()
	}
}

// end says what the end of the file means.
func (l *Lines) end() error {
	if l.err != io.EOF {
		return l.source.Problem(l.err, l.line+1)
	}
	if l.next == len(l.block) {
		return io.EOF
	}
	rest := l.block[l.next:]
	l.line++
	if len(rest) > statistics.MaxLine {
		return l.tooLong()
	}
	if err := l.check(rest); err != nil {
		return err
	}
	return l.Error(statistics.Truncated, 0)
}

func (l *Lines) tooLong() error {
	return l.tooLongAt(l.line)
}

// fill reads one block more behind what is left of the last.
func (l *Lines) fill() {
	rest := len(l.block) - l.next
	if rest > statistics.MaxLine { // a line without end is refused before it is all read
		l.err = l.tooLongAt(l.line + 1)
		return
	}
	if cap(l.buffer) < rest+blockSize {
		l.buffer = make([]byte, 0, 2*rest+blockSize)
	}
	l.buffer = append(l.buffer[:0], l.block[l.next:]...)
	n, err := fullRead(l.source, l.buffer[rest:rest+blockSize])
	l.block, l.next, l.err = string(l.buffer[:rest+n]), 0, err
}

// fullRead fills p as far as the source goes. Unlike io.ReadFull it leaves an unexpected end, which is damage, apart from the end.
func fullRead(r io.Reader, p []byte) (n int, err error) {
	for empty := 0; n < len(p) && err == nil; {
		var read int
		read, err = r.Read(p[n:])
		n += read
		if empty++; read > 0 {
			empty = 0
		} else if empty > 100 && err == nil {
			err = io.ErrNoProgress
		}
	}
	return n, err
}

func (l *Lines) tooLongAt(line int) error {
	return &statistics.Error{Code: statistics.LineTooLong, File: l.source.Name, Line: line, Expected: strconv.Itoa(statistics.MaxLine)}
}

// check refuses what is not UTF-8 text.
func (l *Lines) check(text string) error {
	if utf8.ValidString(text) && strings.IndexByte(text, 0) < 0 {
		return nil
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == 0 || r == utf8.RuneError && n == 1 {
			e := l.Error(statistics.BadEncoding, 0)
			e.Found, e.Expected = "0x"+hex(text[i]), "UTF-8"
			return e
		}
		i += n
	}
	return nil
}

func hex(c byte) string {
	const digits = "0123456789ABCDEF"
	return string([]byte{digits[c>>4], digits[c&15]})
}

// Error makes an error at the line given last.
func (l *Lines) Error(code statistics.ErrorCode, column int) *statistics.Error {
	return &statistics.Error{Code: code, File: l.source.Name, Line: l.line, Column: column}
}
