// SPDX-License-Identifier: EUPL-1.2

package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/method"
)

// An analysis is read with what it was made of, as JSON and as CSV, and computed again to the byte.
func TestAnalysesHaveResults(t *testing.T) {
	h := sqlite(t)
	const place = "/api/v1/analyses/structure-of-employment"
	whole := h.send(request{method: http.MethodGet, path: place + "/result"}).want(t, http.StatusOK).json(t)
	hash, _ := at(whole, "run", "hash").(string)
	if len(hash) != 64 || at(whole, "run", "inputs", 0, "vintage") == nil || at(whole, "result", "method") != "structure" {
		t.Errorf("the result does not say what it was made of: %.800v", whole)
	}
	table := string(h.send(request{method: http.MethodGet, path: place + "/result.csv?table=regions"}).want(t, http.StatusOK).raw)
	if !strings.HasPrefix(table, "region,total,hhi,krugman,theil,entropy,") || strings.Count(table, "\n") < 3 {
		t.Errorf("the table is %.300q", table)
	}
	h.send(request{method: http.MethodGet, path: place + "/result.csv?table=nothing"}).want(t, http.StatusNotFound)
	h.send(request{method: http.MethodGet, path: place + "/result.csv"}).want(t, http.StatusUnprocessableEntity)
	h.send(request{method: http.MethodPost, path: place + "/run"}).want(t, http.StatusUnauthorized)
	again := h.send(request{method: http.MethodPost, path: place + "/run", token: token(identity.Planner, kurzeme)}).want(t, http.StatusOK).json(t)
	if at(again, "hash") != hash {
		t.Errorf("computed again the hash is %v, not %s", at(again, "hash"), hash)
	}
	runs := h.send(request{method: http.MethodGet, path: place + "/runs"}).want(t, http.StatusOK).json(t)
	if at(runs, "runs", 0, "hash") != hash {
		t.Errorf("the runs are %.500v", runs)
	}
}

// Every method is described, in the language asked for.
func TestMethodsAreDescribed(t *testing.T) {
	h := sqlite(t)
	list := h.send(request{method: http.MethodGet, path: "/api/v1/methods?lang=lt"}).want(t, http.StatusOK).json(t)
	if all, _ := at(list, "methods").([]any); len(all) != len(method.All()) {
		t.Errorf("%d methods are listed of %d", len(all), len(method.All()))
	}
	for _, m := range method.All() {
		d := h.send(request{method: http.MethodGet, path: "/api/v1/methods/" + m.ID + "?lang=lv"}).want(t, http.StatusOK).json(t)
		if p, _ := at(d, "parameters").([]any); len(p) != len(m.Params) || at(d, "title") == "" || at(d, "formula") == "" {
			t.Errorf("%s: %.300v", m.ID, d)
		}
	}
	h.send(request{method: http.MethodGet, path: "/api/v1/methods/alchemy"}).want(t, http.StatusNotFound)
}
