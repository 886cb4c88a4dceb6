// SPDX-License-Identifier: EUPL-1.2

package scan

import (
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/statistics"
)

// Keys shares the codes of each key column and finds keys that come twice, exactly (no hashes that could collide).
//
// A key is followed along a tree whose edges are (node so far, code): two numbers of 32 bits in one map key. Rows of a sorted table
// differ from the row before in the last columns only, so most rows cost one look-up for the code and one for the key.
type Keys struct {
	columns []column
	nodes   map[uint64]uint32 // inner edges: (node, code) → node
	lines   map[uint64]uint32 // last edge: (node, code) → line where the key first stood
	edges   []uint64          // path of the last key, to skip what is the same in the next
	path    []uint32
	started bool
	codes   int // of all columns
	limit   int // statistics.MaxCodes; a field for tests
}

type column struct {
	codes map[string]uint32
	names []string
	last  uint32
}

// NewKeys prepares for keys of n columns; n may be 0.
func NewKeys(n int) *Keys {
	k := &Keys{columns: make([]column, n), nodes: map[uint64]uint32{}, lines: map[uint64]uint32{}, path: make([]uint32, n+1), edges: make([]uint64, n),
		limit: statistics.MaxCodes}
	for i := range k.columns {
		k.columns[i].codes = map[string]uint32{}
	}
	return k
}

// Intern gives a shared copy of a code of column i, or false with the reason.
func (k *Keys) Intern(i int, code string) (string, statistics.ErrorCode) {
	c := &k.columns[i]
	if len(c.names) > 0 && c.names[c.last] == code {
		return c.names[c.last], ""
	}
	n, ok := c.codes[code]
	if !ok {
		if !ValidCode(code) {
			return "", statistics.BadCode
		}
		if k.codes == k.limit {
			return "", statistics.TooManyCodes
		}
		code = strings.Clone(code)
		n = uint32(len(c.names))
		k.codes++
		c.names = append(c.names, code)
		c.codes[code] = n
	}
	c.last = n
	return c.names[n], ""
}

// Len is the number of different keys seen by First, or of inner nodes of their tree when there are more of those.
func (k *Keys) Len() int { return max(len(k.lines), len(k.nodes)) }

// First notes that the key of the codes interned last stands in a line, and gives the line where it stood first: 0 when it is new.
func (k *Keys) First(line int) int {
	node := uint32(0)
	last := len(k.columns) - 1
	same := true // the path so far is that of the key before
	for i := 0; i < last; i++ {
		edge := uint64(node)<<32 | uint64(k.columns[i].last)
		if same && k.started && k.edges[i] == edge {
			node = k.path[i]
			continue
		}
		same = false
		next, ok := k.nodes[edge]
		if !ok {
			next = uint32(len(k.nodes) + 1)
			k.nodes[edge] = next
		}
		node, k.edges[i], k.path[i] = next, edge, next
	}
	k.started = true
	edge := uint64(node) << 32
	if last >= 0 {
		edge |= uint64(k.columns[last].last)
	}
	if first, twice := k.lines[edge]; twice {
		return int(first)
	}
	k.lines[edge] = uint32(min(line, 1<<32-1))
	return 0
}

// KeyError completes an error about a code of a dimension.
func KeyError(e *statistics.Error, dimension, code string) *statistics.Error {
	e.Name, e.Found = dimension, statistics.Excerpt(code)
	if e.Code == statistics.TooManyCodes {
		e.Expected, e.Found = strconv.Itoa(statistics.MaxCodes), ""
	}
	return e
}
