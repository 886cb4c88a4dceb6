// SPDX-License-Identifier: EUPL-1.2

package record_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/record"
)

// answers asks everything a reader can be asked, of every record.
func answers(ctx context.Context, tx *record.ReadTx) (string, error) {
	out := ""
	for _, k := range tx.Kinds().Kinds() {
		all, err := tx.All(ctx, k.Name)
		if err != nil {
			return "", err
		}
		for _, r := range all {
			from, err := tx.From(ctx, r.Ref)
			if err != nil {
				return "", err
			}
			to, err := tx.To(ctx, r.Ref)
			if err != nil {
				return "", err
			}
			one, err := tx.Get(ctx, r.Ref)
			if err != nil {
				return "", err
			}
			out += fmt.Sprintf("%s %s %d from %v to %v\n", r.Ref, one.Hash, one.Revision, from, to)
			for _, way := range []record.Direction{record.Down, record.Up} {
				reached, err := tx.Reach(ctx, r, way, record.LinkKinds(), 3)
				if err != nil {
					return "", err
				}
				for _, x := range reached {
					out += " " + string(x.Ref)
				}
			}
		}
	}
	return out, nil
}

// readAhead: a page that reads everything by one statement is told the same as one that asks record by record, whoever asks.
func readAhead(t *testing.T, h house) {
	hidden := draft("finding/hidden", "klaipeda", "Paslėpta")
	hidden.Visibility = record.Private
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		for _, d := range []record.Draft{hidden, draft("finding/gap", "kurzeme", "Atotrūkis"), draft("finding/why", "kurzeme", "Kodėl", "finding/gap", "finding/hidden")} {
			if _, err := tx.Create(ctx, d); err != nil {
				return err
			}
		}
		gone := draft("finding/gone", "kurzeme", "Išnyko")
		r, err := tx.Create(ctx, gone)
		if err != nil {
			return err
		}
		return tx.Delete(ctx, r.Ref, r.Revision)
	})
	h.write(t, func(ctx context.Context, tx *record.Tx) error {
		if err := tx.ReadAhead(ctx); err != nil {
			return err
		}
		d := draft("finding/late", "kurzeme", "Vėlai")
		if _, err := tx.Create(ctx, d); err != nil {
			return err
		}
		_, err := tx.Get(ctx, d.Ref) // what a transaction writes is seen in it
		return err
	})
	for _, who := range []string{"visitor", "kurzeme", "klaipeda"} {
		h.read(t, who, func(ctx context.Context, tx *record.ReadTx) error {
			one, err := answers(ctx, tx)
			if err != nil {
				return err
			}
			if err := tx.ReadAhead(ctx); err != nil {
				return err
			}
			ahead, err := answers(ctx, tx)
			if err != nil {
				return err
			}
			if one != ahead || one == "" {
				t.Errorf("%s is told, record by record:\n%s\nand ahead:\n%s", who, one, ahead)
			}
			if past, err := answers(ctx, tx.AsOf(tx.Moment().Add(time.Hour))); err != nil || past != "" {
				t.Errorf("long ago there was %q, %v", past, err)
			}
			return nil
		})
	}
}
