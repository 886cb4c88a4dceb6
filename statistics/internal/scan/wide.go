// SPDX-License-Identifier: EUPL-1.2

package scan

import (
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/statistics"
)

// Wide builds the series of a wide table, where a line holds one key and a cell for each period. It reuses its memory from line to line.
type Wide struct {
	lines   *Lines
	keys    *Keys
	flags   Flags
	dims    []string
	periods []string
	cell    func(string) (value, flags string, ok bool)
	series  statistics.Series
	limit   int // statistics.MaxSeries; a field for tests
}

// NewWide prepares for lines with these dimensions and normalised periods. Cell reads a cell; nil means Cell.
func NewWide(lines *Lines, dims, periods []string, cell func(string) (string, string, bool)) *Wide {
	if cell == nil {
		cell = Cell
	}
	w := &Wide{lines: lines, keys: NewKeys(len(dims)), dims: dims, periods: periods, cell: cell,
		limit: statistics.MaxSeries}
	w.series.Key = make([]string, len(dims))
	w.series.Observations = make([]statistics.Observation, len(periods))
	return w
}

// Series reads one line. Key holds the codes, cells the values; column gives the 1-based place of a code (i < len(key)) or of a
// value (behind them) for errors.
func (w *Wide) Series(key, cells []string, column func(i int) int) (*statistics.Series, error) {
	line := w.lines.Line()
	for i, code := range key {
		shared, bad := w.keys.Intern(i, trim(code))
		if bad != "" {
			return nil, KeyError(w.lines.Error(bad, column(i)), w.dims[i], code)
		}
		w.series.Key[i] = shared
	}
	if first := w.keys.First(line); first > 0 {
		e := w.lines.Error(statistics.DuplicateKey, 0)
		e.Found, e.First = statistics.Excerpt(strings.Join(w.series.Key, ",")), first
		return nil, e
	}
	if w.keys.Len() > w.limit {
		e := w.lines.Error(statistics.TooManySeries, 0)
		e.Expected = strconv.Itoa(statistics.MaxSeries)
		return nil, e
	}
	w.series.Line = line
	for i, cell := range cells {
		value, flags, ok := w.cell(cell)
		if !ok {
			e := w.lines.Error(statistics.BadNumber, column(len(key)+i))
			e.Name, e.Found = w.periods[i], statistics.Excerpt(cell)
			return nil, e
		}
		o := &w.series.Observations[i]
		o.Period, o.Value = w.periods[i], value
		o.Flags, o.Status = w.flags.Status(flags)
		if value == "" {
			o.Status |= statistics.Missing
		}
	}
	return &w.series, nil
}

// Periods reads the period columns of a header. Found names the first that is not a period, or that comes twice.
func Periods(names []string) (periods []string, at int, bad statistics.ErrorCode) {
	seen := make(map[string]bool, len(names))
	for i, name := range names {
		p, ok := statistics.NormalPeriod(trim(name))
		if !ok {
			return nil, i, statistics.BadPeriod
		}
		if seen[p] {
			return nil, i, statistics.DuplicateColumn
		}
		seen[p] = true
		periods = append(periods, strings.Clone(p))
	}
	return periods, 0, ""
}

// Dimensions makes the dimensions of a table from column names and checks them. Columns is Options.Columns; a name without a role
// there is geo when it says so itself.
func Dimensions(names []string, columns map[string]statistics.Role) (dims []statistics.Dimension, at int, bad statistics.ErrorCode) {
	seen := make(map[string]bool, len(names))
	for i, name := range names {
		if !ValidCode(name) {
			return nil, i, statistics.BadCode
		}
		if seen[name] {
			return nil, i, statistics.DuplicateColumn
		}
		seen[name] = true
		if len(dims) == statistics.MaxDimensions-1 {
			return nil, i, statistics.TooManyDims
		}
		dims = append(dims, statistics.Dimension{ID: strings.Clone(name), Role: DimensionRole(name, columns)})
	}
	return dims, 0, ""
}

// DimensionRole gives the declared role of a dimension, or geo by its usual names, or other.
func DimensionRole(name string, columns map[string]statistics.Role) statistics.Role {
	if role, ok := columns[name]; ok && (role == statistics.RoleGeo || role == statistics.RoleMetric) {
		return role
	}
	if _, declared := columns[name]; !declared {
		switch strings.ToLower(name) {
		case "geo", "region", "area", "territory", "ref_area", "nuts", "lau":
			return statistics.RoleGeo
		}
	}
	return statistics.RoleOther
}
