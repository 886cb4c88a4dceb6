// SPDX-License-Identifier: EUPL-1.2

package doc_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/doc"
)

func read(t *testing.T, src string) *doc.Document {
	t.Helper()
	d, errs := doc.Read(src, doc.Options{Lang: "lt", Resolver: room{}})
	if len(errs) > 0 {
		t.Fatalf("errors: %v", errs)
	}
	return d
}

func TestReadMakesEveryBlock(t *testing.T) {
	d := read(t, `## Žmonės ir šalys {not an attribute}

Kurzemėje {{gdp.ratio}} [@gdp], tekstas.[^a] Toliau **svarbu** ir *ne*, `+"`kodas`"+`, [nuoroda](https://example.eu/a?b=c "t").
Antra eilutė\
trečia [vārds]{lang=lv}.

{{gdp}}

* vienas
* du

  antra pastraipa

3. trys
4. keturi

> Citata

| Metai | Vertė |
|---|--:|
| 2010 | {{gdp.ratio}} |

![Uosto vaizdas](port.png)

---

::: chart type=line from=2000 #fig-gdp
title: Viena {{gdp.ratio}}
Aprašymas.
:::

::: note
title: Pastaba
Matyti [viršuje](#zmones-ir-salys-not-an-attribute) ir [paveiksle](#fig-gdp).
:::

::: passage lang=lv
Teksts latviski.
:::

    kodas

[^a]: Šaltinis su {{gdp.ratio}}.
`)
	var got []string
	doc.Walk(d.Blocks, func(b doc.Block) { got = append(got, strings.TrimPrefix(fmt.Sprintf("%T", b), "*doc.")) })
	want := "Heading Paragraph FindingBlock List Paragraph Paragraph Paragraph List Paragraph Paragraph Quote Paragraph Table Figure Rule Figure Note Paragraph Passage Paragraph CodeBlock"
	if g := strings.Join(got, " "); g != want {
		t.Fatalf("blocks\n got %s\nwant %s", g, want)
	}
	if h := doc.Contents(d); len(h) != 1 || h[0].ID != "zmones-ir-salys-not-an-attribute" {
		t.Errorf("contents %v", h)
	}
	if len(d.Notes) != 1 || d.Notes[0].Refs != 1 || len(d.Cited) != 1 || d.Cited[0].Number != 1 {
		t.Errorf("notes %v cited %v", d.Notes, d.Cited)
	}
	var fig *doc.Figure
	for _, b := range d.Blocks {
		if f, ok := b.(*doc.Figure); ok && f.SVG != "" {
			fig = f
		}
	}
	if fig.ID != "fig-gdp" || doc.Plain(fig.Title) != "Viena 65,2 %" || fig.Data.ID != "fig-gdp-data" {
		t.Errorf("figure %q %q %q", fig.ID, doc.Plain(fig.Title), fig.Data.ID)
	}
	again, _ := doc.Read("## A\n\n{{gdp}}\n", doc.Options{Resolver: room{}})
	once, _ := doc.Read("## A\n\n{{gdp}}\n", doc.Options{Resolver: room{}})
	if !reflect.DeepEqual(again, once) {
		t.Error("the same text gave two documents")
	}
}

