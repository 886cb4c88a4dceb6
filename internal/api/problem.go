// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// Keys of faults that have a status of their own.
const (
	keyNoIfMatch    = "api.no-if-match"
	keyBadIfMatch   = "api.bad-if-match"
	keyTooLarge     = "api.too-large"
	keyTooFast      = "api.too-fast"
	keyBadMedia     = "api.bad-media"
	keyBadJSON      = "api.bad-json"
	keyTooDeep      = "api.too-deep"
	keyTwice        = "api.member-twice"
	keyBadUTF8      = "api.bad-utf8"
	keyNoAddress    = "api.no-address"
	keyNoMethod     = "api.no-method"
	keyBadToken     = "api.bad-token"
	keySignIn       = "api.sign-in"
	keyCutOff       = "api.cut-off"
	problemMedia    = "application/problem+json"
	conflictKey     = "record.conflict"
	problemTypeStem = "urn:sumanus:problem:"
)

// statuses of single keys; everything else goes by its code.
var statuses = map[string]int{
	keyNoIfMatch: http.StatusPreconditionRequired, keyBadIfMatch: http.StatusBadRequest, keyTooLarge: http.StatusRequestEntityTooLarge,
	keyTooFast: http.StatusTooManyRequests, keyBadMedia: http.StatusUnsupportedMediaType, keyBadJSON: http.StatusBadRequest,
	keyTooDeep: http.StatusBadRequest, keyTwice: http.StatusBadRequest, keyBadUTF8: http.StatusBadRequest, keyNoAddress: http.StatusNotFound,
	keyNoMethod: http.StatusMethodNotAllowed, keyBadToken: http.StatusUnauthorized, keySignIn: http.StatusUnauthorized,
	keyCutOff: http.StatusBadRequest, conflictKey: http.StatusPreconditionFailed, "api.bad-query": http.StatusBadRequest,
	"api.unknown-parameter": http.StatusBadRequest,
	// It is the document that is not fit for it, not the person.
	"publication.not-public": http.StatusConflict,
}

// codes is the one place where a code becomes a status.
var codes = map[fault.Code]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.NotFound: http.StatusNotFound, fault.Forbidden: http.StatusForbidden,
	fault.Conflict: http.StatusConflict, fault.Unavailable: http.StatusServiceUnavailable, fault.Internal: http.StatusInternalServerError,
}

// problem is a problem document (RFC 9457).
type problem struct {
	Type     string  `json:"type"`
	Title    string  `json:"title"`
	Status   int     `json:"status"`
	Detail   string  `json:"detail"`
	Instance string  `json:"instance,omitempty"`
	Code     string  `json:"code"`
	Key      string  `json:"key"`
	Errors   []wrong `json:"errors,omitempty"`
	// Both sides of a conflict, and what both began from.
	Base   *recordJSON `json:"base,omitempty"`
	Mine   *draftJSON  `json:"mine,omitempty"`
	Theirs *recordJSON `json:"theirs,omitempty"`
}

// wrong is one fault of the request.
type wrong struct {
	Location string `json:"location"`
	Code     string `json:"code"`
	Key      string `json:"key"`
	Detail   string `json:"detail"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   string `json:"column,omitempty"`
}

// problemOf turns an error into a problem in the reader's language. known tells that the asker is signed in: who is not may sign in
// and ask again.
func problemOf(z *i18n.Localizer, err error, known bool) problem {
	var f *fault.Fault
	if !errors.As(err, &f) || f == nil {
		f = fault.New(fault.Internal, "i18n.internal")
	}
	if f.Code == fault.Forbidden && !known {
		f = fault.New(fault.Forbidden, keySignIn)
	}
	status := codes[f.Code]
	if s, own := statuses[f.Key]; own {
		status = s
	}
	p := problem{Type: problemTypeStem + f.Key, Status: status, Code: string(f.Code), Key: f.Key, Title: z.T("api.status." + strconv.Itoa(status)), Detail: said(z, f)}
	for _, one := range append([]*fault.Fault{f}, f.Also...) {
		if one != nil && (!one.Place.IsZero() || len(f.Also) > 0) {
			p.Errors = append(p.Errors, wrong{Location: location(one.Place), Code: string(one.Code), Key: one.Key, Detail: said(z, one),
				File: one.Place.File, Line: one.Place.Line, Column: one.Place.Column})
		}
	}
	var c *record.Conflict
	if errors.As(err, &c) {
		p.Mine, p.Theirs = draftOf(c.Mine), recordOf(c.Theirs)
		if c.Base != nil {
			p.Base = recordOf(*c.Base)
		}
	}
	return p
}

// said is the message of one fault without its place, which stands beside it.
func said(z *i18n.Localizer, f *fault.Fault) string {
	return z.Error(&fault.Fault{Code: f.Code, Key: f.Key, Args: f.Args})
}

// location says which part of the request a fault lies in.
func location(p fault.Place) string {
	for _, part := range []string{"query.", "header.", "path.", "body."} {
		if len(p.Field) > len(part) && p.Field[:len(part)] == part {
			return p.Field
		}
	}
	if p.Field == "" || p.Field == "body" {
		return "body"
	}
	return "body." + p.Field
}

// fieldsIn puts the field paths of a record's faults where they stand in the request: what is not of the envelope is of the body.
func fieldsIn(err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) || f == nil {
		return err
	}
	move := func(one *fault.Fault) *fault.Fault {
		if one == nil || one.Place.Field == "" {
			return one
		}
		p := one.Place
		if !isEnvelope(p.Field) {
			p.Field = "body.body." + p.Field
		} else {
			p.Field = "body." + p.Field
		}
		p.File = "" // it names the record, which the address does already
		return one.At(p)
	}
	g := move(f)
	also := make([]*fault.Fault, 0, len(f.Also))
	for _, one := range f.Also {
		also = append(also, move(one))
	}
	moved := *g
	moved.Also = also
	return &moved
}
