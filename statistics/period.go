// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"cmp"
	"strconv"
	"time"
)

// Frequency says how long a period is. The letters are those of Eurostat's dimension freq.
type Frequency byte

// The frequencies, from long to short.
const (
	Annual    Frequency = 'A'
	Half      Frequency = 'S'
	Quarterly Frequency = 'Q'
	Monthly   Frequency = 'M'
	Weekly    Frequency = 'W'
	Daily     Frequency = 'D'
)

// Period is a span of time that an observation refers to. Number counts from 1 within the year (half, quarter, month, ISO week,
// day of the year); it is 0 for a year. The zero Period is not a period.
//
// Its normalised text is 2010, 2010-S1, 2010-Q1, 2010-M03, 2010-W05 or 2010-03-15. A month is written with its M because
// 2010-11 also stands for the two years 2010 and 2011 in some tables; it is read as November 2010, as ISO 8601 and Eurostat have it.
type Period struct {
	Frequency Frequency
	Year      int
	Number    int
}

// ParsePeriod reads the spellings of Eurostat, SDMX and PxWeb: 2010, 2010A, 2010-A1, 2010-S1, 2010S1, 2010H1, 2010-Q1, 2010Q1, 2010K1 (quarter in
// Swedish and Norwegian tables), 2010-03, 2010-M03, 2010M03, 2010-W05, 2010W05, 2010U05 (week in Swedish), 2010-03-15, 2010M03D15.
// Years have four digits, 1000 to 9999. It does not allocate.
func ParsePeriod(s string) (Period, bool) {
	year, ok := digits(s, 0, 4)
	if !ok || year < 1000 {
		return Period{}, false
	}
	if len(s) == 4 {
		return Period{Annual, year, 0}, true
	}
	at := 4
	if s[at] == '-' {
		at++
	}
	if at == len(s) {
		return Period{}, false
	}
	mark := s[at]
	if mark >= '0' && mark <= '9' {
		if at == 4 {
			return Period{}, false
		}
		return parseISO(s, year)
	}
	rest := s[at+1:]
	switch mark {
	case 'A':
		return Period{Annual, year, 0}, rest == "" || rest == "1" || rest == "00"
	case 'S', 'H':
		return numbered(Half, year, rest, 2)
	case 'Q', 'K':
		return numbered(Quarterly, year, rest, 4)
	case 'W', 'U':
		return numbered(Weekly, year, rest, weeks(year))
	case 'M':
		if len(rest) == 5 && rest[2] == 'D' {
			month, ok1 := digits(rest, 0, 2)
			day, ok2 := digits(rest, 3, 2)
			return daily(year, month, day, ok1 && ok2)
		}
		return numbered(Monthly, year, rest, 12)
	}
	return Period{}, false
}

// parseISO reads what follows the year in 2010-03 and 2010-03-15.
func parseISO(s string, year int) (Period, bool) {
	month, ok := digits(s, 5, 2)
	if len(s) == 7 {
		return Period{Monthly, year, month}, ok && month >= 1 && month <= 12
	}
	if len(s) != 10 || s[7] != '-' {
		return Period{}, false
	}
	day, ok2 := digits(s, 8, 2)
	return daily(year, month, day, ok && ok2)
}

