// SPDX-License-Identifier: EUPL-1.2

package doc

// Pos is a place in the author's file: line and column from 1, the column counted in characters. Zero is unknown
// (a block that a room has made).
type Pos struct{ Line, Column int }

// Document is a text with everything it shows, in one language.
type Document struct {
	Lang   string // language tag: lt, lv, en
	Blocks []Block
	Notes  []Footnote // in the order of their first reference
	Cited  []Finding  // every finding the text shows or cites, in the order of first mention; Number is set
}

// Block is one of the types of this file. The list is closed: a writer that handles them all handles every document.
type Block interface{ block() }

// Heading opens a section. Level is 2 to 6: level 1 is the title of the page, which is not part of the text.
type Heading struct {
	Pos   Pos
	Level int
	ID    string // unique in the document, [a-z0-9-]+
	Text  []Inline
}

// Paragraph is running text.
type Paragraph struct {
	Pos  Pos
	Text []Inline
}

// List is numbered (Ordered, from Start) or not. A tight list has no space between its items.
type List struct {
	Pos     Pos
	Ordered bool
	Start   int
	Tight   bool
	Items   [][]Block
}

// Align is the alignment of a table column.
type Align int

// Numbers go to the right, everything else to the left.
const (
	AlignStart Align = iota
	AlignCenter
	AlignEnd
)

// Column is the head of a table column.
type Column struct {
	Head  []Inline
	Align Align
}

// Cell is one cell of a table.
type Cell struct {
	Text    []Inline
	Missing bool // no value: hatched, and said in words by Text, never read as zero
	Off     bool // waits for a person
	Sign    int  // sign of a region of the partnership, from 1; 0 is none
}

// Table is rectangular: every row has as many cells as there are columns. The first cell of a row is its head.
type Table struct {
	Pos     Pos
	ID      string
	Caption []Inline
	Columns []Column
	Rows    [][]Cell
	Source  []Source
}

// Quote is somebody else's words.
type Quote struct {
	Pos    Pos
	Blocks []Block
}

// CodeBlock is text shown as typed.
type CodeBlock struct {
	Pos  Pos
	Text string
}

// Source is one line of origin: dataset, period, territory, licence. Href may be empty.
type Source struct{ Text, Href string }

// Figure is a picture with everything a reader needs who does not see it. Exactly one of SVG and Image is given.
type Figure struct {
	Pos         Pos
	ID          string
	Map         bool     // a map is taller than a chart
	Title       []Inline // the one thing the picture says
	Subtitle    string   // what is measured, unit and period
	Description string   // for those who do not see the picture; required
	SVG         string   // our own drawing, with ids that are unique in the document
	Image       string   // relative address of a picture file
	Keys        []Key    // meaning of the fills, where the picture does not say it itself
	Data        *Table   // the numbers behind the picture
	Source      []Source
}

// Key explains one fill of a picture by the class that the picture uses for it.
type Key struct{ Class, Text string }

// Note stands beside the argument: a hint, a definition, an example.
type Note struct {
	Pos    Pos
	ID     string
	Title  []Inline
	Blocks []Block
}

// Passage is text in another language than the document's.
type Passage struct {
	Pos    Pos
	Lang   string
	Blocks []Block
}

// FindingBlock shows the sentence of a finding by itself, with its verdict.
type FindingBlock struct {
	Pos  Pos
	Slug string
}

// Evidence is the list of findings with what each rests on: the appendix of a document.
type Evidence struct {
	Pos     Pos
	Entries []Finding
}

// Rule is a thematic break.
type Rule struct{ Pos Pos }

// Directive is a block that a room makes: a chart, a map, a table. The reader hands it to the Resolver and puts the blocks it
// gets in its place; without a Resolver the placeholder stays.
type Directive struct {
	Pos   Pos
	Name  string
	ID    string
	Args  []Arg // in the order they were written, each key once
	Title []Inline
	Body  []Block
}

// Arg is one key=value of a directive.
type Arg struct {
	Pos        Pos
	Key, Value string
}

// Get gives the value of a key, or "".
func (d *Directive) Get(key string) string {
	for _, a := range d.Args {
		if a.Key == key {
			return a.Value
		}
	}
	return ""
}

// Footnote is a note at the end of the document. Refs counts how often the text refers to it (at least once).
type Footnote struct {
	Pos    Pos
	Number int // from 1
	Refs   int
	Blocks []Block
}

func (*Heading) block()      {}
func (*Paragraph) block()    {}
func (*List) block()         {}
func (*Table) block()        {}
func (*Quote) block()        {}
func (*CodeBlock) block()    {}
func (*Figure) block()       {}
func (*Note) block()         {}
func (*Passage) block()      {}
func (*FindingBlock) block() {}
func (*Evidence) block()     {}
func (*Rule) block()         {}
func (*Directive) block()    {}
