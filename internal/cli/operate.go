// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"

	"github.com/sumanus/sumanus/internal/api"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web"
	"github.com/sumanus/sumanus/internal/web/operate"
)

// The ways a running server writes its log: what went wrong alone, or every request too, for people or for programs.
const (
	logErrors = "errors"
	logText   = "text"
	logJSON   = "json"
)

// serverLog is the log of a server, on standard error.
func (s *session) serverLog(how string) (*slog.Logger, error) {
	level := slog.LevelInfo
	if s.flags.Debug {
		level = slog.LevelDebug
	}
	switch how {
	case logErrors:
		if !s.flags.Debug {
			level = slog.LevelWarn
		}
		return slog.New(slog.NewTextHandler(s.Stderr, &slog.HandlerOptions{Level: level})), nil
	case logText:
		return slog.New(slog.NewTextHandler(s.Stderr, &slog.HandlerOptions{Level: level})), nil
	case logJSON:
		return slog.New(slog.NewJSONHandler(s.Stderr, &slog.HandlerOptions{Level: level})), nil
	}
	return nil, fault.New(fault.Invalid, "cli.bad-log", fault.A{"found": how, "expected": "errors, text, json"})
}

// backups is the folder of nightly backups and of those before an upgrade. Like the list of erasures it stands beside the data, never
// in it.
func (s *session) backups(place db.Config) string {
	if dir := s.Getenv("SUMANUS_BACKUPS"); dir != "" {
		return dir
	}
	if place.Dir == "" {
		return "backups"
	}
	return filepath.Clean(place.Dir) + ".backups"
}

func (s *session) nightly(d db.DB, place db.Config) *operate.Nightly {
	return &operate.Nightly{DB: d, Dir: s.backups(place), Program: s.Version, Now: s.Now}
}

// beforeUpgrade takes a backup of data that is about to be changed.
func (s *session) beforeUpgrade(place db.Config) func(context.Context, db.DB, int64) error {
	return func(ctx context.Context, d db.DB, found int64) error {
		s.tell("cli.upgrading", fault.A{"found": found, "expected": db.Newest(), "dir": s.backups(place)})
		return s.nightly(nil, place).BeforeUpgrade(ctx, d, found)
	}
}

// programs is the interface for programs of a running house that readers find at an origin.
func (s *session) programs(h *house, accounts *identity.Accounts, origin, site string) http.Handler {
	return api.New(h.store, api.Options{
		Log: s.log, Version: s.Version,
		Page: func(lang string, r record.Record) string { return origin + web.Page(lang, r.Ref) },
		Authenticate: func(ctx context.Context, token string) (identity.Actor, error) {
			who, err := accounts.AuthenticateToken(ctx, token)
			return who.Actor, err
		},
		Publish: func(_ context.Context, _ record.Actor, document string, files publication.Files) (string, error) {
			address := "/published/"
			if document != web.GuideDocument {
				address += document + "/"
			}
			return address, saveSite(web.PublishedDir(site, document), document, files)
		},
	})
}

// ready looks whether the house can work.
func (s *session) ready(h *house) *operate.Ready {
	return &operate.Ready{DB: h.db, Now: s.Now, Log: s.log}
}

// operated puts the operator's addresses before a handler, counts what it answers and writes the log of requests.
func (s *session) operated(h *house, next http.Handler, ready *operate.Ready, log *slog.Logger) http.Handler {
	metrics := operate.NewMetrics(h.db, s.Now, s.Version)
	mux := http.NewServeMux()
	mux.Handle("GET /livez", operate.Live())
	mux.Handle("GET /readyz", ready)
	mux.Handle("GET /metrics", metrics.Handler(s.Getenv("SUMANUS_METRICS_TOKEN")))
	access := &operate.Access{Log: log, Now: s.Now, Random: s.Random}
	mux.Handle("/", access.Wrap(metrics.Wrap(next)))
	return mux
}

// work does the jobs of the house and the nightly backup until it is told to stop.
func (s *session) work(ctx context.Context, h *house, log *slog.Logger, run func(map[string]jobs.Handler) error) error {
	place, err := s.place()
	if err != nil {
		return err
	}
	nightly := s.nightly(h.db, place)
	handlers := map[string]jobs.Handler{operate.BackupJob: nightly.Handle}
	for kind, f := range h.handlers {
		handlers[kind] = f
	}
	if err := nightly.Schedule(ctx); err != nil && !errors.Is(err, context.Canceled) {
		// A house that cannot plan its backup goes on, and says so.
		log.Error("the nightly backup could not be planned", "cause", err)
	}
	return run(handlers)
}
