// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
)

// Has tells whether the catalogue knows a key.
func (z *Localizer) Has(key string) bool { return z.words[key] != nil }

// T gives the message of a key with its arguments filled in. A key that the language lacks is taken from English; one
// that exists nowhere is shown itself, so that a page is never empty and the mistake can be found.
func (z *Localizer) T(key string, args ...fault.A) string {
	m := z.words[key]
	if m == nil {
		m = catalogues().words[Fallback][key]
	}
	if m == nil {
		return key
	}
	if len(m.parts) == 1 && m.parts[0].arg == "" && m.parts[0].kind == "" {
		return m.parts[0].text // most messages are words alone
	}
	var a fault.A
	if len(args) == 1 {
		a = args[0]
	} else if len(args) > 1 {
		a = fault.A{}
		for _, more := range args {
			for k, v := range more {
				a[k] = v
			}
		}
	}
	var b strings.Builder
	z.write(&b, m, a, nil)
	return b.String()
}

func (z *Localizer) write(b *strings.Builder, m *message, args fault.A, number any) {
	for _, p := range m.parts {
		switch {
		case p.kind == "#":
			b.WriteString(z.value(number))
		case p.arg == "":
			b.WriteString(p.text)
		case p.kind == "plural":
			v := args[p.arg]
			z.write(b, pickPlural(p.forms, z, v), args, v)
		case p.kind == "select":
			f := p.forms[plain(args[p.arg])]
			if f == nil {
				f = p.forms["other"]
			}
			z.write(b, f, args, number)
		case p.kind == "plain":
			b.WriteString(plain(args[p.arg]))
		default:
			if v, ok := args[p.arg]; ok {
				b.WriteString(z.value(v))
			} else {
				b.WriteString("{" + p.arg + "}") // visible, as an unknown key is
			}
		}
	}
}

func pickPlural(forms map[string]*message, z *Localizer, v any) *message {
	if f := forms["="+plain(v)]; f != nil {
		return f
	}
	if f := forms[z.PluralClass(v)]; f != nil {
		return f
	}
	return forms["other"]
}

// translated is what record.Text offers, without knowing that room.
type translated interface{ In(lang string) string }

// value writes an argument as its type asks: numbers by the rules of the language, times as dates, lists with their "and".
// Texts stay as they are: a text of digits is a code or a year, not a number.
func (z *Localizer) value(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case translated:
		return x.In(string(z.lang))
	case time.Time:
		return z.Date(x)
	case []string:
		return z.List(x)
	case error:
		return z.Error(x)
	case fault.Term:
		return z.term(x)
	case fmt.Stringer:
		return x.String()
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		return z.Number(v, AsPublished)
	case reflect.Slice:
		items := make([]string, r.Len())
		for i := range items {
			items[i] = z.value(r.Index(i).Interface())
		}
		return z.List(items)
	}
	return fmt.Sprint(v)
}

// term says a word of the house; what a form asks for is quoted as it stands there.
func (z *Localizer) term(t fault.Term) string {
	switch {
	case t.Typed == "":
		return z.T(t.Key)
	case z.typed || !z.Has(t.Key):
		return t.Typed
	}
	return z.Quote(z.T(t.Key))
}

// plain writes an argument without any rule of a language.
func plain(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case float32:
		return strconv.FormatFloat(float64(x), 'f', -1, 32)
	}
	return fmt.Sprint(v)
}
