// SPDX-License-Identifier: EUPL-1.2

package operate

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Access writes one line for each request: what was asked, how it ended, how long it took. It holds no personal data: no query, no
// name, no token, no cookie, no text that somebody typed, and of the address only a mark that tells askers apart for one day.
type Access struct {
	Log *slog.Logger
	Now func() time.Time
	// Random makes the secret of a day.
	Random io.Reader

	mu     sync.Mutex
	day    string
	secret []byte
}

// Wrap makes a handler write the log.
func (a *Access) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := a.Now()
		c := &counter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(c, r)
		a.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
			slog.String("method", method(r.Method)), slog.String("path", plainPath(r.URL.Path)), slog.Int("status", c.status), slog.Int64("bytes", c.bytes),
			slog.Int64("ms", a.Now().Sub(begin).Milliseconds()), slog.String("from", a.mark(r)))
	})
}

// mark tells askers apart without telling who they are: a keyed digest of the address, whose key is forgotten every day and never
// written down.
func (a *Access) mark(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() { // a proxy on this machine says whom it asks for
		all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if last := net.ParseIP(strings.TrimSpace(all[len(all)-1])); last != nil {
			host = last.String()
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if day := a.Now().UTC().Format(time.DateOnly); day != a.day {
		secret := make([]byte, 32)
		if _, err := io.ReadFull(a.Random, secret); err != nil {
			return "" // rather nothing than something that leads back
		}
		a.day, a.secret = day, secret
	}
	m := hmac.New(sha256.New, a.secret)
	m.Write([]byte(host))
	return hex.EncodeToString(m.Sum(nil))[:8]
}

var (
	// plainSegment is how the house's own addresses look: words joined by hyphens, dots of file names.
	plainSegment = regexp.MustCompile(`^[a-z0-9._-]{1,120}$`)
	// secretRun is what only a token or a digest looks like.
	secretRun = regexp.MustCompile(`[a-z0-9]{24,}`)
	methods   = map[string]bool{http.MethodGet: true, http.MethodHead: true, http.MethodPost: true, http.MethodPut: true, http.MethodPatch: true, http.MethodDelete: true, http.MethodOptions: true}
)

// plainPath keeps of an address what can only be a name of ours; whatever else somebody put there is a star.
func plainPath(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) > 12 {
		parts = append(parts[:12], "*")
	}
	for i, p := range parts {
		if p != "" && (!plainSegment.MatchString(p) || secretRun.MatchString(p)) {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}

func method(m string) string {
	if methods[m] {
		return m
	}
	return "other"
}

// counter hears what a handler answers.
type counter struct {
	http.ResponseWriter
	status int
	bytes  int64
	wrote  bool
}

func (c *counter) WriteHeader(status int) {
	if !c.wrote && status >= http.StatusOK {
		c.status, c.wrote = status, true
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *counter) Write(b []byte) (int, error) {
	c.wrote = true
	n, err := c.ResponseWriter.Write(b)
	c.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach what is below.
func (c *counter) Unwrap() http.ResponseWriter { return c.ResponseWriter }
