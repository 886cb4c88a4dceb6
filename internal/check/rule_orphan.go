// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/record"
)

// orphanRule: a record that nothing uses. Regions, organisations and the partnership are there in their own right; chapters, priorities, measures,
// actions and targets always belong to something. A plan or a document may also be made of others.
var orphanRule = Rule{ID: "orphan", Level: Warning, Why: "check.orphan.why", Mend: "check.orphan.mend", look: func(h *house) []Hit {
	words := map[string][2]string{
		"finding": {"check.orphan.finding", "check.orphan.mend-finding"}, "indicator": {"check.orphan.indicator", "check.orphan.mend-indicator"},
		"dataset": {"check.orphan.dataset", "check.orphan.mend-dataset"}, "plan": {"check.orphan.plan", "check.orphan.mend-plan"},
		"document": {"check.orphan.document", "check.orphan.mend-document"},
	}
	var hits []Hit
	for _, r := range h.records {
		word, asked := words[r.Ref.Kind()]
		if f, ok := r.Body.(*evidence.Finding); ok && f.State == evidence.Withdrawn {
			continue
		}
		if asked && len(h.users(r.Ref)) == 0 && len(h.from(r.Ref, record.ComposedOf)) == 0 {
			hits = append(hits, Hit{Ref: r.Ref, What: word[0], Mend: word[1]})
		}
	}
	return hits
}}

// users gives what builds upon a record; that another replaces it or speaks of the same thing is no use.
func (h *house) users(ref record.Ref) []record.Ref {
	return ends(h.in[ref], func(l record.Link) record.Ref { return l.From }, []record.LinkKind{record.RestsOn, record.ContributesTo, record.MeasuredBy,
		record.PartOf, record.ComposedOf, record.Uses, record.Cites, record.TaughtIn, record.AgreedIn, record.Answers})
}
