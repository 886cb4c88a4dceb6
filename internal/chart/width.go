// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// width measures text in user units. Kerning is left out: it only narrows, so labels get a hair too much room.
// Letters outside the table count as wide as an m, so that nothing is cut.
func width(s string, size float64, bold bool) float64 {
	table, extra := &widthRegular, widthRegularExtra
	if bold {
		table, extra = &widthBold, widthBoldExtra
	}
	total := 0
	for _, r := range norm.NFC.String(s) {
		switch {
		case r >= 0 && int(r) < len(table) && table[r] > 0:
			total += int(table[r])
		case extra[r] > 0:
			total += int(extra[r])
		case r == '\u00ad' || r == '\u200b':
		default:
			total += 850
		}
	}
	return float64(total) / 1000 * size
}

// wrap breaks text into lines of at most max units: at spaces, after hyphens and slashes, and as a last resort inside a word, with a hyphen.
func wrap(s string, max, size float64, bold bool) []string {
	var lines []string
	line := ""
	for _, word := range pieces(s) {
		trial := line + word
		if width(strings.TrimRight(trial, " "), size, bold) <= max {
			line = trial
			continue
		}
		if line != "" {
			lines = append(lines, strings.TrimRight(line, " "))
		}
		for width(strings.TrimRight(word, " "), size, bold) > max && utf8.RuneCountInString(word) > 2 {
			head := chop(word, max-width("-", size, bold), size, bold)
			lines, word = append(lines, head+"-"), word[len(head):]
		}
		line = word
	}
	if line = strings.TrimRight(line, " "); line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// whole tells whether each word of a text fits, so that wrap need not cut one.
func whole(s string, max, size float64, bold bool) bool {
	for _, p := range pieces(s) {
		if width(strings.TrimRight(p, " "), size, bold) > max {
			return false
		}
	}
	return true
}

// pieces cuts text where a line may end; each piece keeps its space or hyphen.
func pieces(s string) []string {
	var out []string
	from := 0
	for i, r := range s {
		if r == ' ' || r == '-' || r == '/' || r == '\n' {
			out = append(out, strings.ReplaceAll(s[from:i+1], "\n", " "))
			from = i + 1
		}
	}
	if from < len(s) {
		out = append(out, s[from:])
	}
	return out
}

// chop is the longest beginning of a word that fits, at least one letter.
func chop(word string, max, size float64, bold bool) string {
	end := 0
	for i, r := range word {
		next := i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			next = i + 1
		}
		if end > 0 && width(word[:next], size, bold) > max {
			break
		}
		end = next
	}
	return word[:end]
}

// widest measures the longest of several lines.
func widest(lines []string, size float64, bold bool) float64 {
	w := 0.0
	for _, l := range lines {
		w = max(w, width(l, size, bold))
	}
	return w
}
