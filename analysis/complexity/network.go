// SPDX-License-Identifier: EUPL-1.2

package complexity

import (
	"math"
	"slices"

	"github.com/sumanus/sumanus/analysis/internal/large"
	"github.com/sumanus/sumanus/analysis/internal/parallel"
	"github.com/sumanus/sumanus/analysis/matrix"
	"github.com/sumanus/sumanus/analysis/structure"
)

// Network tells which activities each region is specialised in: the matrix M of 0 and 1 on which all else rests. It does not change
// after it is built.
type Network struct {
	// Cells is the table it was made from.
	Cells *matrix.Matrix
	// RCA holds the quotients; nil for a network made by Present.
	RCA *structure.Quotients
	// Diversity is in how many activities a region is specialised, Ubiquity how many regions are specialised in an activity. Missing
	// (NaN) only with structure.Strict, where a cell is missing.
	Diversity, Ubiquity []float64
	Diagnostics         Diagnostics

	start  []int   // of each region's specialisations in column; one longer than there are regions
	column []int32 // activities, rising within a region
}

// Diagnostics tell what the numbers cannot bear.
type Diagnostics struct {
	structure.Diagnostics
	// FewActivities and FewRegions: relations are counted among fewer than 40 activities or 30 regions. Between broad groups
	// of activities they say little about what a region could do next, and must be labelled so.
	FewActivities, FewRegions bool
	// Unspecialised regions have no specialisation (diversity 0), Nowhere lists activities in which no region is specialised. They
	// have no complexity, and no relation to others.
	Unspecialised, Nowhere []int
}

// Specialise builds the network of specialisations: 1 where the location quotient is at least 1 (or Options.Threshold), 0 where it is
// less. A cell without a quotient because its region or its activity has no jobs at all is 0, since nothing is there; a missing cell is
// unknown, neither 0 nor 1, and stays so in all that follows.
//
// Source: Hidalgo, Klinger, Barabási and Hausmann (2007), The product space conditions the development of nations, Science 317.
func Specialise(m *matrix.Matrix, o Options) (*Network, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	q, err := structure.LocationQuotient(m, o.structure())
	if err != nil {
		return nil, err
	}
	n := &Network{Cells: m, RCA: q}
	n.build(q.Filled, o.threshold(), o)
	n.Diagnostics.Diagnostics = q.Diagnostics
	return n, nil
}

// Present builds the network of what is there at all: 1 where a cell is above 0, so that a table of 0 and 1 is taken as it stands.
func Present(m *matrix.Matrix, o Options) (*Network, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	n := &Network{Cells: m}
	values := large.Slice[float64](m.Filled())[:0]
	gap := make([]bool, m.Activities())
	if o.Missing == structure.Strict {
		for r := range m.Regions() {
			for _, i := range m.Missing(r) {
				gap[i] = true
			}
		}
	}
	for r := range m.Regions() {
		columns, row := m.Row(r)
		whole := o.Missing != structure.Strict || len(m.Missing(r)) == 0
		for k, i := range columns {
			if whole && !gap[i] {
				values = append(values, row[k])
			} else {
				values = append(values, 0)
			}
		}
	}
	n.build(values, math.SmallestNonzeroFloat64, o)
	n.Diagnostics.MissingCells = m.MissingCells()
	return n, nil
}

func (n *Network) build(score []float64, threshold float64, o Options) {
	m := n.Cells
	regions, activities := m.Regions(), m.Activities()
	n.start = make([]int, regions+1)
	n.column = large.Slice[int32](m.Filled())
	size := parallel.Size(regions, 64, 64)
	counts := make([]int32, parallel.Pieces(regions, size)*activities)
	parallel.Do(regions, size, o.Threads, func(piece, from, to int) {
		count := counts[piece*activities:][:activities]
		for r := from; r < to; r++ {
			columns, _ := m.Row(r)
			scores := score[m.First(r):][:len(columns)]
			out := n.column[m.First(r):][:len(columns)]
			k := 0
			for c, i := range columns { // written always and kept sometimes: a branch would be guessed wrong at every other cell
				yes := 0
				if scores[c] >= threshold {
					yes = 1
				}
				out[k] = i
				k += yes
				count[i] += int32(yes)
			}
			n.start[r+1] = k
		}
	})
	for r := range regions {
		k := n.start[r+1]
		n.start[r+1] += n.start[r]
		copy(n.column[n.start[r]:n.start[r+1]], n.column[m.First(r):][:k])
	}
	n.column = n.column[:n.start[regions]]
	n.Diversity, n.Ubiquity = make([]float64, regions), make([]float64, activities)
	for p := 0; p < len(counts); p += activities {
		for i, c := range counts[p : p+activities] {
			n.Ubiquity[i] += float64(c)
		}
	}
	n.close(o)
}

// close fills in what follows from the lists.
func (n *Network) close(o Options) {
	m := n.Cells
	d := &n.Diagnostics
	d.FewActivities, d.FewRegions = m.Activities() < fewActivities, m.Regions() < fewRegions
	for r := range n.Diversity {
		n.Diversity[r] = float64(n.start[r+1] - n.start[r])
		gaps := m.Missing(r)
		if o.Missing == structure.Strict && len(gaps) > 0 {
			n.Diversity[r] = math.NaN()
			for _, i := range gaps {
				n.Ubiquity[i] = math.NaN()
			}
		} else if n.Diversity[r] == 0 {
			d.Unspecialised = append(d.Unspecialised, r)
		}
	}
	for i, u := range n.Ubiquity {
		if u == 0 {
			d.Nowhere = append(d.Nowhere, i)
		}
	}
}

// Regions is how many regions there are.
func (n *Network) Regions() int { return len(n.Diversity) }

// Activities is how many activities there are.
func (n *Network) Activities() int { return len(n.Ubiquity) }

// Links is how many specialisations there are in all.
func (n *Network) Links() int { return len(n.column) }

// Of lists the activities a region is specialised in, rising. The slice belongs to the network: read, do not write.
func (n *Network) Of(region int) []int32 { return n.column[n.start[region]:n.start[region+1]] }

// Specialised tells whether a region is specialised in an activity; known is false where nobody knows.
func (n *Network) Specialised(region, activity int) (yes, known bool) {
	if n.unknown(region, activity) {
		return false, false
	}
	_, yes = slices.BinarySearch(n.Of(region), int32(activity))
	return yes, true
}

func (n *Network) unknown(region, activity int) bool {
	return math.IsNaN(n.Diversity[region]) || math.IsNaN(n.Ubiquity[activity]) || n.Cells.IsMissing(region, activity)
}

// IsSmall tells whether a cell is known and under 5 units (or Options.Small): a specialisation of three jobs carries no plan.
func (n *Network) IsSmall(region, activity int, o Options) bool {
	v, known := n.Cells.At(region, activity)
	return known && structure.IsSmall(v, o.structure())
}

// turned gives the lists the other way round: the regions of each activity.
func (n *Network) turned() (start []int, column []int32) {
	start = make([]int, n.Activities()+1)
	for _, i := range n.column {
		start[i+1]++
	}
	for i := range n.Activities() {
		start[i+1] += start[i]
	}
	next := slices.Clone(start[:n.Activities()])
	column = large.Slice[int32](len(n.column))
	for r := range n.Regions() {
		for _, i := range n.Of(r) {
			column[next[i]] = int32(r)
			next[i]++
		}
	}
	return start, column
}
