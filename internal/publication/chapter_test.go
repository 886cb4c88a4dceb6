// SPDX-License-Identifier: EUPL-1.2

package publication_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/testkit"
)

func en(s string) record.Text { return record.NewText("en", map[string]string{"en": s}) }

// told lists the faults of a body as "field:line key".
func told(b record.Body) []string {
	c := record.NewCheck([]string{"lt", "lv", "en"})
	b.Validate(c)
	var f *fault.Fault
	if !errors.As(c.Err(), &f) {
		return nil
	}
	var out []string
	for _, one := range append([]*fault.Fault{f}, f.Also...) {
		out = append(out, fmt.Sprintf("%s:%d %s", one.Place.Field, one.Place.Line, one.Key))
	}
	return out
}

func TestKindsReadTheirSamples(t *testing.T) {
	links := 0
	for _, k := range publication.Kinds() {
		if len(k.Samples) != k.Schema {
			t.Errorf("%s has %d samples for %d schemas", k.Name, len(k.Samples), k.Schema)
		}
		for i, sample := range k.Samples {
			b, err := k.Decode(i+1, []byte(sample))
			if err != nil {
				t.Fatalf("%s: %v", k.Name, err)
			}
			if f := told(b); f != nil {
				t.Errorf("%s: %v", k.Name, f)
			}
			if len(b.Fields()) == 0 {
				t.Errorf("%s declares no field", k.Name)
			}
			for _, l := range b.Links() {
				links++
				if !record.Allowed(l.Kind, k.Name, l.To.Kind()) {
					t.Errorf("%s derives a link that is not allowed: %+v", k.Name, l)
				}
			}
		}
	}
	if links < 5 {
		t.Errorf("%d links in the samples", links)
	}
}

const goodChart = "::: chart type=line indicator=gdp regions=a,b from=2000 to=2010 #fig\ntitle: Two lines\nOne above the other.\n:::"

func TestFaultsOfChaptersNameLanguageAndLine(t *testing.T) {
	directive := func(line string) string { return "First.\n\n" + line + "\ntitle: One thing\nIn words.\n:::\n" }
	for _, c := range []struct {
		name, body, want string
	}{
		{"all is well", "A sentence.\n\n" + goodChart + "\n\n[@f] {{f}} {{f.v}}", ""},
		{"raw HTML", "One.\n\n<b>bold</b>\n", "body.en:3 doc.raw-html"},
		{"open value", "One.\n\nTwo {{f.v and on.\n", "body.en:3 doc.value-open"},
		{"bad value", "One {{F.v}}.\n", "body.en:1 doc.value-shape"},
		{"bad citation", "One [@F].\n", "body.en:1 doc.citation-shape"},
		{"unknown block", directive("::: video indicator=gdp"), "body.en:3 doc.unknown-directive"},
		{"unknown key", directive("::: chart type=line indicator=gdp regions=a colour=red"), "body.en:3 doc.unknown-key"},
		{"missing key", directive("::: chart type=line regions=a"), "body.en:3 doc.missing-key"},
		{"unknown type", directive("::: chart type=pie indicator=gdp regions=a"), "body.en:3 publication.bad-argument"},
		{"period of a line", directive("::: chart type=line indicator=gdp regions=a period=2010"), "body.en:3 publication.bad-argument"},
		{"bars without a period", directive("::: chart type=bar indicator=gdp regions=a"), "body.en:3 doc.missing-key"},
		{"bars with a span", directive("::: chart type=bar indicator=gdp regions=a period=2010 from=2009"), "body.en:3 publication.bad-argument"},
		{"no such period", directive("::: map indicator=gdp period=soon"), "body.en:3 publication.bad-argument"},
		{"backwards", directive("::: table indicator=gdp regions=a from=2010 to=2008"), "body.en:3 publication.bad-argument"},
		{"a region twice", directive("::: table indicator=gdp regions=a,a"), "body.en:3 publication.bad-argument"},
		{"no region", directive("::: table indicator=gdp regions=a,,b"), "body.en:3 publication.bad-argument"},
		{"no title", "::: map indicator=gdp period=2010\nIn words.\n:::", "body.en:1 publication.no-title"},
		{"no description", "::: map indicator=gdp period=2010\ntitle: One thing\n:::", "body.en:1 publication.no-description"},
		{"unclosed", "::: map indicator=gdp period=2010\ntitle: One thing\nIn words.\n", "body.en:1 doc.directive-unclosed"},
	} {
		got := told(&publication.Chapter{Title: en("x"), Body: en(c.body), Document: "document/d"})
		if c.want == "" && len(got) > 0 || c.want != "" && !slices.Contains(got, c.want) {
			t.Errorf("%s: %v, expected %q", c.name, got, c.want)
		}
	}
	body := record.NewText("en", map[string]string{"en": "Fine.", "lt": "Gerai.\n\nBlogai {{.}}.\n"})
	if got := told(&publication.Chapter{Title: en("x"), Body: body, Document: "document/d"}); !slices.Equal(got, []string{"body.lt:3 doc.value-shape"}) {
		t.Errorf("a fault of the translation is told as %v", got)
	}
	got := told(&publication.Chapter{Position: -1, Document: "plan/p"})
	for _, want := range []string{"title:0 record.required", "body:0 record.required", "document:0 record.wrong-kind", "position:0 publication.bad-position"} {
		if !slices.Contains(got, want) {
			t.Errorf("%v lacks %q", got, want)
		}
	}
	got = told(&publication.Document{Title: en("x"), Type: "novel", Position: -1})
	if !slices.Equal(got, []string{"type:0 record.not-one-of", "position:0 publication.bad-position"}) {
		t.Errorf("a document is told as %v", got)
	}
}

func TestLinksAreDerivedFromEveryLanguage(t *testing.T) {
	h := &publication.Chapter{Title: en("x"), Document: "document/d", Body: record.NewText("en", map[string]string{
		"en": "A {{one.v}} and [@two].\n\n" + goodChart, "lt": "{{three}}\n\n[^n]\n\n[^n]: Pastaba [@four].\n"})}
	var got []string
	for _, l := range h.Links() {
		got = append(got, string(l.Kind)+" "+string(l.To))
	}
	slices.Sort(got)
	want := []string{"cites finding/four", "cites finding/one", "cites finding/three", "cites finding/two", "located_in region/a", "located_in region/b",
		"part_of document/d", "uses indicator/gdp"}
	if !slices.Equal(got, want) {
		t.Errorf("%v\nexpected\n%v", got, want)
	}
}

// TestManualNamesEveryArgument keeps the page for planners true.
func TestManualNamesEveryArgument(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(testkit.Root(t), "docs", "manual", "planner.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(page), "## Writing a chapter")
	if !ok {
		t.Fatal("the manual has no section on writing a chapter")
	}
	named := 0
	for name, keys := range publication.Directives() {
		for _, key := range keys {
			if !strings.Contains(section, "`::: "+name+"`") || !strings.Contains(section, "`"+key+"`") {
				t.Errorf("the manual does not name %s of %s", key, name)
			}
			named++
		}
	}
	if named < 10 {
		t.Errorf("only %d arguments compared", named)
	}
}
