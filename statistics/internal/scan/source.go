// SPDX-License-Identifier: EUPL-1.2

package scan

import (
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"

	"github.com/sumanus/sumanus/statistics"
)

// blockSize is how much of a file is read at once. Values share memory with such a block.
const blockSize = 256 << 10

// Source is an input made ready: gunzipped where the gzip magic says so, without byte order mark, known not to be UTF-16. It keeps
// the bytes that were looked at, so that a format can be recognised and then read.
type Source struct {
	Name string
	in   io.Reader
	head []byte // read but not yet given out
	err  error  // what in said last
}

// NewSource makes an input ready; a Source that was made ready before is given back as it is.
func NewSource(name string, r io.Reader) (*Source, error) {
	if s, ok := r.(*Source); ok {
		return s, nil
	}
	s := &Source{Name: name, in: r}
	head := s.Peek(4)
	if bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		raw := &Source{Name: name, in: s.in, head: s.head, err: s.err}
		unzipped, err := gzip.NewReader(raw)
		if err != nil {
			return nil, s.Problem(err, 0)
		}
		s = &Source{Name: name, in: unzipped}
		head = s.Peek(4)
	}
	if s.err != nil && s.err != io.EOF {
		return nil, s.Problem(s.err, 1)
	}
	if found := wideEncoding(head); found != "" {
		return nil, &statistics.Error{Code: statistics.BadEncoding, File: name, Line: 1, Column: 1, Found: found, Expected: "UTF-8"}
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		s.head = s.head[3:]
	}
	return s, nil
}

// wideEncoding recognises UTF-16 and UTF-32 by their byte order mark, or by the zero byte beside the first letter.
func wideEncoding(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe, 0, 0}), bytes.HasPrefix(head, []byte{0, 0, 0xfe, 0xff}):
		return "UTF-32"
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}),
		len(head) >= 2 && (head[0] == 0) != (head[1] == 0):
		return "UTF-16"
	}
	return ""
}

// Peek gives up to n of the next bytes without taking them; fewer only at the end or before an error.
func (s *Source) Peek(n int) []byte {
	if len(s.head) < n && s.err == nil {
		grown := make([]byte, max(n, 4096))
		have := copy(grown, s.head)
		read, err := fullRead(s.in, grown[have:n])
		s.head, s.err = grown[:have+read], err
	}
	return s.head[:min(n, len(s.head))]
}

// Read gives the next bytes.
func (s *Source) Read(p []byte) (int, error) {
	if len(s.head) > 0 {
		n := copy(p, s.head)
		s.head = s.head[n:]
		return n, nil
	}
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.in.Read(p)
	s.err = err
	return n, err
}

// Problem turns an error of reading into one with a place.
func (s *Source) Problem(err error, line int) *statistics.Error {
	var known *statistics.Error
	if errors.As(err, &known) {
		return known
	}
	e := &statistics.Error{Code: statistics.Unreadable, File: s.Name, Line: line, Cause: err}
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		e.Code = statistics.Truncated
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.As(err, &corrupt):
		e.Code = statistics.BadGzip
	}
	return e
}

// Err is why there is nothing more to peek at: io.EOF at a plain end.
func (s *Source) Err() error {
	if s.err == nil {
		return io.EOF
	}
	return s.err
}
