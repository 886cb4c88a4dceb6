// SPDX-License-Identifier: EUPL-1.2

package edit_test

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func action(h *webtest.House, ref record.Ref) *strategy.Action {
	return h.Read(ref).Body.(*strategy.Action)
}

func TestChangesOfOthersAreKeptWhereTheyDoNotTouch(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	rec := some(h, "action")
	path := "/en/edit/" + string(rec.Ref)
	sent := c.Get(path).Form(t, "base")
	change(h, rec.Ref, func(d *record.Draft) { d.Body.(*strategy.Action).State = strategy.Done })
	sent.Values.Set("title.en", "A title typed meanwhile")
	p := c.Post(path, sent.Values)
	if p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, faults(p))
	}
	a := action(h, rec.Ref)
	if a.State != strategy.Done || a.Title.Text["en"] != "A title typed meanwhile" {
		t.Errorf("one of the two is lost: %s %v", a.State, a.Title)
	}
	if said := c.Get("/en/history/" + string(rec.Ref)); !strings.Contains(said.Body, "both changes are kept") || !strings.Contains(said.Body, "How it stands") {
		t.Error("nobody said that it was merged")
	}
}

// conflict makes two people change the same title, and gives the page that asks.
func conflict(t *testing.T) (*webtest.House, *webtest.Client, record.Record, webtest.Page) {
	t.Helper()
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	rec := some(h, "action")
	path := "/en/edit/" + string(rec.Ref)
	sent := c.Get(path).Form(t, "base")
	change(h, rec.Ref, func(d *record.Draft) {
		b := d.Body.(*strategy.Action)
		b.Title = b.Title.With("en", "Theirs <b>")
		b.State, b.End = strategy.Done, "2031-01-01"
	})
	sent.Values.Set("title.en", "Mine")
	sent.Values.Set("state", "cancelled")
	sent.Values.Set("start", "2020-02-02")
	p := c.Post(path, sent.Values)
	if p.Status != http.StatusConflict {
		t.Fatalf("status %d: %s", p.Status, faults(p))
	}
	if h.Read(rec.Ref).Revision != rec.Revision+1 {
		t.Fatal("something was overwritten")
	}
	return h, c, rec, p
}

func TestAConflictShowsBothSidesAndLosesNothing(t *testing.T) {
	h, c, rec, p := conflict(t)
	for _, want := range []string{html.EscapeString("Theirs <b>"), "Mine", "choice.title.en", "choice.state", "Cancelled", "Done"} {
		if !strings.Contains(p.Body, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	if strings.Contains(p.Body, "choice.end") || strings.Contains(p.Body, "choice.start") {
		t.Error("what only one changed is asked too")
	}
	// What was typed is also a draft.
	if d := c.Get("/en/edit/" + string(rec.Ref)); !strings.Contains(d.Body, `value="Mine"`) || !strings.Contains(d.Body, "unsaved draft") {
		t.Error("the draft is not there")
	}
	f := p.Form(t, "choice.title.en")
	f.Values.Set("choice.title.en", "merged")
	f.Values.Set("title.en", "Theirs and mine")
	f.Values.Set("choice.state", "theirs")
	if got := c.Post(f.Action, f.Values); got.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Status, faults(got))
	}
	a := action(h, rec.Ref)
	if a.Title.Text["en"] != "Theirs and mine" || a.State != strategy.Done || a.Start != "2020-02-02" || a.End != "2031-01-01" {
		t.Errorf("saved %+v", a)
	}
	if d := c.Get("/en/edit/" + string(rec.Ref)); strings.Contains(d.Body, "unsaved draft") {
		t.Error("the draft is still there")
	}
}

func TestAConflictCanBeDecidedForOneSide(t *testing.T) {
	for choice, want := range map[string]struct {
		title string
		state strategy.State
		start string
	}{"mine": {"Mine", strategy.Cancelled, "2020-02-02"}, "theirs": {"Theirs <b>", strategy.Done, "2020-02-02"}} {
		h, c, rec, p := conflict(t)
		f := p.Form(t, "choice.title.en")
		f.Values.Set("choice.title.en", choice)
		f.Values.Set("choice.state", choice)
		if choice == "theirs" {
			f.Values.Set("all", "theirs")
			f.Values.Set("choice.state", "mine")
		}
		if got := c.Post(f.Action, f.Values); got.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", got.Status, faults(got))
		}
		if a := action(h, rec.Ref); a.Title.Text["en"] != want.title || a.State != want.state || a.Start != want.start || a.End != "2031-01-01" {
			t.Errorf("%s: %+v", choice, a)
		}
	}
}

