// SPDX-License-Identifier: EUPL-1.2

package publication_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/testkit"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

var ctx = context.Background()

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// house is a store with every kind a publication needs.
func house(t testing.TB, d db.DB) (*record.Store, *testkit.Clock) {
	t.Helper()
	var all []record.Kind
	for _, k := range [][]record.Kind{identity.Kinds(), dataset.Kinds(), method.Kinds(), evidence.Kinds(), strategy.Kinds(), publication.Kinds()} {
		all = append(all, k...)
	}
	kinds, err := record.NewRegistry(all...)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := identity.NewPolicy()
	if err != nil {
		t.Fatal(err)
	}
	clock := testkit.NewClock(noon)
	s := record.New(d, kinds, policy, record.Env{Now: clock.Now, Random: testkit.NewRandom(3)})
	identity.Watch(s)
	return s, clock
}

// example is a house with the whole example in it.
func example(t testing.TB) (*record.Store, *testkit.Clock) {
	t.Helper()
	s, clock := house(t, dbtest.SQLite(t))
	attachments := folder.Attachments{dataset.Attachment()}
	dir := os.DirFS(filepath.Join(testkit.Root(t), "examples", "kurzeme-klaipeda"))
	tree, err := folder.Read(dir, s.Kinds(), func(kind string) bool { return kind == "dataset" })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := folder.Apply(ctx, s, identity.AtTheMachine(), tree, attachments, folder.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := method.Perform(context.Background(), s, identity.AtTheMachine(), "analysis/structure-of-employment"); err != nil {
		t.Fatal(err)
	}
	return s, clock
}

func publish(t testing.TB, s *record.Store, moment time.Time, document string, langs ...string) (publication.Files, error) {
	t.Helper()
	var files publication.Files
	err := s.ReadAt(ctx, identity.Nobody(), moment, func(tx *record.ReadTx) (err error) {
		files, err = publication.Publish(ctx, tx, document, langs, publication.Options{Now: noon})
		return err
	})
	return files, err
}

func mustPublish(t testing.TB, s *record.Store, moment time.Time, document string, langs ...string) publication.Files {
	t.Helper()
	files, err := publish(t, s, moment, document, langs...)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// titleOf gives the title of a record of the plan.
func titleOf(r record.Record) (record.Text, bool) {
	for _, t := range record.Texts(r.Body) {
		if t.Path == "title" {
			return *t.Text, true
		}
	}
	return record.Text{}, false
}
