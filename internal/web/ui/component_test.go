// SPDX-License-Identifier: EUPL-1.2

package ui_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/web/ui"
)

var en = i18n.For(i18n.EN)

// only gives the elements of a kind.
func only(t *testing.T, c templ.Component, tag string) []*element {
	t.Helper()
	got := render(t, c)
	for _, f := range examine(got) {
		t.Error(f)
	}
	all, _ := read(got)
	var out []*element
	for _, e := range all {
		if e.tag == tag {
			out = append(out, e)
		}
	}
	return out
}

func TestFieldTiesItsHelpAndItsError(t *testing.T) {
	f := ui.Field{Name: "budget", Label: "Budget", Help: "In euro.", Error: "Not an amount.", Required: true, Kind: ui.Money, Unit: "€", Value: `1"2`}
	in := only(t, ui.Input(en, f), "input")[0]
	for name, want := range map[string]string{"aria-describedby": "f-budget-help f-budget-error f-budget-unit", "aria-invalid": "true", "aria-required": "true",
		"type": "text", "inputmode": "decimal", "value": `1"2`, "autocomplete": "off"} {
		if in.attr[name] != want {
			t.Errorf("%s is %q, want %q", name, in.attr[name], want)
		}
	}
	if got := render(t, ui.Input(en, f)); !strings.Contains(got, "(required)") {
		t.Error("required is not said in words")
	}
	quiet := only(t, ui.Input(en, ui.Field{Name: "a", Label: "A"}), "input")[0]
	for _, name := range []string{"aria-describedby", "aria-invalid", "aria-required", "readonly"} {
		if _, ok := quiet.attr[name]; ok {
			t.Errorf("%s stands on a field that needs none", name)
		}
	}
}

func TestErrorsLeadToTheirFields(t *testing.T) {
	f := ui.Field{Name: "x", Label: "X", Error: "wrong"}
	c := ui.Choice{Field: ui.Field{Name: "y", Label: "Y", Error: "none chosen"}, Options: []ui.Option{{Value: "1", Label: "one"}, {Value: "2", Label: "two"}}}
	whole := render(t, ui.ErrorSummary(en, ui.ErrorOf(f, ui.Field{Name: "fine"}, c.Field))) + render(t, ui.Input(en, f)) + render(t, ui.Choices(en, c))
	for _, f := range examine(whole) {
		t.Error(f)
	}
	if strings.Count(whole, `href="#f-`) != 2 || !strings.Contains(whole, "2 things need mending") {
		t.Error(whole)
	}
	if got := render(t, ui.ErrorSummary(en, nil)); got != "" {
		t.Errorf("no errors, and yet %q", got)
	}
}

