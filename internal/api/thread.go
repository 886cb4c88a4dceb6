// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
)

// The links of the thread. To be part of something is no reason, but what is part of a plan came of it.
var (
	reasons      = []record.LinkKind{record.RestsOn, record.Cites, record.ContributesTo, record.MeasuredBy, record.Uses, record.ComposedOf, record.AgreedIn, record.Answers}
	consequences = append([]record.LinkKind{record.PartOf}, reasons...)
)

// step is one thing on the thread; a step that is deeper hangs on the one before it that is less deep.
type step struct {
	Depth    int             `json:"depth"`
	Link     record.LinkKind `json:"link,omitempty"`
	Reason   string          `json:"reason,omitempty"`
	Ref      record.Ref      `json:"ref"`
	Title    string          `json:"title"`
	Invented bool            `json:"invented,omitempty"`
	// Of findings.
	Sentence string       `json:"sentence,omitempty"`
	Verdict  string       `json:"verdict,omitempty"`
	Newer    bool         `json:"newer,omitempty"`
	Figures  []figureJSON `json:"figures,omitempty"`
	// Of actions.
	State string `json:"state,omitempty"`
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
	Late  bool   `json:"late,omitempty"`
}

type threadJSON struct {
	Ref    record.Ref `json:"ref"`
	Title  string     `json:"title"`
	Why    []step     `json:"why"`
	What   []step     `json:"what"`
	SoWhat []step     `json:"so_what"`
}

// thread answers why, what and so what from links alone.
func thread(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	var out threadJSON
	if err := c.read(ctx, func(tx *record.ReadTx) error {
		r, err := tx.Get(ctx, ref)
		if err != nil {
			return err
		}
		w := &walk{c: c, tx: tx, judge: evidence.NewJudge(tx), today: c.api.store.Now()}
		if m := tx.Moment(); !m.IsZero() {
			w.today = m
		}
		out = threadJSON{Ref: ref, Title: titleOf(r, c.lang)}
		if out.Why, err = w.follow(ctx, r, true); err != nil {
			return err
		}
		if out.What, err = w.follow(ctx, r, false); err != nil {
			return err
		}
		out.SoWhat, err = w.results(ctx, r)
		return err
	}); err != nil {
		return nil, err
	}
	return ok(out), nil
}

// walk follows the thread. What was met once is named again, but not followed again.
type walk struct {
	c     *call
	tx    *record.ReadTx
	judge *evidence.Judge
	today time.Time
	seen  map[record.Ref]bool
	steps []step
	came  []record.Record // actions and targets met on the way up
}

func (w *walk) follow(ctx context.Context, r record.Record, down bool) ([]step, error) {
	w.seen, w.steps = map[record.Ref]bool{r.Ref: true}, []step{}
	if down {
		// A finding begins with its own figures.
		if err := w.figures(ctx, r, nil); err != nil {
			return nil, err
		}
	}
	err := w.from(ctx, r, 0, down)
	return w.steps, err
}

func (w *walk) from(ctx context.Context, r record.Record, depth int, down bool) error {
	read, wanted := w.tx.To, consequences
	if down {
		read, wanted = w.tx.From, reasons
	}
	links, err := read(ctx, r.Ref)
	if err != nil {
		return err
	}
	here := map[record.Ref]bool{}
	for _, l := range links {
		end := l.From
		if down {
			end = l.To
		}
		// A finding reaches its datasets through its indicators.
		if !slices.Contains(wanted, l.Kind) || here[end] || down && r.Ref.Kind() == "finding" && end.Kind() == "dataset" {
			continue
		}
		here[end] = true
		next, err := w.tx.Get(ctx, end)
		if err != nil {
			return err
		}
		known := w.seen[end]
		w.seen[end] = true
		if !down && isResult(next) {
			if !known {
				w.came = append(w.came, next)
			}
			continue
		}
		s := w.step(next)
		s.Depth, s.Link = depth, l.Kind
		if l.Stated {
			s.Reason = l.Reason.In(w.c.lang)
		}
		if !known {
			if err := w.figures(ctx, next, &s); err != nil {
				return err
			}
		}
		w.steps = append(w.steps, s)
		if known {
			continue
		}
		if err := w.from(ctx, next, depth+1, down); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) step(r record.Record) step {
	return step{Ref: r.Ref, Title: titleOf(r, w.c.lang), Invented: r.Invented}
}

// figures judges a finding and puts its sentence and numbers into a step; without one it begins the thread with them.
func (w *walk) figures(ctx context.Context, r record.Record, into *step) error {
	if r.Ref.Kind() != "finding" {
		return nil
	}
	s := w.step(r)
	if into != nil {
		s = *into
	}
	d, err := w.judge.Finding(ctx, r.Ref)
	if fault.CodeOf(err) == fault.NotFound { // it rests on data the asker may not see; the step stands without numbers
		if into == nil {
			w.steps = append(w.steps, s)
		}
		return nil
	}
	if err != nil {
		return err
	}
	s.Sentence, s.Verdict, s.Newer, s.Figures = d.Plain(w.c.lang), string(d.Result.Verdict), d.Result.Newer, figuresOf(d.Used)
	if into != nil {
		*into = s
	} else {
		w.steps = append(w.steps, s)
	}
	return nil
}

func isResult(r record.Record) bool {
	switch r.Body.(type) {
	case *strategy.Action, *strategy.Target:
		return true
	}
	return false
}

// results are the actions and targets that came of it.
func (w *walk) results(_ context.Context, r record.Record) ([]step, error) {
	came := w.came
	if isResult(r) {
		came = append(came, r)
	}
	slices.SortStableFunc(came, func(a, b record.Record) int { return strings.Compare(string(a.Ref), string(b.Ref)) })
	out := []step{}
	for _, x := range came {
		s := w.step(x)
		if a, is := x.Body.(*strategy.Action); is {
			s.State, s.Start, s.End, s.Late = string(a.State), a.Start, a.End, a.Late(w.today.Format(time.DateOnly))
		}
		out = append(out, s)
	}
	return out, nil
}
