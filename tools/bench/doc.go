// SPDX-License-Identifier: EUPL-1.2

// Command bench measures the promises about speed. It runs every Benchmark function of the house, package by package, and says
// which command it runs, so that a number can be had again by hand.
//
// It may start programs and read their output. The benchmarks themselves live beside the code they measure; what compares us with
// another program, in the same run and on the same machine, may live here.
package main
