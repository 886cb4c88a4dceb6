// SPDX-License-Identifier: EUPL-1.2

package record_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// TestConformance runs every promise of the mechanism on both databases.
func TestConformance(t *testing.T) {
	cases := map[string]func(t *testing.T, h house){
		"create, read and list":                        createReadList,
		"faults name every field":                      faultsNameFields,
		"a lost update is a conflict":                  lostUpdate,
		"the same state again changes nothing":         sameAgain,
		"what others rest on cannot vanish":            cannotVanish,
		"records may point at each other":              pointAtEachOther,
		"unknown and disallowed links":                 badLinks,
		"every read respects visibility":               visibility,
		"undo takes back one change":                   undo,
		"as known on a day":                            asKnownOn,
		"differences between two moments":              differences,
		"baselines":                                    baselines,
		"the chain holds and tampering shows":          tampering,
		"erasing a person keeps the chain":             erasing,
		"drafts belong to one person":                  drafts,
		"adoption needs every owner":                   adoption,
		"old schemas are read":                         oldSchema,
		"order is human and the same":                  order,
		"subscribers hear and can undo":                subscribers,
		"nothing half done when a write fails":         nothingHalfDone,
		"a rehearsal refuses alike and leaves nothing": rehearsal,
		"what is private today is private in the past": privateInThePast,
		"search finds by any word in any language":     searchFinds,
		"search ranks and shows the place":             searchRanks,
		"search hides what may not be seen":            searchHides,
		"search follows every change":                  searchFollows,
		"search tells how many of each kind":           searchKinds,
		"states of a record with who made them":        statesOfARecord,
		"what was deleted is listed to whoever may":    deletedRecords,
		"an old house is indexed when opened":          searchReindex,
		"a thread is followed as far as one may see":   reach,
		"what happened lately":                         recent,
		"stale translations are found":                 stale,
		"what was read ahead answers alike":            readAhead,
	}
	for name, f := range cases {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d db.DB) { f(t, newHouse(t, d)) })
		})
	}
}

func createReadList(t *testing.T, h house) {
	d := draft("finding/gap", "kurzeme", "Atotrūkis")
	d.Invented = true
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		r, err := tx.Create(ctx, d)
		if err == nil && (r.Revision != 1 || r.Hash == "" || r.ID == "" || !r.Invented) {
			t.Errorf("unexpected envelope %+v", r.Envelope)
		}
		return err
	})
	h.read(t, "visitor", func(ctx context.Context, tx *record.ReadTx) error {
		r, err := tx.Get(ctx, "finding/gap")
		if err != nil {
			return err
		}
		if title(r) != "Atotrūkis" || !r.Created.Equal(h.clock.Now()) || r.Owner != "organisation/kurzeme" {
			t.Errorf("read %+v", r)
		}
		all, err := tx.All(ctx, "finding")
		if len(all) != 1 {
			t.Errorf("listed %d", len(all))
		}
		links, err2 := tx.To(ctx, "organisation/kurzeme")
		if len(links) != 2 || links[0].Kind != record.OwnedBy { // the organisation owns itself and the finding
			t.Errorf("links %+v", links)
		}
		return errors.Join(err, err2)
	})
	err := h.as("admin", func(ctx context.Context, tx *record.Tx) error { _, err := tx.Create(ctx, d); return err })
	if !fault.Is(err, "record.slug-taken") {
		t.Errorf("created twice: %v", err)
	}
}

func faultsNameFields(t *testing.T, h house) {
	d := draft("finding/Bad_Slug", "kurzeme", "x")
	d.Visibility = "everybody"
	d.Owner = "finding/x"
	d.Body = &sample{Start: "31.12.2020", Title: record.Text{Source: "lt", Text: map[string]string{"de": "x"}}}
	err := h.as("admin", func(ctx context.Context, tx *record.Tx) error { _, err := tx.Create(ctx, d); return err })
	var f *fault.Fault
	if !errors.As(err, &f) {
		t.Fatal(err)
	}
	var got []string
	for _, one := range append([]*fault.Fault{f}, f.Also...) {
		got = append(got, one.Place.Field+" "+one.Key)
	}
	want := []string{"slug record.bad-slug", "owner record.wrong-kind", "visibility record.not-one-of",
		"title record.no-source-wording", "title record.unknown-language", "start record.bad-date"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func lostUpdate(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/a", "kurzeme", "pradžia"))
		return err
	})
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Change(ctx, 1, draft("finding/a", "kurzeme", "jų"))
		return err
	})
	err := h.as("admin", func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Change(ctx, 1, draft("finding/a", "kurzeme", "mano"))
		return err
	})
	var c *record.Conflict
	if !fault.Is(err, "record.conflict") || !errors.As(err, &c) {
		t.Fatalf("want a conflict, got %v", err)
	}
	if c.Base == nil || title(*c.Base) != "pradžia" || title(c.Theirs) != "jų" || c.Mine.Body.(*sample).Title.In("lt") != "mano" {
		t.Errorf("a conflict shows all three, got %+v", c)
	}
	h.read(t, "admin", func(ctx context.Context, tx *record.ReadTx) error {
		r, err := tx.Get(ctx, "finding/a")
		if title(r) != "jų" {
			t.Errorf("overwritten: %q", title(r))
		}
		return err
	})
}

