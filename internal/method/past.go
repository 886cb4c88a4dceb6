// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"slices"

	"github.com/sumanus/sumanus/internal/record"
)

// Earlier is a series as it was read, year by year from the first on; NaN where there is no value.
type Earlier struct {
	First  int
	Values []float64
}

// Past reads again the series that a run carried forward, from the vintages it read: a picture shows them before the years to come. It is empty
// for methods that read no years.
func Past(ctx context.Context, tx *record.ReadTx, rec record.Record, r *Run) (map[string]Earlier, error) {
	m, err := Find(r.Method)
	if err != nil || m.View.Past == "" || r.Fault != nil {
		return nil, err
	}
	if rec.Revision != r.Revision {
		if rec, err = tx.Revision(ctx, r.Analysis, r.Revision); err != nil {
			return nil, err
		}
	}
	body, ok := rec.Body.(*Analysis)
	if !ok {
		return nil, damagedRun(r.Analysis)
	}
	pinned := body.copied()
	if !pinned.pin(r.Inputs) {
		return nil, damagedRun(r.Analysis)
	}
	rec.Body = pinned
	p, err := prepare(ctx, tx, rec)
	if err != nil || p.failed != nil {
		return nil, err
	}
	sources := p.analysis.made(p.method)
	for i, t := range p.tables {
		sources[p.analysis.Inputs[i].Name] = t
	}
	args, err := p.method.Check(p.analysis.Parameters, sources)
	if err != nil {
		return nil, err
	}
	args.overCubes = true
	all, err := args.readYearly(m.View.Past)
	if err != nil {
		return nil, err
	}
	out := map[string]Earlier{}
	for _, s := range all {
		out[s.name] = Earlier{First: s.first, Values: slices.Clone(s.values)}
	}
	return out, nil
}
