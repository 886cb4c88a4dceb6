// SPDX-License-Identifier: EUPL-1.2

package strategy

import (
	"github.com/sumanus/sumanus/internal/record"
)

// Plan is a strategy or programme of one or more regions.
type Plan struct {
	Title      record.Text  `json:"title"`
	Summary    record.Text  `json:"summary"`
	Regions    []record.Ref `json:"regions,omitempty"`
	Vision     record.Text  `json:"vision"`
	PeriodFrom string       `json:"period_from,omitempty"` // year
	PeriodTo   string       `json:"period_to,omitempty"`   // year
	Words      Words        `json:"words,omitzero"`
	// ComposedOf are the plans that this one brings together.
	ComposedOf []record.Ref `json:"composed_of,omitempty"`

	Sources []record.SourceNote `json:"sources,omitempty"`
}

// Words are what this plan calls its levels, where it differs from the house's own words.
type Words struct {
	Priority record.Text `json:"priority"`
	Measure  record.Text `json:"measure"`
	Action   record.Text `json:"action"`
}

// Validate implements record.Body.
func (p *Plan) Validate(c *record.Check) {
	c.Text("title", p.Title, true)
	c.Text("summary", p.Summary, false)
	c.Text("vision", p.Vision, false)
	c.Refs("regions", p.Regions, "region")
	c.Year("period_from", p.PeriodFrom)
	c.Year("period_to", p.PeriodTo)
	c.DateOrder("period_to", p.PeriodFrom, p.PeriodTo)
	c.Text("words.priority", p.Words.Priority, false)
	c.Text("words.measure", p.Words.Measure, false)
	c.Text("words.action", p.Words.Action, false)
	c.Refs("composed_of", p.ComposedOf, "plan")
	c.Sources("sources", p.Sources)
}

// Fields implements record.Body.
func (p *Plan) Fields() []record.Field {
	return record.FieldsOf(record.FieldText("title", p.Title), record.FieldDate("period_from", p.PeriodFrom), record.FieldDate("period_to", p.PeriodTo),
		record.FieldRef("regions", p.Regions...))
}

// Links implements record.Body.
func (p *Plan) Links() []record.Link {
	return record.LinksOf(record.LinksTo(record.LocatedIn, "regions", p.Regions...), record.LinksTo(record.ComposedOf, "composed_of", p.ComposedOf...))
}

// Priority is a field in which the plan wants change. A horizontal one runs through all others.
type Priority struct {
	Title      record.Text  `json:"title"`
	Summary    record.Text  `json:"summary"`
	Plan       record.Ref   `json:"plan"`
	Horizontal bool         `json:"horizontal,omitempty"`
	Position   int          `json:"position,omitempty"`
	ComposedOf []record.Ref `json:"composed_of,omitempty"`

	Sources []record.SourceNote `json:"sources,omitempty"`
}

// Validate implements record.Body.
func (p *Priority) Validate(c *record.Check) {
	c.Text("title", p.Title, true)
	c.Text("summary", p.Summary, false)
	c.Required("plan", p.Plan != "")
	c.Ref("plan", p.Plan, "plan")
	c.Refs("composed_of", p.ComposedOf, "priority")
	position(c, p.Position)
	c.Sources("sources", p.Sources)
}

func position(c *record.Check, n int) {
	if n < 0 {
		c.Add("position", "strategy.bad-position")
	}
}

// Fields implements record.Body.
func (p *Priority) Fields() []record.Field {
	return record.FieldsOf(record.FieldText("title", p.Title), record.FieldRef("plan", p.Plan), record.FieldNumber("position", float64(p.Position)))
}

// Links implements record.Body.
func (p *Priority) Links() []record.Link {
	return record.LinksOf(record.LinksTo(record.PartOf, "plan", p.Plan), record.LinksTo(record.ComposedOf, "composed_of", p.ComposedOf...))
}

// Measure is what will be done about a priority, in general.
type Measure struct {
	Title    record.Text `json:"title"`
	Summary  record.Text `json:"summary"`
	Priority record.Ref  `json:"priority"`
	// Also are further priorities it contributes to, horizontal ones for instance.
	Also     []record.Ref `json:"also,omitempty"`
	Position int          `json:"position,omitempty"`

	Sources []record.SourceNote `json:"sources,omitempty"`
}

// Validate implements record.Body.
func (m *Measure) Validate(c *record.Check) {
	c.Text("title", m.Title, true)
	c.Text("summary", m.Summary, false)
	c.Required("priority", m.Priority != "")
	c.Ref("priority", m.Priority, "priority")
	c.Refs("also", m.Also, "priority")
	position(c, m.Position)
	c.Sources("sources", m.Sources)
}

// Fields implements record.Body.
func (m *Measure) Fields() []record.Field {
	return record.FieldsOf(record.FieldText("title", m.Title), record.FieldRef("priority", m.Priority), record.FieldNumber("position", float64(m.Position)))
}

// Links implements record.Body.
func (m *Measure) Links() []record.Link {
	return record.LinksOf(record.LinksTo(record.ContributesTo, "priority", m.Priority), record.LinksTo(record.ContributesTo, "also", m.Also...))
}
