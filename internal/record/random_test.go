// SPDX-License-Identifier: EUPL-1.2

package record_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
)

// sequences is how many random operation sequences must agree.
const sequences = 1000

// TestRandomSequencesAgree runs the same random operations on SQLite and on PostgreSQL and compares everything a person or a
// program can read of them afterwards: outcomes, states, journal, chain, links and the order of queries.
func TestRandomSequencesAgree(t *testing.T) {
	n := sequences
	if testing.Short() {
		n = 50
	}
	var entries int64
	var lite, server house
	for seed := range n {
		if seed%50 == 0 { // fresh databases now and then, so that the time stays proportional to the number of sequences
			if seed > 0 {
				sameChains(t, lite, server)
			}
			lite, server = newHouse(t, dbtest.SQLite(t)), newHouse(t, dbtest.Postgres(t))
		}
		a, b := play(t, lite, uint64(seed)), play(t, server, uint64(seed))
		if a != b {
			t.Fatalf("sequence %d differs:\n%s", seed, firstDifference(a, b))
		}
		entries += int64(strings.Count(a, "\nentry "))
	}
	sameChains(t, lite, server)
	if entries < int64(2*n) {
		t.Errorf("only %d entries in %d sequences: the sequences do too little", entries, n)
	}
	t.Logf("compared %d of %d sequences, %d journal entries", n, sequences, entries)
}

// sameChains compares the whole journals and the exports of both houses.
func sameChains(t *testing.T, a, b house) {
	t.Helper()
	va, err := verify(t, a)
	if err != nil {
		t.Fatal(err)
	}
	vb, err := verify(t, b)
	if err != nil {
		t.Fatal(err)
	}
	if va != vb {
		t.Errorf("chains differ: %+v and %+v", va, vb)
	}
	if d := cmp.Diff(exported(t, a), exported(t, b)); d != "" {
		t.Errorf("exports differ:\n%s", d)
	}
}

// exported is the whole house as a folder.
func exported(t *testing.T, h house) (files folder.Files) {
	t.Helper()
	h.read(t, "admin", func(ctx context.Context, tx *record.ReadTx) (err error) {
		files, err = folder.Export(ctx, tx, nil)
		return err
	})
	if len(files) < 10 {
		t.Errorf("an export of only %d files compares little", len(files))
	}
	return files
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d\n sqlite   %s\n postgres %s", i, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d lines and %d lines", len(x), len(y))
}

var words = []string{"ąžuolas", "Zebras", "čia", "šuo", "ēka", "ūdens", "žalias", "Ą", "a b", "ņ", "100 %", "x_y", `quote " and \ slash`, "naïve", "日本"}

// play runs one sequence within names of its own and writes down what can be seen of it.
func play(t *testing.T, h house, seed uint64) string {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7))
	var out strings.Builder
	head := int64(0)
	h.read(t, "admin", func(ctx context.Context, tx *record.ReadTx) error {
		return tx.SQL().Row(ctx, `SELECT max(seq) FROM journal`).Scan(&head)
	})
	actors := []string{"admin", "admin", "admin", "admin", "kurzeme", "klaipeda", "visitor"}
	for range 6 + r.IntN(5) {
		who, plan := actors[r.IntN(len(actors))], r.Uint64()
		err := h.as(who, func(ctx context.Context, tx *record.Tx) error {
			again := rand.New(rand.NewPCG(plan, 9)) // the closure may run again, so it draws from a seed of its own
			for range 1 + again.IntN(5)/3 {
				if err := step(ctx, tx, again, seed, head); err != nil {
					return err
				}
			}
			return nil
		})
		fmt.Fprintf(&out, "outcome %v\n", err)
	}
	dump(t, h, seed, head, &out)
	return out.String()
}

