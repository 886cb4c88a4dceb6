// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/analysis/spatial"
	"github.com/sumanus/sumanus/internal/fault"
)

// maxOutlineBytes bounds a file of outlines; the 1:100 000 boundaries of all Europe are a tenth of it.
const maxOutlineBytes = 1 << 30

// OutlineOptions say which properties of outlines are meant.
type OutlineOptions struct {
	ID     string // property that names the unit; "id" also means the id of the feature itself
	Group  string // property that tells the side of a border; empty when none is asked for
	Object string // object of a TopoJSON file; empty takes the only one
}

// Outlines are units with their shapes, in the order of the file.
type Outlines struct {
	IDs    []string
	Groups []string // empty unless asked for
	Shapes []spatial.Shape
}

// Outlined is a source of outlines.
type Outlined interface {
	Source
	Outlines(o OutlineOptions) (*Outlines, error)
}

// Outlines reads the file as GeoJSON or TopoJSON. Coordinates may be degrees or anything else: they are only compared with each other.
func (f File) Outlines(o OutlineOptions) (*Outlines, error) {
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return readOutlines(string(f), in, o)
}

// outlines reads those of a parameter.
func (a *Args) outlines(name string, o OutlineOptions) (*Outlines, error) {
	s, ok := a.source[name].(Outlined)
	if !ok {
		return nil, fault.New(fault.Invalid, "method.not-outlines", fault.A{"name": name})
	}
	return s.Outlines(o)
}

type geoFeature struct {
	ID         json.RawMessage            `json:"id"`
	Properties map[string]json.RawMessage `json:"properties"`
	Geometry   *geoGeometry               `json:"geometry"`
}

type geoGeometry struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
	Geometries  []geoGeometry   `json:"geometries"`
}

// outlineFile is a GeoJSON FeatureCollection or a TopoJSON Topology.
type outlineFile struct {
	Type     string       `json:"type"`
	Features []geoFeature `json:"features"`
	topology
}

type outlineReader struct {
	file string
	o    OutlineOptions
	out  Outlines
	seen map[string]bool
}

func readOutlines(name string, in io.Reader, o OutlineOptions) (*Outlines, error) {
	r := &outlineReader{file: name, o: o, seen: map[string]bool{}}
	data, err := io.ReadAll(io.LimitReader(in, maxOutlineBytes+1))
	if err != nil {
		return nil, (&csvRows{name: name}).broken(err)
	}
	if len(data) > maxOutlineBytes {
		return nil, r.fault("method.outline-too-large", "", nil)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	var f outlineFile
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, r.badJSON(data, err)
	}
	switch f.Type {
	case "FeatureCollection":
		for i, feature := range f.Features {
			if err := r.feature(fmt.Sprintf("features[%d]", i), feature); err != nil {
				return nil, err
			}
		}
	case "Topology":
		if err := r.topology(&f.topology); err != nil {
			return nil, err
		}
	default:
		return nil, r.fault("method.outline-kind", "type", fault.A{"found": f.Type})
	}
	if len(r.out.IDs) == 0 {
		return nil, r.fault("method.no-outlines", "", nil)
	}
	return &r.out, nil
}

func (r *outlineReader) fault(key, place string, args fault.A) *fault.Fault {
	return fault.New(fault.Invalid, key, args).At(fault.Place{File: r.file, Field: place})
}

// badJSON tells the line and the column in which JSON breaks.
func (r *outlineReader) badJSON(data []byte, err error) error {
	at := int64(len(data))
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset
	case errors.As(err, &kind):
		at = kind.Offset
	}
	before := string(data[:min(max(at, 0), int64(len(data)))])
	line := strings.Count(before, "\n") + 1
	column := len(before) - strings.LastIndexByte(before, '\n') - 1
	return fault.New(fault.Invalid, "method.bad-json").Because(err).
		At(fault.Place{File: r.file, Line: line, Column: strconv.Itoa(max(1, column))})
}

func (r *outlineReader) feature(place string, f geoFeature) error {
	if f.Geometry == nil {
		return r.unit(place, f.ID, f.Properties, nil)
	}
	var shape spatial.Shape
	if err := r.geometry(place, *f.Geometry, &shape); err != nil {
		return err
	}
	return r.unit(place, f.ID, f.Properties, shape)
}

