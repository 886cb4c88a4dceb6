// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"sort"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// sourcesOf says where numbers come from, once for each vintage: publisher and table, day of publication, territory version, licence.
// What is named here is credited at the foot of every page.
func (b *book) sourcesOf(used []evidence.Used, z *i18n.Localizer) ([]doc.Source, error) {
	type edition struct {
		dataset record.Ref
		label   string
	}
	seen := map[edition]bool{}
	var out []doc.Source
	for _, u := range used {
		e := edition{u.Dataset, u.Vintage.Label}
		if seen[e] || e.label == "" {
			continue
		}
		seen[e] = true
		found, err := b.find(u.Dataset)
		if err != nil {
			return nil, err
		}
		if found == nil {
			continue
		}
		d := found.Body.(*dataset.Dataset)
		parts := []string{table(d), z.T("publication.published-on", fault.A{"date": day(u.Vintage.Published, z)})}
		if u.Vintage.Territory != "" {
			parts = append(parts, z.T("publication.territory-of", fault.A{"version": u.Vintage.Scheme + " " + u.Vintage.Territory}))
		}
		if d.Licence != "" {
			parts = append(parts, d.Licence)
		}
		out = append(out, doc.Source{Text: strings.Join(parts, ", "), Href: d.URL})
		b.credit(z, strings.Join(parts[:1], ""), d.Licence, d.URL)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Text < out[j].Text })
	return out, nil
}

// table names a dataset as its office does.
func table(d *dataset.Dataset) string {
	name := strings.TrimPrefix(d.Attribution, "Source: ")
	if name == "" {
		name = strings.Trim(d.Publisher+", "+d.Code, ", ")
	}
	return name
}

// day writes an ISO date in words.
func day(iso string, z *i18n.Localizer) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return z.Date(t)
}

// credit remembers whom to name at the foot: words, licence, address.
func (b *book) credit(z *i18n.Localizer, parts ...string) {
	if b.sources[z.Lang()] == nil {
		b.sources[z.Lang()] = map[string]struct{}{}
	}
	for len(parts) < 3 {
		parts = append(parts, "")
	}
	b.sources[z.Lang()][strings.Join(parts, "\x00")] = struct{}{}
}

// credits lists them in one order.
func (b *book) credits(z *i18n.Localizer) []doc.Source {
	keys := make([]string, 0, len(b.sources[z.Lang()]))
	for k := range b.sources[z.Lang()] {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var out []doc.Source
	for _, k := range keys {
		p := strings.SplitN(k, "\x00", 3)
		text := p[0]
		if p[1] != "" {
			text += ", " + p[1]
		}
		out = append(out, doc.Source{Text: text, Href: p[2]})
	}
	return out
}
