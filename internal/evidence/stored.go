// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/record"
)

// Stood is a finding as it was last judged, with its standing.
type Stood struct {
	Judged
	Standing
	// Known tells that it was ever judged.
	Known bool
}

// Stored gives the findings as the last evaluation left them, by two statements however many they are. The numbers are those of the
// evaluation: for a finding whose evaluation waits (Standing.Current is false) they may be older than its wording.
func Stored(ctx context.Context, tx *record.ReadTx) ([]Stood, error) {
	all, err := stored(ctx, tx)
	return slices.Clone(all), err
}

// storedBytes is about what the result of one finding needs in memory.
const storedBytes = 8 << 10

// stored is Stored, shared.
func stored(ctx context.Context, tx *record.ReadTx) ([]Stood, error) {
	return record.Kept(tx, "evidence.stored", func(all []Stood) int { return len(all) * storedBytes }, func() ([]Stood, error) { return readStored(ctx, tx) })
}

func readStored(ctx context.Context, tx *record.ReadTx) ([]Stood, error) {
	all, err := tx.All(ctx, "finding")
	if err != nil {
		return nil, err
	}
	standings, details, err := standingsAndDetails(ctx, tx, all)
	if err != nil {
		return nil, err
	}
	out := make([]Stood, 0, len(all))
	for _, rec := range all {
		f, ok := rec.Body.(*Finding)
		if !ok {
			continue
		}
		s := Stood{Judged: Judged{Record: rec, Finding: f}}
		if s.Standing, s.Known = standings[rec.Ref]; s.Known {
			if s.Result, err = verdict.Stored([]byte(details[rec.Ref])); err != nil {
				return nil, err
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// standingsAndDetails reads the evaluations that count for findings that may be seen.
func standingsAndDetails(ctx context.Context, tx *record.ReadTx, visible []record.Record) (map[record.Ref]Standing, map[record.Ref]string, error) {
	revisions := map[string]int64{}
	for _, r := range visible {
		revisions[r.Ref.Slug()] = r.Revision
	}
	rows, err := tx.SQL().Query(ctx, `SELECT r.slug, s.revision, s.vintages, s.since, e.verdict, e.newer, e.detail FROM standing s
		JOIN record r ON r.id = s.finding_id JOIN evaluation e ON e.finding_id = s.finding_id AND e.revision = s.revision AND e.vintages = s.vintages AND e.engine = s.engine ORDER BY r.slug`)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	out, details := map[record.Ref]Standing{}, map[record.Ref]string{}
	for rows.Next() {
		var slug, vintages, since, v, detail string
		var s Standing
		var newer int64
		if err := rows.Scan(&slug, &s.Revision, &vintages, &since, &v, &newer, &detail); err != nil {
			return nil, nil, err
		}
		revision, ok := revisions[slug]
		if !ok {
			continue
		}
		s.Ref, s.Verdict, s.Newer, s.Current = record.NewRef("finding", slug), verdict.Verdict(v), newer == 1, revision == s.Revision
		if err := json.Unmarshal([]byte(vintages), &s.Vintages); err != nil {
			return nil, nil, err
		}
		if s.Since, err = db.ParseTime(since); err != nil {
			return nil, nil, err
		}
		out[s.Ref], details[s.Ref] = s, detail
	}
	return out, details, rows.Err()
}

// Past is one evaluation of a finding: what was found, when, on which vintages.
type Past struct {
	Revision int64
	Verdict  verdict.Verdict
	Newer    bool
	Vintages map[record.Ref]string
	At       time.Time
	Result   verdict.Result
	// Standing tells that this is the evaluation that counts now; Since is then since when the verdict is what it is.
	Standing bool
	Since    time.Time
}

// Evaluations lists the evaluations of a finding, the newest first.
func Evaluations(ctx context.Context, tx *record.ReadTx, finding record.Record) ([]Past, error) {
	rows, err := tx.SQL().Query(ctx, `SELECT e.revision, e.verdict, e.newer, e.vintages, e.evaluated_at, e.detail, COALESCE(s.since, '')
		FROM evaluation e LEFT JOIN standing s ON s.finding_id = e.finding_id AND s.revision = e.revision AND s.vintages = e.vintages AND s.engine = e.engine
		WHERE e.finding_id = $1 ORDER BY e.evaluated_at DESC, e.revision DESC, e.vintages DESC`, finding.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Past
	for rows.Next() {
		var p Past
		var v, vintages, at, detail, since string
		var newer int64
		if err := rows.Scan(&p.Revision, &v, &newer, &vintages, &at, &detail, &since); err != nil {
			return nil, err
		}
		p.Verdict, p.Newer, p.Standing = verdict.Verdict(v), newer == 1, since != ""
		if err := json.Unmarshal([]byte(vintages), &p.Vintages); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(detail), &p.Result); err != nil {
			return nil, err
		}
		if p.At, err = db.ParseTime(at); err != nil {
			return nil, err
		}
		if p.Standing {
			if p.Since, err = db.ParseTime(since); err != nil {
				return nil, err
			}
		}
		out = append(out, p)
	}
	return out, rows.Err()
}
