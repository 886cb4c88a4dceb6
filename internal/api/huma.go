// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
)

// This is the one file that knows the library. Routes and the description come from the table of operations; what is sent is read
// and checked by our own code, because a fault has to be told in the reader's language and a body is understood by its room.

// routes makes an address of every operation, and those of the description.
func (a *API) routes() *http.ServeMux {
	mux := http.NewServeMux()
	adapter := humago.NewAdapter(mux, "")
	for _, op := range a.operations {
		adapter.Handle(&huma.Operation{OperationID: op.id, Method: op.method, Path: op.path}, func(ctx huma.Context) {
			r, w := humago.Unwrap(ctx)
			a.serve(op, w, r)
		})
	}
	for ext, media := range map[string]string{".json": "application/openapi+json", ".yaml": "application/openapi+yaml"} {
		adapter.Handle(&huma.Operation{Method: http.MethodGet, Path: "/api/openapi" + ext}, func(ctx huma.Context) {
			r, w := humago.Unwrap(ctx)
			a.describe(w, r, ext, media)
		})
	}
	return mux
}

// documents are the descriptions by language and form, made when first asked for.
type documents struct {
	mu   sync.Mutex
	made map[string][]byte
}

func (a *API) describe(w http.ResponseWriter, r *http.Request, ext, media string) {
	lang := acceptable(r)
	if l := i18n.Lang(r.URL.Query().Get("lang")); l.IsKnown() {
		lang = l
	}
	raw, err := a.Description(lang, ext)
	if err != nil {
		a.fail(w, r, i18n.For(lang), err, false)
		return
	}
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Language", string(lang))
	_, _ = w.Write(raw)
}

// Description is the OpenAPI description in a language, as ".json" or ".yaml".
func (a *API) Description(lang i18n.Lang, ext string) ([]byte, error) {
	d := &a.documents
	d.mu.Lock()
	defer d.mu.Unlock()
	if raw := d.made[string(lang)+ext]; raw != nil {
		return raw, nil
	}
	doc := a.document(i18n.For(lang))
	raw, err := json.Marshal(doc)
	if ext == ".yaml" {
		raw, err = doc.YAML()
	}
	if err != nil {
		return nil, err
	}
	if d.made == nil {
		d.made = map[string][]byte{}
	}
	d.made[string(lang)+ext] = raw
	return raw, nil
}

func (a *API) document(z *i18n.Localizer) *huma.OpenAPI {
	registry := huma.NewMapRegistry(componentStem, huma.DefaultSchemaNamer)
	for name, s := range a.schemas.byName {
		registry.Map()[name] = toSchema(z, s)
	}
	doc := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info:    &huma.Info{Title: z.T("api.title"), Description: z.T("api.about"), Version: a.version(), License: &huma.License{Name: "EUPL-1.2", Identifier: "EUPL-1.2"}},
		Servers: []*huma.Server{{URL: "/"}},
		Components: &huma.Components{Schemas: registry, SecuritySchemes: map[string]*huma.SecurityScheme{
			"token": {Type: "http", Scheme: "bearer", Description: z.T("api.token")}}},
	}
	groups := map[string]bool{}
	for _, op := range a.operations {
		if !groups[op.group] {
			groups[op.group] = true
			doc.Tags = append(doc.Tags, &huma.Tag{Name: groupName(z, op.group)})
		}
		doc.AddOperation(a.toOperation(z, op))
	}
	return doc
}

func (a *API) version() string {
	if a.o.Version == "" {
		return "0"
	}
	return a.o.Version
}

// groupName is a group in words: the plural of a kind, or the house.
func groupName(z *i18n.Localizer, group string) string {
	if key := "api.group." + group; z.Has(key) {
		return z.T(key)
	}
	return group
}

func (a *API) toOperation(z *i18n.Localizer, op *operation) *huma.Operation {
	out := &huma.Operation{OperationID: op.id, Method: op.method, Path: op.path, Tags: []string{groupName(z, op.group)},
		Summary: z.T("api.op." + op.words), Description: z.T("api.more." + op.words), Responses: map[string]*huma.Response{},
		// A visitor may ask too, and is answered by what is public.
		Security: []map[string][]string{{}, {"token": {}}}}
	if op.needs != "" && op.needs != "read" {
		out.Security = []map[string][]string{{"token": {}}}
	}
	for _, name := range []string{"slug", "revision", "kind", "method"} {
		if strings.Contains(op.path, "{"+name+"}") {
			s := &huma.Schema{Type: "string"}
			if name == "revision" {
				s.Type = "integer"
			}
			out.Parameters = append(out.Parameters, &huma.Param{Name: name, In: "path", Required: true, Description: z.T("api.param." + name), Schema: s})
		}
	}
	if op.ifMatch {
		out.Parameters = append(out.Parameters, &huma.Param{Name: "If-Match", In: "header", Required: true, Description: z.T("api.param.if-match"), Schema: &huma.Schema{Type: "string"}, Example: `"3"`})
	}
	for _, p := range op.params {
		out.Parameters = append(out.Parameters, toParam(z, p))
	}
	if op.body != nil {
		out.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{}}
		for _, m := range op.body.media {
			t := &huma.MediaType{}
			if op.body.schema != "" {
				t.Schema = &huma.Schema{Ref: componentStem + op.body.schema}
				t.Example = exampleBody(op.id)
			} else {
				t.Schema = &huma.Schema{Type: "string", Format: "binary"}
			}
			out.RequestBody.Content[m] = t
		}
	}
	a.responses(z, op, out)
	return out
}

