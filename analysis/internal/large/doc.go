// SPDX-License-Identifier: EUPL-1.2

// Package large makes slices for millions of numbers. On Linux it asks the system to keep them in large pages: a table of 60 million
// cells otherwise costs 120,000 page faults before a single sum is done, which took longer than the sums.
//
// It holds nothing but that request. What is made is ordinary memory of the program, zero, and freed as any other.
package large
