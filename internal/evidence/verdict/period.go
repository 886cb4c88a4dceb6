// SPDX-License-Identifier: EUPL-1.2

package verdict

import (
	"fmt"
	"regexp"
	"strconv"
)

// span is a period on its own calendar, so that periods of one form can be ordered and counted.
type span struct {
	form  byte // y, h, q, m
	index int
	style string // how it was written
}

var (
	latestForm = regexp.MustCompile(`^latest(?:-([0-9]{1,3}))?$`)
	spanForm   = regexp.MustCompile(`^([0-9]{4})(?:(-?)([SHQM]?)([0-9]{1,2}))?$`)
)

// parsePeriod reads 2010, 2010-S1 or 2010-H1, 2010-Q1, 2010-05, 2010M05, with or without the hyphen.
func parsePeriod(text string) (span, bool) {
	m := spanForm.FindStringSubmatch(text)
	if m == nil {
		return span{}, false
	}
	year, _ := strconv.Atoi(m[1])
	if m[4] == "" {
		return span{'y', year, "%04d"}, m[3] == "" && m[2] == ""
	}
	n, _ := strconv.Atoi(m[4])
	of := func(form byte, parts int, digits string) (span, bool) {
		return span{form, year*parts + n - 1, "%04d" + m[2] + m[3] + digits}, n >= 1 && n <= parts
	}
	switch {
	case m[3] == "S" || m[3] == "H":
		return of('h', 2, "%d")
	case m[3] == "Q":
		return of('q', 4, "%d")
	case len(m[4]) == 2 && (m[3] == "M" || m[2] == "-"):
		return of('m', 12, "%02d")
	}
	return span{}, false
}

var parts = map[byte]int{'h': 2, 'q': 4, 'm': 12}

func (s span) String() string {
	if s.form == 'y' {
		return fmt.Sprintf(s.style, s.index)
	}
	n := parts[s.form]
	return fmt.Sprintf(s.style, s.index/n, s.index%n+1)
}

func (s span) back(n int) span {
	s.index -= n
	return s
}

// Shift gives the period so many periods earlier on its own calendar: 2010 and 5 is 2005, 2010-Q1 and 1 is 2009-Q4.
func Shift(period string, back int) (string, bool) {
	s, ok := parsePeriod(period)
	if !ok || s.index-back < 0 {
		return "", false
	}
	return s.back(back).String(), true
}

// latest tells whether a period is bound to the newest one, and how far behind it.
func latest(period string) (back int, is bool) {
	m := latestForm.FindStringSubmatch(period)
	if m == nil {
		return 0, false
	}
	if m[1] != "" {
		back, _ = strconv.Atoi(m[1])
	}
	return back, true
}

// ValidPeriod tells whether a period can be written so in a finding.
func ValidPeriod(period string) bool {
	if _, is := latest(period); is {
		return true
	}
	_, ok := parsePeriod(period)
	return ok
}

// newest finds the newest period for which every need has a number; needs are the latest ones of a finding. Years are not mixed with quarters or
// months: all needs must share one form.
func newest(needs []Need, source Source) (span, bool) {
	var best span
	found := false
	common := map[span]int{}
	for i, n := range needs {
		back, _ := latest(n.Period)
		seen := map[span]bool{}
		for _, text := range source.Periods(n.Indicator, n.Region) {
			s, ok := parsePeriod(text)
			if !ok || seen[s] {
				continue
			}
			seen[s] = true
			at := s.back(-back)
			if common[at] == i {
				common[at] = i + 1
			}
		}
	}
	for s, count := range common {
		if count == len(needs) && (!found || s.form == best.form && s.index > best.index || s.form > best.form) {
			best, found = s, true
		}
	}
	return best, found
}

// newer gives the newest period of a series after the given one.
func newer(period string, all []string) (string, bool) {
	from, ok := parsePeriod(period)
	if !ok {
		return "", false
	}
	best, found := from, false
	for _, text := range all {
		if s, ok := parsePeriod(text); ok && s.form == from.form && s.index > best.index {
			best, found = s, true
		}
	}
	return best.String(), found
}
