// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/ui"
)

func itoa(n int) string { return strconv.Itoa(n) }

// tabs lead through the lists of the area.
func tabs(s *shelf, here string, findings int) templ.Component {
	r := s.r
	return ui.Tabs(r.Words, r.T("ev.lists"), []ui.Tab{
		{Link: ui.Link{Text: r.T("ev.findings"), Href: r.Href("/evidence"), Current: here == "findings"}, Count: findings},
		{Link: ui.Link{Text: r.T("ev.datasets"), Href: r.Href("/evidence/datasets"), Current: here == "datasets"}, Count: len(s.all["dataset"])},
		{Link: ui.Link{Text: r.T("ev.indicators"), Href: r.Href("/evidence/indicators"), Current: here == "indicators"}, Count: len(s.all["indicator"])},
		{Link: ui.Link{Text: r.T("ask.analyses"), Href: r.Href("/evidence/analyses"), Current: here == "analyses"}, Count: len(s.all["analysis"])},
	})
}

// groups cut the page of the list into what waits and the rest.
func (l *findings) groups() (waiting, calm []evidence.Stood) {
	for _, s := range l.part() {
		if s.Finding.State != evidence.Withdrawn && waits(s.Verdict) {
			waiting = append(waiting, s)
		} else {
			calm = append(calm, s)
		}
	}
	return waiting, calm
}

// row shows a finding in the list. A wording that cannot be read shows the title instead: the list must not fail for one sentence.
func (l *findings) row(s evidence.Stood) ui.Evidence {
	r := l.r
	sentence, err := marked(&s.Judged, r.Lang, nil)
	if err != nil {
		sentence = ui.Sentence{Parts: []ui.Part{{Text: r.Text(s.Finding.Title)}}}
	}
	e := ui.Evidence{Sentence: sentence, Href: r.To(s.Record.Ref), Verdict: verdictOf(s.Verdict), Newer: s.Newer, Example: s.Record.Invented,
		Stale: s.Finding.Statement.State(string(r.Lang)) == record.Stale}
	switch {
	case s.Finding.State == evidence.Withdrawn:
		e.Since, e.Newer = r.T("ev.withdrawn"), false
	case !s.Since.IsZero():
		e.Since = r.Words.Since(s.Since)
	}
	for _, ref := range l.datasetsOf(s.Finding) {
		text := table(l.dataset(ref))
		if label := s.Standing.Vintages[ref]; label != "" {
			text = r.T("ev.source-vintage", fault.A{"table": text, "vintage": day(r.Words, label)})
		}
		e.Sources = append(e.Sources, ui.Link{Text: text, Href: r.To(ref)})
	}
	if n := len(l.cited[s.Record.Ref]); n > 0 {
		e.Cited = r.T("ev.cited", fault.A{"n": n})
	}
	return e
}

// datasetsOf are the datasets a finding rests on, through its indicators.
func (s *shelf) datasetsOf(f *evidence.Finding) []record.Ref {
	var out []record.Ref
	add := func(indicator string) {
		body := s.indicator(record.Ref(indicator))
		if body == nil {
			return
		}
		for _, in := range body.Inputs {
			if !slices.Contains(out, in.Dataset) && s.dataset(in.Dataset) != nil {
				out = append(out, in.Dataset)
			}
		}
	}
	for _, v := range f.Values {
		add(v.Indicator)
		if body := s.analysis(record.Ref(v.Analysis)); body != nil {
			for _, in := range body.Inputs {
				if !slices.Contains(out, in.Dataset) && s.dataset(in.Dataset) != nil {
					out = append(out, in.Dataset)
				}
			}
		}
	}
	for _, a := range f.Assertions {
		add(a.Indicator)
	}
	return out
}

// verdicts are the ways to narrow the list by verdict, those that occur.
func (l *findings) verdicts() []ui.Link {
	now := l.query.Get("verdict")
	out := []ui.Link{{Text: l.r.T("ev.all", fault.A{"n": l.counts[""]}), Href: l.href("verdict", ""), Current: now == ""}}
	for _, v := range []string{string(verdict.Untrue), string(verdict.Incomparable), string(verdict.Uncomputable), string(verdict.Moved), string(verdict.Holds), "newer", withdrawn} {
		if l.counts[v] > 0 || now == v {
			out = append(out, ui.Link{Text: l.r.T("ev.filter-verdict", fault.A{"verdict": v, "n": l.counts[v]}), Href: l.href("verdict", v), Current: now == v})
		}
	}
	return out
}

