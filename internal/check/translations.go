// SPDX-License-Identifier: EUPL-1.2

package check

import "github.com/sumanus/sumanus/internal/record"

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
