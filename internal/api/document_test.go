// SPDX-License-Identifier: EUPL-1.2

package api_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/identity"
)

// schemaOf compiles a component of the description with a validator that is not ours.
func schemaOf(t *testing.T, doc map[string]any, name string) *jsonschema.Schema {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"$schema": "https://json-schema.org/draft/2020-12/schema", "components": doc["components"], "$ref": "#/components/schemas/" + name})
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("urn:doc", v); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("urn:doc")
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return s
}

// TestDescription reads the description in each language: every reference leads somewhere, every parameter of an address is described,
// every operation is named, and no word is missing.
func TestDescription(t *testing.T) {
	h := sqlite(t)
	for _, lang := range i18n.Known() {
		doc := h.send(request{method: http.MethodGet, path: "/api/openapi.json", lang: string(lang)}).want(t, http.StatusOK).json(t)
		if doc["openapi"] != "3.1.0" {
			t.Errorf("version %v", doc["openapi"])
		}
		components := at(doc, "components", "schemas").(map[string]any)
		var walk func(path string, v any)
		walk = func(path string, v any) {
			switch x := v.(type) {
			case map[string]any:
				if ref, is := x["$ref"].(string); is && components[strings.TrimPrefix(ref, "#/components/schemas/")] == nil {
					t.Errorf("%s leads to %s, which there is not", path, ref)
				}
				for name, inner := range x {
					walk(path+"/"+name, inner)
				}
				for _, name := range []string{"summary", "description"} {
					if s, is := x[name].(string); is && (s == "" || strings.HasPrefix(s, "api.")) {
						t.Errorf("%s: %s says %q in %s", path, name, s, lang)
					}
				}
			case []any:
				for _, inner := range x {
					walk(path, inner)
				}
			}
		}
		walk("", doc)
		for _, k := range h.Kinds().Kinds() {
			if !i18n.For(lang).Has("api.group." + k.Folder) {
				t.Errorf("the group %s has no name in %s", k.Folder, lang)
			}
		}
		ids := map[string]bool{}
		for path, item := range doc["paths"].(map[string]any) {
			for method, op := range item.(map[string]any) {
				id, _ := at(op, "operationId").(string)
				if id == "" || ids[id] || at(op, "summary") == nil {
					t.Errorf("%s %s is called %q", method, path, id)
				}
				ids[id] = true
				params, _ := at(op, "parameters").([]any)
				for _, part := range strings.Split(path, "/") {
					name, is := strings.CutPrefix(part, "{")
					if !is {
						continue
					}
					found := false
					for _, p := range params {
						found = found || at(p, "in") == "path" && at(p, "name") == strings.TrimSuffix(name, "}")
					}
					if !found {
						t.Errorf("%s %s does not describe %s", method, path, part)
					}
				}
			}
		}
		if len(ids) != len(h.api.Operations()) {
			t.Errorf("%d operations are described, there are %d", len(ids), len(h.api.Operations()))
		}
	}
	yaml := h.send(request{method: http.MethodGet, path: "/api/openapi.yaml"}).want(t, http.StatusOK)
	if !strings.Contains(string(yaml.raw), "openapi: 3.1.0") {
		t.Errorf("yaml: %.200s", yaml.raw)
	}
}

// TestAnswersFitTheDescription compares what every reading operation answers about the example with the schema it is described by.
func TestAnswersFitTheDescription(t *testing.T) {
	h := sqlite(t)
	doc := h.send(request{method: http.MethodGet, path: "/api/openapi.json"}).want(t, http.StatusOK).json(t)
	compared := 0
	for path, item := range doc["paths"].(map[string]any) {
		op := at(item, "get")
		if op == nil {
			continue
		}
		query := map[string]string{"search": "?q=pletros", "differences": "?from=2020-01-01", "series-indicator": "?region=region/kurzeme", "observations-dataset": "?region=region/kurzeme",
			"changes-dataset": "?to=2023-03-15", "result-table-analysis": "?table=regions"}[at(op, "operationId").(string)]
		address := strings.NewReplacer("{revision}", "1", "{kind}", "finding", "{method}", "structure").Replace(path)
		if folder := strings.Split(address, "/")[3]; strings.Contains(address, "{slug}") {
			items := h.send(request{method: http.MethodGet, path: "/api/v1/" + folder + "?limit=1"}).want(t, http.StatusOK).json(t)
			_, slug, _ := strings.Cut(at(items, "items", 0, "ref").(string), "/")
			address = strings.Replace(address, "{slug}", slug, 1)
		}
		r := h.send(request{method: http.MethodGet, path: address + query, token: token(identity.Coordinator, kurzeme)}).want(t, http.StatusOK)
		content, _ := at(op, "responses", "200", "content").(map[string]any)
		for media, m := range content {
			if !strings.HasPrefix(r.header.Get("Content-Type"), media) {
				t.Errorf("%s answers %s, described is %s", address, r.header.Get("Content-Type"), media)
			}
			ref, is := at(m, "schema", "$ref").(string)
			if !is {
				continue
			}
			v, err := jsonschema.UnmarshalJSON(bytes.NewReader(r.raw))
			if err != nil {
				t.Fatal(err)
			}
			if err := schemaOf(t, doc, strings.TrimPrefix(ref, "#/components/schemas/")).Validate(v); err != nil {
				t.Errorf("%s: %.1500v", address, err)
			}
			compared++
		}
	}
	if compared < 80 {
		t.Errorf("compared only %d answers", compared)
	}
	t.Logf("compared %d answers", compared)
	problem := h.send(request{method: http.MethodGet, path: "/api/v1/priorities?limit=0&x=y"})
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(problem.raw))
	if err != nil {
		t.Fatal(err)
	}
	if err := schemaOf(t, doc, "Problem").Validate(v); err != nil {
		t.Error(err)
	}
}

// TestFeed reads the feed as a feed reader does: public records alone, whoever asks.
func TestFeed(t *testing.T) {
	h := sqlite(t)
	h.send(request{method: http.MethodPost, path: "/api/v1/priorities", token: token(identity.Planner, kurzeme), media: "application/json", body: priority}).want(t, http.StatusCreated)
	open := strings.NewReplacer(`"a-b"`, `"c-d"`, `"private"`, `"public"`, "Naktis", "Diena & <nakts>").Replace(priority)
	h.send(request{method: http.MethodPost, path: "/api/v1/priorities", token: token(identity.Planner, kurzeme), media: "application/json", body: open}).want(t, http.StatusCreated)
	r := h.send(request{method: http.MethodGet, path: "/api/v1/changes.atom?lang=lv&limit=20", token: token(identity.Planner, kurzeme)}).want(t, http.StatusOK)
	var f struct {
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Entries []struct {
			ID    string `xml:"id"`
			Title string `xml:"title"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(r.raw, &f); err != nil {
		t.Fatal(err)
	}
	if len(f.Entries) != 20 || f.Entries[0].Title != "Diena & <nakts>" || strings.Contains(string(r.raw), "Naktis") || strings.Contains(string(r.raw), "p-planner") {
		t.Errorf("%.600s", r.raw)
	}
}
