// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/territory"
)

// Dataset is a table that an office publishes again and again. Its figures are in its vintages.
type Dataset struct {
	Title       record.Text `json:"title"`
	Summary     record.Text `json:"summary"`
	Publisher   string      `json:"publisher,omitempty"`
	Code        string      `json:"code,omitempty"` // the office's code of the table
	URL         string      `json:"url,omitempty"`
	Licence     string      `json:"licence,omitempty"`
	Attribution string      `json:"attribution,omitempty"` // shown with every picture and table made from it
	// Scheme is the classification of the codes of the geographic dimension.
	Scheme     string      `json:"scheme,omitempty"`
	Dimensions []Dimension `json:"dimensions,omitempty"`
}

// Dimension is an axis of a dataset. Series are named by the codes of all dimensions but time, in this order.
type Dimension struct {
	ID    string          `json:"id"`
	Title record.Text     `json:"title"`
	Role  statistics.Role `json:"role"`
	// Default is the code to assume where a file lacks the dimension: older files have no freq.
	Default string `json:"default,omitempty"`
}

// Source names the table as its office does: what is asked to be named, or publisher and code.
func (d *Dataset) Source() string {
	if name := strings.TrimPrefix(d.Attribution, "Source: "); name != "" {
		return name
	}
	return strings.Trim(d.Publisher+", "+d.Code, ", ")
}

// Validate implements record.Body.
func (d *Dataset) Validate(c *record.Check) {
	c.Text("title", d.Title, true)
	c.Text("summary", d.Summary, false)
	c.URL("url", d.URL)
	c.Required("attribution", d.Attribution != "")
	c.OneOf("scheme", d.Scheme, Schemes...)
	c.Required("dimensions", len(d.Dimensions) > 0)
	roles := map[statistics.Role]int{}
	for i, dim := range d.Dimensions {
		at := c.In("dimensions", i)
		at.Required("id", dim.ID != "")
		if strings.ContainsAny(dim.ID, "\t\r\n,=") || slices.Contains([]string{"value", "status"}, dim.ID) {
			at.Add("id", "dataset.bad-dimension", fault.A{"found": dim.ID})
		}
		if slices.ContainsFunc(d.Dimensions[:i], func(o Dimension) bool { return o.ID == dim.ID }) {
			at.Add("id", "record.stands-twice", fault.A{"found": dim.ID})
		}
		at.Text("title", dim.Title, false)
		if at.Required("role", dim.Role != "") {
			at.OneOf("role", string(dim.Role), string(statistics.RoleGeo), string(statistics.RoleTime), string(statistics.RoleOther), string(statistics.RoleMetric))
		}
		roles[dim.Role]++
	}
	if len(d.Dimensions) > 0 && roles[statistics.RoleTime] != 1 {
		c.Add("dimensions", "dataset.one-time", fault.A{"found": roles[statistics.RoleTime]})
	}
	if roles[statistics.RoleGeo] > 1 {
		c.Add("dimensions", "dataset.one-geo", fault.A{"found": roles[statistics.RoleGeo]})
	}
	if roles[statistics.RoleGeo] == 1 {
		c.Required("scheme", d.Scheme != "")
	}
}

// Fields implements record.Body.
func (d *Dataset) Fields() []record.Field {
	return record.FieldsOf(record.FieldText("title", d.Title), record.FieldText("summary", d.Summary),
		record.FieldString("publisher", d.Publisher), record.FieldString("code", d.Code))
}

// Links implements record.Body.
func (d *Dataset) Links() []record.Link { return nil }

// keyed gives the dimensions that name a series: all but time.
func (d *Dataset) keyed() []Dimension {
	out := make([]Dimension, 0, len(d.Dimensions))
	for _, dim := range d.Dimensions {
		if dim.Role != statistics.RoleTime {
			out = append(out, dim)
		}
	}
	return out
}

// geo gives the place of the geographic dimension among the keyed ones; -1 when there is none.
func (d *Dataset) geo() int {
	return slices.IndexFunc(d.keyed(), func(dim Dimension) bool { return dim.Role == statistics.RoleGeo })
}

// timeID is the id of the time dimension.
func (d *Dataset) timeID() string {
	for _, dim := range d.Dimensions {
		if dim.Role == statistics.RoleTime {
			return dim.ID
		}
	}
	return "time"
}

// same tells whether two codes mean one territory. Codes of countries the register does not know are taken at their word.
func same(scheme, versionA, a, versionB, b string) bool {
	if scheme != territory.NUTS || !knownCountry(country(a)) && !knownCountry(country(b)) {
		return a == b
	}
	return identity(scheme, versionA, a) == identity(scheme, versionB, b)
}

// identity names the territory behind a code: equal for LT003 of 2013 and LT023 of 2021, different for LV003 and LV00B. A code
// the register does not know stands for itself. The level belongs to it: LV, LV0 and LV00 are one land, and three rows of a table.
func identity(scheme, version, code string) string {
	if scheme == territory.NUTS && version != "" && knownCountry(country(code)) {
		if register, err := codes(); err == nil {
			c := territory.Code{Scheme: scheme, Version: version, Code: code}
			if t, err := register.Resolve(c); err == nil {
				return "territory:" + t.ID + "/" + itoa(c.Level())
			}
		}
	}
	return scheme + ":" + code
}

func country(code string) string {
	if len(code) < 2 {
		return code
	}
	return code[:2]
}
