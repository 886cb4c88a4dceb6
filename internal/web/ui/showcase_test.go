// SPDX-License-Identifier: EUPL-1.2

package ui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// showcase gives the whole page of components.
func showcase(t *testing.T, l i18n.Lang) string {
	t.Helper()
	p := page(l)
	p.Thread, p.Refresh, p.Over = nil, nil, nil
	p.Messages = nil
	var b strings.Builder
	z := i18n.For(l)
	if err := ui.Shell(ui.ShowcasePage(p)).Render(templ.WithChildren(t.Context(), ui.Showcase(z)), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestShowcaseIsSound: every component in every state, in every language, is sound markup that the content policy lets through, its
// controls labelled, its ties leading somewhere. With SUMANUS_SHOWCASE=DIR the pages are kept there with their files, to be looked at.
func TestShowcaseIsSound(t *testing.T) {
	for _, l := range i18n.Known() {
		got := showcase(t, l)
		for _, f := range examine(got) {
			t.Errorf("%s: %s", l, f)
		}
		if m := regexp.MustCompile(`>[^<]*\b(ui|doc)\.[a-z]+-?[a-z0-9-]*[^<]*<`).FindString(got); m != "" {
			t.Errorf("%s: a key without words: %s", l, m)
		}
		keep(t, filepath.Join(string(l), "components", "index.html"), []byte(got))
	}
	for _, name := range ui.AssetNames() {
		data, _ := ui.Asset(name)
		keep(t, strings.TrimPrefix(ui.AssetHref(name), "/"), data)
	}
}

func keep(t *testing.T, name string, data []byte) {
	t.Helper()
	dir := os.Getenv("SUMANUS_SHOWCASE")
	if dir == "" {
		return
	}
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// components lists the exported functions that give a component, and what the showcase's own templates draw.
func components(t *testing.T) (all []string, drawn map[string]bool) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	drawn = map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Type.Results == nil || len(fn.Type.Results.List) != 1 || !fn.Name.IsExported() {
				continue
			}
			if sel, ok := fn.Type.Results.List[0].Type.(*ast.SelectorExpr); ok && sel.Sel.Name == "Component" {
				all = append(all, fn.Name.Name)
			}
		}
		if strings.HasPrefix(file, "showcase") {
			ast.Inspect(f, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if id, ok := call.Fun.(*ast.Ident); ok {
						drawn[id.Name] = true
					}
				}
				return true
			})
		}
	}
	return all, drawn
}

// TestShowcaseHoldsEveryComponent: a new component that is not shown fails here, and so does a name that is no component.
func TestShowcaseHoldsEveryComponent(t *testing.T) {
	all, drawn := components(t)
	around := []string{"Shell", "Showcase"} // the page itself
	listed := ui.Showcased()
	for _, name := range all {
		if slices.Contains(around, name) {
			continue
		}
		if !slices.Contains(listed, name) {
			t.Errorf("component %s stands in no chapter of the showcase: add it to showcase.go with its states", name)
		}
		if !drawn[name] {
			t.Errorf("component %s is drawn by no template of the showcase", name)
		}
	}
	for _, name := range listed {
		if !slices.Contains(all, name) {
			t.Errorf("the showcase lists %s, which is no component", name)
		}
	}
	if len(all) < 50 {
		t.Errorf("only %d components were found: the search is broken", len(all))
	}
	t.Logf("compared %d components", len(all))
}
