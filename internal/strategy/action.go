// SPDX-License-Identifier: EUPL-1.2

package strategy

import (
	"regexp"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// State is how far an action is.
type State string

// The states of an action. Whether it is late follows from its dates and is not stated.
const (
	Planned   State = "planned"
	UnderWay  State = "under_way"
	Done      State = "done"
	Cancelled State = "cancelled"
)

// Action is a concrete thing somebody does by a day with a budget. What is still unknown stays empty; the linter says so.
type Action struct {
	Title       record.Text  `json:"title"`
	Summary     record.Text  `json:"summary"`
	Measure     record.Ref   `json:"measure"`
	Responsible record.Ref   `json:"responsible,omitempty"`
	Partners    []record.Ref `json:"partners,omitempty"`
	Start       string       `json:"start,omitempty"` // ISO date
	End         string       `json:"end,omitempty"`   // ISO date
	// Budget in cents of Currency; nil is not known, which is not the same as nothing.
	Budget   *int64       `json:"budget_cents,omitempty"`
	Currency string       `json:"currency,omitempty"` // ISO 4217; EUR when empty
	State    State        `json:"state"`
	Places   []record.Ref `json:"places,omitempty"`

	Sources []record.SourceNote `json:"sources,omitempty"`
}

var currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)

// Validate implements record.Body.
func (a *Action) Validate(c *record.Check) {
	c.Text("title", a.Title, true)
	c.Text("summary", a.Summary, false)
	c.Required("measure", a.Measure != "")
	c.Ref("measure", a.Measure, "measure")
	c.Ref("responsible", a.Responsible, "organisation")
	c.Refs("partners", a.Partners, "organisation")
	c.Date("start", a.Start)
	c.Date("end", a.End)
	c.DateOrder("end", a.Start, a.End)
	if a.Budget != nil && *a.Budget < 0 {
		c.Add("budget_cents", "strategy.negative-budget")
	}
	if a.Currency != "" && !currencyForm.MatchString(a.Currency) {
		c.Add("currency", "strategy.bad-currency", fault.A{"found": a.Currency})
	}
	c.Required("state", a.State != "")
	c.OneOf("state", string(a.State), string(Planned), string(UnderWay), string(Done), string(Cancelled))
	c.Refs("places", a.Places, "region")
	c.Sources("sources", a.Sources)
}

// Fields implements record.Body.
func (a *Action) Fields() []record.Field {
	f := record.FieldsOf(record.FieldText("title", a.Title), record.FieldRef("measure", a.Measure), record.FieldRef("responsible", a.Responsible),
		record.FieldDate("start", a.Start), record.FieldDate("end", a.End), record.FieldString("state", string(a.State)), record.FieldDate("due", a.Due()))
	if a.Budget != nil {
		f = append(f, record.FieldCents("budget_cents", *a.Budget)...)
	}
	return f
}

// Links implements record.Body.
func (a *Action) Links() []record.Link {
	return record.LinksOf(record.LinksTo(record.ContributesTo, "measure", a.Measure), record.LinksTo(record.DeliveredBy, "responsible", a.Responsible),
		record.LinksTo(record.DeliveredBy, "partners", a.Partners...), record.LinksTo(record.LocatedIn, "places", a.Places...))
}

// Due is the day (an ISO date) by which the action should take its next step: begin, or end. Empty when no day is known or nothing
// more is to come.
func (a *Action) Due() string {
	switch a.State {
	case Planned:
		return a.Start
	case UnderWay:
		return a.End
	case Done, Cancelled:
	}
	return ""
}

// Late tells whether the action should have ended, or begun, before today (an ISO date) and has not.
func (a *Action) Late(today string) bool { return a.Due() != "" && a.Due() < today }

// CurrencyCode is the currency of the budget.
func (a *Action) CurrencyCode() string {
	if a.Currency == "" {
		return "EUR"
	}
	return a.Currency
}

// Target is a value that a priority or a measure wants to reach.
type Target struct {
	Title     record.Text `json:"title"`
	Of        record.Ref  `json:"of"`
	Indicator record.Ref  `json:"indicator,omitempty"`
	Region    record.Ref  `json:"region,omitempty"`
	Baseline  Baseline    `json:"baseline,omitzero"`
	Aim       Aim         `json:"aim,omitzero"`

	Sources []record.SourceNote `json:"sources,omitempty"`
}

// Baseline is the value the plan starts from. Value is decimal text, so that it stays as it was published.
type Baseline struct {
	Period string      `json:"period,omitempty"`
	Value  string      `json:"value,omitempty"`
	Source record.Text `json:"source"`
}

// Aim is the value wanted in a period.
type Aim struct {
	Period string `json:"period,omitempty"`
	Value  string `json:"value,omitempty"`
}

// Validate implements record.Body.
func (t *Target) Validate(c *record.Check) {
	c.Text("title", t.Title, true)
	c.Required("of", t.Of != "")
	c.Ref("of", t.Of, "priority", "measure")
	c.Ref("indicator", t.Indicator, "indicator")
	c.Ref("region", t.Region, "region")
	c.Year("baseline.period", t.Baseline.Period)
	c.Decimal("baseline.value", t.Baseline.Value)
	c.Text("baseline.source", t.Baseline.Source, false)
	c.Year("aim.period", t.Aim.Period)
	c.Decimal("aim.value", t.Aim.Value)
	c.DateOrder("aim.period", t.Baseline.Period, t.Aim.Period)
	c.Sources("sources", t.Sources)
}

// Fields implements record.Body.
func (t *Target) Fields() []record.Field {
	return record.FieldsOf(record.FieldText("title", t.Title), record.FieldRef("of", t.Of), record.FieldRef("indicator", t.Indicator))
}

// Links implements record.Body.
func (t *Target) Links() []record.Link {
	return record.LinksOf(record.LinksTo(record.ContributesTo, "of", t.Of), record.LinksTo(record.MeasuredBy, "indicator", t.Indicator),
		record.LinksTo(record.LocatedIn, "region", t.Region))
}
