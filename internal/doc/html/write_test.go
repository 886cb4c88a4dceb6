// SPDX-License-Identifier: EUPL-1.2

package html_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/doc/html"
	"github.com/sumanus/sumanus/internal/i18n"
)

type room struct{}

const svg = `<svg viewBox="0 0 10 10" role="img" aria-labelledby="t1 d1"><title id="t1">T</title><desc id="d1">D</desc></svg>`

// evil is what a room might be made to answer: markup in every string.
const evil = `<b title="x' onload='y">&amp;</b>`

func (room) Value(slug, name string) (doc.LiveValue, error) {
	return doc.LiveValue{Text: evil, Machine: evil, Verdict: doc.Untrue, About: evil}, nil
}

func (room) Finding(slug string) (doc.Finding, error) {
	if slug == "none" {
		return doc.Finding{}, doc.ErrUnknown
	}
	return doc.Finding{Title: evil, Lang: "lv", Note: evil, Verdict: doc.Moved, Newer: true, Stale: true, Invented: true, Href: "f.html",
		Sentence: []doc.Inline{&doc.Asserting{Text: doc.Words(evil)}, &doc.Value{Slug: slug, LiveValue: doc.LiveValue{Text: evil}}},
		Sources:  []doc.Source{{Text: evil, Href: "a.html"}, {Text: evil}},
		Values:   []doc.EvidenceValue{{Region: evil, Name: evil, Period: evil, Text: evil, Sign: 1}, {Region: evil}}}, nil
}

func (r room) Block(d *doc.Directive) ([]doc.Block, error) {
	switch d.Name {
	case "chart":
		return []doc.Block{&doc.Figure{Title: append(doc.Words(evil), d.Title...), Subtitle: evil, Description: evil, SVG: svg,
			Source: []doc.Source{{Text: evil}}, Keys: []doc.Key{{Class: "a", Text: evil}},
			Data: &doc.Table{Columns: []doc.Column{{Head: doc.Words(evil)}}, Rows: [][]doc.Cell{{{Text: doc.Words(evil), Missing: true}}}}}}, nil
	case "evidence":
		f, _ := r.Finding("gdp")
		f.Slug, f.Number = "gdp", 1
		return []doc.Block{&doc.Evidence{Entries: []doc.Finding{f}}}, nil
	case "wrap":
		return d.Body, nil
	}
	return nil, doc.ErrUnknown
}

// wellFormed reads markup as XML and gives its words; every element must be one of ours.
func wellFormed(t *testing.T, s string) string {
	t.Helper()
	known := map[string]bool{}
	for _, n := range strings.Fields(`root a b blockquote br code data details div em figcaption figure h2 h3 h4 h5 h6 hr i img li nav ol p path
		pre section span strong sub summary sup svg circle rect title desc table caption thead tbody tr th td ul`) {
		known[n] = true
	}
	d := xml.NewDecoder(strings.NewReader("<root>" + s + "</root>"))
	var words strings.Builder
	seen := map[string]bool{}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return words.String()
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, s)
		}
		switch x := tok.(type) {
		case xml.CharData:
			words.Write(x)
		case xml.StartElement:
			if !known[x.Name.Local] {
				t.Fatalf("an element that is not ours: %s\n%s", x.Name.Local, s)
			}
			for _, a := range x.Attr {
				n := a.Name.Local
				if strings.HasPrefix(n, "on") || n == "style" {
					t.Fatalf("attribute %s on %s", n, x.Name.Local)
				}
				if (n == "href" || n == "src") && !doc.SafeLink(a.Value) {
					t.Fatalf("unsafe address %q", a.Value)
				}
				if n == "id" {
					if seen[a.Value] {
						t.Fatalf("id %q twice\n%s", a.Value, s)
					}
					seen[a.Value] = true
				}
			}
		case xml.Comment, xml.Directive, xml.ProcInst:
			t.Fatalf("markup that is not ours: %v", tok)
		}
	}
}

const everything = `## Žmonės {{gdp.ratio}} [@gdp][^a]

A <not a tag [@gdp] {{gdp.ratio}} & [link {{gdp.ratio}} [@gdp]](x.html)[^a].[^b] {{gdp}} \<b> [vārds]{lang=lv} ` + "`<i>`" + `

{{gdp}}

| A | B | C |
|---|--:|:-:|
| x | 1 | 2 |

|   | Words |
|---|---|
| x | more than twenty-four characters of words |

1. a
2. b

   > quote

![alt "quoted"](p.png)

::: chart #fig-a
title: T {{gdp.ratio}}
:::

::: note
title: N
text
:::

::: passage lang=lt
žodis
:::

::: evidence
:::

---

    <code>

[^a]: One.
[^b]: Two

    para {{gdp.ratio}}
`

