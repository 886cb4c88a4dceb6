// SPDX-License-Identifier: EUPL-1.2

package strategyarea

import (
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// change is what became of one field of a record, in the words of its form.
type change struct {
	label string
	lang  i18n.Lang // of the words, when they are words
	diff  []ui.Change
}

// changes tells in which fields two states of a record differ, in the order of the form.
func (d *differs) changes(before, after record.Record) ([]change, error) {
	kind, ok := form.Of(after.Ref.Kind())
	if !ok {
		return nil, nil
	}
	say := form.Sayer{Words: d.r.Words, Name: d.name, Link: func(k record.LinkKind) string { return d.r.T("edit.link." + string(k)) }}
	if b, is := after.Body.(interface{ CurrencyCode() string }); is {
		say.Currency = b.CurrencyCode()
	}
	all, err := form.Changes(kind, d.langs, before.Draft(), after.Draft(), say.Say)
	if err != nil {
		return nil, err
	}
	var out []change
	for _, c := range all {
		one := change{label: d.r.T(c.Unit.Field.Label), lang: i18n.Lang(c.Unit.Lang)}
		if c.Unit.Lang != "" {
			one.label += " · " + i18n.Lang(c.Unit.Lang).Name()
		}
		if c.Confirmed {
			one.lang, one.diff = "", []ui.Change{{Text: d.r.T("edit.confirmed")}}
		} else {
			one.diff = ui.Shorten(ui.DiffWords(c.Before, c.After))
		}
		out = append(out, one)
	}
	return out, nil
}
