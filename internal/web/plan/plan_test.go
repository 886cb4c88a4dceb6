// SPDX-License-Identifier: EUPL-1.2

package plan_test

import (
	"context"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/plan"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// TestEveryRuleIsMendedSomewhere: a new rule of the linter needs a way to mend it here.
func TestEveryRuleIsMendedSomewhere(t *testing.T) {
	for _, rule := range check.Rules() {
		if !plan.Mended(rule.ID) {
			t.Errorf("%s: no page mends it", rule.ID)
		}
	}
	if n := len(check.Rules()); n != plan.Mendings() {
		t.Errorf("%d rules, %d ways to mend", n, plan.Mendings())
	}
}

func TestHowFarATargetIs(t *testing.T) {
	for _, c := range []struct {
		base, now, aim     string
		from, period, to   string
		way, passed        float64
		wayKnown, hasLater bool
	}{
		{"100", "150", "200", "2010", "2015", "2020", 0.5, 0.5, true, true},
		{"10", "8", "5", "2010", "2012", "2020", 0.4, 0.2, true, true}, // less is wanted
		{"100", "90", "200", "2010", "2015", "2020", -0.1, 0.5, true, true},
		{"100", "100", "200", "2010", "2010", "2020", 0, 0, true, false},
		{"100", "250", "200", "2010", "2030", "2020", 1.5, 1, true, true},
		{"100", "", "200", "2010", "", "2020", 0, 0, false, false},
		{"", "5", "200", "", "2015", "2020", 0, 0, false, false},
		{"7", "5", "7", "2010", "2015", "2020", 0, 0.5, false, true}, // no way to go
	} {
		a := plan.Aim{Body: &strategy.Target{Baseline: strategy.Baseline{Period: c.from}, Aim: strategy.Aim{Period: c.to}}, Baseline: plan.Rat(c.base), Now: plan.Rat(c.now), Wanted: plan.Rat(c.aim), Period: c.period}
		way, ok := a.Way()
		passed, later := a.Time()
		if way != c.way || ok != c.wayKnown || passed != c.passed || later != c.hasLater {
			t.Errorf("%+v: way %v %v, time %v %v", c, way, ok, passed, later)
		}
	}
}

// TestMoneyIsAddedByCurrency: unknown is counted and is not nothing, what is cancelled costs nothing.
func TestMoneyIsAddedByCurrency(t *testing.T) {
	cents := func(n int64) *int64 { return &n }
	var nodes []*strategy.Node
	for _, a := range []strategy.Action{{Budget: cents(1050)}, {Budget: cents(200), Currency: "EUR"}, {Budget: cents(70), Currency: "SEK"}, {}, {State: strategy.Cancelled, Budget: cents(9999)}, {State: strategy.Cancelled}, {Budget: cents(0)}} {
		nodes = append(nodes, &strategy.Node{Record: record.Record{Body: &a}})
	}
	sums, unknown := plan.Total(nodes)
	if diff := cmp.Diff([]plan.Sum{{Currency: "EUR", Cents: 1250}, {Currency: "SEK", Cents: 70}}, sums); diff != "" || unknown != 1 {
		t.Errorf("unknown %d, sums: %s", unknown, diff)
	}
}

func TestMomentsAreDaysOrNames(t *testing.T) {
	at := time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)
	known := []record.Baseline{{Name: "adopted", At: at}, {Name: "2026-01-01", At: at}}
	for asked, want := range map[string]time.Time{"adopted": at, "2026-01-01": at, "2026-02-28": time.Date(2026, 2, 28, 23, 59, 59, 999e6, time.UTC)} {
		if m, err := plan.MomentOf(asked, known); err != nil || !m.At.Equal(want) {
			t.Errorf("%s is %v, %v", asked, m.At, err)
		}
	}
	for _, bad := range []string{"", "yesterday", "2026-02-30", "2026"} {
		if m, err := plan.MomentOf(bad, known); err == nil {
			t.Errorf("%q is taken for %v", bad, m)
		}
	}
}

var links = regexp.MustCompile(`href="(/[^"#]*)(#[^"]*)?"`)

