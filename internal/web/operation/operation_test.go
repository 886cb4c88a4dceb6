// SPDX-License-Identifier: EUPL-1.2

package operation_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/operate"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// shows fails for every part that a page lacks.
func shows(t *testing.T, p webtest.Page, parts ...string) {
	t.Helper()
	if p.Status != http.StatusOK {
		t.Fatalf("status %d: %.400s", p.Status, p.Body)
	}
	for _, part := range parts {
		if !strings.Contains(p.Body, part) {
			t.Errorf("%q is not on the page", part)
		}
	}
	if m := regexp.MustCompile(`>[^<]*\boperation\.[a-z]+[a-z-]*[^<]*<`).FindString(p.Body); m != "" {
		t.Errorf("a key without words: %s", m)
	}
}

// work does the jobs of a house with a handler for backups.
func work(t *testing.T, h *webtest.House, handlers map[string]jobs.Handler, attempts int) {
	t.Helper()
	if _, err := jobs.Drain(context.Background(), h.DB, handlers, jobs.Options{Now: h.Clock.Now, Name: "operation", MaxAttempts: attempts}); err != nil {
		t.Fatal(err)
	}
}

// TestFromNoBackupToAGoodOne: before the first night the page says kindly when it comes; the button takes one now, and then its date stands
// there with what was found on opening it.
func TestFromNoBackupToAGoodOne(t *testing.T) {
	h := webtest.Example(t)
	nightly := &operate.Nightly{DB: h.DB, Dir: t.TempDir(), Program: "test", Now: h.Clock.Now}
	if err := nightly.Schedule(t.Context()); err != nil {
		t.Fatal(err)
	}
	admin := h.As(identity.Administrator, webtest.Kurzeme)
	for lang, want := range map[string]string{"lt": "Atsarginės kopijos dar nėra.", "lv": "Rezerves kopijas vēl nav.", "en": "There is no backup yet."} {
		shows(t, admin.Get("/"+lang+"/operation"), want, i18n.For(i18n.Lang(lang)).Date(time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)), "01:00 UTC", "st-ok")
	}
	p := admin.Post("/en/operation/backup", url.Values{})
	if p.Status != http.StatusSeeOther {
		t.Fatalf("status %d", p.Status)
	}
	shows(t, admin.Follow(p), "A backup will be taken in a moment", `aria-disabled="true"`)
	admin.Post("/en/operation/backup", url.Values{})
	work(t, h, map[string]jobs.Handler{operate.BackupJob: nightly.Handle}, 1)
	en := i18n.For(i18n.EN)
	shows(t, admin.Get("/en/operation"), "Last good backup", en.DateTime(webtest.Noon)+" UTC", "Opened and whole:", "sumanus-nightly-20261123-120000.backup", en.DateTime(time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC))+" UTC")
	if all, err := filepath.Glob(filepath.Join(nightly.Dir, "*")); err != nil || len(all) != 1 {
		t.Errorf("asked twice, these backups were taken: %v %v", all, err)
	}
	h.Clock.Add(50 * time.Hour)
	shows(t, admin.Get("/lt/operation"), "Kopija senesnė nei dvi naktys", "Reikia jūsų dėmesio")
}

// TestABackupThatFailsSaysWhy: the reason stands on the page in the reader's language.
func TestABackupThatFailsSaysWhy(t *testing.T) {
	h := webtest.Example(t)
	admin := h.As(identity.Administrator, webtest.Kurzeme)
	nightly := &operate.Nightly{DB: h.DB, Dir: "/dev/null/none", Program: "test", Now: h.Clock.Now}
	if _, err := nightly.Take(t.Context()); err == nil {
		t.Fatal("a backup was taken into a file")
	}
	shows(t, admin.Get("/en/operation"), "The newest backup failed", "/dev/null/none", "This needs your attention")
	shows(t, admin.Get("/lv/operation"), "Pēdējo kopiju izveidot neizdevās", "/dev/null/none")
}

// TestWhatWasGivenUpIsTriedAgain: a failed job stands there with its reason until somebody lets it begin anew.
func TestWhatWasGivenUpIsTriedAgain(t *testing.T) {
	h := webtest.Example(t)
	admin := h.As(identity.Administrator, webtest.Kurzeme)
	h.Write(func(tx *record.Tx) error {
		return jobs.Enqueue(t.Context(), tx.SQL(), "method.run", map[string]string{}, "")
	})
	work(t, h, map[string]jobs.Handler{"method.run": func(context.Context, jobs.Job) error { return errors.New("the <disk> is full") }}, 1)
	p := admin.Get("/lt/operation")
	shows(t, p, "Ko padaryti nepavyko", "Analizė", "the &lt;disk&gt; is full", "Bandyti dar kartą", "Reikia jūsų dėmesio")
	id := regexp.MustCompile(`name="id" value="(\d+)"`).FindStringSubmatch(p.Body)
	if id == nil {
		t.Fatal("there is no way to try again")
	}
	again := admin.Post("/lt/operation/retry", url.Values{"id": {id[1]}})
	shows(t, admin.Follow(again), "Darbas vėl eilėje.")
	twice := admin.Post("/lt/operation/retry", url.Values{"id": {id[1]}})
	shows(t, admin.Follow(twice), "Kartoti nėra ko")
	done := false
	work(t, h, map[string]jobs.Handler{"method.run": func(context.Context, jobs.Job) error { done = true; return nil }}, 1)
	if !done {
		t.Error("it was not done again")
	}
	shows(t, admin.Get("/lt/operation"), "Viskas veikia")
}

// TestThePageTellsWhatRuns: program, database, schema, number of records, on both databases and within the statements a page may take.
func TestThePageTellsWhatRuns(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := webtest.Over(t, d)
		webtest.Fill(t, d)
		admin := h.As(identity.Administrator, webtest.Kurzeme)
		var p webtest.Page
		n := h.Statements(func() { p = admin.Get("/en/operation") })
		shows(t, p, "test-version", d.Dialect().String(), "Answers", "Fits this program", "Records by kind", strconv.FormatInt(db.Newest(), 10)+" of "+strconv.FormatInt(db.Newest(), 10))
		if n > 12 {
			t.Errorf("%d statements", n)
		}
	})
}
