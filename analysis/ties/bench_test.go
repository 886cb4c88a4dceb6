// SPDX-License-Identifier: EUPL-1.2

package ties_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/sumanus/sumanus/analysis/ties"
)

// BenchmarkPositions finds all shortest paths among 200, 400 and 800 nodes with ten ties each.
func BenchmarkPositions(b *testing.B) {
	for _, nodes := range []int{200, 400, 800} {
		n := random(b, nodes)
		b.Run(strconv.Itoa(nodes), func(b *testing.B) {
			for b.Loop() {
				if _, err := ties.Positions(n, ties.Hops, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCommunities looks for communities in the same networks.
func BenchmarkCommunities(b *testing.B) {
	n := random(b, 800)
	for b.Loop() {
		if _, err := ties.Communities(n, ties.CommunityOptions{Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
}

func random(b *testing.B, nodes int) *ties.Network {
	b.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	names := make([]string, nodes)
	var links []ties.Link
	for i := range names {
		names[i] = strconv.Itoa(i)
		for j := range i {
			if rng.Float64() < 10/float64(nodes) {
				links = append(links, ties.Link{From: i, To: j, Weight: 1})
			}
		}
	}
	n, err := ties.New(names, links, false)
	if err != nil {
		b.Fatal(err)
	}
	return n
}
