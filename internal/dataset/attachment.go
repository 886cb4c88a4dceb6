// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
	"github.com/sumanus/sumanus/statistics"
	"github.com/sumanus/sumanus/statistics/csvtable"
)

// attachment keeps vintages in the folder of their dataset:
//
//	vintages/2016-02-26/vintage.yaml
//	vintages/2016-02-26/observations.csv
type attachment struct{}

// Attachment puts the vintages of a dataset into its folder and takes them from there.
func Attachment() folder.Attachment { return attachment{} }

const (
	vintagesDir = "vintages"
	yamlName    = "vintage.yaml"
	csvName     = "observations.csv"
)

// Kind implements folder.Attachment.
func (attachment) Kind() string { return "dataset" }

// Export implements folder.Attachment.
func (attachment) Export(ctx context.Context, tx *record.ReadTx, ref record.Ref) (folder.Files, error) {
	r := NewReader(tx)
	d, err := r.open(ctx, ref)
	if err != nil {
		return nil, err
	}
	out := folder.Files{}
	for _, v := range d.vintages {
		src, err := openRows(ctx, tx.SQL(), v.manifest)
		if err != nil {
			return nil, err
		}
		var csv bytes.Buffer
		if err := writeCSV(&csv, d.dims, d.body.timeID(), src); err != nil {
			return nil, err
		}
		dir := path.Join(vintagesDir, v.Label)
		out[path.Join(dir, csvName)] = csv.Bytes()
		out[path.Join(dir, yamlName)] = writeYAML(v, d.dims)
	}
	return out, nil
}

// writeCSV writes rows as the canonical tidy CSV.
func writeCSV(w io.Writer, dims []Dimension, timeID string, src rowSource) error {
	h := statistics.Header{Time: statistics.Dimension{ID: timeID, Role: statistics.RoleTime}}
	for _, d := range dims {
		h.Dimensions = append(h.Dimensions, statistics.Dimension{ID: d.ID, Role: d.Role})
	}
	return csvtable.Write(w, &rowReader{header: h, src: src})
}

// rowReader shows rows as a table.
type rowReader struct {
	header statistics.Header
	src    rowSource
}

func (r *rowReader) Header() statistics.Header { return r.header }

func (r *rowReader) Next() (*statistics.Series, error) {
	key, rows, err := r.src.next()
	if err != nil {
		return nil, err
	}
	obs, err := readRows(rows)
	return &statistics.Series{Key: splitKey(string(key)), Observations: obs}, err
}

// files groups the names of further files by vintage; anything else is a fault.
func files(names []string) ([]string, error) {
	have := map[string][]string{}
	var faults []*fault.Fault
	for _, name := range names {
		parts := strings.Split(name, "/")
		if len(parts) != 3 || parts[0] != vintagesDir || !labelForm.MatchString(parts[1]) || parts[2] != yamlName && parts[2] != csvName {
			faults = append(faults, fault.New(fault.Invalid, "dataset.strange-file").At(fault.Place{File: name}))
			continue
		}
		have[parts[1]] = append(have[parts[1]], parts[2])
	}
	var labels []string
	for label, list := range have {
		labels = append(labels, label)
		for _, want := range [2]string{yamlName, csvName} {
			if !slices.Contains(list, want) {
				faults = append(faults, fault.New(fault.Invalid, "dataset.lacks-file").At(fault.Place{File: path.Join(vintagesDir, label, want)}))
			}
		}
	}
	slices.Sort(labels)
	if f := fault.Join(faults); f != nil {
		return nil, f
	}
	return labels, nil
}

// folded is a vintage as it stands in a folder.
type folded struct {
	meta Vintage
	t    *table
	csv  string
	yaml string
}

// readFolded reads one vintage. Its dimensions are the columns of its table, in their order.
func readFolded(ctx context.Context, dir fs.FS, label string) (*folded, error) {
	f := &folded{csv: path.Join(vintagesDir, label, csvName), yaml: path.Join(vintagesDir, label, yamlName)}
	raw, err := fs.ReadFile(dir, f.yaml)
	if err != nil {
		return nil, unreadable(f.yaml, err)
	}
	if f.meta, err = readYAML(f.yaml, raw); err != nil {
		return nil, err
	}
	if f.meta.Label != label {
		return nil, fault.New(fault.Invalid, "dataset.other-label", fault.A{"found": f.meta.Label, "expected": label}).At(fault.Place{File: f.yaml, Field: "label"})
	}
	file, err := dir.Open(f.csv)
	if err != nil {
		return nil, unreadable(f.csv, err)
	}
	defer func() { _ = file.Close() }()
	in, err := csvtable.NewReader(f.csv, file, statistics.Options{})
	if err != nil {
		return nil, asFault(f.csv, err)
	}
	var dims []Dimension
	for _, d := range in.Header().Dimensions {
		dims = append(dims, Dimension{ID: d.ID, Role: d.Role})
	}
	f.t, err = scan(ctx, f.csv, in, dims, 0, "")
	return f, err
}

