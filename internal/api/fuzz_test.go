// SPDX-License-Identifier: EUPL-1.2

package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/record"
)

// client sends whatever the description allows, and what it does not. It knows the API from the description alone.
type client struct {
	*rand.Rand
	send       func(request) reply
	doc        map[string]any
	operations []described
	refs       map[string][]string // references by kind, as lists told them
	etags      map[string]string   // the last revision seen, by path
	bodies     map[string]any      // the last record seen, by path
}

// described is an operation of the description.
type described struct {
	method, path string
	spec         map[string]any
}

func newClient(t *testing.T, h *house, seed uint64) *client {
	t.Helper()
	c := &client{Rand: rand.New(rand.NewPCG(seed, 3)), send: h.send, refs: map[string][]string{}, etags: map[string]string{}, bodies: map[string]any{}}
	c.doc = h.send(request{method: http.MethodGet, path: "/api/openapi.json"}).want(t, http.StatusOK).json(t)
	paths := c.doc["paths"].(map[string]any)
	for path, item := range paths {
		for method, spec := range item.(map[string]any) {
			c.operations = append(c.operations, described{strings.ToUpper(method), path, spec.(map[string]any)})
		}
	}
	sort.Slice(c.operations, func(i, j int) bool {
		return c.operations[i].path+c.operations[i].method < c.operations[j].path+c.operations[j].method
	})
	for _, op := range c.operations {
		if op.method != http.MethodGet || strings.Contains(op.path, "{") || strings.Count(op.path, "/") != 3 {
			continue
		}
		r := h.send(request{method: op.method, path: op.path, token: token(identity.Coordinator, kurzeme)})
		if items, is := at(decodeLoose(r.raw), "items").([]any); is {
			for _, i := range items {
				if ref, is := at(i, "ref").(string); is {
					kind, _, _ := strings.Cut(ref, "/")
					c.refs[kind] = append(c.refs[kind], ref)
				}
			}
		}
	}
	return c
}

func decodeLoose(raw []byte) any {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return nil
	}
	return v
}

func pick[T any](c *client, from []T) T { return from[c.IntN(len(from))] }

// chance is true once in n times.
func (c *client) chance(n int) bool { return c.IntN(n) == 0 }

var strange = []string{"", " ", "x", "ąčęėįšųūž", "ļķņģ", "\u0000", "\ufffd", "💥", "../../etc/passwd", "%00", "' OR 1=1 --", "<script>", strings.Repeat("a", 3000), "9999999999999999999999", "-1", "1e400", "NaN", "null",
	"finding/", "/x", "2026-13-45", "0001-01-01", "9999-12-31T23:59:59Z", "\u202e", "a b", "_", "{}", "[]", "<!-- x source -->"}

var tokens = []string{"", token(identity.Coordinator, kurzeme), token(identity.Coordinator, kurzeme), token(identity.Coordinator, kurzeme), token(identity.Planner, kurzeme), token(identity.Coordinator, kurzeme), token(identity.Administrator, kurzeme), token(identity.Editor, klaipeda),
	token(identity.Coordinator, klaipeda), token(identity.Participant, klaipeda), "nobody", "\x00"}

// request makes up a request for an operation.
func (c *client) request(op described) request {
	q := request{method: op.method, token: pick(c, tokens), lang: pick(c, []string{"lt", "lv", "en", "", "de;q=x", "*"})}
	path, query := op.path, url.Values{}
	folder := strings.Split(strings.TrimPrefix(op.path, "/api/v1/"), "/")[0]
	params, _ := op.spec["parameters"].([]any)
	for _, p := range params {
		name, in, schema := at(p, "name").(string), at(p, "in"), at(p, "schema")
		switch in {
		case "path":
			path = strings.Replace(path, "{"+name+"}", url.PathEscape(c.pathValue(name, folder)), 1)
		case "query":
			if required := at(p, "required") == true; required && !c.chance(10) || !required && c.chance(4) {
				for range 1 + c.IntN(6)/5 {
					query.Add(name, c.word(schema, at(p, "example")))
				}
			}
		}
	}
	if c.chance(25) {
		query.Add(pick(c, strange), pick(c, strange))
	}
	known := path
	if op.method == http.MethodPost && !strings.Contains(op.path, "{") { // a new record is like one that is there
		known = c.like(path)
	}
	for _, tail := range []string{"/accept", "/withdraw", "/reword", "/adopt"} {
		known = strings.TrimSuffix(known, tail)
	}
	if needs := strings.Contains(fmt.Sprint(params), "If-Match"); needs && c.etags[known] == "" && !c.chance(5) {
		read := request{method: http.MethodGet, path: known, token: token(identity.Coordinator, kurzeme)} // as a program would: it reads before it changes
		c.remember(read, c.send(read))
	}
	switch c.IntN(12) {
	case 0:
	case 1:
		q.ifMatch = pick(c, []string{`"1"`, "W/\"2\"", "*", `"0"`, `"x"`, "1", `"99999999999999999999"`})
	default:
		q.ifMatch = c.etags[known]
	}
	q.path = path
	if len(query) > 0 {
		q.path += "?" + query.Encode()
	}
	if content, is := at(op.spec, "requestBody", "content").(map[string]any); is {
		q.media = pick(c, sortedNames(content))
		q.body = c.body(at(content, q.media), c.bodies[known], op)
		if c.chance(30) {
			q.media = pick(c, []string{"text/html", "", "application/json; charset=utf-8", "x"})
		}
	} else if c.chance(30) {
		q.body = "{}"
	}
	return q
}