func TestReadReportsEveryErrorAtItsPlace(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"html block", "ok\n\n<div>x</div>\n", "3:1 doc.raw-html"},
		{"html inline", "Žodis <b>x</b>\n", "1:7 doc.raw-html 1:11 doc.raw-html"},
		{"comment", "<!-- x -->\n", "1:1 doc.raw-html"},
		{"unknown value", "ąžuolas {{gdp.none}} {{no.x}}\n", "1:9 doc.unknown-value 1:22 doc.unknown-value"},
		{"unknown finding", "a [@none] {{none}}\n\n{{none}}\n", "1:3 doc.unknown-finding 1:11 doc.unknown-finding 3:1 doc.unknown-finding"},
		{"a room's fault keeps its key", "a [@hidden]\n", "1:3 record.forbidden"},
		{"empty value", "a {{odd.x}}\n", "1:3 doc.value-empty"},
		{"value shape", "a {{GDP.x}} {{a b}} {{gdp.ratio}\n", "1:3 doc.value-shape 1:13 doc.value-shape 1:21 doc.value-open"},
		{"citation shape", "a [@GDP] [@gdp; @x]\n", "1:3 doc.citation-shape 1:10 doc.citation-shape"},
		{"unknown directive", "a\n\n::: grafikas a=b\n:::\n", "3:1 doc.unknown-directive"},
		{"unknown key", "::: chart type=x colour=red size=9\n:::\n", "1:18 doc.unknown-key 1:29 doc.unknown-key"},
		{"argument shape", "::: chart type=\"x y\" A=b id\nText\n:::\n", "1:11 doc.directive-argument 1:19 doc.directive-argument 1:22 doc.directive-argument 1:26 doc.directive-argument"},
		{"key twice", "::: chart type=a type=b\n:::\n", "1:18 doc.directive-twice"},
		{"bad id", "::: chart #Fig_1\n:::\n", "1:11 doc.directive-id"},
		{"id taken", "## Fig\n\n::: chart #fig\n:::\n", "3:1 doc.directive-id-taken"},
		{"no name", ":::chart\n:::\n", "1:4 doc.directive-name"},
		{"unclosed", "a\n\n::: note\ntext\n", "3:1 doc.directive-unclosed"},
		{"stray close", "a\n\n:::\n\nb\n", "3:1 doc.directive-stray"},
		{"first heading", "### A\n", "1:1 doc.heading-first"},
		{"title heading", "# A\n", "1:1 doc.heading-top"},
		{"skipped heading", "## A\n\n#### B\n", "3:1 doc.heading-skips"},
		{"empty heading", "##\n", "1:1 doc.heading-empty"},
		{"script link", "[a](javascript:alert(1)) [b](data:x) [c](//evil.example) [d](vbscript:x)\n", "1:1 doc.link 1:26 doc.link 1:38 doc.link 1:58 doc.link"},
		{"hidden script link", "[a](java&#115;cript:x) [b](&#x6a;avascript:x) <javascript:x>\n", "1:1 doc.link 1:24 doc.link 1:47 doc.link"},
		{"missing anchor", "[a](#nowhere)\n", "1:1 doc.link-anchor"},
		{"empty link", "[](https://a.eu)\n", "1:1 doc.link-empty"},
		{"image alt", "![](a.png)\n", "1:1 doc.image-alt"},
		{"image far", "![a](https://a.eu/a.png)\n", "1:1 doc.image-address"},
		{"image inline", "a ![b](c.png)\n", "1:3 doc.image-inline"},
		{"note unknown", "a[^x]\n", "1:2 doc.note-unknown"},
		{"note unused", "a\n\n[^x]: b\n", "3:1 doc.note-unused"},
		{"note twice", "a[^x]\n\n[^x]: b\n\n[^x]: c\n", "5:1 doc.note-twice"},
		{"note empty", "a[^x]\n\n[^x]:\n", "3:1 doc.note-empty"},
		{"heading in note", "a[^x]\n\n[^x]: ## B\n", "3:7 doc.heading-in-note"},
		{"language", "[a]{lang=L}\n", ""},
		{"passage without language", "::: passage\nx\n:::\n", "1:1 doc.missing-key"},
		{"note with key", "::: note a=b\n:::\n", "1:10 doc.unknown-key"},
		{"not utf-8", "a\n\nb\xff\n", "3:1 doc.not-utf8"},
		{"windows lines", "## A\r\n\r\n<b>\r\n\r\n::: note\r\ntitle: x\r\n\r\ny\r\n:::\r\n", "3:1 doc.raw-html"},
		{"several at once", "# A\n\n<p>\n\n{{x.y}}\n", "1:1 doc.heading-top 3:1 doc.raw-html 5:1 doc.unknown-value"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, errs := doc.Read(c.src, doc.Options{Lang: "en", Resolver: room{}})
			var got []string
			for _, e := range errs {
				got = append(got, fmt.Sprintf("%d:%d %s", e.Pos.Line, e.Pos.Column, e.Key))
			}
			if g := strings.Join(got, " "); g != c.want {
				t.Errorf("\n got %s\nwant %s", g, c.want)
			}
			if bad := doc.Check(d); len(bad) > 0 {
				t.Errorf("the document that is left must be valid: %v", bad)
			}
		})
	}
}

func TestErrorsNameTheAuthorsLineAndBecomeOneFault(t *testing.T) {
	_, errs := doc.Read("a\n\n<p>\n\n{{x.y}}\n", doc.Options{Resolver: room{}, FirstLine: 41})
	f := errs.Fault("text.lt.md")
	if f == nil || f.Place.File != "text.lt.md" || f.Place.Line != 43 || len(f.Also) != 1 || f.Also[0].Place.Line != 45 {
		t.Fatalf("%+v", f)
	}
	if doc.Errors(nil).Fault("x") != nil {
		t.Error("no errors must be no fault")
	}
}

func TestAClosingLineClosesTheInnermostOnly(t *testing.T) {
	d := read(t, "::: wrap\n\n::: note\nin\n:::\n\nstill\n\n```\n:::\n```\n\n> ::: note\n> q\n> :::\n\n:::\n\nout\n")
	var got []string
	for _, b := range d.Blocks {
		got = append(got, fmt.Sprintf("%T", b))
	}
	want := []string{"*doc.Note", "*doc.Paragraph", "*doc.CodeBlock", "*doc.Quote", "*doc.Paragraph"}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
}

func TestLinesOfOtherSystemsAreLines(t *testing.T) {
	d := read(t, "\ufeff## A\r\n\r\n    x\r\n    y\r\n")
	if c, ok := d.Blocks[1].(*doc.CodeBlock); !ok || c.Text != "x\ny" {
		t.Errorf("%#v", d.Blocks[1])
	}
}

