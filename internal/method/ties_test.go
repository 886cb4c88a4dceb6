// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"errors"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/fault"
)

const (
	sidesOf = "who,side\na,LT\nb,LT\nc,LV\nd,LV\ne,EE\n"
	tieRows = "from,to,weight\na,b,2\nb,c,1\nc,d,1\nc,e,4\n"
)

// TestTiesByHand: a path with a fork, small enough to be counted on paper.
func TestTiesByHand(t *testing.T) {
	r := mustRun(t, "ties", map[string]string{"id": "who", "group": "side"}, map[string]string{"links": tieRows, "nodes": sidesOf})
	brokers, _ := r.Table("brokerage")
	for role, want := range map[string][]int{ // each tie goes both ways, each pair counts twice
		"coordinator": {0, 0, 0, 0, 0}, "itinerant": {0, 0, 0, 0, 0}, "representative": {0, 1, 2, 0, 0}, "gatekeeper": {0, 1, 2, 0, 0},
		"liaison": {0, 0, 2, 0, 0}, "total": {0, 2, 6, 0, 0},
	} {
		c, _ := brokers.Column(role)
		for row, n := range want {
			if c.Int(row) != n {
				t.Errorf("%s of row %d: %d, want %d", role, row, c.Int(row), n)
			}
		}
	}
	nodes, _ := r.Table("nodes")
	between, _ := nodes.Column("betweenness")
	for row, want := range []float64{0, 3, 5, 0, 0} { // a–c, a–d, a–e through b; those and b–d, b–e, d–e through c
		if between.Number(row) != want {
			t.Errorf("betweenness of row %d: %v, want %v", row, between.Number(row), want)
		}
	}
	for _, v := range r.Values {
		if v.Name == "crossing_share" && v.Value != 0.5 || v.Name == "crossing_weight_share" && v.Value != 0.625 {
			t.Errorf("%v", v)
		}
	}
}

// TestTiesDirected: given both ways, each direction is a tie of its own.
func TestTiesDirected(t *testing.T) {
	both := "from,to\na,b\nb,a\nb,c\n"
	if _, _, err := run(t, "ties", nil, map[string]string{"links": both}); err == nil {
		t.Error("a pair given twice was taken")
	}
	r := mustRun(t, "ties", map[string]string{"directed": "true"}, map[string]string{"links": both})
	got := written(t, r, "nodes")
	for _, want := range []string{"a,2,1,1,", "b,3,1,2,", "c,1,1,0,"} {
		if !strings.Contains(got, "\n"+want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

func TestTiesFaults(t *testing.T) {
	for name, c := range map[string]struct {
		given map[string]string
		in    map[string]string
		want  string
		line  int
	}{
		"side not told":  {map[string]string{"id": "who", "group": "side"}, map[string]string{"links": tieRows, "nodes": "who,side\na,LT\nb,\n"}, "method.no-id", 3},
		"node twice":     {map[string]string{"id": "who"}, map[string]string{"links": tieRows, "nodes": "who\na\na\n"}, "method.duplicate-key", 3},
		"weight unknown": {nil, map[string]string{"links": "from,to,weight\na,b,\n"}, "method.empty-cell", 2},
		"no ties":        {nil, map[string]string{"links": "from,to\n"}, "method.no-rows", 0},
		"nobody":         {nil, map[string]string{"links": "from,to\na,\n"}, "method.no-id", 2},
	} {
		_, _, err := run(t, "ties", c.given, c.in)
		var f *fault.Fault
		if !errors.As(err, &f) || f.Key != c.want || f.Place.Line != c.line {
			t.Errorf("%s: %v", name, err)
		}
	}
}
