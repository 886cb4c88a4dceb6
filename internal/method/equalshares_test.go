// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/testkit"
)

// The shared elections; winners counted once more, voter by voter, with Python's fractions.
func TestEqualSharesOfSharedFiles(t *testing.T) {
	compared := 0
	for _, c := range []struct {
		file, utility  string
		winners        []string
		cost, leftover float64
	}{
		{"example_valid.pb", "auto", []string{"3", "51", "25", "13", "40", "7"}, 416000, 84000},
		{"example_valid.pb", "cost", []string{"3", "51", "25", "13", "40", "7"}, 416000, 84000},
		{"example_valid.pb", "cardinality", []string{"3", "13", "25", "51", "7", "40"}, 416000, 84000},
		{"example_invalid.pb", "cost", []string{"3", "1", "2"}, 55900, 186900},
		{"example_invalid.pb", "cardinality", []string{"3", "2", "1"}, 55900, 186900},
	} {
		r := mustRun(t, "equal-shares", map[string]string{"utility": c.utility}, map[string]string{"input": testkit.Shared(t, "data/pabulib/"+c.file)})
		want := []Value{{"winners", c.winners}, {"cost", c.cost}, {"leftover", c.leftover}}
		for k := range want {
			compared++
			if !reflect.DeepEqual(r.Values[k], want[k]) {
				t.Errorf("%s %s: got %v, want %v", c.file, c.utility, r.Values[k], want[k])
			}
		}
	}
	t.Logf("compared %d of 15", compared)
}

const villages = "META\nkey;value\nbudget;9\nvote_type;approval\nPROJECTS\nproject_id;cost\nz;2\ny;2\nVOTES\nvoter_id;vote\n1;z\n2;z\n3;y\n4;y\n5;\n6;\n"

func TestEqualSharesTiesAndCompression(t *testing.T) {
	for ties, want := range map[string][]string{"cheaper": {"z", "y"}, "order": {"z", "y"}, "id": {"y", "z"}, "supported": {"z", "y"}} {
		r := mustRun(t, "equal-shares", map[string]string{"ties": ties}, map[string]string{"input": zipped(t, villages)})
		if !reflect.DeepEqual(r.Values[0].Value, want) || len(r.Notes) != 1 || r.Notes[0].Key != "method.note.pb-ties" {
			t.Errorf("%s: %v, notes %v", ties, r.Values[0], r.Notes)
		}
	}
	for increment, key := range map[string]string{"0": "method.out-of-range", "x": "method.out-of-range", "-1": "method.out-of-range", "1e300": "method.out-of-range", "0.5": ""} {
		_, _, err := run(t, "equal-shares", map[string]string{"increment": increment, "completion": "add1"}, map[string]string{"input": villages})
		var f *fault.Fault
		if key == "" && err != nil || key != "" && (!errors.As(err, &f) || f.Key != key) {
			t.Errorf("increment %s: %v", increment, err)
		}
	}
	_, _, err := run(t, "equal-shares", nil, map[string]string{"input": strings.Replace(villages, "1;z", "1;q", 1)})
	var f *fault.Fault
	if !errors.As(err, &f) || f.Place.File != "input.csv" || f.Place.Line != 11 {
		t.Errorf("%v", err)
	}
}
