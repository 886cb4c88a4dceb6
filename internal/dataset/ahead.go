// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"context"
	"encoding/json"
	"io"
	"sort"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/record"
)

// Know hands the reader records that somebody has read already in the same transaction; those that are no datasets are passed over.
func (r *Reader) Know(recs ...record.Record) {
	for _, rec := range recs {
		if _, ok := rec.Body.(*Dataset); ok {
			r.known[rec.Ref] = rec
		}
	}
}

// KnowRegions hands the reader all visible regions, read already in the same transaction.
func (r *Reader) KnowRegions(all ...record.Record) {
	if r.regions == nil {
		r.regions = indexOf(all)
	}
}

// aheadChunks bounds how many chunks Ahead reads: what goes beyond is read when it is asked for.
const aheadChunks = 48

// Ahead reads all at once what the queries will need: a page that asks for fifty series costs as many statements as one that asks for
// one. What cannot be found is passed over here; the query itself will tell.
func (r *Reader) Ahead(ctx context.Context, queries []Query) error {
	if err := r.openAll(ctx, queries); err != nil {
		return err
	}
	wanted := map[string][]string{} // manifest → keys
	var manifests []string
	for _, q := range queries {
		d, ok := r.datasets[q.Dataset]
		if !ok {
			continue
		}
		var o Observation
		key, _, reason, err := r.key(ctx, d, q, &o)
		if err != nil || reason != NoReason {
			continue
		}
		m := o.Vintage.manifest
		if _, seen := wanted[m]; !seen {
			manifests = append(manifests, m)
		}
		wanted[m] = append(wanted[m], joinKey(key))
	}
	if err := r.readDirectories(ctx, manifests); err != nil {
		return err
	}
	var hashes []string
	for _, m := range manifests {
		for _, key := range wanted[m] {
			if h, ok := r.directories[m].find(key); ok {
				hashes = append(hashes, h)
			}
		}
	}
	return r.readChunks(ctx, hashes)
}

// openAll opens the datasets of the queries, their vintages by one statement.
func (r *Reader) openAll(ctx context.Context, queries []Query) error {
	var opening []record.Record
	seen := map[record.Ref]bool{}
	for _, q := range queries {
		if _, open := r.datasets[q.Dataset]; open || seen[q.Dataset] {
			continue
		}
		seen[q.Dataset] = true
		rec, ok := r.known[q.Dataset]
		if !ok {
			var err error
			if rec, _, err = getDataset(ctx, r.tx, q.Dataset); err != nil {
				continue
			}
		}
		opening = append(opening, rec)
	}
	byDataset, err := vintagesOf(ctx, r.tx, opening)
	if err != nil {
		return err
	}
	for _, rec := range opening {
		r.keep(rec, byDataset[rec.ID])
	}
	return nil
}

// keep remembers an opened dataset.
func (r *Reader) keep(rec record.Record, all []Vintage) *openDataset {
	body, _ := rec.Body.(*Dataset)
	d := &openDataset{body: body, dims: body.keyed(), geo: body.geo(), vintages: all, covers: map[string]map[string]map[string]bool{}}
	r.datasets[rec.Ref] = d
	return d
}

// vintagesOf reads the vintages of several datasets by one statement.
func vintagesOf(ctx context.Context, tx *record.ReadTx, recs []record.Record) (map[string][]Vintage, error) {
	if len(recs) == 0 {
		return nil, nil
	}
	args := make([]any, len(recs))
	byID := map[string]record.Record{}
	for i, rec := range recs {
		args[i], byID[rec.ID] = rec.ID, rec
	}
	rows, err := tx.SQL().Query(ctx, `SELECT v.dataset_id, `+vintageColumns+` FROM vintage v WHERE v.dataset_id IN (`+db.In(len(args), 1)+`) ORDER BY v.dataset_id, v.published, v.seq`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string][]Vintage{}
	for rows.Next() {
		var id string
		v, visible, err := scanVintage(rows, tx.Moment(), &id)
		if err != nil {
			return nil, err
		}
		if !visible {
			continue
		}
		rec := byID[id]
		v.Dataset = rec.Ref
		if body, ok := rec.Body.(*Dataset); ok {
			v.Attribution = body.Attribution
		}
		out[id] = append(out[id], v)
	}
	return out, rows.Err()
}

// AllVintages lists the vintages of several datasets, oldest first, by one statement.
func (r *Reader) AllVintages(ctx context.Context, datasets []record.Record) (map[record.Ref][]Vintage, error) {
	byID, err := vintagesOf(ctx, r.tx, datasets)
	out := map[record.Ref][]Vintage{}
	for _, rec := range datasets {
		out[rec.Ref] = byID[rec.ID]
	}
	return out, err
}

// Survey reads all at once what Vintages, Codes and PeriodsOf need of several datasets: a form that asks of five costs as many statements as
// one that asks of one. What does not fit is read when it is asked for.
func (r *Reader) Survey(ctx context.Context, refs ...record.Ref) error {
	var queries []Query
	for _, ref := range refs {
		if ref != "" {
			queries = append(queries, Query{Dataset: ref})
		}
	}
	if err := r.openAll(ctx, queries); err != nil {
		return err
	}
	var manifests, hashes []string
	for _, q := range queries {
		if d, ok := r.datasets[q.Dataset]; ok {
			if v, there := d.vintage(""); there {
				manifests = append(manifests, v.manifest)
			}
		}
	}
	if err := r.readDirectories(ctx, manifests); err != nil {
		return err
	}
	for _, m := range manifests {
		all := r.directories[m].hashes
		hashes = append(hashes, all[:min(len(all), codesChunks)]...)
	}
	return r.readChunks(ctx, hashes)
}

