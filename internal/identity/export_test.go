// SPDX-License-Identifier: EUPL-1.2

package identity

// HashRuns tells how many password hashes were computed.
func (a *Accounts) HashRuns() int64 { return a.hash.runs.Load() }

// Cost is how much a password hash costs: KiB of memory and passes. The tests, which hash hundreds of times, use the least there is.
func Cost(memory, passes uint32) (was func()) {
	before := present
	present.memory, present.time = memory, passes
	return func() { present = before }
}

// EncodeHash, BrowserOf and RemoteKey are what the tests look at from inside.
var (
	EncodeHash = encodeHash
	DecodeHash = func(hash string) error { _, _, _, err := decodeHash(hash); return err }
	BrowserOf  = browserOf
	RemoteKey  = remoteKey
)

// RealCost is that of the program.
func RealCost() (memory, time, lanes int) { return memoryKiB, passes, 1 }
