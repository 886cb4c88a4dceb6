// SPDX-License-Identifier: EUPL-1.2

package chart

// MapKey is a line of the legend of a map that is drawn elsewhere, with the same classes and sizes as here.
type MapKey struct {
	Style  string  // class of the fill in the rules of [CSS]
	Radius float64 // of a circle, in units of the picture; 0 where fills speak
	Text   string
}

// Keys lists the classes from low to high; none when nothing is known.
func (m ChoroplethMap) Keys() []MapKey {
	var s span
	for _, u := range m.Units {
		s.add(u.Value)
	}
	if !s.any {
		return nil
	}
	breaks := m.breaks(m.Units)
	var keys []MapKey
	for k := 0; k <= len(breaks); k++ {
		keys = append(keys, MapKey{Style: m.classStyle(k, breaks).class, Text: m.classText(k, breaks, s)})
	}
	return keys
}

// Style is the class of the fill of a value; empty when it is not known: then the area is hatched.
func (m ChoroplethMap) Style(v Value) string {
	if !v.known() {
		return ""
	}
	return m.style(v.V, m.breaks(m.Units)).class
}

// Keys shows two circles with their numbers; none when there is no circle.
func (m CircleMap) Keys() []MapKey {
	top := m.top()
	if top <= 0 {
		return nil
	}
	var keys []MapKey
	for _, v := range scaleMarks(top) {
		keys = append(keys, MapKey{Style: sDisc[Plain].class, Radius: radiusOf(v, top), Text: m.scaleText(v)})
	}
	return keys
}

// Radius is that of the circle of a value; 0 when there is none.
func (m CircleMap) Radius(v Value) float64 {
	if top := m.top(); v.known() && v.V > 0 && top > 0 {
		return radiusOf(v.V, top)
	}
	return 0
}
