// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"strings"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Chapter is a part of a document. Its body is Markdown in each language (docs/manual/planner.md, "Writing a chapter").
type Chapter struct {
	Title    record.Text `json:"title"`
	Body     record.Text `json:"body"`
	Document record.Ref  `json:"document"`
	Position int         `json:"position,omitempty"`
}

// Validate implements record.Body. Whether the findings and indicators exist is asked by the write path, through Links.
func (h *Chapter) Validate(c *record.Check) {
	c.Text("title", h.Title, true)
	c.Text("body", h.Body, true)
	c.Required("document", h.Document != "")
	c.Ref("document", h.Document, "document")
	if h.Position < 0 {
		c.Add("position", "publication.bad-position")
	}
	for _, lang := range h.Body.Languages() {
		source, _ := h.Body.Exact(lang)
		d, errs := doc.Read(source, doc.Options{Lang: lang})
		errs = append(errs, directiveFaults(d)...)
		for _, f := range faultsOf(errs) {
			c.AddError("body."+lang, f)
		}
	}
}

func faultsOf(errs doc.Errors) []*fault.Fault {
	var out []*fault.Fault
	for _, e := range errs {
		out = append(out, doc.Errors{e}.Fault(""))
	}
	return out
}

// directiveFaults checks the live blocks as far as that can be done without figures.
func directiveFaults(d *doc.Document) doc.Errors {
	var out doc.Errors
	each(d, func(b doc.Block) {
		if x, ok := b.(*doc.Directive); ok {
			_, errs := readBlock(x)
			out = append(out, errs...)
		}
	})
	return out
}

// each visits every block of a document, footnotes too.
func each(d *doc.Document, f func(doc.Block)) {
	doc.Walk(d.Blocks, f)
	for _, n := range d.Notes {
		doc.Walk(n.Blocks, f)
	}
}

// Fields implements record.Body.
func (h *Chapter) Fields() []record.Field {
	return record.FieldsOf(record.FieldText("title", h.Title), record.FieldText("body", h.Body), record.FieldRef("document", h.Document),
		record.FieldNumber("position", float64(h.Position)))
}

// Links implements record.Body: what any language shows or cites, each once.
func (h *Chapter) Links() []record.Link {
	links := record.LinksTo(record.PartOf, "document", h.Document)
	for _, lang := range h.Body.Languages() {
		source, _ := h.Body.Exact(lang)
		d, _ := doc.Read(source, doc.Options{Lang: lang})
		field := "body." + lang
		for _, f := range d.Cited {
			links = append(links, record.LinksTo(record.Cites, field, record.NewRef("finding", f.Slug))...)
		}
		each(d, func(b doc.Block) {
			x, ok := b.(*doc.Directive)
			if !ok {
				return
			}
			if slug := x.Get("indicator"); slug != "" && record.ValidSlug(slug) {
				links = append(links, record.LinksTo(record.Uses, field, record.NewRef("indicator", slug))...)
			}
			for _, slug := range strings.Split(x.Get("regions"), ",") {
				if record.ValidSlug(slug) {
					links = append(links, record.LinksTo(record.LocatedIn, field, record.NewRef("region", slug))...)
				}
			}
		})
	}
	return links
}

// cited lists the findings of a body in the order of their first mention.
func cited(body, lang string) []string {
	d, _ := doc.Read(body, doc.Options{Lang: lang})
	var out []string
	for _, f := range d.Cited {
		out = append(out, f.Slug)
	}
	return out
}
