// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// recordJSON is a record as programs read it.
type recordJSON struct {
	Ref        record.Ref        `json:"ref"`
	ID         string            `json:"id"`
	Owner      record.Ref        `json:"owner"`
	CoOwners   []record.Ref      `json:"co_owners,omitempty"`
	Visibility record.Visibility `json:"visibility"`
	Invented   bool              `json:"invented,omitempty"`
	Revision   int64             `json:"revision"`
	Hash       string            `json:"hash"`
	Created    time.Time         `json:"created"`
	Changed    time.Time         `json:"changed"`
	Deleted    bool              `json:"deleted,omitempty"`
	Links      []record.Link     `json:"links,omitempty"`
	Body       record.Body       `json:"body"`
	From       []linkJSON        `json:"from,omitempty"`
	To         []linkJSON        `json:"to,omitempty"`
}

// linkJSON is a link that is read: from the later thing to the earlier.
type linkJSON struct {
	Kind   record.LinkKind `json:"kind"`
	From   record.Ref      `json:"from"`
	To     record.Ref      `json:"to"`
	Reason record.Text     `json:"reason,omitzero"`
	Field  string          `json:"field,omitempty"`
	Stated bool            `json:"stated,omitempty"`
}

// draftJSON is what a program writes. The fields that the house writes may be left in and are passed over.
type draftJSON struct {
	Slug       string            `json:"slug,omitempty"`
	Owner      record.Ref        `json:"owner"`
	CoOwners   []record.Ref      `json:"co_owners,omitempty"`
	Visibility record.Visibility `json:"visibility"`
	Invented   bool              `json:"invented,omitempty"`
	Links      []record.Link     `json:"links,omitempty"`
	Body       json.RawMessage   `json:"body"`

	Ref      json.RawMessage `json:"ref,omitempty"`
	ID       json.RawMessage `json:"id,omitempty"`
	Revision json.RawMessage `json:"revision,omitempty"`
	Hash     json.RawMessage `json:"hash,omitempty"`
	Created  json.RawMessage `json:"created,omitempty"`
	Changed  json.RawMessage `json:"changed,omitempty"`
	Deleted  json.RawMessage `json:"deleted,omitempty"`
	From     json.RawMessage `json:"from,omitempty"`
	To       json.RawMessage `json:"to,omitempty"`
}

func recordOf(r record.Record) *recordJSON {
	return &recordJSON{Ref: r.Ref, ID: r.ID, Owner: r.Owner, CoOwners: r.CoOwners, Visibility: r.Visibility, Invented: r.Invented, Revision: r.Revision,
		Hash: r.Hash, Created: r.Created, Changed: r.Changed, Deleted: r.Deleted, Links: r.Stated, Body: r.Body}
}

// draftOf shows a draft; a body that does not encode was never decoded.
func draftOf(d record.Draft) *draftJSON {
	raw, err := record.Canonical(d.Body)
	if err != nil {
		raw = []byte("null")
	}
	return &draftJSON{Owner: d.Owner, CoOwners: d.CoOwners, Visibility: d.Visibility, Invented: d.Invented, Links: d.Stated, Body: raw}
}

func linksOf(links []record.Link) []linkJSON {
	out := make([]linkJSON, 0, len(links))
	for _, l := range links {
		out = append(out, linkJSON{l.Kind, l.From, l.To, l.Reason, l.Field, l.Stated})
	}
	return out
}

// draft turns what was sent into a draft.
func (d draftJSON) draft(k record.Kind, ref record.Ref) (record.Draft, error) {
	body, err := k.Decode(k.Schema, d.Body)
	if err != nil {
		return record.Draft{}, fieldsIn(err)
	}
	for i := range d.Links {
		d.Links[i].Stated = true
	}
	return record.Draft{Ref: ref, Owner: d.Owner, CoOwners: d.CoOwners, Visibility: d.Visibility, Invented: d.Invented, Body: body, Stated: d.Links}, nil
}

// etag is the revision, as If-Match wants it.
func etag(r record.Record) string { return strconv.Quote(strconv.FormatInt(r.Revision, 10)) }

// page is a part of a list.
type page struct {
	Items  any    `json:"items"`
	Total  int    `json:"total"`
	Offset int    `json:"offset"`
	Limit  int    `json:"limit"`
	Next   string `json:"next,omitempty"`
}

// pageOf adds where the next part is.
func (c *call) page(items any, total int) page {
	p := page{Items: items, Total: total, Offset: c.number("offset"), Limit: c.number("limit")}
	if p.Offset+p.Limit < total {
		q := c.URL.Query()
		q.Set("offset", strconv.Itoa(p.Offset+p.Limit))
		p.Next = c.URL.Path + "?" + q.Encode()
	}
	return p
}

// cut gives the part of a whole list that was asked for.
func cut[T any](c *call, all []T) []T {
	all = all[min(c.number("offset"), len(all)):]
	return all[:min(c.number("limit"), len(all))]
}

// titleOf is the title of any record in a language.
func titleOf(r record.Record, lang string) string {
	for _, t := range record.Texts(r.Body) {
		if t.Path == "title" {
			return t.Text.In(lang)
		}
	}
	return r.Ref.Slug()
}

// conflict is what a record tells that has another revision than was named.
func conflict(r record.Record, base int64) error {
	return fault.New(fault.Conflict, conflictKey, fault.A{"ref": string(r.Ref), "base": base, "present": r.Revision}).
		Because(&record.Conflict{Mine: r.Draft(), Theirs: r})
}
