// SPDX-License-Identifier: EUPL-1.2

package form

import (
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/record"
)

// tidy brings a wording into the form in which it is kept.
func tidy(s string) string {
	return strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s))
}

// Reword makes of a text what was typed over it. typed are the wordings by language; one that is not there is not touched. agrees are the
// languages of which somebody says that they still fit the original; made tells of a language which original its wording was made from,
// where that is known. order are the languages in the order in which one becomes the original of a text that has none.
//
// A translation that was typed anew counts as made from the original as it is now; one that was left alone becomes stale when the
// original changes. When the wording in the original language is taken away, a translation becomes the original.
func Reword(base record.Text, typed map[string]string, agrees []string, made map[string]string, order []string) record.Text {
	out := record.Text{Source: base.Source, Text: map[string]string{}}
	for lang, s := range base.Text {
		out.Text[lang] = s
	}
	for lang, s := range typed {
		if s = tidy(s); s == "" {
			delete(out.Text, lang)
		} else {
			out.Text[lang] = s
		}
	}
	if len(out.Text) == 0 {
		return record.Text{}
	}
	was := out.Source
	out.Source = original(base, out, order)
	now := record.TextHash(out.Text[out.Source])
	agreed := was != out.Source && base.State(out.Source) == record.Current
	for lang, s := range out.Text {
		if lang == out.Source {
			continue
		}
		of := base.Of[lang]
		switch {
		case made[lang] != "":
			of = made[lang]
		case slices.Contains(agrees, lang), s != base.Text[lang], agreed && base.State(lang) == record.Current:
			of = now
		}
		if of != "" {
			if out.Of == nil {
				out.Of = map[string]string{}
			}
			out.Of[lang] = of
		}
	}
	return out
}

// original chooses the original language of a text: the one it has, else a translation that still fits, else the first in order.
func original(base, now record.Text, order []string) string {
	if now.Text[base.Source] != "" {
		return base.Source
	}
	for _, lang := range order {
		if now.Text[lang] != "" && base.State(lang) == record.Current {
			return lang
		}
	}
	for _, lang := range append(slices.Clone(order), now.Languages()...) {
		if now.Text[lang] != "" {
			return lang
		}
	}
	return base.Source
}
