// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"github.com/sumanus/sumanus/internal/record"
)

// Document is a text for readers, made of chapters.
type Document struct {
	Title    record.Text `json:"title"`
	Subtitle record.Text `json:"subtitle"`
	Summary  record.Text `json:"summary"`
	Type     string      `json:"type"`
	Position int         `json:"position,omitempty"`
}

// The types of documents.
const (
	Guide    = "guide"
	Strategy = "strategy"
	Report   = "report"
)

// typeWords are what readers call them.
var typeWords = map[string]string{Guide: "publication.type-guide", Strategy: "publication.type-strategy", Report: "publication.type-report"}

// Validate implements record.Body.
func (d *Document) Validate(c *record.Check) {
	c.Text("title", d.Title, true)
	c.Text("subtitle", d.Subtitle, false)
	c.Text("summary", d.Summary, false)
	c.Required("type", d.Type != "")
	c.OneOf("type", d.Type, Guide, Strategy, Report)
	if d.Position < 0 {
		c.Add("position", "publication.bad-position")
	}
}

// Fields implements record.Body.
func (d *Document) Fields() []record.Field {
	return record.FieldsOf(record.FieldText("title", d.Title), record.FieldString("type", d.Type), record.FieldNumber("position", float64(d.Position)))
}

// Links implements record.Body. A document rests on what its chapters rest on; it has no links of its own.
func (d *Document) Links() []record.Link { return nil }

// Kinds are the kinds of this room.
func Kinds() []record.Kind {
	return []record.Kind{
		{Name: "document", Folder: "documents", Schema: 1, New: func() record.Body { return &Document{} }, Samples: []string{
			`{"position":1,"subtitle":{},"summary":{"source":"en","text":{"en":"A practical guide."}},"title":{"of":{"lt":"000000000000"},"source":"en","text":{"en":"Planning as neighbours","lt":"Planuojame kaip kaimynai"}},"type":"guide"}`}},
		{Name: "chapter", Folder: "chapters", Schema: 1, New: func() record.Body { return &Chapter{} }, Samples: []string{
			`{"body":{"source":"lt","text":{"lt":"Gyventojų {{people.kurzeme}} [@people].\n\n::: chart type=line indicator=population regions=kurzeme,klaipeda-county #fig-people\ntitle: Dvi kreivės\nDvi kreivės pagal metus.\n:::"}},"document":"document/guide","position":2,"title":{"source":"lt","text":{"lt":"Žmonės"}}}`}},
	}
}
