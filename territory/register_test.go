// SPDX-License-Identifier: EUPL-1.2

package territory_test

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/territory"
)

func register(t testing.TB) *territory.Register {
	t.Helper()
	r, err := territory.Codes()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func nuts(version, code string) territory.Code {
	return territory.Code{Scheme: territory.NUTS, Version: version, Code: code}
}

func lau(version, code string) territory.Code {
	return territory.Code{Scheme: territory.LAU, Version: version, Code: code}
}

func TestComparable(t *testing.T) {
	r := register(t)
	for _, c := range []struct {
		a, b territory.Code
		want territory.Kind
	}{
		{nuts("2013", "LT003"), nuts("2021", "LT023"), territory.KindRename},
		{nuts("2003", "LT00A"), nuts("2024", "LT011"), territory.KindRename},
		{nuts("2013", "LT00A"), nuts("2016", "LT01"), territory.KindRename},
		{nuts("2016", "LT023"), nuts("2024", "LT023"), territory.KindNone},
		{nuts("2003", "LV003"), nuts("2021", "LV003"), territory.KindNone},
		{nuts("2021", "LV005"), nuts("2024", "LV005"), territory.KindNone},
		{nuts("2021", "LV009"), nuts("2024", "LV009"), territory.KindNone},
		{nuts("2021", "LV003"), nuts("2024", "LV00B"), territory.KindBoundary},
		{nuts("2024", "LV00B"), nuts("2021", "LV003"), territory.KindBoundary},
		{nuts("2021", "LV006"), nuts("2024", "LV00A"), territory.KindBoundary},
		{nuts("2021", "LV008"), nuts("2024", "LV00C"), territory.KindBoundary},
		{nuts("2021", "LV008"), nuts("2024", "LV00A"), territory.KindOther},
		{nuts("2013", "LT00"), nuts("2016", "LT02"), territory.KindSplit},
		{nuts("2016", "LT02"), nuts("2013", "LT00"), territory.KindMerge},
		{nuts("2016", "LT"), nuts("2016", "LT02"), territory.KindOther},
		{nuts("2016", "EE006"), nuts("2021", "EE009"), territory.KindBoundary},
		{nuts("2016", "EE008"), nuts("2021", "EE008"), territory.KindBoundary},
		{nuts("2021", "LV003"), nuts("2021", "LT023"), territory.KindOther},
		{lau("2020", "LV_0640600"), lau("2022", "LV0027000"), territory.KindMerge},
		{lau("2022", "0027000"), lau("2020", "0640600"), territory.KindSplit},
		{lau("2020", "0170000"), lau("2022", "LV_0005000"), territory.KindRename},
		{lau("2019", "LT_21"), lau("2026", "LT_21"), territory.KindNone},
	} {
		got, err := r.Comparable(c.a, c.b)
		if err != nil || got.Kind != c.want {
			t.Errorf("%s → %s: %q %v, want %q", c.a, c.b, got.Kind, err, c.want)
		}
		if same := c.want == territory.KindNone || c.want == territory.KindRename; got.Same() != same || r.Same(c.a, c.b) != same {
			t.Errorf("%s and %s: same territory %v", c.a, c.b, r.Same(c.a, c.b))
		}
		if moved := !got.Same() && got.Kind != territory.KindOther; moved != (got.Source != "" && got.Note != "") {
			t.Errorf("%s → %s: note %q, source %q", c.a, c.b, got.Note, got.Source)
		}
	}
}

func TestUnknownCodesSayWhatCouldBeMeant(t *testing.T) {
	r := register(t)
	for _, c := range []struct {
		code       territory.Code
		want, hint string
	}{
		{nuts("2024", "LV003"), "unknown-code", "2003, 2006, 2010, 2013, 2016, 2021"},
		{nuts("2021", "LT003"), "unknown-code", "2013"},
		{nuts("2022", "LV003"), "unknown-version", "2021"},
		{lau("2021", "LV_0027000"), "unknown-version", "1 July 2021"},
		{lau("2024", "21"), "unknown-code", ""},
		{territory.Code{Scheme: "ISO", Version: "1", Code: "LV"}, "unknown-scheme", "NUTS"},
	} {
		_, err := r.Resolve(c.code)
		var e *territory.CodeError
		if !errors.As(err, &e) || e.Code != c.want || !strings.Contains(e.Hint, c.hint) {
			t.Errorf("%s: %v", c.code, err)
		}
		if _, err := r.Comparable(nuts("2021", "LV003"), c.code); err == nil {
			t.Errorf("%s compares", c.code)
		}
	}
}

func TestHierarchy(t *testing.T) {
	r := register(t)
	var got []string
	for c, ok := nuts("2013", "LT003"), true; ok; c, ok = r.Parent(c) {
		got = append(got, c.Code)
	}
	if strings.Join(got, " ") != "LT003 LT00 LT0 LT" {
		t.Errorf("parents: %v", got)
	}
	if n := len(r.Children(nuts("2021", "LT02"))); n != 9 {
		t.Errorf("LT02 has %d regions", n)
	}
	for _, c := range []struct {
		region territory.Code
		year   string
		want   int
	}{
		{nuts("2021", "LV003"), "2020", 20}, {nuts("2021", "LV003"), "2022", 7}, {nuts("2024", "LV00B"), "2024", 8}, {nuts("2024", "LV00B"), "2020", 24},
		{nuts("2013", "LT003"), "2019", 7}, {nuts("2024", "LT023"), "2026", 7},
	} {
		if got := r.Units(c.region, c.year); len(got) != c.want {
			t.Errorf("%s in %s: %d units %v, want %d", c.region, c.year, len(got), got, c.want)
		}
	}
	if got, err := r.Region(lau("2024", "LV0052000"), "2013"); err != nil || got != nuts("2013", "LV007") {
		t.Errorf("Tukums: %v %v", got, err)
	}
	if got, err := r.Region(lau("2024", "LT_55"), "2013"); err != nil || got != nuts("2013", "LT003") {
		t.Errorf("Klaipėda district: %v %v", got, err)
	}
}

// TestEveryCodeHasItsShape ties the register to the built-in outlines: the same codes, and one shape for one territory.
func TestEveryCodeHasItsShape(t *testing.T) {
	r, s := register(t), baltic(t)
	n, territories := 0, map[string]string{}
	for _, v := range territory.NUTSVersions {
		for level := range 4 {
			for _, c := range r.CodesOf(territory.NUTS, v, level) {
				n++
				x, ok := s.Find(c)
				if !ok {
					t.Errorf("%s has no shape", c)
					continue
				}
				owner, _ := r.Resolve(c)
				if c.Country() == "EE" { // one outline stands for two slightly different territories, and says so
					if level == 3 && x.Note == "" {
						t.Errorf("%s: no note", x.ID)
					}
					continue
				}
				if was, ok := territories[x.ID]; ok && was != owner.ID {
					t.Errorf("shape %s stands for %s and %s", x.ID, was, owner.ID)
				}
				territories[x.ID] = owner.ID
			}
		}
	}
	t.Logf("compared %d of %d", n, n)
}

// table reads a CSV file of the shared data as records by column name.
func table(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(testkit.Shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, v := range row {
			m[rows[0][i]] = v
		}
		out = append(out, m)
	}
	return out
}

func ours(code string) bool {
	return len(code) >= 2 && slices.Contains([]string{"EE", "LV", "LT"}, code[:2]) && !strings.Contains(code[2:], "Z")
}

// TestHistoryOfNUTS compares every row of Eurostat's history (as the R package regions keeps it) that concerns us.
func TestHistoryOfNUTS(t *testing.T) {
	r := register(t)
	versions := []string{"2003", "2006", "2010", "2013", "2016", "2021"}
	n, m := 0, 0
	for _, row := range table(t, "data/crosswalk/nuts_changes_1999_2021.csv.gz") {
		for i, v := range versions {
			code := row["code_"+v]
			if !ours(code) {
				continue
			}
			m++
			if _, err := r.Resolve(nuts(v, code)); err != nil {
				t.Errorf("%v", err)
				continue
			}
			n++
			if i == 0 || row["code_"+versions[i-1]] == "" {
				continue
			}
			change, err := r.Comparable(nuts(versions[i-1], row["code_"+versions[i-1]]), nuts(v, code))
			note := row["change_"+v]
			switch {
			case err != nil:
				t.Error(err)
			case note == "recoded" && change.Kind != territory.KindRename, strings.Contains(note, "boundary shift") && change.Kind != territory.KindBoundary:
				t.Errorf("%s: register says %s, Eurostat %q", code, change.Kind, note)
			}
		}
	}
	t.Logf("compared %d of %d", n, m)
}

// TestCodesOfEachVersion compares with the list of codes by version of the JRC converter, both ways.
func TestCodesOfEachVersion(t *testing.T) {
	r := register(t)
	there := map[territory.Code]bool{}
	for _, row := range table(t, "data/crosswalk/all_nuts_codes_2006_2021.csv.gz") {
		if ours(row["code"]) {
			there[nuts(row["version"], row["code"])] = true
		}
	}
	n := 0
	for _, v := range []string{"2006", "2010", "2013", "2016", "2021"} {
		for level := 1; level <= 3; level++ {
			for _, c := range r.CodesOf(territory.NUTS, v, level) {
				if !there[c] {
					t.Errorf("%s is not in the list", c)
				}
				delete(there, c)
				n++
			}
		}
	}
	for c := range there {
		t.Errorf("%s is not in the register", c)
	}
	t.Logf("compared %d of %d", n, n+len(there))
}

// TestOverlapsOfTheJRC compares every overlap of the JRC converter between two versions with what the register says. The JRC drew
// NUTS 2016 with Estonia's counties of after October 2017; Eurostat's history dates the change to NUTS 2021, as the register does.
func TestOverlapsOfTheJRC(t *testing.T) {
	r := register(t)
	n, m, early := 0, 0, 0
	for _, row := range table(t, "data/crosswalk/nuts_cross_walks_2006_2021.csv.gz") {
		if !ours(row["from_code"]) {
			continue
		}
		m++
		change, err := r.Comparable(nuts(row["from_version"], row["from_code"]), nuts(row["to_version"], row["to_code"]))
		if err != nil {
			t.Error(err)
			continue
		}
		if change.Kind == territory.KindOther {
			if ours := row["from_version"] == "2016" || row["to_version"] == "2016"; ours && strings.HasPrefix(row["from_code"], "EE") {
				early++
				continue
			}
			t.Errorf("%s shares land, the register knows nothing of it", change.From.String()+" and "+change.To.String())
		}
		n++
	}
	if early == 0 || early > 20 {
		t.Errorf("%d overlaps of Estonia around 2016", early)
	}
	t.Logf("compared %d of %d; %d of Estonia's reform, dated 2016 by the JRC and 2021 by Eurostat", n, m, early)
}

// TestLocalUnits compares the local units with Eurostat's list of 2019 and the crosswalk of the reform.
func TestLocalUnits(t *testing.T) {
	r := register(t)
	n, m := 0, 0
	for _, row := range table(t, "data/crosswalk/nuts_lau_2019.csv.gz") {
		country := row["code_2016"]
		if country != "LT023" && country != "LV003" {
			continue
		}
		m++
		c := lau("2019", country[:2]+"_"+row["lau_code"])
		got, err := r.Resolve(c)
		if err != nil {
			t.Error(err)
			continue
		}
		if region, err := r.Region(c, "2016"); err != nil || region != nuts("2016", country) || !r.Same(c, c) {
			t.Errorf("%s lies in %s (%v)", c, region, err)
		}
		// A unit that kept its land may have kept or changed its name; one that did not has the name of then.
		if strings.HasPrefix(got.ID, "former-") && got.Name != row["lau_name_national"] {
			t.Errorf("%s is %q, Eurostat has %q", c, got.Name, row["lau_name_national"])
		}
		n++
	}
	t.Logf("Eurostat: compared %d of %d", n, m)
	n, m = 0, 0
	for _, row := range table(t, "data/crosswalk/LV_kurzeme_municipalities_2021_reform.csv") {
		m++
		was, now := lau("2020", row["old_lau_code_2019"]), lau("2022", row["new_code_pxweb"])
		change, err := r.Comparable(was, now)
		if err != nil || change.Kind != territory.KindMerge && change.Kind != territory.KindRename {
			t.Errorf("%s → %s: %s %v", was, now, change.Kind, err)
			continue
		}
		if x, err := r.Resolve(now); err != nil || x.Name != row["new_name"] {
			t.Errorf("%s is %q, the office has %q", now, x.Name, row["new_name"])
		}
		n++
	}
	t.Logf("reform: compared %d of %d", n, m)
}

// TestGuessVersionOnRealFiles guesses from the codes of whole tables and boundary files.
func TestGuessVersionOnRealFiles(t *testing.T) {
	r := register(t)
	column := func(name string, field func(row []string) string, comma rune) []string {
		f, err := os.Open(testkit.Shared(t, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		zr, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		cr := csv.NewReader(zr)
		cr.Comma, cr.LazyQuotes, cr.FieldsPerRecord = comma, true, -1
		rows, err := cr.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, row := range rows[1:] {
			out = append(out, field(row))
		}
		return out
	}
	lastOfKey := func(row []string) string {
		key := strings.Split(strings.TrimSpace(row[0]), ",")
		return key[len(key)-1]
	}
	structure := column("data/eurostat/estat_demo_r_pjanind3.tsv.gz", lastOfKey, '\t')
	only := func(country string, codes []string) (out []string) {
		for _, c := range codes {
			if strings.HasPrefix(c, country) {
				out = append(out, c)
			}
		}
		return out
	}
	for _, c := range []struct {
		name, want string
		codes      []string
	}{
		{"GDP of 2016", "2013 of 2003,2006,2010,2013", column("data/eurostat/nama_10r_3gdp_nuts2013.tsv.gz", lastOfKey, '\t')},
		// This table of 2022 has the codes of Estonia before and after, as Eurostat serves it; Latvia's alone say no more than "not 2024".
		{"population structure", " of 2016,2021", structure},
		{"Latvia in it", "2021 of 2003,2006,2010,2013,2016,2021", only("LV", structure)},
		{"Lithuania in it", "2024 of 2016,2021,2024", only("LT", structure)},
		{"boundaries 2016", "2016 of ", boundaries(t, "NUTS_20M_2016_all").IDs()},
		{"boundaries 2021", "2021 of ", boundaries(t, "NUTS_20M_2021_all").IDs()},
		{"boundaries 2024", "2024 of ", boundaries(t, "NUTS_20M_2024_all").IDs()},
		{"nothing known", " of ", []string{"DE111", "FR", "", "LVZZZ", "total"}},
		{"mixed", " of 2021,2024", []string{"LV003", "LV00B", "LV005", "EE00A"}},
	} {
		version, ambiguous := r.GuessVersion(c.codes)
		if got := version + " of " + strings.Join(ambiguous, ","); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
