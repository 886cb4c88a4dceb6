// SPDX-License-Identifier: EUPL-1.2

package record_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

func TestCanonicalJSON(t *testing.T) {
	// The examples of RFC 8785, section 3.2, and its number table (appendix B).
	for in, want := range map[string]string{
		`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`:                                        `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
		`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`: "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
		`[-0, 5e-324, 1.7976931348623157e308, 9007199254740992, 295147905179352830000.0, 1e21, 999999999999999900000.0, 1e-7, 0.000001, "\u2028"]`:                                                                   "[0,5e-324,1.7976931348623157e+308,9007199254740992,295147905179352830000,1e+21,999999999999999900000,1e-7,0.000001,\"\u2028\"]",
	} {
		got, err := record.CanonicalJSON([]byte(in))
		if err != nil || string(got) != want {
			t.Errorf("%s\n got %s (%v)\nwant %s", in, got, err, want)
		}
	}
	for _, bad := range []string{`{"a":1,"a":2}`, `9007199254740993`, `1e400`, `[1`, `1 2`, `{"a":}`, strings.Repeat("[", 200) + strings.Repeat("]", 200)} {
		if got, err := record.CanonicalJSON([]byte(bad)); err == nil {
			t.Errorf("%.40s became %s", bad, got)
		}
	}
}

func FuzzCanonicalJSON(f *testing.F) {
	f.Add([]byte(`{"b":[1,2.5e3,"x"],"a":{"ą":null}}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		once, err := record.CanonicalJSON(in)
		if err != nil {
			return
		}
		twice, err := record.CanonicalJSON(once)
		if err != nil || string(once) != string(twice) {
			t.Fatalf("not a fixed point: %s, then %s (%v)", once, twice, err)
		}
		if !json.Valid(once) {
			t.Fatalf("not JSON: %s", once)
		}
	})
}

func TestTextKnowsItsTranslations(t *testing.T) {
	x := record.NewText("lt", map[string]string{"lt": "Uostas", "lv": "Osta", "en": ""})
	for lang, want := range map[string]record.TranslationState{"lt": record.Source, "lv": record.Current, "en": record.Missing} {
		if got := x.State(lang); got != want {
			t.Errorf("%s is %s, want %s", lang, got, want)
		}
	}
	y := x.With("lt", "Jūrų uostas")
	if y.State("lv") != record.Stale || x.State("lv") != record.Current {
		t.Errorf("a new source wording makes translations stale, and only in the copy: %s, %s", y.State("lv"), x.State("lv"))
	}
	if y = y.With("lv", "Jūras osta"); y.State("lv") != record.Current {
		t.Error("a new translation is current")
	}
	if s, lang := x.InLang("en"); s != "Uostas" || lang != "lt" {
		t.Errorf("falls back to the source, saying so: %q in %s", s, lang)
	}
}

func TestTextsFindsEveryText(t *testing.T) {
	s := &sample{Parts: []part{{}, {}}}
	var paths []string
	for _, x := range record.Texts(s) {
		paths = append(paths, x.Path)
		*x.Text = record.NewText("en", map[string]string{"en": x.Path})
	}
	if got, want := strings.Join(paths, " "), "title parts.0.text parts.1.text"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if s.Parts[1].Text.In("en") != "parts.1.text" {
		t.Error("texts are reachable for writing")
	}
}

func TestSlugs(t *testing.T) {
	for s, want := range map[string]bool{"a": true, "gdp-2010": true, "": false, "A": false, "a--b": false, "-a": false, "a-": false, "ą": false, strings.Repeat("a", 101): false} {
		if record.ValidSlug(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

func TestUnknownFieldsAreNamed(t *testing.T) {
	k, err := registry(t).Kind("finding")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Decode(2, []byte(`{"titel":{}}`)); !fault.Is(err, "record.unknown-field") || !strings.Contains(err.Error(), "titel") {
		t.Errorf("got %v", err)
	}
	if _, err := k.Decode(2, []byte(`{"amount_cents":"ten"}`)); !fault.Is(err, "record.wrong-type") || !strings.Contains(err.Error(), "amount_cents") {
		t.Errorf("got %v", err)
	}
	for schema, sample := range k.Samples {
		if _, err := k.Decode(schema+1, []byte(sample)); err != nil {
			t.Errorf("schema %d: %v", schema+1, err)
		}
	}
}

func TestEveryLinkKindHasPairs(t *testing.T) {
	for _, k := range record.LinkKinds() {
		if !record.Allowed(k, "priority", "region") && k == record.LocatedIn {
			t.Errorf("%s allows nothing", k)
		}
		if record.Allowed(k, "dataset", "chapter") {
			t.Errorf("%s leads from the earlier to the later thing", k)
		}
	}
}

func TestTextStatesByProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := record.Text{}
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			lang := rapid.SampledFrom([]string{"lt", "lv", "en"}).Draw(t, "lang")
			x = x.With(lang, rapid.StringN(1, 5, -1).Draw(t, "wording"))
			if s := x.State(lang); s != record.Source && s != record.Current {
				t.Fatalf("just written and %s", s)
			}
		}
		raw, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		var y record.Text
		if err := json.Unmarshal(raw, &y); err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"lt", "lv", "en"} {
			if x.State(lang) != y.State(lang) {
				t.Fatalf("%s changed its state on the way", lang)
			}
		}
	})
}
