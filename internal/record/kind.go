// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"sort"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
)

// Body is what a kind's struct (by pointer) implements.
type Body interface {
	// Validate reports every fault it finds, by field path. It reads nothing but the body.
	Validate(c *Check)
	// Fields declares what can be searched and sorted by.
	Fields() []Field
	// Links derives links from the body. The write path resolves them and refuses unknown targets.
	Links() []Link
}

// Kind describes a kind of record.
type Kind struct {
	// Name is the singular noun of the field, in English: "finding".
	Name string
	// Folder is the plural, the name of the folder of the kind in the folder format: "findings".
	Folder string
	// Schema is the number of the present shape of the body, from 1.
	Schema int
	// New gives an empty body.
	New func() Body
	// Upcast turns a body of schema i+1 into schema i+2, in place.
	Upcast []func(body map[string]any) error
	// Samples are stored bodies, one of every schema from 1 to Schema; a test reads each of them.
	Samples []string
}

// Registry is the set of kinds of a house.
type Registry struct {
	byName   map[string]Kind
	byFolder map[string]Kind
}

// NewRegistry collects kinds. It is called while wiring, with kinds known at build time; a kind given twice or without its parts is
// a mistake of the program and is returned as an error.
func NewRegistry(kinds ...Kind) (*Registry, error) {
	r := &Registry{byName: map[string]Kind{}, byFolder: map[string]Kind{}}
	for _, k := range kinds {
		if !kindForm.MatchString(k.Name) || k.Folder == "" || k.Schema < 1 || k.New == nil || len(k.Upcast) != k.Schema-1 {
			return nil, errors.New("record: kind " + k.Name + " is not complete")
		}
		if _, twice := r.byName[k.Name]; twice {
			return nil, errors.New("record: kind " + k.Name + " stands twice")
		}
		if _, twice := r.byFolder[k.Folder]; twice {
			return nil, errors.New("record: folder " + k.Folder + " stands twice")
		}
		r.byName[k.Name], r.byFolder[k.Folder] = k, k
	}
	return r, nil
}

// Kind finds a kind by name.
func (r *Registry) Kind(name string) (Kind, error) {
	k, ok := r.byName[name]
	if !ok {
		return Kind{}, fault.New(fault.Invalid, "record.unknown-kind", fault.A{"kind": name})
	}
	return k, nil
}

// ByFolder finds a kind by its folder name.
func (r *Registry) ByFolder(name string) (Kind, bool) { k, ok := r.byFolder[name]; return k, ok }

// Kinds lists the kinds by name.
func (r *Registry) Kinds() []Kind {
	out := make([]Kind, 0, len(r.byName))
	for _, k := range r.byName {
		out = append(out, k)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// Decode reads a stored body of any schema up to the present one.
func (k Kind) Decode(schema int, body []byte) (Body, error) {
	if schema > k.Schema {
		return nil, fault.New(fault.Unavailable, "record.newer-schema", fault.A{"kind": k.Name, "schema": schema, "known": k.Schema})
	}
	if schema < k.Schema {
		var m map[string]any
		dec := json.NewDecoder(bytes.NewReader(body))
		dec.UseNumber()
		if err := dec.Decode(&m); err != nil {
			return nil, err
		}
		for i := schema; i < k.Schema; i++ {
			if err := k.Upcast[i-1](m); err != nil {
				return nil, err
			}
		}
		var err error
		if body, err = Canonical(m); err != nil {
			return nil, err
		}
	}
	b := k.New()
	if err := decodeStrict(body, b); err != nil {
		return nil, err
	}
	return b, nil
}

// decodeStrict refuses fields that the struct does not know: silently dropping one would lose somebody's work.
func decodeStrict(raw []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return bodyFault(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return fault.New(fault.Invalid, "record.bad-body")
	}
	return nil
}

// bodyFault names the field that encoding/json stumbled over.
func bodyFault(err error) error {
	var typ *json.UnmarshalTypeError
	if errors.As(err, &typ) {
		return fault.New(fault.Invalid, "record.wrong-type", fault.A{"expected": plainType(typ.Type), "found": typ.Value}).
			At(fault.Place{Field: typ.Field})
	}
	if _, name, ok := strings.Cut(err.Error(), "unknown field "); ok {
		return fault.New(fault.Invalid, "record.unknown-field").At(fault.Place{Field: strings.Trim(name, `"`)})
	}
	return fault.New(fault.Invalid, "record.bad-body").Because(err)
}

// plainType names a Go type in words of JSON.
func plainType(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true/false"
	case reflect.Slice, reflect.Array:
		return "list"
	case reflect.Struct, reflect.Map:
		return "object"
	default:
		return "number"
	}
}

// FieldType says how a field compares.
type FieldType string

// The types of declared fields.
const (
	TypeText   FieldType = "text"
	TypeNumber FieldType = "number"
	TypeDate   FieldType = "date"
	TypeCents  FieldType = "cents"
	TypeRef    FieldType = "ref"
	TypeString FieldType = "string"
)

// Field is a declared field of a body: the write path copies it into record_field, where SQL can compare it.
type Field struct {
	Name string
	Type FieldType
	// Lang is set for a TypeText value: the human order differs by language.
	Lang   string
	Text   string
	Number float64
	Cents  int64
}

// FieldText declares a Text: one value for each language that has a wording.
func FieldText(name string, t Text) []Field {
	var out []Field
	for _, lang := range t.Languages() {
		out = append(out, Field{Name: name, Type: TypeText, Lang: lang, Text: t.Text[lang]})
	}
	return out
}

// FieldString declares a word that has no language, such as a code or a state.
func FieldString(name, s string) []Field {
	if s == "" {
		return nil
	}
	return []Field{{Name: name, Type: TypeString, Text: s}}
}

// FieldDate declares an ISO date or period.
func FieldDate(name, iso string) []Field {
	if iso == "" {
		return nil
	}
	return []Field{{Name: name, Type: TypeDate, Text: iso}}
}

// FieldRef declares a reference.
func FieldRef(name string, refs ...Ref) []Field {
	var out []Field
	for _, r := range refs {
		if r != "" {
			out = append(out, Field{Name: name, Type: TypeRef, Text: string(r)})
		}
	}
	return out
}

// FieldNumber declares a number.
func FieldNumber(name string, v float64) []Field {
	return []Field{{Name: name, Type: TypeNumber, Number: v}}
}

// FieldCents declares an amount of money in cents.
func FieldCents(name string, cents int64) []Field {
	return []Field{{Name: name, Type: TypeCents, Cents: cents}}
}

// FieldsOf joins declared fields.
func FieldsOf(groups ...[]Field) []Field {
	var out []Field
	for _, g := range groups {
		out = append(out, g...)
	}
	return out
}

// LinksTo makes one derived link for each reference that is set.
func LinksTo(kind LinkKind, field string, refs ...Ref) []Link {
	var out []Link
	for _, r := range refs {
		if r != "" {
			out = append(out, Link{Kind: kind, To: r, Field: field})
		}
	}
	return out
}

// LinksOf joins links.
func LinksOf(groups ...[]Link) []Link {
	var out []Link
	for _, g := range groups {
		out = append(out, g...)
	}
	return out
}

// SourceNote says where a stated fact comes from.
type SourceNote struct {
	Title    string `json:"title"`
	URL      string `json:"url,omitempty"`
	Accessed string `json:"accessed,omitempty"`
	Note     string `json:"note,omitempty"`
}
