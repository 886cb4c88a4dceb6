// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"context"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/analysis/peers"
	"github.com/sumanus/sumanus/internal/fault"
)

var peersMethod = Method{
	ID:     "peers",
	Family: "peers",
	References: []string{
		"Navarro, Gibaja, Franco, Murciego, Gianelle, Hegyi and Kleibrink (2014), Regional benchmarking in the smart specialisation process: identification of reference regions based on structural similarity, S3 Working Paper 03/2014, JRC89819",
		"Gower (1971), A general coefficient of similarity and some of its properties, Biometrics 27",
		"Mahalanobis (1936), On the generalised distance in statistics, Proceedings of the National Institute of Sciences of India 2",
	},
	Params: []Param{
		{Name: "input", Kind: Table, Required: true, Help: "method.param.structural", Takes: FromColumns},
		{Name: "variables", Kind: Table, Help: "method.param.structural-variables", Of: "input", Made: variablesOf},
		{Name: "region", Kind: Field, Help: "method.param.long-region"},
		{Name: "activity", Kind: Field, Help: "method.param.long-activity"},
		{Name: "value", Kind: Field, Help: "method.param.long-value"},
		{Name: "shares", Kind: Flag, Default: "true", Help: "method.param.long-shares"},
		{Name: "target", Kind: Text, Help: "method.param.peers-target", Role: Unit},
		{Name: "nearest", Kind: Integer, Default: "10", Min: 1, Max: 1e6, Help: "method.param.peers-nearest"},
		{Name: "apart", Kind: Field, Help: "method.param.peers-apart", Role: Side},
		{Name: "scale", Kind: Choice, Choices: []string{"zscore", "minmax", "rank", "none"}, Default: "zscore", Help: "method.param.peers-scale"},
		{Name: "metric", Kind: Choice, Choices: []string{"squared", "euclidean", "manhattan", "mahalanobis"}, Default: "squared", Help: "method.param.peers-metric"},
		{Name: "available", Kind: Number, Default: "0.5", Min: 1e-9, Max: 1, Help: "method.param.peers-available"},
	},
	Tables: []TableForm{
		{Name: "peers", Key: []string{"region", "peer"}, Columns: []Column{
			{Name: "region", Kind: Text}, {Name: "rank", Kind: Number, Help: "method.column.peer-rank"}, {Name: "peer", Kind: Text},
			{Name: "distance", Kind: Number, Help: "method.column.structural-distance"}, {Name: "known", Kind: Number, Help: "method.column.weight-known"},
			{Name: "least_alike", Kind: Text},
		}},
		{Name: "reasons", Key: []string{"region", "peer", "variable"}, Columns: []Column{
			{Name: "region", Kind: Text}, {Name: "peer", Kind: Text}, {Name: "variable", Kind: Text, Help: "method.column.structural-variable"},
			{Name: "region_value", Kind: Number}, {Name: "peer_value", Kind: Number}, {Name: "difference", Kind: Number, Help: "method.column.scaled-difference"},
			{Name: "contribution", Kind: Number, Help: "method.column.distance-contribution"}, {Name: "share", Kind: Number, Help: "method.column.distance-share"},
		}},
		{Name: "variables", Key: []string{"variable"}, Columns: []Column{
			{Name: "variable", Kind: Text, Help: "method.column.structural-variable"}, {Name: "weight", Kind: Number, Help: "method.column.variable-weight"},
			{Name: "known", Kind: Integer, Help: "method.column.values-known"}, {Name: "mean", Kind: Number, Help: "method.column.variable-mean"},
			{Name: "sd", Kind: Number, Help: "method.column.variable-sd"}, {Name: "min", Kind: Number, Help: "method.column.variable-min"},
			{Name: "max", Kind: Number, Help: "method.column.variable-max"},
		}},
	},
	View: View{Table: "peers", Label: "peer", Value: "distance", Map: true},
	Run:  runPeers,
}

// structural is a table of regions by structural variables.
type structural struct {
	ids, codes []string
	columns    [][]float64
	weights    []float64
	groups     []int // of variables
	apart      []int // of regions
	unknown    []string
}

func runPeers(_ context.Context, a *Args) (*Result, error) {
	in, err := a.readStructural()
	if err != nil {
		return nil, err
	}
	targets := make([]int, len(in.ids))
	for i := range targets {
		targets[i] = i
	}
	if a.Has("target") {
		i := slices.Index(in.ids, a.Text("target"))
		if i < 0 {
			return nil, fault.New(fault.Invalid, "method.unknown-region", fault.A{"name": "target", "found": a.Text("target")})
		}
		targets = []int{i}
	}
	d, err := peers.Structure(in.columns, peers.Options{Scale: peers.Scale(a.Text("scale")), Metric: peers.Metric(a.Text("metric")), Weights: in.weights,
		Groups: in.groups, Available: a.Float("available"), Apart: in.apart})
	if err != nil {
		return nil, peersFault(err, in)
	}
	return in.result(a, d, targets), nil
}

