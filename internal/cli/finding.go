// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"math/big"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

type findingCommand struct {
	Slug string `arg:""`
	asKnown
}

func (c *findingCommand) run(ctx context.Context, s *session) error {
	return s.read(ctx, c.asKnown, func(_ *house, tx *record.ReadTx) error {
		d, err := evidence.NewJudge(tx).Finding(ctx, findingRef(c.Slug))
		if err != nil {
			return err
		}
		s.line("%s", d.Finding.Title.In(string(s.z.Lang())))
		s.say("cli.finding-stands", fault.A{"verdict": s.verdict(d), "state": string(d.Finding.State)})
		for _, f := range d.Result.Faults {
			s.line("%s", s.z.Error(f))
		}
		s.sentences(d)
		s.values(ctx, tx, d)
		s.assertions(d)
		s.vintages(d)
		return s.surroundings(ctx, tx, d.Record.Ref)
	})
}

func (s *session) heading(key string) {
	s.line("")
	s.say(key)
}

// sentences shows the statement in each language, and says where a translation is not to be trusted.
func (s *session) sentences(d *evidence.Judged) {
	s.heading("cli.sentence")
	for _, lang := range d.Finding.Statement.Languages() {
		state := d.Finding.Statement.State(lang)
		note := ""
		if state == record.Stale {
			note = "  (" + s.z.T("cli.translation-stale") + ")"
		}
		s.line("  %s  %s%s", lang, d.Plain(lang), note)
	}
}

func (s *session) values(ctx context.Context, tx record.Reader, d *evidence.Judged) {
	s.heading("cli.values")
	lang := string(s.z.Lang())
	before := map[string]string{}
	for _, m := range d.Result.Moves {
		before[m.Name] = s.number(m.Before)
	}
	var rows [][]string
	for i, v := range d.Result.Values {
		what := d.Finding.Values[i].Formula
		if v.Indicator != "" {
			what = s.name(ctx, tx, record.Ref(v.Indicator)) + ", " + s.name(ctx, tx, record.Ref(v.Region))
		}
		if v.Analysis != "" {
			what = s.name(ctx, tx, record.Ref(v.Analysis)) + ", " + v.Cell
		}
		shown := evidence.ShownRead(v, lang)
		if gap := v.Number.Gap(); !v.Number.Known() && gap.Reason != "" {
			shown += " (" + s.z.T(verdict.ReasonKey(gap.Reason)) + ")"
		}
		if was, moved := before[v.Name]; moved {
			shown += " (" + s.z.T("cli.was", fault.A{"value": was}) + ")"
		}
		rows = append(rows, []string{"  " + v.Name, shown, s.z.Period(v.Period), what})
	}
	s.table(rows)
}

// name is the title of a record, or its reference where it may not be seen.
func (s *session) name(ctx context.Context, tx record.Reader, ref record.Ref) string {
	r, err := tx.Get(ctx, ref)
	if err != nil {
		return string(ref)
	}
	return s.title(r)
}

// assertions shows what the sentence claims, and the nearest number that would make it false.
func (s *session) assertions(d *evidence.Judged) {
	s.heading("cli.assertions")
	for i, o := range d.Result.Assertions {
		line := "  " + o.Name + ": " + claim(d.Finding.Assertions[i]) + " – " + s.z.T("cli.truth", fault.A{"truth": string(o.Truth)})
		if o.Incomparable != "" {
			line += ", " + s.z.T(o.Incomparable.Key())
		}
		if o.Position > 0 {
			line += ", " + s.z.T("cli.position", fault.A{"n": o.Position})
		}
		s.line("%s", line)
		for _, n := range o.Nearest[:min(len(o.Nearest), 1)] {
			limit := s.rational(n.Limit)
			if n.Approximate && !strings.HasPrefix(limit, "≈") {
				limit = "≈ " + limit
			}
			s.line("    %s: %s", s.nearestName(n), s.z.T(n.Side.Key(), fault.A{"limit": limit}))
		}
		if o.Together {
			s.line("    %s", s.z.T(verdict.TogetherKey))
		}
	}
}

func (s *session) nearestName(n verdict.Nearest) string {
	if len(n.Values) > 0 {
		return strings.Join(n.Values, ", ") + " = " + s.rational(n.Now)
	}
	return n.Region + " " + n.Period + " = " + s.rational(n.Now)
}

// claim writes an assertion as its author did.
func claim(a verdict.Assertion) string {
	switch a.Type {
	case verdict.Compare:
		return a.Left + " " + a.Op + " " + a.Right
	case verdict.Rank:
		return a.Region + " " + a.Order + " " + a.Indicator + " " + a.Period
	case verdict.Sign:
		return a.Of + " " + a.Sign
	}
	return a.Of + " ≈ " + a.Share + " ± " + a.Tolerance
}

// shownDecimals bounds what a person is shown of an exact number, endlessDecimals what of one whose decimals have no end.
const (
	shownDecimals   = 6
	endlessDecimals = 2
)

func (s *session) rational(r *big.Rat) string {
	if r == nil {
		return s.z.NoData()
	}
	text, whole := formula.Decimal(r, shownDecimals)
	if !whole { // an endless fraction
		return "≈ " + s.z.Number(formula.Round(r, endlessDecimals), i18n.AsPublished)
	}
	return s.z.Number(text, i18n.AsPublished)
}

func (s *session) number(n formula.Number) string {
	if !n.Known() {
		return s.z.NoData()
	}
	return s.rational(n.Rat())
}

func (s *session) vintages(d *evidence.Judged) {
	s.heading("cli.vintages")
	written := map[record.Ref]string{}
	for _, p := range d.Finding.WrittenFrom {
		written[p.Dataset] = p.Vintage
	}
	seen := map[record.Ref]bool{}
	for _, u := range d.Used {
		if seen[u.Dataset] {
			continue
		}
		seen[u.Dataset] = true
		line := "  " + string(u.Dataset) + "@" + u.Vintage.Label + "  " + u.Vintage.Scheme + " " + u.Vintage.Territory + "  " + u.Vintage.Attribution
		if w := written[u.Dataset]; w != "" && w != u.Vintage.Label {
			line += "  (" + s.z.T("cli.written-from", fault.A{"vintage": w}) + ")"
		}
		s.line("%s", line)
	}
}

// surroundings shows who cites the finding or rests on it, and its history.
func (s *session) surroundings(ctx context.Context, tx *record.ReadTx, ref record.Ref) error {
	users, err := tx.To(ctx, ref)
	if err != nil {
		return err
	}
	if len(users) > 0 {
		s.heading("cli.cited-by")
		var last record.Link
		for _, l := range users {
			if l.Kind == last.Kind && l.From == last.From {
				continue // cited in each language
			}
			last = l
			s.line("  %s  %s  %s", s.linkWord(l.Kind), l.From, s.name(ctx, tx, l.From))
		}
	}
	past, err := tx.History(ctx, ref)
	if err != nil {
		return err
	}
	s.heading("cli.history")
	s.history(past)
	return nil
}

// linkWord says how the later thing hangs on the earlier one.
func (s *session) linkWord(kind record.LinkKind) string {
	if key := "cli.link." + string(kind); s.z.Has(key) {
		return s.z.T(key)
	}
	return string(kind)
}
