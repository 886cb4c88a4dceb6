// SPDX-License-Identifier: EUPL-1.2

package doc_test

import (
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/fault"
)

// room answers as a room would, from two findings and one picture.
type room struct{}

const svg = `<svg viewBox="0 0 10 10" role="img" aria-labelledby="t1 d1"><title id="t1">T</title><desc id="d1">D</desc><rect width="4" height="4"/></svg>`

func (room) Value(slug, name string) (doc.LiveValue, error) {
	if slug == "gdp" && name == "ratio" {
		return doc.LiveValue{Text: "65,2 %", Machine: "65.2", Verdict: doc.Holds, About: "Kurzeme, 2010"}, nil
	}
	if slug == "odd" {
		return doc.LiveValue{}, nil
	}
	return doc.LiveValue{}, doc.ErrUnknown
}

func (room) Finding(slug string) (doc.Finding, error) {
	switch slug {
	case "gdp", "odd":
		return doc.Finding{Title: "BVP", Verdict: doc.Holds, Sentence: []doc.Inline{
			&doc.Text{Text: "Kurzeme has "},
			&doc.Value{Slug: "gdp", Name: "ratio", LiveValue: doc.LiveValue{Text: "65,2 %", Machine: "65.2"}},
			&doc.Asserting{Name: "less", Text: doc.Words(" less")}}}, nil
	case "hidden":
		return doc.Finding{}, fault.New(fault.Forbidden, "record.forbidden", fault.A{"ref": slug})
	}
	return doc.Finding{}, doc.ErrUnknown
}

func (room) Block(d *doc.Directive) ([]doc.Block, error) {
	switch d.Name {
	case "chart":
		if err := d.Allow("type", "from"); err != nil {
			return nil, err
		}
		title := d.Title
		if len(title) == 0 {
			title = doc.Words("Untitled")
		}
		return []doc.Block{&doc.Figure{Title: title, Description: "Two lines.", SVG: svg,
			Data: &doc.Table{Columns: []doc.Column{{Head: doc.Words("Year")}}, Rows: [][]doc.Cell{{{Text: doc.Words("2010")}}}}}}, nil
	case "wrap":
		return d.Body, nil
	}
	return nil, doc.ErrUnknown
}
