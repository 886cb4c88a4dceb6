// SPDX-License-Identifier: EUPL-1.2

package ties_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/sumanus/sumanus/analysis/ties"
)

// everything is all that is told of a network, by the name of the node.
type everything struct {
	Degree    map[string]ties.Degree
	Position  map[string]ties.Position
	Standing  map[string]uint64
	Broker    map[string]string
	Community map[string]int
	Part      map[string]int
	Crossing  string
	Q         uint64
}

func told(t *rapid.T, names []string, links []ties.Link, group []int, directed bool, d ties.Distance, threads int) everything {
	n, err := ties.New(names, links, directed)
	if err != nil {
		t.Fatal(err)
	}
	at, err := ties.Positions(n, d, threads)
	if err != nil {
		t.Fatal(err)
	}
	brokers, err := ties.Brokerage(n, group)
	if err != nil {
		t.Fatal(err)
	}
	c, err := ties.Communities(n, ties.CommunityOptions{Seed: 3, Starts: 5})
	if err != nil {
		t.Fatal(err)
	}
	b, err := ties.Crossing(n, group, 3, 99, 4)
	if err != nil {
		t.Fatal(err)
	}
	part, _ := n.Components()
	standing, _ := ties.Eigenvector(n)
	e := everything{map[string]ties.Degree{}, map[string]ties.Position{}, map[string]uint64{}, map[string]string{}, map[string]int{}, map[string]int{},
		fmt.Sprint(b.All, b.Groups, b.Expected, b.P), math.Float64bits(c.Modularity)}
	for i, name := range names {
		e.Degree[name], e.Position[name], e.Standing[name] = ties.Degrees(n)[i], at[i], math.Float64bits(standing[i])
		e.Broker[name], e.Community[name], e.Part[name] = fmt.Sprint(brokers[i], b.Nodes[i]), c.Community[i], part[i]
	}
	return e
}

func drawn(t *rapid.T) (names []string, links []ties.Link, group []int, directed bool, rng *rand.Rand) {
	n := rapid.IntRange(1, 20).Draw(t, "nodes")
	directed = rapid.Bool().Draw(t, "directed")
	rng = rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 9))
	chance := rapid.SampledFrom([]float64{0, 0.1, 0.3, 1}).Draw(t, "density")
	for i := range n {
		names = append(names, fmt.Sprintf("n%02d", i))
		group = append(group, rng.IntN(3))
		for j := range n {
			if i != j && (directed || i < j) && rng.Float64() < chance {
				links = append(links, ties.Link{From: i, To: j, Weight: float64(1+rng.IntN(4)) / 2})
			}
		}
	}
	return names, links, group, directed, rng
}

// TestAnyOrder: nodes and ties in another order give the same, to the bit, for any number of threads.
func TestAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names, links, group, directed, rng := drawn(t)
		d := rapid.SampledFrom([]ties.Distance{ties.Hops, ties.Inverse, ties.Weight}).Draw(t, "distance")
		first := told(t, names, links, group, directed, d, 1)
		perm := rng.Perm(len(names))
		moved, sides, ends := make([]string, len(names)), make([]int, len(names)), make([]ties.Link, len(links))
		for i, p := range perm {
			moved[p], sides[p] = names[i], group[i]
		}
		for k, l := range links {
			ends[k] = ties.Link{From: perm[l.From], To: perm[l.To], Weight: l.Weight}
			if !directed && rng.IntN(2) == 0 {
				ends[k].From, ends[k].To = ends[k].To, ends[k].From
			}
		}
		rng.Shuffle(len(ends), func(a, b int) { ends[a], ends[b] = ends[b], ends[a] })
		if again := told(t, moved, ends, sides, directed, d, 3); !reflect.DeepEqual(first, again) {
			t.Fatalf("in another order\n%+v\nbecame\n%+v", first, again)
		}
	})
}

