// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
)

// Revisit is one state in the history of a record.
type Revisit struct {
	Revision int64
	Seq      int64
	At       time.Time
	Actor    string
	Verb     string
	Hash     string
}

// History lists the states of a record, newest first. A deleted record still has its history.
func (tx *ReadTx) History(ctx context.Context, ref Ref) ([]Revisit, error) {
	present, err := tx.load(ctx, ref)
	if err != nil || !tx.sees(present) {
		return nil, tx.notFound(ref, err)
	}
	rows, err := tx.sql.Query(ctx, `SELECT v.revision, v.seq, v.recorded_at, v.hash, j.actor, j.verb FROM revision v JOIN journal j ON j.seq = v.seq
		WHERE v.record_id = $1 ORDER BY v.revision DESC`, present.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Revisit
	for rows.Next() {
		var h Revisit
		var at string
		if err := rows.Scan(&h.Revision, &h.Seq, &at, &h.Hash, &h.Actor, &h.Verb); err != nil {
			return nil, err
		}
		if h.At, err = db.ParseTime(at); err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, rows.Err()
}

// FieldDifference is one value that differs; Before or After is empty where it is absent. Values are canonical JSON.
type FieldDifference struct {
	Path   string
	Before string
	After  string
}

// Difference is what became of a record between two moments: "added", "changed" or "removed".
type Difference struct {
	Ref    Ref
	Change string
	Fields []FieldDifference
}

// Differences compares the house as known at two moments; a zero "to" is now. Only what may be seen is told.
func (s *Store) Differences(ctx context.Context, actor Actor, from, to time.Time) (out []Difference, err error) {
	err = s.Read(ctx, actor, func(tx *ReadTx) error {
		out, err = tx.Differences(ctx, from, to)
		return err
	})
	return out, err
}

// Differences compares the house as known at two moments; a zero "to" is now. Only what may be seen is told.
func (tx *ReadTx) Differences(ctx context.Context, from, to time.Time) ([]Difference, error) {
	if to.IsZero() {
		to = tx.store.Now()
	}
	before, err := tx.AsOf(from).pastRecords(ctx)
	if err != nil {
		return nil, err
	}
	after, err := tx.AsOf(to).pastRecords(ctx)
	if err != nil {
		return nil, err
	}
	refs := map[Ref]bool{}
	for r := range before.byRef {
		refs[r] = true
	}
	for r := range after.byRef {
		refs[r] = true
	}
	var out []Difference
	for ref := range refs {
		a, inA := before.byRef[ref]
		b, inB := after.byRef[ref]
		if inA && inB && a.Hash == b.Hash {
			continue
		}
		d := Difference{Ref: ref, Change: "changed"}
		if !inA {
			d.Change = "added"
		} else if !inB {
			d.Change = "removed"
		}
		if d.Fields, err = FieldDifferences(a, b); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Ref < out[j].Ref })
	return out, nil
}

// FieldDifferences compares two states of a record, value by value. A zero record stands for "not there".
func FieldDifferences(before, after Record) ([]FieldDifference, error) {
	a, err := flatten(before)
	if err != nil {
		return nil, err
	}
	b, err := flatten(after)
	if err != nil {
		return nil, err
	}
	var out []FieldDifference
	for path, v := range a {
		if b[path] != v {
			out = append(out, FieldDifference{path, v, b[path]})
		}
	}
	for path, v := range b {
		if _, there := a[path]; !there {
			out = append(out, FieldDifference{path, "", v})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Path < out[j].Path })
	return out, nil
}

func flatten(r Record) (map[string]string, error) {
	out := map[string]string{}
	if r.Body == nil {
		return out, nil
	}
	raw, err := Canonical(struct {
		Owner      Ref        `json:"owner"`
		CoOwners   []Ref      `json:"co_owners,omitempty"`
		Visibility Visibility `json:"visibility"`
		Invented   bool       `json:"invented,omitempty"`
		Links      []Link     `json:"links,omitempty"`
		Body       Body       `json:"body"`
	}{r.Owner, r.CoOwners, r.Visibility, r.Invented, r.Stated, r.Body})
	if err != nil {
		return nil, err
	}
	var v any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	flattenInto(out, "", v)
	return out, nil
}

func flattenInto(out map[string]string, path string, v any) {
	switch t := v.(type) {
	case map[string]any:
		for k, e := range t {
			flattenInto(out, strings.TrimPrefix(path+"."+k, "."), e)
		}
	case []any:
		for i, e := range t {
			flattenInto(out, fmt.Sprintf("%s.%d", path, i), e)
		}
	default:
		raw, err := json.Marshal(t)
		if err != nil { // decoded from JSON a line above, so it encodes
			return
		}
		out[strings.TrimPrefix(path, "body.")] = string(raw)
	}
}

// Undo takes back the change a journal entry made, provided nothing has changed the record since.
func (tx *Tx) Undo(ctx context.Context, seq int64) (Record, error) {
	var kind, slug, verb string
	var revision int64
	err := tx.sql.Row(ctx, `SELECT r.kind, r.slug, v.revision, j.verb FROM revision v JOIN record r ON r.id = v.record_id JOIN journal j ON j.seq = v.seq WHERE v.seq = $1`,
		seq).Scan(&kind, &slug, &revision, &verb)
	if errors.Is(err, db.ErrNoRows) {
		return Record{}, fault.New(fault.NotFound, "record.nothing-to-undo", fault.A{"seq": seq})
	}
	if err != nil {
		return Record{}, err
	}
	ref := NewRef(kind, slug)
	present, err := tx.load(ctx, ref)
	if err == nil && !tx.sees(present) { // the number of an entry must not lead to the name of what is hidden
		return Record{}, fault.New(fault.NotFound, "record.nothing-to-undo", fault.A{"seq": seq})
	}
	if err != nil {
		return Record{}, err
	}
	if present.Revision != revision {
		return Record{}, fault.New(fault.Conflict, "record.changed-since", fault.A{"ref": string(ref), "seq": seq})
	}
	switch verb {
	case string(Create), "restore":
		return present, tx.Delete(ctx, ref, revision)
	case string(Delete):
		return tx.Restore(ctx, ref)
	default:
		before, err := tx.Revision(ctx, ref, revision-1)
		if err != nil {
			return Record{}, err
		}
		return tx.Change(ctx, revision, before.Draft())
	}
}

// Baseline is a named moment.
type Baseline struct {
	Name string
	At   time.Time
	Seq  int64
}

// SetBaseline names the present moment. A name is given once.
func (tx *Tx) SetBaseline(ctx context.Context, name string) (Baseline, error) {
	if err := tx.allow(Publish, Subject{}); err != nil {
		return Baseline{}, err
	}
	if !ValidSlug(name) {
		return Baseline{}, fault.New(fault.Invalid, "record.bad-slug", fault.A{"found": name}).At(fault.Place{Field: "name"})
	}
	e, err := tx.journal(ctx, "baseline", name, "", map[string]any{"name": name})
	if err != nil {
		return Baseline{}, err
	}
	n, err := tx.sql.Exec(ctx, `INSERT INTO baseline (name, at, seq) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, name, db.Time(tx.now), e.Seq)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "record.baseline-taken", fault.A{"name": name})
	}
	return Baseline{name, tx.now, e.Seq}, err
}

// Baselines lists the named moments, oldest first.
func (tx *ReadTx) Baselines(ctx context.Context) ([]Baseline, error) {
	rows, err := tx.sql.Query(ctx, `SELECT name, at, seq FROM baseline ORDER BY seq`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Baseline
	for rows.Next() {
		var b Baseline
		var at string
		if err := rows.Scan(&b.Name, &at, &b.Seq); err != nil {
			return nil, err
		}
		if b.At, err = db.ParseTime(at); err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, rows.Err()
}
