// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/testkit"
)

// realMap is a map of the shared reference: its file, the property that names units, and its values as a table in the file's order.
func realMap(t testing.TB, name, property string) (boundaries, values string, ids []string) {
	t.Helper()
	boundaries = testkit.Shared(t, "reference/inputs/"+name+".geojson.gz")
	lines, err := File(boundaries).Outlines(OutlineOptions{ID: property, Group: "value"})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s,value\n", property)
	for i, id := range lines.IDs {
		fmt.Fprintf(&b, "%s,%s\n", id, lines.Groups[i])
	}
	return boundaries, b.String(), lines.IDs
}

var realMaps = []struct{ name, property string }{{"sids", "FIPSNO"}, {"columbus", "POLYID"}}

// TestSpatialReference compares what the files hold with spdep and esda: links, global measures, local ones.
func TestSpatialReference(t *testing.T) {
	compared, all := 0, 0
	check := func(what string, got float64, want string, tolerance float64) {
		t.Helper()
		all++
		if near(got, want, tolerance) {
			compared++
		} else {
			t.Errorf("%s: got %v, want %s", what, got, want)
		}
	}
	for _, m := range realMaps {
		boundaries, values, ids := realMap(t, m.name, m.property)
		at := map[string]int{}
		for i, id := range ids {
			at[id] = i
		}
		for _, rule := range []string{"queen", "rook"} {
			r := mustRun(t, "weights", map[string]string{"id": m.property, "contiguity": rule}, map[string]string{"boundaries": boundaries})
			links, _ := r.Table("links")
			got := map[string]bool{}
			for row := range links.Len {
				got[strconv.Itoa(at[links.Columns[0].Text(row)])+","+strconv.Itoa(at[links.Columns[1].Text(row)])] = true
			}
			_, want := expected(t, "expected/w2_"+m.name+"_"+rule+"_links.csv")
			all += len(want)
			for _, line := range want {
				if got[line[0]+","+line[1]] {
					compared++
				}
			}
			if len(got) != len(want) {
				t.Errorf("%s %s: %d links, want %d", m.name, rule, len(got), len(want))
			}
			// The links given back as a file lead to the same numbers as the outlines.
			flags := map[string]string{"id": m.property, "value": "value", "contiguity": rule, "permutations": "99"}
			a, _, err := run(t, "moran", flags, map[string]string{"values": values, "boundaries": boundaries})
			if err != nil {
				t.Fatal(err)
			}
			b := mustRun(t, "moran", flags, map[string]string{"values": values, "links": written(t, r, "links")})
			if fmt.Sprint(a.Values) != fmt.Sprint(b.Values) {
				t.Errorf("%s %s: outlines %v, links %v", m.name, rule, a.Values, b.Values)
			}
		}
		flags := map[string]string{"id": m.property, "value": "value"}
		in := map[string]string{"values": values, "boundaries": boundaries}
		scalars := map[string]string{}
		for _, peer := range []string{"spdep", "esda"} {
			_, rows := expected(t, "expected/w2_"+peer+"_"+m.name+"_global.csv")
			for _, row := range rows {
				scalars[peer+" "+row[0]] = row[1]
			}
		}
		value := func(r *Result, name string) float64 {
			for _, v := range r.Values {
				if v.Name == name {
					return v.Value.(float64)
				}
			}
			t.Fatalf("no value %s", name)
			return 0
		}
		moran, geary, g := mustRun(t, "moran", flags, in), mustRun(t, "geary", flags, in), mustRun(t, "general-g", flags, in)
		for _, c := range []struct {
			r          *Result
			name, peer string
		}{
			{moran, "statistic", "spdep moran_I"}, {moran, "expected", "spdep moran_EI"}, {moran, "variance_randomisation", "spdep moran_VI_randomisation"},
			{moran, "variance_normality", "spdep moran_VI_normality"}, {moran, "z_randomisation", "spdep moran_z_randomisation"},
			{moran, "p_normal", "esda moran_p_rand"}, {moran, "statistic", "esda moran_I"}, {moran, "variance_randomisation", "esda moran_VI_rand"},
			{geary, "statistic", "spdep geary_C"}, {geary, "expected", "spdep geary_EC"}, {geary, "variance_randomisation", "spdep geary_VC_randomisation"},
			{geary, "z_randomisation", "spdep geary_z"}, {g, "statistic", "spdep globalG_B"}, {g, "expected", "spdep globalG_E"}, {g, "variance_randomisation", "spdep globalG_V"},
		} {
			check(m.name+" "+c.peer, value(c.r, c.name), scalars[c.peer], 1e-9)
		}
		check(m.name+" permutation", value(moran, "p_permutation"), scalars["esda moran_p_sim"], 0.004)
		spdep := column(t, "expected/w2_spdep_"+m.name+"_local.csv")
		local := mustRun(t, "local-moran", with(flags, "moments", "conditional"), in)
		star := mustRun(t, "getis-ord", with(flags, "star", "true", "style", "binary"), in)
		starRow := mustRun(t, "getis-ord", with(flags, "star", "true", "style", "row"), in)
		plain := mustRun(t, "getis-ord", with(flags, "style", "binary"), in)
		for i := range ids {
			for _, c := range []struct {
				r            *Result
				column, peer string
			}{{local, "statistic", "Ii"}, {local, "expected", "E_cond"}, {local, "variance", "Var_cond"}, {local, "z", "Z_cond"},
				{star, "z", "Gstar_B"}, {starRow, "z", "Gstar_W"}, {plain, "z", "G_B"}} {
				units, _ := c.r.Table("units")
				cells, _ := units.Column(c.column)
				check(m.name+" "+c.peer, cells.Number(i), spdep[c.peer][i], 1e-9)
			}
			units, _ := local.Table("units")
			p, _ := units.Column("p_permutation")
			check(m.name+" local permutation", p.Number(i), spdep["perm_p_folded"][i], 0.08)
		}
	}
	t.Logf("compared %d of %d", compared, all)
	if compared != all {
		t.Errorf("compared %d of %d", compared, all)
	}
}

