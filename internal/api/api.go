// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
)

// Options are what the API takes from outside. The zero value serves visitors.
type Options struct {
	// Authenticate tells for whom a token works; nil knows no token.
	Authenticate func(ctx context.Context, token string) (identity.Actor, error)
	// Publish keeps the pages of a document and gives their address; nil publishes nothing.
	Publish func(ctx context.Context, who record.Actor, document string, files publication.Files) (address string, err error)
	// Page gives the address of a record's page for readers; nil gives that of the record here.
	Page func(lang string, r record.Record) string
	// Address tells where a request comes from; nil takes the other end of the connection, or what a proxy on this machine says.
	Address func(*http.Request) string
	Log     *slog.Logger
	Version string
	// TempDir is where files are kept while they are sent; empty is the system's.
	TempDir string
	// The rates; zero is the usual one, a negative one none.
	TokenRate, VisitorRate Rate
}

// API is the handler.
type API struct {
	store      *record.Store
	o          Options
	operations []*operation
	schemas    *schemas
	mux        *http.ServeMux
	tokens     *limits
	visitors   *limits
	documents  documents
}

type runner = func(ctx context.Context, c *call) (*answer, error)

// answerTime is how long one answer may take to make.
const answerTime = time.Minute

// New makes the API of a house. It answers everything under /api/.
func New(store *record.Store, o Options) *API {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Address == nil {
		o.Address = address
	}
	a := &API{store: store, o: o, operations: operations(store.Kinds()), schemas: newSchemas(store.Kinds().Kinds()),
		tokens: newLimits(o.TokenRate, tokenRate), visitors: newLimits(o.VisitorRate, visitorRate)}
	a.mux = a.routes()
	return a
}

// address is where a request comes from. A proxy on this very machine says it in the last part of X-Forwarded-For; whoever comes from
// elsewhere could write anything there.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return host
	}
	all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	if last := net.ParseIP(strings.TrimSpace(all[len(all)-1])); last != nil {
		return last.String()
	}
	return host
}

// ServeHTTP answers one request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Cache-Control", "private, no-cache")
	h.Add("Vary", "Authorization, Accept-Language")
	z := i18n.For(acceptable(r))
	defer func() {
		if broken := recover(); broken != nil {
			a.o.Log.Error("operation broke", "method", r.Method, "cause", broken, "stack", string(debug.Stack()))
			a.fail(w, r, z, fault.New(fault.Internal, "i18n.internal"), false)
		}
	}()
	if handler, pattern := a.mux.Handler(r); pattern == "" {
		a.strayed(w, r, z, handler)
		return
	}
	a.mux.ServeHTTP(w, r)
}

// strayed answers for an address or a method that is not there.
func (a *API) strayed(w http.ResponseWriter, r *http.Request, z *i18n.Localizer, handler http.Handler) {
	if wait, free := a.visitors.take(a.o.Address(r), 1, a.store.Now()); !free {
		a.tooFast(w, r, z, wait, false)
		return
	}
	probe := &probe{header: http.Header{}}
	handler.ServeHTTP(probe, r)
	if probe.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", probe.header.Get("Allow"))
		a.fail(w, r, z, fault.New(fault.Invalid, keyNoMethod, fault.A{"method": r.Method, "allow": probe.header.Get("Allow")}), false)
		return
	}
	a.fail(w, r, z, fault.New(fault.NotFound, keyNoAddress, fault.A{"path": r.URL.Path}), false)
}

// probe hears what a handler would say.
type probe struct {
	header http.Header
	status int
}

func (p *probe) Header() http.Header         { return p.header }
func (p *probe) WriteHeader(status int)      { p.status = status }
func (p *probe) Write(b []byte) (int, error) { return len(b), nil }

// serve is the way every operation goes: who asks, how often, what was sent, the work, the answer.
func (a *API) serve(op *operation, w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), answerTime)
	defer cancel()
	c := &call{Request: r.WithContext(ctx), api: a, op: op, actor: identity.Nobody(), z: i18n.For(acceptable(r))}
	defer func() { c.file.drop() }()
	wait, err := c.identify(ctx)
	if wait > 0 {
		a.tooFast(w, r, c.z, wait, c.signed)
		return
	}
	var out *answer
	if err == nil {
		out, err = c.answer(ctx, w)
	}
	if err != nil {
		a.fail(w, r, c.z, err, c.signed)
		return
	}
	a.write(w, r, c, out)
}

