// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// A ceremony has two halves with a browser, a device or a provider between them. What the second half must find again stands in the
// database under the hash of a key that the browser keeps, works once, and is gone after five minutes.

var errCeremony = fault.New(fault.Invalid, "identity.bad-ceremony")

// begin keeps data for the second half.
func (a *Accounts) begin(ctx context.Context, purpose, person string, data any) (key string, err error) {
	if key, err = newToken(a.env.Random); err != nil {
		return "", err
	}
	text, err := json.Marshal(data)
	if err != nil {
		return "", err
	}
	err = a.store.Write(ctx, Nobody(), func(tx *record.Tx) error {
		now := db.Time(tx.Now())
		if _, err := tx.SQL().Exec(ctx, `DELETE FROM passing_ceremony WHERE until <= $1`, now); err != nil {
			return err
		}
		_, err := tx.SQL().Exec(ctx, `INSERT INTO passing_ceremony (hash, purpose, person, data, until) VALUES ($1, $2, $3, $4, $5)`,
			hashOf(key), purpose, person, string(text), db.Time(tx.Now().Add(ceremonyLasts)))
		return err
	})
	return key, err
}

// end gives the data back, once. It is a transaction of its own: also a second half that fails uses the ceremony up.
func (a *Accounts) end(ctx context.Context, purpose, person, key string, data any) error {
	if !looksLikeToken(key) {
		return errCeremony
	}
	var text string
	err := a.store.Write(ctx, Nobody(), func(tx *record.Tx) error {
		text = ""
		err := tx.SQL().Row(ctx, `DELETE FROM passing_ceremony WHERE hash = $1 AND purpose = $2 AND person = $3 AND until > $4 RETURNING data`,
			hashOf(key), purpose, person, db.Time(tx.Now())).Scan(&text)
		if errors.Is(err, db.ErrNoRows) {
			return nil
		}
		return err
	})
	if err == nil && text == "" {
		err = errCeremony
	}
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), data)
}
