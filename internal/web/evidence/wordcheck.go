// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/web/draft"
)

// answer tells a check what saving would say: the faults, the verdict, the sentence and the numbers as they would be.
func (w *wording) answer() error {
	t := draft.Told{Faults: w.told.order, Live: []draft.LivePart{{Name: "checked", Body: templ.NopComponent}}}
	if w.checked {
		v := verdictOf(w.d.Result.Verdict)
		t.Checked.Verdict = &v
		t.Live[0].Body = checkedDraft(w)
	}
	for i, v := range w.f.Values {
		t.Live = append(t.Live, draft.LivePart{Name: w.at("v", i), Body: plain(w.valueTitle(i, v))})
	}
	return w.sheet.Answer(t)
}
