// SPDX-License-Identifier: EUPL-1.2

// Package open finds out which format a statistical file has and opens it with the right codec.
//
// It may look at the first bytes of a file, never at its name. What may live here: recognising formats. What may not: reading them.
package open
