// SPDX-License-Identifier: EUPL-1.2

package open

import (
	"bytes"
	"io"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/csvtable"
	"github.com/sumanus/sumanus/statistics/eurostattsv"
	"github.com/sumanus/sumanus/statistics/internal/scan"
	"github.com/sumanus/sumanus/statistics/jsonstat"
)

// lookAhead is how much of a file is looked at: enough for the header line of a table of some thousand periods.
const lookAhead = 64 << 10

// Open finds out the format of a file and opens it: JSON-stat, Eurostat's tab separated tables, or a delimited table; each also with gzip.
// Name is used in errors alone. What is none of these is refused with
// unknown-format, what is no text at all with not-text.
func Open(name string, r io.Reader) (statistics.Reader, error) {
	return With(name, r, statistics.Options{})
}

// With is Open with what the file does not tell.
func With(name string, r io.Reader, options statistics.Options) (statistics.Reader, error) {
	source, err := scan.NewSource(name, r)
	if err != nil {
		return nil, err
	}
	head := source.Peek(lookAhead)
	line, _, whole := bytes.Cut(head, []byte("\n"))
	text := bytes.TrimLeft(head, " \t\r\n")
	formats := "JSON-stat, TSV, CSV"
	unknown := &statistics.Error{Code: statistics.UnknownFormat, File: name, Line: 1, Column: 1,
		Found: statistics.Excerpt(string(text[:min(len(text), 16)])), Expected: formats}
	switch {
	case len(head) == 0 || len(text) == 0:
		return nil, source.Problem(source.Err(), 1)
	case text[0] == '{' || text[0] == '[':
		return opened(jsonstat.NewReader(name, source, options))
	case isBinary(head):
		return nil, &statistics.Error{Code: statistics.NotText, File: name, Expected: formats}
	case text[0] == '<':
		return nil, unknown
	case isEurostat(line):
		return opened(eurostattsv.NewReader(name, source, options))
	case options.Delimiter == 0 && whole && !bytes.ContainsAny(line, ",;\t"):
		return nil, unknown
	}
	return opened(csvtable.NewReader(name, source, options))
}

// binaryAhead is how much of a file tells whether it is text.
const binaryAhead = 512

// isBinary recognises what is no text: workbooks, pictures, documents. Text has no control characters but those of lines and columns.
func isBinary(head []byte) bool {
	if bytes.HasPrefix(head, []byte("%PDF")) || bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return true
	}
	return bytes.ContainsFunc(head[:min(len(head), binaryAhead)], func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f'
	})
}

// isEurostat recognises the corner of Eurostat's tables: dimensions, a backslash and the name of time before the first tab.
func isEurostat(line []byte) bool {
	corner, _, ok := bytes.Cut(line, []byte("\t"))
	return ok && bytes.IndexByte(corner, '\\') >= 0
}

// opened keeps a nil reader of a codec from becoming a reader that is not nil.
func opened[R statistics.Reader](r R, err error) (statistics.Reader, error) {
	if err != nil {
		return nil, err
	}
	return r, nil
}
