// SPDX-License-Identifier: EUPL-1.2

package forecast

import (
	"math"
	"testing"
)

// BenchmarkNew: twenty years, five ahead, with the record of fourteen earlier forecasts.
func BenchmarkNew(b *testing.B) {
	y := make([]float64, 20)
	for i := range y {
		y[i] = 1000 + 20*float64(i) + math.Round(40*math.Sin(float64(i*i)))
	}
	b.ReportAllocs()
	for b.Loop() {
		f, err := New(y, nil, Options{Horizon: 5})
		if err != nil {
			b.Fatal(err)
		}
		if low, high := f.Interval(5, 0.8); !(low < high) {
			b.Fatal("no interval")
		}
	}
}
