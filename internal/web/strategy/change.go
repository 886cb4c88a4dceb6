// SPDX-License-Identifier: EUPL-1.2

package strategyarea

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/check"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web/ui"
)

// change is what became of one field of a record, in words.
type change struct {
	label string
	lang  i18n.Lang // of the words, when they are words
	diff  []ui.Change
}

// changes tells the texts first, then the links with their reasons, then all else.
func (d *differs) changes(before, after record.Record) ([]change, error) {
	out := d.texts(before, after)
	out = append(out, d.links(before, after)...)
	fields, err := record.FieldDifferences(before, after)
	if err != nil {
		return nil, err
	}
	return append(out, d.values(fields, before, after)...), nil
}

// texts compares wordings language by language.
func (d *differs) texts(before, after record.Record) []change {
	was := map[string]record.Text{}
	for _, t := range record.Texts(before.Body) {
		was[t.Path] = *t.Text
	}
	var out []change
	for _, t := range record.Texts(after.Body) {
		old := was[t.Path]
		for _, lang := range union(old.Languages(), t.Text.Languages()) {
			if b, a := old.Text[lang], t.Text.Text[lang]; b != a {
				out = append(out, change{d.label(t.Path) + " · " + i18n.Lang(lang).Name(), i18n.Lang(lang), ui.DiffWords(b, a)})
			} else if old.Of[lang] != t.Text.Of[lang] {
				out = append(out, change{d.label(t.Path) + " · " + i18n.Lang(lang).Name(), "", []ui.Change{{Side: ui.Added, Text: d.r.T("strategy.still-fits")}}})
			}
		}
	}
	return out
}

func union(a, b []string) []string {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}

// links compares the stated links by what they lead to; a reason that changed is told word by word.
func (d *differs) links(before, after record.Record) []change {
	key := func(l record.Link) string { return string(l.Kind) + " " + string(l.To) }
	was := map[string]record.Link{}
	for _, l := range before.Stated {
		was[key(l)] = l
	}
	lang := string(d.r.Lang)
	var out []change
	for _, l := range after.Stated {
		old, there := was[key(l)]
		delete(was, key(l))
		label := d.r.T("strategy.link-to", map[string]any{"title": d.name(l.To)})
		if b, a := old.Reason.In(lang), l.Reason.In(lang); !there || b != a {
			diff := ui.DiffWords(b, a)
			if a == "" && b == "" {
				diff = []ui.Change{{Side: ui.Added, Text: d.r.T("strategy.link-added")}}
			}
			out = append(out, change{label, "", diff})
		}
	}
	for _, l := range before.Stated {
		if _, gone := was[key(l)]; gone {
			reason := l.Reason.In(lang)
			if reason == "" {
				reason = d.r.T("strategy.link-added")
			}
			out = append(out, change{d.r.T("strategy.link-to", map[string]any{"title": d.name(l.To)}), "", []ui.Change{{Side: ui.Removed, Text: reason}}})
		}
	}
	return out
}

// values compares all else: dates, money, states, references. What stands in a list is told by what came and what went.
func (d *differs) values(fields []record.FieldDifference, before, after record.Record) []change {
	texts := map[string]bool{}
	for _, rec := range []record.Record{before, after} {
		for _, t := range record.Texts(rec.Body) {
			texts[t.Path] = true
		}
	}
	type pair struct{ before, after []string }
	by := map[string]*pair{}
	var order []string
	for _, f := range fields {
		if strings.HasPrefix(f.Path, "links.") || partOfText(f.Path, texts) {
			continue
		}
		name := withoutIndex(f.Path)
		if by[name] == nil {
			by[name] = &pair{}
			order = append(order, name)
		}
		p := by[name]
		if s := d.say(name, f.Before, before); s != "" {
			p.before = append(p.before, s)
		}
		if s := d.say(name, f.After, after); s != "" {
			p.after = append(p.after, s)
		}
	}
	var out []change
	for _, name := range order {
		p := by[name]
		var diff []ui.Change
		if gone := without(p.before, p.after); len(gone) > 0 {
			diff = append(diff, ui.Change{Side: ui.Removed, Text: strings.Join(gone, ", ")})
		}
		if come := without(p.after, p.before); len(come) > 0 {
			if len(diff) > 0 {
				diff = append(diff, ui.Change{Text: " "})
			}
			diff = append(diff, ui.Change{Side: ui.Added, Text: strings.Join(come, ", ")})
		}
		if len(diff) > 0 {
			out = append(out, change{d.label(name), "", diff})
		}
	}
	return out
}

func partOfText(path string, texts map[string]bool) bool {
	for t := range texts {
		if strings.HasPrefix(path, t+".") {
			return true
		}
	}
	return false
}

// withoutIndex cuts the number of a place in a list: "places.2" is "places".
func withoutIndex(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		if _, err := strconv.Atoi(path[i+1:]); err == nil {
			return path[:i]
		}
	}
	return path
}

func without(list, other []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(other, s) {
			out = append(out, s)
		}
	}
	return out
}

// say writes a value for readers; empty for what is not there.
func (d *differs) say(field, raw string, rec record.Record) string {
	if raw == "" {
		return ""
	}
	var v any
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		return raw
	}
	z := d.r.Words
	switch x := v.(type) {
	case bool:
		if x {
			return d.r.T("strategy.yes")
		}
		return d.r.T("strategy.no")
	case float64:
		if a, ok := rec.Body.(*strategy.Action); ok && field == "budget_cents" {
			return z.Money(int64(x), a.CurrencyCode())
		}
		return z.Number(raw, i18n.AsPublished)
	case string:
		switch {
		case field == "state" && rec.Ref.Kind() == "action":
			return d.r.T("strategy.action-state", map[string]any{"state": x})
		case field == "visibility":
			return d.r.T("plan.visibility", map[string]any{"visibility": x})
		case record.Ref(x).Valid() && strings.Contains(x, "/"):
			return d.name(record.Ref(x))
		}
		if t, err := time.Parse(time.DateOnly, x); err == nil {
			return z.ShortDate(t)
		}
		return x
	}
	return raw
}

// labels are the words for fields that the linter has no word for.
var labels = map[string]string{
	"partners": "actionplan.partners", "places": "actionplan.places", "measure": "actionplan.measure", "also": "strategy.serves", "composed_of": "strategy.composed-of",
	"regions": "strategy.regions", "region": "plan.region", "period_from": "strategy.from-year", "period_to": "strategy.to-year", "position": "strategy.position",
	"horizontal": "strategy.is-horizontal", "of": "strategy.target-of", "owner": "strategy.owner", "co_owners": "strategy.co-owners", "visibility": "strategy.visibility",
	"invented": "strategy.invented", "currency": "strategy.currency", "baseline.value": "plan.baseline", "aim.value": "plan.aim", "baseline.period": "strategy.baseline-year",
	"aim.period": "strategy.aim-year", "plan": "actionplan.plan",
}

func (d *differs) label(field string) string {
	if key, ok := labels[field]; ok {
		return d.r.T(key)
	}
	if strings.HasPrefix(field, "sources.") {
		return d.r.T("strategy.sources")
	}
	return capital(check.FieldWord(d.r.Words, field))
}
