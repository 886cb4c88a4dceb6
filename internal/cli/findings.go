// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"slices"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

type findingsCommand struct {
	State string `placeholder:"STATE"`
	JSON  bool   `name:"json"`
	asKnown
}

// listed is a finding for other programs.
type listed struct {
	Slug      string                `json:"slug"`
	Title     string                `json:"title"`
	Statement string                `json:"statement"`
	State     evidence.State        `json:"state"`
	Verdict   verdict.Verdict       `json:"verdict"`
	Newer     bool                  `json:"newer"`
	Vintages  map[record.Ref]string `json:"vintages"`
}

// states that can be asked for: what people decided, and what the numbers say.
var states = []string{
	string(evidence.Open), string(evidence.Accepted), string(evidence.Withdrawn),
	string(verdict.Holds), string(verdict.Moved), string(verdict.Untrue), string(verdict.Uncomputable), string(verdict.Incomparable), "newer",
}

func (c *findingsCommand) run(ctx context.Context, s *session) error {
	if c.State != "" && !slices.Contains(states, c.State) {
		return fault.New(fault.Invalid, "cli.bad-state", fault.A{"found": c.State, "expected": s.z.List(states)})
	}
	return s.read(ctx, c.asKnown, func(_ *house, tx *record.ReadTx) error {
		all, err := evidence.NewJudge(tx).All(ctx)
		if err != nil {
			return err
		}
		lang := string(s.z.Lang())
		rows, out := [][]string{}, []listed{}
		for _, d := range all {
			if !c.wants(d) {
				continue
			}
			rows = append(rows, []string{d.Record.Ref.Slug(), s.verdict(d), d.Plain(lang)})
			out = append(out, listed{d.Record.Ref.Slug(), d.Finding.Title.In(lang), d.Plain(lang), d.Finding.State, d.Result.Verdict, d.Result.Newer, d.Vintages()})
		}
		if c.JSON {
			return s.json(out)
		}
		s.table(rows)
		s.tell("cli.findings", fault.A{"n": len(rows), "all": len(all)})
		return nil
	})
}

func (c *findingsCommand) wants(d *evidence.Judged) bool {
	return c.State == "" || c.State == string(d.Finding.State) || c.State == string(d.Result.Verdict) || c.State == "newer" && d.Result.Newer
}

// verdict is the state of a finding in words.
func (s *session) verdict(d *evidence.Judged) string {
	words := s.z.T(d.Result.Verdict.Key())
	if d.Finding.State == evidence.Withdrawn {
		words = s.z.T("cli.state", fault.A{"state": string(evidence.Withdrawn)})
	}
	if d.Result.Newer {
		words += ", " + s.z.T(verdict.NewerKey)
	}
	return words
}
