// SPDX-License-Identifier: EUPL-1.2

package strategyarea_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// text is what a reader reads of a page.
func text(page string) string {
	page = page[strings.Index(page, "<main"):strings.Index(page, "</main>")]
	page = regexp.MustCompile(`(?s)<svg.*?</svg>|<[^>]*>`).ReplaceAllString(page, " ")
	return strings.Join(strings.Fields(html.UnescapeString(page)), " ")
}

// read looks into the house without its pages.
func read(h *webtest.House, f func(context.Context, *record.ReadTx) error) {
	ctx := context.Background()
	if err := h.Store.Read(ctx, identity.AtTheMachine(), func(tx *record.ReadTx) error { return f(ctx, tx) }); err != nil {
		h.T.Fatal(err)
	}
}

// TestThePlansStandWithTheirVisionsAndWhereTheyMeet: what a plan says stands on its page in each language, and every joint priority beside its parts.
func TestThePlansStandWithTheirVisionsAndWhereTheyMeet(t *testing.T) {
	h := webtest.Example(t)
	var tree *strategy.Tree
	read(h, func(ctx context.Context, tx *record.ReadTx) (err error) {
		tree, err = strategy.Read(ctx, tx)
		return err
	})
	for _, lang := range []string{"lt", "lv", "en"} {
		index := text(h.Nobody().Get("/" + lang + "/strategy").Body)
		for _, p := range tree.Plans {
			b := p.Record.Body.(*strategy.Plan)
			page := text(h.Nobody().Get("/" + lang + "/strategy/" + string(p.Record.Ref)).Body)
			for _, want := range []string{b.Title.In(lang), b.Vision.In(lang)} {
				if !strings.Contains(index, want) || !strings.Contains(page, want) {
					t.Errorf("%s %s lacks %q", lang, p.Record.Ref, want)
				}
			}
			for _, y := range p.Priorities {
				wanted := []string{y.Record.Title().In(lang), y.Record.Body.(*strategy.Priority).Summary.In(lang)}
				for _, m := range y.Measures {
					wanted = append(wanted, m.Record.Title().In(lang))
					for _, x := range m.Targets {
						wanted = append(wanted, x.Record.Title().In(lang))
					}
				}
				for _, want := range wanted {
					if !strings.Contains(page, want) {
						t.Errorf("%s %s lacks %q", lang, p.Record.Ref, want)
					}
				}
				for _, ref := range y.Record.Body.(*strategy.Priority).ComposedOf {
					if part := tree.Node(ref).Record.Title().In(lang); !strings.Contains(index, part) {
						t.Errorf("%s: where the plans meet, %q is missing", lang, part)
					}
				}
			}
		}
	}
	if got := text(h.Nobody().Get("/en/strategy").Body); !strings.Contains(got, "18 priorities; 18 rest on findings that hold") || !strings.Contains(got, "1 priority stays in its own plan alone") {
		t.Errorf("the heading, or where they differ: %.300s", got)
	}
}

