// SPDX-License-Identifier: EUPL-1.2

// Package example holds the examples that explain the API: requests in order, what each is for in words, and the status it gives in
// the example partnership. The page that explains the API shows them, the OpenAPI description quotes their bodies, and a test of
// internal/api sends every one of them: an example that stopped working fails.
//
// What may live here: examples as data. What may not: code that answers them, pages.
package example
