// SPDX-License-Identifier: EUPL-1.2

package identity

// HashRuns tells how many password hashes were computed.
func (a *Accounts) HashRuns() int64 { return a.hash.runs.Load() }

// WithCost makes password hashes of another cost for the time of f.
func WithCost(memory, time uint32, f func() (string, error)) (string, error) {
	before := present
	defer func() { present = before }()
	present.memory, present.time = memory, time
	return f()
}

// EncodeHash, BrowserOf and RemoteKey are what the tests look at from inside.
var (
	EncodeHash = encodeHash
	DecodeHash = func(hash string) error { _, _, _, err := decodeHash(hash); return err }
	BrowserOf  = browserOf
	RemoteKey  = remoteKey
)
