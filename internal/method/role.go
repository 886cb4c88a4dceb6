// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/territory"
)

// Role says what of a cube a field or a text names, so that a form over cubes can offer what is there.
type Role string

// The roles.
const (
	NoRole   Role = ""
	Place    Role = "place"    // the geographic dimension: each territory is a row
	Activity Role = "activity" // another dimension, each of whose codes stands for itself
	Sector   Role = "sector"   // what groups those codes: their first sign, or another dimension
	Figure   Role = "figure"   // the values of a period
	Side     Role = "side"     // the country: on which side of the border a territory lies
	Unit     Role = "unit"     // one territory by its code
	Years    Role = "years"    // of a table: every year is a column of values
)

// roles are those of the parameters that many methods share, by the message that explains them; others say theirs in Param.Role.
var roles = map[string]Role{
	"method.param.region": Place, "method.param.id": Place, "method.param.activity": Activity, "method.param.sector": Sector,
	"method.param.value": Figure, "method.param.unit-value": Figure, "method.param.end": Figure, "method.param.group": Side,
	"method.param.unit-label": Side, "method.param.of-region": Unit, "method.param.with-region": Unit,
}

// Fits is the role of the parameter.
func (p Param) Fits() Role {
	if p.Role != NoRole {
		return p.Role
	}
	return roles[p.HelpKey()]
}

// LabelKey is the message that names the parameter in a form; ChoiceKey says a choice in plain words, with the argument "choice".
func (p Param) LabelKey() string {
	return "method.label." + strings.TrimPrefix(p.HelpKey(), "method.param.")
}

// ChoiceKey names the message of the parameter's choices.
func (p Param) ChoiceKey() string {
	return "method.choice." + strings.TrimPrefix(p.HelpKey(), "method.param.")
}

// Cube gives the one table that a cube stands for when the method is asked over the partnership's datasets; false when the method
// takes what no single cube gives: several tables, files of another form, columns without a role, or columns that no field names at all, such
// as those of votes or of ties.
func (m *Method) Cube() (Param, bool) {
	if slices.ContainsFunc(m.Params, func(p Param) bool { return p.Takes != "" }) {
		return Param{}, false
	}
	var table Param
	named := false
	for _, p := range m.Params {
		named = named || p.Kind == Field && p.Fits() != NoRole || p.Role == Years
		if !p.Required {
			continue
		}
		switch p.Kind {
		case Table:
			if table.Name != "" {
				return Param{}, false
			}
			table = p
		case Outline, Whole:
			return Param{}, false
		case Field:
			if p.Fits() == NoRole {
				return Param{}, false
			}
		}
	}
	return table, named && table.Name != ""
}

// Lists tells whether the method asks for a dimension whose codes stand each for themselves.
func (m *Method) Lists() bool {
	return slices.ContainsFunc(m.Params, func(p Param) bool { return p.Required && p.Fits() == Activity })
}

// mayShow tells whether an analysis with such an owner and visibility shows no more than a dataset does.
func mayShow(analysis, dataset record.Envelope) bool {
	switch dataset.Visibility {
	case record.Public:
		return true
	case record.PartnersOnly:
		return analysis.Visibility != record.Public
	case record.Private:
		owners := append([]record.Ref{dataset.Owner}, dataset.CoOwners...)
		ok := analysis.Visibility == record.Private && slices.Contains(owners, analysis.Owner)
		for _, o := range analysis.CoOwners {
			ok = ok && slices.Contains(owners, o)
		}
		return ok
	}
	return false
}

// MayShow is a fault when an analysis with such an owner and visibility would be seen by more people than a dataset it reads.
func MayShow(analysis, dataset record.Envelope) error {
	if mayShow(analysis, dataset) {
		return nil
	}
	return fault.New(fault.Invalid, "method.wider-than-dataset", fault.A{"dataset": string(dataset.Ref)})
}

// wholes are codes by which offices name the whole of a dimension.
var wholes = []string{"T", "TOTAL", "TOT", "_T", "NACE-TOT", "TOT_X"}

// Parts proposes which codes of a dimension to leave out so that nothing is counted twice: wholes, and of letters and ranges of
// letters (sections of NACE: B-E and C) what stands in another. It is a proposal for a form; a person decides.
func Parts(codes []string) (leave []string) {
	letters := map[string]bool{}
	for _, c := range codes {
		if len(c) == 1 && c[0] >= 'A' && c[0] <= 'Z' {
			letters[c] = true
		}
	}
	covered := map[string]bool{}
	for _, c := range codes {
		if slices.Contains(wholes, c) {
			leave = append(leave, c)
			continue
		}
		within := lettersOf(c)
		if len(within) < 2 {
			continue
		}
		whole := true
		for _, l := range within {
			whole = whole && letters[l]
		}
		if whole {
			leave = append(leave, c)
			continue
		}
		for _, l := range within {
			covered[l] = true
		}
	}
	for _, c := range codes {
		if covered[c] {
			leave = append(leave, c)
		}
	}
	return leave
}

// lettersOf are the sections a range covers: "B-E" and "B_E" are B, C, D and E.
func lettersOf(code string) []string {
	if len(code) != 3 || code[1] != '-' && code[1] != '_' || code[0] < 'A' || code[2] > 'Z' || code[0] >= code[2] {
		return nil
	}
	var out []string
	for c := code[0]; c <= code[2]; c++ {
		out = append(out, string(rune(c)))
	}
	return out
}

// LevelOf is the level of a NUTS code as inputs name it; empty for what is none.
func LevelOf(version, code string) string {
	switch (territory.Code{Scheme: territory.NUTS, Version: version, Code: code}).Level() {
	case 0:
		return "country"
	case 1:
		return "nuts1"
	case 2:
		return "nuts2"
	case 3:
		return "nuts3"
	}
	return ""
}

// Sources are the inputs a question can be given, in the order of the description: from the partnership's datasets as each says, or as a
// file that is brought. Outlines are those of the house.
func (m *Method) Sources() []Param {
	return slices.DeleteFunc(slices.Clone(m.Params), func(p Param) bool { return p.Kind != Table && p.Kind != Whole })
}

// OverCubes tells whether datasets of the partnership can be its input, and not files alone.
func (m *Method) OverCubes() bool {
	_, one := m.Cube()
	return one || slices.ContainsFunc(m.Params, func(p Param) bool { return p.Takes != "" })
}

// TableOf names the table a field is a column of: the one it says, else the first of the method.
func (m *Method) TableOf(p Param) string {
	if p.Of != "" {
		return p.Of
	}
	for _, t := range m.Sources() {
		return t.Name
	}
	return ""
}

// IsWhole tells whether offices name the whole of a dimension by this code, or what is not known.
func IsWhole(code string) bool { return slices.Contains(wholes, code) || code == "UNK" }
