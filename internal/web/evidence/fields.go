// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"errors"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// told are the faults of a form by the name of the field they belong to; "" are those of the whole.
type told struct {
	by    map[string]string
	order []ui.FieldError
}

// tell gathers the faults of an error. field turns the place of a fault into the name of a field; "" is the whole form.
func tell(z *i18n.Localizer, err error, field func(*fault.Fault) string) told {
	t := told{by: map[string]string{}}
	t.add(z, err, field)
	return t
}

func (t *told) add(z *i18n.Localizer, err error, field func(*fault.Fault) string) {
	var f *fault.Fault
	if !errors.As(err, &f) {
		if err != nil {
			t.put("", z.Error(err))
		}
		return
	}
	one := *f
	one.Also = nil
	name := field(&one)
	one.Place.Field = ""
	t.put(name, z.Error(&one))
	for _, a := range f.Also {
		t.add(z, a, field)
	}
}

func (t *told) put(name, text string) {
	if t.by == nil {
		t.by = map[string]string{}
	}
	if before, ok := t.by[name]; ok {
		if strings.Contains(before, text) {
			return
		}
		t.by[name] = before + " " + text
	} else {
		t.by[name] = text
	}
	id := "f-" + name
	if name == "" {
		id = "main"
	}
	t.order = append(t.order, ui.FieldError{ID: id, Text: text})
}

func (t told) any() bool { return len(t.order) > 0 }

// of is what is wrong with a field.
func (t told) of(name string) string { return t.by[name] }
