// SPDX-License-Identifier: EUPL-1.2

package verdict

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/fault"
)

// Limits of one finding: it says one thing.
const (
	maxValues     = 100
	maxAssertions = 30
	maxAmong      = 300
)

// Finding is a checked spec; it is safe for concurrent use.
type Finding struct {
	spec       Spec
	values     map[string]*value
	assertions []*assertion
	shown      map[string]bool
}

type value struct {
	Value
	formula *formula.Formula // nil for a number of an indicator
}

type assertion struct {
	Assertion
	left, right *formula.Formula // compare; left alone for sign and share
	tolerance   *big.Rat
	share       *big.Rat
	regions     []string // rank
}

var assertionName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,59}$`)

// Compile checks a spec and refuses what cannot be judged. All faults are told at once, each with the path of its field.
func Compile(spec Spec) (*Finding, error) {
	c := &compiler{f: &Finding{spec: spec, values: map[string]*value{}, shown: map[string]bool{}}}
	if len(spec.Values) > maxValues || len(spec.Assertions) > maxAssertions {
		return nil, fault.New(fault.Invalid, "verdict.too-many", fault.A{"values": maxValues, "assertions": maxAssertions})
	}
	c.values(spec.Values)
	c.cycles()
	c.shown(spec.Shown)
	if f := fault.Join(c.faults); f != nil {
		return nil, f
	}
	c.assertions(spec.Assertions)
	if f := fault.Join(c.faults); f != nil {
		return nil, f
	}
	for i, a := range c.f.assertions {
		if key := c.f.pointless(a); key != "" {
			c.fail(key, fmt.Sprintf("assertions.%d", i), fault.A{"name": a.Name})
		}
	}
	if f := fault.Join(c.faults); f != nil {
		return nil, f
	}
	return c.f, nil
}

type compiler struct {
	f      *Finding
	faults []*fault.Fault
}

func (c *compiler) fail(key, field string, args ...fault.A) {
	c.faults = append(c.faults, fault.New(fault.Invalid, key, args...).At(fault.Place{Field: field}))
}

func (c *compiler) values(all []Value) {
	var names []string
	for i, v := range all {
		field := fmt.Sprintf("values.%d", i)
		switch {
		case !formula.ValidName(v.Name):
			c.fail("verdict.bad-name", field+".name", fault.A{"name": v.Name})
		case slices.Contains(names, v.Name):
			c.fail("verdict.name-twice", field+".name", fault.A{"name": v.Name})
		}
		names = append(names, v.Name)
		c.f.values[v.Name] = &value{Value: v}
	}
	for i, v := range all {
		field := fmt.Sprintf("values.%d", i)
		if v.Decimals < 0 || v.Decimals > 12 {
			c.fail("verdict.bad-decimals", field+".decimals", fault.A{"found": v.Decimals})
		}
		if v.Scale < 0 {
			c.fail("verdict.bad-scale", field+".scale", fault.A{"found": v.Scale})
		}
		switch {
		case v.mixed():
			c.fail("verdict.value-either", field, fault.A{"name": v.Name})
		case v.Formula != "":
			others := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == v.Name })
			c.f.values[v.Name].formula = c.formula(v.Formula, field+".formula", others)
		case v.Analysis != "":
			if v.Table != "" && len(v.Key) == 0 || v.Column == "" {
				c.fail("verdict.cell-where", field, fault.A{"name": v.Name})
			}
		case !ValidPeriod(v.Period):
			c.fail("verdict.bad-period", field+".period", fault.A{"found": v.Period})
		}
	}
}

// mixed tells whether a value says too little, or two things at once.
func (v Value) mixed() bool {
	formula, cell, number := v.Formula != "", v.Analysis+v.Table+v.Column != "" || len(v.Key) > 0, v.Indicator+v.Region+v.Period != ""
	switch {
	case formula:
		return cell || number
	case cell:
		return number || v.Analysis == ""
	}
	return v.Indicator == "" || v.Region == "" || v.Period == ""
}

// formula compiles and, on a fault, tells the field with the column.
func (c *compiler) formula(text, field string, names []string) *formula.Formula {
	compiled, err := formula.Compile(text, names)
	var f *fault.Fault
	if errors.As(err, &f) {
		for _, one := range append([]*fault.Fault{f}, f.Also...) {
			alone := *one
			alone.Also = nil
			alone.Place.Field = field
			c.faults = append(c.faults, &alone)
		}
	}
	return compiled
}

// cycles refuses values that are computed from themselves.
func (c *compiler) cycles() {
	state := map[string]int{} // 1 on the way, 2 done
	var visit func(name string) bool
	visit = func(name string) bool {
		v := c.f.values[name]
		if v == nil || v.formula == nil || state[name] == 2 {
			return true
		}
		if state[name] == 1 {
			return false
		}
		state[name] = 1
		for _, n := range v.formula.Names() {
			if !visit(n) {
				return false
			}
		}
		state[name] = 2
		return true
	}
	for i, v := range c.f.spec.Values {
		if !visit(v.Name) {
			c.fail("verdict.circle", fmt.Sprintf("values.%d.formula", i), fault.A{"name": v.Name})
			return
		}
	}
}

func (c *compiler) shown(names []string) {
	if names == nil {
		for name := range c.f.values {
			c.f.shown[name] = true
		}
	}
	for _, name := range names {
		if c.f.values[name] == nil {
			c.fail("verdict.unknown-value", "statement", fault.A{"name": name})
		}
		c.f.shown[name] = true
	}
}

func (c *compiler) assertions(all []Assertion) {
	names := map[string]bool{}
	for i, a := range all {
		field := fmt.Sprintf("assertions.%d", i)
		switch {
		case !assertionName.MatchString(a.Name):
			c.fail("verdict.bad-assertion-name", field+".name", fault.A{"name": a.Name})
		case names[a.Name]:
			c.fail("verdict.name-twice", field+".name", fault.A{"name": a.Name})
		}
		names[a.Name] = true
		c.f.assertions = append(c.f.assertions, c.assertion(a, field))
	}
}

// fieldsOf lists what each type has beside name and type; what is missing or too much is a fault, since it was surely meant to do something.
var fieldsOf = map[string]struct{ needs, may []string }{
	Compare: {[]string{"left", "op", "right"}, []string{"tolerance"}},
	Rank:    {[]string{"indicator", "region", "period", "order", "among"}, []string{"position"}},
	Sign:    {[]string{"of", "sign"}, []string{"tolerance"}},
	Share:   {[]string{"of", "share", "tolerance"}, nil},
}

func (a Assertion) filled() map[string]bool {
	return map[string]bool{"left": a.Left != "", "op": a.Op != "", "right": a.Right != "", "tolerance": a.Tolerance != "", "indicator": a.Indicator != "",
		"among": len(a.Among) > 0, "region": a.Region != "", "period": a.Period != "", "order": a.Order != "", "position": a.Position != 0,
		"of": a.Of != "", "sign": a.Sign != "", "share": a.Share != ""}
}

func (c *compiler) assertion(a Assertion, field string) *assertion {
	made := &assertion{Assertion: a, tolerance: new(big.Rat)}
	fields, ok := fieldsOf[a.Type]
	if !ok {
		c.fail("verdict.bad-type", field+".type", fault.A{"found": a.Type})
		return made
	}
	filled := a.filled()
	for _, name := range fields.needs {
		if !filled[name] {
			c.fail("verdict.field-missing", field+"."+name, fault.A{"field": name, "type": a.Type})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(filled)) {
		if filled[name] && !slices.Contains(fields.needs, name) && !slices.Contains(fields.may, name) {
			c.fail("verdict.field-unused", field+"."+name, fault.A{"field": name, "type": a.Type})
		}
	}
	if a.Tolerance != "" {
		n, ok := formula.Parse(a.Tolerance)
		if !ok || n.Rat().Sign() < 0 {
			c.fail("verdict.bad-tolerance", field+".tolerance", fault.A{"found": a.Tolerance})
		} else {
			made.tolerance = n.Rat()
		}
	}
	names := slices.Collect(maps.Keys(c.f.values))
	slices.Sort(names)
	switch a.Type {
	case Compare:
		made.left, made.right = c.optional(a.Left, field+".left", names), c.optional(a.Right, field+".right", names)
		c.oneOf(a.Op, field+".op", "<", "<=", "==", "!=", ">=", ">")
	case Sign:
		made.left = c.optional(a.Of, field+".of", names)
		c.oneOf(a.Sign, field+".sign", "negative", "positive", "zero")
	case Share:
		made.left = c.optional(a.Of, field+".of", names)
		made.share = c.part(a.Share, field+".share")
	case Rank:
		c.rank(made, field)
	}
	return made
}

// optional compiles a field that, when empty, has been told already.
func (c *compiler) optional(text, field string, names []string) *formula.Formula {
	if text == "" {
		return nil
	}
	return c.formula(text, field, names)
}

func (c *compiler) oneOf(found, field string, known ...string) {
	if found != "" && !slices.Contains(known, found) {
		c.fail("verdict.bad-choice", field, fault.A{"found": found, "known": strings.Join(known, ", ")})
	}
}

// part reads "1/3" or "0.25".
func (c *compiler) part(text, field string) *big.Rat {
	over, under, isFraction := strings.Cut(text, "/")
	n, ok := formula.Parse(strings.TrimSpace(over))
	if ok && isFraction {
		var m formula.Number
		if m, ok = formula.Parse(strings.TrimSpace(under)); ok {
			n = n.Div(m)
		}
	}
	if !ok || !n.Known() {
		if text != "" {
			c.fail("verdict.bad-share", field, fault.A{"found": text})
		}
		return new(big.Rat)
	}
	return n.Rat()
}

func (c *compiler) rank(a *assertion, field string) {
	c.oneOf(a.Order, field+".order", "highest", "lowest")
	if a.Period != "" && !ValidPeriod(a.Period) {
		c.fail("verdict.bad-period", field+".period", fault.A{"found": a.Period})
	}
	a.regions = append([]string{a.Region}, a.Among...)
	slices.Sort(a.regions)
	a.regions = slices.Compact(a.regions)
	if a.Position == 0 {
		a.Position = 1
	}
	if a.Position < 1 || a.Position > len(a.regions) || len(a.regions) > maxAmong {
		c.fail("verdict.bad-position", field+".position", fault.A{"found": a.Position, "regions": len(a.regions)})
	}
}
