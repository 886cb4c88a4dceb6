// SPDX-License-Identifier: EUPL-1.2

package html_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/testkit"
)

func TestEveryMessageOfTheAreaIsUsedAndTranslated(t *testing.T) {
	used := map[string]bool{}
	key := regexp.MustCompile(`"(doc\.[a-z0-9-]+)"`)
	err := filepath.WalkDir(filepath.Join(testkit.Root(t), "internal", "doc"), func(p string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return err
		}
		b, err := os.ReadFile(p)
		for _, m := range key.FindAllStringSubmatch(string(b), -1) {
			used[m[1]] = true
		}
		return err
	})
	if err != nil || len(used) < 50 {
		t.Fatalf("%d keys, %v", len(used), err)
	}
	for _, l := range i18n.Known() {
		have := map[string]bool{}
		for _, k := range i18n.Keys(l) {
			have[k] = true
			if strings.HasPrefix(k, "doc.") && !used[k] {
				t.Errorf("%s: nobody says %s", l, k)
			}
		}
		for k := range used {
			if !have[k] {
				t.Errorf("%s: %s has no words", l, k)
			}
		}
	}
	for _, err := range i18n.Check() {
		if strings.Contains(err.Error(), "doc.") {
			t.Error(err)
		}
	}
}
