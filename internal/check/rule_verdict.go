// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// verdictRule: findings that the statistics no longer bear out. A withdrawn finding says nothing any longer and is passed over.
var verdictRule = Rule{ID: "verdict", Level: Error, Why: "check.verdict.why", Mend: "check.verdict.mend", look: func(h *house) []Hit {
	what := map[verdict.Verdict]struct {
		level     Level
		key, mend string
	}{
		verdict.Untrue:       {Error, "check.verdict.untrue", "check.verdict.mend"},
		verdict.Uncomputable: {Error, "check.verdict.uncomputable", "check.verdict.mend-uncomputable"},
		verdict.Incomparable: {Error, "check.verdict.incomparable", "check.verdict.mend-incomparable"},
		verdict.Moved:        {Warning, "check.verdict.moved", "check.verdict.mend-moved"},
	}
	var hits []Hit
	for _, r := range h.of("finding") {
		j, ok := h.judged[r.Ref]
		if !ok || r.Body.(*evidence.Finding).State == evidence.Withdrawn {
			continue
		}
		if j.fault != nil {
			why := h.inAllLanguages(func(lang string) string { return i18n.For(i18n.Lang(lang)).Error(j.fault) })
			hits = append(hits, Hit{Ref: r.Ref, What: "check.verdict.fault", Mend: "check.verdict.mend-fault", Related: h.to(r.Ref), Found: fault.A{"why": why}})
			continue
		}
		hit := Hit{Ref: r.Ref, Field: "statement", Related: h.to(r.Ref), Found: fault.A{"statement": h.inAllLanguages(j.plain)}}
		if down := j.fallen(); len(down) > 0 {
			hit.Found["words"] = h.inAllLanguages(func(lang string) string { return j.words(lang, down) })
			hit.Found["assertions"] = down
		}
		if w, bad := what[j.result.Verdict]; bad {
			one := hit
			one.Level, one.What, one.Mend = w.level, w.key, w.mend
			hits = append(hits, one)
		}
		if newer(j.result) && j.result.Verdict != verdict.Untrue {
			one := hit
			one.Level, one.What, one.Mend = Hint, "check.verdict.newer", "check.verdict.mend-newer"
			hits = append(hits, one)
		}
	}
	return hits
}}

// inAllLanguages makes a text of what is different in each language.
func (h *house) inAllLanguages(f func(lang string) string) record.Text {
	t := record.Text{Text: map[string]string{}}
	for i, lang := range h.languages {
		if i == 0 {
			t.Source = lang
		}
		t.Text[lang] = f(lang)
	}
	return t
}

// newer tells whether a number exists that is newer than all of its indicator that the finding speaks of. A finding that sets an earlier year
// against the newest one knows the newest already.
func newer(r verdict.Result) bool {
	last := map[string]string{}
	for _, v := range r.Values {
		last[v.Indicator] = max(last[v.Indicator], v.Period)
	}
	for _, v := range r.Values {
		if v.Indicator != "" && v.Newest > last[v.Indicator] {
			return true
		}
	}
	return false
}
