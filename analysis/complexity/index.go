// SPDX-License-Identifier: EUPL-1.2

package complexity

import (
	"math"

	"github.com/sumanus/sumanus/analysis/internal/eigen"
	"github.com/sumanus/sumanus/analysis/internal/parallel"
)

// Index is the economic complexity of regions and activities. NaN is missing.
type Index struct {
	ECI []float64 // of regions: mean 0 and standard deviation 1 (n) over the regions that have one
	PCI []float64 // of activities, in the units of Options.PCI
	// Eigenvalues are the first three of the matrix, the first being 1. The second says how slowly a difference between regions fades
	// when it is passed on; where the third is close to it, the index is one of two equally good ones.
	Eigenvalues [3]float64
	// Residual is how far the eigenvector is from being one, Products how often the matrix was asked.
	Residual float64
	Products int
	// Components is how many parts the network of regions and activities falls into. Parts cannot be compared with each other, so only
	// the part with most regions (of equals, the one with the first region) has an index; OutsideRegions and OutsideActivities, which
	// stand in other parts, have none. Those without any specialisation are in Diagnostics.
	Components                        int
	OutsideRegions, OutsideActivities []int
	// Undetermined: there is no second direction, or two that are equally strong. The index is then missing everywhere, since any
	// answer would be an accident of rounding.
	Undetermined bool
	// SignByDiversity is false where the index does not go with diversity at all, so that its sign is a convention: the region with
	// most specialisations (of equals, the first) is on the upper side.
	SignByDiversity bool
	Diagnostics     Diagnostics

	vector []float64 // the eigenvector of the activities in standard deviations of the ECI, its mean not moved
}

const (
	vectorTolerance = 1e-13 // of the residual, by the eigenvalue
	thirdTolerance  = 1e-7  // the third is only told: its error is the square of this
	apart           = 1e-9  // eigenvalues closer than this are one
)

// Complexity gives the economic complexity index of regions (ECI) and activities (PCI): the eigenvector of the second largest
// eigenvalue of
//
//	W_rs = Σ_i M_ri M_si / (k_r k_i)
//
// with the diversity k_r and the ubiquity k_i, standardised over regions (n). Its sign is such that it goes with diversity (positive
// correlation). The PCI is the same eigenvector seen from the activities: ECI of a region is the mean of the PCI of what it does, before
// both are scaled by the mean and the standard deviation of the ECI (Own: each by its own).
//
// The matrix of regions by regions is never formed: Lanczos' method works on the shorter side, through the lists of specialisations.
//
// Source: Hidalgo and Hausmann (2009), The building blocks of economic complexity, PNAS 106(26); Hausmann and others (2014), The Atlas
// of Economic Complexity; for the meaning as an eigenvector Mealy, Farmer and Teytelboym (2019), Science Advances 5(1).
func Complexity(n *Network, o Options) (*Index, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	x := &Index{ECI: blank(n.Regions()), PCI: blank(n.Activities()), vector: blank(n.Activities()), Diagnostics: n.Diagnostics, Undetermined: true,
		Eigenvalues: [3]float64{math.NaN(), math.NaN(), math.NaN()}}
	c := n.largestPart()
	x.Components, x.OutsideRegions, x.OutsideActivities = c.parts, c.outsideRegions, c.outsideActivities
	if c.regions == 0 {
		return x, nil
	}
	x.Eigenvalues[0] = 1
	if c.regions == 1 || c.activities == 1 {
		return x, nil
	}
	w := n.walk(c, o.Threads)
	first := w.stationary()
	second, found := eigen.Leading(w.n, w.apply, [][]float64{first}, vectorTolerance, 20_000)
	if !found {
		return x, nil
	}
	x.Eigenvalues[1], x.Residual, x.Products = second.Value, second.Residual, second.Products
	if third, found := eigen.Leading(w.n, w.apply, [][]float64{first, second.Vector}, thirdTolerance, 20_000); found {
		x.Eigenvalues[2] = third.Value
		x.Products += third.Products
	}
	if x.Eigenvalues[1] < apart || x.Eigenvalues[1]-x.Eigenvalues[2] < apart {
		return x, nil
	}
	n.readOff(x, c, w.unscaled(second.Vector), w.byRegion, o)
	return x, nil
}

