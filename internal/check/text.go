// SPDX-License-Identifier: EUPL-1.2

package check

import (
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
)

var kindWords = map[string]string{
	"partnership": "check.kind.partnership", "organisation": "check.kind.organisation", "region": "check.kind.region", "dataset": "check.kind.dataset",
	"indicator": "check.kind.indicator", "finding": "check.kind.finding", "plan": "check.kind.plan", "priority": "check.kind.priority",
	"measure": "check.kind.measure", "action": "check.kind.action", "target": "check.kind.target", "document": "check.kind.document", "chapter": "check.kind.chapter",
	"analysis": "check.kind.analysis",
}

var fieldWords = map[string]string{
	"title": "check.field.title", "summary": "check.field.summary", "subtitle": "check.field.subtitle", "statement": "check.field.statement", "note": "check.field.note",
	"body": "check.field.body", "vision": "check.field.vision", "unit": "check.field.unit", "programme": "check.field.programme", "formula": "check.field.formula",
	"state": "check.field.state", "aggregate": "check.field.aggregate", "indicator": "check.field.indicator", "baseline": "check.field.baseline",
	"baseline.source": "check.field.baseline-source", "aim": "check.field.aim", "responsible": "check.field.responsible", "start": "check.field.start",
	"end": "check.field.end", "budget_cents": "check.field.budget", "words.priority": "check.field.words", "words.measure": "check.field.words", "words.action": "check.field.words",
}

var languageWords = map[string]string{"lt": "check.language.lt", "lv": "check.language.lv", "en": "check.language.en"}

var levelWords = map[Level]string{Error: "check.level.error", Warning: "check.level.warning", Hint: "check.level.hint"}

// KindWord is what a kind of record is called.
func KindWord(z *i18n.Localizer, kind string) string {
	if key, ok := kindWords[kind]; ok {
		return z.T(key)
	}
	return kind
}

// LevelWord is what a level is called.
func LevelWord(z *i18n.Localizer, l Level) string { return z.T(levelWords[l]) }

// Place says where a hit stands: chapter “One” (chapter/one), text, Latvian, line 3.
func (r Report) Place(z *i18n.Localizer, h Hit) string {
	parts := []string{z.T("check.record", fault.A{"kind": KindWord(z, h.Ref.Kind()), "title": r.Titles[h.Ref].In(string(z.Lang())), "ref": string(h.Ref)})}
	if h.Field != "" {
		parts = append(parts, fieldWord(z, h.Field))
	}
	if h.Lang != "" {
		parts = append(parts, languageWord(z, h.Lang))
	}
	if h.Line > 0 && h.Field == "body" { // other texts are a line or two
		parts = append(parts, z.T("i18n.line", fault.A{"line": h.Line}))
	}
	return strings.Join(parts, ", ")
}

func fieldWord(z *i18n.Localizer, field string) string {
	if key, ok := fieldWords[field]; ok {
		return z.T(key)
	}
	first, rest, _ := strings.Cut(field, ".")
	switch key, known := map[string]string{"values": "check.field.values", "assertions": "check.field.assertions", "inputs": "check.field.inputs",
		"dimensions": "check.field.dimensions", "body": "check.field.body", "links": "check.field.link"}[first]; {
	case first == "links" && strings.HasSuffix(rest, ".reason"):
		return z.T("check.field.reason")
	case known:
		return z.T(key)
	}
	return KindWord(z, field)
}

func languageWord(z *i18n.Localizer, lang string) string {
	if key, ok := languageWords[lang]; ok {
		return z.T(key)
	}
	return lang
}

// What says what was found.
func (r Report) What(z *i18n.Localizer, h Hit) string { return z.T(h.What, r.args(z, h)) }

// Mend says how to mend it.
func (r Report) Mend(z *i18n.Localizer, h Hit) string { return z.T(h.Mend, r.args(z, h)) }

func (r Report) args(z *i18n.Localizer, h Hit) fault.A {
	args := fault.A{"language": languageWord(z, h.Lang)}
	for k, v := range h.Found {
		if iso, ok := v.(string); ok && k == "date" {
			if day, err := time.Parse(time.DateOnly, iso); err == nil {
				v = day
			}
		}
		args[k] = v
	}
	return args
}

// Related says what else is concerned; empty when nothing is.
func (r Report) Related(z *i18n.Localizer, h Hit) string {
	var names []string
	for _, ref := range h.Related {
		names = append(names, z.T("check.record", fault.A{"kind": KindWord(z, ref.Kind()), "title": r.Titles[ref].In(string(z.Lang())), "ref": string(ref)}))
	}
	if len(names) == 0 {
		return ""
	}
	return z.T("check.concerns", fault.A{"records": names})
}

// Summary counts what was found.
func (r Report) Summary(z *i18n.Localizer) string {
	if len(r.Hits) == 0 {
		return z.T("check.clean", fault.A{"records": r.Records})
	}
	return z.T("check.summary", fault.A{"errors": r.Counts.Errors, "warnings": r.Counts.Warnings, "hints": r.Counts.Hints, "records": r.Records})
}

// Text is the report for people: each hit with its place, what was found, how to mend it and whom it concerns; then the summary.
func (r Report) Text(z *i18n.Localizer) string {
	var b strings.Builder
	for _, h := range r.Hits {
		b.WriteString(LevelWord(z, h.Level) + " [" + h.Rule + "] " + r.Place(z, h) + "\n    " + r.What(z, h) + "\n    → " + r.Mend(z, h) + "\n")
		if more := r.Related(z, h); more != "" {
			b.WriteString("    " + more + "\n")
		}
		b.WriteString("\n")
	}
	return b.String() + r.Summary(z) + "\n"
}

// Explain says in a few lines what a rule is for.
func (rule Rule) Explain(z *i18n.Localizer) string { return z.T(rule.Why) + "\n" + z.T(rule.Mend) }
