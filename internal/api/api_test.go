// SPDX-License-Identifier: EUPL-1.2

package api_test

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/api"
	"github.com/sumanus/sumanus/internal/identity"
)

const priority = `{"slug":"a-b","owner":"organisation/kurzeme-planning-region","visibility":"private","body":{"plan":"plan/kurzeme-2027","title":{"source":"lv","text":{"lv":"Naktis"}}}}`

// TestChangeIsNeverBlind walks create, change, conflict, delete, restore and undo.
func TestChangeIsNeverBlind(t *testing.T) {
	h := sqlite(t)
	planner := token(identity.Planner, kurzeme)
	path := "/api/v1/priorities/a-b"
	do := func(method, tail, ifMatch, body string) reply {
		t.Helper()
		media := ""
		if body != "" {
			media = "application/json"
		}
		return h.send(request{method: method, path: path + tail, token: planner, ifMatch: ifMatch, media: media, body: body})
	}
	made := h.send(request{method: http.MethodPost, path: "/api/v1/priorities", token: planner, media: "application/json", body: priority}).want(t, http.StatusCreated)
	if made.header.Get("Location") != path || made.header.Get("ETag") != `"1"` {
		t.Errorf("made at %s with %s", made.header.Get("Location"), made.header.Get("ETag"))
	}
	got := do(http.MethodGet, "", "", "").want(t, http.StatusOK)
	if r := h.send(request{method: http.MethodGet, path: path}); r.status != http.StatusNotFound {
		t.Errorf("a visitor sees what is private: %d", r.status)
	}
	// What was read can be sent back as it is.
	if r := do(http.MethodPut, "", `"1"`, string(got.raw)).want(t, http.StatusOK); r.header.Get("ETag") != `"1"` {
		t.Errorf("the same state made revision %s", r.header.Get("ETag"))
	}
	if r := do(http.MethodPut, "", "", string(got.raw)).want(t, http.StatusPreconditionRequired); at(r.json(t), "key") != "api.no-if-match" {
		t.Errorf("%s", r.raw)
	}
	do(http.MethodPut, "", `*`, string(got.raw)).want(t, http.StatusBadRequest)
	changed := strings.Replace(string(got.raw), "Naktis", "Dienas", 1)
	do(http.MethodPut, "", `"1"`, changed).want(t, http.StatusOK)
	other := strings.Replace(string(got.raw), "Naktis", "Rīti", 1)
	lost := do(http.MethodPut, "", `"1"`, other).want(t, http.StatusPreconditionFailed)
	sides := lost.json(t)
	for side, want := range map[string]string{"base": "Naktis", "mine": "Rīti", "theirs": "Dienas"} {
		if got := at(sides, side, "body", "title", "text", "lv"); got != want {
			t.Errorf("%s says %v, want %s", side, got, want)
		}
	}
	if lost.header.Get("ETag") != `"2"` || lost.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("headers %v", lost.header)
	}
	if r := h.send(request{method: http.MethodPatch, path: path, token: planner, ifMatch: `"1"`, media: "application/merge-patch+json", body: `{"visibility":"public"}`}); r.status != http.StatusPreconditionFailed {
		t.Errorf("patched blindly: %d", r.status)
	}
	if r := h.send(request{method: http.MethodPatch, path: path, token: planner, ifMatch: `"2"`, media: "application/merge-patch+json", body: `{"visibility":"public","body":{"title":{"text":{"en":"Days"}}}}`}).
		want(t, http.StatusOK); at(r.json(t), "body", "title", "text", "en") != "Days" || at(r.json(t), "body", "title", "text", "lv") != "Dienas" {
		t.Errorf("patched to %s", r.raw)
	}
	do(http.MethodDelete, "", `"2"`, "").want(t, http.StatusPreconditionFailed)
	do(http.MethodDelete, "", `"3"`, "").want(t, http.StatusNoContent)
	do(http.MethodGet, "", "", "").want(t, http.StatusNotFound)
	do(http.MethodPost, "/restore", "", "").want(t, http.StatusOK)
	states, _ := at(do(http.MethodGet, "/history", "", "").want(t, http.StatusOK).json(t), "states").([]any)
	if len(states) != 5 {
		t.Fatalf("history %v", states)
	}
	if old := do(http.MethodGet, "/revisions/1", "", "").want(t, http.StatusOK).json(t); at(old, "body", "title", "text", "lv") != "Naktis" {
		t.Errorf("revision 1: %v", old)
	}
	seq := at(states, 0, "seq").(float64)
	if r := h.send(request{method: http.MethodPost, path: "/api/v1/undo", token: planner, media: "application/json", body: fmt.Sprintf(`{"seq":%.0f}`, seq)}).want(t, http.StatusOK); at(r.json(t), "deleted") != true {
		t.Errorf("undoing the restoring gives %s", r.raw)
	}
	if r := h.send(request{method: http.MethodGet, path: "/api/v1/findings/gdp-gap-2010"}).want(t, http.StatusOK); at(r.json(t), "to", 0, "from") == nil || at(r.json(t), "from", 0, "to") == nil {
		t.Errorf("no links in %.300s", r.raw)
	}
}

