// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"io"
	"strings"
)

// Cube is a whole table in memory: for small tables, tests and writers that need the codes first.
type Cube struct {
	Header Header
	// Series has each key once, in the order in which the keys first came.
	Series []Series

	index map[string]int
}

// keySeparator cannot stand in a code: the codecs refuse control characters.
const keySeparator = "\x1f"

// ReadAll reads a file to its end and groups series of the same key. A key with the same period twice is refused with
// duplicate-key. Memory grows with the file; to import a large one, use the Reader.
func ReadAll(r Reader) (*Cube, error) {
	c := &Cube{Header: r.Header(), index: map[string]int{}}
	seen := map[string]map[string]int{}
	for {
		s, err := r.Next()
		if err == io.EOF {
			return c, nil
		}
		if err != nil {
			return nil, err
		}
		key := strings.Join(s.Key, keySeparator)
		at, ok := c.index[key]
		if !ok {
			at = len(c.Series)
			c.index[key] = at
			c.Series = append(c.Series, Series{Key: append([]string(nil), s.Key...), Line: s.Line})
			seen[key] = map[string]int{}
		}
		for _, o := range s.Observations {
			if first, twice := seen[key][o.Period]; twice {
				return nil, &Error{Code: DuplicateKey, Line: s.Line, First: first, Found: Excerpt(strings.Join(s.Key, ",") + "," + o.Period)}
			}
			seen[key][o.Period] = s.Line
			c.Series[at].Observations = append(c.Series[at].Observations, o)
		}
	}
}

// Find gives the observation of a key at a normalised period; false when it is absent. Missing is not absent.
func (c *Cube) Find(period string, key ...string) (Observation, bool) {
	at, ok := c.index[strings.Join(key, keySeparator)]
	if !ok {
		return Observation{}, false
	}
	for _, o := range c.Series[at].Observations {
		if o.Period == period {
			return o, true
		}
	}
	return Observation{}, false
}

// Reader reads the cube as if it came from a file.
func (c *Cube) Reader() Reader { return &cubeReader{cube: c} }

type cubeReader struct {
	cube *Cube
	next int
}

func (r *cubeReader) Header() Header { return r.cube.Header }

func (r *cubeReader) Next() (*Series, error) {
	if r.next == len(r.cube.Series) {
		return nil, io.EOF
	}
	r.next++
	return &r.cube.Series[r.next-1], nil
}
