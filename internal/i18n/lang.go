// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// Lang is a language tag such as "lt". Languages of texts are data and may be any tag; messages exist in the known ones.
type Lang string

// The languages that have a catalogue.
const (
	LT Lang = "lt"
	LV Lang = "lv"
	EN Lang = "en"
)

// Fallback speaks where a language has no catalogue.
const Fallback = EN

// Known lists the languages that have a catalogue, in the order in which the site offers them.
func Known() []Lang { return []Lang{LT, LV, EN} }

// IsKnown tells whether the language has a catalogue of its own.
func (l Lang) IsKnown() bool {
	for _, k := range Known() {
		if l == k {
			return true
		}
	}
	return false
}

// Name is the language's name in that language, as a switch of languages shows it; the tag itself for others.
func (l Lang) Name() string {
	switch l {
	case LT:
		return "lietuvių"
	case LV:
		return "latviešu"
	case EN:
		return "English"
	}
	return string(l)
}

// Base is the known language behind a tag: "lt-LT" is lt, "sv" is en.
func (l Lang) Base() Lang {
	base, _, _ := strings.Cut(strings.ToLower(string(l)), "-")
	base, _, _ = strings.Cut(base, "_")
	if Lang(base).IsKnown() {
		return Lang(base)
	}
	return Fallback
}

// Localizer writes for readers of one language. It is safe for concurrent use.
type Localizer struct {
	lang  Lang // as asked for
	base  Lang // the known language that speaks
	tag   language.Tag
	words map[string]*message
	sort  *sorter
	typed bool // terms are said as they are typed
}

// Typed speaks to who types commands: what a form calls by its label is called as it is typed.
func (z *Localizer) Typed() *Localizer {
	c := *z
	c.typed = true
	return &c
}

var localizers sync.Map // Lang → *Localizer; asking twice gives the same

// For gives the localizer of a language. An unknown language speaks English but keeps its own order of words where x/text
// knows it.
func For(l Lang) *Localizer {
	if v, ok := localizers.Load(l); ok {
		return v.(*Localizer)
	}
	tag, err := language.Parse(string(l))
	if err != nil {
		tag = language.English
	}
	z := &Localizer{lang: l, base: l.Base(), tag: tag, words: catalogues().words[l.Base()], sort: newSorter(tag)}
	if err != nil {
		return z // no tag at all: do not let strangers fill the table
	}
	v, _ := localizers.LoadOrStore(l, z)
	return v.(*Localizer)
}

// Lang is the language asked for.
func (z *Localizer) Lang() Lang { return z.lang }

// Accepted is the known language that a browser asks for first (the header Accept-Language); Fallback when it asks for none of them.
func Accepted(header string) Lang {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return Fallback
	}
	for _, t := range tags {
		base, _ := t.Base()
		if l := Lang(base.String()); l.IsKnown() {
			return l
		}
	}
	return Fallback
}