func sameAgain(t *testing.T, h house) {
	d := draft("finding/a", "kurzeme", "tas pats")
	h.write(t, func(ctx context.Context, tx *record.Tx) error { _, err := tx.Create(ctx, d); return err })
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		r, err := tx.Change(ctx, 99, d) // the base does not matter when there is nothing to change
		if r.Revision != 1 {
			t.Errorf("revision %d", r.Revision)
		}
		return err
	})
}

func cannotVanish(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/a", "kurzeme", "a"))
		_, err2 := tx.Create(ctx, draft("priority/p", "kurzeme", "p", "finding/a"))
		return errors.Join(err, err2)
	})
	err := h.as("admin", func(ctx context.Context, tx *record.Tx) error { return tx.Delete(ctx, "finding/a", 1) })
	if !fault.Is(err, "record.in-use") || !strings.Contains(err.Error(), "priority/p") {
		t.Fatalf("got %v", err)
	}
	// Both together may go, in whichever order they are named.
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		return errors.Join(tx.Delete(ctx, "finding/a", 1), tx.Delete(ctx, "priority/p", 1))
	})
	h.read(t, "admin", func(ctx context.Context, tx *record.ReadTx) error {
		if _, err := tx.Get(ctx, "finding/a"); !fault.Is(err, "record.not-found") {
			t.Errorf("still there: %v", err)
		}
		h, err := tx.History(ctx, "finding/a")
		if len(h) != 2 || h[0].Verb != "delete" {
			t.Errorf("history %+v", h)
		}
		return err
	})
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Restore(ctx, "priority/p")
		_, err2 := tx.Restore(ctx, "finding/a")
		return errors.Join(err, err2)
	})
	h.read(t, "admin", func(ctx context.Context, tx *record.ReadTx) error {
		links, err := tx.To(ctx, "finding/a")
		if len(links) != 1 || links[0].From != "priority/p" {
			t.Errorf("links after restoring: %+v", links)
		}
		return err
	})
	// The database itself holds the rule.
	err = h.DB().Write(context.Background(), func(tx db.Tx) error {
		_, err := tx.Exec(context.Background(), `DELETE FROM live WHERE id = (SELECT id FROM record WHERE slug = $1)`, "a")
		return err
	})
	if !errors.Is(err, db.ErrForeignKey) {
		t.Errorf("the foreign key did not hold: %v", err)
	}
}

func pointAtEachOther(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/a", "kurzeme", "a", "finding/b"))
		_, err2 := tx.Create(ctx, draft("finding/b", "kurzeme", "b", "finding/a"))
		return errors.Join(err, err2)
	})
	h.read(t, "admin", func(ctx context.Context, tx *record.ReadTx) error {
		from, err := tx.From(ctx, "finding/a")
		to, err2 := tx.To(ctx, "finding/a")
		if len(from) != 2 || len(to) != 1 || to[0].From != "finding/b" {
			t.Errorf("from %+v, to %+v", from, to)
		}
		return errors.Join(err, err2)
	})
}

func badLinks(t *testing.T, h house) {
	try := func(d record.Draft) error {
		return h.as("admin", func(ctx context.Context, tx *record.Tx) error { _, err := tx.Create(ctx, d); return err })
	}
	if err := try(draft("finding/a", "kurzeme", "a", "finding/none")); !fault.Is(err, "record.unknown-ref") {
		t.Errorf("got %v", err)
	}
	if err := try(draft("finding/a", "nobody", "a")); !fault.Is(err, "record.unknown-ref") {
		t.Errorf("unknown owner: %v", err)
	}
	d := draft("finding/a", "kurzeme", "a")
	d.Stated = []record.Link{{Kind: record.PartOf, To: "organisation/klaipeda"}}
	if err := try(d); !fault.Is(err, "record.link-not-allowed") {
		t.Errorf("got %v", err)
	}
	d.Stated = []record.Link{{Kind: "likes", To: "organisation/klaipeda"}}
	if err := try(d); !fault.Is(err, "record.not-one-of") {
		t.Errorf("got %v", err)
	}
}