// like is the path of some record of a list that was read.
func (c *client) like(list string) string {
	var all []string
	for path := range c.bodies {
		if strings.HasPrefix(path, list+"/") {
			all = append(all, path)
		}
	}
	if len(all) == 0 {
		return list
	}
	sort.Strings(all)
	return pick(c, all)
}

func sortedNames(m map[string]any) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

func (c *client) pathValue(name, folder string) string {
	switch {
	case c.chance(15):
		return pick(c, strange[2:])
	case name == "revision":
		return fmt.Sprint(c.IntN(4))
	case name == "method":
		return pick(c, []string{"structure", "moran", "forecast", "nothing"})
	case name == "kind":
		return pick(c, sortedKinds(c.refs))
	}
	kind := map[string]string{"priorities": "priority", "analyses": "analysis"}[folder]
	if kind == "" {
		kind = strings.TrimSuffix(folder, "s")
	}
	if all := c.refs[kind]; len(all) > 0 && !c.chance(6) {
		// A few records again and again, so that requests meet each other.
		_, slug, _ := strings.Cut(all[min(c.IntN(len(all)), c.IntN(len(all)))], "/")
		return slug
	}
	return fmt.Sprintf("fuzz-%d", c.IntN(5))
}

func sortedKinds(m map[string][]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// word makes a value of a parameter.
func (c *client) word(schema, example any) string {
	if items := at(schema, "items"); items != nil {
		schema = items
		if l, is := example.([]any); is && len(l) > 0 {
			example = l[0]
		}
	}
	if c.chance(8) {
		return pick(c, strange)
	}
	if enum, is := at(schema, "enum").([]any); is {
		return fmt.Sprint(pick(c, enum))
	}
	switch at(schema, "type") {
	case "integer":
		return fmt.Sprint(c.IntN(300))
	case "boolean":
		return pick(c, []string{"true", "false"})
	}
	if s, is := example.(string); is && !c.chance(3) {
		return s
	}
	return pick(c, []string{"a", "plėtra", "2020", "2025-06-30", "100", "region/kurzeme", "gdp", "unit:MIO_EUR", "2016-02-26", "finding/gdp-gap-2010", "1.5"})
}

// body makes what is sent: by the schema, or a record that was read with something changed, or something broken.
func (c *client) body(media, seen any, op described) string {
	schema := at(media, "schema")
	if at(schema, "format") == "binary" {
		table := "freq,unit,geo\\TIME_PERIOD,2019,2020\nA,MIO_EUR,LV003,1,2\nA,MIO_EUR,LT023,3 p,:\n"
		switch c.IntN(4) {
		case 0:
			return table
		case 1:
			return pick(c, strange)
		default:
			return c.spoil(table)
		}
	}
	var v any
	switch {
	case strings.HasSuffix(fmt.Sprint(at(schema, "$ref")), "Patch") && c.chance(2):
		v = map[string]any{"invented": c.chance(2), "visibility": pick(c, []string{"public", "partners", "private"})}
	case seen != nil && c.chance(3):
		v = clone(seen) // a small change that a person would make
		if m, is := v.(map[string]any); is {
			m["invented"] = c.chance(2)
			if words, is := at(m, "body", "title", "text").(map[string]any); is {
				words["en"] = fmt.Sprintf("Title %d", c.IntN(1000))
			}
			if op.method == http.MethodPost {
				m["slug"] = "x"
			}
		}
	case seen != nil && !c.chance(3):
		v = clone(seen)
		c.change(v, 0)
	case at(media, "example") != nil && c.chance(2):
		v = clone(at(media, "example"))
		c.change(v, 0)
	default:
		v = c.value(schema, 0)
	}
	if m, is := v.(map[string]any); is && m["slug"] != nil && !c.chance(6) {
		m["slug"], m["owner"] = fmt.Sprintf("fuzz-%d", c.IntN(5)), string(kurzeme)
		if of, is := m["body"].(map[string]any); is && of["title"] != nil && !c.chance(4) {
			of["title"] = map[string]any{"source": "lt", "text": map[string]any{"lt": pick(c, strange) + "Pavadinimas"}}
		}
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return "{}"
	}
	if c.chance(12) {
		return c.spoil(string(raw))
	}
	return string(raw)
}

func clone(v any) any {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return decodeLoose(raw)
}

// change alters one or two places of a value.
func (c *client) change(v any, depth int) {
	switch t := v.(type) {
	case map[string]any:
		names := sortedNames(t)
		if len(names) == 0 {
			return
		}
		name := pick(c, names)
		switch {
		case depth < 4 && !c.chance(4):
			if _, deep := t[name].(map[string]any); deep {
				c.change(t[name], depth+1)
				return
			}
			if s, is := t[name].(string); is {
				t[name] = pick(c, []string{s + "x", pick(c, strange), s, "organisation/liepaja", "finding/gdp-gap-2010", "public", "private"})
			}
		case c.chance(3):
			delete(t, name)
		case c.chance(3):
			t[pick(c, strange)] = pick(c, strange)
		default:
			t[name] = c.any(0)
		}
	case []any:
		if len(t) > 0 {
			c.change(t[c.IntN(len(t))], depth+1)
		}
	}
}

func (c *client) any(depth int) any {
	switch c.IntN(8) {
	case 0:
		return nil
	case 1:
		return c.chance(2)
	case 2:
		return c.IntN(1000) - 500
	case 3:
		return c.Float64() * 1e9
	case 4:
		if depth < 3 {
			return []any{c.any(depth + 1), c.any(depth + 1)}
		}
	case 5:
		if depth < 3 {
			return map[string]any{pick(c, strange): c.any(depth + 1)}
		}
	}
	return pick(c, strange)
}

// value makes a value that fits a schema, mostly.
func (c *client) value(schema any, depth int) any {
	if ref, is := at(schema, "$ref").(string); is {
		name := strings.TrimPrefix(ref, "#/components/schemas/")
		if name == "Ref" {
			return pick(c, c.refs[pick(c, sortedKinds(c.refs))])
		}
		return c.value(at(c.doc, "components", "schemas", name), depth)
	}
	if c.chance(40) {
		return c.any(depth)
	}
	if enum, is := at(schema, "enum").([]any); is && len(enum) > 0 {
		return pick(c, enum)
	}
	switch at(schema, "type") {
	case "object":
		out := map[string]any{}
		properties, _ := at(schema, "properties").(map[string]any)
		required := fmt.Sprint(at(schema, "required"))
		for _, name := range sortedNames(properties) {
			if at(properties[name], "readOnly") == true && !c.chance(20) {
				continue
			}
			if strings.Contains(required, name) || c.chance(2) {
				out[name] = c.value(properties[name], depth+1)
			}
		}
		if more, is := at(schema, "additionalProperties").(map[string]any); is {
			for _, l := range []string{"lt", "lv", "en"}[:c.IntN(4)] {
				out[l] = c.value(more, depth+1)
			}
		}
		return out
	case "array":
		out := []any{}
		for range c.IntN(3) {
			out = append(out, c.value(at(schema, "items"), depth+1))
		}
		return out
	case "integer":
		return c.IntN(100)
	case "number":
		return c.Float64() * 100
	case "boolean":
		return c.chance(2)
	}
	return pick(c, append([]string{"lt", "lv", "Tekstas", "a-b", "2025-01-01", "2020", "planned", "{gap} is more"}, strange...))
}

// spoil breaks a text.
func (c *client) spoil(s string) string {
	if s == "" {
		return s
	}
	b := []byte(s)
	switch c.IntN(4) {
	case 0:
		return s[:c.IntN(len(s))]
	case 1:
		b[c.IntN(len(b))] = byte(c.IntN(256))
	case 2:
		at := c.IntN(len(b))
		b = append(b[:at:at], append([]byte(pick(c, strange)), b[at:]...)...)
	case 3:
		return s + s
	}
	return string(b)
}

// TestRandomRequests sends random requests made from the description: valid, nearly valid and broken ones. None may break the server,
// each answer must be one the description tells of, and the house is whole afterwards.
func TestRandomRequests(t *testing.T) {
	const all, most = 10000, 60 * time.Second
	n := all
	if testing.Short() {
		n = 600
	}
	h := sqlite(t)
	c := newClient(t, h, 1)
	begin := time.Now()
	statuses := map[int]int{}
	sent := 0
	for ; sent < n && time.Since(begin) < most; sent++ {
		op := pick(c, c.operations)
		q := c.request(op)
		r := h.send(q)
		statuses[r.status]++
		told := fmt.Sprintf("request %d: %s %s (token %q, If-Match %q, %s)\n%.400s", sent, q.method, q.path, q.token, q.ifMatch, q.media, q.body)
		if r.status >= 500 {
			t.Fatalf("%s\n%d %s\n%s", told, r.status, r.raw, h.log)
		}
		if at(op.spec, "responses", fmt.Sprint(r.status)) == nil && r.status != http.StatusMovedPermanently && r.status != http.StatusTemporaryRedirect {
			t.Errorf("%s\n%d is not among the described answers: %.300s", told, r.status, r.raw)
		}
		if media := r.header.Get("Content-Type"); strings.Contains(media, "json") {
			v := decodeLoose(r.raw)
			if v == nil {
				t.Fatalf("%s\nnot JSON: %.300s", told, r.raw)
			}
			if r.status >= 400 && (at(v, "key") == nil || at(v, "detail") == "" || at(v, "detail") == at(v, "key")) {
				t.Errorf("%s\nnot told in words: %s", told, r.raw)
			}
			c.remember(q, r)
		}
	}
	if !h.whole() {
		t.Error("the house is not whole afterwards")
	}
	if left, err := os.ReadDir(h.options.TempDir); err != nil || len(left) > 0 {
		t.Errorf("uploads leave %v %v", left, err)
	}
	if statuses[200]+statuses[201] < sent/10 || len(statuses) < 10 {
		t.Errorf("the requests do too little: %v", statuses)
	}
	t.Logf("sent %d of %d requests in %s: %v", sent, all, time.Since(begin).Round(time.Millisecond), statuses)
}

// remember learns from an answer, as a program would.
func (c *client) remember(q request, r reply) {
	v := decodeLoose(r.raw)
	path, _, _ := strings.Cut(q.path, "?")
	if at(v, "revision") == nil || at(v, "body") == nil || strings.Contains(path, "/revisions/") {
		return
	}
	for _, tail := range []string{"/accept", "/withdraw", "/reword", "/adopt", "/restore"} {
		path = strings.TrimSuffix(path, tail)
	}
	if q.method == http.MethodPost && r.header.Get("Location") != "" {
		path = r.header.Get("Location")
	}
	if r.header.Get("ETag") != "" {
		c.etags[path], c.bodies[path] = r.header.Get("ETag"), v
	}
}

// whole tells whether the journal agrees with itself and every record can be read.
func (h *house) whole() bool {
	h.t.Helper()
	ctx := context.Background()
	h.settle()
	entries := verifiedEntries(h)
	records := 0
	if err := h.Read(ctx, identity.AtTheMachine(), func(tx *record.ReadTx) error {
		for _, k := range h.Kinds().Kinds() {
			all, err := tx.All(ctx, k.Name)
			if err != nil {
				return err
			}
			for _, r := range all {
				if _, err := tx.From(ctx, r.Ref); err != nil {
					return err
				}
			}
			records += len(all)
		}
		return nil
	}); err != nil {
		h.t.Error(err)
	}
	h.t.Logf("the journal of %d entries verifies, %d records are read", entries, records)
	return entries > 0 && records > 100
}

func verifiedEntries(h *house) (entries int64) {
	if err := h.Read(context.Background(), identity.AtTheMachine(), func(tx *record.ReadTx) error {
		v, err := tx.VerifyJournal(context.Background())
		entries = v.Entries
		return err
	}); err != nil {
		h.t.Error(err)
	}
	return entries
}
