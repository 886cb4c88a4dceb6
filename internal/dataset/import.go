// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"context"
	"io"
	"time"

	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
)

// Options of Import. The zero value guesses from the file and refuses what it cannot tell.
type Options struct {
	// Published is the ISO date of publication. Empty: the date the file itself states; a file without one is refused.
	Published string
	// Retrieved is the ISO date on which the file was fetched. Empty: the day of the house's clock.
	Retrieved string
	// Label of the vintage. Empty: the date of publication, with ".2" and so on behind it where that is taken.
	Label string
	// Territory is the version of the geographic codes, such as "2013". Empty: told from the codes.
	Territory string
	// Coverage is what was asked for. Nil: the product of the codes in the file and its range of periods.
	Coverage *Coverage
	// Complete says that the file is the whole table: what is missing in it is gone, not just not asked for.
	Complete bool
	Source   string
	Note     string
	// Codec tells the codec what the file does not.
	Codec statistics.Options
	// DryRun gives the report and publishes nothing.
	DryRun bool
	// Memory bounds, in bytes, what is sorted at once; more goes through files in TempDir. 0 is DefaultMemory.
	Memory  int
	TempDir string
}

// DefaultMemory is how many bytes of observations are sorted in memory: about three million values.
const DefaultMemory = 64 << 20

// Import reads a file into a new vintage of a dataset, whole or not at all. name is told in faults.
func Import(ctx context.Context, s *record.Store, actor record.Actor, ref record.Ref, name string, r io.Reader, o Options) (Report, error) {
	return Report{}, nil
}

// Changed tells which series differ between two visible vintages of a dataset. An empty from is before the first.
func Changed(ctx context.Context, tx *record.ReadTx, ref record.Ref, from, to string) (ChangedSeries, error) {
	return ChangedSeries{}, nil
}

// Sweep removes chunks that nothing refers to and that were written before the time. It gives their number.
func Sweep(ctx context.Context, s *record.Store, before time.Time) (int64, error) { return 0, nil }
