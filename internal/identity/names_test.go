// SPDX-License-Identifier: EUPL-1.2

package identity_test

import (
	"context"
	"testing"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/db/dbtest"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/testkit"
)

// TestNamesAreForThoseInside: who works in the partnership learns names; a visitor learns the organisation, unless it is one person.
func TestNamesAreForThoseInside(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d db.DB) {
		s := house(t, d)
		random := testkit.NewRandom(8)
		var ids []string
		write(t, s, identity.AtTheMachine(), func(ctx context.Context, tx *record.Tx) error {
			ids = nil
			for i, org := range []record.Ref{"organisation/a", "organisation/a", "organisation/b"} {
				p, err := identity.AddPerson(ctx, tx, random, []string{"Rasa", "Ilze", "Jonas"}[i], []string{"r@x.lt", "i@x.lv", "j@x.lt"}[i])
				if err != nil {
					return err
				}
				ids = append(ids, p.ID)
				if err := identity.SetMember(ctx, tx, p.ID, identity.Member{Organisation: org, Role: identity.Planner}, true); err != nil {
					return err
				}
			}
			return nil
		})
		ask := append([]string{"operator", "p-nobody", ""}, ids...)
		for name, c := range map[string]struct {
			who    record.Actor
			inside bool
		}{
			"visitor": {identity.Nobody(), false},
			"member":  {identity.Actor{ID: ids[0], Members: []identity.Member{{Organisation: "organisation/a", Role: identity.Participant}}}, true},
			"machine": {identity.AtTheMachine(), true},
		} {
			err := s.Read(context.Background(), c.who, func(tx *record.ReadTx) error {
				got, err := identity.Names(context.Background(), tx, ask)
				if err != nil {
					return err
				}
				if (got[ids[0]].Name == "Rasa") != c.inside || (got[ids[2]].Name == "Jonas") != c.inside || !c.inside && got[ids[1]].Name != "" {
					t.Errorf("%s learns %+v", name, got)
				}
				if o := got[ids[0]].Organisations; len(o) != 1 || o[0] != "organisation/a" {
					t.Errorf("%s: the organisation of Rasa is %v", name, o)
				}
				if o := got[ids[2]].Organisations; len(o) != 0 {
					t.Errorf("%s learns who is alone in an organisation: %v", name, o)
				}
				if _, there := got["p-nobody"]; there || !got["operator"].Machine {
					t.Errorf("%s: %+v", name, got)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
