// SPDX-License-Identifier: EUPL-1.2

package folder

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Options of Apply.
type Options struct {
	// Prune deletes the records that the manifest names and the folder no longer has. Without it a missing file deletes nothing.
	Prune bool
	// Try does everything and then takes it back.
	Try bool
}

// Report is what Apply did, by reference.
type Report struct {
	Created, Changed, Unchanged, Deleted []record.Ref
}

// first are the kinds that others need from the beginning: the partnership brings the languages.
var first = []string{"partnership", "organisation"}

// Apply brings a folder into the house, whole or not at all.
func Apply(ctx context.Context, s *record.Store, actor record.Actor, t *Tree, attachments Attachments, o Options) (Report, error) {
	if err := validate(t); err != nil {
		return Report{}, err
	}
	publish := map[record.Ref]func(context.Context, *record.Tx) error{}
	for _, e := range t.Entries {
		a := attachments.of(e.Draft.Ref.Kind())
		if a == nil || len(e.Extra) == 0 {
			continue
		}
		sub, err := fs.Sub(t.FS, e.Dir)
		if err != nil {
			return Report{}, err
		}
		f, err := a.Prepare(ctx, s, e.Draft.Ref, sub, e.Extra)
		if err != nil {
			return Report{}, within(e.Dir, err)
		}
		publish[e.Draft.Ref] = f
	}
	var rep Report
	err := s.Write(ctx, actor, func(tx *record.Tx) error {
		rep = Report{}
		if err := write(ctx, tx, t, &rep); err != nil {
			return err
		}
		if o.Prune {
			if err := prune(ctx, tx, t, &rep); err != nil {
				return err
			}
		}
		for _, e := range t.Entries {
			if f := publish[e.Draft.Ref]; f != nil {
				if err := f(ctx, tx); err != nil {
					return within(e.Dir, err)
				}
			}
		}
		if err := tx.Settle(ctx); err != nil {
			return located(t, err)
		}
		if o.Try {
			return errTried
		}
		return nil
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	if err != nil {
		return Report{}, err
	}
	return rep, nil
}

var errTried = errors.New("tried only")

// languages of the partnership that the folder itself brings.
func languages(t *Tree) []string {
	for _, e := range t.Entries {
		if l, ok := e.Draft.Body.(interface{ PartnershipLanguages() []string }); ok {
			return l.PartnershipLanguages()
		}
	}
	return nil
}

// validate reports the faults of all records together.
func validate(t *Tree) error {
	var faults []*fault.Fault
	langs := languages(t)
	for i := range t.Entries {
		e := &t.Entries[i]
		var f *fault.Fault
		if errors.As(record.Validate(e.Draft, langs), &f) {
			faults = append(faults, placed(e, f)...)
		}
	}
	if f := fault.Join(faults); f != nil {
		return f
	}
	return nil
}

// placed gives each fault of a record the file and line of its field.
func placed(e *Entry, f *fault.Fault) []*fault.Fault {
	var out []*fault.Fault
	for _, one := range flat([]*fault.Fault{f}) {
		field := one.Place.Field
		for p := field; ; {
			if at, ok := e.Places[p]; ok {
				line := at.Line
				if p == field && one.Place.Line > 1 { // a line within the text itself, as the checker of long texts tells it
					line += one.Place.Line - 1
				}
				one.Place.File, one.Place.Line = at.File, line
				break
			}
			i := strings.LastIndexByte(p, '.')
			if i < 0 {
				one.Place.File, one.Place.Line = e.Dir+"/record.yaml", e.Places[""].Line
				break
			}
			p = p[:i]
		}
		out = append(out, one)
	}
	return out
}

// located turns a fault that names a record into one that names its file.
func located(t *Tree, err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	for i := range t.Entries {
		if e := &t.Entries[i]; string(e.Draft.Ref) == f.Place.File {
			return fault.Join(placed(e, f))
		}
	}
	return err
}

func write(ctx context.Context, tx *record.Tx, t *Tree, rep *Report) error {
	var conflicts []*fault.Fault
	one := func(e *Entry) error {
		d := e.Draft
		there, err := tx.Get(ctx, d.Ref)
		if fault.CodeOf(err) == fault.NotFound {
			if _, err = tx.Create(ctx, d); err == nil {
				rep.Created = append(rep.Created, d.Ref)
			}
		} else if err == nil {
			base := int64(0)
			if e.Base != "" && strings.HasPrefix(there.Hash, e.Base) {
				base = there.Revision
			}
			var after record.Record
			if after, err = tx.Change(ctx, base, d); err == nil && after.Revision != there.Revision {
				rep.Changed = append(rep.Changed, d.Ref)
			} else if err == nil {
				rep.Unchanged = append(rep.Unchanged, d.Ref)
			}
		}
		var f *fault.Fault
		if errors.As(err, &f) {
			at := placed(e, f)
			if f.Code == fault.Conflict || f.Code == fault.Invalid {
				conflicts = append(conflicts, at...)
				return nil
			}
			return fault.Join(at)
		}
		return err
	}
	for pass := range len(first) + 1 {
		for i := range t.Entries {
			if rank(t.Entries[i].Draft.Ref.Kind()) == pass {
				if err := one(&t.Entries[i]); err != nil {
					return err
				}
			}
		}
	}
	if f := fault.Join(conflicts); f != nil {
		return f
	}
	return nil
}

func rank(kind string) int {
	for i, k := range first {
		if k == kind {
			return i
		}
	}
	return len(first)
}

func prune(ctx context.Context, tx *record.Tx, t *Tree, rep *Report) error {
	have := map[record.Ref]bool{}
	for _, e := range t.Entries {
		have[e.Draft.Ref] = true
	}
	for _, ref := range sortedKeys(t.Listed) {
		if have[ref] {
			continue
		}
		r, err := tx.Get(ctx, ref)
		if fault.CodeOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		if !strings.HasPrefix(r.Hash, t.Listed[ref]) {
			return fault.New(fault.Conflict, "folder.pruned-changed", fault.A{"ref": string(ref)}).At(fault.Place{File: ManifestName})
		}
		if err := tx.Delete(ctx, ref, r.Revision); err != nil {
			return err
		}
		rep.Deleted = append(rep.Deleted, ref)
	}
	return nil
}