// readOff turns the eigenvector into both indices. v stands for the shorter side; one step of the walk and back gives the activities as
// means of regions and the regions as means of activities.
func (n *Network) readOff(x *Index, c part, v []float64, byRegion bool, o Options) {
	kc, kp := make([]float64, n.Regions()), make([]float64, n.Activities())
	if byRegion {
		for r := range kc {
			if c.hasRegion(r) {
				for _, i := range n.Of(r) {
					kp[i] += v[r] / n.Ubiquity[i]
				}
			}
		}
	} else {
		copy(kp, v)
	}
	diversity := make([]float64, 0, c.regions)
	scores := make([]float64, 0, c.regions)
	for r := range kc {
		if !c.hasRegion(r) {
			continue
		}
		sum := 0.0
		for _, i := range n.Of(r) {
			sum += kp[i]
		}
		kc[r] = sum / float64(len(n.Of(r)))
		diversity, scores = append(diversity, n.Diversity[r]), append(scores, kc[r])
	}
	mean, sd := moments(scores)
	if !(sd > 0) {
		return
	}
	x.Undetermined = false
	var sign float64
	if sign, x.SignByDiversity = direction(scores, diversity); sign < 0 {
		mean = -mean
		for k := range kp {
			kp[k] = -kp[k]
		}
		for k := range kc {
			kc[k] = -kc[k]
		}
	}
	for r := range kc {
		if c.hasRegion(r) {
			x.ECI[r] = (kc[r] - mean) / sd
		}
	}
	for i, v := range kp {
		if c.hasActivity(i) {
			x.vector[i] = v / sd
		}
	}
	if o.PCI == Own {
		own := make([]float64, 0, c.activities)
		for i, v := range kp {
			if c.hasActivity(i) {
				own = append(own, v)
			}
		}
		mean, sd = moments(own)
	}
	for i := range kp {
		if c.hasActivity(i) {
			x.PCI[i] = (kp[i] - mean) / sd
		}
	}
}

// direction tells which way up an index stands: with diversity where they go together, else by the most diverse region.
func direction(score, diversity []float64) (sign float64, byDiversity bool) {
	ms, ss := moments(score)
	md, sd := moments(diversity)
	along := 0.0
	for k := range score {
		along += (score[k] - ms) * (diversity[k] - md)
	}
	if sd > 0 && math.Abs(along) > 1e-10*float64(len(score))*ss*sd {
		return along, true
	}
	top := 0
	for k := range diversity {
		if diversity[k] > diversity[top] {
			top = k
		}
	}
	return score[top] - ms, false
}

// moments gives the mean and the standard deviation with n.
func moments(x []float64) (mean, sd float64) {
	for _, v := range x {
		mean += v
	}
	mean /= float64(len(x))
	for _, v := range x {
		sd += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(sd / float64(len(x)))
}

// walk is the symmetric form of the matrix on the shorter side: with U the sums of that side and D those of the other,
// U^-1/2 M' D^-1 M U^-1/2.
type walk struct {
	n        int
	byRegion bool
	start    []int // lists of the longer side, over the shorter
	column   []int32
	root     []float64 // 1/√ of the shorter side's sums; 0 outside the part
	inverse  []float64 // 1/ of the longer side's sums
	scaled   []float64
	partial  []float64
	threads  int
	size     int
}

func (n *Network) walk(c part, threads int) *walk {
	w := &walk{threads: threads, byRegion: n.Regions() < n.Activities()}
	short, long := n.Ubiquity, n.Diversity
	has, hasLong := c.hasActivity, c.hasRegion
	w.start, w.column = n.start, n.column
	if w.byRegion {
		short, long = long, short
		has, hasLong = hasLong, has
		w.start, w.column = n.turned()
	}
	w.n = len(short)
	w.root, w.scaled, w.inverse = make([]float64, len(short)), make([]float64, len(short)), make([]float64, len(long))
	for k, v := range short {
		if has(k) {
			w.root[k] = 1 / math.Sqrt(v)
		}
	}
	for k, v := range long {
		if hasLong(k) {
			w.inverse[k] = 1 / v
		}
	}
	w.size = parallel.Size(len(long), 64, 64)
	w.partial = make([]float64, parallel.Pieces(len(long), w.size)*w.n)
	return w
}

// apply writes the product into dst. What lies outside the part is 0 and stays 0. Sums are taken piece by piece, in one order.
func (w *walk) apply(dst, x []float64) {
	for k, v := range x {
		w.scaled[k] = v * w.root[k]
	}
	scaled := w.scaled
	parallel.Do(len(w.inverse), w.size, w.threads, func(piece, from, to int) {
		sums := w.partial[piece*w.n:][:w.n]
		clear(sums)
		for r := from; r < to; r++ {
			list := w.column[w.start[r]:w.start[r+1]]
			sum := 0.0
			for _, i := range list {
				sum += scaled[i]
			}
			sum *= w.inverse[r]
			for _, i := range list {
				sums[i] += sum
			}
		}
	})
	clear(dst)
	for p := 0; p < len(w.partial); p += w.n {
		for k, v := range w.partial[p : p+w.n] {
			dst[k] += v
		}
	}
	for k := range dst {
		dst[k] *= w.root[k]
	}
}

// stationary is the eigenvector of the first eigenvalue, 1: √ of the sums.
func (w *walk) stationary() []float64 {
	v := make([]float64, w.n)
	length := 0.0
	for k, root := range w.root {
		if root > 0 {
			v[k] = 1 / root
			length += v[k] * v[k]
		}
	}
	length = math.Sqrt(length)
	for k := range v {
		v[k] /= length
	}
	return v
}

// unscaled turns an eigenvector of the symmetric form into one of the walk.
func (w *walk) unscaled(v []float64) []float64 {
	out := make([]float64, len(v))
	for k := range v {
		out[k] = v[k] * w.root[k]
	}
	return out
}

func blank(n int) []float64 {
	out := make([]float64, n)
	for k := range out {
		out[k] = math.NaN()
	}
	return out
}
