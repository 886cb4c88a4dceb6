// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// schema is a JSON Schema as plain data. The words of a schema are told in the language of the document: "words" is the key of a
// message and is replaced by a description there.
type schema = map[string]any

// schemas are all shapes of JSON by the name of their component.
type schemas struct {
	byName map[string]schema
}

// Parts of schemas.
func object(properties schema, required ...string) schema {
	return schema{"type": "object", "properties": properties, "required": anys(required), "additionalProperties": false}
}
func list(of schema) schema                 { return schema{"type": "array", "items": of} }
func text() schema                          { return schema{"type": "string"} }
func integer() schema                       { return schema{"type": "integer"} }
func yesNo() schema                         { return schema{"type": "boolean"} }
func date() schema                          { return schema{"type": "string", "format": "date"} }
func moment() schema                        { return schema{"type": "string", "format": "date-time"} }
func oneOf(words ...string) schema          { return schema{"type": "string", "enum": anys(words)} }
func mapOf(of schema) schema                { return schema{"type": "object", "additionalProperties": of} }
func refTo(name string) schema              { return schema{"$ref": componentStem + name} }
func readOnly(s schema) schema              { s["readOnly"] = true; return s }
func described(s schema, key string) schema { s["words"] = key; return s }

const componentStem = "#/components/schemas/"

func anys[T any](in []T) []any {
	out := make([]any, len(in))
	for i, v := range in {
		out[i] = v
	}
	return out
}

// component is the name of the schema of a kind: "MeetingNote" for meeting_note.
func component(kind string) string {
	var b strings.Builder
	for _, part := range strings.Split(kind, "_") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

// newSchemas collects the shapes of the house and those of every kind.
func newSchemas(kinds []record.Kind) *schemas {
	s := &schemas{byName: common()}
	for _, k := range kinds {
		name := component(k.Name)
		body := retarget(k.JSONSchema())
		delete(body, "$defs")
		delete(body, "$schema")
		delete(body, "required") // of the stored form; what must be said when writing, the room tells
		s.byName[name+"Body"] = body
		s.byName[name+"Draft"] = draftSchema(refTo(name+"Body"), true)
		s.byName[name+"Change"] = draftSchema(refTo(name+"Body"), false)
		s.byName[name+"Patch"] = patchSchema(refTo(name + "Body"))
		s.byName[name] = recordSchema(refTo(name + "Body"))
		s.byName[name+"List"] = pageOf(refTo(name))
	}
	return s
}

// retarget makes a schema that stands alone part of the document: references lead to components, and nothing in a body is required.
func retarget(v schema) schema {
	out := schema{}
	for key, x := range v {
		switch t := x.(type) {
		case string:
			if key == "$ref" {
				t = componentStem + strings.TrimPrefix(t, "#/$defs/")
			}
			out[key] = t
		case schema:
			out[key] = retarget(t)
		default:
			if key != "required" {
				out[key] = t
			}
		}
	}
	return out
}

// envelope are the fields that a person writes beside the body.
func envelope(body schema) schema {
	return schema{
		"owner": refTo("Ref"), "co_owners": list(refTo("Ref")), "visibility": oneOf("private", "partners", "public"),
		"invented": yesNo(), "links": list(refTo("StatedLink")), "body": body,
	}
}

// given are the fields that the house writes; whoever sends back what was read may leave them in, they are passed over.
func given() schema {
	return schema{
		"ref": readOnly(refTo("Ref")), "id": readOnly(text()), "revision": readOnly(integer()), "hash": readOnly(text()),
		"created": readOnly(moment()), "changed": readOnly(moment()), "from": readOnly(list(refTo("Link"))), "to": readOnly(list(refTo("Link"))),
		"deleted": readOnly(yesNo()),
	}
}

func draftSchema(body schema, slug bool) schema {
	p := envelope(body)
	for name, s := range given() {
		p[name] = s
	}
	if slug {
		p["slug"] = schema{"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": record.MaxSlug}
		return object(p, "slug", "owner", "visibility", "body")
	}
	return object(p, "owner", "visibility", "body")
}

// patchSchema is what a merge patch may hold: any part of the record. What is null goes.
func patchSchema(body schema) schema {
	p := envelope(body)
	return object(p)
}

func recordSchema(body schema) schema {
	p := envelope(body)
	for name, s := range given() {
		p[name] = s
	}
	return object(p, "ref", "id", "owner", "visibility", "revision", "hash", "created", "changed", "body")
}

func pageOf(item schema) schema {
	return object(schema{"items": list(item), "total": integer(), "offset": integer(), "limit": integer(), "next": text()}, "items", "total", "offset", "limit")
}

func isEnvelope(path string) bool {
	name, _, _ := strings.Cut(path, ".")
	_, is := envelope(nil)[name]
	return is && name != "body" || name == "slug"
}

// check compares a value with a schema: the types, and that there is nothing unknown. What else the schema says is asked by the room.
func (s *schemas) check(sc schema, v any, path string) []*fault.Fault {
	if ref, is := sc["$ref"].(string); is {
		return s.check(s.byName[strings.TrimPrefix(ref, componentStem)], v, path)
	}
	want, _ := sc["type"].(string)
	if got := typeOf(v); want != "" && got != want && (want != "number" || got != "integer") {
		return []*fault.Fault{fault.New(fault.Invalid, "api.wrong-type", fault.A{"found": got, "expected": want}).At(fault.Place{Field: path})}
	}
	var out []*fault.Fault
	switch t := v.(type) {
	case map[string]any:
		properties, _ := sc["properties"].(schema)
		other, _ := sc["additionalProperties"].(schema)
		for _, name := range sortedKeys(t) {
			switch p, known := properties[name].(schema); {
			case known:
				out = append(out, s.check(p, t[name], path+"."+name)...)
			case other != nil:
				out = append(out, s.check(other, t[name], path+"."+name)...)
			case properties != nil || sc["additionalProperties"] == false:
				out = append(out, fault.New(fault.Invalid, "api.unknown-field", fault.A{"name": name, "known": strings.Join(sortedKeys(properties), ", "), "n": len(properties)}).
					At(fault.Place{Field: path + "." + name}))
			}
		}
		required, _ := sc["required"].([]any)
		for _, r := range required {
			if name, _ := r.(string); name != "" {
				if _, there := t[name]; !there {
					out = append(out, fault.New(fault.Invalid, "record.required").At(fault.Place{Field: path + "." + name}))
				}
			}
		}
	case []any:
		items, _ := sc["items"].(schema)
		for i, x := range t {
			out = append(out, s.check(items, x, path+"."+strconv.Itoa(i))...)
		}
	}
	return out
}

// typeOf names the type of a decoded value as JSON Schema does.
func typeOf(v any) string {
	switch t := v.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case map[string]any:
		return "object"
	case []any:
		return "array"
	case json.Number:
		if !strings.ContainsAny(t.String(), ".eE") {
			return "integer"
		}
	}
	return "number"
}

