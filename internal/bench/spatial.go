// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/sumanus/sumanus/analysis/spatial"
)

// meshSizes are n of n × n polygons; the last is compared with the peers.
var meshSizes = []int{100, 178, 316}

// spatialSteps are what is measured, with the goal against each peer: how many times faster.
var spatialSteps = []struct {
	name         string
	spdep, pysal float64
	whatIsDone   string
}{
	{"queen", 10, 10, "contiguity of the polygons, queen"},
	{"rook", 10, 10, "contiguity of the polygons, rook"},
	{"moran", 10, 10, "Moran’s I with its moments"},
	{"moran_999", 10, 10, "Moran’s I, 999 permutations"},
	{"local", 10, 10, "local Moran with its moments"},
	{"local_999", 20, 10, "local Moran, 999 draws anew for each unit"},
	{"gstar", 10, 10, "G* with its moments, binary"},
}

// steps is what a program prints of its run.
type steps struct {
	Seconds map[string]float64 `json:"seconds"`
	PeakKiB int64              `json:"peak_kib"`
	Version string             `json:"version"`
	Check   map[string]float64 `json:"check"`
}

const spdepScript = `
suppressMessages({library(sf); library(spdep)})
file <- commandArgs(TRUE)[1]
shapes <- st_read(file, quiet = TRUE); st_crs(shapes) <- NA
x <- as.numeric(shapes$value)
sec <- list(); chk <- list()
step <- function(name, expr, sum) { t <- proc.time()[["elapsed"]]; v <- expr(); sec[[name]] <<- proc.time()[["elapsed"]] - t; chk[[name]] <<- sum(v); v }
nb <- step("queen", function() poly2nb(shapes), function(v) sum(card(v)))
invisible(step("rook", function() poly2nb(shapes, queen = FALSE), function(v) sum(card(v))))
lw <- nb2listw(nb, style = "W"); star <- nb2listw(include.self(nb), style = "B")
invisible(step("moran", function() moran.test(x, lw), function(v) v$estimate[[1]]))
invisible(step("local", function() localmoran(x, lw), function(v) base::sum(v[, 1])))
invisible(step("gstar", function() localG(x, star), function(v) base::sum(as.numeric(v))))
set.seed(1)
invisible(step("moran_999", function() moran.mc(x, lw, 999), function(v) v$statistic[[1]]))
invisible(step("local_999", function() localmoran_perm(x, lw, nsim = 999), function(v) base::sum(v[, 1])))
peak <- as.numeric(gsub("[^0-9]", "", grep("VmHWM", readLines("/proc/self/status"), value = TRUE)))
one <- function(l) paste0("{", paste(sprintf("\"%s\": %.15g", names(l), unlist(l)), collapse = ", "), "}")
cat(sprintf("{\"seconds\": %s, \"check\": %s, \"peak_kib\": %.0f, \"version\": \"spdep %s, R %s\"}\n", one(sec), one(chk), peak,
  as.character(packageVersion("spdep")), getRversion()))
`

const pysalScript = `
import json, platform, resource, sys, time, warnings
warnings.filterwarnings('ignore')
import numpy, libpysal
from libpysal.cg import Polygon
from libpysal.weights import Queen, Rook
features = json.load(open(sys.argv[1]))['features']
shapes = [Polygon([tuple(p) for p in f['geometry']['coordinates'][0]]) for f in features]
del features
sec, chk = {}, {}
for name, rule in (('queen', Queen), ('rook', Rook)):
    start = time.perf_counter()
    w = rule(shapes)
    sec[name] = time.perf_counter() - start
    chk[name] = sum(len(v) for v in w.neighbors.values())
print(json.dumps({'seconds': sec, 'check': chk, 'peak_kib': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    'version': 'libpysal ' + libpysal.__version__ + ', numpy ' + numpy.__version__ + ', Python ' + platform.python_version()}))
`

