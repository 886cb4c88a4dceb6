// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/record"
)

// staleTranslationRule: the source text has changed since the translation was made.
var staleTranslationRule = Rule{ID: "stale-translation", Level: Warning, Why: "check.stale-translation.why", Mend: "check.stale-translation.mend", look: func(h *house) []Hit {
	return h.translations(record.Stale, "check.stale-translation.what")
}}
