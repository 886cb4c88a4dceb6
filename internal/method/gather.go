// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
)

// Part is one column of a table that is put together of several datasets: a figure of each territory.
type Part struct {
	Code    string     `json:"code"` // what the column is called in the result
	Dataset record.Ref `json:"dataset"`
	Vintage string     `json:"vintage,omitempty"` // empty is the latest
	// Select fixes the other dimensions; a dimension's default holds where it is not named.
	Select map[string]string `json:"select,omitempty"`
	Period string            `json:"period"`
	// What the table that describes the columns says: whether more or less is better, weight and group.
	Direction string `json:"direction,omitempty"` // max, the default, or min
	Weight    string `json:"weight,omitempty"`    // 1 when empty
	Group     string `json:"group,omitempty"`
}

// Bounds of what a person brings with a question, which is kept with it: bytes of a text, columns of a table.
const (
	MaxText  = 256 << 10
	mostPart = 60
)

// reserved are names that results or tables use themselves.
var reserved = []string{"id", "rank", "country", topNode}

// validateWay checks that an input comes in exactly one way, and that way.
func (in *Input) validateWay(at *record.Check, p Param) {
	ways := 0
	for _, given := range []bool{in.Dataset != "", len(in.Columns) > 0, in.Text != ""} {
		if given {
			ways++
		}
	}
	if ways != 1 || p.Kind == Whole && in.Text == "" {
		at.Add("dataset", "method.one-way", fault.A{"name": p.Term()})
		return
	}
	switch {
	case in.Text != "" && len(in.Text) > MaxText:
		at.Add("text", "method.text-too-large", fault.A{"most": MaxText >> 10})
	case in.Text != "":
		at.Required("file", in.File != "")
	case len(in.Columns) > 0:
		in.validateColumns(at)
	default:
		in.validate(at)
	}
}

func (in *Input) validateColumns(at *record.Check) {
	at.OneOf("level", in.Level, "country", "nuts1", "nuts2", "nuts3", "lau")
	if len(in.Columns) > mostPart {
		at.Add("columns", "method.too-many-columns", fault.A{"found": len(in.Columns), "expected": mostPart})
	}
	var codes []string
	for k, c := range in.Columns {
		one := at.In("columns", k)
		if one.Required("code", c.Code != "") && (slices.Contains(codes, c.Code) || slices.Contains(reserved, c.Code)) {
			one.Add("code", "method.name-taken", fault.A{"found": c.Code})
		}
		codes = append(codes, c.Code)
		one.Required("dataset", c.Dataset != "")
		one.Ref("dataset", c.Dataset, "dataset")
		if normal, ok := statistics.NormalPeriod(c.Period); c.Period != Latest && (!ok || normal != c.Period) {
			one.Add("period", "dataset.bad-period", fault.A{"found": c.Period})
		}
		one.OneOf("direction", c.Direction, "max", "min")
		if w, ok := parseNumber(c.Weight); !ok || w < 0 {
			one.Add("weight", "method.below-zero", fault.A{"found": c.Weight})
		}
	}
}

// read is one vintage that an input is read from; pin makes it that of a recorded run.
type read struct {
	dataset record.Ref
	vintage *string
}

// reads are the vintages an analysis reads, in the order in which a run records them. What a person brought is none.
func (a *Analysis) reads() []read {
	var out []read
	for i := range a.Inputs {
		in := &a.Inputs[i]
		if in.Dataset != "" {
			out = append(out, read{in.Dataset, &in.Vintage})
		}
		for k := range in.Columns {
			out = append(out, read{in.Columns[k].Dataset, &in.Columns[k].Vintage})
		}
	}
	return out
}

// Datasets are those an analysis reads, each once.
func (a *Analysis) Datasets() []record.Ref {
	var out []record.Ref
	for _, r := range a.reads() {
		if !slices.Contains(out, r.dataset) {
			out = append(out, r.dataset)
		}
	}
	return out
}

// readsLatest tells whether an analysis reads the latest vintage of a dataset.
func (a *Analysis) readsLatest(ref record.Ref) bool {
	return slices.ContainsFunc(a.reads(), func(r read) bool { return r.dataset == ref && *r.vintage == "" })
}

// copied gives inputs of its own, so that pinning vintages changes nothing else.
func (a *Analysis) copied() *Analysis {
	c := *a
	c.Inputs = slices.Clone(a.Inputs)
	for i := range c.Inputs {
		c.Inputs[i].Columns = slices.Clone(c.Inputs[i].Columns)
	}
	return &c
}

// pin takes the vintages of a recorded run, as far as there are; it tells whether they are as many as the analysis reads.
func (a *Analysis) pin(used []Used) bool {
	all := a.reads()
	n := 0
	for _, u := range used {
		if u.Dataset == "" {
			continue
		}
		if n < len(all) {
			*all[n].vintage = u.Vintage
		}
		n++
	}
	return n == len(all)
}

// table reads an input, whichever way it comes.
func (in *Input) table(ctx context.Context, tx *record.ReadTx, derived []string) (*cubeTable, error) {
	switch {
	case in.Text != "":
		return in.brought(), nil
	case len(in.Columns) > 0:
		return in.gather(ctx, tx)
	}
	return in.cube(ctx, tx, derived)
}

