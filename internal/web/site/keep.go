// SPDX-License-Identifier: EUPL-1.2

package site

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

// mostKept bounds what kept pages take, in bytes.
const mostKept = 64 << 20

// kept are pages as they were made for readers who are not signed in, who all see the same. They hold as long as nothing was
// written anywhere ([record.Store.Version]) and the day is the same; then all are forgotten. So a council evening or a link in a newspaper
// costs one making of a page, and nobody ever reads yesterday's verdict.
type kept struct {
	mu    sync.Mutex
	state string // of the house, with the day
	pages map[string]keptPage
	size  int
}

type keptPage struct {
	language string
	body     []byte
}

// get gives the page made in this state.
func (k *kept) get(state, key string) (keptPage, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.state != state {
		return keptPage{}, false
	}
	p, ok := k.pages[key]
	return p, ok
}

// put keeps a page that was begun in this state. A page of a state that is over is not kept, nor one for which there is no room.
func (k *kept) put(state, key string, p keptPage) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.state != state {
		k.state, k.pages, k.size = state, map[string]keptPage{}, 0
	}
	cost := len(key) + len(p.body)
	if _, there := k.pages[key]; there || k.size+cost > mostKept {
		return
	}
	k.pages[key] = p
	k.size += cost
}

// keep names the page asked for and the state of the house; empty when this answer is not to be kept: for somebody signed in, and where
// a cookie may change what is shown.
func (s *Site) keep(r *Request) (state, key string) {
	if s.MakeAnew || r.Method != http.MethodGet || r.Visitor.SignedIn || r.Fragment() {
		return "", ""
	}
	for _, c := range r.Cookies() {
		if c.Name != langCookie && c.Name != schemeCookie && c.Name != tourCookie {
			return "", ""
		}
	}
	if _, on := r.onTour(); on {
		return "", "" // the bar of the tour stands above every page
	}
	version, err := s.Store.Version(r.Context())
	if err != nil {
		s.Log.Warn("the state of the house is not known; the page is made anew", "error", err)
		return "", ""
	}
	return version + " " + s.Now().UTC().Format(time.DateOnly), strings.Join([]string{string(r.Lang), r.scheme(), r.path()}, "\n")
}

// keptFor gives the page from those that are kept: the one for all, or where the offer of the tour has a say, the one with or without it.
func (s *Site) keptFor(r *Request) (keptPage, bool) {
	if r.keepKey == "" {
		return keptPage{}, false
	}
	if p, ok := s.kept.get(r.keepState, r.keepKey); ok {
		return p, true
	}
	return s.kept.get(r.keepState, r.keepKey+r.offerKey())
}

// keepPage keeps a page. It is for all, unless it asked whether the tour is to be offered.
func (s *Site) keepPage(r *Request, p keptPage) {
	if r.keepKey == "" {
		return
	}
	key := r.keepKey
	if r.offerAsked {
		key += r.offerKey()
	}
	s.kept.put(r.keepState, key, p)
}

// offerKey tells apart those who are offered the tour and those who have left it.
func (r *Request) offerKey() string {
	if r.offered() {
		return "\noffered"
	}
	return "\nleft"
}
