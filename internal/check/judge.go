// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/sentence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// judgement is what the evidence room says of a finding.
type judgement struct {
	result verdict.Result
	plain  func(lang string) string // the statement as readers see it
	shown  func(name, lang string) string
	words  func(lang string, assertions []string) string // the words bound to assertions
	fault  *fault.Fault                                  // why it cannot be judged at all, such as an indicator that asks for what its table does not have
}

// judge asks the evidence room how the findings stand on what this reader sees at this moment. Verdicts are computed, not looked up, so that a
// check right after an import needs no worker to have run; with kept they are looked up as far as they are current. One finding that cannot
// be judged does not silence the rest.
func judge(ctx context.Context, tx *record.ReadTx, findings []record.Record, kept bool) (map[record.Ref]judgement, error) {
	j := evidence.NewJudge(tx)
	out := make(map[record.Ref]judgement, len(findings))
	if kept && tx.Moment().IsZero() {
		all, err := evidence.Stored(ctx, tx)
		if err != nil {
			return nil, err
		}
		var rest []record.Record
		for _, s := range all {
			if s.Known && s.Current {
				out[s.Record.Ref] = judged(&s.Judged)
			} else {
				rest = append(rest, s.Record)
			}
		}
		return out, one(ctx, j, rest, out)
	}
	if all, err := j.All(ctx); err == nil {
		for _, d := range all {
			out[d.Record.Ref] = judged(d)
		}
		return out, nil
	}
	return out, one(ctx, j, findings, out)
}

// one judges findings one by one.
func one(ctx context.Context, j *evidence.Judge, findings []record.Record, out map[record.Ref]judgement) error {
	for _, r := range findings {
		d, err := j.Finding(ctx, r.Ref)
		var f *fault.Fault
		switch {
		case err == nil:
			out[r.Ref] = judged(d)
		case errors.As(err, &f) && f.Code != fault.Internal:
			out[r.Ref] = judgement{fault: f}
		default:
			return err
		}
	}
	return nil
}

func judged(d *evidence.Judged) judgement {
	return judgement{result: d.Result, plain: d.Plain, shown: d.Shown, words: func(lang string, assertions []string) string {
		segments, _, err := d.Statement(lang)
		if err != nil {
			return strings.Join(assertions, "; ")
		}
		var out []string
		for _, s := range segments {
			if s.Kind == sentence.Words && slices.Contains(assertions, s.Name) {
				out = append(out, s.Text)
			}
		}
		return strings.Join(out, "; ")
	}}
}

// fallen lists the assertions that are false.
func (j judgement) fallen() []string {
	var out []string
	for _, a := range j.result.Assertions {
		if a.Truth == verdict.False {
			out = append(out, a.Name)
		}
	}
	return out
}
