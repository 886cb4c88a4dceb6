// SPDX-License-Identifier: EUPL-1.2

package actionplan_test

import (
	"context"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// actions reads all actions without the pages.
func actions(h *webtest.House) []record.Record {
	var out []record.Record
	err := h.Store.Read(context.Background(), identity.AtTheMachine(), func(tx *record.ReadTx) (err error) {
		out, err = tx.All(context.Background(), "action")
		return err
	})
	if err != nil {
		h.T.Fatal(err)
	}
	return out
}

func body(r record.Record) *strategy.Action { return r.Body.(*strategy.Action) }

// change gives an action another body.
func change(h *webtest.House, ref record.Ref, f func(*strategy.Action)) {
	h.Change(ref, func(d *record.Draft) { f(d.Body.(*strategy.Action)) })
}

// text is what a reader reads of a page.
func text(page string) string {
	page = page[strings.Index(page, "<main"):strings.Index(page, "</main>")]
	page = regexp.MustCompile(`(?s)<svg.*?</svg>|<[^>]*>`).ReplaceAllString(page, " ")
	return strings.Join(strings.Fields(html.UnescapeString(page)), " ")
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestAllActionsWithWhatTheyCost: every action of the example stands on each view in each language; the sum is added here once more.
func TestAllActionsWithWhatTheyCost(t *testing.T) {
	h := webtest.Example(t)
	all := actions(h)
	var sum int64
	for _, a := range all {
		if body(a).State != strategy.Cancelled {
			sum += *body(a).Budget
		}
	}
	for _, lang := range []i18n.Lang{"lt", "lv", "en"} {
		z := i18n.For(lang)
		for _, view := range []string{"", "?view=board", "?view=timeline"} {
			p := h.Nobody().Get("/" + string(lang) + "/actionplan" + view)
			got := text(p.Body)
			for _, a := range all {
				if title := a.Title().In(string(lang)); !strings.Contains(got, title) && view != "?view=board" {
					t.Errorf("%s%s lacks %q", lang, view, title)
				}
			}
			if want := squeeze(z.Money(sum, "EUR")); !strings.Contains(got, want) {
				t.Errorf("%s%s lacks the sum %s", lang, view, want)
			}
		}
	}
}

// TestWhatIsLateComesFirst: a day later than an end that is not marked, the action stands first, with its rule; the filter finds it alone.
func TestWhatIsLateComesFirst(t *testing.T) {
	h := webtest.Example(t)
	h.Clock.Set(time.Date(2027, 1, 2, 9, 0, 0, 0, time.UTC))
	today := "2027-01-02"
	var late []string
	for _, a := range actions(h) {
		if body(a).Late(today) {
			late = append(late, a.Title().In("en"))
		}
	}
	if len(late) < 3 {
		t.Fatalf("only %d are late", len(late))
	}
	got := text(h.Nobody().Get("/en/actionplan").Body)
	if !strings.Contains(got, fmt.Sprintf("%d are late", len(late))) {
		t.Errorf("the heading: %.80s", got)
	}
	list := got[strings.Index(got, "Actions 18 actions"):]
	last := 0
	for _, title := range late {
		last = max(last, strings.Index(list, title))
	}
	for _, a := range actions(h) {
		if title := a.Title().In("en"); !slices.Contains(late, title) && strings.Index(list, title) < last {
			t.Errorf("%q stands before what is late", title)
		}
	}
	only := text(h.Nobody().Get("/en/actionplan?late=yes").Body)
	for _, a := range actions(h) {
		title := a.Title().In("en")
		if strings.Contains(only, title) != slices.Contains(late, title) {
			t.Errorf("%q with only late ones: %v", title, strings.Contains(only, title))
		}
	}
	if !strings.Contains(only, "was to end 31 December 2026") {
		t.Error("the rule is not said")
	}
}

func TestFilters(t *testing.T) {
	h := webtest.Example(t)
	for query, want := range map[string]func(*strategy.Action) bool{
		"state=done":                          func(a *strategy.Action) bool { return a.State == strategy.Done },
		"state=planned":                       func(a *strategy.Action) bool { return a.State == strategy.Planned },
		"responsible=kurzeme-planning-region": func(a *strategy.Action) bool { return a.Responsible == webtest.Kurzeme },
		"responsible=kurzeme-planning-region&state=planned": func(a *strategy.Action) bool { return a.Responsible == webtest.Kurzeme && a.State == strategy.Planned },
		"state=cancelled":          func(a *strategy.Action) bool { return a.State == strategy.Cancelled },
		"plan=nothing-of-the-kind": func(*strategy.Action) bool { return false },
	} {
		got := text(h.Nobody().Get("/en/actionplan?" + query).Body)
		for _, a := range actions(h) {
			if title := a.Title().In("en"); strings.Contains(got, title) != want(body(a)) {
				t.Errorf("%s: %q is there: %v", query, title, !want(body(a)))
			}
		}
	}
	region := text(h.Nobody().Get("/en/actionplan?region=kurzeme").Body)
	if strings.Contains(region, "Hold a forum") || !strings.Contains(region, "Align the bus timetables") {
		t.Error("the region narrows wrongly")
	}
}

// TestUnknownMoneyIsSaid: an unknown budget is counted and not added, another currency stands beside.
func TestUnknownMoneyIsSaid(t *testing.T) {
	h := webtest.Example(t)
	cents := int64(12345)
	change(h, "action/storm-plan", func(a *strategy.Action) { a.Budget = nil })
	change(h, "action/shared-desks", func(a *strategy.Action) { a.Budget, a.Currency = &cents, "SEK" })
	got := text(h.Nobody().Get("/en/actionplan").Body)
	var sum int64
	for _, a := range actions(h) {
		if b := body(a); b.Budget != nil && b.CurrencyCode() == "EUR" {
			sum += *b.Budget
		}
	}
	z := i18n.For("en")
	if want := squeeze(z.Money(sum, "EUR") + "; " + z.Money(cents, "SEK") + "; the budget of 1 action is unknown"); !strings.Contains(got, want) {
		t.Errorf("no %q", want)
	}
}

// crowd adds n actions, each resting on what the first rests on.
func crowd(h *webtest.House, n int) {
	ctx := context.Background()
	h.Write(func(tx *record.Tx) error {
		rec, err := tx.Get(ctx, "action/align-bus-timetables")
		if err != nil {
			return err
		}
		for i := range n {
			d := rec.Draft()
			b := *body(rec)
			b.Title = record.NewText("lt", map[string]string{"lt": fmt.Sprintf("Veiksmas %d", i), "lv": fmt.Sprintf("Rīcība %d", i), "en": fmt.Sprintf("Action %d", i)})
			b.State = []strategy.State{strategy.Planned, strategy.UnderWay, strategy.Done, strategy.Cancelled}[i%4]
			d.Body, d.Ref = &b, record.NewRef("action", fmt.Sprintf("crowd-%d", i))
			if _, err := tx.Create(ctx, d); err != nil {
				return err
			}
		}
		return nil
	})
	h.Settle()
}

// TestStatementsDoNotGrow: pages cost the same few statements with a thousand actions, and lists are cut into pages.
func TestStatementsDoNotGrow(t *testing.T) {
	pages := []string{"/lt/actionplan", "/lt/actionplan?view=board", "/lt/actionplan?view=timeline", "/lt/actionplan/action/align-bus-timetables", "/lt/strategy", "/lt/strategy/plan/joint-2030",
		"/lt/strategy/priority/joint-services", "/lt/strategy/measure/cross-border-buses", "/lt/strategy/target/residents-kurzeme", "/lt/strategy/check", "/lt/strategy/baselines", "/lt/strategy/difference?from=2026-11-22"}
	h := webtest.Example(t)
	count := func() map[string]int {
		out := map[string]int{}
		c := h.As(identity.Coordinator, webtest.Kurzeme)
		for _, path := range pages {
			out[path] = h.Statements(func() {
				if p := c.Get(path); p.Status != 200 {
					t.Errorf("%s: %d", path, p.Status)
				}
			})
		}
		return out
	}
	few := count()
	crowd(h, 982)
	many := count()
	for _, path := range pages {
		t.Logf("%2d statements: %s", many[path], path)
		if few[path] != many[path] || many[path] > 12 {
			t.Errorf("%s: %d statements with 18 actions, %d with 1000", path, few[path], many[path])
		}
	}
	seen := map[string]bool{}
	for n := 1; n <= 40; n++ {
		for _, m := range regexp.MustCompile(`action/([a-z0-9-]+)"`).FindAllStringSubmatch(h.Nobody().Get(fmt.Sprintf("/lt/actionplan?page=%d", n)).Body, -1) {
			seen[m[1]] = true
		}
	}
	if len(seen) != 1000 {
		t.Errorf("over all pages %d actions are listed", len(seen))
	}
}

// TestStateIsChangedAndUndone: the small form says that an action is done on a day; the way back is offered and works.
func TestStateIsChangedAndUndone(t *testing.T) {
	h := webtest.Example(t)
	const ref, path = record.Ref("action/align-bus-timetables"), "/en/actionplan/action/align-bus-timetables"
	c := h.As(identity.Planner, webtest.Klaipeda)
	revision := fmt.Sprint(h.Read(ref).Revision)
	if body := c.Get(path).Body; !strings.Contains(body, `class="turn at-ease"`) {
		t.Error("an action that is not late waits for a decision in amber")
	}
	p := c.Post(path+"/state", url.Values{"state": {"done"}, "day": {"2026-11-20"}, "revision": {revision}})
	if p.Location != path {
		t.Fatalf("%d %s", p.Status, p.Location)
	}
	after := c.Follow(p)
	if b := body(h.Read(ref)); b.State != strategy.Done || b.End != "2026-11-20" || b.Start != "2025-11-01" {
		t.Errorf("now %s, %s to %s", b.State, b.Start, b.End)
	}
	undo := regexp.MustCompile(`action="(/en/undo/\d+)"`).FindStringSubmatch(after.Body)
	if undo == nil {
		t.Fatal("no way back is offered")
	}
	if p := c.Post(undo[1], url.Values{"back": {"/actionplan/action/align-bus-timetables"}}); p.Status != 303 {
		t.Errorf("undoing gives %d", p.Status)
	}
	if b := body(h.Read(ref)); b.State != strategy.UnderWay || b.End != "2026-12-31" {
		t.Errorf("after the way back %s, ends %s", b.State, b.End)
	}
	for _, bad := range []struct {
		form   url.Values
		status int
		says   string
	}{
		{url.Values{"state": {"done"}, "day": {"2026-11-20"}, "revision": {revision}}, 409, ""},                                               // made from an old page
		{url.Values{"state": {"done"}, "day": {"tomorrow"}, "revision": {fmt.Sprint(h.Read(ref).Revision)}}, 422, "tomorrow"},                 // no day
		{url.Values{"state": {"done"}, "day": {"2024-01-01"}, "revision": {fmt.Sprint(h.Read(ref).Revision)}}, 422, "2024-01-01"},             // ends before it begins
		{url.Values{"state": {"forgotten"}, "day": {"2026-11-20"}, "revision": {fmt.Sprint(h.Read(ref).Revision)}}, 422, "Who, when and for"}, // no state
	} {
		p := c.Post(path+"/state", bad.form)
		if p.Status != bad.status || !strings.Contains(p.Body, bad.says) {
			t.Errorf("%v gives %d", bad.form, p.Status)
		}
	}
	if b := body(h.Read(ref)); b.State != strategy.UnderWay || b.End != "2026-12-31" {
		t.Error("what was refused was written")
	}
	for _, who := range []*webtest.Client{h.Nobody(), h.As(identity.Participant, webtest.Klaipeda), h.As(identity.Planner, webtest.Kurzeme)} {
		if p := who.Post(path+"/state", url.Values{"state": {"done"}}); !p.Refused() {
			t.Errorf("somebody without the right gets %d", p.Status)
		}
		if strings.Contains(who.Get(path).Body, "/state\"") {
			t.Error("somebody without the right is shown the form")
		}
	}
}

// TestFigureIsThreeClicksAway: from every action a dated official figure is reached by at most three links.
func TestFigureIsThreeClicksAway(t *testing.T) {
	h := webtest.Example(t)
	link := regexp.MustCompile(`href="(/lt/[^"#?]*)`)
	dated := regexp.MustCompile(`(Eurostat|CSB|Eurostatas)[^<]*\d{4}-\d{2}-\d{2}`)
	reached := func(page string) bool {
		main := page[strings.Index(page, "<main"):strings.Index(page, "</main>")]
		return dated.MatchString(main)
	}
	most := 0
	for _, a := range actions(h) {
		clicks := -1
		level := []string{"/lt/actionplan/action/" + a.Ref.Slug()}
		for step := 0; step <= 3 && clicks < 0; step++ {
			var next []string
			for _, at := range level {
				p := h.Nobody().Get(at)
				if p.Status != 200 {
					continue
				}
				if reached(p.Body) {
					clicks = step
					break
				}
				for _, m := range link.FindAllStringSubmatch(p.Body, -1) {
					next = append(next, m[1])
				}
			}
			level = next
		}
		if clicks < 0 {
			t.Errorf("%s: no figure within three clicks", a.Ref)
		}
		most = max(most, clicks)
	}
	t.Logf("at most %d clicks", most)
}

func TestNothingYet(t *testing.T) {
	h := webtest.Empty(t)
	for lang, want := range map[string]string{"lt": "Veiksmų dar nėra", "lv": "Rīcību vēl nav", "en": "There are no actions yet"} {
		for _, view := range []string{"", "?view=board", "?view=timeline", "?state=done&page=7"} {
			if p := h.Nobody().Get("/" + lang + "/actionplan" + view); p.Status != 200 || !strings.Contains(p.Body, want) {
				t.Errorf("%s%s: %d", lang, view, p.Status)
			}
		}
	}
}

// TestThePastHasNoButtons: as known on a day before everything there is nothing; as known later there is what was there, and nothing to press.
func TestThePastHasNoButtons(t *testing.T) {
	h := webtest.Example(t)
	h.Clock.Add(48 * time.Hour)
	change(h, "action/align-bus-timetables", func(a *strategy.Action) { a.Title = a.Title.With("en", "Another name altogether") })
	c := h.As(identity.Coordinator, webtest.Klaipeda)
	then := c.Get("/en/actionplan/action/align-bus-timetables?at=2026-11-23")
	if then.Status != 200 || !strings.Contains(text(then.Body), "Align the bus timetables") || !strings.Contains(then.Body, "This is what was known") {
		t.Errorf("then: %d %.300s", then.Status, text(then.Body))
	}
	if strings.Contains(then.Body, "/edit/action") || strings.Contains(then.Body, "/state\"") {
		t.Error("the past can be edited")
	}
	if now := c.Get("/en/actionplan/action/align-bus-timetables"); !strings.Contains(now.Body, "Another name altogether") || !strings.Contains(now.Body, "/edit/action") {
		t.Error("now is not shown")
	}
	if p := c.Get("/en/actionplan?at=2020-01-01"); p.Status != 200 || !strings.Contains(p.Body, "There are no actions yet") {
		t.Errorf("long ago: %d", p.Status)
	}
	if p := c.Get("/en/actionplan/action/align-bus-timetables?at=2020-01-01"); p.Status != 404 {
		t.Errorf("an action before it was there: %d", p.Status)
	}
	if p := c.Get("/en/actionplan?at=some-day"); p.Status != 422 {
		t.Errorf("no moment: %d", p.Status)
	}
}
