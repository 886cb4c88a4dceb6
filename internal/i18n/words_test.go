// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
)

const nb = "\u00a0"

func TestPeriodsAndDates(t *testing.T) {
	day := time.Date(2026, 7, 14, 9, 5, 0, 0, time.UTC)
	for _, c := range []struct {
		in         string
		lt, lv, en string
	}{
		{"2021", "2021" + nb + "m.", "2021." + nb + "gads", "2021"},
		{"2014–2019", "2014–2019" + nb + "m.", "2014.–2019." + nb + "gads", "2014–2019"},
		{"2014-2019", "2014–2019" + nb + "m.", "2014.–2019." + nb + "gads", "2014–2019"},
		{"2021-Q1", "2021" + nb + "m. I" + nb + "ketvirtis", "2021." + nb + "gada 1." + nb + "ceturksnis", "first quarter of 2021"},
		{"2021-S2", "2021" + nb + "m. II" + nb + "pusmetis", "2021." + nb + "gada 2." + nb + "pusgads", "second half of 2021"},
		{"2021-05", "2021" + nb + "m. gegužė", "2021." + nb + "gada maijs", "May 2021"},
		{"2021M05", "2021" + nb + "m. gegužė", "2021." + nb + "gada maijs", "May 2021"},
		{"2021-W05", "2021" + nb + "m. 5 savaitė", "2021." + nb + "gada 5." + nb + "nedēļa", "week 5 of 2021"},
		{"2026-07-14", "2026" + nb + "m. liepos 14" + nb + "d.", "2026." + nb + "gada 14." + nb + "jūlijs", "14" + nb + "July 2026"},
		{"2021-13", "2021-13", "2021-13", "2021-13"},
		{"", "", "", ""},
		{"soon", "soon", "soon", "soon"},
	} {
		for l, want := range map[Lang]string{LT: c.lt, LV: c.lv, EN: c.en} {
			if got := For(l).Period(c.in); got != want {
				t.Errorf("%s: Period(%q) = %q, expected %q", l, c.in, got, want)
			}
		}
	}
	if got := For(LV).ShortDate(day) + " " + For(LT).DateTime(day); got != "14.07.2026. 2026"+nb+"m. liepos 14"+nb+"d., 09:05" {
		t.Errorf("got %q", got)
	}
	for l, want := range map[Lang]string{LT: "nuo 2026" + nb + "m. liepos 14" + nb + "d.", LV: "kopš 2026." + nb + "gada 14." + nb + "jūlija", EN: "since 14" + nb + "July 2026"} {
		if got := For(l).Since(day); got != want || For(l).Since(time.Time{}) != For(l).NoData() {
			t.Errorf("%s: %q, expected %q", l, got, want)
		}
	}
	if got := For(LT).Date(time.Time{}); got != "nėra duomenų" {
		t.Errorf("the zero time is %q", got)
	}
	for m := time.January; m <= time.December; m++ {
		for _, l := range Known() {
			if s := For(l).Month(2021, m); strings.ContainsAny(s, "{}") || strings.Contains(s, fmt.Sprint(int(m))+" ") {
				t.Errorf("%s: month %d is %q", l, m, s)
			}
		}
	}
}

