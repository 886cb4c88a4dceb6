// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence/sentence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// rowPick lets whoever comes from a row of a result choose which number of it the finding is about.
type rowPick struct {
	ref     record.Ref
	at      method.At
	options []ui.Option
}

// openWith begins a new finding by what the address asks for.
func (w *wording) openWith(q url.Values) error {
	if !w.beginFrom(q) {
		w.begin(record.Ref(q.Get("indicator")))
	}
	return w.show(http.StatusOK)
}

// beginFrom fills a new finding from the cell that the address names: the cell itself, and beside it that of the other region of the
// partnership, so that the two can be compared. What the address asks for and there is not, begins as an empty finding does.
func (w *wording) beginFrom(q url.Values) bool {
	ref := record.Ref(q.Get("analysis"))
	if w.analysis(ref) == nil || q.Get("column") == "" {
		return false
	}
	at := method.At{Table: q.Get("table"), Key: q["key"], Column: q.Get("column")}
	w.pick = w.pickFrom(ref, at)
	figure := w.figureAt(ref, at)
	claim, places := claimOf(figure)
	other, found := w.besideIt(ref, at)
	if found {
		if beside, apart := compared(figure, w.figureAt(ref, other)); beside.Op != "" {
			claim, places = beside, apart
		} else {
			found = false // the two are the same: nothing to compare
		}
	}
	w.addCell(ref, at, places)
	w.f.Assertions = []verdict.Assertion{claim}
	said := fault.A{"column": w.asName(w.heading(w.methodOf(ref), at.Table, at.Column)), "a": "{a}", "first": w.asName(w.keyName(ref, at))}
	text := w.r.T("ask.draft-one", said)
	if found {
		w.addCell(ref, other, places)
		said["b"], said["second"], said["op"] = "{b}", w.asName(w.keyName(ref, other)), opWord[claim.Op]
		text = w.r.T("ask.draft-two", said)
	}
	lang := string(w.r.Lang)
	w.f.Title = record.NewText(lang, map[string]string{lang: w.cellName(ref, at)})
	w.f.Statement = record.NewText(lang, map[string]string{lang: text})
	return true
}

var brackets = strings.NewReplacer(`\`, `\\`, "{", `\{`, "}", `\}`, "[", `\[`, "]", `\]`, "|", `\|`)

// asName writes a name of a column or a row so that a sentence takes its digits and comparatives for part of a name, which they are.
func (w *wording) asName(name string) string {
	var b strings.Builder
	from := 0
	for _, h := range sentence.Naked(string(w.r.Lang), name) {
		if h.Start < from {
			continue
		}
		b.WriteString(brackets.Replace(name[from:h.Start]))
		b.WriteString("{= " + name[h.Start:h.End] + "}")
		from = h.End
	}
	b.WriteString(brackets.Replace(name[from:]))
	return b.String()
}

// pickFrom lists the numbers of the row that a cell stands in, with what they are.
func (w *wording) pickFrom(ref record.Ref, at method.At) *rowPick {
	s := w.sheetOf(ref, at.Table)
	if s == nil {
		return nil
	}
	row := s.Find(at.Key)
	if row < 0 {
		return nil
	}
	p := &rowPick{ref: ref, at: at}
	m := w.methodOf(ref)
	for _, c := range s.Numbers(row) {
		name := s.Columns[c]
		var column method.Column
		if m != nil {
			column, _ = m.ColumnOf(s.Name, name)
		}
		label := w.heading(m, s.Name, name) + ": " + w.numberOf(column, json.Number(method.CellText(s.Rows[row][c])))
		p.options = append(p.options, ui.Option{Value: name, Label: label, Chosen: name == at.Column})
	}
	return p
}

// columnsOf are the columns of the row a cell stands in, for choosing another one.
func (w *wording) columnsOf(v verdict.Value) []ui.Option {
	m := w.methodOf(record.Ref(v.Analysis))
	if m == nil {
		return []ui.Option{{Value: v.Column, Label: v.Column, Chosen: true}}
	}
	out := []ui.Option{}
	add := func(name string) {
		out = append(out, ui.Option{Value: name, Label: w.heading(m, v.Table, name), Chosen: name == v.Column})
	}
	for _, name := range m.Countable(v.Table) {
		add(name)
	}
	if !slices.ContainsFunc(out, func(o ui.Option) bool { return o.Chosen }) {
		add(v.Column) // of a table whose columns the input names, such as the groups of an index
	}
	return out
}

// keyName says what names the row of a cell.
func (w *wording) keyName(ref record.Ref, at method.At) string {
	if len(at.Key) == 0 {
		return w.name(ref)
	}
	return strings.Join(w.rowNames(w.methodOf(ref), at.Table, at.Key, func(code string) string { return w.codeOf(ref, code) }), ", ")
}

func (w *wording) addCell(ref record.Ref, at method.At, places int) {
	w.f.Values = append(w.f.Values, verdict.Value{Name: freeName(w.f), Analysis: string(ref), Table: at.Table, Key: at.Key, Column: at.Column, Decimals: places})
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
				if w.figureAt(ref, other) != "" {
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

// citedData is the result that counts of the analysis a new finding begins from; nil when there is none.
func (w *wording) citedData(ref record.Ref) *method.Data {
	if w.cited == nil {
		w.cited = map[record.Ref]*method.Data{}
	}
	data, known := w.cited[ref]
	if !known {
		all, err := method.Standings(w.r.Context(), w.tx, []record.Record{w.byRef[ref]})
		if err == nil && all[ref] != nil && all[ref].Fault == nil {
			if data, err = all[ref].Data(); err != nil {
				data = nil // nothing is offered then
			}
			for _, in := range slices.Backward(all[ref].Inputs) {
				if in.Dataset != "" {
					w.versions[ref] = in.Territory
				}
			}
		}
		w.cited[ref] = data
	}
	return data
}

// sheetOf is a table of that result.
func (w *wording) sheetOf(ref record.Ref, table string) *method.Sheet {
	data := w.citedData(ref)
	if data == nil || table == "" {
		return nil
	}
	s, err := data.Sheet(table)
	if err != nil {
		return nil
	}
	return s
}

// figureAt reads a cell of the result that counts; empty when there is none.
func (w *wording) figureAt(ref record.Ref, at method.At) string {
	data := w.citedData(ref)
	if data == nil {
		return ""
	}
	text, err := data.Figure(at)
	if err != nil {
		return ""
	}
	return text
}
