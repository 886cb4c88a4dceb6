// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"reflect"
	"sort"
)

// Declared lists the fields that bodies of the kind can be searched and sorted by, by name, each with its type and no value: what
// Fields gives for a body in which everything is filled in.
func (k Kind) Declared() []Field {
	b := k.New()
	fill(reflect.ValueOf(b), 0)
	types := map[string]FieldType{}
	for _, f := range b.Fields() {
		types[f.Name] = f.Type
	}
	out := make([]Field, 0, len(types))
	for name, typ := range types {
		out = append(out, Field{Name: name, Type: typ})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// fill puts something into every part of a body. Bodies are finite; the depth guards against a kind that holds itself.
func fill(v reflect.Value, depth int) {
	if depth > 8 {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			if !v.CanSet() {
				return
			}
			v.Set(reflect.New(v.Type().Elem()))
		}
		fill(v.Elem(), depth+1)
	case reflect.Struct:
		if v.Type() == textType {
			v.Set(reflect.ValueOf(NewText("en", map[string]string{"en": "x"})))
			return
		}
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i), depth+1)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth+1)
	case reflect.String:
		if v.Type() == refType {
			v.SetString("kind/slug")
			return
		}
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(1)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(1)
	}
}
