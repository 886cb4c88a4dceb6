// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"slices"

	"github.com/sumanus/sumanus/analysis/spatial"
)

var unitTable = TableForm{Name: "units", Key: []string{"id"}, Columns: []Column{
	{Name: "id", Kind: Text}, {Name: "statistic", Kind: Number}, {Name: "expected", Kind: Number}, {Name: "variance", Kind: Number},
	{Name: "z", Kind: Number}, {Name: "p", Kind: Number}, {Name: "p_permutation", Kind: Number}, {Name: "quadrant", Kind: Text, Says: quadrantCodes},
	{Name: "p_adjusted", Kind: Number, With: "fdr"},
}}

var fdrParam = Param{Name: "fdr", Kind: Choice, Choices: []string{"none", "bh", "by"}, Default: "none"}

const (
	hochberg   = "Benjamini and Hochberg (1995), Controlling the false discovery rate, Journal of the Royal Statistical Society B 57"
	yekutieli  = "Benjamini and Yekutieli (2001), The control of the false discovery rate in multiple testing under dependency, Annals of Statistics 29"
	anselin    = "Anselin (1995), Local indicators of spatial association – LISA, Geographical Analysis 27"
	sokal      = "Sokal, Oden and Thomson (1998), Local spatial autocorrelation in a biological model, Geographical Analysis 30"
	ordAndGets = "Ord and Getis (1995), Local spatial autocorrelation statistics: distributional issues and an application, Geographical Analysis 27"
)

var localMoranMethod = Method{
	ID: "local-moran", Family: "spatial", References: []string{anselin, sokal, hochberg, yekutieli},
	Params: slices.Concat(valueParams, neighbourParams, []Param{
		styleParam("row"), fdrParam,
		{Name: "moments", Kind: Choice, Choices: []string{"conditional", "total"}, Default: "conditional"},
		{Name: "denominator", Kind: Choice, Choices: []string{"n", "n-1"}, Default: "n"},
		{Name: "split", Kind: Choice, Choices: []string{"zero", "means"}, Default: "zero"},
	}, testParams),
	Tables: []TableForm{unitTable},
	View:   View{Table: "units", Label: "id", Value: "z", Map: true, Diverging: true},
	Run: func(_ context.Context, a *Args) (*Result, error) {
		m, err := a.readMap()
		if err != nil {
			return nil, err
		}
		m.options.Moments, m.options.Denominator = spatial.Moments(a.Text("moments")), spatial.Denominator(a.Text("denominator"))
		m.options.Split = spatial.Split(a.Text("split"))
		l, err := spatial.LocalMoran(m.units.Number, m.weights, m.options)
		return m.local(a, l, err)
	},
}

var localGearyMethod = Method{
	ID: "local-geary", Family: "spatial", References: []string{
		anselin, "Anselin (2019), A local indicator of multivariate spatial association: extending Geary’s c, Geographical Analysis 51", hochberg, yekutieli},
	Params: slices.Concat(valueParams, neighbourParams, []Param{styleParam("row"), fdrParam}, testParams),
	Tables: []TableForm{unitTable},
	View:   View{Table: "units", Label: "id", Value: "z", Map: true, Diverging: true},
	Run: func(_ context.Context, a *Args) (*Result, error) {
		m, err := a.readMap()
		if err != nil {
			return nil, err
		}
		l, err := spatial.LocalGeary(m.units.Number, m.weights, m.options)
		return m.local(a, l, err)
	},
}

var getisOrdMethod = Method{
	ID: "getis-ord", Family: "spatial", References: []string{ordAndGets, hochberg, yekutieli},
	Params: slices.Concat(valueParams, neighbourParams, []Param{
		{Name: "star", Kind: Flag, Default: "false"}, {Name: "self-weight", Kind: Number, Default: "1", Min: 1e-12, Max: 1e12},
		styleParam("binary"), fdrParam,
	}, testParams),
	Tables: []TableForm{unitTable},
	View:   View{Table: "units", Label: "id", Value: "z", Map: true, Diverging: true},
	Run: func(_ context.Context, a *Args) (*Result, error) {
		m, err := a.readMap()
		if err != nil {
			return nil, err
		}
		if a.Flag("star") {
			if m.weights, err = m.weights.WithSelf(a.Float("self-weight")); err != nil {
				return nil, analysisFault(err, m.units.name)
			}
		}
		l, err := spatial.GetisOrd(m.units.Number, m.weights, a.Flag("star"), m.options)
		return m.local(a, l, err)
	},
}

// local puts a local measure into a result.
func (m *valueMap) local(a *Args, l *spatial.Local, err error) (*Result, error) {
	if err != nil {
		return nil, analysisFault(err, m.units.name)
	}
	number := func(name string, of func(u *spatial.LocalUnit) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return of(&l.Units[row]) }}
	}
	t := &Rows{Name: "units", Len: len(l.Units), Columns: []Cells{
		Texts("id", m.units.IDs),
		number("statistic", func(u *spatial.LocalUnit) float64 { return u.Statistic }),
		number("expected", func(u *spatial.LocalUnit) float64 { return u.Expected }),
		number("variance", func(u *spatial.LocalUnit) float64 { return u.Variance }),
		number("z", func(u *spatial.LocalUnit) float64 { return u.Z }),
		number("p", func(u *spatial.LocalUnit) float64 { return u.P }),
		number("p_permutation", func(u *spatial.LocalUnit) float64 { return u.PPermutation }),
		{Name: "quadrant", Text: func(row int) string { return string(l.Units[row].Quadrant) }},
	}}
	// The tests of all units at once: without control, one in twenty is a discovery on a map of nothing.
	p := l.Ps()
	bh, err := spatial.BenjaminiHochberg(p)
	if err != nil {
		return nil, analysisFault(err, m.units.name)
	}
	by, err := spatial.BenjaminiYekutieli(p)
	if err != nil {
		return nil, analysisFault(err, m.units.name)
	}
	switch a.Text("fdr") {
	case "bh":
		t.Columns = append(t.Columns, Numbers("p_adjusted", bh))
	case "by":
		t.Columns = append(t.Columns, Numbers("p_adjusted", by))
	}
	var atMean []string
	for i := range l.Units {
		if l.Units[i].Status == spatial.AtMean {
			atMean = append(atMean, m.units.IDs[i])
		}
	}
	r := &Result{
		Tables: []*Rows{t},
		Diagnostics: append(append(m.links.diagnostics(a, m.units.IDs), m.sample(l.Sample)...), Value{"at_mean", atMean},
			Value{"mean", l.Mean}, Value{"m2", l.M2}, Value{"significant_5_percent", significant(p)},
			Value{"significant_5_percent_benjamini_hochberg", significant(bh)}, Value{"significant_5_percent_benjamini_yekutieli", significant(by)}),
		Notes: append(m.links.notes(m.units.IDs), sampleNotes(l.Sample)...),
	}
	return r, nil
}
