// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"context"
	"slices"
	"sort"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
)

// Reason says why an observation has no value.
type Reason string

// The reasons. They are states of the world, not faults.
const (
	NoReason     Reason = ""             // there is a value
	Missing      Reason = "missing"      // published as missing
	Confidential Reason = "confidential" // published as confidential
	Absent       Reason = "absent"       // asked for, but not in the table
	NotAsked     Reason = "not_asked"    // outside what was asked for
	OtherRegion  Reason = "territory"    // the region has no code in the territory version of the vintage
	NoVintage    Reason = "no_vintage"   // nothing was published or recorded by then, or there is no such label
)

// Query asks for a series, or for its observation at a period.
type Query struct {
	Dataset record.Ref
	// Select gives the codes of the dimensions. A dimension that is not named takes its default.
	Select map[string]string
	// Region chooses the geographic code by the territory version of the vintage. Empty: Select names the code.
	Region record.Ref
	// Period is normalised (statistics.NormalPeriod); only Value looks at it.
	Period string
	// Vintage is a label; empty is the latest that was published and recorded by the moment of the transaction.
	Vintage string
}

// Observation is the answer to a Query. Without a value it says why.
type Observation struct {
	Value   string // decimal text; empty exactly when there is a Reason
	Status  statistics.Status
	Flags   string // as published
	Reason  Reason
	Break   bool // a break in the series is stated at this very period
	Vintage Vintage
	Code    string // the geographic code that was read; empty when there is none
	// SeriesKey names the series by its region, whatever its code is in a version.
	SeriesKey SeriesKey
}

// Point is one observation of a series.
type Point struct {
	Period string
	Value  string // decimal text; empty when missing
	Status statistics.Status
	Flags  string
}

// SeriesKey names a series of a dataset independently of territory versions: its codes in the order of the dataset's dimensions,
// where the geographic one is the region's reference, when a region record has the code, or the territory.
type SeriesKey string

func seriesKey(parts []string) SeriesKey {
	escaped := make([]string, len(parts))
	for i, p := range parts {
		escaped[i] = keyEscape.Replace(p)
	}
	return SeriesKey(strings.Join(escaped, "|"))
}

// Parts gives the codes of the series in the order of the dataset's dimensions; the geographic one is a reference of a region where a
// region has the code.
func (k SeriesKey) Parts() []string {
	parts := strings.Split(string(k), "|")
	for i, p := range parts {
		parts[i] = keyUnescape.Replace(p)
	}
	return parts
}

var keyUnescape = strings.NewReplacer("%7C", "|", "%25", "%")

var keyEscape = strings.NewReplacer("%", "%25", "|", "%7C")

// Reader reads observations inside one transaction. It remembers vintages, regions, series and chunks, so it belongs to the
// transaction and to one goroutine.
type Reader struct {
	tx       *record.ReadTx
	datasets map[record.Ref]*openDataset
	regions  *regionIndex
	chunks   *chunkCache
	series   map[seriesAt][]statistics.Observation

	known       map[record.Ref]record.Record // see Know
	directories map[string]*directory        // by manifest
}

type seriesAt struct{ manifest, key string }

// openDataset is what the reader knows of a dataset.
type openDataset struct {
	body     *Dataset
	dims     []Dimension
	geo      int
	vintages []Vintage
	covers   map[string]map[string]map[string]bool // by label and dimension, the codes covered
}

// maxSeries bounds the series a reader remembers.
const maxSeries = 20_000

// NewReader starts reading with an empty memory.
func NewReader(tx *record.ReadTx) *Reader {
	return &Reader{tx: tx, datasets: map[record.Ref]*openDataset{}, chunks: newChunkCache(), series: map[seriesAt][]statistics.Observation{},
		known: map[record.Ref]record.Record{}, directories: map[string]*directory{}}
}

// open reads a dataset's record and vintages once.
func (r *Reader) open(ctx context.Context, ref record.Ref) (*openDataset, error) {
	if d, ok := r.datasets[ref]; ok {
		return d, nil
	}
	rec, ok := r.known[ref]
	if !ok {
		var err error
		if rec, _, err = getDataset(ctx, r.tx, ref); err != nil {
			return nil, err
		}
	}
	all, err := vintages(ctx, r.tx.SQL(), rec, r.tx.Moment())
	if err != nil {
		return nil, err
	}
	return r.keep(rec, all), nil
}

