// SPDX-License-Identifier: EUPL-1.2

package db_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
)

var noon = db.Info{Program: "test", Created: time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)}

// settings fills the one table that every schema has, with texts that are hard to carry.
func settings(t *testing.T, d db.DB, n int) {
	t.Helper()
	write(t, d, func(tx db.Tx) error {
		rows := [][]any{{"hard", "„ą“ \\ \" \n\r\t </script> \u2028 𝄞 \u0001"}, {"", ""}, {"Ž", "1"}, {"z", "1.0"}}
		for i := range n {
			rows = append(rows, []any{fmt.Sprintf("name %06d", i), strings.Repeat(fmt.Sprint(i, " "), i%40)})
		}
		return db.Insert(ctx, tx, "setting", []string{"name", "value"}, rows)
	})
}

func backup(t *testing.T, d db.DB) (string, db.Manifest) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.sumanus-backup")
	m, err := db.Backup(ctx, d, path, noon)
	if err != nil {
		t.Fatal(err)
	}
	return path, m
}

// TestABackupMovesBetweenDatabases restores every kind of backup into every kind of database; the backup of what was
// restored has the same parts, whatever it passed through.
func TestABackupMovesBetweenDatabases(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		settings(t, d, 3000)
		path, m := backup(t, d)
		if m.Rows() != 3004 || m.Schema != db.Newest() || m.Format != 1 || m.Created != "2026-02-03T12:00:00.000Z" || len(m.SHA256) != 64 {
			t.Fatalf("manifest %+v", m)
		}
		seen, err := db.Verify(ctx, path)
		if err != nil || seen.SHA256 != m.SHA256 || seen.Rows() != m.Rows() {
			t.Fatalf("verify: %v, %+v", err, seen)
		}
		dbtest.EachPlace(t, func(t *testing.T, fresh func() db.Config) {
			place := fresh()
			if _, err := db.Restore(ctx, path, place); err != nil {
				t.Fatal(err)
			}
			back := open(t, place)
			noErrors(t, back)
			_, again := backup(t, back)
			again.Dialect, again.SHA256 = m.Dialect, m.SHA256
			got, want := asJSON(t, again), asJSON(t, m)
			if got != want {
				t.Errorf("after restoring:\n%s\nbefore:\n%s", got, want)
			}
			back.Close()
			if _, err := db.Restore(ctx, path, place); !fault.Is(err, "db.not-empty") {
				t.Errorf("restored over a database: %v", err)
			}
		})
	})
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestABackupIsReadableWithStandardTools(t *testing.T) {
	for _, tool := range []string{"zstd", "tar"} {
		if _, err := osexec.LookPath(tool); err != nil {
			t.Skipf("skipped: needs the program %s", tool)
		}
	}
	d := dbtest.SQLite(t)
	settings(t, d, 10)
	path, _ := backup(t, d)
	dir := t.TempDir()
	if out, err := osexec.Command("sh", "-c", `zstd -dc < "$1" | tar -x -C "$2"`, "sh", path, dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(filepath.Join(dir, "data", "setting", "000001.jsonl"))
	if err != nil || !bytes.Contains(text, []byte(`["Ž","1"]`+"\n")) {
		t.Fatalf("%v: %s", err, text)
	}
	if _, err := os.Stat(filepath.Join(dir, "manifest.json")); err != nil {
		t.Fatal(err)
	}
}

// TestABackupIsConsistentWhileOthersWrite moves one unit between two rows all the time: in every backup the sum is the same.
func TestABackupIsConsistentWhileOthersWrite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		settings(t, d, 2000)
		write(t, d, exec("INSERT INTO setting (name, value) VALUES ('a left', '0'), ('zz right', '0')"))
		stop := make(chan struct{})
		var writer sync.WaitGroup
		writer.Add(1)
		moves := 0
		go func() {
			defer writer.Done()
			for {
				select {
				case <-stop:
					return
				default:
				}
				moves++
				err := d.Write(ctx, func(tx db.Tx) error {
					return errors.Join(exec("UPDATE setting SET value = $1 WHERE name = 'a left'", fmt.Sprint(-moves))(tx),
						exec("UPDATE setting SET value = $1 WHERE name = 'zz right'", fmt.Sprint(moves))(tx))
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		}()
		for range 4 {
			path, _ := backup(t, d)
			place := dbtest.SQLitePlace(t)
			if _, err := db.Restore(ctx, path, place); err != nil {
				t.Error(err)
				break
			}
			if n := number(t, open(t, place), "SELECT sum(CAST(value AS INTEGER)) FROM setting WHERE name IN ('a left', 'zz right')"); n != 0 {
				t.Errorf("the backup is torn by %d", n)
			}
		}
		close(stop)
		writer.Wait()
		if moves < 2 {
			t.Errorf("only %d writes went on beside the backups", moves)
		}
	})
}

func TestOneFlippedBitIsDetected(t *testing.T) {
	d := dbtest.SQLite(t)
	settings(t, d, 500)
	path, _ := backup(t, d)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	places := []int{0, 1, 3, 4, 5, len(whole) - 1, len(whole) - 2, len(whole) - 60}
	for i := len(whole) - 110; i < len(whole); i++ {
		places = append(places, i) // the trailer, byte by byte
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		places = append(places, random.IntN(len(whole)))
	}
	damagedPath := filepath.Join(t.TempDir(), "damaged")
	try := func(what string, text []byte) {
		t.Helper()
		if err := os.WriteFile(damagedPath, text, 0o600); err != nil {
			t.Fatal(err)
		}
		place := db.Config{Dir: filepath.Join(t.TempDir(), "data")}
		_, err := db.Restore(ctx, damagedPath, place)
		if !fault.Is(err, "db.backup-damaged") && !fault.Is(err, "db.not-a-backup") {
			t.Errorf("%s: %v", what, err)
		}
		if _, err := os.Stat(place.Dir); err == nil {
			t.Errorf("%s: something was written", what)
		}
	}
	for _, i := range places {
		text := bytes.Clone(whole)
		text[i] ^= 1 << random.IntN(8)
		try(fmt.Sprintf("bit in byte %d of %d", i, len(whole)), text)
	}
	try("a byte added", append(bytes.Clone(whole), 0))
	try("a byte lost", whole[:len(whole)-1])
	try("the first byte lost", whole[1:])
	try("half", whole[:len(whole)/2])
	try("empty", nil)
	if _, err := db.Verify(ctx, filepath.Join(t.TempDir(), "absent")); !fault.Is(err, "db.no-backup") {
		t.Errorf("absent file: %v", err)
	}
}

// TestAForgedBackupIsRefused changes what the hashes say is right, so that only the inner checks can notice.
func TestAForgedBackupIsRefused(t *testing.T) {
	d := dbtest.SQLite(t)
	settings(t, d, 5)
	path, _ := backup(t, d)
	for name, c := range map[string]struct {
		change func(name string, text []byte) []byte
		key    string
	}{
		"nothing changed": {func(_ string, text []byte) []byte { return text }, ""},
		"a row changed": {func(n string, text []byte) []byte {
			return bytes.Replace(text, []byte(`["Ž","1"]`), []byte(`["Ž","2"]`), 1)
		}, "db.backup-damaged"},
		"a part lost": {func(n string, text []byte) []byte {
			if strings.Contains(n, "setting") {
				return nil
			}
			return text
		}, "db.backup-damaged"},
		"newer schema":  {replaceIn("manifest.json", `"schema": `, `"schema": 99`), "db.newer-schema"},
		"newer format":  {replaceIn("manifest.json", `"format": 1`, `"format": 2`), "db.backup-damaged"},
		"count changed": {replaceIn("manifest.json", `"rows": 9`, `"rows": 8`), "db.backup-damaged"},
		"other table":   {replaceIn("manifest.json", `"name": "writer_lock"`, `"name": "writer_lick"`), "db.backup-schema"},
		"other column":  {replaceIn("manifest.json", `"never"`, `"neven"`), "db.backup-schema"},
	} {
		forged := filepath.Join(t.TempDir(), "forged")
		forge(t, path, forged, c.change)
		_, err := db.Verify(ctx, forged)
		if c.key == "" && err != nil || c.key != "" && !fault.Is(err, c.key) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func replaceIn(file, from, to string) func(string, []byte) []byte {
	return func(name string, text []byte) []byte {
		if name != file {
			return text
		}
		return bytes.Replace(text, []byte(from), []byte(to), 1)
	}
}

// forge rewrites a backup with right hashes around changed contents; a part that becomes nil is left out.
func forge(t *testing.T, from, to string, change func(string, []byte) []byte) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	z, err := zstd.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var out bytes.Buffer
	zw, err := zstd.NewWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	tw := tar.NewWriter(zw)
	for tr := tar.NewReader(z); ; {
		h, err := tr.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(tr)
		if err != nil {
			t.Fatal(err)
		}
		if text = change(h.Name, text); text == nil {
			continue
		}
		h.Size = int64(len(text))
		if err := tw.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(tw.Close(), zw.Close()); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("sumanus-backup 1 sha256 %x\n", sha256.Sum256(out.Bytes()))
	out.Write([]byte{0x50, 0x2a, 0x4d, 0x18, byte(len(text)), 0, 0, 0})
	out.WriteString(text)
	if err := os.WriteFile(to, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestABackupOfAnOlderSchemaIsMigratedUp(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, fresh func() db.Config) {
		old := fresh()
		old.Version = 1
		d := open(t, old)
		settings(t, d, 3)
		path, m := backup(t, d)
		if m.Schema != 1 {
			t.Fatalf("schema %d", m.Schema)
		}
		place := fresh()
		if _, err := db.Restore(ctx, path, place); err != nil {
			t.Fatal(err)
		}
		back := open(t, place)
		noErrors(t, back)
		if n := number(t, back, "SELECT count(*) FROM setting"); n != 7 {
			t.Errorf("%d settings, expected 7", n)
		}
	})
}

func TestAFailedRestoreLeavesThePlaceEmpty(t *testing.T) {
	d := dbtest.SQLite(t)
	settings(t, d, 3)
	path, _ := backup(t, d)
	forged := filepath.Join(t.TempDir(), "forged")
	// Right hashes, wrong contents: it fails only when the schema stands and rows go in.
	forge(t, path, forged, replaceIn("manifest.json", `"never"`, `"neven"`))
	dbtest.EachPlace(t, func(t *testing.T, fresh func() db.Config) {
		place := fresh()
		if _, err := db.Restore(ctx, forged, place); !fault.Is(err, "db.backup-schema") {
			t.Fatal(err)
		}
		if _, err := db.Restore(ctx, path, place); err != nil {
			t.Errorf("the place was not empty afterwards: %v", err)
		}
	})
}

func TestABackupNeverOverwrites(t *testing.T) {
	d := dbtest.SQLite(t)
	path, _ := backup(t, d)
	if _, err := db.Backup(ctx, d, path, noon); !fault.Is(err, "db.file-exists") {
		t.Errorf("got %v", err)
	}
	if _, err := db.Backup(ctx, d, filepath.Join(path, "under", "a", "file"), noon); !fault.Is(err, "db.cannot-write") {
		t.Errorf("got %v", err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// TestEveryValueSurvives carries each kind of value through a row of a backup.
func TestEveryValueSurvives(t *testing.T) {
	row := []any{nil, int64(math.MinInt64), int64(math.MaxInt64), int64(0), 0.0, math.Copysign(0, -1), 1.0, 1e300, 5e-324, 0.1,
		math.Inf(1), math.Inf(-1), "", "ą\"\\\n<&>\u2028", []byte{}, []byte{0, 1, 255}, "1", "null"}
	text, back, err := db.RoundTripRow(row)
	if err != nil {
		t.Fatal(err)
	}
	if len(back) != len(row) || strings.Count(text, "\n") != 1 {
		t.Fatalf("%d values in %q", len(back), text)
	}
	for i := range row {
		if got, want := fmt.Sprintf("%T %#v", back[i], back[i]), fmt.Sprintf("%T %#v", row[i], row[i]); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if _, _, err := db.RoundTripRow([]any{"\xff"}); err == nil {
		t.Error("text that is not UTF-8 was taken")
	}
}

// TestWhatPassesIsNotKept: tables of sessions and one-time links stand in a backup without their rows.
func TestWhatPassesIsNotKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		write(t, d, exec(`INSERT INTO passing_attempt (key, tries, until) VALUES ('planted-key', 1, '2026-02-03T12:00:00.000Z')`))
		path, m := backup(t, d)
		listed := 0
		for _, table := range m.Tables {
			if strings.HasPrefix(table.Name, "passing_") {
				listed++
				if table.Rows != 0 || len(table.Parts) != 0 || len(table.Columns) == 0 {
					t.Errorf("%+v", table)
				}
			}
		}
		if listed != 6 {
			t.Errorf("%d tables of what passes are listed", listed)
		}
		dbtest.EachPlace(t, func(t *testing.T, fresh func() db.Config) {
			place := fresh()
			if _, err := db.Restore(ctx, path, place); err != nil {
				t.Fatal(err)
			}
			if n := number(t, open(t, place), `SELECT COUNT(*) FROM passing_attempt`); n != 0 {
				t.Errorf("%d rows came back", n)
			}
		})
	})
}
