// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

// TestEveryCellCanBeAFinding asks every method that there is, opens its page, makes a finding of every number of a row of every table, and follows the
// finding back to the dated dataset. Then other figures arrive: the runs are done again as jobs, and the findings are judged again.
func TestEveryCellCanBeAFinding(t *testing.T) {
	h := webtest.Example(t)
	asked := askAll(t, h)
	c := h.As(identity.Planner, webtest.Kurzeme)
	made := map[string][]record.Ref{}
	cells := 0
	for _, m := range method.All() {
		run := standing(t, h, m.ID)
		if run == nil || run.Fault != nil {
			t.Errorf("%s gives no result: %v", m.ID, run.Fault)
			continue
		}
		made[m.ID] = citeAll(t, h, c, m, run)
		cells += len(made[m.ID])
	}
	h.Settle()
	first := map[string]*method.Run{}
	for _, m := range method.All() {
		first[m.ID] = standing(t, h, m.ID)
		leadsBack(t, h, c, m, asked[m.ID], made[m.ID])
	}
	labelsGoAlong(t, h, c, made)
	h.Clock.Add(time.Hour)
	otherFigures(t, h, asked)
	h.Settle()
	for _, m := range method.All() {
		judgedAgain(t, h, m, asked[m.ID], first[m.ID], made[m.ID])
	}
	t.Logf("%d findings of cells of %d methods", cells, len(made))
}

func refOf(id string) record.Ref { return record.NewRef("analysis", "every-"+id) }

// standing is the run of a method's analysis that counts.
func standing(t *testing.T, h *webtest.House, id string) (run *method.Run) {
	t.Helper()
	err := h.Store.Read(t.Context(), identity.AtTheMachine(), func(tx *record.ReadTx) (err error) {
		run, err = method.Standing(t.Context(), tx, refOf(id))
		return err
	})
	if err != nil {
		t.Fatal(id, err)
	}
	return run
}

var (
	toFinding  = regexp.MustCompile(`href="/en/evidence/new-finding\?([^"]*)"`)
	rowNumbers = regexp.MustCompile(`(?s)<form class="filters".*?<select[^>]* name="column".*?</select>`)
	optionOf   = regexp.MustCompile(`<option value="([^"]*)"`)
)

// ways are the addresses of a page that lead to a finding of a cell.
func ways(page webtest.Page) (out []url.Values) {
	for _, found := range toFinding.FindAllStringSubmatch(page.Body, -1) {
		q, err := url.ParseQuery(html.UnescapeString(found[1]))
		if err == nil {
			out = append(out, q)
		}
	}
	return out
}

// citeAll follows the way from a row of each table to a finding, and makes a finding of each number of the row; and of each value of the whole.
func citeAll(t *testing.T, h *webtest.House, c *webtest.Client, m *method.Method, run *method.Run) (made []record.Ref) {
	t.Helper()
	at := "/en/evidence/analysis/" + refOf(m.ID).Slug()
	data, err := run.Data()
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := data.Sheets()
	if err != nil {
		t.Fatal(err)
	}
	whole := c.Get(at)
	if whole.Status != http.StatusOK {
		t.Fatalf("%s: the page answers %d", m.ID, whole.Status)
	}
	for _, q := range ways(whole) {
		if q.Get("table") == "" {
			made = append(made, save(t, c, m, q))
		}
	}
	for _, s := range sheets {
		row := slices.IndexFunc(s.Rows, func([]any) bool { return true })
		for i := range s.Rows { // the row that says most, of those on the first page
			if i < 40 && len(s.Numbers(i)) > len(s.Numbers(row)) {
				row = i
			}
		}
		if row < 0 || len(s.Numbers(row)) == 0 {
			if m.Countable(s.Name) != nil {
				t.Errorf("%s %s: the test's example has no number to cite", m.ID, s.Name)
			}
			continue
		}
		made = append(made, citeRow(t, c, m, s, row, c.Get(at+"?table="+s.Name))...)
	}
	made = slices.DeleteFunc(made, func(ref record.Ref) bool { return ref == "" })
	if len(made) == 0 {
		t.Errorf("%s: nothing can be cited", m.ID)
	}
	return made
}

