// SPDX-License-Identifier: EUPL-1.2

package operation

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/operate"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Options are what the page tells beside what the database knows.
type Options struct {
	// Version of the program.
	Version string
	// Backups is the folder they are put into.
	Backups string
	// Ready looks whether the house can work; nil looks only when the page is asked for.
	Ready *operate.Ready
}

// desk holds what the routes share.
type desk struct{ o Options }

// Area gives the page, for administrators.
func Area(o Options) site.Area {
	d := &desk{o}
	return site.Area{Key: "operation", Routes: []site.Route{
		site.Get("/operation", site.OfHouse("administer"), d.show),
		site.Post("/operation/backup", site.OfHouse("administer"), backup),
		site.Post("/operation/retry", site.OfHouse("administer"), retry),
	}}
}

// view is what the page shows.
type view struct {
	r      *site.Request
	o      Options
	facts  operate.Facts
	health operate.Readiness
	now    time.Time
}

func (d *desk) show(r *site.Request) error {
	v := &view{r: r, o: d.o, now: r.Site.Now()}
	var err error
	if v.facts, err = operate.Look(r.Context(), r.Tx.SQL()); err != nil {
		return err
	}
	ready := d.o.Ready
	if ready == nil {
		ready = &operate.Ready{DB: r.Site.Store.DB(), Now: r.Site.Now, Log: r.Site.Log}
	}
	v.health = ready.Look(r.Context())
	return r.Page(ui.Page{Title: r.T("site.operation"), Lede: r.T("operation.lede"), Above: ui.StateWord(v.state())}, page(v))
}

// state is the whole in one word.
func (v *view) state() ui.State {
	switch {
	case !v.health.Ready:
		return ui.State{Light: ui.Late, Text: v.r.T("operation.not-ready")}
	case v.backupWaits() || len(v.facts.Failed) > 0:
		return ui.State{Light: ui.AtRisk, Text: v.r.T("operation.waits")}
	}
	return ui.State{Light: ui.OnTrack, Text: v.r.T("operation.well")}
}

// backupWaits tells whether somebody must see to the backups. That there is none before the first night is no fault yet.
func (v *view) backupWaits() bool {
	b := v.facts.Backups
	return b.Failing() || b.Good != nil && b.Late(v.now)
}

// backupNow is the button; while one is asked for it says so.
func (v *view) backupNow() ui.Action {
	a := ui.Action{Text: v.r.T("operation.backup-now"), Post: v.r.Href("/operation/backup")}
	if v.facts.Asked {
		a.Disabled, a.Why = true, v.r.T("operation.backup-asked")
	}
	return a
}

// moment writes a time of the server.
func (v *view) moment(t time.Time) string {
	return v.r.T("operation.utc", fault.A{"time": v.r.Words.DateTime(t.UTC())})
}

// first says that there is no backup yet and when there will be one.
func (v *view) first() ui.Blank {
	why := v.r.T("operation.backup-none-unplanned")
	if !v.facts.Planned.IsZero() {
		why = v.r.T("operation.backup-none-why", fault.A{"time": v.moment(v.facts.Planned)})
	}
	return ui.Blank{Text: v.r.T("operation.backup-none"), Why: why, Do: []ui.Action{v.backupNow()}}
}

// good tells of the last backup that was opened and found whole.
func (v *view) good() []ui.Term {
	r, b := v.r, v.facts.Backups.Good
	next := ui.Term{Term: r.T("operation.backup-next"), Text: v.moment(v.facts.Planned)}
	if v.facts.Planned.IsZero() {
		next.Text, next.Missing = "", r.T("operation.backup-unplanned")
	}
	where := ui.Term{Term: r.T("operation.backup-file"), Content: ui.Literal(b.File)}
	if v.o.Backups != "" {
		where.Note = r.T("operation.backup-folder", fault.A{"dir": v.o.Backups})
	}
	return []ui.Term{
		{Term: r.T("operation.backup-good"), Text: v.moment(b.At)},
		{Term: r.T("operation.backup-checked"), Content: ui.StateWord(ui.State{Light: ui.OnTrack, Text: r.T("operation.backup-whole", fault.A{"n": b.Rows})})},
		{Term: r.T("operation.backup-size"), Text: r.Words.FileSize(b.Bytes)},
		where,
		{Term: "SHA-256", Content: ui.Literal(b.SHA256)},
		next,
	}
}

// missed says why the newest attempt failed.
func (v *view) missed() string {
	m := v.facts.Backups.Missed
	why := v.r.T("operation.reason-log")
	if m.Key != "i18n.internal" && v.r.Words.Has(m.Key) {
		why = v.r.T(m.Key, m.Args)
	}
	return v.r.T("operation.backup-failed-text", fault.A{"time": v.moment(m.At), "why": why})
}

// work counts what is done in the background.
func (v *view) work() []ui.Term {
	var out []ui.Term
	for _, s := range []struct {
		state jobs.State
		key   string
	}{{jobs.Waiting, "operation.jobs-waiting"}, {jobs.Running, "operation.jobs-running"}, {jobs.Failed, "operation.jobs-failed"}, {jobs.Done, "operation.jobs-done"}} {
		out = append(out, ui.Term{Term: v.r.T(s.key), Text: v.r.Words.Number(v.facts.Counts[s.state], 0)})
	}
	return out
}

