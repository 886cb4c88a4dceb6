// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"

	"github.com/sumanus/sumanus/analysis/composite"
	"github.com/sumanus/sumanus/analysis/matrix"
	"github.com/sumanus/sumanus/analysis/spatial"
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
	var s *spatial.Error
	if errors.As(err, &s) {
		unit := ""
		if name != nil && s.Unit >= 0 {
			unit = name(s.Unit)
		}
		return fault.New(fault.Invalid, "analysis.spatial."+string(s.Code),
			fault.A{"what": s.What, "unit": unit, "found": s.Found, "expected": s.Expected}).Because(err)
	}
	var c *composite.Error
	if errors.As(err, &c) {
		return compositeFault(c, name)
	}
	return err
}
