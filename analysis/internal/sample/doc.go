// SPDX-License-Identifier: EUPL-1.2

// Package sample makes invented jobs by region and activity, the same on every machine, for tests and benchmarks. Integers only, by
// counter, so any cell can be made alone. It may be used by tests only.
package sample
