// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
)

type userCommands struct {
	Add      userAddCommand      `cmd:""`
	List     userListCommand     `cmd:""`
	Invite   userInviteCommand   `cmd:""`
	Link     userLinkCommand     `cmd:""`
	Password userPasswordCommand `cmd:""`
	Role     userRoleCommand     `cmd:""`
	Held     userHeldCommand     `cmd:""`
	Erase    userEraseCommand    `cmd:""`
}

// defaultOrigin is where "sumanus serve" answers when nothing else is said.
const defaultOrigin = "http://127.0.0.1:8080"

// accounts are the accounts of the house for this run; origin is what people have in the address bar.
func (s *session) accounts(h *house, origin string) (*identity.Accounts, error) {
	place, err := s.place()
	if err != nil {
		return nil, err
	}
	if origin == "" {
		origin = s.Getenv("SUMANUS_ORIGIN")
	}
	if origin == "" {
		origin = defaultOrigin
	}
	return identity.NewAccounts(h.store, identity.AccountEnv{
		Now: s.Now, Random: s.Random, Origin: origin, Erasures: s.erasures(place), Provider: identity.ProviderFrom(s.Getenv), Log: s.log,
	}), nil
}

// withAccounts opens the house for a command about accounts.
func (s *session) withAccounts(ctx context.Context, origin string, f func(h *house, a *identity.Accounts) error) error {
	h, err := s.open(ctx)
	if err != nil {
		return err
	}
	a, err := s.accounts(h, origin)
	if err != nil {
		return err
	}
	return f(h, a)
}

// person finds somebody by number or address.
func (h *house) person(ctx context.Context, who string) (p identity.Person, err error) {
	err = h.store.Read(ctx, actor(), func(tx *record.ReadTx) error {
		p, err = identity.FindPerson(ctx, tx, who)
		return err
	})
	return p, err
}

type userAddCommand struct {
	Name         string `required:"" placeholder:"NAME"`
	Email        string `required:"" placeholder:"ADDRESS"`
	Organisation string `placeholder:"REF"`
	Role         string `placeholder:"ROLE"`
}

func (c *userAddCommand) run(ctx context.Context, s *session) error {
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

type userListCommand struct{}

func (c *userListCommand) run(ctx context.Context, s *session) error {
	return s.read(ctx, asKnown{}, func(_ *house, tx *record.ReadTx) error {
		all, err := identity.People(ctx, tx)
		if err != nil {
			return err
		}
		var rows [][]string
		for _, p := range all {
			who, err := identity.ActorFor(ctx, tx, p.ID)
			if err != nil {
				return err
			}
			var roles []string
			for _, m := range who.Members {
				roles = append(roles, strings.TrimPrefix(string(m.Organisation), "organisation/")+":"+string(m.Role))
			}
			rows = append(rows, []string{p.ID, p.Name, p.Email, strings.Join(roles, " ")})
		}
		s.table(rows)
		s.tell("cli.people", fault.A{"n": len(all)})
		return nil
	})
}

type userInviteCommand struct {
	Name         string `placeholder:"NAME"`
	Email        string `placeholder:"ADDRESS"`
	Organisation string `required:"" placeholder:"REF"`
	Role         string `required:"" placeholder:"ROLE"`
	Origin       string `placeholder:"URL"`
}

func (c *userInviteCommand) run(ctx context.Context, s *session) error {
	return s.withAccounts(ctx, c.Origin, func(_ *house, a *identity.Accounts) error {
		lang := string(s.z.Lang())
		l, token, err := a.Invite(ctx, actor(), identity.Link{Name: c.Name, Email: c.Email, Organisation: refOf("organisation", c.Organisation), Role: identity.Role(c.Role), Lang: lang})
		if err != nil {
			return err
		}
		s.line("%s", a.LinkURL(lang, identity.ForInvitation, token))
		s.tell("cli.link-until", fault.A{"until": s.z.DateTime(l.Until)})
		return nil
	})
}

type userLinkCommand struct {
	Who    string `arg:"" optional:"" name:"who"`
	Origin string `placeholder:"URL"`
}

// run makes a link for somebody who cannot sign in, or, with nobody named, for the first administrator.
func (c *userLinkCommand) run(ctx context.Context, s *session) error {
	return s.withAccounts(ctx, c.Origin, func(h *house, a *identity.Accounts) error {
		purpose, lasts := identity.ForFirst, identity.FirstLinkLasts
		make := func() (string, error) { return a.FirstLink(ctx) }
		if c.Who != "" {
			p, err := h.person(ctx, c.Who)
			if err != nil {
				return err
			}
			purpose, lasts = identity.ForSignIn, identity.SignInLinkLasts
			make = func() (string, error) { return a.SignInLink(ctx, actor(), p.ID) }
		}
		token, err := make()
		if err != nil {
			return err
		}
		s.line("%s", a.LinkURL(string(s.z.Lang()), purpose, token))
		s.tell("cli.link-until", fault.A{"until": s.z.DateTime(s.Now().Add(lasts))})
		return nil
	})
}

type userPasswordCommand struct {
	Who string `arg:"" name:"who"`
}

// run makes a password rather than asking for one: so it is never in the history of a shell, and never weak.
func (c *userPasswordCommand) run(ctx context.Context, s *session) error {
	return s.withAccounts(ctx, "", func(h *house, a *identity.Accounts) error {
		p, err := h.person(ctx, c.Who)
		if err != nil {
			return err
		}
		password, err := identity.NewPassword(s.Random)
		if err != nil {
			return err
		}
		if err := a.SetPassword(ctx, actor(), p.ID, password); err != nil {
			return err
		}
		s.line("%s", password)
		s.tell("cli.password-set", fault.A{"name": p.Name})
		return nil
	})
}

type userRoleCommand struct {
	Who          string `arg:"" name:"who"`
	Organisation string `required:"" placeholder:"REF"`
	Role         string `required:"" placeholder:"ROLE"`
	Remove       bool
}

func (c *userRoleCommand) run(ctx context.Context, s *session) error {
	h, err := s.open(ctx)
	if err != nil {
		return err
	}
	p, err := h.person(ctx, c.Who)
	if err != nil {
		return err
	}
	if err := s.write(ctx, func(tx *record.Tx) error {
		return identity.SetMember(ctx, tx, p.ID, identity.Member{Organisation: refOf("organisation", c.Organisation), Role: identity.Role(c.Role)}, !c.Remove)
	}); err != nil {
		return err
	}
	s.say(map[bool]string{false: "cli.role-given", true: "cli.role-taken"}[c.Remove], fault.A{"name": p.Name, "role": c.Role, "organisation": c.Organisation})
	return nil
}

type userHeldCommand struct {
	Who string `arg:"" name:"who"`
}

func (c *userHeldCommand) run(ctx context.Context, s *session) error {
	return s.read(ctx, asKnown{}, func(_ *house, tx *record.ReadTx) error {
		p, err := identity.FindPerson(ctx, tx, c.Who)
		if err != nil {
			return err
		}
		held, err := identity.HeldAbout(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		return s.json(held)
	})
}

type userEraseCommand struct {
	Who string `arg:"" name:"who"`
}

func (c *userEraseCommand) run(ctx context.Context, s *session) error {
	place, err := s.place()
	if err != nil {
		return err
	}
	h, err := s.open(ctx)
	if err != nil {
		return err
	}
	p, err := h.person(ctx, c.Who)
	if err != nil {
		return err
	}
	var e identity.Erasure
	if err := s.write(ctx, func(tx *record.Tx) error {
		var err error
		e, err = identity.Erase(ctx, tx, p.ID)
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
