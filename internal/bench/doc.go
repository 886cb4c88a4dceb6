// SPDX-License-Identifier: EUPL-1.2

// Command bench proves the promises about speed as ratios measured in one run on one machine: a ratio means the same on a slow
// machine, seconds do not. It ends with an error when a stated goal is missed; what cannot be compared here is said, and counts
// neither way.
//
// A room adds its measurement to the list in main.go. What may live here: measurements over several rooms, and programs we are
// compared with. What may not: benchmarks of one package, which live beside their code.
package main