func TestHeadingIDsKeepBalticLettersAndStayApart(t *testing.T) {
	d := read(t, "## Įgyvendinimas ir stebėsena\n\n## Ķekavas ļaudis\n\n## Ķekavas ļaudis\n\n## 2010 m.\n\n## Straße & Ærø\n\n## Города\n")
	want := []string{"igyvendinimas-ir-stebesena", "kekavas-laudis", "kekavas-laudis-2", "section-2010-m", "strasse-aero", "section"}
	for i, e := range doc.Contents(d) {
		if e.ID != want[i] {
			t.Errorf("heading %d: %q, want %q", i, e.ID, want[i])
		}
	}
}

func TestTextRunsAreTheAuthorsOwnWords(t *testing.T) {
	src := "## In 2010\n\nĀbols 65 &amp; 7 {{gdp.ratio}} 8 [@gdp] `9` *10*\nline 11 {{gdp}}\n\n{{gdp}}\n\n::: chart\ntitle: One 12\nBody 13\n:::\n\nx[^n]\n\n[^n]: note 14\n"
	d := read(t, src)
	lines := strings.Split(src, "\n")
	var all strings.Builder
	for _, r := range doc.TextRuns(d) {
		all.WriteString(r.Text + "|")
		line := []rune(lines[r.Pos.Line-1])
		for i, c := range []rune(strings.TrimRight(r.Text, " ")) {
			if at := r.Pos.Column - 1 + i; c != '&' && (at >= len(line) || line[at] != c) {
				t.Errorf("%q is not at %v of %q", r.Text, r.Pos, string(line))
				break
			}
		}
	}
	for _, n := range []string{"2010", "65", "7", "8", "10", "11", "12", "14"} {
		if !strings.Contains(all.String(), n) {
			t.Errorf("the author's number %s is not listed in %s", n, all.String())
		}
	}
	for _, n := range []string{"65,2", "`9`", "|9|", "13|"} {
		if strings.Contains(all.String(), n) {
			t.Errorf("%s is not in the document or not the author's, yet listed in %s", n, all.String())
		}
	}
}

func TestWithoutAResolverPlaceholdersStay(t *testing.T) {
	d, errs := doc.Read("a {{any.thing}} [@any]\n\n::: chart a=b\ntitle: T\n:::\n", doc.Options{})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if got := doc.Mentions(d.Blocks...); len(got) != 1 || got[0] != "any" {
		t.Errorf("mentions %v", got)
	}
	dir, ok := d.Blocks[1].(*doc.Directive)
	if !ok || dir.Get("a") != "b" || doc.Plain(dir.Title) != "T" {
		t.Errorf("%#v", d.Blocks[1])
	}
}

func TestCheckRefusesWhatARoomGotWrong(t *testing.T) {
	fig := func(svg string) *doc.Document {
		return &doc.Document{Blocks: []doc.Block{&doc.Figure{ID: "f", Title: doc.Words("t"), Description: "d", SVG: svg}}}
	}
	for name, d := range map[string]*doc.Document{
		"script":        fig(`<svg><script>x</script></svg>`),
		"handler":       fig(`<svg onload="x"/>`),
		"outside":       fig(`<svg><a href="https://x.eu">a</a></svg>`),
		"not closed":    fig(`<svg><g></svg>`),
		"two roots":     fig(`<svg/><svg/>`),
		"not a drawing": fig(`<p/>`),
		"entity":        fig(`<!DOCTYPE svg [<!ENTITY x "y">]><svg>&x;</svg>`),
		"id twice":      {Blocks: []doc.Block{&doc.Heading{Level: 2, ID: "a", Text: doc.Words("a")}, &doc.Heading{Level: 2, ID: "a", Text: doc.Words("b")}}},
		"no words":      {Blocks: []doc.Block{&doc.Figure{ID: "f", Title: doc.Words("t"), SVG: `<svg/>`}}},
		"ragged":        {Blocks: []doc.Block{&doc.Table{ID: "t", Columns: make([]doc.Column, 2), Rows: [][]doc.Cell{make([]doc.Cell, 1)}}}},
		"uncited":       {Blocks: []doc.Block{&doc.Paragraph{Text: []doc.Inline{&doc.Citation{Slug: "x"}}}}},
		"verdict":       {Cited: []doc.Finding{{Slug: "x", Verdict: "maybe"}}},
		"link":          {Blocks: []doc.Block{&doc.Paragraph{Text: []doc.Inline{&doc.Link{Href: "javascript:x"}}}}},
		"source":        {Blocks: []doc.Block{&doc.Table{ID: "t", Columns: make([]doc.Column, 1), Source: []doc.Source{{Href: "data:x"}}}}},
	} {
		if len(doc.Check(d)) == 0 {
			t.Errorf("%s: accepted", name)
		}
	}
	if errs := doc.Check(fig(svg)); len(errs) > 0 {
		t.Errorf("a sound drawing was refused: %v", errs)
	}
}