func visibility(t *testing.T, h house) {
	for _, v := range []record.Visibility{record.Private, record.PartnersOnly, record.Public} {
		d := draft("finding/"+string(v), "kurzeme", string(v))
		d.Visibility = v
		h.write(t, func(ctx context.Context, tx *record.Tx) error { _, err := tx.Create(ctx, d); return err })
	}
	for who, want := range map[string][]record.Ref{
		"visitor":  {"finding/public"},
		"klaipeda": {"finding/partners", "finding/public"},
		"kurzeme":  {"finding/partners", "finding/private", "finding/public"},
	} {
		h.read(t, who, func(ctx context.Context, tx *record.ReadTx) error {
			all, err := tx.All(ctx, "finding")
			queried, err2 := tx.Query(ctx, record.Query{Kind: "finding"})
			links, err3 := tx.To(ctx, "organisation/kurzeme")
			if len(queried) != len(want) || len(links) != len(want)+1 {
				t.Errorf("%s sees %d by query, %d links", who, len(queried), len(links))
			}
			var got []record.Ref
			for _, r := range all {
				got = append(got, r.Ref)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s sees %v, want %v", who, got, want)
			}
			return errors.Join(err, err2, err3)
		})
	}
	// Changing, deleting and linking to what may not be seen say "not found", not "forbidden".
	err := h.as("klaipeda", func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Change(ctx, 1, draft("finding/private", "klaipeda", "x"))
		return err
	})
	if !fault.Is(err, "record.not-found") {
		t.Errorf("got %v", err)
	}
	err = h.as("klaipeda", func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("priority/p", "klaipeda", "p", "finding/private"))
		return err
	})
	if !fault.Is(err, "record.unknown-ref") {
		t.Errorf("got %v", err)
	}
	err = h.as("klaipeda", func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Change(ctx, 1, draft("finding/public", "kurzeme", "x"))
		return err
	})
	if !fault.Is(err, "record.forbidden") {
		t.Errorf("got %v", err)
	}
}

func undo(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/a", "kurzeme", "pirmas"))
		return err
	})
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Change(ctx, 1, draft("finding/a", "kurzeme", "antras"))
		return err
	})
	var seqs []int64
	h.read(t, "admin", func(ctx context.Context, tx *record.ReadTx) error {
		hist, err := tx.History(ctx, "finding/a")
		for _, s := range hist {
			seqs = append(seqs, s.Seq)
		}
		return err
	})
	if err := h.as("admin", func(ctx context.Context, tx *record.Tx) error { _, err := tx.Undo(ctx, seqs[1]); return err }); !fault.Is(err, "record.changed-since") {
		t.Errorf("undid what was changed since: %v", err)
	}
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		r, err := tx.Undo(ctx, seqs[0])
		if title(r) != "pirmas" || r.Revision != 3 {
			t.Errorf("after undo %q, revision %d", title(r), r.Revision)
		}
		return err
	})
	if err := h.as("admin", func(ctx context.Context, tx *record.Tx) error { _, err := tx.Undo(ctx, 1); return err }); err == nil {
		t.Error("undid an organisation that owns things")
	}
	if err := h.as("admin", func(ctx context.Context, tx *record.Tx) error { _, err := tx.Undo(ctx, 999); return err }); !fault.Is(err, "record.nothing-to-undo") {
		t.Errorf("got %v", err)
	}
}

func asKnownOn(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/a", "kurzeme", "senas"))
		_, err2 := tx.Create(ctx, draft("priority/p", "kurzeme", "p", "finding/a"))
		return errors.Join(err, err2)
	})
	then := h.clock.Now()
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Change(ctx, 1, draft("finding/a", "kurzeme", "naujas"))
		return errors.Join(err, tx.Delete(ctx, "priority/p", 1))
	})
	check := func(at time.Time, wantTitle string, wantLinks int) {
		t.Helper()
		ctx := context.Background()
		err := h.ReadAt(ctx, actor("visitor"), at, func(tx *record.ReadTx) error {
			r, err := tx.Get(ctx, "finding/a")
			if wantTitle == "" {
				if !fault.Is(err, "record.not-found") {
					t.Errorf("before it was made: %v", err)
				}
				return nil
			}
			links, err2 := tx.To(ctx, "finding/a")
			all, err3 := tx.All(ctx, "finding")
			if title(r) != wantTitle || len(links) != wantLinks || len(all) != 1 {
				t.Errorf("at %s: %q, %d links, %d findings", at, title(r), len(links), len(all))
			}
			return errors.Join(err, err2, err3)
		})
		if err != nil {
			t.Error(err)
		}
	}
	check(start, "", 0)
	check(then, "senas", 1)
	check(h.clock.Now(), "naujas", 0)
	check(time.Time{}, "naujas", 0)
}

