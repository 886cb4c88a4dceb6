// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"

	"github.com/sumanus/sumanus/analysis/flows"
	"github.com/sumanus/sumanus/internal/fault"
)

// flowParams are those of every method on flows between units.
var flowParams = []Param{
	{Name: "flows", Kind: Table, Required: true},
	{Name: "origin", Kind: Field, Default: "origin"}, {Name: "destination", Kind: Field, Default: "destination"},
	{Name: "value", Kind: Field, Default: "value", Help: "method.param.flow-value"},
}

// unitFlowColumns are what flows mean to a unit or a region.
var unitFlowColumns = []Column{
	{Name: "outflow", Kind: Number}, {Name: "inflow", Kind: Number}, {Name: "within", Kind: Number, Help: "method.column.flow-within"},
	{Name: "net", Kind: Number, Help: "method.column.flow-net"}, {Name: "supply", Kind: Number, Help: "method.column.supply-containment"},
	{Name: "demand", Kind: Number, Help: "method.column.demand-containment"},
}

var flowBalanceMethod = Method{
	ID: "flow-balance", Family: "flows", References: []string{
		"Smart (1974), Labour market areas: uses and definition, Progress in Planning 2(4)",
		"Goodman (1970), The definition and analysis of local labour markets: some empirical problems, British Journal of Industrial Relations 8(2) (self-containment)",
	},
	Params: flowParams,
	Values: []Column{{Name: "total", Kind: Number, Help: "method.column.flow-total"}, {Name: "within_share", Kind: Number}},
	Tables: []TableForm{
		{Name: "units", Key: []string{"id"}, Columns: slices.Concat([]Column{{Name: "id", Kind: Text}}, unitFlowColumns)},
		{Name: "ties", Key: []string{"a", "b"}, Columns: []Column{
			{Name: "a", Kind: Text, Help: "method.column.tie-a"}, {Name: "b", Kind: Text, Help: "method.column.tie-b"}, {Name: "there", Kind: Number}, {Name: "back", Kind: Number},
			{Name: "smart", Kind: Number},
		}},
	},
	View: View{Table: "units", Label: "id", Value: "net", Map: true, Diverging: true},
	Run:  runFlowBalance,
}

var functionalRegionsMethod = Method{
	ID: "functional-regions", Family: "flows", References: []string{
		"Coombes, Green and Openshaw (1986), An efficient algorithm to generate official statistical reporting areas, Journal of the Operational Research Society 37(10)",
		"Coombes and Bond (2008), Travel-to-Work Areas: the 2007 review, Office for National Statistics",
		"Smart (1974), Labour market areas: uses and definition, Progress in Planning 2(4)",
	},
	Params: slices.Concat(flowParams, []Param{
		{Name: "min-size", Kind: Number, Default: "3500", Min: 0, Max: 1e12}, {Name: "target-size", Kind: Number, Default: "25000", Min: 0, Max: 1e12},
		{Name: "min-self-containment", Kind: Number, Default: "0.667", Min: 1e-9, Max: 1}, {Name: "target-self-containment", Kind: Number, Default: "0.75", Min: 1e-9, Max: 1},
	}),
	Values: []Column{{Name: "regions", Kind: Integer}, {Name: "within_share", Kind: Number, Help: "method.column.region-share"}},
	Tables: []TableForm{
		{Name: "units", Key: []string{"id"}, Columns: []Column{{Name: "id", Kind: Text}, {Name: "region", Kind: Text, Help: "method.column.functional-region"}}},
		{Name: "regions", Key: []string{"region"}, Columns: slices.Concat([]Column{{Name: "region", Kind: Text, Help: "method.column.region-centre"},
			{Name: "units", Kind: Integer, Help: "method.column.units-in"}}, unitFlowColumns, []Column{{Name: "validity", Kind: Number}, {Name: "valid", Kind: Flag}})},
	},
	View: View{Table: "regions", Label: "region", Value: "supply"},
	Run:  runFunctionalRegions,
}

var intramaxMethod = Method{
	ID: "intramax", Family: "flows", References: []string{
		"Masser and Brown (1975), Hierarchical aggregation procedures for interaction data, Environment and Planning A 7(5)",
		"Masser and Scheurwater (1980), Functional regionalisation of spatial interaction data: an evaluation of some suggested strategies, Environment and Planning A 12(12)",
	},
	Params: slices.Concat(flowParams, []Param{{Name: "regions", Kind: Integer, Min: 1, Max: 1e6}}),
	Values: []Column{{Name: "within_start", Kind: Number}, {Name: "groups_left", Kind: Integer}},
	Tables: []TableForm{
		{Name: "fusions", Key: []string{"step"}, Columns: []Column{
			{Name: "step", Kind: Text, Help: "method.column.fusion-step"}, {Name: "a", Kind: Text, Help: "method.column.fusion-a"}, {Name: "b", Kind: Text, Help: "method.column.fusion-b"},
			{Name: "measure", Kind: Number}, {Name: "within_share", Kind: Number, Help: "method.column.fusion-share"}, {Name: "groups", Kind: Integer, Help: "method.column.groups-after"},
		}},
		{Name: "units", Key: []string{"id"}, With: "regions", Columns: []Column{{Name: "id", Kind: Text}, {Name: "region", Kind: Text, Help: "method.column.intramax-region"}}},
	},
	View: View{Table: "fusions", Label: "step", Value: "within_share"},
	Run:  runIntramax,
}

