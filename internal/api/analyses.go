// SPDX-License-Identifier: EUPL-1.2

package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
)

const mediaCSV = "text/csv"

// mostRuns is how many runs of an analysis are listed; older ones stay recorded.
const mostRuns = 100

// methodOperations describe the methods of analysis. Everybody may read how a number is made.
func methodOperations() []*operation {
	return []*operation{
		{id: "list-methods", method: http.MethodGet, path: stem + "/methods", words: "methods", group: "analyses", params: []param{pLang}, answers: []reply{{status: http.StatusOK, schema: "Methods"}}, run: methods},
		{id: "get-method", method: http.MethodGet, path: stem + "/methods/{method}", words: "method", group: "analyses", params: []param{pLang}, answers: []reply{{status: http.StatusOK, schema: "Method"}}, run: oneMethod},
	}
}

// analysisOperations are about what an analysis gave. The analysis itself is asked and changed as every record is.
func analysisOperations(k record.Kind) []*operation {
	table := param{name: "table", typ: aText, words: "api.param.table", required: true, example: "regions"}
	return []*operation{
		one(k, "result", http.MethodGet, "/result", []param{pAsKnown}, nil, record.Read, result, reply{status: http.StatusOK, schema: "AnalysisResult"}),
		one(k, "result-table", http.MethodGet, "/result.csv", []param{table, pAsKnown}, nil, record.Read, resultTable, reply{status: http.StatusOK, media: mediaCSV}),
		one(k, "runs", http.MethodGet, "/runs", []param{pLang}, nil, record.Read, runs, reply{status: http.StatusOK, schema: "Runs"}),
		one(k, "run", http.MethodPost, "/run", []param{pLang}, nil, record.Change, runNow, reply{status: http.StatusOK, schema: "Run"}),
	}
}

type methodJSON struct {
	ID      string `json:"id"`
	Family  string `json:"family"`
	Title   string `json:"title"`
	Summary string `json:"summary"`
	// Cube tells that it can be asked of datasets, and not of files alone.
	Cube bool `json:"cube"`
}

type methodWholeJSON struct {
	methodJSON
	Formula    string            `json:"formula"`
	Caveats    string            `json:"caveats"`
	References []string          `json:"references"`
	Parameters []parameterJSON   `json:"parameters"`
	Values     []columnJSON      `json:"values"`
	Tables     []methodTableJSON `json:"tables"`
}

type parameterJSON struct {
	Name     string   `json:"name"`
	Kind     string   `json:"kind"`
	Required bool     `json:"required"`
	Default  string   `json:"default,omitempty"`
	Choices  []string `json:"choices,omitempty"`
	Help     string   `json:"help"`
}

type columnJSON struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	Help string `json:"help"`
}

type methodTableJSON struct {
	Name    string       `json:"name"`
	Key     []string     `json:"key"`
	Columns []columnJSON `json:"columns"`
}

func about(z *i18n.Localizer, m *method.Method) methodJSON {
	return methodJSON{m.ID, m.Family, z.T(m.About("title")), z.T(m.About("summary")), m.OverCubes()}
}

// methods lists the methods.
func methods(_ context.Context, c *call) (*answer, error) {
	out := []methodJSON{}
	for _, m := range method.All() {
		out = append(out, about(c.spoken(), m))
	}
	return ok(map[string]any{"methods": out}), nil
}

// oneMethod describes a method whole: what it takes, what it gives, how and by whom.
func oneMethod(_ context.Context, c *call) (*answer, error) {
	m, err := method.Find(c.PathValue("method"))
	if err != nil {
		return nil, fault.New(fault.NotFound, keyNoAddress, fault.A{"path": c.URL.Path})
	}
	z := c.spoken()
	out := methodWholeJSON{methodJSON: about(z, m), Formula: z.T(m.About("formula")), Caveats: z.T(m.About("caveats")), References: append([]string{}, m.References...),
		Parameters: []parameterJSON{}, Values: columns(z, m.Values), Tables: []methodTableJSON{}}
	for _, p := range m.Params {
		out.Parameters = append(out.Parameters, parameterJSON{p.Name, string(p.Kind), p.Required, p.Default, p.Choices, z.T(p.HelpKey())})
	}
	for _, t := range m.Tables {
		out.Tables = append(out.Tables, methodTableJSON{t.Name, append([]string{}, t.Key...), columns(z, t.Columns)})
	}
	return ok(out), nil
}

