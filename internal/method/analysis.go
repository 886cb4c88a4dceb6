// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
)

// Analysis is a method asked of the partnership's cubes: which method, with what parameters, over which part of which datasets. What
// came of it stands in runs, never in the body.
type Analysis struct {
	Title   record.Text `json:"title"`
	Summary record.Text `json:"summary"`
	Method  string      `json:"method"`
	// Parameters are those of the method by name, written as on the command line; fields name columns of the inputs.
	Parameters map[string]string `json:"parameters,omitempty"`
	Inputs     []Input           `json:"inputs"`
}

// Input is a part of a cube as a table. Its columns are the dimensions that are not fixed, under their ids, then "country" (the first
// two letters of the geographic code), then one column of values for each period. Where a parameter names "nace_r2:1", there is also a column
// with the first sign of that code, which makes sectors of sections.
type Input struct {
	Name    string     `json:"name"` // the parameter of the method that reads it
	Dataset record.Ref `json:"dataset,omitempty"`
	// Columns are figures of several datasets, in place of one.
	Columns []Part `json:"columns,omitempty"`
	// Text is a small file that somebody brought, in place of a dataset, and File what it was called.
	File string `json:"file,omitempty"`
	Text string `json:"text,omitempty"`
	// Vintage is a label; empty is the latest, and then a new vintage makes the analysis due again.
	Vintage string `json:"vintage,omitempty"`
	// Select fixes dimensions to one code each; those that are neither fixed nor named stay free. A dimension's default holds where it
	// is not named in Only or Leave.
	Select map[string]string `json:"select,omitempty"`
	// Only keeps the codes listed, in this order; Leave leaves codes out: totals must not stand among their parts.
	Only  map[string][]string `json:"only,omitempty"`
	Leave map[string][]string `json:"leave,omitempty"`
	// Level keeps the units of one level: country, nuts1, nuts2, nuts3 or lau. What lies outside the regions (codes in …Z) is left out.
	Level string `json:"level,omitempty"`
	// Countries keeps the units of these, by the first two letters of their codes.
	Countries []string `json:"countries,omitempty"`
	// Periods are the columns of values; "latest" is the last period at which any series that was kept has a value.
	Periods []string `json:"periods,omitempty"`
	// Absent says what a combination without a series is: missing (the default, since nobody has said anything) or zero.
	Absent string `json:"absent,omitempty"`
}

// Latest in the place of a period is the newest one.
const Latest = "latest"

var levels = map[string]int{"country": 0, "nuts1": 1, "nuts2": 2, "nuts3": 3, "lau": -1}

// Validate implements record.Body.
func (a *Analysis) Validate(c *record.Check) {
	c.Text("title", a.Title, true)
	c.Text("summary", a.Summary, false)
	if !c.Required("method", a.Method != "") {
		return
	}
	m, err := Find(a.Method)
	if err != nil {
		c.AddError("method", err)
		return
	}
	c.Required("inputs", len(a.Inputs) > 0)
	var names []string
	for i, in := range a.Inputs {
		at := c.In("inputs", i)
		p, known := m.Param(in.Name)
		if !known || p.Kind != Table && p.Kind != Whole {
			at.Add("name", "method.not-a-table", fault.A{"name": in.Name})
			if in.Dataset != "" {
				in.validate(at) // what else is wrong with it is said at once
			}
			continue
		}
		if slices.Contains(names, in.Name) {
			at.Add("name", "record.stands-twice", fault.A{"found": in.Name})
		}
		names = append(names, in.Name)
		in.validateWay(at, p)
	}
	a.validateParameters(c, m, names)
}

func (in *Input) validate(at *record.Check) {
	at.Required("dataset", in.Dataset != "")
	at.Ref("dataset", in.Dataset, "dataset")
	at.OneOf("absent", in.Absent, "missing", "zero")
	at.OneOf("level", in.Level, "country", "nuts1", "nuts2", "nuts3", "lau")
	at.Required("periods", len(in.Periods) > 0)
	for k, p := range in.Periods {
		if normal, ok := statistics.NormalPeriod(p); p != Latest && (!ok || normal != p) {
			at.In("periods", k).Add("", "dataset.bad-period", fault.A{"found": p})
		}
		if slices.Contains(in.Periods[:k], p) {
			at.In("periods", k).Add("", "record.stands-twice", fault.A{"found": p})
		}
	}
	for dimension := range in.Select {
		if _, twice := in.Only[dimension]; twice {
			at.Add("only", "record.stands-twice", fault.A{"found": dimension})
		}
	}
}

// validateParameters checks what the description can; whether a column is there, the run tells.
func (a *Analysis) validateParameters(c *record.Check, m *Method, inputs []string) {
	names := make([]string, 0, len(a.Parameters))
	for name := range a.Parameters {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		p, known := m.Param(name)
		switch {
		case !known || p.Kind.IsSource() || name == threads.Name:
			c.In("parameters").Add(name, "method.unknown-parameter", fault.A{"name": name, "method": m.ID})
		default:
			if f := p.check(a.Parameters[name]); f != nil {
				c.In("parameters").Add(name, f.Key, f.Args)
			}
		}
	}
	for _, p := range m.Params {
		_, given := a.Parameters[p.Name]
		if p.Required && !given && !p.Kind.IsSource() {
			c.In("parameters").Add(p.Name, "method.missing-parameter", fault.A{"name": p.Term()})
		}
		if p.Required && (p.Kind == Table || p.Kind == Whole) && !slices.Contains(inputs, p.Name) && a.made(m)[p.Name] == nil {
			c.Add("inputs", "method.missing-parameter", fault.A{"name": p.Term()})
		}
	}
}

// Fields implements record.Body.
func (a *Analysis) Fields() []record.Field {
	return record.FieldsOf(record.FieldText("title", a.Title), record.FieldText("summary", a.Summary), record.FieldString("method", a.Method),
		record.FieldRef("dataset", a.Datasets()...))
}

// Links implements record.Body.
func (a *Analysis) Links() []record.Link {
	var out []record.Link
	for i, in := range a.Inputs {
		at := "inputs." + strconv.Itoa(i)
		if in.Dataset != "" {
			out = append(out, record.LinksTo(record.Uses, at+".dataset", in.Dataset)...)
		}
		for k, c := range in.Columns {
			out = append(out, record.LinksTo(record.Uses, at+".columns."+strconv.Itoa(k)+".dataset", c.Dataset)...)
		}
	}
	return out
}

// Kinds are the kinds of this room.
func Kinds() []record.Kind {
	return []record.Kind{{Name: "analysis", Folder: "analyses", Schema: 1, New: func() record.Body { return &Analysis{} }, Samples: []string{
		`{"inputs":[{"dataset":"dataset/employment","leave":{"nace_r2":["TOTAL"]},"level":"nuts3","name":"input","periods":["2016"],"select":{"unit":"THS"}}],"method":"structure","parameters":{"activity":"nace_r2","region":"geo","value":"2016"},"summary":{},"title":{"source":"en","text":{"en":"Structure of employment"}}}`}}}
}

// derived lists the columns "dimension:n" that parameters ask for.
func (a *Analysis) derived() []string {
	var out []string
	for _, v := range a.Parameters {
		if _, n, ok := strings.Cut(v, ":"); ok && !slices.Contains(out, v) {
			if k, err := strconv.Atoi(n); err == nil && k > 0 {
				out = append(out, v)
			}
		}
	}
	sort.Strings(out)
	return out
}