// flowRows are flows as they were read.
type flowRows struct {
	file  string
	ids   []string
	list  []flows.Flow
	lines []int
}

func (f *flowRows) name(i int) string { return f.ids[i] }

// readFlows reads a table of flows; more is called with each row, to read further columns, whose places follow the three.
func (a *Args) readFlows(columns []string, more func(in *cell, row []string, at []int, k int) error) (*flowRows, error) {
	in, at, err := a.opens("flows", append([]string{a.Text("origin"), a.Text("destination"), a.Text("value")}, columns...)...)
	if err != nil {
		return nil, err
	}
	defer in.rows.Close()
	out := &flowRows{file: in.file}
	known := newIDs()
	first := map[[2]int32]int{}
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		from, err := in.id(row, at[0])
		if err != nil {
			return nil, err
		}
		to, err := in.id(row, at[1])
		if err != nil {
			return nil, err
		}
		value, err := in.amount(row, at[2])
		if err != nil {
			return nil, err
		}
		i, _ := known.of(from)
		j, _ := known.of(to)
		if line, twice := first[[2]int32{i, j}]; twice {
			return nil, fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": []string{from, to}, "first": line}).At(in.at(at[0]))
		}
		first[[2]int32{i, j}] = in.rows.Line()
		out.list = append(out.list, flows.Flow{From: int(i), To: int(j), Value: value})
		out.lines = append(out.lines, in.rows.Line())
		if more != nil {
			if err := more(in, row, at[3:], len(out.list)-1); err != nil {
				return nil, err
			}
		}
	}
	if len(out.list) == 0 {
		return nil, fault.New(fault.Invalid, "method.no-rows").At(fault.Place{File: in.file})
	}
	out.ids = known.list
	return out, nil
}

// fault says an error of the analysis in words.
func (f *flowRows) fault(err error) error {
	var e *flows.Error
	if !errors.As(err, &e) {
		return err
	}
	out := fault.New(fault.Invalid, "analysis.flows."+string(e.Code), fault.A{"what": e.What, "found": e.Found, "expected": e.Expected}).Because(err)
	if e.Row >= 0 && e.Row < len(f.lines) {
		return out.At(fault.Place{File: f.file, Line: f.lines[e.Row]})
	}
	return out
}

// flowTable reads the flows of a method that groups units.
func (a *Args) flowTable() (*flowRows, *flows.Table, error) {
	f, err := a.readFlows(nil, nil)
	if err != nil {
		return nil, nil, err
	}
	t, err := flows.New(len(f.ids), f.list)
	return f, t, f.fault(err)
}

// flowNotes say what the table lacks.
func flowNotes(t *flows.Table) []Note {
	if t.Missing() == 0 {
		return nil
	}
	return []Note{{"method.note.flows-missing", fault.A{"n": t.Missing()}}}
}

func flowDiagnostics(t *flows.Table) []Value {
	return []Value{{"units", t.Units()}, {"flow_total", t.Total()}, {"flows_missing", t.Missing()}}
}

func runFlowBalance(_ context.Context, a *Args) (*Result, error) {
	f, t, err := a.flowTable()
	if err != nil {
		return nil, err
	}
	b := t.Balance()
	within := 0.0
	for _, v := range b.Within {
		within += v
	}
	ties := t.Smart()
	text := func(name string, of func(e *flows.Tie) int) Cells {
		return Cells{Name: name, Text: func(row int) string { return f.ids[of(&ties[row])] }}
	}
	value := func(name string, of func(e *flows.Tie) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return of(&ties[row]) }}
	}
	return &Result{
		Values: []Value{{"total", t.Total()}, {"within_share", within / t.Total()}},
		Tables: []*Rows{
			{Name: "units", Len: len(f.ids), Columns: []Cells{Texts("id", f.ids), Numbers("outflow", b.Out), Numbers("inflow", b.In), Numbers("within", b.Within),
				Numbers("net", b.Net), Numbers("supply", b.Supply), Numbers("demand", b.Demand)}},
			{Name: "ties", Len: len(ties), Columns: []Cells{text("a", func(e *flows.Tie) int { return e.A }), text("b", func(e *flows.Tie) int { return e.B }),
				value("there", func(e *flows.Tie) float64 { return e.There }), value("back", func(e *flows.Tie) float64 { return e.Back }),
				value("smart", func(e *flows.Tie) float64 { return e.Smart })}},
		},
		Diagnostics: flowDiagnostics(t), Notes: flowNotes(t),
	}, nil
}

