// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"math/big"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/doc/html"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// wordTable is a table of words: on a small screen its rows become lists with labels. Roles are said again because laying out a table as
// blocks takes them away.
type wordTable struct {
	caption string
	heads   []string
	num     int // the column of numbers; 0 is none
	rows    [][]func(*html.Builder)
}

func newTable(caption string, heads ...string) *wordTable {
	return &wordTable{caption: caption, heads: heads}
}

func (t *wordTable) row(cells ...func(*html.Builder)) { t.rows = append(t.rows, cells) }

func text(s string) func(*html.Builder) {
	return func(c *html.Builder) { c.El("span", s) }
}

func (t *wordTable) write(w *html.Builder) {
	if len(t.rows) == 0 {
		return
	}
	w.Open("div", "class", "stack-t")
	w.Open("table", "class", "t-stack", "role", "table")
	w.El("caption", t.caption, "class", "vh-c")
	w.Open("thead", "role", "rowgroup")
	w.Open("tr", "role", "row")
	for i, h := range t.heads {
		w.El("th", h, "scope", "col", "role", "columnheader", "class", t.class(i))
	}
	w.Close()
	w.Close()
	w.Line()
	w.Open("tbody", "role", "rowgroup")
	for _, r := range t.rows {
		w.Open("tr", "role", "row")
		for i, cell := range r {
			if i == 0 {
				w.Open("th", "scope", "row", "role", "rowheader")
			} else {
				w.Open("td", "role", "cell", "class", t.class(i), "data-l", t.heads[i])
			}
			cell(w)
			w.Close()
		}
		w.Close()
		w.Line()
	}
	w.Close()
	w.Close()
	w.Close()
	w.Line()
}

func (t *wordTable) class(i int) string {
	if t.num > 0 && i == t.num {
		return "num"
	}
	return ""
}

// sourceLine names where numbers come from.
func (s *site) sourceLine(w *html.Builder, sources []doc.Source) {
	if len(sources) == 0 {
		return
	}
	w.Open("p", "class", "src")
	w.Text(s.z.T("doc.source", fault.A{"n": len(sources)}) + " ")
	for i, src := range sources {
		if i > 0 {
			w.Text("; ")
		}
		if src.Href != "" && doc.SafeLink(src.Href) {
			w.El("a", src.Text, "href", src.Href)
		} else {
			w.El("span", src.Text)
		}
	}
	w.Close()
	w.Line()
}

// published is the day of the edition a number was read from.
func published(u evidence.Used) time.Time {
	t, err := time.Parse(time.DateOnly, u.Vintage.Published)
	if err != nil {
		return time.Time{}
	}
	return t
}

// moreDecimals is how much finer than its indicator a limit is told.
const moreDecimals = 2

// exact writes a number as exactly as it reads well.
func (s *site) exact(r *big.Rat, percent bool, decimals int) string {
	if r == nil {
		return s.z.NoData()
	}
	if percent {
		r = new(big.Rat).Mul(r, big.NewRat(100, 1))
	}
	text, ok := formula.Decimal(r, decimals+moreDecimals)
	if !ok {
		text = formula.Round(r, decimals+moreDecimals)
	}
	if percent {
		return s.z.Percent(text, i18n.AsPublished)
	}
	return s.z.Number(text, i18n.AsPublished)
}

// valued writes a value of a target with its period; shares are kept as fractions, as their indicator computes them.
func (s *site) valued(period, value string, indicator *record.Record) func(*html.Builder) {
	return func(c *html.Builder) {
		if value == "" {
			c.El("span", s.z.T("doc.unknown"), "class", "nodata")
			return
		}
		c.Open("span")
		percent, decimals := false, 0
		if indicator != nil {
			body := indicator.Body.(*evidence.Indicator)
			percent, decimals = body.Percent, body.Decimals
		}
		shown := value
		if r, ok := new(big.Rat).SetString(value); ok {
			if shown = s.exact(r, percent, decimals); percent { // 21,0 % beside 20,2 %: both are told alike
				shown = s.z.Percent(formula.Round(new(big.Rat).Mul(r, big.NewRat(100, 1)), max(decimals, fraction(value)-2)), -1)
			}
		}
		c.El("data", shown, "value", value)
		if period != "" {
			c.Text(" (" + s.z.Period(period) + ")")
		}
		c.Close()
	}
}

// fraction counts the decimals of a decimal text.
func fraction(decimal string) int {
	if i := strings.IndexByte(decimal, '.'); i >= 0 {
		return len(decimal) - i - 1
	}
	return 0
}
