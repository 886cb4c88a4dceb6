// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/analysis/access"
)

const (
	locationGoal  = 5.0 // times faster than CBC to proven optimality
	coveringGoal  = 10.0
	nearlyGoal    = 1.0 // not slower where nearly everybody is covered
	locationOpen  = 10
	locationReach = 1000.0
	nearlyReach   = 1800.0
)

// locationSizes are demands; there are a fifth as many sites. The last is compared with CBC.
var locationSizes = []int{250, 500, 1000}

// coverings are the problems of covering by how far a site reaches.
var coverings = map[string]float64{"covering": locationReach, "nearly all": nearlyReach}

// locationPlane makes the plane of the shared reference, bit by bit.
func locationPlane(demands int) (*access.Costs, []float64, error) {
	place := func(stream uint64, k int) int64 { return int64(drawn(stream, uint64(k))>>48) * 10000 >> 16 }
	near := func(v int64) float64 { return float64(min(max(v, 0), 9999)) }
	at, sites := make([]access.Point, demands), make([]access.Point, demands/5)
	weights := make([]float64, demands)
	for j := range at {
		k := uint64(j)
		town := int(drawn(83, k) >> 32 % 25)
		at[j] = access.Point{X: near(place(81, town) + 3*byteSum(drawn(84, k))), Y: near(place(82, town) + 3*byteSum(drawn(85, k)))}
		weights[j] = float64(exponential(320+floorDiv(byteSum(drawn(86, k))*90, 209)) + 1)
	}
	for i := range sites {
		sites[i] = access.Point{X: float64(place(87, i)), Y: float64(place(88, i))}
	}
	costs, err := access.StraightLine(at, sites, 1)
	return costs, weights, err
}

// locationOnce is the child process: every problem to proven optimality.
func locationOnce(demands int) (steps, error) {
	s := newSteps()
	c, w, err := locationPlane(demands)
	if err != nil {
		return s, err
	}
	proven := func(r access.Choice, err error) (float64, error) {
		if err == nil && r.Gap != 0 {
			err = fmt.Errorf("a gap of %v is left", r.Gap)
		}
		return r.Objective, err
	}
	if err := s.laps("p-median", func() (float64, error) { return proven(access.PMedian(c, w, locationOpen, access.Options{})) }); err != nil {
		return s, err
	}
	for name, reach := range coverings {
		if err := s.laps(name, func() (float64, error) {
			return proven(access.MaximalCovering(c, w, locationOpen, reach, access.Options{}))
		}); err != nil {
			return s, err
		}
	}
	s.PeakKiB = peak()
	return s, nil
}

func locationChild(argument string) error {
	n, err := strconv.Atoi(argument)
	if err != nil {
		return err
	}
	s, err := locationOnce(n)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(s)
}

// locationAgainstCBC measures p-median and maximal covering beside the integer programs that spopt writes, solved by CBC on one thread.
func locationAgainstCBC(ctx context.Context, w io.Writer) (outcome, error) {
	self, err := os.Executable()
	if err != nil {
		return missed, err
	}
	ours := make([]steps, len(locationSizes))
	for k, n := range locationSizes {
		if ours[k], err = programSteps(exec.CommandContext(ctx, self, "location", strconv.Itoa(n))); err != nil {
			return missed, err
		}
	}
	large := len(locationSizes) - 1
	n := locationSizes[large]
	fmt.Fprintf(w, "   sumanus: peak %d MiB, %d demands by %d sites, %d open\n", ours[large].PeakKiB>>10, n, n/5, locationOpen)
	cbc, err := exec.LookPath("cbc")
	if err != nil {
		fmt.Fprintln(w, "   cbc is not here (apt install coinor-cbc)")
	}
	result := met
	growth := math.Log(float64(n) / float64(locationSizes[0]))
	for _, step := range []struct {
		name string
		goal float64
	}{{"p-median", locationGoal}, {"covering", coveringGoal}, {"nearly all", nearlyGoal}} {
		mine := ours[large].Seconds[step.name]
		fmt.Fprintf(w, "   %-10s %9.4f s, grows as n^%.2f (sites grow too)", step.name, mine, math.Log(mine/ours[0].Seconds[step.name])/growth)
		if cbc == "" {
			fmt.Fprintln(w)
			result = notCompared
			continue
		}
		theirs, err := solveByCBC(ctx, cbc, step.name, n)
		if err != nil {
			return missed, err
		}
		if d := math.Abs(theirs.Check["objective"] - ours[large].Check[step.name]); d > 1e-6*theirs.Check["objective"] {
			return missed, fmt.Errorf("%s: CBC gives %v, we %v", step.name, theirs.Check["objective"], ours[large].Check[step.name])
		}
		took := theirs.Seconds["solve"]
		fmt.Fprintf(w, "; %s %.2f s after reading, peak %d MiB, %.1f times", theirs.Version, took, theirs.PeakKiB>>10, took/mine)
		fmt.Fprintf(w, " (goal %.0f)", step.goal)
		if took/mine < step.goal || step.name == "p-median" && theirs.PeakKiB > 0 && ours[large].PeakKiB > theirs.PeakKiB {
			fmt.Fprint(w, " MISSED")
			result = missed
		}
		fmt.Fprintln(w)
	}
	return result, nil
}

