// SPDX-License-Identifier: EUPL-1.2

package spatial_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	. "github.com/sumanus/sumanus/analysis/spatial"
)

// apart is the distance by the plainest formula there is (haversine on the sphere).
func apart(a, b Point, m Metric) float64 {
	if m == Plane {
		return math.Hypot(a.X-b.X, a.Y-b.Y)
	}
	const r = math.Pi / 180
	s, c := math.Sin((a.Y-b.Y)*r/2), math.Sin((a.X-b.X)*r/2)
	return 2 * EarthKm * math.Asin(math.Sqrt(s*s+math.Cos(a.Y*r)*math.Cos(b.Y*r)*c*c))
}

// Band, Nearest and Kernel against looking at every pair. Points lie on a coarse grid, so many distances are equal.
func TestDistanceAgainstAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		metric := rapid.SampledFrom([]Metric{Plane, Sphere}).Draw(t, "metric")
		n := rapid.IntRange(3, 60).Draw(t, "points")
		points := make([]Point, n)
		for i := range points {
			points[i] = Point{float64(rapid.IntRange(0, 9).Draw(t, "x")), float64(rapid.IntRange(0, 9).Draw(t, "y"))}
			if metric == Sphere {
				points[i].X, points[i].Y = points[i].X*36-180, points[i].Y*18-81
			}
		}
		reach := float64(rapid.IntRange(1, 5).Draw(t, "reach")) + 0.25
		if metric == Sphere {
			reach *= 1000
		}
		k := rapid.IntRange(1, n-1).Draw(t, "k")
		band, err := Band(points, 0, reach, DistanceOptions{Metric: metric})
		if err != nil {
			t.Fatal(err)
		}
		nearest, err := Nearest(points, k, DistanceOptions{Metric: metric})
		if err != nil {
			t.Fatal(err)
		}
		kernel, err := Kernel(points, KernelOptions{Metric: metric, Bandwidth: reach})
		if err != nil {
			t.Fatal(err)
		}
		for i := range n {
			far := []float64{}
			for j := range n {
				if i == j {
					continue
				}
				d := apart(points[i], points[j], metric)
				far = append(far, d)
				if in := d <= reach; in != (band.Weight(i, j) == 1) {
					t.Fatalf("band %g: %d and %d are %g apart, weight %g", reach, i, j, d, band.Weight(i, j))
				}
				if want := max(0, 1-d/reach); math.Abs(kernel.Weight(i, j)-want) > 1e-9 {
					t.Fatalf("kernel: %d and %d weigh %g, want %g", i, j, kernel.Weight(i, j), want)
				}
			}
			slices.Sort(far)
			to, _ := nearest.Row(i)
			if len(to) != k {
				t.Fatalf("unit %d has %d nearest, want %d", i, len(to), k)
			}
			for _, j := range to {
				if d := apart(points[i], points[int(j)], metric); d > far[k-1]*(1+1e-9)+1e-9 {
					t.Fatalf("unit %d: %d is %g away, the %d nearest lie within %g", i, j, d, k, far[k-1])
				}
			}
		}
	})
}

func TestAdaptiveKernel(t *testing.T) {
	points := []Point{{0, 0}, {1, 0}, {3, 0}, {7, 0}}
	w, err := Kernel(points, KernelOptions{Function: Uniform, Nearest: 2})
	if err != nil {
		t.Fatal(err)
	}
	// The second nearest of 0, 1, 3 and 7 lies 3, 2, 3 and 6 away; the edge counts where the kernel is above 0.
	want := [][]int32{{1, 2}, {0, 2}, {0, 1}, {1, 2}}
	for i := range points {
		if to, _ := w.Row(i); !slices.Equal(to, want[i]) {
			t.Errorf("unit %d: %v, want %v", i, to, want[i])
		}
	}
	triangular, err := Kernel(points, KernelOptions{Nearest: 2})
	if err != nil {
		t.Fatal(err)
	}
	if got := triangular.Weight(0, 1); math.Abs(got-2.0/3) > 1e-15 || triangular.Weight(0, 2) != 0 {
		t.Errorf("weights %g and %g", got, triangular.Weight(0, 2))
	}
	same, err := Kernel([]Point{{1, 1}, {1, 1}, {1, 1}}, KernelOptions{Nearest: 1})
	if err != nil || same.Weight(0, 2) != 1 {
		t.Errorf("one place for all: %v %v", same, err)
	}
}

