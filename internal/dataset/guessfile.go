// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"io"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/open"
	"github.com/sumanus/sumanus/territory"
)

// Sketch is what a file says of itself, enough to describe the dataset it belongs to.
type Sketch struct {
	Header statistics.Header
	// Dimensions are those of a dataset made from the file, time last.
	Dimensions []Dimension
	// Scheme is the classification its geographic codes seem to be of; empty when it has none.
	Scheme string
	// Codes are the first codes seen of each dimension, by id.
	Codes map[string][]string
}

// sketchSeries is how many series a sketch looks at, sketchCodes how many codes it keeps.
const (
	sketchSeries = 20_000
	sketchCodes  = 200
)

// SketchOf reads the beginning of a file. name is told in faults.
func SketchOf(name string, r io.Reader, o statistics.Options) (Sketch, error) {
	in, err := open.With(name, r, o)
	if err != nil {
		return Sketch{}, asFault(name, err)
	}
	s := Sketch{Header: in.Header(), Codes: map[string][]string{}}
	for n := 0; n < sketchSeries; n++ {
		series, err := in.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return Sketch{}, asFault(name, err)
		}
		for i, d := range s.Header.Dimensions {
			if list := s.Codes[d.ID]; len(list) < sketchCodes && !slices.Contains(list, series.Key[i]) {
				s.Codes[d.ID] = append(list, strings.Clone(series.Key[i]))
			}
		}
	}
	for _, d := range s.Header.Dimensions {
		dim := Dimension{ID: d.ID, Role: roleOf(d.Role)}
		if codes := s.Codes[d.ID]; len(codes) == 1 && dim.Role != statistics.RoleGeo {
			dim.Default = codes[0]
		}
		if dim.Role == statistics.RoleGeo {
			s.Scheme = schemeOf(s.Codes[d.ID])
		}
		s.Dimensions = append(s.Dimensions, dim)
	}
	id := s.Header.Time.ID
	if id == "" {
		id = "time"
	}
	s.Dimensions = append(s.Dimensions, Dimension{ID: id, Role: statistics.RoleTime})
	return s, nil
}

// roleOf keeps the roles a dataset knows.
func roleOf(r statistics.Role) statistics.Role {
	if r == statistics.RoleGeo || r == statistics.RoleMetric {
		return r
	}
	return statistics.RoleOther
}

// schemeOf tells NUTS from other codes by the first ones.
func schemeOf(seen []string) string {
	register, err := codes()
	if err != nil {
		return territory.NUTS
	}
	known := 0
	for _, c := range seen {
		if version, _ := register.GuessVersion([]string{c}); version != "" {
			known++
		}
	}
	if known*2 >= len(seen) {
		return territory.NUTS
	}
	return territory.LAU
}
