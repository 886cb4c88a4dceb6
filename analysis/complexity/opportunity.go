// SPDX-License-Identifier: EUPL-1.2

package complexity

import (
	"math"

	"github.com/sumanus/sumanus/analysis/matrix"
)

// Road is where an activity that a region lacks stands in the frame of relatedness and complexity.
type Road uint8

// The four quarters of Balland, Boschma, Crespo and Rigby (2019).
const (
	NoRoad   Road = iota // one of the two is missing
	HighRoad             // related and complex: low risk, high gain
	SlowRoad             // related, not complex: low risk, low gain
	Casino               // complex, not related: high gain, high risk
	DeadEnd              // neither
)

// Opportunity is an activity in which a region is not specialised.
type Opportunity struct {
	Activity   int
	Density    float64 // how related it is to what the region does, in the units of Options.Density
	Complexity float64 // PCI
	// Gain is what the outlook of the region would gain by it (complexity outlook gain), in standard deviations of the ECI: the complexity of the
	// other activities it lacks that this one is related to, this one's own included.
	Gain float64
	Road Road
	// Small marks an activity that is there with fewer than 5 jobs, so that its quotient says nothing; Present one that is there at all.
	Small, Present bool
}

// Frame is the opportunity frame of one region: every activity it is not specialised in, by number.
type Frame struct {
	Region        int
	Opportunities []Opportunity
	// DensityLine and ComplexityLine part the quarters: the means over the opportunities whose density and complexity are known.
	DensityLine, ComplexityLine float64
	Diagnostics                 Diagnostics
}

// Opportunities draws the frame of one region. Activities whose cell is missing are no opportunities, since nobody knows whether the
// region has them.
//
// The lines between the quarters are the region's own means; on the line is the upper side. They sort what is better or worse for this region
// and say nothing of how likely an entry is.
//
// Source: Balland, Boschma, Crespo and Rigby (2019), Smart specialization policy in the European Union: relatedness, knowledge complexity
// and regional diversification, Regional Studies 53(9), 1252–1268; the gain: Hausmann and others (2014), The Atlas of Economic Complexity.
func Opportunities(n *Network, phi *Square, d *Densities, x *Index, region int, o Options) (*Frame, error) {
	g, err := gains(n, phi, d, x, o)
	if err != nil {
		return nil, err
	}
	if region < 0 || region >= n.Regions() {
		e := matrix.Fail(matrix.OutOfRange, "region")
		e.Found, e.Expected = region, n.Regions()
		return nil, e
	}
	f := &Frame{Region: region, Diagnostics: n.Diagnostics}
	gain := make([]float64, n.Activities())
	g.gain(n, region, gain)
	count := 0.0
	for i, pci := range x.PCI {
		if yes, known := n.Specialised(region, i); yes || !known {
			continue
		}
		value, _ := n.Cells.At(region, i)
		p := Opportunity{Activity: i, Density: d.At(region, i), Complexity: pci, Gain: gain[i], Present: value > 0}
		p.Small = p.Present && n.IsSmall(region, i, o)
		f.Opportunities = append(f.Opportunities, p)
		if !math.IsNaN(p.Density) && !math.IsNaN(p.Complexity) {
			f.DensityLine += p.Density
			f.ComplexityLine += p.Complexity
			count++
		}
	}
	f.DensityLine /= count
	f.ComplexityLine /= count
	for k := range f.Opportunities {
		p := &f.Opportunities[k]
		p.Road = road(p.Density, p.Complexity, f.DensityLine, f.ComplexityLine)
	}
	return f, nil
}

func road(density, complexity, densityLine, complexityLine float64) Road {
	switch {
	case math.IsNaN(density) || math.IsNaN(complexity):
		return NoRoad
	case density >= densityLine && complexity >= complexityLine:
		return HighRoad
	case density >= densityLine:
		return SlowRoad
	case complexity >= complexityLine:
		return Casino
	default:
		return DeadEnd
	}
}

// Outlook gives for each region how complex and how near the activities are that it lacks (complexity outlook index, "opportunity
// value"):
//
//	Σ_i d_ri (1 − M_ri) v_i
//
// standardised over regions (n), and plain. v is the eigenvector behind the PCI in standard deviations of the ECI, as in py-ecomplexity: the
// PCI before its mean is moved, so that 0 is the mean of activities weighted by ubiquity and an activity below it lowers the outlook.
//
// Source: Hausmann and others (2014), The Atlas of Economic Complexity.
func Outlook(n *Network, d *Densities, x *Index, o Options) (standardised, plain []float64, err error) {
	if err := fits(n, d, x, o); err != nil {
		return nil, nil, err
	}
	plain = make([]float64, n.Regions())
	row := make([]float64, n.Activities())
	for r := range plain {
		d.Row(r, row)
		plain[r] = outlook(n, row, x.vector, r)
	}
	standardised = blank(len(plain))
	var known []float64
	for _, v := range plain {
		if !math.IsNaN(v) {
			known = append(known, v)
		}
	}
	if mean, sd := moments(known); sd > 0 {
		for r, v := range plain {
			standardised[r] = (v - mean) / sd
		}
	}
	return standardised, plain, nil
}

