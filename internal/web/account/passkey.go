// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/web/site"
)

// The script sends and hears JSON. Between the halves of a ceremony the browser keeps a key in a cookie that no script can read.

func ceremonyCookie(secure bool) string {
	if secure {
		return "__Host-sumanus_ceremony"
	}
	return "sumanus_ceremony"
}

func keepCeremony(r *site.Request, key string) {
	c := &http.Cookie{Name: ceremonyCookie(r.Site.Secure), Value: key, Path: "/", MaxAge: 300, HttpOnly: true, Secure: r.Site.Secure, SameSite: http.SameSiteLaxMode}
	if key == "" {
		c.MaxAge = -1
	}
	http.SetCookie(r.W, c)
}

// ceremony gives the key that the browser kept, and takes it away from it.
func ceremony(r *site.Request) string {
	c, err := r.Cookie(ceremonyCookie(r.Site.Secure))
	if err != nil {
		return ""
	}
	keepCeremony(r, "")
	return c.Value
}

// answer speaks to the script: what it asked for, or in words what went wrong.
func answer(r *site.Request, v any, err error) error {
	code := http.StatusOK
	if err != nil {
		if code = status(err); code >= http.StatusInternalServerError {
			r.Site.Log.Error("passkey failed", "error", err)
		} else {
			r.Site.Log.Info("passkey refused", "error", err)
		}
		v = map[string]string{"error": r.Words.Error(err)}
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	h := r.W.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	r.W.WriteHeader(code)
	_, err = r.W.Write(raw)
	return err
}

// begun answers with the options of the first half.
func begun(r *site.Request, options json.RawMessage, key string, err error) error {
	if err == nil {
		keepCeremony(r, key)
	}
	return answer(r, options, err)
}

func (d *desk) beginPasskeySignIn(r *site.Request) error {
	options, key, err := d.accounts.BeginPasskeySignIn(r.Context(), visit(r))
	return begun(r, options, key, err)
}

func (d *desk) finishPasskeySignIn(r *site.Request) error {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	s, err := d.accounts.FinishPasskeySignIn(r.Context(), ceremony(r), raw, visit(r))
	if err == nil {
		r.KeepSession(s.Token)
		err = d.speak(r, s)
	}
	to, ok := site.Local(r.URL.Query().Get("next"))
	if !ok {
		to = "/"
	}
	return answer(r, map[string]string{"to": r.Href(to)}, err)
}

func (d *desk) beginJoinPasskey(purpose string) func(*site.Request) error {
	return func(r *site.Request) error {
		options, key, err := d.accounts.BeginJoinPasskey(r.Context(), purpose, r.PathValue("token"), newcomer(r), visit(r))
		return begun(r, options, key, err)
	}
}

func (d *desk) finishJoinPasskey(purpose string) func(*site.Request) error {
	return func(r *site.Request) error {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		s, err := d.accounts.FinishJoinPasskey(r.Context(), purpose, r.PathValue("token"), ceremony(r), raw, visit(r))
		if err == nil {
			r.KeepSession(s.Token)
			r.Say(0, map[bool]string{true: "account.first-done", false: "account.join-done"}[purpose == identity.ForFirst])
		}
		return answer(r, map[string]string{"to": r.Href("/")}, err)
	}
}

func (d *desk) beginPasskey(r *site.Request) error {
	options, key, err := d.accounts.BeginPasskey(r.Context(), r.Visitor.Who)
	return begun(r, options, key, err)
}

func (d *desk) finishPasskey(r *site.Request) error {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	browser := r.Visitor.Who.Session
	err = d.accounts.FinishPasskey(r.Context(), r.Visitor.Who, ceremony(r), on(r, browser.Browser, browser.System), raw)
	if err == nil {
		r.Say(0, "account.passkey-added")
	}
	return answer(r, map[string]string{"to": r.Href("/account#passkeys")}, err)
}
