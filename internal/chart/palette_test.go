// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/testkit"
)

func linear(t testing.TB, hex string) [3]float64 {
	t.Helper()
	var c [3]float64
	for i := range c {
		v, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil || len(hex) != 7 {
			t.Fatalf("%q is no colour", hex)
		}
		s := float64(v) / 255
		if c[i] = s / 12.92; s > .04045 {
			c[i] = math.Pow((s+.055)/1.055, 2.4)
		}
	}
	return c
}

// contrast is the ratio of WCAG 2.2.
func contrast(t testing.TB, a, b string) float64 {
	lum := func(h string) float64 { c := linear(t, h); return .2126*c[0] + .7152*c[1] + .0722*c[2] }
	x, y := lum(a), lum(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func TestContrast(t *testing.T) {
	if got := contrast(t, "#000000", "#ffffff"); math.Abs(got-21) > .001 {
		t.Fatalf("black on white is %g, not 21: the formula is wrong", got)
	}
	type pair struct {
		a, b colour
		need float64
	}
	pairs := []pair{{ink, paper, 4.5}, {ink2, paper, 4.5}, {heather, paper, 4.5}, {lagoon, paper, 4.5}, {garnet, paper, 4.5}, {ink2, water, 4.5},
		{heather, water, 4.5}, {lagoon, water, 4.5}, {heather, land, 4.5}, {lagoon, land, 4.5}, {garnet, land, 4.5}, {ink, water, 4.5}, {ink, land, 4.5},
		{edge, paper, 3}, {edge, water, 3}, {edge, land, 3}}
	for _, c := range []colour{dune2, dune3, sea2, sea3, sea4} { // the pale two are edged in legends and parts: the edge is the mark
		pairs = append(pairs, pair{c, paper, 3})
	}
	for _, p := range pairs {
		for _, s := range [][2]string{{p.a.light, p.b.light}, {p.a.dark, p.b.dark}} {
			if got := contrast(t, s[0], s[1]); got < p.need {
				t.Errorf("%s on %s (%s on %s) has %.2f, needs %.1f", p.a.name, p.b.name, s[0], s[1], got, p.need)
			}
		}
	}
}

// The matrices of Machado, Oliveira and Fernandes (2009) at full severity, on linear RGB.
var blindness = map[string][3][3]float64{
	"full sight":   {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{.152286, 1.052583, -.204868}, {.114503, .786281, .099216}, {-.003882, -.048116, 1.051998}},
	"deuteranopia": {{.367322, .860646, -.227968}, {.280085, .672501, .047413}, {-.011820, .042940, .968881}},
	"tritanopia":   {{1.255528, -.076749, -.178779}, {-.078411, .930809, .147602}, {.004733, .691367, .303900}},
}

func lab(c [3]float64, m [3][3]float64) [3]float64 {
	var s [3]float64
	for i := range s {
		for j := range c {
			s[i] += m[i][j] * c[j]
		}
		s[i] = min(max(s[i], 0), 1)
	}
	f := func(v float64) float64 {
		if v > 216.0/24389 {
			return math.Cbrt(v)
		}
		return (24389.0/27*v + 16) / 116
	}
	x := f((.4124564*s[0] + .3575761*s[1] + .1804375*s[2]) / .95047)
	y := f(.2126729*s[0] + .7151522*s[1] + .0721750*s[2])
	z := f((.0193339*s[0] + .1191920*s[1] + .9503041*s[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func distance(t testing.TB, a, b, kind string) float64 {
	p, q := lab(linear(t, a), blindness[kind]), lab(linear(t, b), blindness[kind])
	return math.Sqrt((p[0]-q[0])*(p[0]-q[0]) + (p[1]-q[1])*(p[1]-q[1]) + (p[2]-q[2])*(p[2]-q[2]))
}

// TestColourBlind: the hues of regions, and neighbouring classes of maps and parts, stay apart for every eye. (The grey of
// context does not from every hue: there the sign, the bold name and the thinner line tell.)
func TestColourBlind(t *testing.T) {
	type pair struct {
		a, b colour
		need float64
	}
	pairs := []pair{{heather, lagoon, 20}, {heather, garnet, 20}, {lagoon, garnet, 20},
		{dune1, sea1, 10}, {dune2, sea2, 20}, {sea1, sea2, 20}, {sea2, sea3, 15}, {sea3, sea4, 12}, {dune1, dune2, 20}, {dune2, dune3, 15}}
	for i := 1; i < len(sPart); i++ {
		pairs = append(pairs, pair{sPart[i-1].fill, sPart[i].fill, 20})
	}
	for _, p := range pairs {
		for kind := range blindness {
			for _, s := range [][2]string{{p.a.light, p.b.light}, {p.a.dark, p.b.dark}} {
				if got := distance(t, s[0], s[1], kind); got <= p.need {
					t.Errorf("%s and %s (%s, %s) are %.0f apart under %s, need %g", p.a.name, p.b.name, s[0], s[1], got, kind, p.need)
				}
			}
		}
	}
}

// TestTokens: names that the site's stylesheet has too mean the same colours there.
func TestTokens(t *testing.T) {
	css, err := os.ReadFile(testkit.Shared(t, "prototypes/site/sumanus.css"))
	if err != nil {
		t.Fatal(err)
	}
	tokens := map[string][2]string{}
	for _, m := range regexp.MustCompile(`--([a-z0-9-]+):light-dark\((#[0-9a-f]{6}),(#[0-9a-f]{6})\)`).FindAllStringSubmatch(string(css), -1) {
		tokens[m[1]] = [2]string{m[2], m[3]}
	}
	compared := 0
	for _, c := range []colour{paper, ink, ink2, rule, edge, water, land, heather, lagoon, dune1, dune2, sea1, sea2} {
		want, ok := tokens[c.name]
		if !ok {
			t.Errorf("the stylesheet has no --%s", c.name)
			continue
		}
		if compared++; want != [2]string{c.light, c.dark} {
			t.Errorf("--%s is %v there and %s, %s here", c.name, want, c.light, c.dark)
		}
	}
	t.Logf("compared %d of %d tokens", compared, len(tokens))
}

// TestCSS: each class has its rule once, and a class never means two things.
func TestCSS(t *testing.T) {
	css := CSS()
	seen := map[string]style{}
	for _, s := range styles() {
		if had, ok := seen[s.class]; ok && had != s {
			t.Errorf("class %s means two things", s.class)
		}
		seen[s.class] = s
		if n := strings.Count(css, " ."+s.class+"{"); n != 1 {
			t.Errorf("class %s has %d rules", s.class, n)
		}
	}
	if strings.Count(css, "{") != strings.Count(css, "}") {
		t.Error("braces of the stylesheet do not match")
	}
}
