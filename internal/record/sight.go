// SPDX-License-Identifier: EUPL-1.2

package record

import "sync"

// sight is what some actors see of a house, with what was made of it.
type sight struct {
	past
	kept map[Ref]*kept

	house  *house
	mu     sync.Mutex
	making map[string]*making
}

// making is something that is made of a sight once.
type making struct {
	mu   sync.Mutex
	done bool
	it   any
}

// sight gives what is seen by whoever the policy gives these answers; nil when there are too many different ones.
func (h *house) sight(sees func(Subject) bool) *sight {
	answers := make([]byte, len(h.classes))
	for i, subject := range h.classes {
		if sees(subject) {
			answers[i] = 1
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if s := h.sights[string(answers)]; s != nil {
		return s
	}
	if len(h.sights) >= mostSights {
		return nil
	}
	s := &sight{house: h, kept: map[Ref]*kept{}, making: map[string]*making{}}
	var all []Record
	for i, k := range h.all {
		if answers[h.classOf[i]] == 1 {
			all = append(all, k.Record)
			s.kept[k.Ref] = k
		}
	}
	s.past = *newPast(all, func(r Record) []Link { return s.kept[r.Ref].links })
	h.sights[string(answers)] = s
	return s
}

// find gives a record from memory; nil when it is not there, or not to be seen.
func (s *sight) find(ref Ref) *kept {
	if s == nil {
		return nil
	}
	return s.kept[ref]
}

// holds gives the record in memory when r is that very one.
func (s *sight) holds(r Record) *kept {
	if k := s.find(r.Ref); k != nil && k.ID == r.ID && k.Revision == r.Revision && k.Body == r.Body {
		return k
	}
	return nil
}

// Remembers tells whether this reading has memory: then what is read whole costs nothing to whoever needs a part of it.
func (tx *ReadTx) Remembers() bool { return tx.sight != nil }

// LinksOf is [LinksOfRecord], from memory where the record is. The links are shared and not to be changed.
func (tx *ReadTx) LinksOf(r Record) []Link {
	if k := tx.sight.holds(r); k != nil {
		return k.links
	}
	if tx.past != nil {
		if there, ok := tx.past.byRef[r.Ref]; ok && there.Body == r.Body {
			return tx.past.from[r.Ref]
		}
	}
	return LinksOfRecord(r)
}

// Of gives what is made of one record alone, made once for each revision when the record is in memory. What is made is shared and not to be changed.
func Of[T any](tx *ReadTx, r Record, key string, make func() T) T {
	k := tx.sight.holds(r)
	if k == nil {
		return make()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if it, ok := k.made[key].(T); ok {
		return it
	}
	it := make()
	if k.made == nil {
		k.made = map[string]any{}
	}
	k.made[key] = it
	return it
}

// madeBytes is what something made is taken to need when its maker does not say.
const madeBytes = 4 << 10

// Kept gives what make makes of this reading, and makes it once for all who see the same of the same state; without memory it makes it each time.
// The key names the maker and everything it looks at beside the database and what the actor may see: the language, the day, the
// address. A right other than to read is no part of a sight, so what depends on one does not belong here. weigh tells how many bytes it needs; nil is
// a little. What is made is shared and not to be changed.
func Kept[T any](tx *ReadTx, key string, weigh func(T) int, make func() (T, error)) (T, error) {
	if tx.sight == nil {
		return make()
	}
	m := tx.sight.maker(key)
	m.mu.Lock()
	defer m.mu.Unlock()
	if it, ok := m.it.(T); ok && m.done {
		return it, nil
	}
	it, err := make()
	if err != nil {
		tx.sight.forget(key)
		return it, err
	}
	cost := madeBytes
	if weigh != nil {
		cost = weigh(it)
	}
	if tx.sight.house.take(cost + len(key)) {
		m.it, m.done = it, true
	} else {
		tx.sight.forget(key)
	}
	return it, nil
}

func (s *sight) maker(key string) *making {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.making[key]
	if m == nil {
		m = &making{}
		s.making[key] = m
	}
	return m
}

func (s *sight) forget(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.making, key)
}

// take tells whether there is room for so many bytes more.
func (h *house) take(bytes int) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.made+bytes > mostMade {
		return false
	}
	h.made += bytes
	return true
}
