// SPDX-License-Identifier: EUPL-1.2

package doc

import "errors"

// Resolver gives what a document shows live. It answers in the language of the document. An error that is ErrUnknown becomes "there is
// no such …" at the place of the text; a *fault.Fault or Errors is passed on with the place added; any other error is internal.
type Resolver interface {
	Value(slug, name string) (LiveValue, error)
	Finding(slug string) (Finding, error)
	// Block makes the blocks of a directive. Keys it does not know it refuses by Directive.Allow.
	Block(d *Directive) ([]Block, error)
}

// ErrUnknown is what a Resolver answers to a slug, a value or a directive that does not exist.
var ErrUnknown = errors.New("doc: unknown")

// Verdict says whether a finding still agrees with the statistics.
type Verdict string

// The verdicts; Unchecked is a finding that has not been evaluated.
const (
	Unchecked    Verdict = ""
	Holds        Verdict = "holds"
	Moved        Verdict = "moved"
	Untrue       Verdict = "untrue"
	Uncomputable Verdict = "uncomputable"
	Incomparable Verdict = "incomparable"
)

// Known tells whether the verdict is one of the list.
func (v Verdict) Known() bool {
	switch v {
	case Unchecked, Holds, Moved, Untrue, Uncomputable, Incomparable:
		return true
	}
	return false
}

// LiveValue is a number with its origin.
type LiveValue struct {
	Text    string  // as readers see it, with its unit: "65,2 %"
	Machine string  // decimal text for machines: "65.2"; empty when there is no value
	Verdict Verdict // of the finding it belongs to
	About   string  // region, indicator and period in words, for those who ask what the number is
}

// Finding is a sentence that can be checked, with what it rests on.
type Finding struct {
	Slug     string
	Number   int // its number in the list of evidence; 0: the reader counts
	Title    string
	Lang     string // language of Title and Sentence when a translation is missing; empty: the document's
	Sentence []Inline
	Verdict  Verdict
	Newer    bool   // a newer period exists
	Stale    bool   // the translation is older than its source
	Invented bool   // an example
	Note     string // what a reader should know, in a sentence or two
	Href     string // its own page; empty when there is none
	Values   []EvidenceValue
	Sources  []Source
}

// EvidenceValue is one number behind a finding.
type EvidenceValue struct {
	Name    string // what is counted, in words
	Region  string
	Period  string
	Text    string // the number as readers see it
	Machine string
	Sign    int    // sign of the region, from 1; 0 is none
	Vintage string // which edition of the dataset
}
