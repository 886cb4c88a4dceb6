// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/record"
)

// missingTranslationRule: the text is not there in a language of the partnership. A text that is there in no language is not missing.
var missingTranslationRule = Rule{ID: "missing-translation", Level: Warning, Why: "check.missing-translation.why", Mend: "check.missing-translation.mend", look: func(h *house) []Hit {
	return h.translations(record.Missing, "check.missing-translation.what")
}}
