// SPDX-License-Identifier: EUPL-1.2

package site

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
)

// Visitor is who asks: somebody signed in, or anybody.
type Visitor struct {
	Actor identity.Actor
	// Name is what the person wants to be called; it is shown to nobody else by this package.
	Name     string
	SignedIn bool
	// Session is the token of the session, for pages that end it or change what it stands for.
	Session string
	// Who is the whole of what identity knows, for the pages of the person's own account.
	Who identity.SignedIn
}

// Options are what a site is made of.
type Options struct {
	Store  *record.Store
	Policy record.Policy
	// Visit tells who sends a request. A token that is not valid any more is a visitor like all others, and no error.
	Visit func(http.ResponseWriter, *http.Request) (Visitor, error)
	Now   func() time.Time
	// Random is where ids and tokens come from.
	Random io.Reader
	Log    *slog.Logger
	// Secure tells that visitors come by https, as seen from outside: then cookies say so.
	Secure bool
	// MakeAnew makes every page when it is asked for, also for readers who are not signed in: for measuring.
	MakeAnew bool
	// Forget makes pages without anything in memory, each from the database alone: for measuring, and for comparing.
	Forget bool
}

// Site is the assembled site.
type Site struct {
	Options
	areas  []Area
	routes []Route
	mux    *http.ServeMux
	kept   kept
}

// New assembles a site. Two routes with the same address are a mistake of the program, which net/http reports at start.
func New(o Options, areas ...Area) *Site {
	s := &Site{Options: o, areas: areas, mux: http.NewServeMux()}
	for _, a := range areas {
		routes := a.Routes
		if len(a.Kinds) > 0 {
			routes = append(slices.Clone(routes), s.short(a))
		}
		for _, route := range routes {
			s.routes = append(s.routes, route)
			s.mux.Handle(route.Method+" "+pattern(route.Path), s.serve(route))
		}
	}
	return s
}

// pattern makes "/" mean the first page alone.
func pattern(path string) string {
	if path == "/" {
		return "/{$}"
	}
	return path
}

// Routes lists every route of the site, for the test of rights and the map of the site.
func (s *Site) Routes() []Route { return slices.Clone(s.routes) }

// Shows tells whether a page lies at an address behind the language that names no record.
func (s *Site) Shows(path string) bool {
	for _, r := range s.routes {
		if r.Method == http.MethodGet && r.Path == path {
			return true
		}
	}
	return false
}

// Areas lists the areas.
func (s *Site) Areas() []Area { return slices.Clone(s.areas) }

// short leads from /{area}/{slug} to the record of the area that has the slug.
func (s *Site) short(a Area) Route {
	return Get(a.folder()+"/{slug}", ForEveryone(), func(r *Request) error {
		for _, kind := range a.Kinds {
			ref := record.NewRef(kind, r.PathValue("slug"))
			if _, err := r.Tx.Get(r.Context(), ref); err == nil {
				return r.GoTo(r.Place(ref))
			}
		}
		return errNoPage(r)
	})
}

// ServeHTTP finds the language and leaves the rest to the routes. An address without a language leads to the same one in the visitor's.
func (s *Site) ServeHTTP(w http.ResponseWriter, hr *http.Request) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(hr.URL.Path, "/"), "/")
	lang := i18n.Lang(first)
	if !lang.IsKnown() {
		s.toLanguage(w, hr)
		return
	}
	inner := hr.WithContext(context.WithValue(hr.Context(), langKey{}, lang))
	behind := *hr.URL // a copy: who stands outside still sees the whole address
	behind.Path, behind.RawPath = "/"+rest, ""
	inner.URL = &behind
	if _, found := s.mux.Handler(inner); found != "" {
		s.mux.ServeHTTP(w, inner)
		return
	}
	s.strayedIn(w, inner)
}

type langKey struct{}

// toLanguage leads to the page in the language that the visitor chose before, or that the browser asks for.
func (s *Site) toLanguage(w http.ResponseWriter, hr *http.Request) {
	w.Header().Set("Vary", "Accept-Language, Cookie")
	if hr.URL.Path != "/" {
		s.strayed(w, hr.WithContext(context.WithValue(hr.Context(), langKey{}, s.chosen(hr))))
		return
	}
	http.Redirect(w, hr, "/"+string(s.chosen(hr))+"/", http.StatusSeeOther)
}

// chosen is the language of a visitor whose address does not say it.
func (s *Site) chosen(hr *http.Request) i18n.Lang {
	if c, err := hr.Cookie(langCookie); err == nil && i18n.Lang(c.Value).IsKnown() {
		return i18n.Lang(c.Value)
	}
	return i18n.Accepted(hr.Header.Get("Accept-Language"))
}

// langCookie remembers the language last read. It holds nothing else.
const langCookie = "sumanus_lang"

// remember keeps the language for an address without one.
func (s *Site) remember(w http.ResponseWriter, hr *http.Request, lang i18n.Lang) {
	if c, err := hr.Cookie(langCookie); err == nil && c.Value == string(lang) {
		return
	}
	http.SetCookie(w, &http.Cookie{Name: langCookie, Value: string(lang), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: s.Secure})
}
