// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"net/http"
	"path/filepath"
	"testing"
)

// BenchmarkPages makes the most read pages in this process, without a network, for profiles: what a planner is served, and what it
// costs with nothing in memory.
func BenchmarkPages(b *testing.B) {
	h, done, err := openExample(b.Context(), filepath.Join(b.TempDir(), "data"))
	if done != nil {
		b.Cleanup(done)
	}
	if err != nil {
		b.Fatal(err)
	}
	cookie, err := h.planner(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for _, way := range []struct {
		name   string
		site   http.Handler
		cookie string
	}{{"planner", h.handler(false, false), cookie}, {"nothing", h.handler(true, true), ""}} {
		for _, path := range pages {
			b.Run(way.name+path, func(b *testing.B) { makePage(b, way.site, path, way.cookie) })
		}
	}
}

func makePage(b *testing.B, site http.Handler, path, cookie string) {
	b.ReportAllocs()
	req, err := request(path, cookie)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		w := &thrown{header: http.Header{}}
		site.ServeHTTP(w, req)
		if w.status != http.StatusOK || w.size == 0 {
			b.Fatal(w.status, w.size)
		}
		b.SetBytes(int64(w.size))
	}
}

// thrown is an answer of which only the length is kept: a recorder would grow with the page and be measured too.
type thrown struct {
	header       http.Header
	status, size int
}

func (t *thrown) Header() http.Header         { return t.header }
func (t *thrown) WriteHeader(status int)      { t.status = status }
func (t *thrown) Write(b []byte) (int, error) { t.size += len(b); return len(b), nil }
