// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Erasure is a request to be forgotten that was carried out. It names nobody: the person is a pseudonymous id that leads nowhere
// any more.
type Erasure struct {
	Request  int64  `json:"request"`
	Person   string `json:"person"`
	At       string `json:"at"`
	Payloads int64  `json:"payloads"`
}

// Erase forgets a person: what this room holds, what the person has typed and not saved, and the payloads of the journal that
// concern the person. The journal still verifies. A person may ask for it, or an administrator.
func Erase(ctx context.Context, tx *record.Tx, person string) (Erasure, error) {
	if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
		return Erasure{}, err
	}
	if _, err := ReadPerson(ctx, &tx.ReadTx, person); err != nil {
		return Erasure{}, err
	}
	return erase(ctx, tx, person)
}

func erase(ctx context.Context, tx *record.Tx, person string) (Erasure, error) {
	e := Erasure{Person: person, At: db.Time(tx.Now())}
	if err := tx.SQL().Row(ctx, `SELECT COALESCE(MAX(request), 0) + 1 FROM erasure`).Scan(&e.Request); err != nil {
		return e, err
	}
	for _, table := range []string{"membership", "consent"} {
		if _, err := tx.SQL().Exec(ctx, `DELETE FROM `+table+` WHERE person = $1`, person); err != nil {
			return e, err
		}
	}
	if _, err := tx.SQL().Exec(ctx, `DELETE FROM person WHERE id = $1`, person); err != nil {
		return e, err
	}
	if err := tx.DropDraftsOf(ctx, person); err != nil {
		return e, err
	}
	n, err := tx.EraseAbout(ctx, person, e.Request)
	if err != nil {
		return e, err
	}
	e.Payloads = n
	if _, err := tx.SQL().Exec(ctx, `INSERT INTO erasure (request, person, erased_at, payloads) VALUES ($1, $2, $3, $4)`, e.Request, e.Person, e.At, e.Payloads); err != nil {
		return e, err
	}
	return e, tx.Note(ctx, "erased", person, map[string]any{"request": e.Request, "payloads": n})
}

// AppendErasure writes an erasure to the list that is kept apart from the database and its backups: one JSON object a line.
func AppendErasure(path string, e Erasure) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fault.New(fault.Unavailable, "identity.erasure-list", fault.A{"path": path}).Because(err)
	}
	raw, err := record.Canonical(e)
	if err == nil {
		_, err = f.Write(append(raw, '\n'))
	}
	return errors.Join(err, f.Sync(), f.Close())
}

// ReplayErasures forgets again whoever is on the list and came back with a restored backup. It gives how many that were.
func ReplayErasures(ctx context.Context, s *record.Store, actor record.Actor, path string) (int, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fault.New(fault.Unavailable, "identity.erasure-list", fault.A{"path": path}).Because(err)
	}
	defer f.Close()
	var people []string
	for in := bufio.NewReader(f); ; {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		var e Erasure
		if jerr := json.Unmarshal(line, &e); jerr != nil || e.Person == "" {
			return 0, fault.New(fault.Invalid, "identity.erasure-list", fault.A{"path": path}).Because(jerr)
		}
		people = append(people, e.Person)
		if err != nil {
			break
		}
	}
	again := 0
	err = s.Write(ctx, actor, func(tx *record.Tx) error {
		again = 0
		for _, p := range people {
			var left int64
			if err := tx.SQL().Row(ctx, `SELECT (SELECT COUNT(*) FROM person WHERE id = $1) + (SELECT COUNT(*) FROM journal_payload WHERE about = $1)`, p).Scan(&left); err != nil {
				return err
			}
			if left == 0 {
				continue
			}
			if _, err := erase(ctx, tx, p); err != nil {
				return err
			}
			again++
		}
		return nil
	})
	return again, err
}

// Held is everything the house holds about a person, for the person to see and take along.
type Held struct {
	Person   Person            `json:"person"`
	Roles    []Member          `json:"roles"`
	Consents []HeldConsent     `json:"consents"`
	Journal  []json.RawMessage `json:"journal"`
}

// HeldConsent is a purpose the person agreed to.
type HeldConsent struct {
	Purpose   string `json:"purpose"`
	Given     string `json:"given"`
	Withdrawn string `json:"withdrawn,omitempty"`
}

// HeldAbout collects what is held about a person. The person may ask, or an administrator.
func HeldAbout(ctx context.Context, tx *record.ReadTx, person string) (Held, error) {
	if tx.Actor().ActorID() != person {
		if err := tx.Allow(record.Administer, record.Subject{}); err != nil {
			return Held{}, err
		}
	}
	p, err := ReadPerson(ctx, tx, person)
	if err != nil {
		return Held{}, err
	}
	h := Held{Person: p, Consents: []HeldConsent{}, Journal: []json.RawMessage{}}
	if h.Roles, err = membersOf(ctx, tx, person); err != nil {
		return Held{}, err
	}
	if err := each(ctx, tx, `SELECT purpose, given_at, COALESCE(withdrawn_at, '') FROM consent WHERE person = $1 ORDER BY given_at, purpose`, person, func(scan func(...any) error) error {
		var c HeldConsent
		err := scan(&c.Purpose, &c.Given, &c.Withdrawn)
		h.Consents = append(h.Consents, c)
		return err
	}); err != nil {
		return Held{}, err
	}
	err = each(ctx, tx, `SELECT payload FROM journal_payload WHERE about = $1 ORDER BY seq`, person, func(scan func(...any) error) error {
		var payload string
		err := scan(&payload)
		h.Journal = append(h.Journal, json.RawMessage(payload))
		return err
	})
	return h, err
}

func each(ctx context.Context, tx *record.ReadTx, sql, arg string, f func(scan func(...any) error) error) error {
	rows, err := tx.SQL().Query(ctx, sql, arg)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
