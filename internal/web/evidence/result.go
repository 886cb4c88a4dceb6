// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"bytes"
	"encoding/json"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// rowsShown is how many rows of a result stand on a page.
const rowsShown = 40

// values are the values of the whole, such as a statistic and its expectation.
func (v *analysisView) values() ui.Table {
	t := ui.Table{Caption: v.r.T("ask.whole"), CaptionHidden: true, Columns: []ui.Column{{Text: v.r.T("ask.column")}, {Text: v.r.T("ask.value"), Number: true}, {Text: v.r.T("ask.means")}}}
	for _, c := range v.m.Values {
		value, err := v.data.Value(c.Name)
		if err != nil {
			continue // this run has none
		}
		row := ui.Row{Cells: []ui.Cell{{Text: v.headOf(c)}, v.valueCell(c, value), {Text: v.r.T(c.HelpKey()), Note: v.codes(c)}}}
		if v.mayCite() {
			cite := ui.Cell{Missing: v.r.T("ask.nothing-to-cite")}
			if _, counts := value.(float64); counts {
				cite = ui.Cell{Content: citeLink(v, v.citeHref(method.At{Column: c.Name}), v.headOf(c))}
			}
			row.Cells = append(row.Cells, cite)
		}
		t.Rows = append(t.Rows, row)
	}
	if v.mayCite() {
		t.Columns = append(t.Columns, ui.Column{Text: v.r.T("ask.make-finding"), Hidden: true})
	}
	return t
}

// valueCell shows a value of the whole: a number, an answer in words, or a list of names.
func (v *analysisView) valueCell(c method.Column, value any) ui.Cell {
	switch x := value.(type) {
	case float64:
		if text, err := v.data.Figure(method.At{Column: c.Name}); err == nil && text != "" {
			return ui.Cell{Text: v.figure(json.Number(text))}
		}
	case string:
		return v.textCell(c, x)
	case bool, []any:
		return ui.Cell{Text: v.diagnostic(x)}
	}
	return ui.Cell{Missing: v.r.Words.NoData()}
}

// tables lead to the tables of the result.
func (v *analysisView) tables() []ui.Link {
	var out []ui.Link
	for _, s := range v.sheets {
		out = append(out, ui.Link{Text: v.r.T("ask.table-n", fault.A{"name": v.tableName(s.Name), "n": len(s.Rows)}), Href: v.tableHref(s.Name, 1), Current: s == v.shown})
	}
	return out
}

func (v *analysisView) tableName(name string) string {
	return v.r.T(v.m.TableKey(v.r.Words, name))
}

func (v *analysisView) tableHref(name string, page int) string {
	q := url.Values{"table": {name}}
	if words := v.query(); words != "" && page > 1 {
		q.Set("q", words)
	}
	if page > 1 {
		q.Set("page", itoa(page))
	}
	return v.r.To(v.rec.Ref) + "?" + q.Encode() + "#result"
}

func (v *analysisView) query() string { return strings.TrimSpace(v.r.URL.Query().Get("q")) }

// found are the rows of the shown table that have the words asked for.
func (v *analysisView) found() []int {
	words := strings.Fields(v.r.Words.Fold(v.query()))
	columns := v.described()
	var out []int
	for i, row := range v.shown.Rows {
		text := ""
		for c, cell := range row {
			if code, ok := cell.(string); ok {
				text += " " + code + " " + v.names.any(code) + " " + v.textCell(columns[c], code).Text
			}
		}
		text = v.r.Words.Fold(text)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			out = append(out, i)
		}
	}
	return out
}

func (v *analysisView) pages(found []int) ui.Pages {
	return ui.Pages{Now: v.pageNow(), Last: (len(found) + rowsShown - 1) / rowsShown, Total: len(found), To: func(n int) string { return v.tableHref(v.shown.Name, n) }}
}

func (v *analysisView) pageNow() int { return max(1, v.r.Number("page", 1)) }

