// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/testkit"
)

func TestCataloguesRead(t *testing.T) {
	for _, err := range Check() {
		t.Error(err)
	}
}

// allKeys is every key of any language.
func allKeys() []string {
	seen := map[string]bool{}
	for _, l := range Known() {
		for _, k := range Keys(l) {
			seen[k] = true
		}
	}
	out := make([]string, 0, len(seen))
	for k := range seen {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// TestLanguagesAgree: each key stands in each language, says something, and takes the same arguments.
func TestLanguagesAgree(t *testing.T) {
	c := catalogues()
	compared := 0
	for _, key := range allKeys() {
		var names []string
		var first Lang
		for _, l := range Known() {
			m := c.words[l][key]
			if m == nil {
				area, _, _ := strings.Cut(key, ".")
				t.Errorf("%s has no %s: add it to catalogue/%s.%s.json", l, key, area, l)
				continue
			}
			if strings.TrimSpace(c.source[l][key]) == "" {
				t.Errorf("%s: %s is empty", l, key)
			}
			if first == "" {
				names, first = m.names(), l
			} else if !slices.Equal(names, m.names()) {
				t.Errorf("%s takes %v in %s and %v in %s", key, names, first, m.names(), l)
			}
			compared++
		}
	}
	t.Logf("compared %d messages", compared)
}

// TestPluralForms: each plural has all classes of its language and no other.
func TestPluralForms(t *testing.T) {
	c := catalogues()
	for _, l := range Known() {
		for _, key := range Keys(l) {
			walk(c.words[l][key], func(p part) {
				if p.kind != "plural" {
					return
				}
				for _, class := range Classes(l) {
					if p.forms[class] == nil {
						t.Errorf("%s: %s has no form %s of {%s}", l, key, class, p.arg)
					}
				}
				for form := range p.forms {
					if form[0] != '=' && !slices.Contains(Classes(l), form) {
						t.Errorf("%s: %s has form %s, which the language does not know", l, key, form)
					}
				}
			})
		}
	}
}

func walk(m *message, look func(part)) {
	for _, p := range m.parts {
		look(p)
		for _, f := range p.forms {
			walk(f, look)
		}
	}
}

var (
	quoteSigns = map[Lang]string{LT: "„“", LV: "„”", EN: "“”’"}
	codeSpan   = regexp.MustCompile("`[^`]*`|<!--.*?-->|[+] - [*]|'[{}#]'|(^|[ (])--[a-z]+|<[a-z]+>")
	unitSpace  = regexp.MustCompile(`[0-9}#] (%|€|m\.|d\.|proc\.)`)
	tooPlain   = []struct{ sign, better string }{{`"`, "the quotation marks of the language"}, {"'", "’ or the quotation marks of the language"}, {" - ", "an en dash"}, {"--", "an en dash"}, {"...", "…"}, {"  ", "one space"}, {"—", "an en dash with spaces"}}
)

// TestTypography: the quotes of each language, dashes that are dashes, no break between a number and its unit.
func TestTypography(t *testing.T) {
	for _, l := range Known() {
		for key, text := range catalogues().source[l] {
			for _, fault := range untidy(l, text) {
				t.Errorf("%s: %s: %s in %q", l, key, fault, text)
			}
		}
	}
}

func untidy(l Lang, text string) []string {
	var out []string
	plain := codeSpan.ReplaceAllString(text, " x ")
	plain = strings.TrimSpace(strings.ReplaceAll(plain, "  ", " "))
	for _, p := range tooPlain {
		if strings.Contains(plain, p.sign) {
			out = append(out, fmt.Sprintf("%q should be %s", p.sign, p.better))
		}
	}
	for _, r := range plain {
		if strings.ContainsRune("„“”‘’«»", r) && !strings.ContainsRune(quoteSigns[l], r) {
			out = append(out, fmt.Sprintf("%q is no quotation mark of the language", r))
		}
	}
	if strings.Count(plain, "„") != 0 && l != EN && strings.Count(plain, "„") != strings.Count(plain, quoteSigns[l][len("„"):]) {
		out = append(out, "quotation marks do not pair")
	}
	if m := unitSpace.FindString(plain); m != "" {
		out = append(out, fmt.Sprintf("%q needs a non-breaking space", m))
	}
	return out
}

func TestUntidyIsSeen(t *testing.T) {
	for text, l := range map[string]Lang{`a "b" c`: LT, "a - b": LV, "wait...": EN, "{n} %": LT, "„b”": LT, "“b”": LV, "„b“": EN, "it's": EN, "„b": LT, "14 d.": LT, "a — b": EN} {
		if len(untidy(l, text)) == 0 {
			t.Errorf("%s: nothing is said against %q", l, text)
		}
	}
	for text, l := range map[string]Lang{"„b“ – c": LT, "„b” – c": LV, "“b” isn’t": EN, "{n}\u00a0%": LT, "use `a - \"b\"`": EN, "'{'x'}'": EN, "run with --prune": EN} {
		if got := untidy(l, text); len(got) > 0 {
			t.Errorf("%s: %q: %v", l, text, got)
		}
	}
}

// usage is what the code says of keys: literals that are equal to a known key anywhere, and literals in the place of a key.
type usage struct {
	literals map[string]bool
	asked    map[string]string // key → place
}

var templLiteral = regexp.MustCompile(`"([a-z0-9-]+(?:\.[A-Za-z0-9_-]+)+)"`)

// scan reads the Go and templ files of the module, tests and generated templates apart.
func scan(t *testing.T, root string) usage {
	t.Helper()
	u := usage{map[string]bool{}, map[string]string{}}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if os.IsNotExist(err) {
				return nil // another hand just moved it
			}
			return err
		}
		name := d.Name()
		switch {
		case d.IsDir():
			if path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules" || name == "build") {
				return filepath.SkipDir
			}
		case strings.HasSuffix(name, ".templ"):
			data, err := os.ReadFile(path)
			if err != nil {
				return nil
			}
			for _, m := range templLiteral.FindAllStringSubmatch(string(data), -1) {
				u.literals[m[1]] = true
			}
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
			return u.file(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func (u usage) file(path string) error {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil // half-written by another hand; the compiler will tell
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.BasicLit:
			if s, err := strconv.Unquote(x.Value); err == nil && x.Kind == token.STRING {
				u.literals[s] = true
			}
		case *ast.CallExpr:
			sel, ok := x.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			at := -1
			switch pkg, _ := sel.X.(*ast.Ident); {
			case sel.Sel.Name == "T":
				at = 0
			case sel.Sel.Name == "New" && pkg != nil && pkg.Name == "fault":
				at = 1
			}
			if at >= 0 && at < len(x.Args) {
				if lit, ok := x.Args[at].(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if s, err := strconv.Unquote(lit.Value); err == nil {
						u.asked[s] = set.Position(lit.Pos()).String()
					}
				}
			}
		}
		return true
	})
	return nil
}

