// SPDX-License-Identifier: EUPL-1.2

package ui_test

import (
	"strings"
	"testing"

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
