// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/i18n"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// TestGolden compares every kind of picture, byte for byte. Look at the sheet (CHART_SHEET=/tmp/sheet.html) before updating.
func TestGolden(t *testing.T) {
	for _, l := range i18n.Known() {
		for _, s := range samples() {
			name := s.name + "-" + string(l)
			got := s.draw(i18n.For(l), s.name)
			file := filepath.Join("testdata", name+".svg")
			if *update {
				if err := os.WriteFile(file, got.SVG, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.SVG, want) {
				t.Errorf("%s differs from testdata/%s.svg; look at it, then run with -update", name, name)
			}
			if again := s.draw(i18n.For(l), s.name); !bytes.Equal(again.SVG, got.SVG) {
				t.Errorf("%s: drawn twice, two pictures", name)
			}
		}
	}
}

// wellFormed reads the SVG as XML and checks what every picture promises. It gives the elements for further looks.
func wellFormed(t testing.TB, name string, p Picture) []xml.StartElement {
	t.Helper()
	var all []xml.StartElement
	ids := map[string]bool{}
	dec := xml.NewDecoder(bytes.NewReader(p.SVG))
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%s is not well-formed: %v\n%s", name, err, p.SVG)
		}
		e, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		all = append(all, e.Copy())
		switch e.Name.Local {
		case "svg", "title", "desc", "defs", "g", "pattern", "clipPath":
		case "rect", "line", "circle", "path", "text":
			if attr(e, "class") == "" && !(e.Name.Local == "rect" && attr(e, "x") == "" && attr(e, "y") == "") {
				t.Errorf("%s: <%s> without a class", name, e.Name.Local)
			}
		default:
			t.Errorf("%s: element %s is not drawn by everyone", name, e.Name.Local)
		}
		if id := attr(e, "id"); id != "" {
			if ids[id] {
				t.Errorf("%s: id %s twice", name, id)
			}
			ids[id] = true
		}
	}
	svg := string(p.SVG)
	drawn := regexp.MustCompile(`>[^<]*<|(lang|id|aria-labelledby)="[^"]*"`).ReplaceAllString(svg, "><") // without the words of others
	for _, bad := range []string{"NaN", "Inf", "var(", "<style", " style=", "<script", " onload", "%!"} {
		if strings.Contains(drawn, bad) {
			t.Errorf("%s contains %s", name, bad)
		}
	}
	for _, ref := range regexp.MustCompile(`url\(#([^)]*)\)`).FindAllStringSubmatch(svg, -1) {
		if !ids[ref[1]] {
			t.Errorf("%s: url(#%s) leads nowhere", name, ref[1])
		}
	}
	root := all[0]
	if attr(root, "role") != "img" || len(strings.Fields(attr(root, "aria-labelledby"))) != 2 {
		t.Errorf("%s: no role or name", name)
	}
	for _, id := range strings.Fields(attr(root, "aria-labelledby")) {
		if !ids[id] {
			t.Errorf("%s: aria-labelledby names %s, which is not there", name, id)
		}
	}
	return all
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func number(t testing.TB, e xml.StartElement, name string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(attr(e, name), 64)
	if err != nil {
		t.Fatalf("<%s %s=%q>: %v", e.Name.Local, name, attr(e, name), err)
	}
	return v
}

func TestEveryPicture(t *testing.T) {
	for _, l := range i18n.Known() {
		for _, s := range samples() {
			name := s.name + "-" + string(l)
			p := s.draw(i18n.For(l), name)
			wellFormed(t, name, p)
			if p.Title == "" || p.Description == "" {
				t.Errorf("%s: title %q, description %q", name, p.Title, p.Description)
			}
			if len(p.Table.Rows) == 0 || len(p.Table.Columns) == 0 || p.Table.Corner == "" || p.Table.Caption == "" {
				t.Errorf("%s: table is not whole: %+v", name, p.Table)
			}
			for _, r := range p.Table.Rows {
				if len(r.Cells) != len(p.Table.Columns) {
					t.Errorf("%s: row %s has %d cells under %d headings", name, r.Head, len(r.Cells), len(p.Table.Columns))
				}
				for _, c := range r.Cells {
					if c.Text == "" || c.Missing != (c.Text == i18n.For(l).NoData()) {
						t.Errorf("%s: row %s: cell %+v", name, r.Head, c)
					}
				}
			}
		}
	}
}

