// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/sumanus/sumanus/internal/fault"
)

// Reading is writing backwards: what people type in the way of their language. What could be read in two ways is not guessed.

// longestTyped bounds a typed number: no statistic and no budget has more digits.
const longestTyped = 40

var (
	minusSigns = strings.NewReplacer("−", "-", "–", "-")
	grouped    = regexp.MustCompile(`^[0-9]{1,3}( [0-9]{3})+$`)
	byComma    = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+$`)
	digits     = regexp.MustCompile(`^[0-9]+$`)
)

// ReadNumber reads a number as the language writes it and gives it as decimal text with a point, with the decimals that were typed:
// "1 234,50" in Lithuanian and Latvian and "1,234.50" in English are "1234.50". A point in Lithuanian and Latvian, and a comma in
// English, stands for the decimals too where it cannot mean thousands; "1.234" in Lithuanian is refused.
func (z *Localizer) ReadNumber(typed string) (string, error) {
	s := minusSigns.Replace(joinSpaces(typed))
	bad := fault.New(fault.Invalid, "i18n.bad-number", fault.A{"found": typed, "example": z.Number("1234.5", AsPublished)})
	negative := strings.HasPrefix(s, "-")
	s = strings.TrimSpace(strings.TrimPrefix(s, "-"))
	if len(s) > longestTyped {
		return "", bad
	}
	whole, decimals, ok := z.cutDecimals(s)
	if !ok {
		return "", bad
	}
	switch {
	case grouped.MatchString(whole):
		whole = strings.ReplaceAll(whole, " ", "")
	case byComma.MatchString(whole) && z.decimalSign() == '.':
		whole = strings.ReplaceAll(whole, ",", "")
	case !digits.MatchString(whole):
		return "", bad
	}
	out := strings.TrimLeft(whole, "0")
	if out == "" {
		out = "0"
	}
	if decimals != "" {
		out += "." + decimals
	}
	if negative && strings.Trim(out, "0.") != "" {
		out = "-" + out
	}
	return out, nil
}

// joinSpaces makes every run of space one plain space and takes away what stands around.
func joinSpaces(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\u202f' || r == '\u2009' }), " ")
}

// decimalSign is what the language sets before decimals.
func (z *Localizer) decimalSign() rune {
	if strings.ContainsRune(z.Number("1.5", 1), ',') {
		return ','
	}
	return '.'
}

// cutDecimals parts the whole from the decimals. ok is false where the sign could mean either thousands or decimals.
func (z *Localizer) cutDecimals(s string) (whole, decimals string, ok bool) {
	own, other := ",", "."
	if z.decimalSign() == '.' {
		own, other = ".", ","
	}
	switch {
	case strings.Count(s, own) == 1:
		whole, decimals, _ = strings.Cut(s, own)
		return whole, decimals, digits.MatchString(decimals) && (own == "." || !strings.Contains(whole, other))
	case strings.Contains(s, own):
		return "", "", false
	case !strings.Contains(s, other):
		return s, "", true
	case other == "," && byComma.MatchString(s):
		return s, "", true
	}
	whole, decimals, _ = strings.Cut(s, other)
	return whole, decimals, digits.MatchString(decimals) && len(decimals) != 3
}

// ReadMoney reads an amount of euro as the language writes it and gives whole cents: "1 234,50 €" is 123450. More than two decimals are
// refused: "1,500" may have been meant as fifteen hundred.
func (z *Localizer) ReadMoney(typed string) (int64, error) {
	bad := fault.New(fault.Invalid, "i18n.bad-money", fault.A{"found": typed, "example": z.Number("1234.50", 2)})
	s := joinSpaces(typed)
	for _, sign := range []string{"€", "EUR", "eur", "Eur"} {
		s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, sign), sign))
	}
	n, err := z.ReadNumber(s)
	if err != nil {
		return 0, bad
	}
	whole, decimals, _ := strings.Cut(n, ".")
	if len(decimals) > 2 {
		return 0, bad
	}
	cents, err := strconv.ParseInt(whole+(decimals + "00")[:2], 10, 64)
	if err != nil {
		return 0, bad
	}
	if strings.HasPrefix(whole, "-") && cents > 0 {
		cents = -cents
	}
	return cents, nil
}

// WriteMoney writes cents for a field to type in, without a currency: "1 234,50"; ReadMoney reads it back.
func (z *Localizer) WriteMoney(cents int64) string {
	text := strconv.FormatInt(cents, 10)
	sign := ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	for len(text) < 3 {
		text = "0" + text
	}
	whole, rest := text[:len(text)-2], text[len(text)-2:]
	if rest == "00" {
		return z.Number(sign+whole, 0)
	}
	return z.Number(sign+whole+"."+rest, 2)
}

var (
	yearFirst = regexp.MustCompile(`^([12][0-9]{3})[-. /]{1,2}([0-9]{1,2})[-. /]{1,2}([0-9]{1,2})\.?$`)
	dayFirst  = regexp.MustCompile(`^([0-9]{1,2})[-. /]{1,2}([0-9]{1,2})[-. /]{1,2}([12][0-9]{3})\.?$`)
)

// ReadDate reads a day in figures and gives it as an ISO date: "2026-07-14", "2026 07 14", "14.07.2026.", "14/07/2026". The year tells
// where to begin; a month never stands first.
func (z *Localizer) ReadDate(typed string) (string, error) {
	s := joinSpaces(typed)
	year, month, day := "", "", ""
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		year, month, day = m[1], m[2], m[3]
	} else if m := dayFirst.FindStringSubmatch(s); m != nil {
		year, month, day = m[3], m[2], m[1]
	}
	iso := year + "-" + twoDigits(month) + "-" + twoDigits(day)
	if _, err := time.Parse(time.DateOnly, iso); err != nil {
		example := time.Date(2026, time.March, 31, 0, 0, 0, 0, time.UTC)
		return "", fault.New(fault.Invalid, "i18n.bad-date", fault.A{"found": typed, "example": z.ShortDate(example)})
	}
	return iso, nil
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}
