// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"github.com/sumanus/sumanus/internal/fault"
)

// argon is the cost of a password hash.
type argon struct {
	memory  uint32 // KiB
	time    uint32
	threads uint8
}

// present is the least that OWASP's Password Storage Cheat Sheet asks of Argon2id: 19 MiB, two passes, one lane. A hash made with other
// numbers still verifies and is made anew at the next sign-in.
const (
	memoryKiB = 19 * 1024
	passes    = 2
)

var present = argon{memory: memoryKiB, time: passes, threads: 1}

const (
	saltBytes = 16
	keyBytes  = 32
	// atOnce bounds how many passwords are hashed at a time, and so the memory a flood of sign-ins can take: two times 19 MiB.
	atOnce = 2
	// waiting bounds how many more may wait for their turn.
	waiting = 32
)

// hasher makes and verifies password hashes, a few at a time.
type hasher struct {
	random io.Reader
	turn   chan struct{}
	queue  chan struct{}
	// runs counts the hashes that were computed, so that a test can see that an unknown address costs the same as a known one.
	runs  atomic.Int64
	decoy func() (string, error)
}

func newHasher(random io.Reader) *hasher {
	h := &hasher{random: random, turn: make(chan struct{}, atOnce), queue: make(chan struct{}, atOnce+waiting)}
	h.decoy = sync.OnceValues(func() (string, error) { return encodeHash(h.random, "decoy") })
	return h
}

// within runs f when it is its turn; too many at once are sent away.
func (h *hasher) within(ctx context.Context, f func() error) error {
	select {
	case h.queue <- struct{}{}:
		defer func() { <-h.queue }()
	default:
		return fault.New(fault.TooMany, "i18n.fault.too_many")
	}
	select {
	case h.turn <- struct{}{}:
		defer func() { <-h.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return f()
}

// make hashes a password.
func (h *hasher) make(ctx context.Context, password string) (hash string, err error) {
	err = h.within(ctx, func() error {
		h.runs.Add(1)
		hash, err = encodeHash(h.random, password)
		return err
	})
	return hash, err
}

// verify tells whether the password has the hash. Without a hash it takes as long and says no.
func (h *hasher) verify(ctx context.Context, hash, password string) (good, old bool, err error) {
	decoy, err := h.decoy()
	if err != nil {
		return false, false, err
	}
	real := hash != ""
	if !real {
		hash = decoy
	}
	err = h.within(ctx, func() error {
		h.runs.Add(1)
		cost, salt, key, err := decodeHash(hash)
		if err != nil {
			return err
		}
		got := argon2.IDKey(normal(password), salt, cost.time, cost.memory, cost.threads, uint32(len(key)))
		good = subtle.ConstantTimeCompare(got, key) == 1 && real
		old = cost != present
		return nil
	})
	return good, old, err
}

// normal makes the same password of the same letters, however a keyboard composes them.
func normal(password string) []byte { return norm.NFKC.Bytes([]byte(password)) }

func encodeHash(random io.Reader, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", err
	}
	key := argon2.IDKey(normal(password), salt, present.time, present.memory, present.threads, keyBytes)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, present.memory, present.time, present.threads, b64.EncodeToString(salt), b64.EncodeToString(key)), nil
}

// decodeHash reads the PHC form.
func decodeHash(hash string) (cost argon, salt, key []byte, err error) {
	bad := func(why error) (argon, []byte, []byte, error) {
		return argon{}, nil, nil, fmt.Errorf("identity: a stored password hash cannot be read: %w", why)
	}
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return bad(fmt.Errorf("%d parts", len(parts)))
	}
	var version int
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return bad(fmt.Errorf("version %d", version))
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &cost.memory, &cost.time, &cost.threads); err != nil {
		return bad(err)
	}
	if cost.memory < 8*uint32(cost.threads) || cost.memory > 1<<20 || cost.time < 1 || cost.time > 64 || cost.threads < 1 {
		return bad(fmt.Errorf("cost %+v", cost))
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return bad(err)
	}
	if key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil {
		return bad(err)
	}
	if len(salt) < 8 || len(key) < 16 || len(key) > 64 {
		return bad(fmt.Errorf("%d bytes of salt, %d of key", len(salt), len(key)))
	}
	return cost, salt, key, nil
}
