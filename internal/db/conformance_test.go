// SPDX-License-Identifier: EUPL-1.2

package db_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
)

var ctx = context.Background()

// made is a database with two tables to play with.
func made(t *testing.T, d db.DB) {
	t.Helper()
	write(t, d, func(tx db.Tx) error {
		for _, s := range []string{
			`CREATE TABLE parent (id TEXT PRIMARY KEY, label TEXT NOT NULL, CONSTRAINT label_once UNIQUE (label))`,
			`CREATE TABLE thing (id TEXT PRIMARY KEY, parent TEXT REFERENCES parent (id), n BIGINT CHECK (n <> 13), x DOUBLE PRECISION, b BLOB, flag INTEGER)`,
			`CREATE TABLE late (id TEXT PRIMARY KEY, parent TEXT NOT NULL REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)`,
		} {
			if _, err := tx.Exec(ctx, db.DDL(tx.Dialect(), s)); err != nil {
				return err
			}
		}
		return nil
	})
}

func write(t *testing.T, d db.DB, f func(tx db.Tx) error) {
	t.Helper()
	if err := d.Write(ctx, f); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, d db.DB, f func(tx db.Tx) error) {
	t.Helper()
	if err := d.Read(ctx, f); err != nil {
		t.Fatal(err)
	}
}

func exec(sql string, args ...any) func(db.Tx) error {
	return func(tx db.Tx) error {
		_, err := tx.Exec(ctx, sql, args...)
		return err
	}
}

func number(t *testing.T, d db.DB, sql string, args ...any) (n int64) {
	t.Helper()
	read(t, d, func(tx db.Tx) error { return tx.Row(ctx, sql, args...).Scan(&n) })
	return n
}

func TestValuesComeBackAsTheyWent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		made(t, d)
		type slug string
		blob := make([]byte, 300_000)
		for i := range blob {
			blob[i] = byte(i * 7)
		}
		name := "ąžuolas"
		var none *string
		write(t, d, func(tx db.Tx) error {
			for _, row := range [][]any{
				{"max", nil, int64(math.MaxInt64), math.Pi, blob, true},
				{slug("min"), none, int64(math.MinInt64), math.Copysign(0, -1), []byte{}, false},
				{&name, sql.NullString{}, 7, 1e300, []byte{0, 255}, 1},
				{"nulls", nil, nil, nil, nil, nil},
			} {
				if _, err := tx.Exec(ctx, "INSERT INTO thing (id, parent, n, x, b, flag) VALUES ($1, $2, $3, $4, $5, $6)", row...); err != nil {
					return err
				}
			}
			return nil
		})
		read(t, d, func(tx db.Tx) error {
			var id slug
			var n int64
			var x float64
			var b []byte
			var flag bool
			one := "SELECT id, n, x, b, flag FROM thing WHERE id = $1"
			if err := tx.Row(ctx, one, "max").Scan(&id, &n, &x, &b, &flag); err != nil {
				return err
			}
			if id != "max" || n != math.MaxInt64 || x != math.Pi || !bytes.Equal(b, blob) || !flag {
				t.Error("the first row changed", id, n, x, len(b), flag)
			}
			if err := tx.Row(ctx, one, "min").Scan(&id, &n, &x, &b, &flag); err != nil {
				return err
			}
			if n != math.MinInt64 || b == nil || len(b) != 0 || flag {
				t.Error("the second row changed: empty bytes are not NULL", n, b, flag)
			}
			var s sql.NullString
			var count, small *int64
			var bp *[]byte
			var fp *float64
			if err := tx.Row(ctx, "SELECT parent, n, x, b, flag FROM thing WHERE id = $1", "nulls").Scan(&s, &count, &fp, &bp, &small); err != nil {
				return err
			}
			if s.Valid || count != nil || bp != nil || fp != nil || small != nil {
				t.Error("NULL came back as something")
			}
			if err := tx.Row(ctx, "SELECT n FROM thing WHERE id = $1", "nulls").Scan(&n); err == nil {
				t.Error("NULL was scanned into a number")
			}
			var text string
			if err := tx.Row(ctx, "SELECT n FROM thing WHERE id = $1", "max").Scan(&text); err == nil {
				t.Error("a number was scanned into a text")
			}
			if err := tx.Row(ctx, "SELECT id FROM thing WHERE id = $1", "absent").Scan(&text); !errors.Is(err, db.ErrNoRows) {
				t.Error("absent row:", err)
			}
			var plain []any
			rows, err := tx.Query(ctx, "SELECT id, n, x, b, flag FROM thing WHERE id = $1", name)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				if plain, err = rows.Values(); err != nil {
					return err
				}
				if want := []any{"ąžuolas", int64(7), 1e300, []byte{0, 255}, int64(1)}; !reflect.DeepEqual(plain, want) {
					t.Errorf("values %#v, expected %#v", plain, want)
				}
			}
			return rows.Err()
		})
		read(t, d, func(tx db.Tx) error {
			var total int64
			var mean float64
			var is bool
			if err := tx.Row(ctx, "SELECT sum(flag), avg(flag), count(*) = 4 FROM thing").Scan(&total, &mean, &is); err != nil {
				return err
			}
			if total != 2 || math.Abs(mean-2.0/3) > 1e-12 || !is {
				t.Error("sums differ:", total, mean, is)
			}
			return nil
		})
	})
}

