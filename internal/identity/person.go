// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"

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
	Created time.Time `json:"created"`
}

// AddPerson makes a person known. random gives the pseudonymous id.
func AddPerson(ctx context.Context, tx *record.Tx, random io.Reader, name, email string) (Person, error) {
	if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
		return Person{}, err
	}
	name = strings.TrimSpace(name)
	if name == "" {
		return Person{}, fault.New(fault.Invalid, "record.required").At(fault.Place{Field: "name"})
	}
	addr, err := mail.ParseAddress(email)
	if err != nil || addr.Name != "" {
		return Person{}, fault.New(fault.Invalid, "identity.bad-email", fault.A{"found": email}).At(fault.Place{Field: "email"})
	}
	var id [8]byte
	if _, err := io.ReadFull(random, id[:]); err != nil {
		return Person{}, err
	}
	p := Person{ID: "p-" + hex.EncodeToString(id[:]), Name: name, Email: strings.ToLower(addr.Address), Created: tx.Now()}
	if _, err := tx.SQL().Exec(ctx, `INSERT INTO person (id, name, email, created_at) VALUES ($1, $2, $3, $4)`, p.ID, p.Name, p.Email, db.Time(p.Created)); err != nil {
		if errors.Is(err, db.ErrUnique) {
			return Person{}, fault.New(fault.Conflict, "identity.email-taken", fault.A{"email": p.Email})
		}
		return Person{}, err
	}
	return p, tx.NoteAbout(ctx, "person-added", p.ID, p.ID, map[string]string{"name": p.Name, "email": p.Email})
}

// SetMember gives a person a role in an organisation, or takes it away.
func SetMember(ctx context.Context, tx *record.Tx, person string, m Member, present bool) error {
	if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
		return err
	}
	if !slices.Contains(Roles(), m.Role) || m.Role == Visitor || m.Role == Operator {
		return fault.New(fault.Invalid, "identity.bad-role", fault.A{"found": string(m.Role)}).At(fault.Place{Field: "role"})
	}
	if _, err := tx.Get(ctx, m.Organisation); err != nil {
		return err
	}
	if _, err := ReadPerson(ctx, &tx.ReadTx, person); err != nil {
		return err
	}
	verb, sql := "role-given", `INSERT INTO membership (person, organisation, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`
	if !present {
		verb, sql = "role-taken", `DELETE FROM membership WHERE person = $1 AND organisation = $2 AND role = $3`
	}
	n, err := tx.SQL().Exec(ctx, sql, person, string(m.Organisation), string(m.Role))
	if err != nil || n == 0 {
		return err
	}
	return tx.NoteAbout(ctx, verb, person, person, map[string]string{"organisation": string(m.Organisation), "role": string(m.Role)})
}

// ReadPerson finds a person by id.
func ReadPerson(ctx context.Context, tx *record.ReadTx, id string) (Person, error) {
	var p Person
	var created string
	err := tx.SQL().Row(ctx, `SELECT id, name, email, created_at FROM person WHERE id = $1`, id).Scan(&p.ID, &p.Name, &p.Email, &created)
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
