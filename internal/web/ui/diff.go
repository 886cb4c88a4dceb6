// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"strings"
	"unicode"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/doc/html"
)

// Side tells what became of a piece of text.
type Side uint8

// What may become of it.
const (
	Same Side = iota
	Added
	Removed
)

// Change is a piece of text and what became of it.
type Change struct {
	Side Side
	Text string
}

// Diff shows what was added and what was taken away, underlined and struck through: both read without colour.
func Diff(cs []Change) templ.Component {
	return built(func(b *html.Builder) {
		b.Open("p", "class", "diff")
		for _, c := range cs {
			switch c.Side {
			case Added:
				b.El("ins", c.Text)
			case Removed:
				b.El("del", c.Text)
			default:
				b.Text(c.Text)
			}
		}
		b.Close()
	})
}

// diffLimit is how many words of each text are compared one by one; what is longer is shown as removed and added as a whole.
const diffLimit = 3000

// DiffWords compares two texts word by word; joined, the kept and removed pieces give the old text, the kept and added ones the new.
func DiffWords(old, now string) []Change {
	a, b := words(old), words(now)
	var head, tail int
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []Change
	out = join(out, Same, a[:head])
	out = middle(out, a[head:len(a)-tail], b[head:len(b)-tail])
	return tidy(join(out, Same, a[len(a)-tail:]))
}

// tidy makes a difference readable: where only space was kept between two changes, they are one; what was taken away stands before
// what came instead.
func tidy(cs []Change) []Change {
	var out []Change
	var gone, came string
	flush := func() {
		for _, c := range []Change{{Removed, gone}, {Added, came}} {
			if c.Text != "" {
				out = append(out, c)
			}
		}
		gone, came = "", ""
	}
	for i, c := range cs {
		switch {
		case c.Side == Removed:
			gone += c.Text
		case c.Side == Added:
			came += c.Text
		case i > 0 && i+1 < len(cs) && strings.TrimSpace(c.Text) == "" && gone != "" && came != "":
			gone, came = gone+c.Text, came+c.Text
		default:
			flush()
			out = append(out, c)
		}
	}
	flush()
	return out
}

// middle walks the table of longest common subsequences. Its size is the product of the two lengths, hence the limit.
func middle(out []Change, a, b []string) []Change {
	if len(a) > diffLimit || len(b) > diffLimit || len(a) == 0 || len(b) == 0 {
		return join(join(out, Removed, a), Added, b)
	}
	w := len(b) + 1
	best := make([]uint16, (len(a)+1)*w)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				best[i*w+j] = best[(i+1)*w+j+1] + 1
			} else {
				best[i*w+j] = max(best[(i+1)*w+j], best[i*w+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			out = join(out, Same, a[i:i+1])
			i, j = i+1, j+1
		case best[(i+1)*w+j] >= best[i*w+j+1]:
			out = join(out, Removed, a[i:i+1])
			i++
		default:
			out = join(out, Added, b[j:j+1])
			j++
		}
	}
	return join(join(out, Removed, a[i:]), Added, b[j:])
}

func join(out []Change, s Side, ws []string) []Change {
	if len(ws) == 0 {
		return out
	}
	text := strings.Join(ws, "")
	if n := len(out); n > 0 && out[n-1].Side == s {
		out[n-1].Text += text
		return out
	}
	return append(out, Change{s, text})
}

// words cuts a text into words and the space between them; nothing is lost.
func words(s string) []string {
	var out []string
	start, space := 0, false
	for i, r := range s {
		if is := unicode.IsSpace(r); i > start && is != space {
			out = append(out, s[start:i])
			start = i
			space = is
		} else if i == start {
			space = is
		}
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

// keptAround is how many bytes of unchanged text are shown on either side of a change.
const keptAround = 80

// Shorten leaves out the middle of long unchanged pieces: what changed is shown with the words around it.
func Shorten(cs []Change) []Change {
	out := make([]Change, 0, len(cs))
	for i, c := range cs {
		if c.Side != Same || len(c.Text) <= 2*keptAround+40 {
			out = append(out, c)
			continue
		}
		head, tail := cutAfter(c.Text, keptAround), cutBefore(c.Text, keptAround)
		switch {
		case len(cs) == 1:
			out = append(out, c)
		case i == 0:
			out = append(out, Change{Same, "… " + tail})
		case i == len(cs)-1:
			out = append(out, Change{Same, head + " …"})
		default:
			out = append(out, Change{Same, head + " … " + tail})
		}
	}
	return out
}

// cutAfter gives about n bytes from the beginning, to the end of a word.
func cutAfter(s string, n int) string {
	if at := strings.IndexFunc(s[n:], unicode.IsSpace); at >= 0 {
		return s[:n+at]
	}
	return s
}

// cutBefore gives about n bytes from the end, from the beginning of a word.
func cutBefore(s string, n int) string {
	if at := strings.LastIndexFunc(s[:len(s)-n], unicode.IsSpace); at >= 0 {
		return strings.TrimLeftFunc(s[at:], unicode.IsSpace)
	}
	return s
}
