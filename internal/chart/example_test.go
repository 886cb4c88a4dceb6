// SPDX-License-Identifier: EUPL-1.2

package chart_test

import (
	"fmt"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/i18n"
)

// One picture, three things: the SVG, what it says to those who do not see it, and its table.
func ExampleLineChart() {
	p := chart.LineChart{
		Frame:   chart.Frame{ID: "fig-gdp", Words: i18n.For(i18n.EN), Title: "Both grow", Unit: "€"},
		Periods: []string{"2019", "2020"},
		Series: []chart.Series{
			{Name: "Kurzeme", Sign: chart.First, Values: []chart.Value{chart.Some(11800), chart.Some(11800)}},
			{Name: "Klaipėda region", Short: "Klaipėda", Sign: chart.Second, Values: []chart.Value{chart.Some(16700), chart.Missing()}},
		},
	}.Draw()
	fmt.Println(p.Description)
	fmt.Println(p.Table.Columns, p.Table.Rows[1].Head, p.Table.Rows[1].Cells[0].Text, "/", p.Table.Rows[1].Cells[1].Text)
	// Output:
	// Kurzeme: €11,800 in 2019, €11,800 in 2020; Klaipėda region: 2019 – €16,700
	// [Kurzeme Klaipėda region] 2020 €11,800 / no data
}
