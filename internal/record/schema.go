// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"reflect"
	"strconv"
	"strings"
)

// JSONSchema describes the canonical body of the kind's present schema (JSON Schema 2020-12), for programs that write bodies: the
// names and shapes of its fields, and that there are no others. What only Validate knows (closed lists, dates, references that
// lead somewhere) is not in it.
func (k Kind) JSONSchema() map[string]any {
	s := schemaOf(reflect.TypeOf(k.New()))
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = k.Name
	s["$comment"] = "schema " + strconv.Itoa(k.Schema)
	s["$defs"] = map[string]any{
		"Text": map[string]any{
			"description": "A text for readers: wordings by language, the source language, and for each translation the digest of the source wording it was made from.",
			"type":        "object",
			"properties": map[string]any{
				"source": map[string]any{"type": "string"},
				"text":   map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string"}},
				"of":     map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string", "pattern": "^[0-9a-f]{12}$"}},
			},
			"additionalProperties": false,
		},
		"Ref": map[string]any{"description": "A record, kind/slug.", "type": "string", "pattern": "^([a-z]+(_[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*)?$"},
	}
	return s
}

var refType = reflect.TypeOf(Ref(""))

func schemaOf(t reflect.Type) map[string]any {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == textType:
		return map[string]any{"$ref": "#/$defs/Text"}
	case t == refType:
		return map[string]any{"$ref": "#/$defs/Ref"}
	}
	switch t.Kind() {
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64, reflect.Int32:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": schemaOf(t.Elem())}
	case reflect.Struct:
		properties, required := map[string]any{}, []any{}
		schemaFields(t, properties, &required)
		return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	default:
		return map[string]any{"type": "string"}
	}
}

// schemaFields collects the fields of a struct; a field that is always written is required.
func schemaFields(t reflect.Type, properties map[string]any, required *[]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			schemaFields(f.Type, properties, required)
		case !f.IsExported() || name == "-" || name == "":
		default:
			properties[name] = schemaOf(f.Type)
			if !strings.Contains(options, "omit") {
				*required = append(*required, name)
			}
		}
	}
}
