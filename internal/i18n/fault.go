// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/fault"
)

// Error says what went wrong and where: "prices.csv, line 412, column geo: …". Further faults follow, one in a line.
// An error that is no fault is our own mistake: its text stays in the log.
func (z *Localizer) Error(err error) string {
	return strings.Join(z.Errors(err), "\n")
}

// Errors is Error as a list, for pages that show one.
func (z *Localizer) Errors(err error) []string {
	if err == nil {
		return nil
	}
	var f *fault.Fault
	if !errors.As(err, &f) || f == nil {
		return []string{z.T("i18n.internal")}
	}
	out := []string{z.one(f)}
	for _, a := range f.Also {
		if a != nil {
			out = append(out, z.Errors(a)...)
		}
	}
	return out
}

func (z *Localizer) one(f *fault.Fault) string {
	text := ""
	switch {
	case z.Has(f.Key) || catalogues().words[Fallback][f.Key] != nil:
		text = z.T(f.Key, f.Args)
		if _, term := f.Args["what"].(fault.Term); term { // a sentence that begins with a word of the house
			text = upper(text)
		}
	case z.Has("i18n.fault." + string(f.Code)):
		text = z.T("i18n.fault." + string(f.Code))
	default:
		text = z.T("i18n.internal")
	}
	if place := z.Place(f.Place); place != "" {
		return place + ": " + text
	}
	return text
}

// Place says where a fault lies: "prices.csv, line 412, column geo". Empty when nothing is known.
func (z *Localizer) Place(p fault.Place) string {
	var parts []string
	if p.File != "" {
		parts = append(parts, p.File)
	}
	if p.Line > 0 {
		parts = append(parts, z.T("i18n.line", fault.A{"line": p.Line}))
	}
	if p.Column != "" {
		parts = append(parts, z.T("i18n.column", fault.A{"column": p.Column}))
	}
	if p.Field != "" {
		parts = append(parts, z.T("i18n.field", fault.A{"field": p.Field}))
	}
	return strings.Join(parts, ", ")
}

// upper begins a sentence.
func upper(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[n:]
}
