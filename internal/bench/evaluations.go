// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/territory"
)

// The house measured: many findings over many cubes, each finding on two series of one cube.
const (
	cubes    = 200
	findings = 2000
)

// evaluationsAfterChange imports a vintage of one cube in which one series changed and counts what is judged again: exactly the
// findings on that series. It sets the time beside that of judging all findings.
func evaluationsAfterChange(ctx context.Context, w io.Writer) (outcome, error) {
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
	op := identity.AtTheMachine()
	if err := fill(ctx, s); err != nil {
		return missed, err
	}
	start := time.Now()
	c, err := evidence.EvaluateAll(ctx, s, op)
	if err != nil {
		return missed, err
	}
	every := time.Since(start)
	if c.Evaluated != findings {
		return missed, fmt.Errorf("all is %d, want %d", c.Evaluated, findings)
	}
	// Cube 7, region b changes: of its ten findings those with an odd number rest on it.
	if err := cube(ctx, s, 7, "2024-02-01", "101"); err != nil {
		return missed, err
	}
	start = time.Now()
	c, err = evidence.EvaluateDependents(ctx, s, op, "dataset/c7", "2024-01-01", "2024-02-01")
	if err != nil {
		return missed, err
	}
	some := time.Since(start)
	want := findings / cubes / 2
	fmt.Fprintf(w, "   %d findings over %d cubes; one series changed: %d evaluations for %d dependents\n", findings, cubes, c.Evaluated, want)
	fmt.Fprintf(w, "   the dependents: %s; all findings: %s; %.0f times less\n", seconds(some), seconds(every), float64(every)/float64(some))
	if c.Evaluated != want {
		return missed, nil
	}
	return met, nil
}

// fill makes the regions, the cubes with their indicators, and the findings.
func fill(ctx context.Context, s *record.Store) error {
	for slug, code := range map[string]string{"a": "LV003", "b": "LT023", "c": "LV008"} {
		r := &dataset.Region{Title: title(slug), Level: "nuts3", Codes: []territory.Code{{Scheme: territory.NUTS, Version: "2021", Code: code}}}
		if err := create(ctx, s, record.NewRef("region", slug), r); err != nil {
			return err
		}
	}
	for n := range cubes {
		d := &dataset.Dataset{Title: title("cube"), Publisher: "Office", Attribution: "Office", Scheme: "NUTS",
			Dimensions: []dataset.Dimension{{ID: "geo", Role: statistics.RoleGeo}, {ID: "time", Role: statistics.RoleTime}}}
		if err := create(ctx, s, record.NewRef("dataset", fmt.Sprint("c", n)), d); err != nil {
			return err
		}
		i := &evidence.Indicator{Title: title("i"), Formula: "x", Inputs: []evidence.Input{{Name: "x", Dataset: record.NewRef("dataset", fmt.Sprint("c", n))}}}
		if err := create(ctx, s, record.NewRef("indicator", fmt.Sprint("c", n)), i); err != nil {
			return err
		}
		if err := cube(ctx, s, n, "2024-01-01", "100"); err != nil {
			return err
		}
	}
	return s.Write(ctx, identity.AtTheMachine(), func(tx *record.Tx) error {
		for n := range findings {
			other := "region/b"
			if n/cubes%2 == 0 {
				other = "region/c"
			}
			on := fmt.Sprint("indicator/c", n%cubes)
			f := &evidence.Finding{Title: title("f"), State: evidence.Open, Statement: title("[More](#more): {x} against {y}."),
				Values:     []verdict.Value{{Name: "x", Indicator: on, Region: "region/a", Period: "2020"}, {Name: "y", Indicator: on, Region: other, Period: "2020"}},
				Assertions: []verdict.Assertion{{Name: "more", Type: verdict.Compare, Left: "x", Op: ">", Right: "y"}}}
			if _, err := tx.Create(ctx, record.Draft{Ref: record.NewRef("finding", fmt.Sprint("f", n)), Owner: "organisation/office", Visibility: record.Public, Body: f}); err != nil {
				return err
			}
		}
		return nil
	})
}

func cube(ctx context.Context, s *record.Store, n int, published, b string) error {
	file := "geo,TIME_PERIOD,OBS_VALUE\nLV003,2020,200\nLT023,2020," + b + "\nLV008,2020,50\n"
	_, err := dataset.Import(ctx, s, identity.AtTheMachine(), record.NewRef("dataset", fmt.Sprint("c", n)), "cube.csv", strings.NewReader(file),
		dataset.Options{Published: published, Territory: "2021"})
	return err
}
