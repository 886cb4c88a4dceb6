// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Engine names the arithmetic of the methods. It changes whenever a number of any method may change, so that a stored result says by
// what it was made.
const Engine = "2"

// maxResult bounds the JSON document of a stored run.
const maxResult = 256 << 20

// Run is what came of an analysis, recorded: the same inputs, parameters and engine give the same bytes.
type Run struct {
	Analysis record.Ref
	Revision int64
	Method   string
	Inputs   []Used
	Engine   string
	Seed     string // empty when the method draws nothing
	Notes    []Note
	// Fault says why there is no result: the data cannot bear the method, or a column is not there.
	Fault *fault.Fault
	Hash  string // SHA-256 of the document, hexadecimal
	Made  time.Time
	// Current tells that it was made of the present revision.
	Current bool

	document []byte
}

// prepared is an analysis with its tables, read in one transaction and computed outside of it.
type prepared struct {
	record   record.Record
	analysis *Analysis
	method   *Method
	tables   []*cubeTable
	failed   *fault.Fault
}

// prepare reads what an analysis asks for.
func prepare(ctx context.Context, tx *record.ReadTx, rec record.Record) (*prepared, error) {
	body, ok := rec.Body.(*Analysis)
	if !ok {
		return nil, fault.New(fault.Invalid, "method.not-an-analysis", fault.A{"ref": string(rec.Ref)})
	}
	p := &prepared{record: rec, analysis: body}
	var err error
	if p.method, err = Find(body.Method); err != nil {
		return nil, err
	}
	for _, ref := range body.Datasets() {
		if err := mayRead(ctx, tx, rec, ref); err != nil {
			if fault.CodeOf(err) == fault.Invalid && errors.As(err, &p.failed) {
				return p, nil
			}
			return nil, err
		}
	}
	for i := range body.Inputs {
		t, err := body.Inputs[i].table(ctx, tx, body.derived())
		if fault.CodeOf(err) == fault.Invalid && errors.As(err, &p.failed) {
			return p, nil
		}
		if err != nil {
			return nil, err
		}
		p.tables = append(p.tables, t)
	}
	return p, nil
}

// mayRead keeps an analysis from showing figures to more people than may see the dataset: jobs run in nobody's name. What is not saved
// yet is read with the rights of whoever tries it.
func mayRead(ctx context.Context, tx *record.ReadTx, analysis record.Record, ref record.Ref) error {
	d, err := tx.Get(ctx, ref)
	if err != nil || analysis.Ref == "" {
		return err
	}
	return MayShow(analysis.Envelope, d.Envelope)
}

// compute runs the method. What the data cannot bear is a run with a fault, not an error.
func (p *prepared) compute(ctx context.Context) (*Run, *Result, error) {
	r := &Run{Analysis: p.record.Ref, Revision: p.record.Revision, Method: p.method.ID, Engine: Engine, Current: true, Inputs: []Used{}}
	for _, t := range p.tables {
		r.Inputs = append(r.Inputs, t.reading()...)
	}
	if p.failed != nil {
		r.Fault = p.failed
		return r, nil, nil
	}
	sources := p.analysis.made(p.method)
	for i, t := range p.tables {
		sources[p.analysis.Inputs[i].Name] = t
		if o, takes := p.method.Param("boundaries"); takes && o.Kind == Outline && t.geo != "" && sources["links"] == nil {
			sources["boundaries"] = cubeOutlines{t}
		}
	}
	args, err := p.method.Check(p.analysis.Parameters, sources)
	var result *Result
	if err == nil {
		args.overCubes = true
		result, err = args.Run(ctx)
	}
	if fault.CodeOf(err) == fault.Invalid && errors.As(err, &r.Fault) {
		return r, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if _, draws := p.method.Param("seed"); draws {
		r.Seed = args.Text("seed")
	}
	r.Notes = append(result.Notes, p.notes()...)
	var b bytes.Buffer
	if err := (Document{Method: p.method, Parameters: args.Parameters(), Result: result}).WriteJSON(&limited{&b, maxResult}); err != nil {
		return nil, nil, err
	}
	sum := sha256.Sum256(b.Bytes())
	r.document, r.Hash = b.Bytes(), hex.EncodeToString(sum[:])
	return r, result, nil
}

// notes are what the tables themselves say.
func (p *prepared) notes() (out []Note) {
	for _, t := range p.tables {
		if !t.mixed {
			continue
		}
		var versions []string
		for _, u := range t.uses {
			if v := u.Scheme + " " + u.Territory; !slices.Contains(versions, v) {
				versions = append(versions, v)
			}
		}
		out = append(out, Note{Key: "method.note.versions-differ", Args: fault.A{"list": versions}})
	}
	return out
}

// limited refuses to write more than is left.
type limited struct {
	to   io.Writer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, fault.New(fault.Invalid, "method.result-too-large", fault.A{"most": maxResult})
	}
	return l.to.Write(p)
}

// Try runs an analysis that need not be saved: what a form shows before somebody keeps it. Nothing is stored.
func Try(ctx context.Context, s *record.Store, actor record.Actor, a *Analysis) (*Run, error) {
	return TryAs(ctx, s, actor, record.Record{Body: a})
}

// TryAs is Try with the owner and the visibility that the analysis is to have: it must not be seen by more people than what it reads.
func TryAs(ctx context.Context, s *record.Store, actor record.Actor, rec record.Record) (*Run, error) {
	var p *prepared
	err := s.Read(ctx, actor, func(tx *record.ReadTx) error {
		var err error
		p, err = prepare(ctx, tx, rec)
		return err
	})
	if err != nil {
		return nil, err
	}
	r, _, err := p.compute(ctx)
	return r, err
}

