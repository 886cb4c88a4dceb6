// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/record"
)

// Vintage is a dataset as it was published at a time.
type Vintage struct {
	Dataset   record.Ref
	Label     string // the date of publication; a second one on the same day has ".2" behind it
	Published string // ISO date
	Retrieved string // ISO date
	Recorded  time.Time
	// ContentHash is over the canonical rows: equal for equal observations, however they are stored.
	ContentHash string
	Coverage    Coverage
	Scheme      string // classification of the geographic codes
	Territory   string // version of the scheme; empty when it is not known or there is no geographic dimension
	Source      string
	Note        string
	Attribution string // of the dataset
	Series      int64
	Count       int64 // observations
	Seq         int64

	manifest string
}

// Coverage says what was asked for: the product of codes and a range of periods. A dimension that is not named is asked for
// whole, and so is an open range.
type Coverage struct {
	Codes    map[string][]string
	From, To string
	// Complete tells that the file was the whole table: what is not in it is not there.
	Complete bool
}

// coverageJSON is how a coverage is stored.
type coverageJSON struct {
	Codes    map[string][]string `json:"codes,omitempty"`
	From     string              `json:"from,omitempty"`
	To       string              `json:"to,omitempty"`
	Complete bool                `json:"complete,omitempty"`
}

func (c Coverage) text() (string, error) {
	b, err := json.Marshal(coverageJSON(c))
	return string(b), err
}

const vintageColumns = `v.label, v.seq, v.published, v.retrieved, v.recorded_at, v.content_hash, v.manifest_hash, v.coverage, v.scheme, v.territory_version, v.source, v.note, v.series, v.observations`

// vintages lists the vintages of a dataset that were published and recorded by the moment (zero: all), oldest first.
func vintages(ctx context.Context, tx db.Tx, rec record.Record, moment time.Time) ([]Vintage, error) {
	rows, err := tx.Query(ctx, `SELECT `+vintageColumns+` FROM vintage v WHERE v.dataset_id = $1 ORDER BY v.published, v.seq`, rec.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Vintage
	body, _ := rec.Body.(*Dataset)
	for rows.Next() {
		v, visible, err := scanVintage(rows, moment)
		if err != nil {
			return nil, err
		}
		if !visible {
			continue
		}
		v.Dataset = rec.Ref
		if body != nil {
			v.Attribution = body.Attribution
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// scanVintage reads a row of vintageColumns, behind whatever stands before them. It is visible when it was published and recorded by the
// moment (zero: always).
func scanVintage(rows *db.Rows, moment time.Time, before ...any) (v Vintage, visible bool, err error) {
	var recorded, coverage string
	if err := rows.Scan(append(before, &v.Label, &v.Seq, &v.Published, &v.Retrieved, &recorded, &v.ContentHash, &v.manifest, &coverage, &v.Scheme, &v.Territory,
		&v.Source, &v.Note, &v.Series, &v.Count)...); err != nil {
		return v, false, err
	}
	if v.Recorded, err = db.ParseTime(recorded); err != nil {
		return v, false, err
	}
	if !moment.IsZero() && (v.Published > moment.UTC().Format(time.DateOnly) || v.Recorded.After(moment)) {
		return v, false, nil
	}
	v.Coverage, err = decodeCoverage(coverage)
	return v, true, err
}

// latest is the newest of vintages in their order; false when there is none.
func latest(all []Vintage) (Vintage, bool) {
	if len(all) == 0 {
		return Vintage{}, false
	}
	return all[len(all)-1], true
}

// predecessor is the newest vintage that was not published after the date: what a reader knew before.
func predecessor(all []Vintage, published string) (Vintage, bool) {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Published <= published {
			return all[i], true
		}
	}
	return Vintage{}, false
}

// labelled finds a vintage by its label.
func labelled(all []Vintage, label string) (Vintage, bool) {
	i := slices.IndexFunc(all, func(v Vintage) bool { return v.Label == label })
	if i < 0 {
		return Vintage{}, false
	}
	return all[i], true
}
