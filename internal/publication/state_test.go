// SPDX-License-Identifier: EUPL-1.2

package publication_test

import (
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

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/testkit"
)

// change edits a record of the house.
func change(t *testing.T, s *record.Store, ref record.Ref, edit func(*record.Draft)) {
	t.Helper()
	if err := try(s, ref, edit); err != nil {
		t.Fatal(err)
	}
}

func try(s *record.Store, ref record.Ref, edit func(*record.Draft)) error {
	return s.Write(ctx, identity.AtTheMachine(), func(tx *record.Tx) error {
		r, err := tx.Get(ctx, ref)
		if err != nil {
			return err
		}
		d := r.Draft()
		edit(&d)
		_, err = tx.Change(ctx, r.Revision, d)
		return err
	})
}

func setBody(lang, text string) func(*record.Draft) {
	return func(d *record.Draft) {
		h := d.Body.(*publication.Chapter)
		h.Body = h.Body.With(lang, text)
	}
}

// TestTranslations: a stale translation says so, a missing one shows the source wording and names its language.
func TestTranslations(t *testing.T) {
	s, _ := example(t)
	change(t, s, "chapter/two-coasts", setBody("en", "A new beginning in {= 2026}. {{gdp-gap-2010}}\n\n## Only here\n\nEnd."))
	change(t, s, "chapter/plan-together", func(d *record.Draft) {
		h := d.Body.(*publication.Chapter)
		delete(h.Body.Text, "lv")
		delete(h.Body.Of, "lv")
	})
	change(t, s, "measure/local-food", func(d *record.Draft) {
		m := d.Body.(*strategy.Measure)
		delete(m.Title.Text, "lv")
		delete(m.Title.Of, "lv")
	})
	files := mustPublish(t, s, time.Time{}, "guide")
	readSite(t, files)
	for _, lang := range []string{"lt", "lv", "en"} {
		flag := i18n.For(i18n.Lang(lang)).T("doc.flag-stale")
		if got := strings.Contains(string(files[lang+"/two-coasts.html"]), flag); got != (lang != "en") {
			t.Errorf("%s: stale is told: %v", lang, got)
		}
	}
	if p := string(files["en/two-coasts.html"]); !strings.Contains(p, "A new beginning in 2026.") {
		t.Error("the escape of a year is printed as it was written")
	}
	p := string(files["lv/plan-together.html"])
	if !strings.Contains(p, `<div class="passage" lang="en">`) || !strings.Contains(p, i18n.For(i18n.LV).T("publication.not-translated", fault.A{"language": "English"})) || !strings.Contains(p, "Begin with the person") {
		t.Error("the missing chapter is not shown in its source language")
	}
	source := record.Text{}
	_ = s.Read(ctx, identity.Nobody(), func(tx *record.ReadTx) error {
		r, err := tx.Get(ctx, "measure/local-food")
		if err != nil {
			t.Fatal(err)
		}
		source = r.Body.(*strategy.Measure).Title
		return nil
	})
	if want := fmt.Sprintf(`lang="%s">%s</span>`, source.Source, source.Text[source.Source]); !strings.Contains(string(files["lv/plan.html"]), want) {
		t.Errorf("the plan does not say the language of a title that is not translated: %s", want)
	}
}

// TestOnlyPublicRecordsArePublished: what is not public stays away even when the actor may see it.
func TestOnlyPublicRecordsArePublished(t *testing.T) {
	s, _ := example(t)
	change(t, s, "action/storm-plan", func(d *record.Draft) { d.Visibility = record.PartnersOnly })
	all := func(o publication.Options) (publication.Files, error) {
		var files publication.Files
		err := s.Read(ctx, identity.AtTheMachine(), func(tx *record.ReadTx) (err error) {
			files, err = publication.Publish(ctx, tx, "guide", []string{"en"}, o)
			return err
		})
		return files, err
	}
	for _, asked := range []bool{false, true} {
		files, err := all(publication.Options{Now: noon, NotOnlyPublic: asked})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"plan", "evidence"} {
			if got := strings.Contains(string(files["en/"+name+".html"]), "action-storm-plan"); got != asked {
				t.Errorf("%s shows the action: %v, asked for: %v", name, got, asked)
			}
		}
	}
	change(t, s, "finding/gdp-gap-2010", func(d *record.Draft) { d.Visibility = record.Private })
	_, err := all(publication.Options{Now: noon})
	var f *fault.Fault
	if !errors.As(err, &f) || f.Key != "doc.unknown-finding" || f.Place.Line == 0 || !strings.HasPrefix(f.Place.File, "chapter/") || f.Place.Field != "body.en" {
		t.Errorf("a private finding in a public chapter: %v", err)
	}
}

