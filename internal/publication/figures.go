// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/doc/html"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// numbers is the table of the official figures behind a finding.
func (s *site) numbers(w *html.Builder, d *evidence.Judged) error {
	z := s.z
	t := newTable(s.say("publication.figures"), z.T("doc.ev-region"), z.T("doc.ev-what"), z.T("doc.ev-period"), z.T("doc.ev-value"), z.T("doc.ev-vintage"), s.say("publication.territory"))
	t.num = 3
	for _, v := range d.Result.Values {
		if v.Analysis != "" {
			if err := s.citedCell(t, d, v); err != nil {
				return err
			}
			continue
		}
		if v.Indicator == "" {
			continue
		}
		region, err := s.b.find(record.Ref(v.Region))
		if err != nil {
			return err
		}
		indicator, err := s.b.find(record.Ref(v.Indicator))
		if err != nil {
			return err
		}
		var vintages, codes []string
		for _, u := range d.Used {
			if slices.Contains(u.Values, v.Name) && u.Vintage.Label != "" {
				add(&vintages, s.z.Date(published(u)))
				add(&codes, strings.TrimSpace(u.Code+" "+version(u)))
			}
		}
		t.row(
			func(c *html.Builder) {
				if region == nil {
					return
				}
				class := ""
				if sign := s.b.signs[region.Ref]; sign > 0 {
					class = "reg r" + strconv.Itoa(sign)
				}
				s.word(c, "span", region.Title(), "class", class)
			},
			func(c *html.Builder) {
				c.Open("span")
				if indicator != nil {
					s.word(c, "span", indicator.Title())
					if unit := indicator.Body.(*evidence.Indicator).Unit; !unit.IsZero() && !v.Percent {
						c.Text(", ")
						s.word(c, "span", unit)
					}
				}
				c.Text(" ")
				c.El("code", v.Name)
				c.Close()
			},
			text(z.Period(v.Period)), s.cell(v), text(strings.Join(vintages, "; ")), text(strings.Join(codes, "; ")))
	}
	t.write(w)
	cited := 0
	for _, u := range d.Used {
		if u.Analysis != "" {
			cited++
		}
	}
	if len(d.Used) == len(t.rows) || len(d.Used) == cited {
		return nil // each value is a published number itself, or one that an analysis gave
	}
	return s.published(w, d)
}

// published lists every number that was read, as the office printed it: parts of a formula, regions that a rank compares.
func (s *site) published(w *html.Builder, d *evidence.Judged) error {
	t := newTable(s.say("publication.as-published"), s.z.T("doc.ev-region"), s.z.T("doc.ev-what"), s.z.T("doc.ev-period"), s.z.T("doc.ev-value"), s.z.T("doc.ev-vintage"), s.say("publication.territory"))
	t.num = 3
	for _, u := range d.Used {
		if u.Analysis != "" {
			continue // an analysis gave it; no office printed it
		}
		region, err := s.b.named(u.Region, s.lang)
		if err != nil {
			return err
		}
		t.row(text(region), func(c *html.Builder) { c.El("code", u.Dataset.Slug()+selected(u.Select)) }, text(s.z.Period(u.Period)),
			func(c *html.Builder) {
				if u.Value == "" {
					c.El("span", s.z.NoData(), "class", "nodata")
					return
				}
				c.El("data", s.z.Number(u.Value, i18n.AsPublished), "value", u.Value)
			}, text(s.z.Date(published(u))), text(strings.TrimSpace(u.Code+" "+version(u))))
	}
	w.Open("details")
	w.Open("summary")
	w.Text(s.say("publication.as-published"))
	w.El("span", ": "+s.in(d.Finding.Title), "class", "vh")
	w.Close()
	t.write(w)
	w.Close()
	w.Line()
	return nil
}

func (s *site) cell(v verdict.Read) func(*html.Builder) {
	return func(c *html.Builder) {
		if v.Shown == "" {
			c.El("span", s.z.NoData(), "class", "nodata")
			return
		}
		c.El("data", evidence.ShownRead(v, string(s.lang)), "value", v.Shown)
	}
}

func version(u evidence.Used) string {
	if u.Vintage.Territory == "" {
		return ""
	}
	return "(" + u.Vintage.Scheme + " " + u.Vintage.Territory + ")"
}

func add(list *[]string, s string) {
	if s != "" && !slices.Contains(*list, s) {
		*list = append(*list, s)
	}
}

