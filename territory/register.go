// SPDX-License-Identifier: EUPL-1.2

package territory

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Territory is a piece of land that has or had codes. When its border moves, it becomes another territory, even under the same name
// and code.
type Territory struct {
	ID      string // slug, for example klaipeda-county
	Country string // ISO 3166-1 alpha-2
	Name    string // in the language of the country
	Codes   []Span // every code it has had
}

// Register knows which code means which territory in which version, and how much of one territory lies in another. It is read-only
// after it was made and safe for concurrent use.
type Register struct {
	territories map[string]*Territory // by ID
	ids         []string              // in order of the files
	byCode      map[Code]string       // canonical code → territory ID
	codes       []Code                // in order of the files, versions ascending
	regions     map[string][]Code     // local unit's territory ID → the regions it lies in, one for each span of NUTS versions
	links       []link
}

// link tells how much of one territory lies in a later one.
type link struct {
	from, to           string
	population, area   string // decimal text: people, km²
	populationYear     string
	note, source       string
	fromWhole, toWhole bool // all of from lies in to; all of to lies in from
}

// CodeError is returned for codes and versions the register does not know.
type CodeError struct {
	Code    string // unknown-code, unknown-version, unknown-scheme, other-scheme
	Subject Code
	Hint    string // what could have been meant; may be empty
}

