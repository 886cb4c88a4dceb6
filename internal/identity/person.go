// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"errors"
	"io"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Person is what is known of somebody.
type Person struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Email   string    `json:"email"`
	Lang    string    `json:"lang,omitempty"` // of pages and messages; empty is that of the browser
	Created time.Time `json:"created"`
}

// AddPerson makes a person known. random gives the pseudonymous id.
func AddPerson(ctx context.Context, tx *record.Tx, random io.Reader, name, email string) (Person, error) {
	if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
		return Person{}, err
	}
	name = strings.TrimSpace(name)
	if err := checkName(name); err != nil {
		return Person{}, err
	}
	email, err := cleanEmail(email)
	if err != nil {
		return Person{}, err
	}
	id, err := newID(random, "p-")
	if err != nil {
		return Person{}, err
	}
	p := Person{ID: id, Name: name, Email: email, Created: tx.Now()}
	return p, insertPerson(ctx, tx, p)
}

const nameMax = 200

func checkName(name string) error {
	if name == "" {
		return fault.New(fault.Invalid, "record.required").At(fault.Place{Field: "name"})
	}
	if utf8.RuneCountInString(name) > nameMax {
		return fault.New(fault.Invalid, "identity.name-long").At(fault.Place{Field: "name"})
	}
	return nil
}

// cleanEmail checks an address and writes it small: two people never differ in capitals alone.
func cleanEmail(email string) (string, error) {
	addr, err := mail.ParseAddress(strings.TrimSpace(email))
	if err != nil || addr.Name != "" || len(addr.Address) > 320 {
		return "", fault.New(fault.Invalid, "identity.bad-email", fault.A{"found": email}).At(fault.Place{Field: "email"})
	}
	return strings.ToLower(addr.Address), nil
}

func orTaken(err error, email string) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "identity.email-taken", fault.A{"email": email}).At(fault.Place{Field: "email"})
}

func insertPerson(ctx context.Context, tx *record.Tx, p Person) error {
	if _, err := tx.SQL().Exec(ctx, `INSERT INTO person (id, name, email, lang, created_at) VALUES ($1, $2, $3, $4, $5)`, p.ID, p.Name, p.Email, p.Lang, db.Time(p.Created)); err != nil {
		if errors.Is(err, db.ErrUnique) {
			return orTaken(nil, p.Email)
		}
		return err
	}
	return tx.NoteAbout(ctx, "person-added", p.ID, p.ID, map[string]string{"name": p.Name, "email": p.Email})
}

// personByEmail finds the pseudonymous id behind an address; empty when there is none.
func personByEmail(ctx context.Context, tx *record.ReadTx, email string) (id string, err error) {
	err = tx.SQL().Row(ctx, `SELECT id FROM person WHERE email = $1`, email).Scan(&id)
	if errors.Is(err, db.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// FindPerson finds a person by id or by address. It needs the right to administer.
func FindPerson(ctx context.Context, tx *record.ReadTx, who string) (Person, error) {
	if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
		return Person{}, err
	}
	id := who
	if strings.Contains(who, "@") {
		var err error
		if id, err = personByEmail(ctx, tx, strings.ToLower(strings.TrimSpace(who))); err != nil {
			return Person{}, err
		}
	}
	return ReadPerson(ctx, tx, id)
}

// SetMember gives a person a role in an organisation, or takes it away.
func SetMember(ctx context.Context, tx *record.Tx, person string, m Member, present bool) error {
	if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
		return err
	}
	if err := checkMember(ctx, tx, m); err != nil {
		return err
	}
	if _, err := ReadPerson(ctx, &tx.ReadTx, person); err != nil {
		return err
	}
	return giveRole(ctx, tx, person, m, present)
}

func checkMember(ctx context.Context, tx *record.Tx, m Member) error {
	if !slices.Contains(GivenRoles(), m.Role) {
		return fault.New(fault.Invalid, "identity.bad-role", fault.A{"found": string(m.Role)}).At(fault.Place{Field: "role"})
	}
	_, err := tx.Get(ctx, m.Organisation)
	return err
}

// giveRole writes the role, journals it, and turns the keys of the person's browsers.
func giveRole(ctx context.Context, tx *record.Tx, person string, m Member, present bool) error {
	verb, sql := "role-given", `INSERT INTO membership (person, organisation, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`
	if !present {
		verb, sql = "role-taken", `DELETE FROM membership WHERE person = $1 AND organisation = $2 AND role = $3`
	}
	n, err := tx.SQL().Exec(ctx, sql, person, string(m.Organisation), string(m.Role))
	if err != nil || n == 0 {
		return err
	}
	if err := turnSessions(ctx, tx, person); err != nil {
		return err
	}
	return tx.NoteAbout(ctx, verb, person, person, map[string]string{"organisation": string(m.Organisation), "role": string(m.Role)})
}

// ReadPerson finds a person by id.
func ReadPerson(ctx context.Context, tx *record.ReadTx, id string) (Person, error) {
	var p Person
	var created string
	err := tx.SQL().Row(ctx, `SELECT id, name, email, lang, created_at FROM person WHERE id = $1`, id).Scan(&p.ID, &p.Name, &p.Email, &p.Lang, &created)
	if errors.Is(err, db.ErrNoRows) {
		return Person{}, fault.New(fault.NotFound, "identity.no-person")
	}
	if err != nil {
		return Person{}, err
	}
	p.Created, err = db.ParseTime(created)
	return p, err
}

// ActorFor gives the actor for a person, with the roles held now.
func ActorFor(ctx context.Context, tx *record.ReadTx, person string) (Actor, error) {
	if _, err := ReadPerson(ctx, tx, person); err != nil {
		return Actor{}, err
	}
	members, err := membersOf(ctx, tx, person)
	return Actor{ID: person, Members: members}, err
}

func membersOf(ctx context.Context, tx *record.ReadTx, person string) ([]Member, error) {
	rows, err := tx.SQL().Query(ctx, `SELECT organisation, role FROM membership WHERE person = $1 ORDER BY organisation, role`, person)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Member
	for rows.Next() {
		var org, role string
		if err := rows.Scan(&org, &role); err != nil {
			return nil, err
		}
		out = append(out, Member{record.Ref(org), Role(role)})
	}
	return out, rows.Err()
}

// Consent records that a person agrees to a purpose, or withdraws it.
func Consent(ctx context.Context, tx *record.Tx, person, purpose string, given bool) error {
	if tx.Actor().ActorID() != person {
		if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
			return err
		}
	}
	verb := "consent-given"
	sql, args := `INSERT INTO consent (person, purpose, given_at) VALUES ($1, $2, $3)`, []any{person, purpose, db.Time(tx.Now())}
	if !given {
		verb = "consent-withdrawn"
		sql, args = `UPDATE consent SET withdrawn_at = $1 WHERE person = $2 AND purpose = $3 AND withdrawn_at IS NULL`, []any{db.Time(tx.Now()), person, purpose}
	}
	if _, err := tx.SQL().Exec(ctx, sql, args...); err != nil {
		return err
	}
	return tx.NoteAbout(ctx, verb, person, person, map[string]string{"purpose": purpose})
}