func step(ctx context.Context, tx *record.Tx, r *rand.Rand, seed uint64, head int64) error {
	ref := func() record.Ref {
		return record.NewRef([]string{"finding", "priority"}[r.IntN(2)], fmt.Sprintf("s%d-%d", seed, r.IntN(3)))
	}
	target := ref()
	d := draft(string(target), []string{"kurzeme", "klaipeda"}[r.IntN(2)], words[r.IntN(len(words))])
	b := d.Body.(*sample)
	b.Title = b.Title.With("en", words[r.IntN(len(words))])
	b.Size, b.Amount = float64(r.IntN(1000))/8-50, int64(r.IntN(100)-50)
	d.Visibility = []record.Visibility{record.Public, record.Public, record.PartnersOnly, record.Private}[r.IntN(4)]
	if r.IntN(5) == 0 {
		b.On = []record.Ref{record.NewRef("finding", ref().Slug())}
	}
	if r.IntN(6) == 0 {
		d.Stated = []record.Link{{Kind: record.SameAs, To: record.NewRef(target.Kind(), ref().Slug())}}
	}
	if r.IntN(5) == 0 && d.Owner != "organisation/klaipeda" {
		d.CoOwners = []record.Ref{"organisation/klaipeda"}
	}
	old, err := tx.Get(ctx, target)
	exists, base := err == nil, int64(1+r.IntN(3))
	if exists && r.IntN(5) > 0 {
		base = old.Revision
	}
	switch choice := r.IntN(10); {
	case choice < 6 && !exists || choice == 6:
		_, err := tx.Create(ctx, d)
		return err
	case choice < 6:
		_, err := tx.Change(ctx, base, d)
		return err
	case choice == 7:
		return tx.Delete(ctx, target, base)
	case choice == 8:
		_, err := tx.Restore(ctx, target)
		return err
	default:
		_, err := tx.Undo(ctx, head+1+int64(r.IntN(6)))
		return err
	}
}

func dump(t *testing.T, h house, seed uint64, head int64, out *strings.Builder) {
	t.Helper()
	for _, who := range []string{"admin", "visitor"} {
		h.read(t, who, func(ctx context.Context, tx *record.ReadTx) error {
			for _, kind := range []string{"finding", "priority"} {
				for _, q := range []record.Query{{OrderBy: "title", Lang: "lt"}, {OrderBy: "title", Lang: "en", Descending: true}, {OrderBy: "size"}, {OrderBy: "amount_cents", Descending: true}} {
					q.Kind = kind
					rs, err := tx.Query(ctx, q)
					if err != nil {
						return err
					}
					for _, rec := range rs {
						if strings.HasPrefix(rec.Ref.Slug(), fmt.Sprintf("s%d-", seed)) {
							from, err := tx.From(ctx, rec.Ref)
							if err != nil {
								return err
							}
							to, err := tx.To(ctx, rec.Ref)
							if err != nil {
								return err
							}
							fmt.Fprintf(out, "%s %s %s %s %+v %d %d\n", who, q.OrderBy, rec.Ref, rec.Hash, rec.Envelope, len(from), len(to))
						}
					}
				}
			}
			if who != "admin" {
				return nil
			}
			j, err := tx.Journal(ctx, head, 0)
			for _, e := range j {
				fmt.Fprintf(out, "\nentry %+v", e)
			}
			return err
		})
	}
	diffs, err := h.Differences(context.Background(), actor("visitor"), h.clock.Now().Add(-3*time.Minute), time.Time{})
	fmt.Fprintf(out, "\n%+v %v\n", diffs, err)
}

// TestOneMillisecondTies proves that two revisions of one moment are told apart by their number.
func TestOneMillisecondTies(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		h := newHouse(t, d)
		h.write(t, func(ctx context.Context, tx *record.Tx) error {
			if _, err := tx.Create(ctx, draft("finding/a", "kurzeme", "one")); err != nil {
				return err
			}
			_, err := tx.Change(ctx, 1, draft("finding/a", "kurzeme", "two"))
			return err
		})
		ctx := context.Background()
		if err := h.ReadAt(ctx, actor("admin"), h.clock.Now(), func(tx *record.ReadTx) error {
			r, err := tx.Get(ctx, "finding/a")
			if title(r) != "two" {
				t.Errorf("got %q", title(r))
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
