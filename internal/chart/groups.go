// SPDX-License-Identifier: EUPL-1.2

package chart

// GroupChart compares a few series group by group: sectors, ages. Each group is a name over one bar for each series.
type GroupChart struct {
	Frame
	Groups []string
	Series []Series
}

const thinBar = 11.0

// Draw makes the picture.
func (g GroupChart) Draw() Picture {
	c := newCanvas(&g.Frame)
	t := seriesTable(&g.Frame, g.corner("chart.category"), g.Groups, g.Series)
	var s span
	known := false
	before, after := 0.0, 0.0
	for _, r := range g.Series {
		for i := range g.Groups {
			v := r.at(i)
			s.add(v)
			known = known || v.known()
			w := width(g.say(v), smallSize, true) + 7
			if v.known() && v.V < 0 {
				before = max(before, w)
			} else {
				after = max(after, w)
			}
		}
	}
	if !known {
		return c.empty(t)
	}
	s.add(Some(0))
	x := scale{s.lo, s.hi, before + 1, c.w - after}
	y := signKey(c, g.Series, 0)
	if g.Unit != "" && !g.shortUnit() {
		c.text(0, y+11, start, g.Unit, smallSize, false, sQuiet)
		y += 18
	}
	for i, name := range g.Groups {
		for _, l := range wrap(name, c.w, textSize, false) {
			c.text(0, y+12, start, l, textSize, false, sInk)
			y += lineStep
		}
		y += 3
		from := y
		for _, r := range g.Series {
			g.bar(c, x, y, r.Sign, r.at(i))
			y += thinBar + 2
		}
		c.line(x.at(0), from-1, x.at(0), y-1, sZero)
		y += 9
	}
	c.h = y - 4
	return c.finish(t)
}

func (g *GroupChart) bar(c *canvas, x scale, y float64, who Sign, v Value) {
	zero := x.at(0)
	if !v.known() {
		c.text(zero+6, y+thinBar-1.4, start, g.words().NoData(), smallSize, false, sQuiet)
		return
	}
	to := x.at(v.V)
	if v.Status&(Provisional|Estimated) != 0 {
		c.rect(zero, y+.9, to-zero, thinBar-1.8, sHollow[who])
	} else {
		c.rect(zero, y, to-zero, thinBar, sFill[who])
	}
	if v.V < 0 {
		c.text(to-5, y+thinBar-1.4, end, g.say(v), smallSize, true, sText[who])
		return
	}
	c.text(to+5, y+thinBar-1.4, start, g.say(v), smallSize, true, sText[who])
}

// seriesTable has a row for each group and a column for each series.
func seriesTable(f *Frame, corner string, groups []string, series []Series) Table {
	t := Table{Corner: corner}
	for _, s := range series {
		t.Columns = append(t.Columns, f.column(s.Name))
	}
	for i, g := range groups {
		r := Row{Head: g}
		for _, s := range series {
			r.Cells = append(r.Cells, f.cell(s.at(i)))
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// signKey writes "● Kurzeme ■ Klaipėda region" and gives the place under it; a single series needs none.
func signKey(c *canvas, series []Series, y float64) float64 {
	if len(series) < 2 {
		return y
	}
	x := 0.0
	for _, s := range series {
		w := signRoom + width(s.Name, textSize, true)
		if x > 0 && x+w > c.w {
			x, y = 0, y+17
		}
		c.sign(x+4.5, y+8, 4, s.Sign, sFill[s.Sign])
		for i, l := range wrap(s.Name, c.w-signRoom, textSize, true) {
			if i > 0 {
				y += lineStep
			}
			c.text(x+signRoom, y+12, start, l, textSize, true, sText[s.Sign])
		}
		x += w + 18
	}
	return y + 25
}
