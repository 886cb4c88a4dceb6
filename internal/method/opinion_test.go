// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"encoding/csv"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/analysis/opinion"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/testkit"
)

var conversations = []string{"15-per-hour-seattle", "bg2050-volunteers", "canadian-electoral-reform", "scoop-hivemind.biodiversity", "scoop-hivemind.freshwater",
	"ssis.land-bank-farmland.2rumnecbeh.2021-08-01"}

// table reads a table of a conversation into maps by column.
func table(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := File(testkit.Shared(t, "data/polis/"+name)).Open()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range all[1:] {
		cells := map[string]string{}
		for k, h := range all[0] {
			cells[h] = row[k]
		}
		out = append(out, cells)
	}
	return out
}

// TestPolisExports reads every conversation: the votes counted are those that the export itself counts, and the answer is one of the two.
func TestPolisExports(t *testing.T) {
	for _, name := range conversations {
		people := table(t, name+"/participants-votes.csv.gz")
		r := mustRun(t, "opinion", map[string]string{"resamples": "2"}, map[string]string{"votes": testkit.Shared(t, "data/polis/"+name+"/participants-votes.csv.gz")})
		participants, _ := r.Table("participants")
		if participants.Len != len(people) {
			t.Errorf("%s: %d participants of %d", name, participants.Len, len(people))
		}
		total := map[string]int{}
		statements, _ := r.Table("statements")
		for _, side := range []string{"agree", "disagree"} {
			c, _ := statements.Column(side)
			for row := range statements.Len {
				total[side] += c.Int(row)
			}
			for _, p := range people {
				total[side] -= wholeNumber(t, p["n-"+side])
			}
		}
		if total["agree"] != 0 || total["disagree"] != 0 {
			t.Errorf("%s: votes counted differ from the export by %v", name, total)
		}
		t.Logf("%s: %v", name, append(r.Values, r.Diagnostics[len(r.Diagnostics)-2:]...))
	}
}

func wholeNumber(t *testing.T, s string) int {
	t.Helper()
	n, ok := parseNumber(s)
	if !ok {
		t.Fatalf("%q is no number", s)
	}
	return int(n)
}

// TestGroupInformedConsensus compares with what Polis itself published: given its groups, the consensus of each statement is the same number.
func TestGroupInformedConsensus(t *testing.T) {
	const name = "bg2050-volunteers"
	m, err := Find("opinion")
	if err != nil {
		t.Fatal(err)
	}
	a, err := m.Check(nil, map[string]Source{"votes": File(testkit.Shared(t, "data/polis/"+name+"/participants-votes.csv.gz"))})
	if err != nil {
		t.Fatal(err)
	}
	in, err := a.readVotes("votes")
	if err != nil {
		t.Fatal(err)
	}
	group := make([]int, len(in.published))
	for i, g := range in.published {
		group[i] = g + 1
	}
	statements, _ := opinion.Describe(in.votes, group, in.publishedGroups)
	consensus := map[string]float64{}
	for j, s := range statements {
		consensus[in.votes.Statements[j]] = s.Consensus
	}
	compared, all := 0, 0
	for _, c := range table(t, name+"/comments.csv.gz") {
		got, have := consensus[c["comment-id"]]
		if !have || c["moderated"] == "-1" || c["group-informed-consensus"] == "" {
			continue
		}
		all++
		if near(got, c["group-informed-consensus"], 1e-12) {
			compared++
		} else if all-compared < 6 {
			t.Logf("statement %s: got %v, published %s", c["comment-id"], got, c["group-informed-consensus"])
		}
	}
	t.Logf("compared %d of %d", compared, all)
	if all < 300 || compared < all {
		t.Errorf("%d of %d are the same", compared, all)
	}
}

// TestVotesInAnyOrder: lines of a file in another order give the same groups, places and counts; ids keep the order of the input.
func TestVotesInAnyOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var lines []string
	for i := range 24 {
		for j := range 12 {
			if rng.Float64() < 0.25 {
				continue
			}
			vote := []string{"1", "-1"}[(i%3*5+j*j)%7%2]
			if rng.Float64() < 0.1 {
				vote = []string{"0", "1", "-1"}[rng.IntN(3)]
			}
			lines = append(lines, strings.Join([]string{"žmogus " + string(rune('a'+i)), "s" + string(rune('a'+j)), vote}, ","))
		}
	}
	read := func() map[string]string {
		out := map[string]string{}
		r := mustRun(t, "opinion", map[string]string{"resamples": "5"}, map[string]string{"votes": "participant,statement,vote\n" + strings.Join(lines, "\n") + "\n"})
		for _, name := range []string{"participants", "statements"} {
			for _, line := range strings.Split(written(t, r, name), "\n")[1:] {
				id, rest, _ := strings.Cut(line, ",")
				out[name+" "+id] = rest
			}
		}
		return out
	}
	first := read()
	for range 5 {
		rng.Shuffle(len(lines), func(a, b int) { lines[a], lines[b] = lines[b], lines[a] })
		again := read()
		for id, want := range first {
			if again[id] != want {
				t.Errorf("%s: %s became %s", id, want, again[id])
			}
		}
	}
}

// FuzzVotes: whatever a file holds, it is read or refused with a place, never worse.
func FuzzVotes(f *testing.F) {
	for _, seed := range []string{"participant,statement,vote\na,s,1\nb,s,-1\na,t,0\n", "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n7,0,0,2,1,1,1,-1\n8,,0,1,1,0,,1\n",
		"participant,statement,vote\na,s,2\n", "vote,participant\n", "participant,statement,vote\na,s,1\na,s,\n", "participant,n-votes,n-agree,n-disagree,0,0\n"} {
		f.Add(seed)
	}
	m, err := Find("opinion")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := m.Check(nil, map[string]Source{"votes": memory{"votes.csv", text}})
		if err != nil {
			t.Fatal(err)
		}
		in, err := a.readVotes("votes")
		var wrong *fault.Fault
		if err != nil && !errors.As(err, &wrong) {
			t.Fatalf("%T: %v", err, err)
		}
		if err == nil && (len(in.votes.Participants) == 0 || in.published != nil && len(in.published) != len(in.votes.Participants)) {
			t.Fatalf("%+v", in)
		}
	})
}
