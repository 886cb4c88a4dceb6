// SPDX-License-Identifier: EUPL-1.2

package demography

import "github.com/sumanus/sumanus/analysis/internal/parallel"

// Job is one projection among several: a region, a variant of it.
type Job struct {
	Base    Table
	Rates   []Rates
	Options Options
}

// ProjectAll makes projections side by side, on at most threads processors (0: all). When some cannot be made, failed is the position of the first of them
// and err says why; otherwise it is −1.
func ProjectAll(jobs []Job, threads int) (made []*Projection, failed int, err error) {
	made = make([]*Projection, len(jobs))
	errs := make([]error, len(jobs))
	parallel.Do(len(jobs), 1, threads, func(_, from, to int) {
		for k := from; k < to; k++ {
			made[k], errs[k] = Project(jobs[k].Base, jobs[k].Rates, jobs[k].Options)
		}
	})
	for k, err := range errs {
		if err != nil {
			return nil, k, err
		}
	}
	return made, -1, nil
}
