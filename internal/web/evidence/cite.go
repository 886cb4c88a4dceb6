// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/ui"
	"github.com/sumanus/sumanus/territory"
)

func (s *shelf) analysis(ref record.Ref) *method.Analysis {
	body, _ := s.byRef[ref].Body.(*method.Analysis)
	return body
}

// cellName says which cell of a result is meant: the column in words, and what names the row.
func (s *shelf) cellName(analysis record.Ref, at method.At) string {
	m := s.methodOf(analysis)
	names := s.rowNames(m, at.Table, at.Key, func(code string) string { return s.codeOf(analysis, code) })
	return strings.Join(append([]string{s.heading(m, at.Table, at.Column)}, names...), ", ")
}

// rowNames says what names a row of a result: codes in words, names as they are, and a bare number with what it counts.
func (s *shelf) rowNames(m *method.Method, table string, key []string, name func(code string) string) []string {
	out := make([]string, len(key))
	var columns []method.Column
	if m != nil {
		columns = m.KeyColumns(table, key)
	}
	for i, code := range key {
		out[i] = name(code)
		if columns == nil {
			continue
		}
		if word, ok := columns[i].Word(s.r.Words, code); ok {
			out[i] = word
		} else if _, err := strconv.Atoi(code); err == nil && out[i] == code {
			out[i] = s.headOf(columns[i]) + " " + code
		}
	}
	return out
}

// codeOf names a code of a result by the dataset the analysis reads: as the code was at the time of the result where that was read, else by
// whatever version knows it.
func (s *shelf) codeOf(analysis record.Ref, code string) string {
	body := s.analysis(analysis)
	if body == nil {
		return code
	}
	d := s.dataset(firstOf(body))
	if d == nil {
		return code
	}
	if at := s.versions[analysis]; at != "" {
		if name := s.codeAt(body, d, at, code); name != code {
			return name
		}
	}
	if ref, ok := s.placeOf(analysis, code); ok {
		return s.name(ref)
	}
	for _, version := range []string{"2024", "2021", "2016", "2013", "2010", "2006"} {
		if name := s.codeAt(body, d, version, code); name != code {
			return name
		}
	}
	return code
}

func (s *shelf) codeAt(body *method.Analysis, d *dataset.Dataset, version, code string) string {
	names, err := s.codeNames(d, d.Scheme, version)
	if err != nil {
		return code
	}
	names.listed = listedBy(body)
	return names.any(code)
}

// placeOf finds the region that has a code in any version of the scheme of the analysis' dataset.
func (s *shelf) placeOf(analysis record.Ref, code string) (record.Ref, bool) {
	body := s.analysis(analysis)
	if body == nil {
		return "", false
	}
	d := s.dataset(firstOf(body))
	for _, rec := range s.all["region"] {
		g, ok := rec.Body.(*dataset.Region)
		if ok && d != nil && slices.ContainsFunc(g.Codes, func(c territory.Code) bool { return c.Scheme == d.Scheme && c.Code == code }) {
			return rec.Ref, true
		}
	}
	return "", false
}

// citeHref leads to a new finding that rests on a cell.
func (v *analysisView) citeHref(at method.At) string {
	q := url.Values{"analysis": {string(v.rec.Ref)}, "column": {at.Column}}
	if at.Table != "" {
		q["table"], q["key"] = []string{at.Table}, at.Key
	}
	return v.r.Href("/evidence/new-finding?" + q.Encode())
}

// mayCite tells whether the visitor may make findings.
func (v *analysisView) mayCite() bool { return len(v.r.MayCreateFor("finding")) > 0 }

// citeCell is the way from a row to a finding: to the number that the picture shows, or else the first of the row. The form offers the others.
func (v *analysisView) citeCell(i int) ui.Cell {
	numbers := v.shown.Numbers(i)
	if len(numbers) == 0 {
		return ui.Cell{Missing: v.r.T("ask.nothing-to-cite")}
	}
	column := numbers[0]
	if pictured := v.shown.Column(v.m.View.Value); v.shown.Name == v.m.View.Table && slices.Contains(numbers, pictured) {
		column = pictured
	}
	key := v.shown.KeyOf(i)
	at := method.At{Table: v.shown.Name, Key: key, Column: v.shown.Columns[column]}
	return ui.Cell{Content: citeLink(v, v.citeHref(at), strings.Join(v.rowNames(v.m, v.shown.Name, key, v.names.any), ", "))}
}

// methodOf is the method of an analysis; nil when it is not known.
func (s *shelf) methodOf(ref record.Ref) *method.Method {
	body := s.analysis(ref)
	if body == nil {
		return nil
	}
	m, err := method.Find(body.Method)
	if err != nil {
		return nil
	}
	return m
}
