// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

const (
	maxGeoJSON  = 1 << 30 // bytes
	maxFeatures = 200_000
)

// ReadGeoJSON reads the polygons of a GeoJSON FeatureCollection, one feature at a time, so memory is taken for what is kept and not
// for the file. name is told in errors, which are [*FileError]; they name the feature and the byte.
//
// idProperty is the property that identifies a feature (NUTS_ID in GISCO's files); when it is empty, the id of the feature itself
// does. Every feature needs one of its own. Name and Country are taken from the properties GISCO and others use, as far as they are
// there; the attribution from a member "attribution" of the file. A caller who knows the source better sets
// [Shapes.Attribution] — boundaries are never shown without it.
//
// Coordinates must be degrees, longitude first; a "crs" member that names anything but EPSG:4326, EPSG:4258 or CRS84 is refused.
func ReadGeoJSON(name string, r io.Reader, idProperty string) (*Shapes, error) {
	limited := &io.LimitedReader{R: r, N: maxGeoJSON + 1}
	g := &geoReader{name: name, dec: json.NewDecoder(limited), idProperty: idProperty, out: &Shapes{}, seen: map[string]bool{}}
	err := g.file()
	if limited.N <= 0 {
		return nil, g.fault("too-large", "", fmt.Sprintf("at most %d bytes", maxGeoJSON))
	}
	if err != nil {
		return nil, err
	}
	return g.out, nil
}

type geoReader struct {
	name, idProperty string
	dec              *json.Decoder
	out              *Shapes
	seen             map[string]bool
	positions        int
	at               string // the feature being read
}

func (g *geoReader) fault(code, found, expected string) *FileError {
	place := fmt.Sprintf("byte %d", g.dec.InputOffset())
	if g.at != "" {
		place = g.at + ", " + place
	}
	return &FileError{Code: code, File: g.name, Place: place, Found: found, Expected: expected}
}

func (g *geoReader) broken(err error) *FileError {
	e := jsonError(g.name, err).(*FileError)
	e.Place = g.fault("", "", "").Place
	return e
}

// file reads the outermost object, whose members may come in any order.
func (g *geoReader) file() error {
	if err := g.delim('{'); err != nil {
		return err
	}
	collection, features := false, false
	for g.dec.More() {
		key, err := g.dec.Token()
		if err != nil {
			return g.broken(err)
		}
		switch key {
		case "features":
			if features {
				return g.fault("features-twice", "features", "one list")
			}
			features = true
			err = g.features()
		case "type":
			var kind string
			if err = g.decode(&kind); err == nil && kind != "FeatureCollection" {
				return g.fault("not-geojson", kind, "FeatureCollection")
			}
			collection = true
		case "attribution":
			err = g.decode(&g.out.Attribution)
		case "crs":
			err = g.crs()
		default:
			var skipped json.RawMessage
			err = g.decode(&skipped)
		}
		if err != nil {
			return err
		}
	}
	if err := g.delim('}'); err != nil {
		return err
	}
	if !collection || !features {
		return g.fault("not-geojson", "", "a FeatureCollection with features")
	}
	if _, err := g.dec.Token(); err != io.EOF {
		return g.fault("not-geojson", "more after the end", "end of file")
	}
	return nil
}

func (g *geoReader) delim(want json.Delim) error {
	tok, err := g.dec.Token()
	if err != nil {
		return g.broken(err)
	}
	if tok != want {
		return g.fault("not-geojson", fmt.Sprint(tok), want.String())
	}
	return nil
}

func (g *geoReader) decode(to any) error {
	if err := g.dec.Decode(to); err != nil {
		var e *positionError
		if errors.As(err, &e) {
			return g.fault("bad-position", e.found, "[longitude, latitude] in degrees")
		}
		return g.broken(err)
	}
	return nil
}

func (g *geoReader) crs() error {
	var crs struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if err := g.decode(&crs); err != nil {
		return err
	}
	for _, known := range []string{"4326", "4258", "CRS84"} {
		if n := crs.Properties.Name; n == "" || strings.HasSuffix(n, known) {
			return nil
		}
	}
	return g.fault("not-degrees", crs.Properties.Name, "EPSG:4326, EPSG:4258 or CRS84")
}

func (g *geoReader) features() error {
	if err := g.delim('['); err != nil {
		return err
	}
	for n := 0; g.dec.More(); n++ {
		g.at = fmt.Sprintf("features[%d]", n)
		if n >= maxFeatures {
			return g.fault("too-large", "", fmt.Sprintf("at most %d features", maxFeatures))
		}
		if err := g.feature(); err != nil {
			return err
		}
	}
	g.at = ""
	return g.delim(']')
}

