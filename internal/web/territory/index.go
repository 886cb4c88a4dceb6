// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"net/url"
	"slices"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// list is what the first page of the area shows.
type list struct {
	r *site.Request
	drawn
	choose  ui.Field
	options []ui.Option
	groups  []group
}

// group is the regions of one level.
type group struct {
	Title   string
	Level   string
	Regions []entry
}

type entry struct {
	ui.Link
	Slug string
	Sign chart.Sign
	Note string
	On   bool // chosen for the comparison at first
}

func index(r *site.Request) error {
	ctx := r.Context()
	all, err := r.Tx.AllOf(ctx, "indicator", "region", "dataset")
	if err != nil {
		return err
	}
	marks, err := signs(r)
	if err != nil {
		return err
	}
	l := &list{r: r, choose: ui.Field{Name: "indicator", Label: r.T("territory.indicator"), Help: r.T("territory.indicator-help")}}
	chosen := chosenIndicator(r, all["indicator"])
	for _, rec := range all["indicator"] {
		l.options = append(l.options, ui.Option{Value: rec.Ref.Slug(), Label: rec.Name(string(r.Lang)), Chosen: rec.Ref == chosen.Ref})
	}
	if chosen.Ref != "" {
		if l.drawn, err = drawMap(r, chosen, all["region"], all["dataset"], marks); err != nil {
			return err
		}
	}
	l.groups = groups(r, all["region"], marks)
	p := ui.Page{Title: r.T("site.area-territory"), Lede: r.T("territory.lede")}
	if len(all["region"]) == 0 {
		return r.Page(p, ui.Empty(ui.Blank{Text: r.T("territory.none"), Why: r.T("territory.none-why")}))
	}
	return r.Page(p, indexBody(l))
}

// toAtlas leads to the same figure on the map that one can move.
func (l *list) toAtlas() ui.Link {
	if l.picture == nil {
		return ui.Link{}
	}
	to := l.r.Href("/territory/atlas")
	if chosen := l.r.FormValue("indicator"); record.ValidSlug(chosen) {
		to += "?" + url.Values{"indicator": {chosen}}.Encode()
	}
	return ui.Link{Text: l.r.T("territory.open-atlas"), Href: to}
}

// chosenIndicator is the one that the address names, or the first for which a direction is wanted and that is no plain count: such a
// number may be compared between regions of different size.
func chosenIndicator(r *site.Request, indicators []record.Record) record.Record {
	var first, rate record.Record
	for _, rec := range indicators {
		if rec.Ref.Slug() == r.FormValue("indicator") {
			return rec
		}
		if first.Ref == "" {
			first = rec
		}
		if b, ok := rec.Body.(*evidence.Indicator); ok && rate.Ref == "" && b.Aggregate != "sum" && b.Better != "" {
			rate = rec
		}
	}
	if rate.Ref != "" {
		return rate
	}
	return first
}

// groups sets the regions of the partnership first, then its parts, then all others by level.
func groups(r *site.Request, regions []record.Record, marks map[record.Ref]chart.Sign) []group {
	byLevel := map[string][]entry{}
	title := func(rec record.Record) string { return rec.Name(string(r.Lang)) }
	for _, rec := range regions {
		b := body(rec)
		level := b.Level
		if marks[rec.Ref] != chart.Plain {
			level = "ours"
		}
		byLevel[level] = append(byLevel[level], entry{Link: ui.Link{Text: title(rec), Href: r.To(rec.Ref), Example: rec.Invented}, Slug: rec.Ref.Slug(), Sign: marks[rec.Ref],
			Note: b.Country, On: level == "ours"})
	}
	var out []group
	for _, level := range []string{"ours", "municipality", "state_city", "nuts3", "country"} {
		entries := byLevel[level]
		if len(entries) == 0 {
			continue
		}
		z := i18n.For(r.Lang)
		slices.SortStableFunc(entries, func(a, b entry) int {
			switch {
			case z.Less(a.Text, b.Text):
				return -1
			case z.Less(b.Text, a.Text):
				return 1
			}
			return 0
		})
		out = append(out, group{Title: r.T("territory.level-" + level), Level: level, Regions: entries})
	}
	return out
}
