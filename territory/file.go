// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// maxPoints is the largest number of positions taken from one file, or made of one object: the 1:100 000 boundaries of all Europe have
// about 2.5 million.
const maxPoints = 8_000_000

// FileError tells what is wrong in a file of boundaries, and where.
type FileError struct {
	Code     string // stable word: bad-json, too-large, bad-position, open-ring, …
	File     string // name as given by the caller
	Place    string // line and column, or path inside the document; may be empty
	Found    string
	Expected string
	Cause    error // of reading, nil otherwise
}

// Error gives "name: place: code: found …, expected …".
func (e *FileError) Error() string {
	var b strings.Builder
	b.WriteString(e.File + ": ")
	if e.Place != "" {
		b.WriteString(e.Place + ": ")
	}
	b.WriteString(e.Code)
	if e.Found != "" {
		fmt.Fprintf(&b, ": found %q", shorten(e.Found))
	}
	if e.Expected != "" {
		b.WriteString(", expected " + e.Expected)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *FileError) Unwrap() error { return e.Cause }

func shorten(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

func readLimited(name string, r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, &FileError{Code: "unreadable", File: name, Found: err.Error(), Cause: err}
	}
	if int64(len(data)) > limit {
		return nil, &FileError{Code: "too-large", File: name, Expected: fmt.Sprintf("at most %d bytes", limit)}
	}
	return data, nil
}

// jsonError gives an error of encoding/json its place in bytes.
func jsonError(name string, err error) error {
	e := &FileError{Code: "bad-json", File: name, Found: err.Error(), Cause: err}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		e.Place = fmt.Sprintf("byte %d", syntax.Offset)
	case errors.As(err, &kind):
		e.Code, e.Place = "bad-type", fmt.Sprintf("byte %d", kind.Offset)
		e.Found, e.Expected = kind.Value, kind.Type.String()
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		e.Found, e.Expected = "end of file", "more"
	}
	return e
}

func onEarth(p orb.Point) bool {
	return math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 // false for NaN
}
