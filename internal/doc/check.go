// SPDX-License-Identifier: EUPL-1.2

package doc

import (
	"encoding/xml"
	"io"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
)

// Check says what is wrong with a document, whoever made it: ids unique and well formed, no skipped heading, tables rectangular, every
// picture told in words, links safe, drawings free of scripts. Read calls it; who builds blocks by hand calls it too.
func Check(d *Document) Errors {
	k := &checker{ids: map[string]bool{}, cited: map[string]bool{}, notes: len(d.Notes)}
	for _, f := range d.Cited {
		k.cited[f.Slug] = true
		k.finding(f, Pos{})
	}
	Walk(d.Blocks, k.block)
	for i, n := range d.Notes {
		if n.Number != i+1 || n.Refs < 1 || len(n.Blocks) == 0 {
			k.fail(n.Pos, "doc.note-broken", fault.A{"n": i + 1})
		}
		Walk(n.Blocks, k.block)
	}
	k.errs.sort()
	return k.errs
}

type checker struct {
	errs  Errors
	ids   map[string]bool
	cited map[string]bool
	level int
	notes int
}

func (k *checker) fail(p Pos, key string, args fault.A) {
	k.errs = append(k.errs, wrong(p, key, args))
}

func (k *checker) id(p Pos, id string) {
	if !idShape.MatchString(id) {
		k.fail(p, "doc.id", fault.A{"id": clip(id)})
	} else if k.ids[id] {
		k.fail(p, "doc.id-twice", fault.A{"id": id})
	}
	k.ids[id] = true
}

func (k *checker) block(b Block) {
	switch x := b.(type) {
	case *Heading:
		k.id(x.Pos, x.ID)
		if x.Level < 2 || x.Level > 6 || x.Level > max(k.level, 1)+1 {
			k.fail(x.Pos, "doc.heading-skips", fault.A{"level": x.Level, "before": max(k.level, 1)})
		}
		k.level = x.Level
		if Plain(x.Text) == "" {
			k.fail(x.Pos, "doc.heading-empty", nil)
		}
	case *Table:
		k.table(x)
	case *Figure:
		k.figure(x)
	case *Note:
		if x.ID != "" {
			k.id(x.Pos, x.ID)
		}
	case *Passage:
		if !langShape.MatchString(x.Lang) {
			k.fail(x.Pos, "doc.language", fault.A{"found": clip(x.Lang)})
		}
	case *FindingBlock:
		k.known(x.Pos, x.Slug)
	case *Evidence:
		for _, f := range x.Entries {
			k.finding(f, x.Pos)
		}
	case *Directive:
		if x.ID != "" {
			k.id(x.Pos, x.ID)
		}
	}
	for _, text := range inlinesOf(b) {
		walkInlines(text, k.inline)
	}
}

func (k *checker) inline(in Inline) {
	switch x := in.(type) {
	case *Link:
		if !SafeLink(x.Href) {
			k.fail(x.Pos, "doc.link", fault.A{"address": clip(x.Href)})
		}
	case *Lang:
		if !langShape.MatchString(x.Lang) {
			k.fail(Pos{}, "doc.language", fault.A{"found": clip(x.Lang)})
		}
	case *Citation:
		k.known(x.Pos, x.Slug)
	case *Sentence:
		k.known(x.Pos, x.Slug)
	case *Value:
		if !x.Verdict.Known() {
			k.fail(x.Pos, "doc.verdict", fault.A{"found": clip(string(x.Verdict))})
		}
	case *NoteRef:
		if x.Number < 1 || x.Number > k.notes || x.Ref < 1 {
			k.fail(x.Pos, "doc.note-broken", fault.A{"n": x.Number})
		}
	}
}

func (k *checker) known(p Pos, slug string) {
	if !k.cited[slug] {
		k.fail(p, "doc.unknown-finding", fault.A{"slug": clip(slug)})
	}
}

