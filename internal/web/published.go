// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// publishedPath is where the published documents are read, signed in or not.
const publishedPath = "/published/"

// publishedPolicy lets a published page load nothing but the files beside it.
const publishedPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Published serves a published folder: files, but no list of a folder and nothing whose name begins with a dot.
func Published(dir string) http.Handler {
	files := http.FileServer(http.Dir(dir))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", publishedPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache")
		clean := filepath.FromSlash(strings.Trim(r.URL.Path, "/"))
		if strings.Contains("/"+r.URL.Path, "/.") || clean != "" && !filepath.IsLocal(clean) {
			http.NotFound(w, r)
			return
		}
		if strings.HasSuffix(r.URL.Path, "/") {
			if _, err := os.Stat(filepath.Join(dir, clean, "index.html")); err != nil {
				http.NotFound(w, r)
				return
			}
		}
		files.ServeHTTP(w, r)
	})
}
