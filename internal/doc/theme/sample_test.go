// SPDX-License-Identifier: EUPL-1.2

package theme_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/doc/html"
	"github.com/sumanus/sumanus/internal/doc/theme"
	"github.com/sumanus/sumanus/internal/i18n"
)

// The sample is a small guide in three languages: a first page, one chapter, the list of evidence, every component in them. It is
// checked here as a folder; with SUMANUS_SAMPLE=DIR it is kept there, to be looked at and to be checked by axe.
func TestSampleGuideIsAFolderThatOpensByItself(t *testing.T) {
	dir := os.Getenv("SUMANUS_SAMPLE")
	if dir == "" {
		dir = t.TempDir()
	}
	build(t, dir)
	var pages []string
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(p, ".html") {
			pages = append(pages, p)
		}
		return err
	})
	if err != nil || len(pages) != 9 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	ids := map[string]map[string]bool{}
	links := map[string][]string{}
	for _, p := range pages {
		ids[p], links[p] = pageOf(t, p)
	}
	n := 0
	for p, hrefs := range links {
		for _, h := range hrefs {
			if strings.HasPrefix(h, "https://") {
				continue
			}
			n++
			file, frag, _ := strings.Cut(h, "#")
			target := p
			if file != "" {
				target = filepath.Join(filepath.Dir(p), filepath.FromSlash(file))
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s leads to %s, which is not there", p, h)
			}
			if frag != "" && !ids[target][frag] {
				t.Errorf("%s leads to %s, which has no such place", p, h)
			}
		}
	}
	t.Logf("%d pages, %d addresses inside the folder", len(pages), n)
	again := t.TempDir()
	build(t, again)
	for _, p := range pages {
		rel, _ := filepath.Rel(dir, p)
		a, _ := os.ReadFile(p)
		b, _ := os.ReadFile(filepath.Join(again, rel))
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs when built again", rel)
		}
	}
}

// pageOf reads a page as XML and returns its ids and the addresses it uses; scripts and styles in it are errors.
func pageOf(t *testing.T, file string) (map[string]bool, []string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(string(b), "<!DOCTYPE html>\n")))
	ids, headings, mains := map[string]bool{}, 0, 0
	var hrefs []string
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		x, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		switch x.Name.Local {
		case "script", "style", "iframe":
			t.Errorf("%s: %s", file, x.Name.Local)
		case "h1":
			headings++
		case "main":
			mains++
		}
		for _, a := range x.Attr {
			switch a.Name.Local {
			case "id":
				if ids[a.Value] {
					t.Errorf("%s: id %s twice", file, a.Value)
				}
				ids[a.Value] = true
			case "href", "src":
				hrefs = append(hrefs, a.Value)
			case "style":
				t.Errorf("%s: a style attribute", file)
			}
		}
	}
	if headings != 1 || mains != 1 {
		t.Errorf("%s: %d headings of the first level, %d main", file, headings, mains)
	}
	return ids, hrefs
}

