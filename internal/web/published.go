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

// GuideDocument is the document that stands at the top of the published folder; others have a folder of their own in it.
const GuideDocument = "guide"

// PublishedDir is the folder of a document below the published folder.
func PublishedDir(dir, document string) string {
	if document == GuideDocument {
		return dir
	}
	return filepath.Join(dir, document)
}

// published tells where a document is read; empty when it was never published.
func published(dir string) func(document string) string {
	return func(document string) string {
		if dir == "" {
			return ""
		}
		if _, err := os.Stat(filepath.Join(PublishedDir(dir, document), "index.html")); err != nil {
			return ""
		}
		if document == GuideDocument {
			return publishedPath
		}
		return publishedPath + document + "/"
	}
}
