// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"errors"
	"slices"
	"sync"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/territory"
)

// Region is a territory that statistics speak of. When its border moves it becomes another region, even under the same name.
type Region struct {
	Title   record.Text `json:"title"`
	Summary record.Text `json:"summary"`
	Level   string      `json:"level"`
	Country string      `json:"country,omitempty"` // two capital letters
	Parent  record.Ref  `json:"parent,omitempty"`
	// Codes are all codes the region has or had.
	Codes []territory.Code `json:"codes,omitempty"`
	// Boundary names a shape of territory.Baltic.
	Boundary string `json:"boundary,omitempty"`
	AreaKm2  string `json:"area_km2,omitempty"` // decimal text

	Sources []record.SourceNote `json:"sources,omitempty"`
}

// Levels is the closed list of levels of a region.
var Levels = []string{"country", "nuts3", "municipality", "state_city"}

// Schemes is the closed list of classifications whose codes a region may have.
var Schemes = []string{territory.NUTS, territory.LAU, "ISO"}

// Validate implements record.Body.
func (r *Region) Validate(c *record.Check) {
	c.Text("title", r.Title, true)
	c.Text("summary", r.Summary, false)
	if c.Required("level", r.Level != "") {
		c.OneOf("level", r.Level, Levels...)
	}
	if r.Country != "" && !twoCapitals(r.Country) {
		c.Add("country", "dataset.bad-country", fault.A{"found": r.Country})
	}
	c.Ref("parent", r.Parent, "region")
	c.Decimal("area_km2", r.AreaKm2)
	c.Sources("sources", r.Sources)
	r.validateCodes(c)
	if r.Boundary != "" {
		if _, ok := shape(r.Boundary); !ok {
			c.Add("boundary", "dataset.unknown-boundary", fault.A{"found": r.Boundary})
		}
	}
}

// validateCodes checks codes against the register, as far as it knows their country: all of them mean one territory.
func (r *Region) validateCodes(c *record.Check) {
	register, err := codes()
	if err != nil {
		c.AddError("codes", fault.New(fault.Internal, "dataset.no-register").Because(err))
		return
	}
	var first territory.Code
	for i, code := range r.Codes {
		at := c.In("codes", i)
		if !at.Required("code", code.Code != "") || !at.Required("scheme", code.Scheme != "") || !at.Required("version", code.Version != "") {
			continue
		}
		at.OneOf("scheme", code.Scheme, Schemes...)
		if slices.ContainsFunc(r.Codes[:i], func(o territory.Code) bool { return o.Scheme == code.Scheme && o.Version == code.Version }) {
			at.Add("version", "record.stands-twice", fault.A{"found": code.Scheme + " " + code.Version})
		}
		if code.Scheme != territory.NUTS || !knownCountry(code.Country()) {
			continue
		}
		if _, err := register.Resolve(code); err != nil {
			var e *territory.CodeError
			hint := ""
			if errors.As(err, &e) {
				hint = e.Hint
			}
			at.Add("code", "dataset.unknown-code", fault.A{"found": code.String(), "hint": hint})
			continue
		}
		if first.Code == "" {
			first = code
		} else if !register.Same(first, code) {
			at.Add("code", "dataset.other-territory", fault.A{"found": code.String(), "expected": first.String()})
		}
	}
}

// Fields implements record.Body.
func (r *Region) Fields() []record.Field {
	var all [][]record.Field
	for _, c := range r.Codes {
		all = append(all, record.FieldString("code", c.Code))
	}
	return record.FieldsOf(record.FieldText("title", r.Title), record.FieldText("summary", r.Summary), record.FieldString("level", r.Level),
		record.FieldString("country", r.Country), record.FieldRef("parent", r.Parent), record.FieldsOf(all...))
}

// Links implements record.Body.
func (r *Region) Links() []record.Link { return record.LinksTo(record.PartOf, "parent", r.Parent) }

// Code gives the region's code in a version of a scheme.
func (r *Region) Code(scheme, version string) (string, bool) {
	for _, c := range r.Codes {
		if c.Scheme == scheme && c.Version == version {
			return c.Code, true
		}
	}
	return "", false
}

// Shape gives the outline of the region, if there is one.
func (r *Region) Shape() (territory.Shape, bool) {
	if r.Boundary == "" {
		return territory.Shape{}, false
	}
	return shape(r.Boundary)
}

func shape(id string) (territory.Shape, bool) {
	all, err := outlines()
	if err != nil {
		return territory.Shape{}, false
	}
	return all.Get(id)
}

// The register and the outlines are the same for everybody and read-only, so they are read once.
var (
	codes    = sync.OnceValues(territory.Codes)
	outlines = sync.OnceValues(territory.Baltic)
)

// knownCountry tells whether the register knows the country whole.
func knownCountry(country string) bool { return slices.Contains(preferred, country) }

// preferred are the countries whose codes decide which version a file has, in the order of their say.
var preferred = []string{"LV", "LT", "EE"}

func twoCapitals(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}
