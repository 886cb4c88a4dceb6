// SPDX-License-Identifier: EUPL-1.2

package chart

// DumbbellChart shows for each row how far two (or a few) series stand apart: marks on one line, joined.
type DumbbellChart struct {
	Frame
	Groups []string
	Series []Series
}

// Draw makes the picture. The axis need not start at zero: places are compared, not lengths; its ends are written.
func (d DumbbellChart) Draw() Picture {
	c := newCanvas(&d.Frame)
	t := seriesTable(&d.Frame, d.corner("chart.category"), d.Groups, d.Series)
	var s span
	room := 0.0
	for _, r := range d.Series {
		for i := range d.Groups {
			s.add(r.at(i))
			room = max(room, width(d.say(r.at(i)), smallSize, true))
		}
	}
	if !s.any {
		return c.empty(t)
	}
	x := scale{s.lo, s.hi, room + 14, c.w - room - 14}
	if s.lo == s.hi {
		x.r0 = c.w / 2
	}
	y := signKey(c, d.Series, 0)
	if d.Unit != "" && !d.shortUnit() {
		c.text(0, y+10, start, d.Unit, smallSize, false, sQuiet)
		y += 17
	}
	for i, name := range d.Groups {
		note := d.missing(i)
		c.text(c.w, y+12, end, note, smallSize, false, sQuiet)
		for _, l := range wrap(name, c.w-width(note, smallSize, false)-10, textSize, false) {
			c.text(0, y+12, start, l, textSize, false, sInk)
			y += lineStep
		}
		d.row(c, x, y+10, i)
		y += 28
	}
	c.h = y
	return c.finish(t)
}

func (d *DumbbellChart) row(c *canvas, x scale, y float64, i int) {
	var s span
	low, high := -1, -1
	for j, r := range d.Series {
		v := r.at(i)
		if !v.known() {
			continue
		}
		if low < 0 || v.V < d.Series[low].at(i).V {
			low = j
		}
		if high < 0 || v.V >= d.Series[high].at(i).V {
			high = j
		}
		s.add(v)
	}
	c.line(0, y, c.w, y, sGrid)
	if low < 0 {
		c.text(0, y+16, start, d.words().NoData(), smallSize, false, sQuiet)
		return
	}
	if low != high {
		c.line(x.at(s.lo), y, x.at(s.hi), y, sTie)
	}
	for j, r := range d.Series {
		v := r.at(i)
		if !v.known() {
			continue
		}
		mark := sFill[r.Sign]
		if v.Status&(Provisional|Estimated) != 0 {
			mark = sHollow[r.Sign]
		}
		c.sign(x.at(v.V), y, 5, r.Sign, mark)
		num := d.say(v)
		under := width(num, smallSize, true) + 8
		c.rectBehind(j == low && low != high, j == high, x.at(v.V), y, under)
		switch {
		case j == low && low != high:
			c.text(x.at(v.V)-9, y+4, end, num, smallSize, true, sText[r.Sign])
		case j == high:
			c.text(x.at(v.V)+9, y+4, start, num, smallSize, true, sText[r.Sign])
		}
	}
}

// missing says whose value of a row is unknown, where at least one is known.
func (d *DumbbellChart) missing(i int) string {
	var who []string
	for _, r := range d.Series {
		if !r.at(i).known() {
			who = append(who, r.label())
		}
	}
	if len(who) == 0 || len(who) == len(d.Series) {
		return ""
	}
	return d.words().List(who) + ": " + d.words().NoData()
}

// rectBehind clears the thin line where a number will stand.
func (c *canvas) rectBehind(low, high bool, x, y, w float64) {
	if low {
		c.rect(x-9-w+6, y-6, w-4, 12, sPaper)
	}
	if high {
		c.rect(x+7, y-6, w-4, 12, sPaper)
	}
}
