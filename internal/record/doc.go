// SPDX-License-Identifier: EUPL-1.2

// Package record is the mechanism of the house: whatever has an author, a history and links is a record.
//
// A kind is a Go struct with a schema number, Validate, upcasters from older schemas and declared fields. Its body is kept as
// canonical JSON (RFC 8785). Links are stated by a person, with a reason, or derived from the body; both are foreign keys,
// stored once, from the later thing to the earlier. Every write goes through one path, in one transaction:
//
//	authorise → validate → change → derive links and fields → journal → tell subscribers (who may enqueue)
//
// The journal is append-only and hash-chained. The chain covers a salted digest of each payload, never the payload, so that a
// payload can be erased and the chain still verifies.
//
// Pages read through memory (Store.ReadKept): records by revision, and what was made of a state of the house by its version and by what somebody may
// see of it (Kept, Of; docs/adr/0010). Whoever writes reads from the database.
//
// What may live here: the mechanism itself. What may not: any kind of record, any word of the field, any person. The package
// owns the interfaces Actor and Policy; internal/identity implements them. Rooms above register kinds and subscribe.
package record
