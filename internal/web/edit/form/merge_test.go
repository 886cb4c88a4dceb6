// SPDX-License-Identifier: EUPL-1.2

package form_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/edit/form"
)

func TestReword(t *testing.T) {
	base := record.NewText("lv", map[string]string{"lv": "Tilts", "lt": "Tiltas"})
	order := []string{"en", "lt", "lv"}
	state := func(x record.Text) string {
		return string(x.State("lv")) + " " + string(x.State("lt")) + " " + string(x.State("en")) + " from " + x.Source
	}
	for name, c := range map[string]struct {
		base   record.Text
		typed  map[string]string
		agrees []string
		want   string
	}{
		"a new original makes translations stale":        {base, map[string]string{"lv": "Tilti"}, nil, "source stale missing from lv"},
		"typed anew in one go stays current":             {base, map[string]string{"lv": "Tilti", "lt": "Tiltai"}, nil, "source current missing from lv"},
		"said to fit still":                              {base, map[string]string{"lv": "Tilti"}, []string{"lt"}, "source current missing from lv"},
		"a new translation fits":                         {base, map[string]string{"en": "Bridge"}, nil, "source current current from lv"},
		"a blank translation is missing":                 {base, map[string]string{"lt": " \n"}, nil, "source missing missing from lv"},
		"without the original a translation becomes one": {base, map[string]string{"lv": ""}, nil, "missing source missing from lt"},
		"the first wording is the reader's":              {record.Text{}, map[string]string{"lt": "Tiltas", "en": "Bridge"}, nil, "missing current source from en"},
		"nothing is nothing":                             {base, map[string]string{"lv": "", "lt": ""}, nil, "missing missing missing from "},
	} {
		if got := state(form.Reword(c.base, c.typed, c.agrees, nil, order)); got != c.want {
			t.Errorf("%s: %s, expected %s", name, got, c.want)
		}
	}
}

func plan(title, lt, from string, regions ...record.Ref) record.Draft {
	return record.Draft{Ref: "plan/p", Owner: "organisation/o", Visibility: record.Public, Body: &strategy.Plan{
		Title: record.NewText("lv", map[string]string{"lv": title, "lt": lt}), PeriodFrom: from, Regions: regions}}
}

func TestMergeTakesWhatOnlyOneChanged(t *testing.T) {
	k, rk := kindOf(t, plan("", "", ""))
	base := plan("Plāns", "Planas", "2021")
	mine, theirs := plan("Plāns", "Planas", "2022", "region/a"), plan("Cits plāns", "Planas", "2021")
	theirs.Visibility = record.Private
	theirs.Stated = []record.Link{{Kind: record.SameAs, To: "plan/q"}}
	theirs.Body.(*strategy.Plan).Title = base.Body.(*strategy.Plan).Title.With("lv", "Cits plāns")
	m, err := form.Merge(k, rk, langs, base, mine, theirs)
	if err != nil || len(m.Conflicts) != 0 {
		t.Fatalf("%v %+v", err, m.Conflicts)
	}
	p := m.Draft.Body.(*strategy.Plan)
	if p.PeriodFrom != "2022" || len(p.Regions) != 1 || p.Title.Text["lv"] != "Cits plāns" || p.Title.State("lt") != record.Stale || m.Draft.Visibility != record.Private || len(m.Draft.Stated) != 1 {
		t.Errorf("merged %+v %+v", m.Draft, p)
	}
	var taken []string
	for _, u := range m.Taken {
		taken = append(taken, u.Name())
	}
	if !slices.Equal(taken, []string{"title.lv", "visibility", "links"}) {
		t.Errorf("taken %v", taken)
	}
}

func TestMergeTellsWhatBothChanged(t *testing.T) {
	k, rk := kindOf(t, plan("", "", ""))
	base, mine, theirs := plan("A", "a", "2021"), plan("B", "a", "2022"), plan("C", "a", "2022")
	m, err := form.Merge(k, rk, langs, base, mine, theirs)
	if err != nil || len(m.Conflicts) != 1 || m.Conflicts[0].Name() != "title.lv" || m.Draft.Body.(*strategy.Plan).Title.Text["lv"] != "B" {
		t.Fatalf("%v %+v", err, m)
	}
	d, err := form.Take(k, rk, m.Draft, theirs, m.Conflicts[0])
	if err != nil || d.Body.(*strategy.Plan).Title.Text["lv"] != "C" {
		t.Errorf("%v %+v", err, d.Body)
	}
}

// TestMergeLosesNothing: whatever two people do, what only one changed is there, and what both changed is told.
func TestMergeLosesNothing(t *testing.T) {
	word := rapid.SampledFrom([]string{"", "a", "b", "c"})
	some := func(t *rapid.T, name string) record.Draft {
		d := plan("", "", word.Draw(t, name+" year"))
		d.Body.(*strategy.Plan).Title = record.NewText("lv", map[string]string{"lv": "x" + word.Draw(t, name+" lv")})
		if s := word.Draw(t, name+" lt"); s != "" {
			d.Body.(*strategy.Plan).Title = d.Body.(*strategy.Plan).Title.With("lt", s)
		}
		return d
	}
	k, rk := kindOf(t, plan("", "", ""))
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := some(t, "base"), some(t, "mine"), some(t, "theirs")
		m, err := form.Merge(k, rk, langs, base, mine, theirs)
		if err != nil {
			t.Fatal(err)
		}
		all, err := form.Units(k, langs, base, mine, theirs)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range all {
			var v [4]any
			for i, d := range []record.Draft{base, mine, theirs, m.Draft} {
				if v[i], err = form.Value(d, u); err != nil {
					t.Fatal(err)
				}
			}
			says := func(v any) string { return form.Sayer{}.Say(form.Unit{Field: form.Field{Control: form.Else}}, v) }
			b, mi, th, got := says(v[0]), says(v[1]), says(v[2]), says(v[3])
			want, conflict := mi, false
			switch {
			case mi == b:
				want = th
			case th != b && th != mi:
				conflict = true
			}
			if got != want {
				t.Fatalf("%s: base %q mine %q theirs %q merged %q", u.Name(), b, mi, th, got)
			}
			if conflict != slices.ContainsFunc(m.Conflicts, func(c form.Unit) bool { return c.Name() == u.Name() }) {
				t.Fatalf("%s: conflict %v is not told right", u.Name(), conflict)
			}
		}
	})
}