// getDataset reads a record that must be a dataset.
func getDataset(ctx context.Context, tx record.Reader, ref record.Ref) (record.Record, *Dataset, error) {
	rec, err := tx.Get(ctx, ref)
	if err != nil {
		return rec, nil, err
	}
	body, ok := rec.Body.(*Dataset)
	if !ok {
		return rec, nil, fault.New(fault.Invalid, "dataset.not-a-dataset", fault.A{"ref": string(ref)})
	}
	return rec, body, nil
}

// Vintages lists the vintages visible in the transaction, oldest first.
func (r *Reader) Vintages(ctx context.Context, ref record.Ref) ([]Vintage, error) {
	d, err := r.open(ctx, ref)
	if err != nil {
		return nil, err
	}
	return slices.Clone(d.vintages), nil
}

// vintage chooses the vintage of a query.
func (d *openDataset) vintage(label string) (Vintage, bool) {
	if label == "" {
		return latest(d.vintages)
	}
	return labelled(d.vintages, label)
}

// find answers everything of a query but its period. The observations are in the order of time; nil with a Reason.
func (r *Reader) find(ctx context.Context, q Query) (Observation, []statistics.Observation, error) {
	var out Observation
	d, err := r.open(ctx, q.Dataset)
	if err != nil {
		return out, nil, err
	}
	for dim := range q.Select {
		if !slices.ContainsFunc(d.dims, func(x Dimension) bool { return x.ID == dim }) {
			return out, nil, fault.New(fault.Invalid, "dataset.unknown-dimension", fault.A{"found": dim, "dataset": string(q.Dataset), "expected": ids(d.dims)})
		}
	}
	if q.Region != "" && d.geo < 0 {
		return out, nil, fault.New(fault.Invalid, "dataset.no-regions", fault.A{"dataset": string(q.Dataset)})
	}
	key, stable, reason, err := r.key(ctx, d, q, &out)
	if err != nil {
		return out, nil, err
	}
	out.SeriesKey = seriesKey(stable)
	if reason != NoReason {
		out.Reason = reason
		return out, nil, nil
	}
	obs, err := r.readSeries(ctx, out.Vintage.manifest, joinKey(key))
	if err != nil {
		return out, nil, err
	}
	if obs == nil {
		out.Reason = Absent
		if !d.covered(out.Vintage, key) {
			out.Reason = NotAsked
		}
	}
	return out, obs, nil
}

// key gives the codes of the series in the vintage, and its territory-independent form.
func (r *Reader) key(ctx context.Context, d *openDataset, q Query, out *Observation) (key, stable []string, reason Reason, err error) {
	v, there := d.vintage(q.Vintage)
	out.Vintage = v
	if !there {
		reason = NoVintage
	}
	key, stable = make([]string, len(d.dims)), make([]string, len(d.dims))
	for i, dim := range d.dims {
		code, ok := q.Select[dim.ID]
		switch {
		case i == d.geo && q.Region != "":
			region, err := r.region(ctx, q.Region)
			if err != nil {
				return nil, nil, "", err
			}
			if code, ok = region.Code(d.body.Scheme, v.Territory); !ok && reason == NoReason {
				reason = OtherRegion
			}
			key[i], stable[i], out.Code = code, string(q.Region), code
			continue
		case !ok && dim.Default != "":
			code = dim.Default
		case !ok:
			return nil, nil, "", fault.New(fault.Invalid, "dataset.choose-code", fault.A{"dimension": dim.ID, "dataset": string(q.Dataset)})
		}
		key[i], stable[i] = code, code
		if i == d.geo {
			out.Code = code
			index, err := r.regionIndex(ctx)
			if err != nil {
				return nil, nil, "", err
			}
			stable[i] = index.name(d.body.Scheme, v.Territory, code)
		}
	}
	return key, stable, reason, nil
}

