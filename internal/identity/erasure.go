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
	"time"

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
	if err := eraseAccount(ctx, tx, person); err != nil {
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

// eraseAccount takes away all keys of a person, the links made for and by them, and the count of their tries to sign in.
func eraseAccount(ctx context.Context, tx *record.Tx, person string) error {
	var email string
	if err := tx.SQL().Row(ctx, `SELECT email FROM person WHERE id = $1`, person).Scan(&email); err != nil && !errors.Is(err, db.ErrNoRows) {
		return err
	}
	for _, sql := range []string{`DELETE FROM passing_upload_piece WHERE upload IN (SELECT id FROM passing_upload WHERE person = $1)`, `DELETE FROM passing_upload WHERE person = $1`} {
		if _, err := tx.SQL().Exec(ctx, sql, person); err != nil {
			return err
		}
	}
	for _, table := range []string{"passing_session", "passing_ceremony", "passing_link", "access_token", "provider_account", "passkey", "account"} {
		if _, err := tx.SQL().Exec(ctx, `DELETE FROM `+table+` WHERE person = $1`, person); err != nil {
			return err
		}
	}
	if _, err := tx.SQL().Exec(ctx, `DELETE FROM passing_link WHERE made_by = $1 OR email <> '' AND email = $2`, person, email); err != nil {
		return err
	}
	if err := eraseCeremonies(ctx, tx, email); err != nil {
		return err
	}
	return forgive(ctx, tx, email)
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
	Person   Person        `json:"person"`
	Roles    []Member      `json:"roles"`
	Consents []HeldConsent `json:"consents"`
	Account  Account       `json:"account"`
	Sessions []Session     `json:"sessions"`
	Passkeys []Passkey     `json:"passkeys"`
	Tokens   []AccessToken `json:"tokens"`
	// Providers are those of sign-in that know the person.
	Providers []HeldProvider `json:"providers"`
	// Drafts are the records that the person began to write and did not save.
	Drafts []HeldDraft `json:"drafts"`
	// Files are those that the person brought and that wait or were imported within a day.
	Files   []HeldFile        `json:"files"`
	Journal []json.RawMessage `json:"journal"`
}

// HeldConsent is a purpose the person agreed to.
type HeldConsent struct {
	Purpose   string `json:"purpose"`
	Given     string `json:"given"`
	Withdrawn string `json:"withdrawn,omitempty"`
}

// HeldProvider is who the person is at a provider of sign-in.
type HeldProvider struct {
	Issuer  string    `json:"issuer"`
	Subject string    `json:"subject"`
	Made    time.Time `json:"made"`
}

// HeldDraft is something typed and not saved.
type HeldDraft struct {
	Ref record.Ref `json:"ref"`
	// Form is which form of the record it was typed into; empty is the form of all its fields.
	Form  string          `json:"form,omitempty"`
	Body  json.RawMessage `json:"body"`
	Saved string          `json:"saved"`
}

// HeldFile is a file that a person has brought; Note says its name, what the person said of it and what came of it.
type HeldFile struct {
	Made string          `json:"made"`
	Size int64           `json:"size"`
	Note json.RawMessage `json:"note"`
}

// HeldAbout collects what is held about a person. The person may ask, or an administrator. Hashes and keys are not
// in it: they say nothing about anybody and would open the door to whoever finds the file.
func HeldAbout(ctx context.Context, tx *record.ReadTx, person string) (Held, error) {
	if tx.Allow(record.Read, ofPerson(person)) != nil {
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
	if err := h.account(ctx, tx, person); err != nil {
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

// account adds what the person signs in with and what was begun.
func (h *Held) account(ctx context.Context, tx *record.ReadTx, person string) (err error) {
	if h.Account, err = accountOf(ctx, tx, person); err != nil {
		return err
	}
	if h.Sessions, err = sessionsOf(ctx, tx, person, time.Time{}); err != nil {
		return err
	}
	if h.Passkeys, err = passkeysOf(ctx, tx, person); err != nil {
		return err
	}
	if h.Tokens, err = tokensOf(ctx, tx, person); err != nil {
		return err
	}
	if h.Providers, err = providersOf(ctx, tx, person); err != nil {
		return err
	}
	h.Drafts = []HeldDraft{}
	if h.Files, err = filesOf(ctx, tx, person); err != nil {
		return err
	}
	return each(ctx, tx, `SELECT ref, form, body, saved_at FROM draft WHERE person = $1 ORDER BY ref, form`, person, func(scan func(...any) error) error {
		var d HeldDraft
		var body string
		err := scan(&d.Ref, &d.Form, &body, &d.Saved)
		d.Body = json.RawMessage(body)
		h.Drafts = append(h.Drafts, d)
		return err
	})
}

func filesOf(ctx context.Context, tx *record.ReadTx, person string) ([]HeldFile, error) {
	out := []HeldFile{}
	err := each(ctx, tx, `SELECT made_at, size, note FROM passing_upload WHERE person = $1 ORDER BY made_at, id`, person, func(scan func(...any) error) error {
		var f HeldFile
		var note string
		err := scan(&f.Made, &f.Size, &note)
		f.Note = json.RawMessage(note)
		out = append(out, f)
		return err
	})
	return out, err
}

func providersOf(ctx context.Context, tx *record.ReadTx, person string) ([]HeldProvider, error) {
	out := []HeldProvider{}
	err := each(ctx, tx, `SELECT issuer, subject, made_at FROM provider_account WHERE person = $1 ORDER BY issuer, subject`, person, func(scan func(...any) error) error {
		var p HeldProvider
		var made string
		if err := scan(&p.Issuer, &p.Subject, &made); err != nil {
			return err
		}
		err := times(made, &p.Made)
		out = append(out, p)
		return err
	})
	return out, err
}

func each(ctx context.Context, tx *record.ReadTx, sql, arg string, f func(scan func(...any) error) error) error {
	return eachOf(ctx, tx, sql, []any{arg}, f)
}

// eachOf calls f for every row; f makes no statements of its own.
func eachOf(ctx context.Context, tx *record.ReadTx, sql string, args []any, f func(scan func(...any) error) error) error {
	rows, err := tx.SQL().Query(ctx, sql, args...)
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
