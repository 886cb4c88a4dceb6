// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/web"
	"github.com/sumanus/sumanus/internal/web/evidence"
	"github.com/sumanus/sumanus/internal/web/operation"
	"github.com/sumanus/sumanus/internal/web/site"
)

type serveCommand struct {
	Addr   string `default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	Origin string `placeholder:"URL"`
	Site   string `placeholder:"DIR"`
	Log    string `default:"errors" placeholder:"errors|text|json"`
}

func (c *serveCommand) run(ctx context.Context, s *session) error {
	if c.Site != "" {
		if absent(c.Site) {
			return fault.New(fault.NotFound, "cli.no-site", fault.A{"dir": c.Site})
		}
		l, err := listen(ctx, c.Addr, false)
		if err != nil {
			return err
		}
		s.say("cli.serving", fault.A{"address": at(l.Addr()) + "/"})
		return s.serve(ctx, l, web.Published(c.Site), nil)
	}
	h, err := s.openOrBegin(ctx)
	if err != nil {
		return err
	}
	if s.log, err = s.serverLog(c.Log); err != nil {
		return err
	}
	return s.serveHouse(ctx, h, serving{addr: c.Addr, origin: c.Origin})
}

// serving is how a house is served.
type serving struct {
	addr, origin string
	search       bool // a taken port is passed over
	browser      bool // the person's browser is opened on it
}

// serveHouse serves the site of the house and does its jobs until it is interrupted. While nobody can sign in yet, it prints the one-time
// link for the first administrator.
func (s *session) serveHouse(ctx context.Context, h *house, how serving) error {
	place, err := s.place()
	if err != nil {
		return err
	}
	l, err := listen(ctx, how.addr, how.search)
	if err != nil {
		return err
	}
	origin := how.origin
	if origin == "" {
		origin = s.Getenv("SUMANUS_ORIGIN")
	}
	if origin == "" {
		origin = at(l.Addr())
	}
	accounts, err := s.accounts(h, origin)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	secure := strings.HasPrefix(origin, "https://")
	stage := evidence.NewStage(h.store, stagePlace(place.Dir), s.Random)
	stage.Tidy()
	ready := s.ready(h)
	handler := web.New(web.Options{Operation: operation.Options{Version: s.Version, Backups: s.backups(place), Ready: ready}, API: s.programs(h, accounts, origin, sitePlace(place.Dir)), Stage: stage, Store: h.store, Policy: h.policy, Accounts: accounts, Visit: site.ByAccounts(accounts, secure), Now: s.Now, Random: s.Random, Log: s.log,
		Secure: secure, Published: sitePlace(place.Dir), Save: func(document string, files map[string][]byte) error {
			return saveSite(web.PublishedDir(sitePlace(place.Dir), document), document, files)
		}})
	handler = s.operated(h, handler, ready, s.log)
	s.say("cli.serving", fault.A{"address": origin + "/"})
	if err := s.sayFirstLink(ctx, accounts); err != nil {
		return errors.Join(err, l.Close())
	}
	if how.browser {
		s.show(ctx, origin+"/"+string(s.z.Lang())+"/") // the port is ours already: the browser waits for the first answer
	}
	return s.serve(ctx, l, handler, func(ctx context.Context) error {
		defer stage.Wait()
		return s.work(ctx, h, s.log, func(handlers map[string]jobs.Handler) error {
			handlers[evidence.StageJob] = stage.Handle
			return jobs.Run(ctx, h.db, handlers, jobs.Options{Now: s.Now, Name: s.worker(), Log: s.log})
		})
	})
}

// sayFirstLink prints the link for the first administrator while there is none.
func (s *session) sayFirstLink(ctx context.Context, accounts *identity.Accounts) error {
	there, err := accounts.HasAdministrator(ctx)
	if err != nil || there {
		return err
	}
	token, err := accounts.FirstLink(ctx)
	if err != nil {
		return err
	}
	s.say("cli.first-link", fault.A{"address": accounts.LinkURL(string(s.z.Lang()), identity.ForFirst, token), "minutes": int(identity.FirstLinkLasts.Minutes())})
	return nil
}

// serve answers, and does the work beside, until it is interrupted. Then requests under way and jobs under way are finished.
func (s *session) serve(ctx context.Context, l net.Listener, handler http.Handler, beside func(context.Context) error) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 5 * time.Minute, WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute}
	working, stopWorking := context.WithCancel(ctx)
	defer stopWorking()
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	worked := make(chan error, 1)
	go func() {
		if beside == nil {
			worked <- nil
			return
		}
		worked <- beside(working)
	}()
	select {
	case err := <-done:
		stopWorking()
		return errors.Join(err, <-worked)
	case <-ctx.Done():
	}
	rest, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	s.tell("cli.stopped")
	// To be told to stop is how a server ends well.
	return errors.Join(server.Shutdown(rest), <-worked, errStopped)
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

// at is the address to open in a browser on this machine. One that stands for every network of the machine cannot be opened, so localhost
// stands in for it.
func at(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return "http://" + net.JoinHostPort("localhost", port)
	}
	return "http://" + a.String()
}
