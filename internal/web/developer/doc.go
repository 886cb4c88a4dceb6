// SPDX-License-Identifier: EUPL-1.2

// Package developer is the page that explains the interface for programs: what it is for, how to get a key, examples that can be
// copied and tried, and every operation in words.
//
// What may live here: that page. What may not: operations, their words and their examples (internal/api), keys (internal/web/account).
package developer
