// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"context"
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
)

// ReadJob is the kind of work that makes readings.
const ReadJob = "evidence.read"

// Reading is what an indicator says of a region, kept ready so that a page of many is one query.
type Reading struct {
	Indicator record.Ref
	Region    record.Ref
	// Points are the periods for which there is a number, oldest first.
	Points []ReadPoint
	// Vintages are the vintages it was read from, by dataset.
	Vintages map[record.Ref]string
}

// ReadPoint is a number of a reading: exact and unscaled, as Point.Number.
type ReadPoint struct {
	Period string
	Value  *big.Rat
	Status statistics.Status
}

// Latest is the newest point; false when there is none.
func (r Reading) Latest() (ReadPoint, bool) {
	if len(r.Points) == 0 {
		return ReadPoint{}, false
	}
	return r.Points[len(r.Points)-1], true
}

// At finds the point of a period.
func (r Reading) At(period string) (ReadPoint, bool) {
	for _, p := range r.Points {
		if p.Period == period {
			return p, true
		}
	}
	return ReadPoint{}, false
}

// ReadingKey names a reading in a map.
type ReadingKey struct{ Indicator, Region record.Ref }

// Readings gives what indicators say of regions, in one query; a pair without any number has none. Indicators and regions are records
// that the caller may see. On a past moment they are computed anew from what was known then.
func Readings(ctx context.Context, tx *record.ReadTx, indicators, regions []record.Record) (map[ReadingKey]Reading, error) {
	out := map[ReadingKey]Reading{}
	if len(indicators) == 0 || len(regions) == 0 {
		return out, nil
	}
	if !tx.Moment().IsZero() {
		j := NewJudge(tx)
		for _, i := range indicators {
			for _, g := range regions {
				r, err := j.reading(ctx, i.Ref, g.Ref)
				if err != nil {
					return nil, err
				}
				if len(r.Points) > 0 {
					out[ReadingKey{i.Ref, g.Ref}] = r
				}
			}
		}
		return out, nil
	}
	all, err := record.Kept(tx, "evidence.readings "+refsOf(indicators)+" "+refsOf(regions), weighReadings, func() (map[ReadingKey]Reading, error) {
		return readReadings(ctx, tx, indicators, regions)
	})
	return maps.Clone(all), err
}

func refsOf(all []record.Record) string {
	var b strings.Builder
	for _, r := range all {
		b.WriteString(string(r.Ref))
		b.WriteByte(',')
	}
	return b.String()
}

// weighReadings is about what readings need in memory.
func weighReadings(all map[ReadingKey]Reading) int {
	n := 0
	for _, r := range all {
		n += 512 + 160*len(r.Points)
	}
	return n
}

// readReadings reads the table.
func readReadings(ctx context.Context, tx *record.ReadTx, indicators, regions []record.Record) (map[ReadingKey]Reading, error) {
	out := map[ReadingKey]Reading{}
	byID := map[string]record.Ref{}
	var args []any
	for _, i := range indicators {
		byID[i.ID] = i.Ref
		args = append(args, i.ID)
	}
	for _, g := range regions {
		byID[g.ID] = g.Ref
		args = append(args, g.ID)
	}
	rows, err := tx.SQL().Query(ctx, `SELECT indicator_id, region_id, vintages, points FROM reading
		WHERE indicator_id IN (`+db.In(len(indicators), 1)+`) AND region_id IN (`+db.In(len(regions), 1+len(indicators))+`)`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var indicator, region, vintages, points string
		if err := rows.Scan(&indicator, &region, &vintages, &points); err != nil {
			return nil, err
		}
		r := Reading{Indicator: byID[indicator], Region: byID[region]}
		if err := json.Unmarshal([]byte(vintages), &r.Vintages); err != nil {
			return nil, err
		}
		if r.Points, err = unpackPoints(points); err != nil {
			return nil, err
		}
		out[ReadingKey{r.Indicator, r.Region}] = r
	}
	return out, rows.Err()
}

// storedPoint is a point as the table keeps it: period, fraction, status.
type storedPoint struct {
	P string `json:"p"`
	V string `json:"v"`
	S uint32 `json:"s,omitempty"`
}

func packPoints(points []ReadPoint) (string, error) {
	stored := make([]storedPoint, len(points))
	for i, p := range points {
		stored[i] = storedPoint{p.Period, p.Value.RatString(), uint32(p.Status)}
	}
	b, err := json.Marshal(stored)
	return string(b), err
}

func unpackPoints(text string) ([]ReadPoint, error) {
	var stored []storedPoint
	if err := json.Unmarshal([]byte(text), &stored); err != nil {
		return nil, err
	}
	out := make([]ReadPoint, 0, len(stored))
	for _, p := range stored {
		v, ok := new(big.Rat).SetString(p.V)
		if !ok {
			return nil, fault.New(fault.Internal, "evidence.broken-reading")
		}
		out = append(out, ReadPoint{p.P, v, statistics.Status(p.S)})
	}
	return out, nil
}

