// SPDX-License-Identifier: EUPL-1.2

package site

import (
	"net/http"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/identity"
)

// sessionCookie is the name of the cookie of a session. By https it can neither be read nor set by a neighbouring host.
func sessionCookie(secure bool) string {
	if secure {
		return "__Host-sumanus_session"
	}
	return "sumanus_session"
}

// SessionToken is the token that a browser keeps; empty when it keeps none.
func SessionToken(hr *http.Request, secure bool) string {
	if c, err := hr.Cookie(sessionCookie(secure)); err == nil {
		return c.Value
	}
	return ""
}

// keepSession gives the browser a token to keep; an empty one takes it away.
func keepSession(w http.ResponseWriter, token string, secure bool) {
	c := &http.Cookie{Name: sessionCookie(secure), Value: token, Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode, MaxAge: 90 * 24 * 3600}
	if token == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// KeepSession signs the browser in with a session, or out with an empty token. What is shown next belongs to the new visitor.
func (r *Request) KeepSession(token string) { keepSession(r.W, token, r.Site.Secure) }

// ByAccounts tells who sends a request by the session that the browser keeps. A session that is over is a visitor like any other.
func ByAccounts(a *identity.Accounts, secure bool) func(http.ResponseWriter, *http.Request) (Visitor, error) {
	return func(w http.ResponseWriter, hr *http.Request) (Visitor, error) {
		token := SessionToken(hr, secure)
		if token == "" {
			return Visitor{Actor: identity.Nobody()}, nil
		}
		who, err := a.Authenticate(hr.Context(), token)
		if fault.Is(err, "identity.not-signed-in") {
			keepSession(w, "", secure)
			return Visitor{Actor: identity.Nobody()}, nil
		}
		if err != nil {
			return Visitor{}, err
		}
		if who.Renewed != "" {
			token = who.Renewed
			keepSession(w, token, secure)
		}
		return Visitor{Actor: who.Actor, Name: who.Person.Name, SignedIn: true, Session: token, Who: who}, nil
	}
}
