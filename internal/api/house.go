// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
)

// me tells who the token works for: a pseudonym's roles, no name.
func me(_ context.Context, c *call) (*answer, error) {
	return ok(map[string]any{"signed_in": c.signed, "roles": append([]identity.Member{}, c.actor.Members...)}), nil
}

type declaredJSON struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

type kindJSON struct {
	Name   string         `json:"name"`
	Folder string         `json:"folder"`
	Schema int            `json:"schema"`
	Fields []declaredJSON `json:"fields"`
}

// kinds lists the kinds of records and their declared fields.
func kinds(_ context.Context, c *call) (*answer, error) {
	out := []kindJSON{}
	for _, k := range c.api.store.Kinds().Kinds() {
		j := kindJSON{k.Name, k.Folder, k.Schema, []declaredJSON{}}
		for _, f := range k.Declared() {
			j.Fields = append(j.Fields, declaredJSON{f.Name, string(f.Type)})
		}
		out = append(out, j)
	}
	return ok(map[string]any{"kinds": out}), nil
}

// kindSchema gives the JSON Schema of the body of a kind, as it stands alone.
func kindSchema(_ context.Context, c *call) (*answer, error) {
	k, err := c.api.store.Kinds().Kind(c.PathValue("kind"))
	if err != nil {
		return nil, fault.New(fault.NotFound, keyNoAddress, fault.A{"path": c.URL.Path})
	}
	a := ok(k.JSONSchema())
	a.media = "application/schema+json"
	return a, nil
}

type hitJSON struct {
	Ref     record.Ref  `json:"ref"`
	Title   string      `json:"title"`
	Snippet snippetJSON `json:"snippet"`
}

type snippetJSON struct {
	Field string   `json:"field"`
	Lang  string   `json:"lang,omitempty"`
	Text  string   `json:"text"`
	Marks [][2]int `json:"marks"`
}

// search finds records by words.
func search(ctx context.Context, c *call) (*answer, error) {
	var total int
	hits := []hitJSON{}
	if err := c.api.store.Read(ctx, c.actor, func(tx *record.ReadTx) error {
		found, n, err := tx.Search(ctx, record.SearchQuery{Text: c.text("q"), Lang: c.lang, Kinds: c.query["kind"], Offset: c.number("offset"), Limit: c.number("limit")})
		total = n
		for _, h := range found {
			// Programs count in characters, not in bytes.
			marks := [][2]int{}
			for _, m := range h.Snippet.Marks {
				marks = append(marks, [2]int{utf8.RuneCountInString(h.Snippet.Text[:m[0]]), utf8.RuneCountInString(h.Snippet.Text[:m[1]])})
			}
			hits = append(hits, hitJSON{h.Record.Ref, titleOf(h.Record, c.lang), snippetJSON{h.Snippet.Field, h.Snippet.Lang, h.Snippet.Text, marks}})
		}
		return err
	}); err != nil {
		return nil, err
	}
	return ok(c.page(hits, total)), nil
}

// publish makes the pages of a document and hands them to whoever keeps published documents.
func publish(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	var files publication.Files
	if err := c.api.store.Read(ctx, c.actor, func(tx *record.ReadTx) error {
		r, err := tx.Get(ctx, ref)
		if err != nil {
			return err
		}
		if err := tx.Allow(record.Publish, r.Subject()); err != nil {
			return err
		}
		files, err = publication.Publish(ctx, tx, ref.Slug(), nil, publication.Options{Now: c.api.store.Now()})
		return err
	}); err != nil {
		return nil, err
	}
	if c.api.o.Publish == nil {
		return nil, fault.New(fault.Conflict, "api.publishing-off")
	}
	address, err := c.api.o.Publish(ctx, c.actor, ref.Slug(), files)
	if err != nil {
		return nil, err
	}
	return ok(map[string]any{"document": ref, "files": len(files), "fingerprint": files.Fingerprint(), "address": address}), nil
}