// TestKeysAndCode: no key without use, no use without key. Keys built while running are declared by their prefix in
// catalogue/dynamic.json.
func TestKeysAndCode(t *testing.T) {
	u := scan(t, testkit.Root(t))
	c := catalogues()
	known := map[string]bool{}
	for _, k := range allKeys() {
		known[k] = true
	}
	declared := func(key string) bool {
		for prefix := range c.dynamic {
			if strings.HasPrefix(key, prefix) {
				return true
			}
		}
		return false
	}
	for _, k := range allKeys() {
		if !u.literals[k] && !declared(k) {
			area, _, _ := strings.Cut(k, ".")
			t.Errorf("key %s is used by no .go or .templ file. Either its code is still being written, or it is left over: take it out of catalogue/%s.*.json; "+
				"if it is put together while running, declare its prefix in catalogue/dynamic.json", k, area)
		}
	}
	for key, place := range u.asked {
		if strings.Contains(key, ".") && !known[key] {
			area, _, _ := strings.Cut(key, ".")
			t.Errorf("%s asks for key %s, which no catalogue has: add it to catalogue/%s.{lt,lv,en}.json", place, key, area)
		}
	}
	for prefix, why := range c.dynamic {
		if why == "" || !strings.Contains(prefix, ".") {
			t.Errorf("dynamic.json: prefix %q needs a dot and a reason", prefix)
		}
	}
	t.Logf("compared %d keys with %d literals and %d calls", len(known), len(u.literals), len(u.asked))
}
