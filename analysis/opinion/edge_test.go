// SPDX-License-Identifier: EUPL-1.2

package opinion_test

import (
	"errors"
	"math"
	"testing"

	"github.com/sumanus/sumanus/analysis/opinion"
)

// grid makes votes of a text: a line for each participant, + − 0 and . for not seen.
func grid(t *testing.T, lines ...string) *opinion.Votes {
	t.Helper()
	d := made{n: len(lines), m: len(lines[0])}
	for i, line := range lines {
		for j, c := range line {
			switch c {
			case '+':
				d.ballots = append(d.ballots, opinion.Ballot{Participant: i, Statement: j, Vote: opinion.Agree})
			case '-':
				d.ballots = append(d.ballots, opinion.Ballot{Participant: i, Statement: j, Vote: opinion.Disagree})
			case '0':
				d.ballots = append(d.ballots, opinion.Ballot{Participant: i, Statement: j, Vote: opinion.Pass})
			}
		}
	}
	return d.votes(t)
}

// TestEdges: tables in which there is nothing to find are answered, not refused.
func TestEdges(t *testing.T) {
	for name, c := range map[string]struct {
		lines []string
		count int
		why   string
	}{
		"one participant":     {[]string{"+-+-"}, 1, opinion.FewParticipants},
		"one statement":       {[]string{"+", "+", "-", "+", "-", "-", "0", "+"}, 1, opinion.NoDivision},
		"all alike":           {[]string{"+-+-", "+-+-", "+-+-", "+-+-", "+-+-", "+-+-", "+-+-"}, 1, opinion.NoDivision},
		"all pass":            {[]string{"0000", "0000", "0000", "0000", "0000", "0000", "0000"}, 1, opinion.NoDivision},
		"nobody voted enough": {[]string{"+...", ".-..", "..+.", "...."}, 0, opinion.FewParticipants},
		"nobody saw the same": {[]string{"++++............", "....----........", "........++++....", "............----", "++++............", "....----........"}, 1, ""},
	} {
		g, err := opinion.Find(grid(t, c.lines...), opinion.Options{Seed: 1})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if g.Verdict != opinion.NotApart || g.Count != c.count || c.why != "" && g.Why != c.why {
			t.Errorf("%s: %s, %d groups, because %s", name, g.Verdict, g.Count, g.Why)
		}
		for i, group := range g.Group {
			if missing := math.IsNaN(g.X[i]) && math.IsNaN(g.Y[i]); (group == 0) != missing || math.IsInf(g.X[i], 0) {
				t.Errorf("%s: participant %d in group %d at %v, %v", name, i, group, g.X[i], g.Y[i])
			}
		}
	}
}

// TestTwoCamps: the plainest case there is. The axis runs between the camps, the larger one is group 1.
func TestTwoCamps(t *testing.T) {
	g, err := opinion.Find(grid(t, "++++----0", "++++---.+", "+++.----+", "++++----.", "+.++----0", "----++++0", "---.++++-", "----+++.0", ".---++++-"), opinion.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := []int{1, 1, 1, 1, 1, 2, 2, 2, 2}
	for i, group := range g.Group {
		if group != want[i] || (g.X[i] > 0) != (g.X[0] > 0) != (group == 2) {
			t.Errorf("participant %d: group %d at %v", i, group, g.X[i])
		}
	}
	if g.Verdict != opinion.Apart || g.Silhouette < 0.8 || g.Stability < 0.9 {
		t.Errorf("%+v", g)
	}
}

// TestMissingIsNoPass: a pass in the place of what was not seen changes the result.
func TestMissingIsNoPass(t *testing.T) {
	lines := []string{"++++----", "++++--..", "++......", "----++++", "----++..", "--......", "+-+-+-+-"}
	seen, err := opinion.Find(grid(t, lines...), opinion.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	lines[1] = "++++--00"
	pass, err := opinion.Find(grid(t, lines...), opinion.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if seen.X[1] == pass.X[1] {
		t.Errorf("both at %v", seen.X[1])
	}
}

func TestErrors(t *testing.T) {
	two, one := names("p", 2), names("s", 1)
	for _, c := range []struct {
		ballots []opinion.Ballot
		want    opinion.ErrorCode
	}{
		{[]opinion.Ballot{{Participant: 0, Statement: 0, Vote: 2}}, opinion.BadVote},
		{[]opinion.Ballot{{Participant: 2, Statement: 0, Vote: 1}}, opinion.OutOfRange},
		{[]opinion.Ballot{{Participant: 1, Statement: 0, Vote: 1}, {Participant: 0, Statement: 0, Vote: 1}, {Participant: 1, Statement: 0, Vote: 0}}, opinion.Duplicate},
	} {
		_, err := opinion.New(two, one, c.ballots)
		var e *opinion.Error
		if !errors.As(err, &e) || e.Code != c.want {
			t.Errorf("%v: %v", c.ballots, err)
		}
	}
	if _, err := opinion.New(nil, one, nil); err == nil {
		t.Error("no participants")
	}
	v := grid(t, "+-", "-+")
	for _, o := range []opinion.Options{{Least: -1}, {Most: 1}, {Draws: -1}, {Alpha: 2}, {Alpha: math.NaN()}, {Resamples: -1}} {
		if _, err := opinion.Find(v, o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}