func (g *geoReader) feature() error {
	var f struct {
		Type       string                     `json:"type"`
		ID         json.RawMessage            `json:"id"`
		Properties map[string]json.RawMessage `json:"properties"`
		Geometry   *struct {
			Type        string          `json:"type"`
			Coordinates json.RawMessage `json:"coordinates"`
		} `json:"geometry"`
	}
	if err := g.decode(&f); err != nil {
		return err
	}
	raw := f.ID
	if g.idProperty != "" {
		raw = f.Properties[g.idProperty]
	}
	id := plain(raw)
	if id == "" {
		return g.fault("no-id", "", "property "+strconv.Quote(g.idProperty))
	}
	g.at += " (" + shorten(id) + ")"
	if g.seen[id] {
		return g.fault("id-twice", id, "an id of its own")
	}
	g.seen[id] = true
	if f.Geometry == nil {
		return g.fault("no-geometry", "null", "Polygon or MultiPolygon")
	}
	shape := Shape{
		ID:      id,
		Name:    firstOf(f.Properties, "NUTS_NAME", "NAME_LATN", "LAU_NAME", "name", "NAME", "Name"),
		Country: firstOf(f.Properties, "CNTR_CODE", "CNTR_ID", "country", "iso_a2"),
	}
	polygons, err := g.polygons(f.Geometry.Type, f.Geometry.Coordinates)
	if err != nil {
		return err
	}
	shape.Geometry = polygons
	g.out.List = append(g.out.List, shape)
	return nil
}

// position is a point that has been looked at: encoding/json would take [] for 0, 0.
type position orb.Point

type positionError struct{ found string }

func (e *positionError) Error() string { return "not a position: " + e.found }

// UnmarshalJSON reads longitude and latitude; a height after them is left out.
func (p *position) UnmarshalJSON(data []byte) error {
	inner, ok := bytes.CutPrefix(data, []byte("["))
	if !ok {
		return &positionError{shorten(string(data))}
	}
	inner = bytes.TrimSuffix(inner, []byte("]"))
	x, rest, two := strings.Cut(string(inner), ",")
	y, _, _ := strings.Cut(rest, ",")
	lon, err := strconv.ParseFloat(strings.TrimSpace(x), 64)
	lat, err2 := strconv.ParseFloat(strings.TrimSpace(y), 64)
	if !two || err != nil || err2 != nil || !onEarth(orb.Point{lon, lat}) {
		return &positionError{shorten(string(data))}
	}
	*p = position{lon, lat}
	return nil
}

func (g *geoReader) polygons(kind string, data json.RawMessage) (orb.MultiPolygon, error) {
	var all [][][]position
	var err error
	switch kind {
	case "Polygon":
		all = make([][][]position, 1)
		err = json.Unmarshal(data, &all[0])
	case "MultiPolygon":
		err = json.Unmarshal(data, &all)
	default:
		return nil, g.fault("not-polygon", kind, "Polygon or MultiPolygon")
	}
	if err != nil {
		var e *positionError
		if errors.As(err, &e) {
			return nil, g.fault("bad-position", e.found, "[longitude, latitude] in degrees")
		}
		return nil, g.broken(err)
	}
	var out orb.MultiPolygon
	for i, polygon := range all {
		var p orb.Polygon
		for j, ring := range polygon {
			if g.positions += len(ring); g.positions > maxPoints {
				return nil, g.fault("too-large", "", fmt.Sprintf("at most %d positions", maxPoints))
			}
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
				return nil, g.fault("open-ring", fmt.Sprintf("polygon %d ring %d with %d positions", i, j, len(ring)), "at least 4 positions, the last equal to the first")
			}
			r := make(orb.Ring, len(ring))
			for k, at := range ring {
				r[k] = orb.Point(at)
			}
			p = append(p, r)
		}
		if len(p) == 0 {
			return nil, g.fault("no-ring", fmt.Sprintf("polygon %d", i), "an outer ring")
		}
		out = append(out, p)
	}
	if len(out) == 0 {
		return nil, g.fault("no-ring", "no polygon", "at least one")
	}
	return out, nil
}

// plain gives the text of a JSON string or number, and nothing for anything else.
func plain(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	return ""
}

func firstOf(properties map[string]json.RawMessage, keys ...string) string {
	for _, k := range keys {
		if s := plain(properties[k]); s != "" {
			return strings.TrimSpace(s)
		}
	}
	return ""
}

// Coded gives every shape the code of its identifier in a version, so that [Shapes.Find] and [Shapes.At] work on boundaries read
// from a file of one version: boundaries.Coded(NUTS, "2021").
func (s *Shapes) Coded(scheme, version string) *Shapes {
	out := &Shapes{Attribution: s.Attribution, List: make([]Shape, len(s.List))}
	for i, x := range s.List {
		x.Codes = []Span{{Scheme: scheme, Code: Code{Scheme: scheme, Code: x.ID}.canonical().Code, Versions: []string{version}}}
		out.List[i] = x
	}
	return out
}