// readStructural reads either form of the table.
func (a *Args) readStructural() (*structural, error) {
	long := []string{"region", "activity", "value"}
	given := 0
	for _, name := range long {
		if a.Has(name) {
			given++
		}
	}
	if given == 0 {
		return a.readWide()
	}
	for _, name := range long {
		if !a.Has(name) {
			return nil, fault.New(fault.Invalid, "method.missing-parameter", fault.A{"name": name})
		}
	}
	for _, name := range []string{"apart", "variables"} {
		if a.Has(name) {
			return nil, fault.New(fault.Invalid, "method.wide-only", fault.A{"name": name})
		}
	}
	return a.readLong()
}

// readLong makes a variable of each activity: its share of the region, or its value. What has no row is 0; a region with a missing value has no total and
// so no shares.
func (a *Args) readLong() (*structural, error) {
	t, err := a.ReadCells("input", CellColumns{Region: a.Text("region"), Activity: a.Text("activity"), Value: a.Text("value")})
	if err != nil {
		return nil, err
	}
	out := &structural{ids: t.Regions, codes: t.Activities, columns: make([][]float64, len(t.Activities))}
	for j := range out.columns {
		out.columns[j] = make([]float64, len(t.Regions))
	}
	for i := range t.Regions {
		total := 0.0
		for j := range out.columns {
			v, known := t.Start.At(i, j)
			if !known {
				v = math.NaN()
			}
			out.columns[j][i] = v
			total += v
		}
		if !a.Flag("shares") {
			continue
		}
		if math.IsNaN(total) || total == 0 {
			out.unknown = append(out.unknown, t.Regions[i])
			total = math.NaN()
		}
		for j := range out.columns {
			out.columns[j][i] /= total
		}
	}
	return out, nil
}

// readWide reads a table whose first column names the regions; its variables are those of --variables, or all other columns.
func (a *Args) readWide() (*structural, error) {
	out := &structural{}
	if a.Has("variables") {
		if err := a.readVariables(out); err != nil {
			return nil, err
		}
	} else if err := a.headerVariables(out); err != nil {
		return nil, err
	}
	in, err := a.readIndicators("input", out.codes, a.Text("apart"))
	if err != nil {
		return nil, err
	}
	out.ids, out.columns, out.apart = in.ids, in.table.Columns, in.groups
	return out, nil
}

func (a *Args) headerVariables(out *structural) error {
	rows, err := a.rowsOf("input")
	if err != nil {
		return err
	}
	defer rows.Close()
	for k, h := range rows.Header() {
		if k > 0 && h != a.Text("apart") && h != "country" {
			out.codes = append(out.codes, h)
		}
	}
	if len(out.codes) == 0 {
		return fault.New(fault.Invalid, "method.no-rows").At(fault.Place{File: a.source["input"].Name(), Line: 1})
	}
	return nil
}

// readVariables reads columns variable and, if they are there, weight and group.
func (a *Args) readVariables(out *structural) error {
	in, at, err := a.opens("variables", "variable")
	if err != nil {
		return err
	}
	defer in.rows.Close()
	weight, group := slices.Index(in.header, "weight"), slices.Index(in.header, "group")
	groups := newIDs()
	var lines []int
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		code, err := in.id(row, at[0])
		if err != nil {
			return err
		}
		if first := slices.Index(out.codes, code); first >= 0 {
			return fault.New(fault.Invalid, "method.duplicate-key", fault.A{"key": code, "first": lines[first]}).At(in.at(at[0]))
		}
		out.codes, lines = append(out.codes, strings.Clone(code)), append(lines, in.rows.Line())
		if weight >= 0 {
			w, err := in.known(row, weight)
			if err == nil && w < 0 {
				err = fault.New(fault.Invalid, "method.below-zero", fault.A{"found": row[weight]}).At(in.at(weight))
			}
			if err != nil {
				return err
			}
			out.weights = append(out.weights, w)
		}
		if group >= 0 {
			name, err := in.id(row, group)
			if err != nil {
				return err
			}
			g, _ := groups.of(name)
			out.groups = append(out.groups, int(g))
		}
	}
	if len(out.codes) == 0 {
		return fault.New(fault.Invalid, "method.no-rows").At(fault.Place{File: in.file})
	}
	return nil
}

