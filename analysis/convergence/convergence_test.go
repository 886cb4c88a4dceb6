// SPDX-License-Identifier: EUPL-1.2

package convergence_test

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/analysis/convergence"
	"github.com/sumanus/sumanus/internal/testkit"
)

func near(a, b, tolerance float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= tolerance*max(math.Abs(b), 1e-300)
}

// counties reads columns of REAT's German counties.
func counties(t testing.TB, names ...string) [][]float64 {
	t.Helper()
	f, err := os.Open(testkit.Shared(t, "data/complexity/reat_G_counties_gdp_DE_nuts3_1992_2014.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := make([][]float64, len(names))
	for k, name := range names {
		at := slices.Index(rows[0], name)
		for _, row := range rows[1:] {
			v, err := strconv.ParseFloat(row[at], 64)
			if err != nil {
				v = math.NaN()
			}
			out[k] = append(out[k], v)
		}
	}
	return out
}

type estimate struct {
	Row      string  `json:"_row"`
	Estimate float64 `json:"Estimate"`
	SE       float64 `json:"Std. Error"`
	T        float64 `json:"t value"`
	P        float64 `json:"Pr (>|t|)"`
	F        float64 `json:"F value"`
	PF       float64 `json:"Pr (>F)"`
}

// REAT 3.0.3 on 402 counties, 2010 and 2011, as shared/data keeps it.
func TestReferenceREAT(t *testing.T) {
	raw, err := os.ReadFile(testkit.Shared(t, "data/complexity/expected_textbook_indices.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Sigma struct {
			CV struct {
				Sigmaconv []estimate `json:"sigmaconv"`
			} `json:"cv"`
		} `json:"sigma_convergence_DE_2010_2011"`
		Beta struct {
			Result struct {
				Regdata []struct {
					Initial float64 `json:"ln_initial"`
					Growth  float64 `json:"ln_growth"`
				} `json:"regdata"`
				Abeta struct {
					Estimates []estimate `json:"estimates"`
					Modelstat []estimate `json:"modelstat"`
				} `json:"abeta"`
			} `json:"result"`
		} `json:"beta_convergence_DE_2010_2011"`
		Disparity struct {
			Input struct {
				GDP    []float64 `json:"gdp_bn_eur"`
				People []float64 `json:"population"`
			} `json:"input"`
			CV float64 `json:"cv"`
		} `json:"regional_disparity_DE_2015"`
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	compared, wanted := 0, 0
	same := func(what string, got, want float64) {
		wanted++
		if near(got, want, 1e-9) {
			compared++
		} else {
			t.Errorf("%s: got %v, REAT %v", what, got, want)
		}
	}
	y := counties(t, "gdppc2010", "gdppc2011")
	first, err := convergence.Apart(y[0], nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	last, err := convergence.Apart(y[1], nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, r := all.Sigma.CV.Sigmaconv, convergence.Compare(first, last)
	same("CV 2010", first.LogCV, s[0].Estimate)
	same("CV 2011", last.LogCV, s[1].Estimate)
	same("quotient", r.CV, s[2].Estimate)
	same("F", r.F, s[2].F)
	same("p of F", r.P, s[2].PF)
	g, err := convergence.Beta(y[0], y[1], 1, nil, convergence.Classical)
	if err != nil {
		t.Fatal(err)
	}
	b := all.Beta.Result
	for i, row := range b.Regdata {
		same("initial", g.Initial[i], row.Initial)
		same("growth", g.Rate[i], row.Growth)
	}
	for k, term := range []convergence.Term{g.Constant, g.Beta} {
		e := b.Abeta.Estimates[k]
		same(e.Row, term.Estimate, e.Estimate)
		same(e.Row+" se", term.SE, e.SE)
		same(e.Row+" t", term.T, e.T)
		same(e.Row+" p", term.P, e.P)
	}
	same("speed", g.Speed, b.Abeta.Estimates[2].Estimate)
	same("half-life", g.HalfLife, b.Abeta.Estimates[3].Estimate)
	same("R²", g.R2, b.Abeta.Modelstat[0].Estimate)
	same("F", g.F, b.Abeta.Modelstat[0].F)
	same("p of F", g.P, b.Abeta.Modelstat[0].PF)
	perHead := make([]float64, len(all.Disparity.Input.GDP))
	for i, v := range all.Disparity.Input.GDP {
		perHead[i] = v * 1e9 / all.Disparity.Input.People[i]
	}
	d, err := convergence.Apart(perHead, all.Disparity.Input.People, nil)
	if err != nil {
		t.Fatal(err)
	}
	same("CV of the Länder", d.CV, all.Disparity.CV)
	// Williamson (1965), deviations from the mean of all people; REAT's 0.190902 takes them from the unweighted mean.
	if !near(d.Williamson, 0.18730965939212552, 1e-12) {
		t.Errorf("Williamson %v", d.Williamson)
	}
	t.Logf("compared %d of %d", compared, wanted)
}

// By hand: incomes 1, 1, 4 and 2 people of 1, 1, 1, 1; groups {1, 1}, {4, 2}.
func TestInequalityByHand(t *testing.T) {
	d, err := convergence.Apart([]float64{1, 1, 4, 2, math.NaN()}, nil, []int{0, 0, 1, 1, 1})
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string][2]float64{
		"theil": {d.Theil, (math.Log(.5) + math.Log(.5) + 4*math.Log(2) + 2*math.Log(1)) / 8}, "between": {d.Between, .25*math.Log(.5) + .75*math.Log(1.5)},
		"within": {d.Within, .75 * (2./3*math.Log(4./3) + 1./3*math.Log(2./3))}, "gini": {d.Gini, (0 + 3 + 1 + 3 + 1 + 2) * 2 / (2. * 16 * 2)}, "mean": {d.Mean, 2},
		"sd": {d.SD, math.Sqrt(2)}, "group mean": {d.Groups[1].Mean, 3}, "n": {float64(d.N), 4},
	} {
		if !near(c[0], c[1], 1e-12) {
			t.Errorf("%s: %v, want %v", what, c[0], c[1])
		}
	}
	if !math.IsNaN(d.Williamson) {
		t.Errorf("Williamson without people: %v", d.Williamson)
	}
}

// A table of Student (Fisher and Yates 1963): 5 % two-sided at 2.228 with ten degrees of freedom; exact for one and two.
func TestTailsByRegression(t *testing.T) {
	// y = 0, 1, 0 … on x gives any t wished for; here the closed forms of one and two degrees of freedom are met by three and four regions.
	for _, c := range []struct {
		end []float64
		p   func(t float64) float64
	}{
		{[]float64{2, 3, 9}, func(t float64) float64 { return 1 - 2/math.Pi*math.Atan(math.Abs(t)) }},
		{[]float64{2, 3, 9, 5}, func(t float64) float64 { return 1 - math.Abs(t)/math.Sqrt(2+t*t) }},
	} {
		start := []float64{1, 2, 3, 4}[:len(c.end)]
		g, err := convergence.Beta(start, c.end, 2, nil, "")
		if err != nil {
			t.Fatal(err)
		}
		if !near(g.Beta.P, c.p(g.Beta.T), 1e-12) || !near(g.P, g.Beta.P, 1e-9) || !near(g.F, g.Beta.T*g.Beta.T, 1e-9) {
			t.Errorf("p %v, want %v; F %v", g.Beta.P, c.p(g.Beta.T), g.F)
		}
	}
}

// Regions that move to one path at a known speed: λ comes back, with a half-life; growing apart has none.
func TestKnownSpeed(t *testing.T) {
	start := []float64{100, 200, 400, 800, 1600}
	for _, lambda := range []float64{.02, .1, -.01} {
		end := make([]float64, len(start))
		for i, y := range start {
			end[i] = math.Exp(7 + (math.Log(y)-6)*math.Exp(-lambda*20) + 1e-9*float64(i%2))
		}
		g, err := convergence.Beta(start, end, 20, nil, convergence.Robust)
		if err != nil {
			t.Fatal(err)
		}
		if !near(g.Speed, lambda, 1e-6) || lambda > 0 && !near(g.HalfLife, math.Ln2/lambda, 1e-6) || lambda < 0 && !math.IsNaN(g.HalfLife) {
			t.Errorf("speed %v, want %v; half-life %v", g.Speed, lambda, g.HalfLife)
		}
	}
	g, err := convergence.Beta([]float64{1, 2, 3, 4}, []float64{4, 3, 2, 1}, 1, nil, "")
	if err != nil || !math.IsNaN(g.Speed) || g.Beta.Estimate > -1 {
		t.Errorf("overtaking has no speed: %+v, %v", g, err)
	}
}

// Conditional: growth that is made of the start and a control gives both back; missing regions take no part.
func TestConditional(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(6, 20).Draw(t, "regions")
		start, end, control := make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range n {
			start[i] = float64(rapid.IntRange(1, 100).Draw(t, "start")) + float64(i)/7
			control[i] = float64(rapid.IntRange(-20, 20).Draw(t, "control")) + float64(i*i%11)/3
			end[i] = start[i] * math.Exp(10*(.3-.02*math.Log(start[i])+.001*control[i]))
		}
		end[2], control[3] = math.NaN(), math.NaN()
		g, err := convergence.Beta(start, end, 10, [][]float64{control}, "")
		if err != nil {
			var e *convergence.Error
			if !errors.As(err, &e) || e.Code != convergence.Dependent && e.Code != convergence.NoVariation {
				t.Fatal(err)
			}
			t.Skip(err)
		}
		if g.N != n-2 || !near(g.Beta.Estimate, -.02, 1e-6) || !near(g.Controls[0].Estimate, .001, 1e-6) || !near(g.Constant.Estimate, .3, 1e-6) || !math.IsNaN(g.Residual[2]) {
			t.Fatalf("%+v", g)
		}
	})
}

// Theil is what lies between and within; scale, order and splitting a region into equal halves change nothing of the weighted measures.
func TestDecompositions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 15).Draw(t, "regions")
		var x, p, scaled, people, xx, pp []float64
		var g, groups, gg []int
		for i := range n {
			x = append(x, float64(rapid.IntRange(1, 1000).Draw(t, "value")))
			p = append(p, float64(rapid.IntRange(1, 50).Draw(t, "people")))
			g = append(g, rapid.IntRange(0, 3).Draw(t, "group"))
			xx, pp, gg = append(xx, x[i], x[i]), append(pp, p[i]/2, p[i]/2), append(gg, g[i], g[i])
		}
		for i := n - 1; i >= 0; i-- {
			scaled, people, groups = append(scaled, 7*x[i]), append(people, 3*p[i]), append(groups, g[i])
		}
		a, err := convergence.Apart(x, p, g)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := convergence.Apart(x, p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if a.Theil != a.Between+a.Within || math.Abs(a.Theil-whole.Theil) > 1e-12 || a.Theil < 0 || a.Gini < 0 || a.Gini >= 1 {
			t.Fatalf("theil %v + %v, whole %v; gini %v", a.Between, a.Within, whole.Theil, a.Gini)
		}
		for _, other := range []struct {
			x, p []float64
			g    []int
		}{{scaled, people, groups}, {xx, pp, gg}} {
			b, err := convergence.Apart(other.x, other.p, other.g)
			if err != nil {
				t.Fatal(err)
			}
			for _, pair := range [][2]float64{{a.Theil, b.Theil}, {a.Between, b.Between}, {a.Gini, b.Gini}, {a.Williamson, b.Williamson}} {
				if math.Abs(pair[0]-pair[1]) > 1e-12 {
					t.Fatalf("%v became %v", pair[0], pair[1])
				}
			}
		}
	})
}

