// SPDX-License-Identifier: EUPL-1.2

package form

import "slices"

// Control is how a field is typed.
type Control string

// The controls.
const (
	Line    Control = "line"    // a text in all languages, one line each
	Long    Control = "long"    // a text in all languages, several lines each
	Plain   Control = "plain"   // words that have no language: a name, a code
	Address Control = "address" // of a page on the web
	Choice  Control = "choice"  // one of a closed list
	Date    Control = "date"    // a day
	Year    Control = "year"
	Money   Control = "money"   // whole cents, typed in euro
	Decimal Control = "decimal" // decimal text
	Whole   Control = "whole"   // a whole number; empty is none
	Tick    Control = "tick"    // yes or no
	Ref     Control = "ref"     // one record, found by search
	Refs    Control = "refs"    // several
	List    Control = "list"    // short words, parted by commas
	Rows    Control = "rows"    // lines of several plain fields each
	Else    Control = "else"    // edited on a page of its own; here it is only told what changed
)

// Field is one field of a kind.
type Field struct {
	// Path is where it stands in the body, such as "baseline.value"; in a line of Rows, where it stands in the line.
	Path string
	// Label and Help are keys of the catalogue.
	Label, Help string
	Control     Control
	// Begin is how a field that is edited elsewhere is typed in the form of a new record, which has no page yet.
	Begin Control
	// Kinds are those a reference may lead to.
	Kinds []string
	// Options of a choice; one with the empty value tells that nothing may be chosen.
	Options  []Option
	Required bool
	// Plan tells that the words are part of the plan and set like it.
	Plan bool
	// Height is how many lines are shown of a long text.
	Height int
	// Unit stands behind numbers.
	Unit string
	// Sub are the fields of a line of Rows.
	Sub []Field
}

// Option is one thing to choose. Label and Note are keys of the catalogue.
type Option struct{ Value, Label, Note string }

// Section is a group of fields under a heading.
type Section struct {
	Key    string
	Title  string // key of the catalogue
	Fields []Field
}

// Kind describes how a kind is edited.
type Kind struct {
	Name     string
	Sections []Section
	// Elsewhere leads to the page where the fields with the control Else are edited, from the place of the record's own page; empty
	// leads to that page itself.
	Elsewhere string
	// Made is the place behind the language where new ones are made, when a form of plain fields is not enough.
	Made string
}

// Fields lists all fields of the kind in their order, those of the envelope last.
func (k Kind) Fields() []Field {
	var out []Field
	for _, s := range k.Sections {
		out = append(out, s.Fields...)
	}
	return append(out, Envelope().Fields...)
}

// ForNew is the description of the form of a new record.
func (k Kind) ForNew() Kind {
	sections := make([]Section, len(k.Sections))
	for i, s := range k.Sections {
		s.Fields = slices.Clone(s.Fields)
		for j, f := range s.Fields {
			if f.Begin != "" {
				s.Fields[j].Control = f.Begin
			}
		}
		sections[i] = s
	}
	k.Sections = sections
	return k
}

// Field finds a field by its path.
func (k Kind) Field(path string) (Field, bool) {
	all := k.Fields()
	if i := slices.IndexFunc(all, func(f Field) bool { return f.Path == path }); i >= 0 {
		return all[i], true
	}
	return Field{}, false
}

// IsText tells whether the field is a text for readers.
func (f Field) IsText() bool { return f.Control == Line || f.Control == Long }

// Kinds lists the descriptions of all kinds, by name.
func Kinds() []Kind {
	return []Kind{action(), analysis(), chapter(), dataset(), document(), finding(), indicator(), measure(), organisation(), partnership(), plan(), priority(), region(), target()}
}

// Of finds the description of a kind.
func Of(name string) (Kind, bool) {
	all := Kinds()
	if i := slices.IndexFunc(all, func(k Kind) bool { return k.Name == name }); i >= 0 {
		return all[i], true
	}
	return Kind{}, false
}

// The fields that many kinds share.

func title(help string) Field {
	return Field{Path: "title", Label: "edit.title", Help: help, Control: Line, Required: true, Plan: true}
}

func summary(help string) Field {
	return Field{Path: "summary", Label: "edit.summary", Help: help, Control: Long, Plan: true, Height: 4}
}

func position(help string) Field {
	return Field{Path: "position", Label: "edit.position", Help: help, Control: Whole}
}

func sources() Section {
	return Section{Key: "sources", Title: "edit.section-sources", Fields: []Field{{Path: "sources", Label: "edit.sources", Help: "edit.sources-help", Control: Rows, Sub: []Field{
		{Path: "title", Label: "edit.source-title", Control: Plain, Required: true},
		{Path: "url", Label: "edit.source-url", Control: Address},
		{Path: "accessed", Label: "edit.source-accessed", Control: Date},
		{Path: "note", Label: "edit.source-note", Control: Plain},
	}}}}
}

// Envelope describes what every record has beside its body.
func Envelope() Section {
	return Section{Key: "whose", Title: "edit.section-whose", Fields: []Field{
		{Path: "owner", Label: "edit.owner", Help: "edit.owner-help", Control: Choice, Required: true},
		{Path: "co_owners", Label: "edit.co-owners", Help: "edit.co-owners-help", Control: Refs, Kinds: []string{"organisation"}},
		{Path: "visibility", Label: "edit.visibility", Control: Choice, Required: true, Options: []Option{
			{"private", "edit.visibility-private", "edit.visibility-private-note"},
			{"partners", "edit.visibility-partners", "edit.visibility-partners-note"},
			{"public", "edit.visibility-public", "edit.visibility-public-note"},
		}},
		{Path: "invented", Label: "edit.invented", Help: "edit.invented-help", Control: Tick},
	}}
}
