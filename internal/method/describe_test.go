// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"regexp"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/analysis/access"
	"github.com/sumanus/sumanus/analysis/convergence"
	"github.com/sumanus/sumanus/analysis/decide"
	"github.com/sumanus/sumanus/analysis/matrix"
	"github.com/sumanus/sumanus/analysis/opinion"
	"github.com/sumanus/sumanus/analysis/peers"
	"github.com/sumanus/sumanus/analysis/spatial"
	"github.com/sumanus/sumanus/analysis/ties"
	"github.com/sumanus/sumanus/internal/i18n"
)

// TestDescriptions: every method says what it is, what its parameters and columns mean and where it comes from, in every language; and
// the catalogue describes nothing that is not there.
func TestDescriptions(t *testing.T) {
	name := regexp.MustCompile(`^[a-z0-9]+([-_][a-z0-9]+)*$`)
	wanted := map[string]bool{}
	seen := map[string]bool{}
	compared := 0
	for _, m := range All() {
		if seen[m.ID] || !name.MatchString(m.ID) || m.Family == "" || len(m.References) == 0 || m.Run == nil {
			t.Errorf("method %q: id taken or malformed, or no family, source or function", m.ID)
		}
		seen[m.ID] = true
		if found, err := Find(m.ID); err != nil || found.ID != m.ID {
			t.Errorf("%s is not found: %v", m.ID, err)
		}
		for _, part := range AboutParts {
			wanted[m.About(part)] = true
		}
		params := map[string]bool{}
		for _, p := range m.Params {
			if params[p.Name] || !name.MatchString(p.Name) {
				t.Errorf("%s: parameter %q stands twice or is malformed", m.ID, p.Name)
			}
			params[p.Name] = true
			wanted[p.HelpKey()] = true
			if p.Default != "" {
				if f := p.check(p.Default); f != nil {
					t.Errorf("%s: default of %s: %v", m.ID, p.Name, f)
				}
			}
			if p.Kind == Choice && len(p.Choices) < 2 {
				t.Errorf("%s: %s leaves no choice", m.ID, p.Name)
			}
		}
		columns := func(file string, all []Column, key []string) {
			have := map[string]bool{}
			for _, c := range all {
				if have[c.Name] {
					t.Errorf("%s: %s has column %s twice", m.ID, file, c.Name)
				}
				have[c.Name] = true
				wanted[c.HelpKey()] = true
				if with, _, _ := strings.Cut(c.With, "="); with != "" && !params[with] {
					t.Errorf("%s: column %s depends on parameter %s, which there is not", m.ID, c.Name, with)
				}
			}
			for _, k := range key {
				if !have[k] {
					t.Errorf("%s: %s is known by column %s, which there is not", m.ID, file, k)
				}
			}
		}
		columns("values", m.Values, nil)
		if v := m.View; v.Table == "" && len(m.Values) == 0 || v.Table != "" && !hasColumns(m, v) {
			t.Errorf("%s declares no picture that can be drawn: %+v", m.ID, v)
		}
		for _, f := range m.Tables {
			if len(f.Key) == 0 {
				t.Errorf("%s: rows of %s have no key", m.ID, f.Name)
			}
			columns(f.Name, f.Columns, f.Key)
		}
	}
	for _, l := range i18n.Known() {
		z := i18n.For(l)
		for k := range wanted {
			if !z.Has(k) {
				t.Errorf("%s lacks %s", l, k)
			}
			compared++
		}
		for _, k := range i18n.Keys(l) {
			for _, area := range []string{"method.about.", "method.param.", "method.column."} {
				if strings.HasPrefix(k, area) && !wanted[k] {
					t.Errorf("%s: %s describes nothing", l, k)
				}
			}
		}
	}
	t.Logf("compared %d messages of %d methods", compared, len(seen))
}

// TestErrorsOfTheAnalyses: every code of the packages of analysis has its words.
func TestErrorsOfTheAnalyses(t *testing.T) {
	compared := 0
	for _, l := range i18n.Known() {
		z := i18n.For(l)
		for _, c := range matrix.Codes {
			compared++
			if !z.Has("analysis.matrix." + string(c)) {
				t.Errorf("%s lacks analysis.matrix.%s", l, c)
			}
		}
		for _, c := range peers.ErrorCodes {
			compared++
			if !z.Has("analysis.peers." + string(c)) {
				t.Errorf("%s lacks analysis.peers.%s", l, c)
			}
		}
		for _, c := range convergence.ErrorCodes {
			compared++
			if !z.Has("analysis.convergence." + string(c)) {
				t.Errorf("%s lacks analysis.convergence.%s", l, c)
			}
		}
		for _, c := range decide.ErrorCodes {
			compared++
			if !z.Has("analysis.decide." + string(c)) {
				t.Errorf("%s lacks analysis.decide.%s", l, c)
			}
		}
		for _, c := range access.ErrorCodes {
			compared++
			if !z.Has("analysis.access." + string(c)) {
				t.Errorf("%s lacks analysis.access.%s", l, c)
			}
		}
		for _, c := range spatial.ErrorCodes {
			compared++
			if !z.Has("analysis.spatial." + string(c)) {
				t.Errorf("%s lacks analysis.spatial.%s", l, c)
			}
		}
		for _, c := range ties.ErrorCodes {
			compared++
			if !z.Has("analysis.ties." + string(c)) {
				t.Errorf("%s lacks analysis.ties.%s", l, c)
			}
		}
		for _, c := range opinion.ErrorCodes {
			compared++
			if !z.Has("analysis.opinion." + string(c)) {
				t.Errorf("%s lacks analysis.opinion.%s", l, c)
			}
		}
	}
	t.Logf("compared %d messages", compared)
}

// hasColumns tells whether the table of a view has the columns it shows.
func hasColumns(m *Method, v View) bool {
	for _, f := range m.Tables {
		if f.Name != v.Table {
			continue
		}
		label, value := false, false
		for _, c := range f.Columns {
			label = label || c.Name == v.Label
			value = value || c.Name == v.Value && c.Kind == Number
		}
		return label && value
	}
	return false
}
