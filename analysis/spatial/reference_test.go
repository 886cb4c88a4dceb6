// SPDX-License-Identifier: EUPL-1.2

package spatial_test

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"os"
	"sort"
	"strconv"
	"strings"
	"testing"

	. "github.com/sumanus/sumanus/analysis/spatial"
	"github.com/sumanus/sumanus/internal/testkit"
)

// open reads a file of the shared reference, gzipped or not.
func open(t testing.TB, name string) []byte {
	t.Helper()
	f, err := os.Open(testkit.Shared(t, "reference/"+name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// table reads a CSV into columns of numbers; words become NaN.
func table(t testing.TB, name string) map[string][]float64 {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(string(open(t, name)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]float64{}
	for c, head := range rows[0] {
		for _, row := range rows[1:] {
			v, err := strconv.ParseFloat(row[c], 64)
			if err != nil {
				v = math.NaN()
			}
			out[head] = append(out[head], v)
		}
	}
	return out
}

// scalars reads a CSV of name,value.
func scalars(t testing.TB, name string) map[string]float64 {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(string(open(t, name)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for _, row := range rows[1:] {
		v, err := strconv.ParseFloat(row[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		out[row[0]] = v
	}
	return out
}

// outlines reads the polygons and the property "value" of a GeoJSON file.
func outlines(t testing.TB, name string) ([]Shape, []float64) {
	t.Helper()
	var file struct {
		Features []struct {
			Properties struct{ Value *float64 }
			Geometry   struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(open(t, name), &file); err != nil {
		t.Fatal(err)
	}
	var shapes []Shape
	var values []float64
	for _, f := range file.Features {
		var parts [][][][2]float64
		if f.Geometry.Type == "Polygon" {
			parts = make([][][][2]float64, 1)
			if err := json.Unmarshal(f.Geometry.Coordinates, &parts[0]); err != nil {
				t.Fatal(err)
			}
		} else if err := json.Unmarshal(f.Geometry.Coordinates, &parts); err != nil {
			t.Fatal(err)
		}
		var s Shape
		for _, part := range parts {
			for _, ring := range part {
				var r Ring
				for _, p := range ring {
					r = append(r, Point{p[0], p[1]})
				}
				s = append(s, r)
			}
		}
		shapes = append(shapes, s)
		if f.Properties.Value == nil {
			t.Fatal("no value")
		}
		values = append(values, *f.Properties.Value)
	}
	return shapes, values
}

func input(t testing.TB, name string) ([]Shape, []float64) {
	t.Helper()
	switch name {
	case "mesh_100":
		return mesh(100), lattice(100)
	case "mesh_316":
		return mesh(316), lattice(316)
	}
	return outlines(t, "inputs/"+name+".geojson.gz")
}

func contiguity(t testing.TB, s []Shape, rule Rule) *Weights {
	t.Helper()
	w, err := Contiguity(s, ContiguityOptions{Rule: rule})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func styled(t testing.TB, w *Weights, style Style) *Weights {
	t.Helper()
	out, err := w.Styled(style)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// count compares and keeps the score that is logged.
type count struct {
	t             testing.TB
	compared, all int
	bad           int
}

func (c *count) near(what string, got, want, relative, absolute float64) {
	c.all++
	if math.Abs(got-want) <= relative*math.Abs(want)+absolute || math.IsNaN(got) && math.IsNaN(want) {
		c.compared++
		return
	}
	if c.bad++; c.bad < 10 {
		c.t.Errorf("%s: got %.15g, want %.15g", what, got, want)
	}
}

func (c *count) log(what string) { c.t.Logf("%s: compared %d of %d", what, c.compared, c.all) }

// The lattices of the shared inputs are the generated ones.
func TestLattices(t *testing.T) {
	c := count{t: t}
	for _, n := range []int{100, 316} {
		want := table(t, "inputs/lattice_"+strconv.Itoa(n)+".csv.gz")["value"]
		got := lattice(n)
		if len(got) != len(want) {
			t.Fatalf("%d cells, want %d", len(got), len(want))
		}
		for i := range got {
			c.near("cell", got[i], want[i], 0, 0)
		}
	}
	c.log("lattices")
}

func TestLinksAgainstSpdep(t *testing.T) {
	files := 0
	c := count{t: t}
	for _, name := range []string{"sids", "columbus", "boston_tracts", "uscounty"} {
		for _, rule := range []Rule{Queen, Rook} {
			file := "expected/w2_" + name + "_" + string(rule) + "_links.csv"
			if _, err := os.Stat(testkit.Shared(t, "reference") + "/" + file); err != nil {
				continue // these maps are not among the shared files
			}
			files++
			want := table(t, file)
			shapes, _ := input(t, name)
			w := contiguity(t, shapes, rule)
			if rule == Rook { // here the two definitions of rook agree
				if p := contiguity(t, shapes, RookPoints); p.Links() != w.Links() {
					t.Errorf("%s: rook %d links, by points %d", name, w.Links(), p.Links())
				}
			}
			if s := contiguity2(t, shapes, rule, 1.5e-8); s.Links() != w.Links() {
				t.Errorf("%s: %d links, snapped %d", name, w.Links(), s.Links())
			}
			pairs := w.Pairs()
			if len(pairs) != len(want["i"]) {
				t.Errorf("%s %s: %d pairs, want %d", name, rule, len(pairs), len(want["i"]))
			}
			for k := range want["i"] {
				i, j := int(want["i"][k]), int(want["j"][k])
				c.near("link", w.Weight(i, j)*w.Weight(j, i), 1, 0, 0)
			}
		}
	}
	if files != 4 {
		t.Errorf("%d files of links, want 4", files)
	}
	c.log("links of spdep")
}

func contiguity2(t testing.TB, s []Shape, rule Rule, snap float64) *Weights {
	t.Helper()
	w, err := Contiguity(s, ContiguityOptions{Rule: rule, Snap: snap})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// The mesh's queen and rook links are those of the grid it was made from.
func TestMeshIsGrid(t *testing.T) {
	shapes := mesh(40)
	for _, rule := range []Rule{Queen, Rook, RookPoints} {
		want, err := FromLinks(1600, grid(40, 40, rule == Queen), false)
		if err != nil {
			t.Fatal(err)
		}
		same(t, contiguity(t, shapes, rule), want)
	}
}

func same(t *testing.T, a, b *Weights) {
	t.Helper()
	if a.Len() != b.Len() || a.Links() != b.Links() {
		t.Fatalf("%d units with %d links, want %d with %d", a.Len(), a.Links(), b.Len(), b.Links())
	}
	for i := range a.Len() {
		to, weight := a.Row(i)
		other, heavy := b.Row(i)
		for k := range to {
			if to[k] != other[k] || math.Abs(weight[k]-heavy[k]) > 1e-15 {
				t.Fatalf("unit %d: %v %v, want %v %v", i, to, weight, other, heavy)
			}
		}
	}
}

var named = []string{"sids", "columbus", "mesh_100", "mesh_316"}

func TestGlobalAgainstSpdepAndEsda(t *testing.T) {
	c := count{t: t}
	for _, name := range named {
		shapes, values := input(t, name)
		queen := contiguity(t, shapes, Queen)
		row := styled(t, queen, Row)
		o := Options{Permutations: 999, Seed: 7}
		if name == "mesh_316" {
			o.Permutations = 199
		}
		r := scalars(t, "expected/w2_spdep_"+name+"_global.csv")
		e := scalars(t, "expected/w2_esda_"+name+"_global.csv")
		moran, err := Moran(values, row, o)
		if err != nil {
			t.Fatal(err)
		}
		one := o
		one.Alternative = Greater
		greater, _ := Moran(values, row, one)
		for _, x := range []struct{ got, want float64 }{
			{moran.Statistic, r["moran_I"]}, {moran.Expected, r["moran_EI"]}, {moran.VarianceRandomisation, r["moran_VI_randomisation"]},
			{moran.ZRandomisation, r["moran_z_randomisation"]}, {greater.PNormal, r["moran_p_greater_randomisation"]},
			{moran.VarianceNormality, r["moran_VI_normality"]}, {moran.ZNormality, r["moran_z_normality"]},
			{moran.Statistic, e["moran_I"]}, {moran.Expected, e["moran_EI"]}, {moran.VarianceRandomisation, e["moran_VI_rand"]},
			{moran.ZRandomisation, e["moran_z_rand"]}, {moran.PNormal, e["moran_p_rand"]}, {moran.VarianceNormality, e["moran_VI_norm"]},
			{moran.ZNormality, e["moran_z_norm"]}, {moran.PNormality, e["moran_p_norm"]},
		} {
			c.near(name+" moran", x.got, x.want, 1e-9, 0)
		}
		geary, err := Geary(values, row, Options{})
		if err != nil {
			t.Fatal(err)
		}
		c.near(name+" C", geary.Statistic, r["geary_C"], 1e-9, 0)
		c.near(name+" E(C)", geary.Expected, r["geary_EC"], 1e-9, 0)
		c.near(name+" V(C)", geary.VarianceRandomisation, r["geary_VC_randomisation"], 1e-9, 0)
		c.near(name+" z(C)", geary.ZRandomisation, r["geary_z"], 1e-9, 0)
		g, err := GeneralG(values, queen, Options{})
		if err != nil {
			t.Fatal(err)
		}
		c.near(name+" G", g.Statistic, r["globalG_B"], 1e-9, 0)
		c.near(name+" E(G)", g.Expected, r["globalG_E"], 1e-9, 0)
		// spdep subtracts E² from E(G²): what it can know of the variance ends at some 1e-14 E²
		c.near(name+" V(G)", g.VarianceRandomisation, r["globalG_V"], 1e-9, 2e-14*g.Expected*g.Expected)
		// permutations: the peers' streams are others, so within what 999 draws can tell
		sd, mean := moran.Tails.Variance, moran.Tails.Mean
		c.near(name+" permutation variance", sd, moran.VarianceRandomisation, 0.25, 0)
		c.near(name+" permutation mean", mean, moran.Expected, 0, 4*math.Sqrt(moran.VarianceRandomisation/float64(o.Permutations)))
		c.near(name+" spdep's permutation sd", math.Sqrt(sd), r["moran_mc_sd"], 0.13, 0)
		c.near(name+" esda's permutation sd", math.Sqrt(sd), e["moran_seI_sim"], 0.13, 0)
		if o.Permutations == 999 {
			// at p near 0.001 two streams differ by a draw or two
			c.near(name+" p of spdep", moran.PPermutation, r["moran_mc_p"], 0, 0.0031)
			c.near(name+" p of esda", moran.PPermutation, e["moran_p_sim"], 0, 0.0031)
			c.near(name+" p greater", greater.PPermutation, moran.PPermutation, 0, 0)
		}
	}
	c.log("global measures of spdep and esda")
}

func TestLocalAgainstSpdepAndEsda(t *testing.T) {
	c, quadrants := count{t: t}, count{t: t}
	for _, name := range named[:3] {
		zip := ""
		if name == "mesh_100" {
			zip = ".gz"
		}
		shapes, values := input(t, name)
		queen := contiguity(t, shapes, Queen)
		row := styled(t, queen, Row)
		r := table(t, "expected/w2_spdep_"+name+"_local.csv"+zip)
		e := table(t, "expected/w2_esda_"+name+"_local.csv"+zip)
		local := func(w *Weights, o Options) *Local {
			t.Helper()
			l, err := LocalMoran(values, w, o)
			if err != nil {
				t.Fatal(err)
			}
			return l
		}
		getis := func(w *Weights, star bool, o Options) *Local {
			t.Helper()
			l, err := GetisOrd(values, w, star, o)
			if err != nil {
				t.Fatal(err)
			}
			return l
		}
		self, err := queen.WithSelf(1)
		if err != nil {
			t.Fatal(err)
		}
		base := local(row, Options{Permutations: 999, Seed: 12345})
		esda := local(row, Options{Denominator: PerN1})
		total := local(row, Options{Moments: Total, Split: AtMeans})
		g := getis(queen, false, Options{})
		star := getis(self, true, Options{Permutations: 999, Seed: 1})
		starRow := getis(styled(t, self, Row), true, Options{})
		var ours, spdep, peer []float64
		for i, u := range base.Units {
			small := 1e-12 * math.Sqrt(u.Variance) // a statistic near 0 is right to the digits its spread leaves
			c.near(name+" I", u.Statistic, r["Ii"][i], 1e-9, small)
			c.near(name+" E", u.Expected, r["E_cond"][i], 1e-9, 0)
			c.near(name+" V", u.Variance, r["Var_cond"][i], 1e-9, 0)
			c.near(name+" z", u.Z, r["Z_cond"][i], 1e-9, 1e-11)
			c.near(name+" Etot", total.Units[i].Expected, r["E_tot"][i], 1e-9, 0)
			c.near(name+" Vtot", total.Units[i].Variance, r["Var_tot"][i], 1e-9, 0)
			c.near(name+" G*B", star.Units[i].Z, r["Gstar_B"][i], 1e-9, 1e-11)
			c.near(name+" G*W", starRow.Units[i].Z, r["Gstar_W"][i], 1e-9, 1e-11)
			c.near(name+" GB", g.Units[i].Z, r["G_B"][i], 1e-9, 1e-11)
			c.near(name+" esda I", esda.Units[i].Statistic, e["Is"][i], 1e-9, small)
			c.near(name+" esda E", u.Expected, e["EIc"][i], 1e-9, 0)
			c.near(name+" esda V", u.Variance, e["VIc"][i], 1e-9, 0)
			c.near(name+" esda E total", total.Units[i].Expected, e["EI"][i], 1e-9, 0)
			c.near(name+" esda G* z", star.Units[i].Z, e["Gstar_Z_B"][i], 1e-9, 1e-11)
			c.near(name+" esda G*", star.Units[i].Statistic, e["Gstar_Gs_B"][i], 1e-9, 0)
			c.near(name+" esda G* by row", starRow.Units[i].Statistic, e["Gstar_Gs_R"][i], 1e-9, 0)
			// Two faults of esda, exactly as the reference describes or shows them: z of G* by row has Σw for Σw²; the variance
			// under total randomisation has the fourth power of the unit alone for its mean over all units.
			n, k := float64(len(values)), float64(neighbours(queen, i))
			c.near(name+" esda's wrong G* z", starRow.Units[i].Z*math.Sqrt((n/(k+1)-1)/(n-1)), e["Gstar_Z_R"][i], 1e-9, 1e-11)
			b := math.Pow(values[i]-base.Mean, 4) / n / (base.M2 * base.M2)
			c.near(name+" esda's wrong V total", (n-b)/k/(n-1)+(1-1/k)*(2*b-n)/((n-1)*(n-2))-1/((n-1)*(n-1)), e["VI"][i], 1e-9, 0)
			quadrants.near(name+" spdep", spdepQuadrant[total.Units[i].Quadrant], r["quadr"][i], 0, 0)
			quadrants.near(name+" esda", esdaQuadrant[u.Quadrant], e["q"][i], 0, 0)
			// draws against exact moments: 999 draws, so 6 standard errors of the mean, and of the variance loosely
			c.near(name+" mean of draws", u.PermutationMean, u.Expected, 0, 6*math.Sqrt(u.Variance/999)+1e-15)
			c.near(name+" spdep's mean of draws", u.PermutationMean, r["perm_E"][i], 0, 8*math.Sqrt(u.Variance/999)+0.02*math.Abs(u.Expected)+1e-15)
			c.near(name+" spdep's variance of draws", u.PermutationVariance, r["perm_Var"][i], 0.4, 0)
			c.near(name+" esda's mean of draws", u.PermutationMean, e["EI_sim"][i], 0, 8*math.Sqrt(u.Variance/999)+1e-15)
			c.near(name+" esda's variance of draws", u.PermutationVariance, e["VI_sim"][i], 0.4, 0)
			ours, spdep, peer = append(ours, u.PPermutation), append(spdep, r["perm_p_folded"][i]), append(peer, e["p_sim"][i])
		}
		distribution(t, name+" spdep", ours, spdep)
		distribution(t, name+" esda", ours, peer)
	}
	c.log("local measures of spdep and esda")
	quadrants.log("quadrants of spdep and esda")
}

var (
	spdepQuadrant = map[Quadrant]float64{LowLow: 1, HighLow: 2, LowHigh: 3, HighHigh: 4}
	esdaQuadrant  = map[Quadrant]float64{HighHigh: 1, LowHigh: 2, LowLow: 3, HighLow: 4}
)

func neighbours(w *Weights, i int) int {
	to, _ := w.Row(i)
	return len(to)
}

// distribution compares permutation p-values of two programs that draw differently: the largest gap, the correlation and the gap
// between the two distributions. The peers among themselves differ by 0.05–0.07 with a correlation of 0.994–0.997.
func distribution(t *testing.T, what string, a, b []float64) {
	t.Helper()
	gap, ks := 0.0, 0.0
	var sa, sb, aa, bb, ab float64
	n := float64(len(a))
	for i := range a {
		gap = max(gap, math.Abs(a[i]-b[i]))
		sa, sb = sa+a[i], sb+b[i]
		aa, bb, ab = aa+a[i]*a[i], bb+b[i]*b[i], ab+a[i]*b[i]
	}
	r := (ab - sa*sb/n) / math.Sqrt((aa-sa*sa/n)*(bb-sb*sb/n))
	x, y := append([]float64(nil), a...), append([]float64(nil), b...)
	sort.Float64s(x)
	sort.Float64s(y)
	for i := range x {
		ks = max(ks, math.Abs(x[i]-y[i]))
	}
	t.Logf("%s: permutation p of %d units: largest gap %.3f, correlation %.4f, largest gap of quantiles %.3f", what, len(a), gap, r, ks)
	if gap > 0.1 || r < 0.99 || ks > 0.05 {
		t.Errorf("%s: permutation p-values differ", what)
	}
}
