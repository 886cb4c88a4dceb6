// SPDX-License-Identifier: EUPL-1.2

// Package testkit holds the few things every test of the house needs: shared sample data, the module root, a clock that
// moves only when told, randomness that is the same again.
//
// It is imported by tests alone, those of the public trees too, and imports nothing of the house. What only one room's tests need
// stays with that room.
package testkit
