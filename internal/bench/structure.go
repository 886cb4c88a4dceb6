// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"encoding/binary"
	"math"
	"os"

	"github.com/sumanus/sumanus/analysis/matrix"
	"github.com/sumanus/sumanus/analysis/structure"
)

// jobSector is how many activities make a sector.
const jobSector = 30

// structureScript does with numpy all that structure does in one call, no more: the measures of regions, of activities, and the shift–share. It works in
// place where it can, and by blocks of regions and activity by activity where whole tables would only cost memory.
const structureScript = numpyHead + `
both = np.fromfile(sys.argv[1], dtype=np.int32).reshape(2, -1, 600)
A, B = both[0].astype(np.float64), both[1].astype(np.float64)
del both
n, m = A.shape
total, activity = A.sum(axis=1), A.sum(axis=0)
whole = activity / activity.sum()
def information(s):
    return s * np.log(np.where(s > 0, s, 1))
def regions():
    out = []
    k = 2 * np.arange(1, m + 1) - m - 1
    for at in range(0, n, 5000):
        s = A[at:at + 5000] / total[at:at + 5000, None]
        square = s * s
        unrelated = -information(s.reshape(len(s), -1, 30).sum(axis=2)).sum(axis=1) / np.log(2)
        entropy = information(s).sum(axis=1)
        out.append(np.array([square.sum(axis=1), np.abs(s - whole).sum(axis=1), entropy + np.log(m), -entropy / np.log(2), unrelated,
            -entropy / np.log(2) - unrelated, (np.sort(s, axis=1) * k).sum(axis=1) / m, 1 / (square / whole).sum(axis=1)]))
    return np.concatenate(out, axis=1)
step('regions', regions, lambda v: v.sum())
def activities():
    out = np.empty((5, m))
    reference = total / total.sum()
    k = 2 * np.arange(1, n + 1) - n - 1
    for i in range(m):
        s = A[:, i] / activity[i]
        out[0, i] = (s * s).sum()
        out[1, i] = (np.sort(s) * k).sum() / n
        order = np.argsort(s / reference)
        L = np.cumsum(s[order])
        out[2, i] = (1 - ((2 * L - s[order]) * reference[order]).sum()) / 2
        out[3, i] = np.abs(s - reference).sum() / 2
        out[4, i] = information(s).sum() + np.log(n)
    return out
step('activities', activities, lambda v: v.sum())
def shift():
    G = B.sum() / A.sum() - 1
    g = B.sum(axis=0) / activity - 1
    national, mix = total * G, A @ (g - G)
    regional = (B - A * (1 + g)).sum(axis=1)
    share = A / total[:, None]
    rate = np.where(A > 0, B / np.where(A > 0, A, 1) - 1, g)
    excess = rate - g
    competitive = (excess * whole).sum(axis=1) * total
    allocation = (excess * (share - whole)).sum(axis=1) * total
    entry = np.where(A > 0, 0, B).sum(axis=1)
    return national, mix, regional, competitive, allocation, entry
step('shift', shift, lambda v: sum(np.abs(x).sum() for x in v[:3]))
` + numpyTail

var structureFamily = family{
	name: "structure", script: structureScript, what: "regions by 600 activities", sizes: []int{1_200, 10_000, 100_000},
	steps: []numpyStep{{"regions", "HHI, Krugman, Theil, entropy and varieties, Gini, Hachman"}, {"activities", "HHI, Gini, locational Gini, Hoover, Theil"},
		{"shift", "shift–share with its regional part split"}},
	once: structureOnce, file: twoTimesFile,
}

// jobsLater is what has become of the jobs of a region by the second time.
func jobsLater(region int, row, later []int32) {
	change := floorDiv(byteSum(drawn(12, uint64(region)))*7, 209)
	for i, before := range row {
		k := uint64(region)*jobActivities + uint64(i)
		later[i] = 0
		if before == 0 {
			if y := drawn(14, k); y>>54 < 20 {
				later[i] = int32(1 + y&7)
			}
			continue
		}
		u := 128 + floorDiv(byteSum(drawn(11, uint64(i)))*14, 209) + change + floorDiv(byteSum(drawn(13, k))*20, 209)
		later[i] = int32(int64(before) * (powers[u&63] << (u >> 6) >> 10) >> 22)
	}
}

// twoTimesFile writes the tables of both times, one after the other.
func twoTimesFile(path string, regions int) error {
	if err := jobFile(path, regions); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	later, region := make([]int32, jobActivities), 0
	err = jobCells(regions, func(row []int32) error {
		jobsLater(region, row, later)
		region++
		return binary.Write(w, binary.LittleEndian, later)
	})
	if err == nil {
		err = w.Flush()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

func laterTable(regions int) (*matrix.Matrix, error) {
	later, region := make([]int32, jobActivities), 0
	return tableOf(regions, func(row []int32) []int32 {
		jobsLater(region, row, later)
		region++
		return later
	})
}

// structureOnce is the child process: each step in-process after loading, the whole result consumed.
func structureOnce(regions int) (steps, error) {
	s := newSteps()
	before, err := jobTable(regions)
	if err != nil {
		return s, err
	}
	after, err := laterTable(regions)
	if err != nil {
		return s, err
	}
	sector := make([]int, jobActivities)
	for i := range sector {
		sector[i] = i / jobSector
	}
	o := structure.Options{}
	for _, step := range []struct {
		name string
		run  func() (float64, error)
	}{
		{"regions", func() (float64, error) {
			r, err := structure.Regions(before, sector, o)
			if err != nil {
				return 0, err
			}
			return sums(r.HHI, r.Krugman, r.Theil, r.Entropy, r.Unrelated, r.Related, r.Gini, r.Hachman), nil
		}},
		{"activities", func() (float64, error) {
			a, err := structure.Activities(before, o)
			if err != nil {
				return 0, err
			}
			return sums(a.HHI, a.Gini, a.LocationalGini, a.Hoover, a.Theil), nil
		}},
		{"shift", func() (float64, error) {
			c, err := structure.Shift(before, after, o)
			if err != nil {
				return 0, err
			}
			if v := sums(c.Competitive, c.Allocation, c.Entry); math.IsNaN(v) {
				return v, nil
			}
			return away(c.National, 0) + away(c.Mix, 0) + away(c.Regional, 0), nil
		}},
	} {
		if err := s.laps(step.name, step.run); err != nil {
			return s, err
		}
	}
	s.PeakKiB = peak()
	return s, nil
}

func sums(columns ...[]float64) (s float64) {
	for _, c := range columns {
		s += sum(c)
	}
	return s
}
