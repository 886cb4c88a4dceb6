// SPDX-License-Identifier: EUPL-1.2

package csvtable

import (
	"slices"
	"strings"

	"github.com/sumanus/sumanus/statistics"
)

// layout says which column is what, by 0-based index; -1 for none.
type layout struct {
	dims    []int
	time    int
	value   int
	status  int
	secrecy int   // CONF_STATUS
	periods []int // of a wide table
}

// The names that are recognised, in lower case, the best first.
var (
	timeNames    = []string{"time_period", "time", "period", "year", "date"}
	valueNames   = []string{"obs_value", "value", "values"}
	statusNames  = []string{"obs_flag", "obs_status", "status", "flags", "flag"}
	secrecyNames = []string{"conf_status"}
	skipNames    = []string{"dataflow", "last update", "structure", "structure_id", "structure_name", "action"}
)

// isCanonical recognises our own tidy CSV.
func isCanonical(names []string) bool {
	n := len(names)
	return n >= 3 && slices.Equal(names[n-3:], []string{"time", "value", "status"})
}

// arrange decides the role of every column.
func arrange(names []string, declared map[string]statistics.Role) layout {
	l := layout{time: -1, value: -1, status: -1, secrecy: -1}
	n := len(names)
	if isCanonical(names) && !declaresColumns(declared) {
		l.time, l.value, l.status = n-3, n-2, n-1
		for i := range n - 3 {
			l.dims = append(l.dims, i)
		}
		return l
	}
	l.time = pick(names, declared, statistics.RoleTime, timeNames)
	l.value = pick(names, declared, statistics.RoleValue, valueNames)
	if l.value >= 0 {
		l.status = pick(names, declared, statistics.RoleStatus, statusNames)
		l.secrecy = pick(names, declared, "", secrecyNames)
	}
	firstPeriod := false
	for i, name := range names {
		role, told := declared[name]
		switch {
		case i == l.time || i == l.value || i == l.status || i == l.secrecy:
		case role == statistics.RoleSkip, !told && slices.Contains(skipNames, strings.ToLower(name)):
		case l.value < 0 && (firstPeriod || isPeriod(name)):
			firstPeriod = true
			l.periods = append(l.periods, i)
		default:
			l.dims = append(l.dims, i)
		}
	}
	return l
}

// declaresColumns tells whether the options name a role that only columns have.
func declaresColumns(declared map[string]statistics.Role) bool {
	for _, role := range declared {
		switch role {
		case statistics.RoleTime, statistics.RoleValue, statistics.RoleStatus, statistics.RoleSkip:
			return true
		}
	}
	return false
}

// pick finds the column of a role: the declared one, else the best known name that was not declared as something else.
func pick(names []string, declared map[string]statistics.Role, role statistics.Role, known []string) int {
	if role != "" {
		for i, name := range names {
			if declared[name] == role {
				return i
			}
		}
	}
	for _, want := range known {
		for i, name := range names {
			if _, told := declared[name]; !told && strings.ToLower(name) == want {
				return i
			}
		}
	}
	return -1
}

func isPeriod(name string) bool {
	_, ok := statistics.ParsePeriod(name)
	return ok
}
