// SPDX-License-Identifier: EUPL-1.2

package form

import (
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// Sayer tells values in words.
type Sayer struct {
	Words *i18n.Localizer
	// Name gives what a record is called.
	Name func(record.Ref) string
	// Link gives what a kind of link is called.
	Link func(record.LinkKind) string
	// Currency of amounts of money; empty is euro.
	Currency string
}

// Say tells the value of a unit in words; empty for what is not there.
func (s Sayer) Say(u Unit, v any) string {
	if v == nil {
		return ""
	}
	if u.Field.Path == links.Path {
		return s.links(v)
	}
	if u.Lang != "" {
		return words(v)
	}
	return s.field(u.Field, v)
}

func (s Sayer) field(f Field, v any) string {
	z := s.Words
	switch f.Control {
	case Choice:
		if f.Path == "owner" {
			return s.Name(record.Ref(words(v)))
		}
		for _, o := range f.Options {
			if o.Value == words(v) {
				return z.T(o.Label)
			}
		}
		return words(v)
	case Date, Year:
		return z.Period(words(v))
	case Money:
		if cents, err := strconv.ParseInt(words(v), 10, 64); err == nil {
			currency := s.Currency
			if currency == "" {
				currency = "EUR"
			}
			return z.Money(cents, currency)
		}
	case Decimal:
		if f.Unit == "" || words(v) == "" {
			return z.Number(words(v), i18n.AsPublished)
		}
		return z.Attach(z.Number(words(v), i18n.AsPublished), f.Unit)
	case Tick:
		if on, _ := v.(bool); on {
			return z.T("edit.yes")
		}
		return ""
	case Ref:
		if words(v) == "" {
			return ""
		}
		return s.Name(record.Ref(words(v)))
	case Refs:
		return s.lines(v, func(e any) string { return s.Name(record.Ref(words(e))) })
	case List:
		return strings.ReplaceAll(s.lines(v, words), "\n", ", ")
	case Rows:
		return s.lines(v, func(e any) string {
			line, _ := e.(map[string]any)
			var parts []string
			for _, sub := range f.Sub {
				if w := s.field(sub, line[sub.Path]); w != "" {
					parts = append(parts, w)
				}
			}
			return strings.Join(parts, ", ")
		})
	case Else:
		return strings.Join(flat(v), "\n")
	}
	return words(v)
}

func (s Sayer) lines(v any, one func(any) string) string {
	list, _ := v.([]any)
	out := make([]string, 0, len(list))
	for _, e := range list {
		out = append(out, one(e))
	}
	return strings.Join(out, "\n")
}

func (s Sayer) links(v any) string {
	return s.lines(v, func(e any) string {
		m, _ := e.(map[string]any)
		out := s.Link(record.LinkKind(words(m["kind"]))) + ": " + s.Name(record.Ref(words(m["to"])))
		if reason := (tree{"reason": m["reason"]}).wording("reason"); !reason.IsZero() {
			out += " (" + reason.In(string(s.Words.Lang())) + ")"
		}
		return out
	})
}
