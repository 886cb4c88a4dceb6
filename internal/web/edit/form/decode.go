// SPDX-License-Identifier: EUPL-1.2

package form

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// Typed is what came back from a form.
type Typed struct {
	Kind   Kind
	Record record.Kind
	// Base is what the form was made from.
	Base   record.Draft
	Values url.Values
	// Lang is the language in which numbers and days were typed.
	Lang      *i18n.Localizer
	Languages Languages
}

// Decode makes a draft of what was typed. Only what differs from what was shown is read. Faults name the control they belong to in
// Place.Field; the draft then keeps the base's value there.
func Decode(in Typed) (record.Draft, []*fault.Fault, error) {
	t, err := treeOf(in.Base)
	if err != nil {
		return record.Draft{}, nil, err
	}
	in.Values = Compact(in.Kind, Clean(in.Values))
	shown := url.Values{}
	var faults []*fault.Fault
	for _, f := range in.Kind.Fields() {
		encode(shown, t, f, in.Lang, in.Languages)
		faults = append(faults, in.decode(t, f, shown)...)
	}
	d, err := t.draft(in.Record, in.Base)
	if err != nil {
		var f *fault.Fault
		if asFault(err, &f) {
			return in.Base, append(faults, f), nil
		}
		return record.Draft{}, nil, err
	}
	return d, faults, nil
}

func asFault(err error, into **fault.Fault) bool {
	f, ok := err.(*fault.Fault)
	if ok {
		*into = f
	}
	return ok
}

func (in Typed) decode(t tree, f Field, shown url.Values) []*fault.Fault {
	switch f.Control {
	case Line, Long:
		in.decodeText(t, f, shown)
	case Tick:
		if in.has(f) && in.Values.Get(f.Path) != shown.Get(f.Path) {
			if in.Values.Get(f.Path) != "" {
				t.set(f.Path, true)
			} else {
				t.set(f.Path, nil)
			}
		}
	case Refs:
		if typed := chosen(in.Values[f.Path]); in.has(f) && !slices.Equal(typed, shown[f.Path]) {
			t.setList(f.Path, typed)
		}
	case List:
		if in.touched(f.Path, shown) {
			t.setList(f.Path, shortWords(in.Values.Get(f.Path)))
		}
	case Rows:
		return in.decodeRows(t, f, shown)
	case Else:
	default:
		if !in.touched(f.Path, shown) {
			return nil
		}
		v, err := in.read(f, in.Values.Get(f.Path))
		if err != nil {
			return []*fault.Fault{err.At(fault.Place{Field: f.Path})}
		}
		t.set(f.Path, v)
	}
	return nil
}

// has tells whether the form showed a field that sends nothing when it is empty.
func (in Typed) has(f Field) bool { return slices.Contains(in.Values[Has], f.Path) }

// touched tells whether a control came back with another value than it showed.
func (in Typed) touched(name string, shown url.Values) bool {
	return in.Values.Has(name) && in.Values.Get(name) != shown.Get(name)
}

// MadeOf ends the name of a hidden field that tells which original a wording was made from.
const MadeOf = ".of"

var digestForm = regexp.MustCompile(`^[0-9a-f]{12}$`)

func (in Typed) decodeText(t tree, f Field, shown url.Values) {
	if text, touched := wordings(t.wording(f.Path), f.Path, in.Values, shown, in.Languages, string(in.Lang.Lang())); touched {
		t.setWording(f.Path, text)
	}
}

// Wordings makes of a text what a form says of it in its controls "path.lang" and the box "path.lang.agrees". What the form does not send
// stays as it is. lang is the reader's, in which a text begins that has no original yet.
func Wordings(base record.Text, path string, sent url.Values, langs Languages, lang string) record.Text {
	shown := url.Values{}
	for _, l := range langs.of(base) {
		shown.Set(path+"."+l, base.Text[l])
	}
	if text, touched := wordings(base, path, sent, shown, langs, lang); touched {
		return text
	}
	return base
}

