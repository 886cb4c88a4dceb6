// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/statistics"
)

// The largest file that is taken, and what else a form may bring with it.
const (
	largestFile = 64_000_000
	largestForm = largestFile + 1<<20
	largestText = 4 << 10
)

// area holds what the pages of the area share.
type area struct {
	stage *Stage
}

// receive reads a form that brings a file: the words into choices, the file into the stage. Nothing is held in memory.
func (a *area) receive(r *site.Request, ref record.Ref) (staged, error) {
	ctx := r.Context()
	f := staged{Person: r.Visitor.Actor.ActorID(), Dataset: ref, At: r.Site.Now()}
	if err := a.stage.sweep(ctx); err != nil {
		return f, err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return f, fault.New(fault.Invalid, "ev.no-file")
	}
	took := false
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			a.forget(r, f, took)
			return f, broken(err)
		}
		if part.FormName() == "file" && part.FileName() != "" && !took {
			f.Name = statistics.Printable(part.FileName())
			kept, err := a.stage.take(ctx, &limited{part, largestFile}, f)
			if err != nil {
				return f, broken(err)
			}
			kept.Choices, f, took = f.Choices, kept, true
			continue
		}
		text, err := words(part)
		if err != nil {
			a.forget(r, f, took)
			return f, broken(err)
		}
		f.Choices.set(part.FormName(), text)
	}
	switch {
	case !took:
		return f, fault.New(fault.Invalid, "ev.no-file")
	case f.Size == 0:
		a.stage.drop(ctx, f)
		return f, fault.New(fault.Invalid, "dataset.empty-file").At(fault.Place{File: f.Name})
	}
	return f, a.stage.save(ctx, f)
}

func (a *area) forget(r *site.Request, f staged, took bool) {
	if took {
		a.stage.drop(r.Context(), f)
	}
}

// words reads a field of a form.
func words(part *multipart.Part) (string, error) {
	raw, err := io.ReadAll(io.LimitReader(part, largestText))
	return strings.TrimSpace(string(raw)), err
}

// errTooLarge says that a file is larger than what is taken.
var errTooLarge = errors.New("the file is too large")

// limited ends a file that is too large with a fault.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return n, errTooLarge
	}
	return n, err
}

// broken says in words why a file did not arrive.
func broken(err error) error {
	var tooLarge *http.MaxBytesError
	var f *fault.Fault
	switch {
	case errors.Is(err, errTooLarge) || errors.As(err, &tooLarge):
		return fault.New(fault.Invalid, "ev.too-large").Because(err)
	case errors.As(err, &f):
		return err
	}
	return fault.New(fault.Invalid, "ev.upload-broken").Because(err)
}

func (c *choices) set(name, text string) {
	switch name {
	case "published":
		c.Published = text
	case "label":
		c.Label = text
	case "territory":
		c.Territory = text
	case "source":
		c.Source = text
	case "complete":
		c.Complete = text != ""
	}
}

// mostJudged bounds how many findings a look at a file judges.
const mostJudged = 200

// look tries a file without importing it: what it brings, and what would become of the findings it concerns.
func (a *area) look(r *site.Request, f *staged) error {
	dir, tidy, err := a.stage.scratch()
	if err != nil {
		return err
	}
	defer tidy()
	b := &brief{}
	o := f.Choices.options()
	o.TempDir = dir
	o.WhatIf = func(ctx context.Context, tx *record.Tx, rep dataset.Report) error {
		return b.gather(ctx, tx, f.Dataset, rep)
	}
	rep, err := dataset.Import(r.Context(), r.Site.Store, r.Visitor.Actor, f.Dataset, f.Name, a.stage.open(r.Context(), *f), o)
	if err != nil {
		f.Problem, f.Brief = problemOf(err), nil
		return err
	}
	rep.Changes = dataset.ChangedSeries{From: rep.Changes.From, To: rep.Changes.To, Territory: rep.Changes.Territory}
	b.Report = rep
	f.Brief, f.Problem = b, nil
	return nil
}