// citeRow makes a finding of each number of a row that the page leads to.
func citeRow(t *testing.T, c *webtest.Client, m *method.Method, s *method.Sheet, row int, page webtest.Page) (made []record.Ref) {
	t.Helper()
	all := ways(page)
	i := slices.IndexFunc(all, func(q url.Values) bool { return q.Get("table") == s.Name && slices.Equal(q["key"], s.KeyOf(row)) })
	if i < 0 {
		t.Errorf("%s %s: no way from the row %v to a finding", m.ID, s.Name, s.KeyOf(row))
		return nil
	}
	q := all[i]
	form := c.Get("/en/evidence/new-finding?" + q.Encode())
	var offered []string
	for _, o := range optionOf.FindAllStringSubmatch(rowNumbers.FindString(form.Body), -1) {
		offered = append(offered, html.UnescapeString(o[1]))
	}
	var there []string
	for _, k := range s.Numbers(row) {
		there = append(there, s.Columns[k])
	}
	if len(there) > 1 && !slices.Equal(offered, there) {
		t.Errorf("%s %s: the row has %v, offered are %v", m.ID, s.Name, there, offered)
	}
	for _, name := range there {
		q.Set("column", name)
		made = append(made, save(t, c, m, q))
	}
	return made
}

// save opens the form of a finding of a cell, keeps it as it was drafted, and gives the finding.
func save(t *testing.T, c *webtest.Client, m *method.Method, q url.Values) record.Ref {
	t.Helper()
	page := c.Get("/en/evidence/new-finding?" + q.Encode())
	form := page.Form(t, "v.0.column")
	if form.Values.Get("v.0.column") != q.Get("column") || !slices.Equal(form.Values["v.0.key"], q["key"]) {
		t.Errorf("%s: asked for %v, proposed %v", m.ID, q, form.Values)
	}
	form.Values.Set("do", "save")
	answer := c.Post("/en/evidence/new-finding", form.Values)
	slug, ok := strings.CutPrefix(answer.Location, "/en/evidence/finding/")
	if !ok {
		t.Errorf("%s: the finding of %v is not kept (%d): %q; proposed %v", m.ID, q, answer.Status, faultsOf(answer.Body), form.Values)
		return ""
	}
	return record.NewRef("finding", slug)
}

var faultText = regexp.MustCompile(`(?s)class="(?:msg|note stop|note err)[^"]*"[^>]*>(.*?)</(?:p|div|section)>`)

// faultsOf is what a form says was wrong.
func faultsOf(body string) (out []string) {
	for _, found := range faultText.FindAllStringSubmatch(body, -1) {
		out = append(out, strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(found[1], " ")), " "))
	}
	return out
}

// leadsBack holds that findings of a result hold, and that one leads to the run and on to the dataset with its vintage.
func leadsBack(t *testing.T, h *webtest.House, c *webtest.Client, m *method.Method, q *question, made []record.Ref) {
	t.Helper()
	for _, ref := range made {
		past := evaluations(t, h, ref)
		if len(past) == 0 || past[0].Verdict != verdict.Holds {
			t.Errorf("%s: %s: %+v", m.ID, ref, past)
		}
	}
	if len(made) == 0 {
		return
	}
	page := c.Get("/en/evidence/finding/" + made[len(made)-1].Slug())
	wanted := []string{"Holds", "/en/evidence/analysis/" + refOf(m.ID).Slug()}
	if q.brought == "" {
		wanted = append(wanted, "/en/evidence/dataset/"+q.dataset().Slug(), "01/03/2024")
	}
	for _, text := range wanted {
		if !strings.Contains(page.Body, text) {
			t.Errorf("%s: the page of %s lacks %q", m.ID, made[len(made)-1], text)
		}
	}
	run := c.Get("/en/evidence/analysis/" + refOf(m.ID).Slug())
	if q.brought == "" && !strings.Contains(run.Body, "/en/evidence/dataset/"+q.dataset().Slug()) {
		t.Errorf("%s: the run does not lead to its dataset", m.ID)
	}
}

