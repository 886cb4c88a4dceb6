// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"net/http"

	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/record"
)

// stem is where the operations are; a version that breaks programs would get another.
const stem = "/api/v1"

const (
	mediaJSON  = "application/json"
	mediaMerge = "application/merge-patch+json"
	mediaFile  = "application/octet-stream"
)

// groupHouse is the group of what is not of one kind.
const groupHouse = "house"

// Parameters that several operations take.
var (
	pLang    = param{name: "lang", typ: aText, words: "api.param.lang", example: "lt"}
	pOffset  = param{name: "offset", typ: aNumber, words: "api.param.offset", max: 1_000_000_000, fallback: "0"}
	pLimit   = param{name: "limit", typ: aNumber, words: "api.param.limit", min: 1, max: 200, fallback: "50"}
	pAsKnown = param{name: "as_known", typ: aText, words: "api.param.as-known", example: "2025-06-30"}
)

// operations is the table of everything the API does.
func operations(registry *record.Registry) []*operation {
	var all []*operation
	for _, k := range registry.Kinds() {
		all = append(all, recordOperations(k)...)
	}
	if k, err := registry.Kind("finding"); err == nil {
		all = append(all, findingOperations(k)...)
	}
	if k, err := registry.Kind("indicator"); err == nil {
		all = append(all, indicatorOperations(k)...)
	}
	if k, err := registry.Kind("dataset"); err == nil {
		all = append(all, datasetOperations(k)...)
	}
	if k, err := registry.Kind("analysis"); err == nil {
		all = append(all, methodOperations()...)
		all = append(all, analysisOperations(k)...)
	}
	if k, err := registry.Kind("document"); err == nil {
		all = append(all, one(k, "publish", http.MethodPost, "/publish", nil, nil, record.Publish, publish, reply{status: http.StatusOK, schema: "Published"}))
	}
	return append(all, houseOperations(registry)...)
}

// one makes an operation about one record.
func one(k record.Kind, words, method, tail string, params []param, b *body, needs record.Verb, run runner, answers ...reply) *operation {
	return &operation{id: words + "-" + k.Name, method: method, path: stem + "/" + k.Folder + "/{slug}" + tail, words: words, kind: k.Name, group: k.Folder,
		params: params, body: b, needs: needs, answers: answers, run: run}
}

// changing makes an operation need the revision that was read.
func (op *operation) changing() *operation { op.ifMatch = true; return op }

func jsonBody(schema string) *body {
	return &body{media: []string{mediaJSON}, schema: schema, limit: jsonLimit}
}

func recordOperations(k record.Kind) []*operation {
	name := component(k.Name)
	whole := reply{status: http.StatusOK, schema: name, etag: true}
	patch := jsonBody(name + "Patch")
	patch.media = []string{mediaMerge, mediaJSON}
	return []*operation{
		{id: "list-" + k.Folder, method: http.MethodGet, path: stem + "/" + k.Folder, words: "list", kind: k.Name, group: k.Folder,
			params: listParams(k), answers: []reply{{status: http.StatusOK, schema: name + "List"}}, run: listRecords(k)},
		{id: "create-" + k.Name, method: http.MethodPost, path: stem + "/" + k.Folder, words: "create", kind: k.Name, group: k.Folder,
			body: jsonBody(name + "Draft"), needs: record.Create, answers: []reply{{status: http.StatusCreated, schema: name, etag: true}}, run: createRecord(k)},
		one(k, "get", http.MethodGet, "", []param{pAsKnown}, nil, record.Read, getRecord, whole, reply{status: http.StatusNotModified}),
		one(k, "replace", http.MethodPut, "", nil, jsonBody(name+"Change"), record.Change, replaceRecord(k), whole).changing(),
		one(k, "patch", http.MethodPatch, "", nil, patch, record.Change, patchRecord(k), whole).changing(),
		one(k, "delete", http.MethodDelete, "", nil, nil, record.Delete, deleteRecord, reply{status: http.StatusNoContent}).changing(),
		one(k, "restore", http.MethodPost, "/restore", nil, nil, record.Delete, restoreRecord, whole),
		one(k, "history", http.MethodGet, "/history", nil, nil, record.Read, history, reply{status: http.StatusOK, schema: "History"}),
		one(k, "revision", http.MethodGet, "/revisions/{revision}", nil, nil, record.Read, revision, whole),
		one(k, "thread", http.MethodGet, "/thread", []param{pLang, pAsKnown}, nil, record.Read, thread, reply{status: http.StatusOK, schema: "Thread"}),
		one(k, "adoption", http.MethodGet, "/adoption", nil, nil, record.Read, adoption, reply{status: http.StatusOK, schema: "Adoption"}),
		one(k, "adopt", http.MethodPost, "/adopt", nil, jsonBody("Adopting"), record.Adopt, adopt, reply{status: http.StatusOK, schema: "Adoption"}).changing(),
	}
}

// listParams are the filters and orders that the declared fields of a kind give.
func listParams(k record.Kind) []param {
	order := param{name: "order", typ: aText, words: "api.param.order", oneOf: []string{"slug", "-slug"}, fallback: "slug"}
	var filters []param
	for _, f := range k.Declared() {
		order.oneOf = append(order.oneOf, f.Name, "-"+f.Name)
		switch f.Type {
		case record.TypeText:
			filters = append(filters, param{name: f.Name, typ: aText, words: "api.param.contains", many: true})
		case record.TypeDate, record.TypeNumber, record.TypeCents:
			filters = append(filters, param{name: f.Name, typ: aText, words: "api.param.equals"}, param{name: f.Name + after, typ: aText, words: "api.param.after"},
				param{name: f.Name + before, typ: aText, words: "api.param.before"})
		default:
			filters = append(filters, param{name: f.Name, typ: aText, words: "api.param.equals", many: true})
		}
	}
	return append([]param{order, pLang, pOffset, pLimit}, filters...)
}

