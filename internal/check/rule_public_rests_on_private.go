// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"slices"

	"github.com/sumanus/sumanus/internal/record"
)

// restsOnPrivateRule: what everybody may read leads back to something that not everybody may see, so the promise ends at a closed door.
// Records that this reader may not see himself are not told of.
var restsOnPrivateRule = Rule{ID: "public-rests-on-private", Level: Error, Why: "check.public-rests-on-private.why", Mend: "check.public-rests-on-private.mend", look: func(h *house) []Hit {
	thread := []record.LinkKind{record.RestsOn, record.ContributesTo, record.MeasuredBy, record.PartOf, record.ComposedOf, record.Uses, record.Cites}
	var hits []Hit
	for _, r := range h.records {
		if r.Visibility != record.Public {
			continue
		}
		told := map[record.Ref]bool{}
		for _, l := range h.out[r.Ref] {
			if slices.Contains(thread, l.Kind) && h.byRef[l.To].Visibility != record.Public && !told[l.To] {
				told[l.To] = true
				hits = append(hits, Hit{Ref: r.Ref, Field: l.Field, What: "check.public-rests-on-private.what", Related: []record.Ref{l.To},
					Found: map[string]any{"title": h.title(l.To), "visibility": string(h.byRef[l.To].Visibility)}})
			}
		}
	}
	return hits
}}