// TestFaultsAreTold checks that every fault of a request is told at once, by place, in the reader's language.
func TestFaultsAreTold(t *testing.T) {
	h := sqlite(t)
	planner := token(identity.Planner, kurzeme)
	post := func(body, lang string) reply {
		return h.send(request{method: http.MethodPost, path: "/api/v1/priorities", token: planner, media: "application/json", body: body, lang: lang})
	}
	for _, c := range []struct {
		body   string
		status int
		want   []string
	}{
		{`{"slug":"x","owner":"organisation/liepaja","visibility":"public","colour":1,"body":{"title":{"source":"lv","text":{"lv":"x"},"more":1},"position":"first"}}`, 422,
			[]string{"body.body.position api.wrong-type", "body.body.title.more api.unknown-field", "body.colour api.unknown-field"}},
		{`{"slug":"X_x","owner":"finding/a","visibility":"all","body":{"title":{"source":"lv","text":{"de":"x"}}}}`, 422,
			[]string{"body.slug record.bad-slug", "body.owner record.wrong-kind", "body.visibility record.not-one-of", "body.body.title record.no-source-wording",
				"body.body.title record.unknown-language", "body.body.plan record.required"}},
		{`{"slug":"x"}`, 422, []string{"body.owner record.required", "body.visibility record.required", "body.body record.required"}},
		{`{"slug":"x","slug":"y"}`, 400, []string{"body api.member-twice"}},
		{`{"slug":`, 400, []string{"body api.bad-json"}},
		{strings.Repeat("[", 100) + strings.Repeat("]", 100), 400, []string{"body api.too-deep"}},
		{"{\"slug\":\"\xff\"}", 400, []string{"body api.bad-utf8"}},
		{`[]`, 422, []string{"body api.wrong-type"}},
		{`{} {}`, 400, []string{"body api.bad-json"}},
		{`{"slug":"` + strings.Repeat("x", 2<<20) + `"}`, 413, nil},
	} {
		r := post(c.body, "").want(t, c.status)
		all, _ := at(r.json(t), "errors").([]any)
		var got []string
		for _, e := range all {
			got = append(got, at(e, "location").(string)+" "+at(e, "key").(string))
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%.80s\n got %q\nwant %q", c.body, got, c.want)
		}
	}
	for lang, want := range map[string]string{"lv, en;q=0.5": "Saturā ir kļūdas", "lt-LT": "Turinyje yra klaidų", "de": "The content has faults", "de, lt;q=0.1": "Turinyje yra klaidų", ";;": "The content has faults"} {
		r := post(`{"slug":"x"}`, lang)
		if got := at(r.json(t), "title"); got != want || r.header.Get("Content-Language") == "" {
			t.Errorf("%s: %v", lang, got)
		}
	}
	for _, c := range []struct {
		method, path, media, body string
		status                    int
		key                       string
	}{
		{"GET", "/api/v1/nothing", "", "", 404, "api.no-address"},
		{"GET", "/api/", "", "", 404, "api.no-address"},
		{"DELETE", "/api/v1/search", "", "", 405, "api.no-method"},
		{"POST", "/api/v1/priorities", "text/plain", "x", 415, "api.bad-media"},
		{"GET", "/api/v1/priorities?limit=0", "", "", 422, "api.bad-number"},
		{"GET", "/api/v1/priorities?limit=10&limit=11", "", "", 422, "api.repeated-parameter"},
		{"GET", "/api/v1/priorities?colour=blue", "", "", 400, "api.unknown-parameter"},
		{"GET", "/api/v1/priorities?%zz", "", "", 400, "api.bad-query"},
		{"GET", "/api/v1/priorities/X", "", "", 404, "record.not-found"},
		{"GET", "/api/v1/search", "", "", 422, "record.required"},
		{"GET", "/api/v1/differences?from=yesterday", "", "", 422, "api.bad-moment"},
		{"GET", "/api/v1/actions?budget_cents.after=1.5", "", "", 422, "record.bad-number"},
		{"GET", "/api/v1/datasets/births/series?select=geo", "", "", 422, "api.bad-select"},
	} {
		r := h.send(request{method: c.method, path: c.path, media: c.media, body: c.body, token: planner}).want(t, c.status)
		if got := at(r.json(t), "key"); got != c.key {
			t.Errorf("%s %s: %v, want %s", c.method, c.path, got, c.key)
		}
	}
}

