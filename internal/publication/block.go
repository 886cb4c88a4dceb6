// SPDX-License-Identifier: EUPL-1.2

package publication

import (
	"regexp"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// block is a live block as its author wrote it, checked.
type block struct {
	name      string // chart, map, table
	kind      string // of a chart: line, bar, change
	indicator record.Ref
	regions   []record.Ref
	from, to  string // both empty: all periods there are
	period    string
	at        map[string]doc.Pos // of each argument
}

// The types of charts.
var chartTypes = []string{"line", "bar", "change"}

// latest is the word for the newest period.
const latest = "latest"

// directives says which arguments each block takes, and which of them it cannot do without. docs/manual/planner.md repeats it in
// words; a test compares them.
var directives = map[string]struct{ all, need []string }{
	"chart": {all: []string{"type", "indicator", "regions", "from", "to", "period"}, need: []string{"type", "indicator", "regions"}},
	"map":   {all: []string{"indicator", "period", "regions"}, need: []string{"indicator", "period"}},
	"table": {all: []string{"indicator", "regions", "from", "to", "period"}, need: []string{"indicator", "regions"}},
}

var periodForm = regexp.MustCompile(`^[0-9]{4}(-[a-z0-9]+)?$`)

// readBlock checks the arguments of a directive. It knows nothing of what exists.
func readBlock(d *doc.Directive) (block, doc.Errors) {
	spec, ok := directives[d.Name]
	if !ok {
		return block{}, doc.Errors{{Pos: d.Pos, Key: "doc.unknown-directive", Args: fault.A{"name": d.Name}}}
	}
	b := block{name: d.Name, at: map[string]doc.Pos{"": d.Pos}}
	var errs doc.Errors
	add := func(err error) {
		if es, ok := err.(doc.Errors); ok {
			errs = append(errs, es...)
		}
	}
	add(d.Allow(spec.all...))
	add(d.Need(spec.need...))
	for i := range errs {
		if errs[i].Pos == (doc.Pos{}) {
			errs[i].Pos = d.Pos
		}
	}
	for _, a := range d.Args {
		b.at[a.Key] = a.Pos
	}
	wrong := func(key, found, expected string) {
		errs = append(errs, &doc.Error{Pos: b.at[key], Key: "publication.bad-argument", Args: fault.A{"key": key, "found": found, "expected": expected}})
	}
	if b.kind = d.Get("type"); b.kind != "" && d.Name == "chart" && !slices.Contains(chartTypes, b.kind) {
		wrong("type", b.kind, strings.Join(chartTypes, ", "))
	}
	if slug := d.Get("indicator"); slug != "" {
		if !record.ValidSlug(slug) {
			wrong("indicator", slug, "gdp-per-head")
		}
		b.indicator = record.NewRef("indicator", slug)
	}
	b.regions = readRegions(d.Get("regions"), wrong)
	b.from, b.to, b.period = d.Get("from"), d.Get("to"), d.Get("period")
	for _, p := range []struct{ key, value string }{{"from", b.from}, {"to", b.to}, {"period", b.period}} {
		if p.value != "" && p.value != latest && !validPeriod(p.value) {
			wrong(p.key, p.value, "2014, 2014-q1, 2014-05, latest")
		}
	}
	b.from, b.to, b.period = upper(b.from), upper(b.to), upper(b.period)
	switch {
	case b.period != "" && (b.from != "" || b.to != ""):
		wrong("period", b.period, "from, to")
	case b.from == latest:
		wrong("from", b.from, "2014, 2014-q1, 2014-05")
	case b.from != "" && b.to != "" && b.to != latest && b.from > b.to:
		wrong("to", b.to, "> "+b.from)
	case d.Name == "chart" && b.kind == "bar" && (b.from != "" || b.to != ""):
		wrong(first(b.from, "from", "to"), first(b.from, b.from, b.to), "period")
	case d.Name == "chart" && b.kind != "bar" && b.period != "":
		wrong("period", b.period, "from, to")
	case d.Name == "chart" && b.kind == "bar" && b.period == "":
		errs = append(errs, &doc.Error{Pos: d.Pos, Key: "doc.missing-key", Args: fault.A{"key": "period", "name": d.Name}})
	}
	errs = append(errs, words(d)...)
	return b, errs
}

// words asks for what those need who do not see the picture.
func words(d *doc.Directive) doc.Errors {
	if doc.Plain(d.Title) == "" {
		return doc.Errors{{Pos: d.Pos, Key: "publication.no-title", Args: fault.A{"name": d.Name}}}
	}
	if d.Name != "table" && about(d) == "" {
		return doc.Errors{{Pos: d.Pos, Key: "publication.no-description", Args: fault.A{"name": d.Name}}}
	}
	return nil
}

// about is the description of a directive in words.
func about(d *doc.Directive) string {
	var parts []string
	doc.Walk(d.Body, func(b doc.Block) {
		if p, ok := b.(*doc.Paragraph); ok {
			parts = append(parts, doc.Plain(p.Text))
		}
	})
	return strings.Join(parts, " ")
}

func readRegions(list string, wrong func(key, found, expected string)) []record.Ref {
	if list == "" {
		return nil
	}
	var out []record.Ref
	for _, slug := range strings.Split(list, ",") {
		ref := record.NewRef("region", slug)
		switch {
		case !record.ValidSlug(slug):
			wrong("regions", list, "kurzeme,klaipeda-county")
			return nil
		case slices.Contains(out, ref):
			wrong("regions", slug, "kurzeme,klaipeda-county")
		default:
			out = append(out, ref)
		}
	}
	return out
}

func validPeriod(p string) bool { return periodForm.MatchString(p) && verdict.ValidPeriod(upper(p)) }

// upper gives a period as findings write it: directives know small letters only.
func upper(p string) string {
	if p == latest {
		return p
	}
	return strings.ToUpper(p)
}

func first(test, yes, no string) string {
	if test != "" {
		return yes
	}
	return no
}

// Directives lists the live blocks and the arguments each takes, for help and for the manual.
func Directives() map[string][]string {
	out := map[string][]string{}
	for name, spec := range directives {
		out[name] = slices.Clone(spec.all)
	}
	return out
}
