// SPDX-License-Identifier: EUPL-1.2

package ties_test

import (
	"math"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/analysis/ties"
)

func network(t testing.TB, nodes, edges string, weights []float64, directed bool) *ties.Network {
	t.Helper()
	names := strings.Fields(nodes)
	place := map[string]int{}
	for i, n := range names {
		place[n] = i
	}
	var links []ties.Link
	for k, e := range strings.Fields(edges) {
		a, b, _ := strings.Cut(e, "-")
		l := ties.Link{From: place[a], To: place[b], Weight: 1}
		if weights != nil {
			l.Weight = weights[k]
		}
		links = append(links, l)
	}
	n, err := ties.New(names, links, directed)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func same(t *testing.T, what string, got, want float64, tolerance float64) {
	t.Helper()
	if math.IsNaN(want) != math.IsNaN(got) || math.Abs(got-want) > tolerance*max(1, math.Abs(want)) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestPublishedNetworks(t *testing.T) {
	for _, c := range published {
		n := network(t, c.nodes, c.ties, nil, false)
		at, err := ties.Positions(n, ties.Hops, 0)
		if err != nil {
			t.Fatal(err)
		}
		standing, settled := ties.Eigenvector(n)
		if !settled {
			t.Errorf("%s: no rest", c.name)
		}
		for i, name := range n.Names {
			same(t, c.name+" closeness of "+name, at[i].Closeness, c.closeness[i], 1e-12)
			same(t, c.name+" betweenness of "+name, at[i].Betweenness, c.betweenness[i], 1e-12)
			same(t, c.name+" eigenvector of "+name, standing[i], c.eigenvector[i], 1e-9)
		}
		t.Logf("%s: compared %d of %d", c.name, 3*len(n.Names), 3*len(n.Names))
	}
}

// TestKarateCommunities: the largest modularity of Zachary's network is 0.419789… in four communities (Brandes et al. 2008, IEEE Transactions on Knowledge and Data
// Engineering 20: proven optimal); with weights 0.444903…, the best of fifty runs of networkx 3.6.1; of the two clubs 0.358234…
func TestKarateCommunities(t *testing.T) {
	for _, c := range []struct {
		weights []float64
		want    float64
	}{{nil, 0.41978961209730437}, {karateWeights, 0.44490358126721763}} {
		n := network(t, published[0].nodes, published[0].ties, c.weights, false)
		p, err := ties.Communities(n, ties.CommunityOptions{Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		same(t, "modularity", p.Modularity, c.want, 1e-12)
		if p.Count != 4 {
			t.Errorf("%d communities", p.Count)
		}
		same(t, "modularity again", ties.Modularity(n, p.Community, 1), p.Modularity, 1e-14)
	}
	n := network(t, published[0].nodes, published[0].ties, nil, false)
	same(t, "clubs", ties.Modularity(n, karateClub, 1), 0.3582347140039448, 1e-12)
}

// The network with directions that the next tests share; weights as given.
const (
	nine      = "a b c d e f g h i"
	nineTies  = "a-b b-c c-a a-d d-e e-f f-d e-b g-e g-h h-c c-h f-i i-g b-i"
	nineNames = "abcdefghi"
)

var (
	nineWeights = []float64{2, 1, 4, 1, 3, 1, 2, 1, 5, 1, 2, 1, 1, 2, 0.5}
	nineSides   = []int{0, 0, 1, 0, 1, 1, 2, 1, 0}
)

// TestDirections: values of networkx 3.6.1, closeness_centrality of the network and of its reverse, with distance 1 and 1/weight; betweenness_centrality;
// eigenvector_centrality without and with weight; modularity.
func TestDirections(t *testing.T) {
	n := network(t, nine, nineTies, nineWeights, true)
	near, err := ties.Positions(n, ties.Hops, 0)
	if err != nil {
		t.Fatal(err)
	}
	strong, err := ties.Positions(n, ties.Inverse, 0)
	if err != nil {
		t.Fatal(err)
	}
	plain, _ := ties.Eigenvector(network(t, nine, nineTies, nil, true))
	weighted, _ := ties.Eigenvector(n)
	want := map[string][]float64{
		"in":       {0.3333333333333333, 0.47058823529411764, 0.4444444444444444, 0.42105263157894735, 0.4444444444444444, 0.3333333333333333, 0.3333333333333333, 0.42105263157894735, 0.42105263157894735},
		"out":      {0.47058823529411764, 0.4444444444444444, 0.4, 0.34782608695652173, 0.47058823529411764, 0.38095238095238093, 0.47058823529411764, 0.2962962962962963, 0.36363636363636365},
		"between":  {13, 17.5, 18, 9, 20, 5.5, 11, 5, 11},
		"strong":   {15, 16, 20, 12, 21, 8, 8, 4, 8},
		"close":    {0.5647058823529412, 0.8362369337979094, 0.5853658536585366, 0.6584362139917695, 0.829015544041451, 0.4757185332011894, 0.4033613445378151, 0.4752475247524753, 0.44362292051756014},
		"plain":    {0.29377080500058333, 0.36645514678561725, 0.48068950454981, 0.2937708050006051, 0.3058501918774117, 0.18691869954924317, 0.20668388517772507, 0.4200845496415921, 0.33819144950194624},
		"weighted": {0.42449721422428577, 0.5046111889103854, 0.29192243779779153, 0.29680514746765385, 0.5390696009085486, 0.1959711846620746, 0.11848707832714565, 0.14919861727694123, 0.1629647290666105},
	}
	for i := range n.Names {
		name := " of " + n.Names[i]
		same(t, "closeness in"+name, near[i].Closeness, want["in"][i], 1e-12)
		same(t, "closeness out"+name, near[i].ClosenessOut, want["out"][i], 1e-12)
		same(t, "betweenness"+name, near[i].Betweenness, want["between"][i], 1e-12)
		same(t, "betweenness by strength"+name, strong[i].Betweenness, want["strong"][i], 1e-12)
		same(t, "closeness by strength"+name, strong[i].Closeness, want["close"][i], 1e-12)
		same(t, "eigenvector"+name, plain[i], want["plain"][i], 1e-9)
		same(t, "eigenvector by weight"+name, weighted[i], want["weighted"][i], 1e-9)
	}
	thirds := []int{0, 0, 0, 1, 1, 1, 2, 2, 2}
	same(t, "modularity by weight", ties.Modularity(n, thirds, 1), 0.25652892561983465, 1e-12)
	same(t, "modularity", ties.Modularity(network(t, nine, nineTies, nil, true), thirds, 1), 0.2, 1e-12)
}

// TestBrokerage: values of R sna 2.7.1, brokerage(): raw.nli, exp.nli and z.nli, its columns w_I, w_O, b_IO, b_OI, b_O, t.
func TestBrokerage(t *testing.T) {
	n := network(t, nine, nineTies, nil, true)
	got, err := ties.Brokerage(n, nineSides)
	if err != nil {
		t.Fatal(err)
	}
	raw := [][6]int{{0, 0, 0, 2, 0, 2}, {1, 1, 1, 1, 0, 4}, {0, 1, 1, 1, 0, 3}, {0, 1, 1, 0, 0, 2}, {0, 1, 0, 2, 1, 4}, {0, 0, 2, 0, 0, 2}, {0, 0, 0, 0, 2, 2}, {0, 0, 0, 1, 0, 1}, {0, 0, 1, 0, 1, 2}}
	expected := []float64{0.206163194444444, 0.412326388888889, 0.515407986111111, 0.515407986111111, 0.274884259259259, 1.92418981481482}
	expectedG := []float64{0, 0.824652777777778, 0, 0, 1.099537037037037, 1.92418981481482}
	nan := math.NaN()
	z := []float64{-0.409941900246758, -0.526418130788049, -0.542841781021382, 1.56361289430201, -0.450017172035511, 0.0343423975607487, 1.57849207484489,
		0.750284367460019, 0.510385556640314, 0.510385556640314, -0.450017172035511, 0.940352519468748, -0.409941900246758, 0.750284367460019, 0.510385556640314,
		0.510385556640314, -0.450017172035511, 0.487347458514748, -0.409941900246758, 0.750284367460019, 0.510385556640314, -0.542841781021382, -0.450017172035511,
		0.0343423975607487, -0.409941900246758, 0.750284367460019, -0.542841781021382, 1.56361289430201, 1.18709792960104, 0.940352519468748, -0.409941900246758,
		-0.526418130788049, 1.56361289430201, -0.542841781021382, -0.450017172035511, 0.0343423975607487, nan, -0.744467660039552, nan, nan, 0.649319757888211,
		0.0343423975607487, -0.409941900246758, -0.526418130788049, -0.542841781021382, 0.510385556640314, -0.450017172035511, -0.418662663393251, -0.409941900246758,
		-0.526418130788049, 0.510385556640314, -0.542841781021382, 1.18709792960104, 0.0343423975607487}
	compared := 0
	for i, b := range got {
		want := expected
		if i == 6 {
			want = expectedG
		}
		for r := range ties.Roles {
			what := ties.RoleNames[r] + " of " + nineNames[i:i+1]
			if b.Count[r] != raw[i][r] {
				t.Errorf("%s: %d, want %d", what, b.Count[r], raw[i][r])
			}
			same(t, "expected "+what, b.Expected[r], want[r], 1e-12)
			same(t, "z "+what, b.Z[r], z[i*6+int(r)], 1e-12)
			compared += 3
		}
	}
	t.Logf("compared %d of %d", compared, 9*6*3)
}

// TestBrokerageWithoutDirections: the marriages of Florentine families, the first eight of sixteen names against the others; R sna 2.7.1.
func TestBrokerageWithoutDirections(t *testing.T) {
	n := network(t, "Acciaiuoli Albizzi Barbadori Bischeri Castellani Ginori Guadagni Lamberteschi Medici Pazzi Peruzzi Pucci Ridolfi Salviati Strozzi Tornabuoni",
		published[2].ties, nil, false)
	group := make([]int, 16)
	for i := 8; i < 16; i++ {
		group[i] = 1
	}
	got, err := ties.Brokerage(n, group)
	if err != nil {
		t.Fatal(err)
	}
	want := [][6]int{{}, {2, 0, 2, 2, 0, 6}, {0, 0, 1, 1, 0, 2}, {0, 0, 2, 2, 0, 4}, {0, 0, 2, 2, 0, 4}, {}, {6, 0, 3, 3, 0, 12}, {}, {4, 6, 9, 9, 0, 28}, {},
		{0, 2, 0, 0, 0, 2}, {}, {4, 0, 0, 0, 0, 4}, {2, 0, 0, 0, 0, 2}, {2, 2, 2, 2, 0, 8}, {0, 0, 2, 2, 0, 4}}
	for i, b := range got {
		if b.Count != want[i] {
			t.Errorf("%s: %v, want %v", n.Names[i], b.Count, want[i])
		}
	}
}
