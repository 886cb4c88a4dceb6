// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
)

// WriteCSV writes a table: header, comma, LF, missing as an empty cell, flags as 1 and 0.
func WriteCSV(w io.Writer, t *Rows) error {
	out := bufio.NewWriterSize(w, 1<<16)
	var b []byte
	for i, c := range t.Columns {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendField(b, c.Name)
	}
	b = append(b, '\n')
	for row := range t.Len {
		for i := range t.Columns {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendCell(b, &t.Columns[i], row)
		}
		b = append(b, '\n')
		if len(b) > 1<<15 {
			if _, err := out.Write(b); err != nil {
				return err
			}
			b = b[:0]
		}
	}
	if _, err := out.Write(b); err != nil {
		return err
	}
	return out.Flush()
}

func appendCell(b []byte, c *Cells, row int) []byte {
	switch {
	case c.Text != nil:
		return appendField(b, c.Text(row))
	case c.Number != nil:
		b, _ = appendNumber(b, c.Number(row))
		return b
	case c.Int != nil:
		return strconv.AppendInt(b, int64(c.Int(row)), 10)
	case c.Flag(row):
		return append(b, '1')
	}
	return append(b, '0')
}

// appendField quotes what CSV would misread.
func appendField(b []byte, s string) []byte {
	if !strings.ContainsAny(s, ",\"\r\n") && strings.TrimSpace(s) == s {
		return append(b, s...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(s, `"`, `""`)...)
	return append(b, '"')
}

// WriteDir writes the tables of a result as CSV files into a folder, and its values and diagnostics as METHOD.json, all of them or none:
// files are written under other names and take theirs when all are whole. It tells the names of the files.
func WriteDir(dir string, d Document) (names []string, err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fault.New(fault.Invalid, "method.bad-folder", fault.A{"dir": dir}).Because(err)
	}
	var done []string
	defer func() {
		if err != nil {
			for _, name := range done {
				err = errors.Join(err, os.Remove(filepath.Join(dir, unfinished(name))))
			}
		}
	}()
	write := func(name string, fill func(io.Writer) error) error {
		f, err := os.OpenFile(filepath.Join(dir, unfinished(name)), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o666)
		if err != nil {
			return fault.New(fault.Invalid, "method.bad-folder", fault.A{"dir": dir}).Because(err)
		}
		done = append(done, name)
		err = fill(f)
		if err == nil {
			err = f.Sync()
		}
		if e := f.Close(); err == nil {
			err = e
		}
		if err != nil {
			return fault.New(fault.Unavailable, "method.not-written", fault.A{"file": filepath.Join(dir, name)}).Because(err)
		}
		return nil
	}
	for _, t := range d.Result.Tables {
		if err := write(t.Name+".csv", func(w io.Writer) error { return WriteCSV(w, t) }); err != nil {
			return nil, err
		}
	}
	if err := write(d.Method.ID+".json", func(w io.Writer) error { return d.Bare().WriteJSON(w) }); err != nil {
		return nil, err
	}
	for _, name := range done {
		if info, err := os.Lstat(filepath.Join(dir, name)); err == nil && info.IsDir() {
			return nil, fault.New(fault.Invalid, "method.bad-folder", fault.A{"dir": filepath.Join(dir, name)})
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fault.New(fault.Invalid, "method.bad-folder", fault.A{"dir": dir}).Because(err)
		}
	}
	names = done
	for len(done) > 0 {
		name := done[0]
		if err := os.Rename(filepath.Join(dir, unfinished(name)), filepath.Join(dir, name)); err != nil {
			return nil, fault.New(fault.Unavailable, "method.not-written", fault.A{"file": filepath.Join(dir, name)}).Because(err)
		}
		done = done[1:]
	}
	return names, nil
}

// unfinished is what a file is called until all are whole.
func unfinished(name string) string { return "." + name + ".unfinished" }
