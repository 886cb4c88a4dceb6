// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"context"
	"math/big"
	"strings"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
)

// results are the runs of analyses that a judge has read, so that each is read once.
type results struct {
	analyses map[record.Ref]record.Record
	standing map[record.Ref]*method.Run // nil where there is none
	pinned   map[string]*method.Run     // by analysis and vintages
	data     map[*method.Run]*method.Data
}

func newResults() results {
	return results{analyses: map[record.Ref]record.Record{}, standing: map[record.Ref]*method.Run{}, pinned: map[string]*method.Run{}, data: map[*method.Run]*method.Data{}}
}

// aheadOfResults reads at once the analyses that are going to be asked for, and the runs that count.
func (j *Judge) aheadOfResults(ctx context.Context, refs []record.Ref) error {
	if len(refs) == 0 {
		return nil
	}
	recs, err := j.tx.Records(ctx, sortedRefs(refs))
	if err != nil {
		return err
	}
	all := make([]record.Record, 0, len(recs))
	for ref, rec := range recs {
		j.results.analyses[ref] = rec
		all = append(all, rec)
	}
	runs, err := method.Standings(ctx, j.tx, all)
	for ref := range recs {
		j.results.standing[ref] = runs[ref]
	}
	return err
}

// run gives the run of an analysis that counts, or the one made from the vintages pinned; nil when there is none.
func (j *Judge) run(ctx context.Context, ref record.Ref, pins map[record.Ref]string) (*method.Run, error) {
	rec, known := j.results.analyses[ref]
	if !known {
		var err error
		if rec, err = j.tx.Get(ctx, ref); err != nil {
			return nil, err
		}
		j.results.analyses[ref] = rec
	}
	standing, known := j.results.standing[ref]
	if !known {
		all, err := method.Standings(ctx, j.tx, []record.Record{rec})
		if err != nil {
			return nil, err
		}
		standing = all[ref]
		j.results.standing[ref] = standing
	}
	if pins == nil || standing != nil && standing.MadeFrom(pins) {
		return standing, nil
	}
	key := string(ref)
	for _, d := range sortedKeys(pins) {
		key += "\x00" + string(d) + "\x00" + pins[d]
	}
	run, known := j.results.pinned[key]
	if !known {
		var err error
		if run, err = method.Made(ctx, j.tx, rec, pins); err != nil {
			return nil, err
		}
		j.results.pinned[key] = run
	}
	return run, nil
}

func sortedKeys(pins map[record.Ref]string) []record.Ref {
	out := make([]record.Ref, 0, len(pins))
	for ref := range pins {
		out = append(out, ref)
	}
	return sortedRefs(out)
}

// Cell implements verdict.Results.
func (n *numbers) Cell(analysis, cell string) verdict.Observation {
	o, err := n.cell(record.Ref(analysis), cell)
	if err != nil && n.err == nil {
		n.err = err
	}
	return o
}

// cell reads a cell of a result. A cell that is not there is a number that is missing, not a failure.
func (n *numbers) cell(ref record.Ref, cell string) (verdict.Observation, error) {
	o := verdict.Observation{Missing: formula.Missing}
	run, err := n.judge.run(n.ctx, ref, n.pins)
	if err != nil {
		return o, err
	}
	u := Used{Analysis: ref, Cell: cell, Series: cell, Reason: string(dataset.Absent)}
	if run == nil || run.Fault != nil {
		n.used[u.key()] = &u
		return o, nil
	}
	text, err := n.judge.figure(run, cell)
	if err != nil {
		return o, err
	}
	if x, ok := new(big.Rat).SetString(text); ok && text != "" {
		o.Missing, o.Computed, u.Reason = "", formula.Exact(x), ""
	}
	o.Period = onePeriod(run)
	u.Value, u.Run = text, run.Hash
	for _, in := range run.Inputs {
		one := u
		one.Dataset, one.Period = in.Dataset, strings.Join(in.Periods, ", ")
		one.Vintage = dataset.Vintage{Dataset: in.Dataset, Label: in.Vintage, Published: in.Vintage[:min(len(in.Vintage), len("2006-01-02"))], ContentHash: in.ContentHash,
			Scheme: in.Scheme, Territory: in.Territory}
		n.used[one.key()] = &one
	}
	if len(run.Inputs) == 0 {
		n.used[u.key()] = &u
	}
	return o, nil
}

