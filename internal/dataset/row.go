// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/statistics"
)

// Canonical rows, described in docs/format/vintage.md: a line of codes, a line for each observation, an empty line. No code,
// period, value or flag holds a control character, so the bytes order as the lists of codes do.

// joinKey gives the codes of a series as its one key.
func joinKey(codes []string) string { return strings.Join(codes, "\t") }

func splitKey(key string) []string {
	if key == "" {
		return nil
	}
	return strings.Split(key, "\t")
}

// appendRows writes the observations of a series in the order of their periods' texts. A period twice is told as false.
func appendRows(dst []byte, obs []statistics.Observation, scratch *[]statistics.Observation) ([]byte, string, bool) {
	if !ascending(obs) {
		sorted := append((*scratch)[:0], obs...)
		*scratch = sorted
		if slices.Reverse(sorted); !ascending(sorted) {
			slices.SortStableFunc(sorted, func(a, b statistics.Observation) int { return cmp.Compare(a.Period, b.Period) })
		}
		obs = sorted
	}
	for i := range obs {
		o := &obs[i]
		if i > 0 && o.Period == obs[i-1].Period {
			return dst, o.Period, false
		}
		dst = append(dst, o.Period...)
		dst = append(dst, '\t')
		dst = append(dst, o.Value...)
		dst = append(dst, '\t')
		dst = append(dst, o.Flags...)
		dst = append(dst, '\n')
	}
	return dst, "", true
}

func ascending(obs []statistics.Observation) bool {
	for i := 1; i < len(obs); i++ {
		if obs[i-1].Period >= obs[i].Period {
			return false
		}
	}
	return true
}

// cutSeries takes the next series off canonical rows: its key and the lines of its observations.
func cutSeries(data []byte) (key, rows, rest []byte, err error) {
	end := bytes.IndexByte(data, '\n')
	if end < 0 {
		return nil, nil, nil, damaged("key")
	}
	key, data = data[:end], data[end+1:]
	if len(data) > 0 && data[0] == '\n' {
		return key, nil, data[1:], nil
	}
	stop := bytes.Index(data, []byte("\n\n"))
	if stop < 0 {
		return nil, nil, nil, damaged("series")
	}
	return key, data[:stop+1], data[stop+2:], nil
}

// readRows reads the observations of a series.
func readRows(rows []byte) ([]statistics.Observation, error) {
	out := make([]statistics.Observation, 0, bytes.Count(rows, []byte{'\n'}))
	text := string(rows)
	for len(text) > 0 {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		period, line, ok := strings.Cut(line, "\t")
		value, flags, ok2 := strings.Cut(line, "\t")
		if !ok || !ok2 {
			return nil, damaged("observation")
		}
		out = append(out, observation(period, value, flags))
	}
	return out, nil
}

func observation(period, value, flags string) statistics.Observation {
	status := statistics.StatusOf(flags)
	if value == "" {
		status |= statistics.Missing
	}
	return statistics.Observation{Period: period, Value: value, Flags: flags, Status: status}
}

// storable refuses what would break the lines apart. The codecs refuse control characters themselves; this is the second lock.
func storable(s *statistics.Series) bool {
	for _, c := range s.Key {
		if strings.ContainsAny(c, "\t\n\x00") {
			return false
		}
	}
	for i := range s.Observations {
		if o := &s.Observations[i]; o.Flags != "" && strings.ContainsAny(o.Flags, "\t\n\x00") {
			return false
		}
	}
	return true
}

func damaged(what string) error {
	return fault.New(fault.Internal, "dataset.damaged", fault.A{"what": what})
}
