// SPDX-License-Identifier: EUPL-1.2

package dbtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sumanus/sumanus/internal/db"
)

const (
	templateName = "sumanus_template"
	superuser    = "sumanus"
	startLimit   = 60 * time.Second
	plenty       = 4 << 30
)

// errAbsent marks what the machine lacks, as opposed to a server that does not start.
var errAbsent = errors.New("not installed")

// server is the throw-away PostgreSQL server of this test program.
type server struct {
	dir    string
	keeper *exec.Cmd
	alive  io.Closer // the keeper's standard input: when it closes, by us or by our death, the server goes
	mu     sync.Mutex
	count  int
}

var (
	startOnce sync.Once
	started   *server
	startErr  error
)

func theServer(t testing.TB) *server {
	t.Helper()
	startOnce.Do(func() { started, startErr = start() })
	switch {
	case startErr == nil:
		return started
	case errors.Is(startErr, errAbsent) && os.Getenv("REQUIRE_POSTGRES") != "1":
		t.Skipf("skipped: needs PostgreSQL's server programs: %v", startErr)
	default:
		t.Fatalf("throw-away PostgreSQL server: %v", startErr)
	}
	return nil
}

// keeperScript starts the server and holds it until its standard input closes, which also happens when the test program is
// killed; then it stops the server without ceremony and removes its folder.
const keeperScript = `"$1" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=32MB -c autovacuum=off &
server=$!
read -r never
kill -QUIT "$server"
wait "$server"
cd / && rm -rf "$2"`

func start() (*server, error) {
	initdb, postgres, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(base(), "sumanus-pg-")
	if err != nil {
		return nil, err
	}
	as, err := unprivileged(dir)
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	command := func(name string, args ...string) *exec.Cmd {
		c := exec.Command(name, args...)
		c.Dir = dir
		c.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
		c.SysProcAttr = &syscall.SysProcAttr{Credential: as, Setsid: true}
		return c
	}
	if out, err := command(initdb, "-D", filepath.Join(dir, "data"), "-U", superuser, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N").CombinedOutput(); err != nil {
		os.RemoveAll(dir)
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	s := &server{dir: dir}
	s.keeper = command("/bin/sh", "-c", keeperScript, "keeper", postgres, dir)
	log, err := os.OpenFile(filepath.Join(dir, "log"), os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	defer log.Close()
	// A file, not our own output: go test waits for everybody who holds that.
	s.keeper.Stdout, s.keeper.Stderr = log, log
	if s.alive, err = s.keeper.StdinPipe(); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	if err := s.keeper.Start(); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	if err := s.ready(); err != nil {
		text, _ := os.ReadFile(filepath.Join(dir, "log"))
		s.stop()
		return nil, fmt.Errorf("%w: %s", err, text)
	}
	return s, nil
}

// base is where the server's folder goes: into memory where there is plenty, because making a database writes hundreds of
// files; else /tmp. Never deeper, because the path of a socket is short by law (107 bytes) and open to the unprivileged user.
func base() string {
	var s syscall.Statfs_t
	if err := syscall.Statfs("/dev/shm", &s); err == nil && s.Bavail*uint64(s.Bsize) > plenty {
		return "/dev/shm"
	}
	if _, err := os.Stat("/tmp"); err == nil {
		return "/tmp"
	}
	return os.TempDir()
}

// ready waits for the server and makes the migrated template.
func (s *server) ready() error {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	for {
		err := s.admin(ctx, "CREATE DATABASE "+templateName+" TEMPLATE template0")
		if err == nil {
			break
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the server does not answer: %w", err)
		case <-time.After(30 * time.Millisecond):
		}
	}
	d, err := db.Open(ctx, db.Config{URL: s.url(templateName), Strict: true})
	if err != nil {
		return err
	}
	return d.Close()
}

func (s *server) url(name string) string {
	return "postgres://" + superuser + "@/" + name + "?host=" + url.QueryEscape(s.dir) + "&sslmode=disable"
}

func (s *server) admin(ctx context.Context, sql string) error {
	conn, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}

// create makes a database from a template and drops it after the test.
func (s *server) create(t testing.TB, from string) string {
	t.Helper()
	ctx := context.Background()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	name := fmt.Sprintf("test_%d", s.count)
	if err := s.admin(ctx, "CREATE DATABASE "+name+" TEMPLATE "+from); err != nil {
		t.Fatalf("create database: %v", err)
	}
	t.Cleanup(func() {
		if err := s.admin(ctx, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop database: %v", err)
		}
	})
	return s.url(name)
}

func (s *server) stop() {
	_ = s.alive.Close()
	// How it ends does not matter: it was killed.
	_ = s.keeper.Wait()
}

func stopServer() {
	if started != nil {
		started.stop()
	}
}

// programs finds initdb and postgres of one installation, on PATH or where Debian puts them, the newest first.
func programs() (initdb, postgres string, err error) {
	if p, err := exec.LookPath("initdb"); err == nil {
		if q, err := exec.LookPath("postgres"); err == nil {
			return p, q, nil
		}
	}
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is right, so there is no error
	sort.Slice(dirs, func(i, j int) bool { return versionOf(dirs[i]) > versionOf(dirs[j]) })
	for _, d := range dirs {
		p, q := filepath.Join(d, "initdb"), filepath.Join(d, "postgres")
		if executable(p) && executable(q) {
			return p, q, nil
		}
	}
	return "", "", fmt.Errorf("initdb and postgres are neither on PATH nor in /usr/lib/postgresql/*/bin: %w", errAbsent)
}

func versionOf(bin string) int {
	n, _ := strconv.Atoi(strings.TrimSpace(filepath.Base(filepath.Dir(bin)))) // 0 for a folder that is no version
	return n
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&0o111 != 0
}

// unprivileged gives the user to run the server as, because PostgreSQL refuses to run as root, and hands him the folder.
func unprivileged(dir string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		if err := os.Chown(dir, int(uid), int(gid)); err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, fmt.Errorf("running as root, and neither user postgres nor nobody exists: %w", errAbsent)
}
