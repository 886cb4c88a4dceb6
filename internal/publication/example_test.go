// SPDX-License-Identifier: EUPL-1.2

package publication_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/i18n"
)

// With SUMANUS_PUBLISHED=DIR the folders are kept there, to be looked at and to be opened by e2e/run.mjs.
func TestExampleIsPublishedInThreeLanguages(t *testing.T) {
	s, _ := example(t)
	for _, document := range []string{"guide", "joint-strategy"} {
		files, err := publish(t, s, time.Time{}, document)
		if err != nil {
			t.Fatalf("%s: %v\n%s", document, err, i18n.For("en").Error(err))
		}
		if dir := os.Getenv("SUMANUS_PUBLISHED"); dir != "" {
			for name, data := range files {
				to := filepath.Join(dir, document, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(to, data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
