// SPDX-License-Identifier: EUPL-1.2

package statistics

import "strings"

// Status is a set of statements about an observation. The zero value is a normal, published value.
type Status uint32

// The statements. Letters are the flags of Eurostat; capital letters of the SDMX observation status mean the same, see StatusOf.
const (
	Missing           Status = 1 << iota // no value; follows from the empty Value alone
	Provisional                          // p
	Estimated                            // e
	Break                                // b: break in the time series
	Confidential                         // c
	LowReliability                       // u
	NotApplicable                        // z
	Revised                              // r
	Forecast                             // f
	DefinitionDiffers                    // d
	NotSignificant                       // n: a zero or a value too small to show
	OfficeEstimate                       // s: estimated by Eurostat, not by the country
	Imputed                              // i: imputed by the receiving office (in old tables: see metadata)
	Other                                // a flag outside this list: read Flags
)

// Normal is a value with nothing to say about it.
const Normal Status = 0

// MaxFlags is the longest flag text, in bytes.
const MaxFlags = 64

var statusNames = []string{"missing", "provisional", "estimated", "break", "confidential", "low-reliability", "not-applicable",
	"revised", "forecast", "definition-differs", "not-significant", "office-estimate", "imputed", "other"}

// Has tells whether all of f are stated.
func (s Status) Has(f Status) bool { return s&f == f }

// String lists the statements by their stable names, joined by "+"; "normal" for none.
func (s Status) String() string {
	if s == Normal {
		return "normal"
	}
	var names []string
	for i, name := range statusNames {
		if s&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, "+")
}

// letter holds the meaning of one flag letter; known tells it from a letter outside the lists.
type letter struct {
	status Status
	known  bool
}

// letters is the union of Eurostat's flags (small) and the SDMX code list CL_OBS_STATUS (capital). Where both have the letter they
// agree, but for S (strike in SDMX), which falls under Other. The letters that say only "missing" (H, L, M, O, Q) add nothing here,
// because Missing follows from the value; Q also says why: suppressed.
var letters = func() (t [256]letter) {
	for c, s := range map[byte]Status{'a': Normal, 'b': Break, 'c': Confidential, 'd': DefinitionDiffers, 'e': Estimated, 'f': Forecast,
		'i': Imputed, 'n': NotSignificant, 'p': Provisional, 'r': Revised, 's': OfficeEstimate, 'u': LowReliability, 'z': NotApplicable} {
		t[c] = letter{s, true}
		if c != 's' {
			t[c-'a'+'A'] = letter{s, true}
		}
	}
	for _, c := range []byte("hlmoHLMO") {
		t[c] = letter{Normal, true}
	}
	t['q'], t['Q'] = letter{Confidential, true}, letter{Confidential, true}
	for _, c := range []byte(" ,;|:.-") { // separators, and the signs of a missing value
		t[c] = letter{Normal, true}
	}
	return t
}()

// words are statuses that offices spell out in JSON-stat and CSV.
var words = map[string]Status{
	"normal": Normal, "missing": Normal, "not available": Normal,
	"provisional": Provisional, "preliminary": Provisional, "estimated": Estimated, "estimate": Estimated, "break": Break,
	"break in time series": Break, "confidential": Confidential, "low reliability": LowReliability, "not applicable": NotApplicable,
	"revised": Revised, "forecast": Forecast, "definition differs": DefinitionDiffers, "not significant": NotSignificant, "imputed": Imputed,
}

// StatusOf reads a flag text as published: letters of Eurostat or SDMX, alone or combined ("bep", "b,e"), the signs of a missing
// value, or one of a few words. Anything else is Other, and the text is there to be read. It never states Missing.
func StatusOf(flags string) Status {
	switch len(flags) {
	case 0:
		return Normal
	case 1:
		if l := letters[flags[0]]; l.known {
			return l.status
		}
		return Other
	}
	if len(flags) > 4 {
		if s, ok := words[strings.ToLower(flags)]; ok {
			return s
		}
	}
	var s Status
	rest := strings.ReplaceAll(strings.ReplaceAll(flags, "…", ""), "–", "")
	for i := 0; i < len(rest); i++ {
		l := letters[rest[i]]
		if !l.known {
			return Other
		}
		s |= l.status
	}
	return s
}

// IsEurostatFlag tells whether c is one of the small letters that Eurostat may glue to a number.
func IsEurostatFlag(c byte) bool {
	switch c {
	case 'b', 'c', 'd', 'e', 'f', 'i', 'n', 'p', 'r', 's', 'u', 'z':
		return true
	}
	return false
}
