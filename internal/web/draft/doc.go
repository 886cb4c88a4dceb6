// SPDX-License-Identifier: EUPL-1.2

// Package draft is what becomes of typed words until they are saved, the same for every form of the site: they are kept, they come back,
// and they are checked. How they meet what others have saved meanwhile is told in package edit.
//
//	draft     what a person has typed and not saved: keeping, finding, forgetting
//	sheet     the part of a page that says so: hidden fields, the note above a form, the button "keep as a draft"
//	check     what saving would say, told to a script while somebody types; nothing is written by it
//
// A form takes part by putting Hidden into itself, Notices above, Attrs on its element and Button into its bar, by asking for edit.js,
// and by forgetting the draft in the transaction that saves. A script keeps what is typed a few seconds after typing; without one the
// button does. Where a form has a draft it is shown instead of what is saved, and says so.
//
// A form that is checked has CheckAttrs in place of Attrs and Line above its bar, and asks for check.js too. Its handler saves through
// Sheet.Write, which rehearses a check and takes everything back, and answers a check with Sheet.Answer where it would show the page.
//
// A draft belongs to the person who typed it and is shown to nobody else; it stands in the data about a person and goes with it.
//
// What may live here: these three. What may not: how a kind is edited (edit/form, or the area where its own page is), rights, how an edit is
// written (internal/record).
package draft
