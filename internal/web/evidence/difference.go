// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/ui"
	"github.com/sumanus/sumanus/statistics"
)

// difference is what two vintages do not have in common.
type difference struct {
	report   dataset.Report
	from, to string
	concerns []evidence.Concern
	tooLarge bool // not compared unless asked for
}

// inlineObservations is how large two vintages may be to be compared whenever the page is shown.
const inlineObservations = 400_000

func verdictFrom(v doc.Verdict) verdict.Verdict { return verdict.Verdict(v) }

func float(text string) (float64, bool) {
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil
}

// compare finds out what differs between the vintages asked for, or the newest two.
func (v *datasetView) compare() error {
	if len(v.vintages) < 2 {
		return nil
	}
	q := v.r.URL.Query()
	d := &difference{from: v.vintages[len(v.vintages)-2].Label, to: v.latest().Label}
	a, b := q.Get("a"), q.Get("b")
	if v.has(a) && v.has(b) {
		d.to, d.from = a, b
	}
	v.diff = d
	if v.size(d.from)+v.size(d.to) > inlineObservations && a == "" {
		d.tooLarge = true
		return nil
	}
	ctx := v.r.Context()
	var err error
	if d.report, err = v.reader.Compare(ctx, v.rec.Ref, d.from, d.to); err != nil {
		return err
	}
	d.concerns, err = evidence.Concerned(ctx, v.r.Tx, v.rec.Ref, d.report.Changes)
	return err
}

func (v *datasetView) has(label string) bool {
	return slices.ContainsFunc(v.vintages, func(x dataset.Vintage) bool { return x.Label == label })
}

func (v *datasetView) size(label string) int64 {
	for _, x := range v.vintages {
		if x.Label == label {
			return x.Count
		}
	}
	return 0
}

// labels are the vintages that can be compared.
func (v *datasetView) labels(chosen string) []ui.Option {
	var out []ui.Option
	for _, x := range slices.Backward(v.vintages) {
		out = append(out, ui.Option{Value: x.Label, Label: v.r.T("ev.label-recorded", fault.A{"label": day(v.r.Words, x.Label), "date": v.r.Words.ShortDate(x.Recorded)}), Chosen: x.Label == chosen})
	}
	return out
}

// count is one line of what became of the numbers.
type count struct {
	key string
	n   int64
}

// countsOf lists what a comparison counts, in the order a reader asks.
func countsOf(r dataset.Report) []count {
	return []count{{"added", r.Added}, {"revised", r.Revised}, {"gone", r.Gone}, {"not-asked", r.NotAsked}, {"first-asked", r.FirstAsked}, {"status", r.StatusOnly}}
}

// countTable says what was added, revised, gone, and what nothing is said about.
func (s *shelf) countTable(r dataset.Report) ui.Table {
	T := s.r.T
	t := ui.Table{Caption: T("ev.what-became"), CaptionHidden: true, Columns: []ui.Column{{Text: T("ev.what-became")}, {Text: T("ev.how-many"), Number: true}, {Text: T("ev.what-means")}}}
	for i, c := range countsOf(r) {
		if i > 3 && c.n == 0 {
			continue
		}
		number := ui.Cell{Text: s.r.Words.Number(c.n, 0), Big: true}
		if c.key == "not-asked" && c.n > 0 {
			number = ui.Cell{Missing: s.r.Words.Number(c.n, 0), Big: true}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: T("ev.became", fault.A{"what": c.key})}, number, {Text: T("ev.became-means", fault.A{"what": c.key, "n": c.n})}}})
	}
	return t
}

// renames says which codes changed while the territory stayed.
func (s *shelf) renames(all []dataset.Rename) string {
	var parts []string
	for _, x := range all[:min(len(all), 12)] {
		parts = append(parts, x.From+" → "+x.To)
	}
	if len(parts) == 0 {
		return ""
	}
	return s.r.T("ev.renamed", fault.A{"codes": strings.Join(parts, ", ")})
}

// mostChanged is how many changed numbers the page lists.
const mostChanged = 14

