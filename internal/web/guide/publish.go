// SPDX-License-Identifier: EUPL-1.2

package guide

import (
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
)

// publish makes the document in every language of the partnership and puts it where visitors read it. Faults are shown with their place and nothing is
// published.
func (p publisher) publish(r *site.Request) error {
	if p.Save == nil {
		return fault.New(fault.Unavailable, "guide.no-place")
	}
	if r.Record.Visibility != record.Public {
		return fault.New(fault.Invalid, "guide.not-public")
	}
	slug := r.Record.Ref.Slug()
	var files publication.Files
	err := r.Read(func(tx *record.ReadTx) error {
		var err error
		files, err = publication.Publish(r.Context(), tx, slug, nil, publication.Options{Now: r.Site.Now().UTC().Truncate(time.Second)})
		return err
	})
	if err != nil {
		return err
	}
	if err := p.Save(slug, files); err != nil {
		return err
	}
	if err := r.Write(func(tx *record.Tx) error {
		if err := tx.Allow(record.Publish, r.Record.Subject()); err != nil {
			return err
		}
		return tx.Note(r.Context(), "published", string(r.Record.Ref), map[string]any{"fingerprint": files.Fingerprint(), "files": len(files)})
	}); err != nil {
		return err
	}
	r.Say(0, "guide.published", fault.A{"document": r.Record.Name(string(r.Lang))})
	return r.GoTo(r.Place(r.Record.Ref))
}
