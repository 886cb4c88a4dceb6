// SPDX-License-Identifier: EUPL-1.2

package form_test

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/examples"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/edit/form"
)

var langs = form.Languages{"lt", "lv", "en"}

func kinds() []record.Kind {
	return slices.Concat(identity.Kinds(), dataset.Kinds(), method.Kinds(), evidence.Kinds(), strategy.Kinds(), publication.Kinds())
}

// leaves lists the paths of the values of a body: texts, lists and plain values.
func leaves(t reflect.Type, path string) []string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t == reflect.TypeOf(record.Text{}) {
		return []string{path}
	}
	var out []string
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "-" {
			continue
		}
		out = append(out, leaves(f.Type, strings.TrimPrefix(path+"."+name, "."))...)
	}
	return out
}

// TestEveryFieldHasItsPlace: a field of a body that no form shows, and that is not said to be edited elsewhere, would be lost to people.
func TestEveryFieldHasItsPlace(t *testing.T) {
	if len(form.Kinds()) != len(kinds()) {
		t.Errorf("%d kinds are described, there are %d", len(form.Kinds()), len(kinds()))
	}
	seen := 0
	for _, rk := range kinds() {
		k, ok := form.Of(rk.Name)
		if !ok {
			t.Errorf("the kind %s is not described", rk.Name)
			continue
		}
		var have []string
		for _, f := range k.Fields() {
			if slices.Contains(have, f.Path) {
				t.Errorf("%s: %s stands twice", rk.Name, f.Path)
			}
			have = append(have, f.Path)
			if f.Control == form.Else && k.Elsewhere == "" && rk.Name != "dataset" {
				t.Errorf("%s: %s is edited elsewhere, but nobody says where", rk.Name, f.Path)
			}
		}
		want := append(leaves(reflect.TypeOf(rk.New()), ""), "owner", "co_owners", "visibility", "invented")
		for _, path := range want {
			if !slices.Contains(have, path) {
				t.Errorf("%s: the field %s has no place in the form", rk.Name, path)
			}
			seen++
		}
		for _, path := range have {
			if !slices.Contains(want, path) {
				t.Errorf("%s: the form has %s, the body has not", rk.Name, path)
			}
		}
		for _, f := range k.Fields() {
			if f.Control == form.Rows && !slices.Equal(sorted(subPaths(f)), sorted(leaves(elementOf(rk, f.Path), ""))) {
				t.Errorf("%s: the lines of %s have %v, the form %v", rk.Name, f.Path, leaves(elementOf(rk, f.Path), ""), subPaths(f))
			}
		}
	}
	t.Logf("compared %d fields of %d kinds", seen, len(kinds()))
}

func subPaths(f form.Field) (out []string) {
	for _, s := range f.Sub {
		out = append(out, s.Path)
	}
	return out
}

func sorted(s []string) []string { slices.Sort(s); return s }

func elementOf(rk record.Kind, path string) reflect.Type {
	t := reflect.TypeOf(rk.New()).Elem()
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name == path {
			return t.Field(i).Type.Elem()
		}
	}
	return nil
}

// TestEveryKeyIsAMessage: what a form says is in the catalogue.
func TestEveryKeyIsAMessage(t *testing.T) {
	z := i18n.For(i18n.LT)
	check := func(where string, keys ...string) {
		for _, key := range keys {
			if key != "" && !z.Has(key) {
				t.Errorf("%s: there is no message %s", where, key)
			}
		}
	}
	for _, k := range form.Kinds() {
		for _, s := range append(k.Sections, form.Envelope()) {
			check(k.Name, s.Title)
			for _, f := range s.Fields {
				if f.Label == "" {
					t.Errorf("%s: %s has no label", k.Name, f.Path)
				}
				check(k.Name+" "+f.Path, f.Label, f.Help)
				for _, sub := range f.Sub {
					check(k.Name+" "+f.Path, sub.Label, sub.Help)
				}
				for _, o := range f.Options {
					check(k.Name+" "+f.Path, o.Label, o.Note)
				}
			}
		}
	}
}