// common are the shapes that are not of one kind.
func common() map[string]schema {
	link := schema{"kind": text(), "from": refTo("Ref"), "to": refTo("Ref"), "reason": refTo("Text"), "field": text(), "stated": yesNo()}
	words := schema{"type": "object", "additionalProperties": text()}
	return map[string]schema{
		"Ref":        {"type": "string", "pattern": "^[a-z]+(_[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*$", "examples": []any{"finding/gdp-gap-2010"}, "words": "api.schema.ref"},
		"Text":       described(object(schema{"source": text(), "text": words, "of": words}), "api.schema.text"),
		"StatedLink": object(schema{"kind": text(), "to": refTo("Ref"), "reason": refTo("Text")}, "kind", "to"),
		"Link":       object(link, "kind", "from", "to"),
		"Problem": described(object(schema{"type": text(), "title": text(), "status": integer(), "detail": text(), "instance": text(), "code": text(), "key": text(),
			"errors": list(refTo("Wrong")), "base": schema{"type": "object"}, "mine": schema{"type": "object"}, "theirs": schema{"type": "object"}},
			"type", "title", "status", "detail", "code", "key"), "api.schema.problem"),
		"Wrong": object(schema{"location": text(), "code": text(), "key": text(), "detail": text(), "file": text(), "line": integer(), "column": text()},
			"location", "code", "key", "detail"),
		"Me":         object(schema{"signed_in": yesNo(), "roles": list(object(schema{"organisation": refTo("Ref"), "role": text()}))}, "signed_in"),
		"Kinds":      object(schema{"kinds": list(object(schema{"name": text(), "folder": text(), "schema": integer(), "fields": list(object(schema{"name": text(), "type": text()}))}))}),
		"JSONSchema": {"type": "object"}, "AnyRecord": recordSchema(schema{"type": "object"}),
		"History": object(schema{"ref": refTo("Ref"), "states": list(object(schema{"revision": integer(), "seq": integer(), "at": moment(), "verb": text(),
			"hash": text(), "actor": text()}))}),
		"Undo":         object(schema{"seq": integer()}, "seq"),
		"Baseline":     object(schema{"name": text(), "at": moment(), "seq": integer()}),
		"BaselineName": object(schema{"name": text()}, "name"),
		"Baselines":    object(schema{"baselines": list(refTo("Baseline"))}),
		"Differences": object(schema{"differences": list(object(schema{"ref": refTo("Ref"), "change": oneOf("added", "changed", "removed"),
			"fields": list(object(schema{"path": text(), "before": schema{}, "after": schema{}}))}))}),
		"Hits": object(schema{"items": list(object(schema{"ref": refTo("Ref"), "title": text(), "snippet": object(schema{"field": text(), "lang": text(), "text": text(),
			"marks": list(list(integer()))})})), "total": integer(), "offset": integer(), "limit": integer(), "next": text()}),
		"Verdict":         verdictSchema(),
		"Verdicts":        object(schema{"verdicts": list(object(schema{"ref": refTo("Ref"), "revision": integer(), "verdict": text(), "newer": yesNo(), "since": moment(), "current": yesNo(), "vintages": mapOf(text())}))}),
		"Rewording":       object(schema{"statement": mapOf(text()), "values": list(schema{"type": "object"}), "assertions": list(schema{"type": "object"})}),
		"Vintages":        object(schema{"vintages": list(refTo("Vintage"))}),
		"Vintage":         vintageSchema(),
		"Series":          object(schema{"dataset": refTo("Ref"), "vintage": text(), "code": text(), "attribution": text(), "points": list(pointSchema())}),
		"Changes":         object(schema{"from": text(), "to": text(), "all": yesNo(), "territory": yesNo(), "series": list(schema{"type": "object"})}),
		"ImportReport":    {"type": "object"},
		"IndicatorSeries": object(schema{"indicator": refTo("Ref"), "region": refTo("Ref"), "unit": text(), "points": list(pointSchema()), "withheld": yesNo()}),
		"Thread":          object(schema{"ref": refTo("Ref"), "title": text(), "why": list(refTo("Step")), "what": list(refTo("Step")), "so_what": list(refTo("Step"))}),
		"Step": object(schema{"depth": integer(), "link": text(), "reason": text(), "ref": refTo("Ref"), "title": text(), "invented": yesNo(), "sentence": text(), "verdict": text(),
			"newer": yesNo(), "figures": list(figureSchema()), "state": text(), "start": date(), "end": date(), "late": yesNo()}),
		"Adoption":       object(schema{"by": list(refTo("Ref")), "missing": list(refTo("Ref")), "adopted": yesNo()}),
		"Adopting":       object(schema{"organisation": refTo("Ref")}, "organisation"),
		"Methods":        object(schema{"methods": list(methodSchema())}, "methods"),
		"Method":         wholeMethodSchema(),
		"Run":            runSchema(),
		"Runs":           object(schema{"runs": list(refTo("Run"))}, "runs"),
		"AnalysisResult": object(schema{"run": refTo("Run"), "result": schema{}}, "run"),
		"Published":      object(schema{"document": refTo("Ref"), "files": integer(), "fingerprint": text(), "address": text()}),
	}
}

