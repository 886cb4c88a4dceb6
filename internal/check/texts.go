// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/sentence"
	"github.com/sumanus/sumanus/internal/record"
)

// texts lists every text of a record: those of its body, and the reasons of its stated links.
func texts(r record.Record) []record.TextAt {
	out := record.Texts(r.Body)
	for i := range r.Stated {
		out = append(out, record.TextAt{Path: fmt.Sprintf("links.%d.reason", i), Text: &r.Stated[i].Reason})
	}
	return out
}

// claim is an asserting word outside a mark, with its place.
type claim struct {
	ref          record.Ref
	field, lang  string
	line, column int
	found        sentence.Hit
	statement    bool // of a finding: there it can be bound, elsewhere only cited
}

// prose are the plain texts in which a plan argues. Titles are names; notes of findings and summaries of indicators explain methods.
var prose = map[string][]string{
	"plan": {"summary", "vision"}, "priority": {"summary"}, "measure": {"summary"}, "action": {"summary"},
	"document": {"summary"},
}

// claims finds the naked claims of all texts that argue.
func (h *house) claims(whys ...sentence.Why) []claim {
	if h.naked == nil { // two rules ask, and reading Markdown is the dearest thing here
		h.naked = []claim{}
		for _, r := range h.records {
			h.naked = append(h.naked, record.Of(h.tx, r, "check.claims", func() []claim { return claimsOf(r) })...)
		}
	}
	var out []claim
	for _, c := range h.naked {
		if slices.Contains(whys, c.found.Why) {
			out = append(out, c)
		}
	}
	return out
}

func claimsOf(r record.Record) []claim {
	kind := r.Ref.Kind()
	if f, ok := r.Body.(*evidence.Finding); ok && f.State == evidence.Withdrawn {
		return nil
	}
	var out []claim
	for _, t := range texts(r) {
		for _, lang := range t.Text.Languages() {
			text := t.Text.Text[lang]
			at := claim{ref: r.Ref, field: t.Path, lang: lang}
			switch {
			case kind == "finding" && t.Path == "statement":
				at.statement = true
				if s, err := sentence.Parse(lang, text); err == nil {
					out = append(out, at.each(text, 0, 0, s.Naked())...)
				}
			case kind == "chapter" && t.Path == "body":
				d, _ := doc.Read(text, doc.Options{Lang: lang})
				for _, run := range doc.TextRuns(d) {
					out = append(out, at.each(run.Text, run.Pos.Line-1, run.Pos.Column-1, sentence.Naked(lang, run.Text))...)
				}
			case slices.Contains(prose[kind], t.Path) || prose[kind] != nil && strings.HasPrefix(t.Path, "links."):
				out = append(out, at.each(text, 0, 0, sentence.Naked(lang, text))...)
			}
		}
	}
	return out
}

// each gives the hits of a text their line and column; lines and columns stand before the text.
func (c claim) each(text string, lines, columns int, hits []sentence.Hit) []claim {
	var out []claim
	for _, hit := range hits {
		one := c
		before := text[:hit.Start]
		one.line = lines + strings.Count(before, "\n") + 1
		if n := strings.LastIndexByte(before, '\n'); n >= 0 {
			before, columns = before[n+1:], 0
		}
		one.column, one.found = columns+utf8.RuneCountInString(before)+1, hit
		out = append(out, one)
	}
	return out
}
