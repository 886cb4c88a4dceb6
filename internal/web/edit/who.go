// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/edit/form"
	"github.com/sumanus/sumanus/internal/web/site"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// languageName is a language's own name, as a heading writes it.
func languageName(tag string) string {
	name := i18n.Lang(tag).Name()
	for i, c := range name {
		if i == 0 {
			return strings.ToUpper(string(c)) + name[len(string(c)):]
		}
	}
	return tag
}

// people tells who is behind the ids of a history.
type people struct {
	r     *site.Request
	known map[string]identity.Known
	names map[record.Ref]record.Record
}

func peopleOf(r *site.Request, tx *record.ReadTx, ids []string) (*people, error) {
	p := &people{r: r}
	var err error
	if p.known, err = identity.Names(r.Context(), tx, ids); err != nil {
		return nil, err
	}
	var refs []record.Ref
	for _, k := range p.known {
		refs = append(refs, k.Organisations...)
	}
	p.names, err = tx.Records(r.Context(), refs)
	return p, err
}

// say names whoever has an id: the person for those who work in the partnership, the organisation for everybody, nothing when neither may
// be known.
func (p *people) say(id string) string {
	k, known := p.known[id]
	switch {
	case id == p.r.Visitor.Actor.ID && id != "":
		return p.r.T("edit.you")
	case k.Machine:
		return p.r.T("edit.at-the-machine")
	case known && k.Name != "":
		return k.Name
	}
	var orgs []string
	for _, o := range k.Organisations {
		if rec, ok := p.names[o]; ok {
			orgs = append(orgs, rec.Name(string(p.r.Lang)))
		}
	}
	if len(orgs) > 0 {
		return p.r.Words.List(orgs)
	}
	return ""
}

// whoSaved names whoever made the present state of a record.
func whoSaved(r *site.Request, tx *record.ReadTx, rec record.Record) (string, error) {
	states, err := tx.States(r.Context(), rec.Ref, 0, 1)
	if err != nil || len(states) == 0 {
		return r.T("edit.somebody"), err
	}
	p, err := peopleOf(r, tx, []string{states[0].Actor})
	if err != nil {
		return "", err
	}
	if who := p.say(states[0].Actor); who != "" {
		return who, nil
	}
	return r.T("edit.somebody"), nil
}

// linkWord is what a kind of link is called from the later record to the earlier.
func linkWord(r *site.Request, k record.LinkKind) string { return r.T("edit.link." + string(k)) }

// linkBack is the same link read from the earlier record.
func linkBack(r *site.Request, k record.LinkKind) string { return r.T("edit.linkback." + string(k)) }

// sayer tells values in words; names have been read before.
func (s *sheet) sayer(d record.Draft) form.Sayer { return sayerOf(s.r, s.names, d) }

func sayerOf(r *site.Request, names map[record.Ref]record.Record, d record.Draft) form.Sayer {
	say := form.Sayer{Words: r.Words, Link: func(k record.LinkKind) string { return linkWord(r, k) }, Name: func(ref record.Ref) string {
		if rec, ok := names[ref]; ok {
			return rec.Name(string(r.Lang))
		}
		return string(ref)
	}}
	if b, ok := d.Body.(interface{ CurrencyCode() string }); ok {
		say.Currency = b.CurrencyCode()
	}
	return say
}

// verbWord tells what an entry did to a record.
func verbWord(r *site.Request, verb string) string {
	if key := "edit.did." + verb; r.Words.Has(key) {
		return r.T(key)
	}
	return r.T("edit.did", fault.A{"verb": verb})
}
