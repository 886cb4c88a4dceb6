// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/doc/html"
	"github.com/sumanus/sumanus/internal/i18n"
)

// Mark is what a piece of a sentence does.
type Mark string

// The marks of a sentence.
const (
	Value  Mark = "val" // a number: underlined
	Assert Mark = "ass" // words that assert: dotted
)

// Part is a piece of a sentence.
type Part struct {
	Text string
	Mark Mark
	Off  bool   // no longer agrees with the data: waits for a person
	Key  string // letter that ties the mark to its row below
	Href string // that row, or the evidence
}

func (p Part) class() string {
	c := string(p.Mark)
	if p.Off {
		c += " off"
	}
	return c
}

// Sentence is a finding as it stands in the plan.
type Sentence struct {
	Parts   []Part
	Lang    i18n.Lang
	Heading bool // it is the h1 of the page
	Small   bool
}

func (s Sentence) class() string {
	if s.Small {
		return "sentence s"
	}
	return "sentence"
}

// MarkedSentence shows a finding with its marks: what is a number, what asserts, what no longer agrees. It is written here and not in a
// template because between a word, its mark and its key no space may slip in.
func MarkedSentence(s Sentence) templ.Component {
	tag := "p"
	if s.Heading {
		tag = "h1"
	}
	return built(func(b *html.Builder) {
		b.Open(tag, "class", s.class(), "lang", string(s.Lang))
		for _, p := range s.Parts {
			p.write(b, true)
		}
		b.Close()
	})
}

// plainParts leaves links and keys out: the whole sentence is one link.
func plainParts(s Sentence) templ.Component {
	return built(func(b *html.Builder) {
		for _, p := range s.Parts {
			p.write(b, false)
		}
	})
}

func (p Part) write(b *html.Builder, links bool) {
	switch {
	case p.Mark == "":
		b.Text(p.Text)
	case links && p.Href != "" && doc.SafeLink(p.Href):
		b.El("a", p.Text, "class", p.class(), "href", p.Href)
	default:
		b.El("span", p.Text, "class", p.class())
	}
	if links && p.Key != "" {
		b.El("sup", p.Key, "class", "key")
	}
}

// snippet shows the words around what was looked for.
func snippet(ps []Part) templ.Component {
	return built(func(b *html.Builder) {
		for _, p := range ps {
			if p.Mark == "" {
				b.Text(p.Text)
				continue
			}
			b.El("mark", p.Text)
		}
	})
}
