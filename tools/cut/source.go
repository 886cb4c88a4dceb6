// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"

	"github.com/sams96/rgeo"
)

// point is longitude and latitude in degrees (WGS 84), exactly as the source has them: equality of floats is what tells that two
// neighbours share a vertex.
type point [2]float64

type ring []point

type feature struct {
	Properties unit `json:"properties"`
	Geometry   struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// unit is what the plan chooses by. Keys are taken literally: the source also has keys that differ in case alone (iso_a2, ISO_A2)
// and mean something else, which encoding/json would not keep apart.
type unit struct{ Country, Name, Region, Type, ISO string }

func (u *unit) UnmarshalJSON(data []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	for key, to := range map[string]*string{
		"iso_a2": &u.Country, "name": &u.Name, "region": &u.Region, "type_en": &u.Type, "iso_3166_2": &u.ISO,
	} {
		if raw, ok := all[key]; ok { // null leaves the empty string
			if err := json.Unmarshal(raw, to); err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
		}
	}
	return nil
}

// readProvinces decodes Natural Earth's first-order units, one feature at a time (54 MB unpacked).
func readProvinces(keep func(*feature) bool) ([]feature, error) {
	zr, err := gzip.NewReader(bytes.NewReader(rgeo.Provinces10()))
	if err != nil {
		return nil, fmt.Errorf("provinces: %w", err)
	}
	dec := json.NewDecoder(zr)
	for {
		tok, err := dec.Token()
		if err != nil {
			return nil, fmt.Errorf("provinces: no features: %w", err)
		}
		if tok == "features" {
			break
		}
	}
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	var out []feature
	for dec.More() {
		var f feature
		if err := dec.Decode(&f); err != nil {
			return nil, fmt.Errorf("provinces: feature %d: %w", len(out), err)
		}
		if keep(&f) {
			out = append(out, f)
		}
	}
	return out, nil
}

// rings gives the rings of the feature without the repeated last point, outer rings counter-clockwise and holes clockwise, so
// that the inside is always on the left hand.
func (f *feature) rings() ([]ring, error) {
	var polygons [][]ring
	switch f.Geometry.Type {
	case "Polygon":
		var p []ring
		if err := json.Unmarshal(f.Geometry.Coordinates, &p); err != nil {
			return nil, err
		}
		polygons = [][]ring{p}
	case "MultiPolygon":
		if err := json.Unmarshal(f.Geometry.Coordinates, &polygons); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("%s: geometry %q", f.Properties.Name, f.Geometry.Type)
	}
	var out []ring
	for _, p := range polygons {
		for i, r := range p {
			r = tidy(r)
			if len(r) < 3 {
				continue
			}
			if (signedArea(r) > 0) != (i == 0) {
				r = reversed(r)
			}
			out = append(out, r)
		}
	}
	return out, nil
}

// tidy drops the closing point and repeated points.
func tidy(r ring) ring {
	out := make(ring, 0, len(r))
	for _, p := range r {
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	for len(out) > 1 && out[0] == out[len(out)-1] {
		out = out[:len(out)-1]
	}
	return out
}

func reversed(r ring) ring {
	out := make(ring, len(r))
	for i, p := range r {
		out[len(r)-1-i] = p
	}
	return out
}
