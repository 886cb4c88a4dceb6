// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/sentence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// keys are the letters that tie the marks of a sentence to their rows: capitals for assertions, the small letters behind them for values.
type keys map[string]string

const letters = 26

func keysOf(f *evidence.Finding) keys {
	k := keys{}
	if len(f.Assertions)+len(f.Values) > letters {
		return k
	}
	for i, a := range f.Assertions {
		k["#"+a.Name] = string(rune('A' + i))
	}
	for i, v := range f.Values {
		k[v.Name] = string(rune('a' + len(f.Assertions) + i))
	}
	return k
}

// marked gives the sentence of a judged finding in the reader's language as parts with their marks. Without keys it has no letters
// and no links, as in a list.
func marked(d *evidence.Judged, lang i18n.Lang, k keys) (ui.Sentence, error) {
	segments, in, err := d.Statement(string(lang))
	if err != nil {
		return ui.Sentence{}, err
	}
	m := marker{d: d, keys: k, moved: map[string]bool{}}
	for _, move := range d.Result.Moves {
		m.moved[move.Name] = true
	}
	s := ui.Sentence{Parts: m.parts(segments)}
	if i18n.Lang(in) != lang {
		s.Lang = i18n.Lang(in)
	}
	return s, nil
}

type marker struct {
	d     *evidence.Judged
	keys  keys
	moved map[string]bool
}

func (m marker) parts(segments []sentence.Segment) []ui.Part {
	var out []ui.Part
	for _, g := range segments {
		switch g.Kind {
		case sentence.Value:
			p := ui.Part{Text: g.Text, Mark: ui.Value, Off: m.moved[g.Name]}
			m.tie(&p, g.Name, "value-"+g.Name)
			out = append(out, p)
		case sentence.Words:
			out = append(out, m.words(g)...)
		default:
			out = append(out, ui.Part{Text: g.Text})
		}
	}
	return out
}

// words marks asserting words; the values inside keep a mark of their own, and the letter stands behind the last piece.
func (m marker) words(g sentence.Segment) []ui.Part {
	off := truthOf(m.d, g.Name) == verdict.False
	inside := m.parts(g.Inside)
	for i := range inside {
		p := &inside[i]
		if p.Mark == "" {
			p.Mark, p.Off = ui.Assert, off
			if m.keys != nil {
				p.Href = "#assertion-" + g.Name
			}
		}
	}
	for i := len(inside) - 1; i >= 0; i-- {
		if inside[i].Mark == ui.Assert {
			m.tie(&inside[i], "#"+g.Name, "assertion-"+g.Name)
			break
		}
	}
	return inside
}

func (m marker) tie(p *ui.Part, key, id string) {
	if m.keys == nil {
		return
	}
	p.Key, p.Href = m.keys[key], "#"+id
}

func truthOf(d *evidence.Judged, assertion string) verdict.Truth {
	for _, o := range d.Result.Assertions {
		if o.Name == assertion {
			return o.Truth
		}
	}
	return verdict.Unknown
}

// waits tells whether a verdict waits for a person.
func waits(v verdict.Verdict) bool {
	return v == verdict.Untrue || v == verdict.Incomparable || v == verdict.Uncomputable || v == verdict.Moved
}

// verdictOf is the verdict for the page; a finding that was withdrawn has none.
func verdictOf(v verdict.Verdict) doc.Verdict { return doc.Verdict(v) }
