// SPDX-License-Identifier: EUPL-1.2

package check

// measureWithoutActionRule: a measure that nobody carries out. A cancelled action does not count.
var measureWithoutActionRule = Rule{ID: "measure-without-action", Level: Warning, Why: "check.measure-without-action.why", Mend: "check.measure-without-action.mend", look: func(h *house) []Hit {
	var hits []Hit
	for _, r := range h.of("measure") {
		if len(h.actionsOf(r.Ref)) == 0 {
			hits = append(hits, Hit{Ref: r.Ref, What: "check.measure-without-action.what"})
		}
	}
	return hits
}}