func TestLanguagesStandSideBySide(t *testing.T) {
	c := ui.LangEditor(en, ui.LangFields{Field: ui.Field{Name: "title", Label: "Title", Required: true}, Rows: 3, Texts: []ui.LangText{
		{Lang: "lv", Name: "Latvian", State: ui.Source, Value: "Virsraksts"}, {Lang: "lt", Name: "Lithuanian", State: ui.Outdated, Changed: ui.DiffWords("a b", "a c")}, {Lang: "en", Name: "English", State: ui.Absent, Error: "missing"}}})
	areas := only(t, c, "textarea")
	if len(areas) != 3 || areas[0].attr["name"] != "title.lv" || areas[0].attr["lang"] != "lv" || areas[0].attr["aria-required"] != "true" || areas[1].attr["aria-required"] != "" {
		t.Errorf("%v", areas)
	}
	got := render(t, c)
	for _, want := range []string{`name="title.lt.agrees"`, "<ins>c</ins>", "<del>b</del>", `id="f-title-en-error"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Count(got, "agrees") != strings.Count(got, "title.lt.agrees")+strings.Count(got, "f-title-lt-agrees")+1 {
		t.Error("only a stale text is asked whether it still agrees")
	}
}

func TestOnlyTheMainActionIsDark(t *testing.T) {
	d := ui.Decision{ID: "d", Question: "?", Main: ui.Action{Text: "a"}, Others: []ui.Action{{Text: "b"}, {Text: "c"}}, Post: "/x"}
	tasks := []ui.Task{{Text: "1", Href: "/1", Do: ui.Action{Text: "x", Href: "/"}}, {Text: "2", Href: "/2", Do: ui.Action{Text: "y", Href: "/", Weight: ui.Main}}}
	for name, c := range map[string]templ.Component{"turn": ui.Turn(d), "todo": ui.Todo(en, tasks)} {
		if n := strings.Count(render(t, c), `class="btn do"`); n != 1 {
			t.Errorf("%s has %d dark buttons", name, n)
		}
	}
}

func TestWhyAButtonIsOffIsHeard(t *testing.T) {
	b := only(t, ui.Button(ui.Action{Text: "Publish", Disabled: true, Why: "two findings wait", Post: "/publish"}), "button")[0]
	if b.attr["aria-disabled"] != "true" || b.attr["disabled"] != "" || b.attr["type"] != "button" || !strings.Contains(b.text, "two findings wait") {
		t.Errorf("%v %q", b.attr, b.text)
	}
	if got := render(t, ui.Button(ui.Action{Text: "Publish", Disabled: true, Post: "/publish"})); strings.Contains(got, "<form") {
		t.Error("a button that is off still posts")
	}
}

func TestMissingIsSaidInWords(t *testing.T) {
	got := render(t, ui.DataTable(en, ui.Table{Caption: "c", Columns: []ui.Column{{Text: "a"}, {Text: "b", Number: true, SortTo: "/?sort=b", Order: ui.Descending}},
		Rows: []ui.Row{{Cells: []ui.Cell{{Text: "row"}, {Missing: "no data"}}}}}))
	for _, want := range []string{`<span class="nodata">no data</span>`, `aria-sort="descending"`, `data-l="b"`, `scope="row"`, `href="/?sort=b"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 9, 30, 0, 0, time.UTC) }

// TestBarsLieWhereTheirDaysLie: a quarter is a column; a bar of one quarter fills it, a half-done plan ends in its middle.
func TestBarsLieWhereTheirDaysLie(t *testing.T) {
	tl := ui.Timeline{Caption: "c", Today: day(2026, 7, 1), Bars: []ui.Span{
		{Text: "first quarter", From: day(2026, 1, 1), To: day(2026, 3, 31), Signs: []chart.Sign{chart.First}},
		{Text: "whole year", From: day(2026, 1, 1), To: day(2026, 12, 31)},
		{Text: "one day", From: day(2026, 12, 31), To: day(2026, 12, 31)},
		{Text: "no dates"}, {Text: "backwards", From: day(2026, 5, 1), To: day(2026, 4, 1)}}}
	var xs []string
	for _, e := range only(t, ui.Gantt(en, tl), "rect") {
		xs = append(xs, e.attr["x"]+"+"+e.attr["width"])
	}
	if got := strings.Join(xs, " "); got != "0.0+250.0 0.0+1000.0 994.0+6.0" {
		t.Error(got)
	}
	got := render(t, ui.Gantt(en, tl))
	if !strings.Contains(got, `class="today" x1="500.0"`) || !strings.Contains(got, "no dates yet") {
		t.Error("today or the missing dates are not told")
	}
	tl.Today = day(2030, 1, 1)
	if strings.Contains(render(t, ui.Gantt(en, tl)), `class="today"`) {
		t.Error("a day outside is drawn")
	}
	if got := render(t, ui.Gantt(en, ui.Timeline{Caption: "nothing"})); !strings.Contains(got, "<tbody></tbody>") {
		t.Error(got)
	}
}

// TestBarsStartAtZero: a meter shows its part, never less than nothing and never more than the whole.
func TestBarsStartAtZero(t *testing.T) {
	for _, c := range []struct {
		part, whole float64
		want        string
	}{{50, 200, "25.0"}, {300, 200, "100.0"}, {-5, 200, "0"}, {5, 0, "0"}} {
		r := only(t, ui.Meter(ui.Share{Label: "l", Part: c.part, Whole: c.whole}), "rect")[1]
		if r.attr["x"] != "0" || r.attr["width"] != c.want {
			t.Errorf("%v of %v: %v", c.part, c.whole, r.attr)
		}
	}
}

