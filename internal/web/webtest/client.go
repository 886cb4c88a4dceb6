// SPDX-License-Identifier: EUPL-1.2

package webtest

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/jobs"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
)

// Client is somebody's browser: it keeps cookies and follows nothing by itself.
type Client struct {
	house   *House
	cookies map[string]string
}

// Page is an answer.
type Page struct {
	Status   int
	Body     string
	Header   http.Header
	Location string
}

// Nobody is a visitor who is not signed in.
func (h *House) Nobody() *Client { return &Client{house: h, cookies: map[string]string{}} }

// As is somebody signed in with a role in an organisation.
func (h *House) As(role identity.Role, organisation record.Ref) *Client {
	id := "p-" + strings.ReplaceAll(string(role)+"-"+string(organisation), "/", "-")
	h.visitors[id] = site.Visitor{Actor: identity.Actor{ID: id, Members: []identity.Member{{Organisation: organisation, Role: role}}}, Name: "Rasa Jonaitienė", SignedIn: true, Session: id}
	c := h.Nobody()
	c.cookies["webtest"] = id
	return c
}

// Get asks for a page by its whole address.
func (c *Client) Get(path string) Page { return c.Do(http.MethodGet, path, nil, nil) }

// Post sends a form.
func (c *Client) Post(path string, form url.Values) Page {
	return c.Do(http.MethodPost, path, strings.NewReader(form.Encode()), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}})
}

// Do sends any request.
func (c *Client) Do(method, path string, body interface{ Read([]byte) (int, error) }, header http.Header) Page {
	c.house.T.Helper()
	r := httptest.NewRequestWithContext(context.Background(), method, "http://sumanus.example"+path, body)
	for name, values := range header {
		r.Header[name] = values
	}
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	c.house.Handler.ServeHTTP(w, r)
	res := w.Result()
	for _, k := range res.Cookies() {
		if k.MaxAge < 0 {
			delete(c.cookies, k.Name)
		} else {
			c.cookies[k.Name] = k.Value
		}
	}
	return Page{Status: w.Code, Body: w.Body.String(), Header: res.Header, Location: res.Header.Get("Location")}
}

// Follow asks for the page that an answer leads to.
func (c *Client) Follow(p Page) Page {
	c.house.T.Helper()
	if p.Location == "" {
		c.house.T.Fatalf("status %d leads nowhere: %s", p.Status, p.Body)
	}
	return c.Get(p.Location)
}

// Refused tells whether an answer withholds: it says so, or leads to the sign-in.
func (p Page) Refused() bool {
	return p.Status == http.StatusUnauthorized || p.Status == http.StatusForbidden || p.Status == http.StatusNotFound ||
		p.Status == http.StatusSeeOther && strings.Contains(p.Location, "/sign-in")
}

// Settle does the work that waits, as the running house does in the background.
func (h *House) Settle() {
	h.T.Helper()
	handlers := evidence.Handlers(h.Store, identity.AtTheMachine(), nil)
	maps.Copy(handlers, method.Handlers(h.Store, identity.AtTheMachine()))
	if _, err := jobs.Drain(context.Background(), h.DB, handlers, jobs.Options{Now: h.Clock.Now, Name: "webtest"}); err != nil {
		h.T.Fatal(err)
	}
}

// Read gives a record as whoever sits at the machine sees it.
func (h *House) Read(ref record.Ref) record.Record {
	h.T.Helper()
	var out record.Record
	err := h.Store.Read(context.Background(), identity.AtTheMachine(), func(tx *record.ReadTx) (err error) {
		out, err = tx.Get(context.Background(), ref)
		return err
	})
	if err != nil {
		h.T.Fatal(err)
	}
	return out
}

// Write changes something as whoever sits at the machine.
func (h *House) Write(f func(tx *record.Tx) error) {
	h.T.Helper()
	if err := h.Store.Write(context.Background(), identity.AtTheMachine(), f); err != nil {
		h.T.Fatal(err)
	}
}

// Change changes a record as somebody else does, at the machine. f may put another body in place, or write into this one.
func (h *House) Change(ref record.Ref, f func(*record.Draft)) {
	h.T.Helper()
	ctx := context.Background()
	h.Write(func(tx *record.Tx) error {
		rec, err := tx.Get(ctx, ref)
		if err != nil {
			return err
		}
		d := rec.Draft()
		f(&d)
		_, err = tx.Change(ctx, rec.Revision, d)
		return err
	})
}
