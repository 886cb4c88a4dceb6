// SPDX-License-Identifier: EUPL-1.2

package cli_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
)

// writerEnv tells the test program, started anew, to write into a folder until it is killed.
const writerEnv = "SUMANUS_TEST_WRITER"

// kills is how often the writer is killed.
const kills = 200

func openStore(dir string) (*record.Store, error) {
	d, err := db.Open(context.Background(), db.Config{Dir: dir})
	if err != nil {
		return nil, err
	}
	registry, err := record.NewRegistry(identity.Kinds()...)
	if err != nil {
		return nil, err
	}
	policy, err := identity.NewPolicy()
	if err != nil {
		return nil, err
	}
	s := record.New(d, registry, policy, record.Env{Now: time.Now, Random: rand.Reader})
	identity.Watch(s)
	return s, nil
}

func organisation(slug, title string) record.Draft {
	ref := record.NewRef("organisation", slug)
	return record.Draft{Ref: ref, Owner: ref, Visibility: record.Public,
		Body: &identity.Organisation{Title: record.NewText("en", map[string]string{"en": title}), Country: "LV", Type: "municipality"}}
}

// writeForever creates and changes records and says what was acknowledged, a line each, after the write has returned.
func writeForever(dir string) int {
	ctx := context.Background()
	s, err := openStore(dir)
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	for n := 0; ; n++ {
		slug := fmt.Sprintf("w-%d-%d", os.Getpid(), n/3)
		var r record.Record
		err := s.Write(ctx, identity.AtTheMachine(), func(tx *record.Tx) error {
			var err error
			d := organisation(slug, fmt.Sprint("title ", n))
			if n%3 == 0 {
				r, err = tx.Create(ctx, d)
			} else {
				r, err = tx.Change(ctx, int64(n%3), d)
			}
			return err
		})
		if err != nil {
			fmt.Println("error", err)
			return 1
		}
		fmt.Println(r.Ref, r.Revision, r.Hash, time.Now().UnixNano())
	}
}

type acknowledged struct {
	ref      record.Ref
	revision int64
	hash     string
	at       int64 // when the write had returned
}

// acknowledge reads a line of the writer.
func acknowledge(t *testing.T, line string) acknowledged {
	t.Helper()
	var a acknowledged
	if n, err := fmt.Sscan(line, &a.ref, &a.revision, &a.hash, &a.at); n != 4 || err != nil {
		t.Fatalf("the writer said %q", line)
	}
	return a
}

// writeAndDie starts a writer, lets it acknowledge some writes, kills it with SIGKILL at a random moment and gives what it
// acknowledged.
func writeAndDie(t *testing.T, dir string, random *mrand.Rand) []acknowledged {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerEnv+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	after := 1 + random.IntN(12)
	wait := time.Duration(random.IntN(4000)) * time.Microsecond
	var all []acknowledged
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		all = append(all, acknowledge(t, lines.Text()))
		if len(all) == after {
			// From here on it goes on writing; we kill it a little later, in the middle of whatever it is at.
			go func() {
				time.Sleep(wait)
				_ = cmd.Process.Kill()
			}()
		}
	}
	_ = cmd.Wait() // it was killed
	return all
}

// TestNothingAcknowledgedIsLost kills a writer 200 times.
func TestNothingAcknowledgedIsLost(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	random := mrand.New(mrand.NewPCG(1, 2))
	var known []acknowledged
	compared, writes := 0, 0
	for round := range kills {
		fresh := writeAndDie(t, dir, random)
		if len(fresh) == 0 {
			t.Fatalf("round %d: the writer acknowledged nothing", round)
		}
		known = append(known, fresh...)
		s, err := openStore(dir)
		if err != nil {
			t.Fatalf("round %d: reopening: %v", round, err)
		}
		look := fresh
		if round == kills-1 {
			look = known // at the end all of them once more
		}
		if err := s.Read(ctx, identity.AtTheMachine(), func(tx *record.ReadTx) error {
			for _, a := range look {
				r, err := tx.Revision(ctx, a.ref, a.revision)
				if err != nil {
					return fmt.Errorf("acknowledged and lost: %s revision %d: %w", a.ref, a.revision, err)
				}
				if r.Hash != a.hash {
					return fmt.Errorf("%s revision %d has another hash", a.ref, a.revision)
				}
				writes++
			}
			_, err := tx.VerifyJournal(ctx)
			return err
		}); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if round == 0 {
			if h, err := db.Health(ctx, s.DB()); err != nil || h.Synchronous != "FULL" || !h.Durable() {
				t.Fatalf("synchronous is %q (%v)", h.Synchronous, err)
			}
		}
		if err := s.DB().Close(); err != nil {
			t.Fatal(err)
		}
		compared++
	}
	t.Logf("compared %d of %d kills, %d acknowledged writes", compared, kills, writes)
}

// TestBackupDuringWrites takes a backup from another process while a writer is at work, restores it and finds what was acknowledged
// before it began; one flipped byte is found.
func TestBackupDuringWrites(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerEnv+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	read := func(n int) []acknowledged {
		var all []acknowledged
		for len(all) < n && lines.Scan() {
			all = append(all, acknowledge(t, lines.Text()))
		}
		return all
	}
	before := read(150)
	s, err := openStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "b.backup")
	began := time.Now()
	_, err = db.Backup(ctx, s.DB(), file, db.Info{Program: "test", Created: began})
	ended := time.Now()
	if err != nil {
		t.Fatalf("backup while writing: %v", err)
	}
	if err := s.DB().Close(); err != nil {
		t.Fatal(err)
	}
	// What the writer said meanwhile waits in the pipe.
	during := 0
	for {
		next := read(1)
		if len(next) == 0 || next[0].at > ended.UnixNano() {
			break
		}
		if next[0].at >= began.UnixNano() {
			during++
		} else {
			before = append(before, next[0])
		}
	}
	if during == 0 {
		t.Error("nothing was written while the backup was taken")
	}
	place := filepath.Join(t.TempDir(), "restored")
	if _, err := db.Restore(ctx, file, db.Config{Dir: place}); err != nil {
		t.Fatalf("restore: %v", err)
	}
	back, err := openStore(place)
	if err != nil {
		t.Fatal(err)
	}
	defer back.DB().Close()
	if err := back.Read(ctx, identity.AtTheMachine(), func(tx *record.ReadTx) error {
		for _, a := range before {
			if r, err := tx.Revision(ctx, a.ref, a.revision); err != nil || r.Hash != a.hash {
				return fmt.Errorf("%s revision %d is not in the backup: %w", a.ref, a.revision, err)
			}
		}
		_, err := tx.VerifyJournal(ctx)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	found, tries := 0, 40
	for i := range tries {
		damaged := append([]byte(nil), raw...)
		damaged[(len(raw)-1)*i/(tries-1)] ^= 1 << (i % 8)
		bad := filepath.Join(t.TempDir(), "bad.backup")
		if err := os.WriteFile(bad, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Verify(ctx, bad); err != nil {
			found++
			if strings.Contains(err.Error(), "panic") {
				t.Errorf("byte %d: %v", i, err)
			}
		}
	}
	if found != tries {
		t.Errorf("found %d of %d flipped bytes", found, tries)
	}
	t.Logf("%d writes while the backup was taken; found %d of %d flipped bytes", during, found, tries)
}
