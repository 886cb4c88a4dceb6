// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/statistics"
)

var zeroTime time.Time

// vintageYAML is the file beside the observations. Its form is described in docs/format/vintage.md.
type vintageYAML struct {
	Dataset   record.Ref     `yaml:"dataset"`
	Label     string         `yaml:"label"`
	Published string         `yaml:"published"`
	Retrieved string         `yaml:"retrieved"`
	Territory string         `yaml:"territory_version"`
	Coverage  map[string]any `yaml:"coverage"`
	Source    string         `yaml:"source"`
	Note      string         `yaml:"note"`
}

// writeYAML writes what is known of a vintage, in one way only. Codes keep the order in which they were given.
func writeYAML(v Vintage, dims []Dimension) []byte {
	var b strings.Builder
	field := func(indent, key, value string) {
		if value != "" {
			b.WriteString(indent + key + ": " + yamlText(value) + "\n")
		}
	}
	field("", "dataset", string(v.Dataset))
	field("", "label", v.Label)
	field("", "published", v.Published)
	field("", "retrieved", v.Retrieved)
	field("", "territory_version", v.Territory)
	if c := v.Coverage; len(c.Codes) > 0 || c.From != "" || c.To != "" || c.Complete {
		b.WriteString("coverage:\n")
		for _, id := range coverageOrder(c, dims) {
			b.WriteString("  " + yamlText(id) + ":\n")
			for _, code := range c.Codes[id] {
				b.WriteString("    - " + yamlText(code) + "\n")
			}
		}
		if c.From != "" || c.To != "" {
			b.WriteString("  time:\n")
			field("    ", "from", c.From)
			field("    ", "to", c.To)
		}
		if c.Complete {
			b.WriteString("  complete: true\n")
		}
	}
	field("", "source", v.Source)
	field("", "note", v.Note)
	return []byte(b.String())
}

// coverageOrder lists the restricted dimensions in the order of the dataset.
func coverageOrder(c Coverage, dims []Dimension) []string {
	var out []string
	for _, d := range dims {
		if len(c.Codes[d.ID]) > 0 {
			out = append(out, d.ID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.Codes)) {
		if len(c.Codes[id]) > 0 && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

var plainYAML = regexp.MustCompile(`^[A-Za-zĀ-ž][A-Za-z0-9Ā-ž /_.,()+-]*[A-Za-z0-9Ā-ž)]$|^[A-Za-z]$`)

// yamlText writes text plain only where no reader of YAML could take it for anything else, as the records' files do.
func yamlText(s string) string {
	switch strings.ToLower(s) {
	case "true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf":
	default:
		if plainYAML.MatchString(s) {
			return s
		}
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// readYAML reads the file beside the observations.
func readYAML(file string, raw []byte) (Vintage, error) {
	var y vintageYAML
	if err := yaml.UnmarshalWithOptions(raw, &y, yaml.Strict(), yaml.DisallowUnknownField()); err != nil {
		f := fault.New(fault.Invalid, "dataset.bad-yaml", fault.A{"what": err.Error()})
		place := fault.Place{File: file}
		var e yaml.Error
		if errors.As(err, &e) {
			f.Args["what"] = e.GetMessage()
			if t := e.GetToken(); t != nil && t.Position != nil {
				place.Line = t.Position.Line
			}
		}
		return Vintage{}, f.At(place)
	}
	v := Vintage{Dataset: y.Dataset, Label: y.Label, Published: y.Published, Retrieved: y.Retrieved, Territory: y.Territory, Source: y.Source, Note: y.Note}
	at := func(err error, field string) error {
		var f *fault.Fault
		if errors.As(err, &f) {
			return f.At(fault.Place{File: file, Field: field})
		}
		return err
	}
	if v.Published == "" || v.Label == "" || v.Retrieved == "" {
		return v, fault.New(fault.Invalid, "dataset.yaml-lacks").At(fault.Place{File: file})
	}
	if err := checkMeta(v); err != nil {
		return v, at(err, "")
	}
	var err error
	if v.Coverage, err = readCoverage(y.Coverage); err != nil {
		return v, at(err, "coverage")
	}
	return v, nil
}

// readCoverage reads the codes of each dimension, and the range of time.
func readCoverage(in map[string]any) (Coverage, error) {
	c := Coverage{Codes: map[string][]string{}}
	wrong := func(key string) (Coverage, error) {
		return c, fault.New(fault.Invalid, "dataset.bad-coverage", fault.A{"found": key})
	}
	for _, key := range slices.Sorted(maps.Keys(in)) {
		switch x := in[key].(type) {
		case bool:
			if key != "complete" {
				return wrong(key)
			}
			c.Complete = x
		case map[string]any:
			if key != "time" {
				return wrong(key)
			}
			for k, v := range x {
				text, ok := yamlScalar(v)
				p, isPeriod := statistics.NormalPeriod(text)
				switch {
				case !ok || !isPeriod:
					return wrong(key)
				case k == "from":
					c.From = p
				case k == "to":
					c.To = p
				default:
					return wrong(k)
				}
			}
		case []any:
			for _, v := range x {
				text, ok := yamlScalar(v)
				if !ok {
					return wrong(key)
				}
				c.Codes[key] = append(c.Codes[key], text)
			}
		default:
			return wrong(key)
		}
	}
	if len(c.Codes) == 0 {
		c.Codes = nil
	}
	return c, nil
}

// yamlScalar takes a whole number for the code it looks like, so that nobody has to quote a year.
func yamlScalar(v any) (string, bool) {
	switch x := v.(type) {
	case string:
		return x, x != ""
	case uint64:
		if x < 1<<31 {
			return itoa(int(x)), true
		}
	}
	return "", false
}
