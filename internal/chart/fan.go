// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
)

// FanChart shows what is known of a course, the forecast that follows it, and how far from the forecast it may come out.
type FanChart struct {
	Frame
	Periods []string // those that are known, then those ahead, without a gap
	Known   []Value  // of the periods from the first on
	Ahead   []Value  // the middle of what is expected, of the periods after those known
	Bands   []Band   // the widest first, at most two
	Target  *Goal
	Sign    Sign
	Zoom    bool // let the axis begin above zero; the picture then says so
}

// Band is an interval for each period ahead.
type Band struct {
	Name         string // "80 %"
	Lower, Upper []Value
}

// Goal is a level that the course is to reach.
type Goal struct {
	Value Value
	Words string // what the table and the description say of it, with the chance that it is met
}

// Draw makes the picture.
func (f FanChart) Draw() Picture {
	f.fit()
	c := newCanvas(&f.Frame)
	t := f.table()
	var s span
	for _, v := range f.all() {
		s.add(v)
	}
	if !s.any || len(f.Periods) == 0 {
		return c.empty(t)
	}
	if !f.Zoom {
		s.lo, s.hi = min(s.lo, 0), max(s.hi, 0)
	}
	l := LineChart{Frame: f.Frame, Periods: f.Periods, Zoom: f.Zoom, Series: f.ends()}
	p := l.plot(c, s)
	p.axes(t)
	f.since(p)
	for i, b := range f.Bands {
		f.band(p, b, i)
	}
	if f.Target != nil && f.Target.Value.known() {
		y := p.y.at(f.Target.Value.V)
		c.line(p.x[0]-4, y, p.right, y, sRef)
	}
	f.course(p)
	p.labels()
	c.h = p.y.r0 + 26
	f.key(p, &t)
	return c.finish(t)
}

// fit leaves out values that have no period.
func (f *FanChart) fit() {
	cut := func(vs []Value, most int) []Value { return vs[:min(len(vs), most)] }
	f.Known = cut(f.Known, len(f.Periods))
	ahead := len(f.Periods) - len(f.Known)
	f.Ahead = cut(f.Ahead, ahead)
	bands := make([]Band, len(f.Bands))
	for i, b := range f.Bands {
		bands[i] = Band{Name: b.Name, Lower: cut(b.Lower, ahead), Upper: cut(b.Upper, ahead)}
	}
	f.Bands = bands
}

// all is whatever must have room.
func (f *FanChart) all() []Value {
	out := append(append([]Value(nil), f.Known...), f.Ahead...)
	for _, b := range f.Bands {
		out = append(append(out, b.Lower...), b.Upper...)
	}
	if f.Target != nil {
		out = append(out, f.Target.Value)
	}
	return out
}

// at moves values of periods ahead to their places.
func (f *FanChart) at(ahead []Value) []Value {
	return append(make([]Value, len(f.Known)), ahead...)
}

// ends are the lines that get a label behind the plot: the forecast, the ends of the narrowest band, the target.
func (f *FanChart) ends() []Series {
	w := f.words()
	out := []Series{{Name: w.T("chart.forecast"), Sign: f.Sign, Values: f.at(f.Ahead)}}
	if len(f.Bands) > 0 {
		b := f.Bands[len(f.Bands)-1]
		out = append(out, Series{Name: w.T("chart.band-upper", fault.A{"name": b.Name}), Values: f.at(b.Upper)}, Series{Name: w.T("chart.band-lower", fault.A{"name": b.Name}), Values: f.at(b.Lower)})
	}
	if f.Target != nil && f.Target.Value.known() {
		goal := Series{Name: w.T("chart.target")}
		for range f.Periods {
			goal.Values = append(goal.Values, f.Target.Value)
		}
		out = append(out, goal)
	}
	return out
}

// last is the place of the last value that is known; -1 when none is.
func (f *FanChart) last() int {
	for i := len(f.Known) - 1; i >= 0; i-- {
		if f.Known[i].known() {
			return i
		}
	}
	return -1
}

// since parts what is known from what is ahead.
func (f *FanChart) since(p *linePlot) {
	k := len(f.Known)
	if k == 0 || k >= len(p.x) {
		return
	}
	x := (p.x[k-1] + p.x[k]) / 2
	p.c.line(x, p.y.r1, x, p.y.r0, sBreak)
}

// band draws an interval as an area that begins at the last known value; the narrower lies over the wider.
func (f *FanChart) band(p *linePlot, b Band, i int) {
	var up, down []string
	from := ""
	if k := f.last(); k >= 0 && k == len(f.Known)-1 {
		from = n(p.x[k]) + " " + n(p.y.at(f.Known[k].V))
	}
	flush := func() {
		if len(up) > 1 || len(up) == 1 && from != "" {
			points := up
			for k := len(down) - 1; k >= 0; k-- {
				points = append(points, down[k])
			}
			if from != "" {
				points = append([]string{from}, points...)
			}
			p.c.path("M"+strings.Join(points, "L")+"Z", sBand[min(i, len(sBand)-1)])
		}
		up, down, from = nil, nil, ""
	}
	for k := range f.Ahead {
		place := len(f.Known) + k
		if place >= len(p.x) || k >= len(b.Upper) || k >= len(b.Lower) || !b.Upper[k].known() || !b.Lower[k].known() {
			flush()
			continue
		}
		up = append(up, n(p.x[place])+" "+n(p.y.at(b.Upper[k].V)))
		down = append(down, n(p.x[place])+" "+n(p.y.at(b.Lower[k].V)))
	}
	flush()
}

