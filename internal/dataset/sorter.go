// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"bufio"
	"bytes"
	"container/heap"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/statistics"
)

// rowSource gives series in the order of their keys, each key once; io.EOF at the end. The slices hold until the next call.
type rowSource interface {
	next() (key, rows []byte, err error)
}

// sorter brings series into order within a bound of memory: what exceeds it goes, sorted, to a file that has no name any more.
type sorter struct {
	limit   int
	dir     string
	block   []byte
	entries []entry
	size    int
	ordered bool // the entries are in order so far
	spills  []*os.File
}

// entry is one series in a block: its key, then its rows.
type entry struct {
	data []byte
	key  int32
	line int32
}

// entrySize is what an entry takes beside its data.
const entrySize = 32

const blockBytes = 1 << 20

func newSorter(limit int, dir string) *sorter {
	if limit <= 0 {
		limit = DefaultMemory
	}
	return &sorter{limit: limit, dir: dir, ordered: true}
}

// add takes a copy of a series.
func (s *sorter) add(key, rows []byte, line int) error {
	need := len(key) + len(rows)
	if s.size > 0 && s.size+need+entrySize > s.limit {
		if err := s.spill(); err != nil {
			return err
		}
	}
	if cap(s.block)-len(s.block) < need {
		s.block = make([]byte, 0, max(need, min(blockBytes, s.limit)))
	}
	from := len(s.block)
	s.block = append(append(s.block, key...), rows...)
	e := entry{data: s.block[from:len(s.block):len(s.block)], key: int32(len(key)), line: int32(line)}
	if n := len(s.entries); n > 0 && s.ordered && bytes.Compare(s.entries[n-1].data[:s.entries[n-1].key], key) > 0 {
		s.ordered = false
	}
	s.entries = append(s.entries, e)
	s.size += need + entrySize
	return nil
}

func (s *sorter) sort() {
	if !s.ordered {
		slices.SortStableFunc(s.entries, func(a, b entry) int { return bytes.Compare(a.data[:a.key], b.data[:b.key]) })
		s.ordered = true
	}
}

