// SPDX-License-Identifier: EUPL-1.2

package scan

import (
	"strings"

	"github.com/sumanus/sumanus/statistics"
)

// Cell reads a cell that holds a value and perhaps flags after it, with or without a space between: "4700", "4700p", "18.6 bep", ":",
// ": c", ":c", "..", "". Flags glued to a number must be small letters of Eurostat. It does not allocate.
func Cell(text string) (value, flags string, ok bool) {
	text = trim(text)
	n := statistics.DecimalPrefix(text)
	if n == 0 {
		return MissingCell(text)
	}
	value, rest := text[:n], text[n:]
	if value[0] == '+' {
		value = value[1:]
	}
	if rest == "" {
		return value, "", true
	}
	if rest[0] == ' ' {
		rest = trim(rest)
	}
	return value, rest, eurostatFlags(rest)
}

// MissingCell reads a cell without a number. The signs that say only "missing" give no flags; those that offices use with a meaning of
// their own are kept as flags.
func MissingCell(text string) (value, flags string, ok bool) {
	switch text {
	case "", ":", "NA", "NaN":
		return "", "", true
	case ".", "..", "...", "…", "-", "–":
		return "", text, true
	}
	if text[0] != ':' {
		return "", "", false
	}
	flags = trim(text[1:])
	return "", flags, eurostatFlags(flags)
}

// eurostatFlags tells whether flags is a combination of Eurostat's letters.
func eurostatFlags(flags string) bool {
	if len(flags) == 0 || len(flags) > 12 {
		return false
	}
	for i := 0; i < len(flags); i++ {
		if !statistics.IsEurostatFlag(flags[i]) {
			return false
		}
	}
	return true
}

// trim drops spaces at both ends; faster than strings.TrimSpace, which is for any Unicode space.
func trim(s string) string {
	for len(s) > 0 && s[len(s)-1] == ' ' {
		s = s[:len(s)-1]
	}
	for len(s) > 0 && s[0] == ' ' {
		s = s[1:]
	}
	return s
}

// ValidCode tells whether s may be a code or an identifier: not empty, not too long, no control characters.
func ValidCode(s string) bool {
	return s != "" && len(s) <= statistics.MaxCode && strings.IndexFunc(s, control) < 0
}

// control names the characters that no code may have: control characters, line separators, the byte order mark.
func control(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff'
}

// Flags shares the few flag texts of a file, so that an observation does not hold on to a block.
type Flags struct {
	last   string
	status statistics.Status
}

// Status gives a shared copy of the flag text and what it means.
func (f *Flags) Status(flags string) (string, statistics.Status) {
	if flags == "" {
		return "", statistics.Normal
	}
	if flags == f.last {
		return f.last, f.status
	}
	s := statistics.StatusOf(flags)
	if shared, ok := common[flags]; ok {
		flags = shared
	} else {
		flags = strings.Clone(flags)
	}
	f.last, f.status = flags, s
	return flags, s
}

// common holds the flags that nearly all cells have.
var common = map[string]string{"b": "b", "c": "c", "d": "d", "e": "e", "p": "p", "u": "u", "bp": "bp", "ep": "ep", "be": "be",
	"bep": "bep", "bu": "bu", "bd": "bd", "..": "..", ".": ".", "-": "-", "r": "r", "n": "n", "z": "z", "i": "i", "cd": "cd"}

// Split cuts text at a delimiter into the cells given, and returns how many there are; those beyond len(cells) are only counted.
func Split(text string, delimiter byte, cells []string) int {
	n := 0
	for {
		i := strings.IndexByte(text, delimiter)
		if i < 0 {
			break
		}
		if n < len(cells) {
			cells[n] = text[:i]
		}
		n++
		text = text[i+1:]
	}
	if n < len(cells) {
		cells[n] = text
	}
	return n + 1
}

// FlagText cleans a flag text that stands by itself: ":" says only that the value is missing, which the empty value says already.
func FlagText(text string) string {
	text = trim(text)
	if text == "" || text[0] != ':' {
		return text
	}
	if rest := trim(text[1:]); rest == "" || eurostatFlags(rest) {
		return rest
	}
	return text
}
