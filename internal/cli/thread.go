// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
)

type threadCommand struct {
	Ref string `arg:""`
	asKnown
}

// The links of the thread, as they are followed from the later thing to the earlier, and back. To be part of something is no
// reason, but what is part of a plan came of it.
var (
	reasons      = []record.LinkKind{record.RestsOn, record.Cites, record.ContributesTo, record.MeasuredBy, record.Uses, record.ComposedOf, record.AgreedIn, record.Answers}
	consequences = append([]record.LinkKind{record.PartOf}, reasons...)
)

func (c *threadCommand) run(ctx context.Context, s *session) error {
	return s.read(ctx, c.asKnown, func(_ *house, tx *record.ReadTx) error {
		r, err := tx.Get(ctx, record.Ref(c.Ref))
		if err != nil {
			return err
		}
		w := &walk{s: s, tx: tx, judge: evidence.NewJudge(tx), seen: map[record.Ref]bool{}}
		s.line("%s", w.label(r))
		if err := w.sentence(ctx, r, "  "); err != nil {
			return err
		}
		s.heading("cli.why")
		if err := w.down(ctx, r, "  "); err != nil {
			return err
		}
		s.heading("cli.what")
		w.seen = map[record.Ref]bool{}
		if err := w.up(ctx, r, "  "); err != nil {
			return err
		}
		s.heading("cli.so-what")
		return w.results(ctx, r)
	})
}

// walk follows the thread; what was shown once is only named again.
type walk struct {
	s     *session
	tx    *record.ReadTx
	judge *evidence.Judge
	seen  map[record.Ref]bool
	came  []record.Record // actions and targets met on the way up
}

func (w *walk) label(r record.Record) string {
	text := check.KindWord(w.s.z, r.Ref.Kind()) + " " + w.s.z.Quote(w.s.title(r)) + "  " + string(r.Ref)
	if r.Invented {
		text += "  (" + w.s.z.T("folder.invented") + ")"
	}
	return text
}

// sentence shows the statement of a finding with its verdict.
func (w *walk) sentence(ctx context.Context, r record.Record, indent string) error {
	if r.Ref.Kind() != "finding" {
		return nil
	}
	d, err := w.judge.Finding(ctx, r.Ref)
	if err != nil {
		return err
	}
	w.s.line("%s%s  [%s]", indent, d.Plain(string(w.s.z.Lang())), w.s.verdict(d))
	return nil
}

// down shows what a thing rests on, until the official figures.
func (w *walk) down(ctx context.Context, r record.Record, indent string) error {
	links, err := w.tx.From(ctx, r.Ref)
	if err != nil {
		return err
	}
	shown := map[record.Ref]bool{}
	for _, l := range links {
		if !slices.Contains(reasons, l.Kind) || shown[l.To] || r.Ref.Kind() == "finding" && l.To.Kind() == "dataset" {
			continue // a finding reaches its datasets through its indicators
		}
		shown[l.To] = true
		to, err := w.tx.Get(ctx, l.To)
		if err != nil {
			return err
		}
		if done := w.step(l, to, indent); done {
			continue
		}
		if err := w.sentence(ctx, to, indent+"    "); err != nil {
			return err
		}
		if err := w.down(ctx, to, indent+"    "); err != nil {
			return err
		}
	}
	if len(shown) == 0 && indent == "  " {
		w.s.say("cli.no-reason")
	}
	return w.figures(ctx, r, indent)
}

// step shows one link and tells whether the thing was followed before.
func (w *walk) step(l record.Link, to record.Record, indent string) bool {
	done := w.seen[to.Ref]
	w.seen[to.Ref] = true
	text := indent + w.s.linkWord(l.Kind) + " → " + w.label(to)
	if done {
		text += " …"
	}
	w.s.line("%s", text)
	if l.Stated && !l.Reason.IsZero() {
		w.s.line("%s    %s", indent, w.s.z.Quote(l.Reason.In(string(w.s.z.Lang()))))
	}
	return done
}