// Error names the code.
func (e *CodeError) Error() string {
	s := fmt.Sprintf("territory: %s: %s", e.Code, e.Subject)
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

//go:embed data/nuts.csv
var nutsFile []byte

//go:embed data/lau.csv
var lauFile []byte

//go:embed data/crosswalk.csv
var crosswalkFile []byte

var codes = sync.OnceValues(func() (*Register, error) {
	return ReadRegister(bytes.NewReader(nutsFile), bytes.NewReader(lauFile), bytes.NewReader(crosswalkFile))
})

// Codes gives the built-in register: Estonia, Latvia and Lithuania at NUTS levels 0 to 3 in the versions 2003 to 2024, and the local
// units of Kurzeme with Tukums and of the Klaipėda region before and after the Latvian reform of 1 July 2021.
//
// Its statements are taken from Eurostat's history of NUTS, the JRC's NUTS converter, Eurostat's list of local units 2019 and the
// tables of Latvia's statistical office; sources stand beside each row of data/crosswalk.csv.
func Codes() (*Register, error) { return codes() }

// Resolve gives the territory a code stands for, or a [*CodeError].
func (r *Register) Resolve(c Code) (Territory, error) {
	t, err := r.find(c)
	if err != nil {
		return Territory{}, err
	}
	return *t, nil
}

func (r *Register) find(c Code) (*Territory, error) {
	c = c.canonical()
	if id, ok := r.byCode[c]; ok {
		return r.territories[id], nil
	}
	known, ok := map[string][]string{NUTS: NUTSVersions, LAU: LAUVersions}[c.Scheme]
	switch {
	case !ok:
		return nil, &CodeError{Code: "unknown-scheme", Subject: c, Hint: "known: NUTS, LAU"}
	case c.Scheme == LAU && c.Version == "2021":
		return nil, &CodeError{Code: "unknown-version", Subject: c, Hint: "Latvia's local units changed on 1 July 2021: say 2020 or 2022"}
	case !slices.Contains(known, c.Version):
		return nil, &CodeError{Code: "unknown-version", Subject: c, Hint: "known: " + strings.Join(known, ", ")}
	}
	hint := ""
	if v := r.Versions(c.Scheme, c.Code); len(v) > 0 {
		hint = "a code of " + strings.Join(v, ", ")
	}
	return nil, &CodeError{Code: "unknown-code", Subject: c, Hint: hint}
}

// Territory gives a territory by its identifier.
func (r *Register) Territory(id string) (Territory, bool) {
	if t, ok := r.territories[id]; ok {
		return *t, true
	}
	return Territory{}, false
}

// Same tells whether two codes stand for the same territory: NUTS 2013 LT003 and NUTS 2021 LT023 do. Unknown codes are the same as
// nothing.
func (r *Register) Same(a, b Code) bool {
	x, ok := r.byCode[a.canonical()]
	y, also := r.byCode[b.canonical()]
	return ok && also && x == y
}

// Versions lists in which versions of a scheme a code occurs, oldest first. That a code occurs in two versions does not mean that it
// is the same territory in both: ask [Register.Comparable].
func (r *Register) Versions(scheme, code string) []string {
	c := Code{Scheme: scheme, Code: code}.canonical()
	var out []string
	for _, v := range append(slices.Clone(NUTSVersions), LAUVersions...) {
		c.Version = v
		if _, ok := r.byCode[c]; ok && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// CodesOf lists the codes of a version: at a NUTS level (0 to 3), or all local units with level -1.
func (r *Register) CodesOf(scheme, version string, level int) []Code {
	var out []Code
	for _, c := range r.codes {
		if c.Scheme == scheme && c.Version == version && c.Level() == level {
			out = append(out, c)
		}
	}
	return out
}

// In gives the code of a territory in a version, at one NUTS level (level -1 for local units); false when it had none.
func (r *Register) In(id, scheme, version string, level int) (Code, bool) {
	t, ok := r.territories[id]
	if !ok {
		return Code{}, false
	}
	for _, s := range t.Codes {
		c := Code{s.Scheme, version, s.Code}
		if s.Scheme == scheme && c.Level() == level && slices.Contains(s.Versions, version) {
			return c, true
		}
	}
	return Code{}, false
}

// Parent gives the NUTS region of the next higher level in the same version; false for countries, local units and unknown codes.
func (r *Register) Parent(c Code) (Code, bool) {
	c = c.canonical()
	if _, known := r.byCode[c]; !known || c.Level() < 1 {
		return Code{}, false
	}
	c.Code = c.Code[:len(c.Code)-1]
	return c, true
}

// Children lists the NUTS regions one level below, in the same version.
func (r *Register) Children(c Code) []Code {
	c = c.canonical()
	var out []Code
	for _, x := range r.codes {
		if p, ok := r.Parent(x); ok && p == c {
			out = append(out, x)
		}
	}
	return out
}

// Region gives the NUTS 3 region in which a local unit lies, in the version asked for, or a [*CodeError].
func (r *Register) Region(unit Code, version string) (Code, error) {
	t, err := r.find(unit)
	if err != nil {
		return Code{}, err
	}
	if unit.canonical().Scheme != LAU {
		return Code{}, &CodeError{Code: "other-scheme", Subject: unit, Hint: "expected a local unit (LAU)"}
	}
	// The regions stand in the file for one version each; another version has the same region under any code, if it has it at all.
	for _, known := range r.regions[t.ID] {
		if c, ok := r.In(r.byCode[known], NUTS, version, 3); ok {
			return c, nil
		}
	}
	return Code{}, &CodeError{Code: "unknown-version", Subject: Code{NUTS, version, unit.Code}, Hint: "known: " + strings.Join(NUTSVersions, ", ")}
}

// Units lists the local units of a year that lie in a NUTS 3 region, as far as the register knows them.
func (r *Register) Units(region Code, year string) []Code {
	region = region.canonical()
	var out []Code
	for _, u := range r.CodesOf(LAU, year, -1) {
		if c, err := r.Region(u, region.Version); err == nil && c == region {
			out = append(out, u)
		}
	}
	return out
}

// GuessVersion tells which NUTS version a file uses from the codes in it. Only codes of countries the register knows are looked at,
// and those for "outside the regions" (…Z) are not. When one version has them all, it is given. When several have, the newest is
// given and all are listed in ambiguous (oldest first): versions that differ in nothing in the file can stand for each other. When
// none has all, version is empty and ambiguous lists those that have most: the file mixes versions (Eurostat's tables of 2022 hold
// Estonia in two), or has codes of its own. Asking for the codes of one country at a time tells more then.
func (r *Register) GuessVersion(codes []string) (version string, ambiguous []string) {
	countries := map[string]bool{}
	for _, c := range r.codes {
		if c.Scheme == NUTS {
			countries[c.Code[:2]] = true
		}
	}
	score := map[string]int{}
	asked, most := 0, 0
	seen := map[string]bool{}
	for _, code := range codes {
		code = Code{Scheme: NUTS, Code: code}.canonical().Code
		if len(code) < 2 || len(code) > 5 || !countries[code[:2]] || strings.Contains(code[2:], "Z") || seen[code] {
			continue
		}
		seen[code] = true
		asked++
		for _, v := range NUTSVersions {
			if _, ok := r.byCode[Code{NUTS, v, code}]; ok {
				score[v]++
				most = max(most, score[v])
			}
		}
	}
	if most == 0 {
		return "", nil
	}
	for _, v := range NUTSVersions {
		if score[v] == most {
			ambiguous = append(ambiguous, v)
		}
	}
	if most < asked {
		return "", ambiguous
	}
	version = ambiguous[len(ambiguous)-1]
	if len(ambiguous) == 1 {
		ambiguous = nil
	}
	return version, ambiguous
}
