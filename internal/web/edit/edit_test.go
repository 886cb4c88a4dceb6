// SPDX-License-Identifier: EUPL-1.2

package edit_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// ours gives a record of a kind to Kurzeme, so that its planner may change it.
func ours(h *webtest.House, ref record.Ref) record.Record {
	ctx := context.Background()
	h.Write(func(tx *record.Tx) error {
		rec, err := tx.Get(ctx, ref)
		if err != nil {
			return err
		}
		d := rec.Draft()
		d.Owner, d.CoOwners, d.Visibility = webtest.Kurzeme, nil, record.Public
		_, err = tx.Change(ctx, rec.Revision, d)
		return err
	})
	return h.Read(ref)
}

// some gives a record of a kind of the example, owned by Kurzeme.
func some(h *webtest.House, kind string) record.Record {
	h.T.Helper()
	var ref record.Ref
	err := h.Store.Read(context.Background(), identity.AtTheMachine(), func(tx *record.ReadTx) error {
		all, err := tx.All(context.Background(), kind)
		if len(all) > 0 {
			ref = all[0].Ref
		}
		return err
	})
	if err != nil || ref == "" {
		h.T.Fatalf("no %s: %v", kind, err)
	}
	return ours(h, ref)
}

func change(h *webtest.House, ref record.Ref, f func(d *record.Draft)) record.Record {
	h.Change(ref, f)
	return h.Read(ref)
}

// TestFormsOfEveryKindKeepWhatTheyShow: opened and sent back untouched in each language, nothing changes.
func TestFormsOfEveryKindKeepWhatTheyShow(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	for _, k := range form.Kinds() {
		rec := some(h, k.Name)
		for _, lang := range []string{"lt", "lv", "en"} {
			path := "/" + lang + "/edit/" + string(rec.Ref)
			p := c.Get(path)
			if p.Status != http.StatusOK {
				t.Fatalf("%s: %d %.500s", path, p.Status, p.Body)
			}
			f := p.Form(t, "base")
			f.Values.Set("do", "save")
			if got := c.Post(path, f.Values); got.Status != http.StatusSeeOther {
				t.Fatalf("%s: %d\n%s", path, got.Status, faults(got))
			}
			if after := h.Read(rec.Ref); after.Hash != rec.Hash || after.Revision != rec.Revision {
				t.Errorf("%s changed what nobody touched", path)
			}
		}
	}
}

// faults cuts the summary of errors out of a page.
func faults(p webtest.Page) string {
	_, rest, ok := strings.Cut(p.Body, `id="errors"`)
	if !ok {
		return p.Body[:min(len(p.Body), 600)]
	}
	before, _, _ := strings.Cut(rest, "</div>")
	return before
}

// typed is another value for a field, as somebody types it in Lithuanian.
func typed(h *webtest.House, f form.Field, name string, v url.Values) {
	other := func(kinds []string) []string {
		var out []string
		_ = h.Store.Read(context.Background(), identity.AtTheMachine(), func(tx *record.ReadTx) error {
			for _, k := range kinds {
				all, err := tx.All(context.Background(), k)
				if err != nil {
					return err
				}
				for _, r := range all {
					if !slices.Contains(v[name], string(r.Ref)) {
						out = append(out, string(r.Ref))
					}
				}
			}
			return nil
		})
		return out
	}
	switch f.Control {
	case form.Line, form.Long:
		v.Set(name+".lt", strings.TrimSpace(v.Get(name+".lt")+" kitaip"))
	case form.Plain:
		v.Set(name, map[string]string{"country": "EE", "currency": "SEK", "boundary": ""}[f.Path])
		if f.Path != "country" && f.Path != "currency" && f.Path != "boundary" {
			v.Set(name, "kitaip")
		}
	case form.Address:
		v.Set(name, "https://kitur.example/puslapis")
	case form.Choice:
		for _, o := range f.Options {
			if o.Value != "" && o.Value != v.Get(name) {
				v.Set(name, o.Value)
				break
			}
		}
	case form.Date:
		v.Set(name, "2021-03-31")
		if f.Path == "end" || f.Path == "period_to" {
			v.Set(name, "2031-03-31")
		}
	case form.Year:
		v.Set(name, "2025")
	case form.Money:
		v.Set(name, "7\u00a0654,32")
		if f.Path == "budget_cents" {
			v.Set(name, "99\u00a0999\u00a0999,99")
		}
	case form.Decimal:
		v.Set(name, "1 234,50")
	case form.Whole:
		v.Set(name, "7")
	case form.Tick:
		if v.Get(name) == "" {
			v.Set(name, "yes")
		} else {
			v.Del(name)
		}
	case form.Ref:
		v.Set(name, other(f.Kinds)[0])
	case form.Refs:
		v.Add(name, other(f.Kinds)[0])
	case form.List:
		v.Set(name, "lv, lt, en")
	}
}

