// SPDX-License-Identifier: EUPL-1.2

package territory_test

import (
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/territory"
)

func figures(list ...any) map[string]*big.Rat {
	out := map[string]*big.Rat{}
	for i := 0; i < len(list); i += 2 {
		out[list[i].(string)], _ = new(big.Rat).SetString(list[i+1].(string))
	}
	return out
}

func crosswalk(t testing.TB, scheme, from, to string, level int) *territory.Crosswalk {
	t.Helper()
	cw, err := register(t).Crosswalk(scheme, from, to, level)
	if err != nil {
		t.Fatal(err)
	}
	return cw
}

func refusals(err error) string {
	var e *territory.CarryError
	if !errors.As(err, &e) {
		return ""
	}
	var out []string
	for _, r := range e.Refused {
		out = append(out, r.Code+" "+r.Subject+"<"+strings.Join(r.Parts, "+"))
	}
	return strings.Join(out, "; ")
}

func TestCarryRenames(t *testing.T) {
	cw := crosswalk(t, territory.NUTS, "2013", "2021", 3)
	for _, m := range []territory.Method{territory.Sum, territory.ByPopulation, territory.NotPossible} {
		got, err := territory.Carry(figures("LT003", "16600.5", "LV003", "11767"), m, cw)
		if err != nil || len(got.Values) != 2 || got.Values["LT023"].Value.RatString() != "33201/2" || got.Values["LT023"].Estimated || got.Method != m {
			t.Errorf("%s: %v %v", m, got, err)
		}
	}
}

func TestCarryKurzemeTo2024(t *testing.T) {
	cw := crosswalk(t, territory.NUTS, "2021", "2024", 3)
	latvia := figures("LV003", "237407", "LV005", "255968", "LV006", "627487", "LV007", "374466", "LV008", "183938", "LV009", "228409")

	got, err := territory.Carry(latvia, territory.Sum, cw)
	if want := "divided LV00B<LV007; divided LV00A<LV007; divided LV00C<LV007"; refusals(err) != want || len(got.Values) != 2 {
		t.Errorf("sum: %v, want %q; %v", refusals(err), want, got.Values)
	}
	got, err = territory.Carry(latvia, territory.ByPopulation, cw)
	if err != nil {
		t.Fatal(err)
	}
	// The weights are the population of 1 January 2020 itself, so carrying it over by them gives the true figure.
	for code, want := range map[string]string{"LV00A": "862721", "LV00B": "281844", "LV00C": "278733", "LV005": "255968", "LV009": "228409"} {
		v := got.Values[code]
		if v.Value == nil || v.Value.RatString() != want || v.Estimated != (len(v.From) > 1) {
			t.Errorf("%s: %v, want %s", code, v, want)
		}
	}
	if !got.Values["LV00B"].Estimated || got.Values["LV005"].Estimated || len(got.Sources) != 1 {
		t.Errorf("marks: %+v", got)
	}

	got, err = territory.Carry(latvia, territory.NotPossible, cw)
	if len(got.Values) != 2 || !strings.HasPrefix(refusals(err), "not-possible LV00B<LV003+LV007") {
		t.Errorf("rates: %v %v", got.Values, refusals(err))
	}
	delete(latvia, "LV007")
	got, err = territory.Carry(latvia, territory.ByArea, cw)
	if len(got.Values) != 2 || !strings.HasPrefix(refusals(err), "missing-part LV00B<LV007") {
		t.Errorf("without LV007: %v %v", got.Values, refusals(err))
	}
	if _, err = territory.Carry(figures("LV00B", "1"), territory.Sum, cw); refusals(err) != "unknown-code LV00B<" {
		t.Errorf("wrong version: %v", err)
	}
}

func TestCarryMunicipalities(t *testing.T) {
	cw := crosswalk(t, territory.LAU, "2020", "2022", -1)
	values := figures("LV_0620200", "22313", "LV_0621200", "4661", "LV_0624200", "1289", "LT_21", "147892")
	got, err := territory.Carry(values, territory.Sum, cw)
	if err != nil || len(got.Values) != 2 || got.Values["LV_0033000"].Value.RatString() != "28263" || got.Values["LV_0033000"].Estimated {
		t.Errorf("Kuldīga: %v %v", got.Values, err)
	}
	// zero is data, absent is missing
	values["LV_0624200"] = new(big.Rat)
	if got, err = territory.Carry(values, territory.Sum, cw); err != nil || got.Values["LV_0033000"].Value.RatString() != "26974" {
		t.Errorf("zero: %v %v", got.Values, err)
	}
	delete(values, "LV_0624200")
	if got, err = territory.Carry(values, territory.Sum, cw); refusals(err) != "missing-part LV_0033000<LV_0624200" || len(got.Values) != 1 {
		t.Errorf("missing: %v %v", got.Values, err)
	}
}

// TestCarryPreservesTotals draws figures for every territory of a version and carries them between any two versions: nothing is
// refused by weights, and the total is the same to the last digit.
func TestCarryPreservesTotals(t *testing.T) {
	r := register(t)
	type way struct {
		scheme, from, to string
		level            int
	}
	var ways []way
	for _, from := range territory.NUTSVersions {
		for _, to := range territory.NUTSVersions {
			for level := range 4 {
				ways = append(ways, way{territory.NUTS, from, to, level})
			}
		}
	}
	for _, from := range territory.LAUVersions {
		for _, to := range territory.LAUVersions {
			ways = append(ways, way{territory.LAU, from, to, -1})
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.SampledFrom(ways).Draw(t, "way")
		cw, err := r.Crosswalk(w.scheme, w.from, w.to, w.level)
		if err != nil {
			t.Fatal(err)
		}
		values, total := map[string]*big.Rat{}, new(big.Rat)
		for _, c := range r.CodesOf(w.scheme, w.from, w.level) {
			v := big.NewRat(rapid.Int64Range(-1e15, 1e15).Draw(t, c.Code), rapid.SampledFrom([]int64{1, 10, 1000}).Draw(t, "scale"))
			values[c.Code] = v
			total.Add(total, v)
		}
		method := rapid.SampledFrom([]territory.Method{territory.ByPopulation, territory.ByArea}).Draw(t, "method")
		got, err := territory.Carry(values, method, cw)
		if err != nil {
			t.Fatalf("%+v: %v", w, err)
		}
		if want := len(r.CodesOf(w.scheme, w.to, w.level)); len(got.Values) != want {
			t.Fatalf("%+v: %d figures, want %d", w, len(got.Values), want)
		}
		sum := new(big.Rat)
		for _, v := range got.Values {
			sum.Add(sum, v.Value)
		}
		if sum.Cmp(total) != 0 {
			t.Fatalf("%+v: total %s became %s", w, total, sum)
		}
		// By sums alone, what comes out is never an estimate, and is part of what the weights gave.
		exact, _ := territory.Carry(values, territory.Sum, cw)
		for code, v := range exact.Values {
			if v.Estimated || v.Value.Cmp(got.Values[code].Value) != 0 || !slices.Equal(v.From, got.Values[code].From) {
				t.Fatalf("%+v: %s is %v by sum and %v by weights", w, code, v, got.Values[code])
			}
		}
	})
}
