// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"context"
	"slices"

	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
)

// periodsSeries bounds how many series of each chunk PeriodsOf looks into.
const periodsSeries = 60

// PeriodsOf lists the periods at which a vintage (empty: the latest) has values, in the order of time. Of a large table some series of the
// chunks that Codes looks into are read: what is offered for a choice must not need the whole table.
func (r *Reader) PeriodsOf(ctx context.Context, ref record.Ref, label string) ([]string, error) {
	d, err := r.open(ctx, ref)
	if err != nil {
		return nil, err
	}
	v, ok := d.vintage(label)
	if !ok {
		return nil, nil
	}
	if err := r.readDirectories(ctx, []string{v.manifest}); err != nil {
		return nil, err
	}
	hashes := r.directories[v.manifest].hashes
	hashes = hashes[:min(len(hashes), codesChunks)]
	if err := r.readChunks(ctx, hashes); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, h := range hashes {
		c, err := r.chunkOf(ctx, h)
		if err != nil {
			return nil, err
		}
		step := max(1, len(c.rows)/periodsSeries)
		for i := 0; i < len(c.rows); i += step {
			obs, err := readRows(c.rows[i])
			if err != nil {
				return nil, err
			}
			for _, o := range obs {
				if o.Value != "" {
					seen[o.Period] = true
				}
			}
		}
	}
	out := make([]string, 0, len(seen))
	for p := range seen {
		out = append(out, p)
	}
	slices.SortFunc(out, statistics.ComparePeriods)
	return out, nil
}
