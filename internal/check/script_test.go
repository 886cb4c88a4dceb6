// SPDX-License-Identifier: EUPL-1.2

package check_test

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/record"
)

// The language of the scripts is described in docs/manual/checks.md, "How a rule is shown".

// plan is a set of records in the compact notation, in the order of their first mention.
type plan struct {
	order   []string
	records map[string]*draft
}

// draft is one record: its keys with their lines, its texts by path and language, its vintages.
type draft struct {
	keys     []string
	values   map[string][]string
	paths    []string
	langs    map[string][]string // path → languages, the source first
	texts    map[string]string   // path + " " + language
	stale    map[string]bool
	vintages map[string]string
}

// part is a section of a script.
type part struct {
	kind, name string
	line       int
	plan       *plan
	expect     []expectation
}

type expectation struct {
	line                    int
	rule, ref               string
	field, lang, word, text string
	level                   check.Level
}

type script struct {
	today string
	parts []part
}

var (
	recordLine  = regexp.MustCompile(`^(- )?([a-z_]+/[a-z0-9-]+)$`)
	textLine    = regexp.MustCompile(`^([a-z_.0-9]+) (lt|lv|en)( stale)?: ?(.*)$`)
	vintageLine = regexp.MustCompile(`^vintage (\S+): (.*)$`)
	keyLine     = regexp.MustCompile(`^([a-z_]+): ?(.*)$`)
	expectLine  = regexp.MustCompile(`^expect ([a-z-]+)(?: \((error|warning|hint)\))? at (\S+)(.*)$`)
	partLine    = regexp.MustCompile(`^== (fires|near miss|mend)(?:: (.+))?$`)
)

func newPlan() *plan { return &plan{records: map[string]*draft{}} }

func (p *plan) clone() *plan {
	c := newPlan()
	c.merge(p)
	return c
}

func (p *plan) draft(ref string) *draft {
	d := p.records[ref]
	if d == nil {
		d = &draft{values: map[string][]string{}, langs: map[string][]string{}, texts: map[string]string{}, stale: map[string]bool{}, vintages: map[string]string{}}
		p.records[ref] = d
		p.order = append(p.order, ref)
	}
	return d
}

func (p *plan) merge(other *plan) {
	for _, ref := range other.order {
		from, to := other.records[ref], p.draft(ref)
		for _, k := range from.keys {
			to.set(k, from.values[k])
		}
		for _, path := range from.paths {
			for _, lang := range from.langs[path] {
				id := path + " " + lang
				to.text(path, lang, from.texts[id], from.stale[id])
			}
		}
		for label, rows := range from.vintages {
			to.vintages[label] = rows
		}
	}
}

func (d *draft) set(key string, lines []string) {
	if !slices.Contains(d.keys, key) {
		d.keys = append(d.keys, key)
	}
	d.values[key] = lines
}

func (d *draft) text(path, lang, text string, stale bool) {
	if !slices.Contains(d.paths, path) {
		d.paths = append(d.paths, path)
	}
	if !slices.Contains(d.langs[path], lang) {
		d.langs[path] = append(d.langs[path], lang)
	}
	d.texts[path+" "+lang], d.stale[path+" "+lang] = text, stale
}

