// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
)

// lang marks text that is not in the page's language.
func lang(l i18n.Lang) templ.Attributes {
	if l == "" {
		return nil
	}
	return templ.Attributes{"lang": string(l)}
}

// current marks the link to where we are.
func current(yes bool) templ.Attributes {
	if !yes {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

// attr gives an attribute when it has a value.
func attr(name, value string) templ.Attributes {
	if value == "" {
		return nil
	}
	return templ.Attributes{name: value}
}

func more(n int) fault.A { return fault.A{"n": n} }

// name is a language's own name as a heading writes it: with a capital.
func (l Language) name() string {
	s := l.Name
	if s == "" {
		s = l.Lang.Name()
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

func (l Language) code() string { return strings.ToUpper(string(l.Lang)) }

// before and after cut a message where a component goes.
func before(s string) string { b, _, _ := strings.Cut(s, "\x00"); return b }
func after(s string) string  { _, a, _ := strings.Cut(s, "\x00"); return a }
