// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"fmt"
	"strconv"
	"time"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/i18n"
)

// Timeline is actions along time. It is a table: name, dates in words, bar; so nothing is told by the picture alone.
type Timeline struct {
	Caption  string
	From, To time.Time // first and last day; from the bars when zero
	Today    time.Time // no line when zero or outside
	Bars     []Span
}

// Span is one bar.
type Span struct {
	Text, Href string
	Lang       i18n.Lang
	From, To   time.Time
	When       string       // the dates in words; from the dates when empty
	Signs      []chart.Sign // whose it is: one hue, or two halves when it is done together
	State      State
	Planned    bool // not begun: an outline
}

// scale is the time shown, widened to whole years or quarters.
type scale struct {
	from, to time.Time
	quarters bool
}

// width of the track in its own units; it is stretched to the room there is.
const trackWidth = 1000

func (t Timeline) scale() scale {
	from, to := t.From, t.To
	for _, b := range t.Bars {
		if !b.From.IsZero() && (from.IsZero() || b.From.Before(from)) {
			from = b.From
		}
		if to.IsZero() || b.To.After(to) {
			to = b.To
		}
	}
	if from.IsZero() {
		from = t.Today
	}
	if to.Before(from) {
		to = from
	}
	s := scale{quarters: to.Sub(from) <= 3*366*24*time.Hour}
	if s.quarters {
		s.from = quarter(from)
		s.to = quarter(to).AddDate(0, 3, 0)
		return s
	}
	s.from = time.Date(from.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	s.to = time.Date(to.Year()+1, 1, 1, 0, 0, 0, 0, time.UTC)
	return s
}

func quarter(t time.Time) time.Time {
	return time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
}

// x is where a day stands. A day lies where it lies among the days; the columns above are equal, so within a column days are spread evenly.
func (s scale) x(t time.Time) float64 {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	if !day.After(s.from) {
		return 0
	}
	if !day.Before(s.to) {
		return trackWidth
	}
	starts := s.starts()
	for i := len(starts) - 1; i >= 0; i-- {
		if !day.Before(starts[i]) {
			end := s.to
			if i+1 < len(starts) {
				end = starts[i+1]
			}
			part := float64(day.Sub(starts[i])) / float64(end.Sub(starts[i]))
			return (float64(i) + part) * trackWidth / float64(len(starts))
		}
	}
	return 0
}

// starts lists the first days of the columns.
func (s scale) starts() []time.Time {
	var out []time.Time
	months := 12
	if s.quarters {
		months = 3
	}
	for d := s.from; d.Before(s.to); d = d.AddDate(0, months, 0) {
		out = append(out, d)
	}
	return out
}

// column heads a column of the scale: its year stands over the first of it.
type column struct{ Year, Text string }

var roman = []string{"I", "II", "III", "IV"}

func (s scale) columns() []column {
	var out []column
	last := 0
	starts := s.starts()
	step := 1 + len(starts)/16 // of years in a long plan every second or third has its name
	for i, d := range starts {
		c := column{}
		if d.Year() != last && (s.quarters || i%step == 0) {
			c.Year = strconv.Itoa(d.Year())
			last = d.Year()
		}
		if s.quarters {
			c.Text = roman[(d.Month()-1)/3]
		}
		out = append(out, c)
	}
	return out
}

func fixed(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// grid gives the lines between columns; the first of a year is stronger.
func (s scale) grid() []string {
	var out []string
	n := len(s.starts())
	for i := range n {
		if i > 0 {
			out = append(out, fixed(float64(i)*trackWidth/float64(n)))
		}
	}
	return out
}

// box is a rectangle of a bar.
type box struct{ class, x, y, w, h string }

// boxes draws a bar: one hue, two halves for what is done together, an outline for what has not begun.
func (s scale) boxes(b Span) []box {
	if b.From.IsZero() || b.To.Before(b.From) {
		return nil
	}
	x := s.x(b.From)
	w := max(6, s.x(b.To.AddDate(0, 0, 1))-x)
	if x+w > trackWidth {
		x = trackWidth - w
	}
	class := func(sign chart.Sign) string {
		c := "b b" + strconv.Itoa(int(sign))
		if b.Planned {
			c += " planned"
		}
		return c
	}
	signs := b.Signs
	if len(signs) == 0 {
		signs = []chart.Sign{chart.Plain}
	}
	h := 16 / float64(len(signs))
	var out []box
	for i, sign := range signs {
		y := 6 + float64(i)*h
		if b.Planned {
			out = append(out, box{class(sign), fixed(x), fixed(y + 1), fixed(w), fixed(h - 2)})
			continue
		}
		out = append(out, box{class(sign), fixed(x), fixed(y), fixed(w), fixed(h)})
	}
	return out
}

func (b Span) when(z *i18n.Localizer) string {
	switch {
	case b.When != "":
		return b.When
	case b.From.IsZero() || b.To.IsZero():
		return z.T("ui.no-dates")
	}
	return z.ShortDate(b.From) + " – " + z.ShortDate(b.To)
}

func (t Timeline) today(s scale) (string, bool) {
	if t.Today.IsZero() || t.Today.Before(s.from) || !t.Today.Before(s.to) {
		return "", false
	}
	return fixed(s.x(t.Today)), true
}

// signs lists whose bars there are, for the legend.
func (t Timeline) shapes() (planned, late, together bool) {
	for _, b := range t.Bars {
		planned = planned || b.Planned
		late = late || b.State.Light == Late
		together = together || len(b.Signs) > 1
	}
	return planned, late, together
}

func viewBox(w, h int) string { return fmt.Sprintf("0 0 %d %d", w, h) }