func runFunctionalRegions(_ context.Context, a *Args) (*Result, error) {
	f, t, err := a.flowTable()
	if err != nil {
		return nil, err
	}
	r, err := flows.FunctionalRegions(t, flows.Thresholds{MinSize: a.Float("min-size"), TargetSize: a.Float("target-size"),
		MinSelfContainment: a.Float("min-self-containment"), TargetSelfContainment: a.Float("target-self-containment")})
	if err != nil {
		return nil, f.fault(err)
	}
	number := func(name string, of func(e *flows.Region) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return of(&r.List[row]) }}
	}
	var invalid []string
	for _, e := range r.List {
		if !e.Valid {
			invalid = append(invalid, f.ids[e.Centre])
		}
	}
	out := &Result{
		Values: []Value{{"regions", len(r.List)}, {"within_share", r.Within}},
		Tables: []*Rows{
			{Name: "units", Len: len(f.ids), Columns: []Cells{Texts("id", f.ids), {Name: "region", Text: func(row int) string {
				if r.Of[row] < 0 {
					return ""
				}
				return f.ids[r.List[r.Of[row]].Centre]
			}}}},
			{Name: "regions", Len: len(r.List), Columns: []Cells{
				{Name: "region", Text: func(row int) string { return f.ids[r.List[row].Centre] }},
				{Name: "units", Int: func(row int) int { return len(r.List[row].Units) }},
				number("outflow", func(e *flows.Region) float64 { return e.Out }), number("inflow", func(e *flows.Region) float64 { return e.In }),
				number("within", func(e *flows.Region) float64 { return e.Within }), number("net", func(e *flows.Region) float64 { return e.In - e.Out }),
				number("supply", func(e *flows.Region) float64 { return e.Supply }), number("demand", func(e *flows.Region) float64 { return e.Demand }),
				number("validity", func(e *flows.Region) float64 { return e.Validity }), {Name: "valid", Flag: func(row int) bool { return r.List[row].Valid }},
			}},
		},
		Diagnostics: append(flowDiagnostics(t), Value{"groups_dissolved", r.Steps}, Value{"below_thresholds", invalid}, Value{"without_flows", named(f.ids, r.Isolate)}),
		Notes:       flowNotes(t),
	}
	if len(invalid) > 0 {
		out.Notes = append(out.Notes, Note{"method.note.regions-below", fault.A{"n": len(invalid), "ids": shownHeader(invalid)}})
	}
	return out, nil
}

func runIntramax(_ context.Context, a *Args) (*Result, error) {
	f, t, err := a.flowTable()
	if err != nil {
		return nil, err
	}
	h, err := flows.Intramax(t)
	if err != nil {
		return nil, f.fault(err)
	}
	text := func(name string, of func(e *flows.Fusion) int) Cells {
		return Cells{Name: name, Text: func(row int) string { return f.ids[of(&h.Fusions[row])] }}
	}
	left := len(f.ids) - len(h.Fusions)
	out := &Result{
		Values: []Value{{"within_start", h.Start}, {"groups_left", left}},
		Tables: []*Rows{{Name: "fusions", Len: len(h.Fusions), Columns: []Cells{
			{Name: "step", Text: func(row int) string { return strconv.Itoa(row + 1) }},
			text("a", func(e *flows.Fusion) int { return e.A }), text("b", func(e *flows.Fusion) int { return e.B }),
			{Name: "measure", Number: func(row int) float64 { return h.Fusions[row].Measure }},
			{Name: "within_share", Number: func(row int) float64 { return h.Fusions[row].Within }},
			{Name: "groups", Int: func(row int) int { return h.Fusions[row].Groups }},
		}}},
		Diagnostics: flowDiagnostics(t), Notes: flowNotes(t),
	}
	if a.Has("regions") {
		of, err := h.Cut(a.Int("regions"))
		if err != nil {
			return nil, f.fault(err)
		}
		out.Tables = append(out.Tables, &Rows{Name: "units", Len: len(f.ids), Columns: []Cells{Texts("id", f.ids),
			{Name: "region", Text: func(row int) string { return f.ids[of[row]] }}}})
	}
	if left > 1 {
		out.Notes = append(out.Notes, Note{"method.note.groups-apart", fault.A{"n": left}})
	}
	return out, nil
}