func (in *structural) result(a *Args, d *peers.Distances, targets []int) *Result {
	type pair struct {
		region int
		peer   peers.Peer
	}
	type line struct {
		region, peer int
		reason       peers.Reason
	}
	var pairs []pair
	var lines []line
	var least []string
	for _, i := range targets {
		for _, p := range d.Peers(i, a.Int("nearest")) {
			pairs = append(pairs, pair{i, p})
			most := peers.Reason{Variable: -1}
			for _, r := range d.Reasons(i, p.Region) {
				lines = append(lines, line{i, p.Region, r})
				if r.Share > most.Share {
					most = r
				}
			}
			name := ""
			if most.Variable >= 0 {
				name = in.codes[most.Variable]
			}
			least = append(least, name)
		}
	}
	value := func(l *line, region int) float64 { return in.columns[l.reason.Variable][region] }
	reason := func(name string, of func(l *line) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return of(&lines[row]) }}
	}
	known := func(l *line, v float64) float64 {
		if !l.reason.Known {
			return math.NaN()
		}
		return v
	}
	out := &Result{Tables: []*Rows{
		{Name: "peers", Len: len(pairs), Columns: []Cells{
			{Name: "region", Text: func(row int) string { return in.ids[pairs[row].region] }},
			{Name: "rank", Number: func(row int) float64 { return pairs[row].peer.Rank }},
			{Name: "peer", Text: func(row int) string { return in.ids[pairs[row].peer.Region] }},
			{Name: "distance", Number: func(row int) float64 { return pairs[row].peer.Distance }},
			{Name: "known", Number: func(row int) float64 { return pairs[row].peer.Known }},
			Texts("least_alike", least),
		}},
		{Name: "reasons", Len: len(lines), Columns: []Cells{
			{Name: "region", Text: func(row int) string { return in.ids[lines[row].region] }},
			{Name: "peer", Text: func(row int) string { return in.ids[lines[row].peer] }},
			{Name: "variable", Text: func(row int) string { return in.codes[lines[row].reason.Variable] }},
			reason("region_value", func(l *line) float64 { return value(l, l.region) }), reason("peer_value", func(l *line) float64 { return value(l, l.peer) }),
			reason("difference", func(l *line) float64 { return l.reason.Difference }),
			reason("contribution", func(l *line) float64 { return known(l, l.reason.Contribution) }),
			reason("share", func(l *line) float64 { return known(l, l.reason.Share) }),
		}},
		in.variableRows(d),
	}}
	in.tell(out, d, targets)
	return out
}

func (in *structural) variableRows(d *peers.Distances) *Rows {
	number := func(name string, of func(v *peers.Variable) float64) Cells {
		return Cells{Name: name, Number: func(row int) float64 { return of(&d.Variables[row]) }}
	}
	return &Rows{Name: "variables", Len: len(in.codes), Columns: []Cells{
		Texts("variable", in.codes), number("weight", func(v *peers.Variable) float64 { return v.Weight }),
		{Name: "known", Int: func(row int) int { return d.Variables[row].Known }},
		number("mean", func(v *peers.Variable) float64 { return v.Mean }), number("sd", func(v *peers.Variable) float64 { return v.SD }),
		number("min", func(v *peers.Variable) float64 { return v.Min }), number("max", func(v *peers.Variable) float64 { return v.Max }),
	}}
}

// tell says who could not be compared and what told nothing.
func (in *structural) tell(out *Result, d *peers.Distances, targets []int) {
	var alone []int
	for _, i := range d.Alone {
		if slices.Contains(targets, i) {
			alone = append(alone, i)
		}
	}
	out.Diagnostics = append(out.Diagnostics, Value{"regions", len(in.ids)}, Value{"variables_used", len(in.codes) - len(d.Constant)},
		Value{"constant_variables", named(in.codes, d.Constant)}, Value{"not_compared", named(in.ids, d.Alone)}, Value{"without_shares", in.unknown})
	if len(d.Constant) > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note.constant", Args: fault.A{"list": named(in.codes, d.Constant)}})
	}
	if len(alone) > 0 {
		out.Notes = append(out.Notes, Note{Key: "method.note.not-compared", Args: fault.A{"list": named(in.ids, alone)}})
	}
}

// peersFault says an error of structural distance in words.
func peersFault(err error, in *structural) error {
	var e *peers.Error
	if !errors.As(err, &e) {
		return err
	}
	at := ""
	switch {
	case e.At >= 0 && e.Code == peers.NotFinite && e.At < len(in.ids):
		at = in.ids[e.At]
	case e.At >= 0 && e.Code != peers.NotFinite && e.At < len(in.codes):
		at = in.codes[e.At]
	case e.At >= 0:
		at = strconv.Itoa(e.At + 1)
	}
	return fault.New(fault.Invalid, "analysis.peers."+string(e.Code), fault.A{"what": e.What, "at": at, "found": e.Found, "expected": e.Expected}).Because(e)
}
