// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"fmt"
	"strings"
)

// colour is one token of the house in its two schemes. Values equal the tokens of the site's stylesheet.
type colour struct{ name, light, dark string }

// The palette. Contrast and distance under colour blindness are computed in palette_test.go.
var (
	paper = colour{"paper", "#fbfcfc", "#0e191d"}
	ink   = colour{"ink", "#13262d", "#e7eff1"}
	ink2  = colour{"ink-2", "#485c64", "#a8babf"}
	rule  = colour{"rule", "#cdd9dc", "#2d4149"}
	edge  = colour{"edge", "#6b8088", "#7b929a"}
	water = colour{"water", "#eaf1f3", "#12222a"}
	land  = colour{"land", "#f6f6f3", "#1a292f"}

	// the regions of the partnership, in their order
	heather = colour{"kurzeme", "#5a3d8e", "#a98ce6"}
	lagoon  = colour{"klaipeda", "#08757b", "#74dcd4"}
	garnet  = colour{"third", "#6a1027", "#f2647d"}

	// rates: dune for loss, sea for gain, stronger further from the middle
	dune3 = colour{"dune-3", "#5e4624", "#dcc398"}
	dune2 = colour{"dune-2", "#9a7a4a", "#b39365"}
	dune1 = colour{"dune-1", "#e2d3b4", "#6b5a3c"}
	sea1  = colour{"sea-1", "#b5d3da", "#2f5966"}
	sea2  = colour{"sea-2", "#4a8da1", "#69a9bb"}
	sea3  = colour{"sea-3", "#1d5f76", "#a4d6e3"}
	sea4  = colour{"sea-4", "#0b3545", "#e0f4f9"}
	none  = colour{"none", "none", "none"}
)

// style is a class with its colours; attrs are drawing attributes that no scheme changes.
type style struct {
	class        string
	fill, stroke colour
	attrs        string
}

func fills(class string, c colour) style { return style{class: class, fill: c} }
func lines(class string, c colour, attrs string) style {
	return style{class: class, fill: none, stroke: c, attrs: attrs}
}

var (
	sInk   = fills("c-ink", ink)
	sQuiet = fills("c-quiet", ink2)
	sPlain = fills("c-plain", edge)
	sPaper = fills("c-paper", paper)
	sWater = fills("c-water", water)
	sLand  = style{class: "c-land", fill: land, stroke: rule, attrs: `stroke-width="0.8" stroke-linejoin="round"`}
	sGrid  = lines("c-grid", rule, `stroke-width="1"`)
	sAxis  = lines("c-axis", edge, `stroke-width="1"`)
	sZero  = lines("c-zero", ink, `stroke-width="1.5"`)
	sRef   = lines("c-ref", ink, `stroke-width="1.2" stroke-dasharray="4 3"`)
	sBreak = lines("c-break", edge, `stroke-width="1.2" stroke-dasharray="2 3"`)
	sHatch = lines("c-hatch", edge, `stroke-width="1"`)
	sUnder = lines("c-under", paper, `stroke-width="4.4" stroke-linejoin="round"`)
	// intervals, the wider first: pale areas with an edge, so that they are told apart without colour too
	sBand = []style{
		{class: "c-band1", fill: water, stroke: edge, attrs: `stroke-width="0.8" stroke-dasharray="2 2" stroke-linejoin="round"`},
		{class: "c-band2", fill: rule, stroke: edge, attrs: `stroke-width="0.9" stroke-linejoin="round"`},
	}
	sAhead = bySign("c-a", `stroke-width="2.2" stroke-dasharray="6 4" stroke-linejoin="round"`)
	sTie   = lines("c-tie", edge, `stroke-width="2"`)
	sHalo  = style{class: "c-halo", fill: ink, stroke: paper, attrs: `stroke-width="3.6" stroke-linejoin="round" paint-order="stroke"`}

	// by Sign: fills (also of text), thick lines, hollow marks, outlines on maps, haloed names
	sFill    = [4]style{sPlain, fills("c-f1", heather), fills("c-f2", lagoon), fills("c-f3", garnet)}
	sText    = [4]style{sQuiet, fills("c-f1", heather), fills("c-f2", lagoon), fills("c-f3", garnet)}
	sLine    = bySign("c-l", `stroke-width="2.4" stroke-linejoin="round" stroke-linecap="round"`)
	sOutline = bySign("c-o", `stroke-width="2.2" stroke-linejoin="round"`)
	sHollow  = [4]style{hollow(0, edge), hollow(1, heather), hollow(2, lagoon), hollow(3, garnet)}
	sName    = [4]style{sHalo, name(1, heather), name(2, lagoon), name(3, garnet)}
	sDisc    = [4]style{disc(0, edge), disc(1, heather), disc(2, lagoon), disc(3, garnet)}

	// areas on maps and parts of a whole: the pale ones need an edge to be seen on paper
	sSea  = []style{area("c-sea1", sea1), area("c-sea2", sea2), area("c-sea3", sea3), area("c-sea4", sea4)}
	sDune = []style{area("c-dune1", dune1), area("c-dune2", dune2), area("c-dune3", dune3)}
	sPart = []style{part(1, sea3), part(2, dune1), part(3, sea2), part(4, dune3), part(5, sea1), part(6, dune2)}
	// swatches of a legend stand on paper, where a pale fill needs an edge
	sSwatch = style{class: "c-swatch", fill: none, stroke: edge, attrs: `stroke-width="1"`}
)