// rows are a page of the shown table.
func (v *analysisView) rows(found []int) ui.Table {
	kept, empty := v.columns()
	columns := v.described()
	t := ui.Table{Caption: v.tableName(v.shown.Name), CaptionHidden: true, Scroll: len(kept) > 5, Empty: v.r.T("ask.no-rows")}
	if len(empty) > 0 {
		t.Note = v.r.T("ask.empty-columns", fault.A{"columns": v.r.Words.List(empty)})
	}
	for _, c := range kept {
		t.Columns = append(t.Columns, ui.Column{Text: v.heading(v.m, v.shown.Name, v.shown.Columns[c]), Number: v.isNumber(c)})
	}
	if v.mayCite() {
		t.Columns = append(t.Columns, ui.Column{Text: v.r.T("ask.make-finding"), Hidden: true})
	}
	from := min((v.pageNow()-1)*rowsShown, len(found))
	for _, i := range found[from:min(from+rowsShown, len(found))] {
		row := ui.Row{}
		for _, c := range kept {
			row.Cells = append(row.Cells, v.cell(columns[c], v.shown.Rows[i][c]))
		}
		if v.mayCite() {
			row.Cells = append(row.Cells, v.citeCell(i))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// columns are those of the shown table that hold anything, and the names of the others.
func (v *analysisView) columns() (kept []int, empty []string) {
	for c, name := range v.shown.Columns {
		if len(v.shown.Rows) > 0 && !slices.ContainsFunc(v.shown.Rows, func(row []any) bool { return row[c] != nil }) {
			empty = append(empty, v.heading(v.m, v.shown.Name, name))
			continue
		}
		kept = append(kept, c)
	}
	return kept, empty
}

func (v *analysisView) isNumber(column int) bool {
	for _, row := range v.shown.Rows {
		switch row[column].(type) {
		case json.Number:
			return true
		case nil:
			continue
		}
		return false
	}
	return false
}

// described are the descriptions of the columns of the shown table; those that the input named have none.
func (v *analysisView) described() []method.Column {
	out := make([]method.Column, len(v.shown.Columns))
	for i, name := range v.shown.Columns {
		out[i], _ = v.m.ColumnOf(v.shown.Name, name)
	}
	return out
}

// cell shows a cell of a result: a code in words, a name, a number as the language writes it, what is missing in words.
func (v *analysisView) cell(column method.Column, cell any) ui.Cell {
	switch x := cell.(type) {
	case json.Number:
		return ui.Cell{Text: v.numberOf(column, x)}
	case bool:
		return ui.Cell{Text: v.r.T("ask.flag", fault.A{"is": strconv.FormatBool(x)})}
	case string:
		return v.textCell(column, x)
	}
	return ui.Cell{Missing: v.r.Words.NoData()}
}

// textCell shows a text of a result: what it says in the words of its column, or whom it names.
func (v *analysisView) textCell(column method.Column, text string) ui.Cell {
	if text == "" {
		return ui.Cell{Missing: v.r.Words.NoData()}
	}
	if word, ok := column.Word(v.r.Words, text); ok {
		return ui.Cell{Text: word}
	}
	c := ui.Cell{Text: v.names.any(text)}
	if ref, ok := v.names.regions[text]; ok {
		c.Sign = v.signs[ref]
	}
	if c.Text != text {
		c.Note = text
	}
	return c
}

// numberOf writes a number of a column of a result.
func (s *shelf) numberOf(column method.Column, n json.Number) string {
	if column.Year {
		return n.String()
	}
	return s.figure(n)
}

// figure writes a number of a result with as many decimals as say something; the files hold all of them.
func (s *shelf) figure(n json.Number) string {
	f, err := n.Float64()
	if err != nil {
		return n.String()
	}
	size := math.Abs(f)
	switch {
	case f == math.Trunc(f) && size < 1e15:
		return s.r.Words.Number(f, 0)
	case size >= 1000:
		return s.r.Words.Number(f, 1)
	case size >= 0.001:
		return s.r.Words.Number(f, 3)
	case size >= 1e-6:
		return s.r.Words.Number(f, 6)
	}
	return s.r.T("ask.tiny")
}

// diagnostics says what the numbers rest on, beside the notes.
func (v *analysisView) diagnostics() []ui.Term {
	all, err := v.data.Diagnostics()
	if err != nil {
		return nil
	}
	var out []ui.Term
	for _, name := range slices.Sorted(mapKeys(all)) {
		key := "method.diagnostic." + name
		if !v.r.Words.Has(key) {
			continue
		}
		if text := v.diagnostic(all[name]); text != "" {
			out = append(out, ui.Term{Term: v.r.T(key), Text: text})
		}
	}
	return out
}

func (v *analysisView) diagnostic(value any) string {
	switch x := value.(type) {
	case float64:
		return v.figure(json.Number(strconv.FormatFloat(x, 'g', -1, 64)))
	case bool:
		return v.r.T("ask.flag", fault.A{"is": strconv.FormatBool(x)})
	case []any:
		var names []string
		for _, one := range x {
			if s, ok := one.(string); ok {
				names = append(names, v.names.any(s))
			}
		}
		if len(x) == 0 {
			return v.r.T("ask.nobody")
		}
		return strings.Join(names, ", ")
	case string:
		return v.names.any(x)
	}
	return ""
}

// changes are what differs between the result that counts and the last other one.
type changes struct {
	since   *method.Run
	changed int
	same    int
	news    int
	gone    int
	rows    []moved
}

type moved struct {
	key         []string
	before, now json.Number
	size        float64
}

// mostMoved is how many changed numbers are told one by one.
const mostMoved = 6

// compare reads the last run with another result and tells what changed in the column of the picture.
func (v *analysisView) compare() error {
	i := slices.IndexFunc(v.course, func(r *method.Run) bool { return r.Hash == v.run.Hash })
	if i < 0 {
		return nil
	}
	for _, r := range v.course[i+1:] {
		if r.Fault == nil && r.Hash != v.run.Hash {
			before, err := method.WithHash(v.r.Context(), v.r.Tx, v.rec, r.Hash)
			if err != nil || before == nil || before.Method != v.run.Method {
				return err
			}
			v.before = before
			return v.differ()
		}
	}
	return nil
}

func (v *analysisView) differ() error {
	old, err := v.before.Data()
	if err != nil {
		return err
	}
	c := &changes{since: v.before}
	view := v.m.View
	if view.Table == "" {
		for _, value := range v.m.Values {
			a, errA := old.Figure(method.At{Column: value.Name})
			b, errB := v.data.Figure(method.At{Column: value.Name})
			if errA == nil && errB == nil {
				c.note([]string{v.headOf(value)}, a, b)
			}
		}
		v.changes = c
		return nil
	}
	was, err := old.Sheet(view.Table)
	if err != nil {
		return nil //nolint:nilerr // the question was another one: nothing to compare
	}
	now, err := v.data.Sheet(view.Table)
	if err != nil {
		return err
	}
	column, other := now.Column(view.Value), was.Column(view.Value)
	if column < 0 || other < 0 || len(now.Rows) > 2*waitRows {
		return nil
	}
	byKey := map[string]any{}
	for i := range was.Rows {
		byKey[strings.Join(was.KeyOf(i), "\x00")] = was.Rows[i][other]
	}
	for i := range now.Rows {
		key := now.KeyOf(i)
		joined := strings.Join(key, "\x00")
		before, there := byKey[joined]
		if delete(byKey, joined); !there {
			c.news++
			continue
		}
		c.note(key, method.CellText(before), method.CellText(now.Rows[i][column]))
	}
	c.gone = len(byKey)
	v.changes = c
	return nil
}

// waitRows bounds the tables that are compared while somebody waits.
const waitRows = 50_000

func (c *changes) note(key []string, before, now string) {
	if before == now {
		c.same++
		return
	}
	c.changed++
	m := moved{key: key, before: json.Number(before), now: json.Number(now)}
	a, errA := m.before.Float64()
	b, errB := m.now.Float64()
	if errA == nil && errB == nil {
		m.size = math.Abs(b - a)
	}
	c.rows = append(c.rows, m)
	slices.SortStableFunc(c.rows, func(x, y moved) int {
		switch {
		case x.size > y.size:
			return -1
		case x.size < y.size:
			return 1
		}
		return 0
	})
	c.rows = c.rows[:min(len(c.rows), mostMoved)]
}

// changeTable lists the largest changes.
func (v *analysisView) changeTable() ui.Table {
	T := v.r.T
	t := ui.Table{Caption: T("ask.changed"), CaptionHidden: true, Columns: []ui.Column{{Text: T("ask.of")}, {Text: T("ask.before"), Number: true}, {Text: T("ask.now"), Number: true}}}
	for _, m := range v.changes.rows {
		names := m.key
		if v.m.View.Table != "" {
			names = v.rowNames(v.m, v.m.View.Table, m.key, v.names.any)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: strings.Join(names, ", ")}, v.figureCell(m.before), v.figureCell(m.now)}})
	}
	return t
}

