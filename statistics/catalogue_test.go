// SPDX-License-Identifier: EUPL-1.2

package statistics_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/statistics"
)

// Every code has its sentence in every language, with the same arguments, and no sentence is left over.
func TestCatalogue(t *testing.T) {
	arguments := regexp.MustCompile(`\{(\w+)`)
	var english map[string]string
	for _, language := range []string{"en", "lt", "lv"} {
		b, err := os.ReadFile(filepath.Join(testkit.Root(t), "internal", "i18n", "catalogue", "statistics."+language+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var sentences map[string]string
		if err := json.Unmarshal(b, &sentences); err != nil {
			t.Fatal(err)
		}
		if english == nil {
			english = sentences
		}
		if len(sentences) != len(statistics.ErrorCodes) {
			t.Errorf("%s: %d sentences for %d codes", language, len(sentences), len(statistics.ErrorCodes))
		}
		for _, code := range statistics.ErrorCodes {
			key := "statistics." + string(code)
			if sentences[key] == "" {
				t.Errorf("%s: no sentence for %s", language, code)
			}
			want, got := map[string]bool{}, map[string]bool{}
			for _, m := range arguments.FindAllStringSubmatch(english[key], -1) {
				want[m[1]] = true
			}
			for _, m := range arguments.FindAllStringSubmatch(sentences[key], -1) {
				got[m[1]] = true
				if !want[m[1]] {
					t.Errorf("%s: %s has {%s}, English does not", language, code, m[1])
				}
			}
			if len(got) != len(want) {
				t.Errorf("%s: %s lacks an argument", language, code)
			}
		}
	}
}