// TestATurnedFindingIsSeenFromThePlan: when one finding no longer holds, exactly the priorities that rest on it stop counting as firm.
func TestATurnedFindingIsSeenFromThePlan(t *testing.T) {
	h := webtest.Example(t)
	const ref record.Ref = "finding/older-residents"
	h.Change(ref, func(d *record.Draft) {
		f := d.Body.(*evidence.Finding)
		for i := range f.Assertions {
			if f.Assertions[i].Type == verdict.Compare {
				f.Assertions[i].Left, f.Assertions[i].Right = f.Assertions[i].Right, f.Assertions[i].Left
			}
		}
	})
	h.Settle()
	resting := 0
	read(h, func(ctx context.Context, tx *record.ReadTx) error {
		standings, err := evidence.Standings(ctx, tx)
		if err != nil {
			return err
		}
		if standings[ref].Verdict == verdict.Holds {
			t.Fatal("the finding still holds")
		}
		all, err := tx.All(ctx, "priority")
		rests := map[record.Ref]bool{}
		for _, y := range all {
			for _, l := range y.Stated {
				rests[y.Ref] = rests[y.Ref] || l.To == ref
			}
		}
		for _, y := range all {
			on := rests[y.Ref]
			for _, part := range y.Body.(*strategy.Priority).ComposedOf {
				on = on || rests[part]
			}
			if on {
				resting++
			}
		}
		return err
	})
	if got, want := text(h.Nobody().Get("/en/strategy").Body), fmt.Sprintf("18 priorities; %d rest on findings that hold", 18-resting); resting == 0 || !strings.Contains(got, want) {
		t.Errorf("%d rest on it, and the page says %.80s", resting, got)
	}
	for _, page := range []string{"/en/strategy", "/en/strategy/plan/kurzeme-2027", "/en/strategy/priority/social-inclusion", "/en/actionplan"} {
		if got := h.Nobody().Get(page).Body; !strings.Contains(got, "older-residents") || !strings.Contains(got, "v-waits") {
			t.Errorf("%s does not show it", page)
		}
	}
}

// TestTargetsShowTheValueOfNow: the present value of every target, as its indicator gives it here once more.
func TestTargetsShowTheValueOfNow(t *testing.T) {
	h := webtest.Example(t)
	h.Settle()
	wanted := map[string]string{}
	read(h, func(ctx context.Context, tx *record.ReadTx) error {
		all, err := tx.All(ctx, "target")
		if err != nil {
			return err
		}
		judge := evidence.NewJudge(tx)
		for _, rec := range all {
			b := rec.Body.(*strategy.Target)
			points, err := judge.Series(ctx, b.Indicator, b.Region)
			if err != nil {
				return err
			}
			indicator, err := judge.Indicator(ctx, b.Indicator)
			if err != nil {
				return err
			}
			last := points[len(points)-1]
			for _, lang := range []string{"lt", "lv", "en"} {
				wanted["/"+lang+"/strategy/"+string(rec.Ref)] = strings.Join(strings.Fields(indicator.Shown(last.Number.Rat(), lang)+" "+i18n.For(i18n.Lang(lang)).Period(last.Period)), " ")
			}
		}
		return nil
	})
	for path, want := range wanted {
		if !strings.Contains(text(h.Nobody().Get(path).Body), want) {
			t.Errorf("%s lacks %q", path, want)
		}
	}
	if len(wanted) < 45 {
		t.Errorf("only %d values were compared", len(wanted))
	}
}

// TestTheCheckSaysWhatTheCommandSays: the page and the file have exactly the hits of the linter; without any the page is good news.
func TestTheCheckSaysWhatTheCommandSays(t *testing.T) {
	h := webtest.Example(t)
	h.Change("action/storm-plan", func(d *record.Draft) { d.Body.(*strategy.Action).Budget = nil })
	var want check.Report
	read(h, func(ctx context.Context, tx *record.ReadTx) (err error) {
		want, err = check.Run(ctx, tx, check.Options{Today: "2026-11-23"})
		return err
	})
	p := h.Nobody().Get("/en/strategy/check.json")
	var got check.Report
	if err := json.Unmarshal([]byte(p.Body), &got); err != nil || !strings.Contains(p.Header.Get("Content-Disposition"), "attachment") {
		t.Fatal(err, p.Header)
	}
	if len(got.Hits) != len(want.Hits) || got.Counts != want.Counts || len(want.Hits) < 2 {
		t.Errorf("the file has %d hits, the linter %d", len(got.Hits), len(want.Hits))
	}
	for _, lang := range []i18n.Lang{"lt", "lv", "en"} {
		page := text(h.Nobody().Get("/" + string(lang) + "/strategy/check").Body)
		for _, hit := range want.Hits {
			if what := strings.Join(strings.Fields(want.What(i18n.For(lang), hit)), " "); !strings.Contains(page, what) {
				t.Errorf("%s lacks %q", lang, what)
			}
		}
	}
	if page := text(h.Nobody().Get("/en/strategy/check?level=warning").Body); !strings.Contains(page, "No budget is stated") || strings.Contains(page, "A newer period exists") {
		t.Error("the level narrows wrongly")
	}
	empty := webtest.Empty(t)
	for lang, want := range map[string]string{"lt": "Patikra nerado nieko taisytino", "lv": "Pārbaude neatrada neko labojamu", "en": "The check found nothing to mend"} {
		if p := empty.Nobody().Get("/" + lang + "/strategy/check"); p.Status != 200 || !strings.Contains(p.Body, want) {
			t.Errorf("%s: %d", lang, p.Status)
		}
	}
}

