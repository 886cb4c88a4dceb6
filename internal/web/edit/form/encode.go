// SPDX-License-Identifier: EUPL-1.2

package form

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// Has is the name of the hidden field that tells which fields a form shows of those that send nothing when they are empty: boxes,
// lists, lines.
const Has = "has"

// Languages are those a form offers: of the partnership, and whatever else has a wording.
type Languages []string

// Encode gives what the form shows of a draft: the value of each control by its name.
//
//	title.lt            the wording in a language
//	budget_cents        "1 234,50", as the reader's language writes it
//	partners            one value for each record
//	sources.0.title     a field of a line
func Encode(k Kind, d record.Draft, z *i18n.Localizer, langs Languages) (url.Values, error) {
	t, err := treeOf(d)
	if err != nil {
		return nil, err
	}
	out := url.Values{}
	for _, f := range k.Fields() {
		encode(out, t, f, z, langs)
	}
	return out, nil
}

func encode(out url.Values, t tree, f Field, z *i18n.Localizer, langs Languages) {
	switch f.Control {
	case Line, Long:
		text := t.wording(f.Path)
		for _, lang := range langs.of(text) {
			out.Set(f.Path+"."+lang, text.Text[lang])
		}
	case Tick:
		out.Add(Has, f.Path)
		if on, _ := t.get(f.Path).(bool); on {
			out.Set(f.Path, "yes")
		}
	case Refs:
		out.Add(Has, f.Path)
		for _, r := range t.strings(f.Path) {
			out.Add(f.Path, r)
		}
	case List:
		out.Set(f.Path, strings.Join(t.strings(f.Path), ", "))
	case Rows:
		out.Add(Has, f.Path)
		for i, v := range t.list(f.Path) {
			line, _ := v.(map[string]any)
			for _, s := range f.Sub {
				out.Set(f.Path+"."+strconv.Itoa(i)+"."+s.Path, typedAs(s, line[s.Path], z))
			}
		}
	case Else:
	default:
		out.Set(f.Path, typedAs(f, t.get(f.Path), z))
	}
}

// typedAs writes a plain value as somebody would type it.
func typedAs(f Field, v any, z *i18n.Localizer) string {
	s := words(v)
	if s == "" {
		return ""
	}
	switch f.Control {
	case Money:
		if cents, err := strconv.ParseInt(s, 10, 64); err == nil {
			return z.WriteMoney(cents)
		}
	case Decimal:
		return z.Number(s, i18n.AsPublished)
	}
	return s
}

// of lists the languages in which a text is shown: all of the form, then any other it is in.
func (l Languages) of(t record.Text) []string {
	out := slices.Clone([]string(l))
	for _, lang := range t.Languages() {
		if !slices.Contains(out, lang) {
			out = append(out, lang)
		}
	}
	return out
}

// LinesOf counts the lines of Rows that a form has.
func LinesOf(f Field, v url.Values) int {
	n := 0
	for name := range v {
		if i, _, ok := lineOf(f, name); ok && i >= n {
			n = i + 1
		}
	}
	return n
}

// mostLines bounds how many lines a form may bring: an index is not to be trusted.
const mostLines = 500

// lineOf reads "sources.3.title": the line, and the field in it.
func lineOf(f Field, name string) (line int, sub string, ok bool) {
	rest, ok := strings.CutPrefix(name, f.Path+".")
	if !ok {
		return 0, "", false
	}
	number, sub, ok := strings.Cut(rest, ".")
	if !ok {
		return 0, "", false
	}
	line, err := strconv.Atoi(number)
	return line, sub, err == nil && line >= 0 && line < mostLines && strconv.Itoa(line) == number
}

// Drop is the name in a line of the box that takes it away.
const Drop = "drop"

// Compact takes away the lines that are empty or dropped, and numbers the others anew, so that a fault in a line is told where it
// stands.
func Compact(k Kind, v url.Values) url.Values {
	out := url.Values{}
	for name, values := range v {
		out[name] = slices.Clone(values)
	}
	for _, f := range k.Fields() {
		if f.Control != Rows {
			continue
		}
		for name := range v {
			if _, _, ok := lineOf(f, name); ok {
				delete(out, name)
			}
		}
		for next, line := range Kept(f, v) {
			for _, s := range f.Sub {
				out.Set(at(f, next)+s.Path, v.Get(at(f, line)+s.Path))
			}
		}
	}
	return out
}

// Kept lists which lines of a form are left when the empty and the dropped ones are taken away.
func Kept(f Field, v url.Values) []int {
	var out []int
	for i := range LinesOf(f, v) {
		empty := true
		for _, s := range f.Sub {
			empty = empty && strings.TrimSpace(v.Get(at(f, i)+s.Path)) == ""
		}
		if !empty && v.Get(at(f, i)+Drop) == "" {
			out = append(out, i)
		}
	}
	return out
}

// at is how the names of a line's controls begin.
func at(f Field, line int) string { return f.Path + "." + strconv.Itoa(line) + "." }

// Clean takes out of typed values what no wording can hold: bytes that are no text, and signs that steer a terminal.
func Clean(v url.Values) url.Values {
	out := url.Values{}
	for name, values := range v {
		for _, s := range values {
			out.Add(name, strings.Map(func(r rune) rune {
				if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0x7f {
					return -1
				}
				return r
			}, strings.ToValidUTF8(s, "")))
		}
	}
	return out
}

// Translate writes numbers and amounts that were typed in one language as another writes them. What cannot be read stays as it is.
func Translate(k Kind, v url.Values, from, to *i18n.Localizer) url.Values {
	if from.Lang() == to.Lang() {
		return v
	}
	out := url.Values{}
	for name, values := range v {
		out[name] = slices.Clone(values)
	}
	again := func(f Field, name string) {
		if s := v.Get(name); s != "" {
			switch f.Control {
			case Money:
				if cents, err := from.ReadMoney(s); err == nil {
					out.Set(name, to.WriteMoney(cents))
				}
			case Decimal:
				if n, err := from.ReadNumber(s); err == nil {
					out.Set(name, to.Number(n, i18n.AsPublished))
				}
			}
		}
	}
	for _, f := range k.Fields() {
		again(f, f.Path)
		for i := range LinesOf(f, v) {
			for _, s := range f.Sub {
				again(s, f.Path+"."+strconv.Itoa(i)+"."+s.Path)
			}
		}
	}
	return out
}
