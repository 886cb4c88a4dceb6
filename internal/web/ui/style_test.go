// SPDX-License-Identifier: EUPL-1.2

package ui_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/doc/theme"
)

// sources gives everything that may name a class of the running site.
func sources(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, dir := range []string{"..", "../../doc/html"} {
		err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || strings.HasSuffix(p, "_test.go") || strings.HasSuffix(p, "_templ.go") {
				return err
			}
			switch filepath.Ext(p) {
			case ".go", ".templ", ".js", ".css": // stylesheets of other publishers name the classes of what they draw
				data, err := os.ReadFile(p)
				b.Write(data)
				return err
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// selectors is a stylesheet without comments and without the insides of its rules.
func selectors(css string) string {
	css = regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(css, "")
	css = regexp.MustCompile(`"[^"]*"|url\([^)]*\)`).ReplaceAllString(css, "")
	return regexp.MustCompile(`\{[^{}]*\}`).ReplaceAllString(css, "{}")
}

var classInRule = regexp.MustCompile(`\.([a-zA-Z][a-zA-Z0-9-]*)`)

// TestNoRuleIsLeftOver: each class of the workbench's stylesheet is named somewhere.
func TestNoRuleIsLeftOver(t *testing.T) {
	all := sources(t)
	built := regexp.MustCompile(`^(st-(ok|risk|late|none|wait)|c[123]|b[123]?|ed-[234]|r[123]|noprint)$`) // put together while running; for whoever needs it
	seen := map[string]bool{}
	for _, m := range classInRule.FindAllStringSubmatch(selectors(theme.Workbench()), -1) {
		if seen[m[1]] || built.MatchString(m[1]) || m[1] == chart.Class {
			continue
		}
		seen[m[1]] = true
		if !regexp.MustCompile(`[^a-z0-9-]` + m[1] + `[^a-z0-9-]`).MatchString(all) {
			t.Errorf("no page has anything of class %s: take its rules out of workbench.css", m[1])
		}
	}
	t.Logf("compared %d classes", len(seen))
}

// TestNoClassIsWithoutARule: each class that the showcase draws has a rule in one of the stylesheets.
func TestNoClassIsWithoutARule(t *testing.T) {
	known := map[string]bool{}
	for _, m := range classInRule.FindAllStringSubmatch(selectors(theme.CSS()+theme.Workbench()+chart.CSS()), -1) {
		known[m[1]] = true
	}
	hooks := map[string]bool{"inline": true, "glyphs": true, "segs": true, "chart": true, "ticks": true}
	all, _ := read(showcase(t, "en"))
	missing := map[string]bool{}
	for _, e := range all {
		for _, c := range strings.Fields(e.attr["class"]) {
			if !known[c] && !hooks[c] {
				missing[c] = true
			}
		}
	}
	for c := range missing {
		t.Errorf("class %s has no rule", c)
	}
}

// TestRegionsHaveOneColour: a region has the same hue in charts and on pages.
func TestRegionsHaveOneColour(t *testing.T) {
	tokens := map[string]theme.Token{}
	for _, x := range theme.Tokens() {
		tokens[x.Name] = x
	}
	for class, token := range map[string]string{"c-f1": "kurzeme", "c-f2": "klaipeda", "c-f3": "third", "c-quiet": "ink-2", "c-ink": "ink", "c-sea2": "sea-2", "c-dune2": "dune-2"} {
		want := "." + chart.Class + " ." + class + "{fill:light-dark(" + tokens[token].Light + "," + tokens[token].Dark + ")"
		if !strings.Contains(chart.CSS(), want) {
			t.Errorf("charts do not draw %s as the pages do: no %s", token, want)
		}
	}
}