func bySign(class, attrs string) [4]style {
	var s [4]style
	for i, c := range []colour{edge, heather, lagoon, garnet} {
		s[i] = lines(fmt.Sprintf("%s%d", class, i), c, attrs)
	}
	return s
}

func hollow(i int, c colour) style {
	return style{class: fmt.Sprintf("c-h%d", i), fill: paper, stroke: c, attrs: `stroke-width="1.8"`}
}

func name(i int, c colour) style {
	return style{class: fmt.Sprintf("c-n%d", i), fill: c, stroke: paper, attrs: sHalo.attrs}
}

func disc(i int, c colour) style {
	return style{class: fmt.Sprintf("c-d%d", i), fill: c, stroke: paper, attrs: `stroke-width="1.2"`}
}

func area(class string, c colour) style {
	return style{class: class, fill: c, stroke: paper, attrs: `stroke-width="0.9" stroke-linejoin="round"`}
}

func part(i int, c colour) style { return fills(fmt.Sprintf("c-p%d", i), c) }

// styles lists every class once, for the stylesheet and the tests.
func styles() []style {
	all := []style{sInk, sQuiet, sPlain, sPaper, sWater, sLand, sGrid, sAxis, sZero, sRef, sBreak, sHatch, sUnder, sTie, sHalo, sSwatch}
	for i := range sFill {
		if i > 0 {
			all = append(all, sFill[i], sName[i])
		}
		all = append(all, sAhead[i], sLine[i], sOutline[i], sHollow[i], sDisc[i])
	}
	all = append(append(append(append(all, sBand...), sSea...), sDune...), sPart...)
	return all
}

// Class is the class of the svg element of every picture; CSS rules hang below it.
const Class = "chart-svg"

// CSS gives the rules a page needs to show pictures in its own scheme. Light colours stand in the pictures themselves, so a
// browser without light-dark() shows the light scheme; color-scheme on any element above decides. Paper is printed light.
func CSS() string {
	var b strings.Builder
	fmt.Fprintf(&b, ".%s{display:block;width:100%%;height:auto;overflow:visible}\n", Class)
	b.WriteString("@supports (color:light-dark(#000,#fff)){\n")
	for _, s := range styles() {
		var rules []string
		if s.fill.name != "" && s.fill != none {
			rules = append(rules, fmt.Sprintf("fill:light-dark(%s,%s)", s.fill.light, s.fill.dark))
		}
		if s.stroke.name != "" && s.stroke != none {
			rules = append(rules, fmt.Sprintf("stroke:light-dark(%s,%s)", s.stroke.light, s.stroke.dark))
		}
		fmt.Fprintf(&b, ".%s .%s{%s}\n", Class, s.class, strings.Join(rules, ";"))
	}
	fmt.Fprintf(&b, "}\n@media print{.%s{color-scheme:light}}\n", Class)
	return b.String()
}

func (s style) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, `class="%s"`, s.class)
	if s.fill.name != "" {
		fmt.Fprintf(&b, ` fill="%s"`, s.fill.light)
	}
	if s.stroke.name != "" {
		fmt.Fprintf(&b, ` stroke="%s"`, s.stroke.light)
	}
	if s.attrs != "" {
		b.WriteString(" " + s.attrs)
	}
	return b.String()
}
