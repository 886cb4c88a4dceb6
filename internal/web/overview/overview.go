// SPDX-License-Identifier: EUPL-1.2

package overview

import (
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// Area gives the routes of the overview.
func Area() site.Area {
	return site.Area{Key: "overview", Menu: true, Kinds: []string{"partnership"}, Routes: []site.Route{
		site.Get("/", site.ForEveryone(), show),
		site.Get("/overview", site.ForEveryone(), func(r *site.Request) error { return r.GoTo("/") }),
		site.Get("/overview/partnership/{slug}", site.Of("partnership", record.Read), func(r *site.Request) error { return r.GoTo("/") }),
	}}
}

// view is what the page shows.
type view struct {
	r           *site.Request
	partnership *identity.Partnership
	waiting     []ui.Task
	calm        string
	*gathered
}

// gathered is what the page shows to all who see the same, in a language, on a day; see [record.Kept]. What of it waits for whom is another
// question for everybody.
type gathered struct {
	candidates []candidate
	holding    int // findings that hold
	happened   []ui.Entry
	glance     *ui.Table
	plans      []planLine
	finished   bool // the partnership has findings: no steps are shown

	spoken map[record.Ref]int    // how often findings speak of an indicator
	tables map[record.Ref]string // datasets as their offices name them
}

func (c *gathered) bytes() int {
	return glanceBytes + 1024*len(c.candidates) + 128*(len(c.spoken)+len(c.tables))
}

// candidate is a task that waits for whoever may change the record.
type candidate struct {
	record record.Record
	task   ui.Task
	inside bool // of no interest to visitors
}

func show(r *site.Request) error {
	rec, p, err := r.Partnership()
	if err != nil {
		return err
	}
	if p == nil {
		return r.Page(ui.Page{Title: r.T("overview.nothing-title"), Lede: r.T("overview.nothing")}, nothingYet(r))
	}
	v := &view{r: r, partnership: p}
	if v.gathered, err = record.Kept(r.Tx, "overview.gathered "+string(r.Lang)+" "+r.Today(), (*gathered).bytes, v.gather); err != nil {
		return err
	}
	v.choose()
	page := ui.Page{Title: v.heading(), Example: rec.Invented, Waiting: v.count(), Lede: v.lede()}
	if !p.Short.IsZero() {
		page.Over = []ui.Link{{Text: r.Text(p.Title)}}
	}
	if r.Visitor.SignedIn {
		page.Over = []ui.Link{{Text: r.Words.Date(r.Site.Now())}}
	}
	if v.finished && r.OffersTour() {
		page.Tour = offer(r)
	}
	return r.Page(page, body(v))
}

// offer invites somebody who is here for the first time to the tour; it is asked once.
func offer(r *site.Request) *ui.Tour {
	return &ui.Tour{Title: r.T("tour.offer"), Text: r.T("tour.offer-text"), Do: []ui.Action{
		{Text: r.T("tour.begin"), Post: r.Href("/tour/step"), Fields: map[string]string{"n": "1"}},
		{Text: r.T("tour.not-now"), Weight: ui.Bare, Post: r.Href("/tour/leave"), Fields: map[string]string{"back": "/"}},
	}}
}

// heading answers what the reader does next; a visitor learns whose plan this is.
func (v *view) heading() string {
	if !v.r.Visitor.SignedIn {
		return v.r.Text(v.partnership.Called())
	}
	return v.r.T("overview.hello", fault.A{"name": v.r.Visitor.Name, "n": len(v.waiting)})
}

// lede tells a visitor what the partnership is.
func (v *view) lede() string {
	if v.r.Visitor.SignedIn {
		return ""
	}
	return v.r.Text(v.partnership.Summary)
}

// count is how much waits for the person; a visitor is not waited for.
func (v *view) count() int {
	if !v.r.Visitor.SignedIn {
		return 0
	}
	return len(v.waiting)
}

// turned are the verdicts that wait for a decision of a person.
func turned(s evidence.Standing) bool {
	return s.Verdict == verdict.Untrue || s.Verdict == verdict.Incomparable || s.Verdict == verdict.Uncomputable || s.Verdict == verdict.Moved
}

// waitsTitle heads what waits: for the person, or for whoever works on the plan.
func (v *view) waitsTitle() string {
	if v.r.Visitor.SignedIn {
		return v.r.T("overview.waits")
	}
	return v.r.T("overview.open")
}

// toFindings leads to every sentence that is judged, once there are some.
func (v *view) toFindings() ui.Link {
	if !v.finished {
		return ui.Link{}
	}
	return ui.Link{Text: v.r.T("overview.findings"), Href: v.r.Href("/evidence")}
}

// steps lead a new partnership to its first sentence that can be checked.
func (v *view) steps() []ui.Step {
	r := v.r
	return []ui.Step{
		{Title: r.T("overview.step-data"), Text: r.T("overview.step-data-text"), Now: true, Do: []ui.Action{{Text: r.T("overview.step-data-do"), Href: r.Href("/evidence"), Weight: ui.Main}}},
		{Title: r.T("overview.step-finding"), Text: r.T("overview.step-finding-text")},
		{Title: r.T("overview.step-plan"), Text: r.T("overview.step-plan-text")},
	}
}

// beginWith is what an empty house offers: signing in, for whoever will fill it.
func beginWith(r *site.Request) []ui.Action {
	if len(r.MayCreateFor("partnership")) > 0 {
		return []ui.Action{{Text: r.T("overview.begin-do"), Href: r.Href("/new/partnership"), Weight: ui.Main}}
	}
	return []ui.Action{{Text: r.T("overview.sign-in"), Href: r.Href("/sign-in"), Weight: ui.Main}}
}