// spatialAgainstPeers runs the steps at three sizes and, at the largest, in the peers.
func spatialAgainstPeers(ctx context.Context, w io.Writer) (outcome, error) {
	self, err := os.Executable()
	if err != nil {
		return missed, err
	}
	dir, err := os.MkdirTemp("", "sumanus-bench-*")
	if err != nil {
		return missed, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	sizes := meshSizes
	if only, err := strconv.Atoi(os.Getenv("BENCH_MESH")); err == nil && only > 1 {
		sizes = []int{max(2, only/3), only * 9 / 16, only}
	}
	ours := make([]steps, len(sizes))
	for i, n := range sizes {
		if ours[i], err = programSteps(exec.CommandContext(ctx, self, "spatial", strconv.Itoa(n))); err != nil {
			return missed, err
		}
	}
	large := len(sizes) - 1
	n := sizes[large]
	file := filepath.Join(dir, "mesh.geojson")
	if err := meshFile(file, n); err != nil {
		return missed, err
	}
	peers := map[string]*steps{}
	for _, p := range []struct {
		name string
		try  []string
		run  []string
		get  string
	}{
		{"spdep", []string{"Rscript", "-e", "library(sf); library(spdep)"}, []string{"Rscript", "-e", spdepScript, file}, "r-cran-spdep"},
		{"libpysal", []string{"/usr/bin/python3", "-c", "import libpysal"}, []string{"/usr/bin/python3", "-c", pysalScript, file}, "python3-libpysal"},
	} {
		if exec.CommandContext(ctx, p.try[0], p.try[1:]...).Run() != nil {
			fmt.Fprintf(w, "   %s is not here (apt install %s)\n", p.name, p.get)
			continue
		}
		s, err := programSteps(exec.CommandContext(ctx, p.run[0], p.run[1:]...))
		if err != nil {
			return missed, fmt.Errorf("%s: %w", p.name, err)
		}
		peers[p.name] = &s
		fmt.Fprintf(w, "   %s: peak %d MiB\n", s.Version, s.PeakKiB>>10)
	}
	fmt.Fprintf(w, "   sumanus: peak %d MiB, polygons %d\n", ours[large].PeakKiB>>10, n*n)
	return tellSteps(w, sizes, ours, peers)
}

// tellSteps writes the table and judges it.
func tellSteps(w io.Writer, sizes []int, ours []steps, peers map[string]*steps) (outcome, error) {
	const shortest = 0.05 // steps of the peer under it are reported only
	large := len(sizes) - 1
	result := met
	if len(peers) < 2 {
		result = notCompared
	}
	growth := math.Log(float64(sizes[large])/float64(sizes[0])) * 2
	for _, step := range spatialSteps {
		mine := ours[large].Seconds[step.name]
		fmt.Fprintf(w, "   %-10s %9.4f s, grows as n^%.2f", step.name, mine, math.Log(mine/ours[0].Seconds[step.name])/growth)
		for _, p := range []struct {
			name string
			goal float64
		}{{"spdep", step.spdep}, {"libpysal", step.pysal}} {
			peer := peers[p.name]
			if peer == nil || peer.Seconds[step.name] == 0 {
				fmt.Fprintf(w, "; %s not compared", p.name)
				continue
			}
			if d := math.Abs(peer.Check[step.name] - ours[large].Check[step.name]); d > 1e-6*max(1, math.Abs(peer.Check[step.name])) {
				return missed, fmt.Errorf("%s: %s gives %v, we %v", step.name, p.name, peer.Check[step.name], ours[large].Check[step.name])
			}
			ratio := peer.Seconds[step.name] / mine
			fmt.Fprintf(w, "; %s %.3f s, %.0f times (goal %.0f)", p.name, peer.Seconds[step.name], ratio, p.goal)
			if ratio < p.goal && peer.Seconds[step.name] >= shortest {
				fmt.Fprint(w, " MISSED")
				result = missed
			}
		}
		fmt.Fprintln(w, " –", step.whatIsDone)
	}
	for name, p := range peers {
		if p.PeakKiB > 0 && ours[large].PeakKiB > p.PeakKiB {
			fmt.Fprintf(w, "   more memory than %s MISSED\n", name)
			result = missed
		}
	}
	return result, nil
}

func programSteps(cmd *exec.Cmd) (steps, error) {
	var s steps
	out, err := cmd.Output()
	if err != nil {
		var failed *exec.ExitError
		if errors.As(err, &failed) {
			err = fmt.Errorf("%w: %s", err, failed.Stderr)
		}
		return s, err
	}
	return s, json.Unmarshal(out, &s)
}

func meshFile(path string, n int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := writeMesh(f, meshShapes(int64(n)), latticeValues(n)); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

// spatialOnce is the child process: each step in-process after loading, the whole result consumed, the middle one of three runs, of more where a run is
// short.
func spatialOnce(n int) error {
	shapes, values := meshShapes(int64(n)), latticeValues(n)
	s := steps{Seconds: map[string]float64{}, Check: map[string]float64{}}
	links := func(rule spatial.Rule) func() (float64, error) {
		return func() (float64, error) {
			w, err := spatial.Contiguity(shapes, spatial.ContiguityOptions{Rule: rule})
			if err != nil {
				return 0, err
			}
			total := 0
			for i := range w.Len() {
				to, _ := w.Row(i)
				total += len(to)
			}
			return float64(total), nil
		}
	}
	queen, err := spatial.Contiguity(shapes, spatial.ContiguityOptions{})
	if err != nil {
		return err
	}
	row, err := queen.Styled(spatial.Row)
	if err != nil {
		return err
	}
	star, err := queen.WithSelf(1)
	if err != nil {
		return err
	}
	global := func(o spatial.Options) func() (float64, error) {
		return func() (float64, error) {
			r, err := spatial.Moran(values, row, o)
			return r.Statistic, err
		}
	}
	sumOf := func(of func(u *spatial.LocalUnit) float64, l *spatial.Local, err error) (float64, error) {
		if err != nil {
			return 0, err
		}
		total, rest := 0.0, 0.0
		for i := range l.Units {
			u := &l.Units[i]
			total += of(u)
			rest += u.Z + u.P + u.PPermutation
		}
		if math.IsInf(rest, 0) {
			return 0, fmt.Errorf("a result is not finite")
		}
		return total, nil
	}
	local := func(o spatial.Options) func() (float64, error) {
		return func() (float64, error) {
			l, err := spatial.LocalMoran(values, row, o)
			return sumOf(func(u *spatial.LocalUnit) float64 { return u.Statistic }, l, err)
		}
	}
	permuted := spatial.Options{Permutations: 999, Seed: 1}
	for _, step := range []struct {
		name string
		run  func() (float64, error)
	}{
		{"queen", links(spatial.Queen)}, {"rook", links(spatial.Rook)}, {"moran", global(spatial.Options{})}, {"moran_999", global(permuted)},
		{"local", local(spatial.Options{})}, {"local_999", local(permuted)},
		{"gstar", func() (float64, error) {
			l, err := spatial.GetisOrd(values, star, true, spatial.Options{})
			return sumOf(func(u *spatial.LocalUnit) float64 { return u.Z }, l, err)
		}},
	} {
		var took []float64
		for total := 0.0; len(took) < repeats || total < 0.5 && len(took) < 101; total += took[len(took)-1] {
			start := time.Now()
			check, err := step.run()
			if err != nil {
				return err
			}
			took = append(took, time.Since(start).Seconds())
			s.Check[step.name] = check
		}
		slices.Sort(took)
		s.Seconds[step.name] = took[len(took)/2]
	}
	s.PeakKiB = peak()
	return json.NewEncoder(os.Stdout).Encode(s)
}