// TestWhoAsks checks tokens and the statuses of those who may not.
func TestWhoAsks(t *testing.T) {
	h := sqlite(t)
	r := h.send(request{method: http.MethodPost, path: "/api/v1/priorities", media: "application/json", body: priority}).want(t, http.StatusUnauthorized)
	if at(r.json(t), "key") != "api.sign-in" || r.header.Get("WWW-Authenticate") == "" {
		t.Errorf("%s", r.raw)
	}
	h.send(request{method: http.MethodGet, path: "/api/v1/me", token: "wrong"}).want(t, http.StatusUnauthorized)
	h.send(request{method: http.MethodPost, path: "/api/v1/priorities", media: "application/json", body: priority, token: token(identity.Participant, kurzeme)}).want(t, http.StatusForbidden)
	me := h.send(request{method: http.MethodGet, path: "/api/v1/me", token: token(identity.Planner, kurzeme)}).want(t, http.StatusOK).json(t)
	if at(me, "roles", 0, "role") != "planner" {
		t.Errorf("%v", me)
	}
	anonymous := h.send(request{method: http.MethodGet, path: "/api/v1/findings/gdp-gap-2010/history"}).want(t, http.StatusOK)
	if strings.Contains(string(anonymous.raw), "actor") {
		t.Errorf("a visitor is told who changed it: %s", anonymous.raw)
	}
}

// TestLists filters, orders and pages.
func TestLists(t *testing.T) {
	h := sqlite(t)
	get := func(path string) map[string]any {
		t.Helper()
		return h.send(request{method: http.MethodGet, path: path}).want(t, http.StatusOK).json(t)
	}
	all := get("/api/v1/actions?limit=200")
	total := int(at(all, "total").(float64))
	seen := map[string]bool{}
	next := "/api/v1/actions?order=-end&limit=7"
	last := "9999"
	for next != "" {
		p := get(next)
		items, _ := at(p, "items").([]any)
		for _, i := range items {
			seen[at(i, "ref").(string)] = true
			if end, _ := at(i, "body", "end").(string); end != "" {
				if end > last {
					t.Errorf("%s after %s", end, last)
				}
				last = end
			}
		}
		next, _ = at(p, "next").(string)
	}
	if len(seen) != total || total < 10 {
		t.Errorf("%d of %d actions seen by pages", len(seen), total)
	}
	some := get("/api/v1/actions?state=under_way&end.before=2027-01-01&limit=200")
	items, _ := at(some, "items").([]any)
	for _, i := range items {
		if at(i, "body", "state") != "under_way" || at(i, "body", "end").(string) >= "2027" {
			t.Errorf("%v does not fit", at(i, "ref"))
		}
	}
	if len(items) == 0 || len(items) == total {
		t.Errorf("the filter keeps %d of %d", len(items), total)
	}
	if got := at(get("/api/v1/organisations?title=klaipedos&lang=lt"), "total").(float64); got < 1 {
		t.Errorf("folded title finds %v", got)
	}
	hits := get("/api/v1/search?q=pletros&lang=lv&kind=priority&kind=plan")
	if at(hits, "total").(float64) < 1 || !strings.Contains(at(hits, "items", 0, "snippet", "text").(string), "lėtros") {
		t.Errorf("search gives %v", hits)
	}
}