func TestWrongDistances(t *testing.T) {
	points := []Point{{0, 0}, {1, 0}, {1, 0}}
	for name, of := range map[string]struct {
		make func() (*Weights, error)
		code ErrorCode
	}{
		"band turned round":  {func() (*Weights, error) { return Band(points, 2, 1, DistanceOptions{}) }, BadOption},
		"no number":          {func() (*Weights, error) { return Band([]Point{{math.NaN(), 0}}, 0, 1, DistanceOptions{}) }, NotFinite},
		"k too large":        {func() (*Weights, error) { return Nearest(points, 3, DistanceOptions{}) }, BadOption},
		"inverse of nothing": {func() (*Weights, error) { return Band(points, 0, 1, DistanceOptions{Decay: Inverse}) }, Coincident},
		"beyond the pole":    {func() (*Weights, error) { return Band([]Point{{0, 91}}, 0, 1, DistanceOptions{Metric: Sphere}) }, BadOption},
		"two bandwidths":     {func() (*Weights, error) { return Kernel(points, KernelOptions{Bandwidth: 1, Nearest: 1}) }, BadOption},
		"no bandwidth":       {func() (*Weights, error) { return Kernel(points, KernelOptions{}) }, BadOption},
		"unknown kernel":     {func() (*Weights, error) { return Kernel(points, KernelOptions{Function: "pop", Bandwidth: 1}) }, BadOption},
		"a weight that sinks": {func() (*Weights, error) {
			return Band([]Point{{0, 0}, {1e6, 0}}, 0, 1e9, DistanceOptions{Decay: Exponential})
		}, BadWeight},
		"a border without side": {func() (*Weights, error) {
			w, err := Band(points, 0, 1, DistanceOptions{})
			if err != nil {
				return nil, err
			}
			w, _, err = w.Close([]string{"LT", "", "LV"})
			return w, err
		}, NoGroup},
	} {
		_, err := of.make()
		var e *Error
		if !errors.As(err, &e) || e.Code != of.code {
			t.Errorf("%s: %v, want %s", name, err, of.code)
		}
	}
}

// Closing the border takes away exactly the links that cross it, and leaves the style in force.
func TestClose(t *testing.T) {
	w, err := FromLinks(6, []Link{{0, 1, 2}, {1, 2, 1}, {2, 3, 5}, {3, 4, 1}, {4, 5, 3}, {0, 5, 1}}, false)
	if err != nil {
		t.Fatal(err)
	}
	sides := []string{"LT", "LT", "LT", "LV", "LV", "LV"}
	closed, dropped, err := styled(t, w, Row).Close(sides)
	if err != nil {
		t.Fatal(err)
	}
	if dropped != 4 || closed.Links() != 8 || closed.Style() != Row {
		t.Errorf("dropped %d of %d, style %s", dropped, w.Links(), closed.Style())
	}
	for i := range 6 {
		to, weight := closed.Row(i)
		total := 0.0
		for k, j := range to {
			if sides[i] != sides[j] {
				t.Errorf("%d is still linked to %d", i, j)
			}
			total += weight[k]
		}
		if math.Abs(total-1) > 1e-15 {
			t.Errorf("row %d sums to %g", i, total)
		}
	}
	if s := closed.Summary(); s.Components != 2 || len(s.Islands) != 0 {
		t.Errorf("%+v", s)
	}
}

// Nearest neighbours go one way; Either makes them go both, with the heavier weight.
func TestEither(t *testing.T) {
	w, err := Nearest([]Point{{0, 0}, {1, 0}, {3, 0}}, 1, DistanceOptions{Decay: Inverse})
	if err != nil {
		t.Fatal(err)
	}
	if w.Symmetric() || w.Weight(1, 2) != 0 || w.Weight(2, 1) != 0.5 {
		t.Errorf("one way: %v", w)
	}
	both := w.Either()
	if !both.Symmetric() || both.Weight(1, 2) != 0.5 || both.Weight(0, 1) != 1 {
		t.Errorf("both ways: %v", both)
	}
}