// every gives the drafts of the example.
func every(t testing.TB) []record.Draft {
	t.Helper()
	registry, err := record.NewRegistry(kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	fsys, err := examples.KurzemeKlaipeda()
	if err != nil {
		t.Fatal(err)
	}
	tree, err := folder.Read(fsys, registry, func(kind string) bool { return kind == "dataset" })
	if err != nil {
		t.Fatal(err)
	}
	var out []record.Draft
	for _, r := range tree.Entries {
		out = append(out, r.Draft)
	}
	if len(out) < 50 {
		t.Fatalf("the example has only %d records", len(out))
	}
	return out
}

func kindOf(t testing.TB, d record.Draft) (form.Kind, record.Kind) {
	t.Helper()
	k, ok := form.Of(d.Ref.Kind())
	i := slices.IndexFunc(kinds(), func(rk record.Kind) bool { return rk.Name == d.Ref.Kind() })
	if !ok || i < 0 {
		t.Fatalf("no kind %s", d.Ref.Kind())
	}
	return k, kinds()[i]
}

func same(t testing.TB, a, b record.Draft) bool {
	t.Helper()
	x, err := record.Canonical(a.Body)
	y, err2 := record.Canonical(b.Body)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	return string(x) == string(y) && a.Owner == b.Owner && slices.Equal(a.CoOwners, b.CoOwners) && a.Visibility == b.Visibility && a.Invented == b.Invented && len(a.Stated) == len(b.Stated)
}

// TestARoundTripChangesNothing: every record of the example, shown in each language and sent back untouched, is the same.
func TestARoundTripChangesNothing(t *testing.T) {
	compared := 0
	for _, d := range every(t) {
		k, rk := kindOf(t, d)
		for _, l := range i18n.Known() {
			z := i18n.For(l)
			shown, err := form.Encode(k, d, z, langs)
			if err != nil {
				t.Fatal(err)
			}
			// A browser sends line ends its own way.
			for name, values := range shown {
				for i, s := range values {
					shown[name][i] = strings.ReplaceAll(s, "\n", "\r\n")
				}
			}
			got, faults, err := form.Decode(form.Typed{Kind: k, Record: rk, Base: d, Values: shown, Lang: z, Languages: langs})
			if err != nil || len(faults) > 0 || !same(t, d, got) {
				t.Errorf("%s in %s: %v %v", d.Ref, l, faults, err)
			}
			// Typed into an empty form, the fields a form has come out the same.
			compared++
		}
	}
	t.Logf("compared %d", compared)
}

// TestWhatIsTypedIsRead: each field of the example, typed into an empty form, gives the same value.
func TestWhatIsTypedIsRead(t *testing.T) {
	for _, d := range every(t) {
		k, rk := kindOf(t, d)
		for _, l := range i18n.Known() {
			z := i18n.For(l)
			shown, err := form.Encode(k, d, z, langs)
			if err != nil {
				t.Fatal(err)
			}
			empty := record.Draft{Ref: d.Ref, Body: rk.New(), Stated: d.Stated}
			got, faults, err := form.Decode(form.Typed{Kind: k, Record: rk, Base: empty, Values: shown, Lang: z, Languages: langs})
			if err != nil || len(faults) > 0 {
				t.Fatalf("%s in %s: %v %v", d.Ref, l, faults, err)
			}
			again, err := form.Encode(k, got, z, langs)
			if err != nil || !reflect.DeepEqual(shown, again) {
				t.Errorf("%s in %s: %v\nshown %v\nread  %v", d.Ref, l, err, shown, again)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	drafts := every(f)
	f.Add(uint8(0), "title.lt=x&title.lt.agrees=on&budget_cents=1+234%2C50&has=partners&partners=organisation/a&sources.0.title=x&has=sources&sources.7.url=y", uint8(0))
	f.Add(uint8(60), "has=codes&codes.0.scheme=NUTS&codes.1.drop=1&area_km2=1.234&position=999999999&owner=&visibility=odd&invented=yes", uint8(1))
	f.Add(uint8(3), "start=31.12.2026.&end=2026-1-1&title.xx=%ff&title.en=%00&languages=lt+lv&period_from=1", uint8(2))
	f.Fuzz(func(t *testing.T, which uint8, query string, lang uint8) {
		v, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		d := drafts[int(which)%len(drafts)]
		k, rk := kindOf(t, d)
		z := i18n.For(i18n.Known()[int(lang)%3])
		in := form.Typed{Kind: k, Record: rk, Base: d, Values: v, Lang: z, Languages: langs}
		got, faults, err := form.Decode(in)
		if err != nil {
			t.Fatalf("%q: %v", query, err)
		}
		if len(faults) > 0 {
			return
		}
		shown, err := form.Encode(k, got, z, langs)
		if err != nil {
			t.Fatal(err)
		}
		again, faults, err := form.Decode(form.Typed{Kind: k, Record: rk, Base: got, Values: shown, Lang: z, Languages: langs})
		if err != nil || len(faults) > 0 || !same(t, got, again) {
			t.Fatalf("%q is not the same when sent again: %v %v", query, faults, err)
		}
		if _, err := form.Merge(k, rk, langs, d, got, got); err != nil {
			t.Fatal(err)
		}
	})
}