func TestWriteIsWellFormedEscapedAndTheSameEachTime(t *testing.T) {
	d, errs := doc.Read(everything, doc.Options{Lang: "en", Resolver: room{}})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	out := html.Write(d, html.Options{Sides: true})
	words := wellFormed(t, out)
	if !strings.Contains(words, evil) {
		t.Error("the words of the room are not there as words")
	}
	again, _ := doc.Read(everything, doc.Options{Lang: "en", Resolver: room{}})
	if html.Write(again, html.Options{Sides: true}) != out {
		t.Error("two writings differ")
	}
	for _, want := range []string{
		`<a class="val off" id="cite.gdp" href="#evidence.gdp"`, `<li id="evidence.gdp" value="1">`, `role="doc-noteref"`, `href="#fnref.1.2"`,
		`<span lang="lv">vārds</span>`, `<th scope="col" class="num">B</th>`, `role="rowheader"`, `<table class="t-stack"`, `<div class="scroll"`,
		`<div class="passage" lang="lt">`, `class="sentence" lang="lv"`, `id="fig-a"`, `<summary>`, `class="nodata"`, `href="#cite.gdp"`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("missing %s\n%s", want, out)
		}
	}
	if strings.Count(out, `class="side `) != 1 {
		t.Error("the margin repeats a finding that it has told already")
	}
	for _, k := range strings.Fields(words) {
		if strings.HasPrefix(k, "doc.") {
			t.Errorf("a key without words: %s", k)
		}
	}
}

func TestASideNoteReachesDownOnlyBesideBlocksWithoutOne(t *testing.T) {
	d, _ := doc.Read("a [@a]\n\nb\n\nc [@c]\n\nd [@d]\n\n{{e}}\n\nf [@e] [@a]\n", doc.Options{Lang: "en", Resolver: room{}})
	out := html.Write(d, html.Options{Sides: true})
	var got []string
	for _, part := range strings.Split(out, "reach-")[1:] {
		got = append(got, part[:1])
	}
	if s := strings.Join(got, ""); s != "213" {
		t.Errorf("reaches %s, want 213: %s", s, out)
	}
	if s := html.Write(d, html.Options{}); strings.Contains(s, "class=\"side") {
		t.Error("a margin that was not asked for")
	}
}

func TestWriteNestsNoLinks(t *testing.T) {
	d, _ := doc.Read("[a {{gdp.x}} [@gdp] {{gdp}}](x.html)\n", doc.Options{Lang: "en", Resolver: room{}})
	out := html.Write(d, html.Options{})
	if n := strings.Count(out, "<a "); n != 1 {
		t.Fatalf("%d links in one: %s", n, out)
	}
}

func TestEveryVerdictHasItsOwnShapeAndWordInEveryLanguage(t *testing.T) {
	shapes := map[string]doc.Verdict{}
	for _, l := range i18n.Known() {
		words := map[string]bool{}
		for _, v := range []doc.Verdict{doc.Unchecked, doc.Holds, doc.Moved, doc.Untrue, doc.Uncomputable, doc.Incomparable} {
			b := &html.Builder{}
			html.Verdict(b, i18n.For(l), v)
			s := b.String()
			wellFormed(t, s)
			shape := s[strings.Index(s, "<svg"):strings.Index(s, "</svg>")]
			if other, ok := shapes[shape]; ok && other != v {
				t.Errorf("%q and %q look the same", v, other)
			}
			shapes[shape] = v
			w := html.VerdictWord(i18n.For(l), v)
			if w == "" || strings.HasPrefix(w, "doc.") || words[w] {
				t.Errorf("%s %q: word %q", l, v, w)
			}
			words[w] = true
			if strings.Contains(s, "v-waits") != (v == doc.Untrue) {
				t.Errorf("%q: amber is for what waits for a person, and only for that", v)
			}
		}
	}
}

func TestThreadSaysWhatIsMissing(t *testing.T) {
	out := html.WriteThread(i18n.For("lt"), html.Thread{Why: []html.ThreadItem{{Text: "<x>", Href: "javascript:a", Checked: true, Verdict: doc.Holds, Invented: true}}})
	wellFormed(t, out)
	if strings.Count(out, "Kol kas nieko") != 2 || !strings.Contains(out, "&lt;x&gt;") || strings.Contains(out, "javascript") {
		t.Error(out)
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add(everything)
	f.Add("::: a\n::: b\n:::\n:::\n:::")
	f.Add("[^a][^b]\n\n[^a]: x[^b]\n[^b]: [^a]:\n    ::: note\n    :::")
	f.Add("> ::: chart #x\n> title: a\n\n- ::: note\n  title:\n\n  x\n  :::\n")
	f.Add("|a|\n|-|\n|{{gdp.x}}[@gdp]|\n\n# x\n\n<b>&#0;&#xD800;\x00\xff\u0085")
	f.Fuzz(func(t *testing.T, src string) {
		for _, r := range []doc.Resolver{room{}, nil} {
			d, errs := doc.Read(src, doc.Options{Lang: "en", Resolver: r})
			if bad := doc.Check(d); len(bad) > 0 {
				// Two pictures with the very same drawing share its ids; the reader has said so.
				for _, e := range bad {
					if e.Key != "doc.id-twice" || len(errs) == 0 {
						t.Fatalf("invalid model: %v", bad)
					}
				}
				return
			}
			wellFormed(t, html.Write(d, html.Options{Sides: true}))
			for _, e := range errs {
				if e.Key == "doc.internal" || e.Pos.Line < 1 {
					t.Fatalf("an error without a place: %v", e)
				}
				for _, l := range i18n.Known() {
					if s := i18n.For(l).Error(errs.Fault("f.md")); s == "" || strings.Contains(s, "doc.") && !strings.Contains(src, "doc.") {
						t.Fatalf("untranslated in %s: %s", l, s)
					}
				}
			}
			doc.TextRuns(d)
			doc.Contents(d)
		}
	})
}
