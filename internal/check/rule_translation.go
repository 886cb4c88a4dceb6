// SPDX-License-Identifier: EUPL-1.2

package check

import "github.com/sumanus/sumanus/internal/record"

// staleTranslationRule: the source text has changed since the translation was made.
var staleTranslationRule = Rule{ID: "stale-translation", Level: Warning, Why: "check.stale-translation.why", Mend: "check.stale-translation.mend", look: func(h *house) []Hit {
	return h.translations(record.Stale, "check.stale-translation.what")
}}

// missingTranslationRule: the text is not there in a language of the partnership. A text that is there in no language is not missing.
var missingTranslationRule = Rule{ID: "missing-translation", Level: Warning, Why: "check.missing-translation.why", Mend: "check.missing-translation.mend", look: func(h *house) []Hit {
	return h.translations(record.Missing, "check.missing-translation.what")
}}

func (h *house) translations(state record.TranslationState, what string) []Hit {
	var hits []Hit
	for _, r := range h.records {
		for _, t := range texts(r) {
			if t.Text.IsZero() {
				continue
			}
			for _, lang := range h.languages {
				if t.Text.State(lang) == state {
					hits = append(hits, Hit{Ref: r.Ref, Field: t.Path, Lang: lang, What: what, Found: map[string]any{"source": t.Text.Source}})
				}
			}
		}
	}
	return hits
}
