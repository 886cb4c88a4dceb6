// SPDX-License-Identifier: EUPL-1.2

package doc

// Walk visits blocks in the order of the text, a block before what stands in it.
func Walk(blocks []Block, f func(Block)) {
	for _, b := range blocks {
		f(b)
		switch x := b.(type) {
		case *List:
			for _, item := range x.Items {
				Walk(item, f)
			}
		case *Quote:
			Walk(x.Blocks, f)
		case *Note:
			Walk(x.Blocks, f)
		case *Passage:
			Walk(x.Blocks, f)
		case *Directive:
			Walk(x.Body, f)
		}
	}
}

// inlinesOf gives the runs of inlines that stand in a block itself, not in blocks inside it.
func inlinesOf(b Block) [][]Inline {
	switch x := b.(type) {
	case *Heading:
		return [][]Inline{x.Text}
	case *Paragraph:
		return [][]Inline{x.Text}
	case *Table:
		return tableInlines(x)
	case *Figure:
		out := [][]Inline{x.Title}
		if x.Data != nil {
			out = append(out, tableInlines(x.Data)...)
		}
		return out
	case *Note:
		return [][]Inline{x.Title}
	case *Directive:
		return [][]Inline{x.Title}
	case *Evidence:
		var out [][]Inline
		for _, f := range x.Entries {
			out = append(out, f.Sentence)
		}
		return out
	}
	return nil
}

func tableInlines(t *Table) [][]Inline {
	out := [][]Inline{t.Caption}
	for _, c := range t.Columns {
		out = append(out, c.Head)
	}
	for _, r := range t.Rows {
		for _, c := range r {
			out = append(out, c.Text)
		}
	}
	return out
}

// Inlines calls f with every inline of a block that stands in the block itself, nested ones too, in order.
func Inlines(b Block, f func(Inline)) {
	for _, text := range inlinesOf(b) {
		walkInlines(text, f)
	}
}

func walkInlines(text []Inline, f func(Inline)) {
	for _, in := range text {
		f(in)
		walkInlines(kids(in), f)
	}
}

// Mentions lists the findings that a block shows or cites, nested blocks too, each once, in order.
func Mentions(blocks ...Block) []string {
	var out []string
	seen := map[string]bool{}
	add := func(slug string) {
		if !seen[slug] {
			seen[slug] = true
			out = append(out, slug)
		}
	}
	Walk(blocks, func(b Block) {
		if f, ok := b.(*FindingBlock); ok {
			add(f.Slug)
		}
		if _, ok := b.(*Evidence); ok {
			return
		}
		Inlines(b, func(in Inline) {
			switch x := in.(type) {
			case *Value:
				add(x.Slug)
			case *Citation:
				add(x.Slug)
			case *Sentence:
				add(x.Slug)
			}
		})
	})
	return out
}

// Run is a stretch of the author's words on one line of his file.
type Run struct {
	Text string
	Pos  Pos
}

// TextRuns lists the words an author has written himself: everything outside live values, sentences of findings, citations and code.
// The linter looks there for numbers that lead back to nothing. A character of Run.Text at index i (counted in characters) stands
// in the file at column Pos.Column+i. Words in another language, in quotes and in notes are the author's too.
func TextRuns(d *Document) []Run {
	var out []Run
	var run func([]Inline)
	run = func(text []Inline) {
		for _, in := range text {
			switch x := in.(type) {
			case *Text:
				if x.Pos.Line > 0 {
					out = append(out, Run{x.Text, x.Pos})
				}
			case *Sentence:
			default:
				run(kids(in))
			}
		}
	}
	visit := func(b Block) {
		switch b.(type) {
		case *Evidence, *FindingBlock:
			return
		}
		for _, text := range inlinesOf(b) {
			run(text)
		}
	}
	Walk(d.Blocks, visit)
	for _, n := range d.Notes {
		Walk(n.Blocks, visit)
	}
	return out
}