// TestDecisionsAndImports goes the way from a newer file to a verdict and a published guide.
func TestDecisionsAndImports(t *testing.T) {
	h := sqlite(t)
	coordinator := token(identity.Coordinator, kurzeme)
	raw, err := os.ReadFile("../../examples/kurzeme-klaipeda/incoming/nama_10r_3gdp_nuts2021_extract.csv")
	if err != nil {
		t.Fatal(err)
	}
	load := func(extra string, body []byte) reply {
		return h.send(request{method: http.MethodPost, path: "/api/v1/datasets/gdp/vintages?published=2023-02-21&filename=gdp.csv" + extra, token: coordinator, media: "text/csv", body: string(body)})
	}
	if r := load("&dry_run=true", raw).want(t, http.StatusOK).json(t); at(r, "revised").(float64) == 0 {
		t.Errorf("the newer file revises nothing: %v", r)
	}
	count := func() int {
		all, _ := at(h.send(request{method: http.MethodGet, path: "/api/v1/datasets/gdp/vintages"}).want(t, http.StatusOK).json(t), "vintages").([]any)
		return len(all)
	}
	if n := count(); n != 1 {
		t.Errorf("a dry run left %d vintages", n)
	}
	if r := load("", []byte("not,a\ntable,at all")).want(t, http.StatusUnprocessableEntity).json(t); at(r, "errors", 0, "file") != "gdp.csv" {
		t.Errorf("%v", r)
	}
	load("", raw).want(t, http.StatusCreated)
	h.settle()
	if n := count(); n != 2 {
		t.Errorf("%d vintages", n)
	}
	left, err := os.ReadDir(h.options.TempDir)
	if err != nil || len(left) > 0 {
		t.Errorf("uploads leave %v %v", left, err)
	}
	flipped, _ := at(h.send(request{method: http.MethodGet, path: "/api/v1/verdicts?verdict=untrue"}).want(t, http.StatusOK).json(t), "verdicts").([]any)
	if len(flipped) == 0 {
		t.Error("no finding flipped")
	}
	changes := h.send(request{method: http.MethodGet, path: "/api/v1/datasets/gdp/changes?from=2016-02-26&to=2023-02-21"}).want(t, http.StatusOK).json(t)
	if list, _ := at(changes, "series").([]any); len(list) == 0 {
		t.Errorf("nothing changed: %v", changes)
	}
	for _, f := range flipped {
		slug := strings.TrimPrefix(at(f, "ref").(string), "finding/")
		v := h.send(request{method: http.MethodGet, path: "/api/v1/findings/" + slug + "/verdict?lang=lt"}).want(t, http.StatusOK)
		if at(v.json(t), "figures", 0, "value") == nil || at(v.json(t), "sentence") == "" {
			t.Errorf("%s", v.raw)
		}
		h.send(request{method: http.MethodPost, path: "/api/v1/findings/" + slug + "/accept", token: coordinator, ifMatch: v.header.Get("ETag")}).want(t, http.StatusConflict)
		h.send(request{method: http.MethodPost, path: "/api/v1/findings/" + slug + "/withdraw", token: coordinator}).want(t, http.StatusPreconditionRequired)
		r := h.send(request{method: http.MethodPost, path: "/api/v1/findings/" + slug + "/withdraw", token: coordinator, ifMatch: v.header.Get("ETag")}).want(t, http.StatusOK)
		if at(r.json(t), "body", "state") != "withdrawn" {
			t.Errorf("%s", r.raw)
		}
		h.send(request{method: http.MethodPost, path: "/api/v1/findings/" + slug + "/withdraw", token: coordinator, ifMatch: v.header.Get("ETag")}).want(t, http.StatusPreconditionFailed)
	}
	thread := h.send(request{method: http.MethodGet, path: "/api/v1/actions/align-bus-timetables/thread"}).want(t, http.StatusOK).json(t)
	if why, _ := at(thread, "why").([]any); len(why) < 3 {
		t.Errorf("the thread of an action is short: %v", thread)
	}
	p := h.send(request{method: http.MethodPost, path: "/api/v1/documents/guide/publish", token: coordinator}).want(t, http.StatusOK).json(t)
	if len(h.published["guide"]) == 0 || at(p, "address") != "/published/guide/" {
		t.Errorf("published %v", p)
	}
	h.send(request{method: http.MethodPost, path: "/api/v1/baselines", token: coordinator, media: "application/json", body: `{"name":"autumn"}`}).want(t, http.StatusCreated)
	h.send(request{method: http.MethodGet, path: "/api/v1/findings/gdp-gap-2010?as_known=autumn"}).want(t, http.StatusOK)
	d := h.send(request{method: http.MethodGet, path: "/api/v1/differences?from=2026-11-30&to=autumn"}).want(t, http.StatusOK).json(t)
	if d["differences"] == nil {
		t.Errorf("%v", d)
	}
}

// TestTooFast slows down who asks too much, by token and by address.
func TestTooFast(t *testing.T) {
	h := sqlite(t, func(o *api.Options) {
		o.TokenRate, o.VisitorRate = api.Rate{PerSecond: 0.001, Burst: 5}, api.Rate{PerSecond: 0.001, Burst: 20}
	})
	ask := func(token string) int {
		return h.send(request{method: http.MethodGet, path: "/api/v1/me", token: token}).status
	}
	for i := range 5 {
		if s := ask("planner@x"); s != http.StatusOK {
			t.Fatalf("request %d: %d", i, s)
		}
	}
	r := h.send(request{method: http.MethodGet, path: "/api/v1/me", token: "planner@x"}).want(t, http.StatusTooManyRequests)
	if r.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	if s := ask("editor@x"); s != http.StatusOK {
		t.Errorf("another token: %d", s)
	}
	ask("wrong")
	ask("wrong")
	if s := ask("wrong"); s != http.StatusTooManyRequests {
		t.Errorf("guessing goes on: %d", s)
	}
	if s := ask(""); s != http.StatusTooManyRequests {
		t.Errorf("the same address without a token: %d", s)
	}
}