func methodSchema() schema {
	return object(schema{"id": text(), "family": text(), "title": text(), "summary": text(), "cube": yesNo()}, "id", "family", "title", "summary")
}

func wholeMethodSchema() schema {
	column := object(schema{"name": text(), "kind": text(), "help": text()}, "name", "kind", "help")
	return object(schema{"id": text(), "family": text(), "title": text(), "summary": text(), "cube": yesNo(), "formula": text(), "caveats": text(), "references": list(text()),
		"parameters": list(object(schema{"name": text(), "kind": text(), "required": yesNo(), "default": text(), "choices": list(text()), "help": text()}, "name", "kind", "required", "help")),
		"values":     list(column), "tables": list(object(schema{"name": text(), "key": list(text()), "columns": list(column)}, "name", "key", "columns"))}, "id", "parameters", "tables")
}

func runSchema() schema {
	return object(schema{"analysis": refTo("Ref"), "revision": integer(), "method": text(), "current": yesNo(), "made": moment(), "engine": text(), "seed": text(), "hash": text(),
		"inputs": list(schema{"type": "object"}), "notes": list(text()), "refused": text()}, "analysis", "revision", "method", "made")
}

func pointSchema() schema {
	return object(schema{"period": text(), "value": text(), "status": text(), "flags": text()}, "period")
}

func figureSchema() schema {
	return object(schema{"dataset": refTo("Ref"), "vintage": text(), "indicator": refTo("Ref"), "region": refTo("Ref"), "period": text(), "code": text(), "value": text(),
		"status": text(), "reason": text(), "attribution": text()})
}

func vintageSchema() schema {
	return object(schema{"label": text(), "published": date(), "retrieved": date(), "recorded": moment(), "content_hash": text(), "scheme": text(), "territory": text(),
		"source": text(), "note": text(), "attribution": text(), "series": integer(), "observations": integer()})
}

func verdictSchema() schema {
	return object(schema{"ref": refTo("Ref"), "revision": integer(), "state": text(), "verdict": text(), "newer": yesNo(), "sentence": text(), "lang": text(),
		"values":   list(object(schema{"name": text(), "value": text(), "shown": text(), "period": text(), "region": text(), "indicator": text()})),
		"vintages": mapOf(text()), "figures": list(figureSchema()), "withheld": yesNo()})
}
