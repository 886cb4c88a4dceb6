// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
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
	parts := []string{s.heading(s.methodOf(analysis), at.Table, at.Column)}
	for _, code := range at.Key {
		parts = append(parts, s.codeOf(analysis, code))
	}
	return strings.Join(parts, ", ")
}

// codeOf names a code of a result by the dataset the analysis reads.
func (s *shelf) codeOf(analysis record.Ref, code string) string {
	if ref, ok := s.placeOf(analysis, code); ok {
		return s.name(ref)
	}
	body := s.analysis(analysis)
	if body == nil {
		return code
	}
	d := s.dataset(firstOf(body))
	if d == nil {
		return code
	}
	for _, version := range []string{"2024", "2021", "2016", "2013", "2010", "2006"} {
		names, err := s.codeNames(d, d.Scheme, version)
		if err != nil {
			return code
		}
		names.listed = listedBy(body)
		if name := names.any(code); name != code {
			return name
		}
	}
	return code
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

// citeCell is the way from a row to a finding: it cites the column of the picture, or the first number of the row.
func (v *analysisView) citeCell(i int) ui.Cell {
	column := v.shown.Column(v.m.View.Value)
	if v.shown.Name != v.m.View.Table {
		column = -1
	}
	for c := range v.shown.Columns {
		if column < 0 && v.isNumber(c) && v.shown.Rows[i][c] != nil {
			column = c
		}
	}
	if column < 0 || v.shown.Rows[i][column] == nil {
		return ui.Cell{Missing: v.r.T("ask.nothing-to-cite")}
	}
	key := v.shown.KeyOf(i)
	var names []string
	for _, code := range key {
		names = append(names, v.names.any(code))
	}
	at := method.At{Table: v.shown.Name, Key: key, Column: v.shown.Columns[column]}
	return ui.Cell{Content: citeLink(v, v.citeHref(at), strings.Join(names, ", "))}
}

// beginFrom fills a new finding from the cell that the address names: the cell itself, and beside it that of the other region of the
// partnership, so that the two can be compared. What the address asks for and there is not, begins as an empty finding does.
func (w *wording) beginFrom(q url.Values) bool {
	ref := record.Ref(q.Get("analysis"))
	if w.analysis(ref) == nil || q.Get("column") == "" {
		return false
	}
	at := method.At{Table: q.Get("table"), Key: q["key"], Column: q.Get("column")}
	w.addCell(ref, at)
	other, found := w.besideIt(ref, at)
	title := w.cellName(ref, at)
	sentence := fault.A{"column": w.heading(w.methodOf(ref), at.Table, at.Column), "a": "{a}", "first": w.keyName(ref, at)}
	text := w.r.T("ask.draft-one", sentence)
	w.f.Assertions = []verdict.Assertion{{Name: "compare1", Type: verdict.Compare, Left: "a", Op: ">", Right: w.floorOf(ref, at)}}
	if found {
		w.addCell(ref, other)
		w.f.Assertions[0].Right = "b"
		if !w.above(ref, at, other) {
			w.f.Assertions[0].Op = "<"
		}
		sentence["b"], sentence["second"], sentence["op"] = "{b}", w.keyName(ref, other), opWord[w.f.Assertions[0].Op]
		text = w.r.T("ask.draft-two", sentence)
	}
	lang := string(w.r.Lang)
	w.f.Title, w.f.Statement = record.NewText(lang, map[string]string{lang: title}), record.NewText(lang, map[string]string{lang: text})
	return true
}

// keyName says what names the row of a cell.
func (w *wording) keyName(ref record.Ref, at method.At) string {
	var names []string
	for _, code := range at.Key {
		names = append(names, w.codeOf(ref, code))
	}
	if len(names) == 0 {
		return w.name(ref)
	}
	return strings.Join(names, ", ")
}

// cellDecimals is how many decimals a cited number is shown with at first.
const cellDecimals = 2

func (w *wording) addCell(ref record.Ref, at method.At) {
	w.f.Values = append(w.f.Values, verdict.Value{Name: freeName(w.f), Analysis: string(ref), Table: at.Table, Key: at.Key, Column: at.Column, Decimals: cellDecimals})
}

// besideIt is the same cell of another region of the partnership.
func (w *wording) besideIt(ref record.Ref, at method.At) (method.At, bool) {
	for k, code := range at.Key {
		own, ok := w.placeOf(ref, code)
		if !ok {
			continue
		}
		for _, rec := range w.regions() {
			if rec.Ref == own || w.signs[rec.Ref] == chart.Plain {
				continue
			}
			for _, c := range codesOf(rec) {
				other := method.At{Table: at.Table, Key: slices.Clone(at.Key), Column: at.Column}
				other.Key[k] = c
				if text := w.figureAt(ref, other); text != "" {
					return other, true
				}
			}
		}
	}
	return method.At{}, false
}

func codesOf(rec record.Record) []string {
	body, ok := rec.Body.(*dataset.Region)
	if !ok {
		return nil
	}
	var out []string
	for _, c := range body.Codes {
		if !slices.Contains(out, c.Code) {
			out = append(out, c.Code)
		}
	}
	return out
}

// figureAt reads a cell of the result that counts; empty when there is none.
func (w *wording) figureAt(ref record.Ref, at method.At) string {
	if w.cited == nil {
		all, err := method.Standings(w.r.Context(), w.tx, []record.Record{w.byRef[ref]})
		if err != nil || all[ref] == nil {
			return ""
		}
		if w.cited, err = all[ref].Data(); err != nil {
			return ""
		}
	}
	text, err := w.cited.Figure(at)
	if err != nil {
		return ""
	}
	return text
}

func (w *wording) above(ref record.Ref, a, b method.At) bool {
	x, okX := float(w.figureAt(ref, a))
	y, okY := float(w.figureAt(ref, b))
	return okX && okY && x > y
}

// floorOf is a round number below the cell, so that the first draft asserts something that holds.
func (w *wording) floorOf(ref record.Ref, at method.At) string {
	x, ok := float(w.figureAt(ref, at))
	if !ok {
		return "0"
	}
	step := 1.0
	for step > 1e-9 && step > x/2 && x > 0 {
		step /= 10
	}
	n := float64(int64(x/step)) * step
	if n >= x {
		n -= step
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// columnsOf are the columns of the row a cell stands in, for choosing another one.
func (w *wording) columnsOf(v verdict.Value) []ui.Option {
	out := []ui.Option{}
	m := w.methodOf(record.Ref(v.Analysis))
	if m == nil {
		return []ui.Option{{Value: v.Column, Label: v.Column, Chosen: true}}
	}
	columns := m.Values
	for _, t := range m.Tables {
		if t.Name == v.Table {
			columns = t.Columns
		}
	}
	for _, c := range columns {
		if c.Kind == method.Number || c.Kind == method.Integer || c.Name == v.Column {
			out = append(out, ui.Option{Value: c.Name, Label: w.headOf(c), Chosen: c.Name == v.Column})
		}
	}
	if !slices.ContainsFunc(out, func(o ui.Option) bool { return o.Chosen }) {
		out = append(out, ui.Option{Value: v.Column, Label: w.heading(m, v.Table, v.Column), Chosen: true})
	}
	return out
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

// openWith begins a new finding by what the address asks for.
func (w *wording) openWith(q url.Values) error {
	if !w.beginFrom(q) {
		w.begin(record.Ref(q.Get("indicator")))
	}
	return w.show(http.StatusOK)
}
