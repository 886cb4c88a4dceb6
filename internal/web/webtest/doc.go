// SPDX-License-Identifier: EUPL-1.2

// Package webtest gives the tests of the areas a whole site over a real database with the example in it, and visitors of every role.
// It is imported by tests alone.
package webtest
