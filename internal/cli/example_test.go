// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"bytes"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"testing"

	"github.com/sumanus/sumanus/examples"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
	"github.com/sumanus/sumanus/internal/strategy"
)

func readExample(t *testing.T) *folder.Tree {
	t.Helper()
	fsys, err := examples.KurzemeKlaipeda()
	if err != nil {
		t.Fatal(err)
	}
	registry, err := kinds()
	if err != nil {
		t.Fatal(err)
	}
	tree, err := folder.Read(fsys, registry, attachments().Has)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// TestExampleMarksWhatIsInvented counts the invented records of the example, and reads in every text file of every language whether
// it says so on its first line: all of the invented ones, and no other.
func TestExampleMarksWhatIsInvented(t *testing.T) {
	tree := readExample(t)
	languages := []string{"lt", "lv", "en"}
	got := map[string][2]int{} // all, invented
	files := 0
	for _, e := range tree.Entries {
		n := got[e.Draft.Ref.Kind()]
		n[0]++
		if e.Draft.Invented {
			n[1]++
		}
		got[e.Draft.Ref.Kind()] = n
		for _, lang := range languages {
			raw, err := fs.ReadFile(tree.FS, path.Join(e.Dir, "text."+lang+".md"))
			if err != nil {
				t.Errorf("%s has no text in %s", e.Draft.Ref, lang)
				continue
			}
			files++
			line := "<!-- " + i18n.For(i18n.Lang(lang)).T("folder.invented", nil) + " -->\n"
			if bytes.HasPrefix(raw, []byte(line)) != e.Draft.Invented {
				t.Errorf("%s, %s: invented is %v, the first line says otherwise", e.Draft.Ref, lang, e.Draft.Invented)
			}
		}
	}
	want := map[string][2]int{
		"partnership": {1, 0}, "organisation": {17, 0}, "region": {47, 0}, "dataset": {5, 0}, "analysis": {1, 0}, "indicator": {15, 0}, "finding": {21, 0},
		"plan": {3, 1}, "priority": {18, 0}, "measure": {14, 14}, "action": {18, 18}, "target": {15, 15}, "document": {2, 1}, "chapter": {6, 2},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("records and invented ones by kind: %v, want %v", got, want)
	}
	t.Logf("%d text files in %d languages say whether they are invented", files, len(languages))
}

// TestExampleFactsCarryTheirSource: what is not invented says where it comes from.
func TestExampleFactsCarryTheirSource(t *testing.T) {
	looked := 0
	for _, e := range readExample(t).Entries {
		if e.Draft.Invented {
			continue
		}
		var sources []record.SourceNote
		switch b := e.Draft.Body.(type) {
		case *identity.Partnership:
			sources = b.Sources
		case *strategy.Plan:
			sources = b.Sources
		case *strategy.Priority:
			sources = b.Sources
		case *strategy.Measure:
			sources = b.Sources
		default:
			continue
		}
		looked++
		if !slices.ContainsFunc(sources, func(s record.SourceNote) bool { return s.URL != "" }) {
			t.Errorf("%s has no source with an address", e.Draft.Ref)
		}
	}
	if looked < 20 {
		t.Errorf("only %d records were looked at", looked)
	}
}

// TestExampleIsCanonical: formatting the example changes nothing.
func TestExampleIsCanonical(t *testing.T) {
	tree := readExample(t)
	registry, err := kinds()
	if err != nil {
		t.Fatal(err)
	}
	files, err := folder.Canonical(tree, registry, attachments())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		if have, err := fs.ReadFile(tree.FS, name); err != nil || !bytes.Equal(have, want) {
			t.Errorf("%s is not in its canonical form (%v)", name, err)
		}
	}
	t.Logf("compared %d files", len(files))
}
