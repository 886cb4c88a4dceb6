// SPDX-License-Identifier: EUPL-1.2

package demography

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// TestByHand: three groups of one year, both sexes, reckoned on paper. Women 100, 80, 40; men 90, 70, 30; the middle group bears 0.5 a year.
func TestByHand(t *testing.T) {
	base := Table{{100, 80, 40}, {90, 70, 30}}
	r := Rates{Fertility: []float64{0, 0.5, 0}, Survival: Table{{0.9, 0.75, 0.5}, {0.8, 0.5, 0.5}}, Birth: []float64{0.9, 0.8},
		Migration: Table{{10, -5, 4}, {8, 2, -6}}}
	o := Options{Sexes: []Sex{Female, Male}, Width: 1, Steps: 1, SexRatio: 1}
	// AtEnd. Women alive: 90, 60, 20. Births 0.5·(80 + 90)/2 = 42.5, half of them girls.
	girls, boys := 21.25*0.9, 21.25*0.8
	for _, c := range []struct {
		name   string
		change func(o *Options)
		want   Table
	}{
		{"at the end", func(*Options) {}, Table{{girls + 10, 90 - 5, 80 + 4}, {boys + 8, 72 + 2, 50 - 6}}},
		{"of the cohort", func(o *Options) { o.Timing = OfCohort }, Table{{girls, 90 + 10, 80 - 5 + 4}, {boys, 72 + 8, 50 + 2 - 6}}},
		{"at the start", func(o *Options) { o.Timing = AtStart },
			// Women at risk 110, 75, 44, alive 99, 56.25, 22; births 0.5·(75 + 99)/2 = 43.5. Men 98, 72, 24: 78.4, 36, 12.
			Table{{21.75 * 0.9, 99, 78.25}, {21.75 * 0.8, 78.4, 48}}},
		{"half and half", func(o *Options) { o.Timing = HalfAndHalf },
			// Women at risk 105, 77.5, 42, alive 94.5, 58.125, 21; births 0.5·(77.5 + 94.5)/2 = 43. Men 94, 71, 27: 75.2, 35.5, 13.5.
			Table{{21.5*0.9 + 5, 94.5 - 2.5, 79.125 + 2}, {21.5*0.8 + 4, 75.2 + 1, 49 - 3}}},
		{"as rates", func(o *Options) { o.MigrationRates, o.Timing = true, OfCohort }, // 10, −5 and 4 for each person there
			nil},
		{"women at the start", func(o *Options) { o.Exposure = WomenAtStart }, Table{{20*0.9 + 10, 85, 84}, {20*0.8 + 8, 74, 44}}},
		{"closed", func(o *Options) { o.Closed = true }, Table{{girls + 10, 85, 64}, {boys + 8, 74, 29}}},
		{"without migration", func(o *Options) { o.Variant.NoMigration = true }, Table{{girls, 90, 80}, {boys, 72, 50}}},
		{"twice the fertility", func(o *Options) { o.Variant.Fertility = 1 }, Table{{2*girls + 10, 85, 84}, {2*boys + 8, 74, 44}}},
		{"twice the mortality", func(o *Options) { o.Variant = Variant{Mortality: 1, NoMigration: true} },
			// Ratios squared: women 81, 45, 10; births 0.5·(80 + 81)/2 = 40.25; men 57.6, 17.5, 7.5.
			Table{{20.125 * 0.81, 81, 55}, {20.125 * 0.64, 57.6, 25}}},
	} {
		o := o
		c.change(&o)
		p, err := Project(base, []Rates{r}, o)
		if c.want == nil {
			var e *Error
			if !errors.As(err, &e) || e.Code != Emptied || e.Step != 1 || e.Sex != 0 || e.Age != 2 {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		for s := range c.want {
			for a, want := range c.want[s] {
				if got := p.Population[1][s][a]; math.Abs(got-want) > 1e-12*want {
					t.Errorf("%s: sex %d age %d: %.15g, want %.15g", c.name, s, a, got, want)
				}
			}
		}
	}
}

// TestYoungMothers: one group of thirty years; girls born in the step bear in it too, so births answer to themselves.
func TestYoungMothers(t *testing.T) {
	r := Rates{Fertility: []float64{0.5}, Survival: Table{{0.5}}, Birth: []float64{0.8}}
	o := Options{Width: 30, Steps: 1, Fertility: PerStep}
	p, err := Project(Table{{100}}, []Rates{r}, o)
	if err != nil {
		t.Fatal(err)
	}
	// B = 0.5·(100 + 50 + 0.8·B)/2, so B = 37.5/0.8.
	if got := p.Balance(1, -1).Births; math.Abs(got-37.5/0.8) > 1e-12 {
		t.Errorf("births %g", got)
	}
	r.Fertility[0] = 3
	var e *Error
	if _, err := Project(Table{{100}}, []Rates{r}, o); !errors.As(err, &e) || e.Code != TooManyBirths {
		t.Errorf("births without end: %v", err)
	}
}

func TestNobody(t *testing.T) {
	r := Rates{Fertility: []float64{0, 1}, Survival: Table{{1, 1}}, Birth: []float64{1}}
	p, err := Project(NewTable(1, 2), []Rates{r}, Options{Width: 1, Steps: 3})
	if err != nil || p.Population[3].Sum() != 0 {
		t.Errorf("of nobody came %v, %v", p, err)
	}
	g, err := Stable(Rates{Fertility: []float64{0, 0}, Survival: Table{{1, 1}}, Birth: []float64{1}}, Options{Width: 1})
	if err != nil || !math.IsNaN(g.Lambda) || g.Reproduction != 0 {
		t.Errorf("without children: %+v, %v", g, err)
	}
}

func TestFaults(t *testing.T) {
	good := func() (Table, Rates, Options) {
		return Table{{1, 2}, {3, 4}}, Rates{Fertility: []float64{0, 0.1}, Survival: Table{{1, 0.5}, {1, 0.5}}, Birth: []float64{1, 1}},
			Options{Sexes: []Sex{Female, Male}, Width: 1, Steps: 2}
	}
	for _, c := range []struct {
		want     ErrorCode
		sex, age int
		spoil    func(p Table, r *Rates, o *Options)
	}{
		{BadOption, -1, -1, func(_ Table, _ *Rates, o *Options) { o.Steps = 0 }},
		{BadOption, -1, -1, func(_ Table, _ *Rates, o *Options) { o.Width = 0 }},
		{BadOption, -1, -1, func(_ Table, _ *Rates, o *Options) { o.SexRatio = -1 }},
		{BadOption, -1, -1, func(_ Table, _ *Rates, o *Options) { o.Variant.Mortality = -2 }},
		{NoWomen, -1, -1, func(_ Table, _ *Rates, o *Options) { o.Sexes = []Sex{Male, Male} }},
		{Negative, 1, 0, func(p Table, _ *Rates, _ *Options) { p[1][0] = -1 }},
		{NotFinite, 1, 1, func(p Table, _ *Rates, _ *Options) { p[1][1] = math.NaN() }},
		{Negative, -1, 1, func(_ Table, r *Rates, _ *Options) { r.Fertility[1] = -0.1 }},
		{WrongSize, -1, -1, func(_ Table, r *Rates, _ *Options) { r.Fertility = r.Fertility[:1] }},
		{SurvivalRange, 0, 1, func(_ Table, r *Rates, _ *Options) { r.Survival[0][1] = 1.01 }},
		{SurvivalRange, 1, -1, func(_ Table, r *Rates, _ *Options) { r.Birth[1] = math.NaN() }},
		{NotFinite, 0, 0, func(_ Table, r *Rates, _ *Options) { r.Migration = Table{{math.Inf(1), 0}, {0, 0}} }},
		{Emptied, 1, 1, func(_ Table, r *Rates, _ *Options) { r.Migration = Table{{0, 0}, {0, -10}} }},
		{TooLarge, -1, -1, func(_ Table, r *Rates, o *Options) { r.Fertility[1], o.Steps = 1e300, 9 }},
	} {
		p, r, o := good()
		c.spoil(p, &r, &o)
		_, err := Project(p, []Rates{r}, o)
		var e *Error
		if !errors.As(err, &e) || e.Code != c.want || e.Sex != c.sex || e.Age != c.age {
			t.Errorf("%s: %v", c.want, err)
		} else if !strings.Contains(e.Error(), string(c.want)) {
			t.Errorf("it says %q", e.Error())
		}
	}
}

// TestRatios: Hamilton–Perry on paper: three groups of five years, five years apart. Women bear between 5 and 10.
func TestRatios(t *testing.T) {
	earlier, later := Table{{50, 40, 20}}, Table{{60, 45, 30}}
	out, err := HamiltonPerry(earlier, later, RatioOptions{Width: 5, Groups: 1, Steps: 1, FirstAge: 5, EndAge: 10})
	if err != nil {
		t.Fatal(err)
	}
	// Ratios: children 60/45, then 45/50, then 30/(40 + 20).
	grown := 60 * (45.0 / 50)
	for a, want := range []float64{grown * (60.0 / 45), grown, (45 + 30) * 0.5} {
		if got := out.Population[1][0][a]; math.Abs(got-want) > 1e-12 {
			t.Errorf("group %d: %g, want %g", a, got, want)
		}
	}
	// Nobody then, nobody now: nobody comes of it. Nobody then, somebody now: no number is right.
	empty, err := HamiltonPerry(Table{{0, 40, 20}}, Table{{0, 0, 30}}, RatioOptions{Width: 5, Groups: 1, Steps: 2, FirstAge: 5, EndAge: 10})
	if err != nil || empty.Population[2][0][1] != 0 {
		t.Errorf("%v, %v", empty, err)
	}
	var e *Error
	if _, err = HamiltonPerry(Table{{0, 40, 20}}, Table{{60, 45, 30}}, RatioOptions{Width: 5, Groups: 1, Steps: 1, FirstAge: 5, EndAge: 10}); !errors.As(err, &e) ||
		e.Code != NoRatio || e.Age != 1 {
		t.Errorf("a ratio to nobody: %v", err)
	}
	if _, err = HamiltonPerry(earlier, later, RatioOptions{Width: 5, Groups: 1, Steps: 1}); !errors.As(err, &e) || e.Code != ShortAges {
		t.Errorf("women of 15–44 among three groups: %v", err)
	}
}

// TestResidual on paper: 100 of whom 0.8 live, 90 are there: 10 came (forward), 12.5 would have stood at the beginning (reverse), 11.25 between.
func TestResidual(t *testing.T) {
	for by, want := range []float64{10, 12.5, 11.25} {
		m, err := Residual(Table{{100, 0}}, Table{{50, 90}}, Table{{0.8, 0.5}}, []float64{50}, []float64{0.9}, ResidualBy(by))
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Net[0][1]; math.Abs(got-want) > 1e-12 {
			t.Errorf("estimate %d: %g, want %g", by, got, want)
		}
	}
	var e *Error
	if _, err := Residual(Table{{100, 0}}, Table{{50, 90}}, Table{{0, 0.5}}, nil, nil, Reverse); !errors.As(err, &e) || e.Code != NoRatio || e.Age != 1 {
		t.Errorf("nobody lives, and some are there: %v", err)
	}
}

// TestResidualOfNobody: where nobody stood at the beginning, whoever is there has come. Backwards M = P'/S − P (United Nations 1970, Manual VI): 40 of whom four fifths live
// make 50. In the last group two ratios meet, and nobody tells by which.
func TestResidualOfNobody(t *testing.T) {
	earlier, later, lives := Table{{100, 0, 60, 10}}, Table{{90, 80, 40, 30}}, Table{{0.9, 0.8, 0.7, 0.4}}
	m, err := Residual(earlier, later, lives, []float64{0}, []float64{0.9}, Reverse)
	if err != nil {
		t.Fatal(err)
	}
	for a, want := range []float64{100, 80/0.9 - 100, 50, 30*70/46.0 - 70} {
		if math.Abs(m.Net[0][a]-want) > 1e-9 {
			t.Errorf("group %d: %g, want %g", a, m.Net[0][a], want)
		}
	}
	earlier[0][2], earlier[0][3] = 0, 0
	var e *Error
	if _, err := Residual(earlier, later, lives, nil, nil, Average); !errors.As(err, &e) || e.Code != NoRatio || e.Age != 3 {
		t.Errorf("nobody in the last groups: %v", err)
	}
}

func TestParseAge(t *testing.T) {
	for code, want := range map[string]string{"0-4": "0–4", "5": "5", "85+": "85+", "Y_LT5": "0–4", "Y5-9": "5–9", "Y_GE85": "85+", "Y10": "10", "TOTAL": "total",
		"UNK": "unknown", "birth": "birth", "85 and over": "85+", " 15–19 ": "15–19", "90 years and over": "90+", "0-4 years": "0–4", "<1": "0", "≥100": "100+",
		"Y_LT1": "0", "aged 5 to 9": "5–9", "85 metų ir vyresni": "85+", "100 gadi un vecāki": "100+", "-1": "birth"} {
		if a, ok := ParseAge(code); !ok || a.String() != want {
			t.Errorf("%q read as %q, %v", code, a, ok)
		}
	}
	for _, code := range []string{"", "old", "9-5", "1.5", "-", "0-4-8", "Y", "1234"} {
		if a, ok := ParseAge(code); ok {
			t.Errorf("%q read as %q", code, a)
		}
	}
}

func TestGroups(t *testing.T) {
	ages := func(codes string) (out []Age) {
		for _, c := range strings.Fields(codes) {
			a, ok := ParseAge(c)
			if !ok {
				t.Fatal(c)
			}
			out = append(out, a)
		}
		return out
	}
	for _, c := range []struct {
		codes string
		last  int
		want  string
	}{
		{"0-4 10+ 5-9 TOTAL UNK", -1, "5: 0–4 5–9 10+"},
		{"0 1 2 3+", -1, "1: 0 1 2 3+"},
		{"0 5 10 15", -1, "5: 0 5 10 15"},
		{"Y_LT5 Y5-9 Y_GE10 Y10-14 Y_GE15", -1, "5: 0–4 5–9 10–14 15+"},
		{"Y_LT5 Y5-9 Y_GE10 Y10-14 Y_GE15", 10, "5: 0–4 5–9 10+"},
		{"0-4 5-9 10-14 15+", 10, "5: 0–4 5–9 10–14"},
		{"0-4 5-9 15+", -1, "missing-age 5–9 10–14"},
		{"0 1 3+", -1, "missing-age 1 2"},
		{"0 1-4 5-9 10+", -1, "unequal-age 1–4 1"},
		{"0-4 5-9 8-12 15+", -1, "unequal-age 8–12 5"},
		{"0-4 0 5-9", -1, "overlap-age 0–4 0"},
		{"5-9 10+", -1, "first-age 5–9 0"},
		{"TOTAL", -1, "no-ages"},
		{"0-4 5-9 10+", 15, "missing-age 10+ 15+"},
		{"0-4 5+ 7-9", -1, "overlap-age 7–9 5+"},
	} {
		a, err := Groups(ages(c.codes), c.last)
		got := ""
		var e *Error
		if errors.As(err, &e) {
			got = strings.TrimSpace(string(e.Code) + " " + e.Found + " " + e.Expected)
		} else {
			got = number(float64(a.Width)) + ":"
			for _, g := range a.List {
				got += " " + g.String()
			}
		}
		if got != c.want {
			t.Errorf("%s up to %d: %s, want %s", c.codes, c.last, got, c.want)
		}
	}
}
