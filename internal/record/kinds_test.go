// SPDX-License-Identifier: EUPL-1.2

package record_test

import (
	"context"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/testkit"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// sample is the body of every kind of these tests.
type sample struct {
	Title  record.Text  `json:"title"`
	Amount int64        `json:"amount_cents,omitempty"`
	Size   float64      `json:"size,omitempty"`
	Start  string       `json:"start,omitempty"`
	On     []record.Ref `json:"on,omitempty"`
	Parts  []part       `json:"parts,omitempty"`
}

type part struct {
	Name string      `json:"name"`
	Text record.Text `json:"text"`
}

func (s *sample) Validate(c *record.Check) {
	c.Text("title", s.Title, true)
	c.Date("start", s.Start)
	c.Refs("on", s.On)
}

func (s *sample) Fields() []record.Field {
	return record.FieldsOf(record.FieldText("title", s.Title), record.FieldCents("amount_cents", s.Amount), record.FieldNumber("size", s.Size),
		record.FieldDate("start", s.Start), record.FieldRef("on", s.On...))
}

func (s *sample) Links() []record.Link { return record.LinksTo(record.RestsOn, "on", s.On...) }

func registry(t testing.TB) *record.Registry {
	t.Helper()
	empty := func() record.Body { return &sample{} }
	r, err := record.NewRegistry(
		record.Kind{Name: "organisation", Folder: "organisations", Schema: 1, New: empty},
		record.Kind{Name: "priority", Folder: "priorities", Schema: 1, New: empty},
		record.Kind{Name: "finding", Folder: "findings", Schema: 2, New: empty,
			Upcast: []func(map[string]any) error{func(m map[string]any) error {
				m["title"] = map[string]any{"source": "en", "text": map[string]any{"en": m["name"]}}
				delete(m, "name")
				return nil
			}},
			Samples: []string{`{"name":"Old"}`, `{"title":{"source":"en","text":{"en":"Old"}}}`}},
	)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

type actor string

func (a actor) ActorID() string { return string(a) }

// policy: "admin" may do everything; anybody else reads what is public and works for the organisation of the same name.
type policy struct{}

func (policy) Allows(a record.Actor, v record.Verb, s record.Subject) bool {
	id := a.ActorID()
	own := s.Owner == record.NewRef("organisation", id)
	for _, o := range s.CoOwners {
		own = own || o == record.NewRef("organisation", id)
	}
	switch {
	case id == "admin" || own:
		return true
	case v == record.Read:
		return s.Visibility == record.Public || s.Visibility == record.PartnersOnly && id != "visitor"
	}
	return false
}

type house struct {
	*record.Store
	clock *testkit.Clock
}

var start = time.Date(2026, 1, 10, 9, 0, 0, 0, time.UTC)

func newHouse(t testing.TB, d db.DB) house {
	t.Helper()
	clock := testkit.NewClock(start)
	h := house{record.New(d, registry(t), policy{}, record.Env{Now: clock.Now, Random: testkit.NewRandom(1)}), clock}
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		if err := tx.SetLanguages(ctx, []string{"lt", "lv", "en"}); err != nil {
			return err
		}
		for _, org := range []string{"kurzeme", "klaipeda"} {
			if _, err := tx.Create(ctx, draft("organisation/"+org, org, org)); err != nil {
				return err
			}
		}
		return nil
	})
	return h
}

// write runs f as the administrator one minute later and fails the test on an error.
func (h house) write(t testing.TB, f func(context.Context, *record.Tx) error) {
	t.Helper()
	if err := h.as("admin", f); err != nil {
		t.Fatal(err)
	}
}

func (h house) as(who string, f func(context.Context, *record.Tx) error) error {
	h.clock.Add(time.Minute)
	ctx := context.Background()
	return h.Write(ctx, actor(who), func(tx *record.Tx) error { return f(ctx, tx) })
}

func (h house) read(t testing.TB, who string, f func(context.Context, *record.ReadTx) error) {
	t.Helper()
	ctx := context.Background()
	if err := h.Read(ctx, actor(who), func(tx *record.ReadTx) error { return f(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
}

func draft(ref, owner, title string, on ...record.Ref) record.Draft {
	return record.Draft{Ref: record.Ref(ref), Owner: record.NewRef("organisation", owner), Visibility: record.Public,
		Body: &sample{Title: record.NewText("lt", map[string]string{"lt": title}), On: on}}
}

func title(r record.Record) string { return r.Body.(*sample).Title.In("lt") }
