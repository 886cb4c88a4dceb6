// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// row is a region in the list beside a map, with what is said of it on the map that one can move.
type row struct {
	Slug, Name, Href string
	Sign             chart.Sign
	Value, Missing   string
	Unit             string // behind the number where it stands alone
	Notes            []string
	Sources          []ui.Link
}

// rows lists the places of a plot, the largest number first.
func (p *plot) rows() []row {
	r := p.r
	var out []row
	for _, at := range p.byValue() {
		one := row{Slug: at.region.Ref.Slug(), Name: at.unit.Shape.Name, Href: r.To(at.region.Ref), Sign: at.unit.Sign}
		if at.known {
			one.Value = p.indicator.Figure(at.point.Value, string(r.Lang))
			if !p.indicator.Percent {
				one.Unit = r.Text(p.indicator.Unit)
			}
			one.Notes = append(one.Notes, r.Words.Period(p.period))
			if said := status(r, at.point.Status); said != "" {
				one.Notes = append(one.Notes, said)
			}
			one.Sources = sources(r, p.readings, p.rec, []record.Record{at.region})
		} else {
			one.Missing = r.Words.NoData()
		}
		out = append(out, one)
	}
	return out
}
