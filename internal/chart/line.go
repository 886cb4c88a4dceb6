// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
)

// Series is one line, or one row of bars, with a value for each period or group.
type Series struct {
	Name   string // in the table: "Klaipėda region"
	Short  string // at the line, where room is scarce: "Klaipėda"; Name when empty
	Sign   Sign
	Values []Value
}

func (s Series) label() string {
	if s.Short != "" {
		return s.Short
	}
	return s.Name
}

// at is a value by index; what was not given is missing.
func (s Series) at(i int) Value {
	if i < len(s.Values) {
		return s.Values[i]
	}
	return Missing()
}

// LineChart shows the course of one to a few series. Plain series are context: thin and grey.
type LineChart struct {
	Frame
	Periods []string // "2014", or any labels in order; years stand at their true distance
	Series  []Series
	Zoom    bool // let the axis begin above zero; the picture then says so
}

const (
	lineTop    = 12.0
	lineHeight = 186.0 // of the plot
)

// Draw makes the picture.
func (l LineChart) Draw() Picture {
	c := newCanvas(&l.Frame)
	t := l.table()
	var s span
	for _, r := range l.Series {
		for i := range l.Periods {
			s.add(r.at(i))
		}
	}
	if !s.any {
		return c.empty(t)
	}
	if !l.Zoom {
		s.lo, s.hi = min(s.lo, 0), max(s.hi, 0)
	}
	p := l.plot(c, s)
	p.axes(t)
	for pass := 0; pass < 2; pass++ { // context first, regions over it
		for i := range l.Series {
			if (l.Series[i].Sign != Plain) == (pass == 1) {
				p.course(i)
			}
		}
	}
	p.labels()
	c.h = p.y.r0 + 26
	p.key(&t)
	return c.finish(t)
}

// table has a row for each period.
func (l *LineChart) table() Table {
	t := Table{Corner: l.corner("chart.period")}
	for _, s := range l.Series {
		t.Columns = append(t.Columns, l.column(s.Name))
	}
	for i, p := range l.Periods {
		r := Row{Head: p}
		for _, s := range l.Series {
			r.Cells = append(r.Cells, l.cell(s.at(i)))
		}
		t.Rows = append(t.Rows, r)
	}
	if l.Description == "" {
		l.Description = l.summary()
	}
	return t
}

// summary tells beginning and end of each line: a table read aloud would be no description.
func (l *LineChart) summary() string {
	var parts []string
	for _, s := range l.Series {
		first, last := -1, -1
		for i := range l.Periods {
			if s.at(i).known() {
				if first < 0 {
					first = i
				}
				last = i
			}
		}
		switch {
		case first < 0:
			parts = append(parts, s.Name+": "+l.words().NoData())
		case first == last:
			parts = append(parts, s.Name+": "+l.Periods[last]+" – "+l.say(s.at(last)))
		default:
			parts = append(parts, l.words().T("chart.line-summary", fault.A{"name": s.Name, "from": l.Periods[first], "to": l.Periods[last],
				"first": l.say(s.at(first)), "last": l.say(s.at(last))}))
		}
	}
	return strings.Join(parts, "; ")
}

// linePlot is the drawing of one line chart.
type linePlot struct {
	*LineChart
	c       *canvas
	x       []float64 // place of each period
	y       scale
	ticks   []float64
	right   float64 // end of the plot; labels stand behind it
	room    float64 // for labels
	hollows bool    // a mark of a value that is not final was drawn
	breaks  bool
}

func (l *LineChart) plot(c *canvas, s span) *linePlot {
	p := &linePlot{LineChart: l, c: c, ticks: ticks(s.lo, s.hi, 4)}
	left := 0.0
	for _, v := range p.ticks {
		left = max(left, width(p.tick(v), smallSize, false))
	}
	left += 7
	for _, r := range l.Series {
		for i := range l.Periods {
			if v := r.at(i); v.known() {
				p.room = max(p.room, width(l.num(v.V), textSize, true))
			}
		}
		for _, w := range pieces(r.label()) {
			p.room = max(p.room, width(strings.TrimRight(w, " "), textSize, false))
		}
	}
	p.room = min(max(p.room, 44), 96)
	p.right = c.w - p.room - 10
	top := lineTop
	if l.Unit != "" {
		top += 18
	}
	height := max(lineHeight, p.labelHeight())
	p.y = scale{p.ticks[0], p.ticks[len(p.ticks)-1], top + height, top}
	p.x = places(l.Periods, left+6, p.right)
	return p
}

// places puts years at their true distance and other periods side by side.
func places(periods []string, from, to float64) []float64 {
	at := make([]float64, len(periods))
	years := true
	for i, p := range periods {
		y, err := strconv.Atoi(p)
		at[i] = float64(y)
		years = years && err == nil && len(p) == 4 && (i == 0 || at[i] > at[i-1])
	}
	if !years {
		for i := range at {
			at[i] = float64(i)
		}
	}
	if len(at) == 1 {
		return []float64{(from + to) / 2}
	}
	x := scale{at[0], at[len(at)-1], from, to}
	for i := range at {
		at[i] = x.at(at[i])
	}
	return at
}

// tick writes a number of the axis.
func (p *linePlot) tick(v float64) string {
	return p.words().Number(v, tickDecimals(p.ticks))
}

func (p *linePlot) axes(t Table) {
	left := p.x[0]
	if len(p.x) == 1 {
		left = p.right / 4
	}
	if p.Unit != "" {
		p.c.text(0, 11, start, p.Unit, smallSize, false, sQuiet)
	}
	for _, v := range p.ticks {
		y := p.y.at(v)
		if v == 0 {
			p.c.line(left-4, y, p.right, y, sZero)
		} else {
			p.c.line(left-4, y, p.right, y, sGrid)
		}
		p.c.text(left-9, y+4, end, p.tick(v), smallSize, false, sQuiet)
	}
	for _, i := range p.marked() {
		y := p.y.r0 + 17
		a := middle
		if width(p.Periods[i], smallSize, false)/2 > p.x[i] {
			a = start
		}
		p.c.line(p.x[i], p.y.r0, p.x[i], p.y.r0+4, sAxis)
		p.c.text(p.x[i], y, a, p.Periods[i], smallSize, false, sQuiet)
	}
}

// marked chooses the periods written under the axis: first, last, and between them as many as stand clear at equal steps.
func (p *linePlot) marked() []int {
	count := len(p.Periods)
	if count == 1 {
		return []int{0}
	}
	wide := 0.0
	for _, s := range p.Periods {
		wide = max(wide, width(s, smallSize, false))
	}
	clear := func(a, b int) bool { return p.x[b]-p.x[a] >= wide+14 }
	last := count - 1
	for step := 1; step < last; step++ {
		if last%step == 0 && clear(last-step, last) && clear(0, step) && last/step <= 5 {
			var out []int
			for i := 0; i <= last; i += step {
				out = append(out, i)
			}
			return spaced(out, clear)
		}
	}
	if clear(0, last) {
		for mid := last / 2; mid > 0; mid-- {
			if clear(0, mid) && clear(mid, last) {
				return []int{0, mid, last}
			}
		}
		return []int{0, last}
	}
	return []int{last}
}

// spaced drops periods that crowd (unequal distances of years).
func spaced(all []int, clear func(a, b int) bool) []int {
	out := []int{all[0]}
	last := all[len(all)-1]
	for _, i := range all[1:] {
		if i == last || clear(out[len(out)-1], i) && clear(i, last) {
			out = append(out, i)
		}
	}
	return out
}
