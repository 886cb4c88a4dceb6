// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"io"
	"slices"
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
	twice := map[observed]bool{} // filled only for keys that come again
	for {
		s, err := r.Next()
		if err == io.EOF {
			return c, nil
		}
		if err != nil {
			return nil, err
		}
		key := strings.Join(s.Key, keySeparator)
		at, again := c.index[key]
		if !again {
			at = len(c.Series)
			c.index[key] = at
			c.Series = append(c.Series, Series{Key: slices.Clone(s.Key), Observations: slices.Clone(s.Observations), Line: s.Line})
			continue
		}
		into := &c.Series[at]
		if !twice[observed{at, into.Observations[0].Period}] {
			for _, o := range into.Observations {
				twice[observed{at, o.Period}] = true
			}
		}
		for _, o := range s.Observations {
			if twice[observed{at, o.Period}] {
				return nil, &Error{Code: DuplicateKey, Line: s.Line, First: into.Line, Found: Excerpt(strings.Join(s.Key, ",") + "," + o.Period)}
			}
			twice[observed{at, o.Period}] = true
			into.Observations = append(into.Observations, o)
		}
	}
}

// observed is a period of a series.
type observed struct {
	series int
	period string
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