func findingOperations(k record.Kind) []*operation {
	all := []string{string(verdict.Holds), string(verdict.Moved), string(verdict.Untrue), string(verdict.Uncomputable), string(verdict.Incomparable)}
	whole := reply{status: http.StatusOK, schema: component(k.Name), etag: true}
	return []*operation{
		{id: "list-verdicts", method: http.MethodGet, path: stem + "/verdicts", words: "verdicts", group: k.Folder,
			params: []param{{name: "verdict", typ: aText, words: "api.param.verdict", oneOf: all}}, answers: []reply{{status: http.StatusOK, schema: "Verdicts"}}, run: verdicts},
		one(k, "judge", http.MethodGet, "/verdict", []param{pLang, pAsKnown}, nil, record.Read, judge, reply{status: http.StatusOK, schema: "Verdict", etag: true}),
		one(k, "accept", http.MethodPost, "/accept", nil, nil, record.Change, decide(accept), whole).changing(),
		one(k, "withdraw", http.MethodPost, "/withdraw", nil, nil, record.Change, decide(withdraw), whole).changing(),
		one(k, "reword", http.MethodPost, "/reword", nil, jsonBody("Rewording"), record.Change, decide(reword), whole).changing(),
	}
}

func indicatorOperations(k record.Kind) []*operation {
	region := param{name: "region", typ: aText, words: "api.param.region", required: true, example: "region/kurzeme"}
	return []*operation{
		one(k, "series", http.MethodGet, "/series", []param{region, pLang, pAsKnown}, nil, record.Read, indicatorSeries, reply{status: http.StatusOK, schema: "IndicatorSeries"}),
	}
}

func datasetOperations(k record.Kind) []*operation {
	text := func(name, words string) param { return param{name: name, typ: aText, words: "api.param." + words} }
	yes := func(name, words string) param {
		return param{name: name, typ: aYesNo, words: "api.param." + words, fallback: "false"}
	}
	to := text("to", "vintage-to")
	to.required = true
	return []*operation{
		one(k, "vintages", http.MethodGet, "/vintages", []param{pAsKnown}, nil, record.Read, vintages, reply{status: http.StatusOK, schema: "Vintages"}),
		one(k, "observations", http.MethodGet, "/series", []param{{name: "select", typ: aText, words: "api.param.select", many: true, example: "unit:MIO_EUR"}, text("region", "dataset-region"),
			text("vintage", "vintage"), pAsKnown}, nil, record.Read, series, reply{status: http.StatusOK, schema: "Series"}),
		one(k, "changes", http.MethodGet, "/changes", []param{text("from", "vintage-from"), to}, nil, record.Read, changes, reply{status: http.StatusOK, schema: "Changes"}),
		one(k, "import", http.MethodPost, "/vintages", []param{text("filename", "filename"), yes("dry_run", "dry-run"), text("published", "published"), text("retrieved", "retrieved"),
			text("label", "label"), text("territory", "territory"), text("source", "source"), text("note", "note"), yes("complete", "complete")},
			&body{media: []string{mediaFile, "text/csv", "text/tab-separated-values", mediaJSON}, limit: fileLimit}, record.Import, importFile,
			reply{status: http.StatusOK, schema: "ImportReport"}, reply{status: http.StatusCreated, schema: "ImportReport"}),
	}
}

func houseOperations(registry *record.Registry) []*operation {
	var names []string
	for _, k := range registry.Kinds() {
		names = append(names, k.Name)
	}
	moment := func(name string, required bool) param {
		return param{name: name, typ: aText, words: "api.param.moment-" + name, required: required, example: "2025-06-30"}
	}
	get := func(id, path string, run runner, schema string, params ...param) *operation {
		return &operation{id: id, method: http.MethodGet, path: stem + path, words: id, group: groupHouse, params: params, answers: []reply{{status: http.StatusOK, schema: schema}}, run: run}
	}
	post := func(id, path string, run runner, b *body, needs record.Verb, a reply) *operation {
		return &operation{id: id, method: http.MethodPost, path: stem + path, words: id, group: groupHouse, body: b, needs: needs, answers: []reply{a}, run: run}
	}
	return []*operation{
		get("me", "/me", me, "Me"),
		get("kinds", "/kinds", kinds, "Kinds"),
		{id: "kind-schema", method: http.MethodGet, path: stem + "/kinds/{kind}/schema", words: "kind-schema", group: groupHouse,
			answers: []reply{{status: http.StatusOK, schema: "JSONSchema", media: "application/schema+json"}}, run: kindSchema},
		get("search", "/search", search, "Hits", param{name: "q", typ: aText, words: "api.param.q", required: true, example: "pletros"},
			param{name: "kind", typ: aText, words: "api.param.kind", oneOf: names, many: true}, pLang, pOffset, pLimit),
		{id: "feed", method: http.MethodGet, path: stem + "/changes.atom", words: "feed", group: groupHouse, params: []param{pLang, pLimit},
			answers: []reply{{status: http.StatusOK, media: mediaAtom}}, run: feed},
		post("undo", "/undo", undo, jsonBody("Undo"), record.Change, reply{status: http.StatusOK, schema: "AnyRecord", etag: true}),
		get("baselines", "/baselines", baselines, "Baselines"),
		post("set-baseline", "/baselines", setBaseline, jsonBody("BaselineName"), record.Publish, reply{status: http.StatusCreated, schema: "Baseline"}),
		get("differences", "/differences", differences, "Differences", moment("from", true), moment("to", false)),
	}
}
