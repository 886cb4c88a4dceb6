// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"strings"

	"github.com/sumanus/sumanus/internal/record"
)

// wanting is a text that is not as it should be in a language.
type wanting struct {
	field, lang, source string
	state               record.TranslationState
}

// translations gives a hit for each text that stands in a state in one of the languages.
func (h *house) translations(state record.TranslationState, what string) []Hit {
	var hits []Hit
	for _, r := range h.records {
		for _, w := range h.wanting(r) {
			if w.state == state {
				hits = append(hits, Hit{Ref: r.Ref, Field: w.field, Lang: w.lang, What: what, Found: map[string]any{"source": w.source}})
			}
		}
	}
	return hits
}

// wanting lists what is missing or stale in a record. Two rules ask, and telling means to digest every text.
func (h *house) wanting(r record.Record) []wanting {
	return record.Of(h.tx, r, "check.wanting "+strings.Join(h.languages, " "), func() []wanting {
		var out []wanting
		for _, t := range texts(r) {
			if t.Text.IsZero() {
				continue
			}
			for _, lang := range h.languages {
				if state := t.Text.State(lang); state == record.Stale || state == record.Missing {
					out = append(out, wanting{t.Path, lang, t.Text.Source, state})
				}
			}
		}
		return out
	})
}
