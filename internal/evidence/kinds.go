// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/evidence/sentence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Indicator is a number that can be asked for any region and period: a formula over datasets.
type Indicator struct {
	Title   record.Text `json:"title"`
	Summary record.Text `json:"summary"`
	Unit    record.Text `json:"unit"`
	// Formula computes the indicator from its inputs by name; see package formula.
	Formula  string  `json:"formula"`
	Inputs   []Input `json:"inputs"`
	Decimals int     `json:"decimals,omitempty"`
	// Percent tells that the formula gives a fraction which readers see as a percentage.
	Percent bool `json:"percent,omitempty"`
	// Better is the direction wanted: higher, lower or neither.
	Better string `json:"better,omitempty"`
	// Aggregate says how values of several regions combine: sum, or none where adding up makes no sense.
	Aggregate string `json:"aggregate,omitempty"`

	Sources []record.SourceNote `json:"sources,omitempty"`
}

// Input is a series of a dataset under a name, for the region and period that the indicator is asked for.
type Input struct {
	Name    string            `json:"name"`
	Dataset record.Ref        `json:"dataset"`
	Select  map[string]string `json:"select,omitempty"`
}

const maxDecimals = 6

// Validate implements record.Body.
func (i *Indicator) Validate(c *record.Check) {
	c.Text("title", i.Title, true)
	c.Text("summary", i.Summary, false)
	c.Text("unit", i.Unit, false)
	c.Required("inputs", len(i.Inputs) > 0)
	var names []string
	for n, in := range i.Inputs {
		at := c.In("inputs", n)
		if !formula.ValidName(in.Name) {
			at.Add("name", "evidence.bad-name", fault.A{"found": in.Name})
		}
		if slices.Contains(names, in.Name) {
			at.Add("name", "record.stands-twice", fault.A{"found": in.Name})
		}
		names = append(names, in.Name)
		at.Required("dataset", in.Dataset != "")
		at.Ref("dataset", in.Dataset, "dataset")
	}
	if c.Required("formula", strings.TrimSpace(i.Formula) != "") {
		f, err := formula.Compile(i.Formula, names)
		c.AddError("formula", err)
		if err == nil {
			for n, name := range names {
				if !slices.Contains(f.Names(), name) {
					c.In("inputs", n).Add("name", "evidence.unused-input", fault.A{"name": name})
				}
			}
		}
	}
	if i.Decimals < 0 || i.Decimals > maxDecimals {
		c.Add("decimals", "evidence.bad-decimals", fault.A{"most": maxDecimals})
	}
	c.OneOf("better", i.Better, "higher", "lower", "neither")
	c.OneOf("aggregate", i.Aggregate, "sum", "none")
	c.Sources("sources", i.Sources)
}

// Fields implements record.Body.
func (i *Indicator) Fields() []record.Field {
	var datasets []record.Ref
	for _, in := range i.Inputs {
		datasets = append(datasets, in.Dataset)
	}
	return record.FieldsOf(record.FieldText("title", i.Title), record.FieldRef("dataset", datasets...))
}

// Links implements record.Body.
func (i *Indicator) Links() []record.Link {
	var out []record.Link
	for n, in := range i.Inputs {
		out = append(out, record.LinksTo(record.Uses, "inputs."+strconv.Itoa(n)+".dataset", in.Dataset)...)
	}
	return out
}

// Finding is a sentence about the regions that can be checked.
type Finding struct {
	Title record.Text `json:"title"`
	// Statement is the sentence with its marks; see package sentence.
	Statement  record.Text         `json:"statement"`
	Note       record.Text         `json:"note"`
	Values     []verdict.Value     `json:"values,omitempty"`
	Assertions []verdict.Assertion `json:"assertions,omitempty"`
	// WrittenFrom are the vintages the statement was written from, or last confirmed on.
	WrittenFrom []Pin `json:"written_from,omitempty"`
	State       State `json:"state"`
}

// Pin is a vintage of a dataset.
type Pin struct {
	Dataset record.Ref `json:"dataset"`
	Vintage string     `json:"vintage"`
}

// State is what people have decided about a finding.
type State string

// The states.
const (
	Open      State = "open"      // proposed, not yet confirmed by anybody
	Accepted  State = "accepted"  // confirmed on the vintages it was written from
	Withdrawn State = "withdrawn" // no longer said
)

// Spec is what the finding asserts, with the values that its readers see.
func (f *Finding) Spec() verdict.Spec {
	spec := verdict.Spec{Values: f.Values, Assertions: f.Assertions, Shown: []string{}}
	seen := map[string]bool{}
	for _, lang := range f.Statement.Languages() {
		if s, err := sentence.Parse(lang, f.Statement.Text[lang]); err == nil {
			for _, name := range s.Values() {
				if !seen[name] {
					seen[name] = true
					spec.Shown = append(spec.Shown, name)
				}
			}
		}
	}
	slices.Sort(spec.Shown)
	return spec
}

// Known is what the statement may be bound to.
func (f *Finding) Known() sentence.Known {
	k := sentence.Known{Values: map[string]int{}}
	for _, v := range f.Values {
		k.Values[v.Name] = v.Decimals
	}
	for _, a := range f.Assertions {
		k.Assertions = append(k.Assertions, a.Name)
	}
	return k
}

