// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

type vintageJSON struct {
	Label        string    `json:"label"`
	Published    string    `json:"published"`
	Retrieved    string    `json:"retrieved"`
	Recorded     time.Time `json:"recorded"`
	ContentHash  string    `json:"content_hash"`
	Scheme       string    `json:"scheme,omitempty"`
	Territory    string    `json:"territory,omitempty"`
	Source       string    `json:"source,omitempty"`
	Note         string    `json:"note,omitempty"`
	Attribution  string    `json:"attribution,omitempty"`
	Series       int64     `json:"series"`
	Observations int64     `json:"observations"`
}

// vintages lists the vintages of a dataset, oldest first.
func vintages(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	out := []vintageJSON{}
	err = c.read(ctx, func(tx *record.ReadTx) error {
		if _, err := tx.Get(ctx, ref); err != nil {
			return err
		}
		all, err := dataset.NewReader(tx).Vintages(ctx, ref)
		for _, v := range all {
			out = append(out, vintageJSON{v.Label, v.Published, v.Retrieved, v.Recorded, v.ContentHash, v.Scheme, v.Territory, v.Source, v.Note, v.Attribution, v.Series, v.Count})
		}
		return err
	})
	return ok(map[string]any{"vintages": out}), err
}

type pointJSON struct {
	Period string `json:"period"`
	Value  string `json:"value,omitempty"` // decimal text as published; absent when missing, never zero
	Status string `json:"status,omitempty"`
	Flags  string `json:"flags,omitempty"`
}

// series reads one series of a dataset.
func series(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	q := dataset.Query{Dataset: ref, Vintage: c.text("vintage"), Region: record.Ref(c.text("region")), Select: map[string]string{}}
	if q.Region != "" && (!q.Region.Valid() || q.Region.Kind() != "region") {
		return nil, fault.New(fault.Invalid, "record.bad-ref", fault.A{"found": string(q.Region)}).At(fault.Place{Field: "query.region"})
	}
	for _, s := range c.query["select"] {
		dimension, code, found := strings.Cut(s, ":")
		if !found || dimension == "" || code == "" {
			return nil, fault.New(fault.Invalid, "api.bad-select", fault.A{"found": s}).At(fault.Place{Field: "query.select"})
		}
		q.Select[dimension] = code
	}
	out := map[string]any{"dataset": ref}
	err = c.read(ctx, func(tx *record.ReadTx) error {
		if _, err := tx.Get(ctx, ref); err != nil {
			return err
		}
		if q.Region != "" {
			if _, err := tx.Get(ctx, q.Region); err != nil {
				return err
			}
		}
		r := dataset.NewReader(tx)
		chosen, err := r.Chosen(ctx, q)
		if err != nil {
			return err
		}
		all, err := r.Series(ctx, q)
		points := []pointJSON{}
		for _, p := range all {
			points = append(points, pointJSON{p.Period, p.Value, p.Status.String(), p.Flags})
		}
		out["vintage"], out["code"], out["attribution"], out["points"] = chosen.Vintage.Label, chosen.Code, chosen.Vintage.Attribution, points
		return err
	})
	return ok(out), err
}

type seriesChangeJSON struct {
	Series   string            `json:"series"`
	Appeared bool              `json:"appeared,omitempty"`
	Went     bool              `json:"went,omitempty"`
	Newer    bool              `json:"newer,omitempty"`
	Count    int               `json:"count"`
	Values   []valueChangeJSON `json:"values,omitempty"`
}

type valueChangeJSON struct {
	Period   string `json:"period"`
	Old      string `json:"old,omitempty"`
	New      string `json:"new,omitempty"`
	OldFlags string `json:"old_flags,omitempty"`
	NewFlags string `json:"new_flags,omitempty"`
}

// changes compares two vintages of a dataset.
func changes(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	var out map[string]any
	err = c.api.store.Read(ctx, c.actor, func(tx *record.ReadTx) error {
		if _, err := tx.Get(ctx, ref); err != nil {
			return err
		}
		ch, err := dataset.Changed(ctx, tx, ref, c.text("from"), c.text("to"))
		if err != nil {
			return err
		}
		list := []seriesChangeJSON{}
		for _, s := range ch.Series {
			j := seriesChangeJSON{Series: string(s.Key), Appeared: s.Appeared, Went: s.Went, Newer: s.Newer, Count: s.Count}
			for _, v := range s.Values {
				j.Values = append(j.Values, valueChangeJSON{v.Period, v.Old, v.New, v.OldFlags, v.NewFlags})
			}
			list = append(list, j)
		}
		out = map[string]any{"from": ch.From, "to": ch.To, "all": ch.All, "territory": ch.Territory, "series": list}
		return nil
	})
	return ok(out), err
}

type reportJSON struct {
	Dataset      record.Ref       `json:"dataset"`
	DryRun       bool             `json:"dry_run"`
	Label        string           `json:"label"`
	Previous     string           `json:"previous,omitempty"`
	Format       string           `json:"format"`
	Series       int64            `json:"series"`
	Observations int64            `json:"observations"`
	Added        int64            `json:"added"`
	Revised      int64            `json:"revised"`
	StatusOnly   int64            `json:"status_only"`
	Gone         int64            `json:"gone"`
	NotAsked     int64            `json:"not_asked"`
	FirstAsked   int64            `json:"first_asked"`
	Unchanged    bool             `json:"unchanged"`
	ContentHash  string           `json:"content_hash"`
	Renamed      []dataset.Rename `json:"renamed,omitempty"`
	Territory    string           `json:"territory,omitempty"`
}

// importFile brings a file into a new vintage, whole or not at all; a dry run tells what it would do.
func importFile(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	name := path.Base(path.Clean("/" + c.text("filename")))
	if name == "/" {
		name = ref.Slug()
	}
	rep, err := dataset.Import(ctx, c.api.store, c.actor, ref, name, c.file, dataset.Options{
		Published: c.text("published"), Retrieved: c.text("retrieved"), Label: c.text("label"), Territory: c.text("territory"), Source: c.text("source"),
		Note: c.text("note"), Complete: c.yes("complete"), DryRun: c.yes("dry_run"), TempDir: c.api.o.TempDir,
	})
	if err != nil {
		return nil, err
	}
	a := ok(reportJSON{rep.Dataset, c.yes("dry_run"), rep.Label, rep.Previous, rep.Format, rep.Series, rep.Observations, rep.Added, rep.Revised, rep.StatusOnly,
		rep.Gone, rep.NotAsked, rep.FirstAsked, rep.Unchanged, rep.ContentHash, rep.Renamed, rep.Territory.Version})
	if !c.yes("dry_run") {
		a.status = http.StatusCreated
		a.with("Location", c.URL.Path)
	}
	return a, nil
}
