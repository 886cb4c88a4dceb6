// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// The suffixes of a declared field in a query: after and before are for what has an order.
const (
	after  = ".after"
	before = ".before"
)

// listRecords gives a part of the records of a kind, filtered and ordered by declared fields.
func listRecords(k record.Kind) func(context.Context, *call) (*answer, error) {
	declared := k.Declared()
	return func(ctx context.Context, c *call) (*answer, error) {
		q := record.Query{Kind: k.Name, Lang: c.lang}
		var err error
		if q.Where, err = conditions(c, declared); err != nil {
			return nil, err
		}
		order := c.text("order")
		q.OrderBy, q.Descending = strings.TrimPrefix(order, "-"), strings.HasPrefix(order, "-")
		if q.OrderBy == "slug" {
			q.OrderBy = ""
		}
		var all []record.Record
		if err := c.api.store.Read(ctx, c.actor, func(tx *record.ReadTx) error {
			all, err = tx.Query(ctx, q)
			return err
		}); err != nil {
			return nil, err
		}
		if order == "-slug" {
			slices.Reverse(all)
		}
		items := []*recordJSON{}
		for _, r := range cut(c, all) {
			items = append(items, recordOf(r))
		}
		return ok(c.page(items, len(all))), nil
	}
}

// conditions reads the filters out of the query.
func conditions(c *call, declared []record.Field) ([]record.Condition, error) {
	var out []record.Condition
	for _, f := range declared {
		for suffix, op := range map[string]record.Operator{"": record.Equal, after: record.Greater, before: record.Less} {
			for _, text := range c.query[f.Name+suffix] {
				cond := record.Condition{Field: f.Name, Op: op, Value: text}
				switch f.Type {
				case record.TypeText:
					cond.Op = record.Contains
				case record.TypeNumber:
					v, err := strconv.ParseFloat(text, 64)
					if err != nil || v != v || v-v != 0 {
						return nil, fault.New(fault.Invalid, "record.bad-number", fault.A{"found": text}).At(fault.Place{Field: "query." + f.Name + suffix})
					}
					cond.Value = v
				case record.TypeCents:
					v, err := strconv.ParseInt(text, 10, 64)
					if err != nil {
						return nil, fault.New(fault.Invalid, "record.bad-number", fault.A{"found": text}).At(fault.Place{Field: "query." + f.Name + suffix})
					}
					cond.Value = v
				}
				out = append(out, cond)
			}
		}
	}
	slices.SortFunc(out, func(a, b record.Condition) int {
		return strings.Compare(a.Field+string(a.Op)+fmt.Sprint(a.Value), b.Field+string(b.Op)+fmt.Sprint(b.Value))
	})
	return out, nil
}

// getRecord gives one record with its links, now or as known at a moment.
func getRecord(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	var out *recordJSON
	var tag string
	if err := c.read(ctx, func(tx *record.ReadTx) error {
		r, err := tx.Get(ctx, ref)
		if err != nil {
			return err
		}
		from, err := tx.From(ctx, ref)
		if err != nil {
			return err
		}
		to, err := tx.To(ctx, ref)
		out, tag = recordOf(r), etag(r)
		out.From, out.To = linksOf(from), linksOf(to)
		return err
	}); err != nil {
		return nil, err
	}
	if c.text("as_known") == "" && strings.TrimPrefix(c.Header.Get("If-None-Match"), "W/") == tag {
		return (&answer{status: http.StatusNotModified}).with("ETag", tag), nil
	}
	return ok(out).with("ETag", tag), nil
}

// createRecord adds a record.
func createRecord(k record.Kind) func(context.Context, *call) (*answer, error) {
	return func(ctx context.Context, c *call) (*answer, error) {
		var sent draftJSON
		if err := c.decode(&sent); err != nil {
			return nil, err
		}
		d, err := sent.draft(k, record.NewRef(k.Name, sent.Slug))
		if err != nil {
			return nil, err
		}
		var r record.Record
		if err := c.write(ctx, func(tx *record.Tx) error { r, err = tx.Create(ctx, again(k, d)); return err }); err != nil {
			return nil, fieldsIn(err)
		}
		a := ok(recordOf(r)).with("ETag", etag(r)).with("Location", c.URL.Path+"/"+r.Ref.Slug())
		a.status = http.StatusCreated
		return a, nil
	}
}

// again gives a draft whose body nobody else holds: the closure of a write may run twice, and the write path tidies bodies in place.
func again(k record.Kind, d record.Draft) record.Draft {
	raw, err := record.Canonical(d.Body)
	if err != nil {
		return d // the write path says so in its own words
	}
	if body, err := k.Decode(k.Schema, raw); err == nil {
		d.Body = body
	}
	return d
}

// replaceRecord puts what was sent in the place of what is there.
func replaceRecord(k record.Kind) func(context.Context, *call) (*answer, error) {
	return func(ctx context.Context, c *call) (*answer, error) {
		ref, base, err := c.target()
		if err != nil {
			return nil, err
		}
		var sent draftJSON
		if err := c.decode(&sent); err != nil {
			return nil, err
		}
		d, err := sent.draft(k, ref)
		if err != nil {
			return nil, err
		}
		return c.change(ctx, base, func(*record.Tx) (record.Draft, error) { return again(k, d), nil })
	}
}

// target is the record and the revision that a change is about.
func (c *call) target() (record.Ref, int64, error) {
	base, err := c.base()
	if err != nil {
		return "", 0, err
	}
	ref, err := c.ref()
	return ref, base, err
}

