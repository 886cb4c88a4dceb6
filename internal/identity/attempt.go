// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// How often somebody may try to sign in. The counts stand in the database, so that they hold over all nodes; a count begins anew when its
// window is over.
const (
	triesAccount = 10
	triesRemote  = 40
	triesWindow  = 15 * time.Minute
)

// A gate in the memory of each node stands before the database, so that a flood does not keep the one writer busy: a burst of tries for an
// address, then one every few seconds.
const (
	gateBurst = 30
	gateEvery = 3 * time.Second
	gateKeys  = 4096
)

type gate struct {
	now  func() time.Time
	mu   sync.Mutex
	keys map[string]*rate.Limiter
}

func newGate(now func() time.Time) *gate { return &gate{now: now, keys: map[string]*rate.Limiter{}} }

// pass lets a try through or not.
func (g *gate) pass(remote string) error {
	key, now := remoteKey(remote), g.now()
	g.mu.Lock()
	defer g.mu.Unlock()
	l := g.keys[key]
	if l == nil {
		if len(g.keys) >= gateKeys {
			g.forget(now)
		}
		l = rate.NewLimiter(rate.Every(gateEvery), gateBurst)
		g.keys[key] = l
	}
	if !l.AllowN(now, 1) {
		return tooMany(gateEvery)
	}
	return nil
}

// forget drops whoever has not tried for a while; when that frees nothing, everybody: the counts in the database hold on.
func (g *gate) forget(now time.Time) {
	for k, l := range g.keys {
		if l.TokensAt(now) >= gateBurst {
			delete(g.keys, k)
		}
	}
	if len(g.keys) >= gateKeys {
		clear(g.keys)
	}
}

// remoteKey is what an address is counted under: an IPv6 subscriber has a whole /64.
func remoteKey(remote string) string {
	addr, err := netip.ParseAddr(remote)
	if ap, perr := netip.ParseAddrPort(remote); err != nil && perr == nil {
		addr, err = ap.Addr(), nil
	}
	if err != nil {
		return remote
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		if p, err := addr.Prefix(64); err == nil {
			return p.String()
		}
	}
	return addr.String()
}

func accountKey(email string) string { return hashOf("account\n" + email) }
func sourceKey(remote string) string { return hashOf("remote\n" + remoteKey(remote)) }

// tooMany tells how long to wait, in whole minutes.
func tooMany(wait time.Duration) error {
	minutes := int((wait + time.Minute - 1) / time.Minute)
	return fault.New(fault.TooMany, "identity.too-many", fault.A{"minutes": max(1, minutes)})
}

// try counts one more try under the key, and gives the time to wait when there were too many. A try that is refused does not make the wait
// longer. The count must be committed whatever comes of the try, so the refusal is not an error.
func try(ctx context.Context, tx *record.Tx, key string, limit int64) (wait time.Duration, err error) {
	var tries int64
	var until string
	now := db.Time(tx.Now())
	err = tx.SQL().Row(ctx, `INSERT INTO passing_attempt (key, tries, until) VALUES ($1, 1, $2)
		ON CONFLICT (key) DO UPDATE SET tries = CASE WHEN passing_attempt.until <= $3 THEN 1 ELSE passing_attempt.tries + 1 END,
			until = CASE WHEN passing_attempt.until <= $3 THEN excluded.until ELSE passing_attempt.until END
		RETURNING tries, until`, key, db.Time(tx.Now().Add(triesWindow)), now).Scan(&tries, &until)
	if err != nil || tries <= limit {
		return 0, err
	}
	end, err := db.ParseTime(until)
	return end.Sub(tx.Now()), err
}

// admit counts a try to sign in under the address of the account and of the browser.
func (a *Accounts) admit(ctx context.Context, tx *record.Tx, email, remote string) (wait time.Duration, err error) {
	if email != "" {
		if wait, err = try(ctx, tx, accountKey(email), triesAccount); err != nil || wait > 0 {
			return wait, err
		}
	}
	return try(ctx, tx, sourceKey(remote), triesRemote)
}

// forgive begins the count of an account anew, after somebody signed in.
func forgive(ctx context.Context, tx *record.Tx, email string) error {
	_, err := tx.SQL().Exec(ctx, `DELETE FROM passing_attempt WHERE key = $1`, accountKey(email))
	return err
}

// sweep takes away what is over. It runs at every sign-in, so nothing of it stays long.
func sweep(ctx context.Context, tx *record.Tx) error {
	now := db.Time(tx.Now())
	for _, table := range []string{"passing_link", "passing_ceremony", "passing_attempt"} {
		if _, err := tx.SQL().Exec(ctx, `DELETE FROM `+table+` WHERE until <= $1`, now); err != nil {
			return err
		}
	}
	_, err := tx.SQL().Exec(ctx, `DELETE FROM passing_session WHERE made_at <= $1 OR seen_at <= $2`,
		db.Time(tx.Now().Add(-SessionLasts)), db.Time(tx.Now().Add(-SessionIdle)))
	return err
}