// TestWhatIsNotThere: unknown findings and indicators are refused when saved; an unknown value when published, at its line.
func TestWhatIsNotThere(t *testing.T) {
	s, _ := example(t)
	block := "\n\n::: table indicator=%s regions=%s\ntitle: A table\n:::"
	for _, body := range []string{"{{no-such.value}}", "[@no-such]", fmt.Sprintf(block, "no-such", "kurzeme"), fmt.Sprintf(block, "gdp", "no-such")} {
		if err := try(s, "chapter/two-coasts", setBody("en", body)); err == nil {
			t.Errorf("%q was saved", body)
		}
	}
	change(t, s, "chapter/two-coasts", setBody("lv", "Viens.\n\nDivi {{gdp-gap-2010.no_such}}.\n\nTrīs {{gdp-gap-2010.nosuch}} un {{gdp-gap-2010.klaipeda}}."))
	_, err := publish(t, s, time.Time{}, "guide")
	var f *fault.Fault
	if !errors.As(err, &f) || f.Key != "doc.unknown-value" || f.Place.Line != 3 || f.Place.Field != "body.lv" || len(f.Also) != 1 || f.Also[0].Place.Line != 5 {
		t.Errorf("unknown values: %v", err)
	}
	for _, c := range []struct{ document, lang, key string }{{"no-such", "en", "record.not-found"}, {"guide", "xx", "publication.bad-language"}} {
		if _, err := publish(t, s, time.Time{}, c.document, c.lang); !fault.Is(err, c.key) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// TestEveryBlock draws each block on real numbers.
func TestEveryBlock(t *testing.T) {
	s, _ := example(t)
	body := strings.Join([]string{
		"::: chart type=line indicator=gdp-per-head regions=kurzeme,klaipeda-county,latvia from=2005 to=latest #a\ntitle: Lines\nIn words.\n:::",
		"::: chart type=bar indicator=older-residents-share regions=kurzeme,klaipeda-county period=latest #b\ntitle: Bars\nIn words.\n:::",
		"::: chart type=change indicator=natural-change regions=kurzeme,klaipeda-county from=2015 to=2020 #c\ntitle: Change\nIn words.\n:::",
		"::: map indicator=population period=2021 #d\ntitle: Circles\nIn words.\n:::",
		"::: map indicator=gdp-per-head period=2014 #e\ntitle: Fills\nIn words.\n:::",
		"::: table indicator=gdp-per-head regions=kurzeme,klaipeda-county from=2000 to=2013 #f\ntitle: Many periods\n:::",
		"::: table indicator=knowledge-share regions=kurzeme,klaipeda-county period=2017 #g\ntitle: One period\n:::",
		"::: table indicator=gdp-per-head regions=kurzeme,kurzeme-2024 period=2013 #h\ntitle: Another territory\n:::",
	}, "\n\n")
	change(t, s, "chapter/two-coasts", setBody("en", body))
	files := mustPublish(t, s, time.Time{}, "guide", "en")
	keep(t, "blocks", files)
	p := readSite(t, files)["en/two-coasts.html"]
	for id := range strings.SplitSeq("a b c d e f g h", " ") {
		if !p.ids[id] {
			t.Errorf("block %s is not on the page", id)
		}
	}
	for _, want := range []string{"NUTS 2013", "NUTS 2021", "Natural Earth", "c-nodata", `class="nodata"`, "1\u00a0April 2022", "<circle"} {
		if !strings.Contains(p.raw, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if got := strings.Count(p.raw, `<figure class="chart`); got != 5 {
		t.Errorf("%d figures", got)
	}
	if got := strings.Count(p.raw, "<details>"); got != 5 {
		t.Errorf("%d tables behind figures", got)
	}
}

// TestWithdrawnFindingIsToldOnThePage: a sentence that its owner no longer says is not left standing in silence.
func TestWithdrawnFindingIsToldOnThePage(t *testing.T) {
	s, _ := example(t)
	change(t, s, "finding/population-ratio", func(d *record.Draft) { d.Body.(*evidence.Finding).State = evidence.Withdrawn })
	files := mustPublish(t, s, time.Time{}, "guide", "lt")
	keep(t, "withdrawn", files)
	p, word := string(files["lt/two-coasts.html"]), i18n.For(i18n.LT).T("publication.withdrawn")
	if !strings.Contains(p, `class="turn"`) || strings.Count(p, word) < 2 {
		t.Errorf("nothing tells that the finding was withdrawn: %q stands %d times", word, strings.Count(p, word))
	}
}

// TestLateIsSaidByTheDayOfThePage: the same action is late today and was not on the day that the reader asks for.
func TestLateIsSaidByTheDayOfThePage(t *testing.T) {
	s, clock := example(t)
	clock.Set(time.Date(2026, 11, 23, 13, 0, 0, 0, time.UTC))
	change(t, s, "action/storm-plan", func(d *record.Draft) {
		a := d.Body.(*strategy.Action)
		a.Start, a.End, a.State = "2026-05-01", "2026-11-30", strategy.UnderWay
	})
	at := func(day time.Time) string {
		var files publication.Files
		err := s.Read(ctx, identity.Nobody(), func(tx *record.ReadTx) (err error) {
			files, err = publication.Publish(ctx, tx, "guide", []string{"en"}, publication.Options{Now: day})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return string(files["en/plan.html"])
	}
	for day, want := range map[string]int{"2026-11-30": 0, "2026-12-01": 1} {
		now, _ := time.Parse(time.DateOnly, day)
		page := at(now)
		if got := strings.Count(page[strings.Index(page, `id="action-storm-plan"`):][:2000], `class="state late"`); got != want {
			t.Errorf("on %s late stands %d times", day, got)
		}
	}
}

// TestFaultOfAFolderNamesFileAndLine: whoever edits files is told the file and the line in it, and nothing is changed.
func TestFaultOfAFolderNamesFileAndLine(t *testing.T) {
	const name = "chapters/two-coasts/text.lv.md"
	files := fstest.MapFS{}
	dir := filepath.Join(testkit.Root(t), "examples", "kurzeme-klaipeda")
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		files[filepath.ToSlash(rel)] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	files[name].Data = append(files[name].Data, "\n::: chart type=pie indicator=gdp regions=kurzeme\ntitle: X\nY.\n:::\n"...)
	lines := strings.Split(string(files[name].Data), "\n")
	want := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "type=pie") }) + 1
	s, _ := house(t, dbtest.SQLite(t))
	tree, err := folder.Read(files, s.Kinds(), func(kind string) bool { return kind == "dataset" })
	if err != nil {
		t.Fatal(err)
	}
	_, err = folder.Apply(ctx, s, identity.AtTheMachine(), tree, folder.Attachments{dataset.Attachment()}, folder.Options{})
	var f *fault.Fault
	if !errors.As(err, &f) || f.Key != "publication.bad-argument" || f.Place.File != name || f.Place.Line != want {
		t.Errorf("expected %s, line %d, found %v", name, want, err)
	}
	_ = s.Read(ctx, identity.AtTheMachine(), func(tx *record.ReadTx) error {
		if all, err := tx.All(ctx, "chapter"); err != nil || len(all) > 0 {
			t.Errorf("%d chapters of a folder with a fault, %v", len(all), err)
		}
		return nil
	})
}