// spoil breaks the plan in as many ways as the linter has rules for plans.
func spoil(h *webtest.House) {
	ctx := context.Background()
	change := func(tx *record.Tx, ref record.Ref, f func(*record.Draft)) error {
		rec, err := tx.Get(ctx, ref)
		if err != nil {
			return err
		}
		d := rec.Draft()
		d.Owner, d.CoOwners = webtest.Kurzeme, nil
		f(&d)
		_, err = tx.Change(ctx, rec.Revision, d)
		return err
	}
	h.Write(func(tx *record.Tx) error {
		for ref, f := range map[record.Ref]func(*record.Draft){
			"action/align-bus-timetables": func(d *record.Draft) { d.Body.(*strategy.Action).End = "2026-01-31" },
			"action/storm-plan": func(d *record.Draft) {
				a := d.Body.(*strategy.Action)
				a.Responsible, a.Budget, a.Start, a.End = "", nil, "", ""
			},
			"action/shared-desks": func(d *record.Draft) {
				t := &d.Body.(*strategy.Action).Title
				*t = t.With(t.Source, "Kitas pavadinimas")
			},
			"action/data-days":        func(d *record.Draft) { t := &d.Body.(*strategy.Action).Title; delete(t.Text, "en"); delete(t.Of, "en") },
			"action/local-food-days":  func(d *record.Draft) { d.Body.(*strategy.Action).State = strategy.Cancelled },
			"priority/active-society": func(d *record.Draft) { d.Stated = nil },
			"priority/open-region": func(d *record.Draft) {
				s := &d.Body.(*strategy.Priority).Summary
				*s = s.With("en", "Three more people in a hundred, the fastest growth of all.")
			},
			"finding/older-residents": func(d *record.Draft) { d.Body.(*evidence.Finding).State = evidence.Withdrawn },
			"finding/trade-jobs":      func(d *record.Draft) { d.Visibility = record.PartnersOnly },
		} {
			if err := change(tx, ref, f); err != nil {
				return err
			}
		}
		empty := record.NewText("lv", map[string]string{"lt": "Tuščias", "lv": "Tukšs", "en": "Empty"})
		for ref, body := range map[record.Ref]record.Body{
			"plan/empty":     &strategy.Plan{Title: empty},
			"priority/empty": &strategy.Priority{Title: empty, Plan: "plan/kurzeme-2027", Position: 9},
			"target/empty":   &strategy.Target{Title: empty, Of: "priority/active-society", Baseline: strategy.Baseline{Value: "5"}},
			"measure/empty":  &strategy.Measure{Title: empty, Priority: "priority/active-society"},
		} {
			if _, err := tx.Create(ctx, record.Draft{Ref: ref, Owner: webtest.Kurzeme, Visibility: record.Public, Body: body}); err != nil {
				return err
			}
		}
		return nil
	})
	h.Settle()
}

// TestMendsLeadToPages: every button of the linter's page opens a page, and every form of it is accepted.
func TestMendsLeadToPages(t *testing.T) {
	h := webtest.Example(t)
	spoil(h)
	c := h.As(identity.Coordinator, webtest.Kurzeme)
	rules := map[string]bool{}
	for _, lang := range []string{"lt", "lv", "en"} {
		p := c.Get("/" + lang + "/strategy/check")
		if p.Status != 200 {
			t.Fatalf("%d %s", p.Status, p.Body)
		}
		body := p.Body[strings.Index(p.Body, "<main"):strings.Index(p.Body, "</main>")]
		for _, m := range regexp.MustCompile(`id="(?:error|warning|hint)-([a-z-]+)"`).FindAllStringSubmatch(body, -1) {
			rules[m[1]] = true
		}
		opened := map[string]bool{}
		for _, m := range links.FindAllStringSubmatch(body, -1) {
			to := html.UnescapeString(m[1])
			if opened[to] || strings.HasSuffix(to, ".json") {
				continue
			}
			opened[to] = true
			if p := c.Get(to); p.Status != 200 {
				t.Errorf("%s leads to %d %s", to, p.Status, p.Location)
			} else if control := strings.TrimPrefix(html.UnescapeString(m[2]), "#"); control != "" && !strings.Contains(p.Body, `id="`+control+`"`) {
				t.Errorf("%s has no %s", to, control)
			}
		}
		if len(opened) < 12 {
			t.Errorf("%s: only %d links were followed", lang, len(opened))
		}
	}
	t.Logf("%d of %d rules had a hit", len(rules), len(check.Rules()))
	if len(rules) < 16 {
		t.Errorf("only %d rules had a hit: %v", len(rules), rules)
	}
	confirmed := c.Post("/en/strategy/confirm/action/shared-desks", url.Values{"field": {"title"}, "lang": {"en"}, "back": {"/strategy/check"}})
	if confirmed.Location != "/en/strategy/check" {
		t.Errorf("confirming leads to %d %s", confirmed.Status, confirmed.Location)
	}
	if p := c.Follow(confirmed); !strings.Contains(p.Body, "still fits") || !strings.Contains(p.Body, "/undo/") {
		t.Error("it is not said that it was confirmed, or it cannot be undone")
	}
	if state := h.Read("action/shared-desks").Title().State("en"); state != record.Current {
		t.Errorf("the translation is %s", state)
	}
	if p := c.Post("/en/strategy/confirm/action/shared-desks", url.Values{"field": {"title"}, "lang": {"en"}}); !strings.Contains(c.Follow(p).Body, "no stale translation") {
		t.Error("confirming again says nothing")
	}
	if p := h.As(identity.Participant, webtest.Kurzeme).Post("/en/strategy/confirm/action/shared-desks", url.Values{"field": {"title"}, "lang": {"lv"}}); !p.Refused() {
		t.Errorf("a participant confirms: %d", p.Status)
	}
}
