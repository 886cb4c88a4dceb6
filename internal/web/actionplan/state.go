// SPDX-License-Identifier: EUPL-1.2

package actionplan

import (
	"strconv"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// steps are what may be done next from each state, the likeliest first.
var steps = map[strategy.State][]strategy.State{
	strategy.Planned:   {strategy.UnderWay, strategy.Done, strategy.Cancelled},
	strategy.UnderWay:  {strategy.Done, strategy.Cancelled, strategy.Planned},
	strategy.Done:      {strategy.UnderWay},
	strategy.Cancelled: {strategy.Planned, strategy.UnderWay},
}

// stepKey is the word on the button that leads from one state to another.
func stepKey(from, to strategy.State) string {
	switch {
	case to == strategy.Done:
		return "actionplan.do-done"
	case to == strategy.Cancelled:
		return "actionplan.do-cancel"
	case to == strategy.Planned:
		return "actionplan.do-plan"
	case from == strategy.Planned:
		return "actionplan.do-start"
	}
	return "actionplan.do-again"
}

// decision is the small form that says how far the action is.
func (x *one) decision() ui.Decision {
	r := x.R
	d := ui.Decision{ID: "state", Question: r.T("actionplan.state-question", fault.A{"state": r.T(stateKeys[x.a.State])}), Post: r.To(x.rec.Ref) + "/state",
		Fields: map[string]string{"revision": strconv.FormatInt(x.rec.Revision, 10)}, Calm: x.State(x.a).Light != ui.Late}
	for i, to := range steps[x.a.State] {
		a := ui.Action{Text: r.T(stepKey(x.a.State, to)), Name: "state", Value: string(to)}
		if to == strategy.Cancelled {
			a.Weight = ui.Stop
		}
		if i == 0 {
			d.Main = a
		} else {
			d.Others = append(d.Others, a)
		}
	}
	return d
}

// day is the field for the day on which it happened.
func (x *one) day() ui.Field {
	value := x.typed
	if value == "" {
		value = x.View.Today
	}
	return ui.Field{Name: "day", Label: x.R.T("actionplan.day"), Help: x.R.T("actionplan.day-help"), Kind: ui.Date, Value: value, Short: true, Error: x.wrong}
}

// setState says how far an action is. The day becomes its start when it begins and its end when it is done; without a day its dates stay.
func setState(r *site.Request) error {
	ctx := r.Context()
	base, err := strconv.ParseInt(r.PostFormValue("revision"), 10, 64)
	if err != nil {
		base = r.Record.Revision
	}
	to, day := strategy.State(r.PostFormValue("state")), r.PostFormValue("day")
	var seq int64
	err = r.Write(func(tx *record.Tx) error {
		seq = 0
		rec, err := tx.Get(ctx, r.Record.Ref)
		if err != nil {
			return err
		}
		d := rec.Draft()
		a, ok := d.Body.(*strategy.Action)
		if !ok {
			return fault.New(fault.Invalid, "record.wrong-kind", fault.A{"found": rec.Ref.Kind(), "expected": "action"})
		}
		changed := *a
		if day != "" && to == strategy.UnderWay && a.State == strategy.Planned {
			changed.Start = day
		}
		if day != "" && to == strategy.Done {
			changed.End = day
		}
		changed.State = to
		d.Body = &changed
		after, err := tx.Change(ctx, base, d)
		if err != nil || after.Revision == rec.Revision {
			return err
		}
		if err := tx.Settle(ctx); err != nil {
			return err
		}
		seq, err = tx.LastEntry(ctx, after.Ref)
		return err
	})
	if code := fault.CodeOf(err); err != nil && (code == fault.Invalid || code == fault.Conflict) {
		return again(r, day, err)
	}
	if err != nil {
		return err
	}
	r.Say(seq, "actionplan.state-said", fault.A{"title": r.Record.Name(string(r.Lang)), "state": r.T(stateKeys[to])})
	return r.GoTo(r.Place(r.Record.Ref))
}

// again shows the page as it is now, with what was typed and why it was refused.
func again(r *site.Request, typed string, refused error) error {
	return r.Read(func(tx *record.ReadTx) error {
		r.Tx = tx
		defer func() { r.Tx = nil }()
		return answer(r, site.StatusOf(refused), typed, refused)
	})
}
