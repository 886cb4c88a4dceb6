// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"os"

	"github.com/sumanus/sumanus/internal/fault"
)

// Source is where an input comes from. What it can give depends on what it is: a file gives rows, outlines or bytes, a cube gives rows.
type Source interface {
	// Name is told in faults.
	Name() string
}

// Tabular is a source of rows.
type Tabular interface {
	Source
	// Rows begins to read; the header has been read when it returns.
	Rows() (RowReader, error)
}

// RowReader walks over the rows of a table.
type RowReader interface {
	Header() []string
	// Next gives the next row, valid until the call after it; io.EOF at the end. Every row has as many cells as the header.
	Next() ([]string, error)
	// Line is the 1-based line on which the row begins.
	Line() int
	Close() error
}

// Bytes is a source that can be read as it is.
type Bytes interface {
	Source
	Open() (io.ReadCloser, error)
}

// File is a file by its path; compressed by gzip or not, which its content tells.
type File string

// Name is the path as it was given.
func (f File) Name() string { return string(f) }

// Open opens the file and takes the compression off.
func (f File) Open() (io.ReadCloser, error) {
	in, err := os.Open(string(f))
	if err != nil {
		return nil, fault.New(fault.Unavailable, "method.no-file", fault.A{"file": string(f)}).Because(err)
	}
	if info, err := in.Stat(); err == nil && info.IsDir() {
		_ = in.Close()
		return nil, fault.New(fault.Unavailable, "method.no-file", fault.A{"file": string(f)})
	}
	return unzipped(string(f), in)
}

// opened closes what lies under a reader.
type opened struct {
	io.Reader
	under io.Closer
}

func (o opened) Close() error { return o.under.Close() }

func unzipped(name string, in io.ReadCloser) (io.ReadCloser, error) {
	b := bufio.NewReaderSize(in, 1<<16)
	start, err := b.Peek(2)
	if err != nil && err != io.EOF {
		_ = in.Close()
		return nil, fault.New(fault.Unavailable, "method.no-file", fault.A{"file": name}).Because(err)
	}
	if !bytes.Equal(start, []byte{0x1f, 0x8b}) {
		return opened{b, in}, nil
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		_ = in.Close()
		return nil, fault.New(fault.Invalid, "method.bad-gzip").At(fault.Place{File: name}).Because(err)
	}
	return opened{z, in}, nil
}

// Rows reads the file as CSV.
func (f File) Rows() (RowReader, error) {
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	return newCSV(string(f), in)
}

// rowsOf begins to read the table of a parameter.
func (a *Args) rowsOf(name string) (RowReader, error) {
	t, ok := a.source[name].(Tabular)
	if !ok {
		return nil, fault.New(fault.Invalid, "method.not-a-table", fault.A{"name": name})
	}
	return t.Rows()
}
