// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/account"
	"github.com/sumanus/sumanus/internal/web/actionplan"
	"github.com/sumanus/sumanus/internal/web/developer"
	"github.com/sumanus/sumanus/internal/web/edit"
	"github.com/sumanus/sumanus/internal/web/evidence"
	"github.com/sumanus/sumanus/internal/web/guide"
	"github.com/sumanus/sumanus/internal/web/operation"
	"github.com/sumanus/sumanus/internal/web/overview"
	"github.com/sumanus/sumanus/internal/web/search"
	"github.com/sumanus/sumanus/internal/web/showcase"
	"github.com/sumanus/sumanus/internal/web/site"
	strategyarea "github.com/sumanus/sumanus/internal/web/strategy"
	"github.com/sumanus/sumanus/internal/web/territory"
	"github.com/sumanus/sumanus/internal/web/tour"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Options are what the site takes from outside.
type Options struct {
	Store  *record.Store
	Policy record.Policy
	// Accounts are behind the pages of signing in, of one's own account and of people.
	Accounts *identity.Accounts
	// Visit tells who sends a request.
	Visit func(http.ResponseWriter, *http.Request) (site.Visitor, error)
	Now   func() time.Time
	// Random is where ids and tokens come from.
	Random io.Reader
	Log    *slog.Logger
	// Secure tells that visitors come by https.
	Secure bool
	// Stage is where files wait that somebody has brought; nil makes one over Store.
	Stage *evidence.Stage
	// Published is the folder of published documents, served under /published/; empty serves none.
	Published string
	// Save puts a published document into that folder; nil leaves publishing to the command line.
	Save func(document string, files map[string][]byte) error
	// Operation is what the administrator's page tells beside what the database knows.
	Operation operation.Options
	// API answers under /api/; nil answers nothing.
	API http.Handler
	// MakeAnew makes every page when it is asked for, see [site.Options].
	MakeAnew bool
	// Forget makes pages without anything in memory, see [site.Options].
	Forget bool
}

// Site assembles the areas of the site, in the order of the menu.
func Site(o Options) *site.Site {
	return site.New(site.Options{Store: o.Store, Policy: o.Policy, Visit: o.Visit, Now: o.Now, Random: o.Random, Log: o.Log, Secure: o.Secure, MakeAnew: o.MakeAnew, Forget: o.Forget}, o.areas()...)
}

func (o Options) areas() []site.Area {
	return []site.Area{
		overview.Area(),
		territory.Area(),
		evidence.Area(o.stage()),
		strategyarea.Area(),
		actionplan.Area(),
		guide.Area(guide.Options{Save: o.Save, Published: published(o.Published)}),
		account.Area(o.Accounts),
		operation.Area(o.Operation),
		search.Area(),
		developer.Area(),
		edit.Area(),
		showcase.Area(),
		tour.Area(),
		site.Common(),
	}
}

// Page is the address of a record's page, for those who lead there from elsewhere; that of the first page for a kind without pages.
func Page(lang string, ref record.Ref) string {
	if place := site.PlaceOf(places(), ref); place != "" {
		return "/" + lang + place
	}
	return "/" + lang + "/"
}

// places are the areas as far as addresses go.
var places = sync.OnceValue(Options{}.areas)

// New makes the whole handler: the site and what stands beside it.
func New(o Options) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", Site(o))
	mux.Handle(ui.AssetPath, ui.AssetHandler())
	if o.Published != "" {
		mux.Handle(publishedPath, http.StripPrefix(publishedPath[:len(publishedPath)-1], Published(o.Published)))
	}
	if o.API != nil {
		mux.Handle("/api/", o.API)
	}
	cross := http.NewCrossOriginProtection()
	return site.Recover(o.Log, site.Headers(o.Secure, cross.Handler(mux)))
}

// stage is where files wait that somebody has brought.
func (o Options) stage() *evidence.Stage {
	if o.Stage != nil {
		return o.Stage
	}
	return evidence.NewStage(o.Store, "", o.Random)
}