func TestASecondConflictAsksAgain(t *testing.T) {
	h, c, rec, p := conflict(t)
	change(h, rec.Ref, func(d *record.Draft) {
		b := d.Body.(*strategy.Action)
		b.Title = b.Title.With("en", "A third")
	})
	f := p.Form(t, "choice.title.en")
	f.Values.Set("choice.title.en", "mine")
	f.Values.Set("choice.state", "mine")
	got := c.Post(f.Action, f.Values)
	if got.Status != http.StatusConflict || !strings.Contains(got.Body, "A third") || strings.Contains(got.Body, "choice.state") {
		t.Errorf("status %d", got.Status)
	}
	if action(h, rec.Ref).Title.Text["en"] != "A third" {
		t.Error("the third was overwritten")
	}
}

func TestAStaleTranslationShowsTheVeryWords(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	rec := some(h, "action")
	change(h, rec.Ref, func(d *record.Draft) {
		b := d.Body.(*strategy.Action)
		b.Title = record.NewText("lv", map[string]string{"lv": "Saskaņot sarakstus", "lt": "Suderinti tvarkaraščius", "en": "Align timetables"})
	})
	path := "/lt/edit/" + string(rec.Ref)
	sent := c.Get(path).Form(t, "base")
	sent.Values.Set("title.lv", "Saskaņot autobusu sarakstus")
	sent.Values.Set("title.en", "Align bus timetables")
	c.Post(path, sent.Values)
	title := action(h, rec.Ref).Title
	if title.State("lt") != record.Stale || title.State("en") != record.Current {
		t.Fatalf("lt is %s, en is %s", title.State("lt"), title.State("en"))
	}
	p := c.Get(path)
	if !strings.Contains(p.Body, "<ins>autobusu ") || !strings.Contains(p.Body, `name="title.lt.agrees"`) || strings.Contains(p.Body, `name="title.en.agrees"`) {
		t.Error("the new words are not shown beside the stale translation")
	}
	sent = p.Form(t, "base")
	sent.Values.Set("title.lt.agrees", "yes")
	c.Post(path, sent.Values)
	if title = action(h, rec.Ref).Title; title.State("lt") != record.Current || title.Text["lt"] != "Suderinti tvarkaraščius" {
		t.Errorf("said to fit still, it is %s", title.State("lt"))
	}
	if hist := c.Get("/lt/history/" + string(rec.Ref)); !strings.Contains(hist.Body, "vertimas ir toliau tinka") {
		t.Error("the history does not tell of the confirmation")
	}
}

func TestDraftsComeBackAndBelongToOnePerson(t *testing.T) {
	h := webtest.Example(t)
	rasa, other := h.As(identity.Planner, webtest.Kurzeme), h.As(identity.Coordinator, webtest.Kurzeme)
	rec := some(h, "action")
	path, keep := "/lt/edit/"+string(rec.Ref), "/lt/draft/"+string(rec.Ref)
	sent := rasa.Get(path).Form(t, "base")
	sent.Values.Set("title.lt", "Pradėtas rašyti")
	sent.Values.Set("budget_cents", "1 234,5x")
	sent.Values.Del("partners")
	p := rasa.Do(http.MethodPost, keep, strings.NewReader(sent.Values.Encode()), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Sumanus-Fragment": {"draft"}})
	if p.Status != http.StatusOK || strings.Contains(p.Body, "<html") || !strings.Contains(p.Body, "Juodraštis") {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	if h.Read(rec.Ref).Hash != rec.Hash {
		t.Error("the record changed")
	}
	back := rasa.Get(path)
	f := back.Form(t, "base").Values
	if f.Get("title.lt") != "Pradėtas rašyti" || f.Get("budget_cents") != "1 234,5x" || f.Has("partners") || !strings.Contains(back.Body, "neišsaugotas juodraštis") {
		t.Errorf("the draft did not come back: %v", f)
	}
	if o := other.Get(path); strings.Contains(o.Body, "Pradėtas rašyti") || strings.Contains(other.Get("/lt/drafts").Body, string(rec.Ref)) {
		t.Error("somebody else sees the draft")
	}
	if l := rasa.Get("/lt/drafts"); !strings.Contains(l.Body, "Pradėtas rašyti") {
		t.Error("the draft is not listed")
	}
	// Somebody else saves something else meanwhile; the draft is merged when it is saved.
	change(h, rec.Ref, func(d *record.Draft) { d.Body.(*strategy.Action).State = strategy.Done })
	f = rasa.Get(path).Form(t, "base").Values
	f.Set("budget_cents", "5")
	if got := rasa.Post(path, f); got.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Status, faults(got))
	}
	if a := action(h, rec.Ref); a.State != strategy.Done || a.Title.Text["lt"] != "Pradėtas rašyti" || *a.Budget != 500 {
		t.Errorf("saved %+v", a)
	}
	if l := rasa.Get("/lt/drafts"); strings.Contains(l.Body, "/lt/edit/"+string(rec.Ref)) {
		t.Error("the saved draft is still listed")
	}
	rasa.Post(keep, f)
	rasa.Post("/lt/discard/"+string(rec.Ref), url.Values{})
	if strings.Contains(rasa.Get(path).Body, "neišsaugotas juodraštis") {
		t.Error("a discarded draft came back")
	}
	if p := h.As(identity.Planner, webtest.Klaipeda).Post(keep, f); p.Status != http.StatusForbidden {
		t.Errorf("a draft over what one may not change: %d", p.Status)
	}
}

