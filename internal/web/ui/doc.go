// SPDX-License-Identifier: EUPL-1.2

// Package ui is the design system of the running site: the shell of a page and the components pages are made of, each in every
// state it can be in. How they look stands in one place, internal/doc/theme (sumanus.css for what is published, workbench.css for what
// only the running site needs).
//
// What may live here: typed components (templ), the small ES modules that make them faster, the files a page asks for (Assets), and
// the page that documents them all (Showcase). What may not: rooms, records, routes, requests; a component is given words and
// addresses, it fetches nothing and decides nothing.
//
// The rules of every component:
//
//   - It works without a script: links, forms, details, popover. Scripts only save a step.
//   - No script element with words in it, no style element, no style attribute: the pages' content policy forbids all three.
//   - What it says itself comes from the catalogue (area ui); what it is given is already in the reader's language.
//   - Amber means "this waits for a person"; one dark button for each decision; a state is a shape and a word before it is a colour.
//   - A form element has a label, its help and its error are tied to it.
//   - It stands in the showcase in every state; a test compares the two lists.
package ui

//go:generate go tool -modfile=../../../tools/templ/go.mod templ generate -path ../../.. -log-level error
