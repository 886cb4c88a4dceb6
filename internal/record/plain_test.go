// SPDX-License-Identifier: EUPL-1.2

package record

import "testing"

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"Two coasts": "Two coasts",
		"{= 2013} m. BVP buvo [didesnis už vidurkį](#above): atitinkamai {klaipeda} ir {lithuania} eurų.":                "2013 m. BVP buvo didesnis už vidurkį: atitinkamai … ir … eurų.",
		"{{gdp-gap}} Both learned to recover [@gdp-gap].":                                                                "Both learned to recover.",
		"## Work\n\n::: chart type=bar indicator=industry #fig\ntitle: Jobs in industry\nFour bars.\n:::\n\n- **first**": "Work\n\n\nJobs in industry\nFour bars.\n\n\nfirst",
		"See [the project](https://example.org/a_b) and `code`.":                                                         "See the project and code.",
		"An open [bracket and a { brace":                                                                                 "An open [bracket and a { brace",
	} {
		if got := plain(text); got != want {
			t.Errorf("plain(%q) = %q, want %q", text, got, want)
		}
	}
}
