// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"bytes"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/internal/web/evidence"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

// TestTwoNodesKnowTheSameFile: a file that comes to one node is looked at, decided and followed on another.
func TestTwoNodesKnowTheSameFile(t *testing.T) {
	d := dbtest.Postgres(t)
	webtest.Fill(t, d)
	one, two := webtest.Over(t, d), webtest.Over(t, d)
	here, there := one.As(identity.Coordinator, webtest.Kurzeme), two.As(identity.Coordinator, webtest.Kurzeme)

	staged := must(t, bring(here, gdpHref+"/upload", "gdp.csv", file(t, newerGDP), nil), http.StatusSeeOther).Location
	must(t, there.Get(staged), http.StatusOK, "Nurodykite datą")
	must(t, there.Post(staged, map[string][]string{"do": {"look"}, "published": {"2023-02-21"}}), http.StatusSeeOther)
	p := must(t, here.Get(staged), http.StatusOK, "Kas nutiktų išvadoms", "BVP atotrūkis po krizės")
	// Somebody else does not find it, on no node.
	must(t, two.As(identity.Planner, webtest.Kurzeme).Get(staged), http.StatusNotFound)

	form := fields(p.Body)
	form.Set("do", "import")
	must(t, there.Post(staged, form), http.StatusSeeOther)
	must(t, here.Post(staged, form), http.StatusSeeOther) // pressed on both: imported once
	two.Stage.Wait()
	one.Stage.Wait()
	one.Settle()
	must(t, here.Get(staged), http.StatusOK, "1 išvada nebegalioja", "BVP atotrūkis po krizės")
	if n := vintages(t, one, "dataset/gdp"); n != 2 {
		t.Errorf("%d vintages, wanted the old one and the new one", n)
	}
	for _, left := range leftovers(t, one) {
		if !strings.HasPrefix(left, "file ") {
			t.Errorf("of the imported file there still is %s", left)
		}
	}
}

// TestWhatNobodyDecidesIsThrownAwayByAJob: after a day, also pieces that a node which died in the middle has left; what is younger stays.
func TestWhatNobodyDecidesIsThrownAwayByAJob(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		webtest.Fill(t, d)
		h := webtest.Over(t, d)
		c := h.As(identity.Coordinator, webtest.Kurzeme)
		must(t, bring(c, gdpHref+"/upload", "gdp.csv", file(t, newerGDP), nil), http.StatusSeeOther)
		orphan(t, h, "0123456789abcdef0123456789abcdef", h.Clock.Now())
		h.Clock.Add(23 * time.Hour)
		orphan(t, h, "abcdef0123456789abcdef0123456789", h.Clock.Now())
		work(t, h)
		if left := leftovers(t, h); len(left) != 4 {
			t.Errorf("before a day is over: %v", left)
		}
		h.Clock.Add(2 * time.Hour)
		work(t, h)
		if left := leftovers(t, h); len(left) != 1 || left[0] != "piece of abcdef0123456789abcdef0123456789" {
			t.Errorf("after a day: %v", left)
		}
	})
}

