// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"github.com/sumanus/sumanus/internal/record"
)

// Report says what a file brings compared with the latest vintage before it. Numbers count observations.
//
// An observation is compared by territory, not by code, and a value counts as there when it is not missing. Missing without a flag
// says as much as absent.
type Report struct {
	Dataset  record.Ref
	Label    string
	Previous string // label of the vintage compared with: the newest not published after this one; empty when there is none
	Format   string // as statistics.Header.Format

	Series, Observations int64

	Added      int64 // values where there was none, in series that were asked for before
	Revised    int64 // other numbers
	StatusOnly int64 // same number, other flags or digits; or only the flag of a missing value
	Gone       int64 // values that are no longer there, though asked for
	NotAsked   int64 // values of the previous vintage outside what this file covers: nothing is said about them
	FirstAsked int64 // values of series that the previous vintage did not ask for
	Renamed    []Rename
	// Unchanged tells that the observations are exactly those of the previous vintage.
	Unchanged bool

	Territory Territory
	// Dropped are dimensions of the file with one code that the dataset does not have; Assumed are defaults of dimensions the file lacks.
	Dropped, Assumed []CodeOf

	ContentHash string
	Changes     ChangedSeries
	// Chunks tells how the observations were stored: pieces in all, and those not shared with what was there.
	Chunks, NewChunks int

	stored *stored
}

// Rename is a territory whose code is another one now.
type Rename struct{ From, To string }

// CodeOf is a dimension and its code.
type CodeOf struct{ Dimension, Code string }

// Territory says which version the geographic codes of a file belong to.
type Territory struct {
	Scheme, Version string
	// Given: the caller said so. Otherwise it was told from the codes.
	Given bool
	// Ambiguous lists all versions that fit the codes, when several do; the newest was taken.
	Ambiguous []string
	// Mixed lists countries whose codes fit no single version.
	Mixed []string
}

// Published is the payload of the journal's entry about a new vintage; subscribers get it as Event.Payload. Which series changed
// is told by Changed.
type Published struct {
	Dataset      record.Ref `json:"dataset"`
	Label        string     `json:"label"`
	Previous     string     `json:"previous,omitempty"`
	Published    string     `json:"published"`
	ContentHash  string     `json:"content_hash"`
	Series       int64      `json:"series"`
	Observations int64      `json:"observations"`
	Unchanged    bool       `json:"unchanged,omitempty"`
	// Latest tells that no other vintage was published later: who asks for the latest gets this one now.
	Latest bool `json:"latest,omitempty"`
}

// VerbVintage is the verb of the journal's entry about a new vintage; its subject is the reference of the dataset.
const VerbVintage = "vintage"

// ChangedSeries tells which series differ between two vintages, by their territory-independent keys.
type ChangedSeries struct {
	From, To string // labels; From may be empty
	// Series has each changed series once, in the order of the newer vintage's codes, then those that went. When there are more
	// than the limit, All is true: then every series must be taken as changed.
	Series []SeriesChange
	All    bool
	// Territory tells that the two vintages have different territory versions: the code of a region may differ, and a region
	// may have a code in one of them alone.
	Territory bool

	byKey map[SeriesKey]int
}

// SeriesChange is what became of a series.
type SeriesChange struct {
	Key      SeriesKey
	Appeared bool // it is not in the older vintage
	Went     bool // it is not in the newer one
	Newer    bool // its last period with a value is later
	// Values are differing observations, the first few of them; Count counts all.
	Values []ValueChange
	Count  int
}

// ValueChange is an observation that differs. Empty is missing or absent.
type ValueChange struct {
	Period      string
	Old, New    string // values
	OldFlags    string
	NewFlags    string
	NumberMoved bool // not the flags alone
}

// Has tells whether a series changed, and how.
func (c *ChangedSeries) Has(key SeriesKey) (SeriesChange, bool) {
	if i, ok := c.byKey[key]; ok {
		return c.Series[i], true
	}
	return SeriesChange{Key: key}, c.All
}

// maxChanged and maxValues bound what a ChangedSeries holds.
const (
	maxChanged = 1 << 20
	maxValues  = 50
)

func (c *ChangedSeries) add(s SeriesChange) {
	if c.byKey == nil {
		c.byKey = map[SeriesKey]int{}
	}
	if len(c.Series) >= maxChanged {
		c.All = true
		return
	}
	c.byKey[s.Key] = len(c.Series)
	c.Series = append(c.Series, s)
}
