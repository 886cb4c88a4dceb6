// SPDX-License-Identifier: EUPL-1.2

package draft

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// CheckScript is the module of every form that is checked while somebody types.
const CheckScript = "check.js"

// A check goes the way of saving up to its last step: the form is sent as it stands, a script marks the request as a check, and what saving
// would answer with is told in place of the page. Nothing is written.

// Checking tells that a script asks what saving would say. Whoever asks without one gets the page.
func (s *Sheet) Checking() bool {
	return s.R.Header.Get("Sumanus-Fragment") == "check" && s.R.PostFormValue("do") == "check"
}

// Saving tells that the form is sent to be saved, or checked whether it could be.
func (s *Sheet) Saving() bool { return s.Checking() || s.R.PostFormValue("do") == "save" }

// Write saves; a check goes through all of it and leaves nothing behind.
func (s *Sheet) Write(f func(*record.Tx) error) error {
	if s.Checking() {
		return s.R.Site.Store.Rehearse(s.R.Context(), s.R.Visitor.Actor, f)
	}
	return s.R.Write(f)
}

// Told is the answer to a check.
type Told struct {
	// Faults are those that the page would show, in their order.
	Faults []ui.FieldError
	// Verdict and Note stand on the line.
	ui.Checked
	// Live are the parts of the page that follow from what is typed, by name.
	Live []LivePart
}

// LivePart is what a part of the page, see [ui.Live], now says.
type LivePart struct {
	Name string
	Body templ.Component
}

// wholeForm are the ids of faults that belong to no control.
var wholeForm = []string{"form", "main"}

// Answer tells a script what the form comes to. Required fields that nobody has touched are no faults yet: the script names them.
func (s *Sheet) Answer(t Told) error {
	untouched := s.R.PostForm["untouched"]
	t.Known = true
	var shown, beside []ui.FieldError
	for _, f := range t.Faults {
		if slices.Contains(untouched, f.ID) {
			t.Left++
			continue
		}
		shown = append(shown, f)
		if slices.Contains(wholeForm, f.ID) {
			t.Also = append(t.Also, f.AtControl())
		} else {
			beside = besideOf(beside, f)
		}
	}
	t.Mend = len(shown)
	return s.R.Page(ui.Page{}, answer(s, t, shown, beside))
}

// besideOf adds a fault to those that stand at their controls, one message for each control.
func besideOf(all []ui.FieldError, f ui.FieldError) []ui.FieldError {
	i := slices.IndexFunc(all, func(o ui.FieldError) bool { return o.ID == f.ID })
	switch {
	case i < 0:
		return append(all, ui.FieldError{ID: f.ID, Text: f.AtControl()})
	case !strings.Contains(all[i].Text, f.AtControl()):
		all[i].Text += " " + f.AtControl()
	}
	return all
}

// CheckAttrs are Attrs of a form that is checked while somebody types.
func (s *Sheet) CheckAttrs() templ.Attributes {
	out := s.Attrs()
	out["data-check"] = true
	return out
}
