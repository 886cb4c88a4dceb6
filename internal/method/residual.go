// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/demography"
	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/fault"
)

var residualMethod = Method{
	ID:     "residual-migration",
	Family: "demography",
	References: []string{
		"United Nations (1970), Manual VI: Methods of Measuring Internal Migration, chapter II",
		"Siegel and Hamilton (1952), Some considerations in the use of the residual method of estimating net migration, Journal of the American Statistical Association 47",
	},
	Params: slices.Concat(twoCounts, []Param{
		{Name: "survival", Kind: Table, Help: "method.param.survival-or-census", Takes: FromCube, Free: []string{"sex", "age"}},
		{Name: "survival-column", Kind: Field, Role: Figure, Of: "survival"},
		{Name: "births", Kind: Table, Takes: FromCube, Free: []string{"sex"}},
		{Name: "births-column", Kind: Field, Role: Figure, Of: "births"},
		{Name: "sex-ratio", Kind: Number, Default: "1.05", Min: 0.5, Max: 2},
		{Name: "birth-survival", Kind: Number, Min: 0, Max: 1},
		{Name: "estimate", Kind: Choice, Choices: []string{"forward", "reverse", "average"}, Default: "forward"},
	}),
	Tables: []TableForm{{Name: "migration", Key: []string{"region", "sex", "age"}, Columns: []Column{
		regionColumn, {Name: "sex", Kind: Text, Says: sexWords}, {Name: "age", Kind: Text, Help: "method.column.age-reached", Says: ageCodes}, {Name: "observed", Kind: Number},
		{Name: "expected", Kind: Number, Help: "method.column.expected-people"}, {Name: "net", Kind: Number},
	}}},
	View: View{Table: "migration", Label: "age", Value: "net", Diverging: true, Each: "region", Together: 3, Draw: drawMigration},
	Run:  runResidual,
}

var birthsSpec = peopleSpec{param: "births", column: "births-column", read: (*cell).counted, noAge: true,
	usual: []string{"births", "value", "count", "number", "live_births", "obs_value"}}

func runResidual(_ context.Context, a *Args) (*Result, error) {
	earlier, later, err := a.readCounts()
	if err != nil {
		return nil, err
	}
	in := &cohortInput{population: later, birth: math.NaN(), options: demography.Options{Sexes: later.sexes, SexRatio: a.Float("sex-ratio")}}
	if a.Has("birth-survival") {
		in.birth = a.Float("birth-survival")
	}
	survival, err := a.survivalOf(in, earlier)
	if err != nil {
		return nil, err
	}
	births, err := a.birthsOf(in)
	if err != nil {
		return nil, err
	}
	a.settle("region", later.region)
	by := chosen([]option[demography.ResidualBy]{{"forward", demography.Forward}, {"reverse", demography.Reverse}, {"average", demography.Average}}, a.Text("estimate"))
	n := len(later.regions)
	expected, net := make([]demography.Table, n), make([]demography.Table, n)
	for r := range n {
		born, alive := []float64(nil), []float64(nil)
		if births != nil {
			born = births[r]
			if alive, err = in.birthOf(r, 1); err != nil {
				return nil, err
			}
		}
		m, err := demography.Residual(earlier[r], later.people[r], survival[r], born, alive, by)
		if err != nil {
			return nil, later.fault(err, r, a.Source("later").Name())
		}
		expected[r], net[r] = m.Expected, m.Net
	}
	t := later.cellsOf("migration")
	t.Columns = append(t.Columns, later.cellColumn("observed", later.people), later.cellColumn("expected", expected), later.cellColumn("net", net))
	out := &Result{Tables: []*Rows{t}, Diagnostics: []Value{{"age_group_years", later.ages.Width}, {"last_age_group", later.labels[len(later.labels)-1]},
		{"regions", n}, {"census_survival", in.survival == nil}, {"births_known", births != nil}, {"newborn_survive_assumed", in.assumed}}}
	if births == nil {
		out.Notes = append(out.Notes, Note{Key: "method.note.births-unknown", Args: fault.A{"age": later.labels[0]}})
	}
	if in.assumed {
		out.Notes = append(out.Notes, Note{Key: "method.note.newborn-live"})
	}
	if in.survival == nil && n == 1 {
		out.Notes = append(out.Notes, Note{Key: "method.note.census-of-itself"})
	}
	return out, nil
}

