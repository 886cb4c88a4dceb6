// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

// measurement is one promise about speed.
type measurement struct {
	name string
	run  func(ctx context.Context, w io.Writer) (outcome, error)
}

// outcome is what came of a measurement.
type outcome int

const (
	met outcome = iota
	missed
	notCompared // something needed is not here; said on the page, never counted as met
)

// measurements is the list; a room adds its own line.
var measurements = []measurement{
	{"import of the population table against pandas", importAgainstPandas},
	{"evaluations after a change, 2,000 findings over 200 cubes", evaluationsAfterChange},
	{"one series against a full scan, in ten million values", seriesAgainstScan},
	{"pages for fifty readers against files", pagesAgainstFiles},
	{"statements of a page, from the example's actions to a thousand", statementsPerPage},
	{"saving against a bare transaction", saveAgainstTransaction},
	{"maps of polygons against spdep and libpysal", spatialAgainstPeers},
	{"complexity of regions and activities against numpy", complexityFamily.againstNumpy},
	{"composite indicators against numpy", compositeFamily.againstNumpy},
	{"structure against numpy", structureFamily.againstNumpy},
	{"sites of services against CBC", locationAgainstCBC},
}

func main() {
	// A child process of importAgainstPandas, so that its memory is its own.
	if len(os.Args) == 4 && os.Args[1] == "import" {
		if err := importOnce(context.Background(), os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	// A child process of spatialAgainstPeers.
	if len(os.Args) == 3 && os.Args[1] == "spatial" {
		n, err := strconv.Atoi(os.Args[2])
		if err == nil {
			err = spatialOnce(n)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	// A child process of locationAgainstCBC.
	if len(os.Args) == 3 && os.Args[1] == "location" {
		if err := locationChild(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	// A child process of againstNumpy.
	if child, err := numpyChild(os.Args); child {
		if err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	// A word on the command line runs only the measurements whose name holds it.
	if len(os.Args) == 2 {
		measurements = slices.DeleteFunc(measurements, func(m measurement) bool { return !strings.Contains(m.name, os.Args[1]) })
	}
	if !all(context.Background(), os.Stdout) {
		os.Exit(1)
	}
}

// all runs the list and tells whether no goal was missed.
func all(ctx context.Context, w io.Writer) bool {
	fmt.Fprintf(w, "%s %s/%s, %d processors, revision %s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), revision())
	good := true
	for _, m := range measurements {
		fmt.Fprintf(w, "\n== %s\n", m.name)
		o, err := m.run(ctx, w)
		switch {
		case err != nil:
			fmt.Fprintln(w, "   failed:", err)
			good = false
		case o == missed:
			fmt.Fprintln(w, "   MISSED")
			good = false
		case o == notCompared:
			fmt.Fprintln(w, "   not compared")
		default:
			fmt.Fprintln(w, "   met")
		}
	}
	return good
}

func revision() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value
			}
		}
	}
	return "unknown"
}

// seconds writes a time for people.
func seconds(d time.Duration) string { return fmt.Sprintf("%.3f s", d.Seconds()) }
