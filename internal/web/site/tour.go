// SPDX-License-Identifier: EUPL-1.2

package site

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/web/ui"
)

// tourCookie remembers where a browser is on the tour, or that it was left. It holds no more than a place of this site.
const tourCookie = "sumanus_tour"

// tourLeft is what it holds once the tour was left.
const tourLeft = "left"

// TourStop is one step of the tour. The messages tour.step-ID and tour.step-ID-text say what is seen there.
type TourStop struct {
	ID   string
	Path string // behind the language
}

// tourPlace is where somebody is.
type tourPlace struct {
	TourStop
	n, of int
}

// TakeTour remembers the step that somebody comes to; n counts from 1.
func (r *Request) TakeTour(stop TourStop, n, of int) {
	r.keepTour(strings.Join([]string{strconv.Itoa(n), strconv.Itoa(of), stop.ID, stop.Path}, "."), 24*3600)
}

// LeaveTour remembers that it need not be offered again.
func (r *Request) LeaveTour() { r.keepTour(tourLeft, 365*24*3600) }

func (r *Request) keepTour(value string, seconds int) {
	http.SetCookie(r.W, &http.Cookie{Name: tourCookie, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.Site.Secure})
}

// OffersTour tells whether the tour should be offered: this browser has neither begun nor left it.
func (r *Request) OffersTour() bool {
	r.offerAsked = true // so the page is not the same for all
	return r.offered()
}

func (r *Request) offered() bool {
	_, err := r.Cookie(tourCookie)
	return err != nil
}

// onTour reads where the reader is. A cookie is anybody's words: what does not fit is no tour.
func (r *Request) onTour() (p tourPlace, on bool) {
	c, err := r.Cookie(tourCookie)
	if err != nil {
		return p, false
	}
	parts := strings.SplitN(c.Value, ".", 4)
	if len(parts) != 4 {
		return p, false
	}
	p.n, _ = strconv.Atoi(parts[0])
	p.of, _ = strconv.Atoi(parts[1])
	p.ID = parts[2]
	safe := false
	p.Path, safe = Local(parts[3])
	return p, safe && p.n >= 1 && p.n <= p.of && p.of <= 20 && r.Words.Has("tour.step-"+p.ID)
}

// tour is what the page says to a reader who is on the tour: what is seen here, or the way back to it.
func (r *Request) tour() *ui.Tour {
	p, on := r.onTour()
	if !on || r.Method != http.MethodGet || r.URL.Path == "/tour" {
		return nil
	}
	t := &ui.Tour{Number: p.n, Of: p.of, Title: r.T("tour.step-" + p.ID)}
	leave := ui.Action{Text: r.T("tour.leave"), Weight: ui.Bare, Post: r.Href("/tour/leave"), Fields: map[string]string{"back": r.path()}}
	to := func(text string, n int, w ui.Weight) ui.Action {
		return ui.Action{Text: text, Weight: w, Post: r.Href("/tour/step"), Fields: map[string]string{"n": strconv.Itoa(n)}}
	}
	if r.URL.Path != p.Path {
		t.Away = true
		t.Do = []ui.Action{{Text: r.T("tour.return"), Href: r.Href(p.Path)}, leave}
		return t
	}
	t.Text = r.T("tour.step-" + p.ID + "-text")
	if p.n < p.of {
		t.Do = append(t.Do, to(r.T("tour.next"), p.n+1, ui.Main))
	} else {
		finish := leave
		finish.Text, finish.Weight = r.T("tour.finish"), ui.Main
		t.Do = append(t.Do, finish)
	}
	if p.n > 1 {
		t.Do = append(t.Do, to(r.T("tour.back"), p.n-1, ui.Second))
	}
	if p.n < p.of {
		t.Do = append(t.Do, leave)
	}
	return t
}
