// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"cmp"
	"context"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/open"
)

// Options of Import. The zero value guesses from the file and refuses what it cannot tell.
type Options struct {
	// Published is the ISO date of publication. Empty: the date the file itself states; a file without one is refused.
	Published string
	// Retrieved is the ISO date on which the file was fetched. Empty: the day of the house's clock.
	Retrieved string
	// Label of the vintage. Empty: the date of publication, with ".2" and so on behind it where that is taken.
	Label string
	// Territory is the version of the geographic codes, such as "2013". Empty: told from the codes.
	Territory string
	// Coverage is what was asked for. Nil: the product of the codes in the file and its range of periods.
	Coverage *Coverage
	// Complete says that the file is the whole table: what is missing in it is gone, not just not asked for.
	Complete bool
	Source   string
	Note     string
	// Codec tells the codec what the file does not.
	Codec statistics.Options
	// DryRun gives the report and publishes nothing.
	DryRun bool
	// WhatIf looks at the house as it would be with the vintage, which is then not published after all. Chunks that were written
	// for it stay a while unreferenced, so that the import itself has little to write.
	WhatIf func(ctx context.Context, tx *record.Tx, r Report) error
	// Memory bounds, in bytes, what is sorted at once; more goes through files in TempDir. 0 is DefaultMemory.
	Memory  int
	TempDir string
}

// DefaultMemory is how many bytes of observations are sorted in memory: about three million values.
const DefaultMemory = 64 << 20

// Import reads a file into a new vintage of a dataset, whole or not at all. name is told in faults.
func Import(ctx context.Context, s *record.Store, actor record.Actor, ref record.Ref, name string, r io.Reader, o Options) (Report, error) {
	var rep Report
	var meta Vintage
	err := s.Read(ctx, actor, func(tx *record.ReadTx) error {
		rec, body, err := getDataset(ctx, tx, ref)
		if err != nil {
			return err
		}
		if err := tx.Allow(record.Import, rec.Subject()); err != nil {
			return err
		}
		in, err := open.With(name, r, o.Codec)
		if err != nil {
			return asFault(name, err)
		}
		if meta, err = describe(ref, body, in.Header(), o, s.Now()); err != nil {
			return err
		}
		t, err := scan(ctx, name, in, body.keyed(), o.Memory, o.TempDir)
		if err != nil {
			return err
		}
		defer t.sorter.close()
		rep, err = examine(ctx, s, tx, rec, t, name, &meta, o)
		return err
	})
	if err != nil {
		return Report{}, err
	}
	if o.DryRun && o.WhatIf == nil {
		return rep, nil
	}
	err = s.Write(ctx, actor, func(tx *record.Tx) error {
		v := meta
		label, err := publish(ctx, tx, v, rep.stored, &rep.Previous)
		rep.Label = label
		if err == nil && o.WhatIf != nil {
			if err = o.WhatIf(ctx, tx, rep); err == nil {
				err = errOnlyLooked
			}
		}
		return err
	})
	if err != nil && !errors.Is(err, errOnlyLooked) {
		return Report{}, err
	}
	return rep, nil
}

// errOnlyLooked takes back what a WhatIf has looked at.
var errOnlyLooked = errors.New("dataset: only looked")

// describe settles what is said about the vintage before a single value is read.
func describe(ref record.Ref, body *Dataset, h statistics.Header, o Options, now time.Time) (Vintage, error) {
	v := Vintage{Dataset: ref, Label: o.Label, Published: o.Published, Retrieved: o.Retrieved, Scheme: body.Scheme, Source: o.Source, Note: o.Note, Attribution: body.Attribution}
	if v.Published == "" && len(h.Updated) >= len(time.DateOnly) {
		v.Published = h.Updated[:len(time.DateOnly)]
	}
	if v.Published == "" {
		return v, fault.New(fault.Invalid, "dataset.no-published")
	}
	if v.Retrieved == "" {
		v.Retrieved = now.Format(time.DateOnly)
	}
	if v.Source == "" {
		v.Source = cmp.Or(h.Source, body.Publisher)
	}
	return v, checkMeta(v)
}

var labelForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}(\.[1-9]\d*)?$`)

// checkMeta checks dates and label.
func checkMeta(v Vintage) error {
	for _, d := range [2]string{v.Published, v.Retrieved} {
		if _, err := time.Parse(time.DateOnly, d); err != nil {
			return fault.New(fault.Invalid, "record.bad-date", fault.A{"found": d})
		}
	}
	if v.Label != "" && !labelForm.MatchString(v.Label) {
		return fault.New(fault.Invalid, "dataset.bad-label", fault.A{"found": v.Label})
	}
	return nil
}

// examine stores the rows as unreferenced chunks and compares them with the latest vintage on the way.
func examine(ctx context.Context, s *record.Store, tx *record.ReadTx, rec record.Record, t *table, name string, meta *Vintage, o Options) (Report, error) {
	rep := Report{Dataset: rec.Ref, Format: t.header.Format, Dropped: t.dropped, Assumed: t.assumed}
	var err error
	var list []string
	if t.geo >= 0 {
		list = sortedCodes(t.codes[t.geo])
	}
	if rep.Territory, err = guessTerritory(meta.Scheme, o.Territory, list); err != nil {
		return rep, err
	}
	meta.Territory = rep.Territory.Version
	meta.Coverage = t.coverage(o.Complete)
	if o.Coverage != nil {
		meta.Coverage = *o.Coverage
		meta.Coverage.Complete = meta.Coverage.Complete || o.Complete
	}
	all, err := vintages(ctx, tx.SQL(), rec, time.Time{})
	if err != nil {
		return rep, err
	}
	src, err := t.sorter.sorted(name)
	if err != nil {
		return rep, err
	}
	before, compared := predecessor(all, meta.Published)
	var d *differ
	var watch func(key, rows []byte) error
	if compared {
		rep.Previous = before.Label
		if d, err = differBetween(ctx, tx, t.dims, before, *meta, &rep, o.Memory, o.TempDir); err != nil {
			return rep, err
		}
		defer d.close()
		watch = d.push
	}
	rep.stored, err = storeRows(ctx, s.DB(), t.dims, src, s.Now(), o.DryRun && o.WhatIf == nil, watch)
	if err == nil && d != nil {
		err = d.finish()
	}
	if err != nil {
		return rep, err
	}
	rep.Series, rep.Observations, rep.ContentHash = rep.stored.series, rep.stored.count, rep.stored.content
	rep.Chunks, rep.NewChunks = len(rep.stored.hashes), rep.stored.fresh
	rep.Unchanged = compared && before.ContentHash == rep.ContentHash
	rep.Changes.From, rep.Changes.Territory = rep.Previous, compared && before.Territory != meta.Territory
	sortRenames(&rep)
	if rep.Label = meta.Label; rep.Label == "" {
		rep.Label = freeLabel(all, meta.Published)
	}
	if _, taken := labelled(all, rep.Label); taken {
		return rep, labelTaken(rec.Ref, rep.Label)
	}
	rep.Changes.To = rep.Label
	return rep, nil
}

func sortRenames(rep *Report) {
	slices.SortFunc(rep.Renamed, func(a, b Rename) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
}

func labelTaken(ref record.Ref, label string) error {
	return fault.New(fault.Conflict, "dataset.label-taken", fault.A{"dataset": string(ref), "label": label})
}

// differBetween opens a comparison of a stored vintage with a newer one.
func differBetween(ctx context.Context, tx *record.ReadTx, dims []Dimension, before, after Vintage, rep *Report, memory int, dir string) (*differ, error) {
	regions, err := indexRegions(ctx, tx)
	if err != nil {
		return nil, err
	}
	geo := slices.IndexFunc(dims, func(d Dimension) bool { return d.Role == statistics.RoleGeo })
	return newDiffer(dims, geo, after.Scheme, regions, newSide(dims, geo, before.Scheme, before.Territory, before.Coverage),
		newSide(dims, geo, after.Scheme, after.Territory, after.Coverage), rep, memory, dir,
		func() (rowSource, error) { return openRows(ctx, tx.SQL(), before.manifest) })
}

// freeLabel is the date of publication, or the next free label of that day.
func freeLabel(all []Vintage, published string) string {
	for n := 1; ; n++ {
		label := published
		if n > 1 {
			label += "." + itoa(n)
		}
		if _, taken := labelled(all, label); !taken {
			return label
		}
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