// course draws the line that is known, and the forecast dashed from its end on.
func (f *FanChart) course(p *linePlot) {
	known := LineChart{Frame: f.Frame, Periods: f.Periods, Series: []Series{{Sign: f.Sign, Values: f.Known}}}
	line := *p
	line.LineChart = &known
	line.course(0)
	p.hollows, p.breaks = line.hollows, line.breaks
	var d strings.Builder
	pen := false
	to := func(x float64, v Value) {
		if !v.known() {
			pen = false
			return
		}
		cmd := "L"
		if !pen {
			cmd = "M"
		}
		d.WriteString(cmd + n(x) + " " + n(p.y.at(v.V)))
		pen = true
	}
	if k := f.last(); k >= 0 && k == len(f.Known)-1 {
		to(p.x[k], f.Known[k])
	}
	end := -1
	for k, v := range f.Ahead {
		if place := len(f.Known) + k; place < len(p.x) {
			if to(p.x[place], v); v.known() {
				end = k
			}
		}
	}
	if d.Len() > 0 {
		p.c.path(d.String(), sAhead[f.Sign])
	}
	if end >= 0 {
		p.c.sign(p.x[len(f.Known)+end], p.y.at(f.Ahead[end].V), 4.2, f.Sign, sHollow[f.Sign])
	}
}

// key explains line, dashes and areas, and says what the target's chance is.
func (f *FanChart) key(p *linePlot, t *Table) {
	w := p.words()
	x, y := 0.0, p.c.h+10
	item := func(text string, draw func(x, y float64)) {
		wide := 26 + width(text, smallSize, false)
		if x > 0 && x+wide > p.c.w {
			x, y = 0, y+17
		}
		draw(x, y-4)
		p.c.text(x+26, y, start, text, smallSize, false, sQuiet)
		x += wide + 12
		p.c.h = y + 5
	}
	if f.last() >= 0 {
		item(w.T("chart.known"), func(x, y float64) { p.c.line(x, y, x+20, y, sLine[f.Sign]) })
	}
	if len(f.Ahead) > 0 {
		item(w.T("chart.forecast"), func(x, y float64) { p.c.line(x, y, x+20, y, sAhead[f.Sign]) })
	}
	for i, b := range f.Bands {
		item(w.T("chart.band", fault.A{"name": b.Name}), func(x, y float64) { p.c.rect(x, y-5, 20, 10, sBand[min(i, len(sBand)-1)]) })
	}
	if p.breaks {
		item(w.T("chart.break"), func(x, y float64) { p.c.line(x+10, y-6, x+10, y+6, sBreak) })
	}
	var notes []string
	if f.Target != nil && f.Target.Words != "" {
		notes = append(notes, f.Target.Words)
	}
	if p.Zoom && (p.ticks[0] > 0 || p.ticks[len(p.ticks)-1] < 0) {
		notes = append(notes, w.T("chart.axis-cut"))
	}
	for _, note := range notes {
		t.Notes = append(t.Notes, note)
		for _, l := range wrap(note, p.c.w, smallSize, false) {
			y += 17
			p.c.text(0, y, start, l, smallSize, false, sQuiet)
			p.c.h = y + 5
		}
	}
}

// table has a row for each period: what is known, or the forecast with its intervals.
func (f *FanChart) table() Table {
	w := f.words()
	t := Table{Corner: f.corner("chart.period"), Columns: []string{f.column(w.T("chart.known")), f.column(w.T("chart.forecast"))}}
	for i := len(f.Bands) - 1; i >= 0; i-- {
		t.Columns = append(t.Columns, f.Bands[i].Name)
	}
	for i, period := range f.Periods {
		k := i - len(f.Known)
		r := Row{Head: period}
		if k < 0 {
			r.Cells = append(r.Cells, f.cell(f.Known[i]), Cell{Text: w.T("chart.past")})
		} else {
			r.Cells = append(r.Cells, Cell{Text: w.T("chart.to-come")}, f.cell(Series{Values: f.Ahead}.at(k)))
		}
		for b := len(f.Bands) - 1; b >= 0; b-- {
			r.Cells = append(r.Cells, f.span(f.Bands[b], k))
		}
		t.Rows = append(t.Rows, r)
	}
	if f.Description == "" {
		f.Description = f.summary()
	}
	return t
}

// span is an interval in a cell.
func (f *FanChart) span(b Band, k int) Cell {
	if k < 0 {
		return Cell{Text: f.words().T("chart.past")}
	}
	lower, upper := Series{Values: b.Lower}.at(k), Series{Values: b.Upper}.at(k)
	if !lower.known() || !upper.known() {
		return Cell{Text: f.words().NoData(), Missing: true}
	}
	return Cell{Text: f.words().T("chart.from-to", fault.A{"from": f.say(lower), "to": f.say(upper)})}
}

// summary tells what is known, what is expected at the end, and the target.
func (f *FanChart) summary() string {
	w := f.words()
	var parts []string
	if k := f.last(); k >= 0 {
		first := 0
		for !f.Known[first].known() {
			first++
		}
		parts = append(parts, w.T("chart.line-summary", fault.A{"name": w.T("chart.known"), "from": f.Periods[first], "to": f.Periods[k], "first": f.say(f.Known[first]), "last": f.say(f.Known[k])}))
	}
	if k := len(f.Periods) - len(f.Known) - 1; k >= 0 {
		text := w.T("chart.forecast") + " " + f.Periods[len(f.Periods)-1] + ": " + f.say(Series{Values: f.Ahead}.at(k))
		for b := len(f.Bands) - 1; b >= 0; b-- {
			text += ", " + f.Bands[b].Name + " " + f.span(f.Bands[b], k).Text
		}
		parts = append(parts, text)
	}
	if f.Target != nil && f.Target.Words != "" {
		parts = append(parts, f.Target.Words)
	}
	return strings.Join(parts, "; ")
}
