// SPDX-License-Identifier: EUPL-1.2

package check_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/testkit"
)

var update = flag.Bool("update", false, "write the list of rules into docs/manual/checks.md")

const (
	rulesBegin = "<!-- rules: written by go test ./internal/check -update -->\n"
	rulesEnd   = "<!-- end of rules -->\n"
)

// TestManual: the manual lists the rules as they are.
func TestManual(t *testing.T) {
	name := filepath.Join(testkit.Root(t), "docs/manual/checks.md")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), rulesBegin)
	_, after, closed := strings.Cut(rest, rulesEnd)
	if !ok || !closed {
		t.Fatal("the manual has lost its marks")
	}
	want := before + rulesBegin + rules() + rulesEnd + after
	if want == string(data) {
		return
	}
	if !*update {
		t.Fatal("docs/manual/checks.md is stale: go test ./internal/check -update")
	}
	if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

func rules() string {
	z := i18n.For("en")
	var b strings.Builder
	fmt.Fprintf(&b, "\n## The rules\n\nThere are %d. The level is the gravest that a rule gives.\n", len(check.Rules()))
	for _, r := range check.Rules() {
		fmt.Fprintf(&b, "\n### %s\n\n*%s* · [script](../../internal/check/testdata/rules/%s.txt)\n\n%s\n\n**Mend.** %s\n", r.ID, check.LevelWord(z, r.Level), r.ID, z.T(r.Why), mend(z, r))
	}
	return b.String() + "\n"
}

// mend shows the mend without a particular hit: what would be filled in stands as "…".
func mend(z *i18n.Localizer, r check.Rule) string {
	// The brackets are shown as they are written, not as a link of this page.
	return strings.NewReplacer("{word}", "…", "[{word}](#assertion)", "`[…](#assertion)`").Replace(z.T(r.Mend))
}

var ruleID = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// TestRulesAreExplained in every language, and no two alike.
func TestRulesAreExplained(t *testing.T) {
	seen := map[string]string{}
	for _, r := range check.Rules() {
		if !ruleID.MatchString(r.ID) {
			t.Errorf("id %q", r.ID)
		}
		for _, lang := range []i18n.Lang{"lt", "lv", "en"} {
			z := i18n.For(lang)
			for _, key := range []string{r.Why, r.Mend} {
				if !z.Has(key) {
					t.Errorf("%s: no %s", lang, key)
				}
				text := z.T(key)
				if other := seen[text]; other != "" {
					t.Errorf("%s and %s say the same: %q", r.ID, other, text)
				}
				seen[text] = r.ID
			}
			if r.Explain(z) == "" {
				t.Errorf("%s is not explained", r.ID)
			}
		}
	}
}

// TestScriptsAreReadStrictly: what a script cannot mean is a fault with its line.
func TestScriptsAreReadStrictly(t *testing.T) {
	for source, want := range map[string]string{
		"expect orphan at finding/gap": "x:1: nothing to expect yet",
		"\n== fires\n  key: value":     "x:3: not understood",
		"finding/gap\n  ???":           "x:2: not understood",
		"== fire":                      "x:1: not understood",
		"finding/gap\nkey: value":      "x:2: not understood",
	} {
		if _, _, err := parse("x", source); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v", source, err)
		}
	}
}
