// SPDX-License-Identifier: EUPL-1.2

package guide

import (
	"slices"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/thread"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// volume is a document with its chapters as the contents show them.
type volume struct {
	ui.Link
	Summary   string
	Chapters  []line
	Published string // where it is read as published; empty when it never was
}

type line struct {
	ui.Link
	Stale []string // languages whose text waits to be translated again
}

func (p publisher) index(r *site.Request) error {
	documents, chapters, err := publication.DocumentsWith(r.Context(), r.Tx)
	if err != nil {
		return err
	}
	var all []volume
	for _, d := range documents {
		all = append(all, p.volume(r, d, chapters[d.Ref]))
	}
	page := ui.Page{Title: r.T("guide.title"), Lede: r.T("guide.lede")}
	if len(r.MayCreateFor("document")) > 0 {
		page.Below = ui.Button(ui.Action{Text: r.T("guide.new-document"), Href: r.Href("/new/document"), Glyph: "plus"})
	}
	return r.Page(page, indexBody(r, all))
}

func (p publisher) volume(r *site.Request, d record.Record, chapters []record.Record) volume {
	b, _ := d.Body.(*publication.Document)
	v := volume{Link: ui.Link{Text: d.Name(string(r.Lang)), Href: r.To(d.Ref), Example: d.Invented}, Summary: r.Text(b.Summary)}
	if p.Published != nil {
		v.Published = p.Options.Published(d.Ref.Slug())
	}
	for _, c := range chapters {
		draft := c.Draft()
		l := line{Link: ui.Link{Text: c.Name(string(r.Lang)), Href: r.To(c.Ref), Example: c.Invented}}
		if r.May(record.Change, c) {
			for _, lang := range i18n.Known() {
				if slices.Contains(draft.StaleIn([]string{string(lang)}), string(lang)) {
					l.Stale = append(l.Stale, lang.Name())
				}
			}
		}
		v.Chapters = append(v.Chapters, l)
	}
	return v
}

// document shows a document: its chapters, and the decision to publish.
func (p publisher) document(r *site.Request) error {
	_, chapters, err := publication.DocumentsWith(r.Context(), r.Tx)
	if err != nil {
		return err
	}
	b, _ := r.Record.Body.(*publication.Document)
	v := p.volume(r, r.Record, chapters[r.Record.Ref])
	t, err := thread.Of(r, r.Record, nil)
	if err != nil {
		return err
	}
	page := ui.Page{Title: r.Record.Name(string(r.Lang)), Over: []ui.Link{{Text: r.T("site.area-guide"), Href: r.Href("/guide")}}, Lede: r.Text(b.Subtitle), Thread: t, Example: r.Record.Invented}
	var decision *ui.Decision
	if r.May(record.Publish, r.Record) && p.Save != nil {
		if decision, err = p.decision(r, chapters[r.Record.Ref]); err != nil {
			return err
		}
	}
	return r.Page(page, documentBody(r, v, decision))
}

// decision is the panel that publishes. What no longer holds is said before, and does not stop whoever decides to publish all the same.
func (p publisher) decision(r *site.Request, chapters []record.Record) (*ui.Decision, error) {
	standings, err := evidence.Standings(r.Context(), r.Tx)
	if err != nil {
		return nil, err
	}
	untrue := map[record.Ref]bool{}
	for _, c := range chapters {
		for _, l := range record.LinksOfRecord(c) {
			if l.Kind == record.Cites && standings[l.To].Verdict == verdict.Untrue {
				untrue[l.To] = true
			}
		}
	}
	d := &ui.Decision{ID: "publish", Question: r.T("guide.publish-question"), Text: r.T("guide.publish-text", fault.A{"n": len(untrue)}), Post: r.To(r.Record.Ref) + "/publish",
		Main: ui.Action{Text: r.T("guide.publish"), Weight: ui.Main}}
	if len(untrue) > 0 {
		d.Others = []ui.Action{{Text: r.T("guide.look-first"), Href: r.Href("/evidence"), Weight: ui.Bare}}
	}
	return d, nil
}

// read shows a chapter as it stands now.
func (p publisher) read(r *site.Request) error {
	reading, faults, err := publication.ReadChapter(r.Context(), r.Tx, r.Record, string(r.Lang), publication.ReadOptions{Now: r.Site.Now(), Evidence: evidencePlace(r)})
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return fault.Join(faults)
	}
	t, err := thread.Of(r, r.Record, nil)
	if err != nil {
		return err
	}
	title := r.Record.Title()
	page := ui.Page{Title: title.In(string(r.Lang)), Example: r.Record.Invented, Thread: t, Over: []ui.Link{{Text: r.T("site.area-guide"), Href: r.Href("/guide")},
		{Text: reading.Document.Name(string(r.Lang)), Href: r.To(reading.Document.Ref)}, {Text: r.T("guide.chapter-of", fault.A{"n": reading.Number, "of": reading.Of})}}}
	if r.May(record.Change, r.Record) {
		page.Below = ui.Buttons(ui.Action{Text: r.T("guide.write"), Href: r.To(r.Record.Ref) + "/write", Weight: ui.Main}, ui.Action{Text: r.T("guide.history"), Href: r.Href("/history/" + string(r.Record.Ref))})
	}
	return r.Page(page, chapterBody(r, reading, neighbours(r, reading)))
}

// evidencePlace leads from a sentence to the page of its finding.
func evidencePlace(r *site.Request) func(string) string {
	return func(slug string) string { return r.To(record.NewRef("finding", slug)) }
}

// neighbours are the chapters before and after.
func neighbours(r *site.Request, reading *publication.Reading) []ui.Action {
	var out []ui.Action
	if i := reading.Number - 2; i >= 0 {
		c := reading.Chapters[i]
		out = append(out, ui.Action{Text: r.T("guide.before", fault.A{"chapter": c.Name(string(r.Lang))}), Href: r.To(c.Ref)})
	}
	if i := reading.Number; i < len(reading.Chapters) {
		c := reading.Chapters[i]
		out = append(out, ui.Action{Text: r.T("guide.after", fault.A{"chapter": c.Name(string(r.Lang))}), Href: r.To(c.Ref)})
	}
	return out
}

// fallen lists the sentences of a chapter that no longer hold.
func fallen(reading *publication.Reading) []*evidence.Judged {
	var out []*evidence.Judged
	for _, j := range reading.Cited {
		if v := doc.Verdict(j.Result.Verdict); v == doc.Untrue || v == doc.Incomparable || v == doc.Uncomputable {
			out = append(out, j)
		}
	}
	return out
}
