// SPDX-License-Identifier: EUPL-1.2

package chart

// PyramidChart shows ages: men to the left, women to the right, the first region as bars, the second as an outline over them.
type PyramidChart struct {
	Frame
	Ages  []string // youngest first; drawn from below
	Men   []Series // one for each region, at most two are drawn
	Women []Series
}

// Draw makes the picture.
func (p PyramidChart) Draw() Picture {
	c := newCanvas(&p.Frame)
	w := p.words()
	men, women := w.T("chart.men"), w.T("chart.women")
	t := Table{Corner: p.corner("chart.age")}
	regions := min(2, len(p.Men), len(p.Women))
	var s span
	for r := range regions {
		t.Columns = append(t.Columns, p.column(p.Men[r].Name+", "+men), p.column(p.Women[r].Name+", "+women))
	}
	for i, age := range p.Ages {
		row := Row{Head: age}
		for r := range regions {
			row.Cells = append(row.Cells, p.cell(p.Men[r].at(i)), p.cell(p.Women[r].at(i)))
			s.add(p.Men[r].at(i))
			s.add(p.Women[r].at(i))
		}
		t.Rows = append(t.Rows, row)
	}
	if !s.any || s.hi <= 0 {
		return c.empty(t)
	}
	p.draw(c, regions, s.hi, men, women)
	return c.finish(t)
}

func (p *PyramidChart) draw(c *canvas, regions int, hi float64, men, women string) {
	const row = 15.5
	gap := 0.0
	for _, a := range p.Ages {
		gap = max(gap, width(a, smallSize, false)+12)
	}
	top := signKey(c, p.Men[:regions], 0)
	mid := c.w / 2
	c.text(mid-gap/2, top+11, end, men, textSize, true, sInk)
	c.text(mid+gap/2, top+11, start, women, textSize, true, sInk)
	top += 19
	marks := ticks(0, hi, 3)
	far := hi
	left := scale{0, far, mid - gap/2, 14}
	right := scale{0, far, mid + gap/2, c.w - 14}
	bottom := top + float64(len(p.Ages))*row
	for _, m := range marks {
		if m > far {
			break
		}
		num := p.words().Number(m, tickDecimals(marks))
		for _, x := range []float64{left.at(m), right.at(m)} {
			if m != 0 {
				c.line(x, top, x, bottom, sGrid)
			}
			c.text(x, bottom+15, middle, num, smallSize, false, sQuiet)
		}
	}
	for i, a := range p.Ages {
		y := bottom - float64(i+1)*row
		p.bar(c, left, y, row, p.Men[0], i)
		p.bar(c, right, y, row, p.Women[0], i)
		if len(p.Ages) <= 10 || i%2 == 0 {
			c.text(mid, y+row/2+4, middle, a, smallSize, false, sQuiet)
		}
	}
	if regions == 2 {
		p.outline(c, left, bottom, row, p.Men[1])
		p.outline(c, right, bottom, row, p.Women[1])
	}
	c.h = bottom + 22
	if p.Unit != "" {
		c.text(mid, bottom+30, middle, p.Unit, smallSize, false, sQuiet)
		c.h += 14
	}
}

func (p *PyramidChart) bar(c *canvas, x scale, y, row float64, s Series, i int) {
	v := s.at(i)
	if !v.known() || v.V < 0 {
		hatched(c, x.at(0), y+1, (x.r1-x.r0)*.2, row-2)
		return
	}
	c.rect(x.at(0), y+1, x.at(v.V)-x.at(0), row-2, sFill[s.Sign])
}

// outline is a staircase; where a value is missing the line stops.
func (p *PyramidChart) outline(c *canvas, x scale, bottom, row float64, s Series) {
	d, pen := "", false
	for i := range p.Ages {
		v := s.at(i)
		if !v.known() || v.V < 0 {
			pen = false
			continue
		}
		y := bottom - float64(i)*row
		cmd := "L"
		if !pen {
			cmd = "M"
		}
		d += cmd + n(x.at(v.V)) + " " + n(y) + "V" + n(y-row)
		pen = true
	}
	if d != "" {
		c.path(d, sUnder)
		c.path(d, sLine[s.Sign])
	}
}