// labelsGoAlong holds that a finding of a specialisation which rests on too few says so, on its page and while it is written, that one which rests on
// enough does not, and that what a run notes stands with each finding of it.
func labelsGoAlong(t *testing.T, h *webtest.House, c *webtest.Client, made map[string][]record.Ref) {
	t.Helper()
	data, err := standing(t, h, "complexity").Data()
	if err != nil {
		t.Fatal(err)
	}
	s, err := data.Sheet("cells")
	if err != nil {
		t.Fatal(err)
	}
	m, err := method.Find("complexity")
	if err != nil {
		t.Fatal(err)
	}
	flagOf := func(region, activity string) string { // the sentence compares the two regions of the partnership
		row := s.Find([]string{region, activity})
		if row < 0 {
			return ""
		}
		return method.CellText(s.Rows[row][s.Column("small")])
	}
	for flag, want := range map[string]bool{"1": true, "0": false} {
		row := slices.IndexFunc(s.Rows, func(row []any) bool {
			region, activity := method.CellText(row[s.Column("region")]), method.CellText(row[s.Column("activity")])
			return region == "LV003" && flagOf(region, activity) == flag && (want || flagOf("LT023", activity) == flag)
		})
		if row < 0 {
			t.Fatalf("no cell of the example is flagged %s", flag)
		}
		q := url.Values{"analysis": {string(refOf("complexity"))}, "table": {"cells"}, "key": s.KeyOf(row), "column": {"rca"}}
		page := c.Get("/en/evidence/finding/" + save(t, c, m, q).Slug())
		if got := strings.Contains(page.Body, "rests on very few units"); got != want {
			t.Errorf("a cell flagged %s is labelled: %v", flag, got)
		}
		form := c.Get("/en/evidence/new-finding?"+q.Encode()).Form(t, "v.0.column")
		form.Values.Set("do", "check")
		if checked := c.Post("/en/evidence/new-finding", form.Values); strings.Contains(checked.Body, "rests on very few units") != want {
			t.Errorf("while it is written a cell flagged %s is labelled otherwise", flag)
		}
	}
	noted := 0
	for id, refs := range made {
		for _, n := range standing(t, h, id).Notes {
			said := strings.SplitN(i18n.For(i18n.EN).T(n.Key, n.Args), "--", 2)[0] // pages say a flag by its label
			if page := c.Get("/en/evidence/finding/" + refs[0].Slug()); !strings.Contains(html.UnescapeString(page.Body), said) {
				t.Errorf("%s: the finding %s does not carry along: %s", id, refs[0], said)
			}
			noted++
		}
	}
	if noted == 0 {
		t.Error("no run of the example notes anything")
	}
}

// judgedAgain holds that other figures gave another run, without anybody asking, and that findings of it were judged on it.
func judgedAgain(t *testing.T, h *webtest.House, m *method.Method, q *question, before *method.Run, made []record.Ref) {
	t.Helper()
	run := standing(t, h, m.ID)
	if run == nil || run.Fault != nil || before == nil || run.Hash == before.Hash {
		t.Errorf("%s: other figures gave no other result: %+v", m.ID, run)
		return
	}
	if q.brought == "" && run.Inputs[0].Vintage != secondVintage {
		t.Errorf("%s read %+v", m.ID, run.Inputs)
	}
	data, err := run.Data()
	if err != nil {
		t.Fatal(err)
	}
	was, err := before.Data()
	if err != nil {
		t.Fatal(err)
	}
	again := 0
	for _, ref := range made {
		read := evaluations(t, h, ref)[0].Result.Values[0]
		at, _ := method.ParseAt(read.Cell)
		then, now := cellOf(was, at), cellOf(data, at)
		if then != now {
			again++
		}
		if now == "" && read.Number.Known() || now != "" && !sameNumber(read, now) {
			t.Errorf("%s: %s was judged on %v, the cell was %s and is %s", m.ID, ref, read.Number, then, now)
		}
	}
	if again == 0 {
		t.Errorf("%s: the other figures change no cell that was cited", m.ID)
	}
}

// cellOf is a number of a result; empty when it is missing or not there.
func cellOf(data *method.Data, at method.At) string {
	text, err := data.Figure(at)
	if err != nil {
		return ""
	}
	return text
}

// evaluations tells how a finding was judged, the last first.
func evaluations(t *testing.T, h *webtest.House, ref record.Ref) (past []evidence.Past) {
	t.Helper()
	err := h.Store.Read(context.Background(), identity.AtTheMachine(), func(tx *record.ReadTx) error {
		rec, err := tx.Get(t.Context(), ref)
		if err != nil {
			return err
		}
		past, err = evidence.Evaluations(t.Context(), tx, rec)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return past
}
