// SPDX-License-Identifier: EUPL-1.2

package edit_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func there(h *webtest.House, ref record.Ref) bool {
	err := h.Store.Read(context.Background(), identity.AtTheMachine(), func(tx *record.ReadTx) error {
		_, err := tx.Get(context.Background(), ref)
		return err
	})
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		h.T.Fatal(err)
	}
	return err == nil
}

// undoForm reads the way back that the message on a page offers.
func undoForm(t *testing.T, p webtest.Page) (string, url.Values) {
	t.Helper()
	_, rest, ok := strings.Cut(p.Body, `action="/lt/undo/`)
	if !ok {
		t.Fatalf("nothing can be undone on %s", p.Body[:min(len(p.Body), 3000)])
	}
	seq, _, _ := strings.Cut(rest, `"`)
	return "/lt/undo/" + seq, url.Values{"back": {"/actionplan"}}
}

func TestDeletingIsAskedOnceAndCanBeTakenBack(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	rec := some(h, "action")
	p := c.Get("/lt/delete/" + string(rec.Ref))
	f := p.Form(t, "base")
	p = c.Post(f.Action, f.Values)
	if p.Status != http.StatusSeeOther || there(h, rec.Ref) {
		t.Fatalf("%d, still there: %v", p.Status, there(h, rec.Ref))
	}
	to, form := undoForm(t, c.Follow(p))
	if list := c.Get("/lt/deleted"); !strings.Contains(list.Body, "/lt/restore/"+string(rec.Ref)) {
		t.Error("what was deleted is not listed")
	}
	if list := h.As(identity.Planner, webtest.Klaipeda).Get("/lt/deleted"); strings.Contains(list.Body, string(rec.Ref)) {
		t.Error("others are offered to restore it")
	}
	p = c.Post(to, form)
	if p.Status != http.StatusSeeOther || !there(h, rec.Ref) || h.Read(rec.Ref).Hash != rec.Hash {
		t.Fatal("undo did not bring it back as it was")
	}
	// Undo of the undo.
	to, form = undoForm(t, c.Get("/lt/drafts"))
	c.Post(to, form)
	if there(h, rec.Ref) {
		t.Error("undoing the undo did nothing")
	}
	if p = c.Post("/lt/restore/"+string(rec.Ref), url.Values{}); p.Status != http.StatusSeeOther || !there(h, rec.Ref) {
		t.Errorf("restore: %d", p.Status)
	}
	// The first entry can no longer be undone, and the page says so.
	p = c.Post("/lt/undo/1", form)
	if p.Status == http.StatusInternalServerError {
		t.Error("undoing an old entry broke")
	}
}

func TestWhatOthersRestOnIsNotDeleted(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	a := some(h, "action")
	measure := ours(h, a.Body.(*strategy.Action).Measure)
	p := c.Get("/lt/delete/" + string(measure.Ref))
	if !strings.Contains(p.Body, a.Ref.Slug()) || strings.Contains(p.Body, `class="btn stop"`) {
		t.Error("what rests on it is not listed, or it can be deleted all the same")
	}
	p = c.Post("/lt/delete/"+string(measure.Ref), url.Values{"base": {fmt.Sprint(measure.Revision)}})
	if p.Status != http.StatusSeeOther || !there(h, measure.Ref) || !strings.Contains(c.Follow(p).Body, "Neištrinta") {
		t.Errorf("%d, there %v", p.Status, there(h, measure.Ref))
	}
	if body := c.Get("/lt/delete/" + string(measure.Ref)).Body; strings.Contains(body, "nerodomas") {
		t.Error("something is said to be hidden that is not")
	}
	// What one may not see is counted, not named.
	priority := ours(h, measure.Body.(*strategy.Measure).Priority)
	secret := measure.Draft()
	secret.Ref, secret.Owner, secret.CoOwners, secret.Visibility = "measure/hidden-from-kurzeme", webtest.Klaipeda, nil, record.Private
	h.Write(func(tx *record.Tx) error { _, err := tx.Create(context.Background(), secret); return err })
	told := c.Follow(c.Post("/en/delete/"+string(priority.Ref), url.Values{"base": {fmt.Sprint(priority.Revision)}})).Body
	if !there(h, priority.Ref) || !strings.Contains(told, "One of them is not shown to you") || strings.Contains(told, "hidden-from-kurzeme") {
		t.Error("a hidden record is named, or not counted")
	}
	// A change in between is seen before anything is deleted.
	p = c.Post("/lt/delete/"+string(a.Ref), url.Values{"base": {"0"}})
	if !there(h, a.Ref) || p.Status != http.StatusSeeOther {
		t.Error("deleted over a change")
	}
}

