// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/statistics"
)

// table is a file read to its end: its series sorted, and what was seen on the way.
type table struct {
	header  statistics.Header
	dims    []Dimension
	geo     int
	sorter  *sorter
	codes   []map[string]bool // by dimension
	from    string
	to      string
	dropped []CodeOf
	assumed []CodeOf
}

// scanner brings the series of a file under the dimensions of the dataset.
type scanner struct {
	*table
	file    string
	take    []int    // for each dimension of the dataset its place in the file; -1: its default
	last    []string // the codes of the series before
	key     []byte
	codesOf []string
	extra   []int // places in the file of dimensions the dataset does not have
	rows    []byte
	scratch []statistics.Observation
}

// scan reads a whole file. Whatever is wrong with it is a fault with the place.
func scan(ctx context.Context, file string, in statistics.Reader, dims []Dimension, memory int, dir string) (*table, error) {
	s := &scanner{table: &table{header: in.Header(), dims: dims, sorter: newSorter(memory, dir)}, file: file}
	s.geo = slices.IndexFunc(dims, func(d Dimension) bool { return d.Role == statistics.RoleGeo })
	if err := s.match(); err != nil {
		return nil, err
	}
	for n := 0; ; n++ {
		series, err := in.Next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = s.series(series)
		}
		if err == nil && n&1023 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			s.sorter.close()
			return nil, asFault(file, err)
		}
	}
	if s.from == "" {
		s.sorter.close()
		return nil, fault.New(fault.Invalid, "dataset.empty-file").At(fault.Place{File: file})
	}
	return s.table, nil
}

// match finds the file's dimensions among the dataset's: by id, the geographic one also by its role.
func (s *scanner) match() error {
	have := s.header.Dimensions
	used := make([]bool, len(have))
	for _, d := range s.dims {
		at := slices.IndexFunc(have, func(x statistics.Dimension) bool { return strings.EqualFold(x.ID, d.ID) })
		if at < 0 && d.Role == statistics.RoleGeo {
			at = slices.IndexFunc(have, func(x statistics.Dimension) bool { return x.Role == statistics.RoleGeo })
		}
		if at >= 0 && used[at] {
			at = -1
		}
		if at >= 0 {
			used[at] = true
		} else if d.Default == "" {
			return fault.New(fault.Invalid, "dataset.lacks-dimension", fault.A{"dimension": d.ID, "found": headerIDs(have)}).At(fault.Place{File: s.file, Line: 1})
		} else {
			s.assumed = append(s.assumed, CodeOf{d.ID, d.Default})
		}
		s.take = append(s.take, at)
		s.codes = append(s.codes, map[string]bool{})
	}
	for i, x := range have {
		if !used[i] {
			s.extra = append(s.extra, i)
			s.dropped = append(s.dropped, CodeOf{Dimension: x.ID})
		}
	}
	s.last = make([]string, len(s.dims))
	s.codesOf = make([]string, len(s.dims))
	return nil
}

func headerIDs(dims []statistics.Dimension) string {
	out := make([]string, len(dims))
	for i, d := range dims {
		out[i] = d.ID
	}
	return strings.Join(out, ", ")
}

func (s *scanner) series(in *statistics.Series) error {
	for i, at := range s.extra {
		switch code := in.Key[at]; s.dropped[i].Code {
		case code:
		case "":
			s.dropped[i].Code = code
		default:
			return fault.New(fault.Invalid, "dataset.extra-dimension", fault.A{"dimension": s.dropped[i].Dimension, "first": s.dropped[i].Code, "found": code}).
				At(fault.Place{File: s.file, Line: in.Line})
		}
	}
	if !storable(in) {
		return &statistics.Error{Code: statistics.BadCode, File: s.file, Line: in.Line, Found: statistics.Excerpt(strings.Join(in.Key, ","))}
	}
	s.key = s.key[:0]
	for i, at := range s.take {
		code := s.dims[i].Default
		if at >= 0 {
			code = in.Key[at]
		}
		if code != s.last[i] {
			if !s.codes[i][code] {
				s.codes[i][strings.Clone(code)] = true
			}
			s.last[i] = code
		}
		if i > 0 {
			s.key = append(s.key, '\t')
		}
		s.key = append(s.key, code...)
	}
	rows, twice, ok := appendRows(s.rows[:0], in.Observations, &s.scratch)
	s.rows = rows
	if !ok {
		return &statistics.Error{Code: statistics.DuplicateKey, File: s.file, Line: in.Line, Found: strings.ReplaceAll(string(s.key), "\t", ",") + "," + twice, First: in.Line}
	}
	s.span(in.Observations)
	return s.sorter.add(s.key, rows, in.Line)
}

// span widens the range of periods. Most series begin and end like the one before.
func (s *scanner) span(obs []statistics.Observation) {
	for _, p := range [2]string{obs[0].Period, obs[len(obs)-1].Period} {
		if s.from == "" {
			s.from, s.to = strings.Clone(p), strings.Clone(p)
		}
		if p != s.from && statistics.ComparePeriods(p, s.from) < 0 {
			s.from = strings.Clone(p)
		}
		if p != s.to && statistics.ComparePeriods(p, s.to) > 0 {
			s.to = strings.Clone(p)
		}
	}
	if !ascending(obs) {
		for i := range obs {
			if p := obs[i].Period; p != s.from && statistics.ComparePeriods(p, s.from) < 0 {
				s.from = strings.Clone(p)
			} else if p != s.to && statistics.ComparePeriods(p, s.to) > 0 {
				s.to = strings.Clone(p)
			}
		}
	}
}

// coverage is what the file itself shows to have been asked for.
func (t *table) coverage(complete bool) Coverage {
	c := Coverage{Codes: map[string][]string{}, From: t.from, To: t.to, Complete: complete}
	for i, d := range t.dims {
		c.Codes[d.ID] = sortedCodes(t.codes[i])
	}
	return c
}

func sortedCodes(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for code := range set {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

// asFault turns an error of the public tree into a fault that any language can tell.
func asFault(file string, err error) error {
	var e *statistics.Error
	if !errors.As(err, &e) {
		return err
	}
	place := fault.Place{File: statistics.Printable(e.File), Line: e.Line, Field: statistics.Printable(e.Path)}
	if place.File == "" {
		place.File = statistics.Printable(file)
	}
	if place.Column = statistics.Printable(e.Name); place.Column == "" && e.Column > 0 {
		place.Column = itoa(e.Column)
	}
	return fault.New(fault.Invalid, "statistics."+string(e.Code), fault.A{"found": statistics.Printable(e.Found), "expected": e.Expected, "first": int64(e.First)}).At(place).Because(err)
}
