// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
)

// Args are checked parameters of one run.
type Args struct {
	method *Method
	given  map[string]string
	source map[string]Source
	// overCubes refuses what the partnership's own data cannot bear.
	overCubes bool
}

// Check takes what was given by name and the sources of the tables, and checks both against the description.
func (m *Method) Check(given map[string]string, sources map[string]Source) (*Args, error) {
	a := &Args{method: m, given: map[string]string{}, source: sources}
	var wrong []*fault.Fault
	for name := range given {
		if _, known := m.Param(name); !known {
			wrong = append(wrong, fault.New(fault.Invalid, "method.unknown-parameter", fault.A{"name": "--" + name, "method": m.ID}))
		}
	}
	slices.SortFunc(wrong, func(x, y *fault.Fault) int { return strings.Compare(x.Error(), y.Error()) })
	for _, p := range m.Params {
		v, have := given[p.Name]
		if p.Kind.IsSource() {
			_, have = sources[p.Name]
		}
		switch {
		case !have && p.Required:
			wrong = append(wrong, fault.New(fault.Invalid, "method.missing-parameter", fault.A{"name": p.Term()}))
		case have && !p.Kind.IsSource():
			if f := p.check(v); f != nil {
				wrong = append(wrong, f)
			}
			a.given[p.Name] = v
		case have:
			a.given[p.Name] = sources[p.Name].Name()
		case p.Default != "":
			a.given[p.Name] = p.Default
		}
	}
	if f := fault.Join(wrong); f != nil {
		return nil, f
	}
	return a, nil
}

// IsSource tells whether a parameter of this kind is an input that is read.
func (k Kind) IsSource() bool { return k == Table || k == Outline || k == Whole }

// check tells what is wrong with the text of a value.
func (p Param) check(v string) *fault.Fault {
	bad := func(key string, expected any) *fault.Fault {
		return fault.New(fault.Invalid, key, fault.A{"name": p.Term(), "found": v, "expected": expected})
	}
	switch p.Kind {
	case Choice:
		if !slices.Contains(p.Choices, v) {
			return bad("method.bad-choice", p.Choices)
		}
	case Number, Integer:
		n, ok := parseNumber(v)
		if ok && p.Kind == Integer {
			_, err := strconv.ParseInt(v, 10, 64)
			ok = err == nil
		}
		if !ok || math.IsNaN(n) {
			return fault.New(fault.Invalid, "method.bad-value", fault.A{"name": p.Term(), "found": v, "kind": string(p.Kind)})
		}
		if p.Max > p.Min && (n < p.Min || n > p.Max) {
			return fault.New(fault.Invalid, "method.out-of-range", fault.A{"name": p.Term(), "found": v, "min": p.Min, "max": p.Max})
		}
	case Flag:
		if v != "true" && v != "false" {
			return bad("method.bad-choice", []string{"true", "false"})
		}
	case Field:
		if v == "" {
			return fault.New(fault.Invalid, "method.missing-parameter", fault.A{"name": p.Term()})
		}
	}
	return nil
}

// Has tells whether a parameter was given or has a default.
func (a *Args) Has(name string) bool {
	_, ok := a.given[name]
	return ok
}

// Text gives a parameter as text; empty when it was not given.
func (a *Args) Text(name string) string { return a.given[name] }

// Flag gives a yes or no.
func (a *Args) Flag(name string) bool { return a.given[name] == "true" }

// Int gives a whole number; 0 when it was not given.
func (a *Args) Int(name string) int {
	n, err := strconv.Atoi(a.given[name])
	if err != nil {
		return 0
	}
	return n
}

// Seed gives a whole number as the seed of random numbers; below zero it wraps round.
func (a *Args) Seed(name string) uint64 {
	n, err := strconv.ParseInt(a.given[name], 10, 64)
	if err != nil {
		return 0
	}
	return uint64(n)
}

// Float gives a number; 0 when it was not given.
func (a *Args) Float(name string) float64 {
	n, ok := parseNumber(a.given[name])
	if !ok || math.IsNaN(n) {
		return 0
	}
	return n
}

// Source gives the source of a table, outlines or document; nil when it was not given.
func (a *Args) Source(name string) Source { return a.source[name] }

// Parameters lists what holds in this run, in the order of the description: what was given and what is the default. The number of
// threads is no part of it, because no result depends on it.
func (a *Args) Parameters() []Value {
	var out []Value
	for _, p := range a.method.Params {
		v, have := a.given[p.Name]
		if !have || p.Name == threads.Name {
			continue
		}
		out = append(out, p.value(v))
	}
	return out
}

func (p Param) value(v string) Value {
	switch p.Kind {
	case Number:
		if n, ok := parseNumber(v); ok {
			return Value{p.Name, n}
		}
	case Integer:
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			return Value{p.Name, n}
		}
	case Flag:
		return Value{p.Name, v == "true"}
	}
	return Value{p.Name, v}
}

// column tells whether a column with a condition is part of the result.
func (a *Args) column(c Column) bool {
	if c.With == "" {
		return true
	}
	name, want, exact := strings.Cut(c.With, "=")
	if exact {
		return a.given[name] == want
	}
	return a.Has(name) && a.given[name] != "none" && a.given[name] != "false"
}
