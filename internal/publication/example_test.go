// SPDX-License-Identifier: EUPL-1.2

package publication_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/testkit"
)

// keep leaves a published folder in SUMANUS_PUBLISHED, to be looked at and to be opened by e2e/run.mjs.
func keep(t *testing.T, name string, files publication.Files) {
	t.Helper()
	dir := os.Getenv("SUMANUS_PUBLISHED")
	if dir == "" {
		return
	}
	for path, data := range files {
		to := filepath.Join(dir, name, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestExampleIsPublishedInThreeLanguages(t *testing.T) {
	s, _ := example(t)
	for document, chapters := range map[string]int{"guide": 4, "joint-strategy": 2} {
		files := mustPublish(t, s, time.Time{}, document)
		keep(t, document, files)
		site := readSite(t, files)
		if want := 1 + 3*(3+chapters); len(site) != want {
			t.Errorf("%s: %d pages of %d", document, len(site), want)
		}
		site.leadsNowhereElse(t)
		for _, lang := range []string{"lt", "lv", "en"} {
			entries := len(site[lang+"/evidence.html"].all("li.value"))
			if entries != 21 {
				t.Errorf("%s %s: %d entries of evidence", document, lang, entries)
			}
			for kind, want := range map[string]int{"plan": 3, "priority": 18, "measure": 14, "action": 18, "target": 15} {
				got := 0
				for id := range site[lang+"/plan.html"].ids {
					if strings.HasPrefix(id, kind+"-") {
						got++
					}
				}
				if got != want {
					t.Errorf("%s %s: %d of %d %s", document, lang, got, want, kind)
				}
			}
		}
		invented := 0
		_ = s.Read(ctx, identity.Nobody(), func(tx *record.ReadTx) error {
			for _, k := range tx.Kinds().Kinds() {
				all, err := tx.All(ctx, k.Name)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range all {
					if r.Invented {
						invented += site.tagged(t, r)
					}
				}
			}
			return nil
		})
		if invented < 300 {
			t.Errorf("%s: only %d names of invented records were found", document, invented)
		}
		t.Logf("%s: %d pages, %d names of invented records followed by their tag", document, len(site), invented)
		again := mustPublish(t, s, time.Time{}, document)
		if len(again) != len(files) || again.Fingerprint() != files.Fingerprint() {
			t.Errorf("%s differs when published again", document)
		}
		for name := range files {
			if !bytes.Equal(files[name], again[name]) {
				t.Errorf("%s: %s differs when published again", document, name)
			}
		}
	}
}

// TestTwoClicks: from any sentence of the guide an official figure with its day is one click away, and from there an action.
func TestTwoClicks(t *testing.T) {
	s, _ := example(t)
	site := readSite(t, mustPublish(t, s, time.Time{}, "guide"))
	sentences := 0
	for name, p := range site {
		for _, href := range p.links {
			file, slug, ok := strings.Cut(href, "#")
			if file != "evidence.html" || !ok || strings.HasSuffix(name, "evidence.html") {
				continue
			}
			sentences++
			entry := site[name[:3]+"evidence.html"].part(slug)
			if !strings.Contains(entry, "NUTS 20") || !strings.Contains(entry, "ec.europa.eu/eurostat") || !strings.Contains(entry, `<data value="`) {
				t.Errorf("%s: %s shows no official figure with its source", name, slug)
			}
			if !strings.Contains(entry, "plan.html#action-") {
				t.Errorf("%s: %s leads to no action", name, slug)
			}
		}
	}
	if sentences < 150 {
		t.Errorf("only %d ways to the evidence", sentences)
	}
}

// TestFlip loads the newer table of GDP: one sentence is no longer true, and every page that says it tells so, in every language;
// as known before, nothing has changed.
func TestFlip(t *testing.T) {
	s, clock := example(t)
	before := clock.Now()
	old := mustPublish(t, s, time.Time{}, "guide")
	clock.Add(time.Hour)
	load(t, s, "nama_10r_3gdp_nuts2021_extract.csv", "gdp", "2023-02-21")
	files := mustPublish(t, s, time.Time{}, "guide")
	keep(t, "flip", files)
	words := map[string][2]string{}
	for _, l := range i18n.Known() {
		words[string(l)] = [2]string{i18n.For(l).T("doc.verdict-untrue"), i18n.For(l).T("publication.no-longer", fault.A{"n": 1})}
	}
	for lang, say := range words {
		for _, chapter := range []string{"what-the-numbers-say", "plan-together", "keep-a-plan-true"} {
			page := string(files[lang+"/"+chapter+".html"])
			if !strings.Contains(page, say[1]) {
				t.Errorf("%s %s does not say %q", lang, chapter, say[1])
			}
			if !strings.Contains(page, `class="ass off"`) || strings.Count(page, say[0]) < 2 {
				t.Errorf("%s %s does not mark the sentence", lang, chapter)
			}
		}
		if page := string(files[lang+"/two-coasts.html"]); strings.Contains(page, say[0]) || strings.Contains(page, `class="turn"`) {
			t.Errorf("%s: a chapter that does not say it warns too", lang)
		}
		entries := readSite(t, files)[lang+"/evidence.html"]
		if e := entries.part("gdp-gap-2010"); !strings.Contains(e, say[0]) || !strings.Contains(e, "LT003 (NUTS 2003–2013) → LT023") || !strings.Contains(e, "LT023 (NUTS 2021)") {
			t.Errorf("%s: the entry does not tell of the flip and the rename:\n%s", lang, e)
		}
		if e := entries.part("gdp-gap-2009"); strings.Contains(e, say[0]) {
			t.Errorf("%s: the twin has only moved", lang)
		}
	}
	if got := strings.Count(string(files["en/evidence.html"]), `class="fallen"`); got != 1 {
		t.Errorf("%d findings have fallen", got)
	}
	past := mustPublish(t, s, before.Add(time.Minute), "guide")
	for name, page := range past {
		if !strings.HasSuffix(name, ".html") || name == "index.html" {
			continue
		}
		z := i18n.For(i18n.Lang(name[:2]))
		if strings.HasSuffix(name, ".html") && !strings.Contains(string(page), z.T("publication.as-known-on", fault.A{"date": z.Date(before)})) {
			t.Errorf("%s does not say what day it is of", name)
		}
		if a, b := sentencesOf(string(page)), sentencesOf(string(old[name])); !slices.Equal(a, b) {
			t.Errorf("%s: the page of the earlier day differs:\n%q\n%q", name, a, b)
		}
	}
	if p := string(past["en/what-the-numbers-say.html"]); strings.Contains(p, words["en"][0]) || !strings.Contains(p, "6,600") {
		t.Error("the earlier day already knows the newer table")
	}
	t.Logf("fingerprints: %s, then %s", old.Fingerprint(), files.Fingerprint())
}

// TestFlipWithTime: a sentence bound to the newest count falls when a newer count arrives, without anybody touching it.
func TestFlipWithTime(t *testing.T) {
	s, clock := example(t)
	clock.Add(time.Hour)
	load(t, s, "demo_r_pjangrp3_2022_extract.tsv", "population", "2023-04-01")
	files := mustPublish(t, s, time.Time{}, "guide")
	for _, l := range i18n.Known() {
		page := string(files[string(l)+"/two-coasts.html"])
		if !strings.Contains(page, `class="turn"`) || !strings.Contains(page, "#cite.both-losing-residents") || !strings.Contains(page, `class="finding waits"`) {
			t.Errorf("%s: the page does not say that the sentence has fallen", l)
		}
		if !strings.Contains(page, "2017") || !strings.Contains(page, "2022") {
			t.Errorf("%s: the sentence does not speak of the newest five years", l)
		}
	}
}

// sentencesOf gives what a page says in its text, without the frame.
func sentencesOf(page string) []string {
	_, body, _ := strings.Cut(page, `<div class="body`)
	body, _, _ = strings.Cut(body, `<nav class="around`)
	return strings.Split(body, "\n")
}

func load(t *testing.T, s *record.Store, file, ref, published string) {
	t.Helper()
	f, err := os.Open(filepath.Join(testkit.Root(t), "examples", "kurzeme-klaipeda", "incoming", file))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rep, err := dataset.Import(ctx, s, identity.AtTheMachine(), record.NewRef("dataset", ref), file, f, dataset.Options{Published: published, TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", file, err))
	}
	_ = rep
}
