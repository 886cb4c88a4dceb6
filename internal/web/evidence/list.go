// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// perPage is how many findings stand on a page of the list.
const perPage = 40

// findings is the list: what turned, then all others.
type findings struct {
	*shelf
	all    []evidence.Stood
	shown  []evidence.Stood // after the filters, what waits first
	cited  map[record.Ref][]record.Ref
	plans  map[record.Ref][]record.Ref // plans that rest on a finding
	counts map[string]int              // by verdict, and "withdrawn"
	query  url.Values
	page   int
}

// filters of the list, each a word of the address.
var filters = []string{"verdict", "state", "region", "plan", "q"}

func list(r *site.Request) error {
	ctx := r.Context()
	all, err := evidence.Stored(ctx, r.Tx)
	if err != nil {
		return err
	}
	s, err := stock(r, r.Tx, "analysis", "indicator", "dataset", "region", "plan", "priority", "document", "chapter", "measure")
	if err != nil {
		return err
	}
	l := &findings{shelf: s, all: all, counts: map[string]int{}, query: url.Values{}, page: max(1, r.Number("page", 1))}
	if err := l.catchUp(); err != nil {
		return err
	}
	for _, name := range filters {
		if v := strings.TrimSpace(r.URL.Query().Get(name)); v != "" {
			l.query.Set(name, v)
		}
	}
	l.citations()
	l.choose()
	page := ui.Page{Title: l.title(), Lede: l.lede(), Below: tabs(s, "findings", len(all)), Example: slices.ContainsFunc(all, func(s evidence.Stood) bool { return s.Record.Invented })}
	return r.Page(page, findingList(l))
}

// mostWaiting bounds how many findings a list judges itself because their evaluation has not come yet.
const mostWaiting = 60

// catchUp judges what the background has not judged yet, so that a new sentence never shows empty numbers.
func (l *findings) catchUp() error {
	var waiting []record.Record
	for _, s := range l.all {
		if (!s.Known || !s.Current) && len(waiting) < mostWaiting {
			waiting = append(waiting, s.Record)
		}
	}
	if len(waiting) == 0 {
		return nil
	}
	j := l.judge()
	if err := j.AheadOf(l.r.Context(), waiting...); err != nil {
		return err
	}
	for i := range l.all {
		s := &l.all[i]
		if s.Known && s.Current || !slices.ContainsFunc(waiting, func(w record.Record) bool { return w.Ref == s.Record.Ref }) {
			continue
		}
		d, err := j.Finding(l.r.Context(), s.Record.Ref)
		if fault.CodeOf(err) == fault.NotFound {
			d, err = remembered(s.Record, s.Finding, s.Result), nil // what it rests on may not be seen by this reader
		}
		if err != nil {
			return err
		}
		s.Judged, s.Verdict = *d, d.Result.Verdict
		if !s.Known {
			s.Since = s.Record.Changed
		}
	}
	return nil
}

// citations finds who rests on each finding, and which plans that makes.
func (l *findings) citations() {
	l.cited, l.plans = map[record.Ref][]record.Ref{}, map[record.Ref][]record.Ref{}
	for _, kind := range []string{"priority", "measure", "chapter"} {
		for _, rec := range l.shelf.all[kind] {
			for _, link := range record.LinksOfRecord(rec) {
				if link.To.Kind() != "finding" || slices.Contains(l.cited[link.To], rec.Ref) {
					continue
				}
				l.cited[link.To] = append(l.cited[link.To], rec.Ref)
				if p := l.planOf(rec); p != "" && !slices.Contains(l.plans[link.To], p) {
					l.plans[link.To] = append(l.plans[link.To], p)
				}
			}
		}
	}
}

// planOf is the plan a priority or measure belongs to, or the document of a chapter.
func (l *findings) planOf(rec record.Record) record.Ref {
	switch b := rec.Body.(type) {
	case *strategy.Priority:
		return b.Plan
	case *strategy.Measure:
		if p, ok := l.byRef[b.Priority].Body.(*strategy.Priority); ok {
			return p.Plan
		}
	case *publication.Chapter:
		return b.Document
	}
	return ""
}

