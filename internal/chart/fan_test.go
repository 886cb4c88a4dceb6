// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/i18n"
)

// fan is residents of Kurzeme as known, and a forecast that was made up, with a target.
func fan(z *i18n.Localizer) FanChart {
	return FanChart{Frame: Frame{ID: "fan", Words: z, Title: "Residents", Decimals: 1}, Periods: years(2014, 2025), Zoom: true, Sign: First,
		Known: popKurzeme, Ahead: values(230.5, 227.9, 225.2),
		Bands:  []Band{{Name: "95 %", Lower: values(227, 222.1, 217), Upper: values(234, 233.8, 233.6)}, {Name: "80 %", Lower: values(228.3, 224.2, 219.9), Upper: values(232.8, 231.7, 230.6)}},
		Target: &Goal{Value: Some(228), Words: "Target 228: 27 %"}}
}

// TestFan: a forecast is an area around a dashed line that begins where the known line ends; every number stands in the table and the description
// tells end, interval and target, in every language.
func TestFan(t *testing.T) {
	for _, l := range i18n.Known() {
		z := i18n.For(l)
		p := fan(z).Draw()
		svg := string(p.SVG)
		for what, n := range map[string]int{"c-band1": 2, "c-band2": 2, "c-a1": 2, "c-ref": 1} { // each area once drawn, once in the key
			if got := strings.Count(svg, `class="`+what+`"`); got != n {
				t.Errorf("%s: %s is drawn %d times, not %d", l, what, got, n)
			}
		}
		if len(p.Table.Rows) != 12 || len(p.Table.Columns) != 4 {
			t.Fatalf("%s: %d rows, %v", l, len(p.Table.Rows), p.Table.Columns)
		}
		last := p.Table.Rows[11]
		if last.Cells[1].Text != z.Number(225.2, 1) || !strings.Contains(last.Cells[2].Text, z.Number(219.9, 1)) || !strings.Contains(last.Cells[3].Text, z.Number(233.6, 1)) {
			t.Errorf("%s: the last year says %+v", l, last)
		}
		if first := p.Table.Rows[0]; first.Cells[0].Text != z.Number(258.034, 1) || first.Cells[1].Text != z.T("chart.past") {
			t.Errorf("%s: the first year says %+v", l, first)
		}
		for _, want := range []string{z.T("chart.known"), z.Number(225.2, 1), "80 %", "Target 228: 27 %"} {
			if !strings.Contains(p.Description, want) {
				t.Errorf("%s: %q lacks %q", l, p.Description, want)
			}
		}
	}
	// Nothing known before: the areas begin with the forecast, and there is no line of what is known.
	alone := fan(i18n.For(i18n.EN))
	alone.Periods, alone.Known = years(2023, 2025), nil
	if svg := string(alone.Draw().SVG); strings.Contains(svg, `class="c-l1"`) || strings.Count(svg, `class="c-band2"`) != 2 {
		t.Error("a forecast without a past")
	}
}
