// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
)

// newStore opens a fresh embedded database in a folder, with one organisation that owns everything.
func newStore(ctx context.Context, dir string) (*record.Store, func(), error) {
	d, err := db.Open(ctx, db.Config{Dir: dir})
	if err != nil {
		return nil, nil, err
	}
	done := func() { _ = d.Close() }
	kinds, err := record.NewRegistry(slices.Concat(identity.Kinds(), dataset.Kinds(), method.Kinds(), evidence.Kinds())...)
	if err != nil {
		return nil, done, err
	}
	policy, err := identity.NewPolicy()
	if err != nil {
		return nil, done, err
	}
	s := record.New(d, kinds, policy, record.Env{Now: time.Now, Random: rand.Reader})
	return s, done, create(ctx, s, "organisation/office", &identity.Organisation{Title: title("Office"), Type: "authority"})
}

func title(s string) record.Text { return record.NewText("en", map[string]string{"en": s}) }

func create(ctx context.Context, s *record.Store, ref record.Ref, b record.Body) error {
	return s.Write(ctx, identity.AtTheMachine(), func(tx *record.Tx) error {
		_, err := tx.Create(ctx, record.Draft{Ref: ref, Owner: "organisation/office", Visibility: record.Public, Body: b})
		return err
	})
}

// population declares the dimensions of demo_r_pjangrp3.
func population() *dataset.Dataset {
	d := &dataset.Dataset{Title: title("Population"), Publisher: "Eurostat", Attribution: "Source: Eurostat, demo_r_pjangrp3", Scheme: "NUTS"}
	for _, id := range []string{"freq", "sex", "unit", "age", "geo", "time"} {
		role := statistics.RoleOther
		if id == "geo" || id == "time" {
			role = statistics.Role(id)
		}
		d.Dimensions = append(d.Dimensions, dataset.Dimension{ID: id, Role: role})
	}
	return d
}

// shared finds the folder of sample data beside the module; false when it is not there.
func shared(name string) (string, bool) {
	base := os.Getenv("SUMANUS_SHARED")
	if base == "" {
		base = filepath.Join("..", "shared")
	}
	p := filepath.Join(base, filepath.FromSlash(name))
	_, err := os.Stat(p)
	return p, err == nil
}
