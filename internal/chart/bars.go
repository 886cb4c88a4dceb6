// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"sort"
	"strings"
)

// Bar is one row of a ranking. Rows with a sign are the ones the picture speaks of.
type Bar struct {
	Label string
	Sign  Sign
	Value Value
}

// BarChart is a ranking: horizontal bars from zero, the longest first; what is unknown stands last and says so.
type BarChart struct {
	Frame
	Bars      []Bar
	Unsorted  bool // keep the given order (ages, classes of size)
	Reference *Reference
}

// Reference is a line to measure by: a mean, a target.
type Reference struct {
	Label string
	Value float64
}

const (
	rowHeight = 23.0
	barHeight = 15.0
)

// ranked gives the bars in the order of the picture.
func (b *BarChart) ranked() []Bar {
	bars := append([]Bar(nil), b.Bars...)
	if b.Unsorted {
		return bars
	}
	sort.SliceStable(bars, func(i, j int) bool {
		a, z := bars[i].Value, bars[j].Value
		if a.known() != z.known() {
			return a.known()
		}
		return a.known() && a.V > z.V
	})
	return bars
}

// Draw makes the picture.
func (b BarChart) Draw() Picture {
	c := newCanvas(&b.Frame)
	bars := b.ranked()
	t := Table{Corner: b.corner("chart.region"), Columns: []string{b.column(b.words().T("chart.value"))}}
	if b.Unit != "" && !b.shortUnit() {
		t.Columns[0] = b.Unit
	}
	var s span
	s.add(Some(0))
	known := false
	for _, r := range bars {
		t.Rows = append(t.Rows, Row{Head: r.Label, Cells: []Cell{b.cell(r.Value)}})
		s.add(r.Value)
		known = known || r.Value.known()
	}
	if !known {
		return c.empty(t)
	}
	ref := b.Reference
	if ref != nil && !Some(ref.Value).known() {
		ref = nil
	}
	if ref != nil {
		s.add(Some(ref.Value))
		t.Notes = append(t.Notes, ref.Label+": "+b.say(Some(ref.Value)))
	}
	p := barPlot{BarChart: &b, c: c, column: ref != nil && s.lo >= 0}
	p.layout(bars, s)
	y := 4.0
	if ref != nil {
		y = p.referenceLabel(ref)
	} else if b.Unit != "" && !b.shortUnit() {
		c.text(p.x.at(0), 11, start, b.Unit, smallSize, false, sQuiet)
		y = 19
	}
	top := y
	for _, r := range bars {
		y = p.row(r, y)
	}
	if p.labels > 0 {
		c.line(p.x.at(0), top, p.x.at(0), y, sZero)
	}
	if ref != nil {
		c.line(p.x.at(ref.Value), top-3, p.x.at(ref.Value), y, sRef)
	}
	c.h = y + 4
	return c.finish(t)
}

type barPlot struct {
	*BarChart
	c      *canvas
	x      scale
	labels float64 // room for names at the left; 0 puts each name above its bar
	column bool    // numbers stand in a column at the right edge, clear of the reference line
}

const signRoom = 13.0 // the sign of a region before its name

// layout shares the width between names, bars and numbers. Names that would take half the picture go above their bars.
func (p *barPlot) layout(bars []Bar, s span) {
	names, after, before := 0.0, 0.0, 0.0
	for _, r := range bars {
		w := width(r.Label, textSize, r.Sign != Plain)
		if r.Sign != Plain {
			w += signRoom
		}
		names = max(names, w)
		num := width(p.value(r.Value), textSize, true) + 7
		if r.Value.known() && r.Value.V < 0 {
			before = max(before, num)
		} else {
			after = max(after, num)
		}
	}
	p.labels = names + 9
	if p.labels > p.c.w*.46 {
		p.labels = 0
	}
	left, right := p.labels+before, p.c.w-after
	if p.labels == 0 {
		left++
	}
	if right < left+40 {
		right = left + 40
	}
	p.x = scale{s.lo, s.hi, left, right}
}

func (p *barPlot) value(v Value) string {
	if !v.known() {
		return p.words().NoData()
	}
	if p.shortUnit() {
		return p.say(v)
	}
	return p.num(v.V)
}

func (p *barPlot) row(r Bar, y float64) float64 {
	style, text, bold := sFill[r.Sign], sInk, r.Sign != Plain
	if bold {
		text = sText[r.Sign]
	}
	if p.labels > 0 {
		x := p.labels - 9
		p.c.text(x, y+rowHeight/2+4.2, end, r.Label, textSize, bold, text)
		if bold {
			p.c.sign(x-width(r.Label, textSize, true)-8, y+rowHeight/2, 3.8, r.Sign, style)
		}
	} else {
		x := 0.0
		if bold {
			p.c.sign(4.5, y+9, 3.8, r.Sign, style)
			x = signRoom
		}
		for _, l := range wrap(r.Label, p.c.w-x, textSize, bold) {
			p.c.text(x, y+13, start, l, textSize, bold, text)
			y += lineStep
		}
		y += 2
	}
	zero := p.x.at(0)
	mid := y + rowHeight/2
	if !r.Value.known() {
		p.c.text(zero+7, mid+4.2, start, p.words().NoData(), textSize, false, sQuiet)
		return y + rowHeight + p.gap()
	}
	to := p.x.at(r.Value.V)
	if p.labels == 0 {
		defer p.c.line(zero, mid-barHeight/2-2, zero, mid+barHeight/2+2, sZero)
	}
	if r.Value.Status&(Provisional|Estimated) != 0 {
		h := sHollow[r.Sign]
		p.c.rect(zero, mid-barHeight/2+.9, to-zero, barHeight-1.8, h)
	} else {
		p.c.rect(zero, mid-barHeight/2, to-zero, barHeight, style)
	}
	a, x := start, max(to, zero)+6
	switch {
	case r.Value.V < 0:
		a, x = end, to-6
	case p.column:
		a, x = end, p.c.w
	}
	p.c.text(x, mid+4.2, a, p.value(r.Value), textSize, bold, text)
	return y + rowHeight + p.gap()
}

func (p *barPlot) gap() float64 {
	if p.labels == 0 {
		return 4
	}
	return 0
}

// referenceLabel writes the name of the reference line above the bars, inside the picture, and gives the place under it.
func (p *barPlot) referenceLabel(ref *Reference) float64 {
	x := p.x.at(ref.Value)
	lines := wrap(ref.Label+" "+strings.TrimSpace(p.value(Some(ref.Value))), p.c.w*.6, smallSize, false)
	w := widest(lines, smallSize, false)
	from := min(max(0, x-w/2), p.c.w-w)
	y := 11.0
	for _, l := range lines {
		p.c.text(from, y, start, l, smallSize, false, sQuiet)
		y += 13.5
	}
	return y
}
