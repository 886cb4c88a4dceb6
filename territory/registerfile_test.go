// SPDX-License-Identifier: EUPL-1.2

package territory_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/territory"
)

// TestReadRegisterRefuses breaks one thing at a time in a small register and looks for the file, the line and the word.
func TestReadRegisterRefuses(t *testing.T) {
	nuts := "territory,country,name,code,from,to\nold,XX,Old,XX1,2003,2021\nnew,XX,New,XX1,2024,2024\n"
	lau := "territory,country,name,code,from,to,nuts\ntown,XX,Town,XX_1,2019,2026,2021:XX1 2024:XX1\n"
	links := "from,to,population,population_year,area_km2,note,source\nold,new,10.5,2020,3,moved,me\n"
	read := func(a, b, c string) (*territory.Register, error) {
		return territory.ReadRegister(strings.NewReader(a), strings.NewReader(b), strings.NewReader(c))
	}
	r, err := read(nuts, lau, links)
	if err != nil {
		t.Fatal(err)
	}
	if x, err := r.Resolve(territory.Code{Scheme: "NUTS", Version: "2024", Code: "XX1"}); err != nil || x.ID != "new" || len(x.Codes) != 1 {
		t.Errorf("%+v %v", x, err)
	}
	for _, c := range []struct{ file, old, new, code, place string }{
		{"nuts.csv", nuts, "", "bad-csv", ""},
		{"nuts.csv", "territory,country,name,code,from,to", "id,country,name,code,from,to", "bad-head", "line 1"},
		{"nuts.csv", "old,XX,Old,XX1,2003,2021", "old,XX,Old,XX1,2003", "bad-csv", "line 2"},
		{"nuts.csv", "2003,2021", "2003,2022", "bad-versions", "line 2"},
		{"nuts.csv", "2003,2021", "2021,2003", "bad-versions", "line 2"},
		{"nuts.csv", "XX1,2003", "xx1,2003", "bad-code", "line 2"},
		{"nuts.csv", "new,XX,New,XX1,2024", "new,XX,New,XX1,2021", "code-twice", "line 3"},
		{"lau.csv", "2024:XX1", "2024:XX2", "unknown-region", "line 2"},
		{"lau.csv", "2019,2026", "2021,2026", "bad-versions", "line 2"},
		{"crosswalk.csv", "old,new", "old,newer", "unknown-territory", "line 2"},
		{"crosswalk.csv", "10.5", "1/2", "bad-number", "line 2"},
		{"crosswalk.csv", "10.5", "1e999999999", "bad-number", "line 2"},
		{"crosswalk.csv", "10.5", "-1", "bad-number", "line 2"},
		{"crosswalk.csv", "moved,me", "moved,", "no-source", "line 2"},
	} {
		broken := map[string]string{"nuts.csv": nuts, "lau.csv": lau, "crosswalk.csv": links}
		if broken[c.file] = strings.Replace(broken[c.file], c.old, c.new, 1); c.old == nuts {
			broken[c.file] = ""
		}
		_, err := read(broken["nuts.csv"], broken["lau.csv"], broken["crosswalk.csv"])
		var e *territory.FileError
		if !errors.As(err, &e) || e.Code != c.code || e.File != c.file || e.Place != c.place {
			t.Errorf("%s → %s: %v", c.old, c.new, err)
		}
	}
}
