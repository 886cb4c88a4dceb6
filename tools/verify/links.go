// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path"
	"regexp"
	"strings"
	"unicode"
)

var (
	codeBlock = regexp.MustCompile("(?ms)^```.*?^```|`[^`\n]*`")
	mdLink    = regexp.MustCompile(`\]\(([^)\s]+)(?:\s+"[^"]*")?\)`)
	mdHeading = regexp.MustCompile(`(?m)^#{1,6}\s+(.+?)\s*#*$`)
)

// links: what a document points at inside the tree is there, and so is the heading it names. Addresses on the web are not asked.
// Texts of records (examples/) are Markdown of another kind, with citations of their own, and are checked by the product.
func links(t tree) (problems []string, err error) {
	isDocument := func(f string) bool {
		return path.Ext(f) == ".md" && !strings.HasPrefix(f, "examples/") && !strings.Contains(f, "testdata/")
	}
	err = t.each(isDocument, func(f string, data []byte) {
		text := blank(data)
		for _, m := range mdLink.FindAllSubmatchIndex(text, -1) {
			target := string(text[m[2]:m[3]])
			if why := follow(f, target); why != "" {
				line := 1 + bytes.Count(text[:m[0]], []byte("\n"))
				problems = append(problems, fmt.Sprintf("%s:%d: %s: %s", f, line, target, why))
			}
		}
	})
	return problems, err
}

// blank removes code, keeping the lines.
func blank(data []byte) []byte {
	return codeBlock.ReplaceAllFunc(data, func(b []byte) []byte {
		return bytes.Repeat([]byte("\n"), bytes.Count(b, []byte("\n")))
	})
}

// follow tells why a link leads nowhere, or nothing.
func follow(from, target string) string {
	u, err := url.Parse(target)
	if err != nil {
		return err.Error()
	}
	if u.Scheme != "" || u.Host != "" {
		return ""
	}
	file := from
	if u.Path != "" {
		file = path.Join(path.Dir(from), u.Path)
	}
	if strings.HasPrefix(file, "../") {
		return "leads out of the project"
	}
	if _, err := os.Stat(file); err != nil {
		return "there is no such file"
	}
	if u.Fragment == "" || path.Ext(file) != ".md" {
		return ""
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	for _, h := range mdHeading.FindAllSubmatch(data, -1) {
		if anchor(string(h[1])) == u.Fragment {
			return ""
		}
	}
	return "there is no such heading"
}

// anchor is the name that code hosts give a heading.
func anchor(heading string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(heading) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			b.WriteRune(r)
		case r == ' ':
			b.WriteByte('-')
		}
	}
	return b.String()
}
