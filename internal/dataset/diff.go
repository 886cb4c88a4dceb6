// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/statistics"
)

// storedRows reads the rows of a manifest chunk by chunk.
type storedRows struct {
	ctx    context.Context
	tx     db.Tx
	hashes []string
	now    *chunk
	at     int
}

func openRows(ctx context.Context, tx db.Tx, manifest string) (*storedRows, error) {
	rows, err := tx.Query(ctx, `SELECT chunk_hash FROM manifest WHERE manifest_hash = $1 ORDER BY ordinal`, manifest)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	s := &storedRows{ctx: ctx, tx: tx}
	for rows.Next() {
		var h string
		if err := rows.Scan(&h); err != nil {
			return nil, err
		}
		s.hashes = append(s.hashes, h)
	}
	return s, rows.Err()
}

func (s *storedRows) next() (key, rows []byte, err error) {
	for s.now == nil || s.at == len(s.now.keys) {
		if len(s.hashes) == 0 {
			return nil, nil, io.EOF
		}
		if s.now, err = loadChunk(s.ctx, s.tx, s.hashes[0]); err != nil {
			return nil, nil, err
		}
		s.hashes, s.at = s.hashes[1:], 0
	}
	s.at++
	return []byte(s.now.keys[s.at-1]), s.now.rows[s.at-1], nil
}

// each shows all series of a source.
func each(src rowSource, f func(key, rows []byte) error) error {
	for {
		key, rows, err := src.next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = f(key, rows)
		}
		if err != nil {
			return err
		}
	}
}

// side is one of the two tables compared.
type side struct {
	version  string // of the territory
	coverage Coverage
	sets     map[string]map[string]bool
	places   map[string]string // identity of a covered territory → its code here
}

func newSide(dims []Dimension, geo int, scheme, version string, coverage Coverage) side {
	s := side{version: version, coverage: coverage, sets: coverage.sets(), places: map[string]string{}}
	if geo >= 0 {
		for _, code := range coverage.Codes[dims[geo].ID] {
			s.places[identity(scheme, version, code)] = code
		}
	}
	return s
}

// asked tells whether the side asked for a series of these codes; the geographic one is in its own version.
func (s *side) asked(dims []Dimension, key []string) bool {
	if s.coverage.Complete {
		return true
	}
	for i, d := range dims {
		if set, restricted := s.sets[d.ID]; restricted && !set[key[i]] {
			return false
		}
	}
	return true
}

// differ compares an older table with a newer one, whose series it is shown in order.
type differ struct {
	scheme   string
	dims     []Dimension
	geo      int
	regions  *regionIndex
	old, new side
	source   *translated
	key      []byte // the series of the older table that waits; nil when there is none left
	rows     []byte
	report   *Report
	from     map[string]string // code of the newer table → code of the older
}

// translated gives the series of the older table under the codes of the newer one, in order.
type translated struct {
	plain  rowSource // series whose code stays
	moved  rowSource // series whose code changes, sorted anew
	d      *differ
	a, b   pending
	to     map[string]string
	renews *sorter
}

type pending struct {
	key, rows []byte
	done      bool
}

