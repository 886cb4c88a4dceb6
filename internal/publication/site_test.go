// SPDX-License-Identifier: EUPL-1.2

package publication_test

import (
	"encoding/xml"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
)

// page is a published page, read as XML: whatever is not well formed has failed already.
type page struct {
	raw      string
	ids      map[string]bool
	links    []string
	elements map[string][]string // "li.value": the values of that attribute
}

func (p page) all(key string) []string { return p.elements[key] }

// part is the markup of the list entry with an id.
func (p page) part(id string) string {
	_, rest, ok := strings.Cut(p.raw, `<li id="`+id+`"`)
	if !ok {
		return ""
	}
	entry, _, _ := strings.Cut(rest, "</dl></li>\n")
	return entry
}

type site map[string]page

func readSite(t *testing.T, files publication.Files) site {
	t.Helper()
	out := site{}
	for name, data := range files {
		if strings.HasSuffix(name, ".html") {
			out[name] = readPage(t, name, string(data))
		}
		if strings.HasSuffix(name, ".js") {
			t.Errorf("a script: %s", name)
		}
	}
	for name, p := range out {
		for _, href := range p.links {
			if strings.HasPrefix(href, "https://") || strings.HasPrefix(href, "http://") {
				continue
			}
			file, frag, _ := strings.Cut(href, "#")
			target := name
			if file != "" {
				target = path.Join(path.Dir(name), file)
			}
			if _, ok := files[target]; !ok || strings.HasPrefix(file, "/") {
				t.Errorf("%s leads to %s, which is not there", name, href)
			} else if frag != "" && !out[target].ids[frag] {
				t.Errorf("%s leads to %s, which has no such place", name, href)
			}
		}
	}
	return out
}

func readPage(t *testing.T, name, raw string) page {
	t.Helper()
	p := page{raw: raw, ids: map[string]bool{}, elements: map[string][]string{}}
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(raw, "<!DOCTYPE html>\n")))
	headings, level := 0, 0
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		x, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		tag := x.Name.Local
		switch tag {
		case "script", "style", "iframe", "form":
			t.Errorf("%s: %s", name, tag)
		case "h1":
			headings++
		}
		if len(tag) == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6' {
			if n := int(tag[1] - '0'); n > level+1 {
				t.Errorf("%s: h%d after h%d", name, n, level)
			} else {
				level = n
			}
		}
		for _, a := range x.Attr {
			p.elements[tag+"."+a.Name.Local] = append(p.elements[tag+"."+a.Name.Local], a.Value)
			switch a.Name.Local {
			case "id":
				if p.ids[a.Value] {
					t.Errorf("%s: id %s twice", name, a.Value)
				}
				p.ids[a.Value] = true
			case "style":
				t.Errorf("%s: a style attribute", name)
			case "src", "href":
				if tag == "a" || tag == "link" || tag == "img" {
					p.links = append(p.links, a.Value)
				}
				if strings.Contains(a.Value, "//") && tag != "a" {
					t.Errorf("%s: %s asks for %s", name, tag, a.Value)
				}
			}
		}
	}
	if headings != 1 {
		t.Errorf("%s: %d headings of the first level", name, headings)
	}
	return p
}

// leadsNowhereElse: nothing but links leads out of the folder, and all of them are safe.
func (s site) leadsNowhereElse(t *testing.T) {
	t.Helper()
	out := 0
	for name, p := range s {
		for _, href := range p.links {
			if strings.HasPrefix(href, "http") {
				out++
			}
		}
		if strings.Contains(p.raw, "javascript:") || strings.Contains(p.raw, "url(http") {
			t.Errorf("%s asks for something from outside", name)
		}
	}
	if out == 0 {
		t.Error("no source is linked")
	}
}

var tags = map[string]string{"lt": "pavyzdys", "lv": "piemērs", "en": "example"}

// Between a name and its tag only the ends of elements may stand, and what says that a translation is stale.
var tagBehind = regexp.MustCompile(`^(</[a-z0-9]+>| )*<span class="eg">([^<]+)</span>`)

// tagged counts the places where the pages of each language name an invented record; each must be followed by the tag of that language.
func (s site) tagged(t *testing.T, r record.Record) int {
	t.Helper()
	title, ok := titleOf(r)
	if !ok {
		return 0
	}
	n := 0
	for name, p := range s {
		lang := name[:2]
		if tags[lang] == "" {
			continue
		}
		_, body, _ := strings.Cut(p.raw, "<main")
		words := escaped(title.In(lang))
		for _, part := range strings.Split(body, ">"+words+"<")[1:] {
			m := tagBehind.FindStringSubmatch("<" + part)
			// The name of the publication stands small over every page; its heading carries the tag.
			if strings.HasPrefix(part, "/li>") {
				continue
			}
			if m == nil || m[2] != tags[lang] {
				t.Errorf("%s names %s without saying that it is invented: %.80s", name, r.Ref, part)
			}
			n++
		}
	}
	if n == 0 && !slices.Contains([]string{"document", "chapter"}, r.Ref.Kind()) {
		t.Errorf("%s is named on no page", r.Ref)
	}
	return n
}

func escaped(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
