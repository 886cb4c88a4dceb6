// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/identity"
)

const (
	populationFile = "data/eurostat/estat_demo_r_pjangrp3.tsv.gz"
	importGoal     = 5.0
	repeats        = 3
)

// pandasScript does what an analyst does with the same file, and no more: read, split the codes, melt, part values and flags.
const pandasScript = `
import json, platform, resource, sys, time
import pandas as pd
start = time.perf_counter()
df = pd.read_csv(sys.argv[1], sep='\t')
first = df.columns[0]
names = first.split('\\')[0].split(',')
codes = df[first].str.split(',', expand=True)
codes.columns = names
wide = pd.concat([codes, df.drop(columns=[first])], axis=1)
wide.columns = [c.strip() for c in wide.columns]
long = wide.melt(id_vars=names, var_name='time', value_name='cell')
parts = long['cell'].str.split(' ', n=1, expand=True)
long['value'] = pd.to_numeric(parts[0], errors='coerce')
long['flag'] = parts[1].str.strip()
took = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({'seconds': took, 'peak_kib': peak, 'rows': len(long), 'values': int(long['value'].notna().sum()), 'version': 'pandas ' + pd.__version__ + ', Python ' + platform.python_version()}))
`

// result is what a child process prints.
type result struct {
	Seconds float64 `json:"seconds"`
	PeakKiB int64   `json:"peak_kib"`
	Rows    int64   `json:"rows"`
	Values  int64   `json:"values"`
	Version string  `json:"version"`
}

// importAgainstPandas imports the file end to end (parse, sort, compress, store, publish) in a process of its own, and lets
// pandas read and melt it in memory in another. Each is run several times, by turns, and the best counts.
func importAgainstPandas(ctx context.Context, w io.Writer) (outcome, error) {
	file, ok := shared(populationFile)
	if !ok {
		fmt.Fprintln(w, "   needs the sample data", populationFile)
		return notCompared, nil
	}
	python := "/usr/bin/python3"
	if err := exec.CommandContext(ctx, python, "-c", "import pandas").Run(); err != nil {
		fmt.Fprintln(w, "   needs pandas for", python, "(apt install python3-pandas)")
		python = ""
	}
	self, err := os.Executable()
	if err != nil {
		return missed, err
	}
	var ours, theirs result
	for range repeats {
		if err := best(&ours, func() (result, error) { return importInChild(ctx, self, file) }); err != nil {
			return missed, err
		}
		if python == "" {
			continue
		}
		if err := best(&theirs, func() (result, error) { return child(exec.CommandContext(ctx, python, "-c", pandasScript, file)) }); err != nil {
			return missed, err
		}
	}
	fmt.Fprintf(w, "   sumanus: %.3f s, peak %d MiB, %d observations stored\n", ours.Seconds, ours.PeakKiB>>10, ours.Rows)
	if python == "" {
		return notCompared, nil
	}
	fmt.Fprintf(w, "   pandas:  %.3f s, peak %d MiB, %d rows in memory (%s)\n", theirs.Seconds, theirs.PeakKiB>>10, theirs.Rows, theirs.Version)
	if ours.Rows != theirs.Rows {
		return missed, fmt.Errorf("the two read different numbers of observations: %d and %d", ours.Rows, theirs.Rows)
	}
	ratio := theirs.Seconds / ours.Seconds
	fmt.Fprintf(w, "   %.1f times faster (goal %.0f), %.1f times less memory\n", ratio, importGoal, float64(theirs.PeakKiB)/float64(ours.PeakKiB))
	if ratio < importGoal {
		return missed, nil
	}
	return met, nil
}

// best keeps the faster of what was and one more run.
func best(so *result, run func() (result, error)) error {
	r, err := run()
	if err == nil && (so.Seconds == 0 || r.Seconds < so.Seconds) {
		*so = r
	}
	return err
}

func importInChild(ctx context.Context, self, file string) (result, error) {
	dir, err := os.MkdirTemp("", "sumanus-bench-*")
	if err != nil {
		return result{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	return child(exec.CommandContext(ctx, self, "import", file, filepath.Join(dir, "data")))
}

func child(cmd *exec.Cmd) (result, error) {
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	var r result
	if err := cmd.Run(); err != nil {
		return r, fmt.Errorf("%w: %s", err, errs.String())
	}
	return r, json.Unmarshal(out.Bytes(), &r)
}

// importOnce is the child process: it measures the import alone, not the making of the database.
func importOnce(ctx context.Context, file, dir string) error {
	s, done, err := newStore(ctx, dir)
	if err != nil {
		return err
	}
	defer done()
	if err := create(ctx, s, "dataset/population", population()); err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	start := time.Now()
	rep, err := dataset.Import(ctx, s, identity.AtTheMachine(), "dataset/population", file, f, dataset.Options{Published: "2023-03-15"})
	if err != nil {
		return err
	}
	r := result{Seconds: time.Since(start).Seconds(), PeakKiB: peak(), Rows: rep.Observations}
	return json.NewEncoder(os.Stdout).Encode(r)
}