// newDiffer opens the older table. open gives its rows from the beginning; it may be called twice.
func newDiffer(dims []Dimension, geo int, scheme string, regions *regionIndex, old, new side, report *Report, memory int, dir string, open func() (rowSource, error)) (*differ, error) {
	d := &differ{scheme: scheme, dims: dims, geo: geo, regions: regions, old: old, new: new, report: report, from: map[string]string{}}
	t := &translated{d: d, to: map[string]string{}}
	d.source = t
	if geo >= 0 && old.version != new.version {
		if err := t.gather(open, memory, dir); err != nil {
			d.close()
			return nil, err
		}
	}
	var err error
	if t.plain, err = open(); err == nil {
		err = t.fill(true, true)
	}
	if err == nil {
		err = d.advance()
	}
	if err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

func (d *differ) close() {
	if d.source.renews != nil {
		d.source.renews.close()
	}
}

// goneMark stands behind the code of an older territory that the newer table does not know, lest it meets another territory of the
// same code.
const goneMark = "\x00"

// code gives the newer code of a territory.
func (t *translated) code(old string) string {
	if to, ok := t.to[old]; ok {
		return to
	}
	to, ok := t.d.new.places[identity(t.d.scheme, t.d.old.version, old)]
	switch {
	case ok && to != old:
		t.d.report.Renamed = append(t.d.report.Renamed, Rename{From: old, To: to})
		t.d.from[to] = old
	case !ok && !same(t.d.scheme, t.d.old.version, old, t.d.new.version, old):
		to = old + goneMark
	case !ok:
		to = old
	}
	t.to[old] = to
	return to
}

// gather sorts the series whose code changes under their new keys.
func (t *translated) gather(open func() (rowSource, error), memory int, dir string) error {
	src, err := open()
	if err != nil {
		return err
	}
	t.renews = newSorter(memory/2, dir)
	for {
		key, rows, err := src.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		parts := splitKey(string(key))
		if to := t.code(parts[t.d.geo]); to != parts[t.d.geo] {
			parts[t.d.geo] = to
			if err := t.renews.add([]byte(joinKey(parts)), rows, 0); err != nil {
				return err
			}
		}
	}
	t.moved, err = t.renews.sorted("")
	return err
}

// fill fetches the next series of either half.
func (t *translated) fill(a, b bool) (err error) {
	for a {
		if t.a.key, t.a.rows, err = t.plain.next(); err == io.EOF {
			t.a = pending{done: true}
			break
		}
		if err != nil {
			return err
		}
		if t.moved == nil {
			break
		}
		code := nthCode(t.a.key, t.d.geo)
		if t.code(code) == code {
			break
		}
	}
	if b {
		t.b = pending{done: true}
		if t.moved != nil {
			t.b.done = false
			if t.b.key, t.b.rows, err = t.moved.next(); err == io.EOF {
				t.b = pending{done: true}
			} else if err != nil {
				return err
			}
		}
	}
	return nil
}

func nthCode(key []byte, n int) string {
	for range n {
		_, key, _ = bytes.Cut(key, []byte{'\t'})
	}
	code, _, _ := bytes.Cut(key, []byte{'\t'})
	return string(code)
}

// advance takes the next series of the older table. The slices hold until the advance after it.
func (d *differ) advance() error {
	t := d.source
	switch {
	case t.a.done && t.b.done:
		d.key, d.rows = nil, nil
		return nil
	case t.b.done || !t.a.done && bytes.Compare(t.a.key, t.b.key) < 0:
		d.key, d.rows = append([]byte{}, t.a.key...), t.a.rows
		return t.fill(true, false)
	default:
		d.key, d.rows = append([]byte{}, t.b.key...), t.b.rows
		return t.fill(false, true)
	}
}

// push shows the differ the next series of the newer table.
func (d *differ) push(key, rows []byte) error {
	for d.key != nil && bytes.Compare(d.key, key) < 0 {
		if err := d.went(); err != nil {
			return err
		}
	}
	if d.key != nil && bytes.Equal(d.key, key) {
		d.compare(key, d.rows, rows, false, false)
		return d.advance()
	}
	d.compare(key, nil, rows, true, false)
	return nil
}

// finish tells that the newer table is over.
func (d *differ) finish() error {
	for d.key != nil {
		if err := d.went(); err != nil {
			return err
		}
	}
	return nil
}

func (d *differ) went() error {
	d.compare(d.key, d.rows, nil, false, true)
	return d.advance()
}

// oldKey gives the codes of a series as the older table writes them.
func (d *differ) oldKey(key []string) []string {
	if d.geo < 0 {
		return key
	}
	code := key[d.geo]
	was, renamed := d.from[code]
	switch {
	case renamed:
	case strings.HasSuffix(code, goneMark):
		was = strings.TrimSuffix(code, goneMark)
	default:
		// A territory the older table may have asked for under another code, though it had no figures for it.
		if there, ok := d.old.places[identity(d.scheme, d.new.version, code)]; ok {
			was = there
		} else if was = code; !same(d.scheme, d.old.version, code, d.new.version, code) {
			was = code + goneMark
		}
	}
	out := append([]string{}, key...)
	out[d.geo] = was
	return out
}

// compare counts what differs between two series of one key.
func (d *differ) compare(key, old, new []byte, appeared, went bool) {
	if !appeared && !went && bytes.Equal(old, new) {
		return
	}
	codes := splitKey(string(key))
	before := d.oldKey(codes)
	change := SeriesChange{Appeared: appeared, Went: went}
	askedBefore, askedNow := d.old.asked(d.dims, before), d.new.asked(d.dims, codes)
	a, b := cursor{rest: old}, cursor{rest: new}
	a.next()
	b.next()
	lastOld, lastNew := "", ""
	for a.ok || b.ok {
		var x, y line
		if a.ok && (!b.ok || a.period <= b.period) {
			x = a.line
		}
		if b.ok && (!a.ok || b.period <= a.period) {
			y = b.line
		}
		if x.period != "" {
			if x.value != "" {
				lastOld = x.period
			}
			a.next()
		}
		if y.period != "" {
			if y.value != "" {
				lastNew = y.period
			}
			b.next()
		}
		d.count(x, y, askedBefore, askedNow, &change)
	}
	change.Newer = lastNew != "" && lastOld != "" && statistics.ComparePeriods(lastNew, lastOld) > 0
	if change.Count > 0 || appeared || went || change.Newer {
		change.Key = d.name(codes, before, went)
		d.report.Changes.add(change)
	}
}

// count files one pair of observations under what became of it.
func (d *differ) count(x, y line, askedBefore, askedNow bool, change *SeriesChange) {
	if x.value == y.value && x.flags == y.flags {
		return
	}
	r := d.report
	moved := true
	switch {
	case x.value == "" && y.value == "":
		moved = false
		r.StatusOnly++
	case x.value == "" && askedBefore:
		r.Added++
	case x.value == "":
		r.FirstAsked++
	case y.value == "" && y.period == "" && !(askedNow && d.new.coverage.spans(x.period)):
		r.NotAsked++
	case y.value == "":
		r.Gone++
	default:
		if c, ok := statistics.CompareDecimals(x.value, y.value); ok && c == 0 {
			moved = false
			r.StatusOnly++
		} else {
			r.Revised++
		}
	}
	change.Count++
	if len(change.Values) < maxValues {
		period := x.period
		if period == "" {
			period = y.period
		}
		change.Values = append(change.Values, ValueChange{Period: period, Old: x.value, New: y.value, OldFlags: x.flags, NewFlags: y.flags, NumberMoved: moved})
	}
}

// name gives the territory-independent key of a series.
func (d *differ) name(codes, before []string, went bool) SeriesKey {
	parts, version := codes, d.new.version
	if went {
		parts, version = before, d.old.version
	}
	if d.geo >= 0 {
		parts = append([]string{}, parts...)
		parts[d.geo] = d.regions.name(d.scheme, version, parts[d.geo])
	}
	return seriesKey(parts)
}

// cursor walks over the lines of rows.
type cursor struct {
	rest []byte
	ok   bool
	line
}

type line struct{ period, value, flags string }

func (c *cursor) next() {
	if c.ok = len(c.rest) > 0; !c.ok {
		c.line = line{}
		return
	}
	text, rest, _ := bytes.Cut(c.rest, []byte{'\n'})
	c.rest = rest
	period, more, _ := strings.Cut(string(text), "\t")
	value, flags, _ := strings.Cut(more, "\t")
	c.line = line{period: period, value: value, flags: flags}
}
