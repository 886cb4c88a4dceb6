// SPDX-License-Identifier: EUPL-1.2

// Command wall proves that the import walls of .golangci.yml stand where the design puts them.
//
// It builds a throw-away module in which every room, every public tree and cmd holds a probe that imports all the others, runs
// the pinned linter over it once, and compares what was refused with what must be refused: an import that should have been
// stopped and was not fails, and so does one that was stopped and should not have been. It also fails when internal/ holds a
// folder that the order does not know, so that no room is built outside the walls.
//
// It may know the order of the rooms and nothing else about them.
package main
