// SPDX-License-Identifier: EUPL-1.2

package testkit

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Root finds the folder of go.mod above the working directory.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the working directory")
		}
		dir = up
	}
}

// Shared gives the path of a file of the shared sample data (SUMANUS_SHARED, default ../shared beside the module). When it is
// absent the test is skipped and named, or fails where REQUIRE_SHARED=1.
func Shared(t testing.TB, name string) string {
	t.Helper()
	base := os.Getenv("SUMANUS_SHARED")
	if base == "" {
		base = filepath.Join(Root(t), "..", "shared")
	}
	path := filepath.Join(base, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("REQUIRE_SHARED") == "1" {
			t.Fatalf("shared sample data is required and missing: %s", path)
		}
		t.Skipf("skipped: needs shared sample data %s", name)
	}
	return path
}

// Clock is a time that moves only when told; safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock starts at t.
func NewClock(t time.Time) *Clock { return &Clock{now: t.UTC()} }

// Now tells the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Add moves the time forward.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Set moves the time to t.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t.UTC()
}

// Random is a reader of bytes that is the same for the same seed; safe for concurrent use.
type Random struct {
	mu  sync.Mutex
	src *rand.ChaCha8
}

// NewRandom starts from a seed.
func NewRandom(seed byte) *Random {
	var s [32]byte
	s[0] = seed
	return &Random{src: rand.NewChaCha8(s)}
}

// Read fills p.
func (r *Random) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.src.Read(p)
}
