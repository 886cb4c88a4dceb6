// SPDX-License-Identifier: EUPL-1.2

package html

import (
	"strconv"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/i18n"
)

// entries writes the appendix: each finding with its sentence, verdict, numbers and sources.
func (w *writer) entries(fs []doc.Finding) {
	w.Open("ol", "class", "evidence")
	w.Line()
	for _, f := range fs {
		w.Open("li", "id", EvidenceID(f.Slug), "value", strconv.Itoa(f.Number))
		w.entry(f)
		w.Close()
		w.Line()
	}
	w.Close()
}

func (w *writer) entry(f doc.Finding) {
	w.Open("p", "class", "ev-t")
	w.El("span", strconv.Itoa(f.Number), "class", "ev-n")
	w.Text(" ")
	if f.Href != "" {
		w.El("a", name(f), "href", f.Href, "lang", w.foreign(f.Lang))
	} else {
		w.El("span", name(f), "lang", w.foreign(f.Lang))
	}
	w.tags(f)
	w.Close()
	if len(f.Sentence) > 0 {
		// A value here stands beside its own evidence: a link to it would lead nowhere.
		w.inLink++
		w.around("p", f.Sentence, "class", "sentence s", "lang", w.foreign(f.Lang))
		w.inLink--
	}
	w.Open("p", "class", "finding-v")
	Verdict(&w.Builder, w.z, f.Verdict)
	w.Close()
	if f.Note != "" {
		w.El("p", f.Note, "class", "quiet")
	}
	w.flags(f)
	if len(f.Values) > 0 {
		w.values(f)
	}
	w.sources(f.Sources)
	if w.first[f.Slug] {
		w.Open("p", "class", "src")
		w.El("a", w.z.T("doc.evidence-back"), "href", "#cite."+f.Slug, "aria-label", w.z.T("doc.evidence-back-n", map[string]any{"n": f.Number}))
		w.Close()
	}
}

func (w *writer) values(f doc.Finding) {
	t := &doc.Table{Columns: []doc.Column{
		{Head: doc.Words(w.z.T("doc.ev-region"))}, {Head: doc.Words(w.z.T("doc.ev-what"))}, {Head: doc.Words(w.z.T("doc.ev-period"))},
		{Head: doc.Words(w.z.T("doc.ev-value")), Align: doc.AlignEnd}, {Head: doc.Words(w.z.T("doc.ev-vintage"))}}}
	for _, v := range f.Values {
		value := doc.Cell{Text: []doc.Inline{&doc.Text{Text: v.Text}}}
		if v.Text == "" {
			value = doc.Cell{Text: doc.Words(w.z.T("doc.unknown")), Missing: true}
		}
		t.Rows = append(t.Rows, []doc.Cell{{Text: doc.Words(v.Region), Sign: v.Sign}, {Text: doc.Words(v.Name)}, {Text: doc.Words(v.Period)},
			value, {Text: doc.Words(v.Vintage)}})
	}
	w.table(t, w.z.T("doc.evidence-n", map[string]any{"n": f.Number}), true)
}

// ThreadItem is one thing on the thread: a finding, a priority, an action.
type ThreadItem struct {
	Text, Href string
	Verdict    doc.Verdict // shown when Checked
	Checked    bool
	Invented   bool
}

// Thread is the strip that stands on every page of a record, made from links alone: what it rests on, what rests on it, what came of it.
type Thread struct{ Why, What, SoWhat []ThreadItem }

// WriteThread gives the strip as a fragment. An empty part says so: what is missing is news too.
func WriteThread(z *i18n.Localizer, t Thread) string {
	b := &Builder{}
	b.Open("nav", "class", "thread", "aria-label", z.T("doc.thread"))
	b.Open("ol")
	for _, part := range []struct {
		question, of string
		items        []ThreadItem
	}{
		{"doc.thread-why", "doc.thread-why-of", t.Why},
		{"doc.thread-what", "doc.thread-what-of", t.What},
		{"doc.thread-so-what", "doc.thread-so-what-of", t.SoWhat},
	} {
		b.Open("li")
		b.Open("p", "class", "q")
		b.El("b", z.T(part.question))
		b.Text(" " + z.T(part.of))
		b.Close()
		if len(part.items) == 0 {
			b.El("p", z.T("doc.thread-none"), "class", "quiet")
		} else {
			b.Open("ul")
			for _, i := range part.items {
				b.Open("li")
				if i.Href != "" && doc.SafeLink(i.Href) {
					b.El("a", i.Text, "href", i.Href)
				} else {
					b.Text(i.Text)
				}
				if i.Checked {
					b.Text(" ")
					Verdict(b, z, i.Verdict)
				}
				if i.Invented {
					b.Text(" ")
					Example(b, z)
				}
				b.Close()
			}
			b.Close()
		}
		b.Close()
	}
	return b.String()
}
