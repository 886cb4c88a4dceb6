// SPDX-License-Identifier: EUPL-1.2

package form

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/record"
)

// Unit is the smallest thing that is compared, merged and told of: a field, or one language of a text.
type Unit struct {
	Field Field
	// Lang is set for a wording.
	Lang string
}

// Name is the name of the control that shows the unit.
func (u Unit) Name() string {
	if u.Lang != "" {
		return u.Field.Path + "." + u.Lang
	}
	return u.Field.Path
}

// Units lists the units of a kind in the order of its form, in the languages that any of the drafts has; stated links come last.
func Units(k Kind, langs Languages, drafts ...record.Draft) ([]Unit, error) {
	var trees []tree
	for _, d := range drafts {
		t, err := treeOf(d)
		if err != nil {
			return nil, err
		}
		trees = append(trees, t)
	}
	return units(k, langs, trees...), nil
}

// links are compared as one field: they are stated and taken back on a page of their own.
var links = Field{Path: "links", Label: "edit.links", Control: Else}

func units(k Kind, langs Languages, trees ...tree) []Unit {
	var out []Unit
	for _, f := range k.Fields() {
		texts := f.IsText()
		for _, t := range trees {
			texts = texts || f.Control == Else && isText(t.get(f.Path))
		}
		if !texts {
			out = append(out, Unit{Field: f})
			continue
		}
		all := slices.Clone([]string(langs))
		for _, t := range trees {
			for _, lang := range t.wording(f.Path).Languages() {
				if !slices.Contains(all, lang) {
					all = append(all, lang)
				}
			}
		}
		for _, lang := range all {
			out = append(out, Unit{Field: f, Lang: lang})
		}
	}
	return append(out, Unit{Field: links})
}

// isText tells whether a value has the shape of a text for readers.
func isText(v any) bool {
	m, ok := v.(map[string]any)
	if !ok {
		return false
	}
	_, wordings := m["text"].(map[string]any)
	return wordings && m["source"] != nil
}

// value gives what a unit says, so that equal values are equal strings.
func (u Unit) value(t tree, d record.Draft) string {
	switch {
	case u.Field.Path == links.Path:
		return canonical(plainLinks(d.Stated))
	case u.Lang != "":
		return t.wording(u.Field.Path).Text[u.Lang]
	}
	return canonical(t.get(u.Field.Path))
}

func plainLinks(stated []record.Link) []any {
	raw, err := record.Canonical(stated)
	if err != nil {
		return nil
	}
	var out []any
	if json.Unmarshal(raw, &out) != nil {
		return nil
	}
	return out
}

// Merged is what became of two edits of the same draft.
type Merged struct {
	Draft record.Draft
	// Taken are the units in which only the other one changed something.
	Taken []Unit
	// Conflicts are those that both changed, differently. The draft has mine there.
	Conflicts []Unit
}

// Merge brings together two drafts that were both made from base: what only one has changed is taken from that one.
func Merge(k Kind, rk record.Kind, langs Languages, base, mine, theirs record.Draft) (Merged, error) {
	var t [3]tree
	for i, d := range []record.Draft{base, mine, theirs} {
		var err error
		if t[i], err = treeOf(d); err != nil {
			return Merged{}, err
		}
	}
	out := Merged{}
	stated := mine.Stated
	takes := map[string][]string{} // path of a text → languages taken from theirs
	for _, u := range units(k, langs, t[0], t[1], t[2]) {
		b, m, th := u.value(t[0], base), u.value(t[1], mine), u.value(t[2], theirs)
		switch {
		case th == b || th == m:
		case m != b:
			out.Conflicts = append(out.Conflicts, u)
		default:
			out.Taken = append(out.Taken, u)
			switch {
			case u.Field.Path == links.Path:
				stated = theirs.Stated
			case u.Lang != "":
				takes[u.Field.Path] = append(takes[u.Field.Path], u.Lang)
			default:
				t[1].set(u.Field.Path, t[2].get(u.Field.Path))
			}
		}
	}
	for _, f := range k.Fields() {
		if f.IsText() || len(takes[f.Path]) > 0 {
			t[1].setWording(f.Path, mergeText(t[0].wording(f.Path), t[1].wording(f.Path), t[2].wording(f.Path), takes[f.Path]))
		}
	}
	mine.Stated = stated
	var err error
	out.Draft, err = t[1].draft(rk, mine)
	return out, err
}