// TestEveryFieldOfEveryKindCanBeChanged: each field alone is typed anew, saved and read back the same; nothing else changes with it.
func TestEveryFieldOfEveryKindCanBeChanged(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Coordinator, webtest.Kurzeme)
	changed := 0
	for _, k := range form.Kinds() {
		for _, f := range k.Fields() {
			if f.Control == form.Else || f.Path == "owner" || f.Path == "scheme" || // the codes of a dataset with vintages stay
				k.Name == "organisation" && f.Path == "co_owners" {
				continue
			}
			rec := some(h, k.Name)
			path := "/lt/edit/" + string(rec.Ref)
			sent := c.Get(path).Form(t, "base")
			if f.Control == form.Rows {
				for _, sub := range f.Sub {
					typed(h, sub, f.Path+".0."+sub.Path, sent.Values)
				}
				if k.Name == "region" { // codes are checked against the register
					sent.Values.Set("codes.0.scheme", "ISO")
					sent.Values.Set("codes.0.version", "2020")
					sent.Values.Set("codes.0.code", "XX")
				}
			} else {
				typed(h, f, f.Path, sent.Values)
			}
			if k.Name == "region" && f.Path == "parent" {
				sent.Values.Set("parent", "region/kurzeme")
				if rec.Ref == "region/kurzeme" {
					continue
				}
			}
			got := c.Post(path, sent.Values)
			if got.Status != http.StatusSeeOther {
				t.Errorf("%s %s: %d\n%s", k.Name, f.Path, got.Status, faults(got))
				continue
			}
			after := h.Read(rec.Ref)
			if after.Revision != rec.Revision+1 {
				t.Errorf("%s %s: revision %d after %d", k.Name, f.Path, after.Revision, rec.Revision)
			}
			diff, err := record.FieldDifferences(rec, after)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range diff {
				if d.Path != f.Path && !strings.HasPrefix(d.Path, f.Path+".") {
					t.Errorf("%s: changing %s changed %s", k.Name, f.Path, d.Path)
				}
			}
			again := c.Get(path).Form(t, "base")
			for name := range sent.Values {
				if (name == f.Path || strings.HasPrefix(name, f.Path+".")) && again.Values.Get(name) != sent.Values.Get(name) && f.Control != form.Decimal {
					t.Errorf("%s: %s was typed %q and is shown %q", k.Name, name, sent.Values.Get(name), again.Values.Get(name))
				}
			}
			changed++
		}
	}
	if changed < 80 {
		t.Errorf("only %d fields were changed", changed)
	}
	t.Logf("changed %d fields", changed)
}

func TestMoneyIsWholeCents(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	rec := some(h, "action")
	for lang, amount := range map[string]string{"lt": "1 234,50", "lv": "1 234,50 €", "en": "1,234.50"} {
		sent := c.Get("/"+lang+"/edit/"+string(rec.Ref)).Form(t, "base")
		sent.Values.Set("budget_cents", "")
		c.Post("/"+lang+"/edit/"+string(rec.Ref), sent.Values)
		if b := h.Read(rec.Ref).Body.(*strategy.Action).Budget; b != nil {
			t.Errorf("an empty budget is %d, not unknown", *b)
		}
		sent = c.Get("/"+lang+"/edit/"+string(rec.Ref)).Form(t, "base")
		sent.Values.Set("budget_cents", amount)
		c.Post("/"+lang+"/edit/"+string(rec.Ref), sent.Values)
		if b := h.Read(rec.Ref).Body.(*strategy.Action).Budget; b == nil || *b != 123450 {
			t.Errorf("%s: %q is %v", lang, amount, b)
		}
	}
}

func TestFaultsAreToldAtTheirFieldsAndNothingTypedIsLost(t *testing.T) {
	h := webtest.Example(t)
	c := h.As(identity.Planner, webtest.Kurzeme)
	rec := some(h, "action")
	path := "/lt/edit/" + string(rec.Ref)
	sent := c.Get(path).Form(t, "base")
	sent.Values.Set("title.lt", "Visai kitas pavadinimas")
	sent.Values.Set("budget_cents", "daug")
	sent.Values.Set("start", "2026-02-31")
	sent.Values.Set("end", "rytoj")
	sent.Values.Set("sources.0.title", "")
	sent.Values.Set("sources.0.url", "ftp://x")
	sent.Values.Set("sources.0.note", "be pavadinimo")
	p := c.Post(path, sent.Values)
	if p.Status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", p.Status)
	}
	for _, id := range []string{"f-budget_cents", "f-start", "f-end", "f-sources.0.title", "f-sources.0.url"} {
		if !strings.Contains(faults(p), `href="#`+id+`"`) || strings.Count(p.Body, `id="`+id+`"`) != 1 {
			t.Errorf("the summary does not lead to %s: %s", id, faults(p))
		}
	}
	again := p.Form(t, "base").Values
	for _, name := range []string{"title.lt", "budget_cents", "start", "end", "sources.0.note"} {
		if again.Get(name) != sent.Values.Get(name) {
			t.Errorf("%s was typed %q and is now %q", name, sent.Values.Get(name), again.Get(name))
		}
	}
	if h.Read(rec.Ref).Hash != rec.Hash {
		t.Error("something was saved")
	}
}
