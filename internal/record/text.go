// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"sort"
	"strconv"
	"strings"
)

// Text is a text for readers: one source language and its translations. Whether a translation is still current is not a flag that
// somebody may forget to set: each translation remembers a digest of the source text it was made from.
type Text struct {
	// Source is the language the text was written in.
	Source string `json:"source,omitempty"`
	// Text holds the wording by language tag.
	Text map[string]string `json:"text,omitempty"`
	// Of holds, for each translation, the digest (see TextHash) of the source wording it was made from.
	Of map[string]string `json:"of,omitempty"`
}

// TranslationState says how a language of a Text stands.
type TranslationState string

// The states of a language of a Text.
const (
	Source  TranslationState = "source"
	Current TranslationState = "current"
	Stale   TranslationState = "stale"
	Missing TranslationState = "missing"
)

// TextHash is the digest of a wording: the first 12 hexadecimal digits of its SHA-256.
func TextHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])[:12]
}

// NewText makes a Text whose translations are all current.
func NewText(source string, wording map[string]string) Text {
	t := Text{Source: source, Text: map[string]string{}}
	for lang, s := range wording {
		t.Text[lang] = s
	}
	return t.Confirm()
}

// Confirm returns a copy in which every translation that is present counts as made from the present source wording.
func (t Text) Confirm() Text {
	c := Text{Source: t.Source, Text: t.Text}
	h := TextHash(t.Text[t.Source])
	for lang, s := range t.Text {
		if lang != t.Source && s != "" {
			if c.Of == nil {
				c.Of = map[string]string{}
			}
			c.Of[lang] = h
		}
	}
	return c
}

// With returns a copy with another wording in one language. A new source wording makes the translations stale; a new
// translation counts as made from the present source.
func (t Text) With(lang, wording string) Text {
	c := Text{Source: t.Source, Text: map[string]string{}, Of: map[string]string{}}
	for k, v := range t.Text {
		c.Text[k] = v
	}
	for k, v := range t.Of {
		c.Of[k] = v
	}
	if c.Source == "" {
		c.Source = lang
	}
	c.Text[lang] = wording
	if lang != c.Source {
		c.Of[lang] = TextHash(c.Text[c.Source])
	}
	if len(c.Of) == 0 {
		c.Of = nil
	}
	return c
}

// IsZero tells whether there is no wording at all.
func (t Text) IsZero() bool {
	for _, s := range t.Text {
		if s != "" {
			return false
		}
	}
	return true
}

// State tells how the language stands.
func (t Text) State(lang string) TranslationState {
	s := t.Text[lang]
	switch {
	case s == "":
		return Missing
	case lang == t.Source:
		return Source
	case t.Of[lang] == TextHash(t.Text[t.Source]):
		return Current
	default:
		return Stale
	}
}

// Exact gives the wording in this very language.
func (t Text) Exact(lang string) (string, bool) {
	s := t.Text[lang]
	return s, s != ""
}

// In gives the wording in the language, or the source wording, or the first there is by language tag.
func (t Text) In(lang string) string {
	s, _ := t.InLang(lang)
	return s
}

// InLang gives the wording like In, and the language it is in, so that a page can mark it.
func (t Text) InLang(lang string) (wording, inLang string) {
	if s := t.Text[lang]; s != "" {
		return s, lang
	}
	if s := t.Text[t.Source]; s != "" {
		return s, t.Source
	}
	for _, l := range t.Languages() {
		return t.Text[l], l
	}
	return "", lang
}

// Languages lists the languages that have a wording, by tag.
func (t Text) Languages() []string {
	var out []string
	for l, s := range t.Text {
		if s != "" {
			out = append(out, l)
		}
	}
	sort.Strings(out)
	return out
}

// TextAt is a Text and its path in a body, such as "title" or "values.0.unit".
type TextAt struct {
	Path string
	Text *Text
}

var textType = reflect.TypeOf(Text{})

// Texts lists every Text of a struct (given by pointer), in the order of its fields. Empty ones are listed too, so that a
// reader of folders can fill them; nil pointers and maps are passed over.
func Texts(body any) []TextAt {
	var out []TextAt
	walkTexts(reflect.ValueOf(body), nil, &out)
	return out
}

func walkTexts(v reflect.Value, path []string, out *[]TextAt) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walkTexts(v.Elem(), path, out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walkTexts(v.Index(i), append(path[:len(path):len(path)], strconv.Itoa(i)), out)
		}
	case reflect.Struct:
		if v.Type() == textType {
			if v.CanAddr() {
				*out = append(*out, TextAt{strings.Join(path, "."), v.Addr().Interface().(*Text)})
			}
			return
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Anonymous && name == "" {
				walkTexts(v.Field(i), path, out)
				continue
			}
			if name == "-" {
				continue
			}
			if name == "" {
				name = f.Name
			}
			walkTexts(v.Field(i), append(path[:len(path):len(path)], name), out)
		}
	}
}