// mergeText takes the wordings of some languages from theirs. Each translation keeps the mark of the original it was made from, so it is
// stale when the merged original is another one.
func mergeText(base, mine, theirs record.Text, take []string) record.Text {
	out := record.Text{Source: mine.Source, Text: map[string]string{}, Of: map[string]string{}}
	if mine.Source == base.Source || mine.Source == "" {
		out.Source = theirs.Source
	}
	put := func(lang string, from record.Text) {
		if s := from.Text[lang]; s != "" {
			out.Text[lang] = s
			if of := from.Of[lang]; of != "" && lang != out.Source {
				out.Of[lang] = of
			}
		}
	}
	for _, lang := range append(mine.Languages(), theirs.Languages()...) {
		switch {
		case slices.Contains(take, lang):
			put(lang, theirs)
		case mine.Text[lang] == base.Text[lang] && mine.Of[lang] == base.Of[lang]:
			put(lang, theirs) // the same words, perhaps said to fit still
			if theirs.Text[lang] != mine.Text[lang] {
				put(lang, mine)
			}
		default:
			put(lang, mine)
		}
	}
	if out.Text[out.Source] == "" {
		out.Source = original(mine, out, []string{theirs.Source, base.Source})
		delete(out.Of, out.Source)
	}
	if len(out.Text) == 0 {
		return record.Text{}
	}
	if len(out.Of) == 0 {
		out.Of = nil
	}
	return out
}

// Take puts one unit of another draft into d: the choice "theirs" of a conflict.
func Take(k Kind, rk record.Kind, d, from record.Draft, u Unit) (record.Draft, error) {
	into, err := treeOf(d)
	if err != nil {
		return d, err
	}
	other, err := treeOf(from)
	if err != nil {
		return d, err
	}
	switch {
	case u.Field.Path == links.Path:
		d.Stated = from.Stated
		return d, nil
	case u.Lang != "":
		mine := into.wording(u.Field.Path)
		into.setWording(u.Field.Path, mergeText(mine, mine, other.wording(u.Field.Path), []string{u.Lang}))
	default:
		into.set(u.Field.Path, other.get(u.Field.Path))
	}
	return into.draft(rk, d)
}

// Change is a unit in which two drafts differ, with what each says in words.
type Change struct {
	Unit          Unit
	Before, After string
	// Confirmed tells that only the mark of the translation changed: somebody said that it still fits.
	Confirmed bool
}

// Changes lists in which units two drafts differ, in the order of the form. A zero draft stands for "not there".
func Changes(k Kind, langs Languages, before, after record.Draft, say func(Unit, any) string) ([]Change, error) {
	var t [2]tree
	for i, d := range []record.Draft{before, after} {
		t[i] = tree{}
		if d.Body != nil {
			var err error
			if t[i], err = treeOf(d); err != nil {
				return nil, err
			}
		}
	}
	var out []Change
	for _, u := range units(k, langs, t[0], t[1]) {
		b, a := u.value(t[0], before), u.value(t[1], after)
		if b == a {
			if u.Lang != "" && b != "" && t[0].wording(u.Field.Path).Of[u.Lang] != t[1].wording(u.Field.Path).Of[u.Lang] {
				out = append(out, Change{Unit: u, Before: b, After: a, Confirmed: true})
			}
			continue
		}
		out = append(out, Change{Unit: u, Before: say(u, u.shown(t[0], before)), After: say(u, u.shown(t[1], after))})
	}
	return out, nil
}

// shown gives the value of a unit for telling it.
func (u Unit) shown(t tree, d record.Draft) any {
	switch {
	case u.Field.Path == links.Path:
		if l := plainLinks(d.Stated); len(l) > 0 {
			return l
		}
		return nil
	case u.Lang != "":
		if s := t.wording(u.Field.Path).Text[u.Lang]; s != "" {
			return s
		}
		return nil
	}
	return t.get(u.Field.Path)
}

// Value gives what a draft has in a unit, for telling it.
func Value(d record.Draft, u Unit) (any, error) {
	t, err := treeOf(d)
	if err != nil {
		return nil, err
	}
	return u.shown(t, d), nil
}

// RefsIn lists the records that a draft names in fields of the form and in its stated links, so that their names can be looked up at once.
func RefsIn(k Kind, d record.Draft) ([]record.Ref, error) {
	t, err := treeOf(d)
	if err != nil {
		return nil, err
	}
	var out []record.Ref
	for _, f := range k.Fields() {
		switch f.Control {
		case Ref:
			out = append(out, record.Ref(t.text(f.Path)))
		case Refs:
			for _, r := range t.strings(f.Path) {
				out = append(out, record.Ref(r))
			}
		}
	}
	out = append(out, d.Owner)
	for _, l := range d.Stated {
		out = append(out, l.To)
	}
	return out, nil
}

// flat writes a value that has no control of its own as lines of "where: what".
func flat(v any) []string {
	var out []string
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch x := v.(type) {
		case map[string]any:
			names := make([]string, 0, len(x))
			for name := range x {
				names = append(names, name)
			}
			slices.Sort(names)
			for _, name := range names {
				walk(strings.TrimPrefix(path+"."+name, "."), x[name])
			}
		case []any:
			for i, e := range x {
				walk(strings.TrimPrefix(path+"."+strconv.Itoa(i+1), "."), e)
			}
		case bool:
			out = append(out, path+": "+strconv.FormatBool(x))
		default:
			if s := words(v); path == "" {
				out = append(out, s)
			} else {
				out = append(out, path+": "+s)
			}
		}
	}
	walk("", v)
	return out
}
