// SPDX-License-Identifier: EUPL-1.2

package verdict

import (
	"fmt"
	"maps"
	"math/big"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/fault"
)

// contradiction judges a true assertion once more on the numbers as the reader sees them: "1.5, which is more than 1.5" and "9,500 against 9,500,
// which is more" are errors of the finding, mended by another decimal or another word. Values that are not shown are computed from those that are.
func (f *Finding) contradiction(i int, w *world, values []Read) *Contradiction {
	a := f.assertions[i]
	seen := map[string]formula.Number{}
	var told []string
	used := map[atom]bool{}
	for _, at := range w.restsOn(a) {
		used[at] = true
	}
	for _, read := range values {
		if !f.shown[read.Name] || read.Shown == "" {
			continue
		}
		v := f.values[read.Name]
		rounded, ok := new(big.Rat).SetString(read.Shown)
		if !ok {
			continue
		}
		seen[read.Name] = formula.Exact(rounded.Quo(rounded, v.factor()))
		if f.touches(v, w, used) {
			told = append(told, read.Name+" = "+read.Shown)
		}
	}
	reader := *w
	reader.seen, reader.memo = maps.Clone(seen), map[string]formula.Number{}
	if truth, _ := reader.truth(a); truth != False {
		return nil
	}
	return &Contradiction{Assertion: i, Name: a.Name, Shown: strings.Join(told, "; ")}
}

// Contradiction is a true assertion that the numbers as they are shown contradict.
type Contradiction struct {
	Assertion int    `json:"assertion"` // its place in the spec
	Name      string `json:"name"`
	Shown     string `json:"shown"` // "ratio = 1.5; k = 2"
}

// Fault says it as a fault of the finding.
func (c Contradiction) Fault() *fault.Fault {
	return fault.New(fault.Invalid, "verdict.rounding-contradicts", fault.A{"name": c.Name, "shown": c.Shown}).At(fault.Place{Field: fmt.Sprintf("assertions.%d", c.Assertion)})
}

// touches tells whether a value shares a number with an assertion.
func (f *Finding) touches(v *value, w *world, used map[atom]bool) bool {
	if v.formula == nil {
		return used[w.atom(v.Indicator, v.Region, v.Period)]
	}
	for _, a := range w.atoms(v.formula) {
		if used[a] {
			return true
		}
	}
	return false
}
