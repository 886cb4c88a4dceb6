// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"strconv"

	"github.com/sumanus/sumanus/analysis/composite"
	"github.com/sumanus/sumanus/analysis/decide"
	"github.com/sumanus/sumanus/analysis/matrix"
	"github.com/sumanus/sumanus/analysis/opinion"
	"github.com/sumanus/sumanus/analysis/spatial"
	"github.com/sumanus/sumanus/analysis/ties"
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
			fault.A{"what": s.What, "unit": unit, "found": counted(s.Code == spatial.TooFewUnits, s.Found), "expected": s.Expected}).Because(err)
	}
	var d *decide.Error
	if errors.As(err, &d) {
		return decideFault(d, name)
	}
	var c *composite.Error
	if errors.As(err, &c) {
		return compositeFault(c, name)
	}
	var t *ties.Error
	if errors.As(err, &t) {
		place := func(i int) string {
			if name == nil || i < 0 {
				return ""
			}
			return name(i)
		}
		return fault.New(fault.Invalid, "analysis.ties."+string(t.Code),
			fault.A{"option": t.Option, "node": place(t.Node), "other": place(t.Other), "found": t.Found, "expected": t.Expected}).Because(err)
	}
	var o *opinion.Error
	if errors.As(err, &o) {
		return fault.New(fault.Invalid, "analysis.opinion."+string(o.Code), fault.A{"option": o.Option, "found": o.Found, "expected": o.Expected}).Because(err)
	}
	return err
}

// decideFault says an error of choosing in words; name gives the id of what stands at a position.
func decideFault(e *decide.Error, name func(i int) string) *fault.Fault {
	at := ""
	switch {
	case e.At >= 0 && name != nil:
		at = name(e.At)
	case e.At >= 0:
		at = strconv.Itoa(e.At + 1)
	}
	return fault.New(fault.Invalid, "analysis.decide."+string(e.Code), fault.A{"what": e.What, "at": at, "found": e.Found, "expected": e.Expected}).Because(e)
}

// counted is a number found as a number where a noun follows it, so that the noun takes its form.
func counted(noun bool, found string) any {
	if n, err := strconv.Atoi(found); noun && err == nil {
		return n
	}
	return found
}
