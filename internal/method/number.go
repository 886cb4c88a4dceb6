// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"math"
	"strconv"
)

// appendNumber writes the shortest decimal text that reads back as the same number (as JSON does); nothing when it is not finite. There is
// no negative zero.
func appendNumber(b []byte, v float64) ([]byte, bool) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return b, false
	}
	if v == 0 {
		return append(b, '0'), true
	}
	if size := math.Abs(v); size < 1e-6 || size >= 1e21 {
		return strconv.AppendFloat(b, v, 'e', -1, 64), true
	}
	return strconv.AppendFloat(b, v, 'f', -1, 64), true
}
