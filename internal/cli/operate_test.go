// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/testkit"
)

// aSession is a run of the program on a folder of its own.
func aSession(t *testing.T, out io.Writer) *session {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	return &session{World: World{Stdout: out, Stderr: out, Getenv: func(string) string { return "" }, Now: time.Now, Random: rand.Reader, Version: "test"},
		flags: globals{Data: dir}, z: i18n.For(i18n.EN), log: slog.New(slog.DiscardHandler)}
}

// TestAStopIsGraceful stops a server while it answers and works: the answer arrives whole, and the job waits again for the next worker.
func TestAStopIsGraceful(t *testing.T) {
	s := aSession(t, io.Discard)
	h, err := s.openOrMake(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer h.db.Close()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	if err := h.db.Write(ctx, func(tx db.Tx) error { return jobs.Enqueue(ctx, tx, "long", nil, "") }); err != nil {
		t.Fatal(err)
	}
	working, asked := make(chan struct{}), make(chan struct{})
	h.handlers = map[string]jobs.Handler{"long": func(ctx context.Context, _ jobs.Job) error {
		close(working)
		<-ctx.Done()
		return ctx.Err()
	}}
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(asked)
		time.Sleep(400 * time.Millisecond)
		if r.Context().Err() != nil {
			t.Error("a request under way was cut off")
		}
		_, _ = w.Write([]byte("whole"))
	})
	l, err := listen(ctx, "127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() {
		served <- s.serve(ctx, l, s.operated(h, slow, s.ready(h), s.log), func(ctx context.Context) error {
			return s.work(ctx, h, s.log, func(handlers map[string]jobs.Handler) error {
				return jobs.Run(ctx, h.db, handlers, jobs.Options{Now: s.Now, Name: "test", Poll: 10 * time.Millisecond})
			})
		})
	}()
	answer := make(chan string, 1)
	go func() {
		r, err := http.Get("http://" + l.Addr().String() + "/lt")
		if err != nil {
			answer <- err.Error()
			return
		}
		defer r.Body.Close()
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			answer <- err.Error()
			return
		}
		answer <- string(raw)
	}()
	<-working
	<-asked
	stop()
	if got := <-answer; got != "whole" {
		t.Errorf("the request under way was answered %q", got)
	}
	if err := <-served; !errors.Is(err, errStopped) {
		t.Errorf("served: %v", err)
	}
	if err := h.db.Read(t.Context(), func(tx db.Tx) error {
		var state, worker string
		var attempts int
		if err := tx.Row(t.Context(), `SELECT state, coalesce(worker, ''), attempts FROM job WHERE kind = 'long'`).Scan(&state, &worker, &attempts); err != nil {
			return err
		}
		if state != "waiting" || worker != "" || attempts != 0 {
			t.Errorf("the job is %s, by %q, attempts %d", state, worker, attempts)
		}
		var planned int
		if err := tx.Row(t.Context(), `SELECT count(*) FROM job WHERE kind = 'operate.backup' AND state = 'waiting'`).Scan(&planned); err != nil {
			return err
		}
		if planned != 1 {
			t.Errorf("%d nightly backups are planned", planned)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// TestAnUpgradeBacksUpFirst opens data of an older program: a verified backup is taken beside the data, and search finds what is there.
func TestAnUpgradeBacksUpFirst(t *testing.T) {
	var out bytes.Buffer
	s := aSession(t, &out)
	d, err := db.Open(t.Context(), db.Config{Dir: s.flags.Data, Random: testkit.NewRandom(1), Version: 7})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	h, err := s.openOrMake(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer h.db.Close()
	files, err := filepath.Glob(s.flags.Data + ".backups/sumanus-before-upgrade-from-*.backup")
	if err != nil || len(files) != 1 {
		t.Fatalf("backups %v: %v", files, err)
	}
	if _, err := db.Verify(t.Context(), files[0]); err != nil {
		t.Error(err)
	}
	if !strings.Contains(out.String(), "A backup is taken") {
		t.Errorf("nothing is told: %s", out.String())
	}
}

func TestServerLog(t *testing.T) {
	var out bytes.Buffer
	s := aSession(t, &out)
	for how, want := range map[string][2]bool{logErrors: {false, true}, logText: {true, true}, logJSON: {true, true}} {
		out.Reset()
		log, err := s.serverLog(how)
		if err != nil {
			t.Fatal(err)
		}
		log.Info("asked")
		log.Error("broke")
		if strings.Contains(out.String(), "asked") != want[0] || strings.Contains(out.String(), "broke") != want[1] || (how == logJSON) != strings.HasPrefix(out.String(), "{") {
			t.Errorf("%s: %s", how, out.String())
		}
	}
	if _, err := s.serverLog("loud"); !fault.Is(err, "cli.bad-log") {
		t.Errorf("got %v", err)
	}
}

// TestDeployment checks that the unit and the container start the program as it is, and that the unit stays hardened.
func TestDeployment(t *testing.T) {
	root := testkit.Root(t)
	read := func(name string) string {
		t.Helper()
		raw, err := os.ReadFile(filepath.Join(root, "deploy", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	unit, container := read("sumanus.service"), read("Containerfile")
	starts := regexp.MustCompile(`(?m)^ExecStart=/usr/local/bin/sumanus (.*)$`).FindStringSubmatch(unit)
	cmd := regexp.MustCompile(`(?m)^CMD \[(.*)\]$`).FindStringSubmatch(container)
	if starts == nil || cmd == nil {
		t.Fatal("no start in the unit or the container")
	}
	for _, args := range [][]string{strings.Fields(starts[1]), strings.Split(strings.ReplaceAll(cmd[1], `"`, ""), ", ")} {
		var g grammar
		parser, err := kong.New(&g, kong.Name("sumanus"), kong.NoDefaultHelp())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse(args); err != nil {
			t.Errorf("the program does not take %v: %v", args, err)
		}
	}
	for _, line := range []string{"DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=\n", "PrivateDevices=yes", "UMask=0077", "KillSignal=SIGTERM"} {
		if !strings.Contains(unit, line) {
			t.Errorf("the unit lacks %s", line)
		}
	}
	for _, line := range []string{"USER 65532:65532", "distroless/static", "CGO_ENABLED=0", "VOLUME /data", "STOPSIGNAL SIGTERM"} {
		if !strings.Contains(container, line) {
			t.Errorf("the container file lacks %s", line)
		}
	}
	if analyse, err := exec.LookPath("systemd-analyze"); err == nil { // more is known where systemd is
		out, err := exec.Command(analyse, "security", "--offline=yes", "--threshold=20", filepath.Join(root, "deploy", "sumanus.service")).CombinedOutput()
		if err != nil {
			t.Errorf("systemd finds the unit too open: %v\n%s", err, out)
		}
		t.Logf("%s", out[max(0, bytes.LastIndexByte(bytes.TrimSpace(out), '\n')):])
	}
}

// TestTheFeedLeadsToPages: who reads the feed elsewhere opens pages for people, by their whole address.
func TestTheFeedLeadsToPages(t *testing.T) {
	s := aSession(t, io.Discard)
	h, err := s.openOrMake(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer h.db.Close()
	if err := s.loadExample(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	accounts, err := s.accounts(h, "")
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	s.programs(h, accounts, "https://plan.example.org", t.TempDir()).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/changes.atom?lang=lv&limit=20", nil))
	links := regexp.MustCompile(`<entry>.*?<link href="([^"]*)"`).FindAllStringSubmatch(w.Body.String(), -1)
	if len(links) == 0 {
		t.Fatalf("%d %.300s", w.Code, w.Body.String())
	}
	for _, l := range links {
		if !strings.HasPrefix(l[1], "https://plan.example.org/lv/") || strings.Contains(l[1], "/api/") {
			t.Errorf("an entry leads to %s", l[1])
		}
	}
}