func daily(year, month, day int, ok bool) (Period, bool) {
	if !ok || month < 1 || month > 12 {
		return Period{}, false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return Period{Daily, year, t.YearDay()}, int(t.Month()) == month && t.Day() == day
}

func numbered(f Frequency, year int, text string, most int) (Period, bool) {
	if len(text) < 1 || len(text) > 2 {
		return Period{}, false
	}
	n, ok := digits(text, 0, len(text))
	return Period{f, year, n}, ok && n >= 1 && n <= most
}

// digits reads exactly n digits of s from a position.
func digits(s string, from, n int) (int, bool) {
	if len(s) < from+n {
		return 0, false
	}
	v := 0
	for _, c := range []byte(s[from : from+n]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + int(c-'0')
	}
	return v, true
}

// weeks is the number of ISO weeks of a year: 52 or 53.
func weeks(year int) int {
	_, w := time.Date(year, 12, 28, 0, 0, 0, 0, time.UTC).ISOWeek()
	return w
}

// NormalPeriod gives the normalised text of a period as published, or false.
func NormalPeriod(s string) (string, bool) {
	p, ok := ParsePeriod(s)
	if !ok {
		return "", false
	}
	if p.Frequency == Annual && len(s) == 4 {
		return s, true
	}
	return p.String(), true
}

// String gives the normalised text; empty for what is not a period.
func (p Period) String() string {
	year := strconv.Itoa(p.Year)
	switch p.Frequency {
	case Annual:
		return year
	case Half, Quarterly:
		return year + "-" + string(rune(p.Frequency)) + strconv.Itoa(p.Number)
	case Monthly, Weekly:
		number := strconv.Itoa(p.Number)
		if p.Number < 10 {
			number = "0" + number
		}
		return year + "-" + string(rune(p.Frequency)) + number
	case Daily:
		return p.Start().Format(time.DateOnly)
	}
	return ""
}

// Start is the first day of the period. A week begins on Monday and may begin in the year before.
func (p Period) Start() time.Time {
	month, day := time.January, 1
	switch p.Frequency {
	case Half:
		month += time.Month(6 * (p.Number - 1))
	case Quarterly:
		month += time.Month(3 * (p.Number - 1))
	case Monthly:
		month += time.Month(p.Number - 1)
	case Weekly:
		fourth := time.Date(p.Year, time.January, 4, 0, 0, 0, 0, time.UTC) // 4 January is always in week 1
		return fourth.AddDate(0, 0, 7*(p.Number-1)-(int(fourth.Weekday())+6)%7)
	case Daily:
		day = p.Number
	}
	return time.Date(p.Year, month, day, 0, 0, 0, 0, time.UTC)
}

// Compare orders periods by their first day; of two that begin on the same day the longer comes first.
func (p Period) Compare(q Period) int {
	if p.Frequency == q.Frequency {
		return cmp.Or(cmp.Compare(p.Year, q.Year), cmp.Compare(p.Number, q.Number))
	}
	return cmp.Or(p.Start().Compare(q.Start()), cmp.Compare(length(p.Frequency), length(q.Frequency)))
}

// length ranks frequencies from long to short.
func length(f Frequency) int {
	switch f {
	case Annual:
		return 0
	case Half:
		return 1
	case Quarterly:
		return 2
	case Monthly:
		return 3
	case Weekly:
		return 4
	}
	return 5
}

// ComparePeriods orders two normalised texts as Period.Compare does; what is not a period comes first, bytewise.
func ComparePeriods(a, b string) int {
	p, okP := ParsePeriod(a)
	q, okQ := ParsePeriod(b)
	switch {
	case okP && okQ:
		return p.Compare(q)
	case okP:
		return 1
	case okQ:
		return -1
	}
	return cmp.Compare(a, b)
}

// Minus gives the period n steps earlier in the same frequency (later for a negative n): 2021 Minus 5 is 2016,
// 2010-Q1 Minus 1 is 2009-Q4, 2016-W01 Minus 1 is 2015-W53.
func (p Period) Minus(n int) Period {
	switch p.Frequency {
	case Annual:
		return Period{Annual, p.Year - n, 0}
	case Half:
		return p.back(n, 2)
	case Quarterly:
		return p.back(n, 4)
	case Monthly:
		return p.back(n, 12)
	case Weekly:
		year, week := p.Start().AddDate(0, 0, -7*n).ISOWeek()
		return Period{Weekly, year, week}
	case Daily:
		t := p.Start().AddDate(0, 0, -n)
		return Period{Daily, t.Year(), t.YearDay()}
	}
	return p
}

func (p Period) back(n, perYear int) Period {
	ordinal := p.Year*perYear + p.Number - 1 - n
	year := ordinal / perYear
	if ordinal < 0 && ordinal%perYear != 0 {
		year--
	}
	return Period{p.Frequency, year, ordinal - year*perYear + 1}
}
