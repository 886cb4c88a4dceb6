// SPDX-License-Identifier: EUPL-1.2

package site

import (
	"net/http"
	"strings"

	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
)

// Route is one address of the site.
type Route struct {
	// Method is GET for what shows and POST for what changes.
	Method string
	// Path is the address behind the language, in the form of net/http: "/evidence/finding/{slug}".
	Path string
	// Needs is the right that is checked before Serve is called.
	Needs Need
	Serve func(*Request) error
	// Body is how many bytes a POST may bring; 0 is DefaultBody.
	Body int64
}

// DefaultBody is how many bytes a form may bring.
const DefaultBody = 4 << 20

// Get makes a route that shows something.
func Get(path string, n Need, serve func(*Request) error) Route {
	return Route{Method: http.MethodGet, Path: path, Needs: n, Serve: serve}
}

// Post makes a route that changes something.
func Post(path string, n Need, serve func(*Request) error) Route {
	return Route{Method: http.MethodPost, Path: path, Needs: n, Serve: serve}
}

// Scope says over what a right is needed.
type Scope string

// The scopes.
const (
	Everyone  Scope = "everyone"  // the page is for all; it shows each reader what that reader may see
	Members   Scope = "signed-in" // whoever is signed in; what is touched is the person's own, or judged by the write path
	OneRecord Scope = "record"    // the record that the address names by {slug}, and {kind} where Need.Kind is empty
	NewRecord Scope = "new"       // a new record of the kind in at least one organisation
	TheHouse  Scope = "house"     // the house as a whole
)

// Need is the right a route asks for. routes.csv in internal/web lists the need of every route a second time, for review.
type Need struct {
	Scope Scope
	Kind  string
	Verb  record.Verb
}

// ForEveryone is for pages that show each reader what that reader may see.
func ForEveryone() Need { return Need{Scope: Everyone} }

// ForMembers is for what belongs to whoever is signed in.
func ForMembers() Need { return Need{Scope: Members} }

// Of is the right to do something with the record that the address names. An empty kind is taken from {kind}.
func Of(kind string, v record.Verb) Need { return Need{Scope: OneRecord, Kind: kind, Verb: v} }

// ToCreate is the right to create a record of a kind somewhere. An empty kind is taken from {kind}.
func ToCreate(kind string) Need { return Need{Scope: NewRecord, Kind: kind, Verb: record.Create} }

// OfHouse is a right over the house as a whole.
func OfHouse(v record.Verb) Need { return Need{Scope: TheHouse, Kind: identity.House, Verb: v} }

// Area is an entry of the menu, or a set of pages beside it.
type Area struct {
	// Key names the area in the catalogue: "site.area-" + Key. It is the first part of its addresses.
	Key string
	// Menu tells that the area stands in the menu.
	Menu bool
	// Kinds are the kinds of record whose pages live in this area.
	Kinds  []string
	Routes []Route
}

// First is the area whose home is the first page.
const First = "overview"

// Home is the address of the area behind the language.
func (a Area) Home() string {
	if a.Key == First {
		return "/"
	}
	return a.folder()
}

// folder is what the addresses of the area begin with.
func (a Area) folder() string { return "/" + a.Key }

// PlaceOf is the address of a record behind the language; empty when no area shows its kind.
func PlaceOf(areas []Area, ref record.Ref) string {
	for _, a := range areas {
		for _, k := range a.Kinds {
			if k == ref.Kind() {
				return a.folder() + "/" + string(ref)
			}
		}
	}
	return ""
}

// areaOf finds the area an address behind the language belongs to.
func areaOf(areas []Area, path string) (Area, bool) {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if first == "" {
		first = First
	}
	for _, a := range areas {
		if a.Key == first {
			return a, true
		}
	}
	return Area{}, false
}
