// SPDX-License-Identifier: EUPL-1.2

// Package operation is the administrator's page: whether the house works, when the last good backup was taken, what waits in the
// background and what was given up, and which program and database this is.
//
// What may live here: that page and its two buttons. What may not: backups, health, numbers for machines (internal/web/operate).
package operation
