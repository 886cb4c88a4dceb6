// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// Pair says that a part of one code's territory lies in the territory of another.
type Pair struct {
	From, To string
	Same     bool // they are one territory
	Whole    bool // all of From lies in To
	// Population and AreaKm2 measure the part they share, as of the Source. Both are nil when Same.
	Population, AreaKm2 *big.Rat
	PopulationYear      string
	Source              string
}

// Crosswalk leads from the codes of one version to those of another.
type Crosswalk struct {
	Scheme, From, To string // versions
	Level            int    // NUTS level, -1 for local units
	Pairs            []Pair
}

// Crosswalk makes the way from one version to another at a NUTS level (-1 for local units), in either direction. It knows direct
// changes only: a territory that changed twice in between has no pair and is refused by [Carry]. None of the Baltic states has one.
func (r *Register) Crosswalk(scheme, from, to string, level int) (*Crosswalk, error) {
	known := map[string][]string{NUTS: NUTSVersions, LAU: LAUVersions}[scheme]
	for _, v := range []string{from, to} {
		if !slices.Contains(known, v) {
			return nil, &CodeError{Code: "unknown-version", Subject: Code{scheme, v, ""}, Hint: "known: " + strings.Join(known, ", ")}
		}
	}
	out := &Crosswalk{Scheme: scheme, From: from, To: to, Level: level}
	for _, c := range r.CodesOf(scheme, from, level) {
		id := r.byCode[c]
		if same, ok := r.In(id, scheme, to, level); ok {
			out.Pairs = append(out.Pairs, Pair{From: c.Code, To: same.Code, Same: true, Whole: true})
			continue
		}
		for _, l := range r.links {
			other, whole := l.to, l.fromWhole
			if l.to == id {
				other, whole = l.from, l.toWhole
			} else if l.from != id {
				continue
			}
			target, ok := r.In(other, scheme, to, level)
			if !ok {
				continue
			}
			p := Pair{From: c.Code, To: target.Code, Whole: whole, PopulationYear: l.populationYear, Source: l.source}
			p.Population, _ = decimal(l.population) // both were checked when read
			p.AreaKm2, _ = decimal(l.area)
			out.Pairs = append(out.Pairs, p)
		}
	}
	return out, nil
}

// Method says how figures may be carried over to other territories.
type Method string

// The methods of [Carry]. Figures of an unchanged territory are carried by every method.
const (
	// Sum is for counts and amounts: a territory made of whole others has their sum. Nothing is divided.
	Sum Method = "sum"
	// ByPopulation and ByArea are for counts and amounts too: a divided territory gives each part its share of people or of land. The
	// result is an estimate, and is marked so.
	ByPopulation Method = "weighted-population"
	ByArea       Method = "weighted-area"
	// NotPossible is for rates, indices, medians: nothing but unchanged territories.
	NotPossible Method = "not-possible"
)

// Carried is one figure in the new version.
type Carried struct {
	Value     *big.Rat
	From      []string // codes it was made of, in order
	Estimated bool     // a territory was divided by weights
}

// Refusal tells why a figure could not be carried over.
type Refusal struct {
	// Code is unknown-code (Subject is not in the crosswalk), not-possible (the method forbids it), divided (Subject would need parts
	// of territories, and the method is Sum), missing-part (a figure of Parts is not there) or no-weight (their weights are zero).
	Code    string
	Subject string   // a code of the new version; for unknown-code, of the old
	Parts   []string // codes of the old version concerned
}

// CarryError lists what [Carry] refused.
type CarryError struct {
	Method   Method
	From, To string // versions
	Refused  []Refusal
}

// Error names everything refused.
func (e *CarryError) Error() string {
	parts := make([]string, len(e.Refused))
	for i, r := range e.Refused {
		parts[i] = r.Code + " " + r.Subject
		if len(r.Parts) > 0 {
			parts[i] += " (" + strings.Join(r.Parts, ", ") + ")"
		}
	}
	return fmt.Sprintf("territory: cannot carry from %s to %s by %s: %s", e.From, e.To, e.Method, strings.Join(parts, "; "))
}

// Result is what [Carry] made, with the method stated.
type Result struct {
	Method   Method
	From, To string // versions
	Values   map[string]Carried
	Sources  []string // of the weights used, in order; empty when nothing was divided
}

