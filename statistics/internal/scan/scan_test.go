// SPDX-License-Identifier: EUPL-1.2

package scan

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/statistics"
)

func TestCell(t *testing.T) {
	for _, c := range []struct {
		text, value, flags string
		ok                 bool
	}{
		{"4700", "4700", "", true},
		{" 4700 ", "4700", "", true},
		{"4700p", "4700", "p", true},
		{"18.60 bep", "18.60", "bep", true},
		{"-3.5 d", "-3.5", "d", true},
		{"+3", "3", "", true},
		{"1e5", "1e5", "", true},
		{"1e+05", "1e+05", "", true},
		{"1e", "1", "e", true}, // estimated, not an exponent
		{"1ep", "1", "ep", true},
		{"0", "0", "", true},
		{"0n", "0", "n", true},
		{"", "", "", true},
		{":", "", "", true},
		{": ", "", "", true},
		{":c", "", "c", true},
		{": cd", "", "cd", true},
		{"NA", "", "", true},
		{"NaN", "", "", true},
		{"..", "", "..", true},
		{"…", "", "…", true},
		{"-", "", "-", true},
		{"–", "", "–", true},
		{"1 000", "", "", false},
		{"1,5", "", "", false},
		{"12k", "", "", false},
		{"12P", "", "", false},
		{": x", "", "", false},
		{"c", "", "", false},
		{"--1", "", "", false},
		{"1.", "", "", false},
		{"1e999", "", "", false},
		{"Inf", "", "", false},
		{strings.Repeat("9", 65), "", "", false},
	} {
		value, flags, ok := Cell(c.text)
		if ok != c.ok || ok && (value != c.value || flags != c.flags) {
			t.Errorf("%q: %q %q %v", c.text, value, flags, ok)
		}
	}
}

// Keys agree with a plain map on random tables, sorted and not.
func TestKeys(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, columns := range []int{0, 1, 2, 4} {
		k := NewKeys(columns)
		plain := map[string]int{}
		for line := 1; line < 3000; line++ {
			var key []string
			for i := range columns {
				code := fmt.Sprint(random.IntN(4 + i*3))
				if got, bad := k.Intern(i, code); bad != "" || got != code {
					t.Fatal(got, bad)
				}
				key = append(key, code)
			}
			joined := strings.Join(key, ",")
			if got := k.First(line); got != plain[joined] {
				t.Fatalf("%d columns, line %d, key %s: first in %d, want %d", columns, line, joined, got, plain[joined])
			}
			if plain[joined] == 0 {
				plain[joined] = line
			}
		}
	}
}

func TestLimits(t *testing.T) {
	k := NewKeys(2)
	k.limit = 2
	for i, want := range []statistics.ErrorCode{"", "", statistics.TooManyCodes} {
		if _, bad := k.Intern(i%2, fmt.Sprint("code", i)); bad != want {
			t.Errorf("code %d: %q", i, bad)
		}
	}
	if _, bad := k.Intern(0, "code0"); bad != "" {
		t.Error("a code that is known is no new one")
	}
	if _, bad := NewKeys(1).Intern(0, strings.Repeat("x", statistics.MaxCode+1)); bad != statistics.BadCode {
		t.Error("a long code passed")
	}
	source, err := NewSource("x", strings.NewReader("a\nb\nc\nd\n"))
	if err != nil {
		t.Fatal(err)
	}
	lines := NewLines(source)
	w := NewWide(lines, []string{"geo"}, []string{"2010"}, nil)
	w.limit = 3
	for i := range 4 {
		line, err := lines.Next()
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Series([]string{line}, []string{"1"}, func(int) int { return 1 })
		if i < 3 && err != nil {
			t.Fatal(err)
		}
		var e *statistics.Error
		if i == 3 && (!errors.As(err, &e) || e.Code != statistics.TooManySeries || e.Line != 4 || e.Expected != "4194304") {
			t.Errorf("fourth key of three: %v", err)
		}
	}
}

// Lines are the same whatever the blocks in which they come, also when one is longer than a block.
func TestLines(t *testing.T) {
	var want []string
	var text strings.Builder
	for i := range 400 {
		line := strings.Repeat(fmt.Sprint(i, " "), i*7)
		if i == 200 {
			line = strings.Repeat("y", 3*blockSize)
		}
		want = append(want, line)
		text.WriteString(line + "\r\n")
	}
	source, err := NewSource("x", strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	lines := NewLines(source)
	for i, w := range want {
		got, err := lines.Next()
		if err != nil || got != w || lines.Line() != i+1 {
			t.Fatalf("line %d: %d bytes, want %d: %v", i+1, len(got), len(w), err)
		}
	}
	if _, err := lines.Next(); err != io.EOF {
		t.Fatal(err)
	}
}
