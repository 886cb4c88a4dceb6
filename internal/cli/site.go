// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"

	"github.com/sumanus/sumanus/internal/fault"
)

// siteMarker is the file that says which files of a folder are ours. What it does not name is never touched.
const siteMarker = ".sumanus-site.json"

type siteManifest struct {
	Format   int      `json:"format"`
	Document string   `json:"document"`
	Files    []string `json:"files"`
}

// saveSite puts published files into a folder: an empty or new one, or one that an earlier publication has filled.
func saveSite(dir, document string, files map[string][]byte) error {
	old, err := readSite(dir)
	if err != nil {
		return err
	}
	ours := map[string]bool{}
	for _, name := range old.Files {
		ours[name] = true
	}
	m := siteManifest{Format: 1, Document: document}
	for name := range files {
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name))); err == nil && !ours[name] {
			return fault.New(fault.Conflict, "cli.foreign-file", fault.A{"file": filepath.Join(dir, filepath.FromSlash(name))})
		}
		m.Files = append(m.Files, name)
	}
	sort.Strings(m.Files)
	// While the folder changes, the marker names old and new files: after a crash both are still known to be ours.
	both := m
	both.Files = append(append([]string{}, m.Files...), old.Files...)
	if err := writeMarker(dir, both); err != nil {
		return err
	}
	for _, name := range m.Files {
		if err := writeWhole(filepath.Join(dir, filepath.FromSlash(name)), files[name]); err != nil {
			return unwritten(name, err)
		}
	}
	for _, name := range old.Files {
		if _, still := files[name]; still || !filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unwritten(name, err)
		}
		for up := path.Dir(name); up != "."; up = path.Dir(up) {
			if os.Remove(filepath.Join(dir, filepath.FromSlash(up))) != nil {
				break // not empty
			}
		}
	}
	return writeMarker(dir, m)
}

// readSite reads the marker of a folder and refuses one that is not ours.
func readSite(dir string) (siteManifest, error) {
	var m siteManifest
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return m, nil
	}
	if err != nil {
		return m, unwritten(dir, err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, siteMarker))
	if err == nil {
		err = json.Unmarshal(raw, &m)
	}
	if err != nil || m.Format != 1 {
		return m, fault.New(fault.Invalid, "cli.foreign-folder", fault.A{"dir": dir, "marker": siteMarker}).Because(err)
	}
	return m, nil
}

func writeMarker(dir string, m siteManifest) error {
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := writeWhole(filepath.Join(dir, siteMarker), append(raw, '\n')); err != nil {
		return unwritten(dir, err)
	}
	return nil
}

// writeWhole never leaves half a file, and leaves an equal one alone.
func writeWhole(name string, content []byte) error {
	if was, err := os.ReadFile(name); err == nil && bytes.Equal(was, content) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
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

func unwritten(name string, err error) error {
	return fault.New(fault.Unavailable, "cli.cannot-write", fault.A{"file": name}).Because(err)
}
