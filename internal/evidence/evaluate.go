// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Counts tells what an evaluation did.
type Counts struct {
	Evaluated int
	// Changed are the findings whose verdict is another than before, by slug.
	Changed []Change
}

// Change of a verdict. Before is empty the first time.
type Change struct {
	Ref           record.Ref
	Before, After verdict.Verdict
}

// EvaluateAll judges every finding.
func EvaluateAll(ctx context.Context, s *record.Store, actor record.Actor) (Counts, error) {
	return evaluate(ctx, s, actor, func(ctx context.Context, tx *record.ReadTx) ([]record.Ref, error) {
		all, err := tx.All(ctx, "finding")
		var refs []record.Ref
		for _, r := range all {
			refs = append(refs, r.Ref)
		}
		return refs, err
	})
}

// EvaluateFindings judges the findings named. One that is gone meanwhile is passed over.
func EvaluateFindings(ctx context.Context, s *record.Store, actor record.Actor, refs []record.Ref) (Counts, error) {
	return evaluate(ctx, s, actor, func(context.Context, *record.ReadTx) ([]record.Ref, error) { return refs, nil })
}

// EvaluateDependents judges exactly the findings that rest on a series which differs between two vintages.
func EvaluateDependents(ctx context.Context, s *record.Store, actor record.Actor, ref record.Ref, from, to string) (Counts, error) {
	return evaluate(ctx, s, actor, func(ctx context.Context, tx *record.ReadTx) ([]record.Ref, error) {
		return Dependents(ctx, tx, ref, from, to)
	})
}

// Dependents lists the findings that rest on a series of the dataset which differs between the vintages; an empty from is "nothing
// before", so all that rest on the dataset.
func Dependents(ctx context.Context, tx *record.ReadTx, ref record.Ref, from, to string) ([]record.Ref, error) {
	changed, err := dataset.Changed(ctx, tx, ref, from, to)
	if err != nil {
		return nil, err
	}
	concerned, err := Concerned(ctx, tx, ref, changed)
	var out []record.Ref
	for _, c := range concerned {
		if len(out) == 0 || out[len(out)-1] != c.Finding {
			out = append(out, c.Finding)
		}
	}
	return out, err
}

// Concern is a finding and a changed series it rests on.
type Concern struct {
	Finding record.Ref
	Series  dataset.SeriesKey
}

// Concerned lists the findings that rest on a series which changed, with the series, by finding. Without a vintage before, all that rest on
// the dataset are.
func Concerned(ctx context.Context, tx *record.ReadTx, ref record.Ref, changed dataset.ChangedSeries) ([]Concern, error) {
	rows, err := tx.SQL().Query(ctx, `SELECT r.slug, d.series FROM dependency d JOIN live l ON l.id = d.finding_id JOIN record r ON r.id = d.finding_id
		WHERE d.dataset = $1 ORDER BY r.slug, d.series`, string(ref))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Concern
	for rows.Next() {
		var slug, series string
		if err := rows.Scan(&slug, &series); err != nil {
			return nil, err
		}
		if _, concerned := changed.Has(dataset.SeriesKey(series)); concerned || changed.From == "" {
			out = append(out, Concern{record.NewRef("finding", slug), dataset.SeriesKey(series)})
		}
	}
	return out, rows.Err()
}

// evaluate reads and judges in one transaction and stores in another: judging many findings must not keep others from writing.
func evaluate(ctx context.Context, s *record.Store, actor record.Actor, which func(context.Context, *record.ReadTx) ([]record.Ref, error)) (Counts, error) {
	var judged []*Judged
	err := s.Read(ctx, actor, func(tx *record.ReadTx) error {
		judged = nil
		refs, err := which(ctx, tx)
		if err != nil {
			return err
		}
		j := NewJudge(tx)
		for _, ref := range refs {
			d, err := j.Finding(ctx, ref)
			if fault.CodeOf(err) == fault.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			judged = append(judged, d)
		}
		return nil
	})
	if err != nil {
		return Counts{}, err
	}
	c := Counts{Evaluated: len(judged)}
	if len(judged) == 0 {
		return c, nil
	}
	err = s.Write(ctx, actor, func(tx *record.Tx) error {
		c.Changed = nil
		for _, d := range judged {
			change, err := store(ctx, tx, d)
			if err != nil {
				return err
			}
			if change != nil {
				c.Changed = append(c.Changed, *change)
			}
		}
		return nil
	})
	return c, err
}

