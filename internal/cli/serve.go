// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
)

type serveCommand struct {
	Addr string `default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	Site string `placeholder:"DIR"`
}

func (c *serveCommand) run(ctx context.Context, s *session) error {
	site := c.Site
	if site == "" {
		place, err := s.place()
		if err != nil {
			return err
		}
		site = sitePlace(place.Dir)
	}
	if absent(site) {
		return fault.New(fault.NotFound, "cli.no-site", fault.A{"dir": site})
	}
	return s.serveSite(ctx, site, c.Addr, false)
}

// serveSite serves a published folder until it is interrupted.
func (s *session) serveSite(ctx context.Context, dir, addr string, search bool) error {
	l, err := listen(ctx, addr, search)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: siteHandler(dir), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute}
	s.say("cli.serving", fault.A{"address": "http://" + l.Addr().String() + "/"})
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	rest, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	s.tell("cli.stopped")
	// To be told to stop is how a server ends well.
	return errors.Join(server.Shutdown(rest), errStopped)
}

// errStopped says that a server was told to stop.
var errStopped = errors.New("stopped")

// ports is how many ports after the wanted one are tried.
const ports = 20

// listen takes the address, or with search the next port that is free.
func listen(ctx context.Context, addr string, search bool) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	number, perr := strconv.Atoi(port)
	if err != nil || perr != nil || number < 0 || number > 65535 {
		return nil, fault.New(fault.Invalid, "cli.bad-address", fault.A{"found": addr})
	}
	var lc net.ListenConfig
	for try := number; ; try++ {
		l, err := lc.Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(try)))
		if err == nil {
			return l, nil
		}
		if !search || try >= number+ports || try >= 65535 || !errors.Is(err, syscall.EADDRINUSE) {
			return nil, fault.New(fault.Unavailable, "cli.cannot-listen", fault.A{"address": addr}).Because(err)
		}
	}
}

// sitePolicy lets a page load nothing but the files beside it.
const sitePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// siteHandler serves files, but no list of a folder and nothing whose name begins with a dot.
func siteHandler(dir string) http.Handler {
	files := http.FileServer(http.Dir(dir))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", sitePolicy)
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
