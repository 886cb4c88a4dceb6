// SPDX-License-Identifier: EUPL-1.2

package csvtable

import (
	"strings"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/internal/scan"
)

// cellReader gives what reads a value cell, by the decimal sign: see the package comment.
func cellReader(options statistics.Options, delimiter byte) func(string) (value, flags string, ok bool) {
	switch {
	case options.Decimal == ',':
		return decimalComma
	case options.Decimal == 0 && delimiter == ';':
		var sign byte // the one this file uses, once it is seen
		return func(text string) (string, string, bool) {
			has := decimalSign(text)
			if has != 0 {
				if sign == 0 {
					sign = has
				}
				if sign != has {
					return "", "", false
				}
			}
			if has == ',' {
				return decimalComma(text)
			}
			return scan.Cell(text)
		}
	}
	return scan.Cell
}

// decimalSign finds the first point or comma of a number.
func decimalSign(text string) byte {
	if !strings.ContainsAny(text, "0123456789") {
		return 0 // signs of a missing value
	}
	if i := strings.IndexAny(text, ".,"); i >= 0 {
		return text[i]
	}
	return 0
}

// decimalComma reads a number with a decimal comma; a point in it would be a thousands separator, which is refused.
func decimalComma(text string) (value, flags string, ok bool) {
	if decimalSign(text) == 0 {
		return scan.Cell(text)
	}
	if strings.IndexByte(text, '.') >= 0 || strings.Count(text, ",") != 1 {
		return "", "", false
	}
	return scan.Cell(strings.Replace(text, ",", ".", 1))
}