// reckoning shows the formulas, what the words assert, and the nearest number that would turn it.
func (s *site) reckoning(w *html.Builder, d *evidence.Judged) error {
	w.Open("dl", "class", "calc")
	for i, v := range d.Finding.Values {
		if v.Formula == "" {
			continue
		}
		w.Open("div")
		w.El("dt", s.say("publication.formula"))
		w.Open("dd")
		w.El("code", v.Name+" = "+v.Formula)
		w.Text(" = ")
		s.cell(d.Result.Values[i])(w)
		w.Close()
		w.Close()
	}
	seen := map[record.Ref]bool{}
	for _, u := range d.Used {
		if seen[u.Indicator] || u.Indicator == "" {
			continue
		}
		seen[u.Indicator] = true
		r, err := s.b.find(u.Indicator)
		if err != nil {
			return err
		}
		if r == nil {
			continue
		}
		s.indicator(w, *r)
	}
	for _, a := range d.Finding.Assertions {
		w.Open("div")
		w.El("dt", s.say("publication.asserts"))
		w.Open("dd")
		w.El("code", rule(a))
		w.Text(" ")
		o := outcome(d, a.Name)
		w.El("span", s.say("publication.truth", fault.A{"truth": string(o.Truth)}), "class", "truth")
		for i, n := range o.Nearest {
			if i == 0 {
				turn, err := s.turns(o, n)
				if err != nil {
					return err
				}
				w.El("p", turn, "class", "quiet")
			}
		}
		w.Close()
		w.Close()
	}
	w.Close()
	return nil
}

func (s *site) indicator(w *html.Builder, r record.Record) {
	body := r.Body.(*evidence.Indicator)
	w.Open("div")
	w.El("dt", s.say("publication.indicator"))
	w.Open("dd")
	s.word(w, "span", body.Title)
	w.Text(": ")
	w.El("code", body.Formula)
	for _, in := range body.Inputs {
		w.Text("; ")
		w.El("code", in.Name)
		w.Text(" = ")
		w.El("code", in.Dataset.Slug()+selected(in.Select))
	}
	w.Close()
	w.Close()
}

func selected(codes map[string]string) string {
	var parts []string
	for k, v := range codes {
		parts = append(parts, k+"="+v)
	}
	if len(parts) == 0 {
		return ""
	}
	slices.Sort(parts)
	return "[" + strings.Join(parts, ", ") + "]"
}

var operators = map[string]string{">=": "≥", "<=": "≤", "==": "=", "!=": "≠"}

// rule writes what an assertion claims as a short formula.
func rule(a verdict.Assertion) string {
	op := a.Op
	if o, ok := operators[op]; ok {
		op = o
	}
	tolerance := ""
	if a.Tolerance != "" {
		tolerance = " ± " + a.Tolerance
	}
	subject := a.Of
	if subject == "" {
		subject = a.Left
	}
	switch a.Type {
	case verdict.Sign:
		return subject + map[string]string{"positive": " > 0", "negative": " < 0", "zero": " = 0"}[a.Sign] + tolerance
	case verdict.Share:
		return subject + " ≈ " + a.Share + tolerance
	case verdict.Rank:
		return fmt.Sprintf("rank(%s, %s, %s) = %d / %d", record.Ref(a.Indicator).Slug(), record.Ref(a.Region).Slug(), a.Period, max(a.Position, 1), members(a))
	}
	return a.Left + " " + op + " " + a.Right + tolerance
}

// members counts the regions of a rank: the region itself belongs to them whether listed or not.
func members(a verdict.Assertion) int {
	n := len(a.Among)
	if !slices.Contains(a.Among, a.Region) {
		n++
	}
	return n
}

// citedCell is the row of a number that an analysis gave: which analysis, where in its result, on which vintages.
func (s *site) citedCell(t *wordTable, d *evidence.Judged, v verdict.Read) error {
	analysis, err := s.b.find(record.Ref(v.Analysis))
	if err != nil {
		return err
	}
	var vintages, versions []string
	for _, u := range d.Used {
		if slices.Contains(u.Values, v.Name) && u.Vintage.Label != "" {
			add(&vintages, s.z.Date(published(u)))
			add(&versions, version(u))
		}
	}
	t.row(text(strings.Join(strings.Split(v.Cell, "|"), " · ")), func(c *html.Builder) {
		c.Open("span")
		if analysis != nil {
			s.word(c, "span", analysis.Title())
		}
		c.Text(" ")
		c.El("code", v.Name)
		c.Close()
	}, text(s.z.Period(v.Period)), s.cell(v), text(strings.Join(vintages, "; ")), text(strings.Join(versions, "; ")))
	return nil
}

// turns says in plain words which number would make the words false, or true again.
func (s *site) turns(o verdict.Outcome, n verdict.Nearest) (string, error) {
	what, err := s.b.about(verdict.Read{Indicator: n.Indicator, Region: n.Region, Period: n.Period, Analysis: n.Analysis, Cell: n.Cell}, s.z)
	if err != nil {
		return "", err
	}
	percent, decimals := false, 0
	if r, err := s.b.find(record.Ref(n.Indicator)); err != nil {
		return "", err
	} else if r != nil {
		body := r.Body.(*evidence.Indicator)
		percent, decimals = body.Percent, body.Decimals
	}
	key := "publication.would-fail"
	if o.Truth == verdict.False {
		key = "publication.would-hold"
	}
	return s.say(key, fault.A{"what": what, "side": string(n.Side), "limit": s.exact(n.Limit, percent, decimals), "now": s.exact(n.Now, percent, decimals)}), nil
}
