// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/i18n"
)

// Input kinds beside plain text. Numbers and money are typed as the reader's language writes them, so they are text for the browser.
const (
	Text     = ""
	Email    = "email"
	Password = "password"
	Address  = "url"
	Date     = "date"
	Time     = "time"
	Number   = "number"
	Money    = "money"
)

// Field is what all controls of a form have.
type Field struct {
	Name         string
	ID           string // f-<name> when empty
	Label        string
	Help         string // what to write, and what for; stands before the control, where it is read first
	Error        string // what is wrong and what to write instead
	Value        string
	Kind         string // of Input
	Unit         string // behind numbers and money: "€", "%"
	Required     bool   // said in words
	Short        bool   // a narrow control: dates, numbers, codes
	Plan         bool   // words of the plan: serif
	Autocomplete string // "name", "email", "current-password"; "off" when empty on what is no personal data
	Lang         i18n.Lang
	Max          int // characters
	ReadOnly     bool
	Disabled     bool
}

func (f Field) id() string {
	if f.ID != "" {
		return f.ID
	}
	return "f-" + strings.ReplaceAll(f.Name, " ", "-")
}

func (f Field) inputType() string {
	switch f.Kind {
	case Email, Password, Address, Date, Time:
		return f.Kind
	}
	return "text"
}

// attrs ties the control to its help and its error.
func (f Field) attrs() templ.Attributes {
	out := templ.Attributes{"id": f.id(), "name": f.Name}
	var told []string
	if f.Help != "" {
		told = append(told, f.id()+"-help")
	}
	if f.Error != "" {
		told = append(told, f.id()+"-error")
		out["aria-invalid"] = "true"
	}
	if len(told) > 0 {
		out["aria-describedby"] = strings.Join(told, " ")
	}
	if f.Required {
		out["aria-required"] = "true" // not "required": our own words say what is missing, in the reader's language
	}
	if f.Lang != "" {
		out["lang"] = string(f.Lang)
	}
	if f.Max > 0 {
		out["maxlength"] = strconv.Itoa(f.Max)
	}
	if f.ReadOnly {
		out["readonly"] = true
	}
	if f.Disabled {
		out["disabled"] = true
	}
	return out
}

func (f Field) inputAttrs() templ.Attributes {
	out := f.attrs()
	out["type"] = f.inputType()
	switch f.Kind {
	case Number, Money:
		out["inputmode"] = "decimal"
	}
	if f.Autocomplete != "" {
		out["autocomplete"] = f.Autocomplete
	} else {
		out["autocomplete"] = "off"
	}
	if f.Unit != "" {
		described, _ := out["aria-describedby"].(string)
		out["aria-describedby"] = strings.TrimSpace(described + " " + f.id() + "-unit")
	}
	return out
}

// Option is one thing that can be chosen.
type Option struct {
	Value, Label string
	Note         string // what choosing it means
	Chosen       bool
	Disabled     bool
	Lang         i18n.Lang
	Group        string // in a select
	Href         string // where it can be looked at, in a list of references
}

// Choice is a group of boxes to tick (Many) or of which one is taken.
type Choice struct {
	Field
	Many    bool
	Options []Option
}

func (c Choice) optionID(i int) string {
	if i == 0 {
		return c.id() // where the summary of errors leads
	}
	return c.id() + "-" + strconv.Itoa(i+1)
}

func (c Choice) kind() string {
	if c.Many {
		return "checkbox"
	}
	return "radio"
}

// noteID names the note under an option, if there is one.
func (o Option) noteID(option string) string {
	if o.Note == "" {
		return ""
	}
	return option + "-note"
}

// groupAttrs ties a fieldset to its help and its error.
func (f Field) groupAttrs() templ.Attributes {
	out := templ.Attributes{}
	if d, ok := f.attrs()["aria-describedby"]; ok {
		out["aria-describedby"] = d
	}
	return out
}

// optionGroups keeps the order in which groups first appear.
func optionGroups(os []Option) (names []string, by map[string][]Option) {
	by = map[string][]Option{}
	for _, o := range os {
		if _, seen := by[o.Group]; !seen {
			names = append(names, o.Group)
		}
		by[o.Group] = append(by[o.Group], o)
	}
	return names, by
}

// References are records tied by search, each with its kind; it works as a form alone: search, tick, save. The search button sends
// do=find-<name> with the form.
type References struct {
	Field
	One     bool // at most one
	Chosen  []Option
	Results []Option
	Found   int    // how many there are in all; more than Results leads to a page that lists them
	Source  string // where the script looks while somebody types; empty is nowhere
	Query   string
	Asked   bool   // a search was made; without results it says so
	FindTo  string // address the search button sends the form to, nothing saved yet
	Reason  *Field // why it is tied
}

func (r References) boxType() string {
	if r.One {
		return "radio"
	}
	return "checkbox"
}

// FieldError is one fault of a form.
type FieldError struct {
	ID, Text string
	// Beside is what stands at the control, where the summary has to say more; empty is Text.
	Beside string
}

// AtControl is what stands at the control.
func (e FieldError) AtControl() string {
	if e.Beside != "" {
		return e.Beside
	}
	return e.Text
}

// ErrorOf lists the faults of fields in their order, for the summary above the form.
func ErrorOf(fs ...Field) []FieldError {
	var out []FieldError
	for _, f := range fs {
		if f.Error != "" {
			out = append(out, FieldError{ID: f.id(), Text: f.Error})
		}
	}
	return out
}
