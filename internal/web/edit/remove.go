// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"errors"
	"strconv"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// askDelete says what deleting means, and what rests on the record and prevents it.
func askDelete(r *site.Request) error {
	users, err := r.Tx.To(r.Context(), r.Record.Ref)
	if err != nil {
		return err
	}
	var refs []record.Ref
	var others []record.Link
	for _, l := range users {
		if l.From != r.Record.Ref { // an organisation owns itself
			refs = append(refs, l.From)
			others = append(others, l)
		}
	}
	names, err := r.Tx.Records(r.Context(), refs)
	if err != nil {
		return err
	}
	p := ui.Page{Title: r.T("edit.delete-title", fault.A{"title": r.Record.Name(string(r.Lang))}), Example: r.Record.Invented,
		Over: []ui.Link{{Text: kindTitle(r, r.Record.Ref.Kind()), Href: r.To(r.Record.Ref)}}, Below: recordTabs(r, r.Record.Ref, "delete")}
	return r.Page(p, deleteBody(r, others, names))
}

// doDelete takes the record out of sight; the message offers to bring it back.
func doDelete(r *site.Request) error {
	ctx := r.Context()
	base, err := strconv.ParseInt(r.PostFormValue("base"), 10, 64)
	if err != nil {
		base = r.Record.Revision
	}
	var seq int64
	err = r.Write(func(tx *record.Tx) error {
		if err := tx.Delete(ctx, r.Record.Ref, base); err != nil {
			return err
		}
		if err := tx.Settle(ctx); err != nil { // here what rests on it speaks up
			return err
		}
		var err error
		seq, err = tx.LastEntry(ctx, r.Record.Ref)
		return err
	})
	switch {
	case fault.Is(err, "record.conflict"):
		r.Warn("edit.delete-changed")
		return r.GoTo("/delete/" + string(r.Record.Ref))
	case fault.Is(err, "record.in-use"):
		r.Warn("edit.delete-in-use", fault.A{"hidden": hiddenOf(err)})
		return r.GoTo("/delete/" + string(r.Record.Ref))
	case err != nil:
		return err
	}
	r.Say(seq, "edit.deleted-said", fault.A{"title": r.Record.Name(string(r.Lang))})
	return r.GoTo(areaOf(r, r.Record.Ref.Kind()))
}

// hiddenOf is how many of the records that keep another from being deleted the person may not see.
func hiddenOf(err error) int {
	var f *fault.Fault
	if errors.As(err, &f) {
		if n, is := f.Args["hidden"].(int); is {
			return n
		}
	}
	return 0
}

// showDeleted lists what the person can bring back.
func showDeleted(r *site.Request) error {
	all, err := r.Tx.Deleted(r.Context())
	if err != nil {
		return err
	}
	return r.Page(ui.Page{Title: r.T("edit.deleted-title"), Lede: r.T("edit.deleted-lede")}, deletedList(r, all))
}

// restore brings a deleted record back.
func restore(r *site.Request) error {
	ctx := r.Context()
	var rec record.Record
	var seq int64
	err := r.Write(func(tx *record.Tx) (err error) {
		if rec, err = tx.Restore(ctx, record.NewRef(r.PathValue("kind"), r.PathValue("slug"))); err != nil {
			return err
		}
		if err = tx.Settle(ctx); err != nil {
			return err
		}
		seq, err = tx.LastEntry(ctx, rec.Ref)
		return err
	})
	if fault.CodeOf(err) == fault.Invalid {
		return warnWith(r, err, "/deleted")
	}
	if err != nil {
		return err
	}
	r.Say(seq, "edit.restored", fault.A{"title": rec.Name(string(r.Lang))})
	return r.GoTo(r.Place(rec.Ref))
}

// undo takes back what a line of the journal did, and can itself be taken back.
func undo(r *site.Request) error {
	ctx := r.Context()
	seq, err := strconv.ParseInt(r.PathValue("seq"), 10, 64)
	if err != nil {
		return fault.New(fault.NotFound, "record.nothing-to-undo", fault.A{"seq": 0})
	}
	back, named := site.Local(r.PostFormValue("back"))
	if !named || r.PostFormValue("back") == "" {
		back = "/"
	}
	var rec record.Record
	var entry int64
	gone := false
	err = r.Write(func(tx *record.Tx) (err error) {
		if rec, err = tx.Undo(ctx, seq); err != nil {
			return err
		}
		if err = tx.Settle(ctx); err != nil {
			return err
		}
		if entry, err = tx.LastEntry(ctx, rec.Ref); err != nil {
			return err
		}
		_, err = tx.Get(ctx, rec.Ref)
		gone = fault.CodeOf(err) == fault.NotFound
		if gone {
			err = nil
		}
		return err
	})
	switch code := fault.CodeOf(err); {
	case err == nil:
	case code == fault.Conflict || code == fault.Invalid:
		return warnWith(r, err, back)
	default:
		return err
	}
	title := fault.A{"title": rec.Name(string(r.Lang))}
	if gone {
		r.Say(entry, "edit.undone-gone", title)
		if !named || back == "/" || r.Place(rec.Ref) == pathOf(back) {
			back = areaOf(r, rec.Ref.Kind())
		}
		return r.GoTo(back)
	}
	r.Say(entry, "edit.undone", title)
	if !named || back == "/" {
		back = r.Place(rec.Ref)
	}
	return r.GoTo(back)
}

func pathOf(address string) string {
	for i, c := range address {
		if c == '?' || c == '#' {
			return address[:i]
		}
	}
	return address
}

// warnWith says on the page that follows why something could not be done.
func warnWith(r *site.Request, err error, to string) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	r.Warn(f.Key, f.Args)
	return r.GoTo(to)
}
