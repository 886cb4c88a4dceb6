// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/strategy"
)

// measureWithoutIndicatorRule: nobody could see whether the measure worked. It is enough that the measure, or the priority it belongs to,
// has a target with an indicator or is itself measured by one. The priorities it only also contributes to do not count: what is measured
// there says little of this measure.
var measureWithoutIndicatorRule = Rule{ID: "measure-without-indicator", Level: Warning, Why: "check.measure-without-indicator.why", Mend: "check.measure-without-indicator.mend", look: func(h *house) []Hit {
	var hits []Hit
	for _, r := range h.of("measure") {
		if !h.measured(r.Ref) && !h.measured(r.Body.(*strategy.Measure).Priority) {
			hits = append(hits, Hit{Ref: r.Ref, What: "check.measure-without-indicator.what"})
		}
	}
	return hits
}}