func (a *API) responses(z *i18n.Localizer, op *operation, out *huma.Operation) {
	for _, r := range op.answers {
		resp := &huma.Response{Description: z.T("api.status." + strconv.Itoa(r.status))}
		if r.etag {
			resp.Headers = map[string]*huma.Param{"ETag": {Description: z.T("api.param.etag"), Schema: &huma.Schema{Type: "string"}}}
		}
		if r.schema != "" {
			media := r.media
			if media == "" {
				media = mediaJSON
			}
			resp.Content = map[string]*huma.MediaType{media: {Schema: &huma.Schema{Ref: componentStem + r.schema}}}
		} else if r.media != "" {
			resp.Content = map[string]*huma.MediaType{r.media: {Schema: &huma.Schema{Type: "string"}}}
		}
		out.Responses[strconv.Itoa(r.status)] = resp
	}
	for _, status := range op.problems() {
		out.Responses[strconv.Itoa(status)] = &huma.Response{Description: z.T("api.status." + strconv.Itoa(status)),
			Content: map[string]*huma.MediaType{problemMedia: {Schema: &huma.Schema{Ref: componentStem + "Problem"}}}}
	}
}

// problems are the ways an operation may refuse.
func (op *operation) problems() []int {
	all := []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusUnprocessableEntity}
	if op.kind != "" || strings.Contains(op.path, "{") || op.words == "undo" {
		all = append(all, http.StatusNotFound)
	}
	if op.needs != "" && op.needs != "read" {
		all = append(all, http.StatusForbidden, http.StatusConflict)
	}
	if op.ifMatch {
		all = append(all, http.StatusPreconditionFailed, http.StatusPreconditionRequired)
	}
	if op.body != nil {
		all = append(all, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	return all
}

func toParam(z *i18n.Localizer, p param) *huma.Param {
	s := &huma.Schema{Type: string(p.typ), Enum: anys(p.oneOf)}
	if p.typ == aNumber {
		low, high := float64(p.min), float64(p.max)
		s.Minimum, s.Maximum = &low, &high
	}
	if len(p.oneOf) == 0 {
		s.Enum = nil
	}
	switch {
	case p.fallback == "":
	case p.typ == aNumber:
		n, _ := strconv.Atoi(p.fallback)
		s.Default = n
	case p.typ == aYesNo:
		s.Default = p.fallback == "true"
	default:
		s.Default = p.fallback
	}
	if p.many {
		s = &huma.Schema{Type: "array", Items: s}
	}
	out := &huma.Param{Name: p.name, In: "query", Required: p.required, Description: z.T(p.words, fault.A{"name": p.name}), Schema: s}
	if p.example != "" {
		out.Example = p.example
		if p.many {
			out.Example = []any{p.example}
		}
	}
	return out
}

// toSchema turns plain data into the library's schema.
func toSchema(z *i18n.Localizer, v schema) *huma.Schema {
	out := &huma.Schema{}
	word := func(key string) string { s, _ := v[key].(string); return s }
	out.Type, out.Format, out.Pattern, out.Ref, out.Title, out.Description = word("type"), word("format"), word("pattern"), word("$ref"), word("title"), word("description")
	if key := word("words"); key != "" {
		out.Description = z.T(key)
	}
	out.ReadOnly, _ = v["readOnly"].(bool)
	out.Enum, _ = v["enum"].([]any)
	out.Examples, _ = v["examples"].([]any)
	if n, is := v["maxLength"].(int); is {
		out.MaxLength = &n
	}
	if p, is := v["properties"].(schema); is {
		out.Properties = map[string]*huma.Schema{}
		for name, s := range p {
			if s, is := s.(schema); is {
				out.Properties[name] = toSchema(z, s)
			}
		}
	}
	if items, is := v["items"].(schema); is {
		out.Items = toSchema(z, items)
	}
	switch more := v["additionalProperties"].(type) {
	case bool:
		out.AdditionalProperties = more
	case schema:
		out.AdditionalProperties = toSchema(z, more)
	}
	for _, r := range asList(v["required"]) {
		if name, is := r.(string); is {
			out.Required = append(out.Required, name)
		}
	}
	return out
}

func asList(v any) []any { l, _ := v.([]any); return l }
