// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"regexp"
	"strings"
)

// The marks of the house in texts, and what a reader of a search sees instead of each: words stay, addresses and names of numbers go.
var plainSteps = []struct {
	mark    *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`(?m)^:::.*$`), ""},                  // a live block: its title and words stand below
	{regexp.MustCompile(`(?m)^title: `), ""},                 // the title of a live block
	{regexp.MustCompile(`(?m)^(#{1,6}|>|[-*]|\d+\.) +`), ""}, // headings, quotations, lists
	{regexp.MustCompile(`\{\{[^{}]*\}\}`), ""},               // a finding or number put in from elsewhere
	{regexp.MustCompile(`\{= ?([^{}]*)\}`), "$1"},            // a number that is written out
	{regexp.MustCompile(`\{[^{}]*\}`), "…"},                  // a number that is put in
	{regexp.MustCompile(`!?\[@[^\]]*\]`), ""},                // a citation
	{regexp.MustCompile(`!?\[([^\[\]]*)\]\([^()]*\)`), "$1"}, // words that assert, links
	{regexp.MustCompile("\\*\\*|`"), ""},
	{regexp.MustCompile(` +([.,;:!?])`), "$1"},
	{regexp.MustCompile(`[ \t]{2,}`), " "},
}

// plain gives a text as somebody reads it who does not know the marks, for searching and for showing what was found.
func plain(text string) string {
	if !strings.ContainsAny(text, "{[*`#>:-") {
		return text
	}
	for _, s := range plainSteps {
		text = s.mark.ReplaceAllString(text, s.instead)
	}
	return strings.TrimSpace(text)
}
