// SPDX-License-Identifier: EUPL-1.2

package opinion

import (
	"cmp"
	"slices"
)

// canonical gives an order of participants and of statements that depends on the votes alone, so that whatever is computed in that order
// is the same, to the bit, for any order of the input.
//
// Colours are refined until they tell apart what votes can (Weisfeiler and Leman 1968): the colour of a participant is a hash of the
// colours of the statements seen with the votes on them, and the other way round. Those who voted alike in everything keep one colour, and
// their order is of no consequence. Should others share a colour, one of them is marked, the first by name, and colours are refined again.
func (v *Votes) canonical() (participants, statements []int) {
	c := &colours{v: v, row: make([]uint64, v.rows.rows()), column: make([]uint64, v.rows.columns)}
	c.refine()
	for {
		rows := c.order(c.row, v.Participants)
		columns := c.order(c.column, v.Statements)
		if i, tied := c.tiedRow(rows); tied {
			c.row[i] = mix(c.row[i] + golden)
		} else if j, tied := c.tiedColumn(columns); tied {
			c.column[j] = mix(c.column[j] + golden)
		} else {
			return rows, columns
		}
		c.refine()
	}
}

type colours struct {
	v           *Votes
	row, column []uint64
}

// refine goes on until no more is told apart.
func (c *colours) refine() {
	before := 0
	for {
		c.step()
		after := distinct(c.row) + distinct(c.column)
		if after <= before {
			return
		}
		before = after
	}
}

func (c *colours) step() {
	p := &c.v.rows
	column := make([]uint64, len(c.column))
	for i := range c.row {
		sum := mix(c.row[i] + 1)
		for at := p.start[i]; at < p.start[i+1]; at++ {
			vote := uint64(c.v.vote[at]+2) * golden
			sum += mix(c.column[p.column[at]] + vote)
			column[p.column[at]] += mix(c.row[i] + vote)
		}
		c.row[i] = mix(sum)
	}
	for j := range column {
		c.column[j] = mix(column[j] + mix(c.column[j]+2))
	}
}

func distinct(colours []uint64) int {
	sorted := slices.Clone(colours)
	slices.Sort(sorted)
	return len(slices.Compact(sorted))
}

func (c *colours) order(colour []uint64, name []string) []int {
	out := make([]int, len(colour))
	for k := range out {
		out[k] = k
	}
	slices.SortFunc(out, func(a, b int) int {
		return cmp.Or(cmp.Compare(colour[a], colour[b]), cmp.Compare(name[a], name[b]), a-b)
	})
	return out
}

// tiedRow finds participants of one colour whose votes differ; it gives the first of them.
func (c *colours) tiedRow(order []int) (int, bool) {
	p := &c.v.rows
	for k := 1; k < len(order); k++ {
		a, b := order[k-1], order[k]
		if c.row[a] == c.row[b] && !(slices.Equal(p.of(a), p.of(b)) && slices.Equal(c.v.of(a), c.v.of(b))) {
			return c.firstOf(c.row, order, k), true
		}
	}
	return 0, false
}

// tiedColumn is the same for statements.
func (c *colours) tiedColumn(order []int) (int, bool) {
	for k := 1; k < len(order); k++ {
		if c.column[order[k-1]] != c.column[order[k]] {
			continue
		}
		alike := c.columnsAlike(order[k-1], order[k])
		if !alike {
			return c.firstOf(c.column, order, k), true
		}
	}
	return 0, false
}

func (c *colours) columnsAlike(a, b int) bool {
	for i := range c.row {
		va, sa := c.v.at(i, a)
		vb, sb := c.v.at(i, b)
		if va != vb || sa != sb {
			return false
		}
	}
	return true
}

func (c *colours) firstOf(colour []uint64, order []int, k int) int {
	for k > 0 && colour[order[k-1]] == colour[order[k]] {
		k--
	}
	return order[k]
}

func (v *Votes) of(i int) []Vote { return v.vote[v.rows.start[i]:v.rows.start[i+1]] }

// at is the vote of a participant on a statement, and whether there is one.
func (v *Votes) at(i, j int) (Vote, bool) {
	k, found := slices.BinarySearch(v.rows.of(i), int32(j))
	if !found {
		return 0, false
	}
	return v.vote[v.rows.start[i]+k], true
}
