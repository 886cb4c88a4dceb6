// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"slices"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/i18n"
)

// namesOfTheInput are the columns of texts that hold names which the input gave, by the part of their message key behind method.column. A column that
// is not among them has a vocabulary: no page shows a raw code.
var namesOfTheInput = strings.Fields(`region region-told activity activity-after partner id label other-label from to indicator peer least_alike structural-variable
	dispersion-period convergence-group compared-item compared-under worst_a worst_b alternative other-alternative criterion-code of-row of-column furthering hindering
	of-factor project voter participant statement place site open-sites open_closed open_open border-side site_closed site_open series node-id node-group
	tie-a tie-b functional-region region-centre fusion-step fusion-a fusion-b intramax-region origin destination`)

// TestEveryCodeHasItsWords: a column of texts holds names of the input, or has words for each of its codes in every language, all of them different.
func TestEveryCodeHasItsWords(t *testing.T) {
	var used []string
	known := map[string]bool{}
	look := func(m *Method, c Column) {
		key := strings.TrimPrefix(c.HelpKey(), "method.column.")
		switch {
		case c.Says != nil:
			known[c.Says.Name] = true
			saidWell(t, c.Says)
		case c.Kind == Text && !slices.Contains(namesOfTheInput, key):
			t.Errorf("%s: nobody says what stands in %s (%s)", m.ID, c.Name, key)
		case c.Kind == Text:
			used = append(used, key)
		}
	}
	for _, m := range All() {
		for _, c := range m.Values {
			look(m, c)
		}
		for _, f := range m.Tables {
			for _, c := range f.Columns {
				look(m, c)
			}
		}
	}
	for _, key := range namesOfTheInput {
		if !slices.Contains(used, key) {
			t.Errorf("no method has a column %s", key)
		}
	}
	for _, l := range i18n.Known() {
		for _, key := range i18n.Keys(l) {
			if name, ok := strings.CutPrefix(key, "method.said."); ok && !known[name] {
				t.Errorf("%s: %s is said by no column", l, key)
			}
		}
	}
}

// saidWell holds that a vocabulary says each code, and no two alike unless they are the same.
func saidWell(t *testing.T, v *Vocabulary) {
	t.Helper()
	for _, l := range i18n.Known() {
		z := i18n.For(l)
		said := map[string]string{}
		for _, code := range v.Codes {
			word, ok := v.Word(z, code)
			if twin := said[word]; !ok || word == code || twin != "" && code != "total" {
				t.Errorf("%s: %q of %s is said %q, as is %q", l, code, v.Name, word, twin)
			}
			said[word] = code
		}
	}
}

// TestWordsOfCodes: codes by a rule, several in one cell, and what is no code.
func TestWordsOfCodes(t *testing.T) {
	z := i18n.For(i18n.LT)
	for _, c := range []struct {
		of         *Vocabulary
		text, want string
	}{
		{quadrantCodes, "HH", "didelės greta didelių"},
		{outrankingCodes, "−", "pranašesnė kita"},
		{verdictCodes, "cannot be told apart", "grupės neatskiriamos"},
		{sideCodes, "1:agree 2:disagree", "1 grupė: pritaria, 2 grupė: nepritaria"},
		{sideCodes, "pass_3", "3 grupė: praleidžia"},
		{ageCodes, "Y_LT5", "0–4"},
		{ageCodes, "Y15-19", "15–19"},
		{ageCodes, "Y_GE85", "85+"},
		{ageCodes, "Y7", "7"},
		{ageCodes, "Y_LT1", "0"},
	} {
		if got, ok := c.of.Word(z, c.text); !ok || got != c.want {
			t.Errorf("%s %q: %q %v, not %q", c.of.Name, c.text, got, ok, c.want)
		}
	}
	for text, of := range map[string]*Vocabulary{"": quadrantCodes, "LV003": quadrantCodes, "1:often": sideCodes, "agree_x": sideCodes, "85 and over": ageCodes, "YGE1-4": ageCodes, "distance": gravityTerms} {
		if word, ok := of.Word(z, text); ok {
			t.Errorf("%q of %s is said %q", text, of.Name, word)
		}
	}
	if word, ok := (*Vocabulary)(nil).Word(z, "x"); ok {
		t.Errorf("no vocabulary says %q", word)
	}
}

// TestKeysOfRows: a result without variants or regions is named by what it has.
func TestKeysOfRows(t *testing.T) {
	for key, want := range map[string]string{
		"main LV003 1 F Y15-19": "variant region step sex age",
		"main 1 F Y15-19":       "variant step sex age",
		"LV003 1 F Y15-19":      "region step sex age",
		"1 F Y15-19":            "step sex age",
		"F Y15-19":              "",
		"a b c d e f":           "",
	} {
		var got []string
		for _, c := range cohortMethod.KeyColumns("projection", strings.Fields(key)) {
			got = append(got, c.Name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s is named by %v, not %s", key, got, want)
		}
	}
}