// survivalOf gives the survival of each region: that of the table, or of a census when there is no table: all regions together are then taken for
// a country that nobody enters or leaves.
func (a *Args) survivalOf(in *cohortInput, earlier []demography.Table) ([]demography.Table, error) {
	p := in.population
	out := make([]demography.Table, len(p.regions))
	if a.Source("survival") == nil {
		then, now := whole(earlier), whole(p.people)
		s, err := demography.CensusSurvival(then, now)
		if err != nil {
			return nil, p.fault(err, -1, a.Source("earlier").Name())
		}
		for r := range out {
			out[r] = s
		}
		return out, nil
	}
	spec := survivalSpec
	spec.step = false
	spec.read = (*cell).counted
	var err error
	if in.survival, err = a.readRates(spec, p); err != nil {
		return nil, err
	}
	for r := range out {
		if out[r], err = in.survivalOf(r, 1); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// whole adds up regions.
func whole(of []demography.Table) demography.Table {
	out := demography.NewTable(len(of[0]), len(of[0][0]))
	for _, t := range of {
		for s := range t {
			for a, v := range t[s] {
				out[s][a] += v
			}
		}
	}
	return out
}

// birthsOf gives the births of each region by sex; those not told by sex are shared out by the sex ratio. nil without a table.
func (a *Args) birthsOf(in *cohortInput) ([][]float64, error) {
	if a.Source("births") == nil {
		return nil, nil
	}
	p := in.population
	table, err := a.readRates(birthsSpec, p)
	if err != nil {
		return nil, err
	}
	ratio := in.options.SexRatio
	share := map[demography.Sex]float64{demography.All: 1, demography.Female: 1 / (1 + ratio), demography.Male: ratio / (1 + ratio)}
	out := make([][]float64, len(p.regions))
	for r := range out {
		out[r] = make([]float64, len(p.codes))
		for s := range out[r] {
			v, err := table.need(r, 1, s, atBirth)
			if err != nil {
				return nil, err
			}
			if _, told := table.values[rateKey{r, 1, s, atBirth}]; !told && table.table.sex == "" {
				v *= share[p.sexes[s]]
			}
			out[r][s] = v
		}
	}
	return out, nil
}

// drawMigration draws the net migration by age, sexes taken together, of at most three regions.
func drawMigration(d *Data, s Shown, frame chart.Frame) (chart.Picture, error) {
	rows, err := d.Rows("migration")
	if err != nil {
		return chart.Picture{}, err
	}
	c := chart.ChangeChart{Frame: frame}
	c.Decimals = 0
	c.Corner = s.Words.T("method.column.age")
	regions, ages := newIDs(), newIDs()
	for _, row := range rows {
		region, _ := row["region"].(string)
		if s.Pick != "" && region != s.Pick {
			continue
		}
		age, _ := row["age"].(string)
		r, fresh := regions.of(region)
		k, _ := ages.of(ageText(age))
		if fresh {
			c.Series = append(c.Series, courseSeries(s, region, "", int(r)))
		}
		values := &c.Series[r].Values
		for len(*values) <= int(k) {
			*values = append(*values, chart.Value{OK: true})
		}
		n, ok := row["net"].(float64)
		(*values)[k].V += n
		(*values)[k].OK = (*values)[k].OK && ok
	}
	c.Groups = ages.list
	c.Series = c.Series[:min(len(c.Series), 3)]
	return c.Draw(), nil
}
