// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
)

// Check collects the faults of a body, each with its field path, so that a person mends all of them in one go.
type Check struct {
	// Languages are the languages of the partnership; empty means any.
	Languages []string
	prefix    string
	faults    *[]*fault.Fault
}

// NewCheck starts an empty collection.
func NewCheck(languages []string) *Check {
	return &Check{Languages: languages, faults: &[]*fault.Fault{}}
}

// In returns a view of the same collection whose paths begin with the given parts.
func (c *Check) In(parts ...any) *Check {
	d := *c
	d.prefix = c.path(parts...)
	return &d
}

func (c *Check) path(parts ...any) string {
	all := make([]string, 0, len(parts)+1)
	if c.prefix != "" {
		all = append(all, c.prefix)
	}
	for _, p := range parts {
		if s := fmt.Sprint(p); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, ".")
}

// Add notes a fault at the field.
func (c *Check) Add(field string, key string, args ...fault.A) {
	*c.faults = append(*c.faults, fault.New(fault.Invalid, key, args...).At(fault.Place{Field: c.path(field)}))
}

// AddError notes an error at the field; the field paths of faults are kept below it.
func (c *Check) AddError(field string, err error) {
	if err == nil {
		return
	}
	f, ok := err.(*fault.Fault)
	if !ok {
		f = fault.New(fault.Invalid, "record.bad-value").Because(err)
	}
	p := f.Place
	p.Field = c.path(field, p.Field)
	*c.faults = append(*c.faults, f.At(p))
}

// Err gives all faults as one, or nil.
func (c *Check) Err() error {
	if f := fault.Join(*c.faults); f != nil {
		return f
	}
	return nil
}

// Required notes a missing value.
func (c *Check) Required(field string, present bool) bool {
	if !present {
		c.Add(field, "record.required")
	}
	return present
}

// Text checks a Text: its source language is known and has a wording, and no translation is in an unknown language.
func (c *Check) Text(field string, t Text, required bool) {
	if t.IsZero() {
		if required {
			c.Add(field, "record.required")
		}
		return
	}
	if t.Text[t.Source] == "" {
		c.Add(field, "record.no-source-wording", fault.A{"language": t.Source})
	}
	for _, lang := range t.Languages() {
		if len(c.Languages) > 0 && !slices.Contains(c.Languages, lang) {
			c.Add(field, "record.unknown-language", fault.A{"language": lang, "languages": strings.Join(c.Languages, ", ")})
		}
	}
	for lang := range t.Of {
		if t.Text[lang] == "" || lang == t.Source {
			c.Add(field, "record.translation-without-wording", fault.A{"language": lang})
		}
	}
}

// Ref checks the form of a reference and its kind. An empty one passes: see Required.
func (c *Check) Ref(field string, r Ref, kinds ...string) {
	if r == "" {
		return
	}
	if !r.Valid() {
		c.Add(field, "record.bad-ref", fault.A{"found": string(r)})
		return
	}
	if len(kinds) > 0 && !slices.Contains(kinds, r.Kind()) {
		c.Add(field, "record.wrong-kind", fault.A{"found": r.Kind(), "expected": strings.Join(kinds, ", ")})
	}
}

// Refs checks a list of references.
func (c *Check) Refs(field string, refs []Ref, kinds ...string) {
	seen := map[Ref]bool{}
	for i, r := range refs {
		in := c.In(field)
		in.Required(fmt.Sprint(i), r != "")
		in.Ref(fmt.Sprint(i), r, kinds...)
		if seen[r] {
			in.Add(fmt.Sprint(i), "record.stands-twice", fault.A{"found": string(r)})
		}
		seen[r] = true
	}
}

// OneOf checks a word against a closed list. An empty one passes: see Required.
func (c *Check) OneOf(field, word string, allowed ...string) {
	if word != "" && !slices.Contains(allowed, word) {
		c.Add(field, "record.not-one-of", fault.A{"found": word, "expected": strings.Join(allowed, ", ")})
	}
}

// Date checks an ISO date (2006-01-02). An empty one passes.
func (c *Check) Date(field, iso string) {
	if iso == "" {
		return
	}
	if _, err := time.Parse(time.DateOnly, iso); err != nil {
		c.Add(field, "record.bad-date", fault.A{"found": iso})
	}
}

// DateOrder checks that two ISO dates or years of the same form do not run backwards.
func (c *Check) DateOrder(field, from, to string) {
	if from != "" && to != "" && len(from) == len(to) && to < from {
		c.Add(field, "record.runs-backwards", fault.A{"from": from, "to": to})
	}
}

var yearForm = regexp.MustCompile(`^[12][0-9]{3}$`)

// Year checks a year of four digits. An empty one passes.
func (c *Check) Year(field, year string) {
	if year != "" && !yearForm.MatchString(year) {
		c.Add(field, "record.bad-year", fault.A{"found": year})
	}
}

var decimalForm = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// Decimal checks a decimal number kept as text, with a point. An empty one passes.
func (c *Check) Decimal(field, s string) {
	if s != "" && !decimalForm.MatchString(s) {
		c.Add(field, "record.bad-number", fault.A{"found": s})
	}
}

// URL checks an address on the web. An empty one passes.
func (c *Check) URL(field, s string) {
	if s == "" {
		return
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		c.Add(field, "record.bad-url", fault.A{"found": s})
	}
}

// Sources checks notes on where facts come from.
func (c *Check) Sources(field string, notes []SourceNote) {
	for i, n := range notes {
		in := c.In(field, i)
		in.Required("title", strings.TrimSpace(n.Title) != "")
		in.URL("url", n.URL)
		in.Date("accessed", n.Accessed)
	}
}
