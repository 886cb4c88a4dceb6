// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"regexp"
	"slices"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Partnership is the two or more neighbouring regions that plan together. There is one in a house.
type Partnership struct {
	Title record.Text `json:"title"`
	// Short is what people call the partnership; it stands beside the logo. Without it the title does.
	Short       record.Text  `json:"short"`
	Summary     record.Text  `json:"summary"`
	Languages   []string     `json:"languages"`
	Lead        record.Ref   `json:"lead"`
	Partners    []record.Ref `json:"partners,omitempty"`
	Regions     []record.Ref `json:"regions,omitempty"`
	Programme   record.Text  `json:"programme"`
	PeriodFrom  string       `json:"period_from,omitempty"`
	PeriodTo    string       `json:"period_to,omitempty"`
	Budget      int64        `json:"budget_cents,omitempty"`
	Cofinancing int64        `json:"cofinancing_cents,omitempty"`

	Sources []record.SourceNote `json:"sources,omitempty"`
}

// Called is what people call the partnership.
func (p *Partnership) Called() record.Text {
	if p.Short.IsZero() {
		return p.Title
	}
	return p.Short
}

// PartnershipLanguages are the languages of texts for readers, in the order in which they are offered.
func (p *Partnership) PartnershipLanguages() []string { return p.Languages }

var languageForm = regexp.MustCompile(`^[a-z]{2,3}$`)

// Validate implements record.Body.
func (p *Partnership) Validate(c *record.Check) {
	c.Text("title", p.Title, true)
	c.Text("short", p.Short, false)
	c.Text("summary", p.Summary, false)
	c.Text("programme", p.Programme, false)
	c.Required("languages", len(p.Languages) > 0)
	for i, l := range p.Languages {
		if !languageForm.MatchString(l) || slices.Contains(p.Languages[:i], l) {
			c.In("languages").Add(itoa(i), "identity.bad-language", fault.A{"found": l})
		}
	}
	c.Required("lead", p.Lead != "")
	c.Ref("lead", p.Lead, "organisation")
	c.Refs("partners", p.Partners, "organisation")
	c.Refs("regions", p.Regions, "region")
	c.Date("period_from", p.PeriodFrom)
	c.Date("period_to", p.PeriodTo)
	c.DateOrder("period_to", p.PeriodFrom, p.PeriodTo)
	if p.Budget < 0 || p.Cofinancing < 0 || p.Cofinancing > p.Budget {
		c.Add("cofinancing_cents", "identity.bad-budget", nil)
	}
	c.Sources("sources", p.Sources)
}

// Fields implements record.Body.
func (p *Partnership) Fields() []record.Field { return record.FieldText("title", p.Title) }

// Links implements record.Body.
func (p *Partnership) Links() []record.Link {
	return record.LinksOf(record.LinksTo(record.Partners, "lead", p.Lead), record.LinksTo(record.Partners, "partners", p.Partners...),
		record.LinksTo(record.LocatedIn, "regions", p.Regions...))
}

// Organisation is a body that owns records and does things: a planning region, a municipality, a university, a company.
type Organisation struct {
	Title   record.Text `json:"title"`
	Summary record.Text `json:"summary"`
	Country string      `json:"country,omitempty"`
	Type    string      `json:"type,omitempty"`
	Website string      `json:"website,omitempty"`
	Region  record.Ref  `json:"region,omitempty"`

	Sources []record.SourceNote `json:"sources,omitempty"`
}

// OrganisationTypes is the closed list of types.
func OrganisationTypes() []string {
	return []string{"planning_region", "association", "municipality", "university", "company", "ngo", "authority"}
}

var countryForm = regexp.MustCompile(`^[A-Z]{2}$`)

// Validate implements record.Body.
func (o *Organisation) Validate(c *record.Check) {
	c.Text("title", o.Title, true)
	c.Text("summary", o.Summary, false)
	if o.Country != "" && !countryForm.MatchString(o.Country) {
		c.Add("country", "identity.bad-country", fault.A{"found": o.Country})
	}
	c.OneOf("type", o.Type, OrganisationTypes()...)
	c.URL("website", o.Website)
	c.Ref("region", o.Region, "region")
	c.Sources("sources", o.Sources)
}

// Fields implements record.Body.
func (o *Organisation) Fields() []record.Field {
	return record.FieldsOf(record.FieldText("title", o.Title), record.FieldString("type", o.Type), record.FieldString("country", o.Country))
}

// Links implements record.Body.
func (o *Organisation) Links() []record.Link {
	return record.LinksTo(record.LocatedIn, "region", o.Region)
}

// Kinds are the kinds of this room.
func Kinds() []record.Kind {
	return []record.Kind{
		{Name: "partnership", Folder: "partnerships", Schema: 1, New: func() record.Body { return &Partnership{} },
			Samples: []string{`{"languages":["lt","lv","en"],"lead":"organisation/kpr","programme":{},"short":{},"summary":{},"title":{"source":"en","text":{"en":"P"}}}`}},
		{Name: "organisation", Folder: "organisations", Schema: 1, New: func() record.Body { return &Organisation{} },
			Samples: []string{`{"country":"LV","summary":{},"title":{"source":"lv","text":{"lv":"Kurzemes plānošanas reģions"}},"type":"planning_region"}`}},
	}
}

// Watch makes the house speak the languages of its partnership: they take effect in the very transaction that writes it. A second
// partnership is refused.
func Watch(s *record.Store) {
	s.Subscribe(func(ctx context.Context, tx *record.Tx, e record.Event) error {
		if e.Record == nil || e.Record.Ref.Kind() != "partnership" || e.Record.Deleted {
			return nil
		}
		all, err := tx.All(ctx, "partnership")
		if err != nil {
			return err
		}
		if len(all) > 1 {
			return fault.New(fault.Conflict, "identity.one-partnership", fault.A{"ref": string(all[0].Ref)})
		}
		p := e.Record.Body.(*Partnership)
		if err := moveIn(ctx, tx, p.Lead); err != nil {
			return err
		}
		return tx.SetLanguages(ctx, p.Languages)
	})
}

// moveIn gives whoever administered the house before it had a partnership the same role in the lead organisation.
func moveIn(ctx context.Context, tx *record.Tx, lead record.Ref) error {
	var people []string
	if err := each(ctx, &tx.ReadTx, `SELECT person FROM membership WHERE organisation = $1 ORDER BY person`, string(HouseSeat), func(scan func(...any) error) error {
		people = append(people, "")
		return scan(&people[len(people)-1])
	}); err != nil {
		return err
	}
	for _, p := range people {
		if err := giveRole(ctx, tx, p, Member{lead, Administrator}, true); err != nil {
			return err
		}
		if err := giveRole(ctx, tx, p, Member{HouseSeat, Administrator}, false); err != nil {
			return err
		}
	}
	return nil
}

// ThePartnership reads the one partnership of the house; fault identity.no-partnership when there is none yet.
func ThePartnership(ctx context.Context, r record.Reader) (record.Record, *Partnership, error) {
	all, err := r.All(ctx, "partnership")
	if err != nil {
		return record.Record{}, nil, err
	}
	if len(all) == 0 {
		return record.Record{}, nil, fault.New(fault.NotFound, "identity.no-partnership")
	}
	return all[0], all[0].Body.(*Partnership), nil
}