func differences(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/a", "kurzeme", "senas"))
		_, err2 := tx.Create(ctx, draft("finding/b", "kurzeme", "b"))
		return errors.Join(err, err2)
	})
	then := h.clock.Now()
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Change(ctx, 1, draft("finding/a", "kurzeme", "naujas"))
		_, err2 := tx.Create(ctx, draft("finding/c", "kurzeme", "c"))
		return errors.Join(err, err2, tx.Delete(ctx, "finding/b", 1))
	})
	got, err := h.Differences(context.Background(), actor("admin"), then, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || got[0].Change != "changed" || got[1].Change != "removed" || got[2].Change != "added" {
		t.Fatalf("got %+v", got)
	}
	if f := got[0].Fields; len(f) != 1 || f[0] != (record.FieldDifference{Path: "title.text.lt", Before: `"senas"`, After: `"naujas"`}) {
		t.Errorf("fields %+v", f)
	}
}

func baselines(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.SetBaseline(ctx, "adopted-2026")
		return err
	})
	at := h.clock.Now()
	if err := h.as("admin", func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.SetBaseline(ctx, "adopted-2026")
		return err
	}); !fault.Is(err, "record.baseline-taken") {
		t.Errorf("got %v", err)
	}
	h.read(t, "visitor", func(ctx context.Context, tx *record.ReadTx) error {
		b, err := tx.Baselines(ctx)
		if len(b) != 1 || b[0].Name != "adopted-2026" || !b[0].At.Equal(at) {
			t.Errorf("got %+v", b)
		}
		return err
	})
}

func drafts(t *testing.T, h house) {
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		return tx.KeepDraft(ctx, record.Unsaved{Ref: "finding/new", Body: []byte(`{"title": {"half` + `": 1}}`)})
	})
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		return tx.KeepDraft(ctx, record.Unsaved{Ref: "finding/new", BaseRevision: 2, Body: []byte(`{"b":2, "a":1}`)})
	})
	count := func(who string) (n int) {
		h.read(t, who, func(ctx context.Context, tx *record.ReadTx) error {
			d, err := tx.Drafts(ctx)
			n = len(d)
			if n == 1 && (string(d[0].Body) != `{"a":1,"b":2}` || d[0].BaseRevision != 2) {
				t.Errorf("kept %+v", d[0])
			}
			return err
		})
		return n
	}
	if count("admin") != 1 || count("kurzeme") != 0 {
		t.Error("drafts are one row for each person and form of a record")
	}
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		return tx.KeepDraft(ctx, record.Unsaved{Ref: "finding/new", Form: "reword", Body: []byte(`{}`)})
	})
	if count("admin") != 2 {
		t.Error("another form of the record has a draft of its own")
	}
	h.write(t, func(ctx context.Context, tx *record.Tx) error { return tx.DropDraft(ctx, "finding/new", "reword") })
	if count("admin") != 1 {
		t.Error("a draft went with that of another form")
	}
	h.write(t, func(ctx context.Context, tx *record.Tx) error { return tx.DropDraft(ctx, "finding/new", "") })
	if count("admin") != 0 {
		t.Error("a dropped draft is gone")
	}
}