// gather puts a table together: a row for each territory that any of the columns has, in the order of the first that has it.
func (in *Input) gather(ctx context.Context, tx *record.ReadTx) (*cubeTable, error) {
	out := &cubeTable{name: in.Name, header: []string{"id"}, geo: "id"}
	at := map[string]int{}
	for k, c := range in.Columns {
		one := Input{Name: in.Name, Dataset: c.Dataset, Vintage: c.Vintage, Select: c.Select, Level: in.Level, Countries: in.Countries, Periods: []string{c.Period}}
		t, err := one.cube(ctx, tx, nil)
		if err != nil {
			return nil, err
		}
		if len(t.header) != 3 || t.geo == "" {
			return nil, fault.New(fault.Invalid, "method.column-not-one", fault.A{"dataset": string(c.Dataset), "open": openDimensions(t)})
		}
		for _, row := range t.rows {
			n, known := at[row[0]]
			if !known {
				n = len(out.rows)
				at[row[0]] = n
				out.rows, out.units = append(out.rows, make([]string, len(in.Columns)+2)), append(out.units, row[0])
				out.rows[n][0], out.rows[n][len(in.Columns)+1] = row[0], row[1]
			}
			out.rows[n][k+1] = row[2]
		}
		t.used.Column = c.Code
		out.header, out.uses = append(out.header, c.Code), append(out.uses, t.used)
		if k == 0 {
			out.used = t.used
		}
		out.mixed = out.mixed || t.used.Territory != out.used.Territory
	}
	out.header = append(out.header, "country")
	return out, nil
}

// openDimensions are the dimensions of a column that leave more than one figure for each territory.
func openDimensions(t *cubeTable) []string {
	var out []string
	for _, h := range t.header[:len(t.header)-1] {
		if h != t.geo && h != "country" {
			out = append(out, h)
		}
	}
	return out
}

// brought is what a person brought with the question.
func (in *Input) brought() *cubeTable {
	sum := sha256.Sum256([]byte(in.Text))
	used := Used{Name: in.Name, File: in.File, ContentHash: hex.EncodeToString(sum[:]), Rows: max(0, strings.Count(strings.TrimRight(in.Text, "\r\n"), "\n")), Periods: []string{}}
	return &cubeTable{name: in.File, text: in.Text, uses: []Used{used}}
}

// Open gives what was brought as it is.
func (t *cubeTable) Open() (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader(t.text)), nil
}

// made are the tables that describe the columns of another input, for parameters that nobody gave one for.
func (a *Analysis) made(m *Method) map[string]Source {
	out := map[string]Source{}
	for _, p := range m.Params {
		if p.Made == nil || slices.ContainsFunc(a.Inputs, func(in Input) bool { return in.Name == p.Name }) {
			continue
		}
		for _, in := range a.Inputs {
			if in.Name == p.Of && len(in.Columns) > 0 {
				header, rows := p.Made(in.Columns)
				out[p.Name] = &cubeTable{name: p.Name, header: header, rows: rows}
			}
		}
	}
	return out
}

// topNode is the index that all columns of a composite come to.
const topNode = "index"

func (p Part) weight() string {
	if p.Weight == "" {
		return "1"
	}
	return p.Weight
}

func (p Part) sign() string {
	if p.Direction == "min" {
		return "-1"
	}
	return "1"
}

// structureOf describes columns as the structure of a composite indicator: groups under one index, or the columns right under it.
func structureOf(parts []Part) (header []string, rows [][]string) {
	var groups []string
	for _, p := range parts {
		parent := topNode
		if p.Group != "" {
			parent = groupNode(p.Group, parts)
			if !slices.Contains(groups, parent) {
				groups = append(groups, parent)
			}
		}
		rows = append(rows, []string{"1", p.Code, p.sign(), p.weight(), parent, "Indicator"})
	}
	top := 2
	if len(groups) > 0 {
		top = 3
	}
	for _, g := range groups {
		rows = append(rows, []string{"2", g, "1", "1", topNode, "Aggregate"})
	}
	return []string{"Level", "iCode", "Direction", "Weight", "Parent", "Type"}, append(rows, []string{strconv.Itoa(top), topNode, "1", "1", "", "Aggregate"})
}

// groupNode is the name of a group among the nodes: its own, unless a column is called so.
func groupNode(group string, parts []Part) string {
	if slices.ContainsFunc(parts, func(p Part) bool { return p.Code == group }) || slices.Contains(reserved, group) {
		return group + " (group)"
	}
	return group
}

// criteriaOf describes columns as criteria.
func criteriaOf(parts []Part) (header []string, rows [][]string) {
	for _, p := range parts {
		rows = append(rows, []string{p.Code, p.weight(), p.sign()})
	}
	return []string{"criterion", "weight", "direction"}, rows
}

// variablesOf describes columns as variables of a structural distance; groups weigh the same when there are any.
func variablesOf(parts []Part) (header []string, rows [][]string) {
	grouped := slices.ContainsFunc(parts, func(p Part) bool { return p.Group != "" })
	header = []string{"variable", "weight"}
	if grouped {
		header = append(header, "group")
	}
	for _, p := range parts {
		row := []string{p.Code, p.weight()}
		if grouped {
			row = append(row, cmp.Or(p.Group, p.Code))
		}
		rows = append(rows, row)
	}
	return header, rows
}
