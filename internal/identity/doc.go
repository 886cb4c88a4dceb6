// SPDX-License-Identifier: EUPL-1.2

// Package identity knows who acts: organisations and their partnership, people, their roles in organisations, consent and erasure.
//
// It implements record.Actor and record.Policy. What anybody may do is one reviewed table, rights.csv; there is no other place
// that decides a right. Personal data lives in this room's own tables only: records, journal, exports and pages know a person by a
// pseudonymous id.
//
// Accounts is how people come in: one-time links, passwords, sessions, tokens for programs. What is handed out is random and kept
// as a hash; what lasts only minutes or days stands in tables whose name begins with passing_ and is in no backup.
//
// The kinds partnership and organisation live here because every record has an owner, and owners are organisations.
// What may not live here: ties between organisations (network), registrations (programme), any plan.
package identity
