// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
)

// Vocabulary is what cells of a column are said in: codes in files and for programs, words of the message method.said.NAME on pages. A column
// without one holds names that the input gave, and so may one with: what is not among its codes is such a name.
type Vocabulary struct {
	Name  string
	Codes []string
	// Write writes codes that follow a rule rather than a list; false when it is none of them.
	Write func(code string) (string, bool)
}

// The vocabularies of results.
var (
	quadrantCodes   = &Vocabulary{Name: "quadrant", Codes: []string{"HH", "LH", "LL", "HL"}}
	roadCodes       = &Vocabulary{Name: "road", Codes: []string{"high-road", "slow-road", "casino", "dead-end"}}
	decisionCodes   = &Vocabulary{Name: "decision", Codes: []string{"impute", "treat", "normalise", "weights", "aggregate"}}
	nodeCodes       = &Vocabulary{Name: "node", Codes: []string{topNode}}
	regressionTerms = &Vocabulary{Name: "regression-term", Codes: []string{"constant", "initial"}}
	gravityTerms    = &Vocabulary{Name: "gravity-term", Codes: []string{"constant", "border"}}
	itemKinds       = &Vocabulary{Name: "item-kind", Codes: []string{"goal", "criterion", "alternative"}}
	preferenceCodes = &Vocabulary{Name: "preference", Codes: []string{"usual", "u-shape", "v-shape", "level", "linear", "gaussian"}}
	outrankingCodes = &Vocabulary{Name: "outranking", Codes: []string{"P", "I", "R", "−"}}
	positionCodes   = &Vocabulary{Name: "position", Codes: []string{"driver", "relay", "result", "autonomous"}}
	electionCodes   = &Vocabulary{Name: "elected-by", Codes: []string{"shares", "votes"}}
	sideCodes       = &Vocabulary{Name: "vote", Codes: []string{"agree", "disagree", "pass"}}
	verdictCodes    = &Vocabulary{Name: "told-apart", Codes: []string{"told apart", "cannot be told apart"}}
	senseCodes      = &Vocabulary{Name: "sense", Codes: []string{"at-least", "at-most"}}
	refusalCodes    = &Vocabulary{Name: "refused", Codes: []string{"too-short"}}
	ratioCodes      = &Vocabulary{Name: "ratio-kind", Codes: []string{"cohort-change", "child-woman"}}
	variantCodes    = &Vocabulary{Name: "variant", Codes: []string{"main", "low", "high", "no-migration"}}
	sexWords        = &Vocabulary{Name: "sex", Codes: []string{"F", "M", "T", "total"}}
	ageCodes        = &Vocabulary{Name: "age", Write: AgeWord}
)

// Word says a code in words; false when it is none: then it is a name of the input.
func (v *Vocabulary) Word(z *i18n.Localizer, code string) (string, bool) {
	if v == nil || code == "" {
		return "", false
	}
	if v.Write != nil {
		if word, ok := v.Write(code); ok {
			return word, true
		}
	}
	if slices.Contains(v.Codes, code) {
		return z.T("method.said."+v.Name, fault.A{"code": slugOf(code)}), true
	}
	return v.ofGroups(z, code)
}

// Has tells whether a cell of the vocabulary may hold a text.
func (v *Vocabulary) Has(text string) bool {
	_, ok := v.Word(i18n.For(i18n.Fallback), text)
	return ok
}

// ofGroups says what several groups say, "1:agree 2:disagree", and what one group of a heading does, "agree_1".
func (v *Vocabulary) ofGroups(z *i18n.Localizer, text string) (string, bool) {
	var parts []string
	for _, one := range strings.Fields(text) {
		group, code, ok := strings.Cut(one, ":")
		if !ok {
			code, group, ok = strings.Cut(one, "_")
		}
		if _, err := strconv.Atoi(group); !ok || err != nil || !slices.Contains(v.Codes, code) {
			return "", false
		}
		parts = append(parts, z.T("method.said-by-group", fault.A{"group": group, "said": z.T("method.said."+v.Name, fault.A{"code": slugOf(code)})}))
	}
	return strings.Join(parts, ", "), len(parts) > 0
}

// slugOf is a code as messages choose by it.
func slugOf(code string) string {
	if code == "−" {
		return "behind"
	}
	return strings.ReplaceAll(code, " ", "-")
}

var ageForm = regexp.MustCompile(`^Y(?:_?(LT|GE))?(\d+)(?:-(\d+))?$`)

// AgeWord writes the codes that offices have for ages: Y15-19, Y_LT5, Y_GE85.
func AgeWord(code string) (string, bool) {
	part := ageForm.FindStringSubmatch(code)
	if part == nil {
		return "", false
	}
	switch n, err := strconv.Atoi(part[2]); {
	case err != nil || part[1] != "" && part[3] != "":
		return "", false
	case part[1] == "GE":
		return part[2] + "+", true
	case part[1] == "LT" && n == 1:
		return "0", true
	case part[1] == "LT":
		return "0–" + strconv.Itoa(n-1), true
	case part[3] != "":
		return part[2] + "–" + part[3], true
	}
	return part[2], true
}

// Word says a cell of the column in words; false when it is a name that the input gave.
func (c Column) Word(z *i18n.Localizer, code string) (string, bool) { return c.Says.Word(z, code) }

// Heading names a column of a result in a few words. A column that the input named, such as an indicator of an index, keeps its name.
func (m *Method) Heading(z *i18n.Localizer, table, column string) string {
	if c, ok := m.ColumnOf(table, column); ok {
		return z.T(c.HeadKey(z))
	}
	for _, c := range m.columns(table) {
		if word, ok := c.Word(z, column); ok && c.Each {
			return word
		}
	}
	return column
}

// columns are those of a table, or the values of the whole.
func (m *Method) columns(table string) []Column {
	if table == "" {
		return m.Values
	}
	i := slices.IndexFunc(m.Tables, func(t TableForm) bool { return t.Name == table })
	if i < 0 {
		return nil
	}
	return m.Tables[i].Columns
}

// Countable lists the columns of a table that hold numbers and name no row.
func (m *Method) Countable(table string) []string {
	var key []string
	for _, t := range m.Tables {
		if t.Name == table {
			key = t.Key
		}
	}
	var out []string
	for _, c := range m.columns(table) {
		if (c.Kind == Number || c.Kind == Integer) && !c.Each && !slices.Contains(key, c.Name) {
			out = append(out, c.Name)
		}
	}
	return out
}

// KeyColumns are the columns that name a row of a result with such a key: a result without variants or regions has none of these.
func (m *Method) KeyColumns(table string, key []string) []Column {
	var all []Column
	for _, t := range m.Tables {
		if t.Name != table {
			continue
		}
		for _, name := range t.Key {
			c, _ := m.ColumnOf(table, name)
			all = append(all, c)
		}
	}
	for i := 0; i < len(all) && len(all) > len(key); {
		if c := all[i]; c.With == "" || i < len(key) && c.Says != nil && c.Says.Has(key[i]) {
			i++
			continue
		}
		all = slices.Delete(all, i, i+1)
	}
	if len(all) != len(key) {
		return nil
	}
	return all
}
