// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
)

const mediaAtom = "application/atom+xml"

// The parts of a feed (RFC 4287).
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary"`
}

// feed tells what happened lately to public records, for feed readers. Whoever asks: a feed is passed on, so it holds what everybody
// may see, and no person.
func feed(ctx context.Context, c *call) (*answer, error) {
	var all []record.Happening
	house := record.Record{}
	if err := c.api.store.Read(ctx, identity.Nobody(), func(tx *record.ReadTx) (err error) {
		if all, err = tx.Recent(ctx, c.number("limit")); err != nil {
			return err
		}
		house, _, err = identity.ThePartnership(ctx, tx)
		if fault.CodeOf(err) == fault.NotFound {
			err = nil
		}
		return err
	}); err != nil {
		return nil, err
	}
	f := atomFeed{Lang: c.lang, ID: "urn:sumanus:changes", Title: c.z.T("api.feed"), Author: c.z.T("api.title"), Updated: c.api.store.Now().Format(time.RFC3339),
		Links: []atomLink{{Rel: "self", Type: mediaAtom, Href: c.URL.RequestURI()}}}
	if house.Body != nil {
		f.ID, f.Author = "urn:uuid:"+house.ID+":changes", titleOf(house, c.lang)
	}
	for i, h := range all {
		if i == 0 {
			f.Updated = h.At.Format(time.RFC3339)
		}
		f.Entries = append(f.Entries, atomEntry{ID: fmt.Sprintf("urn:uuid:%s:%d", h.Record.ID, h.Seq), Title: titleOf(h.Record, c.lang), Updated: h.At.Format(time.RFC3339),
			Link: atomLink{Href: c.api.page(c.lang, h.Record)}, Summary: c.happened(h)})
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	if err := xml.NewEncoder(&out).Encode(f); err != nil {
		return nil, err
	}
	return &answer{status: http.StatusOK, raw: out.Bytes(), media: mediaAtom + "; charset=utf-8"}, nil
}

// page is where a reader finds a record.
func (a *API) page(lang string, r record.Record) string {
	if a.o.Page != nil {
		return a.o.Page(lang, r)
	}
	if k, err := a.store.Kinds().Kind(r.Ref.Kind()); err == nil {
		return stem + "/" + k.Folder + "/" + r.Ref.Slug()
	}
	return stem
}

// happened says in words what was done; a verb that a room made up is shown as it is.
func (c *call) happened(h record.Happening) string {
	verb := h.Verb
	if key := "cli.verb." + verb; c.z.Has(key) {
		verb = c.z.T(key)
	}
	return verb + ": " + string(h.Record.Ref)
}