func (k *checker) finding(f Finding, p Pos) {
	if !slugShape.MatchString(f.Slug) {
		k.fail(p, "doc.id", fault.A{"id": clip(f.Slug)})
	}
	if !f.Verdict.Known() {
		k.fail(p, "doc.verdict", fault.A{"found": clip(string(f.Verdict))})
	}
	if f.Lang != "" && !langShape.MatchString(f.Lang) {
		k.fail(p, "doc.language", fault.A{"found": clip(f.Lang)})
	}
	if f.Href != "" && !SafeLink(f.Href) {
		k.fail(p, "doc.link", fault.A{"address": clip(f.Href)})
	}
	k.sources(p, f.Sources)
	walkInlines(f.Sentence, func(in Inline) {
		switch in.(type) {
		case *Citation, *NoteRef, *Sentence, *Link: // the sentence is itself inside a link to its evidence
			k.fail(p, "doc.sentence", fault.A{"slug": f.Slug})
		}
	})
}

func (k *checker) sources(p Pos, ss []Source) {
	for _, s := range ss {
		if s.Href != "" && !SafeLink(s.Href) {
			k.fail(p, "doc.link", fault.A{"address": clip(s.Href)})
		}
	}
}

func (k *checker) table(t *Table) {
	k.id(t.Pos, t.ID)
	k.sources(t.Pos, t.Source)
	if len(t.Columns) == 0 {
		k.fail(t.Pos, "doc.table-shape", fault.A{"row": 0})
	}
	for i, r := range t.Rows {
		if len(r) != len(t.Columns) {
			k.fail(t.Pos, "doc.table-shape", fault.A{"row": i + 1})
		}
	}
}

func (k *checker) figure(f *Figure) {
	k.id(f.Pos, f.ID)
	k.sources(f.Pos, f.Source)
	if Plain(f.Title) == "" || strings.TrimSpace(f.Description) == "" {
		k.fail(f.Pos, "doc.figure-words", fault.A{"id": f.ID})
	}
	if (f.SVG == "") == (f.Image == "") || f.Image != "" && !LocalLink(f.Image) {
		k.fail(f.Pos, "doc.figure-picture", fault.A{"id": f.ID})
	}
	for _, key := range f.Keys {
		if !nameShape.MatchString(key.Class) {
			k.fail(f.Pos, "doc.figure-key", fault.A{"found": clip(key.Class)})
		}
	}
	if f.SVG != "" {
		k.drawing(f)
	}
	if f.Data != nil {
		k.table(f.Data)
	}
}

// drawing looks whether an SVG is one well-formed svg element without scripts, foreign markup or addresses outside itself.
func (k *checker) drawing(f *Figure) {
	d := xml.NewDecoder(strings.NewReader(f.SVG))
	d.Strict = true
	depth, roots := 0, 0
	bad := func(found string) { k.fail(f.Pos, "doc.figure-svg", fault.A{"id": f.ID, "found": clip(found)}) }
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			bad(err.Error())
			return
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
				if t.Name.Local != "svg" {
					bad(t.Name.Local)
				}
			}
			depth++
			switch strings.ToLower(t.Name.Local) {
			case "script", "foreignobject", "iframe", "image", "animate", "set", "style":
				bad(t.Name.Local)
			}
			for _, a := range t.Attr {
				name := strings.ToLower(a.Name.Local)
				switch {
				case strings.HasPrefix(name, "on"):
					bad(name)
				case name == "href" && !strings.HasPrefix(a.Value, "#"):
					bad(a.Value)
				case name == "id" && a.Name.Space == "":
					if k.ids[a.Value] {
						k.fail(f.Pos, "doc.id-twice", fault.A{"id": clip(a.Value)})
					}
					k.ids[a.Value] = true
				}
			}
		case xml.EndElement:
			depth--
		case xml.Directive, xml.ProcInst:
			bad("<!")
		case xml.CharData:
			if depth == 0 && strings.TrimSpace(string(t)) != "" {
				bad(string(t))
			}
		}
	}
	if roots != 1 {
		bad("svg")
	}
}