// jobWords say what a kind of work is.
var jobWords = map[string]string{operate.BackupJob: "operation.job-backup", evidence.Job: "operation.job-evaluate", evidence.ReadJob: "operation.job-read", method.Job: "operation.job-run"}

// failed lists what was given up.
func (v *view) failed() ui.Table {
	r := v.r
	t := ui.Table{Caption: r.T("operation.failed"), Columns: []ui.Column{{Text: r.T("operation.col-what")}, {Text: r.T("operation.col-why")}, {Text: r.T("operation.col-tries"), Number: true}, {Text: r.T("operation.col-do"), Hidden: true}}}
	for _, j := range v.facts.Failed {
		what := ui.Cell{Text: j.Kind}
		if key, known := jobWords[j.Kind]; known {
			what.Text = r.T(key)
		}
		what.Note = r.T("operation.job-number", fault.A{"id": strconv.FormatInt(j.ID, 10)})
		why := ui.Cell{Content: ui.Literal(j.Error)}
		if j.Error == "" {
			why = ui.Cell{Missing: r.T("operation.reason-none")}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{what, why, {Text: r.Words.Number(j.Attempt, 0)},
			{Content: ui.Button(ui.Action{Text: r.T("operation.retry"), Small: true, Post: r.Href("/operation/retry"), Fields: map[string]string{"id": strconv.FormatInt(j.ID, 10)}})}}})
	}
	return t
}

// checks are what the health of the house consists of.
func (v *view) checks() []ui.Term {
	var out []ui.Term
	for _, c := range []struct{ name, term, well, ill string }{
		{operate.CheckDatabase, "operation.check-database", "operation.database-well", "operation.database-ill"},
		{operate.CheckSchema, "operation.check-schema", "operation.schema-well", "operation.schema-ill"},
		{operate.CheckJobs, "operation.check-jobs", "operation.work-well", "operation.work-ill"},
	} {
		state := ui.State{Light: ui.OnTrack, Text: v.r.T(c.well)}
		switch said, asked := v.health.Checks[c.name]; {
		case !asked: // where the database does not answer nothing else is known
			out = append(out, ui.Term{Term: v.r.T(c.term), Missing: v.r.T("operation.check-unknown")})
			continue
		case said != operate.Well:
			state = ui.State{Light: ui.Late, Text: v.r.T(c.ill)}
		}
		out = append(out, ui.Term{Term: v.r.T(c.term), Content: ui.StateWord(state)})
	}
	return out
}

// program tells which program and database this is.
func (v *view) program() []ui.Term {
	r := v.r
	version := ui.Term{Term: r.T("operation.version"), Text: v.o.Version}
	if v.o.Version == "" {
		version.Missing = r.T("operation.version-none")
	}
	return []ui.Term{
		version,
		{Term: r.T("operation.database"), Text: v.facts.Dialect.String() + " " + v.facts.Database},
		{Term: r.T("operation.schema"), Text: r.T("operation.schema-of", fault.A{"have": int(v.facts.Schema), "newest": int(db.Newest())})},
		{Term: r.T("operation.records"), Text: r.Words.Number(v.facts.All(), 0)},
		{Term: r.T("operation.journal"), Text: r.T("operation.entries", fault.A{"n": v.facts.Entries})},
	}
}

// kinds counts the records of each kind, the most first.
func (v *view) kinds() ui.Table {
	t := ui.Table{Caption: v.r.T("operation.by-kind"), CaptionHidden: true, Columns: []ui.Column{{Text: v.r.T("operation.kind")}, {Text: v.r.T("operation.records"), Number: true}}}
	of := v.facts.Records
	for _, kind := range slices.SortedFunc(maps.Keys(of), func(a, b string) int { return cmp.Or(cmp.Compare(of[b], of[a]), cmp.Compare(a, b)) }) {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: check.KindWord(v.r.Words, kind)}, {Text: v.r.Words.Number(of[kind], 0)}}})
	}
	return t
}

// backup asks for a backup now.
func backup(r *site.Request) error {
	if err := r.Write(func(tx *record.Tx) error { return operate.Ask(r.Context(), tx.SQL()) }); err != nil {
		return err
	}
	r.Say(0, "operation.backup-asked-said")
	return r.GoTo("/operation")
}

// retry lets work begin anew that was given up.
func retry(r *site.Request) error {
	err := r.Write(func(tx *record.Tx) error { return jobs.Retry(r.Context(), tx.SQL(), int64(r.Number("id", 0))) })
	switch {
	case fault.Is(err, "jobs.already-waiting"), fault.Is(err, "jobs.no-failed-job"): // somebody was faster
		r.Warn("operation.retry-idle")
	case err != nil:
		return err
	default:
		r.Say(0, "operation.retried")
	}
	return r.GoTo("/operation")
}
