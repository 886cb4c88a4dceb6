// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"

	"github.com/sumanus/sumanus/analysis/matrix"
	"github.com/sumanus/sumanus/internal/fault"
)

// analysisFault says an error of the analyses in words; name gives the id of a unit by its number, nil when units have none.
func analysisFault(err error, name func(i int) string) error {
	if err == nil {
		return nil
	}
	var m *matrix.Error
	if errors.As(err, &m) {
		return fault.New(fault.Invalid, "analysis.matrix."+string(m.Code),
			fault.A{"what": m.What, "found": m.Found, "expected": m.Expected, "value": m.Value}).Because(err)
	}
	return err
}