// regionChoice, planChoice and stateChoice are what the list can be narrowed by beside the verdict.
func (l *findings) regionChoice() []ui.Option {
	occurs := map[string]bool{}
	for _, s := range l.all {
		for ref := range regionsOf(s.Finding) {
			occurs[ref] = true
		}
	}
	out := []ui.Option{{Label: l.r.T("ev.any-region")}}
	for _, rec := range l.regions() {
		if occurs[string(rec.Ref)] {
			out = append(out, ui.Option{Value: string(rec.Ref), Label: l.name(rec.Ref), Chosen: l.query.Get("region") == string(rec.Ref)})
		}
	}
	return out
}

func (l *findings) planChoice() []ui.Option {
	out := []ui.Option{{Label: l.r.T("ev.any-plan")}}
	for _, kind := range []string{"plan", "document"} {
		for _, rec := range l.sorted(kind) {
			out = append(out, ui.Option{Value: string(rec.Ref), Label: l.name(rec.Ref), Chosen: l.query.Get("plan") == string(rec.Ref)})
		}
	}
	return out
}

func (l *findings) stateChoice() []ui.Option {
	out := []ui.Option{{Label: l.r.T("ev.any-state")}}
	for _, s := range []evidence.State{evidence.Open, evidence.Accepted, evidence.Withdrawn} {
		out = append(out, ui.Option{Value: string(s), Label: l.r.T("ev.state", fault.A{"state": string(s)}), Chosen: l.query.Get("state") == string(s)})
	}
	return out
}

// chips are the filters at work.
func (l *findings) chips() []ui.Filter {
	var out []ui.Filter
	add := func(name, label, value string) {
		out = append(out, ui.Filter{Label: label, Value: value, Without: l.href(name, "")})
	}
	if v := l.query.Get("q"); v != "" {
		add("q", l.r.T("ev.by-words"), v)
	}
	if v := l.query.Get("region"); v != "" {
		add("region", l.r.T("ev.by-region"), l.name(record.Ref(v)))
	}
	if v := l.query.Get("plan"); v != "" {
		add("plan", l.r.T("ev.by-plan"), l.name(record.Ref(v)))
	}
	if v := l.query.Get("state"); v != "" {
		add("state", l.r.T("ev.by-state"), l.r.T("ev.state", fault.A{"state": v}))
	}
	return out
}

// next is the one clear step of the list.
func (l *findings) next() []ui.Action {
	r := l.r
	var out []ui.Action
	waiting, _ := l.groups()
	if len(waiting) > 0 && r.May(record.Change, waiting[0].Record) {
		out = append(out, ui.Action{Text: r.T("ev.decide-first"), Href: r.To(waiting[0].Record.Ref), Weight: ui.Main})
	}
	if len(r.MayCreateFor("finding")) > 0 {
		a := ui.Action{Text: r.T("ev.new-finding"), Href: r.Href("/evidence/new-finding"), Glyph: "plus"}
		if len(out) == 0 {
			a.Weight = ui.Main
		}
		out = append(out, a)
	}
	return out
}

// begin is what an empty list offers.
func (l *findings) begin() ui.Blank {
	r := l.r
	b := ui.Blank{Text: r.T("ev.none"), Why: r.T("ev.none-why")}
	switch {
	case len(l.shelf.all["dataset"]) == 0 && len(r.MayCreateFor("dataset")) > 0:
		b.Do = append(b.Do, ui.Action{Text: r.T("ev.begin-dataset"), Href: r.Href("/evidence/new-dataset"), Weight: ui.Main})
	case len(l.shelf.all["indicator"]) == 0 && len(r.MayCreateFor("indicator")) > 0:
		b.Do = append(b.Do, ui.Action{Text: r.T("ev.begin-indicator"), Href: r.Href("/evidence/new-indicator"), Weight: ui.Main})
	case len(r.MayCreateFor("finding")) > 0:
		b.Do = append(b.Do, ui.Action{Text: r.T("ev.new-finding"), Href: r.Href("/evidence/new-finding"), Weight: ui.Main})
	case !r.Visitor.SignedIn:
		b.Do = append(b.Do, ui.Action{Text: r.T("ev.sign-in"), Href: r.Href("/sign-in"), Weight: ui.Main})
	}
	return b
}

// othersTitle heads what does not wait.
func (l *findings) othersTitle(waiting int) string {
	if waiting > 0 {
		return l.r.T("ev.others")
	}
	return l.r.T("ev.all-findings")
}