func (v *analysisView) figureCell(n json.Number) ui.Cell {
	if n == "" {
		return ui.Cell{Missing: v.r.Words.NoData()}
	}
	return ui.Cell{Text: v.figure(n)}
}

// log tells the runs, the newest first.
func (v *analysisView) log() []ui.Entry {
	r := v.r
	var out []ui.Entry
	for i, run := range v.course {
		var vintages []string
		for _, in := range run.Inputs {
			text := in.File
			if in.Dataset != "" {
				text = table(v.dataset(in.Dataset)) + " " + day(r.Words, in.Vintage)
			}
			if !slices.Contains(vintages, text) {
				vintages = append(vintages, text)
			}
		}
		e := ui.Entry{When: r.Words.ShortDate(run.Made), Moment: run.Made.Format("2006-01-02"), Text: r.Words.List(vintages)}
		switch {
		case run.Fault != nil:
			e.Text, e.Note = r.T("ask.refused"), v.say(v.m, run.Fault)
		case i+1 < len(v.course) && v.course[i+1].Hash == run.Hash:
			e.Note = r.T("ask.same-result")
		case i+1 < len(v.course):
			e.Note = r.T("ask.other-result")
		default:
			e.Note = r.T("ask.first-run")
		}
		if run.Fault == nil {
			e.Links = []ui.Link{{Text: r.T("ask.download-json"), Href: v.downloadHref("") + "?run=" + run.Hash}}
		}
		out = append(out, e)
	}
	return out
}