// TestSums: degrees count ties from both ends, roles add up to the whole, betweenness counts what lies on paths, and modularity lies between −1/2 and 1.
func TestSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names, links, group, directed, _ := drawn(t)
		n, err := ties.New(names, links, directed)
		if err != nil {
			t.Fatal(err)
		}
		total := 0
		for _, d := range ties.Degrees(n) {
			total += d.Ties
		}
		if total != 2*len(links) {
			t.Fatalf("%d ends of %d ties", total, len(links))
		}
		brokers, _ := ties.Brokerage(n, group)
		for i, b := range brokers {
			sum := 0
			for _, c := range b.Count[:ties.AllRoles] {
				sum += c
			}
			if sum != b.Count[ties.AllRoles] || !directed && b.Count[ties.Representative] != b.Count[ties.Gatekeeper] {
				t.Fatalf("%s: %v", names[i], b.Count)
			}
		}
		b, err := ties.Crossing(n, group, 3, 19, 1)
		if err != nil || b.All.Internal+b.All.External != len(links) {
			t.Fatalf("%+v, %v", b, err)
		}
		at, _ := ties.Positions(n, ties.Hops, 1)
		between, far := 0.0, 0.0
		for i := range names {
			between += at[i].Betweenness
			if c := at[i].Closeness; !(c >= 0 && c <= 1+1e-12) {
				t.Fatalf("closeness %v", c)
			}
			far += excess(n, links, i, directed)
		}
		if !directed {
			far /= 2
		}
		if math.Abs(between-far) > 1e-9*max(1, far) {
			t.Fatalf("betweenness sums to %v, inner nodes of paths to %v", between, far)
		}
		p, err := ties.Communities(n, ties.CommunityOptions{Seed: 1, Starts: 3})
		if err != nil || len(links) > 0 && !(p.Modularity >= -0.5 && p.Modularity <= 1) || len(links) == 0 != math.IsNaN(p.Modularity) {
			t.Fatalf("%+v, %v", p, err)
		}
	})
}

// excess is the sum over reachable nodes of the hops less one: how many nodes lie inside the shortest paths.
func excess(n *ties.Network, links []ties.Link, from int, directed bool) float64 {
	hops := map[int]int{from: 0}
	queue := []int{from}
	sum := 0.0
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		sum += float64(max(hops[i]-1, 0))
		for _, l := range links {
			for _, e := range [][2]int{{l.From, l.To}, {l.To, l.From}} {
				if _, seen := hops[e[1]]; e[0] == i && !seen && (directed && e[0] == l.From || !directed) {
					hops[e[1]] = hops[i] + 1
					queue = append(queue, e[1])
				}
			}
		}
	}
	return sum
}

func TestEdges(t *testing.T) {
	for name, c := range map[string]struct {
		links []ties.Link
		want  ties.ErrorCode
	}{
		"to itself":        {[]ties.Link{{From: 1, To: 1, Weight: 1}}, ties.SelfTie},
		"nowhere":          {[]ties.Link{{From: 0, To: 3, Weight: 1}}, ties.OutOfRange},
		"no weight":        {[]ties.Link{{From: 0, To: 1, Weight: 0}}, ties.BadWeight},
		"weight not known": {[]ties.Link{{From: 0, To: 1, Weight: math.NaN()}}, ties.BadWeight},
		"both ways":        {[]ties.Link{{From: 0, To: 1, Weight: 1}, {From: 1, To: 0, Weight: 1}}, ties.Duplicate},
	} {
		_, err := ties.New([]string{"a", "b", "c"}, c.links, false)
		var e *ties.Error
		if !errors.As(err, &e) || e.Code != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ties.New(nil, nil, false); err == nil {
		t.Error("nobody")
	}
	line, err := ties.New([]string{"a", "b", "c"}, []ties.Link{{From: 0, To: 1, Weight: 1}, {From: 1, To: 2, Weight: 1}}, true)
	if err != nil {
		t.Fatal(err)
	}
	if standing, settled := ties.Eigenvector(line); settled || !math.IsNaN(standing[0]) {
		t.Errorf("a line that leads nowhere has a centre: %v", standing)
	}
	b, err := ties.Crossing(line, []int{0, 0, 1}, 2, 0, 1)
	if err != nil || b.All.EI() != 0 || b.All.Cross() != 0.5 || math.Abs(b.Expected-2.0/3) > 1e-15 || !math.IsNaN(b.P) {
		t.Errorf("%+v, %v", b, err)
	}
	for _, g := range [][]int{{0}, {0, 1, 2}, {0, 0, -1}} {
		if _, err := ties.Crossing(line, g, 2, 0, 1); err == nil {
			t.Errorf("groups %v were taken", g)
		}
	}
	if _, err := ties.Positions(line, "miles", 1); err == nil {
		t.Error("miles were taken")
	}
	if _, err := ties.Communities(line, ties.CommunityOptions{Resolution: -1}); err == nil {
		t.Error("a resolution below zero was taken")
	}
}
