// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/sentence"
	"github.com/sumanus/sumanus/internal/fault"
)

// marksDifferRule: a translation that is bound to other values or assertions than its source. Saving refuses that for a current translation,
// so it befalls those that the source has left behind; they are not shown to readers.
var marksDifferRule = Rule{ID: "marks-differ", Level: Error, Why: "check.marks-differ.why", Mend: "check.marks-differ.mend", look: func(h *house) []Hit {
	var hits []Hit
	for _, r := range h.of("finding") {
		f := r.Body.(*evidence.Finding)
		t := f.Statement
		source, err := sentence.Parse(t.Source, t.Text[t.Source])
		if err != nil || f.State == evidence.Withdrawn {
			continue
		}
		for _, lang := range t.Languages() {
			if lang == t.Source {
				continue
			}
			hit := Hit{Ref: r.Ref, Field: "statement", Lang: lang}
			s, err := sentence.Parse(lang, t.Text[lang])
			if err != nil {
				hit.What, hit.Mend = "check.marks-differ.unreadable", "check.marks-differ.mend-unreadable"
				hits = append(hits, hit)
				continue
			}
			missing, extra := less(source.Marks(), s.Marks()), less(s.Marks(), source.Marks())
			if len(missing)+len(extra) == 0 {
				continue
			}
			hit.Found = fault.A{"missing": strings.Join(missing, " "), "extra": strings.Join(extra, " ")}
			switch {
			case len(extra) == 0:
				hit.What = "check.marks-differ.missing"
			case len(missing) == 0:
				hit.What = "check.marks-differ.extra"
			default:
				hit.What = "check.marks-differ.both"
			}
			hits = append(hits, hit)
		}
	}
	return hits
}}

// less gives what of a is not in b.
func less(a, b []string) []string {
	var out []string
	for _, s := range a {
		if !slices.Contains(b, s) {
			out = append(out, s)
		}
	}
	return out
}