func TestWhatOneDatabaseCannotHoldBothRefuse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		made(t, d)
		for name, v := range map[string]any{"nul": "a\x00b", "utf8": "\xff", "struct": struct{}{}, "big": uint64(math.MaxUint64)} {
			if err := d.Write(ctx, exec("INSERT INTO parent (id, label) VALUES ($1, $2)", "x", v)); err == nil {
				t.Errorf("%s was stored", name)
			} else if (name == "nul" || name == "utf8") && !fault.Is(err, "db.bad-text") {
				t.Errorf("%s: %v", name, err)
			}
		}
		err := d.Write(ctx, exec("INSERT INTO parent (label, id) VALUES ($2, $1)", "x", "y"))
		if err == nil || !strings.Contains(err.Error(), "$2 appears before $1") {
			t.Errorf("descending parameters: %v", err)
		}
		if n := number(t, d, "SELECT count(*) FROM parent"); n != 0 {
			t.Errorf("%d rows were stored", n)
		}
	})
}

func TestTextComparesByBytes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		made(t, d)
		words := []string{"ą", "Z", "a", "z", "Ą", "", "a b", "a-b", "aB", "ā", "š", "10", "9"}
		write(t, d, func(tx db.Tx) error {
			for i, w := range words {
				if err := exec("INSERT INTO parent (id, label) VALUES ($1, $2)", fmt.Sprint(i), w)(tx); err != nil {
					return err
				}
			}
			return nil
		})
		var got []string
		read(t, d, func(tx db.Tx) error {
			rows, err := tx.Query(ctx, "SELECT label FROM parent ORDER BY label")
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var s string
				if err := rows.Scan(&s); err != nil {
					return err
				}
				got = append(got, s)
			}
			return rows.Err()
		})
		if want := []string{"", "10", "9", "Z", "a", "a b", "a-b", "aB", "z", "ā", "Ą", "ą", "š"}; strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		if n := number(t, d, "SELECT count(*) FROM parent WHERE label > $1", "a"); n != 8 {
			t.Errorf("%d labels after a, expected 8", n)
		}
	})
}

