// SPDX-License-Identifier: EUPL-1.2

// Package fault is the one error type that all rooms share: a code, a message key, named arguments, a place and a cause.
//
// It knows no language and no room. internal/i18n translates a fault; the edges (cli, web, api) map its code.
// Public trees (statistics, territory, analysis) do not use it: they have errors of their own, which rooms turn into faults.
package fault
