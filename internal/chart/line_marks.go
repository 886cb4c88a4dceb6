// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"sort"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
)

// course draws the runs of known values of one series; a gap and a break in the series part them.
func (p *linePlot) course(i int) {
	s := p.Series[i]
	st := sLine[s.Sign]
	if s.Sign == Plain {
		st.attrs = strings.Replace(st.attrs, `"2.4"`, `"1.6"`, 1)
	}
	var d strings.Builder
	run := 0
	flush := func(last int) {
		if run > 1 {
			p.c.path(d.String(), st)
		} else if run == 1 {
			p.c.circle(p.x[last], p.y.at(s.Values[last].V), 2.2, sFill[s.Sign])
		}
		d.Reset()
		run = 0
	}
	last := -1
	for k := range p.Periods {
		v := s.at(k)
		if !v.known() || v.Status&Break != 0 {
			flush(k - 1)
		}
		if !v.known() {
			continue
		}
		if v.Status&Break != 0 && last >= 0 {
			p.breaks = true
			x, y := (p.x[k]+p.x[max(0, k-1)])/2, p.y.at(v.V)
			p.c.line(x, y-16, x, y+16, sBreak) // beside its own line only: the others have no break
		}
		cmd := "L"
		if run == 0 {
			cmd = "M"
		}
		d.WriteString(cmd + n(p.x[k]) + " " + n(p.y.at(v.V)))
		run++
		last = k
	}
	flush(len(p.Periods) - 1)
	for k := range p.Periods {
		if v := s.at(k); v.known() && v.Status&(Provisional|Estimated) != 0 && k != last {
			p.hollows = true
			p.c.circle(p.x[k], p.y.at(v.V), 2.6, sHollow[s.Sign])
		}
	}
	if last >= 0 {
		v := s.at(last)
		mark := sFill[s.Sign]
		if v.Status&(Provisional|Estimated) != 0 {
			p.hollows, mark = true, sHollow[s.Sign]
		}
		p.c.sign(p.x[last], p.y.at(v.V), 4.2, s.Sign, mark)
	}
}

// labels writes value and name behind the end of each line, pushed apart where ends are close.
func (p *linePlot) labels() {
	type label struct {
		y, h  float64
		lines []string
		s     Series
		value string
	}
	var all []*label
	for _, s := range p.Series {
		for k := len(p.Periods) - 1; k >= 0; k-- {
			if v := s.at(k); v.known() {
				ls := wrap(s.label(), p.room, textSize, false)
				value := p.num(v.V)
				if k != len(p.Periods)-1 {
					ls = append(ls, "("+p.Periods[k]+")") // the line ends early: say when
				}
				h := float64(len(ls)+1) * lineStep
				all = append(all, &label{y: p.y.at(v.V) - lineStep/2, h: h, lines: ls, s: s, value: value})
				break
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].y < all[j].y })
	top := p.y.r1 - 8
	floor := top
	for _, l := range all {
		l.y = max(l.y, floor)
		floor = l.y + l.h + 3
	}
	ceil := p.y.r0 + 2 // the plot is high enough for all: see labelHeight
	for i := len(all) - 1; i >= 0; i-- {
		all[i].y = min(all[i].y, ceil-all[i].h)
		ceil = all[i].y - 3
	}
	x := p.right + 10
	for _, l := range all {
		y := l.y + 11
		p.c.text(x, y, start, l.value, textSize, true, sText[l.s.Sign])
		for _, line := range l.lines {
			y += lineStep
			p.c.text(x, y, start, line, textSize, false, sText[l.s.Sign])
		}
	}
}

// labelHeight is the room that all labels need one under another.
func (p *linePlot) labelHeight() float64 {
	h := 0.0
	for _, s := range p.Series {
		h += float64(len(wrap(s.label(), p.room, textSize, false))+2)*lineStep + 3 // one line more for "(2019)"
	}
	return h
}

// key explains the marks that were drawn and names the gaps; both stand in the notes of the table too.
func (p *linePlot) key(t *Table) {
	w := p.words()
	x, y := 0.0, p.c.h+10
	item := func(text string, draw func(x, y float64)) {
		if x > 0 && x+16+width(text, smallSize, false) > p.c.w {
			x, y = 0, y+16
		}
		draw(x+5, y-4)
		p.c.text(x+16, y, start, text, smallSize, false, sQuiet)
		x += 16 + width(text, smallSize, false) + 14
		p.c.h = y + 5
		t.Notes = append(t.Notes, text)
	}
	if p.hollows {
		item(w.T("chart.not-final"), func(x, y float64) { p.c.circle(x, y, 3.2, sHollow[Plain]) })
	}
	if p.breaks {
		item(w.T("chart.break"), func(x, y float64) { p.c.line(x, y-6, x, y+6, sBreak) })
	}
	notes := p.gaps()
	if p.Zoom && p.ticks[0] > 0 || p.Zoom && p.ticks[len(p.ticks)-1] < 0 {
		notes = append(notes, w.T("chart.axis-cut"))
	}
	for _, note := range notes {
		t.Notes = append(t.Notes, note)
		if x > 0 {
			x, y = 0, y+16
		}
		for _, l := range wrap(note, p.c.w, smallSize, false) {
			p.c.text(0, y, start, l, smallSize, false, sQuiet)
			p.c.h = y + 5
			y += 15
		}
	}
}

// gaps names the periods without data inside each series: "Kurzeme: no data 2009–2010".
func (p *linePlot) gaps() []string {
	var out []string
	for _, s := range p.Series {
		first, last := -1, -1
		for i := range p.Periods {
			if s.at(i).known() {
				if first < 0 {
					first = i
				}
				last = i
			}
		}
		if first < 0 {
			out = append(out, s.Name+": "+p.words().NoData())
			continue
		}
		var spans []string
		for i := first; i < last; i++ {
			if s.at(i).known() {
				continue
			}
			from := i
			for !s.at(i + 1).known() {
				i++
			}
			if from == i {
				spans = append(spans, p.Periods[from])
			} else {
				spans = append(spans, p.Periods[from]+"–"+p.Periods[i])
			}
		}
		if len(spans) > 0 {
			out = append(out, p.words().T("chart.gap", fault.A{"name": s.Name, "periods": strings.Join(spans, ", ")}))
		}
	}
	return out
}
