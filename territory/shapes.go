// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"slices"

	"github.com/paulmach/orb"
)

// Span is a code together with the versions of its scheme in which it stands for a shape.
type Span struct {
	Scheme   string   `json:"scheme"`
	Code     string   `json:"code"`
	Versions []string `json:"versions"`
}

// Layer says what a shape is: see the constants.
type Layer string

// The layers of [Baltic]. Shapes read from other files have none.
const (
	LayerCountry Layer = "country" // EE, LT, LV
	LayerNUTS2   Layer = "nuts2"   // regions of level 2 that are no country and no region of level 3
	LayerNUTS3   Layer = "nuts3"   // regions of level 3 in any version
	LayerLAU     Layer = "lau"     // the municipalities of Kurzeme since July 2021, with Tukums
	LayerContext Layer = "context" // land around, only to be drawn as background; cut at a window, so its area means nothing
)

// Shape is the outline of a territory.
type Shape struct {
	ID      string // unique in its Shapes
	Name    string // in the language of the territory
	Country string // ISO 3166-1 alpha-2, upper case (EL for Greece where the source follows Eurostat)
	Layer   Layer
	Codes   []Span // which codes it stands for; empty for background land and for shapes of other files
	Note    string // where the outline is known to differ from what a code means

	// Geometry is in degrees, longitude first. Rings are closed (last point equals the first); in each polygon the outer ring
	// comes first. Outer rings of [Baltic] run counter-clockwise, of other files as they came.
	Geometry orb.MultiPolygon

	// SourceKm2 is the area of the shape in its source before simplifying, 0 when not known.
	SourceKm2 float64
}

// Has tells whether the shape stands for the code.
func (s *Shape) Has(c Code) bool {
	c = c.canonical()
	for _, span := range s.Codes {
		if span.Scheme == c.Scheme && span.Code == c.Code && slices.Contains(span.Versions, c.Version) {
			return true
		}
	}
	return false
}

// Shapes is a collection of outlines from one source. Whoever shows them, shows the attribution.
type Shapes struct {
	Attribution string
	List        []Shape
}

// IDs lists the identifiers in order.
func (s *Shapes) IDs() []string {
	out := make([]string, len(s.List))
	for i := range s.List {
		out[i] = s.List[i].ID
	}
	return out
}

// Get finds a shape by its identifier.
func (s *Shapes) Get(id string) (Shape, bool) {
	for _, x := range s.List {
		if x.ID == id {
			return x, true
		}
	}
	return Shape{}, false
}

// Find gives the shape that stands for a code in its version: NUTS 2013 LT003 finds the shape LT023.
func (s *Shapes) Find(c Code) (Shape, bool) {
	for i := range s.List {
		if s.List[i].Has(c) {
			return s.List[i], true
		}
	}
	return Shape{}, false
}

// Pick gives the shapes with these identifiers in the order asked for, or a [*ShapeError] that names those that do not exist.
func (s *Shapes) Pick(ids ...string) (*Shapes, error) {
	out := &Shapes{Attribution: s.Attribution}
	var missing []string
	for _, id := range ids {
		if x, ok := s.Get(id); ok {
			out.List = append(out.List, x)
		} else {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		return nil, &ShapeError{Code: "unknown-shape", IDs: missing}
	}
	return out, nil
}

// OfLayer gives the shapes of a layer, in order.
func (s *Shapes) OfLayer(l Layer) *Shapes {
	return s.filter(func(x *Shape) bool { return x.Layer == l })
}

// OfCountries gives the shapes of these countries.
func (s *Shapes) OfCountries(iso ...string) *Shapes {
	return s.filter(func(x *Shape) bool { return slices.Contains(iso, x.Country) })
}

func (s *Shapes) filter(keep func(*Shape) bool) *Shapes {
	out := &Shapes{Attribution: s.Attribution}
	for i := range s.List {
		if keep(&s.List[i]) {
			out.List = append(out.List, s.List[i])
		}
	}
	return out
}

// At gives the regions of one NUTS version at one level (0 countries … 3 regions), each under the code it had then: At("2013", 3)
// has LT003 where At("2021", 3) has LT023. So data of a version joins to its shapes by plain equality.
func (s *Shapes) At(version string, level int) *Shapes {
	return s.as(func(span Span) bool {
		return span.Scheme == NUTS && len(span.Code) == level+2 && slices.Contains(span.Versions, version)
	})
}

// Units gives the local units (LAU) of one version, each under its code of then.
func (s *Shapes) Units(version string) *Shapes {
	return s.as(func(span Span) bool { return span.Scheme == LAU && slices.Contains(span.Versions, version) })
}

func (s *Shapes) as(meant func(Span) bool) *Shapes {
	out := &Shapes{Attribution: s.Attribution}
	for _, x := range s.List {
		for _, span := range x.Codes {
			if meant(span) {
				x.ID = span.Code
				out.List = append(out.List, x)
				break
			}
		}
	}
	slices.SortStableFunc(out.List, func(a, b Shape) int { return compare(a.ID, b.ID) })
	return out
}

// Bounds is the smallest box around all shapes in degrees.
func (s *Shapes) Bounds() orb.Bound {
	var out orb.Bound
	for i := range s.List {
		b := s.List[i].Geometry.Bound()
		if i == 0 {
			out = b
		} else {
			out = out.Union(b)
		}
	}
	return out
}

// ShapeError is returned when shapes asked for do not exist.
type ShapeError struct {
	Code string // unknown-shape
	IDs  []string
}

// Error names the shapes.
func (e *ShapeError) Error() string { return "territory: " + e.Code + ": " + joinQuoted(e.IDs) }
