// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
)

// Date writes a day: "2026 m. liepos 14 d.", "2026. gada 14. jūlijs", "14 July 2026". The zero time is "no data".
// The day is that of t's own location: callers choose it.
func (z *Localizer) Date(t time.Time) string {
	if t.IsZero() {
		return z.NoData()
	}
	return z.T("i18n.date", fault.A{"year": strconv.Itoa(t.Year()), "month": strconv.Itoa(int(t.Month())), "day": strconv.Itoa(t.Day())})
}

// Since writes from which day on something is so, with the day in the case that "since" asks for: "nuo 2026 m. liepos 14 d.",
// "kopš 2026. gada 14. jūlija", "since 14 July 2026".
func (z *Localizer) Since(t time.Time) string {
	if t.IsZero() {
		return z.NoData()
	}
	return z.T("i18n.since", fault.A{"year": strconv.Itoa(t.Year()), "month": strconv.Itoa(int(t.Month())), "day": strconv.Itoa(t.Day())})
}

// DateTime writes a day and the time of day: "2026 m. liepos 14 d., 09:30".
func (z *Localizer) DateTime(t time.Time) string {
	if t.IsZero() {
		return z.NoData()
	}
	return z.Date(t) + ", " + t.Format("15:04")
}

// ShortDate writes a day in figures, for tables: "2026-07-14", "14.07.2026.", "14/07/2026".
func (z *Localizer) ShortDate(t time.Time) string {
	if t.IsZero() {
		return z.NoData()
	}
	switch z.base {
	case LT:
		return t.Format("2006-01-02")
	case LV:
		return t.Format("02.01.2006.")
	}
	return t.Format("02/01/2006")
}

// Month writes a month of a year: "2026 m. liepa", "2026. gada jūlijs", "July 2026".
func (z *Localizer) Month(year int, month time.Month) string {
	return z.T("i18n.month", fault.A{"year": strconv.Itoa(year), "month": strconv.Itoa(int(month))})
}

// Year writes a year with its word: "2021 m.", "2021. gads", "2021".
func (z *Localizer) Year(year string) string { return z.T("i18n.year", fault.A{"year": year}) }

// Years writes two years that stand for the span between them: "2014–2019 m.".
func (z *Localizer) Years(from, to string) string {
	return z.T("i18n.years", fault.A{"from": from, "to": to})
}

var (
	yearForm    = regexp.MustCompile(`^\d{4}$`)
	spanForm    = regexp.MustCompile(`^(\d{4})\s*[–/-]\s*(\d{4})$`)
	quarterForm = regexp.MustCompile(`^(\d{4})-?Q([1-4])$`)
	halfForm    = regexp.MustCompile(`^(\d{4})-?[SH]([12])$`)
	monthForm   = regexp.MustCompile(`^(\d{4})(?:-|-?M)(0[1-9]|1[0-2])$`)
	weekForm    = regexp.MustCompile(`^(\d{4})-?W(0[1-9]|[1-4]\d|5[0-3])$`)
)

// Period writes what a number refers to: a year "2021", a span "2014–2019" (also with a hyphen), "2021-Q1", "2021-S1", "2021-05" or
// "2021M05", "2021-W05", a day "2021-05-31". Anything else stays as it is.
func (z *Localizer) Period(p string) string {
	p = strings.TrimSpace(p)
	if yearForm.MatchString(p) {
		return z.Year(p)
	}
	if m := monthForm.FindStringSubmatch(p); m != nil {
		year, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		return z.Month(year, time.Month(month))
	}
	if m := spanForm.FindStringSubmatch(p); m != nil {
		return z.Years(m[1], m[2])
	}
	if m := quarterForm.FindStringSubmatch(p); m != nil {
		return z.T("i18n.quarter", fault.A{"year": m[1], "quarter": m[2]})
	}
	if m := halfForm.FindStringSubmatch(p); m != nil {
		return z.T("i18n.half", fault.A{"year": m[1], "half": m[2]})
	}
	if m := weekForm.FindStringSubmatch(p); m != nil {
		return z.T("i18n.week", fault.A{"year": m[1], "week": strings.TrimPrefix(m[2], "0")})
	}
	if t, err := time.Parse("2006-01-02", p); err == nil {
		return z.Date(t)
	}
	return p
}

// Days writes a count of days in words: "3 days".
func (z *Localizer) Days(n int) string { return z.T("i18n.days", fault.A{"n": n}) }

// FileSize writes bytes for people, in steps of 1000: "1,4 MB".
func (z *Localizer) FileSize(bytes int64) string {
	if bytes < 1000 && bytes > -1000 {
		return z.Unit(bytes, 0, "B")
	}
	f := float64(bytes)
	for _, unit := range []string{"kB", "MB", "GB", "TB"} {
		f /= 1000
		if f < 999.95 && f > -999.95 || unit == "TB" {
			return z.Unit(fmt.Sprintf("%.4f", f), 1, unit)
		}
	}
	return z.Number(bytes, 0)
}
