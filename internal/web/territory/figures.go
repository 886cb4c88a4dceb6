// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"bytes"
	"encoding/csv"
	"maps"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/web/site"
)

// figures answers with every number of the profile as a table for other programs: numbers with a point, one line for each indicator,
// region and period, and where each came from.
func figures(r *site.Request) error {
	v, err := read(r)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	lines := [][]string{{"region", "region_name", "indicator", "indicator_name", "period", "value", "unit", "status", "vintages", "source", "licence"}}
	for _, rec := range v.indicators {
		i, ok := rec.Body.(*evidence.Indicator)
		if !ok {
			continue
		}
		for _, g := range v.regions {
			reading := v.readings.of(rec, g)
			for _, p := range reading.Points {
				lines = append(lines, []string{g.Ref.Slug(), g.Name(string(r.Lang)), rec.Ref.Slug(), rec.Name(string(r.Lang)), p.Period, decimal(p), unit(r, i), p.Status.String(), v.readings.vintages(reading),
					sourceTitle(i), licence(i)})
			}
		}
	}
	if err := w.WriteAll(lines); err != nil {
		return err
	}
	return r.Send("text/csv; charset=utf-8", r.Record.Ref.Slug()+".csv", b.Bytes())
}

// decimal writes a number with a point and as many decimals as it has, at most twelve.
func decimal(p evidence.ReadPoint) string {
	if p.Value.IsInt() {
		return p.Value.Num().String()
	}
	return strings.TrimRight(p.Value.FloatString(12), "0")
}

// unit of the number as it is written: a share is a fraction of one.
func unit(r *site.Request, i *evidence.Indicator) string {
	if i.Percent {
		return "1"
	}
	return r.Text(i.Unit)
}

// vintages names what a reading was made from; of a dataset that the visitor may not see not even the name.
func (m readings) vintages(reading evidence.Reading) string {
	var out []string
	for _, ref := range slices.Sorted(maps.Keys(reading.Vintages)) {
		if _, seen := m.datasets[ref]; seen {
			out = append(out, ref.Slug()+"@"+reading.Vintages[ref])
		}
	}
	return strings.Join(out, " ")
}

func sourceTitle(i *evidence.Indicator) string {
	if len(i.Sources) > 0 {
		return i.Sources[0].Title
	}
	return ""
}

// licence is what the source note says of rights.
func licence(i *evidence.Indicator) string {
	if len(i.Sources) > 0 {
		return i.Sources[0].Note
	}
	return ""
}
