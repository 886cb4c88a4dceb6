// SPDX-License-Identifier: EUPL-1.2

package check_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/testkit"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func registry(t testing.TB) *record.Registry {
	t.Helper()
	var all []record.Kind
	for _, kinds := range [][]record.Kind{identity.Kinds(), dataset.Kinds(), method.Kinds(), evidence.Kinds(), strategy.Kinds(), publication.Kinds()} {
		all = append(all, kinds...)
	}
	r, err := record.NewRegistry(all...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// houseAndClock is an empty one with all kinds.
func houseAndClock(t testing.TB) (*record.Store, *testkit.Clock) {
	t.Helper()
	policy, err := identity.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	clock := testkit.NewClock(time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC))
	s := record.New(dbtest.SQLite(t), registry(t), policy, record.Env{Now: clock.Now, Random: testkit.NewRandom(5)})
	identity.Watch(s)
	return s, clock
}

var attachments = folder.Attachments{dataset.Attachment()}

func apply(t testing.TB, s *record.Store, tree *folder.Tree) {
	t.Helper()
	if _, err := folder.Apply(context.Background(), s, identity.AtTheMachine(), tree, attachments, folder.Options{}); err != nil {
		t.Fatal(err)
	}
}

func run(t testing.TB, s *record.Store, actor record.Actor, o check.Options) check.Report {
	t.Helper()
	ctx := context.Background()
	var r check.Report
	if err := s.Read(ctx, actor, func(tx *record.ReadTx) (err error) {
		r, err = check.Run(ctx, tx, o)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return r
}

// load brings a plan into a fresh house.
func load(t testing.TB, p *plan) *record.Store {
	t.Helper()
	s, _ := houseAndClock(t)
	files, err := p.files(s.Kinds())
	if err != nil {
		t.Fatal(err)
	}
	tree, err := folder.Read(files, s.Kinds(), func(kind string) bool { return kind == "dataset" })
	if err != nil {
		t.Fatal(err)
	}
	apply(t, s, tree)
	return s
}

func report(t *testing.T, p *plan, today string) check.Report {
	t.Helper()
	s := load(t, p)
	r := run(t, s, identity.AtTheMachine(), check.Options{Today: today})
	asKept(t, s, r, check.Options{Today: today, Kept: true})
	return r
}

// asKept checks that a page, which reads all records at once and the findings as they were last judged, is told what the command is told.
func asKept(t *testing.T, s *record.Store, live check.Report, o check.Options) {
	t.Helper()
	ctx := context.Background()
	if _, err := evidence.EvaluateAll(ctx, s, identity.AtTheMachine()); err != nil && fault.CodeOf(err) != fault.Invalid {
		t.Fatal(err)
	}
	var kept check.Report
	if err := s.Read(ctx, identity.AtTheMachine(), func(tx *record.ReadTx) (err error) {
		if err = tx.ReadAhead(ctx); err == nil {
			kept, err = check.Run(ctx, tx, o)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if kept.Text(i18n.For("en")) != live.Text(i18n.For("en")) {
		t.Errorf("a page says\n%s\nand the command\n%s", kept.Text(i18n.For("en")), live.Text(i18n.For("en")))
	}
}

func TestTheBaseIsClean(t *testing.T) {
	_, base := readScript(t, "testdata/base.txt")
	if r := report(t, base, "2026-03-01"); len(r.Hits) > 0 || r.Records != 15 {
		t.Errorf("%d records:\n%s", r.Records, r.Text(i18n.For("en")))
	}
}

// TestScripts runs what the planners read: for each rule a plan that fires it, a near miss, and the mend.
func TestScripts(t *testing.T) {
	_, base := readScript(t, "testdata/base.txt")
	for _, rule := range check.Rules() {
		t.Run(rule.ID, func(t *testing.T) {
			s, _ := readScript(t, filepath.Join("testdata/rules", rule.ID+".txt"))
			count := map[string]int{}
			var fired *plan
			for _, p := range s.parts {
				count[p.kind]++
				plan := base.clone()
				if p.kind == "mend" {
					if fired == nil {
						t.Fatalf("line %d: mends nothing", p.line)
					}
					plan = fired.clone()
				}
				plan.merge(p.plan)
				if p.kind == "fires" {
					fired = plan
				}
				t.Run(strings.TrimSpace(p.kind+" "+p.name), func(t *testing.T) { compare(t, rule, p, report(t, plan, s.today)) })
			}
			if count["fires"] == 0 || count["near miss"] == 0 || count["mend"] < count["fires"] {
				t.Errorf("the script lacks a part: %v", count)
			}
		})
	}
	files, _ := filepath.Glob("testdata/rules/*.txt")
	if len(files) != len(check.Rules()) {
		t.Errorf("%d scripts for %d rules", len(files), len(check.Rules()))
	}
}

func compare(t *testing.T, rule check.Rule, p part, r check.Report) {
	t.Helper()
	if p.kind == "fires" && len(p.expect) == 0 {
		t.Error("a plan that fires expects something")
	}
	if p.kind != "fires" && len(p.expect) > 0 {
		t.Error("only a plan that fires expects something")
	}
	met := map[int]bool{}
	for _, h := range r.Hits {
		if h.Rule != rule.ID {
			continue
		}
		wording(t, r, h)
		found := false
		for i, e := range p.expect {
			word, _ := h.Found["word"].(string)
			if !met[i] && e.rule == h.Rule && e.ref == string(h.Ref) && (e.field == "" || e.field == h.Field) && (e.lang == "" || e.lang == h.Lang) &&
				(e.level == "" || e.level == h.Level) && (e.word == "" || e.word == word) {
				met[i], found = true, true
				break
			}
		}
		if !found {
			t.Errorf("not expected: %s %s %s %v\n%s", h.Ref, h.Field, h.Lang, h.Found, r.What(i18n.For("en"), h))
		}
	}
	for i, e := range p.expect {
		if e.rule != rule.ID {
			t.Errorf("line %d: the script is about %s", e.line, rule.ID)
		} else if !met[i] {
			t.Errorf("line %d: did not happen: %s", e.line, e.text)
		}
	}
}

var unfilled = regexp.MustCompile(`^check\.|\{(language|word|statement|words|why|names|formula|name|shown|missing|extra|n|date|title|kind|ref|records|errors)\}`)

// wording: each hit can be told in each language, with its arguments filled in.
func wording(t *testing.T, r check.Report, h check.Hit) {
	t.Helper()
	seen := map[string]bool{}
	for _, lang := range []i18n.Lang{"lt", "lv", "en"} {
		z := i18n.For(lang)
		for _, s := range []string{r.Place(z, h), r.What(z, h), r.Mend(z, h)} {
			if s == "" || unfilled.MatchString(s) {
				t.Errorf("%s: %q", lang, s)
			}
		}
		seen[r.What(z, h)] = true
	}
	if len(seen) != 3 {
		t.Errorf("said alike in two languages: %v", seen)
	}
}

// TestJSONForm: the keys that programs read.
func TestJSONForm(t *testing.T) {
	_, base := readScript(t, "testdata/base.txt")
	p := base.clone()
	p.draft("action/ferry").set("responsible", []string{"responsible: -"})
	r := report(t, p, "2026-03-01")
	got, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"format":1,"today":"2026-03-01","languages":["lt","lv","en"],"records":15,"counts":{"errors":0,"warnings":1,"hints":0},"hits":[{"rule":"action-without-responsible","level":"warning","ref":"action/ferry","field":"responsible","what":"check.action-without-responsible.what","mend":"check.action-without-responsible.mend","related":["measure/boats"]}],"titles":{"action/ferry":`
	if !strings.HasPrefix(string(got), want) {
		t.Errorf("got  %s\nwant %s…", got, want)
	}
	if text := r.Text(i18n.For("lt")); !strings.Contains(text, "Nurodykite, kas atsakingas") || !strings.Contains(text, "veiksmas „ferry“ (action/ferry), atsakingas") ||
		!strings.Contains(text, "0 klaidų, 1 įspėjimas, 0 pastabų") {
		t.Error(text)
	}
}
