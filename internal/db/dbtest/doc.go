// SPDX-License-Identifier: EUPL-1.2

// Package dbtest gives tests real databases: fresh SQLite files, and fresh databases on a throw-away PostgreSQL server that
// is started once per test program from the installed programs and goes away with it, however the test program ends.
//
// Without PostgreSQL's programs a test is skipped and says what is missing; with REQUIRE_POSTGRES=1 it fails.
// Every database it opens is strict: statements whose $n do not first appear in ascending order fail.
//
// What may live here: what a test of any room needs to get a database. What may not: anything a room's own test should say.
package dbtest
