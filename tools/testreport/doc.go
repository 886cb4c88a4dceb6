// SPDX-License-Identifier: EUPL-1.2

// Command testreport runs every test the machine can run and says at the end what it left out and why.
//
//	testreport [-e2e SITE] [package patterns]
//
// It runs "go test -json" over the packages, then over the tool modules that have tests, then the browser tests when Chromium,
// Node and their packages are there. Packages are told in a line each, failures in full, skipped tests with their reasons. The
// last line is plain: "N passed, N failed, N skipped". With SUMANUS_NO_SKIP=1 a skipped test is a failure.
//
// It may start the test programs and read their output. It decides nothing about what a test needs: tests say that themselves.
package main
