// SPDX-License-Identifier: EUPL-1.2

package demography

import (
	"math"
	"strconv"
)

// ResidualBy says at which end of the interval migrants are counted.
type ResidualBy int

// The three estimates of migration as a residual. Forward counts those of the migrants who live to the end, Reverse those who would have stood at the
// beginning, Average lets them come in the middle.
const (
	Forward ResidualBy = iota
	Reverse
	Average
)

// Migration is net migration between two counts by sex and the age at the later one.
type Migration struct {
	Observed Table // the later count
	Expected Table // who would have been there without migration: survivors; NaN where births are not known
	Net      Table // NaN where it cannot be known
}

// Residual finds the net migration between two counts that lie as far apart as an age group is wide: who is there less who would be there had
// nobody moved. Survival ratios are by the age at the earlier count and may be above 1, as those of a census are; births are by sex, and nil when not
// known, which leaves the youngest group unknown. birth is the part of the newborn alive at the end.
//
// United Nations (1970), Manual VI, chapter II; Siegel and Hamilton (1952), Some considerations in the use of the residual method of estimating net
// migration, Journal of the American Statistical Association 47. Forward: M = P' − S·P. Reverse: M = P'/S − P. Average: the mean of the two.
func Residual(earlier, later, survival Table, births, birth []float64, by ResidualBy) (*Migration, error) {
	if err := checkCounts(earlier, later); err != nil {
		return nil, err
	}
	sexes, ages := len(earlier), len(earlier[0])
	if err := survival.check("survival", sexes, ages, false); err != nil {
		return nil, err
	}
	if births != nil && (len(births) != sexes || len(birth) != sexes) {
		return nil, fault(WrongSize, "births", strconv.Itoa(min(len(births), len(birth))), strconv.Itoa(sexes))
	}
	out := &Migration{Observed: later, Expected: NewTable(sexes, ages), Net: NewTable(sexes, ages)}
	for s := range sexes {
		begin := make([]float64, ages)
		for a := range ages {
			to := min(a+1, ages-1)
			begin[to] += earlier[s][a]
			out.Expected[s][to] += survival[s][a] * earlier[s][a]
		}
		begin[0], out.Expected[s][0] = math.NaN(), math.NaN()
		if births != nil {
			begin[0], out.Expected[s][0] = births[s], births[s]*birth[s]
		}
		for a := range ages {
			ratio := out.Expected[s][a] / begin[a]
			switch {
			case begin[a] > 0:
			case a == 0 && births != nil:
				ratio = birth[s]
			case a > 0 && (a < ages-1 || survival[s][a-1] == survival[s][a]): // nobody stood at the beginning: the ratio is known all the same
				ratio = survival[s][a-1]
			}
			out.Net[s][a] = residual(later[s][a], out.Expected[s][a], begin[a], ratio, by)
		}
		if by == Forward {
			continue
		}
		for a, v := range out.Net[s] {
			if math.IsInf(v, 0) || math.IsNaN(v) && (a > 0 || births != nil) {
				return nil, &Error{Code: NoRatio, What: "reverse", Sex: s, Age: a}
			}
		}
	}
	return out, nil
}

// residual is one cell. ratio is the part of the cohort that is expected to live to the end.
func residual(observed, expected, begin, ratio float64, by ResidualBy) float64 {
	forward := observed - expected
	if by == Forward {
		return forward
	}
	reverse := observed/ratio - begin
	if expected == 0 && observed == 0 && begin == 0 {
		reverse = 0
	}
	if by == Reverse {
		return reverse
	}
	return forward/2 + reverse/2
}

// CensusSurvival gives survival ratios by sex and age from two counts of a population that nobody enters or leaves, such as a country's: the ratio of
// those counted at x + n to those counted at x before (United Nations 1970, Manual VI, chapter II.B). The last two groups have one ratio together.
// They take in errors of counting, which is why they are used with counts and may be above 1.
func CensusSurvival(earlier, later Table) (Table, error) {
	if err := checkCounts(earlier, later); err != nil {
		return nil, err
	}
	ages := len(earlier[0])
	out := NewTable(len(earlier), ages)
	for s := range earlier {
		for a := range ages {
			to := min(a+1, ages-1)
			below := cohort(earlier[s], to, 1)
			if below == 0 {
				return nil, &Error{Code: NoRatio, What: "earlier", Sex: s, Age: to}
			}
			out[s][a] = later[s][to] / below
		}
	}
	return out, nil
}

func checkCounts(earlier, later Table) error {
	if len(earlier) == 0 || len(earlier[0]) == 0 {
		return fault(NoAges, "", "", "")
	}
	if len(earlier[0]) == 1 {
		return fault(ShortAges, "", "1", "2")
	}
	if err := earlier.check("population", len(earlier), len(earlier[0]), false); err != nil {
		return err
	}
	return later.check("population", len(earlier), len(earlier[0]), false)
}
