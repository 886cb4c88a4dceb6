// SPDX-License-Identifier: EUPL-1.2

package doc

import (
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Slug makes an id of words: letters without their marks (ą becomes a, ķ becomes k), digits, single hyphens; "" when nothing is left.
func Slug(words string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(strings.ToLower(words)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r >= 0x300 && r < 0x370: // a mark that stood on the letter before
		case r == '’' || r == '\'': // "People’s" is one word
		default:
			if s, ok := unmarked[r]; ok {
				if gap && b.Len() > 0 {
					b.WriteByte('-')
				}
				gap = false
				b.WriteString(s)
				continue
			}
			gap = true
		}
		if b.Len() >= 80 {
			break
		}
	}
	return b.String()
}

// Letters that do not fall apart into a letter and a mark.
var unmarked = map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i"}

// ids keeps the ids of a document apart.
type ids map[string]bool

func newIDs() ids { return ids{} }

// take returns the id itself or, when it is taken, with the next free number; ids begin with a letter.
func (s ids) take(want string) string {
	if want == "" || want[0] >= '0' && want[0] <= '9' {
		want = strings.TrimSuffix("section-"+want, "-")
	}
	id := want
	for n := 2; s[id]; n++ {
		id = want + "-" + strconv.Itoa(n)
	}
	s[id] = true
	return id
}

// Entry is a heading in the contents.
type Entry struct {
	Level    int
	ID       string
	Title    string
	Invented bool // what the section is about is an example: its tag stands behind the title
}

// Contents lists the headings of the document in order, outside quotes and passages too.
func Contents(d *Document) []Entry {
	var out []Entry
	Walk(d.Blocks, func(b Block) {
		if h, ok := b.(*Heading); ok {
			out = append(out, Entry{Level: h.Level, ID: h.ID, Title: Plain(h.Text)})
		}
	})
	return out
}
