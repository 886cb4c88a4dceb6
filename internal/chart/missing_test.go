// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"regexp"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/i18n"
)

// TestMissingIsSaidAndNeverZero: in every kind of picture, in every language, a value that is not known is said in words in the picture
// or, where it has an area (maps, shares, a pyramid's row), hatched in it and said in its description; the table has it too; and no bar of length nothing stands for it.
func TestMissingIsSaidAndNeverZero(t *testing.T) {
	square := func(x float64) Shape {
		return Shape{ID: "u", Name: "Unit", Rings: [][]Point{{{x, 0}, {x + 1e4, 0}, {x + 1e4, 1e4}, {x, 1e4}, {x, 0}}}, Label: Point{x + 5e3, 5e3}}
	}
	units := []Unit{{square(0), Some(2), First}, {square(1e4), Some(5), First}, {square(2e4), Missing(), First}}
	two := func(vs ...float64) []Series {
		return []Series{{Name: "A", Sign: First, Values: values(vs...)}, {Name: "B", Sign: Second, Values: values(3, 4)}}
	}
	for _, l := range i18n.Known() {
		z := i18n.For(l)
		f := Frame{ID: "m", Words: z, Title: "t"}
		for name, c := range map[string]struct {
			p     Picture
			hatch bool
		}{
			"bars":       {BarChart{Frame: f, Bars: []Bar{{"A", First, Some(3)}, {"B", Second, Missing()}}}.Draw(), false},
			"groups":     {GroupChart{Frame: f, Groups: []string{"x", "y"}, Series: two(1, nan)}.Draw(), false},
			"change":     {ChangeChart{Frame: f, Groups: []string{"x", "y"}, Series: two(-1, nan)}.Draw(), false},
			"dumbbell":   {DumbbellChart{Frame: f, Groups: []string{"x", "y"}, Series: two(1, nan)}.Draw(), false},
			"line":       {LineChart{Frame: f, Periods: years(2020, 2022), Series: []Series{{Name: "A", Sign: First, Values: values(1, nan, 3)}}}.Draw(), false},
			"stack":      {StackChart{Frame: f, Parts: []string{"x", "y"}, Series: two(1, nan)}.Draw(), true},
			"choropleth": {ChoroplethMap{Frame: f, Units: units}.Draw(), true},
			"circles":    {CircleMap{Frame: f, Units: units}.Draw(), true},
			"pyramid":    {PyramidChart{Frame: f, Ages: []string{"0–4", "5–9"}, Men: two(1, nan)[:1], Women: two(1, 2)[:1]}.Draw(), true},
		} {
			svg := string(c.p.SVG)
			said := ""
			for _, m := range regexp.MustCompile(`<text[^>]*>([^<]*)</text>`).FindAllStringSubmatch(svg, -1) {
				said += " " + m[1]
			}
			for _, word := range strings.Fields(z.NoData()) { // it may stand in two lines, and in a sentence in another order
				if !strings.Contains(said, word) && !c.hatch {
					t.Errorf("%s %s: the picture does not say %q", l, name, z.NoData())
				}
			}
			if !strings.Contains(c.p.Description, z.NoData()) && c.hatch {
				t.Errorf("%s %s: what is hatched is not said in words to who does not see it: %s", l, name, c.p.Description)
			}
			if hatched := strings.Contains(svg, "c-nodata"); c.hatch && !hatched {
				t.Errorf("%s %s: nothing is hatched", l, name)
			}
			missing := 0
			for _, r := range c.p.Table.Rows {
				for _, cell := range r.Cells {
					if cell.Missing {
						missing++
					}
				}
			}
			if missing == 0 {
				t.Errorf("%s %s: the table has no missing value", l, name)
			}
			for _, e := range wellFormed(t, name, c.p) {
				if e.Name.Local == "rect" && (attr(e, "width") == "0" || attr(e, "height") == "0") {
					t.Errorf("%s %s: a bar of length nothing", l, name)
				}
			}
		}
	}
}