func TestNumbersOfADraftAreWrittenInTheLanguageOfThePage(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	rec := some(h, "action")
	f := c.Get("/lt/edit/"+string(rec.Ref)).Form(t, "base").Values
	f.Set("budget_cents", "1 234,50")
	c.Post("/lt/draft/"+string(rec.Ref), f)
	f = c.Get("/en/edit/"+string(rec.Ref)).Form(t, "base").Values
	if f.Get("budget_cents") != "1,234.50" {
		t.Errorf("shown in English as %q", f.Get("budget_cents"))
	}
	c.Post("/en/edit/"+string(rec.Ref), f)
	if b := action(h, rec.Ref).Budget; b == nil || *b != 123450 {
		t.Errorf("saved as %v", b)
	}
}

func TestNewRecordsAreFilledByTheAddressAndShowTheirName(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	measure := some(h, "measure").Ref
	path := "/lv/new/action?measure=" + string(measure) + "&title.lv=" + url.QueryEscape("Jaunā rīcība: ceļš pāri robežai") + "&state=planned&nonsense=x"
	p := c.Get(path)
	f := p.Form(t, "base").Values
	if f.Get("measure") != string(measure) || f.Get("title.lv") != "Jaunā rīcība: ceļš pāri robežai" || f.Has("nonsense") {
		t.Fatalf("filled with %v", f)
	}
	f.Set("slug", "")
	p = c.Post("/lv/new/action", f)
	f = p.Form(t, "base").Values
	if p.Status != http.StatusOK || f.Get("slug") != "jauna-riciba-cels-pari-robezai" {
		t.Fatalf("%d: the name suggested is %q\n%s", p.Status, f.Get("slug"), faults(p))
	}
	p = c.Post("/lv/new/action", f)
	if p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, faults(p))
	}
	rec := h.Read("action/jauna-riciba-cels-pari-robezai")
	if rec.Owner != webtest.Kurzeme || rec.Visibility != record.PartnersOnly || rec.Body.(*strategy.Action).Title.Source != "lv" {
		t.Errorf("created %+v", rec.Envelope)
	}
	// The same name again is refused at its field.
	if p = c.Post("/lv/new/action", f); p.Status != http.StatusUnprocessableEntity || !strings.Contains(faults(p), "#f-slug") {
		t.Errorf("twice the same name: %d %s", p.Status, faults(p))
	}
	f.Set("slug", "")
	if p = c.Post("/lv/new/action", f); p.Form(t, "base").Values.Get("slug") != "jauna-riciba-cels-pari-robezai-2" {
		t.Error("a name that is taken is suggested")
	}
	// An owner one may not act for is refused.
	f.Set("owner", string(webtest.Klaipeda))
	f.Set("slug", "svesims")
	if p = c.Post("/lv/new/action", f); p.Status != http.StatusForbidden {
		t.Errorf("created for others: %d", p.Status)
	}
}

func TestDraftsOfNewRecordsStandBesideEachOther(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	var keys []string
	for _, title := range []string{"Pirmas naujas", "Antras naujas"} {
		f := c.Get("/lt/new/measure").Form(t, "base").Values
		f.Set("title.lt", title)
		key := f.Get("draft")
		if p := c.Post("/lt/draft/measure/"+key, f); !strings.HasSuffix(p.Location, "/lt/new/measure?draft="+key) {
			t.Fatalf("%d %s", p.Status, p.Location)
		}
		keys = append(keys, key)
		h.Clock.Add(time.Minute)
	}
	p := c.Get("/lt/new/measure")
	if !strings.Contains(p.Body, "Pirmas naujas") || !strings.Contains(p.Body, "Antras naujas") || p.Form(t, "base").Values.Get("title.lt") != "" {
		t.Error("drafts are not offered beside an empty form")
	}
	if f := c.Get("/lt/new/measure?draft="+keys[0]).Form(t, "base").Values; f.Get("title.lt") != "Pirmas naujas" || f.Get("draft") != keys[0] {
		t.Errorf("the draft is %v", f)
	}
	body := c.Get("/lt/drafts").Body
	if strings.Index(body, "Antras naujas") > strings.Index(body, "Pirmas naujas") {
		t.Error("the last draft does not come first")
	}
}
