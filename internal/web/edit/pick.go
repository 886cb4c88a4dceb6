// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// candidates finds the records of some kinds: by words, or all of them by name when no word is given.
func candidates(ctx context.Context, tx *record.ReadTx, kinds []string, query, lang string, offset, limit int) ([]record.Hit, int, error) {
	if strings.TrimSpace(query) != "" {
		return tx.Search(ctx, record.SearchQuery{Text: query, Lang: lang, Kinds: kinds, Offset: offset, Limit: limit})
	}
	var all []record.Record
	byKind, err := tx.AllOf(ctx, kinds...)
	if err != nil {
		return nil, 0, err
	}
	for _, k := range kinds {
		all = append(all, byKind[k]...)
	}
	z := i18n.For(i18n.Lang(lang))
	slices.SortStableFunc(all, func(a, b record.Record) int {
		switch x, y := a.Name(lang), b.Name(lang); {
		case z.Less(x, y):
			return -1
		case z.Less(y, x):
			return 1
		}
		return 0
	})
	total := len(all)
	all = all[min(offset, total):]
	var hits []record.Hit
	for _, r := range all[:min(limit, len(all))] {
		hits = append(hits, record.Hit{Record: r})
	}
	return hits, total, nil
}

// pickPage is how many records a page of choices shows.
const pickPage = 20

// choices is a page on which one record is chosen for a field of a form.
type choices struct {
	r      *site.Request
	kinds  []string
	query  string
	field  string
	back   string
	hits   []record.Hit
	total  int
	offset int
}

// pick finds a record for a field. A script asks for the list alone and puts it under the field; without one it is a page whose choices
// lead back to the form, where the draft was kept meanwhile.
func pick(r *site.Request) error {
	q := r.URL.Query()
	c := &choices{r: r, kinds: strings.Split(q.Get("kind"), ","), query: q.Get("q"), field: q.Get("field"), offset: max(0, r.Number("page", 1)-1) * pickPage}
	for _, k := range c.kinds {
		if _, err := r.Tx.Kinds().Kind(k); err != nil {
			return fault.New(fault.NotFound, "record.unknown-kind", fault.A{"kind": k})
		}
	}
	if b, ok := site.Local(q.Get("back")); ok {
		c.back = b
	}
	limit := pickPage
	if r.Fragment() {
		limit = mostFound
	}
	var err error
	c.hits, c.total, err = candidates(r.Context(), r.Tx, c.kinds, c.query, string(r.Lang), c.offset, limit)
	if err != nil {
		return err
	}
	if r.Fragment() {
		return r.Page(ui.Page{}, pickList(c))
	}
	return r.Page(ui.Page{Title: r.T("edit.pick-title"), Lede: r.T("edit.pick-help")}, pickPageBody(c))
}

// to leads back to the form with the choice made.
func (c *choices) to(ref record.Ref) string {
	if c.back == "" {
		return c.r.To(ref)
	}
	path, query, _ := strings.Cut(c.back, "?")
	v, err := url.ParseQuery(query)
	if err != nil {
		v = url.Values{}
	}
	v.Add("add."+c.field, string(ref))
	return c.r.Href(path + "?" + v.Encode())
}

func (c *choices) page(n int) string {
	v := c.r.URL.Query()
	v.Set("page", strconv.Itoa(n))
	return c.r.Href("/pick?" + v.Encode())
}

func (c *choices) pages() ui.Pages {
	return ui.Pages{Now: c.offset/pickPage + 1, Last: (c.total + pickPage - 1) / pickPage, Total: c.total, To: c.page}
}

// note says what tells records of one name apart: the kind, where there are several, and the name of the address.
func note(r *site.Request, rec record.Record, kinds []string) string {
	if len(kinds) > 1 {
		return check.KindWord(r.Words, rec.Ref.Kind())
	}
	return rec.Ref.Slug()
}
