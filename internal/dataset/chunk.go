// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/statistics"
)

// maxChunk is the most a chunk of several series holds before compression. A longer single series has a chunk to itself.
const maxChunk = 1 << 20

// maxDecoded stops a damaged chunk from growing beyond all bounds when it is read.
const maxDecoded = 256 << 20

// decoder is safe for concurrent use.
var decoder = sync.OnceValues(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxDecoded))
})

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// cutsBefore tells whether a chunk begins with this series. It looks at the key alone, so an inserted series moves no boundary
// but its own. On average 512 series go together.
func cutsBefore(key []byte) bool {
	h := uint64(14695981039346656037) // FNV-1a
	for _, c := range key {
		h = (h ^ uint64(c)) * 1099511628211
	}
	h ^= h >> 32
	return h&511 == 0
}

// chunk is a piece of canonical rows in memory, with the place of each series.
type chunk struct {
	data []byte
	keys []string
	rows [][]byte
}

func decodeChunk(hash string, stored []byte) (*chunk, error) {
	d, err := decoder()
	if err != nil {
		return nil, err
	}
	data, err := d.DecodeAll(stored, nil)
	if err != nil || hashOf(data) != hash {
		return nil, damaged("chunk " + hash)
	}
	c := &chunk{data: data}
	for rest := data; len(rest) > 0; {
		var key, rows []byte
		if key, rows, rest, err = cutSeries(rest); err != nil {
			return nil, err
		}
		c.keys, c.rows = append(c.keys, string(key)), append(c.rows, rows)
	}
	return c, nil
}

func (c *chunk) find(key string) ([]byte, bool) {
	i := sort.SearchStrings(c.keys, key)
	if i == len(c.keys) || c.keys[i] != key {
		return nil, false
	}
	return c.rows[i], true
}

// chunkCache keeps the chunks used last.
type chunkCache struct {
	byHash map[string]*chunk
	order  []string
	bytes  int
}

// cacheBytes bounds what a reader keeps of decoded chunks.
const cacheBytes = 32 << 20

func newChunkCache() *chunkCache { return &chunkCache{byHash: map[string]*chunk{}} }

func (c *chunkCache) get(hash string) (*chunk, bool) {
	found, ok := c.byHash[hash]
	if ok {
		for i, h := range c.order {
			if h == hash {
				c.order = append(append(c.order[:i:i], c.order[i+1:]...), hash)
				break
			}
		}
	}
	return found, ok
}

func (c *chunkCache) put(hash string, add *chunk) {
	c.byHash[hash] = add
	c.order = append(c.order, hash)
	c.bytes += len(add.data)
	for c.bytes > cacheBytes && len(c.order) > 1 {
		old := c.order[0]
		c.order = c.order[1:]
		c.bytes -= len(c.byHash[old].data)
		delete(c.byHash, old)
	}
}

// readSeries reads one series by one chunk; nil when the table has none of that key. Observations are in the order of time.
func (r *Reader) readSeries(ctx context.Context, manifest, key string) ([]statistics.Observation, error) {
	at := seriesAt{manifest, key}
	if obs, ok := r.series[at]; ok {
		return obs, nil
	}
	c, err := r.chunkFor(ctx, manifest, key)
	if err != nil {
		return nil, err
	}
	var obs []statistics.Observation
	if c != nil {
		if rows, ok := c.find(key); ok {
			if obs, err = readRows(rows); err != nil {
				return nil, err
			}
			inTime(obs)
		}
	}
	if len(r.series) >= maxSeries {
		clear(r.series)
	}
	r.series[at] = obs
	return obs, nil
}

// inTime puts observations in the order of time. Rows are in the order of text, which differs only where frequencies mix.
func inTime(obs []statistics.Observation) {
	for i := 1; i < len(obs); i++ {
		if statistics.ComparePeriods(obs[i-1].Period, obs[i].Period) > 0 {
			sort.SliceStable(obs, func(i, j int) bool { return statistics.ComparePeriods(obs[i].Period, obs[j].Period) < 0 })
			return
		}
	}
}

// chunkFor reads the chunk in which a key would stand; nil when it would stand before the first.
func (r *Reader) chunkFor(ctx context.Context, manifest, key string) (*chunk, error) {
	if err := r.readDirectories(ctx, []string{manifest}); err != nil {
		return nil, err
	}
	hash, ok := r.directories[manifest].find(key)
	if !ok {
		return nil, nil
	}
	return r.chunkOf(ctx, hash)
}

func loadChunk(ctx context.Context, tx db.Tx, hash string) (*chunk, error) {
	var stored []byte
	if err := tx.Row(ctx, `SELECT bytes FROM chunk WHERE hash = $1`, hash).Scan(&stored); err != nil {
		return nil, err
	}
	return decodeChunk(hash, stored)
}
