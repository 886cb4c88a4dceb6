// SPDX-License-Identifier: EUPL-1.2

// Command sumanus is the workbench of neighbouring regions that plan together. Everything it does is in internal/cli; here it is
// only given the world: arguments, terminal, clock, randomness.
package main
