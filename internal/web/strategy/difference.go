// SPDX-License-Identifier: EUPL-1.2

package strategyarea

import (
	"cmp"
	"slices"
	"time"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/plan"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// differs is the page of what changed between two moments.
type differs struct {
	r                     *site.Request
	from, to              *plan.Moment // to is nil for now
	typedFrom, typedTo    string
	wrong                 string
	baselines             []record.Baseline
	past, present         *record.ReadTx
	added, changed, taken []told
	kind                  string
	langs                 form.Languages
}

// told is what became of one record.
type told struct {
	rec    record.Record
	fields []change
}

// of the kinds that are no part of a plan nothing is told here.
var planKinds = []string{"plan", "priority", "measure", "action", "target", "finding", "indicator"}

func difference(r *site.Request) error {
	q := r.URL.Query()
	d := &differs{r: r, typedFrom: q.Get("from"), typedTo: q.Get("to"), kind: q.Get("kind")}
	var err error
	if d.baselines, err = r.Tx.Baselines(r.Context()); err != nil {
		return err
	}
	if err := d.moments(); err != nil {
		d.wrong = r.Words.Error(err)
	}
	if d.langs, err = languages(r); err != nil {
		return err
	}
	if d.from != nil {
		if err := d.compare(); err != nil {
			return err
		}
	}
	p := ui.Page{Title: d.title(), Over: []ui.Link{{Text: r.T("site.area-strategy"), Href: r.Href("/strategy")}, {Text: r.T("strategy.baselines"), Href: r.Href("/strategy/baselines")}}}
	return r.Page(p, differenceBody(d))
}

// languages are those of the partnership; every known one before there is a partnership.
func languages(r *site.Request) (form.Languages, error) {
	_, p, err := r.Partnership()
	if err != nil {
		return nil, err
	}
	if p != nil && len(p.Languages) > 0 {
		return p.Languages, nil
	}
	var out form.Languages
	for _, l := range i18n.Known() {
		out = append(out, string(l))
	}
	return out, nil
}

// moments finds the two moments that are asked for; without the first there is nothing to compare yet.
func (d *differs) moments() error {
	for _, m := range []struct {
		typed string
		into  **plan.Moment
	}{{d.typedTo, &d.to}, {d.typedFrom, &d.from}} {
		if m.typed == "" {
			continue
		}
		found, err := plan.MomentOf(m.typed, d.baselines)
		if err != nil {
			return err
		}
		*m.into = &found
	}
	if d.from != nil && d.to != nil && d.to.At.Before(d.from.At) {
		d.from, d.to = d.to, d.from
		d.typedFrom, d.typedTo = d.typedTo, d.typedFrom
	}
	return nil
}

func (d *differs) title() string {
	r := d.r
	switch {
	case d.from == nil:
		return r.T("strategy.difference")
	case d.to == nil:
		return r.T("strategy.difference-now", fault.A{"from": d.when(d.from)})
	}
	return r.T("strategy.difference-between", fault.A{"from": d.when(d.from), "to": d.when(d.to)})
}

func (d *differs) when(m *plan.Moment) string {
	if m.Name != "" {
		return d.r.Words.Quote(m.Name)
	}
	return d.r.Words.Date(m.At)
}

// compare reads both moments, each by one statement, and tells them apart.
func (d *differs) compare() error {
	ctx := d.r.Context()
	d.past, d.present = d.r.Tx.AsOf(d.from.At), d.r.Tx.AsOf(time.Time{})
	if d.to != nil {
		d.present = d.r.Tx.AsOf(d.to.At)
	}
	for _, tx := range []*record.ReadTx{d.past, d.present} {
		if err := tx.ReadAhead(ctx); err != nil {
			return err
		}
	}
	for _, kind := range planKinds {
		if d.kind != "" && d.kind != kind {
			continue
		}
		before, err := d.past.All(ctx, kind)
		if err != nil {
			return err
		}
		after, err := d.present.All(ctx, kind)
		if err != nil {
			return err
		}
		if err := d.tell(before, after); err != nil {
			return err
		}
	}
	return nil
}

func (d *differs) tell(before, after []record.Record) error {
	was := map[record.Ref]record.Record{}
	for _, rec := range before {
		was[rec.Ref] = rec
	}
	for _, rec := range after {
		old, there := was[rec.Ref]
		delete(was, rec.Ref)
		switch {
		case !there:
			d.added = append(d.added, told{rec: rec})
		case old.Hash != rec.Hash:
			fields, err := d.changes(old, rec)
			if err != nil {
				return err
			}
			d.changed = append(d.changed, told{rec, fields})
		}
	}
	gone := make([]told, 0, len(was))
	for _, rec := range was {
		gone = append(gone, told{rec: rec})
	}
	slices.SortFunc(gone, func(a, b told) int { return cmp.Compare(a.rec.Ref, b.rec.Ref) })
	d.taken = append(d.taken, gone...)
	return nil
}

// none tells that both moments say the same.
func (d *differs) none() bool { return len(d.added)+len(d.changed)+len(d.taken) == 0 }

// name is what a record was called, then or now.
func (d *differs) name(ref record.Ref) string {
	for _, tx := range []*record.ReadTx{d.present, d.past} {
		if rec, err := tx.Get(d.r.Context(), ref); err == nil {
			return rec.Name(string(d.r.Lang))
		}
	}
	return string(ref)
}

// kindWord is what the kind of a record is called.
func (d *differs) kindWord(rec record.Record) string {
	return plan.Capital(check.KindWord(d.r.Words, rec.Ref.Kind()))
}

// kinds offers the kinds that are compared.
func (d *differs) kinds() []ui.Option {
	out := []ui.Option{{Value: "", Label: d.r.T("strategy.check-every-kind")}}
	for _, k := range planKinds {
		out = append(out, ui.Option{Value: k, Label: check.KindWord(d.r.Words, k), Chosen: d.kind == k})
	}
	return out
}

// momentField is the choice of a moment: a day or the name of a baseline is typed.
func (d *differs) momentField(name, label, value string) ui.Field {
	f := ui.Field{Name: name, Label: d.r.T(label), Value: value, Short: true}
	if d.wrong != "" && value != "" {
		if _, err := plan.MomentOf(value, d.baselines); err != nil {
			f.Error = d.wrong
		}
	}
	return f
}
