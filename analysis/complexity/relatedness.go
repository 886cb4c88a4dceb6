// SPDX-License-Identifier: EUPL-1.2

package complexity

import (
	"math"

	"github.com/sumanus/sumanus/analysis/matrix"
)

// Measure is a way to set a number of co-occurrences against what chance would give.
type Measure uint8

// The measures of Relatedness. c is the co-occurrence of two different activities, s_i the sum of all co-occurrences of one, T the sum
// over all ordered pairs.
const (
	Probability Measure = iota // c / (T/2 · (s_i/T · s_j/(T−s_i) + s_j/T · s_i/(T−s_j))): Steijn (2017), EconGeo's default
	Association                // (c/T) / (s_i/T · s_j/T)
	Cosine                     // c / √(s_i s_j)
	Jaccard                    // c / (s_i + s_j − c)
)

// Relatedness sets co-occurrences against what chance would give. The diagonal is 0 and takes no part in the sums, as in the R package
// EconGeo; an activity without any co-occurrence is related to nothing (0).
//
// Source: van Eck and Waltman (2009), How to normalize cooccurrence data?, JASIST 60(8); Steijn (2017), Improvement on the association
// strength, Utrecht University.
func Relatedness(n *Network, by Measure, o Options) (*Square, error) {
	if by > Jaccard {
		e := matrix.Fail(matrix.BadOption, "measure")
		e.Value = float64(by)
		return nil, e
	}
	s, err := CoOccurrence(n, o)
	if err != nil {
		return nil, err
	}
	sum, all := make([]float64, s.Size), 0.0
	for a := range s.Size {
		for b, v := range s.Row(a) {
			if a != b {
				sum[a] += v
			}
		}
		all += sum[a]
	}
	for a := range s.Size {
		row := s.Row(a)
		for b, c := range row {
			if a == b || c == 0 {
				row[b] = 0
				continue
			}
			x, y := sum[a], sum[b]
			switch by {
			case Probability:
				row[b] = c / (all / 2 * (x/all*(y/(all-x)) + y/all*(x/(all-y))))
			case Association:
				row[b] = c / all / (x / all * (y / all))
			case Cosine:
				row[b] = c / math.Sqrt(x*y)
			case Jaccard:
				row[b] = c / (x + y - c)
			}
		}
	}
	return s, nil
}

// Related keeps relations of at least a limit as 1 and turns the rest into 0, as is often done before density is taken.
func (s *Square) Related(limit float64) *Square {
	out := &Square{Size: s.Size, Values: make([]float64, len(s.Values))}
	for k, v := range s.Values {
		if math.IsNaN(v) {
			out.Values[k] = v
		} else if v >= limit {
			out.Values[k] = 1
		}
	}
	return out
}
