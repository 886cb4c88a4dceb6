// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/i18n"
)

// Page is everything the shell shows around the content of a page.
type Page struct {
	Words   *i18n.Localizer
	Title   string          // of the window, and the heading of the first level unless Heading is given
	Heading templ.Component // a heading of the page's own, such as a sentence with its marks; it must hold the h1
	Over    []Link          // small line above the heading: where am I, whose is it; without an address it is words
	Above   templ.Component // between that line and the heading: a verdict, a state
	Lede    string          // one or two sentences under the heading
	Below   templ.Component // under it: the page's buttons, tabs

	Menu      []Link     // areas; Current marks the one we are in; the first is the overview
	Waiting   int        // how many things wait for the person; stands beside the overview
	Languages []Language // the same place in each language

	Partnership string // beside the logo
	Home        string // address of the overview
	Search      string // what is typed in the search box
	SearchHref  string // where the form of search leads; without it there is no box

	Who        *Who   // nil is signed out
	SignInHref string // shown when signed out
	Scheme     string // "" as the device says, "light" or "dark"
	SchemeHref string // where the choice of light or dark is posted; field "scheme"

	Messages []Message
	Tour     *Tour   // the step of the tour that the reader is on
	Thread   *Thread // drawn under the heading; a page that wants it elsewhere places ThreadStrip itself

	Example bool   // the page shows invented things: the footer says what the tag means
	Foot    []Link // links of the footer: help, privacy, licences, components
	Printed string // said on paper only: address and moment

	Refresh *Refresh // ask again by itself, for pages that wait
	Scripts []string // names of further modules under script/
	Styles  []string // names of further stylesheets
	Meta    templ.Component
}

// Link is a place to go to. Without Href it is only words.
type Link struct {
	Text, Href string
	Current    bool
	Lang       i18n.Lang // when the text is not in the page's language
	Example    bool      // what it leads to is invented
}

// Language is the same page in a language; without Href it does not exist in it, and the switch still says so.
type Language struct {
	Lang    i18n.Lang
	Name    string // lietuvių; the language's own name when empty
	Href    string
	Current bool
}

// Who is the person signed in.
type Who struct {
	Name        string
	Role        string // "planner, Kurzeme Planning Region"
	AccountHref string
	SignOutHref string // a form posts there
	Admin       []Link
}

// Kind of a message.
type Kind string

// The kinds of messages and notes.
const (
	Plain   Kind = ""
	Done    Kind = "done"
	Warning Kind = "warning"
	Error   Kind = "error"
)

// Message says what has just happened.
type Message struct {
	Kind Kind
	Text string
	Undo *Undo
}

// Undo is the way back, a form that posts to Href.
type Undo struct {
	Href, Label string            // the catalogue's word when Label is empty
	Fields      map[string]string // hidden fields
}

// Refresh asks for a page again after a while, without a script.
type Refresh struct {
	Seconds int
	Script  bool   // a script of the page asks instead where there is one
	Href    string // the same address when empty
}

// Thread is the strip why · what · so what, made from links alone. Nil groups say "nothing yet": what is missing is news too.
type Thread struct{ Why, What, SoWhat []ThreadItem }

// ThreadItem is one thing on the thread.
type ThreadItem struct {
	Text, Href string
	Kind       string // in the reader's language: finding, measure, official figure
	Lang       i18n.Lang
	Verdict    *doc.Verdict // of a finding
	State      *State       // of an action
	Note       string       // "Eurostat, 2021", "since 19 May"
	Example    bool
}
