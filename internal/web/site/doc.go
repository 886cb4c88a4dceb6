// SPDX-License-Identifier: EUPL-1.2

// Package site is the mechanism that every page of the site goes through.
//
// An area of the menu is a package beside this one. It hands over its routes; each says its method, its address behind the language,
// the right it needs, and what it does with a Request. This package finds the language and the visitor, checks the right before the
// page is asked, opens one consistent reading for a page that only shows, puts the page into the shell, says faults in the reader's
// language with the right status, and sets the headers that keep a browser safe.
//
//	/{lang}/{area}                     an area
//	/{lang}/{area}/{kind}/{slug}       a record; /{lang}/{area}/{slug} leads there
//
// Pages read through memory (docs/adr/0010), so what they are given is shared and never to be changed.
// A page made for a reader who is not signed in is kept until something is written or the day ends (docs/adr/0008).
//
// A GET changes nothing. A POST changes something through Request.Write, the one path of the house, and then leads to a page; what it
// did is said there, with a way to take it back. Without a script every page is whole.
//
// What may live here: routing, rights before a page, the shell's data, faults, messages after a change. What may not: the content of a
// page (the areas), how anything looks (ui), who a visitor is (internal/identity).
package site
