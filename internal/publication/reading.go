// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"context"
	"time"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/doc/html"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// ReadOptions say how a chapter is read in the running site.
type ReadOptions struct {
	Now time.Time
	// Evidence gives the address of the page of a finding.
	Evidence func(slug string) string
	// Draft replaces the text of the chapter in the language: a preview of what is not saved.
	Draft *string
}

// Reading is a chapter as the running site shows it: whatever the reader may see, as it stands now.
type Reading struct {
	HTML     string
	Contents []doc.Entry
	// Cited are the findings it shows or cites, in the order of their first mention.
	Cited []*evidence.Judged
	// InLang is the language of the text: another than asked for where there is no translation.
	InLang string
	// Number of Of chapters of the document; Chapters are all of them in order.
	Number, Of int
	Chapters   []record.Record
	Document   record.Record
	// Sources are the attributions of everything shown.
	Sources []doc.Source
}

// ReadChapter renders a chapter in a language. Faults of its text name the line; then there is nothing to show.
func ReadChapter(ctx context.Context, tx *record.ReadTx, chapter record.Record, lang string, o ReadOptions) (*Reading, []*fault.Fault, error) {
	body, ok := chapter.Body.(*Chapter)
	if !ok {
		return nil, nil, fault.New(fault.NotFound, "record.not-found", fault.A{"ref": string(chapter.Ref)})
	}
	if err := tx.ReadAhead(ctx); err != nil {
		return nil, nil, err
	}
	stood, err := current(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	b, err := readBook(ctx, tx, body.Document.Slug(), []string{lang}, Options{Now: o.Now, NotOnlyPublic: true, stood: stood})
	if err != nil {
		return nil, nil, err
	}
	z := i18n.For(i18n.Lang(lang))
	text, in := body.Body.InLang(lang)
	if o.Draft != nil {
		text, in = *o.Draft, lang
	}
	d, errs := doc.Read(text, doc.Options{Lang: in, Resolver: b.resolver(i18n.Lang(in))})
	if len(errs) > 0 {
		return nil, faultsOf(errs), nil
	}
	literals(d)
	r := &Reading{Contents: doc.Contents(d), InLang: in, Of: len(b.chapters), Chapters: b.chapters, Document: b.document}
	for i, c := range b.chapters {
		if c.Ref == chapter.Ref {
			r.Number = i + 1
		}
	}
	for _, f := range d.Cited {
		if j := b.findings[f.Slug]; j != nil {
			r.Cited = append(r.Cited, j)
		}
	}
	if in != lang {
		for i := range d.Cited {
			if d.Cited[i].Lang == "" {
				d.Cited[i].Lang = in
			}
		}
		d.Lang = lang
		d.Blocks = []doc.Block{&doc.Passage{Lang: in, Blocks: d.Blocks}}
	}
	r.HTML = html.Write(d, html.Options{Sides: true, EvidenceHref: o.Evidence})
	r.Sources = b.credits(z)
	return r, nil, nil
}

// current gives the findings whose last verdict is still that of today: they need not be judged again to be read. At a moment of the
// past everything is judged as of then.
func current(ctx context.Context, tx *record.ReadTx) (map[record.Ref]*evidence.Judged, error) {
	out := map[record.Ref]*evidence.Judged{}
	if !tx.Moment().IsZero() {
		return out, nil
	}
	all, err := evidence.Stored(ctx, tx)
	for i := range all {
		if all[i].Known && all[i].Current {
			out[all[i].Record.Ref] = &all[i].Judged
		}
	}
	return out, err
}

// DocumentsWith reads the documents the reader may see with their chapters in order, by one query.
func DocumentsWith(ctx context.Context, tx *record.ReadTx) ([]record.Record, map[record.Ref][]record.Record, error) {
	all, err := tx.AllOf(ctx, "document", "chapter")
	if err != nil {
		return nil, nil, err
	}
	chapters := map[record.Ref][]record.Record{}
	for _, c := range all["chapter"] {
		if h, ok := c.Body.(*Chapter); ok {
			chapters[h.Document] = append(chapters[h.Document], c)
		}
	}
	for _, list := range chapters {
		inOrder(list)
	}
	return all["document"], chapters, nil
}