// change saves a draft on top of the revision it was made from.
func (c *call) change(ctx context.Context, base int64, draft func(*record.Tx) (record.Draft, error)) (*answer, error) {
	var r record.Record
	if err := c.write(ctx, func(tx *record.Tx) error {
		d, err := draft(tx)
		if err != nil {
			return err
		}
		r, err = tx.Change(ctx, base, d)
		return err
	}); err != nil {
		return nil, fieldsIn(err)
	}
	return ok(recordOf(r)).with("ETag", etag(r)), nil
}

// patchRecord changes parts of a record by a JSON merge patch (RFC 7396): what is null goes, what is not named stays.
func patchRecord(k record.Kind) func(context.Context, *call) (*answer, error) {
	return func(ctx context.Context, c *call) (*answer, error) {
		ref, base, err := c.target()
		if err != nil {
			return nil, err
		}
		patch, err := loose(c.raw)
		if err != nil {
			return nil, err
		}
		if _, is := patch.(map[string]any); !is {
			return nil, fault.New(fault.Invalid, "api.wrong-type", fault.A{"found": typeOf(patch), "expected": "object"}).At(fault.Place{Field: "body"})
		}
		return c.change(ctx, base, func(tx *record.Tx) (record.Draft, error) {
			r, err := tx.Get(ctx, ref)
			if err != nil {
				return record.Draft{}, err
			}
			if r.Revision != base {
				return record.Draft{}, c.stale(ctx, tx, r, base)
			}
			raw, err := json.Marshal(draftOf(r.Draft()))
			if err != nil {
				return record.Draft{}, err
			}
			whole, err := loose(raw)
			if err != nil {
				return record.Draft{}, err
			}
			merged, err := json.Marshal(merge(whole, patch))
			if err != nil {
				return record.Draft{}, err
			}
			var sent draftJSON
			if err := c.decodeAs(merged, component(k.Name)+"Change", &sent); err != nil {
				return record.Draft{}, err
			}
			return sent.draft(k, ref)
		})
	}
}

// stale refuses to change a record that has moved on. Whoever may not change it hears that first.
func (c *call) stale(ctx context.Context, tx *record.Tx, r record.Record, base int64) error {
	if err := tx.Allow(record.Change, r.Subject()); err != nil {
		return err
	}
	err := conflict(r, base)
	if b, missing := tx.Revision(ctx, r.Ref, base); missing == nil {
		f := &record.Conflict{Base: &b, Mine: b.Draft(), Theirs: r}
		return fault.New(fault.Conflict, conflictKey, fault.A{"ref": string(r.Ref), "base": base, "present": r.Revision}).Because(f)
	}
	return err
}

func loose(raw []byte) (any, error) {
	var v any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		return nil, badJSON(raw, dec.InputOffset(), err)
	}
	return v, nil
}

// merge is RFC 7396, section 2.
func merge(target, patch any) any {
	p, is := patch.(map[string]any)
	if !is {
		return patch
	}
	t, is := target.(map[string]any)
	if !is {
		t = map[string]any{}
	}
	for name, v := range p {
		if v == nil {
			delete(t, name)
		} else {
			t[name] = merge(t[name], v)
		}
	}
	return t
}

// deleteRecord takes a record out of sight.
func deleteRecord(ctx context.Context, c *call) (*answer, error) {
	ref, base, err := c.target()
	if err != nil {
		return nil, err
	}
	if err := c.write(ctx, func(tx *record.Tx) error { return tx.Delete(ctx, ref, base) }); err != nil {
		return nil, err
	}
	return &answer{status: http.StatusNoContent}, nil
}

// restoreRecord brings a deleted record back.
func restoreRecord(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	var r record.Record
	if err := c.write(ctx, func(tx *record.Tx) error { r, err = tx.Restore(ctx, ref); return err }); err != nil {
		return nil, err
	}
	return ok(recordOf(r)).with("ETag", etag(r)), nil
}

// adoption tells who has adopted the present revision.
func adoption(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	var a record.Adoption
	err = c.api.store.Read(ctx, c.actor, func(tx *record.ReadTx) error { a, err = tx.Adoption(ctx, ref); return err })
	return ok(adoptionOf(a)), err
}

type adoptionJSON struct {
	By      []record.Ref `json:"by"`
	Missing []record.Ref `json:"missing"`
	Adopted bool         `json:"adopted"`
}

func adoptionOf(a record.Adoption) adoptionJSON {
	return adoptionJSON{append([]record.Ref{}, a.By...), append([]record.Ref{}, a.Missing...), a.Adopted()}
}

// adopt says in the name of an organisation that it adopts the revision that was read.
func adopt(ctx context.Context, c *call) (*answer, error) {
	ref, base, err := c.target()
	if err != nil {
		return nil, err
	}
	var sent struct {
		Organisation record.Ref `json:"organisation"`
	}
	if err := c.decode(&sent); err != nil {
		return nil, err
	}
	var a record.Adoption
	if err := c.write(ctx, func(tx *record.Tx) error {
		r, err := tx.Get(ctx, ref)
		if err != nil {
			return err
		}
		if err := tx.Adopt(ctx, ref, sent.Organisation); err != nil {
			return err
		}
		if r.Revision != base {
			return conflict(r, base)
		}
		a, err = tx.Adoption(ctx, ref)
		return err
	}); err != nil {
		return nil, err
	}
	return ok(adoptionOf(a)), nil
}