// downloadAnalysis sends a result: the whole as JSON, or a table as CSV.
func downloadAnalysis(r *site.Request) error {
	q := r.URL.Query()
	var run *method.Run
	var err error
	if h := q.Get("run"); h != "" {
		run, err = method.WithHash(r.Context(), r.Tx, r.Record, h)
	} else {
		var all map[record.Ref]*method.Run
		all, err = method.Standings(r.Context(), r.Tx, []record.Record{r.Record})
		run = all[r.Record.Ref]
	}
	if err != nil {
		return err
	}
	if run == nil {
		return fault.New(fault.NotFound, "method.no-run", fault.A{"analysis": r.Record.Name(string(r.Lang))})
	}
	data, err := run.Data()
	if err != nil {
		return err
	}
	name := q.Get("table")
	if name == "" {
		return r.Send("application/json", r.Record.Ref.Slug()+".json", run.Document())
	}
	s, err := data.Sheet(name)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := s.WriteCSV(&b); err != nil {
		return err
	}
	return r.Send("text/csv; charset=utf-8", r.Record.Ref.Slug()+"-"+name+".csv", b.Bytes())
}

// changeText says how much changed since which run.
func (v *analysisView) changeText() string {
	c := v.changes
	return v.r.T("ask.changed-text", fault.A{"date": v.r.Words.ShortDate(c.since.Made), "column": v.pictureTitle(), "changed": c.changed, "same": c.same, "news": c.news, "gone": c.gone})
}

// meanings says what the columns of the shown table mean.
func (v *analysisView) meanings() ui.Table {
	t := ui.Table{Caption: v.r.T("ask.what-columns-mean"), CaptionHidden: true, Columns: []ui.Column{{Text: v.r.T("ask.column")}, {Text: v.r.T("ask.means")}}}
	for _, f := range v.m.Tables {
		if f.Name != v.shown.Name {
			continue
		}
		for _, c := range f.Columns {
			if c.Each || v.shown.Column(c.Name) >= 0 {
				t.Rows = append(t.Rows, v.meaning(c))
			}
		}
	}
	return t
}

// meaning says what a column is called, in files too, and what stands in it.
func (s *shelf) meaning(c method.Column) ui.Row {
	return ui.Row{Cells: []ui.Cell{{Text: s.headOf(c), Note: codeNote(s.headOf(c), c.Name)}, {Text: s.r.T(c.HelpKey()), Note: s.codes(c)}}}
}

// codes says how the words of a column are written in files.
func (s *shelf) codes(c method.Column) string {
	if c.Says == nil || len(c.Says.Codes) == 0 {
		return ""
	}
	var all []string
	for _, code := range c.Says.Codes {
		word, _ := c.Word(s.r.Words, code)
		all = append(all, code+" = "+word)
	}
	return s.r.T("ask.in-files", fault.A{"codes": strings.Join(all, "; ")})
}
