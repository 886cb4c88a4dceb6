// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

type acceptCommand struct {
	Slug string `arg:""`
}

func (c *acceptCommand) run(ctx context.Context, s *session) error {
	return s.decide(ctx, c.Slug, "cli.accepted", func(tx *record.Tx, ref record.Ref) (record.Record, error) { return evidence.Accept(ctx, tx, ref) })
}

type withdrawCommand struct {
	Slug string `arg:""`
}

func (c *withdrawCommand) run(ctx context.Context, s *session) error {
	return s.decide(ctx, c.Slug, "cli.withdrawn", func(tx *record.Tx, ref record.Ref) (record.Record, error) { return evidence.Withdraw(ctx, tx, ref) })
}

type rewordCommand struct {
	Slug   string   `arg:""`
	LT     string   `name:"lt" placeholder:"TEXT"`
	LV     string   `name:"lv" placeholder:"TEXT"`
	EN     string   `name:"en" placeholder:"TEXT"`
	Assert []string `placeholder:"NAME.FIELD=VALUE" sep:"none"`
}

func (c *rewordCommand) run(ctx context.Context, s *session) error {
	words := map[string]string{}
	for lang, text := range map[string]string{"lt": c.LT, "lv": c.LV, "en": c.EN} {
		if text != "" {
			words[lang] = text
		}
	}
	if len(words)+len(c.Assert) == 0 {
		return fault.New(fault.Invalid, "cli.nothing-to-reword")
	}
	return s.decide(ctx, c.Slug, "cli.reworded", func(tx *record.Tx, ref record.Ref) (record.Record, error) {
		w := evidence.Rewording{Statement: words}
		if len(c.Assert) > 0 {
			r, err := tx.Get(ctx, ref)
			if err != nil {
				return r, err
			}
			f, ok := r.Body.(*evidence.Finding)
			if !ok {
				return r, fault.New(fault.Invalid, "record.wrong-kind", fault.A{"found": ref.Kind(), "expected": "finding"})
			}
			if w.Assertions, err = reassert(f.Assertions, c.Assert); err != nil {
				return r, err
			}
		}
		return evidence.Reword(ctx, tx, ref, w)
	})
}

// reassert changes fields of assertions by name: "at-least.right=1.4".
func reassert(all []verdict.Assertion, changes []string) ([]verdict.Assertion, error) {
	raw, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	var loose []map[string]any
	if err := json.Unmarshal(raw, &loose); err != nil {
		return nil, err
	}
	for _, change := range changes {
		bad := fault.New(fault.Invalid, "cli.bad-assert", fault.A{"found": change})
		path, value, ok := strings.Cut(change, "=")
		name, field, dotted := strings.Cut(path, ".")
		if !ok || !dotted || field == "name" || field == "among" {
			return nil, bad
		}
		found := false
		for _, a := range loose {
			if a["name"] != name {
				continue
			}
			found = true
			a[field] = value
			if field == "position" {
				a[field] = json.Number(value)
			}
		}
		if !found {
			return nil, bad
		}
	}
	if raw, err = json.Marshal(loose); err != nil {
		return nil, fault.New(fault.Invalid, "cli.bad-assert", fault.A{"found": strings.Join(changes, " ")})
	}
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	dec.DisallowUnknownFields()
	var out []verdict.Assertion
	if err := dec.Decode(&out); err != nil {
		return nil, fault.New(fault.Invalid, "cli.bad-assert", fault.A{"found": strings.Join(changes, " ")})
	}
	return out, nil
}

// decide carries out a person's decision on a finding and shows the sentence as it stands now.
func (s *session) decide(ctx context.Context, slug, key string, f func(*record.Tx, record.Ref) (record.Record, error)) error {
	ref := findingRef(slug)
	if err := s.write(ctx, func(tx *record.Tx) error {
		_, err := f(tx, ref)
		return err
	}); err != nil {
		return err
	}
	return s.read(ctx, asKnown{}, func(_ *house, tx *record.ReadTx) error {
		d, err := evidence.NewJudge(tx).Finding(ctx, ref)
		if err != nil {
			return err
		}
		s.say(key, fault.A{"ref": string(ref)})
		s.line("  %s", d.Plain(string(s.z.Lang())))
		s.say("cli.finding-stands", fault.A{"verdict": s.verdict(d), "state": string(d.Finding.State)})
		if langs, err := s.partnershipLanguages(ctx, tx); err == nil {
			for _, l := range d.Finding.Stale(langs) {
				s.tell("cli.now-stale", fault.A{"language": l})
			}
		}
		return nil
	})
}