func (c *call) answer(ctx context.Context, w http.ResponseWriter) (*answer, error) {
	if err := c.readQuery(); err != nil {
		return nil, err
	}
	c.lang = string(c.z.Lang())
	if l := c.query["lang"]; len(l) > 0 && l[0] != "" {
		c.lang = l[0]
	}
	if err := c.readBody(w); err != nil {
		return nil, err
	}
	return c.op.run(ctx, c)
}

// wrongToken is what a token that opens nothing costs, so that guessing is slow.
const wrongToken = 10

// identify finds out who asks.
func (c *call) identify(ctx context.Context) (wait time.Duration, err error) {
	now, from := c.api.store.Now(), c.api.o.Address(c.Request)
	header := c.Header.Get("Authorization")
	if header == "" {
		wait, _ = c.api.visitors.take(from, 1, now)
		return wait, nil
	}
	scheme, token, _ := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	if strings.EqualFold(scheme, "Bearer") && token != "" && c.api.o.Authenticate != nil {
		c.actor, err = c.api.o.Authenticate(ctx, token)
		if err == nil && c.actor.ID != "" {
			c.signed = true
			sum := sha256.Sum256([]byte(token))
			wait, _ = c.api.tokens.take(hex.EncodeToString(sum[:]), 1, now)
			return wait, nil
		}
		if code := fault.CodeOf(err); err != nil && code != fault.Forbidden && code != fault.NotFound && code != fault.Invalid {
			return 0, err
		}
	}
	c.actor = identity.Nobody()
	if wait, free := c.api.visitors.take(from, wrongToken, now); !free {
		return wait, nil
	}
	return 0, fault.New(fault.Forbidden, keyBadToken).At(fault.Place{Field: "header.Authorization"})
}

func (a *API) write(w http.ResponseWriter, r *http.Request, c *call, out *answer) {
	for name, values := range out.header {
		w.Header()[name] = values
	}
	raw, media := out.raw, out.media
	if out.value != nil {
		var buf bytes.Buffer
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(out.value); err != nil {
			a.fail(w, r, c.z, err, c.signed)
			return
		}
		raw = buf.Bytes()
		if media == "" {
			media = mediaJSON
		}
	}
	if raw != nil {
		w.Header().Set("Content-Type", media)
	}
	w.WriteHeader(out.status)
	_, _ = w.Write(raw) // whoever went away hears nothing
}

func (a *API) tooFast(w http.ResponseWriter, r *http.Request, z *i18n.Localizer, wait time.Duration, known bool) {
	seconds := max(1, int(math.Ceil(wait.Seconds())))
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	a.fail(w, r, z, fault.New(fault.Unavailable, keyTooFast, fault.A{"seconds": seconds}), known)
}

// fail answers with a problem document. What is our own mistake goes to the log, and nothing of it to the asker.
func (a *API) fail(w http.ResponseWriter, r *http.Request, z *i18n.Localizer, err error, known bool) {
	if errors.Is(err, context.Canceled) {
		err = fault.New(fault.Invalid, keyCutOff).Because(err)
	}
	p := problemOf(z, err, known)
	p.Instance = r.URL.Path
	if p.Status >= http.StatusInternalServerError {
		a.o.Log.Error("operation failed", "method", r.Method, "pattern", r.Pattern, "key", p.Key, "cause", err)
	}
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="sumanus"`)
	}
	if p.Theirs != nil {
		w.Header().Set("ETag", strconv.Quote(strconv.FormatInt(p.Theirs.Revision, 10)))
	}
	raw, err := json.Marshal(p)
	if err != nil { // a conflict whose body does not encode; the rest does
		p.Base, p.Mine, p.Theirs = nil, nil, nil
		raw, _ = json.Marshal(p)
	}
	w.Header().Set("Content-Type", problemMedia)
	w.Header().Set("Content-Language", string(z.Lang()))
	w.WriteHeader(p.Status)
	_, _ = w.Write(raw)
}

// acceptable is the first language of Accept-Language that the house speaks.
func acceptable(r *http.Request) i18n.Lang {
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return i18n.Fallback
	}
	for _, t := range tags {
		base, _ := t.Base()
		if l := i18n.Lang(base.String()); l.IsKnown() {
			return l
		}
	}
	return i18n.Fallback
}

// Operations are the names of all operations, in the order of the table.
func (a *API) Operations() []string {
	out := make([]string, 0, len(a.operations))
	for _, op := range a.operations {
		out = append(out, op.id)
	}
	return out
}
