// SPDX-License-Identifier: EUPL-1.2

// Command verify checks what no test sees: that the tree is formatted, that generated files are current, that dependencies are
// tidy and as published, that every file says its licence, that documents point at things which exist.
//
// It looks at files that git knows or would take, never at ignored ones. It changes nothing, except that "go generate" runs: when
// its output differs from what stands in the tree, the new output stays there to be looked at and committed.
package main
