// SPDX-License-Identifier: EUPL-1.2

package folder

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// baseLength is how much of a hash the manifest shows.
const baseLength = 16

// Files is the content of a folder by slash-separated path.
type Files map[string][]byte

// recordFiles gives the files of one record below its folder.
func recordFiles(d record.Draft, schema int) (Files, error) {
	record.Normalise(&d)
	out := Files{}
	skip := map[string]bool{}
	for _, t := range d.Texts() {
		skip[t.Path] = true
	}
	var y strings.Builder
	h := head{Kind: d.Ref.Kind(), Slug: d.Ref.Slug(), Schema: schema, Owner: d.Owner, CoOwners: d.CoOwners, Visibility: string(d.Visibility), Invented: d.Invented}
	for _, part := range []any{h, d.Body, statedLinks{d.Stated}} {
		var raw bytes.Buffer
		enc := json.NewEncoder(&raw)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(part); err != nil {
			return nil, err
		}
		if err := emit(&y, raw.Bytes(), skip); err != nil {
			return nil, err
		}
	}
	out["record.yaml"] = []byte(y.String())
	for name, text := range writeTexts(&d) {
		out[name] = []byte(text)
	}
	return out, nil
}

func manifest(bases map[record.Ref]string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "format: %d\n", Format)
	if len(bases) > 0 {
		b.WriteString("records:\n")
		for _, ref := range sortedKeys(bases) {
			fmt.Fprintf(&b, "  %s: \"%s\"\n", ref, bases[ref])
		}
	}
	return []byte(b.String())
}

// Attachment lets a room keep more than a body in the folder of its records.
type Attachment interface {
	// Kind is the kind whose folders have further files.
	Kind() string
	// Export gives the further files of a record, by path below its folder.
	Export(ctx context.Context, tx *record.ReadTx, ref record.Ref) (Files, error)
	// Format gives the same files in their canonical form; faults name file and line.
	Format(dir fs.FS, names []string) (Files, error)
	// Prepare reads the further files before the transaction. It may write unreferenced things in bulk. The function it gives
	// publishes them inside the transaction, after the record was written.
	Prepare(ctx context.Context, s *record.Store, ref record.Ref, dir fs.FS, names []string) (func(context.Context, *record.Tx) error, error)
}

// Attachments finds an attachment by kind.
type Attachments []Attachment

func (a Attachments) of(kind string) Attachment {
	for _, x := range a {
		if x.Kind() == kind {
			return x
		}
	}
	return nil
}

// Has tells whether a kind has an attachment, as Read asks.
func (a Attachments) Has(kind string) bool { return a.of(kind) != nil }

// Export gives everything the reader may see as a folder.
func Export(ctx context.Context, tx *record.ReadTx, attachments Attachments) (Files, error) {
	out := Files{}
	bases := map[record.Ref]string{}
	for _, kind := range tx.Kinds().Kinds() {
		records, err := tx.All(ctx, kind.Name)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			dir := path.Join(kind.Folder, r.Ref.Slug())
			files, err := recordFiles(r.Draft(), kind.Schema)
			if err != nil {
				return nil, err
			}
			if a := attachments.of(kind.Name); a != nil {
				more, err := a.Export(ctx, tx, r.Ref)
				if err != nil {
					return nil, err
				}
				for name, content := range more {
					files[name] = content
				}
			}
			for name, content := range files {
				out[path.Join(dir, name)] = content
			}
			bases[r.Ref] = r.Hash[:baseLength]
		}
	}
	out[ManifestName] = manifest(bases)
	return out, nil
}

// Canonical gives a folder in the form in which Export would write it, keeping the manifest's bases. Translations that did not say
// what they were made from now say so.
func Canonical(t *Tree, kinds *record.Registry, attachments Attachments) (Files, error) {
	out := Files{ManifestName: manifest(t.Listed)}
	for _, e := range t.Entries {
		kind, err := kinds.Kind(e.Draft.Ref.Kind())
		if err != nil {
			return nil, err
		}
		files, err := recordFiles(e.Draft, kind.Schema)
		if err != nil {
			return nil, err
		}
		if a := attachments.of(kind.Name); a != nil {
			sub, err := fs.Sub(t.FS, e.Dir)
			if err != nil {
				return nil, err
			}
			more, err := a.Format(sub, e.Extra)
			if err != nil {
				return nil, within(e.Dir, err)
			}
			for name, content := range more {
				files[name] = content
			}
		}
		for name, content := range files {
			out[path.Join(e.Dir, name)] = content
		}
	}
	return out, nil
}

// within puts the folder of a record before the file names of faults.
func within(dir string, err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	c := *f
	if c.Place.File != "" {
		c.Place.File = path.Join(dir, c.Place.File)
	} else {
		c.Place.File = dir
	}
	c.Also = nil
	for _, also := range f.Also {
		var moved *fault.Fault
		if errors.As(within(dir, also), &moved) {
			c.Also = append(c.Also, moved)
		}
	}
	return &c
}

// Save writes files below dir. A folder that is not ours and not empty is refused. What an earlier export wrote and is gone now is
// removed; nothing else is touched, so a README or .git beside the records stays. It gives the paths it changed.
func Save(dir string, files Files, remove bool) ([]string, error) {
	old, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.Unavailable, "folder.cannot-read", nil).At(fault.Place{File: dir}).Because(err)
	}
	if len(old) > 0 {
		if _, err := os.Stat(filepath.Join(dir, ManifestName)); err != nil {
			return nil, fault.New(fault.Invalid, "folder.not-empty").At(fault.Place{File: dir})
		}
	}
	var changed []string
	if remove {
		gone, err := leftovers(dir, files)
		if err != nil {
			return nil, err
		}
		for _, p := range gone {
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(p))); err != nil {
				return nil, err
			}
			changed = append(changed, p)
			_ = os.Remove(filepath.Join(dir, filepath.FromSlash(path.Dir(p)))) // only when it is empty now
		}
	}
	for _, p := range sortedKeys(files) {
		full := filepath.Join(dir, filepath.FromSlash(p))
		if was, err := os.ReadFile(full); err == nil && bytes.Equal(was, files[p]) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return nil, err
		}
		if err := writeAtomic(full, files[p]); err != nil {
			return nil, err
		}
		changed = append(changed, p)
	}
	sort.Strings(changed)
	return changed, nil
}

// writeAtomic never leaves half a file.
func writeAtomic(name string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Chmod(0o644), f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// leftovers lists files in record folders of dir that the new content no longer has.
func leftovers(dir string, files Files) ([]string, error) {
	tops := map[string]bool{}
	for p := range files {
		if top, _, nested := strings.Cut(p, "/"); nested {
			tops[top] = true
		}
	}
	var gone []string
	for _, top := range sortedKeys(tops) {
		err := filepath.WalkDir(filepath.Join(dir, top), func(p string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || d.IsDir() {
				return err
			}
			rel, err := filepath.Rel(dir, p)
			if err != nil {
				return err
			}
			if _, there := files[filepath.ToSlash(rel)]; !there {
				gone = append(gone, filepath.ToSlash(rel))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return gone, nil
}