func TestOrder(t *testing.T) {
	for l, want := range map[Lang][]string{
		LT: {"Alytus", "Cukrus", "Čiobiškis", "Dubysa", "Sodai", "Šilutė", "Zarasai", "Žagarė"},
		LV: {"Ape", "Cēsis", "Čakste", "Gulbene", "Ģibuļi", "Kuldīga", "Ķekava", "Liepāja", "Ļaudona", "Nīca", "Ņivas", "Saldus", "Šķēde", "Zante", "Žīguri"},
		EN: {"alpha", "Beta", "gamma", "Region 2", "Region 10"},
	} {
		got := slices.Clone(want)
		slices.Reverse(got)
		For(l).Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, expected %v", l, got, want)
		}
		for i := 1; i < len(want); i++ {
			if bytes.Compare(For(l).SortKey(want[i-1]), For(l).SortKey(want[i])) >= 0 {
				t.Errorf("%s: keys of %s and %s do not rise", l, want[i-1], want[i])
			}
		}
	}
	if z := For(LT); z.Less("x", "x") || z.Less("a", "A") == z.Less("A", "a") {
		t.Error("the order is not total")
	}
	var wg sync.WaitGroup // collators must not be shared
	want := For(LV).SortKey("Kuldīga")
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 200 {
				if !bytes.Equal(For(LV).SortKey("Kuldīga"), want) {
					t.Error("a sort key changed")
				}
			}
		}()
	}
	wg.Wait()
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{"Plėtros ĄČĘĖĮŠŲŪŽ": "pletros aceeisuuz", "āčēģīķļņšūž ĀĶ": "acegiklnsuz ak", "  Straße\u00a0\tØl ": "strasse ol", "ﬁ": "fi", "": "", "e\u0307": "e"} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, expected %q", in, got, want)
		}
	}
	if !strings.Contains(Fold("Regiono plėtros planas"), Fold("pletros")) {
		t.Error("pletros does not find plėtros")
	}
}

func TestListAndQuote(t *testing.T) {
	for l, want := range map[Lang]string{LT: "A, B ir C „x“", LV: "A, B un C „x”", EN: "A, B and C “x”"} {
		if got := For(l).List([]string{"A", "B", "C"}) + " " + For(l).Quote("x"); got != want {
			t.Errorf("%s: %q, expected %q", l, got, want)
		}
	}
	if got := For(LT).List(nil) + For(LT).List([]string{"A"}); got != "A" {
		t.Errorf("short lists give %q", got)
	}
}

func TestError(t *testing.T) {
	f := fault.New(fault.NotFound, "i18n.fault.not_found").At(fault.Place{File: "prices.csv", Line: 4120, Column: "geo"})
	f.Also = []*fault.Fault{fault.New(fault.Conflict, "no.such.key").At(fault.Place{Field: "values.0.region"}), nil}
	for l, want := range map[Lang]string{
		LT: "prices.csv, 4120" + nb + "eilutė, stulpelis geo: Tokio įrašo nėra arba jis jums nerodomas.\nlaukas values.0.region: Kažkas tuo metu tai pakeitė arba tai dar naudojama.",
		EN: "prices.csv, line 4120, column geo: There is no such record, or you may not see it.\nfield values.0.region: Somebody changed the same meanwhile, or it is still in use.",
	} {
		if got := For(l).Error(fmt.Errorf("reading: %w", f)); got != want {
			t.Errorf("%s:\n%s\nexpected\n%s", l, got, want)
		}
	}
	if got := For(EN).Error(errors.New("password of the database")); got != For(EN).T("i18n.internal") {
		t.Errorf("an inner error shows %q", got)
	}
	if got := For(EN).Error(nil); got != "" {
		t.Errorf("no error says %q", got)
	}
	var none *fault.Fault
	if got := For(EN).Error(none); strings.Contains(got, "nil") {
		t.Errorf("a nil fault says %q", got)
	}
}

func TestUnknownLanguages(t *testing.T) {
	for _, l := range []Lang{"", "sv", "lt-LT", "de_AT", "!!", "x-klingon", Lang(strings.Repeat("a", 500))} {
		z := For(l)
		z.Date(time.Unix(0, 0))
		z.SortKey("å")
		z.List([]string{"a", "b"})
		if z.Lang() != l || z.T("i18n.no-data") == "i18n.no-data" {
			t.Errorf("%q speaks %q", l, z.T("i18n.no-data"))
		}
	}
	if got := For("lt-LT").NoData(); got != "nėra duomenų" {
		t.Errorf("lt-LT says %q", got)
	}
	if got := For(LT).T("no.such.key"); got != "no.such.key" {
		t.Errorf("an unknown key shows %q", got)
	}
}

type slug string
type texts map[string]string

func (x texts) In(l string) string { return x[l] }