// codesChunks bounds how many chunks Codes looks into.
const codesChunks = 32

// Codes lists the codes that occur in a vintage (empty: the latest), by dimension, sorted. Of a table of very many chunks only the
// beginning is looked into, and what was asked for is added.
func (r *Reader) Codes(ctx context.Context, ref record.Ref, label string) (map[string][]string, error) {
	d, err := r.open(ctx, ref)
	if err != nil {
		return nil, err
	}
	v, ok := d.vintage(label)
	if !ok {
		return nil, nil
	}
	if err := r.readDirectories(ctx, []string{v.manifest}); err != nil {
		return nil, err
	}
	sets := v.Coverage.sets()
	hashes := r.directories[v.manifest].hashes
	hashes = hashes[:min(len(hashes), codesChunks)]
	if err := r.readChunks(ctx, hashes); err != nil {
		return nil, err
	}
	for _, h := range hashes {
		c, err := r.chunkOf(ctx, h)
		if err != nil {
			return nil, err
		}
		for _, key := range c.keys {
			for i, code := range splitKey(key) {
				id := d.dims[i].ID
				if sets[id] == nil {
					sets[id] = map[string]bool{}
				}
				sets[id][code] = true
			}
		}
	}
	out := map[string][]string{}
	for id, set := range sets {
		out[id] = sortedCodes(set)
	}
	return out, nil
}

// directory lists the chunks of a table in the order of their keys.
type directory struct{ firsts, hashes []string }

// find gives the chunk in which a key would stand; false when it would stand before the first.
func (d *directory) find(key string) (string, bool) {
	if d == nil {
		return "", false
	}
	i := sort.Search(len(d.firsts), func(i int) bool { return d.firsts[i] > key })
	if i == 0 {
		return "", false
	}
	return d.hashes[i-1], true
}

// readDirectories reads those that are not known yet by one statement.
func (r *Reader) readDirectories(ctx context.Context, manifests []string) error {
	var args []any
	for _, m := range manifests {
		if _, ok := r.directories[m]; !ok {
			r.directories[m] = &directory{}
			args = append(args, m)
		}
	}
	if len(args) == 0 {
		return nil
	}
	rows, err := r.tx.SQL().Query(ctx, `SELECT manifest_hash, first_key, chunk_hash FROM manifest WHERE manifest_hash IN (`+db.In(len(args), 1)+`) ORDER BY manifest_hash, first_key`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var m, first, hash string
		if err := rows.Scan(&m, &first, &hash); err != nil {
			return err
		}
		d := r.directories[m]
		d.firsts, d.hashes = append(d.firsts, first), append(d.hashes, hash)
	}
	return rows.Err()
}

// readChunks reads chunks that are not in memory, as many as Ahead may, by one statement.
func (r *Reader) readChunks(ctx context.Context, hashes []string) error {
	var args []any
	seen := map[string]bool{}
	for _, h := range hashes {
		if _, ok := r.chunks.get(h); ok || seen[h] || len(args) == aheadChunks {
			continue
		}
		seen[h] = true
		args = append(args, h)
	}
	if len(args) == 0 {
		return nil
	}
	rows, err := r.tx.SQL().Query(ctx, `SELECT hash, bytes FROM chunk WHERE hash IN (`+db.In(len(args), 1)+`)`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var hash string
		var stored []byte
		if err := rows.Scan(&hash, &stored); err != nil {
			return err
		}
		c, err := decodeChunk(hash, stored)
		if err != nil {
			return err
		}
		r.chunks.put(hash, c)
	}
	return rows.Err()
}

// chunkOf gives a chunk from memory or from the database.
func (r *Reader) chunkOf(ctx context.Context, hash string) (*chunk, error) {
	if c, ok := r.chunks.get(hash); ok {
		return c, nil
	}
	c, err := loadChunk(ctx, r.tx.SQL(), hash)
	if err == nil {
		r.chunks.put(hash, c)
	}
	return c, err
}

// tableRows reads the series of a table in order, several chunks a statement.
type tableRows struct {
	ctx  context.Context
	r    *Reader
	left []string
	now  *chunk
	at   int
}

func (r *Reader) rowsOf(ctx context.Context, manifest string) (*tableRows, error) {
	if err := r.readDirectories(ctx, []string{manifest}); err != nil {
		return nil, err
	}
	return &tableRows{ctx: ctx, r: r, left: r.directories[manifest].hashes}, nil
}

// batchRead is how many chunks are read at once when a whole table is walked.
const batchRead = 8

func (t *tableRows) next() (key, rows []byte, err error) {
	for t.now == nil || t.at == len(t.now.keys) {
		if len(t.left) == 0 {
			return nil, nil, io.EOF
		}
		if _, ok := t.r.chunks.get(t.left[0]); !ok {
			if err := t.r.readChunks(t.ctx, t.left[:min(len(t.left), batchRead)]); err != nil {
				return nil, nil, err
			}
		}
		if t.now, err = t.r.chunkOf(t.ctx, t.left[0]); err != nil {
			return nil, nil, err
		}
		t.left, t.at = t.left[1:], 0
	}
	t.at++
	return []byte(t.now.keys[t.at-1]), t.now.rows[t.at-1], nil
}

// decodeCoverage reads a stored coverage.
func decodeCoverage(text string) (Coverage, error) {
	var c coverageJSON
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return Coverage{}, damaged("coverage")
	}
	return Coverage(c), nil
}
