// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"slices"
)

// Kind says what a parameter or a column holds.
type Kind string

// The kinds of parameters.
const (
	Table   Kind = "table"    // a table with a header: a CSV file, or a cube
	Outline Kind = "outline"  // outlines of territories: GeoJSON or TopoJSON
	Whole   Kind = "document" // a file of another form, read whole
	Field   Kind = "field"    // the name of a column of a table, or of a property of outlines
	Choice  Kind = "choice"   // one of Choices
)

// List is a value of the whole that is a list of texts or numbers, such as the projects elected.
const List Kind = "list"

// The kinds of parameters and columns.
const (
	Number  Kind = "number"
	Integer Kind = "integer"
	Flag    Kind = "flag" // yes or no
	Text    Kind = "text"
)

// Param is one parameter of a method: a flag of the command, a field of the form.
type Param struct {
	Name     string
	Kind     Kind
	Required bool
	Default  string   // what holds when nothing is given, written as a flag would be; empty when nothing does
	Choices  []string // of a Choice
	Min, Max float64  // of a number, when Max > Min
	Help     string   // message key; empty means method.param.NAME
	Role     Role     // what of a cube it names; empty leaves that to Fits
	// Takes says how the partnership's data can be the table; a table that takes nothing else is brought as a file.
	Takes Way
	// Of names the table a field is a column of, or the table whose columns a made one describes.
	Of string
	// Free names the columns of a cube that stay free beside the places: sex and age of a population.
	Free []string
	// Made describes the columns of a table that was put together of several datasets, so that nobody has to bring a second table.
	Made func(parts []Part) (header []string, rows [][]string)
}

// Way is how data of the partnership become a table.
type Way string

// The ways. Every table can also be brought as a file.
const (
	FromCube    Way = "cube"    // one dataset
	FromColumns Way = "columns" // figures of several datasets, a column each
)

// HelpKey is the message that explains the parameter.
func (p Param) HelpKey() string {
	if p.Help != "" {
		return p.Help
	}
	return "method.param." + p.Name
}

// Column is one column of a result, or one value that stands alone.
type Column struct {
	Name string
	Kind Kind
	// With names the parameter without which the column is left out; it may be "name=value".
	With string
	// Told says that the input itself may tell what With names: then nobody need give it.
	Told bool
	// Each stands for a column for every one of something the input names, such as the nodes of a structure; Name is what they are called
	// together.
	Each bool
	Help string // message key; empty means method.column.NAME
	// Says is what codes in its cells mean, or in the names of the columns it stands for.
	Says *Vocabulary
	// Year says that its numbers are years: they are written without a sign between their thousands.
	Year bool
}

// HelpKey is the message that says what the column means.
func (c Column) HelpKey() string {
	if c.Help != "" {
		return c.Help
	}
	return "method.column." + c.Name
}

// TableForm is the form of a result table: NAME.csv, or the member NAME of the JSON document.
type TableForm struct {
	Name    string
	Key     []string // columns that name a row
	Columns []Column
	// With names the parameter without which the table is left out, as Column.With.
	With string
}

// Method is the one description of a method of analysis.
type Method struct {
	ID         string
	Family     string   // the package of analysis it belongs to
	References []string // author, year, title, journal: the same in every language
	Params     []Param
	Values     []Column // values of the whole, which stand at the top of the JSON document
	Tables     []TableForm
	View       View // the picture of a result
	// FewestActivities is how many activities a table must have for the method to be run over the partnership's cubes: relatedness on
	// ten groups of sectors says nothing of the economy. A person who brings a file is told, not refused.
	FewestActivities int
	Run              func(ctx context.Context, a *Args) (*Result, error)
}

// About is the key of one of the method's texts: title, summary, formula, caveats.
func (m *Method) About(part string) string { return "method.about." + m.ID + "." + part }

// AboutParts lists the texts each method has.
var AboutParts = []string{"title", "summary", "formula", "caveats"}

// Param finds a parameter by name.
func (m *Method) Param(name string) (Param, bool) {
	i := slices.IndexFunc(m.Params, func(p Param) bool { return p.Name == name })
	if i < 0 {
		return Param{}, false
	}
	return m.Params[i], true
}

// threads is a parameter of every method that works on several processors.
var threads = Param{Name: "threads", Kind: Integer, Default: "0", Max: 1024}