// spill writes what is in memory to a file and begins anew.
func (s *sorter) spill() error {
	s.sort()
	f, err := os.CreateTemp(s.dir, "sumanus-sort-*")
	if err != nil {
		return noRoom(err)
	}
	// Unlinked at once, so that nothing stays behind however the program ends. Where that is not possible, close removes it.
	_ = os.Remove(f.Name())
	s.spills = append(s.spills, f)
	w := bufio.NewWriterSize(f, 256<<10)
	var head [12]byte
	for _, e := range s.entries {
		binary.LittleEndian.PutUint32(head[0:], uint32(e.key))
		binary.LittleEndian.PutUint32(head[4:], uint32(len(e.data)))
		binary.LittleEndian.PutUint32(head[8:], uint32(e.line))
		_, _ = w.Write(head[:]) // the writer keeps its first error for Flush
		_, _ = w.Write(e.data)
	}
	if err := w.Flush(); err != nil {
		return noRoom(err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return noRoom(err)
	}
	s.block, s.entries, s.size, s.ordered = nil, s.entries[:0], 0, true
	return nil
}

func noRoom(err error) error {
	return fault.New(fault.Unavailable, "dataset.no-room").Because(err)
}

func (s *sorter) close() {
	for _, f := range s.spills {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}
}

// run is one sorted sequence: of memory or of a file.
type run struct {
	at      int // place among the runs, so that equal keys keep the order of the input
	entries []entry
	file    *bufio.Reader
	now     entry
}

func (r *run) advance() error {
	if r.file == nil {
		if len(r.entries) == 0 {
			return io.EOF
		}
		r.now, r.entries = r.entries[0], r.entries[1:]
		return nil
	}
	var head [12]byte
	if _, err := io.ReadFull(r.file, head[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return io.EOF
		}
		return noRoom(err)
	}
	data := make([]byte, binary.LittleEndian.Uint32(head[4:]))
	if _, err := io.ReadFull(r.file, data); err != nil {
		return noRoom(err)
	}
	r.now = entry{data: data, key: int32(binary.LittleEndian.Uint32(head[0:])), line: int32(binary.LittleEndian.Uint32(head[8:]))}
	return nil
}

func (e entry) keyBytes() []byte { return e.data[:e.key] }
func (e entry) rows() []byte     { return e.data[e.key:] }

type runs []*run

func (r runs) Len() int      { return len(r) }
func (r runs) Swap(i, j int) { r[i], r[j] = r[j], r[i] }
func (r runs) Less(i, j int) bool {
	if c := bytes.Compare(r[i].now.keyBytes(), r[j].now.keyBytes()); c != 0 {
		return c < 0
	}
	return r[i].at < r[j].at
}
func (r *runs) Push(x any) { *r = append(*r, x.(*run)) }
func (r *runs) Pop() any {
	last := (*r)[len(*r)-1]
	*r = (*r)[:len(*r)-1]
	return last
}

// sorted gives everything in order; series of the same key are joined. file is told in faults.
func (s *sorter) sorted(file string) (rowSource, error) {
	s.sort()
	m := &merged{file: file}
	all := []*run{}
	for i, f := range s.spills {
		all = append(all, &run{at: i, file: bufio.NewReaderSize(f, 64<<10)})
	}
	all = append(all, &run{at: len(s.spills), entries: s.entries})
	for _, r := range all {
		if err := r.advance(); err == nil {
			m.runs = append(m.runs, r)
		} else if err != io.EOF {
			return nil, err
		}
	}
	heap.Init(&m.runs)
	return m, nil
}

// merged walks over several runs.
type merged struct {
	file string
	runs runs
	same []entry
}

func (m *merged) pop() (entry, error) {
	r := m.runs[0]
	e := r.now
	err := r.advance()
	switch {
	case err == io.EOF:
		heap.Pop(&m.runs)
	case err != nil:
		return e, err
	case len(m.runs) > 1:
		heap.Fix(&m.runs, 0)
	}
	return e, nil
}

func (m *merged) next() (key, rows []byte, err error) {
	if len(m.runs) == 0 {
		return nil, nil, io.EOF
	}
	first, err := m.pop()
	if err != nil {
		return nil, nil, err
	}
	m.same = append(m.same[:0], first)
	for len(m.runs) > 0 && bytes.Equal(m.runs[0].now.keyBytes(), first.keyBytes()) {
		e, err := m.pop()
		if err != nil {
			return nil, nil, err
		}
		m.same = append(m.same, e)
	}
	if len(m.same) == 1 {
		return first.keyBytes(), first.rows(), nil
	}
	rows, err = m.join()
	return first.keyBytes(), rows, err
}

// join makes one series of several runs of rows of a tidy table.
func (m *merged) join() ([]byte, error) {
	var all []statistics.Observation
	lines := map[string]int32{}
	for _, e := range m.same {
		obs, err := readRows(e.rows())
		if err != nil {
			return nil, err
		}
		for _, o := range obs {
			if before, twice := lines[o.Period]; twice {
				return nil, m.twice(e, before, o.Period)
			}
			lines[o.Period] = e.line
		}
		all = append(all, obs...)
	}
	var scratch []statistics.Observation
	rows, period, ok := appendRows(nil, all, &scratch)
	if !ok {
		return nil, m.twice(m.same[0], m.same[0].line, period)
	}
	return rows, nil
}

func (m *merged) twice(e entry, first int32, period string) error {
	found := string(bytes.ReplaceAll(e.keyBytes(), []byte{'\t'}, []byte{','})) + "," + period
	return fault.New(fault.Invalid, "statistics."+string(statistics.DuplicateKey), fault.A{"found": found, "expected": "", "first": int64(first)}).
		At(fault.Place{File: m.file, Line: int(e.line)})
}
