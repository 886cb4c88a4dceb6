// SPDX-License-Identifier: EUPL-1.2

package example

import (
	"net/http"
	"strings"
)

// Example is one request.
type Example struct {
	// ID names it; the messages api.example.ID and api.example.ID.text say what it is for.
	ID string
	// Operation is the operationId of the description.
	Operation string
	Method    string
	Path      string
	// IfMatch is the revision that was read, where one is needed.
	IfMatch string
	Media   string
	Body    string
	// File is sent instead of a body: a path in the example partnership.
	File string
	// SignedIn tells that a token is needed.
	SignedIn bool
	Status   int
}

// TitleKey is the message that names the example.
func (e Example) TitleKey() string { return "api.example." + e.ID }

// TextKey is the message that explains it.
func (e Example) TextKey() string { return "api.example." + e.ID + ".text" }

// Curl is the example as a command, for a server at an address such as https://plan.example.org; the token stands in $TOKEN.
func (e Example) Curl(server string) string {
	parts := []string{"curl"}
	if e.Method != http.MethodGet {
		parts = append(parts, "-X "+e.Method)
	}
	if e.SignedIn {
		parts = append(parts, `-H "Authorization: Bearer $TOKEN"`)
	}
	if e.IfMatch != "" {
		parts = append(parts, `-H 'If-Match: `+e.IfMatch+`'`)
	}
	if e.Media != "" {
		parts = append(parts, `-H 'Content-Type: `+e.Media+`'`)
	}
	if e.File != "" {
		parts = append(parts, `--data-binary @`+e.File[strings.LastIndexByte(e.File, '/')+1:])
	}
	if e.Body != "" {
		parts = append(parts, `-d '`+strings.ReplaceAll(e.Body, `'`, `'\''`)+`'`)
	}
	return strings.Join(append(parts, `'`+strings.TrimRight(server, "/")+e.Path+`'`), " \\\n  ")
}

// All are the examples in the order in which they are read; later ones go on from what earlier ones did.
func All() []Example {
	return []Example{
		{ID: "search", Operation: "search", Method: http.MethodGet, Path: "/api/v1/search?q=pletros&lang=lt&limit=5", Status: http.StatusOK},
		{ID: "list", Operation: "list-actions", Method: http.MethodGet, Path: "/api/v1/actions?state=under_way&end.before=2027-01-01&order=-end&lang=lt", Status: http.StatusOK},
		{ID: "get", Operation: "get-finding", Method: http.MethodGet, Path: "/api/v1/findings/gdp-gap-2010", Status: http.StatusOK},
		{ID: "verdict", Operation: "judge-finding", Method: http.MethodGet, Path: "/api/v1/findings/gdp-gap-2010/verdict?lang=lv", Status: http.StatusOK},
		{ID: "thread", Operation: "thread-action", Method: http.MethodGet, Path: "/api/v1/actions/align-bus-timetables/thread?lang=en", Status: http.StatusOK},
		{ID: "series", Operation: "observations-dataset", Method: http.MethodGet, Path: "/api/v1/datasets/births/series?region=region/kurzeme", Status: http.StatusOK},
		{ID: "method", Operation: "get-method", Method: http.MethodGet, Path: "/api/v1/methods/structure?lang=lt", Status: http.StatusOK},
		{ID: "result", Operation: "result-table-analysis", Method: http.MethodGet, Path: "/api/v1/analyses/structure-of-employment/result.csv?table=regions", Status: http.StatusOK},
		{ID: "me", Operation: "me", Method: http.MethodGet, Path: "/api/v1/me", SignedIn: true, Status: http.StatusOK},
		{ID: "create", Operation: "create-priority", Method: http.MethodPost, Path: "/api/v1/priorities", Media: "application/json", SignedIn: true, Status: http.StatusCreated,
			Body: `{"slug":"night-trains","owner":"organisation/kurzeme-planning-region","visibility":"partners","body":{"plan":"plan/kurzeme-2027",` +
				`"title":{"source":"lv","text":{"lv":"Nakts vilcieni","lt":"Naktiniai traukiniai","en":"Night trains"}}}}`},
		{ID: "patch", Operation: "patch-priority", Method: http.MethodPatch, Path: "/api/v1/priorities/night-trains", IfMatch: `"1"`, Media: "application/merge-patch+json",
			SignedIn: true, Status: http.StatusOK, Body: `{"body":{"position":9}}`},
		{ID: "conflict", Operation: "patch-priority", Method: http.MethodPatch, Path: "/api/v1/priorities/night-trains", IfMatch: `"1"`, Media: "application/merge-patch+json",
			SignedIn: true, Status: http.StatusPreconditionFailed, Body: `{"body":{"position":10}}`},
		{ID: "wrong", Operation: "patch-priority", Method: http.MethodPatch, Path: "/api/v1/priorities/night-trains", IfMatch: `"2"`, Media: "application/merge-patch+json",
			SignedIn: true, Status: http.StatusUnprocessableEntity, Body: `{"body":{"colour":"blue","position":"first"}}`},
		{ID: "history", Operation: "history-priority", Method: http.MethodGet, Path: "/api/v1/priorities/night-trains/history", SignedIn: true, Status: http.StatusOK},
		{ID: "delete", Operation: "delete-priority", Method: http.MethodDelete, Path: "/api/v1/priorities/night-trains", IfMatch: `"2"`, SignedIn: true, Status: http.StatusNoContent},
		{ID: "restore", Operation: "restore-priority", Method: http.MethodPost, Path: "/api/v1/priorities/night-trains/restore", SignedIn: true, Status: http.StatusOK},
		{ID: "try-import", Operation: "import-dataset", Method: http.MethodPost, Path: "/api/v1/datasets/gdp/vintages?dry_run=true&published=2023-02-21&filename=gdp.csv",
			Media: "text/csv", File: "incoming/nama_10r_3gdp_nuts2021_extract.csv", SignedIn: true, Status: http.StatusOK},
		{ID: "differences", Operation: "differences", Method: http.MethodGet, Path: "/api/v1/differences?from=2020-01-01", Status: http.StatusOK},
	}
}
