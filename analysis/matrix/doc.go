// SPDX-License-Identifier: EUPL-1.2

// Package matrix holds the table that structure and complexity count on: activities (sectors, industries, products, fields of
// technology) in regions, with jobs, output or exports in its cells.
//
// Only filled cells are kept, so 100,000 regions by 600 activities cost 12 bytes for each filled cell. A cell is one of three:
//
//   - filled: a value of 0 or more;
//   - 0, written or left out: a statement that there is nothing there, which is data;
//   - missing: nobody knows (suppressed, not asked). It is marked, and it stays missing: it is never read as 0.
//
// The package knows how to build, check, read, turn and sum such a table. Measures live in the packages that use it; reading
// files lives nowhere here.
package matrix
