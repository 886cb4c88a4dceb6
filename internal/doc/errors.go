// SPDX-License-Identifier: EUPL-1.2

package doc

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
)

// Error is one thing wrong with a document, at a place of the author's file. Key names a message of the catalogue (doc.*).
type Error struct {
	Pos   Pos
	Code  fault.Code
	Key   string
	Args  fault.A
	Cause error
}

// Error is for logs and tests, in no language.
func (e *Error) Error() string { return e.fault("").Error() }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

func (e *Error) fault(file string) *fault.Fault {
	p := fault.Place{File: file, Line: e.Pos.Line}
	if e.Pos.Column > 0 {
		p.Column = fmt.Sprint(e.Pos.Column)
	}
	code := e.Code
	if code == "" {
		code = fault.Invalid
	}
	return &fault.Fault{Code: code, Key: e.Key, Args: e.Args, Place: p, Cause: e.Cause}
}

// Errors is everything wrong with a document, in the order of the text.
type Errors []*Error

// Error is for logs and tests.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "; ")
}

// Fault makes one fault of all errors, the first leading, each with its place in the file; nil when there is none.
func (es Errors) Fault(file string) *fault.Fault {
	var fs []*fault.Fault
	for _, e := range es {
		fs = append(fs, e.fault(file))
	}
	return fault.Join(fs)
}

func (es Errors) sort() {
	sort.SliceStable(es, func(i, j int) bool {
		a, b := es[i].Pos, es[j].Pos
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
}

func wrong(p Pos, key string, args ...fault.A) *Error {
	e := &Error{Pos: p, Key: key}
	for _, a := range args {
		e.Args = a
	}
	return e
}

// foreign turns what a Resolver answered into errors at a place; unknown is the key used for ErrUnknown.
func foreign(err error, p Pos, unknown string, args fault.A) Errors {
	var es Errors
	var f *fault.Fault
	switch {
	case errors.Is(err, ErrUnknown):
		return Errors{wrong(p, unknown, args)}
	case errors.As(err, &es):
		for _, e := range es {
			if e.Pos == (Pos{}) {
				e.Pos = p
			}
		}
		return es
	case errors.As(err, &f):
		out := Errors{{Pos: p, Code: f.Code, Key: f.Key, Args: f.Args, Cause: f.Cause}}
		for _, a := range f.Also {
			out = append(out, &Error{Pos: p, Code: a.Code, Key: a.Key, Args: a.Args, Cause: a.Cause})
		}
		return out
	}
	return Errors{{Pos: p, Code: fault.Internal, Key: "doc.internal", Cause: err}}
}

// Allow refuses every key of the directive that is not named, each at its own place. Rooms call it first.
func (d *Directive) Allow(keys ...string) error {
	var es Errors
	list := strings.Join(keys, ", ")
	if list == "" {
		list = "none"
	}
	for _, a := range d.Args {
		known := false
		for _, k := range keys {
			known = known || k == a.Key
		}
		if !known {
			es = append(es, wrong(a.Pos, "doc.unknown-key", fault.A{"key": a.Key, "name": d.Name, "known": list}))
		}
	}
	if len(es) == 0 {
		return nil
	}
	return es
}

// Need refuses a directive that lacks a key.
func (d *Directive) Need(keys ...string) error {
	var es Errors
	for _, k := range keys {
		if d.Get(k) == "" {
			es = append(es, wrong(d.Pos, "doc.missing-key", fault.A{"key": k, "name": d.Name}))
		}
	}
	if len(es) == 0 {
		return nil
	}
	return es
}
