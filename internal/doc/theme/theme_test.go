// SPDX-License-Identifier: EUPL-1.2

package theme

import (
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// pairs that are used together, with the contrast they need (WCAG 2.2: 4.5 for text, 3 for marks, borders and bars).
const pairs = `
ink on paper, wash, amber-wash, bad-wash, kurzeme-wash, klaipeda-wash: 4.5
ink-2 on paper, wash, amber-wash, bad-wash: 4.5
link on paper, wash, amber-wash, bad-wash: 4.5
amber-ink on paper, wash, amber-wash: 4.5
kurzeme on paper, wash, amber-wash, kurzeme-wash: 4.5
klaipeda on paper, wash, amber-wash, klaipeda-wash: 4.5
third on paper, wash, amber-wash: 4.5
ok on paper, wash, amber-wash: 4.5
bad on paper, wash, amber-wash, bad-wash: 4.5
ink on dune-1, sea-1, pick: 4.5
paper on ink, link: 4.5
edge on paper, wash, amber-wash, bad-wash: 3
amber on paper, wash, amber-wash: 3
link on paper, wash: 3
bad on paper, amber-wash, bad-wash: 3
ok on paper, amber-wash: 3
ink on paper, wash: 3
ink-2 on paper, wash: 3
kurzeme on paper: 3
klaipeda on paper: 3
third on paper: 3
dune-2 on paper, water: 3
sea-2 on paper: 3
dune-3 on paper: 3
sea-3 on paper: 3
sea-4 on paper: 3`

func tokens(t *testing.T) map[string]Token {
	t.Helper()
	out := map[string]Token{}
	for _, x := range Tokens() {
		if _, twice := out[x.Name]; twice {
			t.Errorf("token %s is given twice", x.Name)
		}
		out[x.Name] = x
	}
	return out
}

func luminance(hex string) float64 {
	n, _ := strconv.ParseUint(hex[1:], 16, 32)
	part := func(shift uint) float64 {
		v := float64(n>>shift&255) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func TestContrastOfEveryPairInBothSchemes(t *testing.T) {
	if c := contrast("#000000", "#ffffff"); math.Abs(c-21) > 1e-9 {
		t.Fatalf("black on white must be 21, got %v", c)
	}
	all := tokens(t)
	n := 0
	for _, line := range strings.Split(strings.TrimSpace(pairs), "\n") {
		left, need, _ := strings.Cut(line, ": ")
		front, grounds, _ := strings.Cut(left, " on ")
		least, err := strconv.ParseFloat(need, 64)
		if err != nil {
			t.Fatal(err)
		}
		for _, ground := range strings.Split(grounds, ", ") {
			f, g := all[front], all[ground]
			if f.Name == "" || g.Name == "" {
				t.Fatalf("no token %s or %s", front, ground)
			}
			for scheme, c := range map[string]float64{"light": contrast(f.Light, g.Light), "dark": contrast(f.Dark, g.Dark)} {
				n++
				if c < least {
					t.Errorf("%s on %s, %s: %.2f, needs %v", front, ground, scheme, c, least)
				}
			}
		}
	}
	t.Logf("compared %d pairs of %d tokens", n, len(all))
}

func TestTheStylesheetUsesOnlyItsTokensAndAsksNobody(t *testing.T) {
	css := CSS()
	known := map[string]bool{}
	for _, m := range regexp.MustCompile(`(--[a-z0-9-]+):`).FindAllStringSubmatch(css, -1) {
		known[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`var\((--[a-z0-9-]+)`).FindAllStringSubmatch(css, -1) {
		if !known[m[1]] {
			t.Errorf("%s is used and not given", m[1])
		}
	}
	if strings.Contains(css, "http:") || strings.Contains(css, "https:") || strings.Contains(css, "@import") {
		t.Error("the stylesheet asks for something elsewhere")
	}
	if strings.Count(css, "{") != strings.Count(css, "}") {
		t.Error("braces do not match")
	}
	// A colour outside the tokens would escape the test of contrast.
	body := css[strings.LastIndex(css, "light-dark(#"):]
	body = body[strings.Index(body, ";"):]
	for _, m := range regexp.MustCompile(`[:\s,(]#[0-9a-fA-F]{3,8}\b`).FindAllString(body, -1) {
		if strings.TrimLeft(m, ": ,(") != "#fff" { // paper of the printer
			t.Errorf("a colour that is no token: %s", m)
		}
	}
	// Amber is for what waits for a person.
	allowed := regexp.MustCompile(`knot|waits|off`)
	for _, rule := range regexp.MustCompile(`[^{}]+\{[^{}]*var\(--amber[^{}]*\}`).FindAllString(body, -1) {
		if sel := rule[:strings.Index(rule, "{")]; !allowed.MatchString(sel) {
			t.Errorf("amber on something that waits for nobody: %s", strings.TrimSpace(sel))
		}
	}
}

// TestTheWorkbenchHasNoColoursOfItsOwn: the second stylesheet takes every colour from the tokens of the first, asks nobody for
// anything, and is amber only where something waits for a person.
func TestTheWorkbenchHasNoColoursOfItsOwn(t *testing.T) {
	css := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(Workbench(), "")
	known := map[string]bool{}
	for _, m := range regexp.MustCompile(`(--[a-z0-9-]+):`).FindAllStringSubmatch(CSS(), -1) {
		known[m[1]] = true
	}
	used := regexp.MustCompile(`var\((--[a-z0-9-]+)`).FindAllStringSubmatch(css, -1)
	for _, m := range used {
		if !known[m[1]] {
			t.Errorf("%s is used and not given", m[1])
		}
	}
	if len(used) < 100 {
		t.Errorf("only %d uses of tokens were found", len(used))
	}
	for _, m := range regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(|oklch\(|https?:|@import|url\(`).FindAllString(css, -1) {
		t.Errorf("a colour that is no token, or a file from elsewhere: %s", m)
	}
	if strings.Count(css, "{") != strings.Count(css, "}") {
		t.Error("braces do not match")
	}
	waits := regexp.MustCompile(`due|waits|turn|todo|stale|now|lint|st-risk|row-off|both-f`)
	n := 0
	for _, rule := range regexp.MustCompile(`[^{}]+\{[^{}]*var\(--amber[^{}]*\}`).FindAllString(css, -1) {
		n++
		if sel := rule[:strings.Index(rule, "{")]; !waits.MatchString(sel) {
			t.Errorf("amber on something that waits for nobody: %s", strings.TrimSpace(sel))
		}
	}
	if n == 0 {
		t.Error("no amber was found: the search is broken")
	}
}

func TestOlderBrowsersGetTheSameColours(t *testing.T) {
	css := CSS()
	first := strings.Index(css, "@supports")
	for _, x := range Tokens() {
		if strings.Count(css[:first], "--"+x.Name+":"+x.Light+";") != 1 || strings.Count(css[:first], "--"+x.Name+":"+x.Dark+";") != 1 {
			t.Errorf("%s has no plain values before light-dark()", x.Name)
		}
	}
}

func TestFilesAreWholeAndSmall(t *testing.T) {
	files, err := Files(".c-x{fill:red}")
	if err != nil {
		t.Fatal(err)
	}
	css, err := fs.ReadFile(files, "sumanus.css")
	if err != nil || !strings.Contains(string(css), ".c-x{fill:red}") {
		t.Fatalf("rules of others are not there: %v", err)
	}
	for _, m := range regexp.MustCompile(`url\(([^)]+)\)`).FindAllStringSubmatch(string(css), -1) {
		if b, err := fs.ReadFile(files, m[1]); err != nil || string(b[:4]) != "wOF2" {
			t.Errorf("%s: %v", m[1], err)
		}
	}
	total := 0
	_ = fs.WalkDir(files, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			t.Fatal(err)
		}
		if i, err := e.Info(); err == nil && !e.IsDir() {
			total += int(i.Size())
		}
		return nil
	})
	if total > 700<<10 {
		t.Errorf("%d bytes: a publication should stay light", total)
	}
	if b, err := fs.ReadFile(files, "fonts/OFL.txt"); err != nil || !strings.Contains(string(b), "SIL OPEN FONT LICENSE") {
		t.Error("the fonts must travel with their licence")
	}
	if !strings.Contains(string(Logo()), "<svg") {
		t.Error("no logo")
	}
}
