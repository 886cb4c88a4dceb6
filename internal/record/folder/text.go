// SPDX-License-Identifier: EUPL-1.2

package folder

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// wording is one text of one language, as it stands in a file.
type wording struct {
	path   string
	source bool
	of     string
	text   string
	line   int // of the marker
	first  int // of the text
}

// invented is the line that marks the texts of an invented record, in the reader's language.
func invented(lang string) string {
	return "<!-- " + i18n.For(i18n.Lang(lang)).T("folder.invented", nil) + " -->"
}

// parseTexts reads a text file: wordings, each behind its marker.
func parseTexts(file, lang string, raw []byte) ([]wording, error) {
	if !utf8.Valid(raw) {
		return nil, fault.New(fault.Invalid, "folder.not-utf8").At(fault.Place{File: file})
	}
	lines := strings.Split(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\n")
	var out []wording
	seen := map[string]bool{}
	var body []string
	end := func() {
		if len(out) > 0 {
			w := &out[len(out)-1]
			w.text = strings.TrimSpace(strings.Join(body, "\n"))
			w.first = w.line + 1
			for _, b := range body {
				if strings.TrimSpace(b) != "" {
					break
				}
				w.first++
			}
		}
		body = nil
	}
	for i, line := range lines {
		m := record.Marker.FindStringSubmatch(line)
		switch {
		case m != nil:
			end()
			at := fault.Place{File: file, Line: i + 1, Field: m[1]}
			if seen[m[1]] {
				return nil, fault.New(fault.Invalid, "record.stands-twice", fault.A{"found": m[1]}).At(at)
			}
			seen[m[1]] = true
			out = append(out, wording{path: m[1], source: m[2] != "", of: m[3], line: i + 1})
		case len(out) > 0:
			body = append(body, line)
		case strings.TrimSpace(line) == "" || line == invented(lang):
		default:
			return nil, fault.New(fault.Invalid, "folder.text-before-marker", fault.A{"found": clip(line)}).At(fault.Place{File: file, Line: i + 1})
		}
	}
	end()
	return out, nil
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// textFile is a text file of a record folder, read.
type textFile struct {
	name, lang string
	wordings   []wording
}

// fill puts the wordings of all languages into the texts of a draft and notes the line of each.
func fill(texts []record.TextAt, files []textFile, places map[string]fault.Place) []*fault.Fault {
	var faults []*fault.Fault
	byPath := map[string]*record.Text{}
	for _, t := range texts {
		byPath[t.Path] = t.Text
	}
	bad := func(key string, f textFile, w wording, args fault.A) {
		faults = append(faults, fault.New(fault.Invalid, key, args).At(fault.Place{File: f.name, Line: w.line, Field: w.path}))
	}
	for _, f := range files {
		for _, w := range f.wordings {
			t := byPath[w.path]
			if t == nil {
				bad("folder.no-such-text", f, w, fault.A{"found": w.path, "expected": strings.Join(paths(texts), ", ")})
				continue
			}
			if w.text == "" {
				bad("folder.empty-text", f, w, nil)
				continue
			}
			if t.Text == nil {
				t.Text = map[string]string{}
			}
			t.Text[f.lang] = w.text
			places[w.path+"."+f.lang] = fault.Place{File: f.name, Line: w.first, Field: w.path}
			if w.source {
				if t.Source != "" {
					bad("folder.two-sources", f, w, fault.A{"first": t.Source, "second": f.lang})
				}
				t.Source = f.lang
				places[w.path] = fault.Place{File: f.name, Line: w.line, Field: w.path}
			}
		}
	}
	for _, t := range texts {
		if t.Text.Source == "" && !t.Text.IsZero() {
			langs := t.Text.Languages()
			if len(langs) > 1 {
				for _, f := range files {
					for _, w := range f.wordings {
						if w.path == t.Path {
							bad("folder.no-source", f, w, fault.A{"languages": strings.Join(langs, ", ")})
						}
					}
				}
				continue
			}
			t.Text.Source = langs[0] // one wording alone is its own source
		}
	}
	for _, f := range files {
		for _, w := range f.wordings {
			t := byPath[w.path]
			if t == nil || w.source || t.Source == f.lang || w.text == "" {
				continue
			}
			if t.Of == nil {
				t.Of = map[string]string{}
			}
			// A translation that does not say what it was made from counts as made from the source as it stands.
			if t.Of[f.lang] = w.of; w.of == "" {
				t.Of[f.lang] = record.TextHash(strings.TrimSpace(t.Text[t.Source]))
			}
		}
	}
	return faults
}

func paths(texts []record.TextAt) []string {
	out := make([]string, 0, len(texts))
	for _, t := range texts {
		out = append(out, t.Path)
	}
	return out
}

// writeTexts gives the text files of a draft by name.
func writeTexts(d *record.Draft) map[string]string {
	byLang := map[string]*strings.Builder{}
	for _, t := range d.Texts() {
		for _, lang := range t.Text.Languages() {
			b := byLang[lang]
			if b == nil {
				b = &strings.Builder{}
				byLang[lang] = b
				if d.Invented {
					b.WriteString(invented(lang) + "\n\n")
				}
			} else {
				b.WriteByte('\n')
			}
			switch {
			case lang == t.Text.Source:
				fmt.Fprintf(b, "<!-- %s source -->\n", t.Path)
			case t.Text.Of[lang] != "":
				fmt.Fprintf(b, "<!-- %s of %s -->\n", t.Path, t.Text.Of[lang])
			default:
				// A translation of nothing known: written as made from nothing, so that it stays stale.
				fmt.Fprintf(b, "<!-- %s of %s -->\n", t.Path, strings.Repeat("0", 12))
			}
			b.WriteString(t.Text.Text[lang] + "\n")
		}
	}
	out := map[string]string{}
	for lang, b := range byLang {
		out["text."+lang+".md"] = b.String()
	}
	return out
}

func sortedKeys[K ~string, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}
