// SPDX-License-Identifier: EUPL-1.2

package sentence

import "strings"

// Shown is a value as a reader sees it.
type Shown struct {
	Text   string // by the rules of the language: "10 000", "1,5", "no data"
	Number string // the same number as decimal text with its decimals, which the plural form is chosen by; empty when there is none
}

// Filler knows what to print for the marks, in the language of the statement.
type Filler interface {
	Value(name string) Shown
	Period(name string) string // of a value
	Latest(back int) string
}

// Fill gives the statement with the Text of every mark set: a writer of HTML wraps values and asserting words by their Kind, or Plain joins them.
func (s *Sentence) Fill(f Filler) []Segment { return s.fill(s.Segments, f) }

func (s *Sentence) fill(segments []Segment, f Filler) []Segment {
	out := make([]Segment, len(segments))
	for i, g := range segments {
		switch g.Kind {
		case Value:
			g.Text = f.Value(g.Name).Text
		case Period:
			g.Text = f.Period(g.Name)
		case Latest:
			g.Text = f.Latest(g.Back)
		case Plural:
			g.Text = s.form(g, f.Value(g.Name).Number)
		case Words:
			g.Inside = s.fill(g.Inside, f)
			g.Text = Plain(g.Inside)
		}
		out[i] = g
	}
	return out
}

// form falls back to other: Lithuanian may omit many where a value is whole, and a gap has no class.
func (s *Sentence) form(g Segment, number string) string {
	class := "other"
	if number != "" {
		class = Class(s.Lang, number)
	}
	if text, ok := g.Forms[class]; ok {
		return text
	}
	return g.Forms["other"]
}

// Plain joins filled segments.
func Plain(segments []Segment) string {
	var b strings.Builder
	for _, g := range segments {
		b.WriteString(g.Text)
	}
	return b.String()
}