func TestBrokenRulesAreNamedAlike(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		made(t, d)
		write(t, d, exec("INSERT INTO parent (id, label) VALUES ('p', 'P')"))
		write(t, d, exec("INSERT INTO thing (id, parent) VALUES ('t', 'p')"))
		for _, c := range []struct {
			name string
			sql  string
			want error
		}{
			{"primary key", "INSERT INTO parent (id, label) VALUES ('p', 'Q')", db.ErrUnique},
			{"unique", "INSERT INTO parent (id, label) VALUES ('q', 'P')", db.ErrUnique},
			{"foreign key", "INSERT INTO thing (id, parent) VALUES ('u', 'absent')", db.ErrForeignKey},
			{"still referred to", "DELETE FROM parent WHERE id = 'p'", db.ErrForeignKey},
			{"at the end", "INSERT INTO late (id, parent) VALUES ('l', 'absent')", db.ErrForeignKey},
			{"check", "INSERT INTO thing (id, n) VALUES ('u', 13)", db.ErrCheck},
			{"null", "INSERT INTO parent (id, label) VALUES ('q', NULL)", db.ErrNotNull},
		} {
			if err := d.Write(ctx, exec(c.sql)); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", c.name, err)
			}
			if err := d.Bulk(ctx, exec(c.sql)); !errors.Is(err, c.want) {
				t.Errorf("%s in bulk: %v", c.name, err)
			}
		}
		// After every failure the connection is usable.
		write(t, d, exec("INSERT INTO parent (id, label) VALUES ('r', 'R')"))
		// A reference may be set right before the end.
		write(t, d, func(tx db.Tx) error {
			return errors.Join(exec("INSERT INTO late (id, parent) VALUES ('l', 's')")(tx), exec("INSERT INTO parent (id, label) VALUES ('s', 'S')")(tx))
		})
		if n := number(t, d, "SELECT count(*) FROM parent"); n != 3 {
			t.Errorf("%d parents, expected 3", n)
		}
		if err := d.Read(ctx, exec("INSERT INTO parent (id, label) VALUES ('x', 'X')")); !errors.Is(err, db.ErrReadOnly) {
			t.Errorf("a read transaction wrote: %v", err)
		}
	})
}

func TestAFailureUndoesAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		made(t, d)
		insert := exec("INSERT INTO parent (id, label) VALUES ('p', 'P')")
		mine := errors.New("mine")
		if err := d.Write(ctx, func(tx db.Tx) error { return errors.Join(insert(tx), mine) }); !errors.Is(err, mine) {
			t.Errorf("own error: %v", err)
		}
		// A closure that swallows a failed statement cannot commit the rest.
		err := d.Write(ctx, func(tx db.Tx) error {
			if err := insert(tx); err != nil {
				return err
			}
			_ = insert(tx)
			if _, err := tx.Exec(ctx, "SELECT 1"); err == nil {
				t.Error("the transaction went on after a failure")
			}
			return nil
		})
		if !errors.Is(err, db.ErrUnique) {
			t.Errorf("swallowed error: %v", err)
		}
		func() {
			defer func() { _ = recover() }()
			_ = d.Write(ctx, func(tx db.Tx) error { _ = insert(tx); panic("in the closure") })
		}()
		stopped, cancel := context.WithCancel(ctx)
		err = d.Write(stopped, func(tx db.Tx) error { cancel(); return insert(tx) })
		if err == nil {
			// The insert had no context to fail by; the commit must have.
			t.Error("committed under a cancelled context")
		}
		var kept db.Tx
		read(t, d, func(tx db.Tx) error { kept = tx; return nil })
		if _, err := kept.Exec(ctx, "SELECT 1"); err == nil {
			t.Error("a transaction was used after its end")
		}
		if n := number(t, d, "SELECT count(*) FROM parent"); n != 0 {
			t.Errorf("%d rows were left behind", n)
		}
		write(t, d, insert)
	})
}

func TestRowsAreClosedBeforeTheNextStatement(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		write(t, d, exec("INSERT INTO setting (name, value) VALUES ('a', '1'), ('b', '2')"))
		err := d.Read(ctx, func(tx db.Tx) error {
			rows, err := tx.Query(ctx, "SELECT name FROM setting")
			if err != nil {
				return err
			}
			rows.Next()
			_, err = tx.Exec(ctx, "SELECT 1")
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "still open") {
			t.Errorf("nested statement: %v", err)
		}
		read(t, d, func(tx db.Tx) error {
			rows, err := tx.Query(ctx, "SELECT name FROM setting")
			if err != nil {
				return err
			}
			rows.Next()
			rows.Close()
			_, err = tx.Exec(ctx, "SELECT 1")
			return err
		})
	})
}

