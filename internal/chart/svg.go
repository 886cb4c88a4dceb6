// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Sizes of text in user units. At a width of 340 on a phone of 360 px they are nearly pixels.
const (
	boxWidth  = 340.0
	textSize  = 13.0
	smallSize = 12.0
	lineStep  = 15.0 // from line to line of a label
)

// canvas collects the drawing; size is known only when it is finished.
type canvas struct {
	frame  *Frame
	body   bytes.Buffer
	defs   bytes.Buffer
	w, h   float64
	nodata bool  // the hatch is declared
	texts  []box // where text stands, for placing more and for the tests
}

type box struct {
	x0, y0, x1, y1 float64
	text           string
}

func (a box) hits(b box) bool { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1 }

func newCanvas(f *Frame) *canvas { return &canvas{frame: f, w: boxWidth} }

// n writes a coordinate with two decimals at most. What is not finite becomes 0: it must never reach a file.
func n(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "0"
	}
	x = math.Round(x*100) / 100
	if x == 0 {
		x = 0 // no negative zero
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

var notID = regexp.MustCompile(`[^A-Za-z0-9_-]+`)

// id is the prefix of ids, cleaned of what an attribute or a reference could not bear.
func (c *canvas) id() string {
	s := notID.ReplaceAllString(c.frame.ID, "-")
	if s == "" || s[0] >= '0' && s[0] <= '9' || s[0] == '-' {
		s = "c" + s
	}
	return s
}

// esc makes text safe in XML and drops what XML cannot hold.
func esc(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\t', r == '\n', r == '\r':
			b.WriteByte(' ')
		case r < 0x20, r == utf8.RuneError, r == 0xfffe, r == 0xffff:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (c *canvas) rect(x, y, w, h float64, s style) {
	if w < 0 {
		x, w = x+w, -w
	}
	fmt.Fprintf(&c.body, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" %s/>\n", n(x), n(y), n(w), n(h), s)
}

func (c *canvas) line(x1, y1, x2, y2 float64, s style) {
	fmt.Fprintf(&c.body, "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" %s/>\n", n(x1), n(y1), n(x2), n(y2), s)
}

func (c *canvas) circle(x, y, r float64, s style) {
	fmt.Fprintf(&c.body, "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" %s/>\n", n(x), n(y), n(r), s)
}

func (c *canvas) path(d string, s style) { fmt.Fprintf(&c.body, "<path d=\"%s\" %s/>\n", d, s) }

// sign draws the mark of a region around a point, all of about the same area.
func (c *canvas) sign(x, y, r float64, who Sign, s style) {
	switch who {
	case First:
		c.circle(x, y, r, s)
	case Second:
		c.rect(x-r*.9, y-r*.9, r*1.8, r*1.8, s)
	case Third:
		c.path("M"+n(x)+" "+n(y-r*1.2)+"L"+n(x+r*1.15)+" "+n(y+r*.85)+"L"+n(x-r*1.15)+" "+n(y+r*.85)+"Z", s)
	default:
		c.path("M"+n(x)+" "+n(y-r*1.2)+"L"+n(x+r*1.2)+" "+n(y)+"L"+n(x)+" "+n(y+r*1.2)+"L"+n(x-r*1.2)+" "+n(y)+"Z", s)
	}
}

type anchor uint8

const (
	start anchor = iota
	middle
	end
)

// place is the room a text would take.
func place(x, y float64, a anchor, text string, size float64, bold bool) box {
	w := width(text, size, bold)
	switch a {
	case middle:
		x -= w / 2
	case end:
		x -= w
	}
	return box{x, y - size*.74, x + w, y + size*.2, text}
}

// text writes one line with its baseline at y.
func (c *canvas) text(x, y float64, a anchor, text string, size float64, bold bool, s style) {
	if text == "" {
		return
	}
	c.texts = append(c.texts, place(x, y, a, text, size, bold))
	extra := ""
	switch a {
	case middle:
		extra = ` text-anchor="middle"`
	case end:
		extra = ` text-anchor="end"`
	}
	if size != textSize {
		extra += ` font-size="` + n(size) + `"`
	}
	if bold {
		extra += ` font-weight="600"`
	}
	fmt.Fprintf(&c.body, "<text x=\"%s\" y=\"%s\"%s %s>%s</text>\n", n(x), n(y), extra, s, esc(text))
}

// free tells whether a box meets no text so far and stays inside the picture's width.
func (c *canvas) free(b box) bool {
	if b.x0 < 0 || b.x1 > c.w {
		return false
	}
	for _, t := range c.texts {
		if t.hits(b) {
			return false
		}
	}
	return true
}

// hatch declares the pattern of "no data" and gives its fill.
func (c *canvas) hatch() string {
	if !c.nodata {
		c.nodata = true
		fmt.Fprintf(&c.defs, "<defs><pattern id=\"%s-h\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"+
			"<rect width=\"5\" height=\"5\" %s/><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"5\" %s/></pattern></defs>\n", c.id(), sPaper, sHatch)
	}
	return fmt.Sprintf(`fill="url(#%s-h)"`, c.id())
}

// finish writes the file around the drawing.
func (c *canvas) finish(t Table) Picture {
	f := c.frame
	desc := f.describe(t)
	h := math.Ceil(c.h)
	var b bytes.Buffer
	lang := string(f.words().Lang())
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="%s" role="img" lang="%s" aria-labelledby="%s-t %s-d" viewBox="0 0 %s %s" width="%s" height="%s" font-family="'Sumanus Sans', 'Source Sans 3', 'Source Sans Pro', 'Noto Sans', sans-serif" font-size="%s">`,
		Class, esc(lang), c.id(), c.id(), n(c.w), n(h), n(c.w), n(h), n(textSize))
	fmt.Fprintf(&b, "\n<title id=\"%s-t\">%s</title>\n<desc id=\"%s-d\">%s</desc>\n", c.id(), esc(f.Title), c.id(), esc(desc))
	b.Write(c.defs.Bytes())
	b.Write(c.body.Bytes())
	b.WriteString("</svg>\n")
	if t.Caption == "" {
		t.Caption = f.Title
	}
	return Picture{SVG: b.Bytes(), Title: f.Title, Description: desc, Table: t, Width: c.w, Height: h}
}

// empty is the picture of nothing: the words, hatched, instead of an axis without data.
func (c *canvas) empty(t Table) Picture {
	const h = 96.0
	hatched(c, .5, .5, c.w-1, h-1)
	words := wrap(c.frame.words().T("chart.empty"), c.w-48, textSize, true)
	wide := widest(words, textSize, true)
	top := h/2 - float64(len(words))*lineStep/2
	c.rect(c.w/2-wide/2-10, top-8, wide+20, float64(len(words))*lineStep+16, sPaper)
	for i, l := range words {
		c.text(c.w/2, top+float64(i)*lineStep+11, middle, l, textSize, true, sInk)
	}
	c.h = h
	return c.finish(t)
}
