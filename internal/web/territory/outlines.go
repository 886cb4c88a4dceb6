// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
	codes "github.com/sumanus/sumanus/territory"
)

// collection is the answer of the route of outlines: GeoJSON as RFC 7946 has it, in degrees, with what must be shown with the outlines.
type collection struct {
	Type        string    `json:"type"`
	Attribution string    `json:"attribution"`
	Features    []feature `json:"features"`
}

type feature struct {
	Type       string     `json:"type"`
	ID         string     `json:"id"`
	Properties properties `json:"properties"`
	Geometry   *outline   `json:"geometry"`
}

// properties tell of a region what the list beside the map tells, for programs; of the land around only that it is land.
type properties struct {
	Layer     string     `json:"layer"` // "region", or "land" around
	Region    string     `json:"region,omitempty"`
	Name      string     `json:"name,omitempty"`
	Country   string     `json:"country,omitempty"`
	Scheme    string     `json:"scheme,omitempty"`
	Version   string     `json:"version,omitempty"`
	Code      string     `json:"code,omitempty"`
	Label     *[2]coarse `json:"label,omitempty"` // where its name stands
	Sign      int        `json:"sign,omitempty"`  // of the regions of the partnership, in their order
	Indicator string     `json:"indicator,omitempty"`
	Period    string     `json:"period,omitempty"`
	Value     *number    `json:"value,omitempty"` // absent when it is not known
	Unit      string     `json:"unit,omitempty"`
	Status    string     `json:"status,omitempty"`
	Vintages  string     `json:"vintages,omitempty"`
	Style     string     `json:"style,omitempty"`  // class of the fill
	Radius    float64    `json:"radius,omitempty"` // of the circle
}

// number is written as the CSV writes it.
type number string

// MarshalJSON implements json.Marshaler.
func (n number) MarshalJSON() ([]byte, error) { return []byte(n), nil }

// coarse is a degree with three decimals, about a hundred metres: outlines are no finer. Points that neighbours share stay shared.
type coarse float64

// MarshalJSON implements json.Marshaler.
func (c coarse) MarshalJSON() ([]byte, error) {
	return json.Marshal(math.Round(float64(c)*1000) / 1000)
}

type outline struct {
	Type        string          `json:"type"`
	Coordinates [][][][2]coarse `json:"coordinates"`
}

// outlines answers with the regions of the map that the address asks for, as the visitor may see them. Whoever has them asks whether
// they changed, and is told so in a few bytes.
func outlines(r *site.Request) error {
	a, err := readAtlas(r)
	if err != nil {
		return err
	}
	body, err := json.Marshal(a.collection())
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
	h := r.W.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Cookie, Accept-Encoding")
	if matches(r.Header.Get("If-None-Match"), tag) {
		r.W.WriteHeader(http.StatusNotModified)
		return nil
	}
	if ui.AcceptsGzip(r.Request) {
		h.Set("Content-Encoding", "gzip")
		body = packed(body)
	}
	return r.Send("application/geo+json", "", body)
}

// packed makes the answer small: coordinates repeat themselves.
func packed(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body) // a buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

// matches compares weakly, as RFC 9110 wants it for If-None-Match.
func matches(asked, tag string) bool {
	for _, one := range strings.Split(asked, ",") {
		if one = strings.TrimSpace(one); one == "*" || one != "" && strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// collection makes the answer.
func (a *atlas) collection() collection {
	out := collection{Type: "FeatureCollection", Features: []feature{}}
	all, err := codes.Baltic()
	if a.plot == nil || err != nil {
		return out // outlines are part of the program; without them there is nothing to show
	}
	out.Attribution = all.Attribution
	p := a.plot
	units := all.At(p.wideVersion(), 3)
	drawn, scheme := units, codes.NUTS
	if p.level == local {
		drawn, scheme = all.OfLayer(codes.LayerLAU), codes.LAU
	}
	taken := map[string]bool{}
	for _, at := range p.places {
		if s, ok := drawn.Get(at.code); ok {
			taken[s.ID] = true
			out.Features = append(out.Features, feature{Type: "Feature", ID: at.region.Ref.Slug(), Properties: a.properties(at, scheme), Geometry: geometry(s)})
		}
	}
	for _, s := range slices.Concat(all.OfLayer(codes.LayerContext).List, units.List) {
		if !taken[s.ID] {
			out.Features = append(out.Features, feature{Type: "Feature", ID: "land-" + s.ID, Properties: properties{Layer: "land"}, Geometry: geometry(s)})
		}
	}
	return out
}

// properties tell of a place.
func (a *atlas) properties(at place, scheme string) properties {
	p := a.plot
	lon, lat := codes.EPSG3035.Inverse(codes.Point(at.unit.Shape.Label))
	out := properties{Layer: "region", Region: at.region.Ref.Slug(), Name: at.unit.Shape.Name, Country: body(at.region).Country, Scheme: scheme, Version: p.version,
		Code: at.code, Label: &[2]coarse{rounded(lon), rounded(lat)}, Sign: int(at.unit.Sign), Indicator: p.rec.Ref.Slug()}
	if !at.known {
		return out
	}
	n := number(decimal(at.point))
	out.Period, out.Value, out.Unit, out.Status = at.point.Period, &n, unit(p.r, p.indicator), at.point.Status.String()
	out.Vintages = p.readings.vintages(p.readings.of(p.rec, at.region))
	if p.counts() {
		out.Radius = math.Round(a.circles.Radius(at.unit.Value)*10) / 10
	} else {
		out.Style = a.fills.Style(at.unit.Value)
	}
	return out
}

// geometries are made once for each shape: outlines are part of the program.
var geometries sync.Map

// geometry writes the outline of a shape: outer rings counter-clockwise and holes clockwise, closed, without points that fall together.
func geometry(s codes.Shape) *outline {
	key := string(s.Layer) + " " + s.ID
	if g, ok := geometries.Load(key); ok {
		return g.(*outline)
	}
	out := &outline{Type: "MultiPolygon", Coordinates: [][][][2]coarse{}}
	for _, polygon := range s.Geometry {
		var rings [][][2]coarse
		for i, ring := range polygon {
			if one := turned(ring, i > 0); len(one) > 3 {
				rings = append(rings, one)
			} else if i == 0 {
				break // an island too small to be drawn, and its lakes
			}
		}
		if len(rings) > 0 {
			out.Coordinates = append(out.Coordinates, rings)
		}
	}
	kept, _ := geometries.LoadOrStore(key, out)
	return kept.(*outline)
}

// turned rounds a ring and gives it the direction its place wants.
func turned(ring orb.Ring, hole bool) [][2]coarse {
	points := slices.Clone(ring)
	want := orb.CCW
	if hole {
		want = orb.CW
	}
	if points.Orientation() != want {
		slices.Reverse(points)
	}
	var out [][2]coarse
	for _, p := range points {
		at := [2]coarse{rounded(p[0]), rounded(p[1])}
		if len(out) == 0 || out[len(out)-1] != at {
			out = append(out, at)
		}
	}
	return out
}

// rounded keeps three decimals; what is zero is written without a sign.
func rounded(degree float64) coarse { return coarse(math.Round(degree*1000) / 1000) }