// reading computes what an indicator says of a region.
func (j *Judge) reading(ctx context.Context, indicator, region record.Ref) (Reading, error) {
	r := Reading{Indicator: indicator, Region: region, Vintages: map[record.Ref]string{}}
	points, err := j.Series(ctx, indicator, region)
	if err != nil {
		return r, err
	}
	for _, p := range points {
		if !p.Number.Known() {
			continue
		}
		r.Points = append(r.Points, ReadPoint{p.Period, p.Number.Rat(), p.Status})
		for _, u := range p.Used {
			r.Vintages[u.Dataset] = u.Vintage.Label
		}
	}
	return r, nil
}

// Shown writes a number of an indicator as its readers see it: scaled, rounded, with its unit.
func (i *Indicator) Shown(v *big.Rat, lang string) string {
	z := i18n.For(i18n.Lang(lang))
	if v == nil {
		return z.NoData()
	}
	if i.Percent {
		return z.Percent(formula.Round(new(big.Rat).Mul(v, big.NewRat(100, 1)), i.Decimals), i.Decimals)
	}
	return z.Unit(formula.Round(v, i.Decimals), i.Decimals, i.Unit.In(lang))
}

// Figure is Shown without the unit, for columns whose heading or row says it; a percentage keeps its sign.
func (i *Indicator) Figure(v *big.Rat, lang string) string {
	if v == nil || i.Percent {
		return i.Shown(v, lang)
	}
	return i18n.For(i18n.Lang(lang)).Number(formula.Round(v, i.Decimals), i.Decimals)
}

// readTask names the indicators to read; none are all.
type readTask struct {
	Indicators []record.Ref `json:"indicators,omitempty"`
}

// MakeReadings reads indicators for all regions and keeps what they say; without indicators it reads all.
func MakeReadings(ctx context.Context, s *record.Store, actor record.Actor, refs []record.Ref) error {
	type made struct {
		indicator, region string
		revision          int64
		vintages, points  string
	}
	var all []made
	var whole []string // ids of the indicators that were read
	err := s.Read(ctx, actor, func(tx *record.ReadTx) error {
		all, whole = nil, nil
		indicators, err := tx.All(ctx, "indicator")
		if err != nil {
			return err
		}
		regions, err := tx.All(ctx, "region")
		if err != nil {
			return err
		}
		j := NewJudge(tx)
		for _, i := range indicators {
			if len(refs) > 0 && !slices.Contains(refs, i.Ref) {
				continue
			}
			whole = append(whole, i.ID)
			for _, g := range regions {
				r, err := j.reading(ctx, i.Ref, g.Ref)
				if fault.CodeOf(err) == fault.Invalid { // a formula or a question that cannot be asked has no numbers; its own page says why
					continue
				}
				if err != nil {
					return err
				}
				if len(r.Points) == 0 {
					continue
				}
				m := made{indicator: i.ID, region: g.ID, revision: i.Revision}
				if m.points, err = packPoints(r.Points); err != nil {
					return err
				}
				v, err := json.Marshal(r.Vintages)
				if err != nil {
					return err
				}
				m.vintages = string(v)
				all = append(all, m)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.Write(ctx, actor, func(tx *record.Tx) error {
		for _, id := range whole {
			if _, err := tx.SQL().Exec(ctx, `DELETE FROM reading WHERE indicator_id = $1`, id); err != nil {
				return err
			}
		}
		rows := make([][]any, 0, len(all))
		for _, m := range all {
			rows = append(rows, []any{m.indicator, m.region, m.revision, m.vintages, m.points})
		}
		return db.Insert(ctx, tx.SQL(), "reading", []string{"indicator_id", "region_id", "revision", "vintages", "points"}, rows)
	})
}

// enqueueReading enqueues what makes readings anew.
func enqueueReading(ctx context.Context, tx *record.Tx, indicators ...record.Ref) error {
	return enqueueJob(ctx, tx, ReadJob, readTask{Indicators: sortedRefs(indicators)})
}

// enqueueReadingOf enqueues the reading of whatever indicators use a dataset, directly or through another.
func enqueueReadingOf(ctx context.Context, tx *record.Tx, dataset record.Ref) error {
	r, err := tx.Get(ctx, dataset)
	if err != nil {
		return err
	}
	users, err := tx.Reach(ctx, r, record.Up, []record.LinkKind{record.Uses}, 4)
	if err != nil {
		return err
	}
	var indicators []record.Ref
	for _, u := range users {
		if u.Ref.Kind() == "indicator" {
			indicators = append(indicators, u.Ref)
		}
	}
	if len(indicators) == 0 {
		return nil
	}
	return enqueueReading(ctx, tx, indicators...)
}