// unit adds a unit under its name.
func (r *outlineReader) unit(place string, own json.RawMessage, properties map[string]json.RawMessage, shape spatial.Shape) error {
	raw, there := properties[r.o.ID]
	if !there && r.o.ID == "id" {
		raw = own
	}
	id := propertyText(raw)
	if id == "" {
		return r.fault("method.no-property", place, fault.A{"found": r.o.ID, "expected": propertyNames(properties)})
	}
	if r.seen[id] {
		return r.fault("method.outline-twice", place, fault.A{"found": id})
	}
	r.seen[id] = true
	if r.o.Group != "" {
		group := propertyText(properties[r.o.Group])
		if group == "" {
			return r.fault("method.no-property", place, fault.A{"found": r.o.Group, "expected": propertyNames(properties)})
		}
		r.out.Groups = append(r.out.Groups, group)
	}
	if len(shape) == 0 {
		return r.fault("method.no-polygon", place, fault.A{"id": id})
	}
	r.out.IDs, r.out.Shapes = append(r.out.IDs, id), append(r.out.Shapes, shape)
	return nil
}

// geometry adds the rings of a polygon, of several, or of a collection of them.
func (r *outlineReader) geometry(place string, g geoGeometry, shape *spatial.Shape) error {
	depth := 3
	switch g.Type {
	case "Polygon":
	case "MultiPolygon":
		depth = 4
	case "GeometryCollection":
		for _, part := range g.Geometries {
			if err := r.geometry(place, part, shape); err != nil {
				return err
			}
		}
		return nil
	default:
		return r.fault("method.not-polygon", place, fault.A{"found": g.Type})
	}
	if len(g.Coordinates) == 0 || string(g.Coordinates) == "null" {
		return nil
	}
	c := coordinates{text: g.Coordinates}
	rings, ok := c.rings(depth)
	if !ok {
		return r.fault("method.bad-position", place, nil)
	}
	*shape = append(*shape, rings...)
	return nil
}

// coordinates reads the nested lists of positions of GeoJSON, which have been checked to be JSON. Encoding/json would make a slice of each
// position.
type coordinates struct {
	text []byte
	at   int
}

// rings reads lists nested depth deep, of which the innermost are positions and those around them rings.
func (c *coordinates) rings(depth int) ([]spatial.Ring, bool) {
	var out []spatial.Ring
	ok := c.list(func() bool {
		if depth > 3 {
			more, ok := c.rings(depth - 1)
			out = append(out, more...)
			return ok
		}
		var ring spatial.Ring
		ok := c.list(func() bool {
			p, ok := c.position()
			ring = append(ring, p)
			return ok
		})
		if len(ring) > 0 {
			out = append(out, ring)
		}
		return ok
	})
	return out, ok
}

// position reads [x, y]; what follows, a height, is left out.
func (c *coordinates) position() (spatial.Point, bool) {
	var xy [2]float64
	n := 0
	ok := c.list(func() bool {
		from := c.at
		for c.at < len(c.text) && strings.IndexByte("+-.0123456789eE", c.text[c.at]) >= 0 {
			c.at++
		}
		v, err := strconv.ParseFloat(string(c.text[from:c.at]), 64)
		if n < 2 {
			xy[n] = v
		}
		n++
		return err == nil
	})
	return spatial.Point{X: xy[0], Y: xy[1]}, ok && n >= 2
}

// list reads a list whose members one reads.
func (c *coordinates) list(one func() bool) bool {
	if !c.take('[') {
		return false
	}
	if c.take(']') {
		return true
	}
	for {
		c.space()
		if !one() {
			return false
		}
		if c.take(']') {
			return true
		}
		if !c.take(',') {
			return false
		}
	}
}

func (c *coordinates) space() {
	for c.at < len(c.text) && strings.IndexByte(" \t\r\n", c.text[c.at]) >= 0 {
		c.at++
	}
}

func (c *coordinates) take(b byte) bool {
	c.space()
	if c.at < len(c.text) && c.text[c.at] == b {
		c.at++
		return true
	}
	return false
}

// propertyText gives a name: a text as it is, a whole number without a point (37009.0 names the same as 37009).
func propertyText(raw json.RawMessage) string {
	if len(raw) == 0 {
		return ""
	}
	if raw[0] == '"' {
		var s string
		if json.Unmarshal(raw, &s) != nil || strings.ContainsRune(s, 0) {
			return ""
		}
		return strings.TrimSpace(s)
	}
	v, err := strconv.ParseFloat(string(raw), 64)
	switch {
	case err != nil:
		return ""
	case v == math.Trunc(v) && math.Abs(v) < 1<<53:
		return strconv.FormatInt(int64(v), 10)
	}
	return string(raw)
}

func propertyNames(properties map[string]json.RawMessage) []string {
	out := make([]string, 0, len(properties))
	for name := range properties {
		out = append(out, name)
	}
	sort.Strings(out)
	return shownHeader(out)
}
