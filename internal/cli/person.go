// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
)

type personCommands struct {
	Add   personAddCommand   `cmd:""`
	List  personListCommand  `cmd:""`
	Held  personHeldCommand  `cmd:""`
	Erase personEraseCommand `cmd:""`
}

type personAddCommand struct {
	Name         string `required:"" placeholder:"NAME"`
	Email        string `required:"" placeholder:"ADDRESS"`
	Organisation string `placeholder:"REF"`
	Role         string `placeholder:"ROLE"`
}

func (c *personAddCommand) run(ctx context.Context, s *session) error {
	if (c.Organisation == "") != (c.Role == "") {
		return fault.New(fault.Invalid, "cli.role-and-organisation")
	}
	var p identity.Person
	err := s.write(ctx, func(tx *record.Tx) error {
		var err error
		if p, err = identity.AddPerson(ctx, tx, s.Random, c.Name, c.Email); err != nil || c.Role == "" {
			return err
		}
		return identity.SetMember(ctx, tx, p.ID, identity.Member{Organisation: refOf("organisation", c.Organisation), Role: identity.Role(c.Role)}, true)
	})
	if err == nil {
		s.line("%s", p.ID)
		s.tell("cli.person-added", fault.A{"name": p.Name})
	}
	return err
}

type personListCommand struct{}

func (c *personListCommand) run(ctx context.Context, s *session) error {
	return s.read(ctx, asKnown{}, func(_ *house, tx *record.ReadTx) error {
		all, err := identity.People(ctx, tx)
		if err != nil {
			return err
		}
		var rows [][]string
		for _, p := range all {
			rows = append(rows, []string{p.ID, p.Name, p.Email})
		}
		s.table(rows)
		s.tell("cli.people", fault.A{"n": len(all)})
		return nil
	})
}

type personHeldCommand struct {
	ID string `arg:"" name:"id"`
}

func (c *personHeldCommand) run(ctx context.Context, s *session) error {
	return s.read(ctx, asKnown{}, func(_ *house, tx *record.ReadTx) error {
		held, err := identity.HeldAbout(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		return s.json(held)
	})
}

type personEraseCommand struct {
	ID string `arg:"" name:"id"`
}

func (c *personEraseCommand) run(ctx context.Context, s *session) error {
	place, err := s.place()
	if err != nil {
		return err
	}
	var e identity.Erasure
	if err := s.write(ctx, func(tx *record.Tx) error {
		var err error
		e, err = identity.Erase(ctx, tx, c.ID)
		return err
	}); err != nil {
		return err
	}
	list := s.erasures(place)
	if err := identity.AppendErasure(list, e); err != nil {
		return err
	}
	s.say("cli.erased", fault.A{"request": e.Request, "payloads": e.Payloads, "list": list})
	return nil
}
