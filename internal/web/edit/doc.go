// SPDX-License-Identifier: EUPL-1.2

// Package edit holds the pages on which any record is changed: the form of its plain fields, new ones, drafts, conflicts, deleting and
// bringing back, history, links and adoption. All of it follows from the descriptions in package form.
//
//	/edit/{kind}/{slug}      the form; a draft that was kept comes back by itself
//	/new/{kind}?…            the same for a new record; the query fills fields by their path: ?measure=measure/x
//	/draft/{kind}/{slug}     keeps what was typed, for nobody else to see
//	/delete/…  /deleted      taking away, and the list of what can be brought back
//	/undo/{seq}              takes back a line of the journal
//	/history/…               who, when, what in words; an earlier state, and the way back to it
//	/links/…  /adoption/…    links in both directions with their reasons; who has adopted the present state
//	/pick                    finds a record for a field of a form
//
// What may live here: these pages. What may not: how one kind is edited (form, or the area where its own page is), rights
// (internal/identity), how an edit is written (internal/record).
package edit
