// SPDX-License-Identifier: EUPL-1.2

package search

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Area gives the route of the search.
func Area() site.Area {
	return site.Area{Key: "search", Routes: []site.Route{site.Get("/search", site.ForEveryone(), show)}}
}

// perPage is how many things found a page shows.
const perPage = 20

// view is what the page shows.
type view struct {
	r       *site.Request
	query   string
	kind    string
	page    int
	found   []ui.Found
	total   int // of the chosen kind
	all     int // of any kind
	kinds   []ui.Link
	trouble string
}

func show(r *site.Request) error {
	v := &view{r: r, query: strings.TrimSpace(r.URL.Query().Get("q")), kind: r.URL.Query().Get("kind"), page: max(1, r.Number("page", 1))}
	p := ui.Page{Title: r.T("search.title"), Search: v.query}
	if v.query == "" {
		return r.Page(p, body(v))
	}
	if err := v.read(); err != nil {
		var told bool
		if v.trouble, told = v.mistyped(err); !told {
			return err
		}
		return r.Page(p, body(v))
	}
	p.Title = r.T("search.title-of", fault.A{"query": v.query})
	return r.Page(p, body(v))
}

// mistyped tells what a person can type otherwise; any other fault is not the search's own.
func (v *view) mistyped(err error) (string, bool) {
	if fault.CodeOf(err) != fault.Invalid {
		return "", false
	}
	return v.r.Words.Error(err), true
}

func (v *view) read() error {
	r, ctx := v.r, v.r.Context()
	q := record.SearchQuery{Text: v.query, Lang: string(r.Lang)}
	counts, err := r.Tx.SearchKinds(ctx, q)
	if err != nil {
		return err
	}
	if counts[v.kind] == 0 {
		v.kind = ""
	}
	v.total = 0
	for kind, n := range counts {
		v.all += n
		if v.kind == "" || v.kind == kind {
			v.total += n
		}
	}
	v.narrow(counts)
	if v.kind != "" {
		q.Kinds = []string{v.kind}
	}
	v.page = min(v.page, max(1, (v.total+perPage-1)/perPage))
	q.Offset, q.Limit = (v.page-1)*perPage, perPage
	hits, _, err := r.Tx.Search(ctx, q)
	if err != nil {
		return err
	}
	return v.show(hits)
}

// narrow lists the kinds there are, those with most first, each with its number.
func (v *view) narrow(counts map[string]int) {
	var kinds []string
	for k := range counts {
		kinds = append(kinds, k)
	}
	slices.SortFunc(kinds, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	if len(kinds) < 2 {
		return
	}
	v.kinds = append(v.kinds, ui.Link{Text: v.r.T("search.all", fault.A{"n": v.all}), Href: v.to("", 1), Current: v.kind == ""})
	for _, k := range kinds {
		v.kinds = append(v.kinds, ui.Link{Text: v.r.T("search.of-kind", fault.A{"kind": upper(check.KindWord(v.r.Words, k)), "n": counts[k]}), Href: v.to(k, 1), Current: v.kind == k})
	}
}

// upper begins a heading.
func upper(s string) string {
	for i, c := range s {
		if i == 0 {
			return strings.ToUpper(string(c)) + s[len(string(c)):]
		}
	}
	return s
}

// to is the address of a page of results.
func (v *view) to(kind string, page int) string {
	q := url.Values{"q": {v.query}}
	if kind != "" {
		q.Set("kind", kind)
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	return v.r.Href("/search?" + q.Encode())
}

func (v *view) show(hits []record.Hit) error {
	r := v.r
	var findings []record.Record
	places := map[record.Ref]record.Ref{}
	var refs []record.Ref
	for _, h := range hits {
		if h.Record.Ref.Kind() == "finding" {
			findings = append(findings, h.Record)
		}
		if up := partOf(h.Record); up != "" {
			places[h.Record.Ref] = up
			refs = append(refs, up)
		}
	}
	names, err := r.Tx.Records(r.Context(), refs)
	if err != nil {
		return err
	}
	standings := map[record.Ref]evidence.Standing{}
	if len(findings) > 0 {
		if standings, err = evidence.StandingsOf(r.Context(), r.Tx, findings); err != nil {
			return err
		}
	}
	for _, h := range hits {
		title, lang := h.Record.Title().InLang(string(r.Lang))
		f := ui.Found{Kind: check.KindWord(r.Words, h.Record.Ref.Kind()), Title: title, Href: r.To(h.Record.Ref), Example: h.Record.Invented, Plan: plan(h.Record.Ref.Kind())}
		if title == "" {
			f.Title = string(h.Record.Ref)
		}
		if lang != string(r.Lang) {
			f.Lang = i18n.Lang(lang)
		}
		if up, ok := names[places[h.Record.Ref]]; ok {
			f.Place = []ui.Link{{Text: up.Name(string(r.Lang)), Href: r.To(up.Ref)}}
		}
		if s, judged := standings[h.Record.Ref]; judged {
			verdict := doc.Verdict(s.Verdict)
			f.Verdict = &verdict
		}
		switch {
		case h.Snippet.Field == "slug":
		case h.Snippet.Text == f.Title: // it is not said twice
			f.Marked = parts(h.Snippet)
		default:
			f.Snippet = parts(h.Snippet)
			f.SnippetLang = i18n.Lang(h.Snippet.Lang)
		}
		v.found = append(v.found, f)
	}
	return nil
}

// partOf is the record in which another stands: the document of a chapter, the plan of a priority.
func partOf(rec record.Record) record.Ref {
	for _, l := range rec.Body.Links() {
		if l.Kind == record.PartOf || l.Kind == record.ContributesTo {
			return l.To
		}
	}
	return ""
}

// plan tells whether titles of a kind are words of the plan.
func plan(kind string) bool {
	return slices.Contains([]string{"plan", "priority", "measure", "action", "target", "finding", "chapter", "document"}, kind)
}

// parts cuts a snippet where the marks are.
func parts(s record.Snippet) []ui.Part {
	var out []ui.Part
	at := 0
	for _, m := range s.Marks {
		if m[0] > at {
			out = append(out, ui.Part{Text: s.Text[at:m[0]]})
		}
		out = append(out, ui.Part{Text: s.Text[m[0]:m[1]], Mark: ui.Value})
		at = m[1]
	}
	if at < len(s.Text) {
		out = append(out, ui.Part{Text: s.Text[at:]})
	}
	return out
}

func (v *view) pages() ui.Pages {
	return ui.Pages{Now: v.page, Last: (v.total + perPage - 1) / perPage, Total: v.total, To: func(n int) string { return v.to(v.kind, n) }}
}