// Perform runs a saved analysis and records the run. The same state, inputs and engine are one run: it is made again to the byte, and
// a run that differs from what is stored is an internal fault, because then the numbers cannot be defended.
func Perform(ctx context.Context, s *record.Store, actor record.Actor, ref record.Ref) (*Run, error) {
	var p *prepared
	err := s.Read(ctx, actor, func(tx *record.ReadTx) error {
		rec, err := tx.Get(ctx, ref)
		if err == nil {
			p, err = prepare(ctx, tx, rec)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	r, _, err := p.compute(ctx)
	if err != nil {
		return nil, err
	}
	r.Made = s.Now()
	err = s.Write(ctx, actor, func(tx *record.Tx) error { return keep(ctx, tx, p.record, r) })
	return r, err
}

// keep stores a run. An analysis that was changed meanwhile is left to the job that its change has enqueued.
func keep(ctx context.Context, tx *record.Tx, rec record.Record, r *Run) error {
	present, err := tx.Get(ctx, rec.Ref)
	if fault.CodeOf(err) == fault.NotFound || err == nil && present.Revision != rec.Revision {
		return nil
	}
	if err != nil {
		return err
	}
	inputs, err := record.Canonical(r.Inputs)
	if err != nil {
		return err
	}
	var stored string
	err = tx.SQL().Row(ctx, `SELECT result_hash FROM method_run WHERE analysis_id = $1 AND revision = $2 AND inputs = $3 AND engine = $4`,
		rec.ID, r.Revision, string(inputs), r.Engine).Scan(&stored)
	if err == nil && stored != r.Hash {
		return fault.New(fault.Internal, "method.not-repeated", fault.A{"analysis": string(rec.Ref)})
	}
	fresh := errors.Is(err, db.ErrNoRows)
	if err != nil && !fresh {
		return err
	}
	before, err := standingHash(ctx, tx, rec.ID)
	if err != nil {
		return err
	}
	switch {
	case fresh:
		err = insertRun(ctx, tx, rec.ID, string(inputs), r)
	case r.Fault != nil: // refused again, for another reason perhaps: nothing was read, so nothing else tells the two apart
		var why string
		if why, err = toldFault(r.Fault); err == nil {
			_, err = tx.SQL().Exec(ctx, `UPDATE method_run SET fault = $1, made_at = $2 WHERE analysis_id = $3 AND revision = $4 AND inputs = $5 AND engine = $6`,
				why, db.Time(r.Made), rec.ID, r.Revision, string(inputs), r.Engine)
		}
	default:
		err = nil
	}
	if err != nil {
		return err
	}
	if _, err := tx.SQL().Exec(ctx, `INSERT INTO method_standing (analysis_id, revision, inputs, engine, since) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (analysis_id) DO UPDATE SET revision = excluded.revision, inputs = excluded.inputs, engine = excluded.engine, since = excluded.since`,
		rec.ID, r.Revision, string(inputs), r.Engine, db.Time(tx.Now())); err != nil {
		return err
	}
	if !fresh && before == r.Hash {
		return nil
	}
	return tx.Note(ctx, VerbRun, string(rec.Ref), Performed{Analysis: rec.Ref, Revision: r.Revision, Hash: r.Hash, Before: before, Inputs: r.Inputs, Refused: r.Fault != nil})
}

// standingHash is the hash of the result that counted until now; empty when there was none.
func standingHash(ctx context.Context, tx *record.Tx, id string) (string, error) {
	var hash string
	err := tx.SQL().Row(ctx, `SELECT m.result_hash FROM method_standing s JOIN method_run m ON m.analysis_id = s.analysis_id AND m.revision = s.revision
		AND m.inputs = s.inputs AND m.engine = s.engine WHERE s.analysis_id = $1`, id).Scan(&hash)
	if errors.Is(err, db.ErrNoRows) {
		return "", nil
	}
	return hash, err
}

// VerbRun is the verb of the journal's entry about a run that counts from now on; its subject is the analysis.
const VerbRun = "analysed"

// Performed is the payload of that entry; subscribers get it as Event.Payload. Its members are not called as those of an entry about a
// record are: the verifier of the journal tells entries apart by them.
type Performed struct {
	Analysis record.Ref `json:"analysis"`
	Revision int64      `json:"analysis_revision"`
	Hash     string     `json:"result_hash,omitempty"`
	Before   string     `json:"before,omitempty"` // hash of the result that counted until then
	Inputs   []Used     `json:"inputs"`
	Refused  bool       `json:"refused,omitempty"`
}

// told is a message as it is stored.
type told struct {
	Key  string         `json:"key"`
	Args map[string]any `json:"args,omitempty"`
}

func insertRun(ctx context.Context, tx *record.Tx, id, inputs string, r *Run) error {
	notes := make([]told, len(r.Notes))
	for i, n := range r.Notes {
		notes[i] = told{n.Key, n.Args}
	}
	why, err := toldFault(r.Fault)
	if err != nil {
		return err
	}
	said, err := json.Marshal(notes)
	if err != nil {
		return err
	}
	packed, err := pack(r.document)
	if err != nil {
		return err
	}
	return db.Insert(ctx, tx.SQL(), "method_run",
		[]string{"analysis_id", "revision", "inputs", "engine", "method", "seed", "notes", "fault", "result_hash", "result", "made_at"},
		[][]any{{id, r.Revision, inputs, r.Engine, r.Method, r.Seed, string(said), why, r.Hash, packed, db.Time(r.Made)}})
}

// toldFault is a fault as it is stored; empty for none.
func toldFault(f *fault.Fault) (string, error) {
	if f == nil {
		return "", nil
	}
	b, err := json.Marshal(told{f.Key, f.Args})
	return string(b), err
}

func pack(document []byte) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(document); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func unpack(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(z, maxResult+1))
}
