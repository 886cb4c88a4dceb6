// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/fault"
)

// Limits of what is sent.
const (
	jsonLimit = 1 << 20
	fileLimit = 256 << 20
	jsonDepth = 24
)

// spool is a file that was sent, kept aside until it is whole: a slow or broken upload holds no transaction and leaves nothing.
type spool struct {
	*os.File
}

func (s *spool) drop() {
	if s != nil {
		_ = s.Close()
		_ = os.Remove(s.Name())
	}
}

// readBody takes in what the operation takes, and nothing else.
func (c *call) readBody(w http.ResponseWriter) error {
	b := c.op.body
	if b == nil {
		// A body nobody asked for is a mistake of the sender, but an empty one is none.
		if n, err := io.CopyN(io.Discard, c.Body, 1); n > 0 || err != nil && !errors.Is(err, io.EOF) {
			return fault.New(fault.Invalid, "api.no-body-here").At(fault.Place{Field: "body"})
		}
		return nil
	}
	media, _, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if err != nil || !slices.Contains(b.media, media) {
		return fault.New(fault.Invalid, keyBadMedia, fault.A{"found": strings.ToValidUTF8(c.Header.Get("Content-Type"), "�"), "expected": strings.Join(b.media, ", ")}).
			At(fault.Place{Field: "header.Content-Type"})
	}
	limited := http.MaxBytesReader(w, c.Body, b.limit)
	if b.schema == "" {
		return c.readFile(limited)
	}
	raw, err := io.ReadAll(limited)
	if err != nil {
		return cutOff(err)
	}
	if err := wholesome(raw); err != nil {
		return err
	}
	c.raw = raw
	return nil
}

func (c *call) readFile(r io.Reader) error {
	f, err := os.CreateTemp(c.api.o.TempDir, "sumanus-upload-*")
	if err != nil {
		return err
	}
	c.file = &spool{f}
	if _, err := io.Copy(f, r); err != nil {
		return cutOff(err)
	}
	_, err = f.Seek(0, io.SeekStart)
	return err
}

// cutOff tells why a body could not be read to its end.
func cutOff(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return fault.New(fault.Invalid, keyTooLarge, fault.A{"mb": (large.Limit + 1<<20 - 1) >> 20})
	}
	var path *os.PathError
	if errors.As(err, &path) { // our own disk, not the sender
		return err
	}
	return fault.New(fault.Invalid, keyCutOff).Because(err)
}

// wholesome refuses JSON that a reader would understand in two ways, or that is built to exhaust it: text that is not UTF-8, members
// that stand twice, values nested too deeply, anything behind the end.
func wholesome(raw []byte) error {
	if !utf8.Valid(raw) {
		return fault.New(fault.Invalid, keyBadUTF8).At(fault.Place{Field: "body"})
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := value(dec, 0); err != nil {
		var f *fault.Fault
		if errors.As(err, &f) {
			return f
		}
		return badJSON(raw, dec.InputOffset(), err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return badJSON(raw, dec.InputOffset(), err)
	}
	return nil
}

func badJSON(raw []byte, offset int64, err error) error {
	line := bytes.Count(raw[:min(int(offset), len(raw))], []byte("\n")) + 1
	return fault.New(fault.Invalid, keyBadJSON).At(fault.Place{Field: "body", Line: line}).Because(err)
}

func value(dec *json.Decoder, depth int) error {
	if depth > jsonDepth {
		return fault.New(fault.Invalid, keyTooDeep, fault.A{"limit": jsonDepth}).At(fault.Place{Field: "body"})
	}
	t, err := dec.Token()
	if err != nil {
		return err
	}
	open, is := t.(json.Delim)
	if !is {
		return nil
	}
	seen := map[string]bool{}
	for dec.More() {
		if open == '{' {
			key, err := dec.Token()
			if err != nil {
				return err
			}
			name, is := key.(string)
			if !is {
				return errors.New("a member without a name")
			}
			if seen[name] {
				return fault.New(fault.Invalid, keyTwice, fault.A{"name": name}).At(fault.Place{Field: "body"})
			}
			seen[name] = true
		}
		if err := value(dec, depth+1); err != nil {
			return err
		}
	}
	_, err = dec.Token() // the closing one
	return err
}

// decode reads the body into v after comparing it with its schema, so that every field that is unknown or of another type is told
// at once, with its path.
func (c *call) decode(v any) error { return c.decodeAs(c.raw, c.op.body.schema, v) }

func (c *call) decodeAs(raw []byte, schema string, v any) error {
	var loose any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&loose); err != nil {
		return badJSON(raw, dec.InputOffset(), err)
	}
	if f := fault.Join(c.api.schemas.check(c.api.schemas.byName[schema], loose, "body")); f != nil {
		return f
	}
	strict := json.NewDecoder(bytes.NewReader(raw))
	strict.DisallowUnknownFields()
	if err := strict.Decode(v); err != nil {
		var typ *json.UnmarshalTypeError
		if errors.As(err, &typ) { // a number that no field of ours can hold
			return fault.New(fault.Invalid, "record.bad-value").At(fault.Place{Field: "body" + typ.Field})
		}
		return badJSON(raw, strict.InputOffset(), err)
	}
	return nil
}
