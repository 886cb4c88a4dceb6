// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"context"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
)

// attribute is one attribute with its value, for a place where it may be missing. Pages have hundreds of such places, most of them without: that
// costs nothing here, while a map costs a sorting.
type attribute struct{ name, value string }

// Items implements templ.Attributer.
func (a attribute) Items() []templ.KeyValue[string, any] {
	return []templ.KeyValue[string, any]{{Key: a.name, Value: a.value}}
}

// without is no attribute.
type without struct{}

// Items implements templ.Attributer.
func (without) Items() []templ.KeyValue[string, any] { return nil }

// lang marks text that is not in the page's language.
func lang(l i18n.Lang) templ.Attributer { return attr("lang", string(l)) }

// current marks the link to where we are.
func current(yes bool) templ.Attributer {
	if !yes {
		return without{}
	}
	return attribute{"aria-current", "page"}
}

// attr gives an attribute when it has a value.
func attr(name, value string) templ.Attributer {
	if value == "" {
		return without{}
	}
	return attribute{name, value}
}

// classIf gives a class to what it holds for. A class that is an expression is put together from a map each time.
func classIf(class string, holds bool) templ.Attributer {
	if !holds {
		return without{}
	}
	return attribute{"class", class}
}

// drawn writes a picture as it was drawn; pictures are large, and a string would be a copy.
type drawn []byte

// Render implements templ.Component.
func (d drawn) Render(_ context.Context, w io.Writer) error {
	_, err := w.Write(d)
	return err
}

// wording writes text where a page has very many: an expression in a template formats it first, as if it might be anything.
type wording string

// Render implements templ.Component.
func (t wording) Render(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, templ.EscapeString(t))
	return err
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
