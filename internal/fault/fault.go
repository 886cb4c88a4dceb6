// SPDX-License-Identifier: EUPL-1.2

package fault

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Code says what kind of failure it is. The edges map it to an exit status or an HTTP status, each in one place.
type Code string

// The closed list of codes.
const (
	Invalid     Code = "invalid"     // the input is wrong; the person can mend it
	NotFound    Code = "not_found"   // there is no such thing, or it may not be seen
	Forbidden   Code = "forbidden"   // the person may not do this
	Conflict    Code = "conflict"    // somebody else changed it meanwhile, or it is still in use
	TooMany     Code = "too_many"    // the same was asked too often; waiting helps
	Unavailable Code = "unavailable" // a thing the work needs is not there (a file, a server)
	Internal    Code = "internal"    // our own mistake; the cause is logged, never shown
)

// A holds the named arguments of a message.
type A map[string]any

// Term is an argument that is a word of the house, such as a field of a form: pages say it in the language of the reader, by Key, and the
// command line as it is typed there, Typed. A term that nobody types has no Typed.
type Term struct {
	Key   string `json:"term"`
	Typed string `json:"typed,omitempty"`
}

// String gives the term in no language.
func (t Term) String() string {
	if t.Typed != "" {
		return t.Typed
	}
	return t.Key
}

// Place says where in the input the fault lies. Empty parts are unknown.
type Place struct {
	File   string // file name as the person gave it
	Line   int    // 1-based; 0 is unknown
	Column string // column name, or a 1-based number as text
	Field  string // path of a field in a record, such as "values.0.region"
}

// IsZero tells whether nothing is known of the place.
func (p Place) IsZero() bool { return p == Place{} }

// String gives the place as file:line:column field, for logs and for sorting; pages translate it.
func (p Place) String() string {
	var parts []string
	if p.File != "" {
		parts = append(parts, p.File)
	}
	if p.Line > 0 {
		parts = append(parts, fmt.Sprint(p.Line))
	}
	if p.Column != "" {
		parts = append(parts, p.Column)
	}
	s := strings.Join(parts, ":")
	if p.Field != "" {
		s = strings.TrimSpace(s + " " + p.Field)
	}
	return s
}

// Fault is the one error type of the rooms. Key names a message in the catalogue, Args fill it.
type Fault struct {
	Code  Code
	Key   string
	Args  A
	Place Place
	Cause error
	// Also holds further faults found in the same input, so that a person mends them in one go.
	Also []*Fault
}

// New makes a fault; args may be omitted.
func New(code Code, key string, args ...A) *Fault {
	f := &Fault{Code: code, Key: key}
	for _, a := range args {
		if f.Args == nil {
			f.Args = A{}
		}
		for k, v := range a {
			f.Args[k] = v
		}
	}
	return f
}

// At returns a copy that knows its place.
func (f *Fault) At(p Place) *Fault {
	c := *f
	c.Place = p
	return &c
}

// Because returns a copy that carries the error behind it.
func (f *Fault) Because(err error) *Fault {
	c := *f
	c.Cause = err
	return &c
}

// Error is for logs and tests, in no language.
func (f *Fault) Error() string {
	var b strings.Builder
	if p := f.Place.String(); p != "" {
		b.WriteString(p + ": ")
	}
	b.WriteString(f.Key)
	if len(f.Args) > 0 {
		names := make([]string, 0, len(f.Args))
		for k := range f.Args {
			names = append(names, k)
		}
		sort.Strings(names)
		for _, k := range names {
			fmt.Fprintf(&b, " %s=%v", k, f.Args[k])
		}
	}
	if f.Cause != nil {
		b.WriteString(": " + f.Cause.Error())
	}
	for _, a := range f.Also {
		b.WriteString("; " + a.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Cause }

// Join makes one fault of several, the first leading; nil when there is none.
func Join(faults []*Fault) *Fault {
	if len(faults) == 0 {
		return nil
	}
	c := *faults[0]
	c.Also = append(append([]*Fault(nil), c.Also...), faults[1:]...)
	return &c
}

// CodeOf tells the code of an error: Internal for whatever is not a fault.
func CodeOf(err error) Code {
	var f *Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return Internal
}

// Is tells whether the error is a fault with this message key.
func Is(err error, key string) bool {
	var f *Fault
	return errors.As(err, &f) && f.Key == key
}
