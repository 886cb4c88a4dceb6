// SPDX-License-Identifier: EUPL-1.2

package site

import (
	"bytes"
	"mime"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
)

// Request is one visit to a route: who asks, in which language, what the address names, and the ways to answer.
type Request struct {
	*http.Request
	W       http.ResponseWriter
	Site    *Site
	Lang    i18n.Lang
	Words   *i18n.Localizer
	Visitor Visitor
	// Tx is the reading of a GET. A POST has none: it uses Read and Write.
	Tx *record.ReadTx
	// Record is what the address names, on a route that needs a right over one record.
	Record record.Record

	route Route
	// keepState and keepKey are those under which the page is kept; empty when it is not.
	keepState, keepKey string
	// offerAsked tells that the page asked whether the tour is to be offered.
	offerAsked bool
	sent       bool

	partnershipRead   bool
	partnershipRecord record.Record
	partnership       *identity.Partnership
}

// T says a message in the reader's language.
func (r *Request) T(key string, args ...fault.A) string { return r.Words.T(key, args...) }

// Speak turns to another language for the answer; one that is not known changes nothing. Where the answer leads, the page remembers it.
func (r *Request) Speak(l i18n.Lang) {
	if l.IsKnown() {
		r.Lang, r.Words = l, i18n.For(l)
	}
}

// Text gives a wording of a text for readers in the reader's language, or in the one it was written in.
func (r *Request) Text(t record.Text) string { return t.In(string(r.Lang)) }

// Read runs f on a consistent view of the present, in the name of the visitor.
func (r *Request) Read(f func(*record.ReadTx) error) error {
	return r.Site.Store.Read(r.Context(), r.Visitor.Actor, f)
}

// Write runs f in the one write transaction, in the name of the visitor. f may run again.
func (r *Request) Write(f func(*record.Tx) error) error {
	return r.Site.Store.Write(r.Context(), r.Visitor.Actor, f)
}

// May tells whether the visitor has a right over a record.
func (r *Request) May(v record.Verb, rec record.Record) bool {
	return r.Site.Policy.Allows(r.Visitor.Actor, v, rec.Subject())
}

// MayHouse tells whether the visitor has a right over the house as a whole.
func (r *Request) MayHouse(v record.Verb) bool { return r.Site.allowHouse(r, v) }

// MayCreateFor lists the organisations in whose name the visitor may create a record of a kind.
func (r *Request) MayCreateFor(kind string) []record.Ref {
	var all []record.Ref
	for _, owner := range r.Visitor.Organisations() {
		if r.Site.Policy.Allows(r.Visitor.Actor, record.Create, record.Subject{Kind: kind, Owner: owner, Visibility: record.Public}) {
			all = append(all, owner)
		}
	}
	return all
}

// Href is the whole address of a place behind the language: "/evidence" is "/lt/evidence".
func (r *Request) Href(path string) string { return "/" + string(r.Lang) + path }

// Place is the address of a record behind the language; the first page when no area shows its kind.
func (r *Request) Place(ref record.Ref) string {
	if p := PlaceOf(r.Site.areas, ref); p != "" {
		return p
	}
	return "/"
}

// To is the whole address of a record's page.
func (r *Request) To(ref record.Ref) string { return r.Href(r.Place(ref)) }

// GoTo leads to a place behind the language; after a POST the browser asks for it with GET.
func (r *Request) GoTo(path string) error {
	http.Redirect(r.W, r.Request, r.Href(path), http.StatusSeeOther)
	return nil
}

// Today is the day of the house's clock as an ISO date.
func (r *Request) Today() string { return r.Site.Now().UTC().Format(time.DateOnly) }

// Fragment tells that a script asks for the body of the page alone, to put it into a page that is open.
func (r *Request) Fragment() bool { return r.Header.Get("Sumanus-Fragment") != "" }

// Number reads a whole number from the query, the form or the address; otherwise when it is not there or none.
func (r *Request) Number(name string, otherwise int) int {
	text := r.PathValue(name)
	if text == "" {
		text = r.FormValue(name)
	}
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return otherwise
}

// Send answers with a file that the browser keeps under the name given; without a name it is shown.
func (r *Request) Send(contentType, name string, content []byte) error {
	h := r.W.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(content)))
	if name != "" {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	}
	_, err := r.W.Write(content)
	if err != nil {
		r.Site.Log.Debug("sending", "error", err)
	}
	return nil
}

// write sends a page that is rendered whole, so that a fault in the middle never shows half of it.
func (r *Request) write(status int, c templ.Component) error {
	b := rendered.Get().(*bytes.Buffer) //nolint:forcetypeassert // it holds nothing else
	defer func() {
		if b.Cap() <= largestRendered {
			b.Reset()
			rendered.Put(b)
		}
	}()
	if err := c.Render(r.Context(), b); err != nil {
		return err
	}
	p := keptPage{language: string(r.Lang), body: b.Bytes()}
	if status == http.StatusOK && r.keepKey != "" {
		p.body = bytes.Clone(p.body) // what is kept outlives the room it was written in
		r.Site.keepPage(r, p)
	}
	r.send(status, p)
	return nil
}

// rendered is room to write pages in: most are some hundred thousand bytes long, and growing to that anew would be most of the work of the memory.
var rendered = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// largestRendered is the most room that is used again.
const largestRendered = 2 << 20

// send sends a page.
func (r *Request) send(status int, p keptPage) {
	r.sent = true
	h := r.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", p.language)
	h.Set("Content-Length", strconv.Itoa(len(p.body)))
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Cookie, Sumanus-Fragment")
	r.W.WriteHeader(status)
	if r.Method == http.MethodHead {
		return
	}
	if _, err := r.W.Write(p.body); err != nil {
		r.Site.Log.Debug("sending", "error", err)
	}
}

// path is the address behind the language with its query, for the switch of languages.
func (r *Request) path() string {
	p := r.URL.Path
	if q := r.URL.RawQuery; q != "" {
		p += "?" + q
	}
	return p
}
