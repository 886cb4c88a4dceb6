// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"strings"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/territory"
)

// codeNames says codes of a dataset in words: territories by the partnership's regions, else by the register; others where the house
// knows a word for them.
type codeNames struct {
	*shelf
	scheme, version string
	dims            []dataset.Dimension
	listed          string // the dimension whose codes stand in a result; empty for all
	regions         map[string]record.Ref
	register        *territory.Register
}

func (s *shelf) codeNames(d *dataset.Dataset, scheme, version string) (*codeNames, error) {
	n := &codeNames{shelf: s, scheme: scheme, version: version, regions: map[string]record.Ref{}}
	if d != nil {
		n.dims = d.Dimensions
	}
	for _, rec := range s.all["region"] {
		body, ok := rec.Body.(*dataset.Region)
		if !ok {
			continue
		}
		if code, ok := body.Code(scheme, version); ok {
			n.regions[code] = rec.Ref
		}
	}
	var err error
	n.register, err = territory.Codes()
	return n, err
}

// place names a territory; its code where nobody knows it.
func (n *codeNames) place(code string) string {
	if ref, ok := n.regions[code]; ok {
		return n.name(ref)
	}
	if t, err := n.register.Resolve(territory.Code{Scheme: n.scheme, Version: n.version, Code: code}); err == nil && t.Name != "" {
		return t.Name
	}
	return code
}

// isPlace tells whether somebody knows the code as a territory.
func (n *codeNames) isPlace(code string) bool { return n.place(code) != code }

// code names a code of another dimension.
func (n *codeNames) code(dimension, code string) string {
	if key := "ask.code." + strings.ToLower(dimension) + "." + code; n.r.Words.Has(key) {
		return n.r.T(key)
	}
	if word, ok := method.AgeWord(code); ok && strings.EqualFold(dimension, "age") {
		return word
	}
	return code
}

// listedBy is the dimension whose codes an analysis lists, each for itself; empty when it lists none.
func listedBy(body *method.Analysis) string {
	m, err := method.Find(body.Method)
	if err != nil {
		return ""
	}
	for _, p := range m.Params {
		if p.Fits() == method.Activity {
			return body.Parameters[p.Name]
		}
	}
	return ""
}

// withCode is a name with its code behind it, so that it can be found in the office's tables.
func withCode(name, code string) string {
	if name == code {
		return code
	}
	return name + " (" + code + ")"
}

// any names whatever a code of the result is: a territory, or a code of one of the dimensions.
func (n *codeNames) any(code string) string {
	if n.isPlace(code) {
		return n.place(code)
	}
	for _, d := range n.dims {
		if d.Role == statistics.RoleGeo || d.Role == statistics.RoleTime || n.listed != "" && d.ID != n.listed {
			continue
		}
		if name := n.code(d.ID, code); name != code {
			return name
		}
	}
	return code
}

// dimension names a dimension: as its dataset does, by a word of the house, or by its id.
func (n *codeNames) dimension(d dataset.Dimension) string { return dimensionName(n.shelf, d) }

func dimensionName(s *shelf, d dataset.Dimension) string {
	if !d.Title.IsZero() {
		return s.r.Text(d.Title)
	}
	if key := "ask.dimension." + strings.ToLower(d.ID); s.r.Words.Has(key) {
		return s.r.T(key)
	}
	return d.ID
}
