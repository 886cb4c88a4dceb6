// SPDX-License-Identifier: EUPL-1.2

package site

import "github.com/sumanus/sumanus/internal/record"

// readTx and reader are the readings of the house, named here for the shell's own short needs.
type (
	readTx = record.ReadTx
	reader = record.Reader
)
