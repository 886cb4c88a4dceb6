// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
)

// operation is one thing that a program can ask for.
type operation struct {
	id     string // unique; stable for programs
	method string
	path   string
	// words is the stem of its messages: api.op.WORDS names it, api.more.WORDS says more.
	words string
	// kind of the record it is about; empty when it is about none.
	kind string
	// group it is shown in: the folder of a kind, or "house".
	group   string
	params  []param
	body    *body
	ifMatch bool // the revision that was read must be named
	// needs is the right that is asked for; empty where everybody may ask and is answered by what may be seen.
	needs   record.Verb
	answers []reply
	run     func(ctx context.Context, c *call) (*answer, error)
}

// reply is one way an operation answers when all is well.
type reply struct {
	status int
	schema string // name of a component; empty when there is no content
	// media is the content type; application/json when empty.
	media string
	etag  bool
}

// body is what an operation takes.
type body struct {
	media  []string
	schema string // name of a component; empty for a file
	limit  int64
}

// paramType says how a parameter is read.
type paramType string

const (
	aText   paramType = "string"
	aNumber paramType = "integer"
	aYesNo  paramType = "boolean"
)

// param is a parameter of the query.
type param struct {
	name string
	typ  paramType
	// words is the key of what it means.
	words    string
	required bool
	many     bool // may be repeated
	oneOf    []string
	min, max int64 // of numbers
	fallback string
	example  string
}

// call is one request while it is being answered.
type call struct {
	*http.Request
	api    *API
	op     *operation
	actor  identity.Actor
	signed bool // a token was accepted
	z      *i18n.Localizer
	lang   string // language of order and of sentences: the parameter lang, else Accept-Language
	query  map[string][]string
	raw    []byte // the body that was sent
	file   *spool // the file that was sent
}

// answer is what goes back.
type answer struct {
	status int
	value  any // written as JSON; nil is no content
	raw    []byte
	media  string
	header http.Header
}

func ok(v any) *answer { return &answer{status: http.StatusOK, value: v} }

func (a *answer) with(name, value string) *answer {
	if a.header == nil {
		a.header = http.Header{}
	}
	a.header.Set(name, value)
	return a
}

// readQuery checks the parameters against the table: unknown ones, wrong types and missing ones are all told at once.
func (c *call) readQuery() error {
	values, err := url.ParseQuery(c.URL.RawQuery)
	if err != nil {
		return fault.New(fault.Invalid, "api.bad-query").Because(err)
	}
	var faults []*fault.Fault
	add := func(name, key string, args fault.A) {
		faults = append(faults, fault.New(fault.Invalid, key, args).At(fault.Place{Field: "query." + name}))
	}
	known := map[string]param{}
	names := make([]string, 0, len(c.op.params))
	for _, p := range c.op.params {
		known[p.name] = p
		names = append(names, p.name)
	}
	for _, name := range sortedKeys(values) {
		p, there := known[name]
		if !there {
			add(name, "api.unknown-parameter", fault.A{"name": name, "known": strings.Join(names, ", "), "n": len(names)})
			continue
		}
		if len(values[name]) > 1 && !p.many {
			add(name, "api.repeated-parameter", fault.A{"name": name})
		}
		for _, v := range values[name] {
			if f := p.check(v); f != nil {
				faults = append(faults, f)
			}
		}
	}
	for _, p := range c.op.params {
		if p.required && strings.TrimSpace(strings.Join(values[p.name], "")) == "" {
			add(p.name, "record.required", nil)
		}
	}
	c.query = values
	if f := fault.Join(faults); f != nil {
		return f
	}
	return nil
}

func (p param) check(v string) *fault.Fault {
	at := fault.Place{Field: "query." + p.name}
	switch {
	case strings.ContainsRune(v, 0):
		return fault.New(fault.Invalid, "db.bad-text").At(at)
	case p.typ == aNumber:
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < p.min || n > p.max {
			return fault.New(fault.Invalid, "api.bad-number", fault.A{"found": v, "min": p.min, "max": p.max}).At(at)
		}
	case p.typ == aYesNo:
		if v != "true" && v != "false" {
			return fault.New(fault.Invalid, "record.not-one-of", fault.A{"found": v, "expected": "true, false"}).At(at)
		}
	case len(p.oneOf) > 0 && !slices.Contains(p.oneOf, v):
		return fault.New(fault.Invalid, "record.not-one-of", fault.A{"found": v, "expected": strings.Join(p.oneOf, ", ")}).At(at)
	}
	return nil
}

// text gives a parameter, or its fallback.
func (c *call) text(name string) string {
	if v := c.query[name]; len(v) > 0 {
		return v[0]
	}
	for _, p := range c.op.params {
		if p.name == name {
			return p.fallback
		}
	}
	return ""
}

func (c *call) number(name string) int {
	n, err := strconv.ParseInt(c.text(name), 10, 64)
	if err != nil { // checked before; absent is zero
		return 0
	}
	return int(n)
}

func (c *call) yes(name string) bool { return c.text(name) == "true" }

// ref is the record the address names; what is no slug names nothing.
func (c *call) ref() (record.Ref, error) {
	ref := record.NewRef(c.op.kind, c.PathValue("slug"))
	if !record.ValidSlug(c.PathValue("slug")) {
		return "", fault.New(fault.NotFound, "record.not-found", fault.A{"ref": strings.ToValidUTF8(string(ref), "�")})
	}
	return ref, nil
}

// base is the revision that If-Match names.
func (c *call) base() (int64, error) {
	v := strings.TrimSpace(c.Header.Get("If-Match"))
	if v == "" {
		return 0, fault.New(fault.Invalid, keyNoIfMatch).At(fault.Place{Field: "header.If-Match"})
	}
	v = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(v, "W/"), `"`), `"`)
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n < 1 {
		return 0, fault.New(fault.Invalid, keyBadIfMatch, fault.A{"found": strings.ToValidUTF8(v, "�")}).At(fault.Place{Field: "header.If-Match"})
	}
	return n, nil
}

// read runs f on the present, or on the moment the parameter as_known names.
func (c *call) read(ctx context.Context, f func(*record.ReadTx) error) error {
	at, err := c.moment(ctx, "as_known")
	if err != nil {
		return err
	}
	return c.api.store.ReadAt(ctx, c.actor, at, f)
}

func (c *call) write(ctx context.Context, f func(*record.Tx) error) error {
	return c.api.store.Write(ctx, c.actor, f)
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
