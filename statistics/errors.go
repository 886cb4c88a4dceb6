// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrorCode is stable: message catalogues have the key "statistics." + code.
type ErrorCode string

// The closed list of codes. Beside each: what Found and Expected hold. Both are data (a cell, a name, a count), never a sentence,
// so that a message can be told in any language.
const (
	BadNumber       ErrorCode = "bad-number"         // Found: the cell
	BadPeriod       ErrorCode = "bad-period"         // Found: the cell or the column name
	BadCode         ErrorCode = "bad-code"           // Found: the code or name (empty, too long or with control characters); Name: the dimension
	BadHeader       ErrorCode = "bad-header"         // Found: the header cell or header; Expected: a name that should be there
	DuplicateColumn ErrorCode = "duplicate-column"   // Found: the column name
	ColumnCount     ErrorCode = "wrong-column-count" // Found and Expected: counts
	DuplicateKey    ErrorCode = "duplicate-key"      // Found: the codes (and the period) joined by ","; First: the line where it stood first
	BadQuote        ErrorCode = "bad-quote"          // Found: the text after the quote
	Truncated       ErrorCode = "truncated"          // nothing: the file ends too early
	BadEncoding     ErrorCode = "bad-encoding"       // Found: the encoding or the bytes; Expected: UTF-8
	BadGzip         ErrorCode = "bad-gzip"           // nothing: the compressed data are damaged
	BadJSON         ErrorCode = "bad-json"           // Found and Expected: tokens
	DuplicateMember ErrorCode = "duplicate-member"   // Found: the member of a JSON object
	BadDimension    ErrorCode = "bad-dimension"      // Found: the dimension, or what stands in it; Expected: what should stand there
	NoTime          ErrorCode = "no-time"            // Found: the names of the dimensions
	SizeMismatch    ErrorCode = "size-mismatch"      // Found and Expected: counts of values
	NotADataset     ErrorCode = "not-a-dataset"      // Found: what it is, and the labels of what it holds
	UnknownFormat   ErrorCode = "unknown-format"     // Found: how the file begins; Expected: the formats that can be read
	NotText         ErrorCode = "not-text"           // Expected: the formats that can be read
	LineTooLong     ErrorCode = "line-too-long"      // Expected: the limit in bytes
	TooManyDims     ErrorCode = "too-many-dimensions"
	TooManyCodes    ErrorCode = "too-many-codes"   // Expected: the limit; Name: the dimension
	TooManyValues   ErrorCode = "too-many-values"  // Expected: the limit
	TooManySeries   ErrorCode = "too-many-series"  // Expected: the limit
	TooManyColumns  ErrorCode = "too-many-columns" // Expected: the limit
	TooDeep         ErrorCode = "too-deep"         // Expected: the limit
	Unreadable      ErrorCode = "unreadable"       // Cause: the error of the reader given to the codec
)

// ErrorCodes lists all codes, for catalogues and their tests.
var ErrorCodes = []ErrorCode{BadNumber, BadPeriod, BadCode, BadHeader, DuplicateColumn, ColumnCount, DuplicateKey, BadQuote, Truncated,
	BadEncoding, BadGzip, BadJSON, DuplicateMember, BadDimension, NoTime, SizeMismatch, NotADataset, UnknownFormat, NotText, LineTooLong, TooManyDims,
	TooManyCodes, TooManyValues, TooManySeries, TooManyColumns, TooDeep, Unreadable}

// Hard limits, so that hostile input cannot exhaust memory. They are far above any table of Eurostat or of a national office.
const (
	MaxLine       = 1 << 20  // bytes of a line, or of a quoted record of several lines
	MaxDimensions = 64       // dimensions of a cube, time included
	MaxColumns    = 20_000   // columns of a table
	MaxCodes      = 1 << 20  // codes of all dimensions together, time included
	MaxCode       = 256      // bytes of a code or an identifier
	MaxSeries     = 4 << 20  // keys of a wide table (about 30 bytes of memory each)
	MaxTracked    = 4 << 20  // rows of a tidy table whose keys are remembered to find duplicates
	MaxCells      = 16 << 20 // values mentioned by a JSON-stat dataset
	MaxDepth      = 64       // nesting of JSON
)

// Error is the one error type of this tree. It names the place as exactly as the format allows.
type Error struct {
	Code ErrorCode
	// File is the name given to the codec.
	File string
	// Line is 1-based; 0 is unknown. In JSON it is the line of the byte.
	Line int
	// Column is 1-based; 0 is unknown. In a table it counts cells, in JSON bytes of the line.
	Column int
	// Name is the name of the column or dimension, where there is one.
	Name string
	// Path is the place inside JSON, such as "dimension.geo.category.index"; empty for tables.
	Path string
	// Found and Expected: see the codes.
	Found, Expected string
	// First is the line of the first of two duplicates; 0 otherwise.
	First int
	// Cause is the error behind it, where there is one.
	Cause error
}

// Error is for logs and tests, in no language: file:line:column name: code found expected.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File + ":")
	}
	if e.Line > 0 {
		b.WriteString(strconv.Itoa(e.Line) + ":")
	}
	if e.Column > 0 {
		b.WriteString(strconv.Itoa(e.Column) + ":")
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	b.WriteString(string(e.Code))
	for _, part := range []struct{ name, text string }{{"name", e.Name}, {"path", e.Path}, {"found", e.Found}, {"expected", e.Expected}} {
		if part.text != "" {
			fmt.Fprintf(&b, " %s=%q", part.name, part.text)
		}
	}
	if e.First > 0 {
		fmt.Fprintf(&b, " first=%d", e.First)
	}
	if e.Cause != nil {
		b.WriteString(": " + e.Cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Is makes errors.Is(err, &Error{Code: c}) true for every error of that code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code && t.Line == 0 && t.File == ""
}

// Excerpt shortens a piece of input for an error: at most 60 characters, and only such as can be seen.
func Excerpt(s string) string {
	const limit = 60
	n := 0
	for at := range s {
		if n == limit {
			return Printable(s[:at]) + "…"
		}
		n++
	}
	return Printable(s)
}

// unseen stands for what cannot be shown.
const unseen = '·'

// Printable makes a piece of input fit for a message: every kind of space becomes a plain one; control characters, marks that turn the
// direction of writing or have no width, and bytes that are no text are shown as a dot.
func Printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == utf8.RuneError, !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r):
			r = unseen
		case unicode.Is(unicode.Zs, r):
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}
