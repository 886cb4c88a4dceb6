// SPDX-License-Identifier: EUPL-1.2

// Package db puts SQLite and PostgreSQL behind one small interface: read a snapshot, write as the one writer, migrate,
// back up, restore and examine. Every room keeps its own tables over it; nothing else in the house opens a database.
//
// What may live here: transactions, migrations (one source file per version for both databases), backup, doctor.
// What may not: tables of a room's subject, anything that knows records, languages or web requests.
//
// # Rules for SQL
//
//   - One text runs on both databases. Parameters are $1, $2 … and first appear in ascending order.
//   - Ids and times are TEXT, booleans INTEGER 0 or 1, whole numbers BIGINT, bytes BLOB, the rest DOUBLE PRECISION. Text
//     compares bytewise on both (COLLATE "C"); human order is a sort key written by Go.
//   - A statement that fails ends its transaction on both databases, so use ON CONFLICT where a clash is expected.
//   - Rows are read to the end or closed before the next statement of the same transaction: PostgreSQL has one
//     conversation per connection, and SQLite is held to the same.
//   - Closures given to Write and Bulk may run again, so they change nothing outside the transaction.
//
// # Migrations
//
// migrations/NNNN_name.sql in goose's form (-- +goose Up, -- +goose Down), written for SQLite. For PostgreSQL the runner
// turns the upper-case words TEXT and BLOB of CREATE TABLE and ALTER TABLE into TEXT COLLATE "C" and BYTEA; a column may
// therefore be called text, but a type is always written in capitals. A table whose name begins with
// passing_ stands empty in every backup: it holds what is over in minutes or days.
package db
