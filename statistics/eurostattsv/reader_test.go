// SPDX-License-Identifier: EUPL-1.2

package eurostattsv

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"

	"github.com/sumanus/sumanus/internal/testkit"
	"github.com/sumanus/sumanus/statistics"
)

// Reading makes no garbage for each cell or line: one block in 256 KiB, and a map that grows with the keys.
func TestAllocations(t *testing.T) {
	var b strings.Builder
	b.WriteString("freq,unit,geo\\TIME_PERIOD\t2010 \t2011 \t2012 \n")
	const rows = 20000
	for i := range rows {
		fmt.Fprintf(&b, "A,U%d,G%d\t%d b\t: c\t%d.50 \n", i/100, i%100, i, i)
	}
	text := b.String()
	allocations := testing.AllocsPerRun(3, func() {
		r, err := NewReader("x", strings.NewReader(text), statistics.Options{})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for {
			s, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			n += len(s.Observations)
		}
		if n != 3*rows {
			t.Fatal(n)
		}
	})
	if allocations > 1000 {
		t.Errorf("%.0f allocations for %d cells", allocations, 3*rows)
	}
}

// What was read may be kept: later lines do not change it, though the series is used again.
func TestStringsLast(t *testing.T) {
	var b strings.Builder
	b.WriteString("geo\\TIME_PERIOD\t2010 \n")
	for i := range 50000 {
		fmt.Fprintf(&b, "G%d\t%d e\n", i, i)
	}
	r, err := NewReader("x", strings.NewReader(b.String()), statistics.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var keys, values []string
	for {
		s, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		keys, values = append(keys, s.Key[0]), append(values, s.Observations[0].Value)
	}
	for i := range 50000 {
		if keys[i] != fmt.Sprint("G", i) || values[i] != fmt.Sprint(i) {
			t.Fatalf("series %d became %s %s", i, keys[i], values[i])
		}
	}
}

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
				if values != 136584*9 || missing != 103361 {
					b.Fatal(values, missing)
				}
			}
		})
	}
}
