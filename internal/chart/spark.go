// SPDX-License-Identifier: EUPL-1.2

package chart

import "strings"

// Spark is a course without numbers, small enough for a table cell. It says that it shows the course only: its axis is its own.
type Spark struct {
	Frame
	Periods []string
	Series  Series
}

const (
	sparkWidth  = 104.0
	sparkHeight = 27.0
)

// Draw makes the picture; with nothing known it is a hatched strip.
func (k Spark) Draw() Picture {
	c := newCanvas(&k.Frame)
	c.w, c.h = sparkWidth, sparkHeight
	l := LineChart{Frame: k.Frame, Periods: k.Periods, Series: []Series{k.Series}}
	t := l.table()
	if k.Description == "" {
		k.Frame.Description = l.summary()
	}
	var s span
	for i := range k.Periods {
		s.add(k.Series.at(i))
	}
	if !s.any {
		hatched(c, .5, .5, c.w-1, c.h-1)
		return c.finish(t)
	}
	x := places(k.Periods, 4, c.w-6)
	y := scale{s.lo, s.hi, c.h - 5, 5}
	if s.lo == s.hi {
		y.r0 = c.h / 2
	}
	style := sLine[k.Series.Sign]
	style.attrs = strings.Replace(style.attrs, `"2.4"`, `"2"`, 1)
	var d strings.Builder
	pen, last := false, -1
	for i := range k.Periods {
		v := k.Series.at(i)
		if !v.known() {
			pen = false
			continue
		}
		alone := !pen && !k.Series.at(i+1).known()
		switch {
		case pen && v.Status&Break == 0:
			d.WriteString("L")
		default:
			d.WriteString("M")
		}
		d.WriteString(n(x[i]) + " " + n(y.at(v.V)))
		if alone && i < len(k.Periods)-1 {
			d.WriteString("h0.01") // a round cap makes a dot of a lone value
		}
		pen, last = true, i
	}
	c.path(d.String(), style)
	c.sign(x[last], y.at(k.Series.Values[last].V), 3.2, k.Series.Sign, sFill[k.Series.Sign])
	return c.finish(t)
}