// gather looks at the house as it would be.
func (b *brief) gather(ctx context.Context, tx *record.Tx, ref record.Ref, rep dataset.Report) error {
	*b = brief{}
	reader := dataset.NewReader(&tx.ReadTx)
	all, err := reader.Vintages(ctx, ref)
	if err != nil {
		return err
	}
	for _, v := range all {
		if v.Label == rep.Label {
			b.From, b.To = v.Coverage.From, v.Coverage.To
			if err := b.places(ctx, tx, reader, ref, v); err != nil {
				return err
			}
		}
	}
	if rep.Previous == "" {
		rep.Changes.From = ""
	}
	concerned, err := evidence.Concerned(ctx, &tx.ReadTx, ref, rep.Changes)
	if err != nil {
		return err
	}
	standings, err := evidence.Standings(ctx, &tx.ReadTx)
	if err != nil {
		return err
	}
	judge := evidence.NewJudge(&tx.ReadTx)
	seen := map[record.Ref]bool{}
	for _, c := range concerned {
		if seen[c.Finding] {
			continue
		}
		seen[c.Finding] = true
		if len(b.Effects) == mostJudged {
			b.Unread++
			continue
		}
		d, err := judge.Finding(ctx, c.Finding)
		if fault.CodeOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		b.Effects = append(b.Effects, effect{c.Finding, standings[c.Finding].Verdict, d.Result.Verdict})
	}
	slices.SortStableFunc(b.Effects, func(x, y effect) int { return x.rank() - y.rank() })
	return nil
}

// rank puts what changes before what stays, the gravest first.
func (e effect) rank() int {
	if e.Before == e.After {
		return 10 + order[string(e.After)]
	}
	return order[string(e.After)]
}

// places tells which regions of the house are in the file.
func (b *brief) places(ctx context.Context, tx *record.Tx, reader *dataset.Reader, ref record.Ref, v dataset.Vintage) error {
	rec, err := tx.Get(ctx, ref)
	if err != nil {
		return err
	}
	body, ok := rec.Body.(*dataset.Dataset)
	if !ok {
		return nil
	}
	for _, code := range v.Coverage.Codes[geoOf(body)] {
		region, found, err := reader.RegionOf(ctx, v.Scheme, v.Territory, code)
		if err != nil {
			return err
		}
		if found {
			b.Regions = append(b.Regions, region)
		} else {
			b.Others++
		}
	}
	return nil
}

// counting counts what was read of a file.
type counting struct {
	r io.Reader
	n *atomic.Int64
}

func (c counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// longestImport ends an import that does not come to an end.
const longestImport = 15 * time.Minute

// begin imports a file in the background; the page of the file tells how far it is, whatever node is asked.
func (a *area) begin(r *site.Request, f staged) error {
	before := map[record.Ref]verdict.Verdict{}
	if err := r.Read(func(tx *record.ReadTx) error {
		standings, err := evidence.Standings(r.Context(), tx)
		for ref, s := range standings {
			before[ref] = s.Verdict
		}
		return err
	}); err != nil {
		return err
	}
	f.State, f.Before, f.Problem = running, before, nil
	began, err := a.stage.start(r.Context(), f)
	if err != nil || !began { // pressed twice
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), longestImport)
	a.stage.wait.Add(1)
	go func() {
		defer a.stage.wait.Done()
		defer cancel()
		a.stage.bring(ctx, r.Visitor.Actor, r.Site.Log, f)
	}()
	return nil
}

// bring imports a file and keeps the report.
func (s *Stage) bring(ctx context.Context, actor record.Actor, log *slog.Logger, f staged) {
	var read atomic.Int64
	beating := s.beats(ctx, f.ID, &read)
	rep, err := s.importIt(ctx, actor, f, &read)
	beating()
	f.State = done
	if err != nil {
		f.State, f.Problem = failed, problemOf(err)
		log.Warn("an import was refused", "dataset", string(f.Dataset), "error", err)
	} else if f.Brief != nil {
		rep.Changes = dataset.ChangedSeries{From: rep.Changes.From, To: rep.Changes.To}
		f.Brief.Report = rep
	}
	if err := s.finish(context.WithoutCancel(ctx), f); err != nil {
		log.Error("the report of an import was lost", "error", err)
	}
}

func (s *Stage) importIt(ctx context.Context, actor record.Actor, f staged, read *atomic.Int64) (dataset.Report, error) {
	dir, tidy, err := s.scratch()
	if err != nil {
		return dataset.Report{}, err
	}
	defer tidy()
	o := f.Choices.options()
	o.TempDir = dir
	return dataset.Import(ctx, s.store, actor, f.Dataset, f.Name, counting{s.open(ctx, f), read}, o)
}

// beats says now and then how far an import is, until it is told to stop.
func (s *Stage) beats(ctx context.Context, id string, read *atomic.Int64) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	over := make(chan struct{})
	go func() {
		defer close(over)
		tick := time.NewTicker(s.every)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				_ = s.beat(ctx, id, read.Load()) // a beat that is missed is made up by the next
			}
		}
	}()
	return func() {
		cancel()
		<-over
	}
}

// sketch reads the beginning of a file that belongs to no dataset yet.
func (a *area) sketch(ctx context.Context, f staged) (dataset.Sketch, error) {
	return dataset.SketchOf(f.Name, a.stage.open(ctx, f), statistics.Options{})
}
