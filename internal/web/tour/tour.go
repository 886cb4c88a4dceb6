// SPDX-License-Identifier: EUPL-1.2

package tour

import (
	"context"
	"slices"

	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Area gives the routes of the tour. Going a step and leaving change nothing but what the reader's own browser remembers.
func Area() site.Area {
	return site.Area{Key: "tour", Routes: []site.Route{
		site.Get("/tour", site.ForEveryone(), show),
		site.Post("/tour/step", site.ForEveryone(), step),
		site.Post("/tour/leave", site.ForEveryone(), leave),
	}}
}

// show lists the steps, and begins.
func show(r *site.Request) error {
	stops, err := stops(r.Context(), r, r.Tx)
	if err != nil {
		return err
	}
	p := ui.Page{Title: r.T("tour.title"), Lede: r.T("tour.lede")}
	if len(stops) < 2 {
		return r.Page(p, ui.Empty(ui.Blank{Text: r.T("tour.nothing"), Why: r.T("tour.nothing-why"), Do: []ui.Action{{Text: r.T("site.to-overview"), Href: r.Href("/")}}}))
	}
	p.Below = ui.Buttons(ui.Action{Text: r.T("tour.begin"), Weight: ui.Main, Post: r.Href("/tour/step"), Fields: map[string]string{"n": "1"}})
	steps := make([]ui.Step, 0, len(stops))
	for _, s := range stops {
		steps = append(steps, ui.Step{Title: r.T("tour.step-" + s.ID), Text: r.T("tour.step-" + s.ID + "-text")})
	}
	return r.Page(p, ui.Steps(r.Words, steps))
}

// step goes to a step.
func step(r *site.Request) error {
	var all []site.TourStop
	if err := r.Read(func(tx *record.ReadTx) (err error) {
		all, err = stops(r.Context(), r, tx)
		return err
	}); err != nil {
		return err
	}
	n := r.Number("n", 1)
	if n < 1 || n > len(all) || len(all) < 2 {
		return r.GoTo("/tour")
	}
	r.TakeTour(all[n-1], n, len(all))
	return r.GoTo(all[n-1].Path)
}

// leave ends the tour where the reader is.
func leave(r *site.Request) error {
	r.LeaveTour()
	r.Say(0, "tour.left")
	back, ok := site.Local(r.PostFormValue("back"))
	if !ok {
		back = "/"
	}
	return r.GoTo(back)
}

// stops are the pages that are shown: those that this house has, for what this reader may see.
func stops(ctx context.Context, r *site.Request, tx *record.ReadTx) ([]site.TourStop, error) {
	all, err := tx.AllOf(ctx, "finding", "priority", "measure", "action", "document")
	if err != nil {
		return nil, err
	}
	out := []site.TourStop{{ID: "overview", Path: "/"}}
	add := func(id string, ref record.Ref) {
		if ref != "" {
			out = append(out, site.TourStop{ID: id, Path: r.Place(ref)})
		}
	}
	way := wayOf(all)
	add("finding", way.finding)
	add("thread", way.finding)
	add("measure", way.measure)
	add("action", way.action)
	if documents := all["document"]; len(documents) > 0 {
		add("publish", documents[0].Ref)
	}
	return out, nil
}

// way is a thread through the plan: a finding, a measure that answers it, an action that delivers the measure.
type way struct{ finding, measure, action record.Ref }

// wayOf takes the first action, best one under way, whose thread reaches a finding. Without one it takes what there is.
func wayOf(all map[string][]record.Record) way {
	measures, priorities := byRef(all["measure"]), byRef(all["priority"])
	actions := slices.Clone(all["action"])
	slices.SortStableFunc(actions, func(a, b record.Record) int { return rank(a) - rank(b) })
	for _, rec := range actions {
		a, is := rec.Body.(*strategy.Action)
		if !is {
			continue
		}
		measure, there := measures[a.Measure]
		if !there {
			continue
		}
		for _, l := range record.LinksOfRecord(measure) {
			if priority, is := priorities[l.To]; is {
				if f := rests(priority, all["finding"]); f != "" {
					return way{f, measure.Ref, rec.Ref}
				}
			}
		}
	}
	return way{first(all["finding"]), first(all["measure"]), first(actions)}
}

// rests is the first finding that a record rests on.
func rests(rec record.Record, findings []record.Record) record.Ref {
	for _, l := range record.LinksOfRecord(rec) {
		if l.Kind == record.RestsOn && slices.ContainsFunc(findings, func(f record.Record) bool { return f.Ref == l.To }) {
			return l.To
		}
	}
	return ""
}

func rank(rec record.Record) int {
	if a, is := rec.Body.(*strategy.Action); is && a.State == strategy.UnderWay {
		return 0
	}
	return 1
}

func byRef(all []record.Record) map[record.Ref]record.Record {
	out := make(map[record.Ref]record.Record, len(all))
	for _, rec := range all {
		out[rec.Ref] = rec
	}
	return out
}

func first(all []record.Record) record.Ref {
	if len(all) == 0 {
		return ""
	}
	return all[0].Ref
}
