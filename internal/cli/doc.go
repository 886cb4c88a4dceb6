// SPDX-License-Identifier: EUPL-1.2

// Package cli is the command line: one file for each subcommand.
//
// A command opens the house (house.go: database, kinds of all rooms, subscriptions, job handlers), asks a room to do the work, and
// says in the chosen language what came of it. Errors become messages and exit statuses in one place (errors.go). What is said on
// standard output can be piped on; everything about the work itself goes to standard error.
//
// What may live here: flags, wording, and the order in which rooms are called. What may not: rules of a room, SQL, arithmetic.
package cli