// choose filters and sorts; it counts verdicts before the filter of verdicts.
func (l *findings) choose() {
	words := strings.Fields(l.r.Words.Fold(l.query.Get("q")))
	for _, s := range l.all {
		if !l.fits(s, words) {
			continue
		}
		v := l.standing(s)
		l.counts[""]++
		l.counts[v]++
		if want := l.query.Get("verdict"); want == "" || want == v || want == "newer" && s.Newer {
			l.shown = append(l.shown, s)
		}
		if s.Newer {
			l.counts["newer"]++
		}
	}
	slices.SortStableFunc(l.shown, func(a, b evidence.Stood) int {
		return cmp.Or(cmp.Compare(order[l.standing(a)], order[l.standing(b)]), b.Since.Compare(a.Since), cmp.Compare(a.Record.Ref, b.Record.Ref))
	})
}

// withdrawn is the word for findings that are no longer said, among the verdicts.
const withdrawn = "withdrawn"

var order = map[string]int{string(verdict.Untrue): 0, string(verdict.Incomparable): 1, string(verdict.Uncomputable): 2, string(verdict.Moved): 3, string(verdict.Holds): 4, withdrawn: 5}

// standing is the verdict, or that the finding is no longer said.
func (l *findings) standing(s evidence.Stood) string {
	if s.Finding.State == evidence.Withdrawn {
		return withdrawn
	}
	return string(s.Verdict)
}

func (l *findings) fits(s evidence.Stood, words []string) bool {
	ref := s.Record.Ref
	if want := l.query.Get("state"); want != "" && want != string(s.Finding.State) {
		return false
	}
	if want := record.Ref(l.query.Get("plan")); want != "" && !slices.Contains(l.plans[ref], want) {
		return false
	}
	if want := l.query.Get("region"); want != "" && !regionsOf(s.Finding)[want] {
		return false
	}
	if len(words) == 0 {
		return true
	}
	text := ref.Slug()
	for _, lang := range s.Finding.Statement.Languages() {
		text += " " + s.Plain(lang)
	}
	for _, wording := range s.Finding.Title.Text {
		text += " " + wording
	}
	text = l.r.Words.Fold(text)
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// regionsOf are the regions a finding speaks of.
func regionsOf(f *evidence.Finding) map[string]bool {
	out := map[string]bool{}
	for _, v := range f.Values {
		out[v.Region] = true
	}
	for _, a := range f.Assertions {
		out[a.Region] = true
		for _, among := range a.Among {
			out[among] = true
		}
	}
	delete(out, "")
	return out
}

// broken counts what needs other words.
func (l *findings) broken() int {
	return l.counts[string(verdict.Untrue)] + l.counts[string(verdict.Incomparable)] + l.counts[string(verdict.Uncomputable)]
}

func (l *findings) title() string {
	switch {
	case len(l.all) == 0:
		return l.r.T("ev.title-empty")
	case len(l.query) > 0:
		return l.r.T("ev.title-found", fault.A{"n": len(l.shown)})
	case l.broken() > 0:
		return l.r.T("ev.title-broken", fault.A{"n": l.broken()})
	case l.counts[string(verdict.Moved)] > 0:
		return l.r.T("ev.title-moved", fault.A{"n": l.counts[string(verdict.Moved)]})
	}
	return l.r.T("ev.title-holds", fault.A{"n": l.counts[""] - l.counts[withdrawn]})
}

func (l *findings) lede() string {
	if len(l.all) == 0 {
		return l.r.T("ev.lede-empty")
	}
	return l.r.T("ev.lede")
}

// href is the list with one filter set another way; an empty value takes it away.
func (l *findings) href(name, value string) string {
	q := url.Values{}
	for k, v := range l.query {
		q[k] = v
	}
	if q.Del(name); value != "" {
		q.Set(name, value)
	}
	return l.address(q)
}

func (l *findings) address(q url.Values) string {
	if len(q) == 0 {
		return l.r.Href("/evidence")
	}
	return l.r.Href("/evidence?" + q.Encode())
}

// part is one page of the list.
func (l *findings) part() []evidence.Stood {
	from := min((l.page-1)*perPage, len(l.shown))
	return l.shown[from:min(from+perPage, len(l.shown))]
}

func (l *findings) pages() ui.Pages {
	return ui.Pages{Now: l.page, Last: (len(l.shown) + perPage - 1) / perPage, Total: len(l.shown), To: func(n int) string {
		q := url.Values{}
		for k, v := range l.query {
			q[k] = v
		}
		if n > 1 {
			q.Set("page", url.QueryEscape(itoa(n)))
		}
		return l.address(q)
	}}
}
