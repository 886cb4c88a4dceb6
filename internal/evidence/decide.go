// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"context"
	"sort"

	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Accept confirms a finding on the vintages of now: what moved is taken over. A finding that is no longer true cannot be confirmed;
// it is reworded or withdrawn.
func Accept(ctx context.Context, tx *record.Tx, ref record.Ref) (record.Record, error) {
	r, f, err := own(ctx, tx, ref)
	if err != nil {
		return record.Record{}, err
	}
	return confirm(ctx, tx, r, f)
}

// Rewording is a new wording of a finding. Languages that are left out keep their wording, which becomes stale when the source
// changes. Values and Assertions replace the old ones where they are not nil: other words assert other things.
type Rewording struct {
	Statement map[string]string
	// Whole is the statement in all languages, each translation with the original it was made from, for whoever knows that; it stands in
	// place of Statement unless it is zero.
	Whole      record.Text
	Values     []verdict.Value
	Assertions []verdict.Assertion
}

// Reword changes what a finding says and confirms it on the vintages of now.
func Reword(ctx context.Context, tx *record.Tx, ref record.Ref, w Rewording) (record.Record, error) {
	r, f, err := own(ctx, tx, ref)
	if err != nil {
		return record.Record{}, err
	}
	if s, ok := w.Statement[f.Statement.Source]; ok {
		f.Statement = f.Statement.With(f.Statement.Source, s)
	}
	for lang, s := range w.Statement {
		if lang != f.Statement.Source {
			f.Statement = f.Statement.With(lang, s)
		}
	}
	if !w.Whole.IsZero() {
		f.Statement = w.Whole
	}
	if w.Values != nil {
		f.Values = w.Values
	}
	if w.Assertions != nil {
		f.Assertions = w.Assertions
	}
	return confirm(ctx, tx, r, f)
}

// Withdraw says that a finding is no longer said. It stays, with its history, because others may still cite it.
func Withdraw(ctx context.Context, tx *record.Tx, ref record.Ref) (record.Record, error) {
	r, f, err := own(ctx, tx, ref)
	if err != nil {
		return record.Record{}, err
	}
	f.State = Withdrawn
	return save(ctx, tx, r, f)
}

// own reads a finding with a body that may be changed.
func own(ctx context.Context, tx *record.Tx, ref record.Ref) (record.Record, *Finding, error) {
	if ref.Kind() != "finding" {
		return record.Record{}, nil, fault.New(fault.Invalid, "record.wrong-kind", fault.A{"found": ref.Kind(), "expected": "finding"})
	}
	r, err := tx.Get(ctx, ref)
	if err != nil {
		return record.Record{}, nil, err
	}
	c := *r.Body.(*Finding)
	return r, &c, nil
}

// confirm judges the finding as it would be saved and pins the vintages it was judged on.
func confirm(ctx context.Context, tx *record.Tx, r record.Record, f *Finding) (record.Record, error) {
	langs, err := tx.Languages(ctx)
	if err != nil {
		return record.Record{}, err
	}
	c := record.NewCheck(langs)
	f.Validate(c)
	if err := c.Err(); err != nil {
		return record.Record{}, err
	}
	changed := r
	changed.Body = f
	d, err := NewJudge(&tx.ReadTx).judge(ctx, changed)
	if err != nil {
		return record.Record{}, err
	}
	switch d.Result.Verdict {
	case verdict.Holds, verdict.Moved:
	default:
		return record.Record{}, fault.New(fault.Conflict, "evidence.cannot-confirm", fault.A{"ref": string(r.Ref), "verdict": string(d.Result.Verdict)})
	}
	if joined := fault.Join(d.Result.Faults); joined != nil {
		return record.Record{}, joined
	}
	f.WrittenFrom = nil
	for ref, label := range d.Vintages() {
		f.WrittenFrom = append(f.WrittenFrom, Pin{ref, label})
	}
	sort.Slice(f.WrittenFrom, func(i, j int) bool { return f.WrittenFrom[i].Dataset < f.WrittenFrom[j].Dataset })
	f.State = Accepted
	return save(ctx, tx, r, f)
}

func save(ctx context.Context, tx *record.Tx, r record.Record, f *Finding) (record.Record, error) {
	d := r.Draft()
	d.Body = f
	return tx.Change(ctx, r.Revision, d)
}
