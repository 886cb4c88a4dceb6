// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"strings"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/sentence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// resolver answers for the live parts of one chapter in one language.
type resolver struct {
	b *book
	z *i18n.Localizer
	n int // pictures drawn
}

func (b *book) resolver(lang i18n.Lang) *resolver { return &resolver{b: b, z: i18n.For(lang)} }

// Value implements doc.Resolver.
func (r *resolver) Value(slug, name string) (doc.LiveValue, error) {
	d, ok := r.b.findings[slug]
	if !ok {
		return doc.LiveValue{}, doc.Errors{{Key: "doc.unknown-finding", Args: fault.A{"slug": slug}}}
	}
	v, ok := d.Value(name)
	if !ok {
		return doc.LiveValue{}, doc.ErrUnknown
	}
	about, err := r.b.about(v, r.z)
	return doc.LiveValue{Text: evidence.ShownRead(v, string(r.z.Lang())), Machine: v.Shown, Verdict: doc.Verdict(d.Result.Verdict), About: about}, err
}

// about says what a number is: region, indicator, period.
func (b *book) about(v verdict.Read, z *i18n.Localizer) (string, error) {
	var parts []string
	for _, ref := range []record.Ref{record.Ref(v.Region), record.Ref(v.Indicator)} {
		if ref == "" {
			continue
		}
		s, err := b.named(ref, z.Lang())
		if err != nil {
			return "", err
		}
		parts = append(parts, s)
	}
	if v.Analysis != "" {
		s, err := b.named(record.Ref(v.Analysis), z.Lang())
		if err != nil {
			return "", err
		}
		parts = append(parts, s, strings.Join(strings.Split(v.Cell, "|"), " · "))
	}
	if v.Period != "" {
		parts = append(parts, z.Period(v.Period))
	}
	return strings.Join(parts, ", "), nil
}

// Finding implements doc.Resolver.
func (r *resolver) Finding(slug string) (doc.Finding, error) {
	d, ok := r.b.findings[slug]
	if !ok {
		return doc.Finding{}, doc.ErrUnknown
	}
	lang := string(r.z.Lang())
	segments, in, err := d.Statement(lang)
	if err != nil {
		return doc.Finding{}, err
	}
	f := doc.Finding{Slug: slug, Number: r.b.number[slug], Title: d.Finding.Title.In(in), Verdict: doc.Verdict(d.Result.Verdict), Newer: d.Result.Newer,
		Stale: in == lang && d.Finding.Statement.State(lang) == record.Stale, Invented: d.Record.Invented, Note: d.Finding.Note.In(lang),
		Sentence: inlines(d, segments)}
	if in != lang {
		f.Lang = in
	}
	if d.Finding.State == evidence.Withdrawn {
		f.Note = strings.TrimSpace(r.z.T("publication.withdrawn") + " " + f.Note)
	}
	return f, nil
}

// inlines makes the model of a filled sentence: numbers and asserting words are marked, and what no longer agrees is marked off.
func inlines(d *evidence.Judged, segments []sentence.Segment) []doc.Inline {
	var out []doc.Inline
	slug := d.Record.Ref.Slug()
	for _, g := range segments {
		switch g.Kind {
		case sentence.Value:
			v, _ := d.Value(g.Name)
			out = append(out, &doc.Value{Slug: slug, Name: g.Name, LiveValue: doc.LiveValue{Text: g.Text, Machine: v.Shown, Verdict: doc.Verdict(d.Result.Verdict)}})
		case sentence.Words:
			out = append(out, &doc.Asserting{Name: g.Name, Off: outcome(d, g.Name).Truth == verdict.False, Text: inlines(d, g.Inside)})
		default:
			out = append(out, &doc.Text{Text: g.Text})
		}
	}
	return out
}

func outcome(d *evidence.Judged, name string) verdict.Outcome {
	for _, o := range d.Result.Assertions {
		if o.Name == name {
			return o
		}
	}
	return verdict.Outcome{}
}

// fallen tells whether a finding is no longer said: judged untrue, or withdrawn by its owner.
func fallen(d *evidence.Judged) bool {
	return d.Result.Verdict == verdict.Untrue || d.Finding.State == evidence.Withdrawn
}

// Block implements doc.Resolver.
func (r *resolver) Block(d *doc.Directive) ([]doc.Block, error) {
	b, errs := readBlock(d)
	if len(errs) > 0 {
		return nil, errs
	}
	body, err := r.indicator(b)
	if err != nil {
		return nil, err
	}
	for _, ref := range b.regions {
		if found, err := r.b.find(ref); err != nil {
			return nil, err
		} else if found == nil {
			return nil, doc.Errors{{Pos: b.at["regions"], Key: "publication.unknown-region", Args: fault.A{"slug": ref.Slug()}}}
		}
	}
	r.n++
	var made doc.Block
	switch b.name {
	case "chart":
		made, err = r.chart(d, b, body)
	case "map":
		made, err = r.mapped(d, b, body)
	case "table":
		made, err = r.table(d, b, body)
	}
	if err != nil {
		return nil, err
	}
	return []doc.Block{made}, nil
}

func (r *resolver) indicator(b block) (*evidence.Indicator, error) {
	found, err := r.b.find(b.indicator)
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, doc.Errors{{Pos: b.at["indicator"], Key: "publication.unknown-indicator", Args: fault.A{"slug": b.indicator.Slug()}}}
	}
	return found.Body.(*evidence.Indicator), nil
}

// literals prints the escapes of a text that the reader of Markdown leaves alone: {= 2016} is the year 2016.
func literals(d *doc.Document) {
	each(d, func(b doc.Block) {
		doc.Inlines(b, func(in doc.Inline) {
			if t, ok := in.(*doc.Text); ok {
				t.Text = sentence.Literal(t.Text)
			}
		})
	})
}
