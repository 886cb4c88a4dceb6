// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
)

// The generated table: as many series as make ten million values.
const (
	generatedYears  = 20
	generatedSeries = 500_000
	seriesGoal      = 100.0
	memoryGoal      = 512 << 10 // KiB: importing stays below it, however large the file
)

// seriesAgainstScan imports ten million values and reads one series, by a fresh reader, against walking over all of them.
func seriesAgainstScan(ctx context.Context, w io.Writer) (outcome, error) {
	dir, err := os.MkdirTemp("", "sumanus-bench-*")
	if err != nil {
		return missed, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s, done, err := newStore(ctx, filepath.Join(dir, "data"))
	if err != nil {
		return missed, err
	}
	defer done()
	if err := create(ctx, s, "dataset/large", population()); err != nil {
		return missed, err
	}
	start := time.Now()
	rep, err := dataset.Import(ctx, s, identity.AtTheMachine(), "dataset/large", "generated", generated(), dataset.Options{Published: "2024-01-01", TempDir: dir})
	if err != nil {
		return missed, err
	}
	fmt.Fprintf(w, "   imported %d values in %d chunks: %s, peak of this process %d MiB\n", rep.Observations, rep.Chunks, seconds(time.Since(start)), peak()>>10)

	if peak() > memoryGoal {
		fmt.Fprintf(w, "   the goal is at most %d MiB\n", memoryGoal>>10)
		return missed, nil
	}

	const reads = 50
	one := time.Duration(0)
	for i := range reads {
		n := (i*7919 + 13) * 1117 % generatedSeries
		took, err := readOne(ctx, s, n)
		if err != nil {
			return missed, err
		}
		one += took
	}
	one /= reads
	start = time.Now()
	values := 0
	err = s.Read(ctx, identity.AtTheMachine(), func(tx *record.ReadTx) error {
		return dataset.NewReader(tx).Each(ctx, "dataset/large", "", func(_ []string, points []dataset.Point) error {
			values += len(points)
			return nil
		})
	})
	if err != nil {
		return missed, err
	}
	scan := time.Since(start)
	if values != generatedSeries*generatedYears {
		return missed, fmt.Errorf("the scan saw %d values", values)
	}
	ratio := float64(scan) / float64(one)
	fmt.Fprintf(w, "   one series: %.2f ms (mean of %d, nothing remembered between them); all series: %s; %.0f times faster (goal %.0f)\n",
		one.Seconds()*1000, reads, seconds(scan), ratio, seriesGoal)
	if ratio < seriesGoal {
		return missed, nil
	}
	return met, nil
}

func readOne(ctx context.Context, s *record.Store, n int) (time.Duration, error) {
	start := time.Now()
	err := s.Read(ctx, identity.AtTheMachine(), func(tx *record.ReadTx) error {
		points, err := dataset.NewReader(tx).Series(ctx, dataset.Query{Dataset: "dataset/large",
			Select: map[string]string{"freq": "A", "sex": "T", "unit": "NR", "age": age(n), "geo": place(n)}})
		if err == nil && (len(points) != generatedYears || points[3].Value != value(n, 3)) {
			err = fmt.Errorf("series %d reads %v", n, points)
		}
		return err
	})
	return time.Since(start), err
}

func age(n int) string         { return "Y" + strconv.Itoa(n%100) }
func place(n int) string       { return "XX" + strconv.Itoa(n/100) }
func value(n, year int) string { return strconv.Itoa(n*31 + year*7) }

// generated writes the table as Eurostat would, in no useful order, so that sorting is part of it.
func generated() io.Reader {
	r, w := io.Pipe()
	go func() {
		b := bufio.NewWriterSize(w, 1<<20)
		fmt.Fprint(b, "freq,sex,unit,age,geo\\TIME_PERIOD")
		for y := range generatedYears {
			fmt.Fprintf(b, "\t%d ", 2000+y)
		}
		fmt.Fprintln(b)
		for i := range generatedSeries {
			n := i * 7 % generatedSeries // 7 and the number of series have no common factor: every series once
			_, _ = b.WriteString("A,T,NR," + age(n) + "," + place(n))
			for y := range generatedYears {
				_, _ = b.WriteString("\t" + value(n, y) + " ")
			}
			_, _ = b.WriteString("\n")
		}
		err := b.Flush()
		w.CloseWithError(err)
	}()
	return r
}