// figures shows the published numbers behind a finding.
func (w *walk) figures(ctx context.Context, r record.Record, indent string) error {
	if r.Ref.Kind() != "finding" {
		return nil
	}
	d, err := w.judge.Finding(ctx, r.Ref)
	if err != nil {
		return err
	}
	for _, u := range d.Used {
		value := u.Value
		if value == "" {
			value = w.s.z.NoData()
		} else {
			value = w.s.z.Number(value, -1)
		}
		parts := []string{value, w.s.name(ctx, w.tx, u.Region), w.s.z.Period(u.Period)}
		w.s.line("%s%s  %s@%s %s  %s", indent, strings.Join(parts, ", "), u.Dataset, u.Vintage.Label, u.Code, u.Vintage.Attribution)
	}
	return nil
}

// up shows what rests on a thing, and remembers the actions and targets it meets.
func (w *walk) up(ctx context.Context, r record.Record, indent string) error {
	links, err := w.tx.To(ctx, r.Ref)
	if err != nil {
		return err
	}
	shown := map[record.Ref]bool{}
	for _, l := range links {
		if !slices.Contains(consequences, l.Kind) || shown[l.From] {
			continue
		}
		shown[l.From] = true
		from, err := w.tx.Get(ctx, l.From)
		if err != nil {
			return err
		}
		switch from.Body.(type) {
		case *strategy.Action, *strategy.Target:
			if !w.seen[from.Ref] {
				w.seen[from.Ref] = true
				w.came = append(w.came, from)
			}
			continue
		}
		if w.stepUp(l, from, indent) {
			continue
		}
		if err := w.up(ctx, from, indent+"    "); err != nil {
			return err
		}
	}
	if len(shown) == 0 && indent == "  " {
		w.s.say("cli.no-consequence")
	}
	return nil
}

func (w *walk) stepUp(l record.Link, from record.Record, indent string) bool {
	done := w.seen[from.Ref]
	w.seen[from.Ref] = true
	text := indent + "← " + w.s.linkWord(l.Kind) + " " + w.label(from)
	if done {
		text += " …"
	}
	w.s.line("%s", text)
	return done
}

// results shows what came of it: actions with their state, targets with their aim.
func (w *walk) results(ctx context.Context, r record.Record) error {
	came := w.came
	if _, ok := r.Body.(*strategy.Action); ok {
		came = append([]record.Record{r}, came...)
	}
	if len(came) == 0 {
		w.s.say("cli.no-result")
		return nil
	}
	slices.SortStableFunc(came, func(a, b record.Record) int { return strings.Compare(string(a.Ref), string(b.Ref)) })
	today := w.s.Now()
	if m := w.tx.Moment(); !m.IsZero() {
		today = m
	}
	for _, c := range came {
		w.s.line("  %s", w.label(c))
		switch b := c.Body.(type) {
		case *strategy.Action:
			late := b.Late(today.Format(time.DateOnly))
			w.s.line("    %s", w.s.z.T("cli.action", fault.A{"state": string(b.State), "start": w.s.z.Period(b.Start), "end": w.s.z.Period(b.End),
				"responsible": w.s.name(ctx, w.tx, b.Responsible), "late": late}))
		case *strategy.Target:
			w.s.line("    %s", w.s.z.T("cli.target", fault.A{"indicator": w.s.name(ctx, w.tx, b.Indicator), "baseline": w.value(ctx, b, b.Baseline.Value),
				"from": w.s.z.Period(b.Baseline.Period), "aim": w.value(ctx, b, b.Aim.Value), "to": w.s.z.Period(b.Aim.Period)}))
		}
	}
	return nil
}

// value writes a number of a target as its indicator is shown: a share as a percentage.
func (w *walk) value(ctx context.Context, t *strategy.Target, text string) string {
	n, ok := formula.Parse(text)
	if !ok || !n.Known() {
		return w.s.z.NoData()
	}
	r, err := w.tx.Get(ctx, t.Indicator)
	if i, is := r.Body.(*evidence.Indicator); err == nil && is && i.Percent {
		return w.s.z.Percent(formula.Round(new(big.Rat).Mul(n.Rat(), big.NewRat(100, 1)), i.Decimals), i.Decimals)
	}
	return w.s.z.Number(text, -1)
}
