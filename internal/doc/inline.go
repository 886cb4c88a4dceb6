// SPDX-License-Identifier: EUPL-1.2

package doc

import "strings"

// Inline is one of the types of this file; the list is closed.
type Inline interface{ inline() }

// Text is plain words. Its characters are exactly those of the author's line from Pos on, unless a character was escaped.
type Text struct {
	Pos  Pos
	Text string
}

// Emphasis is stressed words.
type Emphasis struct{ Text []Inline }

// Strong is important words.
type Strong struct{ Text []Inline }

// Code is a word shown as typed.
type Code struct{ Text string }

// Link leads to http, https, mailto or a relative address.
type Link struct {
	Pos  Pos
	Href string
	Text []Inline
}

// Value is a live number of a finding. Without a Resolver only Slug and Name are known.
type Value struct {
	Pos  Pos
	Slug string
	Name string
	LiveValue
}

// Asserting marks the words of a sentence that assert something ("more than", "fastest"), with the name of the assertion.
type Asserting struct {
	Name string
	Off  bool // the words no longer agree with the numbers
	Text []Inline
}

// Sentence is the whole sentence of a finding inside running text; its words stand in Document.Cited.
type Sentence struct {
	Pos  Pos
	Slug string
	Text []Inline
}

// Citation refers to a finding.
type Citation struct {
	Pos  Pos
	Slug string
}

// NoteRef refers to a footnote; Ref numbers the references to the same note from 1.
type NoteRef struct {
	Pos         Pos
	Number, Ref int
}

// Break is a line break the author wants.
type Break struct{}

// Lang is words in another language than those around them.
type Lang struct {
	Lang string
	Text []Inline
}

func (*Text) inline()      {}
func (*Emphasis) inline()  {}
func (*Strong) inline()    {}
func (*Code) inline()      {}
func (*Link) inline()      {}
func (*Value) inline()     {}
func (*Asserting) inline() {}
func (*Sentence) inline()  {}
func (*Citation) inline()  {}
func (*NoteRef) inline()   {}
func (*Break) inline()     {}
func (*Lang) inline()      {}

// Words makes inlines of plain words, for rooms that build blocks by hand.
func Words(s string) []Inline {
	if s == "" {
		return nil
	}
	return []Inline{&Text{Text: s}}
}

// kids gives the inlines inside an inline.
func kids(in Inline) []Inline {
	switch x := in.(type) {
	case *Emphasis:
		return x.Text
	case *Strong:
		return x.Text
	case *Link:
		return x.Text
	case *Asserting:
		return x.Text
	case *Sentence:
		return x.Text
	case *Lang:
		return x.Text
	}
	return nil
}

// Plain gives the words of inlines without marks, citations and footnotes: for contents, titles, file names.
func Plain(text []Inline) string {
	var b strings.Builder
	plain(&b, text)
	// A space that does not break stays: it holds a number together.
	return strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }), " ")
}

func plain(b *strings.Builder, text []Inline) {
	for _, in := range text {
		switch x := in.(type) {
		case *Text:
			b.WriteString(x.Text)
		case *Code:
			b.WriteString(x.Text)
		case *Value:
			b.WriteString(x.Text)
		case *Break:
			b.WriteByte(' ')
		default:
			plain(b, kids(in))
		}
	}
}
