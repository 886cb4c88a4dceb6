// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"github.com/sumanus/sumanus/analysis/complexity"
	"github.com/sumanus/sumanus/analysis/composite"
)

// A family is measured step by step beside the same formulas in plain numpy.
type family struct {
	name, script, what string
	sizes              []int
	steps              []numpyStep
	once               func(size int) (steps, error)
	file               func(path string, size int) error
}

type numpyStep struct{ name, what string }

const (
	numpyGoal   = 2.0  // times faster than plain numpy
	shortestLap = 0.05 // steps of the peer under it are reported only
)

const numpyHead = `
import json, platform, resource, sys, time
import numpy as np
sec, chk = {}, {}
def step(name, run, check, times=3):
    laps = []
    for _ in range(times):
        start = time.perf_counter(); v = run(); laps.append(time.perf_counter() - start)
    sec[name] = sorted(laps)[times // 2]; chk[name] = float(check(v))
    return v
`

const numpyTail = `
print(json.dumps({'seconds': sec, 'check': chk, 'peak_kib': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    'version': 'numpy ' + np.__version__ + ', Python ' + platform.python_version()}))
`

const complexityScript = numpyHead + `
E = np.fromfile(sys.argv[1], dtype=np.int32).reshape(-1, 600).astype(np.float64)
def specialise():
    R = (E / E.sum(axis=1, keepdims=True)) / (E.sum(axis=0) / E.sum())
    M = (R >= 1).astype(np.float64)
    return R, M, M.sum(axis=1), M.sum(axis=0)
R, M, d, u = step('specialise', specialise, lambda v: v[0].sum() + v[1].sum())
del R
def proximity():
    C = M.T @ M
    return C / np.maximum(u[:, None], u[None, :])
P = step('proximity', proximity, lambda v: v.sum())
D = step('density', lambda: (M @ P) / P.sum(axis=0), lambda v: v.sum())
del D
def index():
    S = M.T @ (M / d[:, None])
    root = np.sqrt(u)
    values, vectors = np.linalg.eigh(S / root[:, None] / root[None, :])
    kp = vectors[:, -2] / root
    kc = (M @ kp) / d
    if np.corrcoef(kc, d)[0, 1] < 0:
        kp, kc = -kp, -kc
    return (kc - kc.mean()) / kc.std(), (kp - kc.mean()) / kc.std()
step('index', index, lambda v: np.abs(v[0]).sum() + np.abs(v[1]).sum())
def fitness():
    F, Q = np.ones(len(d)), np.ones(len(u))
    for _ in range(50):
        f, q = M @ Q, 1 / ((1 / F) @ M)
        F, Q = f / f.mean(), q / q.mean()
    return F, Q
step('fitness', fitness, lambda v: np.abs(v[0] - 1).sum() + np.abs(v[1] - 1).sum())
` + numpyTail

const compositeScript = numpyHead + `
X = np.fromfile(sys.argv[1], dtype=np.float64).reshape(30, -1)
k = np.arange(30)
w = [1.0 + k % 3, np.array([1.0, 2, 1, 1, 2, 1]), np.array([3.0, 2])]
sign = np.where(k % 7 == 3, -1.0, 1.0)
def normalise():
    x = X * sign[:, None]
    low, high = x.min(axis=1, keepdims=True), x.max(axis=1, keepdims=True)
    return (x - low) / (high - low) * 99 + 1
N = step('normalise', normalise, lambda v: v.sum())
def index(N, w, geometric=False):
    x = np.log(N) if geometric else N
    for weights in w:
        groups = weights.reshape(-1, {30: 5, 6: 3, 2: 2}[len(weights)])
        x = (groups[:, :, None] * x.reshape(groups.shape[0], groups.shape[1], -1)).sum(axis=1) / groups.sum(axis=1)[:, None]
    return np.exp(x[0]) if geometric else x[0]
step('scores', lambda: (index(N, w), index(N, w, True)), lambda v: v[0].sum() + v[1].sum())
def ranks():
    rng = np.random.default_rng(1)
    n = N.shape[1]
    out = np.empty((1000, n), dtype=np.int32)
    for r in range(1000):
        y = index(N, [v * (1 + (2 * rng.random(len(v)) - 1) * 0.25) for v in w])
        order = np.argsort(-y)
        out[r, order] = np.arange(1, n + 1)
    return out.mean(axis=0), np.quantile(out, [0.05, 0.5, 0.95], axis=0)
step('ranks', ranks, lambda v: v[0].sum())
` + numpyTail

var complexityFamily = family{
	name: "complexity", script: complexityScript, what: "regions by 600 activities", sizes: []int{1_200, 10_000, 100_000},
	steps: []numpyStep{{"specialise", "location quotients and specialisations"}, {"proximity", "proximity of activities"},
		{"density", "density of every cell"}, {"index", "ECI and PCI"}, {"fitness", "50 steps of fitness"}},
	once: complexityOnce, file: jobFile,
}

