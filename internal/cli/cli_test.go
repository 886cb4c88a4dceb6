// SPDX-License-Identifier: EUPL-1.2

package cli_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sumanus/sumanus/internal/cli"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/testkit"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerEnv); dir != "" {
		os.Exit(writeForever(dir))
	}
	if os.Getenv(programEnv) != "" {
		program()
	}
	testscript.Main(m, map[string]func(){"sumanus": program})
}

// program is the command as scripts run it. The scripts tell the time by NOW, so that what a day changes can be shown.
func program() {
	now := time.Now
	if at := os.Getenv("NOW"); at != "" {
		moment, err := time.Parse(time.RFC3339, at)
		if err != nil {
			panic(err)
		}
		now = func() time.Time { return moment }
	}
	os.Exit(cli.Run(context.Background(), cli.World{
		Args: os.Args[1:], Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Now: now, Random: rand.Reader, Version: "test",
	}))
}

// scripts are run in a copy of nothing: $EXAMPLE is the example of the project, $SHARED the shared sample data where there is any.
func scripts(t *testing.T, dir string, place func(*testscript.Env) error) {
	t.Helper()
	root := testkit.Root(t)
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: false,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("EXAMPLE", filepath.Join(root, "examples", "kurzeme-klaipeda"))
			e.Setenv("LANG", "en")
			e.Setenv("SUMANUS_ERASURES", filepath.Join(e.WorkDir, "erasures.jsonl"))
			return place(e)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"edit": edit, "status": status, "flip": flip, "same": same, "copytree": copyTree, "append": appendTo, "sql": sql, "who": who, "entry": entry},
	})
}

func TestScripts(t *testing.T) {
	scripts(t, "testdata", func(e *testscript.Env) error {
		e.Setenv("SUMANUS_DATA", "data")
		return nil
	})
}

// TestStoriesOnPostgres runs the stories, which say nothing of where the data is, on PostgreSQL too.
func TestStoriesOnPostgres(t *testing.T) {
	dir := t.TempDir()
	stories, err := filepath.Glob("testdata/story_*.txtar")
	if err != nil || len(stories) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, name := range stories {
		raw, err := os.ReadFile(name)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, filepath.Base(name)), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	dbtest.PostgresPlace(t) // says once, and not for each script, what is missing
	scripts(t, dir, func(e *testscript.Env) error {
		e.Setenv("SUMANUS_DB", dbtest.PostgresPlace(e.T().(testing.TB)).URL)
		return nil
	})
	t.Logf("%d stories told on PostgreSQL", len(stories))
}

// edit FILE OLD NEW replaces a text that must stand in the file exactly once.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: edit FILE OLD NEW")
	}
	old := strings.ReplaceAll(args[1], `\n`, "\n")
	text := ts.ReadFile(args[0])
	if n := strings.Count(text, old); n != 1 {
		ts.Fatalf("%q stands %d times in %s", old, n, args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, old, strings.ReplaceAll(args[2], `\n`, "\n"), 1)), 0o600))
}

// status N COMMAND… runs a command that must end with this very status.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND…")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("%s ended with %s, want status %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// flip FILE turns one bit in the middle of a file.
func flip(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	raw, err := os.ReadFile(name)
	ts.Check(err)
	raw[len(raw)/2] ^= 1
	ts.Check(os.WriteFile(name, raw, 0o600))
}

// same DIR DIR compares two folders byte by byte; "! same" wants a difference.
func same(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: same DIR DIR")
	}
	a, b := tree(ts, args[0]), tree(ts, args[1])
	var differ []string
	for name, content := range a {
		if other, there := b[name]; !there || other != content {
			differ = append(differ, name)
		}
	}
	for name := range b {
		if _, there := a[name]; !there {
			differ = append(differ, name)
		}
	}
	if len(a) == 0 {
		ts.Fatalf("%s is empty", args[0])
	}
	if neg != (len(differ) > 0) {
		ts.Fatalf("%d of %d files differ: %v", len(differ), len(a), differ)
	}
}

func tree(ts *testscript.TestScript, dir string) map[string]string {
	out := map[string]string{}
	root := ts.MkAbs(dir)
	ts.Check(filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		raw, err := os.ReadFile(p)
		out[rel] = string(raw)
		return err
	}))
	return out
}

// copytree FROM TO copies a folder, to change the copy.
func copyTree(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
}

// append FILE TEXT adds to a file.
func appendTo(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0]) + strings.ReplaceAll(args[1], `\n`, "\n")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// sql DIR STATEMENT damages the embedded database of a folder.
func sql(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	d, err := db.Open(ctx, db.Config{Dir: ts.MkAbs(args[0])})
	ts.Check(err)
	ts.Check(d.Write(ctx, func(tx db.Tx) error {
		n, err := tx.Exec(ctx, args[1])
		if err == nil && n != 1 {
			err = fmt.Errorf("%d rows touched", n)
		}
		return err
	}))
	ts.Check(d.Close())
}

// who keeps the word that the last command wrote as $WHO.
func who(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Setenv("WHO", strings.TrimSpace(ts.ReadFile("stdout")))
}

var entryNumber = regexp.MustCompile(`entry ([0-9]+)`)

// entry REF keeps the number of the newest journal entry of a record as $ENTRY.
func entry(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(ts.Exec("sumanus", "history", args[0]))
	m := entryNumber.FindStringSubmatch(ts.ReadFile("stdout"))
	if m == nil {
		ts.Fatalf("no entry")
	}
	ts.Setenv("ENTRY", m[1])
}
