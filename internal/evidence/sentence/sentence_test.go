// SPDX-License-Identifier: EUPL-1.2

package sentence_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/evidence/sentence"
	"github.com/sumanus/sumanus/internal/fault"
)

// numbers is a filler with a few values, written as the test gives them.
type numbers map[string]sentence.Shown

func (n numbers) Value(name string) sentence.Shown { return n[name] }
func (n numbers) Period(name string) string        { return "<" + name + ">" }
func (n numbers) Latest(back int) string           { return fmt.Sprint(2022 - back) }

const (
	ratioEN = "In {= 2010} GDP per head in the Klaipėda region was {ratio} times that of Kurzeme: [at least one and a half times](#larger)."
	ratioLT = "{= 2010 m.} BVP vienam gyventojui Klaipėdos regione buvo [bent pusantro karto didesnis ({ratio})](#larger) nei Kuržemėje."
	ratioLV = "{= 2010.} gadā IKP uz vienu iedzīvotāju Klaipēdas reģionā bija [vismaz pusotru reizi lielāks ({ratio})](#larger) nekā Kurzemē."
)

func parse(t testing.TB, lang, text string) *sentence.Sentence {
	t.Helper()
	s, err := sentence.Parse(lang, text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ExampleParse() {
	s, err := sentence.Parse("en", "Kurzeme has {people} {people | one: resident | other: residents}, [fewer](#fewer) than in {latest-5}.")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Marks())
	fmt.Println(sentence.Plain(s.Fill(numbers{"people": {Text: "233,229", Number: "233229"}})))
	// Output:
	// [#fewer {latest-5} {people}]
	// Kurzeme has 233,229 residents, fewer than in 2017.
}

func TestSegmentsNestAndEscape(t *testing.T) {
	s := parse(t, "lt", `\{a\} \\ {x} [\[daugiau\] {y}](#more) {= 5\}} {x.period}, {latest}`)
	var got []string
	for _, g := range s.Fill(numbers{"x": {Text: "1"}, "y": {Text: "2"}}) {
		inside := ""
		for _, h := range g.Inside {
			inside += "/" + string(h.Kind) + "=" + h.Text
		}
		got = append(got, fmt.Sprintf("%s:%s%s", g.Kind, g.Text, inside))
	}
	want := `text:{a} \ |value:1|text: |words:[daugiau] 2/text=[daugiau] /value=2|text: |text:5}|text: |period:<x>|text:, |latest:2022`
	if joined := strings.Join(got, "|"); joined != want {
		t.Errorf("got  %s\nwant %s", joined, want)
	}
	words := `a {b} [c] \ | d`
	if plain := sentence.Plain(parse(t, "en", sentence.Escape(words)).Fill(numbers{})); plain != words {
		t.Errorf("escaped and read again: %q", plain)
	}
}

func TestFaultsSayLanguageAndColumn(t *testing.T) {
	for _, c := range []struct{ text, key, column string }{
		{"žolė {x", "sentence.unclosed", "6"},
		{"a {x {y}}", "sentence.unclosed", "3"},
		{"a [b", "sentence.unclosed", "3"},
		{"a } b", "sentence.lone-bracket", "3"},
		{"a ] b", "sentence.lone-bracket", "3"},
		{"[more] than", "sentence.unbound", "1"},
		{"[more](larger)", "sentence.unbound", "1"},
		{"[a [b](#c)](#d)", "sentence.nested", "4"},
		{"[](#c)", "sentence.empty-mark", "1"},
		{"{}", "sentence.empty-mark", "1"},
		{"{=}", "sentence.empty-mark", "1"},
		{"{Big}", "sentence.bad-name", "1"},
		{"{a-b}", "sentence.bad-name", "1"},
		{"{latest-x}", "sentence.bad-name", "1"},
		{"{n | one resident}", "sentence.bad-form", "1"},
		{"{n | lots: residents}", "sentence.bad-form", "1"},
		{"{n | one: a | one: b}", "sentence.form-twice", "1"},
		{"{n | one: | other: b}", "sentence.empty-form", "1"},
		{strings.Repeat("a", 4001), "sentence.too-long", "1"},
		{"a\xff", "sentence.not-text", "1"},
	} {
		_, err := sentence.Parse("lt", c.text)
		if !fault.Is(err, c.key) {
			t.Errorf("%.30q: %v, want %s", c.text, err, c.key)
			continue
		}
		if f := err.(*fault.Fault); f.Place.Column != c.column || f.Args["lang"] != "lt" {
			t.Errorf("%.30q: %v, want column %s", c.text, err, c.column)
		}
	}
}

func keys(faults []*fault.Fault) string {
	var out []string
	for _, f := range faults {
		s := f.Key
		for _, arg := range []string{"mark", "name", "class"} {
			if v, ok := f.Args[arg]; ok {
				s += fmt.Sprintf(" %v", v)
			}
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestMarksMustAgree(t *testing.T) {
	source := parse(t, "lt", ratioLT)
	for _, other := range []*sentence.Sentence{parse(t, "lv", ratioLV), parse(t, "en", ratioEN)} {
		if faults := sentence.Agree(source, other); faults != nil {
			t.Errorf("%s: %v", other.Lang, keys(faults))
		}
	}
	faults := sentence.Agree(source, parse(t, "en", "It was [larger](#bigger) by {difference} {ratio | one: time | other: times}."))
	if got, want := keys(faults), "sentence.mark-missing #larger; sentence.mark-missing {ratio}; sentence.mark-extra #bigger; sentence.mark-extra {difference}"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if faults[0].Args["lang"] != "en" {
		t.Error("the language should be told")
	}
}

func TestNamesAndPluralFormsAreChecked(t *testing.T) {
	known := sentence.Known{Values: map[string]int{"n": 0, "share": 1}, Assertions: []string{"fewer"}}
	for _, c := range []struct{ lang, text, want string }{
		{"lt", "[a](#fewer) {n} {n | one: gyventojas | few: gyventojai | other: gyventojų}", ""},
		{"lt", "[a](#fewer) {share | one: a | few: b | other: c}", "sentence.form-missing share many"},
		{"lt", "[a](#fewer) {share | one: a | few: b | many: c | other: d}", ""},
		{"lt", "[a](#fewer) {n | one: a | few: b | many: c | other: d}", ""},
		{"lt", "[a](#fewer) {n | one: a | other: c}", "sentence.form-missing n few"},
		{"lv", "[a](#fewer) {n | zero: iedzīvotāju | one: iedzīvotājs | other: iedzīvotāji}", ""},
		{"lv", "[a](#fewer) {n | one: a | other: b}", "sentence.form-missing n zero"},
		{"en", "[a](#fewer) {n | one: a | other: b}", ""},
		{"en", "[a](#fewer) {n | one: a | few: c | other: b}", "sentence.form-unused n few"},
		{"pl", "[a](#fewer) {n | one: a | few: b | many: c | other: d}", ""},
		{"en", "{m} [a](#more)", "sentence.unknown-value m; sentence.unknown-assertion more; sentence.assertion-without-words fewer"},
		{"en", "{n}", "sentence.assertion-without-words fewer"},
	} {
		if got := keys(parse(t, c.lang, c.text).Check(known)); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}

func TestPluralClassFollowsTheNumberAsShown(t *testing.T) {
	for _, c := range []struct{ lang, number, want string }{
		{"lt", "1", "one"}, {"lt", "21", "one"}, {"lt", "11", "other"}, {"lt", "2", "few"}, {"lt", "12", "other"}, {"lt", "10", "other"}, {"lt", "1.5", "many"},
		{"lt", "1234567891", "one"}, {"lt", "-2", "few"},
		{"lv", "0", "zero"}, {"lv", "1", "one"}, {"lv", "11", "zero"}, {"lv", "21", "one"}, {"lv", "2", "other"}, {"lv", "0.1", "one"},
		{"en", "1", "one"}, {"en", "1.0", "other"}, {"en", "0", "other"}, {"en", "", "other"}, {"??", "1", "other"}, {"en", "x", "other"},
	} {
		if got := sentence.Class(c.lang, c.number); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.lang, c.number, got, c.want)
		}
	}
	s := parse(t, "lt", "{n | one: gyventojas | few: gyventojai | other: gyventojų}")
	if got := sentence.Plain(s.Fill(numbers{"n": {Text: "nėra duomenų"}})); got != "gyventojų" {
		t.Errorf("a gap takes other: %s", got)
	}
}

func TestValuesAreThoseThatAreShown(t *testing.T) {
	s := parse(t, "en", "{b} {c | one: x | other: y} [{a}](#z) {d.period}")
	if got := s.Values(); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("got %v", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{ratioEN, ratioLT, ratioLV, `\{a\} {x | one: b\|c | other: d} [e {f}](#g)`, "{= 1}", "[", "{a|", "žž]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, lang := range []string{"lt", "lv", "en"} {
			s, err := sentence.Parse(lang, text)
			if err != nil {
				if fault.CodeOf(err) != fault.Invalid {
					t.Fatal(err)
				}
				continue
			}
			s.Fill(numbers{})
			s.Marks()
			for _, h := range s.Naked() {
				if h.Start < 0 || h.End > len(text) || h.Start >= h.End || h.Word == "" || !utf8.ValidString(h.Word) {
					t.Fatalf("%q: hit outside the text: %+v", text, h)
				}
			}
		}
	})
}
