// SPDX-License-Identifier: EUPL-1.2

package sentence

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/sumanus/sumanus/internal/fault"
)

// Marks lists what a statement is bound to, each once and sorted, as it would be written: "{ratio}", "{latest-5}", "#larger". Plural marks are left out.
func (s *Sentence) Marks() []string {
	set := map[string]bool{}
	s.each(func(g Segment) {
		switch g.Kind {
		case Value:
			set["{"+g.Name+"}"] = true
		case Period:
			set["{"+g.Name+".period}"] = true
		case Latest:
			set[latestMark(g.Back)] = true
		case Words:
			set["#"+g.Name] = true
		}
	})
	return slices.Sorted(maps.Keys(set))
}

func latestMark(back int) string {
	if back == 0 {
		return "{latest}"
	}
	return "{latest-" + strconv.Itoa(back) + "}"
}

// Values lists the values whose number a reader sees, sorted. Those that only choose a plural form are not among them.
func (s *Sentence) Values() []string {
	set := map[string]bool{}
	s.each(func(g Segment) {
		if g.Kind == Value {
			set[g.Name] = true
		}
	})
	return slices.Sorted(maps.Keys(set))
}

// each visits all segments, also those inside asserting words.
func (s *Sentence) each(visit func(Segment)) {
	var walk func([]Segment)
	walk = func(all []Segment) {
		for _, g := range all {
			visit(g)
			walk(g.Inside)
		}
	}
	walk(s.Segments)
}

// Agree compares the marks of a translation with those of the source and names each that is missing or too many.
func Agree(source, translation *Sentence) []*fault.Fault {
	var faults []*fault.Fault
	there, here := source.Marks(), translation.Marks()
	tell := func(key, mark string) {
		faults = append(faults, fault.New(fault.Invalid, key, fault.A{"lang": translation.Lang, "mark": mark, "source": source.Lang}))
	}
	for _, m := range there {
		if !slices.Contains(here, m) {
			tell("sentence.mark-missing", m)
		}
	}
	for _, m := range here {
		if !slices.Contains(there, m) {
			tell("sentence.mark-extra", m)
		}
	}
	return faults
}

// Known is what a statement may be bound to.
type Known struct {
	Values     map[string]int // decimals that the value is shown with
	Assertions []string
}

// Check compares a statement with what the finding has: unknown names, assertions that no words are bound to, plurals that lack a form.
func (s *Sentence) Check(known Known) []*fault.Fault {
	var faults []*fault.Fault
	add := func(key string, g Segment, args fault.A) {
		args["lang"] = s.Lang
		column := strconv.Itoa(utf8.RuneCountInString(s.Source[:g.Start]) + 1)
		faults = append(faults, fault.New(fault.Invalid, key, args).At(fault.Place{Column: column}))
	}
	bound := map[string]bool{}
	s.each(func(g Segment) {
		switch g.Kind {
		case Words:
			bound[g.Name] = true
			if !slices.Contains(known.Assertions, g.Name) {
				add("sentence.unknown-assertion", g, fault.A{"name": g.Name, "known": list(known.Assertions)})
			}
		case Value, Period, Plural:
			decimals, ok := known.Values[g.Name]
			if !ok {
				add("sentence.unknown-value", g, fault.A{"name": g.Name, "known": list(slices.Sorted(maps.Keys(known.Values)))})
			} else if g.Kind == Plural {
				for _, f := range s.forms(g, decimals > 0) {
					add(f.Key, g, f.Args)
				}
			}
		}
	})
	for _, name := range known.Assertions {
		if !bound[name] {
			faults = append(faults, fault.New(fault.Invalid, "sentence.assertion-without-words", fault.A{"name": name, "lang": s.Lang}))
		}
	}
	return faults
}

func list(names []string) string {
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names, ", ")
}

// forms compares the offered plural forms with those that the language uses.
func (s *Sentence) forms(g Segment, fractions bool) []*fault.Fault {
	whole, all := classes(s.Lang)
	needed := whole
	if fractions {
		needed = all
	}
	var faults []*fault.Fault
	for _, class := range needed {
		if _, ok := g.Forms[class]; !ok {
			faults = append(faults, fault.New(fault.Invalid, "sentence.form-missing", fault.A{"class": class, "name": g.Name}))
		}
	}
	for _, class := range slices.Sorted(maps.Keys(g.Forms)) {
		if !slices.Contains(all, class) {
			faults = append(faults, fault.New(fault.Invalid, "sentence.form-unused", fault.A{"class": class, "name": g.Name}))
		}
	}
	return faults
}

var classNames = map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}

type classesOf struct{ whole, all []string }

var classCache sync.Map // language → classesOf

// classes tells, sorted, the plural classes that whole numbers use in a language, and those that any number uses. Every class of every language of
// CLDR shows itself below two hundred, in the round millions or in the first fractions.
func classes(lang string) (whole, all []string) {
	if c, ok := classCache.Load(lang); ok {
		return c.(classesOf).whole, c.(classesOf).all
	}
	seen := map[string]bool{}
	for n := range 200 {
		seen[Class(lang, strconv.Itoa(n))] = true
	}
	seen[Class(lang, "1000000")] = true
	// "other" is the form for what cannot be told, so it is always asked for.
	seen["other"] = true
	whole = slices.Sorted(maps.Keys(seen))
	for n := range 30 {
		for tenth := range 10 {
			seen[Class(lang, fmt.Sprintf("%d.%d", n, tenth))] = true
		}
	}
	all = slices.Sorted(maps.Keys(seen))
	classCache.Store(lang, classesOf{whole, all})
	return whole, all
}

// Class gives the CLDR class of a number as it is shown, decimal text with a point: "1.0" is not "1". What is no number is other.
func Class(lang, shown string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return "other"
	}
	integer, part, _ := strings.Cut(strings.TrimPrefix(shown, "-"), ".")
	if integer == "" || len(part) > 9 {
		return "other"
	}
	// The rules look at the last digits alone.
	if n := len(integer); n > 6 {
		integer = "1" + integer[n-6:]
	}
	i, err := strconv.Atoi(integer)
	if err != nil {
		return "other"
	}
	fraction, trimmed := number(part), number(strings.TrimRight(part, "0"))
	if fraction < 0 || trimmed < 0 {
		return "other"
	}
	return classNames[plural.Cardinal.MatchPlural(tag, i, len(part), len(strings.TrimRight(part, "0")), fraction, trimmed)]
}

// number reads digits; nothing is nought and anything else is negative.
func number(digits string) int {
	if digits == "" {
		return 0
	}
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n
}
