// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

type stateJSON struct {
	Revision int64     `json:"revision"`
	Seq      int64     `json:"seq"`
	At       time.Time `json:"at"`
	Verb     string    `json:"verb"`
	Hash     string    `json:"hash"`
	// Actor is a pseudonym, and only for those who are signed in.
	Actor string `json:"actor,omitempty"`
}

// history lists the states of a record, newest first.
func history(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	states := []stateJSON{}
	if err := c.api.store.Read(ctx, c.actor, func(tx *record.ReadTx) error {
		all, err := tx.History(ctx, ref)
		for _, s := range all {
			j := stateJSON{s.Revision, s.Seq, s.At, s.Verb, s.Hash, ""}
			if c.signed {
				j.Actor = s.Actor
			}
			states = append(states, j)
		}
		return err
	}); err != nil {
		return nil, err
	}
	return ok(map[string]any{"ref": ref, "states": states}), nil
}

// revision gives one earlier state.
func revision(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	n, err := strconv.ParseInt(c.PathValue("revision"), 10, 64)
	if err != nil {
		return nil, fault.New(fault.NotFound, "record.not-found", fault.A{"ref": string(ref)})
	}
	var r record.Record
	if err := c.api.store.Read(ctx, c.actor, func(tx *record.ReadTx) error { r, err = tx.Revision(ctx, ref, n); return err }); err != nil {
		return nil, err
	}
	return ok(recordOf(r)).with("ETag", etag(r)), nil
}

// undo takes back what one entry of the journal did.
func undo(ctx context.Context, c *call) (*answer, error) {
	var sent struct {
		Seq int64 `json:"seq"`
	}
	if err := c.decode(&sent); err != nil {
		return nil, err
	}
	var r record.Record
	if err := c.write(ctx, func(tx *record.Tx) (err error) {
		if r, err = tx.Undo(ctx, sent.Seq); err != nil {
			return err
		}
		// Undo of a creation gives what was there; the answer tells what is there now.
		if now, err := tx.Get(ctx, r.Ref); err == nil {
			r = now
		} else {
			r.Deleted = true
			r.Revision++
		}
		return nil
	}); err != nil {
		return nil, err
	}
	return ok(recordOf(r)).with("ETag", etag(r)), nil
}

type baselineJSON struct {
	Name string    `json:"name"`
	At   time.Time `json:"at"`
	Seq  int64     `json:"seq"`
}

func baselines(ctx context.Context, c *call) (*answer, error) {
	out := []baselineJSON{}
	err := c.api.store.Read(ctx, c.actor, func(tx *record.ReadTx) error {
		all, err := tx.Baselines(ctx)
		for _, b := range all {
			out = append(out, baselineJSON(b))
		}
		return err
	})
	return ok(map[string]any{"baselines": out}), err
}

func setBaseline(ctx context.Context, c *call) (*answer, error) {
	var sent struct {
		Name string `json:"name"`
	}
	if err := c.decode(&sent); err != nil {
		return nil, err
	}
	var b record.Baseline
	if err := c.write(ctx, func(tx *record.Tx) (err error) { b, err = tx.SetBaseline(ctx, sent.Name); return err }); err != nil {
		return nil, err
	}
	a := ok(baselineJSON(b))
	a.status = http.StatusCreated
	return a, nil
}

// moment reads a parameter that names a moment: a day (known at its end), a time, or the name of a baseline. Absent is now.
func (c *call) moment(ctx context.Context, name string) (time.Time, error) {
	text := c.text(name)
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.Add(24*time.Hour - time.Millisecond), nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.UTC(), nil
	}
	var found time.Time
	err := c.api.store.Read(ctx, c.actor, func(tx *record.ReadTx) error {
		all, err := tx.Baselines(ctx)
		for _, b := range all {
			if b.Name == text {
				found = b.At
			}
		}
		return err
	})
	if err == nil && found.IsZero() {
		err = fault.New(fault.Invalid, "api.bad-moment", fault.A{"found": text}).At(fault.Place{Field: "query." + name})
	}
	return found, err
}

type differenceJSON struct {
	Ref    record.Ref  `json:"ref"`
	Change string      `json:"change"`
	Fields []fieldJSON `json:"fields,omitempty"`
}

type fieldJSON struct {
	Path   string          `json:"path"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// differences compares the house at two moments.
func differences(ctx context.Context, c *call) (*answer, error) {
	from, err := c.moment(ctx, "from")
	if err != nil {
		return nil, err
	}
	to, err := c.moment(ctx, "to")
	if err != nil {
		return nil, err
	}
	all, err := c.api.store.Differences(ctx, c.actor, from, to)
	if err != nil {
		return nil, err
	}
	out := []differenceJSON{}
	for _, d := range all {
		j := differenceJSON{Ref: d.Ref, Change: d.Change}
		for _, f := range d.Fields {
			j.Fields = append(j.Fields, fieldJSON{f.Path, json.RawMessage(f.Before), json.RawMessage(f.After)})
		}
		out = append(out, j)
	}
	return ok(map[string]any{"differences": out}), nil
}