// parse reads a script; the base is a script without parts.
func parse(name, source string) (*script, *plan, error) {
	s, base := &script{today: "2026-03-01"}, newPlan()
	current := base
	var d *draft
	lines := strings.Split(source, "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " ")
		fail := func(why string) error { return fmt.Errorf("%s:%d: %s: %q", name, i+1, why, line) }
		// deeper takes the lines that stand further in.
		deeper := func() (out []string) {
			for i+1 < len(lines) && (strings.HasPrefix(lines[i+1], "    ") || lines[i+1] == "" && i+2 < len(lines) && strings.HasPrefix(lines[i+2], "    ")) {
				i++
				out = append(out, strings.TrimPrefix(lines[i], "    "))
			}
			return out
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if day, ok := strings.CutPrefix(line, "today "); ok {
			s.today = day
		} else if m := partLine.FindStringSubmatch(line); m != nil {
			current, d = newPlan(), nil
			s.parts = append(s.parts, part{kind: m[1], name: m[2], line: i + 1, plan: current})
		} else if m := expectLine.FindStringSubmatch(line); m != nil {
			if len(s.parts) == 0 {
				return nil, nil, fail("nothing to expect yet")
			}
			e := expectation{line: i + 1, rule: m[1], level: check.Level(m[2]), ref: m[3], text: line}
			for _, w := range regexp.MustCompile(`“[^”]*”|\S+`).FindAllString(m[4], -1) {
				switch {
				case strings.HasPrefix(w, "“"):
					e.word = strings.Trim(w, "“”")
				case w == "lt" || w == "lv" || w == "en":
					e.lang = w
				default:
					e.field = w
				}
			}
			last := &s.parts[len(s.parts)-1]
			last.expect = append(last.expect, e)
		} else if m := recordLine.FindStringSubmatch(line); m != nil {
			d = current.draft(m[2])
			if m[1] != "" {
				d.set("", nil) // taken out
				d = nil
			}
		} else if body, ok := strings.CutPrefix(line, "  "); !ok || d == nil {
			return nil, nil, fail("not understood")
		} else if m := textLine.FindStringSubmatch(body); m != nil {
			text := m[4]
			if text == "|" {
				text = strings.Join(deeper(), "\n")
			}
			d.text(m[1], m[2], text, m[3] != "")
		} else if m := vintageLine.FindStringSubmatch(body); m != nil {
			d.vintages[m[1]] = m[2]
		} else if m := keyLine.FindStringSubmatch(body); m != nil {
			var more []string
			for _, l := range deeper() {
				more = append(more, "  "+l)
			}
			d.set(m[1], append([]string{body}, more...))
		} else {
			return nil, nil, fail("not understood")
		}
	}
	return s, base, nil
}

var linkKinds = []string{"rests_on", "measured_by", "cites", "replaces", "same_as"}

// files writes the plan in the folder format, with what a script may leave out: owner, visibility, titles, reasons of links.
func (p *plan) files(kinds *record.Registry) (fs.FS, error) {
	out := fstest.MapFS{"manifest.yaml": {Data: []byte("format: 1\n")}}
	for _, ref := range p.order {
		d := p.records[ref]
		r := record.Ref(ref)
		kind, err := kinds.Kind(r.Kind())
		if err != nil {
			return nil, err
		}
		if _, gone := d.values[""]; gone {
			continue
		}
		dir := kind.Folder + "/" + r.Slug() + "/"
		head := map[string]string{"owner": "organisation/north", "visibility": "public"}
		var body, links []string
		texts := *d
		texts.paths = slices.Clone(d.paths)
		for _, k := range d.keys {
			first := strings.TrimSpace(strings.TrimPrefix(d.values[k][0], k+":"))
			switch {
			case first == "-":
			case k == "owner" || k == "visibility":
				head[k] = first
			case slices.Contains(linkKinds, k):
				for _, to := range strings.Split(first, ",") {
					path := fmt.Sprintf("links.%d.reason", len(links))
					links = append(links, "  - kind: "+k+"\n    to: "+strings.TrimSpace(to))
					if !slices.Contains(texts.paths, path) {
						texts.text(path, "lt", "Nes taip yra.", false)
						texts.text(path, "lv", "Jo tā ir.", false)
						texts.text(path, "en", "Because it is so.", false)
					}
				}
			default:
				body = append(body, d.values[k]...)
			}
		}
		if !slices.Contains(texts.paths, "title") {
			for _, lang := range []string{"lt", "lv", "en"} {
				texts.text("title", lang, strings.ReplaceAll(r.Slug(), "-", " "), false)
			}
		}
		yaml := fmt.Sprintf("kind: %s\nslug: %s\nowner: %s\nvisibility: %s\n", r.Kind(), r.Slug(), head["owner"], head["visibility"]) + strings.Join(body, "\n") + "\n"
		if len(links) > 0 {
			yaml += "links:\n" + strings.Join(links, "\n") + "\n"
		}
		out[dir+"record.yaml"] = &fstest.MapFile{Data: []byte(yaml)}
		for _, lang := range []string{"lt", "lv", "en"} {
			md := ""
			for _, path := range texts.paths {
				text, mark := texts.texts[path+" "+lang], ""
				if text == "" || text == "-" {
					continue
				}
				if texts.langs[path][0] == lang {
					mark = " source"
				} else if texts.stale[path+" "+lang] {
					mark = " of 0123456789ab"
				}
				md += "<!-- " + path + mark + " -->\n" + text + "\n\n"
			}
			if md != "" {
				out[dir+"text."+lang+".md"] = &fstest.MapFile{Data: []byte(md)}
			}
		}
		for label, rows := range d.vintages {
			v, csv := vintage(ref, label, rows)
			out[dir+"vintages/"+label+"/vintage.yaml"] = &fstest.MapFile{Data: []byte(v)}
			out[dir+"vintages/"+label+"/observations.csv"] = &fstest.MapFile{Data: []byte(csv)}
		}
	}
	return out, nil
}

// vintage writes "LV003 2010 6600, LT003 2010 10000 b" as a vintage of a dataset.
func vintage(ref, label, rows string) (yaml, csv string) {
	csv = "geo,time,value,status\n"
	geo, times := []string{}, []string{}
	for _, row := range strings.Split(rows, ",") {
		w := append(strings.Fields(row), "", "")
		geo, times = append(geo, w[0]), append(times, w[1])
		csv += strings.Join(w[:4], ",") + "\n"
	}
	slices.Sort(geo)
	yaml = fmt.Sprintf("dataset: %s\nlabel: %q\npublished: %q\nretrieved: \"2026-01-01\"\nterritory_version: \"2013\"\ncoverage:\n  geo:\n", ref, label, label)
	for _, g := range slices.Compact(geo) {
		yaml += "    - " + g + "\n"
	}
	yaml += fmt.Sprintf("  time:\n    from: %q\n    to: %q\nsource: test\n", slices.Min(times), slices.Max(times))
	return yaml, csv
}

func readScript(t *testing.T, name string) (*script, *plan) {
	t.Helper()
	source, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s, base, err := parse(name, string(source))
	if err != nil {
		t.Fatal(err)
	}
	return s, base
}
