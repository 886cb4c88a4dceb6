// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"slices"

	"github.com/sumanus/sumanus/analysis/spatial"
)

var joinCountsMethod = Method{
	ID: "join-counts", Family: "spatial", References: []string{
		"Moran (1948), The interpretation of statistical maps, Journal of the Royal Statistical Society B 10",
		"Cliff and Ord (1981), Spatial Processes: Models and Applications, Pion, pp. 19–20",
	},
	Params: slices.Concat([]Param{
		{Name: "values", Kind: Table, Required: true},
		{Name: "id", Kind: Field, Required: true},
		{Name: "value", Kind: Field, Required: true, Help: "method.param.unit-label"},
	}, neighbourParams, []Param{styleParam("binary"), islandsParam}, testParams),
	Tables: []TableForm{{Name: "joins", Key: []string{"a", "b"}, Columns: []Column{
		{Name: "a", Kind: Text, Help: "method.column.label"}, {Name: "b", Kind: Text, Help: "method.column.other-label"},
		{Name: "statistic", Kind: Number}, {Name: "expected", Kind: Number}, {Name: "variance_randomisation", Kind: Number},
		{Name: "z_randomisation", Kind: Number}, {Name: "p_normal", Kind: Number}, {Name: "p_permutation", Kind: Number},
	}}},
	View: View{Table: "joins", Label: "a", Value: "z_randomisation"},
	Run:  runJoinCounts,
}

func runJoinCounts(_ context.Context, a *Args) (*Result, error) {
	units, err := a.ReadUnits("values", UnitColumns{ID: a.Text("id"), Label: a.Text("value"), Group: a.Text("group")})
	if err != nil {
		return nil, err
	}
	m, err := a.mapOf(units)
	if err != nil {
		return nil, err
	}
	joins, err := spatial.JoinCounts(units.Label, m.weights, m.options)
	if err != nil {
		return nil, analysisFault(err, units.name)
	}
	all := slices.Concat(joins.Same, joins.Across)
	number := func(name string, of func(j *spatial.Join) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return of(&all[row]) }}
	}
	return &Result{
		Tables: []*Rows{{Name: "joins", Len: len(all), Columns: []Cells{
			{Name: "a", Text: func(row int) string { return all[row].A }},
			{Name: "b", Text: func(row int) string { return all[row].B }},
			number("statistic", func(j *spatial.Join) float64 { return j.Statistic }),
			number("expected", func(j *spatial.Join) float64 { return j.Expected }),
			number("variance_randomisation", func(j *spatial.Join) float64 { return j.VarianceRandomisation }),
			number("z_randomisation", func(j *spatial.Join) float64 { return j.ZRandomisation }),
			number("p_normal", func(j *spatial.Join) float64 { return j.PNormal }),
			number("p_permutation", func(j *spatial.Join) float64 { return j.PPermutation }),
		}}},
		Diagnostics: append(append(m.links.diagnostics(a, units.IDs), m.sample(joins.Sample)...), Value{"labels", joins.Labels}, Value{"units_by_label", joins.Counts}),
		Notes:       append(m.links.notes(units.IDs), sampleNotes(joins.Sample)...),
	}, nil
}