func adoption(t *testing.T, h house) {
	d := draft("priority/p", "kurzeme", "p")
	d.CoOwners = []record.Ref{"organisation/klaipeda"}
	h.write(t, func(ctx context.Context, tx *record.Tx) error { _, err := tx.Create(ctx, d); return err })
	adopted := func() (a record.Adoption) {
		h.read(t, "visitor", func(ctx context.Context, tx *record.ReadTx) (err error) {
			a, err = tx.Adoption(ctx, "priority/p")
			return err
		})
		return a
	}
	adopt := func(who, org string) error {
		return h.as(who, func(ctx context.Context, tx *record.Tx) error {
			return tx.Adopt(ctx, "priority/p", record.NewRef("organisation", org))
		})
	}
	if err := adopt("kurzeme", "klaipeda"); !fault.Is(err, "record.forbidden") {
		t.Errorf("adopted in the name of another: %v", err)
	}
	if err := adopt("kurzeme", "kurzeme"); err != nil || adopted().Adopted() {
		t.Errorf("one of two: %v %+v", err, adopted())
	}
	if err := adopt("klaipeda", "klaipeda"); err != nil || !adopted().Adopted() {
		t.Errorf("both: %v %+v", err, adopted())
	}
	d.Body = &sample{Title: record.NewText("lt", map[string]string{"lt": "kitas"})}
	h.write(t, func(ctx context.Context, tx *record.Tx) error { _, err := tx.Change(ctx, 1, d); return err })
	if adopted().Adopted() {
		t.Error("a new revision is not adopted yet")
	}
}

func order(t *testing.T, h house) {
	titles := []string{"zebras", "šuo", "sala", "čia", "cukrus", "žalias", "Ąžuolas"}
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		for i, s := range titles {
			d := draft("finding/f-"+string(rune('a'+i)), "kurzeme", s)
			d.Body.(*sample).Size = float64(i * i)
			d.Body.(*sample).Amount = int64(-i)
			if _, err := tx.Create(ctx, d); err != nil {
				return err
			}
		}
		return nil
	})
	h.read(t, "visitor", func(ctx context.Context, tx *record.ReadTx) error {
		list := func(q record.Query) (out []string) {
			q.Kind = "finding"
			rs, err := tx.Query(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rs {
				out = append(out, title(r))
			}
			return out
		}
		if got, want := list(record.Query{OrderBy: "title", Lang: "lt"}), []string{"Ąžuolas", "cukrus", "čia", "sala", "šuo", "zebras", "žalias"}; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if got := list(record.Query{OrderBy: "title", Lang: "lv"}); len(got) != 7 {
			t.Errorf("a reader of another language sees all: %v", got)
		}
		if got, want := list(record.Query{OrderBy: "size", Descending: true, Limit: 2, Offset: 1}), []string{"žalias", "cukrus"}; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if got, want := list(record.Query{Where: []record.Condition{{Field: "amount_cents", Op: record.Less, Value: int64(-4)}}}), []string{"žalias", "Ąžuolas"}; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if got, want := list(record.Query{Where: []record.Condition{{Field: "title", Op: record.Contains, Value: "azuo"}}}), []string{"Ąžuolas"}; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if got := list(record.Query{Where: []record.Condition{{Field: "title", Op: record.Contains, Value: "%"}}}); len(got) != 0 {
			t.Errorf("a percent sign is a letter like others: %v", got)
		}
		return nil
	})
}

func subscribers(t *testing.T, h house) {
	var heard []string
	h.Subscribe(func(ctx context.Context, tx *record.Tx, e record.Event) error {
		heard = append(heard, e.Verb+" "+e.Subject)
		if e.Subject == "finding/bad" {
			return errors.New("no")
		}
		return nil
	})
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/good", "kurzeme", "g"))
		return errors.Join(err, tx.Note(ctx, "vintage", "dataset/gdp", map[string]int{"rows": 3}))
	})
	if err := h.as("admin", func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Create(ctx, draft("finding/bad", "kurzeme", "b"))
		return err
	}); err == nil {
		t.Error("a subscriber's error undoes the write")
	}
	if want := []string{"create finding/good", "vintage dataset/gdp", "create finding/bad"}; !slices.Equal(heard, want) {
		t.Errorf("heard %v", heard)
	}
	h.read(t, "admin", func(ctx context.Context, tx *record.ReadTx) error {
		all, err := tx.All(ctx, "finding")
		if len(all) != 1 {
			t.Errorf("%d findings", len(all))
		}
		return err
	})
}

func privateInThePast(t *testing.T, h house) {
	d := draft("finding/a", "kurzeme", "a")
	h.write(t, func(ctx context.Context, tx *record.Tx) error { _, err := tx.Create(ctx, d); return err })
	then := h.clock.Now()
	d.Visibility = record.Private
	h.write(t, func(ctx context.Context, tx *record.Tx) error { _, err := tx.Change(ctx, 1, d); return err })
	ctx := context.Background()
	if err := h.ReadAt(ctx, actor("visitor"), then, func(tx *record.ReadTx) error {
		if _, err := tx.Get(ctx, "finding/a"); !fault.Is(err, "record.not-found") {
			t.Errorf("seen through the past: %v", err)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}