func TestPaginationSaysWhereWeAre(t *testing.T) {
	to := func(n int) string { return "?page=" + strconv.Itoa(n) }
	links := regexp.MustCompile(`href="\?page=(\d+)"`)
	for _, c := range []struct {
		now, last int
		want      string
	}{{1, 1, ""}, {1, 2, "1 2 2"}, {4, 12, "3 1 3 4 5 12 5"}, {12, 12, "11 1 11 12"}} {
		var got []string
		for _, m := range links.FindAllStringSubmatch(render(t, ui.Pagination(en, ui.Pages{Now: c.now, Last: c.last, Total: 99, To: to})), -1) {
			got = append(got, m[1])
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("page %d of %d: %v, want %s", c.now, c.last, got, c.want)
		}
	}
}

func TestTroubleHasWordsForEveryStatus(t *testing.T) {
	for _, l := range i18n.Known() {
		z := i18n.For(l)
		titles := map[string]int{}
		for status := 400; status < 600; status++ {
			title := ui.TroubleTitle(z, ui.Trouble{Status: status})
			if title == "" || strings.HasPrefix(title, "ui.") {
				t.Errorf("%s %d: %q", l, status, title)
			}
			titles[title]++
		}
		if len(titles) < 10 {
			t.Errorf("%s: only %d different headings", l, len(titles))
		}
	}
	got := render(t, ui.ErrorPage(en, ui.Trouble{Status: 403, Owner: "Kurzeme <Region>", Incident: "7"}))
	if !strings.Contains(got, "Kurzeme &lt;Region&gt;") || !strings.Contains(got, "Code 403") {
		t.Error(got)
	}
}

func TestConflictKeepsBothSides(t *testing.T) {
	c := ui.Both(en, ui.Conflict{Who: "Ilze", When: "today", To: "/save", Hidden: map[string]string{"base": "4"}, Fields: []ui.ConflictField{{Name: "title.lv", Label: "Title", Base: "a b", Theirs: "a b c", Mine: "a d"}, {Name: "note", Label: "Note", Chosen: "theirs"}}})
	checked := 0
	for _, e := range only(t, c, "input") {
		if _, ok := e.attr["checked"]; ok {
			checked++
		}
	}
	if checked != 2 {
		t.Errorf("%d choices are made, want one for each field", checked)
	}
	areas := only(t, c, "textarea")
	if len(areas) != 2 || areas[0].attr["name"] != "title.lv" || areas[0].text != "a d" {
		t.Errorf("%v", areas)
	}
}

// TestWordsOfOthersStayWords: nothing that is handed in becomes markup, in any component.
func TestWordsOfOthersStayWords(t *testing.T) {
	bad := `<img src=x onerror=alert(1)>"'`
	for name, c := range map[string]templ.Component{
		"sentence": ui.MarkedSentence(ui.Sentence{Parts: []ui.Part{{Text: bad}, {Text: bad, Mark: ui.Value, Key: bad, Href: "javascript:alert(1)"}}, Lang: i18n.Lang(bad)}),
		"diff":     ui.Diff(ui.DiffWords(bad, bad+bad)),
		"search":   ui.SearchResult(en, ui.Found{Kind: bad, Title: bad, Href: "javascript:alert(1)", Snippet: []ui.Part{{Text: bad, Mark: ui.Value}}}),
		"input":    ui.Input(en, ui.Field{Name: "n", Label: bad, Help: bad, Error: bad, Value: bad, Unit: bad}),
		"table":    ui.DataTable(en, ui.Table{Caption: bad, Columns: []ui.Column{{Text: bad}}, Rows: []ui.Row{{Cells: []ui.Cell{{Text: bad, Note: bad, Href: "javascript:alert(1)"}}}}}),
		"toast":    ui.Toast(en, ui.Message{Text: bad, Undo: &ui.Undo{Href: "javascript:alert(1)", Label: bad, Fields: map[string]string{"a": bad}}}),
		"thread":   ui.ThreadStrip(en, ui.Thread{Why: []ui.ThreadItem{{Text: bad, Href: "javascript:alert(1)", Kind: bad, Note: bad}}}),
	} {
		got := render(t, c)
		for _, f := range examine(got) {
			t.Errorf("%s: %s", name, f)
		}
		if strings.Contains(got, "<img") || strings.Contains(got, "javascript:alert") {
			t.Errorf("%s lets markup through: %s", name, got)
		}
	}
}
