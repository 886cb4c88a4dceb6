// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"cmp"
	"strconv"
	"strings"
)

// The schemes of codes this package knows.
const (
	NUTS = "NUTS" // the Union's regions: versions 2003 … 2024
	LAU  = "LAU"  // local administrative units: versions are years
)

// NUTSVersions lists the versions of NUTS the register knows, oldest first. A version is named by the year of its regulation's
// reference, as Eurostat names its boundary files; NUTS 2024 applies to data sent since 1 January 2024.
var NUTSVersions = []string{"2003", "2006", "2010", "2013", "2016", "2021", "2024"}

// LAUVersions lists the years of local units the register knows. The year 2021 is not among them: Latvia's reform of 1 July 2021
// lies inside it, so a figure "of 2021" may be about the 119 units or about the 43. Say 2020 or 2022.
var LAUVersions = []string{"2019", "2020", "2022", "2023", "2024", "2025", "2026"}

// Code is a code of a territory in one version of a classification, for example {NUTS 2013 LT003}.
//
// Codes of local units are written as GISCO writes them, country first: LV_0027000, LT_21. The forms LV0027000 (Latvia's statistical
// office) and, for Latvia alone, the bare 0027000 are understood as well; a bare 21 is not, since many countries have one.
type Code struct {
	Scheme  string `json:"scheme"`
	Version string `json:"version"`
	Code    string `json:"code"`
}

// String gives "NUTS 2013 LT003".
func (c Code) String() string { return c.Scheme + " " + c.Version + " " + c.Code }

// Level is the NUTS level of the code, 0 for a country to 3; -1 for local units and for what is no code of a region.
func (c Code) Level() int {
	if n := len(c.Code) - 2; c.Scheme == NUTS && n >= 0 && n <= 3 {
		return n
	}
	return -1
}

// Country gives the first two letters.
func (c Code) Country() string {
	if c = c.canonical(); len(c.Code) < 2 {
		return ""
	}
	return c.canonical().Code[:2]
}

// canonical brings a code into the form of the register. What it does not recognise stays as it is, and is not found.
func (c Code) canonical() Code {
	c.Scheme = strings.ToUpper(strings.TrimSpace(c.Scheme))
	c.Code = strings.ToUpper(strings.TrimSpace(c.Code))
	if c.Scheme != LAU {
		return c
	}
	digits := strings.TrimPrefix(strings.TrimPrefix(c.Code, "LV"), "_")
	if len(digits) == 7 && isDigits(digits) {
		c.Code = "LV_" + digits
	}
	return c
}

func isDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

func compare(a, b string) int { return cmp.Compare(a, b) }

func joinQuoted(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = strconv.Quote(s)
	}
	return strings.Join(quoted, ", ")
}