// Validate implements record.Body. A stale translation may have other marks than the source: it waits to be translated again and is
// not printed as it stands. A current one must agree.
func (f *Finding) Validate(c *record.Check) {
	c.Text("title", f.Title, true)
	c.Text("statement", f.Statement, true)
	c.Text("note", f.Note, false)
	c.Required("assertions", len(f.Assertions) > 0)
	for i, v := range f.Values {
		at := c.In("values", i)
		at.Ref("indicator", record.Ref(v.Indicator), "indicator")
		at.Ref("region", record.Ref(v.Region), "region")
		at.Ref("analysis", record.Ref(v.Analysis), "analysis")
	}
	for i, a := range f.Assertions {
		at := c.In("assertions", i)
		at.Ref("indicator", record.Ref(a.Indicator), "indicator")
		at.Ref("region", record.Ref(a.Region), "region")
		for n, r := range a.Among {
			at.In("among").Ref(strconv.Itoa(n), record.Ref(r), "region")
		}
	}
	for i, p := range f.WrittenFrom {
		at := c.In("written_from", i)
		at.Required("dataset", p.Dataset != "")
		at.Ref("dataset", p.Dataset, "dataset")
		at.Required("vintage", p.Vintage != "")
	}
	c.Required("state", f.State != "")
	c.OneOf("state", string(f.State), string(Open), string(Accepted), string(Withdrawn))
	if _, err := verdict.Compile(f.Spec()); err != nil {
		addAll(c, "", err)
	}
	f.validateStatement(c)
}

func (f *Finding) validateStatement(c *record.Check) {
	t := f.Statement
	if t.IsZero() {
		return
	}
	known := f.Known()
	source, err := sentence.Parse(t.Source, t.Text[t.Source])
	if err != nil {
		addAll(c, "statement", err)
		return
	}
	for _, ft := range source.Check(known) {
		addAll(c, "statement", ft)
	}
	for _, lang := range t.Languages() {
		if lang == t.Source || t.State(lang) == record.Stale {
			continue
		}
		s, err := sentence.Parse(lang, t.Text[lang])
		if err != nil {
			addAll(c, "statement", err)
			continue
		}
		for _, ft := range append(s.Check(known), sentence.Agree(source, s)...) {
			addAll(c, "statement", ft)
		}
	}
}

// addAll adds a fault and those it carries along.
func addAll(c *record.Check, field string, err error) {
	var f *fault.Fault
	if !errors.As(err, &f) {
		c.AddError(field, err)
		return
	}
	also := f.Also
	one := *f
	one.Also = nil
	c.AddError(field, &one)
	for _, a := range also {
		addAll(c, field, a)
	}
}

// Fields implements record.Body.
func (f *Finding) Fields() []record.Field {
	return record.FieldsOf(record.FieldText("title", f.Title), record.FieldText("statement", f.Statement), record.FieldString("state", string(f.State)))
}

// Links implements record.Body.
func (f *Finding) Links() []record.Link {
	var out []record.Link
	for i, v := range f.Values {
		at := fmt.Sprintf("values.%d.", i)
		out = append(out, record.LinksTo(record.Uses, at+"indicator", record.Ref(v.Indicator))...)
		out = append(out, record.LinksTo(record.LocatedIn, at+"region", record.Ref(v.Region))...)
		out = append(out, record.LinksTo(record.Uses, at+"analysis", record.Ref(v.Analysis))...)
	}
	for i, a := range f.Assertions {
		at := fmt.Sprintf("assertions.%d.", i)
		out = append(out, record.LinksTo(record.Uses, at+"indicator", record.Ref(a.Indicator))...)
		out = append(out, record.LinksTo(record.LocatedIn, at+"region", record.Ref(a.Region))...)
		for n, r := range a.Among {
			out = append(out, record.LinksTo(record.LocatedIn, at+"among."+strconv.Itoa(n), record.Ref(r))...)
		}
	}
	for i, p := range f.WrittenFrom {
		out = append(out, record.LinksTo(record.Uses, fmt.Sprintf("written_from.%d.dataset", i), p.Dataset)...)
	}
	return out
}

// Kinds are the kinds of this room.
func Kinds() []record.Kind {
	return []record.Kind{
		{Name: "indicator", Folder: "indicators", Schema: 1, New: func() record.Body { return &Indicator{} },
			Samples: []string{`{"aggregate":"none","better":"higher","formula":"gdp / people","inputs":[{"dataset":"dataset/gdp","name":"gdp","select":{"unit":"MIO_EUR"}},{"dataset":"dataset/population","name":"people"}],"summary":{},"title":{"source":"en","text":{"en":"GDP per head"}},"unit":{}}`}},
		{Name: "finding", Folder: "findings", Schema: 1, New: func() record.Body { return &Finding{} },
			Samples: []string{`{"assertions":[{"left":"k / l","name":"more","op":">","right":"1.5","type":"compare"}],"note":{},"state":"open","statement":{"source":"en","text":{"en":"[More](#more): {k} against {l}."}},"title":{"source":"en","text":{"en":"Gap"}},"values":[{"indicator":"indicator/gdp","name":"k","period":"2010","region":"region/klaipeda-county"},{"indicator":"indicator/gdp","name":"l","period":"latest","region":"region/kurzeme"}],"written_from":[{"dataset":"dataset/gdp","vintage":"2016-02-26"}]}`}},
	}
}
