// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"context"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/record"
)

// judge asks the evidence room how the findings stand on what this reader sees at this moment. Verdicts are computed, not looked up, so that a
// check right after an import needs no worker to have run.
func judge(ctx context.Context, tx *record.ReadTx) (map[record.Ref]judgement, error) {
	all, err := evidence.NewJudge(tx).All(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[record.Ref]judgement, len(all))
	for _, d := range all {
		out[d.Record.Ref] = judgement{result: d.Result, plain: d.Plain}
	}
	return out, nil
}