// Carry takes figures by code of the crosswalk's old version to its new version. Sums are exact, and what was carried adds up to what
// it was made of. Missing figures are simply absent from values: they are never taken as zero, so a territory that lacks one of its
// parts is refused. A territory none of whose parts is in values is left out silently: it was not asked for.
//
// When anything is refused the error is a [*CarryError] that lists it, and the result still holds all that could be carried; a caller
// who needs every figure treats the error as final.
func Carry(values map[string]*big.Rat, method Method, cw *Crosswalk) (Result, error) {
	out := Result{Method: method, From: cw.From, To: cw.To, Values: map[string]Carried{}}
	failed := &CarryError{Method: method, From: cw.From, To: cw.To}
	into, outOf := map[string][]Pair{}, map[string][]Pair{}
	var targets []string
	for _, p := range cw.Pairs {
		if len(into[p.To]) == 0 {
			targets = append(targets, p.To)
		}
		into[p.To] = append(into[p.To], p)
		outOf[p.From] = append(outOf[p.From], p)
	}
	for code := range values {
		if len(outOf[code]) == 0 {
			failed.Refused = append(failed.Refused, Refusal{Code: "unknown-code", Subject: code})
		}
	}
	slices.SortFunc(failed.Refused, func(a, b Refusal) int { return compare(a.Subject, b.Subject) })
	for _, to := range targets {
		c, refused := carryOne(values, method, into[to], outOf)
		switch {
		case refused != nil:
			refused.Subject = to
			failed.Refused = append(failed.Refused, *refused)
		case c != nil:
			out.Values[to] = *c
			for _, p := range into[to] {
				if c.Estimated && !slices.Contains(out.Sources, p.Source) {
					out.Sources = append(out.Sources, p.Source)
				}
			}
		}
	}
	if len(failed.Refused) > 0 {
		return out, failed
	}
	return out, nil
}

// carryOne makes one figure of its parts: nil and nil when none of them is there.
func carryOne(values map[string]*big.Rat, method Method, parts []Pair, outOf map[string][]Pair) (*Carried, *Refusal) {
	var all, missing, divided []string
	for _, p := range parts {
		all = append(all, p.From)
		if values[p.From] == nil {
			missing = append(missing, p.From)
		}
		if !p.Whole {
			divided = append(divided, p.From)
		}
	}
	weighted := method == ByPopulation || method == ByArea
	switch {
	case len(missing) == len(parts):
		return nil, nil
	case len(parts) == 1 && parts[0].Same:
		return &Carried{Value: new(big.Rat).Set(values[all[0]]), From: all}, nil
	case !weighted && method != Sum:
		return nil, &Refusal{Code: "not-possible", Parts: all}
	case len(divided) > 0 && !weighted:
		return nil, &Refusal{Code: "divided", Parts: divided}
	case len(missing) > 0:
		return nil, &Refusal{Code: "missing-part", Parts: missing}
	}
	sum := new(big.Rat)
	for _, p := range parts {
		share := new(big.Rat).Set(values[p.From])
		if !p.Whole {
			total := new(big.Rat)
			for _, q := range outOf[p.From] {
				total.Add(total, q.weight(method))
			}
			if total.Sign() <= 0 {
				return nil, &Refusal{Code: "no-weight", Parts: []string{p.From}}
			}
			share.Mul(share, p.weight(method)).Quo(share, total)
		}
		sum.Add(sum, share)
	}
	return &Carried{Value: sum, From: all, Estimated: len(divided) > 0}, nil
}

func (p Pair) weight(m Method) *big.Rat {
	w := p.Population
	if m == ByArea {
		w = p.AreaKm2
	}
	if w == nil {
		return new(big.Rat)
	}
	return w
}

// decimal reads a plain decimal number exactly; exponents and fractions are not numbers here.
func decimal(text string) (*big.Rat, error) {
	if text == "" || strings.Trim(text, "+-.0123456789") != "" {
		return nil, fmt.Errorf("territory: %q is not a decimal number", text)
	}
	v, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, fmt.Errorf("territory: %q is not a decimal number", text)
	}
	return v, nil
}
