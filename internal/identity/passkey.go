// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"time"

	"github.com/sumanus/sumanus/internal/record"
)

// Passkey is a key pair of a person's device or password manager; the private half never leaves it.
type Passkey struct {
	ID   string    `json:"id"`
	Name string    `json:"name"`
	Made time.Time `json:"made"`
	// UsedOn is the day of the last use; empty when it never was.
	UsedOn string `json:"used_on,omitempty"`
}

func passkeysOf(ctx context.Context, tx *record.ReadTx, person string) ([]Passkey, error) {
	out := []Passkey{}
	err := each(ctx, tx, `SELECT id, name, made_at, used_on FROM passkey WHERE person = $1 ORDER BY made_at, id`, person, func(scan func(...any) error) error {
		var p Passkey
		var made string
		if err := scan(&p.ID, &p.Name, &made, &p.UsedOn); err != nil {
			return err
		}
		out = append(out, p)
		return times(made, &out[len(out)-1].Made)
	})
	return out, err
}