// store writes an evaluation down. A finding that was changed since it was judged is left to the job that its change has enqueued.
func store(ctx context.Context, tx *record.Tx, d *Judged) (*Change, error) {
	ref := d.Record.Ref
	present, err := tx.Get(ctx, ref)
	if fault.CodeOf(err) == fault.NotFound || err == nil && present.Revision != d.Record.Revision {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	vintages, err := record.Canonical(d.Vintages())
	if err != nil {
		return nil, err
	}
	detail, err := record.Canonical(d.Result)
	if err != nil {
		return nil, err
	}
	newer := 0
	if d.Result.Newer {
		newer = 1
	}
	var before string
	err = tx.SQL().Row(ctx, `SELECT e.verdict FROM standing s JOIN evaluation e ON e.finding_id = s.finding_id AND e.revision = s.revision AND e.vintages = s.vintages AND e.engine = s.engine
		WHERE s.finding_id = $1`, d.Record.ID).Scan(&before)
	if err != nil && !errors.Is(err, db.ErrNoRows) {
		return nil, err
	}
	now := db.Time(tx.Now())
	for _, step := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO evaluation (finding_id, revision, vintages, engine, verdict, newer, detail, evaluated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (finding_id, revision, vintages, engine) DO UPDATE SET verdict = excluded.verdict, newer = excluded.newer, detail = excluded.detail, evaluated_at = excluded.evaluated_at`,
			[]any{d.Record.ID, d.Record.Revision, string(vintages), d.Result.Engine, string(d.Result.Verdict), newer, string(detail), now}},
		{`INSERT INTO standing (finding_id, revision, vintages, engine, since) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (finding_id) DO UPDATE SET revision = excluded.revision, vintages = excluded.vintages, engine = excluded.engine,
			since = CASE WHEN $6 = 1 THEN standing.since ELSE excluded.since END`,
			[]any{d.Record.ID, d.Record.Revision, string(vintages), d.Result.Engine, now, bit(before == string(d.Result.Verdict))}},
		{`DELETE FROM dependency WHERE finding_id = $1`, []any{d.Record.ID}},
	} {
		if _, err := tx.SQL().Exec(ctx, step.sql, step.args...); err != nil {
			return nil, err
		}
	}
	if err := storeDependencies(ctx, tx, d); err != nil {
		return nil, err
	}
	if before == string(d.Result.Verdict) {
		return nil, nil
	}
	err = tx.Note(ctx, "verdict", string(ref), VerdictChange{Before: verdict.Verdict(before), After: d.Result.Verdict, Vintages: d.Vintages(), Finding: d.Record.Revision})
	return &Change{ref, verdict.Verdict(before), d.Result.Verdict}, err
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// VerdictChange is what the journal notes when a verdict changes.
type VerdictChange struct {
	Before   verdict.Verdict       `json:"before"`
	After    verdict.Verdict       `json:"after"`
	Vintages map[record.Ref]string `json:"vintages"`
	Finding  int64                 `json:"finding_revision"`
}

func storeDependencies(ctx context.Context, tx *record.Tx, d *Judged) error {
	var rows [][]any
	seen := map[string]bool{}
	for _, u := range d.Used {
		on := u.Dataset
		if u.Analysis != "" { // a cell changes with its run, not with whatever series of the dataset
			on = u.Analysis
		}
		if key := string(on) + "\x00" + u.Series; !seen[key] {
			seen[key] = true
			rows = append(rows, []any{d.Record.ID, string(on), u.Series})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return db.Insert(ctx, tx.SQL(), "dependency", []string{"finding_id", "dataset", "series"}, rows)
}

// Standing is the evaluation of a finding that counts now.
type Standing struct {
	Ref      record.Ref
	Revision int64
	Verdict  verdict.Verdict
	Newer    bool
	Vintages map[record.Ref]string
	// Since is when the verdict last became what it is.
	Since time.Time
	// Current tells that the present revision of the finding was judged; a job is waiting otherwise.
	Current bool
}

// Standings reads the stored verdicts of all visible findings.
func Standings(ctx context.Context, tx *record.ReadTx) (map[record.Ref]Standing, error) {
	all, err := tx.All(ctx, "finding")
	if err != nil {
		return nil, err
	}
	return StandingsOf(ctx, tx, all)
}

// StandingsOf is Standings for findings that were read already.
func StandingsOf(ctx context.Context, tx *record.ReadTx, findings []record.Record) (map[record.Ref]Standing, error) {
	if !tx.Remembers() {
		out, _, err := standingsAndDetails(ctx, tx, findings)
		return out, err
	}
	all, err := stored(ctx, tx)
	if err != nil {
		return nil, err
	}
	asked := make(map[record.Ref]bool, len(findings))
	for _, rec := range findings {
		asked[rec.Ref] = true
	}
	out := make(map[record.Ref]Standing, len(findings))
	for _, s := range all {
		if s.Known && asked[s.Record.Ref] {
			out[s.Record.Ref] = s.Standing
		}
	}
	return out, nil
}

// sortedRefs drops repetitions.
func sortedRefs(refs []record.Ref) []record.Ref {
	slices.Sort(refs)
	return slices.Compact(refs)
}
