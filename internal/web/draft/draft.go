// SPDX-License-Identifier: EUPL-1.2

package draft

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
)

// Draft is what a person has typed into a form and not saved.
type Draft struct {
	// Ref is the record that is edited; of a new one, a key in place of its address, see [IsNew].
	Ref record.Ref
	// Form is which form of the record: empty for that of all its fields, else the last part of the form's address.
	Form string
	// Base is the revision that the form was made from.
	Base int64
	// Lang is the language in which numbers were typed.
	Lang   string
	Values url.Values
	At     time.Time
}

// New tells that the record does not exist yet.
func (d Draft) New() bool { return IsNew(d.Ref) }

// Title is the title as it was typed: in a language, or in any; empty when there is none yet.
func (d Draft) Title(lang string) string {
	tags := []string{lang, d.Lang}
	for _, l := range i18n.Known() {
		tags = append(tags, string(l))
	}
	for _, l := range tags {
		if t := strings.TrimSpace(d.Values.Get("title." + l)); t != "" {
			return t
		}
	}
	return ""
}

// Place is where the form is, behind the language.
func (d Draft) Place(r *site.Request) string {
	switch {
	case d.New():
		return "/new/" + d.Ref.Kind() + "?draft=" + d.Ref.Slug()
	case d.Form == "":
		return "/edit/" + string(d.Ref)
	}
	return r.Place(d.Ref) + "/" + d.Form
}

var keyForm = regexp.MustCompile(`^new-[0-9a-f]{8}$`)

// IsNew tells whether a reference is the key of a record that does not exist yet.
func IsNew(ref record.Ref) bool { return keyForm.MatchString(ref.Slug()) }

// newKey makes a key for the draft of a new record.
func newKey(random io.Reader) (string, error) {
	var b [4]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", err
	}
	return "new-" + hex.EncodeToString(b[:]), nil
}

// body is how a draft is kept.
type body struct {
	Lang   string     `json:"lang"`
	Values url.Values `json:"values"`
}

// All lists what the actor has typed and not saved, the last first, in one statement.
func All(ctx context.Context, tx *record.ReadTx) ([]Draft, error) {
	all, err := tx.Drafts(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Draft, 0, len(all))
	for _, u := range all {
		d := Draft{Ref: u.Ref, Form: u.Form, Base: u.BaseRevision, At: u.SavedAt}
		var b body
		if json.Unmarshal(u.Body, &b) == nil { // else kept by an older program in another shape: it can be thrown away
			d.Lang, d.Values = b.Lang, b.Values
		}
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b Draft) int { return b.At.Compare(a.At) })
	return out, nil
}

// Of finds what the actor has typed into a form of a record; nil when nothing, or nothing that can be read.
func Of(ctx context.Context, tx *record.ReadTx, ref record.Ref, form string) (*Draft, error) {
	all, err := All(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		if d.Ref == ref && d.Form == form && d.Values != nil {
			return &d, nil
		}
	}
	return nil, nil
}

// notTyped are controls that are no part of what was typed: buttons, searches, and what the form says of itself.
var notTyped = []string{"do", "base", "draft", "form", "back", "q", "all"}

// Keep writes what was typed as a draft, in place of what was kept before.
func Keep(ctx context.Context, tx *record.Tx, d Draft) error {
	values := url.Values{}
	for name, v := range d.Values {
		if !slices.Contains(notTyped, name) && !strings.HasSuffix(name, "-q") {
			values[name] = v
		}
	}
	raw, err := json.Marshal(body{d.Lang, values})
	if err != nil {
		return err
	}
	return tx.KeepDraft(ctx, record.Unsaved{Ref: d.Ref, Form: d.Form, BaseRevision: d.Base, Body: raw})
}