// TestTextStandsClear: no label touches another or leaves the picture, in any language.
func TestTextStandsClear(t *testing.T) {
	for _, l := range i18n.Known() {
		for _, s := range samples() {
			boxes, w, h := textBoxes(t, s.draw(i18n.For(l), "x"))
			if len(boxes) == 0 && !strings.HasPrefix(s.name, "spark") {
				t.Errorf("%s: no text at all", s.name)
			}
			for i, a := range boxes {
				if a.x0 < -0.5 || a.x1 > w+.5 || a.y0 < -1 || a.y1 > h+1 {
					t.Errorf("%s-%s: %q leaves the picture: %.1f–%.1f × %.1f–%.1f in %g × %g", s.name, l, a.text, a.x0, a.x1, a.y0, a.y1, w, h)
				}
				for _, b := range boxes[:i] {
					if a.hits(b) {
						t.Errorf("%s-%s: %q lies on %q", s.name, l, a.text, b.text)
					}
				}
			}
		}
	}
}

// textBoxes measures the text of a finished picture from the file itself, not from what the canvas believes.
func textBoxes(t testing.TB, p Picture) ([]box, float64, float64) {
	t.Helper()
	var out []box
	dec := xml.NewDecoder(bytes.NewReader(p.SVG))
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return out, p.Width, p.Height
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := tok.(xml.StartElement)
		if !ok || e.Name.Local != "text" {
			continue
		}
		var x, y float64
		size := textSize
		x, y = number(t, e, "x"), number(t, e, "y")
		if attr(e, "font-size") != "" {
			size = number(t, e, "font-size")
		}
		if size < 11 {
			t.Errorf("text of %g units is too small", size)
		}
		a := map[string]anchor{"": start, "middle": middle, "end": end}[attr(e, "text-anchor")]
		tok, err = dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, place(x, y, a, string(tok.(xml.CharData)), size, attr(e, "font-weight") == "600"))
	}
}

// TestSheet writes all pictures on one page in light and dark, for eyes: CHART_SHEET=/tmp/sheet.html go test -run Sheet.
func TestSheet(t *testing.T) {
	file := os.Getenv("CHART_SHEET")
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><meta charset="utf-8"><style>%s
@font-face{font-family:"Sumanus Sans";src:url(fonts/source-sans-3-latin-ext-wght-normal.woff2);font-weight:200 900;unicode-range:U+0100-02BA}
@font-face{font-family:"Sumanus Sans";src:url(fonts/source-sans-3-latin-wght-normal.woff2);font-weight:200 900;unicode-range:U+0000-00FF,U+2000-206F,U+20AC,U+2212}
body{margin:0;font:15px "Sumanus Sans"} section{display:flex;flex-wrap:wrap;gap:28px;padding:20px;background:light-dark(#fbfcfc,#0e191d);color:light-dark(#13262d,#e7eff1)}
figure{margin:0;width:340px} figcaption{font-weight:600;margin-bottom:8px} .spark svg{width:104px}</style>`, CSS())
	pictures := 0
	show := func(name string, p Picture) {
		pictures++
		class := ""
		if p.Width < 200 {
			class = ` class="spark"`
		}
		fmt.Fprintf(&b, "<figure%s><figcaption>%s</figcaption>%s</figure>\n", class, html.EscapeString(p.Title), p.SVG)
	}
	for _, scheme := range []string{"light", "dark"} {
		for _, l := range i18n.Known() {
			if only := os.Getenv("CHART_LANG"); only != "" && only != string(l) {
				continue
			}
			fmt.Fprintf(&b, "<section style=\"color-scheme:%s\" lang=%s>\n", scheme, l)
			for _, s := range samples() {
				show(s.name, s.draw(i18n.For(l), s.name+scheme+string(l)))
			}
			if file != "" {
				for i, p := range realMaps(t, i18n.For(l), "real"+scheme+string(l)) {
					show(fmt.Sprint("real", i), p)
				}
			}
			b.WriteString("</section>\n")
		}
	}
	if pictures == 0 {
		t.Error("a sheet without pictures")
	}
	if file != "" {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
