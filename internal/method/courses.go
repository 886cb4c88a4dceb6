// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"strconv"

	"github.com/sumanus/sumanus/analysis/demography"
	"github.com/sumanus/sumanus/internal/chart"
)

// courses are projections of variants and regions as result tables. A row is numbered and found again by division, so that nothing is held twice.
type courses struct {
	population *population
	variants   []string
	steps      int
	made       []*demography.Projection // variant by variant, region by region
}

// rowsOf makes a table whose rows run over variants, regions, steps from first on, and cells.
func (c *courses) rowsOf(a *Args, name string, first, cells int) (t *Rows, at func(row int) (p *demography.Projection, step, cell int)) {
	steps := c.steps + 1 - first
	regions := len(c.population.regions)
	at = func(row int) (*demography.Projection, int, int) {
		return c.made[row/cells/steps], row/cells%steps + first, row % cells
	}
	t = &Rows{Name: name, Len: len(c.made) * steps * cells}
	if a.Flag("variants") {
		t.Columns = append(t.Columns, Cells{Name: "variant", Text: func(row int) string { return c.variants[row/cells/steps/regions] }})
	}
	if c.population.region != "" {
		t.Columns = append(t.Columns, Cells{Name: "region", Text: func(row int) string { return c.population.regions[row/cells/steps%regions] }})
	}
	t.Columns = append(t.Columns, Cells{Name: "step", Int: func(row int) int { return row/cells%steps + first }})
	return t, at
}

// sexAge adds the columns that name a cell of a table by sex and age.
func (c *courses) sexAge(t *Rows, cells int) {
	ages := len(c.population.labels)
	t.Columns = append(t.Columns,
		Cells{Name: "sex", Text: func(row int) string { return c.population.sexName(row % cells / ages) }},
		Cells{Name: "age", Text: func(row int) string { return c.population.labels[row%cells%ages] }})
}

// projection lists the population at the beginning, as step 0, and after each step.
func (c *courses) projection(a *Args) *Rows {
	ages := len(c.population.labels)
	cells := len(c.population.codes) * ages
	t, at := c.rowsOf(a, "projection", 0, cells)
	c.sexAge(t, cells)
	t.Columns = append(t.Columns, Cells{Name: "population", Number: func(row int) float64 {
		p, step, cell := at(row)
		return p.Population[step][cell/ages][cell%ages]
	}})
	return t
}

// balance lists the account of each step.
func (c *courses) balance(a *Args) *Rows {
	t, at := c.rowsOf(a, "balance", 1, 1)
	number := func(name string, of func(b demography.Balance) float64) {
		t.Columns = append(t.Columns, Cells{Name: name, Number: func(row int) float64 {
			p, step, _ := at(row)
			return of(p.Balance(step, -1))
		}})
	}
	number("opening", func(b demography.Balance) float64 { return b.Opening })
	number("births", func(b demography.Balance) float64 { return b.Births })
	number("deaths", func(b demography.Balance) float64 { return b.Deaths })
	number("net_migration", func(b demography.Balance) float64 { return b.Migration })
	number("closing", func(b demography.Balance) float64 { return b.Closing })
	return t
}

// components lists the account of each cohort, by the age it reaches in the step.
func (c *courses) components(a *Args) *Rows {
	ages := len(c.population.labels)
	cells := len(c.population.codes) * ages
	t, at := c.rowsOf(a, "components", 1, cells)
	c.sexAge(t, cells)
	number := func(name string, of func(p *demography.Projection, step int) demography.Table) {
		t.Columns = append(t.Columns, Cells{Name: name, Number: func(row int) float64 {
			p, step, cell := at(row)
			return of(p, step)[cell/ages][cell%ages]
		}})
	}
	number("opening", func(p *demography.Projection, step int) demography.Table { return p.Moves[step-1].Opening })
	number("births", func(p *demography.Projection, step int) demography.Table { return p.Moves[step-1].Births })
	number("deaths", func(p *demography.Projection, step int) demography.Table { return p.Moves[step-1].Deaths })
	number("net_migration", func(p *demography.Projection, step int) demography.Table { return p.Moves[step-1].Migration })
	number("closing", func(p *demography.Projection, step int) demography.Table { return p.Population[step] })
	return t
}

// mostLines is how many courses one picture can tell apart.
const mostLines = 8

// drawCourse draws the population from step to step: a line for each region, or for each variant of a single region.
func drawCourse(d *Data, s Shown, frame chart.Frame) (chart.Picture, error) {
	rows, err := d.Rows("projection")
	if err != nil {
		return chart.Picture{}, err
	}
	line := chart.LineChart{Frame: frame, Zoom: true}
	line.Decimals = 0
	number := map[string]int{}
	for _, row := range rows {
		region, _ := row["region"].(string)
		if s.Pick != "" && region != s.Pick {
			continue
		}
		version, _ := row["variant"].(string)
		step, _ := row["step"].(float64)
		people, ok := row["population"].(float64)
		key := region + "\x00" + version
		i, known := number[key]
		if !known {
			i = len(line.Series)
			number[key] = i
			line.Series = append(line.Series, courseSeries(s, region, version, i))
		}
		k := int(step)
		for len(line.Periods) <= k {
			line.Periods = append(line.Periods, strconv.Itoa(len(line.Periods)))
		}
		values := &line.Series[i].Values
		for len(*values) <= k {
			*values = append(*values, chart.Value{OK: true})
		}
		(*values)[k].V += people
		(*values)[k].OK = (*values)[k].OK && ok
	}
	line.Series = line.Series[:min(len(line.Series), mostLines)]
	return line.Draw(), nil
}

func courseSeries(s Shown, region, version string, i int) chart.Series {
	out := chart.Series{Name: s.Title}
	if region != "" {
		out.Name = s.Name(region)
	}
	if version != "" {
		name, _ := variantColumn.Word(s.Words, version)
		if region == "" {
			out.Name = name
		} else {
			out.Name += ", " + name
		}
	}
	if i < 3 {
		out.Sign = []chart.Sign{chart.First, chart.Second, chart.Third}[i]
	}
	return out
}
