// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"slices"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/territory"
)

// guessTerritory tells the version of geographic codes. Offices mix versions in one table, so each country is asked by itself,
// and those the house is made for decide; a country that fits no single version has no say and is named.
func guessTerritory(scheme, given string, list []string) (Territory, error) {
	t := Territory{Scheme: scheme, Version: given, Given: given != ""}
	if t.Given || scheme != territory.NUTS || len(list) == 0 {
		return t, nil
	}
	register, err := codes()
	if err != nil {
		return t, fault.New(fault.Internal, "dataset.no-register").Because(err)
	}
	byCountry := map[string][]string{}
	for _, code := range list {
		byCountry[country(code)] = append(byCountry[country(code)], code)
	}
	var fits []string
	for _, c := range preferred {
		if len(byCountry[c]) == 0 {
			continue
		}
		version, ambiguous := register.GuessVersion(byCountry[c])
		if version == "" {
			t.Mixed = append(t.Mixed, c)
			continue
		}
		if len(ambiguous) == 0 {
			ambiguous = []string{version}
		}
		if fits == nil {
			fits = ambiguous
			continue
		}
		both := slices.DeleteFunc(slices.Clone(fits), func(v string) bool { return !slices.Contains(ambiguous, v) })
		if len(both) == 0 {
			t.Mixed = append(t.Mixed, c)
			continue
		}
		fits = both
	}
	if len(fits) == 0 {
		return t, nil
	}
	t.Version = slices.Max(fits)
	if len(fits) > 1 {
		t.Ambiguous = slices.Sorted(slices.Values(fits))
	}
	return t, nil
}