func TestMessages(t *testing.T) {
	z := For(LT)
	for _, c := range []struct {
		src  string
		args fault.A
		want string
	}{
		{"{n, plural, =0 {nieko} one {# diena} few {# dienos} many {# dienos} other {# dienų}}", fault.A{"n": 0}, "nieko"},
		{"{n, plural, one {# diena} few {# dienos} many {# dienos} other {# dienų}}", fault.A{"n": 1021}, "1" + nb + "021 diena"},
		{"{n, plural, one {#} other {# of {all}}}", fault.A{"n": 5, "all": 7}, "5 of 7"},
		{"{n, plural, one {x} other {y}}", fault.A{"n": 2}, "y"}, // few is absent: other
		{"{who, select, us {mes} other {jie}}", fault.A{"who": slug("us")}, "mes"},
		{"{line, plain}: '{'name'}' '#' it's", fault.A{"line": 4120}, "4120: {name} # it's"},
		{"{a} {b} {c} {d}", fault.A{"a": "2021", "b": 2021, "c": slug("gdp"), "d": texts{"lt": "tekstas"}}, "2021 2" + nb + "021 gdp tekstas"},
		{"{a} {b}", fault.A{"a": []string{"x", "y"}, "b": []slug{"p", "q"}}, "x ir y p ir q"},
		{"{a}", fault.A{"a": 1.25}, "1,25"},
		{"{gone} {nothing}", fault.A{"nothing": nil}, "{gone} "},
	} {
		m, err := parseMessage(c.src)
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		var b strings.Builder
		z.write(&b, m, c.args, nil)
		if b.String() != c.want {
			t.Errorf("%s: %q, expected %q", c.src, b.String(), c.want)
		}
	}
}

func TestBrokenMessages(t *testing.T) {
	for _, src := range []string{"{", "}", "{}", "{n", "{Name}", "{n, plural}", "{n, plural, one {x}}", "{n, plural, lots {x} other {y}}", "{n, plural, one {x} one {y} other {z}}",
		"{n, plural, other {x}", "{n, number}", "{n, select, a b other {c}}", strings.Repeat("{n, plural, other {", 20) + strings.Repeat("}}", 20),
		"{n, plural, other {{n, select, other {x}}}}"} {
		if _, err := parseMessage(src); err == nil {
			t.Errorf("%q was taken", src)
		} else if !strings.Contains(err.Error(), "at byte") {
			t.Errorf("%q: the error names no place: %v", src, err)
		}
	}
}

// TestBrokenFiles: each fault of a file is found and named, and costs no more than itself.
func TestBrokenFiles(t *testing.T) {
	c := load(fstest.MapFS{
		"catalogue/a.en.json": {Data: []byte(`{"a.good": "fine", "b.stray": "x", "a.bad": "{n", "a.twice": "1", "a.twice": "2"}`)},
		"catalogue/b.en.json": {Data: []byte(`{"b.n": 5}`)},
		"catalogue/c.fr.json": {Data: []byte(`{}`)},
		"catalogue/d.lt.json": {Data: []byte(`["d"]`)},
		"catalogue/e.lv.json": {Data: []byte(`{"e.x": "y"`)},
	})
	all := fmt.Sprint(c.faults)
	for _, want := range []string{`"b.stray" must begin`, `"a.bad": at byte`, `"a.twice" stands twice`, "b.en.json: key b.n: expected a text", "c.fr.json: expected", "d.lt.json: expected a JSON object", "e.lv.json"} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing says %q in %s", want, all)
		}
	}
	if c.words[EN]["a.good"] == nil || c.source[EN]["a.bad"] != "{n" {
		t.Error("good messages were lost with bad ones")
	}
}

func FuzzMessage(f *testing.F) {
	for _, s := range []string{"a {b} c", "{n, plural, one {#} other {{x}}}", "'{'", "{x, select, a {b} other {}}", "{{{"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := parseMessage(s)
		if err != nil {
			return
		}
		var b strings.Builder
		For(LT).write(&b, m, fault.A{"n": 3, "x": "a"}, nil)
	})
}
