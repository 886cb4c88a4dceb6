// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/sumanus/sumanus/internal/db"
)

// memory keeps what was read, so that a page does not read it again. It holds three things, none of which can be older than the reading that uses
// it: a record in the form it is worked with, by its revision, which never changes; the house in one state of the database, by the version of
// the very snapshot that is read ([db.DB.ReadVersion]); and what an actor sees of it, by the answers of the policy to each kind of
// subject there is. Two actors share a sight only when the policy gives both the same answers.
//
// Writing never uses it: a transaction that writes reads everything from the database.
type memory struct {
	mu     sync.Mutex
	houses []*house // the last two states: while somebody writes, readers of both are at work
}

// Bounds of memory. Beyond them everything is read from the database, as without memory.
const (
	mostHouses = 2
	mostSights = 24       // of a state
	mostStored = 64 << 20 // bytes of the bodies of a state
	mostMade   = 64 << 20 // bytes of what was made of a state, by all sights
)

// kept is a record in memory, with what was made of it alone.
type kept struct {
	Record
	stored int // bytes of the body
	links  []Link

	mu   sync.Mutex
	made map[string]any
}

// house is everything that is not deleted, in one state of the database.
type house struct {
	version string

	loading sync.Mutex
	loaded  bool
	usable  bool
	all     []*kept   // by kind and slug
	classes []Subject // the different ones that there are
	classOf []int     // of each of all

	mu     sync.Mutex
	sights map[string]*sight
	made   int // bytes
}

// ReadKept is Read from memory as far as it reaches. Bodies, links and all that is read are shared with every reader, so nothing of
// it is to be changed; that is what Write is for.
func (s *Store) ReadKept(ctx context.Context, actor Actor, f func(*ReadTx) error) error {
	return s.db.ReadVersion(ctx, func(sql db.Tx, version string) error {
		tx := &ReadTx{sql: sql, store: s, actor: actor}
		if version != "" {
			h, err := s.memory.house(ctx, tx, version)
			if err != nil {
				return err
			}
			tx.look(h)
		}
		return f(tx)
	})
}

// look lets a reading see the house from memory.
func (tx *ReadTx) look(h *house) {
	if !h.usable {
		return
	}
	if s := h.sight(func(subject Subject) bool { return tx.store.policy.Allows(tx.actor, Read, subject) }); s != nil {
		tx.sight, tx.past = s, &s.past
	}
}

// house gives the house in the state that tx reads.
func (m *memory) house(ctx context.Context, tx *ReadTx, version string) (*house, error) {
	h, before := m.find(version)
	h.loading.Lock()
	defer h.loading.Unlock()
	if h.loaded {
		return h, nil
	}
	return h, h.load(ctx, tx, before)
}

// find gives the house of a version, new when it is not there, and the one that was last loaded before.
func (m *memory) find(version string) (h, before *house) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, h := range m.houses {
		if h.version == version {
			return h, nil
		}
	}
	if len(m.houses) > 0 {
		before = m.houses[0]
	}
	h = &house{version: version, sights: map[string]*sight{}}
	m.houses = append([]*house{h}, m.houses[:min(len(m.houses), mostHouses-1)]...)
	return h, before
}

// recall gives what a house has in memory, by id; of one that is being loaded just now nothing.
func (h *house) recall() map[string]*kept {
	out := map[string]*kept{}
	if h == nil || !h.loading.TryLock() {
		return out
	}
	defer h.loading.Unlock()
	for _, k := range h.all {
		out[k.ID] = k
	}
	return out
}

// mostNamedAhead is how many changed records are read by name; when there are more, all are read.
const mostNamedAhead = 100

// load reads which records there are, and those that are not in memory at their present revision. A house that does not fit, or that holds
// something this program cannot read, is not kept: its pages are read from the database and tell what is wrong themselves.
func (h *house) load(ctx context.Context, tx *ReadTx, before *house) error {
	known := before.recall()
	there, missing, err := tx.present(ctx, known)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		fresh, ok, err := tx.fetch(ctx, missing, known)
		if err != nil || !ok {
			h.loaded = err == nil
			return err
		}
		for id, k := range fresh {
			known[id] = k
		}
	}
	size := 0
	for _, id := range there {
		k := known[id]
		if k == nil {
			h.loaded = true
			return nil
		}
		h.all, size = append(h.all, k), size+k.stored
	}
	h.classify()
	h.loaded, h.usable = true, size <= mostStored
	if !h.usable {
		h.all = nil
	}
	return nil
}

// present lists the ids of all records by kind and slug, and those that are not known at their revision.
func (tx *ReadTx) present(ctx context.Context, known map[string]*kept) (there, missing []string, err error) {
	rows, err := tx.sql.Query(ctx, `SELECT r.id, r.revision FROM record r WHERE r.deleted = 0 ORDER BY r.kind, r.slug`)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var revision int64
		if err := rows.Scan(&id, &revision); err != nil {
			return nil, nil, err
		}
		there = append(there, id)
		if k := known[id]; k == nil || k.Revision != revision {
			missing = append(missing, id)
		}
	}
	return there, missing, rows.Err()
}

// fetch reads records by their ids. ok is false when one of them cannot be read by this program, or when all are too many.
func (tx *ReadTx) fetch(ctx context.Context, ids []string, known map[string]*kept) (fresh map[string]*kept, ok bool, err error) {
	where, args := "", []any{}
	if len(ids) <= mostNamedAhead {
		where = ` AND r.id IN (` + db.In(len(ids), 1) + `)`
		for _, id := range ids {
			args = append(args, id)
		}
	}
	rows, err := tx.sql.Query(ctx, `SELECT `+recordColumns+` FROM record r WHERE r.deleted = 0`+where, args...)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	fresh = map[string]*kept{}
	size := 0
	for rows.Next() {
		var row row
		if err := row.scan(rows); err != nil {
			return nil, false, err
		}
		if k := known[row.id]; k != nil && k.Revision == row.revision {
			continue
		}
		rec, err := tx.store.unpack(row.ref(), row.id, row.revision, row.st, row.created, row.changed)
		if size += len(row.st.body); err != nil || size > mostStored {
			return nil, false, nil //nolint:nilerr // whoever asks for this very record is told
		}
		fresh[row.id] = &kept{Record: rec, stored: len(row.st.body), links: slices.Clip(LinksOfRecord(rec))}
	}
	return fresh, true, rows.Err()
}

// classify finds the different subjects that the policy can be asked about.
func (h *house) classify() {
	byName := map[string]int{}
	for _, k := range h.all {
		subject := k.Subject()
		name := fmt.Sprint(subject.Kind, "\n", subject.Owner, "\n", subject.CoOwners, "\n", subject.Visibility)
		class, ok := byName[name]
		if !ok {
			class = len(h.classes)
			byName[name] = class
			h.classes = append(h.classes, subject)
		}
		h.classOf = append(h.classOf, class)
	}
}
