// SPDX-License-Identifier: EUPL-1.2

// Package parallel splits a loop over equal pieces of work among a few goroutines in a way that cannot change a result: the pieces
// depend on the size of the work only, never on the number of goroutines, and whoever adds up partial results adds them by piece.
//
// It holds nothing but that loop.
package parallel