// changedTable lists the numbers that changed and that findings rest on.
func (v *datasetView) changedTable() ui.Table {
	T := v.r.T
	t := ui.Table{Caption: T("ev.table-of", fault.A{"title": T("ev.changed-cited")}), CaptionHidden: true, Scroll: true, Columns: []ui.Column{{Text: T("ev.region")}, {Text: T("ev.series")}, {Text: T("ev.period")}, {Text: T("ev.was"), Number: true},
		{Text: T("ev.is-now"), Number: true}, {Text: T("ev.difference"), Number: true}, {Text: T("ev.findings")}}, Empty: T("ev.changed-none")}
	all := v.changedNumbers()
	for _, c := range all[:min(len(all), mostChanged)] {
		region, codes := v.seriesName(c.key)
		t.Rows = append(t.Rows, ui.Row{Waits: c.rank == 0, Cells: []ui.Cell{region, {Text: codes}, {Text: v.r.Words.Period(c.Period)}, v.published(c.Old), v.published(c.New), v.changeCell(c.ValueChange),
			{Content: findingLinks(v, c.findings)}}})
	}
	if len(all) > mostChanged {
		t.Note = T("ev.changed-more")
	}
	return t
}

// changedNumber is a number that changed and that findings rest on.
type changedNumber struct {
	dataset.ValueChange
	key      dataset.SeriesKey
	findings []record.Ref
	rank     int
}

// changedNumbers lists them: first those of findings that no longer hold, in the very periods the findings speak of, then what was
// revised, then what is new; the newest period first.
func (v *datasetView) changedNumbers() []changedNumber {
	var out []changedNumber
	for _, change := range v.diff.report.Changes.Series {
		findings := v.findingsOn(change.Key)
		if len(findings) == 0 {
			continue
		}
		for _, x := range change.Values {
			if x.NumberMoved {
				out = append(out, changedNumber{x, change.Key, findings, v.rankOf(x, findings)})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b changedNumber) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), statistics.ComparePeriods(b.Period, a.Period))
	})
	return out
}

func (v *datasetView) rankOf(x dataset.ValueChange, findings []record.Ref) int {
	for _, ref := range findings {
		f, ok := v.byRef[ref].Body.(*evidence.Finding)
		if !ok {
			continue
		}
		spoken := slices.ContainsFunc(f.Values, func(value verdict.Value) bool { return value.Period == x.Period })
		if spoken && v.standings[ref].Verdict == verdict.Untrue && x.Old != "" {
			return 0
		}
		if spoken && x.Old != "" {
			return 1
		}
	}
	if x.Old != "" {
		return 2
	}
	return 3
}

func (v *datasetView) published(text string) ui.Cell {
	if text == "" {
		return ui.Cell{Missing: v.r.Words.NoData()}
	}
	return ui.Cell{Text: v.r.Words.Number(text, i18n.AsPublished)}
}

func (v *datasetView) changeCell(x dataset.ValueChange) ui.Cell {
	a, okA := new(big.Rat).SetString(x.Old)
	b, okB := new(big.Rat).SetString(x.New)
	switch {
	case x.Old == "":
		return ui.Cell{Text: v.r.T("ev.is-new")}
	case x.New == "" || !okA || !okB:
		return ui.Cell{Text: v.r.T("ev.is-gone")}
	}
	text, _ := formula.Decimal(b.Sub(b, a), shownDecimals)
	return ui.Cell{Text: v.r.Words.Signed(text, i18n.AsPublished)}
}

func (v *datasetView) findingsOn(key dataset.SeriesKey) []record.Ref {
	var out []record.Ref
	for _, c := range v.diff.concerns {
		if c.Series == key && !slices.Contains(out, c.Finding) {
			out = append(out, c.Finding)
		}
	}
	return out
}

// seriesName tells a series by its region and its other codes.
func (v *datasetView) seriesName(key dataset.SeriesKey) (ui.Cell, string) {
	region := ui.Cell{Missing: v.r.T("ev.no-territory")}
	var codes []string
	parts, i := key.Parts(), 0
	for _, d := range v.body.Dimensions {
		if d.Role == "time" || i >= len(parts) {
			continue
		}
		if d.Role == "geo" {
			region = v.regionCell(record.Ref(parts[i]))
		} else {
			codes = append(codes, d.ID+" "+parts[i])
		}
		i++
	}
	return region, strings.Join(codes, " · ")
}