var compositeFamily = family{
	name: "composite", script: compositeScript, what: "units by 30 indicators", sizes: []int{1_200, 2_700, 6_000},
	steps: []numpyStep{{"normalise", "minmax"}, {"scores", "arithmetic and geometric means"}, {"ranks", "1,000 draws of weights, ranks with quantiles"}},
	once:  compositeOnce, file: indicatorFile,
}

// againstNumpy runs the steps at three sizes and, at the largest, in numpy.
func (f family) againstNumpy(ctx context.Context, w io.Writer) (outcome, error) {
	self, err := os.Executable()
	if err != nil {
		return missed, err
	}
	dir, err := os.MkdirTemp("", "sumanus-bench-*")
	if err != nil {
		return missed, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	ours := make([]steps, len(f.sizes))
	for i, n := range f.sizes {
		if ours[i], err = programSteps(exec.CommandContext(ctx, self, f.name, strconv.Itoa(n))); err != nil {
			return missed, err
		}
	}
	large := len(f.sizes) - 1
	fmt.Fprintf(w, "   sumanus: peak %d MiB, %d %s\n", ours[large].PeakKiB>>10, f.sizes[large], f.what)
	python := "/usr/bin/python3"
	var peer *steps
	if exec.CommandContext(ctx, python, "-c", "import numpy").Run() != nil {
		fmt.Fprintf(w, "   numpy is not here (apt install python3-numpy)\n")
	} else {
		file := filepath.Join(dir, "table")
		if err := f.file(file, f.sizes[large]); err != nil {
			return missed, err
		}
		s, err := programSteps(exec.CommandContext(ctx, python, "-c", f.script, file))
		if err != nil {
			return missed, fmt.Errorf("numpy: %w", err)
		}
		peer = &s
		fmt.Fprintf(w, "   %s: peak %d MiB\n", s.Version, s.PeakKiB>>10)
	}
	fmt.Fprintln(w, "   py-ecomplexity, EconGeo and COINr are no packages of Debian: not compared")
	return f.tell(w, ours, peer)
}

func (f family) tell(w io.Writer, ours []steps, peer *steps) (outcome, error) {
	result := met
	if peer == nil {
		result = notCompared
	}
	large := len(f.sizes) - 1
	growth := math.Log(float64(f.sizes[large]) / float64(f.sizes[0]))
	total, theirs := 0.0, 0.0
	for _, step := range f.steps {
		mine := ours[large].Seconds[step.name]
		total += mine
		fmt.Fprintf(w, "   %-10s %9.4f s, grows as n^%.2f", step.name, mine, math.Log(mine/ours[0].Seconds[step.name])/growth)
		if peer == nil {
			fmt.Fprintln(w, " –", step.what)
			continue
		}
		took := peer.Seconds[step.name]
		theirs += took
		// Ranks under random weights agree in their sum, whatever the draws.
		if d := math.Abs(peer.Check[step.name] - ours[large].Check[step.name]); !(d <= 1e-6*math.Abs(peer.Check[step.name])) {
			return missed, fmt.Errorf("%s: numpy gives %v, we %v", step.name, peer.Check[step.name], ours[large].Check[step.name])
		}
		fmt.Fprintf(w, "; numpy %.3f s, %.1f times (goal %.0f)", took, took/mine, numpyGoal)
		if took/mine < numpyGoal && took >= shortestLap {
			fmt.Fprint(w, " MISSED")
			result = missed
		}
		fmt.Fprintln(w, " –", step.what)
	}
	if peer == nil {
		return result, nil
	}
	fmt.Fprintf(w, "   all steps  %9.4f s; numpy %.3f s, %.1f times\n", total, theirs, theirs/total)
	if peer.PeakKiB > 0 && ours[large].PeakKiB > peer.PeakKiB {
		fmt.Fprintln(w, "   more memory than numpy MISSED")
		result = missed
	}
	return result, nil
}

// laps runs a step several times and keeps the middle time and what it made; what earlier laps made is given back before each.
func (s *steps) laps(name string, run func() (float64, error)) error {
	took := make([]float64, repeats)
	for k := range took {
		debug.FreeOSMemory()
		start := time.Now()
		check, err := run()
		if err != nil {
			return err
		}
		took[k] = time.Since(start).Seconds()
		s.Check[name] = check
	}
	slices.Sort(took)
	s.Seconds[name] = took[repeats/2]
	return nil
}

func newSteps() steps { return steps{Seconds: map[string]float64{}, Check: map[string]float64{}} }

func sum(x []float64) (s float64) {
	for _, v := range x {
		s += v
	}
	return s
}

func away(x []float64, from float64) (s float64) {
	for _, v := range x {
		s += math.Abs(v - from)
	}
	return s
}

// complexityOnce is the child process: each step in-process after loading, the whole result consumed.
func complexityOnce(regions int) (steps, error) {
	s := newSteps()
	m, err := jobTable(regions)
	if err != nil {
		return s, err
	}
	o := complexity.Options{}
	var n *complexity.Network
	err = s.laps("specialise", func() (float64, error) {
		if n, err = complexity.Specialise(m, o); err != nil {
			return 0, err
		}
		return sum(n.RCA.Filled) + float64(n.Links()), nil
	})
	if err != nil {
		return s, err
	}
	n.RCA = nil // the quotients have been consumed; the network stands without them
	var phi *complexity.Square
	for _, step := range []struct {
		name string
		run  func() (float64, error)
	}{
		{"proximity", func() (float64, error) {
			if phi, err = complexity.Proximity(n, o); err != nil {
				return 0, err
			}
			return sum(phi.Values), nil
		}},
		{"density", func() (float64, error) {
			d, err := complexity.Density(n, phi, o)
			if err != nil {
				return 0, err
			}
			return d.Sum(), nil
		}},
		{"index", func() (float64, error) {
			x, err := complexity.Complexity(n, o)
			if err != nil {
				return 0, err
			}
			return away(x.ECI, 0) + away(x.PCI, 0), nil
		}},
		{"fitness", func() (float64, error) {
			f, err := complexity.Fitness(n, complexity.Options{Iterations: 50})
			if err != nil {
				return 0, err
			}
			return away(f.Fitness, 1) + away(f.Quality, 1), nil
		}},
	} {
		if err := s.laps(step.name, step.run); err != nil {
			return s, err
		}
	}
	s.PeakKiB = peak()
	return s, nil
}

func indicators(units int) *composite.Table {
	t := &composite.Table{Units: units, Columns: make([][]float64, 30)}
	for k := range t.Columns {
		t.Columns[k] = make([]float64, units)
		for u := range t.Columns[k] {
			t.Columns[k][u] = float64(indicatorValue(int64(u), int64(k))) / 1000
		}
	}
	return t
}

func indicatorFile(path string, units int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	for _, column := range indicators(units).Columns {
		raw := make([]byte, 0, 8*units)
		for _, v := range column {
			bits := math.Float64bits(v)
			for b := range 8 {
				raw = append(raw, byte(bits>>(8*b)))
			}
		}
		if _, err := f.Write(raw); err != nil {
			_ = f.Close()
			return err
		}
	}
	return f.Close()
}

// compositeOnce is the child process of the composite indicators: the structure of the reference.
func compositeOnce(units int) (steps, error) {
	s := newSteps()
	var nodes []composite.Node
	node := func(level int, code, parent string, weight, direction float64) {
		nodes = append(nodes, composite.Node{Level: level, Code: code, Parent: parent, Weight: weight, Direction: direction, Indicator: level == 1})
	}
	for k := range 30 {
		direction := 1.0
		if k%7 == 3 {
			direction = -1
		}
		node(1, fmt.Sprint("x", k), fmt.Sprint("P", k/5), 1+float64(k%3), direction)
	}
	for p, weight := range []float64{1, 2, 1, 1, 2, 1} {
		node(2, fmt.Sprint("P", p), fmt.Sprint("S", p/3), weight, 1)
	}
	node(3, "S0", "index", 3, 1)
	node(3, "S1", "index", 2, 1)
	node(4, "index", "", 1, 1)
	f, err := composite.NewFrame(nodes)
	if err != nil {
		return s, err
	}
	raw := indicators(units)
	run, err := composite.Build(f, raw, composite.Recipe{}, 0)
	if err != nil {
		return s, err
	}
	geometric := composite.Recipe{Aggregate: composite.Aggregation{By: []composite.Mean{composite.Geometric}}}
	for _, step := range []struct {
		name string
		run  func() (float64, error)
	}{
		{"normalise", func() (float64, error) {
			again, err := run.Replay(composite.Normalise, composite.Recipe{})
			if err != nil {
				return 0, err
			}
			total := 0.0
			for _, column := range again.Normalised.Table.Columns {
				total += sum(column)
			}
			return total, nil
		}},
		{"scores", func() (float64, error) {
			a, err := run.Replay(composite.Aggregate, composite.Recipe{})
			if err != nil {
				return 0, err
			}
			g, err := run.Replay(composite.Aggregate, geometric)
			if err != nil {
				return 0, err
			}
			return sum(a.Index()) + sum(g.Index()), nil
		}},
		{"ranks", func() (float64, error) {
			u, err := composite.Uncertainty(run, composite.Choices{Noise: 0.25}, 1000, 1)
			if err != nil {
				return 0, err
			}
			return sum(u.Mean), nil
		}},
	} {
		if err := s.laps(step.name, step.run); err != nil {
			return s, err
		}
	}
	s.PeakKiB = peak()
	return s, nil
}

// numpyChild runs a child process of a family; ok is false when the words are none of it.
func numpyChild(args []string) (ok bool, err error) {
	if len(args) != 3 {
		return false, nil
	}
	for _, f := range []family{complexityFamily, compositeFamily, structureFamily} {
		if args[1] == f.name {
			n, err := strconv.Atoi(args[2])
			if err != nil {
				return true, err
			}
			s, err := f.once(n)
			if err != nil {
				return true, err
			}
			return true, json.NewEncoder(os.Stdout).Encode(s)
		}
	}
	return false, nil
}
