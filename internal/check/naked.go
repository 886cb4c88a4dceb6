// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"github.com/sumanus/sumanus/internal/fault"
)

func nakedHits(claims []claim, dress func(claim) Hit) []Hit {
	var hits []Hit
	for _, c := range claims {
		hit := dress(c)
		hit.Ref, hit.Field, hit.Lang, hit.Line, hit.Column, hit.Found = c.ref, c.field, c.lang, c.line, c.column, fault.A{"word": c.found.Word}
		hits = append(hits, hit)
	}
	return hits
}
