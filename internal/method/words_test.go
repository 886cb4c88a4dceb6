// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
)

// TestEveryWordOfAForm: every parameter has its label and every choice its words, every table and column of a result its heading, in
// every language, and the catalogue has none for what is not there. Pages show no raw name.
func TestEveryWordOfAForm(t *testing.T) {
	compared := 0
	for _, l := range i18n.Known() {
		z := i18n.For(l)
		used := map[string]bool{}
		need := func(key, of string) {
			compared++
			used[key] = true
			if !z.Has(key) {
				t.Errorf("%s: %s lacks %s", l, of, key)
			}
		}
		for _, m := range All() {
			for _, p := range m.Params {
				need(p.LabelKey(), m.ID)
				if p.Kind != Choice {
					continue
				}
				need(p.ChoiceKey(), m.ID)
				said := map[string]string{}
				for _, c := range p.Choices {
					word := z.T(p.ChoiceKey(), fault.A{"choice": c})
					if word == c || said[word] != "" {
						t.Errorf("%s: %s of %s: “%s” says nothing of %s (%s)", l, p.Name, m.ID, word, c, said[word])
					}
					said[word] = c
				}
			}
			for _, c := range m.Values {
				need(c.HeadKey(z), m.ID)
			}
			for _, f := range m.Tables {
				need(m.TableKey(z, f.Name), m.ID)
				for _, c := range f.Columns {
					need(c.HeadKey(z), m.ID+" "+f.Name)
				}
			}
		}
		for _, k := range i18n.Keys(l) {
			for _, area := range []string{"method.label.", "method.choice.", "method.head.", "method.table."} {
				if strings.HasPrefix(k, area) && !used[k] {
					t.Errorf("%s: %s names nothing", l, k)
				}
			}
		}
	}
	t.Logf("compared %d words", compared)
}

// sayers are the functions by which packages of analysis make their errors, with the place of the argument that says of what.
var sayers = map[string]int{"fault": 1, "wrong": 1, "siteFault": 1, "Fail": 1, "Size": 0, "Groups": 0, "amounts": 0, "check": 0, "checkRow": 0, "sum": 0}

// TestEveryNounOfTheAnalyses: what the packages of analysis call by an English word is a parameter of one of their methods, or has its words.
func TestEveryNounOfTheAnalyses(t *testing.T) {
	files, err := filepath.Glob("../../analysis/*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no packages of analysis", err)
	}
	compared := 0
	for _, path := range files {
		family := filepath.Base(filepath.Dir(path))
		if strings.HasSuffix(path, "_test.go") || family == "composite" { // whose errors name nodes of the structure, and options by their flags
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			for _, noun := range nounsOf(n) {
				compared++
				if !saidBy(family, noun) {
					t.Errorf("%s says %q, which no method of %s has as a parameter and the catalogue not as method.word.%s", path, noun, family, strings.ReplaceAll(noun, " ", "-"))
				}
			}
			return true
		})
	}
	t.Logf("compared %d nouns", compared)
}

// nounsOf are the English words an expression makes an error of.
func nounsOf(n ast.Node) (out []string) {
	literal := func(e ast.Expr) {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil && s != "" {
				out = append(out, s)
			}
		}
	}
	switch x := n.(type) {
	case *ast.KeyValueExpr:
		if id, ok := x.Key.(*ast.Ident); ok && (id.Name == "What" || id.Name == "Option") {
			literal(x.Value)
		}
	case *ast.CallExpr:
		name := ""
		switch f := x.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		if at, ok := sayers[name]; ok && at < len(x.Args) {
			literal(x.Args[at])
		}
	}
	return out
}

// saidBy tells whether all methods of a family, or the one that has the parameter, can say a noun.
func saidBy(family, noun string) bool {
	return slices.ContainsFunc(All(), func(m *Method) bool {
		_, ok := m.term(noun)
		return ok && (m.Family == family || family == "matrix")
	})
}

// TestFaultsNameParameters: a fault names a parameter by its label to readers and by its flag to who types, also after it was stored; a noun
// of a package of analysis is said in the language.
func TestFaultsNameParameters(t *testing.T) {
	m, err := Find("forecast")
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Check(map[string]string{"horizon": "many"}, map[string]Source{"input": File("x.csv")})
	var f *fault.Fault
	if !errors.As(err, &f) {
		t.Fatal(err)
	}
	text, err := toldFault(f)
	if err != nil {
		t.Fatal(err)
	}
	r := &Run{}
	if err := r.restore("[]", "[]", text, nil); err != nil {
		t.Fatal(err)
	}
	for _, one := range []*fault.Fault{f, r.Fault} {
		lt := i18n.For(i18n.LT)
		if said := lt.Error(one); !strings.Contains(said, "„"+lt.T("method.label.horizon")+"“") {
			t.Errorf("page: %s", said)
		}
		if said := lt.Typed().Error(one); !strings.Contains(said, "--horizon") {
			t.Errorf("command line: %s", said)
		}
	}
	named := m.terms(fault.New(fault.Invalid, "analysis.access.length-mismatch", fault.A{"what": "weights", "found": 2, "expected": 3}))
	if said := i18n.For(i18n.LV).Error(named); !strings.HasPrefix(said, "Svari: ") {
		t.Errorf("a noun: %s", said)
	}
}
