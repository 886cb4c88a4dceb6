// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate is how much one asker may ask: so much a second, and so much at once after a rest.
type Rate struct {
	PerSecond float64
	Burst     int
}

// The rates of an API that is told nothing else. A program with a token works through a whole plan without waiting.
var (
	tokenRate   = Rate{50, 500}
	visitorRate = Rate{10, 120}
)

// askers bounds the table of those who asked lately.
const askers = 20000

// limits remembers how much each asker has asked. The table holds digests of tokens and addresses in memory only.
type limits struct {
	rate Rate
	mu   sync.Mutex
	by   map[string]*rate.Limiter
}

func newLimits(r, usual Rate) *limits {
	if r == (Rate{}) {
		r = usual
	}
	return &limits{rate: r, by: map[string]*rate.Limiter{}}
}

// take takes n from what the asker has left, and tells how long to wait when that is not enough.
func (l *limits) take(who string, n int, now time.Time) (wait time.Duration, ok bool) {
	if l.rate.PerSecond < 0 {
		return 0, true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.by[who]
	if b == nil {
		if len(l.by) >= askers {
			l.forget(now)
		}
		b = rate.NewLimiter(rate.Limit(l.rate.PerSecond), l.rate.Burst)
		l.by[who] = b
	}
	if b.AllowN(now, n) {
		return 0, true
	}
	missing := float64(n) - b.TokensAt(now)
	return time.Duration(missing / l.rate.PerSecond * float64(time.Second)), false
}

// forget drops those who have rested long enough to be as if they had never asked; when all are busy, everybody begins anew.
func (l *limits) forget(now time.Time) {
	for who, b := range l.by {
		if b.TokensAt(now) >= float64(l.rate.Burst) {
			delete(l.by, who)
		}
	}
	if len(l.by) >= askers {
		clear(l.by)
	}
}