// TestMomentsAndWhatChangedSince: whoever may publish for the house names a moment; what changed since is told field by field, in words.
func TestMomentsAndWhatChangedSince(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Coordinator, webtest.Kurzeme)
	for _, who := range []*webtest.Client{h.Nobody(), h.As(identity.Planner, webtest.Kurzeme)} {
		if p := who.Post("/en/strategy/baselines", url.Values{"name": {"mine"}}); !p.Refused() {
			t.Errorf("somebody without the right names a moment: %d", p.Status)
		}
		if strings.Contains(who.Get("/en/strategy/baselines").Body, "Name this moment") {
			t.Error("somebody without the right is shown the form")
		}
	}
	if p := c.Post("/en/strategy/baselines", url.Values{"name": {"Ne Taip"}}); p.Status != 422 || !strings.Contains(p.Body, `value="Ne Taip"`) {
		t.Errorf("a name that is none: %d", p.Status)
	}
	if p := c.Follow(c.Post("/en/strategy/baselines", url.Values{"name": {"adopted-2026"}})); !strings.Contains(p.Body, "adopted-2026") {
		t.Error("the moment is not listed")
	}
	if p := c.Post("/en/strategy/baselines", url.Values{"name": {"adopted-2026"}}); p.Status != 409 {
		t.Errorf("the same name again: %d", p.Status)
	}
	if got := text(h.Nobody().Get("/en/strategy/difference?from=adopted-2026").Body); !strings.Contains(got, "did not change") {
		t.Errorf("nothing has changed: %.200s", got)
	}
	h.Clock.Add(48 * time.Hour)
	h.Change("action/align-bus-timetables", func(d *record.Draft) {
		a := d.Body.(*strategy.Action)
		budget := int64(2500000)
		a.Title, a.End, a.State, a.Places, a.Budget = a.Title.With("en", "Align the ferry timetables of Liepāja and Klaipėda"), "2027-03-31", strategy.Planned, a.Places[:2], &budget
	})
	h.Change("priority/open-region", func(d *record.Draft) { d.Stated = d.Stated[:1] })
	h.Write(func(tx *record.Tx) error {
		ctx := context.Background()
		rec, err := tx.Get(ctx, "action/storm-plan")
		if err != nil {
			return err
		}
		if err := tx.Delete(ctx, rec.Ref, rec.Revision); err != nil {
			return err
		}
		d := rec.Draft()
		d.Ref = "action/storm-plan-again"
		_, err = tx.Create(ctx, d)
		return err
	})
	page := h.Nobody().Get("/en/strategy/difference?from=adopted-2026").Body
	for _, want := range []string{"2 records changed", "1 record added", "1 record removed", "€18,000", "€25,000", "31 December 2026", "March 2027"} {
		if !strings.Contains(plain(page), want) {
			t.Errorf("no %q in %s", want, plain(page))
		}
	}
	for _, want := range []string{"<del>bus</del>", "<ins>ferry</ins>"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	if got := text(h.Nobody().Get("/en/strategy/difference?from=adopted-2026&to=2026-11-23").Body); !strings.Contains(got, "did not change") {
		t.Errorf("until the day itself nothing had changed: %.200s", got)
	}
	if got := text(h.Nobody().Get("/en/strategy/measure/cross-border-buses?at=adopted-2026").Body); !strings.Contains(got, "Align the bus timetables") || strings.Contains(got, "ferry") {
		t.Error("as it was then is not shown")
	}
	if p := h.Nobody().Get("/en/strategy/difference?from=never"); p.Status != 200 || !strings.Contains(p.Body, "never") || !strings.Contains(p.Body, "aria-invalid") {
		t.Errorf("a moment that is none: %d", p.Status)
	}
}

