// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"encoding/binary"
	"os"

	"github.com/sumanus/sumanus/analysis/matrix"
)

// The tables of jobs and of indicators on which programs are compared, whole numbers made by SplitMix64 read by counter as the maps are.
// The packages of analysis test that they are those of the reference.

const jobActivities = 600

var powers = func() (t [64]int64) { // 2^(u/64) in 30 bits
	t[0] = 1 << 30
	for j := 1; j < 64; j++ {
		t[j] = t[j-1] * 1085434106 >> 30
	}
	return t
}()

func exponential(u int64) int64 {
	if u < 0 {
		return 0
	}
	return powers[u&63] << (u >> 6) >> 30
}

func signed(x uint64) int64 { return int64(x>>48) - 32768 }

// jobCells gives the jobs of one region after the other.
func jobCells(regions int, each func(row []int32) error) error {
	var z, q, w [jobActivities]int64
	for i := range z {
		z[i] = floorDiv(byteSum(drawn(4, uint64(i)))*90, 209)
		q[i], w[i] = signed(drawn(5, uint64(i))), signed(drawn(6, uint64(i)))
	}
	row := make([]int32, jobActivities)
	for r := range regions {
		s := floorDiv(byteSum(drawn(1, uint64(r)))*110, 209)
		a, b := signed(drawn(2, uint64(r))), signed(drawn(3, uint64(r)))
		for i := range row {
			n := floorDiv(byteSum(drawn(7, uint64(r)*jobActivities+uint64(i)))*96, 209)
			e := exponential(-32 + s + z[i] + a>>10 + a*q[i]>>21 + b*w[i]>>23 + n)
			if r*7%jobActivities == i {
				e++
			}
			row[i] = int32(e)
		}
		if err := each(row); err != nil {
			return err
		}
	}
	return nil
}

func jobTable(regions int) (*matrix.Matrix, error) {
	return tableOf(regions, func(row []int32) []int32 { return row })
}

// tableOf puts together what is made of each region's jobs.
func tableOf(regions int, made func(row []int32) []int32) (*matrix.Matrix, error) {
	start := make([]int, 1, regions+1)
	var activity []int32
	var value []float64
	err := jobCells(regions, func(row []int32) error {
		for i, v := range made(row) {
			if v > 0 {
				activity, value = append(activity, int32(i)), append(value, float64(v))
			}
		}
		start = append(start, len(activity))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return matrix.FromRows(regions, jobActivities, start, activity, value, nil)
}

// jobFile writes the table for programs that read one: 32-bit whole numbers, region after region.
func jobFile(path string, regions int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	err = jobCells(regions, func(row []int32) error { return binary.Write(w, binary.LittleEndian, row) })
	if err == nil {
		err = w.Flush()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// indicatorValue is indicator k of region r in thousandths.
func indicatorValue(r, k int64) int64 {
	v := 3*byteSum(drawn(31, uint64(r))) + 4*byteSum(drawn(uint64(32+k/10), uint64(r))) + (3+k%5)*byteSum(drawn(uint64(40+k), uint64(r)))
	switch k % 6 {
	case 4:
		v = exponential(896 + floorDiv(v*64, 1200))
	case 5:
		v = min(max(50000+v*9, 0), 100000)
	default:
		v = 300000 + v*37
	}
	if k%7 == 3 {
		v = 1000000 - v
	}
	return v
}
