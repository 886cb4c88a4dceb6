// SPDX-License-Identifier: EUPL-1.2

package ui_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/internal/web/ui"
)

func sides(cs []ui.Change) (old, now string) {
	for _, c := range cs {
		if c.Side != ui.Added {
			old += c.Text
		}
		if c.Side != ui.Removed {
			now += c.Text
		}
	}
	return old, now
}

// TestDiffLosesNothing: whatever the texts, the pieces give both of them back.
func TestDiffLosesNothing(t *testing.T) {
	word := rapid.SampledFrom([]string{"a", "b", "šiauliai", "ūdens", " ", "  ", "\n", ".", "", "–"})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(word, 0, 30).Draw(t, "words"), "") })
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "old"), text.Draw(t, "new")
		cs := ui.DiffWords(a, b)
		if old, now := sides(cs); old != a || now != b {
			t.Fatalf("%q, %q → %q, %q", a, b, old, now)
		}
		for _, c := range cs {
			if c.Text == "" {
				t.Fatal("an empty piece")
			}
			if a == b && c.Side != ui.Same {
				t.Fatalf("equal texts differ: %v", cs)
			}
		}
	})
	long := strings.Repeat("a b ", 4000)
	if old, now := sides(ui.DiffWords(long+"x", "y"+long)); old != long+"x" || now != "y"+long {
		t.Error("long texts lose something")
	}
}

func TestDiffReadsWell(t *testing.T) {
	for _, c := range []struct {
		old, now string
		want     []ui.Change
	}{
		{"Align the timetables", "Align the timetables by September", []ui.Change{{ui.Same, "Align the timetables"}, {ui.Added, " by September"}}},
		{"one two three four", "one 2 3 four", []ui.Change{{ui.Same, "one "}, {ui.Removed, "two three"}, {ui.Added, "2 3"}, {ui.Same, " four"}}},
		{"", "new", []ui.Change{{ui.Added, "new"}}},
		{"gone", "", []ui.Change{{ui.Removed, "gone"}}},
		{"", "", nil},
	} {
		if d := cmp.Diff(c.want, ui.DiffWords(c.old, c.now)); d != "" {
			t.Errorf("%q → %q: %s", c.old, c.now, d)
		}
	}
}

// TestShortenKeepsWhatChanged: what changed stays whole, with words around it; long unchanged pieces lose their middle.
func TestShortenKeepsWhatChanged(t *testing.T) {
	long := strings.Repeat("ilgas žodis\u00a0ąžuolas ", 40)
	cs := ui.DiffWords(long+"senas "+long+"kitas "+long, long+"naujas "+long+"dar "+long)
	got := ui.Shorten(cs)
	var all string
	for i, c := range got {
		all += c.Text
		if !utf8.ValidString(c.Text) {
			t.Errorf("piece %d is cut in the middle of a letter: %q", i, c.Text)
		}
		if c.Side == ui.Same && len(c.Text) > 300 {
			t.Errorf("piece %d is still long: %d", i, len(c.Text))
		}
	}
	for _, word := range []string{"senas", "naujas", "kitas", "dar"} {
		if !strings.Contains(all, word) {
			t.Errorf("%s is lost in %q", word, all)
		}
	}
	if strings.Count(all, "…") != 3 {
		t.Errorf("what is left out is not marked: %q", all)
	}
	if same := ui.Shorten(ui.DiffWords(long, long)); len(same) != 1 || same[0].Text != long {
		t.Error("a text that did not change is cut")
	}
}