// plain is text with marks of changes run together, as they are read.
func plain(page string) string {
	return text(regexp.MustCompile(`</?(ins|del)>`).ReplaceAllString(page, ""))
}

// TestNothingYet: a house without plans says so, and how to begin, to whom it may concern.
func TestNothingYet(t *testing.T) {
	h := webtest.Empty(t)
	for lang, want := range map[string]string{"lt": "Planų dar nėra.", "lv": "Plānu vēl nav.", "en": "There are no plans yet."} {
		if p := h.Nobody().Get("/" + lang + "/strategy"); p.Status != 200 || !strings.Contains(p.Body, want) {
			t.Errorf("%s: %d", lang, p.Status)
		}
		for _, path := range []string{"/strategy/baselines", "/strategy/difference", "/strategy/difference?from=2026-01-01", "/strategy/check"} {
			if p := h.Nobody().Get("/" + lang + path); p.Status != 200 {
				t.Errorf("%s%s: %d", lang, path, p.Status)
			}
		}
	}
	if p := h.As(identity.Planner, webtest.Kurzeme).Get("/en/strategy"); !strings.Contains(p.Body, "/en/new/plan") {
		t.Error("a planner is not led to the first plan")
	}
}

// TestARecordThatHasBarelyBegun: records that say nothing yet, under a very long name in one language, say that in words in every language.
func TestARecordThatHasBarelyBegun(t *testing.T) {
	h := webtest.Example(t)
	ctx := context.Background()
	long := strings.TrimSpace(strings.Repeat("Nebeprisikiškiakopūsteliaujantiesiems pajūrio gyventojams skirtas planas ", 8))
	title := record.NewText("lt", map[string]string{"lt": long})
	h.Write(func(tx *record.Tx) error {
		for _, d := range []record.Draft{
			{Ref: "plan/x", Body: &strategy.Plan{Title: title}}, {Ref: "plan/y", Body: &strategy.Plan{Title: title}},
			{Ref: "priority/x", Body: &strategy.Priority{Title: title, Plan: "plan/x"}}, {Ref: "measure/x", Body: &strategy.Measure{Title: title, Priority: "priority/x"}},
			{Ref: "target/x", Body: &strategy.Target{Title: title, Of: "measure/x"}}, {Ref: "action/x", Body: &strategy.Action{Title: title, Measure: "measure/x", State: strategy.Planned}},
		} {
			d.Owner, d.Visibility = webtest.Kurzeme, record.Public
			if _, err := tx.Create(ctx, d); err != nil {
				return err
			}
		}
		return nil
	})
	c := h.As(identity.Coordinator, webtest.Kurzeme)
	for _, path := range []string{"/strategy/plan/x", "/strategy/plan/y", "/strategy/priority/x", "/strategy/measure/x", "/strategy/target/x", "/actionplan/action/x", "/strategy", "/actionplan?view=timeline", "/actionplan?view=board"} {
		for _, lang := range []string{"lt", "lv", "en"} {
			p := c.Get("/" + lang + path)
			if p.Status != 200 || !strings.Contains(text(p.Body), long) {
				t.Errorf("%s%s: %d", lang, path, p.Status)
			}
			if lang != "lt" && !strings.Contains(p.Body, `lang="lt"`) {
				t.Errorf("%s%s does not say that its words are Lithuanian", lang, path)
			}
		}
	}
}