func TestAReaderKeepsItsSnapshot(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		count := func(tx db.Tx) (n int64) {
			if err := tx.Row(ctx, "SELECT count(*) FROM setting").Scan(&n); err != nil {
				t.Error(err)
			}
			return n
		}
		read(t, d, func(tx db.Tx) error {
			before := count(tx)
			write(t, d, exec("INSERT INTO setting (name, value) VALUES ('later', '')"))
			if err := d.Bulk(ctx, exec("INSERT INTO setting (name, value) VALUES ('bulk', '')")); err != nil {
				return err
			}
			if after := count(tx); after != before {
				t.Errorf("the snapshot moved from %d to %d", before, after)
			}
			return nil
		})
		if n := number(t, d, "SELECT count(*) FROM setting"); n != 2 {
			t.Errorf("a new reader sees %d rows, expected 2", n)
		}
	})
}

// TestOneWriterAtATime lets many writers, from two openings as two processes have, read a number and write the next one.
// Any lost update or second writer shows in the sum.
func TestOneWriterAtATime(t *testing.T) {
	dbtest.EachPlace(t, func(t *testing.T, fresh func() db.Config) {
		place := fresh()
		var nodes []db.DB
		for range 2 {
			d, err := db.Open(ctx, place)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			nodes = append(nodes, d)
		}
		write(t, nodes[0], exec("INSERT INTO setting (name, value) VALUES ('count', '0')"))
		const writers, rounds = 6, 10
		var inside sync.Mutex
		var all sync.WaitGroup
		for w := range writers {
			all.Add(1)
			go func() {
				defer all.Done()
				for range rounds {
					err := nodes[w%2].Write(ctx, func(tx db.Tx) error {
						var n int
						var s string
						if err := tx.Row(ctx, "SELECT value FROM setting WHERE name = 'count'").Scan(&s); err != nil {
							return err
						}
						if !inside.TryLock() {
							t.Error("two writers at once")
						} else {
							defer inside.Unlock()
						}
						if _, err := fmt.Sscan(s, &n); err != nil {
							return err
						}
						return exec("UPDATE setting SET value = $1 WHERE name = 'count'", fmt.Sprint(n+1))(tx)
					})
					if err != nil {
						t.Error(err)
					}
				}
			}()
		}
		all.Wait()
		var s string
		read(t, nodes[1], func(tx db.Tx) error { return tx.Row(ctx, "SELECT value FROM setting WHERE name = 'count'").Scan(&s) })
		if s != fmt.Sprint(writers*rounds) {
			t.Errorf("counted %s of %d", s, writers*rounds)
		}
	})
}

// TestAWriterRunsAgainAfterASerialisationFailure provokes one on PostgreSQL: a bulk transaction, which does not wait for the
// writer's lock, changes the row that the writer has read and wants to change.
func TestAWriterRunsAgainAfterASerialisationFailure(t *testing.T) {
	d := dbtest.Postgres(t)
	write(t, d, exec("INSERT INTO setting (name, value) VALUES ('a', 'old')"))
	runs := 0
	write(t, d, func(tx db.Tx) error {
		runs++
		var v string
		if err := tx.Row(ctx, "SELECT value FROM setting WHERE name = 'a'").Scan(&v); err != nil {
			return err
		}
		if runs < 3 {
			if err := d.Bulk(ctx, exec("UPDATE setting SET value = 'between' WHERE name = 'a'")); err != nil {
				return err
			}
		}
		return exec("UPDATE setting SET value = $1 WHERE name = 'a'", v+"+")(tx)
	})
	var v string
	read(t, d, func(tx db.Tx) error { return tx.Row(ctx, "SELECT value FROM setting WHERE name = 'a'").Scan(&v) })
	if runs != 3 || v != "between+" {
		t.Errorf("%d runs, value %q", runs, v)
	}
	endless := 0
	err := d.Write(ctx, func(tx db.Tx) error {
		endless++
		if err := tx.Row(ctx, "SELECT value FROM setting WHERE name = 'a'").Scan(&v); err != nil {
			return err
		}
		if err := d.Bulk(ctx, exec("UPDATE setting SET value = 'again' WHERE name = 'a'")); err != nil {
			return err
		}
		return exec("UPDATE setting SET value = 'mine' WHERE name = 'a'")(tx)
	})
	if !fault.Is(err, "db.busy") || endless < 2 || endless > 20 {
		t.Errorf("after %d runs: %v", endless, err)
	}
}

