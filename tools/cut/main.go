// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
)

// Detail of the result, chosen so that the file stays below 120 kB and no region's area changes by 1 %.
const (
	detail         = 0.08 // km²: the smallest triangle a point of a border may make with its neighbours
	contextDetail  = 1.0  // km², for land that is only background
	smallestIsland = 5.0  // km²: smaller islands and lakes are left out
	contextIsland  = 60.0 // km²
)

func main() {
	out := flag.String("o", "../../territory/baltic.topojson", "file to write (or to compare with)")
	check := flag.Bool("check", false, "write nothing; exit with 1 when the file is not what would be written")
	flag.Parse()
	if err := run(*out, *check, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "cut:", err)
		os.Exit(1)
	}
}

func run(path string, check bool, log io.Writer) error {
	made, err := cut(log)
	if err != nil {
		return err
	}
	if !check {
		return os.WriteFile(path, made, 0o644)
	}
	committed, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(made, committed) {
		return fmt.Errorf("%s is stale: run go generate ./territory", path)
	}
	return nil
}

// cut does the whole work and gives the bytes of the file.
func cut(log io.Writer) ([]byte, error) {
	plan := shapes()
	features, err := readProvinces(func(f *feature) bool {
		for _, s := range plan {
			if s.has(f) {
				return true
			}
		}
		return false
	})
	if err != nil {
		return nil, err
	}
	for _, c := range corrections {
		if features, err = correct(features, c); err != nil {
			return nil, err
		}
	}
	if err := checkPlan(plan, features); err != nil {
		return nil, err
	}
	t, err := build(plan, features)
	if err != nil {
		return nil, err
	}
	source := make([]float64, len(plan))
	for i := range plan {
		for _, r := range t.outline(i) {
			source[i] += areaKm2(t.joined(r))
		}
	}
	dropped := t.dropIslands(smallestIsland, contextIsland)
	before := t.count()
	if err := t.simplify(detail, contextDetail); err != nil {
		return nil, err
	}
	made, err := t.write(plan, source)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(log, "%d source units, %d cells, %d arcs, %d islands left out, %d of %d points, %d bytes\n",
		len(features), len(t.cells), len(t.arcs), dropped, t.count(), before, len(made))
	return made, nil
}

func (t *topology) count() (n int) {
	for _, a := range t.arcs {
		n += len(a.points)
	}
	return n
}