var words = map[string]map[i18n.Lang]string{
	"guide":    {"lt": "Praktinis planavimo per sieną vadovas", "lv": "Pārrobežu plānošanas rokasgrāmata", "en": "Handbook for cross-border planning"},
	"partners": {"lt": "Kuržemė ir Klaipėdos regionas", "lv": "Kurzeme un Klaipēdas reģions", "en": "Kurzeme and Klaipėda region"},
	"people":   {"lt": "Žmonės: du krantai, dvi kryptys", "lv": "Cilvēki: divi krasti, divi virzieni", "en": "People: two coasts, two directions"},
	"lede": {"lt": "Kuržemę ir Klaipėdos regioną sieja jūra, siena ir jau trisdešimt metų – rūpestis: kasmet vis mažiau žmonių. Vienoje sienos pusėje taip nebėra.",
		"lv": "Kurzemi un Klaipēdas reģionu vieno jūra, robeža un jau trīsdesmit gadus – bažas: ar katru ziemu mazāk cilvēku. Vienā robežas pusē tā vairs nav.",
		"en": "Kurzeme and the Klaipėda region share a sea, a border and, for thirty years, a worry: fewer people each winter. On one side of the border that has stopped being true."},
	"evidence": {"lt": "Duomenys ir išvados", "lv": "Dati un secinājumi", "en": "Evidence"},
	"chapters": {"lt": "Skyriai", "lv": "Nodaļas", "en": "Chapters"},
	"edition":  {"lt": "2026 m. gegužės 18 d. redakcija", "lv": "2026. gada 18. maija redakcija", "en": "Release of 18 May 2026"},
	"date":     {"lt": "2026 m. gegužės 18 d.", "lv": "2026. gada 18. maijs", "en": "18 May 2026"},
	"unit":     {"lt": "Gyventojai sausio 1 d., tūkst.", "lv": "Iedzīvotāji 1. janvārī, tūkst.", "en": "Residents on 1 January, thousand"},
	"year":     {"lt": "Metai", "lv": "Gads", "en": "Year"},
	"k":        {"lt": "Kuržemė", "lv": "Kurzeme", "en": "Kurzeme"},
	"b":        {"lt": "Klaipėdos regionas", "lv": "Klaipēdas reģions", "en": "Klaipėda region"},
	"both": {"lt": "Abu regionai netenka žmonių: Kuržemė {a}, Klaipėdos regionas {b}.", "lv": "Abi reģioni zaudē cilvēkus: Kurzeme {a}, Klaipēdas reģions {b}.",
		"en": "Both regions are losing people: Kurzeme {a}, the Klaipėda region {b}."},
	"both-t": {"lt": "Abu regionai traukiasi", "lv": "Abi reģioni sarūk", "en": "Both regions are losing people"},
	"asked": {"lt": "Skaičiai šio sakinio nebepatvirtina. Jo savininko paprašyta jį performuluoti.", "lv": "Skaitļi šo teikumu vairs neapstiprina. Tā īpašniekam lūgts to pārfrazēt.",
		"en": "The numbers no longer carry this sentence. Its owner has been asked to reword it."},
	"births-t": {"lt": "Mirčių daugiau nei gimimų", "lv": "Mirušo vairāk nekā dzimušo", "en": "More deaths than births"},
	"people-t": {"lt": "Gyventojai per penkerius metus", "lv": "Iedzīvotāji piecos gados", "en": "Residents over five years"},
	"bend-t":   {"lt": "Klaipėdos kreivė pasuko", "lv": "Klaipēdas līkne pagriezās", "en": "Klaipėda’s curve has turned"},
	"bend-n": {"lt": "Latvijos registrų ir Lietuvos vertinimų skaičiai nevisiškai palyginami.", "lv": "Latvijas reģistru un Lietuvas novērtējumu skaitļi nav pilnīgi salīdzināmi.",
		"en": "Latvian registers and Lithuanian estimates are not fully comparable."},
	"residents": {"lt": "gyventojai", "lv": "iedzīvotāji", "en": "residents"},
	"note": {"lt": "Projektą iš dalies finansuoja Europos Sąjunga.", "lv": "Projektu līdzfinansē Eiropas Savienība.",
		"en": "The project is co-financed by the European Union."},
}

type room struct{ z *i18n.Localizer }

func (r room) say(key string) string { return words[key][r.z.Lang()] }

func (r room) Value(slug, name string) (doc.LiveValue, error) {
	switch slug + "." + name {
	case "people.kurzeme-loss":
		return doc.LiveValue{Text: r.z.Percent("6.9", 1), Machine: "6.9", Verdict: doc.Holds, About: r.say("k") + ", 2014–2019"}, nil
	case "people.klaipeda-loss":
		return doc.LiveValue{Text: r.z.Percent("3.4", 1), Machine: "3.4", Verdict: doc.Holds, About: r.say("b") + ", 2014–2019"}, nil
	case "bend.klaipeda":
		return doc.LiveValue{Text: r.z.Number("324263", 0), Machine: "324263", Verdict: doc.Incomparable}, nil
	case "bend.kurzeme":
		return doc.LiveValue{Text: r.z.Number("233229", 0), Machine: "233229", Verdict: doc.Incomparable}, nil
	}
	return doc.LiveValue{}, doc.ErrUnknown
}

