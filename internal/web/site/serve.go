// SPDX-License-Identifier: EUPL-1.2

package site

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
)

// serve makes a handler of a route: visitor, right, work, answer.
func (s *Site) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		r := s.request(w, hr)
		if r == nil {
			return
		}
		r.route = route
		r.keepState, r.keepKey = s.keep(r)
		if p, ok := s.keptFor(r); ok {
			r.send(http.StatusOK, p)
			return
		}
		limit := route.Body
		if limit == 0 {
			limit = DefaultBody
		}
		hr.Body = http.MaxBytesReader(w, hr.Body, limit)
		if err := s.run(r, route); err != nil {
			r.Tx = nil // its reading is over
			if r.sent {
				s.Log.Debug("after the page was sent", "route", route.Path, "error", err) // a visitor who left before the reading was over
				return
			}
			r.fail(err)
		}
	})
}

// request finds out who asks and in which language.
func (s *Site) request(w http.ResponseWriter, hr *http.Request) *Request {
	lang, _ := hr.Context().Value(langKey{}).(i18n.Lang)
	r := &Request{Request: hr, W: w, Site: s, Lang: lang, Words: i18n.For(lang)}
	visitor, err := s.Visit(w, hr)
	if err != nil {
		r.Visitor = Visitor{Actor: identity.Nobody()}
		r.fail(err)
		return nil
	}
	r.Visitor = visitor
	if hr.Method == http.MethodGet {
		s.remember(w, hr, lang)
	}
	return r
}

// run checks the right and does the work. What shows does both in one reading, so that a page is of one moment.
func (s *Site) run(r *Request, route Route) error {
	ctx := r.Context()
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		read := s.Store.ReadKept
		if s.Forget {
			read = s.Store.Read
		}
		return read(ctx, r.Visitor.Actor, func(tx *record.ReadTx) error {
			r.Tx = tx
			if err := s.allow(r, tx, route.Needs); err != nil {
				return err
			}
			return route.Serve(r)
		})
	}
	if err := s.Store.Read(ctx, r.Visitor.Actor, func(tx *record.ReadTx) error { return s.allow(r, tx, route.Needs) }); err != nil {
		return err
	}
	return route.Serve(r)
}

// errSignIn says that the visitor may go on after signing in.
var errSignIn = errors.New("sign in first")

// allow checks what a route needs. Whoever is not signed in is led to the sign-in, except where there may be nothing at all.
func (s *Site) allow(r *Request, tx *record.ReadTx, n Need) error {
	switch n.Scope {
	case Everyone:
		return nil
	case Members:
		if !r.Visitor.SignedIn {
			return errSignIn
		}
		return nil
	case OneRecord:
		return s.allowRecord(r, tx, n)
	case NewRecord:
		kind := n.Kind
		if kind == "" {
			kind = r.PathValue("kind")
		}
		if _, err := tx.Kinds().Kind(kind); err != nil {
			return errNoPage(r)
		}
		if len(r.MayCreateFor(kind)) > 0 {
			return nil
		}
	case TheHouse:
		if s.allowHouse(r, n.Verb) {
			return nil
		}
	}
	return s.refuse(r)
}

func (s *Site) allowRecord(r *Request, tx *record.ReadTx, n Need) error {
	kind := n.Kind
	if kind == "" {
		kind = r.PathValue("kind")
	}
	if _, err := tx.Kinds().Kind(kind); err != nil {
		return errNoPage(r)
	}
	rec, err := tx.Get(r.Context(), record.NewRef(kind, r.PathValue("slug")))
	if err != nil {
		return err
	}
	r.Record = rec
	if r.May(n.Verb, rec) {
		return nil
	}
	return s.refuse(r)
}

func (s *Site) refuse(r *Request) error {
	if !r.Visitor.SignedIn {
		return errSignIn
	}
	return fault.New(fault.Forbidden, "site.forbidden")
}

// allowHouse asks for a right over the house in any organisation of the visitor.
func (s *Site) allowHouse(r *Request, v record.Verb) bool {
	for _, owner := range r.Visitor.Organisations() {
		if s.Policy.Allows(r.Visitor.Actor, v, record.Subject{Kind: identity.House, Owner: owner, Visibility: record.Private}) {
			return true
		}
	}
	return false
}

// Organisations are those the visitor has a role in, each once, by name.
func (v Visitor) Organisations() []record.Ref {
	var all []record.Ref
	for _, m := range v.Actor.Members {
		if !slices.Contains(all, m.Organisation) {
			all = append(all, m.Organisation)
		}
	}
	slices.Sort(all)
	return all
}

// errNoPage says that there is nothing at the address.
func errNoPage(r *Request) error {
	return fault.New(fault.NotFound, "site.no-page", fault.A{"path": strings.TrimSuffix(r.URL.Path, "/")})
}

// strayed answers for an address that leads nowhere.
func (s *Site) strayed(w http.ResponseWriter, hr *http.Request) {
	if r := s.request(w, hr); r != nil {
		r.fail(errNoPage(r))
	}
}

// strayedIn is strayed for an address in a language.
func (s *Site) strayedIn(w http.ResponseWriter, hr *http.Request) {
	r := s.request(w, hr)
	if r == nil {
		return
	}
	if trimmed := strings.TrimRight(hr.URL.Path, "/"); trimmed != hr.URL.Path && trimmed != "" && hr.Method == http.MethodGet {
		_ = r.GoTo(trimmed) // an address with a stroke at its end is the one without
		return
	}
	r.fail(errNoPage(r))
}
