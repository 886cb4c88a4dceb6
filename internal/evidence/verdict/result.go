// SPDX-License-Identifier: EUPL-1.2

package verdict

import (
	"encoding/json"
	"math/big"

	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/fault"
)

// Verdict is the state of a finding.
type Verdict string

// The verdicts.
const (
	Holds        Verdict = "holds"
	Moved        Verdict = "moved"
	Untrue       Verdict = "untrue"
	Uncomputable Verdict = "uncomputable"
	Incomparable Verdict = "incomparable"
)

// Key names the word for the verdict in the catalogue.
func (v Verdict) Key() string {
	return map[Verdict]string{Holds: "verdict.holds", Moved: "verdict.moved", Untrue: "verdict.untrue", Uncomputable: "verdict.uncomputable",
		Incomparable: "verdict.incomparable"}[v]
}

// NewerKey names the words for the flag that a newer period exists.
const NewerKey = "verdict.newer"

// ReasonKey names the words for why there is no number.
func ReasonKey(r formula.Reason) string {
	return map[formula.Reason]string{formula.Missing: "verdict.reason-missing", formula.Confidential: "verdict.reason-confidential",
		formula.NotAsked: "verdict.reason-not-asked", formula.NotApplicable: "verdict.reason-not-applicable",
		formula.ZeroDenominator: "verdict.reason-zero-denominator", formula.Undefined: "verdict.reason-undefined",
		formula.TooLarge: "verdict.reason-too-large", formula.TooClose: "verdict.reason-too-close"}[r]
}

// Key names the words for why numbers cannot be compared.
func (c Cause) Key() string {
	return map[Cause]string{Break: "verdict.cause-break", Definition: "verdict.cause-definition", Territory: "verdict.cause-territory"}[c]
}

// TogetherKey names the sentence for an assertion that no number alone can turn.
const TogetherKey = "verdict.turns-together"

// Result is an evaluation. Values and assertions stand in the order of the spec.
type Result struct {
	Engine     string    `json:"engine"`
	Verdict    Verdict   `json:"verdict"`
	Newer      bool      `json:"newer,omitempty"`
	Latest     string    `json:"latest,omitempty"` // the period that "latest" means now; empty when none is used or common
	Values     []Read    `json:"values,omitempty"`
	Assertions []Outcome `json:"assertions,omitempty"`
	Moves      []Move    `json:"moves,omitempty"`
	// Rounding are the true assertions that the shown numbers contradict.
	Rounding []Contradiction `json:"rounding,omitempty"`
	// Faults are errors of the finding that only its numbers show: a rounding that contradicts its assertion.
	Faults []*fault.Fault `json:"-"`
}

// Stored reads a result as it was written down. Of a number that was not exact, or not there, it tells no more than the written form does.
func Stored(data []byte) (Result, error) {
	var r Result
	if err := json.Unmarshal(data, &r); err != nil {
		return Result{}, err
	}
	for _, c := range r.Rounding {
		r.Faults = append(r.Faults, c.Fault())
	}
	return r, nil
}

// Read is a value as computed.
type Read struct {
	Name         string         `json:"name"`
	Indicator    string         `json:"indicator,omitempty"`
	Region       string         `json:"region,omitempty"`
	Period       string         `json:"period,omitempty"` // resolved; of a formula, the one period of all its numbers, if they share it
	Analysis     string         `json:"analysis,omitempty"`
	Cell         string         `json:"cell,omitempty"`  // of the analysis’ result; see Value.Cell
	Number       formula.Number `json:"number"`          // exact and unscaled
	Shown        string         `json:"shown,omitempty"` // decimal text for the reader: scaled and rounded; empty for a gap
	Decimals     int            `json:"decimals,omitempty"`
	Percent      bool           `json:"percent,omitempty"`
	Status       string         `json:"status,omitempty"`
	Newest       string         `json:"newest,omitempty"` // a newer period that exists
	Incomparable Cause          `json:"incomparable,omitempty"`
}

// Outcome is an assertion as judged.
type Outcome struct {
	Name         string      `json:"name"`
	Truth        Truth       `json:"truth"`
	Gap          formula.Gap `json:"gap,omitzero"` // why it is unknown
	Incomparable Cause       `json:"incomparable,omitempty"`
	Position     int         `json:"position,omitempty"` // of a rank: the place the region has
	Nearest      []Nearest   `json:"nearest,omitempty"`  // the nearest first
	// Together is set when no number alone can turn the outcome, only several at once.
	Together bool `json:"together,omitempty"`
}

// Side says on which side of a limit an assertion turns.
type Side string

// The sides.
const (
	At    Side = "at"    // the limit itself turns it
	Below Side = "below" // any number below the limit does, the limit does not
	Above Side = "above"
)

// Key names the sentence for it in the catalogue; it takes the limit.
func (s Side) Key() string {
	return map[Side]string{At: "verdict.turns-at", Below: "verdict.turns-below", Above: "verdict.turns-above"}[s]
}

// Nearest is the smallest change of one number, the others as they are, that turns an assertion: makes a true one false or a false one true.
type Nearest struct {
	Values      []string `json:"values,omitempty"` // names of the values that show this number
	Indicator   string   `json:"indicator"`
	Region      string   `json:"region"`
	Period      string   `json:"period"`
	Analysis    string   `json:"analysis,omitempty"` // in place of indicator, region and period
	Cell        string   `json:"cell,omitempty"`
	Now         *big.Rat `json:"now"`
	Limit       *big.Rat `json:"limit"`
	Side        Side     `json:"side"`
	Approximate bool     `json:"approximate,omitempty"`
}

// Distance is how far the limit is from the number of now.
func (n Nearest) Distance() *big.Rat {
	d := new(big.Rat).Sub(n.Limit, n.Now)
	return d.Abs(d)
}

// Move is a shown value that differs from when the finding was written.
type Move struct {
	Name   string         `json:"name"`
	Before formula.Number `json:"before"`
	Now    formula.Number `json:"now"`
}
