// SPDX-License-Identifier: EUPL-1.2

package plan

import (
	"net/url"
	"strings"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// way says where a hit of a rule is mended.
type way int

const (
	atField  way = iota // the form of the record, at the field
	atLinks             // the page of its links
	atPage              // the page of the record, where it is decided
	withNew             // a new record that hangs on it
	stale               // confirmed on the spot, or translated anew
	atAction            // the form of the action's state
)

// mending is how hits of a rule are mended.
type mending struct {
	way        way
	label      string
	New, Field string // the kind of the new record, and the field that ties it to the record of the hit
	// control is the field of the form, where it is not the field of the hit.
	control string
}

// ways has every rule of the linter; a test compares it with check.Rules.
var ways = map[string]mending{
	"verdict":                    {way: atPage, label: "plan.mend-decide"},
	"rounding":                   {way: atPage, label: "plan.mend-decide"},
	"percent-average":            {way: atPage, label: "plan.mend-formula"},
	"naked-number":               {way: atField, label: "plan.mend-words"},
	"naked-comparative":          {way: atField, label: "plan.mend-words"},
	"marks-differ":               {way: atPage, label: "plan.mend-translate"},
	"withdrawn-still-used":       {way: atPage, label: "plan.mend-decide"},
	"priority-rests-on-nothing":  {way: atLinks, label: "plan.mend-ground"},
	"priority-without-measure":   {way: withNew, label: "plan.mend-measure", New: "measure", Field: "priority"},
	"measure-without-indicator":  {way: withNew, label: "plan.mend-target", New: "target", Field: "of"},
	"measure-without-action":     {way: withNew, label: "plan.mend-action", New: "action", Field: "measure"},
	"finding-leads-nowhere":      {way: atPage, label: "plan.mend-finding"},
	"target-without-indicator":   {way: atField, label: "plan.mend-indicator"},
	"target-without-baseline":    {way: atField, label: "plan.mend-baseline", control: "baseline.value"},
	"target-without-aim":         {way: atField, label: "plan.mend-aim", control: "aim.value"},
	"target-without-source":      {way: atField, label: "plan.mend-source"},
	"action-without-responsible": {way: atField, label: "plan.mend-responsible"},
	"action-without-dates":       {way: atField, label: "plan.mend-dates"},
	"action-without-budget":      {way: atField, label: "plan.mend-budget"},
	"late-action":                {way: atAction, label: "plan.mend-state"},
	"stale-translation":          {way: stale, label: "plan.mend-translate"},
	"missing-translation":        {way: atField, label: "plan.mend-translate"},
	"orphan":                     {way: atPage, label: "plan.mend-orphan"},
	"public-rests-on-private":    {way: atField, label: "plan.mend-visibility", control: "visibility"},
}

// orphans are the kinds whose orphans are mended by a new record that hangs on them.
var orphans = map[string]mending{
	"plan":     {way: withNew, label: "plan.mend-priority", New: "priority", Field: "plan"},
	"document": {way: withNew, label: "plan.mend-chapter", New: "chapter", Field: "document"},
}

// Hits are what the linter found at a record.
func (v *View) Hits(ref record.Ref) []check.Hit { return v.hits[ref] }

// Mends are the ways to mend a hit that the reader has: each one click away. Whoever may not mend gets none.
func (v *View) Mends(h check.Hit) []ui.Action {
	rec, ok := v.Record(h.Ref)
	m, known := ways[h.Rule]
	if o, is := orphans[h.Ref.Kind()]; is && h.Rule == "orphan" {
		m = o
	}
	if !ok || !known || v.At != nil {
		return nil
	}
	r := v.R
	a := ui.Action{Text: r.T(m.label), Small: true}
	if m.way == withNew {
		if !v.MayCreate(m.New) {
			return nil
		}
		a.Href = r.Href("/new/" + m.New + "?" + url.Values{m.Field: {string(h.Ref)}}.Encode())
		return []ui.Action{a}
	}
	if !v.May(record.Change, rec) {
		return nil
	}
	switch m.way {
	case atLinks:
		a.Href = r.Href("/links/" + string(h.Ref))
	case atPage:
		a.Href = v.pageOf(h.Ref)
	case atAction:
		a.Href = r.To(h.Ref) + "#state"
	case stale:
		confirm := ui.Action{Text: r.T("plan.mend-confirm"), Small: true, Post: r.Href("/strategy/confirm/" + string(h.Ref)), Fields: map[string]string{"field": h.Field, "lang": h.Lang, "back": v.here()}}
		a.Href = v.Edit(h.Ref, h.Field, h.Lang)
		return []ui.Action{confirm, a}
	default:
		field := h.Field
		if m.control != "" {
			field = m.control
		}
		a.Href = v.Edit(h.Ref, field, h.Lang)
	}
	return []ui.Action{a}
}

// pageOf is where a record is decided about: its page, or its form when no area shows its kind.
func (v *View) pageOf(ref record.Ref) string {
	if place := v.R.Place(ref); place != "/" {
		return v.R.Href(place)
	}
	return v.Edit(ref, "", "")
}

// Edit is the form of a record, at a field.
func (v *View) Edit(ref record.Ref, field, lang string) string {
	if strings.HasPrefix(field, "links.") {
		return v.R.Href("/links/" + string(ref))
	}
	href := v.R.Href("/edit/" + string(ref))
	if rec, ok := v.Record(ref); ok && lang == "" {
		for _, t := range record.Texts(rec.Body) {
			if t.Path == field { // a text has a control for each language
				lang = string(v.R.Lang)
			}
		}
	}
	switch {
	case field == "":
		return href
	case lang != "":
		return href + "#f-" + field + "-" + lang
	}
	return href + "#f-" + field
}

// New is the form of a new record that hangs on another; empty when the reader may not add one.
func (v *View) New(kind, field string, on record.Ref) string {
	if !v.MayCreate(kind) {
		return ""
	}
	return v.R.Href("/new/" + kind + "?" + url.Values{field: {string(on)}}.Encode())
}

// here is the address of the page behind the language, to come back to.
func (v *View) here() string {
	here := v.R.URL.Path
	if q := v.R.URL.RawQuery; q != "" {
		here += "?" + q
	}
	return here
}

// told are the words of a hit in the reader's language.
type told struct{ what, mend string }

// tell gives the words of the hits at a record, in their order.
func (v *View) tell(ref record.Ref) []told {
	all, _ := record.Kept(v.R.Tx, v.named("told", ref), nil, func() ([]told, error) {
		var out []told
		for _, h := range v.hits[ref] {
			out = append(out, told{v.Report.What(v.R.Words, h), v.Report.Mend(v.R.Words, h)})
		}
		return out, nil
	})
	return all
}

// Hints are the hints at some records, for whoever is signed in: what waits for nobody is not shown. Each says what was found and how it is mended,
// with the ways to mend it.
func (v *View) Hints(refs ...record.Ref) []ui.Hint {
	if !v.R.Visitor.SignedIn {
		return nil
	}
	var out []ui.Hint
	for _, ref := range refs {
		hits := v.hits[ref]
		if len(hits) == 0 {
			continue
		}
		for i, t := range v.tell(ref) {
			out = append(out, ui.Hint{Title: t.what, Text: t.mend, Do: v.Mends(hits[i])})
		}
	}
	return out
}
