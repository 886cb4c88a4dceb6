// SPDX-License-Identifier: EUPL-1.2

package html

import (
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/i18n"
)

// The marks: each has an outline of its own, so that it reads in grey and without colour. Drawn in a box of 16 by 16.
var marks = map[string]string{
	// a ring with a tick
	"holds": `<circle cx="8" cy="8" r="6.2"/><path d="M5 8.2l2.1 2.2L11.2 6"/>`,
	// a ring with an arrow
	"moved": `<circle cx="8" cy="8" r="6.2"/><path d="M4.8 8h6M8.6 5.8L10.9 8l-2.3 2.2"/>`,
	// a solid diamond, broken
	"untrue": `<path class="g-full" d="M8 .8L15.2 8 8 15.2.8 8z"/><path class="g-cut" d="M9.6 4.6L7.2 7.8l1.9.6-2.5 3.3"/>`,
	// a dashed ring with a dash
	"uncomputable": `<circle cx="8" cy="8" r="6.2" stroke-dasharray="2.2 2"/><path d="M5.6 8h4.8"/>`,
	// two halves that have slid past each other
	"incomparable": `<path class="g-full" d="M7.2 1.2v9.6a4.8 4.8 0 010-9.6z"/><path d="M8.8 5.2v9.6a4.8 4.8 0 000-9.6z"/>`,
	// a dotted ring
	"unchecked": `<circle cx="8" cy="8" r="6.2" stroke-dasharray=".2 2.6"/>`,
	// a flag
	"newer": `<path d="M4 14.5V2h7.5l-1.8 2.6 1.8 2.6H4"/>`,
	// two sheets
	"stale": `<rect x="2" y="4.4" width="8.4" height="10"/><path d="M5.4 4.2V1.6h8.4v10h-3.2"/>`,
}

// Mark draws a mark by name: a verdict, "unchecked", "newer" or "stale". It is decoration; the word stands beside it.
func Mark(b *Builder, name string) {
	m, ok := marks[name]
	if !ok {
		return
	}
	b.Open("svg", "class", "g", "viewBox", "0 0 16 16", "aria-hidden", "true", "focusable", "false")
	b.Raw(m)
	b.Close()
}

// Verdict writes a verdict as mark and word. Only what waits for a person is amber.
func Verdict(b *Builder, z *i18n.Localizer, v doc.Verdict) {
	name, class := string(v), "verdict v-quiet"
	switch v {
	case doc.Holds:
		class = "verdict"
	case doc.Untrue:
		class = "verdict v-waits"
	case doc.Unchecked:
		name = "unchecked"
	}
	b.Open("span", "class", class)
	Mark(b, name)
	b.Text(" " + VerdictWord(z, v))
	b.Close()
}

var verdictKeys = map[doc.Verdict]string{
	doc.Unchecked:    "doc.verdict-unchecked",
	doc.Holds:        "doc.verdict-holds",
	doc.Moved:        "doc.verdict-moved",
	doc.Untrue:       "doc.verdict-untrue",
	doc.Uncomputable: "doc.verdict-uncomputable",
	doc.Incomparable: "doc.verdict-incomparable",
}

// VerdictWord gives the word of a verdict.
func VerdictWord(z *i18n.Localizer, v doc.Verdict) string { return z.T(verdictKeys[v]) }

// Newer writes the flag that a newer period exists; it may stand beside any verdict.
func Newer(b *Builder, z *i18n.Localizer) {
	b.Open("span", "class", "verdict v-quiet")
	Mark(b, "newer")
	b.Text(" " + z.T("doc.flag-newer"))
	b.Close()
}

// Stale writes the flag that a translation is older than its original: it waits for a person.
func Stale(b *Builder, z *i18n.Localizer) {
	b.Open("span", "class", "verdict v-waits")
	Mark(b, "stale")
	b.Text(" " + z.T("doc.flag-stale"))
	b.Close()
}

// Example tags what is invented.
func Example(b *Builder, z *i18n.Localizer) {
	b.El("span", z.T("doc.example"), "class", "eg")
}
