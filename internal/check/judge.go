// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"context"
	"errors"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// judgement is what the evidence room says of a finding.
type judgement struct {
	result verdict.Result
	plain  func(lang string) string // the statement as readers see it
	fault  *fault.Fault             // why it cannot be judged at all, such as an indicator that asks for what its table does not have
}

// judge asks the evidence room how the findings stand on what this reader sees at this moment. Verdicts are computed, not looked up, so that a
// check right after an import needs no worker to have run. One finding that cannot be judged does not silence the rest.
func judge(ctx context.Context, tx *record.ReadTx, findings []record.Record) (map[record.Ref]judgement, error) {
	j := evidence.NewJudge(tx)
	out := make(map[record.Ref]judgement, len(findings))
	if all, err := j.All(ctx); err == nil {
		for _, d := range all {
			out[d.Record.Ref] = judgement{result: d.Result, plain: d.Plain}
		}
		return out, nil
	}
	for _, r := range findings {
		d, err := j.Finding(ctx, r.Ref)
		var f *fault.Fault
		switch {
		case err == nil:
			out[r.Ref] = judgement{result: d.Result, plain: d.Plain}
		case errors.As(err, &f) && f.Code != fault.Internal:
			out[r.Ref] = judgement{fault: f}
		default:
			return nil, err
		}
	}
	return out, nil
}
