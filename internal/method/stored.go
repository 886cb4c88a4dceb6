// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

const runColumns = `m.revision, m.inputs, m.engine, m.method, m.seed, m.notes, m.fault, m.result_hash, m.result, m.made_at`

const newestFirst = ` ORDER BY m.made_at DESC, m.revision DESC, m.inputs DESC`

// Standing gives the run of an analysis that counts now, or counted on the moment of the transaction; fault method.no-run when there is
// none yet.
func Standing(ctx context.Context, tx *record.ReadTx, ref record.Ref) (*Run, error) {
	if !tx.Moment().IsZero() {
		return lastRun(ctx, tx, ref)
	}
	all, err := runs(ctx, tx, ref, `SELECT m.analysis_id, `+runColumns+` FROM method_standing s JOIN method_run m ON m.analysis_id = s.analysis_id AND m.revision = s.revision
		AND m.inputs = s.inputs AND m.engine = s.engine WHERE s.analysis_id = $1`)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fault.New(fault.NotFound, "method.no-run", fault.A{"analysis": string(ref)})
	}
	return all[0], nil
}

// Standings gives the runs that count now for several analyses that may be seen, by one statement; those without one are left out. On a
// past moment each is asked for itself.
func Standings(ctx context.Context, tx *record.ReadTx, analyses []record.Record) (map[record.Ref]*Run, error) {
	out := map[record.Ref]*Run{}
	if len(analyses) == 0 {
		return out, nil
	}
	if !tx.Moment().IsZero() {
		for _, rec := range analyses {
			r, err := lastRun(ctx, tx, rec.Ref)
			if fault.Is(err, "method.no-run") {
				continue
			}
			if err != nil {
				return nil, err
			}
			out[rec.Ref] = r
		}
		return out, nil
	}
	args := make([]any, len(analyses))
	byID := map[string]record.Record{}
	for i, rec := range analyses {
		args[i], byID[rec.ID] = rec.ID, rec
	}
	all, err := runsOf(ctx, tx, byID, `SELECT m.analysis_id, `+runColumns+` FROM method_standing s JOIN method_run m ON m.analysis_id = s.analysis_id
		AND m.revision = s.revision AND m.inputs = s.inputs AND m.engine = s.engine WHERE s.analysis_id IN (`+db.In(len(args), 1)+`)`, args...)
	for _, r := range all {
		out[r.Analysis] = r
	}
	return out, err
}

// Course lists the recorded runs of an analysis without their results, the newest first, at most as many as asked for.
func Course(ctx context.Context, tx *record.ReadTx, analysis record.Record, most int) ([]*Run, error) {
	return runsOf(ctx, tx, map[string]record.Record{analysis.ID: analysis}, `SELECT m.analysis_id, m.revision, m.inputs, m.engine, m.method, m.seed, m.notes, m.fault,
		m.result_hash, NULL AS result, m.made_at FROM method_run m WHERE m.analysis_id = $1`+newestFirst+` LIMIT $2`, analysis.ID, most)
}

// Courses gives the runs that count now for several analyses without their results, by one statement.
func Courses(ctx context.Context, tx *record.ReadTx, analyses []record.Record) (map[record.Ref]*Run, error) {
	out := map[record.Ref]*Run{}
	if len(analyses) == 0 {
		return out, nil
	}
	args := make([]any, len(analyses))
	byID := map[string]record.Record{}
	for i, rec := range analyses {
		args[i], byID[rec.ID] = rec.ID, rec
	}
	all, err := runsOf(ctx, tx, byID, `SELECT m.analysis_id, m.revision, m.inputs, m.engine, m.method, m.seed, m.notes, m.fault, m.result_hash, NULL AS result, m.made_at
		FROM method_standing s JOIN method_run m ON m.analysis_id = s.analysis_id AND m.revision = s.revision AND m.inputs = s.inputs AND m.engine = s.engine
		WHERE s.analysis_id IN (`+db.In(len(args), 1)+`)`, args...)
	for _, r := range all {
		out[r.Analysis] = r
	}
	return out, err
}

// MadeFrom tells whether the run read the vintages named; datasets that are not named may be of any.
func (r *Run) MadeFrom(vintages map[record.Ref]string) bool {
	if r.Fault != nil {
		return false
	}
	for _, in := range r.Inputs {
		if label, named := vintages[in.Dataset]; named && label != in.Vintage {
			return false
		}
	}
	return true
}

// mostLookedAt bounds how far back Made looks.
const mostLookedAt = 500

// Made gives the newest recorded run of an analysis that read the vintages named; nil when there is none.
func Made(ctx context.Context, tx *record.ReadTx, analysis record.Record, vintages map[record.Ref]string) (*Run, error) {
	all, err := Course(ctx, tx, analysis, mostLookedAt)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.MadeFrom(vintages) {
			return WithHash(ctx, tx, analysis, r.Hash)
		}
	}
	return nil, nil
}

