// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"slices"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
)

// labelsOf says what the results that values cite bear badly: a finding carries the labels of its numbers along.
func (s *shelf) labelsOf(j *evidence.Judge, values []verdict.Value) ([]string, error) {
	var out []string
	for _, v := range values {
		ref := record.Ref(v.Analysis)
		m := s.methodOf(ref)
		if v.Analysis == "" || m == nil {
			continue
		}
		at := method.At{Table: v.Table, Key: v.Key, Column: v.Column}
		small, notes, err := j.Labels(s.r.Context(), ref, at)
		if err != nil {
			return nil, err
		}
		var said []string
		if small {
			said = append(said, s.r.T("ask.rests-on-few", map[string]any{"cell": s.cellName(ref, at)}))
		}
		for _, n := range notes {
			said = append(said, s.plain(m, s.r.T(n.Key, n.Args)))
		}
		for _, text := range said {
			if !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
	}
	return out, nil
}