func TestHistoryTellsWhoWhatWhenAndLeadsBack(t *testing.T) {
	h := webtest.Example(t)
	rec := some(h, "action")
	var id string
	h.Write(func(tx *record.Tx) error {
		for i, name := range []string{"Rasa Jonaitienė", "Ilze Bērziņa"} {
			p, err := identity.AddPerson(context.Background(), tx, testkit.NewRandom(byte(40+i)), name, fmt.Sprintf("p%d@example.lt", i))
			if err != nil {
				return err
			}
			if err := identity.SetMember(context.Background(), tx, p.ID, identity.Member{Organisation: webtest.Kurzeme, Role: identity.Planner}, true); err != nil {
				return err
			}
			if i == 0 {
				id = p.ID
			}
		}
		return nil
	})
	rasa := identity.Actor{ID: id, Members: []identity.Member{{Organisation: webtest.Kurzeme, Role: identity.Planner}}}
	ctx := context.Background()
	err := h.Store.Write(ctx, rasa, func(tx *record.Tx) error {
		present, err := tx.Get(ctx, rec.Ref)
		if err != nil {
			return err
		}
		d := present.Draft()
		b := d.Body.(*strategy.Action)
		b.Title = b.Title.With("lt", b.Title.Text["lt"]+" visiems")
		b.State = strategy.Cancelled
		_, err = tx.Change(ctx, present.Revision, d)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	path := "/lt/history/" + string(rec.Ref)
	inside := h.As(identity.Participant, webtest.Klaipeda).Get(path)
	for _, want := range []string{"Rasa Jonaitienė", "<ins> visiems</ins>", "<ins>Atšaukta</ins>", "Kokia veiksmo būsena"} {
		if !strings.Contains(inside.Body, want) {
			t.Errorf("a partner does not read %q", want)
		}
	}
	outside := h.Nobody().Get(path)
	if strings.Contains(outside.Body, "Rasa") || !strings.Contains(outside.Body, "Kuržemės planavimo regionas") {
		t.Error("a visitor reads a name, or not the organisation")
	}
	if strings.Contains(outside.Body, "/lt/undo/") {
		t.Error("a visitor is offered to undo")
	}
	c := h.As(identity.Planner, webtest.Kurzeme)
	state := c.Get(path + "?revision=" + fmt.Sprint(rec.Revision))
	f := state.Form(t, "revision")
	if p := c.Post(f.Action, f.Values); p.Status != http.StatusSeeOther || h.Read(rec.Ref).Hash != rec.Hash {
		t.Errorf("going back: %d", p.Status)
	}
	if p := c.Get(path + "?revision=99"); p.Status != http.StatusNotFound {
		t.Errorf("a state that never was: %d", p.Status)
	}
}

func TestHistoryHidesWhatWasPrivate(t *testing.T) {
	h := webtest.Example(t)
	rec := some(h, "action")
	change(h, rec.Ref, func(d *record.Draft) { d.Visibility = record.Private; d.Body.(*strategy.Action).Currency = "SEK" })
	change(h, rec.Ref, func(d *record.Draft) { d.Visibility = record.Public; d.Body.(*strategy.Action).Currency = "" })
	p := h.Nobody().Get("/en/history/" + string(rec.Ref))
	if p.Status != http.StatusOK || strings.Contains(p.Body, "SEK") {
		t.Errorf("%d: what was private is told", p.Status)
	}
}

func TestLinksAreStatedWithAReasonAndTakenBack(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	rec, finding := some(h, "action"), some(h, "finding")
	change(h, rec.Ref, func(d *record.Draft) { d.Stated = nil })
	path := "/lt/links/" + string(rec.Ref)
	f := url.Values{"kind": {"rests_on"}, "to-q": {finding.Title().In("lt")}, "do": {"find-to"}}
	p := c.Post(path, f)
	if p.Status != http.StatusOK || !strings.Contains(p.Body, `value="`+string(finding.Ref)+`"`) {
		t.Fatalf("%d: the finding was not found", p.Status)
	}
	f = url.Values{"kind": {"rests_on"}, "to": {string(finding.Ref)}, "do": {"add"}}
	if p = c.Post(path, f); p.Status != http.StatusUnprocessableEntity || !strings.Contains(faults(p), "priežasties") {
		t.Errorf("without a reason: %d", p.Status)
	}
	f.Set("reason.lt", "Nes skaičiai taip sako")
	if p = c.Post(path, f); p.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", p.Status, faults(p))
	}
	stated := h.Read(rec.Ref).Stated
	if len(stated) != 1 || stated[0].To != finding.Ref || stated[0].Reason.Source != "lt" || stated[0].Reason.Text["lt"] != "Nes skaičiai taip sako" {
		t.Fatalf("stated %+v", stated)
	}
	for _, page := range []string{path, "/lt/links/" + string(finding.Ref)} {
		if p := h.Nobody().Get(page); !strings.Contains(p.Body, "Nes skaičiai taip sako") {
			t.Errorf("%s does not tell the reason", page)
		}
	}
	// The same link again rewords the reason.
	f.Set("reason.lt", "Nes taip sako nauji skaičiai")
	c.Post(path, f)
	if s := h.Read(rec.Ref).Stated; len(s) != 1 || s[0].Reason.Text["lt"] != "Nes taip sako nauji skaičiai" {
		t.Errorf("reworded %+v", s)
	}
	for name, bad := range map[string]url.Values{
		"a kind that may not lead there": {"kind": {"part_of"}, "to": {string(finding.Ref)}, "reason.lt": {"x"}, "do": {"add"}},
		"a record that is not there":     {"kind": {"rests_on"}, "to": {"finding/nera"}, "reason.lt": {"x"}, "do": {"add"}},
		"itself":                         {"kind": {"same_as"}, "to": {string(rec.Ref)}, "reason.lt": {"x"}, "do": {"add"}},
		"nothing":                        {"do": {"add"}},
		"no kind of link":                {"kind": {"loves"}, "to": {string(finding.Ref)}, "reason.lt": {"x"}, "do": {"add"}},
	} {
		if p := c.Post(path, bad); p.Status != http.StatusUnprocessableEntity || faults(p) == "" {
			t.Errorf("%s: %d", name, p.Status)
		}
	}
	c.Post(path, url.Values{"kind": {"rests_on"}, "to": {string(finding.Ref)}, "do": {"remove"}})
	if s := h.Read(rec.Ref).Stated; len(s) != 0 {
		t.Errorf("still stated: %+v", s)
	}
}

func TestEveryLinkHasItsWords(t *testing.T) {
	h := webtest.Example(t)
	p := h.As(identity.Planner, webtest.Kurzeme).Get("/en/links/" + string(some(h, "action").Ref))
	for _, k := range record.LinkKinds() {
		for _, prefix := range []string{"edit.link.", "edit.linkback.", "edit.linknote."} {
			if strings.Contains(p.Body, prefix+string(k)) {
				t.Errorf("%s%s is not in the catalogue", prefix, k)
			}
		}
	}
}

func TestOwnersAdoptWhatTheyHaveSeen(t *testing.T) {
	h := webtest.Example(t)
	rec := some(h, "action")
	change(h, rec.Ref, func(d *record.Draft) { d.CoOwners = []record.Ref{webtest.Klaipeda} })
	path := "/en/adoption/" + string(rec.Ref)
	ours, theirs := h.As(identity.Coordinator, webtest.Kurzeme), h.As(identity.Coordinator, webtest.Klaipeda)
	f := ours.Get(path).Form(t, "organisation")
	if f.Values.Get("organisation") != string(webtest.Kurzeme) {
		t.Fatalf("offered to adopt for %v", f.Values)
	}
	if p := ours.Post(path, url.Values{"organisation": {string(webtest.Klaipeda)}}); p.Status != http.StatusForbidden {
		t.Errorf("one owner adopts in the name of another: %d", p.Status)
	}
	ours.Post(path, f.Values)
	if p := theirs.Get(path); !strings.Contains(p.Body, "Not yet adopted by") || !strings.Contains(p.Body, "Adopt</button>") && !strings.Contains(p.Body, "Adopt") {
		t.Error("the other owner is not asked")
	}
	g := theirs.Get(path).Form(t, "organisation")
	change(h, rec.Ref, func(d *record.Draft) { d.Body.(*strategy.Action).State = strategy.Done })
	if p := theirs.Post(path, g.Values); !strings.Contains(theirs.Follow(p).Body, "Not adopted") {
		t.Error("a state was adopted that nobody has seen")
	}
	theirs.Post(path, theirs.Get(path).Form(t, "organisation").Values)
	ours.Post(path, ours.Get(path).Form(t, "organisation").Values)
	if p := h.Nobody().Get(path); !strings.Contains(p.Body, "all have adopted it") {
		t.Error("not adopted by all")
	}
}

func TestChoosingARecordLeadsBackToTheForm(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	rec := some(h, "action")
	path := "/lt/edit/" + string(rec.Ref)
	f := c.Get(path).Form(t, "base").Values
	f.Set("title.lt", "Rašoma toliau")
	f.Set("do", "find-partners")
	f.Set("partners-q", "")
	p := c.Post(path, f)
	if p.Status != http.StatusOK || !strings.Contains(p.Body, `value="pick-partners"`) || p.Form(t, "base").Values.Get("title.lt") != "Rašoma toliau" {
		t.Fatalf("%d: the search in the form lost something", p.Status)
	}
	f.Set("do", "pick-partners")
	p = c.Follow(c.Post(path, f))
	if p.Status != http.StatusOK {
		t.Fatalf("status %d", p.Status)
	}
	_, rest, ok := strings.Cut(p.Body, `href="/lt/edit/`)
	for ok && !strings.Contains(rest[:strings.Index(rest, `"`)], "add.partners") {
		_, rest, ok = strings.Cut(rest, `href="/lt/edit/`)
	}
	if !ok {
		t.Fatal("no choice leads back")
	}
	to := "/lt/edit/" + strings.ReplaceAll(rest[:strings.Index(rest, `"`)], "&amp;", "&")
	back := c.Get(to).Form(t, "base").Values
	chosen, _ := url.QueryUnescape(to[strings.Index(to, "add.partners=")+len("add.partners="):])
	if back.Get("title.lt") != "Rašoma toliau" || !strings.Contains(strings.Join(back["partners"], " "), chosen) {
		t.Errorf("%s: back with %v", to, back)
	}
	options := c.Do(http.MethodGet, "/lt/pick?kind=measure&field=measure&q=a", nil, http.Header{"Sumanus-Fragment": {"pick"}})
	if options.Status != http.StatusOK || strings.Contains(options.Body, "<html") || !strings.Contains(options.Body, `role="option"`) {
		t.Errorf("%d %s", options.Status, options.Body)
	}
	if p := c.Get("/lt/pick?kind=dragon&field=x"); p.Status != http.StatusNotFound {
		t.Errorf("an unknown kind: %d", p.Status)
	}
	if p := c.Get("/lt/pick?kind=measure&field=x&back=" + url.QueryEscape("https://evil.example/")); strings.Contains(p.Body, "evil.example/?") {
		t.Error("a choice leads to another site")
	}
}

func TestFieldsThatHaveAPageOfTheirOwnLeadThere(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	for kind, want := range map[string]string{"finding": "/reword", "chapter": "/write"} {
		rec := some(h, kind)
		p := c.Get("/lt/edit/" + string(rec.Ref))
		if !strings.Contains(p.Body, rec.Ref.Slug()+want+`"`) {
			t.Errorf("%s: nothing leads to %s", kind, want)
		}
	}
	if p := c.Get("/lt/new/finding?x=y"); p.Status != http.StatusSeeOther || !strings.HasPrefix(p.Location, "/lt/evidence/new-finding") {
		t.Errorf("a new finding: %d %s", p.Status, p.Location)
	}
	f := c.Get("/lt/new/chapter?document="+string(some(h, "document").Ref)).Form(t, "base").Values
	f.Set("title.lt", "Naujas skyrius")
	f.Set("body.lt", "Pirmas sakinys.")
	f.Set("slug", "naujas-skyrius")
	if p := c.Post("/lt/new/chapter", f); p.Status != http.StatusSeeOther || !there(h, "chapter/naujas-skyrius") {
		t.Errorf("a new chapter: %d %s", p.Status, faults(p))
	}
}

// TestPagesCostFewStatements: however much a page names, it asks the database a few times.
func TestPagesCostFewStatements(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	for _, kind := range []string{"action", "partnership", "finding", "chapter"} {
		ref := string(some(h, kind).Ref)
		for _, page := range []string{"edit", "history", "links", "adoption", "delete"} {
			if n := h.Statements(func() { c.Get("/lt/" + page + "/" + ref) }); n > 12 {
				t.Errorf("/%s/%s asks %d times", page, ref, n)
			}
		}
	}
	for _, page := range []string{"/lt/new/action", "/lt/drafts", "/lt/deleted", "/lt/search?q=region", "/lt/pick?kind=measure,action&field=x&q=r"} {
		if n := h.Statements(func() { c.Get(page) }); n > 12 {
			t.Errorf("%s asks %d times", page, n)
		}
	}
}
