// SPDX-License-Identifier: EUPL-1.2

package theme

import (
	"archive/zip"
	"bytes"
	"embed"
	"io/fs"
	"regexp"
	"strings"
)

//go:embed sumanus.css workbench.css logo.svg fonts/*.woff2 fonts/OFL.txt
var embedded embed.FS

// Token is a colour in its two schemes, as #rrggbb.
type Token struct{ Name, Light, Dark string }

var tokenLine = regexp.MustCompile(`--([a-z0-9-]+):light-dark\((#[0-9a-f]{6}),(#[0-9a-f]{6})\);`)

// Tokens lists the colours of the stylesheet in its order.
func Tokens() []Token {
	var out []Token
	for _, m := range tokenLine.FindAllStringSubmatch(source(), -1) {
		out = append(out, Token{m[1], m[2], m[3]})
	}
	return out
}

func source() string { return read("sumanus.css") }

func read(name string) string {
	b, err := embedded.ReadFile(name)
	if err != nil { // embedded: cannot happen, and an unstyled page is still readable
		return ""
	}
	return string(b)
}

// CSS gives the stylesheet. Browsers without light-dark() (before spring 2024) get the same colours by media query.
func CSS() string {
	var light, dark strings.Builder
	for _, t := range Tokens() {
		light.WriteString("--" + t.Name + ":" + t.Light + ";")
		dark.WriteString("--" + t.Name + ":" + t.Dark + ";")
	}
	return "@charset \"utf-8\";\n:root{" + light.String() + "}\n@media screen and (prefers-color-scheme:dark){:root{" + dark.String() + "}}\n" + source()
}

// Workbench gives the second stylesheet: what only the running site needs, with the tokens of the first, which it follows. A published
// folder does without it.
func Workbench() string { return "@charset \"utf-8\";\n" + read("workbench.css") }

// Logo is the mark of the house as an SVG file: two threads and the knot where they meet a person.
func Logo() []byte {
	b, _ := embedded.ReadFile("logo.svg")
	return b
}

// Files gives what a published folder needs beside its pages: sumanus.css, logo.svg, fonts/ with their licence. Addresses inside are
// relative, so the folder may lie anywhere. Rules of other packages, such as those of charts, are appended to the stylesheet.
func Files(rules ...string) (fs.FS, error) {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf) // a zip.Reader is a file system in memory
	add := func(path string, data []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Store})
		if err == nil {
			_, err = f.Write(data)
		}
		return err
	}
	err := fs.WalkDir(embedded, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if path == "workbench.css" {
			return nil
		}
		if path == "sumanus.css" {
			return add(path, []byte(CSS()+strings.Join(rules, "\n")))
		}
		data, err := embedded.ReadFile(path)
		if err != nil {
			return err
		}
		return add(path, data)
	})
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
}
