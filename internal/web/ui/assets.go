// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/doc/theme"
)

//go:embed script/*.js
var scripts embed.FS

//go:embed maplibre/*.mjs maplibre/*.css
var maplibre embed.FS

// AssetPath is the folder of addresses under which the files lie: /assets/<hash of them all>/<name>.
const AssetPath = "/assets/"

type assetSet struct {
	files map[string][]byte
	hrefs map[string]string
	hash  string
}

// assets are the same as long as the program runs. What is embedded can be read always; a file that could not would be missed by
// the tests and answered with 404.
var assets = sync.OnceValue(func() assetSet {
	a := assetSet{files: map[string][]byte{}, hrefs: map[string]string{}}
	take := func(from fs.FS) {
		_ = fs.WalkDir(from, ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			b, err := fs.ReadFile(from, name)
			if err == nil {
				a.files[name] = b
			}
			return err
		})
	}
	if from, err := theme.Files(chart.CSS()); err == nil {
		take(from)
	}
	take(scripts)
	take(maplibre)
	a.files["workbench.css"] = []byte(theme.Workbench())
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(a.files)) {
		one := sha256.Sum256(a.files[name])
		sum.Write([]byte(name))
		sum.Write(one[:])
	}
	a.hash = hex.EncodeToString(sum.Sum(nil))[:16]
	for name := range a.files {
		a.hrefs[name] = AssetPath + a.hash + "/" + name
	}
	return a
})

// AssetNames lists the files, sorted.
func AssetNames() []string { return slices.Sorted(maps.Keys(assets().files)) }

// Asset gives the bytes of a file.
func Asset(name string) ([]byte, bool) {
	b, ok := assets().files[name]
	return b, ok
}

// AssetHref is the address of a file. It changes whenever any file does, so browsers may keep what they have for ever.
func AssetHref(name string) string {
	a := assets()
	if href, ok := a.hrefs[name]; ok {
		return href
	}
	return AssetPath + a.hash + "/" + name
}

// AssetHandler answers everything under AssetPath. A file asked for under an older hash is given as it is now, to be asked for again
// soon: a page that was open during an upgrade keeps its looks.
func AssetHandler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hash, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, AssetPath), "/")
		data, ok := Asset(name)
		if !ok || r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.NotFound(w, r)
			return
		}
		keep := "public, max-age=300"
		if hash == assets().hash {
			keep = "public, max-age=31536000, immutable"
		}
		w.Header().Set("Cache-Control", keep)
		w.Header().Set("Content-Type", contentType(name))
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if packed, ok := packed()[name]; ok {
			w.Header().Set("Vary", "Accept-Encoding")
			if AcceptsGzip(r) {
				w.Header().Set("Content-Encoding", "gzip")
				data = packed
			}
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
	})
}

// packed are the large files made small, once: over a telephone the difference is seconds.
var packed = sync.OnceValue(func() map[string][]byte {
	const large = 64 << 10
	out := map[string][]byte{}
	for name, data := range assets().files {
		if len(data) < large || path.Ext(name) == ".woff2" {
			continue
		}
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write(data); err == nil && z.Close() == nil {
			out[name] = b.Bytes()
		}
	}
	return out
})

// AcceptsGzip tells whether the browser says so in plain words; one that weighs encodings gets the file as it is.
func AcceptsGzip(r *http.Request) bool {
	for _, one := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		if strings.TrimSpace(one) == "gzip" {
			return true
		}
	}
	return false
}

// contentType does not ask the machine, whose own table differs from place to place.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}