func (r room) Finding(slug string) (doc.Finding, error) {
	src := []doc.Source{{Text: "Eurostat demo_r_pjangrp3, NUTS 2021", Href: "https://ec.europa.eu/eurostat/databrowser/view/demo_r_pjangrp3"}, {Text: "CC BY 4.0"}}
	vs := []doc.EvidenceValue{
		{Region: r.say("k"), Name: r.say("residents"), Period: r.z.Year("2022"), Text: r.z.Number("233229", 0), Machine: "233229", Sign: 1, Vintage: "2022-06-01"},
		{Region: r.say("b"), Name: r.say("residents"), Period: r.z.Year("2022"), Text: r.z.Number("324263", 0), Machine: "324263", Sign: 2, Vintage: "2022-06-01"}}
	switch slug {
	case "people":
		return doc.Finding{Title: r.say("people-t"), Verdict: doc.Holds, Sources: src, Values: vs}, nil
	case "bend":
		return doc.Finding{Title: r.say("bend-t"), Verdict: doc.Incomparable, Newer: true, Note: r.say("bend-n"), Sources: src, Values: vs}, nil
	case "births":
		return doc.Finding{Title: r.say("births-t"), Verdict: doc.Moved, Sources: src, Values: []doc.EvidenceValue{{Region: r.say("k"), Name: r.say("residents"),
			Period: r.z.Year("2022"), Sign: 1, Vintage: "2022-06-01"}}}, nil
	case "both":
		s := r.say("both")
		i, j := strings.Index(s, ":"), strings.Index(s, "{a}")
		k := strings.Index(s, "{b}")
		val := func(name, text string) doc.Inline {
			return &doc.Value{Slug: "both", Name: name, LiveValue: doc.LiveValue{Text: text, Verdict: doc.Untrue}}
		}
		return doc.Finding{Title: r.say("both-t"), Verdict: doc.Untrue, Invented: true, Note: r.say("asked"), Sources: src, Values: vs, Sentence: []doc.Inline{
			&doc.Asserting{Name: "both", Off: true, Text: doc.Words(s[:i])}, &doc.Text{Text: s[i:j]}, val("k", r.z.SignedPercent("-5.3", 1)), &doc.Text{Text: s[j+3 : k]},
			val("b", r.z.SignedPercent("1.2", 1)), &doc.Text{Text: s[k+3:]}}}, nil
	}
	return doc.Finding{}, doc.ErrUnknown
}

func (r room) Block(d *doc.Directive) ([]doc.Block, error) {
	if d.Name != "chart" {
		return nil, doc.ErrUnknown
	}
	if err := d.Allow("type"); err != nil {
		return nil, err
	}
	k := []int{258, 255, 251, 246, 243, 240, 237, 236, 233}
	b := []int{329, 327, 325, 321, 317, 318, 320, 322, 324}
	var pk, pb strings.Builder
	t := &doc.Table{Columns: []doc.Column{{Head: doc.Words(r.say("year"))}, {Head: doc.Words(r.say("k")), Align: doc.AlignEnd}, {Head: doc.Words(r.say("b")), Align: doc.AlignEnd}}}
	for i := range k {
		fmt.Fprintf(&pk, "%d %d ", 40+i*25, 194-k[i]*9/20)
		fmt.Fprintf(&pb, "%d %d ", 40+i*25, 194-b[i]*9/20)
		t.Rows = append(t.Rows, []doc.Cell{{Text: doc.Words(fmt.Sprint(2014 + i))}, {Text: doc.Words(fmt.Sprint(k[i]))}, {Text: doc.Words(fmt.Sprint(b[i]))}})
	}
	var about string
	if p, ok := d.Body[0].(*doc.Paragraph); ok {
		about = doc.Plain(p.Text)
	}
	id := d.ID
	title := strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(doc.Plain(d.Title))
	svg := fmt.Sprintf(`<svg viewBox="0 0 340 220" role="img" aria-labelledby="%s-t %s-d" font-size="12.5"><title id="%s-t">%s</title><desc id="%s-d">%s</desc>
<path class="x-grid" stroke="#cdd9dc" d="M40 14H250M40 104H250"/><path class="x-axis" stroke="#13262d" d="M40 194H250"/>
<g class="x-2" fill="#485c64"><text x="34" y="18" text-anchor="end">400</text><text x="34" y="108" text-anchor="end">200</text><text x="34" y="198" text-anchor="end">0</text><text x="40" y="214">2014</text><text x="240" y="214" text-anchor="middle">2022</text></g>
<path class="x-k" fill="none" stroke="#5a3d8e" stroke-width="2.5" d="M%s"/><path class="x-b" fill="none" stroke="#08757b" stroke-width="2.5" d="M%s"/>
<text class="x-kt" fill="#5a3d8e" x="248" y="94">%s 233</text><text class="x-bt" fill="#08757b" x="248" y="52" font-weight="600">324</text></svg>`,
		id, id, id, title, id, about, strings.TrimSpace(pk.String()), strings.TrimSpace(pb.String()), r.say("k"))
	return []doc.Block{&doc.Figure{Title: d.Title, Subtitle: r.say("unit"), Description: about, SVG: svg, Data: t,
		Source: []doc.Source{{Text: "Eurostat demo_r_pjangrp3", Href: "https://ec.europa.eu/eurostat/databrowser/view/demo_r_pjangrp3"}, {Text: "LV003, LT023"}}}}, nil
}

