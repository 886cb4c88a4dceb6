// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"context"
	"slices"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
)

// house is everything the rules look at, read once: one query for each kind, then the evaluation of the findings.
type house struct {
	tx        *record.ReadTx
	today     string
	languages []string
	records   []record.Record // by reference
	byRef     map[record.Ref]record.Record
	byKind    map[string][]record.Record   // by slug
	in, out   map[record.Ref][]record.Link // among visible records
	judged    map[record.Ref]judgement
	naked     []claim // of all texts that argue, once asked for
}

func readHouse(ctx context.Context, tx *record.ReadTx, o Options) (*house, error) {
	h := &house{tx: tx, byKind: map[string][]record.Record{}, today: o.Today, languages: o.Languages, byRef: map[record.Ref]record.Record{}, in: map[record.Ref][]record.Link{}, out: map[record.Ref][]record.Link{}}
	for _, kind := range tx.Kinds().Kinds() {
		all, err := tx.All(ctx, kind.Name)
		if err != nil {
			return nil, err
		}
		h.records, h.byKind[kind.Name] = append(h.records, all...), all
	}
	for _, r := range h.records {
		h.byRef[r.Ref] = r
	}
	for _, r := range h.records {
		for _, l := range tx.LinksOf(r) {
			if _, seen := h.byRef[l.To]; seen {
				h.out[r.Ref] = append(h.out[r.Ref], l)
				h.in[l.To] = append(h.in[l.To], l)
			}
		}
	}
	if len(h.languages) == 0 {
		_, p, err := identity.ThePartnership(ctx, tx)
		if err != nil && !fault.Is(err, "identity.no-partnership") {
			return nil, err
		}
		if err == nil {
			h.languages = p.Languages
		}
	}
	var err error
	h.judged, err = judge(ctx, tx, h.of("finding"), o.Kept)
	return h, err
}

// of gives the records of a kind, by slug.
func (h *house) of(kind string) []record.Record { return h.byKind[kind] }

// to gives the records that link to ref by one of the kinds of link; none given is any but owned_by.
func (h *house) to(ref record.Ref, kinds ...record.LinkKind) []record.Ref {
	return ends(h.in[ref], func(l record.Link) record.Ref { return l.From }, kinds)
}

// from gives the records that ref links to.
func (h *house) from(ref record.Ref, kinds ...record.LinkKind) []record.Ref {
	return ends(h.out[ref], func(l record.Link) record.Ref { return l.To }, kinds)
}

func ends(links []record.Link, end func(record.Link) record.Ref, kinds []record.LinkKind) []record.Ref {
	var out []record.Ref
	for _, l := range links {
		if len(kinds) == 0 && l.Kind != record.OwnedBy || slices.Contains(kinds, l.Kind) {
			out = append(out, end(l))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ofKind keeps the references of a kind.
func ofKind(refs []record.Ref, kind string) []record.Ref {
	var out []record.Ref
	for _, r := range refs {
		if r.Kind() == kind {
			out = append(out, r)
		}
	}
	return out
}

// closure follows a step from the given records, which belong to it.
func closure(start []record.Ref, step func(record.Ref) []record.Ref) []record.Ref {
	seen := map[record.Ref]bool{}
	var out []record.Ref
	for todo := slices.Clone(start); len(todo) > 0; todo = todo[1:] {
		if r := todo[0]; !seen[r] {
			seen[r] = true
			out = append(out, r)
			todo = append(todo, step(r)...)
		}
	}
	return out
}

// title is the title of a record; every kind has one.
func (h *house) title(ref record.Ref) record.Text {
	return h.byRef[ref].Title()
}

// body gives the typed body of a record; ok is false when it is of another kind or not seen.
func body[T record.Body](h *house, ref record.Ref) (T, bool) {
	b, ok := h.byRef[ref].Body.(T)
	return b, ok
}