var (
	cbcVersion   = regexp.MustCompile(`Version: ([0-9.]+)`)
	cbcObjective = regexp.MustCompile(`Objective value: +([-0-9.e+]+)`)
	cbcSeconds   = regexp.MustCompile(`Total time \(CPU seconds\): +([0-9.]+)`)
)

// solveByCBC writes the integer program, solves it and reads what CBC tells; its seconds are of the solver alone, without reading the file.
func solveByCBC(ctx context.Context, cbc, problem string, demands int) (s steps, err error) {
	dir, err := os.MkdirTemp("", "sumanus-bench-*")
	if err != nil {
		return s, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "model.lp")
	if err := integerProgram(file, problem, demands); err != nil {
		return s, err
	}
	cmd := exec.CommandContext(ctx, cbc, file, "ratioGap", "0", "allowableGap", "0", "solve", "quit")
	out, err := cmd.Output()
	if err != nil {
		return s, fmt.Errorf("cbc: %w", err)
	}
	s = newSteps()
	s.PeakKiB = childPeak(cmd.ProcessState)
	if m := cbcVersion.FindSubmatch(out); m != nil {
		s.Version = "CBC " + string(m[1])
	}
	for name, read := range map[string]*regexp.Regexp{"objective": cbcObjective, "solve": cbcSeconds} {
		m := read.FindSubmatch(out)
		if m == nil {
			return s, fmt.Errorf("cbc tells no %s", name)
		}
		v, err := strconv.ParseFloat(string(m[1]), 64)
		if err != nil {
			return s, err
		}
		if s.Check[name] = math.Abs(v); name == "solve" {
			s.Seconds[name] = v
		}
	}
	return s, nil
}

// integerProgram writes the problem as spopt does: every assignment below its site.
func integerProgram(file, problem string, demands int) error {
	c, w, err := locationPlane(demands)
	if err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(f, 1<<16)
	if problem == "p-median" {
		medianProgram(b, c, w)
	} else {
		coveringProgram(b, c, w, coverings[problem])
	}
	var open strings.Builder
	for i := range c.Sites() {
		fmt.Fprintf(&open, " + y%d", i)
	}
	fmt.Fprintf(b, " p:%s = %d\n", open.String(), locationOpen)
	fmt.Fprint(b, "Binaries\n")
	for i := range c.Sites() {
		fmt.Fprintf(b, " y%d\n", i)
	}
	fmt.Fprint(b, "End\n")
	if err := b.Flush(); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

func medianProgram(b io.Writer, c *access.Costs, w []float64) {
	fmt.Fprint(b, "Minimize\n obj:")
	for j := range c.Demands() {
		for i := range c.Sites() {
			fmt.Fprintf(b, " + %.15g x%d_%d", w[j]*c.At(j, i), j, i)
		}
		fmt.Fprintln(b)
	}
	fmt.Fprint(b, "Subject To\n")
	for j := range c.Demands() {
		fmt.Fprintf(b, " a%d:", j)
		for i := range c.Sites() {
			fmt.Fprintf(b, " + x%d_%d", j, i)
		}
		fmt.Fprint(b, " = 1\n")
	}
	for j := range c.Demands() {
		for i := range c.Sites() {
			fmt.Fprintf(b, " o%d_%d: y%d - x%d_%d >= 0\n", j, i, i, j, i)
		}
	}
}

func coveringProgram(b io.Writer, c *access.Costs, w []float64, reach float64) {
	fmt.Fprint(b, "Maximize\n obj:")
	for j := range c.Demands() {
		fmt.Fprintf(b, " + %g z%d\n", w[j], j)
	}
	fmt.Fprint(b, "Subject To\n")
	for j := range c.Demands() {
		fmt.Fprintf(b, " c%d: z%d", j, j)
		for i := range c.Sites() {
			if c.At(j, i) <= reach {
				fmt.Fprintf(b, " - y%d", i)
			}
		}
		fmt.Fprintf(b, " <= 0\n z%d_1: z%d <= 1\n", j, j)
	}
}