// WithHash gives a recorded run of an analysis by the hash of its result; nil when there is none.
func WithHash(ctx context.Context, tx *record.ReadTx, analysis record.Record, hash string) (*Run, error) {
	all, err := runsOf(ctx, tx, map[string]record.Record{analysis.ID: analysis}, `SELECT m.analysis_id, `+runColumns+` FROM method_run m
		WHERE m.analysis_id = $1 AND m.result_hash = $2`+newestFirst+` LIMIT 1`, analysis.ID, hash)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[0], nil
}

// lastRun is the newest run that had been made.
func lastRun(ctx context.Context, tx *record.ReadTx, ref record.Ref) (*Run, error) {
	all, err := Runs(ctx, tx, ref)
	if err == nil && len(all) == 0 {
		err = fault.New(fault.NotFound, "method.no-run", fault.A{"analysis": string(ref)})
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// Runs lists all recorded runs of an analysis, the newest first.
func Runs(ctx context.Context, tx *record.ReadTx, ref record.Ref) ([]*Run, error) {
	return runs(ctx, tx, ref, `SELECT m.analysis_id, `+runColumns+` FROM method_run m WHERE m.analysis_id = $1`+newestFirst)
}

// runs reads runs of an analysis that may be seen. As known on a day, only those made by then are there.
func runs(ctx context.Context, tx *record.ReadTx, ref record.Ref, sql string) ([]*Run, error) {
	rec, err := tx.Get(ctx, ref)
	if err != nil {
		return nil, err
	}
	return runsOf(ctx, tx, map[string]record.Record{rec.ID: rec}, sql, rec.ID)
}

// runsOf reads runs of records that were read already, by their ids. A row whose result is NULL gives a run without its document.
func runsOf(ctx context.Context, tx *record.ReadTx, of map[string]record.Record, sql string, args ...any) ([]*Run, error) {
	rows, err := tx.SQL().Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []*Run
	for rows.Next() {
		r := &Run{}
		var id, inputs, notes, why, made string
		var packed []byte
		if err := rows.Scan(&id, &r.Revision, &inputs, &r.Engine, &r.Method, &r.Seed, &notes, &why, &r.Hash, &packed, &made); err != nil {
			return nil, err
		}
		rec := of[id]
		r.Analysis = rec.Ref
		if r.Made, err = db.ParseTime(made); err != nil {
			return nil, err
		}
		if m := tx.Moment(); !m.IsZero() && r.Made.After(m) {
			continue
		}
		r.Current = r.Revision == rec.Revision
		if err := r.restore(inputs, notes, why, packed); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// restore reads what a row holds of a run.
func (r *Run) restore(inputs, notes, why string, packed []byte) error {
	if err := json.Unmarshal([]byte(inputs), &r.Inputs); err != nil {
		return err
	}
	var said []told
	if err := json.Unmarshal([]byte(notes), &said); err != nil {
		return err
	}
	for _, n := range said {
		r.Notes = append(r.Notes, Note{n.Key, retold(n.Args)})
	}
	if why != "" {
		var t told
		if err := json.Unmarshal([]byte(why), &t); err != nil {
			return err
		}
		r.Fault = fault.New(fault.Invalid, t.Key, retold(t.Args))
		return nil
	}
	if packed == nil {
		return nil
	}
	var err error
	if r.document, err = unpack(packed); err != nil {
		return damagedRun(r.Analysis)
	}
	if sum := sha256.Sum256(r.document); hex.EncodeToString(sum[:]) != r.Hash {
		return damagedRun(r.Analysis)
	}
	return nil
}

func damagedRun(ref record.Ref) error {
	return fault.New(fault.Internal, "method.damaged", fault.A{"analysis": string(ref)})
}

// retold gives arguments of a message the types they had: JSON has one kind of number, messages ask for whole ones.
func retold(args map[string]any) fault.A {
	out := fault.A{}
	for k, v := range args {
		switch x := v.(type) {
		case float64:
			if x == math.Trunc(x) && math.Abs(x) < 1<<53 {
				v = int(x)
			}
		case map[string]any:
			v = retoldTerm(x)
		case []any:
			v = retoldList(x)
		}
		out[k] = v
	}
	return out
}

// retoldList gives a list back: of texts, or of texts and terms.
func retoldList(list []any) any {
	texts := make([]string, 0, len(list))
	mixed := make([]any, 0, len(list))
	for _, one := range list {
		switch x := one.(type) {
		case string:
			texts, mixed = append(texts, x), append(mixed, x)
		case map[string]any:
			mixed = append(mixed, retoldTerm(x))
		}
	}
	if len(texts) == len(mixed) {
		return texts
	}
	return mixed
}

func retoldTerm(x map[string]any) any {
	key, ok := x["term"].(string)
	if !ok {
		return ""
	}
	typed, _ := x["typed"].(string)
	return fault.Term{Key: key, Typed: typed}
}

// Document is the JSON document of the run, as sumanus analyse prints it; empty when the run was refused.
func (r *Run) Document() []byte { return bytes.Clone(r.document) }

// Data reads the document.
func (r *Run) Data() (*Data, error) {
	if r.Fault != nil {
		return nil, r.Fault
	}
	d := &Data{method: r.Method}
	if err := json.Unmarshal(r.document, &d.members); err != nil {
		return nil, damagedRun(r.Analysis)
	}
	return d, nil
}

// Data is the result of a run, read by name and key.
type Data struct {
	method  string
	members map[string]json.RawMessage
	tables  map[string][]map[string]any
	sheets  map[string]*Sheet
}

// Value gives a value of the whole, such as "statistic"; nil when it is missing.
func (d *Data) Value(name string) (any, error) {
	raw, ok := d.members[name]
	if !ok {
		return nil, fault.New(fault.NotFound, "method.no-cell", fault.A{"what": name})
	}
	var v any
	return v, json.Unmarshal(raw, &v)
}

// Diagnostics gives what the result rests on, by name.
func (d *Data) Diagnostics() (map[string]any, error) {
	out := map[string]any{}
	return out, json.Unmarshal(d.members["diagnostics"], &out)
}

// Rows gives a table: a map of column and value for each row, missing as nil.
func (d *Data) Rows(table string) ([]map[string]any, error) {
	if rows, ok := d.tables[table]; ok {
		return rows, nil
	}
	raw, ok := d.members[table]
	if !ok {
		return nil, fault.New(fault.NotFound, "method.no-cell", fault.A{"what": table})
	}
	var rows []map[string]any
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil, err
	}
	if d.tables == nil {
		d.tables = map[string][]map[string]any{}
	}
	d.tables[table] = rows
	return rows, nil
}

// Cell gives one cell by the key of its row, in the order in which the method declares it: Cell("cells", []string{"LT023", "C"}, "lq").
// A missing cell is nil without an error. This is how a finding cites a result.
func (d *Data) Cell(table string, key []string, column string) (any, error) {
	m, err := Find(d.method)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(m.Tables, func(t TableForm) bool { return t.Name == table })
	none := fault.New(fault.NotFound, "method.no-cell", fault.A{"what": table + " " + column})
	if i < 0 {
		return nil, none
	}
	rows, err := d.Rows(table)
	if err != nil {
		return nil, err
	}
	var names []string // columns of the key that this run has
	for _, name := range m.Tables[i].Key {
		if _, there := first(rows)[name]; there {
			names = append(names, name)
		}
	}
	if len(key) != len(names) {
		return nil, none
	}
	for _, row := range rows {
		same := true
		for k, name := range names {
			same = same && keyText(row[name]) == key[k]
		}
		if !same {
			continue
		}
		v, there := row[column]
		if !there {
			return nil, none
		}
		return v, nil
	}
	return nil, none
}

func first(rows []map[string]any) map[string]any {
	if len(rows) == 0 {
		return nil
	}
	return rows[0]
}

// keyText is what a cell of a key is called: a number as it stands in the file.
func keyText(v any) string {
	switch x := v.(type) {
	case string:
		return x
	case float64:
		b, _ := appendNumber(nil, x)
		return string(b)
	case bool:
		return strconv.FormatBool(x)
	}
	return ""
}

// Repeat makes a recorded run again, from the vintages it read, and tells whether it gives the same bytes.
func Repeat(ctx context.Context, s *record.Store, actor record.Actor, r *Run) (same bool, err error) {
	var p *prepared
	err = s.Read(ctx, actor, func(tx *record.ReadTx) error {
		rec, err := tx.Revision(ctx, r.Analysis, r.Revision)
		if err != nil {
			return err
		}
		body, ok := rec.Body.(*Analysis)
		if !ok {
			return damagedRun(r.Analysis)
		}
		pinned := body.copied()
		if !pinned.pin(r.Inputs) && r.Fault == nil {
			return damagedRun(r.Analysis)
		}
		rec.Body = pinned
		p, err = prepare(ctx, tx, rec)
		return err
	})
	if err != nil {
		return false, err
	}
	again, _, err := p.compute(ctx)
	if err != nil {
		return false, err
	}
	return again.Hash == r.Hash && (again.Fault == nil) == (r.Fault == nil), nil
}
