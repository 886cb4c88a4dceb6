// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/fault"
)

// ageText is an age as pictures write it.
func ageText(code string) string {
	if word, ok := AgeWord(code); ok {
		return word
	}
	return code
}

// drawPyramid draws a population by age and sex at the beginning, and as an outline over it after the last step. A population that tells no
// sexes has a line instead.
func drawPyramid(d *Data, s Shown, frame chart.Frame) (chart.Picture, error) {
	rows, err := d.Rows("projection")
	if err != nil {
		return chart.Picture{}, err
	}
	p := chart.PyramidChart{Frame: frame}
	p.Decimals = 0
	last := 0.0
	sexes := map[string]bool{}
	for _, row := range rows {
		if step, _ := row["step"].(float64); step > last {
			last = step
		}
		sex, _ := row["sex"].(string)
		sexes[sex] = true
	}
	if !sexes["F"] || !sexes["M"] {
		return drawCourse(d, s, frame)
	}
	ages := newIDs()
	for i, at := range []float64{0, last} {
		name := s.Words.T("method.at-the-beginning")
		if i > 0 {
			name = s.Words.T("method.after-steps", fault.A{"n": int(last)})
		}
		sign := []chart.Sign{chart.First, chart.Second}[i]
		men, women := chart.Series{Name: name, Sign: sign}, chart.Series{Name: name, Sign: sign}
		for _, row := range rows {
			region, _ := row["region"].(string)
			step, _ := row["step"].(float64)
			if step != at || s.Pick != "" && region != s.Pick {
				continue
			}
			age, _ := row["age"].(string)
			v, ok := row["population"].(float64)
			ages.of(age)
			switch row["sex"] {
			case "M":
				men.Values = append(men.Values, chart.Value{V: v, OK: ok})
			case "F":
				women.Values = append(women.Values, chart.Value{V: v, OK: ok})
			}
		}
		p.Men, p.Women = append(p.Men, men), append(p.Women, women)
	}
	for _, age := range ages.list {
		p.Ages = append(p.Ages, ageText(age))
	}
	p.Corner = s.Words.T("method.head.age")
	return p.Draw(), nil
}