func unreadable(file string, err error) error {
	code := fault.Unavailable
	if errors.Is(err, fs.ErrNotExist) {
		code = fault.Invalid
	}
	return fault.New(code, "dataset.lacks-file").At(fault.Place{File: file}).Because(err)
}

// Format implements folder.Attachment.
func (attachment) Format(dir fs.FS, names []string) (folder.Files, error) {
	labels, err := files(names)
	if err != nil {
		return nil, err
	}
	out := folder.Files{}
	for _, label := range labels {
		if err := formatOne(dir, label, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func formatOne(dir fs.FS, label string, out folder.Files) error {
	f, err := readFolded(context.Background(), dir, label)
	if err != nil {
		return err
	}
	defer f.t.sorter.close()
	src, err := f.t.sorter.sorted(f.csv)
	if err != nil {
		return err
	}
	var csv bytes.Buffer
	if err := writeCSV(&csv, f.t.dims, f.t.header.Time.ID, src); err != nil {
		return err
	}
	out[f.csv] = csv.Bytes()
	out[f.yaml] = writeYAML(f.meta, f.t.dims)
	return nil
}

// Prepare implements folder.Attachment.
func (attachment) Prepare(ctx context.Context, s *record.Store, ref record.Ref, dir fs.FS, names []string) (func(context.Context, *record.Tx) error, error) {
	labels, err := files(names)
	if err != nil {
		return nil, err
	}
	type ready struct {
		*folded
		st *stored
	}
	var all []ready
	for _, label := range labels {
		f, err := readFolded(ctx, dir, label)
		if err != nil {
			return nil, err
		}
		if f.meta.Dataset != ref {
			f.t.sorter.close()
			return nil, fault.New(fault.Invalid, "dataset.other-dataset", fault.A{"found": string(f.meta.Dataset), "expected": string(ref)}).At(fault.Place{File: f.yaml, Field: "dataset"})
		}
		st, err := storeFolded(ctx, s, f)
		f.t.sorter.close()
		if err != nil {
			return nil, err
		}
		all = append(all, ready{f, st})
	}
	return func(ctx context.Context, tx *record.Tx) error {
		for _, r := range all {
			if err := publishFolded(ctx, tx, r.folded, r.st); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

func storeFolded(ctx context.Context, s *record.Store, f *folded) (*stored, error) {
	src, err := f.t.sorter.sorted(f.csv)
	if err != nil {
		return nil, err
	}
	return storeRows(ctx, s.DB(), f.t.dims, src, s.Now(), false, nil)
}

// publishFolded publishes a vintage unless it is there. The same label with anything else is a conflict: vintages do not change.
func publishFolded(ctx context.Context, tx *record.Tx, f *folded, st *stored) error {
	rec, body, err := getDataset(ctx, tx, f.meta.Dataset)
	if err != nil {
		return err
	}
	dims := body.keyed()
	if !slices.Equal(names(dims), names(f.t.dims)) {
		return fault.New(fault.Invalid, "dataset.other-columns", fault.A{"found": ids(f.t.dims), "expected": ids(dims)}).At(fault.Place{File: f.csv, Line: 1})
	}
	v := f.meta
	v.Scheme = body.Scheme
	all, err := vintages(ctx, tx.SQL(), rec, zeroTime)
	if err != nil {
		return err
	}
	if there, ok := labelled(all, v.Label); ok {
		if there.ContentHash == st.content && bytes.Equal(writeYAML(there, dims), writeYAML(v, dims)) {
			return nil
		}
		var f2 *fault.Fault
		errors.As(labelTaken(v.Dataset, v.Label), &f2)
		return f2.At(fault.Place{File: path.Join(vintagesDir, v.Label)})
	}
	_, err = publish(ctx, tx, v, st, nil)
	return err
}
