// SPDX-License-Identifier: EUPL-1.2

package csvtable

import (
	"io"
	"strings"

	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/internal/scan"
)

// tidy gathers rows with the same key into runs.
type tidy struct {
	table   *Reader
	ids     []string
	keys    *scan.Keys
	flags   scan.Flags
	periods map[string]string // as published → normalised
	fixed   string            // Options.Period, normalised
	cell    func(string) (value, flags string, ok bool)

	series  statistics.Series
	pending bool // the row below was read but belongs to the next run
	key     []string
	row     statistics.Observation
	line    int
	end     error
}

// startTidy prepares for a row per observation.
func (t *Reader) startTidy(ids []string, options statistics.Options) error {
	all := strings.Join(t.names, string(rune(t.records.delimiter)))
	if t.layout.value < 0 {
		return t.headerError(statistics.BadHeader, 0, all, "OBS_VALUE")
	}
	d := &tidy{table: t, ids: ids, keys: scan.NewKeys(len(ids) + 1), periods: map[string]string{}, cell: cellReader(options, t.records.delimiter)}
	if t.layout.time < 0 {
		fixed, ok := statistics.NormalPeriod(options.Period)
		if options.Period == "" {
			return t.headerError(statistics.NoTime, 0, strings.Join(t.names, ", "), "")
		}
		if !ok {
			return t.headerError(statistics.BadPeriod, 0, options.Period, "")
		}
		d.fixed = fixed
	}
	t.header.Format = Tidy
	d.key = make([]string, len(ids))
	d.series.Key = make([]string, len(ids))
	t.next = d.next
	return nil
}

// next gives the next run.
func (d *tidy) next() (*statistics.Series, error) {
	if d.end != nil {
		return nil, d.end
	}
	if !d.pending {
		if err := d.read(); err != nil {
			return nil, err
		}
	}
	copy(d.series.Key, d.key)
	d.series.Line = d.line
	d.series.Observations = append(d.series.Observations[:0], d.row)
	for {
		d.pending = false
		err := d.read()
		if err == io.EOF {
			d.end = err // the file is whole: this run is given, then the end
			return &d.series, nil
		}
		if err != nil {
			return nil, err
		}
		for i := range d.key {
			if d.key[i] != d.series.Key[i] {
				d.pending = true
				return &d.series, nil
			}
		}
		d.series.Observations = append(d.series.Observations, d.row)
	}
}

// read takes the next row into key, row and line.
func (d *tidy) read() error {
	cells, err := d.table.row()
	if err != nil {
		return err
	}
	l := &d.table.layout
	d.line = d.table.records.first
	for i, column := range l.dims {
		shared, bad := d.keys.Intern(i, cells[column])
		if bad != "" {
			return scan.KeyError(d.failure(bad, column), d.ids[i], cells[column])
		}
		d.key[i] = shared
	}
	period := d.fixed
	if l.time >= 0 {
		if period, err = d.period(cells[l.time]); err != nil {
			return err
		}
	}
	if err := d.once(period); err != nil {
		return err
	}
	d.row.Period = period
	return d.observe(cells)
}

// period normalises a period, sharing its text.
func (d *tidy) period(text string) (string, error) {
	if known, ok := d.periods[text]; ok {
		return known, nil
	}
	normal, ok := statistics.NormalPeriod(text)
	if !ok || len(d.periods) == statistics.MaxCodes {
		e := d.failure(statistics.BadPeriod, d.table.layout.time)
		e.Found = statistics.Excerpt(text)
		return "", e
	}
	normal = strings.Clone(normal)
	d.periods[strings.Clone(text)] = normal
	return normal, nil
}

// once refuses a key with a period that it had before.
func (d *tidy) once(period string) error {
	if _, bad := d.keys.Intern(len(d.ids), period); bad != "" {
		return scan.KeyError(d.failure(bad, d.table.layout.time), d.table.header.Time.ID, period)
	}
	if d.keys.Len() >= statistics.MaxTracked {
		return nil
	}
	first := d.keys.First(d.line)
	if first == 0 {
		return nil
	}
	e := d.failure(statistics.DuplicateKey, -1)
	e.Name, e.First = "", first
	e.Found = statistics.Excerpt(strings.Join(append(append([]string(nil), d.key...), period), ","))
	return e
}

// observe reads the value and its flags.
func (d *tidy) observe(cells []string) error {
	l := &d.table.layout
	value, glued, ok := d.cell(cells[l.value])
	if !ok {
		e := d.failure(statistics.BadNumber, l.value)
		e.Found = statistics.Excerpt(cells[l.value])
		return e
	}
	flags := glued
	if l.status >= 0 {
		told := scan.FlagText(cells[l.status])
		if told != "" && told != glued {
			flags = glued + told
		}
		if len(flags) > statistics.MaxFlags || told != "" && !scan.ValidCode(told) {
			return scan.KeyError(d.failure(statistics.BadCode, l.status), d.table.names[l.status], cells[l.status])
		}
	}
	if l.secrecy >= 0 {
		if told := cells[l.secrecy]; strings.EqualFold(told, "c") && !strings.Contains(flags, "c") {
			flags += "c"
		}
	}
	d.row.Value = value
	d.row.Flags, d.row.Status = d.flags.Status(flags)
	if value == "" {
		d.row.Status |= statistics.Missing
	}
	return nil
}

// failure makes an error in a column of the row at hand; -1 for the whole row.
func (d *tidy) failure(code statistics.ErrorCode, column int) *statistics.Error {
	e := d.table.records.lines.Error(code, column+1)
	e.Line = d.line
	if column >= 0 {
		e.Name = d.table.names[column]
	}
	return e
}
