// SPDX-License-Identifier: EUPL-1.2

package eurostattsv

import (
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/klauspost/compress/gzip"

	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/statistics"
)

// BenchmarkReadPopulation reads all values of 136 584 series and 9 years: unzipped before, and with gzip.
func BenchmarkReadPopulation(b *testing.B) {
	packed, err := os.ReadFile(testkit.Shared(b, "data/eurostat/estat_demo_r_pjangrp3.tsv.gz"))
	if err != nil {
		b.Fatal(err)
	}
	unzip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		b.Fatal(err)
	}
	plain, err := io.ReadAll(unzip)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		data []byte
	}{{"plain", plain}, {"gzip", packed}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(plain)))
			for b.Loop() {
				r, err := NewReader("population", bytes.NewReader(c.data), statistics.Options{})
				if err != nil {
					b.Fatal(err)
				}
				values, missing := 0, 0
				for {
					s, err := r.Next()
					if err == io.EOF {
						break
					}
					if err != nil {
						b.Fatal(err)
					}
					for _, o := range s.Observations {
						values++
						if o.Status.Has(statistics.Missing) {
							missing++
						}
					}
				}
				if values != 136584*9 && values != 136585*9 {
					b.Fatal(values, missing)
				}
			}
		})
	}
}