const rules = `.x-grid{stroke:var(--rule)}.x-axis{stroke:var(--ink)}.x-2{fill:var(--ink-2)}.x-k{stroke:var(--kurzeme)}.x-b{stroke:var(--klaipeda)}.x-kt{fill:var(--kurzeme)}.x-bt{fill:var(--klaipeda)}`

func build(t *testing.T, dir string) {
	t.Helper()
	files, err := theme.Files(rules)
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(files, ".", func(p string, e fs.DirEntry, err error) error {
		to := filepath.Join(dir, p)
		if err != nil || e.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		b, err := fs.ReadFile(files, p)
		if err != nil {
			return err
		}
		return os.WriteFile(to, b, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range i18n.Known() {
		guide(t, filepath.Join(dir, string(l)), l)
	}
}

func guide(t *testing.T, dir string, l i18n.Lang) {
	t.Helper()
	r := room{i18n.For(l)}
	src, err := os.ReadFile(path.Join("testdata", "people."+string(l)+".md"))
	if err != nil {
		t.Fatal(err)
	}
	d, errs := doc.Read(string(src), doc.Options{Lang: string(l), Resolver: r})
	if len(errs) > 0 {
		t.Fatalf("%s: %v", l, errs)
	}
	page := func(name string, p theme.PageData) {
		p.Lang, p.Root, p.Publication, p.Partnership = l, "../", r.say("guide"), r.say("partners")
		for _, k := range i18n.Known() {
			p.Languages = append(p.Languages, theme.Language{Lang: k, Href: "../" + string(k) + "/" + name, Current: k == l})
		}
		for _, n := range []struct{ key, href string }{{"chapters", "index.html"}, {"evidence", "evidence.html"}} {
			p.Nav = append(p.Nav, theme.Link{Text: r.say(n.key), Href: n.href, Current: n.href == name})
		}
		p.Invented, p.Footer, p.Generated, p.Fingerprint = true, []string{r.say("partners") + ". " + r.say("note")}, r.say("date"), "b17e52c04c9"
		p.Attribution = []doc.Source{{Text: "Eurostat, CC BY 4.0", Href: "https://ec.europa.eu/eurostat"}, {Text: "© EuroGeographics"}}
		var b bytes.Buffer
		if err := theme.Page(&b, p); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	here := theme.Link{Text: r.say("people"), Href: "people.html"}
	page("index.html", theme.PageData{Title: r.say("guide"), Description: r.say("lede"), Over: []string{r.say("partners"), r.say("edition")}, Lede: r.say("lede"),
		Body: theme.ChapterList([]theme.Chapter{{Link: here, Summary: r.say("lede")}})})
	current := here
	current.Current = true
	page("people.html", theme.PageData{Title: r.say("people"), Description: r.say("lede"), Over: []string{r.say("guide"), r.say("edition")}, Lede: r.say("lede"),
		Chapters: []theme.Link{current}, Contents: doc.Contents(d), Start: true,
		Body: html.Write(d, html.Options{Sides: true, EvidenceHref: func(s string) string { return "evidence.html#" + html.EvidenceID(s) }}),
		Thread: &html.Thread{Why: []html.ThreadItem{{Text: r.say("people-t"), Href: "evidence.html#evidence.people", Checked: true, Verdict: doc.Holds},
			{Text: r.say("both-t"), Href: "evidence.html#evidence.both", Checked: true, Verdict: doc.Untrue, Invented: true}}, What: []html.ThreadItem{{Text: r.say("guide"), Href: "index.html"}}},
		Next: &theme.Link{Text: r.say("evidence"), Href: "evidence.html"}})
	ev := &doc.Document{Lang: string(l), Blocks: []doc.Block{&doc.Evidence{Entries: d.Cited}}}
	if errs := doc.Check(ev); len(errs) > 0 {
		t.Fatal(errs)
	}
	page("evidence.html", theme.PageData{Title: r.say("evidence"), Description: r.say("evidence"), Over: []string{r.say("guide"), r.say("edition")},
		Chapters: []theme.Link{here}, Body: html.Write(ev, html.Options{}), Previous: &here})
}