// orphan is a piece of an upload whose node died.
func orphan(t *testing.T, h *webtest.House, id string, at time.Time) {
	t.Helper()
	err := h.DB.Bulk(t.Context(), func(tx db.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO passing_upload_piece (upload, n, made_at, bytes) VALUES ($1, 0, $2, $3)`, id, db.Time(at), []byte("x"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func work(t *testing.T, h *webtest.House) {
	t.Helper()
	if _, err := jobs.Drain(t.Context(), h.DB, map[string]jobs.Handler{evidence.StageJob: h.Stage.Handle}, jobs.Options{Now: h.Clock.Now, Name: "test"}); err != nil {
		t.Fatal(err)
	}
}

// TestWaitingFilesAreBounded: while too much waits, a further file is refused in words and leaves nothing.
func TestWaitingFilesAreBounded(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Coordinator, webtest.Kurzeme)
	if err := h.DB.Write(t.Context(), func(tx db.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO passing_upload (id, person, made_at, state, size, note, done, beat_at) VALUES ('x', 'somebody', $1, 'looked', 1000000001, '{}', 0, '')`, db.Time(h.Clock.Now()))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	must(t, bring(c, "/en/evidence/dataset/gdp/upload", "gdp.csv", file(t, newerGDP), nil), http.StatusServiceUnavailable, "Too many uploaded files")
	if left := leftovers(t, h); len(left) != 1 {
		t.Errorf("left: %v", left)
	}
}

// TestAFileOfManyPiecesComesBackWhole: more than a piece, not a whole number of them.
func TestAFileOfManyPiecesComesBackWhole(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	var b bytes.Buffer
	b.WriteString("freq,sex,geo,2020,2021\nA,T,LV003,10,11\nA,T,LT023,12,13\n")
	for b.Len() < 1_300_000 {
		b.WriteString("A,F" + itoa(b.Len()) + ",LV003,5,5\n")
	}
	p := must(t, bring(c, "/en/evidence/new-dataset", "births.csv", b.Bytes(), nil), http.StatusSeeOther)
	must(t, c.Follow(p), http.StatusOK, "freq", "sex", "geo")
	var got bytes.Buffer
	pieces := 0
	err := h.DB.Read(t.Context(), func(tx db.Tx) error {
		rows, err := tx.Query(t.Context(), `SELECT bytes FROM passing_upload_piece ORDER BY n`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var piece []byte
			if err := rows.Scan(&piece); err != nil {
				return err
			}
			pieces++
			got.Write(piece)
		}
		return rows.Err()
	})
	if err != nil || pieces != 3 || !bytes.Equal(got.Bytes(), b.Bytes()) {
		t.Errorf("%v: %d pieces, %d of %d bytes", err, pieces, got.Len(), b.Len())
	}
}

func itoa(n int) string {
	return string(rune('A'+n%26)) + string(rune('A'+n/26%26)) + string(rune('A'+n/676%26)) + string(rune('A'+n/17576%26))
}

// TestFilesBelongToTheirPerson: they stand in the data about the person and go when the person is erased.
func TestFilesBelongToTheirPerson(t *testing.T) {
	h := webtest.Example(t)
	var id string
	h.Write(func(tx *record.Tx) error {
		p, err := identity.AddPerson(t.Context(), tx, testkit.NewRandom(3), "Ona", "ona@example.org")
		id = p.ID
		return err
	})
	if err := h.DB.Write(t.Context(), func(tx db.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO passing_upload (id, person, made_at, state, size, note, done, beat_at) VALUES ('f', $1, $2, 'looked', 1, '{"Name":"ona.csv"}', 0, '')`, id, db.Time(h.Clock.Now()))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	orphan(t, h, "f", h.Clock.Now())
	h.Write(func(tx *record.Tx) error {
		held, err := identity.HeldAbout(t.Context(), &tx.ReadTx, id)
		if err == nil && (len(held.Files) != 1 || !strings.Contains(string(held.Files[0].Note), "ona.csv")) {
			t.Errorf("held: %+v", held.Files)
		}
		return err
	})
	h.Write(func(tx *record.Tx) error { _, err := identity.Erase(t.Context(), tx, id); return err })
	if left := leftovers(t, h); len(left) > 0 {
		t.Errorf("left after erasing: %v", left)
	}
}

// TestFilesStandInNoBackup: a backup that is taken while a file waits has nothing of it.
func TestFilesStandInNoBackup(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Coordinator, webtest.Kurzeme)
	must(t, bring(c, gdpHref+"/upload", "gdp.csv", file(t, newerGDP), nil), http.StatusSeeOther)
	m, err := db.Backup(t.Context(), h.DB, filepath.Join(t.TempDir(), "backup.zip"), db.Info{})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, table := range m.Tables {
		if strings.HasPrefix(table.Name, "passing_upload") {
			if seen++; len(table.Parts) > 0 {
				t.Errorf("%s is in the backup: %v", table.Name, table.Parts)
			}
		}
	}
	if seen != 2 {
		t.Errorf("%d of the two tables are listed", seen)
	}
}