func TestFaults(t *testing.T) {
	one := []float64{1, 2, 3, 4}
	for name, c := range map[string]struct {
		run  func() error
		code convergence.ErrorCode
	}{
		"few":        {func() error { _, err := convergence.Apart([]float64{1, math.NaN()}, nil, nil); return err }, convergence.TooFewRegions},
		"zero":       {func() error { _, err := convergence.Apart([]float64{1, 0}, nil, nil); return err }, convergence.NotPositive},
		"nobody":     {func() error { _, err := convergence.Apart([]float64{1, 2}, []float64{1, 0}, nil); return err }, convergence.NotPositive},
		"people":     {func() error { _, err := convergence.Apart([]float64{1, 2}, []float64{1}, nil); return err }, convergence.LengthMismatch},
		"years":      {func() error { _, err := convergence.Beta(one, one, 0, nil, ""); return err }, convergence.BadYears},
		"end":        {func() error { _, err := convergence.Beta(one, one[:3], 1, nil, ""); return err }, convergence.LengthMismatch},
		"below":      {func() error { _, err := convergence.Beta(one, []float64{1, 2, -3, 4}, 1, nil, ""); return err }, convergence.NotPositive},
		"two":        {func() error { _, err := convergence.Beta(one[:2], one[:2], 1, nil, ""); return err }, convergence.TooFewRegions},
		"same start": {func() error { _, err := convergence.Beta([]float64{2, 2, 2, 2}, one, 1, nil, ""); return err }, convergence.NoVariation},
		"control":    {func() error { _, err := convergence.Beta(one, one, 1, [][]float64{{5, 5, 5, 5}}, ""); return err }, convergence.Dependent},
		"length":     {func() error { _, err := convergence.Beta(one, one, 1, [][]float64{{5}}, ""); return err }, convergence.LengthMismatch},
	} {
		var e *convergence.Error
		if err := c.run(); !errors.As(err, &e) || e.Code != c.code || e.Error() == "" {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}
