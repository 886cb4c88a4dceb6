// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"slices"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/chart"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// shelf holds the records that a page looks things up in, read by one statement.
type shelf struct {
	r     *site.Request
	tx    *record.ReadTx
	all   map[string][]record.Record
	byRef map[record.Ref]record.Record
	signs map[record.Ref]chart.Sign
	// versions are those of the territory codes in results that were read, by analysis.
	versions map[record.Ref]string
}

// stock reads all visible records of some kinds, and the signs of the partnership's regions.
func stock(r *site.Request, tx *record.ReadTx, kinds ...string) (*shelf, error) {
	s := &shelf{r: r, tx: tx, byRef: map[record.Ref]record.Record{}, signs: map[record.Ref]chart.Sign{}, versions: map[record.Ref]string{}}
	var err error
	if s.all, err = tx.AllOf(r.Context(), kinds...); err != nil {
		return nil, err
	}
	for _, list := range s.all {
		s.know(list...)
	}
	_, p, err := r.Partnership()
	if err != nil {
		return nil, err
	}
	if p != nil {
		for i, ref := range p.Regions {
			if i < int(chart.Third) {
				s.signs[ref] = chart.Sign(i + 1) //nolint:gosec // at most three
			}
		}
	}
	return s, nil
}

func (s *shelf) know(recs ...record.Record) {
	for _, rec := range recs {
		s.byRef[rec.Ref] = rec
	}
}

// judge makes a judge that knows what stands on the shelf.
func (s *shelf) judge() *evidence.Judge {
	j := evidence.NewJudge(s.tx)
	j.Know(s.all["indicator"]...)
	j.Know(s.all["dataset"]...)
	j.KnowRegions(s.all["region"]...)
	return j
}

// name is what a record is called in the reader's language; its address name where it may not be seen.
func (s *shelf) name(ref record.Ref) string {
	if rec, ok := s.byRef[ref]; ok {
		return rec.Name(string(s.r.Lang))
	}
	return ref.Slug()
}

// link leads to a record; it is only words where the record may not be seen.
func (s *shelf) link(ref record.Ref) ui.Link {
	l := ui.Link{Text: s.name(ref)}
	rec, ok := s.byRef[ref]
	if !ok {
		return l
	}
	title, lang := rec.Title().InLang(string(s.r.Lang))
	if title != "" && lang != string(s.r.Lang) {
		l.Lang = i18n.Lang(lang)
	}
	l.Href, l.Example = s.r.To(ref), rec.Invented
	return l
}

func (s *shelf) indicator(ref record.Ref) *evidence.Indicator {
	body, _ := s.byRef[ref].Body.(*evidence.Indicator)
	return body
}

func (s *shelf) dataset(ref record.Ref) *dataset.Dataset {
	body, _ := s.byRef[ref].Body.(*dataset.Dataset)
	return body
}

// sorted gives the records of a kind in the order of the reader's language.
func (s *shelf) sorted(kind string) []record.Record {
	out := slices.Clone(s.all[kind])
	slices.SortFunc(out, func(a, b record.Record) int {
		x, y := a.Name(string(s.r.Lang)), b.Name(string(s.r.Lang))
		switch {
		case s.r.Words.Less(x, y):
			return -1
		case s.r.Words.Less(y, x):
			return 1
		}
		return strings.Compare(string(a.Ref), string(b.Ref))
	})
	return out
}

// regions lists regions for a choice: those of the partnership first, then the others by name.
func (s *shelf) regions() []record.Record {
	out := s.sorted("region")
	slices.SortStableFunc(out, func(a, b record.Record) int { return rankOf(s.signs[a.Ref]) - rankOf(s.signs[b.Ref]) })
	return out
}

func rankOf(s chart.Sign) int {
	if s == chart.Plain {
		return int(chart.Third) + 1
	}
	return int(s)
}

// regionCell names a region with its sign.
func (s *shelf) regionCell(ref record.Ref) ui.Cell {
	return ui.Cell{Text: s.name(ref), Sign: s.signs[ref]}
}

// day writes an ISO date, or a label that begins with one, as a day.
func day(z *i18n.Localizer, iso string) string {
	if len(iso) >= len(time.DateOnly) {
		if t, err := time.Parse(time.DateOnly, iso[:len(time.DateOnly)]); err == nil {
			return z.ShortDate(t) + strings.ReplaceAll(iso[len(time.DateOnly):], ".", " · ")
		}
	}
	return iso
}

// table names a dataset as its office does: publisher and code.
func table(d *dataset.Dataset) string {
	if d == nil {
		return ""
	}
	return d.Source()
}

// version writes a territory version: "NUTS 2013".
func version(v dataset.Vintage) string {
	if v.Territory == "" {
		return ""
	}
	return v.Scheme + " " + v.Territory
}