// covered tells whether the codes of a series were asked for.
func (d *openDataset) covered(v Vintage, key []string) bool {
	if v.Coverage.Complete {
		return true
	}
	sets, ok := d.covers[v.Label]
	if !ok {
		sets = v.Coverage.sets()
		d.covers[v.Label] = sets
	}
	for i, dim := range d.dims {
		if set, restricted := sets[dim.ID]; restricted && !set[key[i]] {
			return false
		}
	}
	return true
}

func (c Coverage) sets() map[string]map[string]bool {
	sets := map[string]map[string]bool{}
	for id, list := range c.Codes {
		set := make(map[string]bool, len(list))
		for _, code := range list {
			set[code] = true
		}
		sets[id] = set
	}
	return sets
}

// Value gives one observation. A missing value is an answer, with its Reason; a question the dataset cannot be asked is a fault.
func (r *Reader) Value(ctx context.Context, q Query) (Observation, error) {
	period, ok := statistics.NormalPeriod(q.Period)
	if !ok {
		return Observation{}, fault.New(fault.Invalid, "dataset.bad-period", fault.A{"found": q.Period})
	}
	out, obs, err := r.find(ctx, q)
	if err != nil || out.Reason != NoReason {
		return out, err
	}
	i := sort.Search(len(obs), func(i int) bool { return statistics.ComparePeriods(obs[i].Period, period) >= 0 })
	if i == len(obs) || obs[i].Period != period {
		out.Reason = Absent
		if !out.Vintage.Coverage.spans(period) {
			out.Reason = NotAsked
		}
		return out, nil
	}
	o := obs[i]
	out.Value, out.Status, out.Flags, out.Break = o.Value, o.Status, o.Flags, o.Status.Has(statistics.Break)
	if o.Value == "" {
		out.Reason = Missing
		if o.Status.Has(statistics.Confidential) {
			out.Reason = Confidential
		}
	}
	return out, nil
}

// spans tells whether a period was asked for.
func (c Coverage) spans(period string) bool {
	if c.Complete {
		return true
	}
	return (c.From == "" || statistics.ComparePeriods(period, c.From) >= 0) && (c.To == "" || statistics.ComparePeriods(period, c.To) <= 0)
}

// Periods lists the periods at which the series has a value, in the order of time; none when it has no series (ask Value why).
func (r *Reader) Periods(ctx context.Context, q Query) ([]string, error) {
	_, obs, err := r.find(ctx, q)
	var out []string
	for _, o := range obs {
		if o.Value != "" {
			out = append(out, o.Period)
		}
	}
	return out, err
}

// Series gives the whole series in the order of time, missing observations among it; none when there is no such series.
func (r *Reader) Series(ctx context.Context, q Query) ([]Point, error) {
	_, obs, err := r.find(ctx, q)
	return points(obs), err
}

// Chosen tells which vintage, code and series a query leads to, without a period.
func (r *Reader) Chosen(ctx context.Context, q Query) (Observation, error) {
	out, _, err := r.find(ctx, q)
	return out, err
}

func ids(dims []Dimension) string { return strings.Join(names(dims), ", ") }

// Each shows every series of a vintage (empty: the latest): its codes in the order of the dataset's dimensions, and its points in
// the order of time.
func (r *Reader) Each(ctx context.Context, ref record.Ref, label string, f func(codes []string, points []Point) error) error {
	d, err := r.open(ctx, ref)
	if err != nil {
		return err
	}
	v, ok := d.vintage(label)
	if !ok {
		return fault.New(fault.NotFound, "dataset.no-vintage", fault.A{"dataset": string(ref), "label": label})
	}
	src, err := r.rowsOf(ctx, v.manifest)
	if err != nil {
		return err
	}
	return each(src, func(key, rows []byte) error {
		obs, err := readRows(rows)
		if err != nil {
			return err
		}
		inTime(obs)
		return f(splitKey(string(key)), points(obs))
	})
}

func points(obs []statistics.Observation) []Point {
	out := make([]Point, len(obs))
	for i, o := range obs {
		out[i] = Point{Period: o.Period, Value: o.Value, Status: o.Status, Flags: o.Flags}
	}
	return out
}
