// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"reflect"
	"strings"
	"sync"
)

// Title is what a record is called: the Text at "title" of its body; the zero Text when it has none.
func (r Record) Title() Text {
	v := reflect.ValueOf(r.Body)
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return Text{}
	}
	if place := titleOf(v.Type()); place != nil {
		if t, ok := v.FieldByIndex(place).Interface().(Text); ok {
			return t
		}
	}
	return Text{}
}

// titles remembers where the title of a type stands: lists ask for it at every line.
var titles sync.Map // reflect.Type → []int

// titleOf finds the field of type Text that is called "title", also in a struct that is part of this one; nil when there is none.
func titleOf(t reflect.Type) []int {
	if place, ok := titles.Load(t); ok {
		return place.([]int)
	}
	var place []int
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "title" && f.Type == textType && place == nil && !viaPointer(t, f.Index) {
			place = f.Index
		}
	}
	titles.Store(t, place)
	return place
}

// viaPointer tells whether the way to a field leads over a pointer, which may be nil.
func viaPointer(t reflect.Type, index []int) bool {
	for _, i := range index[:len(index)-1] {
		t = t.Field(i).Type
		if t.Kind() == reflect.Pointer {
			return true
		}
	}
	return false
}

// Name is the title in a language, or the reference of a record without one.
func (r Record) Name(lang string) string {
	if t := r.Title(); !t.IsZero() {
		return t.In(lang)
	}
	return string(r.Ref)
}