func wordings(base record.Text, path string, sent, shown url.Values, langs Languages, reader string) (record.Text, bool) {
	typed := map[string]string{}
	var agrees []string
	made := map[string]string{}
	for _, lang := range langs.of(base) {
		name := path + "." + lang
		if sent.Has(name) && tidy(sent.Get(name)) != tidy(shown.Get(name)) {
			typed[lang] = sent.Get(name)
		}
		if sent.Get(name+".agrees") != "" {
			agrees = append(agrees, lang)
		}
		if of := sent.Get(name + MadeOf); digestForm.MatchString(of) {
			made[lang] = of
		}
	}
	if len(typed)+len(agrees)+len(made) == 0 {
		return base, false
	}
	return Reword(base, typed, agrees, made, append([]string{reader}, langs...)), true
}

func (in Typed) decodeRows(t tree, f Field, shown url.Values) []*fault.Fault {
	if !in.has(f) || sameLines(f, in.Values, shown) {
		return nil
	}
	old := t.list(f.Path)
	var lines []any
	var faults []*fault.Fault
	for i := range LinesOf(f, in.Values) {
		at := f.Path + "." + strconv.Itoa(i) + "."
		line := map[string]any{}
		if was, ok := lineLike(old, f, in, i); ok {
			for k, v := range was {
				line[k] = v
			}
		}
		for _, s := range f.Sub {
			typed := in.Values.Get(at + s.Path)
			if typed == typedAs(s, line[s.Path], in.Lang) {
				continue
			}
			v, err := in.read(s, typed)
			if err != nil {
				faults = append(faults, err.At(fault.Place{Field: at + s.Path}))
				continue
			}
			if v == nil {
				delete(line, s.Path)
			} else {
				line[s.Path] = v
			}
		}
		for _, s := range f.Sub {
			if _, there := line[s.Path]; !there && s.Required {
				line[s.Path] = ""
			}
		}
		lines = append(lines, line)
	}
	if lines == nil {
		t.set(f.Path, nil)
	} else {
		t.set(f.Path, lines)
	}
	return faults
}

// lineLike finds the old line that a typed one was made from: the one in its place.
func lineLike(old []any, f Field, in Typed, i int) (map[string]any, bool) {
	if i >= len(old) {
		return nil, false
	}
	line, ok := old[i].(map[string]any)
	return line, ok
}

func sameLines(f Field, a, b url.Values) bool {
	n := LinesOf(f, a)
	if n != LinesOf(f, b) {
		return false
	}
	for i := range n {
		for _, s := range f.Sub {
			if name := f.Path + "." + strconv.Itoa(i) + "." + s.Path; a.Get(name) != b.Get(name) {
				return false
			}
		}
	}
	return true
}

// mostCents is the largest amount that every copy of a record holds exactly (below 2 to the power of 53).
const mostCents = 9_000_000_000_000_000

var wholeForm = regexp.MustCompile(`^[0-9]{1,9}$`)

// read reads a plain value; nil is nothing.
func (in Typed) read(f Field, typed string) (any, *fault.Fault) {
	s := strings.TrimSpace(typed)
	if s == "" {
		return nil, nil
	}
	var err error
	var out any = s
	switch f.Control {
	case Money:
		var cents int64
		if cents, err = in.Lang.ReadMoney(s); err == nil && (cents > mostCents || cents < -mostCents) {
			err = fault.New(fault.Invalid, "edit.money-too-large", fault.A{"found": s})
		}
		out = json.Number(strconv.FormatInt(cents, 10))
	case Decimal:
		out, err = in.Lang.ReadNumber(s)
	case Date:
		out, err = in.Lang.ReadDate(s)
	case Whole:
		if !wholeForm.MatchString(s) {
			return nil, fault.New(fault.Invalid, "edit.bad-whole", fault.A{"found": s})
		}
		n, _ := strconv.Atoi(s) // nine digits
		if n == 0 {
			return nil, nil
		}
		out = json.Number(strconv.Itoa(n))
	case Plain, Address:
		out = strings.Join(strings.Fields(s), " ")
	}
	if err != nil {
		var ft *fault.Fault
		if asFault(err, &ft) {
			return nil, ft
		}
		return nil, fault.New(fault.Invalid, "record.bad-value").Because(err)
	}
	return out, nil
}

// chosen are the references that were ticked, each once, without the empty one that means none.
func chosen(values []string) []string {
	var out []string
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func shortWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '\u00a0' })
}

func (t tree) setList(path string, words []string) {
	if len(words) == 0 {
		t.set(path, nil)
		return
	}
	list := make([]any, len(words))
	for i, w := range words {
		list[i] = w
	}
	t.set(path, list)
}