func outlook(n *Network, density, v []float64, r int) float64 {
	if math.IsNaN(n.Diversity[r]) {
		return math.NaN()
	}
	sum, has, gaps := 0.0, n.Of(r), n.Cells.Missing(r)
	for i, near := range density {
		has, gaps = after(has, i), after(gaps, i)
		if len(has) > 0 && int(has[0]) == i || len(gaps) > 0 && int(gaps[0]) == i {
			continue
		}
		if term := near * v[i]; !math.IsNaN(term) {
			sum += term
		}
	}
	return sum
}

// after drops what stands before i in a rising list.
func after(list []int32, i int) []int32 {
	for len(list) > 0 && int(list[0]) < i {
		list = list[1:]
	}
	return list
}

// Gains gives the complexity outlook gain of every activity in every region: how much nearer complex activities would be,
//
//	(1 − M_ri) · Σ_j (1 − M_rj) φ_ij v_j / Σ_k φ_jk
//
// with j = i included and v as in Outlook, so in standard deviations of the ECI. 0 where the region has the activity, missing where
// nobody knows.
//
// Source: Hausmann and others (2014), The Atlas of Economic Complexity; as py-ecomplexity computes it.
func Gains(n *Network, phi *Square, d *Densities, x *Index, o Options) (*Densities, error) {
	g, err := gains(n, phi, d, x, o)
	if err != nil {
		return nil, err
	}
	out := newDensities(n)
	g.sums(n, out.values, share{}, true, o.Threads)
	for r := range n.Regions() {
		settled(n, r, func(i int, v float64) { out.values[out.place(r, i)] = v })
	}
	return out, nil
}

// gains has φ_ij v_j / Σ_k φ_jk in row i; an activity without complexity adds nothing.
func gains(n *Network, phi *Square, d *Densities, x *Index, o Options) (*weights, error) {
	if err := fits(n, d, x, o); err != nil {
		return nil, err
	}
	o.Density = Share
	w, err := relations(n, phi, o)
	if err != nil {
		return nil, err
	}
	for j, v := range x.vector {
		factor := v / w.all[j]
		for i := range w.size {
			if p := &w.phi[i*w.size+j]; math.IsNaN(factor) {
				*p = 0
			} else {
				*p *= factor
			}
		}
	}
	return w, nil
}

// gain writes the gains of one region.
func (w *weights) gain(n *Network, r int, dst []float64) {
	lacks := make([]float64, w.size)
	fill(lacks, 1)
	for _, list := range [][]int32{n.Of(r), n.Cells.Missing(r)} {
		for _, j := range list {
			lacks[j] = 0
		}
	}
	for i := range dst {
		sum := 0.0
		for j, v := range w.phi[i*w.size : (i+1)*w.size] {
			sum += v * lacks[j]
		}
		dst[i] = sum
	}
	settled(n, r, func(i int, v float64) { dst[i] = v })
}

// settled writes into a region's gains what needs no sum: nothing to gain by what it has, nobody knows where a cell is missing.
func settled(n *Network, r int, set func(i int, v float64)) {
	if math.IsNaN(n.Diversity[r]) {
		for i := range n.Activities() {
			set(i, math.NaN())
		}
		return
	}
	for _, i := range n.Of(r) {
		set(int(i), 0)
	}
	for _, i := range n.Cells.Missing(r) {
		set(int(i), math.NaN())
	}
	for i, u := range n.Ubiquity {
		if !(u > 0) {
			set(i, math.NaN())
		}
	}
}

func fits(n *Network, d *Densities, x *Index, o Options) error {
	if err := o.check(); err != nil {
		return err
	}
	if d.Regions != n.Regions() || d.Activities != n.Activities() || len(d.values) < d.Regions*d.Activities {
		return matrix.Size("density", d.Regions*d.Activities, n.Regions()*n.Activities())
	}
	if len(x.vector) != n.Activities() {
		return matrix.Size("index", len(x.vector), n.Activities())
	}
	return nil
}
