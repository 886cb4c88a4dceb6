// SPDX-License-Identifier: EUPL-1.2

package db_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
)

func TestTheVersionChangesWithEveryCommit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		made(t, d)
		version := func() string {
			t.Helper()
			v, err := d.Version(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		seen := map[string]bool{version(): true}
		for i := range 5 {
			write(t, d, exec(`INSERT INTO parent (id, label) VALUES ($1, $1)`, fmt.Sprint(i)))
			v := version()
			if seen[v] {
				t.Errorf("after write %d the version is %q as once before", i, v)
			}
			seen[v] = true
		}
		// A server may have business of its own at any moment, so reading is tried more than once.
		still := false
		for range 20 {
			v := version()
			read(t, d, func(tx db.Tx) error {
				var n int
				return tx.Row(ctx, `SELECT count(*) FROM parent`).Scan(&n)
			})
			still = still || version() == v
		}
		if !still {
			t.Error("reading makes another version each time")
		}
		before := version()
		if err := d.Bulk(ctx, exec(`INSERT INTO parent (id, label) VALUES ('bulk', 'bulk')`)); err != nil {
			t.Fatal(err)
		}
		if version() == before {
			t.Error("a bulk write left the version as it was")
		}
		gone, cancel := context.WithCancel(ctx)
		cancel()
		_, _ = d.Version(gone)
		if v := version(); v == "" {
			t.Error("a visitor who left took the version along")
		}
	})
}

// Readings under one version have read the same, whoever commits meanwhile.
func TestAReadingKnowsItsVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		made(t, d)
		stop := make(chan struct{})
		writing := make(chan error, 1)
		go func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					writing <- nil
					return
				default:
				}
				if err := d.Write(ctx, exec(`INSERT INTO parent (id, label) VALUES ($1, $1)`, fmt.Sprint(i))); err != nil {
					writing <- err
					return
				}
			}
		}()
		var mu sync.Mutex
		seen, told := map[string]int{}, 0
		var readers sync.WaitGroup
		for range 4 {
			readers.Go(func() {
				for range 100 {
					var n int
					var version string
					if err := d.ReadVersion(ctx, func(tx db.Tx, v string) error {
						version = v
						return tx.Row(ctx, `SELECT count(*) FROM parent`).Scan(&n)
					}); err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					if before, ok := seen[version]; version != "" && ok && before != n {
						t.Errorf("version %s has %d rows, and once %d", version, n, before)
					}
					if version != "" {
						seen[version], told = n, told+1
					}
					mu.Unlock()
				}
			})
		}
		readers.Wait()
		close(stop)
		if err := <-writing; err != nil {
			t.Fatal(err)
		}
		if told == 0 {
			t.Error("no reading knew its version")
		}
		read := func() (version string, before, after int) {
			if err := d.ReadVersion(ctx, func(tx db.Tx, v string) error {
				version = v
				if err := tx.Row(ctx, `SELECT count(*) FROM parent`).Scan(&before); err != nil {
					return err
				}
				if err := d.Write(ctx, exec(`INSERT INTO parent (id, label) VALUES ($1, $1)`, "late-"+v)); err != nil {
					return err
				}
				return tx.Row(ctx, `SELECT count(*) FROM parent`).Scan(&after)
			}); err != nil {
				t.Fatal(err)
			}
			return version, before, after
		}
		v, before, after := read()
		if before != after {
			t.Errorf("a reading saw %d rows, and then %d", before, after)
		}
		if again, _, _ := read(); again == v {
			t.Errorf("after a write the version is still %q", v)
		}
	})
}
