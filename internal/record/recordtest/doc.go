// SPDX-License-Identifier: EUPL-1.2

// Package recordtest holds the test that every room runs on its kinds. It is imported by tests alone.
package recordtest