// column reads a file of the reference by columns.
func column(t testing.TB, name string) map[string][]string {
	t.Helper()
	header, rows := expected(t, name)
	out := map[string][]string{}
	for i, h := range header {
		for _, row := range rows {
			out[h] = append(out[h], row[i])
		}
	}
	return out
}

// A row of four squares, the last beyond a gap: a, b, c in a line, d an island; a and b on one side of the border.
const fourSquares = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"a","land":"LT"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
{"type":"Feature","properties":{"code":"b","land":"LT"},"geometry":{"type":"Polygon","coordinates":[[[1,0],[2,0],[2,1],[1,1],[1,0]]]}},
{"type":"Feature","properties":{"code":"c","land":"LV"},"geometry":{"type":"MultiPolygon","coordinates":[[[[2,0],[3,0],[3,1],[2,1],[2,0]]]]}},
{"type":"Feature","properties":{"code":"d","land":"LV"},"geometry":{"type":"Polygon","coordinates":[[[9,0],[10,0],[10,1],[9,1],[9,0]]]}}]}`

// The same as TopoJSON, quantised; arc 1 is shared backwards.
const fourSquaresTopo = `{"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[0,0]},"arcs":[
[[2,0],[-2,0],[0,2],[2,0]],[[2,0],[0,2]],[[2,0],[2,0],[0,2],[-2,0]],[[4,0],[0,2]],[[4,0],[2,0],[0,2],[-2,0]],[[18,0],[2,0],[0,2],[-2,0],[0,-2]]],
"objects":{"map":{"type":"GeometryCollection","geometries":[
{"type":"Polygon","id":"x","properties":{"code":"a","land":"LT"},"arcs":[[0,-2]]},
{"type":"Polygon","properties":{"code":"b","land":"LT"},"arcs":[[2,-4,3,-4,-2]]},
{"type":"MultiPolygon","properties":{"code":"c","land":"LV"},"arcs":[[[4,-4]]]},
{"type":"Polygon","properties":{"code":"d","land":"LV"},"arcs":[[5]]}]}}}`

func (m memory) Outlines(o OutlineOptions) (*Outlines, error) {
	in, err := m.Open()
	if err != nil {
		return nil, err
	}
	return readOutlines(m.name, in, o)
}

func TestWeightsOfFourSquares(t *testing.T) {
	for name, text := range map[string]string{"geojson": fourSquares, "topojson": fourSquaresTopo, "gzip": zipped(t, fourSquares), "bom": "\ufeff" + fourSquares} {
		r := mustRun(t, "weights", map[string]string{"id": "code"}, map[string]string{"boundaries": text})
		if got, want := written(t, r, "links"), "from,to,weight\na,b,1\nb,c,1\n"; got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		if fmt.Sprint(diagnostic(r, "islands")) != "[d]" || len(r.Notes) != 1 || r.Notes[0].Key != "method.note-islands" {
			t.Errorf("%s: the island is not named: %v %v", name, r.Diagnostics, r.Notes)
		}
		closed := mustRun(t, "weights", map[string]string{"id": "code", "border": "closed", "group": "land"}, map[string]string{"boundaries": text})
		if got, want := written(t, closed, "links"), "from,to,weight\na,b,1\n"; got != want || diagnostic(closed, "links_cut_by_border") != 2 {
			t.Errorf("%s, border closed: %s, want %s; %v", name, got, want, closed.Diagnostics)
		}
	}
	points := "name,e,n\na,0,0\nb,1,0\nc,3,0\n"
	flags := map[string]string{"id": "name", "x": "e", "y": "n"}
	near := mustRun(t, "weights", with(flags, "nearest", "1"), map[string]string{"points": points})
	if got, want := written(t, near, "links"), "from,to,weight\na,b,1\nb,a,1\nc,b,1\n"; got != want || diagnostic(near, "directed") != true {
		t.Errorf("nearest: %s, want %s", got, want)
	}
	kernel := mustRun(t, "weights", with(flags, "within", "4", "kernel", "triangular"), map[string]string{"points": points})
	if got, want := written(t, kernel, "links"), "from,to,weight\na,b,0.75\na,c,0.25\nb,c,0.5\n"; got != want {
		t.Errorf("kernel: %s, want %s", got, want)
	}
}

func diagnostic(r *Result, name string) any {
	for _, d := range r.Diagnostics {
		if d.Name == name {
			return d.Value
		}
	}
	return nil
}

// TestBorderChangesTheResult: the same values with the border open and closed.
func TestBorderChangesTheResult(t *testing.T) {
	values := "code,land,v\na,LT,1\nb,LT,2\nc,LV,2\nd,LV,7\n"
	flags := map[string]string{"id": "code", "value": "v", "permutations": "0"}
	in := map[string]string{"values": values, "links": "from,to\na,b\nb,c\nc,d\n"}
	open := mustRun(t, "moran", flags, in)
	closed := mustRun(t, "moran", with(flags, "border", "closed", "group", "land"), in)
	if fmt.Sprint(open.Values) == fmt.Sprint(closed.Values) {
		t.Error("the border hides nothing")
	}
	if _, _, err := run(t, "moran", with(flags, "border", "closed"), in); !fault.Is(err, "method.border-without-group") {
		t.Errorf("got %v", err)
	}
}

// TestMapMissingIsNotZero: an empty value leaves the unit out, a 0 counts.
func TestMapMissingIsNotZero(t *testing.T) {
	links := "from,to\na,b\nb,c\nc,d\nd,e\n"
	of := func(cell string) string {
		values := "id,v\na,1\nb,2\nc," + cell + "\nd,4\ne,7\n"
		r := mustRun(t, "local-moran", map[string]string{"id": "id", "value": "v"}, map[string]string{"values": values, "links": links})
		return written(t, r, "units")
	}
	missing, zero := of(""), of("0")
	if missing == zero || !strings.Contains(missing, "\nc,,,,,,,\n") {
		t.Errorf("missing: %s, zero: %s", missing, zero)
	}
}

// TestThreadsChangeNothing: every test with draws gives the same bytes for any number of threads, and others for another seed.
func TestThreadsChangeNothing(t *testing.T) {
	boundaries, values, _ := realMap(t, "sids", "FIPSNO")
	for _, id := range []string{"moran", "geary", "general-g", "local-moran", "local-geary", "getis-ord"} {
		of := func(threads, seed string) string {
			r, a, err := run(t, id, map[string]string{"id": "FIPSNO", "value": "value", "threads": threads, "seed": seed},
				map[string]string{"values": values, "boundaries": boundaries})
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(document(t, id, a, r))
		}
		one := of("1", "7")
		if one != of("2", "7") || one != of("5", "7") {
			t.Errorf("%s: threads change the result", id)
		}
		if one == of("1", "8") {
			t.Errorf("%s: the seed changes nothing", id)
		}
	}
}

// TestMapFaults: what is wrong on a map is told with its place.
func TestMapFaults(t *testing.T) {
	values, links := "id,v\na,1\nb,2\nc,4\n", "from,to\na,b\nb,c\n"
	flags := map[string]string{"id": "id", "value": "v"}
	for name, c := range map[string]struct {
		in  map[string]string
		key string
	}{
		"unit twice":     {map[string]string{"values": values + "a,5\n", "links": links}, "method.duplicate-key"},
		"link twice":     {map[string]string{"values": values, "links": links + "b,a\n"}, "method.link-twice"},
		"own neighbour":  {map[string]string{"values": values, "links": links + "a,a\n"}, "method.self-link"},
		"no weight":      {map[string]string{"values": values, "links": "from,to,weight\na,b,0\n"}, "method.bad-weight"},
		"empty weight":   {map[string]string{"values": values, "links": "from,to,weight\na,b,\n"}, "method.empty-cell"},
		"both":           {map[string]string{"values": values, "links": links, "boundaries": fourSquares}, "method.one-of"},
		"neither":        {map[string]string{"values": values}, "method.one-of"},
		"all the same":   {map[string]string{"values": "id,v\na,1\nb,1\nc,1\nd,1\n", "links": links}, "analysis.spatial.no-variation"},
		"nobody linked":  {map[string]string{"values": "id,v\na,1\nb,\nc,2\nd,3\ne,1\n", "links": "from,to\na,b\n"}, "analysis.spatial.no-links"},
		"no property":    {map[string]string{"values": values, "boundaries": fourSquares}, "method.no-property"},
		"broken JSON":    {map[string]string{"values": values, "boundaries": fourSquares[:200]}, "method.bad-json"},
		"other JSON":     {map[string]string{"values": values, "boundaries": `{"type":"Point"}`}, "method.outline-kind"},
		"no feature":     {map[string]string{"values": values, "boundaries": `{"type":"FeatureCollection","features":[]}`}, "method.no-outlines"},
		"a point":        {map[string]string{"values": values, "boundaries": `{"type":"FeatureCollection","features":[{"properties":{"id":"a"},"geometry":{"type":"Point","coordinates":[1,2]}}]}`}, "method.not-polygon"},
		"half a point":   {map[string]string{"values": values, "boundaries": `{"type":"FeatureCollection","features":[{"properties":{"id":"a"},"geometry":{"type":"Polygon","coordinates":[[[1],[2,3]]]}}]}`}, "method.bad-position"},
		"no outline":     {map[string]string{"values": values, "boundaries": strings.ReplaceAll(fourSquares[:strings.Index(fourSquares, ",\n{\"type\":\"Feature\",\"properties\":{\"code\":\"c\"")]+"]}", `"code"`, `"id"`)}, "method.no-outline"},
		"unknown column": {map[string]string{"values": "name,v\na,1\n", "links": links}, "method.unknown-column"},
	} {
		_, _, err := run(t, "moran", flags, c.in)
		if !fault.Is(err, c.key) || fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%s: got %v, want %s", name, err, c.key)
		}
	}
}

// TestJoinCounts: a checkerboard of 2 × 2 by rook, worked on paper: four joins, all across.
func TestJoinCounts(t *testing.T) {
	r := mustRun(t, "join-counts", map[string]string{"id": "id", "value": "colour", "permutations": "0"},
		map[string]string{"values": "id,colour\n1,B\n2,W\n3,W\n4,B\n", "links": "from,to\n1,2\n1,3\n2,4\n3,4\n"})
	got := written(t, r, "joins")
	for _, want := range []string{"\nB,B,0,0.6666666666666666,", "\nW,W,0,0.6666666666666666,", "\nB,W,4,2.6666666666666665,"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %s", want, got)
		}
	}
}

// FuzzOutlines: whatever the bytes, outlines are read or refused with a fault.
func FuzzOutlines(f *testing.F) {
	f.Add(fourSquares)
	f.Add(fourSquaresTopo)
	f.Add(`{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[[1e999,2],[]]]}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		lines, err := readOutlines("map.json", strings.NewReader(text), OutlineOptions{ID: "code"})
		if err != nil {
			if fault.CodeOf(err) == fault.Internal {
				t.Fatal(err)
			}
			return
		}
		if len(lines.IDs) != len(lines.Shapes) {
			t.Fatalf("%d names of %d shapes", len(lines.IDs), len(lines.Shapes))
		}
		for _, s := range lines.Shapes {
			for _, ring := range s {
				for _, p := range ring {
					if math.IsNaN(p.X) || math.IsInf(p.X, 0) {
						t.Fatalf("%q gives a point of %v", text, p)
					}
				}
			}
		}
	})
}
