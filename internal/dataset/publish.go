// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"context"
	"errors"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// publish makes a stored table a vintage: the one short transaction of an import. previous is the label of the vintage it was
// compared with, which must still be the latest; nil when nothing was compared. It gives the label.
func publish(ctx context.Context, tx *record.Tx, v Vintage, st *stored, previous *string) (string, error) {
	rec, _, err := getDataset(ctx, tx, v.Dataset)
	if err != nil {
		return "", err
	}
	if err := tx.Allow(record.Import, rec.Subject()); err != nil {
		return "", err
	}
	all, err := vintages(ctx, tx.SQL(), rec, time.Time{})
	if err != nil {
		return "", err
	}
	before, _ := predecessor(all, v.Published)
	if previous != nil && before.Label != *previous {
		return "", fault.New(fault.Conflict, "dataset.meanwhile", fault.A{"dataset": string(v.Dataset), "label": before.Label})
	}
	if v.Label == "" {
		v.Label = freeLabel(all, v.Published)
	} else if _, taken := labelled(all, v.Label); taken {
		return "", labelTaken(v.Dataset, v.Label)
	}
	if err := insertManifest(ctx, tx.SQL(), st); err != nil {
		return "", err
	}
	coverage, err := v.Coverage.text()
	if err != nil {
		return "", err
	}
	var seq int64
	if err := tx.SQL().Row(ctx, `SELECT COALESCE(MAX(seq), 0) + 1 FROM vintage`).Scan(&seq); err != nil {
		return "", err
	}
	if _, err := tx.SQL().Exec(ctx, `INSERT INTO vintage (dataset_id, label, seq, published, retrieved, recorded_at, content_hash, manifest_hash, coverage,
		scheme, territory_version, source, note, series, observations) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		rec.ID, v.Label, seq, v.Published, v.Retrieved, db.Time(tx.Now()), st.content, st.manifest, coverage,
		v.Scheme, v.Territory, v.Source, v.Note, st.series, st.count); err != nil {
		return "", err
	}
	return v.Label, tx.Note(ctx, VerbVintage, string(v.Dataset), Published{Dataset: v.Dataset, Label: v.Label, Previous: before.Label, Published: v.Published,
		ContentHash: st.content, Series: st.series, Observations: st.count, Unchanged: before.ContentHash == st.content,
		Latest: len(all) == 0 || all[len(all)-1].Published <= v.Published})
}

// insertManifest lists the chunks, unless an equal list is there.
func insertManifest(ctx context.Context, tx db.Tx, st *stored) error {
	var n int64
	if err := tx.Row(ctx, `SELECT COUNT(*) FROM manifest WHERE manifest_hash = $1`, st.manifest).Scan(&n); err != nil || n > 0 {
		return err
	}
	rows := make([][]any, len(st.hashes))
	for i, h := range st.hashes {
		rows[i] = []any{st.manifest, int64(i), st.firsts[i], h}
	}
	err := db.Insert(ctx, tx, "manifest", []string{"manifest_hash", "ordinal", "first_key", "chunk_hash"}, rows)
	if errors.Is(err, db.ErrForeignKey) {
		// Somebody swept away a chunk that this import wanted to share.
		return fault.New(fault.Conflict, "dataset.swept").Because(err)
	}
	return err
}

// Changed tells which series differ between two visible vintages of a dataset. An empty from is before the first: then every
// series of the newer one appeared.
func Changed(ctx context.Context, tx *record.ReadTx, ref record.Ref, from, to string) (ChangedSeries, error) {
	rep, err := NewReader(tx).Compare(ctx, ref, from, to)
	return rep.Changes, err
}

// Compare tells what differs between two visible vintages of a dataset, as an import tells it. An empty from is before the first: then
// every series of the newer one appeared.
func (r *Reader) Compare(ctx context.Context, ref record.Ref, from, to string) (Report, error) {
	o, err := r.open(ctx, ref)
	if err != nil {
		return Report{}, err
	}
	find := func(label string) (Vintage, error) {
		v, ok := labelled(o.vintages, label)
		if !ok {
			return v, fault.New(fault.NotFound, "dataset.no-vintage", fault.A{"dataset": string(ref), "label": label})
		}
		return v, nil
	}
	after, err := find(to)
	if err != nil {
		return Report{}, err
	}
	before := Vintage{Scheme: after.Scheme, Territory: after.Territory}
	if from != "" {
		if before, err = find(from); err != nil {
			return Report{}, err
		}
	}
	rep := Report{Dataset: ref, Label: to, Previous: from, Series: after.Series, Observations: after.Count, ContentHash: after.ContentHash,
		Territory: Territory{Scheme: after.Scheme, Version: after.Territory}, Unchanged: before.ContentHash == after.ContentHash,
		Changes: ChangedSeries{From: from, To: to, Territory: before.Territory != after.Territory}}
	if before.manifest == after.manifest && !rep.Changes.Territory {
		return rep, nil
	}
	if err := r.readDirectories(ctx, []string{before.manifest, after.manifest}); err != nil {
		return rep, err
	}
	regions, err := r.regionIndex(ctx)
	if err != nil {
		return rep, err
	}
	d, err := newDiffer(o.dims, o.geo, after.Scheme, regions, newSide(o.dims, o.geo, before.Scheme, before.Territory, before.Coverage),
		newSide(o.dims, o.geo, after.Scheme, after.Territory, after.Coverage), &rep, 0, "", func() (rowSource, error) { return r.rowsOf(ctx, before.manifest) })
	if err != nil {
		return rep, err
	}
	defer d.close()
	src, err := r.rowsOf(ctx, after.manifest)
	if err != nil {
		return rep, err
	}
	if err := each(src, d.push); err != nil {
		return rep, err
	}
	err = d.finish()
	sortRenames(&rep)
	return rep, err
}