// figure is the number in a cell as decimal text; empty when it is missing, not there, or no number.
func (j *Judge) figure(run *method.Run, cell string) (string, error) {
	data, ok := j.results.data[run]
	if !ok {
		var err error
		if data, err = run.Data(); err != nil {
			return "", err
		}
		j.results.data[run] = data
	}
	return figureOf(data, cell)
}

// Labels tells what a result says of a cell before anybody relies on it: whether its row rests on too few, and what the run notes.
func (j *Judge) Labels(ctx context.Context, analysis record.Ref, at method.At) (small bool, notes []method.Note, err error) {
	run, err := j.run(ctx, analysis, nil)
	if err != nil || run == nil || run.Fault != nil {
		return false, nil, err
	}
	data, known := j.results.data[run]
	if !known {
		if data, err = run.Data(); err != nil {
			return false, nil, err
		}
		j.results.data[run] = data
	}
	return data.Small(at), run.Notes, nil
}

func figureOf(data *method.Data, cell string) (string, error) {
	at, ok := method.ParseAt(cell)
	if !ok {
		return "", nil
	}
	text, err := data.Figure(at)
	if code := fault.CodeOf(err); err != nil && (code == fault.NotFound || code == fault.Invalid) {
		return "", nil
	}
	return text, err
}

// onePeriod is the period of a run that reads one; empty for several.
func onePeriod(run *method.Run) string {
	period := ""
	for _, in := range run.Inputs {
		for _, p := range in.Periods {
			if period != "" && p != period {
				return ""
			}
			period = p
		}
	}
	return period
}

// EvaluateCiters judges exactly the findings that cite a cell which differs between two results of an analysis, by their hashes; an
// empty hash is "no result", so all that cite it.
func EvaluateCiters(ctx context.Context, s *record.Store, actor record.Actor, analysis record.Ref, before, now string) (Counts, error) {
	return evaluate(ctx, s, actor, func(ctx context.Context, tx *record.ReadTx) ([]record.Ref, error) {
		return Citers(ctx, tx, analysis, before, now)
	})
}

// Citers lists the findings that cite a cell which differs between two results of an analysis.
func Citers(ctx context.Context, tx *record.ReadTx, analysis record.Ref, before, now string) ([]record.Ref, error) {
	rec, err := tx.Get(ctx, analysis)
	if fault.CodeOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var both [2]*method.Data
	for i, hash := range []string{before, now} {
		if hash == "" {
			continue
		}
		run, err := method.WithHash(ctx, tx, rec, hash)
		if err != nil {
			return nil, err
		}
		if run != nil && run.Fault == nil {
			if both[i], err = run.Data(); err != nil {
				return nil, err
			}
		}
	}
	concerned, err := Concerned(ctx, tx, analysis, dataset.ChangedSeries{})
	var out []record.Ref
	for _, c := range concerned {
		if err != nil {
			break
		}
		same := false
		if both[0] != nil && both[1] != nil {
			same, err = sameCell(both, string(c.Series))
		}
		if !same && (len(out) == 0 || out[len(out)-1] != c.Finding) {
			out = append(out, c.Finding)
		}
	}
	return out, err
}

func sameCell(both [2]*method.Data, cell string) (bool, error) {
	a, err := figureOf(both[0], cell)
	if err != nil {
		return false, err
	}
	b, err := figureOf(both[1], cell)
	return a == b, err
}
