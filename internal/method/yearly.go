// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
)

// yearly is a series of a table: values year by year, NaN where there is none.
type yearly struct {
	name   string
	first  int // the year of the first value
	values []float64
	breaks []bool
}

func (y *yearly) year(i int) int { return y.first + i }

// at gives the value of a year; NaN outside of the series.
func (y *yearly) at(year int) float64 {
	if i := year - y.first; i >= 0 && i < len(y.values) {
		return y.values[i]
	}
	return math.NaN()
}

var (
	usualPeriods = []string{"period", "year", "time", "time_period", "date", "metai", "gads"}
	usualValues  = []string{"value", "obs_value", "values", "amount"}
	usualStatus  = []string{"status", "obs_status", "flag", "flags", "obs_flag"}
)

// The years a series may lie in.
const (
	firstYear = 1000
	lastYear  = 3000
)

func parseYear(s string) (int, bool) {
	y, err := strconv.Atoi(strings.TrimSpace(s))
	return y, err == nil && y >= firstYear && y <= lastYear
}

// yearColumns are the places of the columns. A table has a row for each year (period ≥ 0), or a column for each (years).
type yearColumns struct {
	names                 []int
	period, value, status int
	years                 map[int]int // by column
}

func (a *Args) yearColumns(in *cell) (c yearColumns, err error) {
	find := func(param string, usual []string) int {
		if given := a.Text(param); given != "" {
			at, missing := fields(in.file, in.header, given)
			if missing != nil {
				err = missing
				return -1
			}
			return at[0]
		}
		return usualColumn(in.header, usual)
	}
	c.period, c.status = find("period", usualPeriods), find("status", usualStatus)
	c.value, c.years = -1, map[int]int{}
	if c.period >= 0 {
		c.value = find("value", usualValues)
	}
	if err != nil {
		return c, err
	}
	if c.period < 0 {
		for i, h := range in.header {
			if y, ok := parseYear(h); ok {
				c.years[i] = y
			}
		}
		if len(c.years) == 0 {
			_, err = fields(in.file, in.header, usualPeriods[0])
			return c, err
		}
	} else if c.value < 0 {
		_, err = fields(in.file, in.header, usualValues[0])
		return c, err
	}
	if given := a.Text("series"); given != "" {
		var names []string
		for _, n := range strings.Split(given, ",") {
			names = append(names, strings.TrimSpace(n))
		}
		c.names, err = fields(in.file, in.header, names...)
		return c, err
	}
	for i := range in.header {
		if _, year := c.years[i]; !year && i != c.period && i != c.value && i != c.status {
			c.names = append(c.names, i)
		}
	}
	return c, nil
}

// readYearly reads series, in the order in which they first come. A year that is not there is missing; one that stands twice is a fault. The letter b in the
// column of states marks a break.
func (a *Args) readYearly(param string) ([]*yearly, error) {
	in, _, err := a.opens(param)
	if err != nil {
		return nil, err
	}
	defer in.rows.Close()
	c, err := a.yearColumns(in)
	if err != nil {
		return nil, err
	}
	known := newIDs()
	var all []*seen
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		name, err := in.seriesName(row, c.names)
		if err != nil {
			return nil, err
		}
		n, fresh := known.of(name)
		if fresh {
			all = append(all, &seen{name: known.list[n], line: map[int]int{}, value: map[int]float64{}, broken: map[int]bool{}})
		}
		if err := in.years(row, c, all[n]); err != nil {
			return nil, err
		}
	}
	if len(all) == 0 {
		return nil, fault.New(fault.Invalid, "method.no-rows").At(fault.Place{File: in.file})
	}
	out := make([]*yearly, len(all))
	for i, s := range all {
		out[i] = s.yearly()
	}
	return out, nil
}

// seriesName joins what tells a series.
func (c *cell) seriesName(row []string, at []int) (string, error) {
	parts := make([]string, 0, len(at))
	for _, i := range at {
		id, err := c.id(row, i)
		if err != nil {
			return "", err
		}
		parts = append(parts, id)
	}
	return strings.Join(parts, " / "), nil
}

// seen is a series as it is read.
type seen struct {
	name   string
	line   map[int]int
	value  map[int]float64
	broken map[int]bool
}

// years reads the years of a row.
func (c *cell) years(row []string, at yearColumns, into *seen) error {
	take := func(year, column int, state string) error {
		v, err := c.number(row, column)
		if err != nil {
			return err
		}
		if line, twice := into.line[year]; twice {
			return fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": []string{into.name, strconv.Itoa(year)}, "first": line}).At(c.at(column))
		}
		into.line[year], into.value[year] = c.rows.Line(), v
		into.broken[year] = strings.Contains(strings.ToLower(state), "b")
		return nil
	}
	if at.period < 0 {
		columns := make([]int, 0, len(at.years))
		for i := range at.years {
			columns = append(columns, i)
		}
		slices.Sort(columns)
		for _, i := range columns {
			if err := take(at.years[i], i, ""); err != nil {
				return err
			}
		}
		return nil
	}
	year, ok := parseYear(row[at.period])
	if !ok {
		return fault.New(fault.Invalid, "method.bad-year", fault.A{"found": strings.ToValidUTF8(row[at.period], "�")}).At(c.at(at.period))
	}
	state := ""
	if at.status >= 0 {
		state = row[at.status]
	}
	return take(year, at.value, state)
}

func (s *seen) yearly() *yearly {
	low, high := lastYear, firstYear
	for y := range s.value {
		low, high = min(low, y), max(high, y)
	}
	out := &yearly{name: s.name, first: low, values: make([]float64, high-low+1), breaks: make([]bool, high-low+1)}
	for i := range out.values {
		v, ok := s.value[low+i]
		if !ok {
			v = math.NaN()
		}
		out.values[i], out.breaks[i] = v, s.broken[low+i]
	}
	return out
}
