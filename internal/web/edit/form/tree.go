// SPDX-License-Identifier: EUPL-1.2

package form

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/record"
)

// tree is a draft as its canonical JSON says it: the body, and the fields of the envelope beside it.
type tree map[string]any

// envelope are the names of the envelope's fields. A test fails when a body has a field of the same name.
var envelope = []string{"owner", "co_owners", "visibility", "invented"}

func treeOf(d record.Draft) (tree, error) {
	raw, err := record.Canonical(d.Body)
	if err != nil {
		return nil, err
	}
	t := tree{}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&t); err != nil {
		return nil, err
	}
	t["owner"], t["visibility"] = string(d.Owner), string(d.Visibility)
	if d.Invented {
		t["invented"] = true
	}
	if len(d.CoOwners) > 0 {
		t["co_owners"] = refList(d.CoOwners)
	}
	return t, nil
}

func refList(refs []record.Ref) []any {
	out := make([]any, len(refs))
	for i, r := range refs {
		out[i] = string(r)
	}
	return out
}

// draft turns the tree back into what the write path takes; links are those of the draft it came from.
func (t tree) draft(k record.Kind, from record.Draft) (record.Draft, error) {
	out := record.Draft{Ref: from.Ref, Stated: from.Stated, Owner: record.Ref(t.text("owner")), Visibility: record.Visibility(t.text("visibility"))}
	out.Invented, _ = t["invented"].(bool)
	for _, r := range t.list("co_owners") {
		s, _ := r.(string)
		out.CoOwners = append(out.CoOwners, record.Ref(s))
	}
	body := map[string]any{}
	for name, v := range t {
		body[name] = v
	}
	for _, name := range envelope {
		delete(body, name)
	}
	raw, err := record.Canonical(body)
	if err != nil {
		return record.Draft{}, err
	}
	out.Body, err = k.Decode(k.Schema, raw)
	return out, err
}

// get finds the value at a path; nil when there is none.
func (t tree) get(path string) any {
	var v any = map[string]any(t)
	for _, part := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

// set puts a value at a path of objects; nil takes it away.
func (t tree) set(path string, v any) {
	at := map[string]any(t)
	parts := strings.Split(path, ".")
	for _, part := range parts[:len(parts)-1] {
		below, ok := at[part].(map[string]any)
		if !ok {
			if v == nil {
				return
			}
			below = map[string]any{}
			at[part] = below
		}
		at = below
	}
	last := parts[len(parts)-1]
	if v == nil {
		delete(at, last)
		return
	}
	at[last] = v
}

// text gives the words at a path: a string as it is, a number as it is written.
func (t tree) text(path string) string { return words(t.get(path)) }

func words(v any) string {
	switch x := v.(type) {
	case string:
		return x
	case json.Number:
		return x.String()
	}
	return ""
}

func (t tree) list(path string) []any {
	l, _ := t.get(path).([]any)
	return l
}

func (t tree) strings(path string) []string {
	var out []string
	for _, v := range t.list(path) {
		out = append(out, words(v))
	}
	return out
}

// wording gives the text for readers at a path.
func (t tree) wording(path string) record.Text {
	m, _ := t.get(path).(map[string]any)
	out := record.Text{}
	out.Source, _ = m["source"].(string)
	out.Text, out.Of = stringMap(m["text"]), stringMap(m["of"])
	return out
}

func stringMap(v any) map[string]string {
	m, _ := v.(map[string]any)
	if len(m) == 0 {
		return nil
	}
	out := map[string]string{}
	for k, e := range m {
		out[k], _ = e.(string)
	}
	return out
}

// setWording puts a text for readers at a path, in the shape its canonical JSON has.
func (t tree) setWording(path string, text record.Text) {
	m := map[string]any{}
	if text.Source != "" {
		m["source"] = text.Source
	}
	for name, wordings := range map[string]map[string]string{"text": text.Text, "of": text.Of} {
		if len(wordings) > 0 {
			inner := map[string]any{}
			for k, s := range wordings {
				inner[k] = s
			}
			m[name] = inner
		}
	}
	t.set(path, m)
}

// canonical writes a value so that equal values are equal strings; empty for what is not there.
func canonical(v any) string {
	if v == nil {
		return ""
	}
	raw, err := record.Canonical(v)
	if err != nil { // it was decoded from JSON, so it encodes
		return ""
	}
	return string(raw)
}
