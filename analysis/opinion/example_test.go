// SPDX-License-Identifier: EUPL-1.2

package opinion_test

import (
	"fmt"

	"github.com/sumanus/sumanus/analysis/opinion"
)

// Eight people and six statements: two camps.
func ExampleFind() {
	people := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	statements := []string{"port", "rail", "park", "toll", "mine", "dam"}
	var ballots []opinion.Ballot
	for i := range people {
		for j := range statements {
			vote := opinion.Agree
			if (i < 5) != (j < 3) {
				vote = opinion.Disagree
			}
			ballots = append(ballots, opinion.Ballot{Participant: i, Statement: j, Vote: vote})
		}
	}
	v, err := opinion.New(people, statements, ballots)
	if err != nil {
		fmt.Println(err)
		return
	}
	g, err := opinion.Find(v, opinion.Options{Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(g.Verdict, g.Group)
	// Output: told apart [1 1 1 1 1 2 2 2]
}
