// SPDX-License-Identifier: EUPL-1.2

package peers

import (
	"math"
	"slices"
)

// Distances are the structural distances between regions.
type Distances struct {
	Variables []Variable
	Constant  []int // variables that do not vary
	Alone     []int // regions that can be compared with no other one, because too little is known
	t         *table
}

// Reason is what one variable adds to a distance.
type Reason struct {
	Variable     int
	Difference   float64 // peer − region, on the scale
	Contribution float64 // to the distance before any root is taken; 0 where a value is missing
	Share        float64 // of it; the shares of all variables sum to 1, all are 0 between regions that are the same
	Known        bool    // both regions have the value
}

// Peer is a region beside another.
type Peer struct {
	Region   int
	Distance float64
	Known    float64 // share of the weight that the variables known of both carry
	Rank     float64 // 1 the nearest; equal ones share the better place
}

// Structure reads columns of variables, one value for each region, NaN missing.
//
// Source: Navarro, Gibaja, Franco, Murciego, Gianelle, Hegyi and Kleibrink (2014), Regional benchmarking in the smart specialisation process:
// identification of reference regions based on structural similarity, S3 Working Paper 03/2014, JRC; Gower (1971), A general coefficient of
// similarity and some of its properties, Biometrics 27, for pairs compared by what is known of both.
func Structure(columns [][]float64, o Options) (*Distances, error) {
	t, err := read(columns, o)
	if err != nil {
		return nil, err
	}
	out := &Distances{Variables: t.variables, t: t}
	for j, v := range t.variables {
		if !v.Different {
			out.Constant = append(out.Constant, j)
		}
	}
	for a := range t.regions {
		alone := true
		for b := 0; b < t.regions && alone; b++ {
			_, known := t.between(a, b)
			alone = b == a || !t.enough(known)
		}
		if alone {
			out.Alone = append(out.Alone, a)
		}
	}
	return out, nil
}

// Between is the distance of two regions and the share of the weight it rests on; the distance is NaN when too little is known.
func (d *Distances) Between(a, b int) (distance, known float64) {
	sum, known := d.t.between(a, b)
	if !d.t.enough(known) {
		return math.NaN(), known
	}
	if d.t.o.Metric == Euclidean || d.t.o.Metric == Mahalanobis {
		sum = math.Sqrt(max(0, sum))
	}
	return sum, known
}

func (t *table) enough(known float64) bool { return known >= t.o.Available-1e-12 && known > 0 }

// between sums contributions, before any root.
func (t *table) between(a, b int) (sum, known float64) {
	if t.o.Metric == Mahalanobis {
		return t.mahalanobis(a, b)
	}
	for k, z := range t.z {
		d := z[b] - z[a]
		if d != d {
			continue
		}
		known += t.weight[k]
		if t.o.Metric == Manhattan {
			sum += t.weight[k] * math.Abs(d)
		} else {
			sum += t.weight[k] * d * d
		}
	}
	if known > 0 {
		sum /= known
	}
	return sum, known
}

// Peers lists the n regions nearest to one; regions set apart, and those of which too little is known, are none. Where several are as near, the
// earlier in the table comes first.
func (d *Distances) Peers(region, n int) []Peer {
	var out []Peer
	for b := range d.t.regions {
		if b == region || d.t.o.Apart != nil && d.t.o.Apart[b] == d.t.o.Apart[region] {
			continue
		}
		if distance, known := d.Between(region, b); !math.IsNaN(distance) {
			out = append(out, Peer{Region: b, Distance: distance, Known: known})
		}
	}
	slices.SortStableFunc(out, func(p, q Peer) int {
		switch {
		case p.Distance < q.Distance:
			return -1
		case p.Distance > q.Distance:
			return 1
		}
		return 0
	})
	for k := range out {
		out[k].Rank = float64(k + 1)
		if k > 0 && out[k].Distance == out[k-1].Distance {
			out[k].Rank = out[k-1].Rank
		}
	}
	return out[:min(max(n, 0), len(out))]
}

// Reasons tells what each variable adds to the distance of two regions, in the order of the variables; those that do not vary are left out.
func (d *Distances) Reasons(a, b int) []Reason {
	t := d.t
	sum, known := t.between(a, b)
	out := make([]Reason, len(t.used))
	for k, j := range t.used {
		r := &out[k]
		r.Variable, r.Difference = j, t.z[k][b]-t.z[k][a]
		if r.Known = !math.IsNaN(r.Difference); !r.Known || known == 0 {
			continue
		}
		switch t.o.Metric {
		case Mahalanobis:
			r.Contribution = r.Difference * t.row(k, a, b)
		case Manhattan:
			r.Contribution = t.weight[k] * math.Abs(r.Difference) / known
		case Squared, Euclidean:
			r.Contribution = t.weight[k] * r.Difference * r.Difference / known
		}
		if sum > 0 {
			r.Share = r.Contribution / sum
		}
	}
	return out
}
