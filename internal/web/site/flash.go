// SPDX-License-Identifier: EUPL-1.2

package site

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// saidCookie carries what a change did to the page that is shown next. It holds a key of the catalogue and arguments, and only its own
// visitor ever reads it.
const saidCookie = "sumanus_said"

type note struct {
	Kind ui.Kind `json:"k,omitempty"`
	Key  string  `json:"m"`
	Args fault.A `json:"a,omitempty"`
	// Undo is the number of the journal entry that can be taken back; 0 when nothing can.
	Undo int64 `json:"u,omitempty"`
}

// Say tells on the next page what was done. undo is the journal entry that "undo" takes back; 0 offers nothing.
func (r *Request) Say(undo int64, key string, args ...fault.A) {
	r.say(note{Kind: ui.Done, Key: key, Undo: undo}, args)
}

// Warn tells on the next page what the person should look at.
func (r *Request) Warn(key string, args ...fault.A) { r.say(note{Kind: ui.Warning, Key: key}, args) }

func (r *Request) say(n note, args []fault.A) {
	for _, a := range args {
		if n.Args == nil {
			n.Args = fault.A{}
		}
		for k, v := range a {
			n.Args[k] = v
		}
	}
	raw, err := json.Marshal(n)
	if err != nil || len(raw) > 2000 {
		r.Site.Log.Warn("a message was too long for the next page", "key", n.Key)
		return
	}
	http.SetCookie(r.W, &http.Cookie{Name: saidCookie, Value: base64.RawURLEncoding.EncodeToString(raw), Path: "/", MaxAge: 60, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: r.Site.Secure})
}

// said reads the message of the last change once. A cookie that was tampered with says nothing.
func (r *Request) said() []ui.Message {
	c, err := r.Cookie(saidCookie)
	if err != nil || r.Method != http.MethodGet {
		return nil
	}
	http.SetCookie(r.W, &http.Cookie{Name: saidCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.Site.Secure})
	raw, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return nil
	}
	var n note
	if json.Unmarshal(raw, &n) != nil || !r.Words.Has(n.Key) {
		return nil
	}
	m := ui.Message{Kind: n.Kind, Text: r.T(n.Key, n.Args)}
	if n.Undo > 0 {
		m.Undo = &ui.Undo{Href: r.Href("/undo/" + strconv.FormatInt(n.Undo, 10)), Fields: map[string]string{"back": r.path()}}
	}
	return []ui.Message{m}
}

// schemeCookie remembers light or dark.
const schemeCookie = "sumanus_scheme"

// scheme is what the visitor chose; empty follows the device.
func (r *Request) scheme() string {
	if c, err := r.Cookie(schemeCookie); err == nil && (c.Value == "light" || c.Value == "dark") {
		return c.Value
	}
	return ""
}

// chooseScheme keeps the choice and leads back to where it was made.
func chooseScheme(r *Request) error {
	cookie := &http.Cookie{Name: schemeCookie, Value: r.PostFormValue("scheme"), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: r.Site.Secure}
	if cookie.Value != "light" && cookie.Value != "dark" {
		cookie.Value, cookie.MaxAge = "", -1
	}
	http.SetCookie(r.W, cookie)
	http.Redirect(r.W, r.Request, r.cameFrom(), http.StatusSeeOther)
	return nil
}

// cameFrom is the whole address of the page a form stood on, as the browser says; the first page when it says nothing.
func (r *Request) cameFrom() string {
	if u, err := url.Parse(r.Referer()); err == nil && u.Host == r.Host {
		if here, ok := Local(u.RequestURI()); ok {
			return here
		}
	}
	return r.Href("/")
}

// Common are the routes that belong to no area.
func Common() Area {
	return Area{Key: "scheme", Routes: []Route{Post("/scheme", ForEveryone(), chooseScheme)}}
}