func TestBulkInsert(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		made(t, d)
		const n = 10_001
		rows := make([][]any, n)
		for i := range rows {
			rows[i] = []any{fmt.Sprintf("%05d", i), i, float64(i) / 4, []byte{byte(i)}}
		}
		if err := d.Bulk(ctx, func(tx db.Tx) error {
			return db.Insert(ctx, tx, "thing", []string{"id", "n", "x", "b"}, rows[:13])
		}); err != nil {
			t.Fatal(err)
		}
		rows[13][1] = nil // the check forbids 13
		if err := d.Bulk(ctx, func(tx db.Tx) error {
			return db.Insert(ctx, tx, "thing", []string{"id", "n", "x", "b"}, rows[13:])
		}); err != nil {
			t.Fatal(err)
		}
		if got, want := number(t, d, "SELECT sum(n) FROM thing"), int64(n*(n-1)/2-13); got != want {
			t.Errorf("sum %d, expected %d", got, want)
		}
		for name, f := range map[string]func(tx db.Tx) error{
			"short row": func(tx db.Tx) error { return db.Insert(ctx, tx, "thing", []string{"id", "n"}, [][]any{{"x"}}) },
			"bad name": func(tx db.Tx) error {
				return db.Insert(ctx, tx, "thing; DROP TABLE thing", []string{"id"}, [][]any{{"x"}})
			},
			"nothing": func(tx db.Tx) error { return db.Insert(ctx, tx, "thing", nil, [][]any{{}}) },
		} {
			if err := d.Write(ctx, f); err == nil {
				t.Errorf("%s was taken", name)
			}
		}
		if n := number(t, d, "SELECT count(*) FROM thing WHERE id IN ("+db.In(3, 1)+")", "00001", "00002", "none"); n != 2 {
			t.Errorf("IN found %d", n)
		}
		if n := number(t, d, "SELECT count(*) FROM thing WHERE id IN ("+db.In(0, 1)+")"); n != 0 {
			t.Errorf("an empty IN found %d", n)
		}
	})
}

func TestTimeRoundTrip(t *testing.T) {
	vilnius := time.FixedZone("", 3*3600)
	at := time.Date(2026, 3, 1, 1, 2, 3, 456_999_999, vilnius)
	s := db.Time(at)
	if s != "2026-02-28T22:02:03.456Z" {
		t.Fatal(s)
	}
	back, err := db.ParseTime(s)
	if err != nil || !back.Equal(at.Truncate(time.Millisecond)) || back.Location() != time.UTC {
		t.Fatal(back, err)
	}
	for _, bad := range []string{"", "2026-02-28", "2026-02-28T22:02:03Z", "2026-02-30T22:02:03.456Z", s + " "} {
		if _, err := db.ParseTime(bad); err == nil {
			t.Errorf("%q was read as a time", bad)
		}
	}
}

func TestAWriteInsideAWriteWaitsOnlyAsLongAsItsContext(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		err := d.Write(ctx, func(db.Tx) error {
			short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
			defer cancel()
			return d.Write(short, func(db.Tx) error { return nil })
		})
		if err == nil {
			t.Error("two writers at once")
		}
		write(t, d, exec("INSERT INTO setting (name, value) VALUES ('alive', '')"))
	})
}