func columns(z *i18n.Localizer, all []method.Column) []columnJSON {
	out := []columnJSON{}
	for _, col := range all {
		out = append(out, columnJSON{col.Name, string(col.Kind), z.T(col.HelpKey())})
	}
	return out
}

// spoken is the localizer of the language asked for.
func (c *call) spoken() *i18n.Localizer {
	if l := i18n.Lang(c.lang); l.IsKnown() {
		return i18n.For(l)
	}
	return c.z
}

type runJSON struct {
	Analysis record.Ref    `json:"analysis"`
	Revision int64         `json:"revision"`
	Method   string        `json:"method"`
	Current  bool          `json:"current"` // made of the present revision
	Made     time.Time     `json:"made"`
	Engine   string        `json:"engine"`
	Seed     string        `json:"seed,omitempty"`
	Hash     string        `json:"hash,omitempty"`
	Inputs   []method.Used `json:"inputs"`
	Notes    []string      `json:"notes"`
	// Refused says in words why there is no result.
	Refused string `json:"refused,omitempty"`
}

func (c *call) run(r *method.Run) runJSON {
	z := c.spoken()
	out := runJSON{Analysis: r.Analysis, Revision: r.Revision, Method: r.Method, Current: r.Current, Made: r.Made, Engine: r.Engine, Seed: r.Seed, Hash: r.Hash,
		Inputs: append([]method.Used{}, r.Inputs...), Notes: []string{}}
	plain := func(text string) string { return text }
	if m, err := method.Find(r.Method); err == nil {
		plain = func(text string) string { return m.Plain(z, text) }
	}
	for _, n := range r.Notes {
		out.Notes = append(out.Notes, plain(z.T(n.Key, n.Args)))
	}
	if r.Fault != nil {
		out.Refused = plain(z.Error(r.Fault))
	}
	return out
}

// standing is the run that counts, with its result.
func (c *call) standing(ctx context.Context) (run *method.Run, err error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	err = c.read(ctx, func(tx *record.ReadTx) error {
		if _, err := tx.Get(ctx, ref); err != nil {
			return err
		}
		run, err = method.Standing(ctx, tx, ref)
		return err
	})
	return run, err
}

// result gives what the analysis gave, as the command line prints it, with the run it came from.
func result(ctx context.Context, c *call) (*answer, error) {
	r, err := c.standing(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]any{"run": c.run(r), "result": nil}
	if document := r.Document(); r.Fault == nil && len(document) > 0 {
		out["result"] = json.RawMessage(document)
	}
	return ok(out), nil
}

// resultTable gives one table of the result as the file that the command line writes.
func resultTable(ctx context.Context, c *call) (*answer, error) {
	r, err := c.standing(ctx)
	if err != nil {
		return nil, err
	}
	if r.Fault != nil {
		return nil, r.Fault
	}
	data, err := r.Data()
	if err != nil {
		return nil, err
	}
	sheet, err := data.Sheet(c.text("table"))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := sheet.WriteCSV(&out); err != nil {
		return nil, err
	}
	return &answer{status: http.StatusOK, raw: out.Bytes(), media: mediaCSV + "; charset=utf-8"}, nil
}

// runs lists what was recorded, the newest first.
func runs(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	out := []runJSON{}
	err = c.api.store.Read(ctx, c.actor, func(tx *record.ReadTx) error {
		rec, err := tx.Get(ctx, ref)
		if err != nil {
			return err
		}
		all, err := method.Course(ctx, tx, rec, mostRuns)
		for _, r := range all {
			out = append(out, c.run(r))
		}
		return err
	})
	return ok(map[string]any{"runs": out}), err
}

// runNow does at once what a job would do later.
func runNow(ctx context.Context, c *call) (*answer, error) {
	ref, err := c.ref()
	if err != nil {
		return nil, err
	}
	if err := c.api.store.Read(ctx, c.actor, func(tx *record.ReadTx) error {
		rec, err := tx.Get(ctx, ref)
		if err != nil {
			return err
		}
		return tx.Allow(record.Change, rec.Subject())
	}); err != nil {
		return nil, err
	}
	r, err := method.Perform(ctx, c.api.store, c.actor, ref)
	if err != nil {
		return nil, err
	}
	return ok(c.run(r)), nil
}
