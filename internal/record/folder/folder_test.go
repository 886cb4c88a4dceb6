// SPDX-License-Identifier: EUPL-1.2

package folder_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
	"github.com/sumanus/sumanus/internal/testkit"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

type body struct {
	Title  record.Text       `json:"title"`
	Note   record.Text       `json:"note"`
	Year   string            `json:"year,omitempty"`
	Cents  int64             `json:"cents,omitempty"`
	Size   float64           `json:"size,omitempty"`
	Flag   bool              `json:"flag,omitempty"`
	On     []record.Ref      `json:"rests,omitempty"`
	Select map[string]string `json:"select,omitempty"`
	Parts  []part            `json:"parts,omitempty"`
}

type part struct {
	Name string      `json:"name,omitempty"`
	Text record.Text `json:"text"`
}

func (b *body) Validate(c *record.Check) {
	c.Text("title", b.Title, true)
	c.Year("year", b.Year)
	c.Refs("rests", b.On)
}
func (b *body) Fields() []record.Field { return record.FieldText("title", b.Title) }
func (b *body) Links() []record.Link   { return record.LinksTo(record.RestsOn, "rests", b.On...) }

func kinds(t testing.TB) *record.Registry {
	t.Helper()
	var all []record.Kind
	for _, k := range [][2]string{{"organisation", "organisations"}, {"finding", "findings"}, {"priority", "priorities"}} {
		all = append(all, record.Kind{Name: k[0], Folder: k[1], Schema: 1, New: func() record.Body { return &body{} }})
	}
	r, err := record.NewRegistry(all...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

type anyone struct{}

func (anyone) ActorID() string                                       { return "anyone" }
func (anyone) Allows(record.Actor, record.Verb, record.Subject) bool { return true }

func house(t testing.TB) *record.Store {
	t.Helper()
	return record.New(dbtest.SQLite(t), kinds(t), anyone{}, record.Env{Now: testkit.NewClock(time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)).Now, Random: testkit.NewRandom(3)})
}

func tree(files map[string]string) fs.FS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

func read(t testing.TB, fsys fs.FS) (*folder.Tree, error) {
	t.Helper()
	return folder.Read(fsys, kinds(t), func(string) bool { return false })
}

func apply(t testing.TB, s *record.Store, files map[string]string, o folder.Options) (folder.Report, error) {
	t.Helper()
	tr, err := read(t, tree(files))
	if err != nil {
		return folder.Report{}, err
	}
	return folder.Apply(context.Background(), s, anyone{}, tr, nil, o)
}

func export(t testing.TB, s *record.Store) map[string]string {
	t.Helper()
	var out map[string]string
	ctx := context.Background()
	if err := s.Read(ctx, anyone{}, func(tx *record.ReadTx) error {
		files, err := folder.Export(ctx, tx, nil)
		out = map[string]string{}
		for k, v := range files {
			out[k] = string(v)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func sample() map[string]string {
	return map[string]string{
		"manifest.yaml":                 "format: 1\n",
		"README.md":                     "left alone",
		"incoming/table.csv":            "left alone too",
		"organisations/kpr/record.yaml": "kind: organisation\nslug: kpr\nowner: organisation/kpr\nvisibility: public\n",
		"organisations/kpr/text.lv.md":  "<!-- title source -->\nKurzemes plānošanas reģions\n",
		"findings/gap/record.yaml": `kind: finding
slug: gap
owner: organisation/kpr
visibility: public
invented: true
year: 2010
cents: 1_250
size: 2.50
rests:
  - finding/other
select:
  unit: EUR_HAB
parts:
  - name: "yes"
  - {}
links:
  - kind: same_as
    to: finding/other
`,
		"findings/gap/text.lt.md":    "<!-- pavyzdys, išgalvota -->\n<!-- title source -->\nAtotrūkis: „pusantro karto“\n\n<!-- parts.1.text source -->\nDvi eilutės\n\n# ir antraštė\n<!-- links.0.reason source -->\nnes\n",
		"findings/gap/text.lv.md":    "<!-- title -->\nPlaisa\n\n",
		"findings/other/record.yaml": "{kind: finding, slug: other, owner: organisation/kpr, visibility: private}",
		"findings/other/text.en.md":  "<!-- title -->\nOther\n",
	}
}

func TestExportOfWhatWasAppliedIsStable(t *testing.T) {
	s := house(t)
	rep, err := apply(t, s, sample(), folder.Options{})
	if err != nil || len(rep.Created) != 3 {
		t.Fatalf("%+v: %v", rep, err)
	}
	once := export(t, s)
	if got := once["findings/gap/record.yaml"]; got != `kind: finding
slug: gap
schema: 1
owner: organisation/kpr
visibility: public
invented: true
year: "2010"
cents: 1250
size: 2.5
rests:
  - finding/other
select:
  unit: EUR_HAB
parts:
  - name: "yes"
  - {}
links:
  - kind: same_as
    to: finding/other
` {
		t.Errorf("record.yaml:\n%s", got)
	}
	if got, want := once["findings/gap/text.lv.md"], "<!-- piemērs, izdomāts -->\n\n<!-- title of "+record.TextHash("Atotrūkis: „pusantro karto“")+" -->\nPlaisa\n"; got != want {
		t.Errorf("text.lv.md: %q, want %q", got, want)
	}
	other := house(t)
	if _, err := apply(t, other, once, folder.Options{}); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(once, export(t, other)); d != "" {
		t.Error(d)
	}
	// Applying the export where it came from changes nothing.
	rep, err = apply(t, s, once, folder.Options{})
	if err != nil || len(rep.Unchanged) != 3 || len(rep.Changed)+len(rep.Created) != 0 {
		t.Errorf("%+v: %v", rep, err)
	}
}

func TestFormatIsWhatExportWrites(t *testing.T) {
	tr, err := read(t, tree(sample()))
	if err != nil {
		t.Fatal(err)
	}
	formatted, err := folder.Canonical(tr, kinds(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	s := house(t)
	if _, err := apply(t, s, sample(), folder.Options{}); err != nil {
		t.Fatal(err)
	}
	exported := export(t, s)
	for name, want := range exported {
		if name != folder.ManifestName && string(formatted[name]) != want {
			t.Errorf("%s: %q, want %q", name, formatted[name], want)
		}
	}
}

func TestFaultsNameFileLineAndField(t *testing.T) {
	for _, c := range []struct{ name, file, old, new, want string }{
		{"wrong type", "findings/gap/record.yaml", "cents: 1_250", "cents: ten", "findings/gap/record.yaml:7 cents: record.wrong-type"},
		{"unknown field", "findings/gap/record.yaml", "year: 2010", "yaer: 2010", "findings/gap/record.yaml:6 yaer: folder.unknown-field"},
		{"bad year", "findings/gap/record.yaml", "year: 2010", "year: MMX", "findings/gap/record.yaml:6 year: record.bad-year"},
		{"unknown reference", "findings/gap/record.yaml", "  - finding/other", "  - finding/none", "findings/gap/record.yaml:9 rests: record.unknown-ref"},
		{"unknown link", "findings/gap/record.yaml", "same_as", "likes", "findings/gap/record.yaml:17 links.0.kind: record.not-one-of"},
		{"other name", "findings/gap/record.yaml", "slug: gap", "slug: gaps", "findings/gap/record.yaml:2 slug: folder.name-differs"},
		{"not YAML", "findings/gap/record.yaml", "year: 2010", "year: [", "findings/gap/record.yaml"},
		{"key twice", "findings/gap/record.yaml", "year: 2010", "year: 2010\nyear: 2011", "findings/gap/record.yaml"},
		{"text in YAML", "findings/gap/record.yaml", "year: 2010", "title: Gap", "findings/gap/record.yaml:6 title: folder.text-in-yaml"},
		{"unknown text", "findings/gap/text.lv.md", "title", "titel", "findings/gap/text.lv.md:1 titel: folder.no-such-text"},
		{"no marker", "findings/gap/text.lv.md", "<!-- title -->", "# title", "findings/gap/text.lv.md:1: folder.text-before-marker"},
		{"empty text", "findings/gap/text.lv.md", "Plaisa", "", "findings/gap/text.lv.md:1 title: folder.empty-text"},
		{"no source", "findings/gap/text.lt.md", "<!-- title source -->", "<!-- title -->", "title: folder.no-source"},
		{"no title", "findings/other/text.en.md", "<!-- title -->\nOther", "<!-- note -->\nOther", "findings/other/record.yaml:1 title: record.required"},
		{"newer format", "manifest.yaml", "1", "2", "manifest.yaml format: folder.unknown-format"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, files := house(t), sample()
			if !strings.Contains(files[c.file], c.old) {
				t.Fatalf("the case does not fit the sample")
			}
			files[c.file] = strings.Replace(files[c.file], c.old, c.new, 1)
			_, err := apply(t, s, files, folder.Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
			if left := export(t, s); len(left) != 1 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestMisspeltFolderIsRefused(t *testing.T) {
	files := sample()
	files["finding/gap/record.yaml"] = "kind: finding\n"
	if _, err := apply(t, house(t), files, folder.Options{}); !fault.Is(err, "folder.unknown-folder") {
		t.Errorf("got %v", err)
	}
}

func TestAllFaultsAreToldAtOnce(t *testing.T) {
	files := sample()
	files["findings/gap/record.yaml"] = strings.Replace(files["findings/gap/record.yaml"], "year: 2010", "year: MMX", 1)
	files["findings/other/text.en.md"] = "<!-- note -->\nx\n"
	_, err := apply(t, house(t), files, folder.Options{})
	var f *fault.Fault
	if !errors.As(err, &f) || len(f.Also) != 1 {
		t.Errorf("got %v", err)
	}
}

func TestChangedBaseIsAConflictWithBothSides(t *testing.T) {
	s := house(t)
	if _, err := apply(t, s, sample(), folder.Options{}); err != nil {
		t.Fatal(err)
	}
	mine := export(t, s)
	theirs := export(t, s)
	theirs["findings/gap/text.lv.md"] = strings.Replace(theirs["findings/gap/text.lv.md"], "Plaisa", "Viņu plaisa", 1)
	if rep, err := apply(t, s, theirs, folder.Options{}); err != nil || !slices.Equal(rep.Changed, []record.Ref{"finding/gap"}) {
		t.Fatalf("%+v: %v", rep, err)
	}
	mine["findings/gap/text.lv.md"] = strings.Replace(mine["findings/gap/text.lv.md"], "Plaisa", "Mana plaisa", 1)
	mine["findings/other/text.en.md"] += "\n<!-- note source -->\nnew\n"
	_, err := apply(t, s, mine, folder.Options{})
	var c *record.Conflict
	if !fault.Is(err, "record.conflict") || !errors.As(err, &c) {
		t.Fatalf("got %v", err)
	}
	if a, b := c.Mine.Body.(*body).Title.In("lv"), c.Theirs.Body.(*body).Title.In("lv"); a != "Mana plaisa" || b != "Viņu plaisa" {
		t.Errorf("sides %q and %q", a, b)
	}
	if after := export(t, s); strings.Contains(after["findings/other/text.en.md"], "new") {
		t.Error("a conflict anywhere leaves everything as it was")
	}
}

func TestPruneDeletesOnlyWhatTheManifestNames(t *testing.T) {
	s := house(t)
	files := sample()
	if _, err := apply(t, s, files, folder.Options{}); err != nil {
		t.Fatal(err)
	}
	out := export(t, s)
	for name := range out {
		if strings.HasPrefix(name, "findings/gap/") {
			delete(out, name)
		}
	}
	if rep, err := apply(t, s, out, folder.Options{}); err != nil || len(rep.Deleted) != 0 {
		t.Fatalf("a missing file deleted something: %+v %v", rep, err)
	}
	if rep, err := apply(t, s, out, folder.Options{Prune: true, Try: true}); err != nil || len(rep.Deleted) != 1 || len(export(t, s)) != len(out)+3 {
		t.Fatalf("a try changed something: %+v %v", rep, err)
	}
	if rep, err := apply(t, s, out, folder.Options{Prune: true}); err != nil || !slices.Equal(rep.Deleted, []record.Ref{"finding/gap"}) {
		t.Fatalf("%+v %v", rep, err)
	}
}

func TestSaveTouchesOnlyItsOwn(t *testing.T) {
	dir := t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	foreign := filepath.Join(dir, "foreign")
	must(os.MkdirAll(foreign, 0o755))
	must(os.WriteFile(filepath.Join(foreign, "x"), nil, 0o644))
	files := folder.Files{"manifest.yaml": []byte("format: 1\n"), "findings/a/record.yaml": []byte("a")}
	if _, err := folder.Save(foreign, files, true); !fault.Is(err, "folder.not-empty") {
		t.Errorf("wrote into a foreign folder: %v", err)
	}
	ours := filepath.Join(dir, "ours")
	_, err := folder.Save(ours, files, true)
	must(err)
	must(os.WriteFile(filepath.Join(ours, "README.md"), []byte("mine"), 0o644))
	changed, err := folder.Save(ours, folder.Files{"manifest.yaml": []byte("format: 1\n"), "findings/b/record.yaml": []byte("b")}, true)
	must(err)
	if want := []string{"findings/a/record.yaml", "findings/b/record.yaml"}; !slices.Equal(changed, want) {
		t.Errorf("changed %v", changed)
	}
	if _, err := os.Stat(filepath.Join(ours, "README.md")); err != nil {
		t.Error(err)
	}
}

// TestRoundTripByProperty applies random records to one house, exports, applies to another and compares all bytes.
func TestRoundTripByProperty(t *testing.T) {
	anyText := func(r *rapid.T, name string) record.Text {
		x := record.Text{}
		for i := range rapid.IntRange(0, 4).Draw(r, name+" edits") {
			lang := rapid.SampledFrom([]string{"lt", "lv", "en"}).Draw(r, name+" language")
			x = x.With(lang, rapid.SampledFrom([]string{"x", " padded ", "two\nlines", "two\r\nlines\n\n", "<!-- no marker-->", "key: value", "- list", "#", "„ąčę“", "a\n\n\nb", "\t"}).Draw(r, fmt.Sprint(name, i)))
		}
		if x.Text[x.Source] == "\t" { // blank is no wording, and translations of nothing are refused
			return record.Text{}
		}
		return x
	}
	rapid.Check(t, func(r *rapid.T) {
		ctx := context.Background()
		a, b := house(t), house(t)
		n := rapid.IntRange(1, 4).Draw(r, "records")
		err := a.Write(ctx, anyone{}, func(tx *record.Tx) error {
			for i := range n {
				d := record.Draft{Ref: record.NewRef("finding", fmt.Sprint("f", i)), Owner: "organisation/o", Visibility: record.Public, Invented: rapid.Bool().Draw(r, "invented"),
					Body: &body{Title: record.NewText("en", map[string]string{"en": "t"}).With("lt", "x").With("en", rapid.SampledFrom([]string{"t", "u"}).Draw(r, "title")),
						Note: anyText(r, "note"), Year: rapid.SampledFrom([]string{"", "2010"}).Draw(r, "year"), Cents: rapid.Int64Range(-1e15, 1e15).Draw(r, "cents"),
						Size: rapid.Float64Range(-1e9, 1e9).Draw(r, "size"), Select: map[string]string{rapid.SampledFrom([]string{"a", "true", "x y", "ą: b", "1"}).Draw(r, "key"): rapid.SampledFrom([]string{"", "null", "1.50", "a # b", "'", "\"", "~", "- x", "a: b", "@", "tab\there", "€"}).Draw(r, "value")}}}
				for j := range rapid.IntRange(0, 2).Draw(r, "parts") {
					d.Body.(*body).Parts = append(d.Body.(*body).Parts, part{Name: rapid.SampledFrom([]string{"", "p", "No", "2010-01-01", "0x1F", "1e3", ".5"}).Draw(r, "part"), Text: anyText(r, fmt.Sprint("part", j))})
				}
				if i > 0 {
					d.Stated = []record.Link{{Kind: record.SameAs, To: "finding/f0", Reason: anyText(r, "reason")}}
				}
				if _, err := tx.Create(ctx, d); err != nil {
					return err
				}
			}
			_, err := tx.Create(ctx, record.Draft{Ref: "organisation/o", Owner: "organisation/o", Visibility: record.Public, Body: &body{Title: record.NewText("en", map[string]string{"en": "o"})}})
			return err
		})
		if err != nil {
			r.Fatal(err)
		}
		once := export(t, a)
		if _, err := apply(t, b, once, folder.Options{}); err != nil {
			r.Fatalf("%v\n%v", err, once)
		}
		if d := cmp.Diff(once, export(t, b)); d != "" {
			r.Fatal(d)
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range sample() {
		f.Add([]byte(s), []byte(s))
	}
	f.Add([]byte("a: &x [*x]"), []byte("<!-- title of 000000000000 -->\nx"))
	f.Fuzz(func(t *testing.T, yaml, text []byte) {
		files := sample()
		files["findings/gap/record.yaml"], files["findings/gap/text.lt.md"] = string(yaml), string(text)
		tr, err := read(t, tree(files))
		if err != nil {
			return
		}
		once, err := folder.Canonical(tr, kinds(t), nil)
		if err != nil {
			t.Fatal(err)
		}
		back := map[string]string{}
		for k, v := range once {
			back[k] = string(v)
		}
		again, err := read(t, tree(back))
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, once["findings/gap/record.yaml"])
		}
		twice, err := folder.Canonical(again, kinds(t), nil)
		if err != nil || cmp.Diff(once, twice) != "" {
			t.Fatalf("not a fixed point (%v): %s", err, cmp.Diff(once, twice))
		}
	})
}
