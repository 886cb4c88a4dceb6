// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
)

// A form of a finding names its fields by place: "v.0.name" is the name of the first value, "a.1.left" a side of the second assertion.
// Which fields there are depends on what the value or the assertion is, so nothing needs a script to be shown or hidden.

// The limits of a form; those of a finding are far below.
const (
	mostFormValues     = 60
	mostFormAssertions = 30
)

// readValues takes the values from a form.
func readValues(form url.Values) []verdict.Value {
	out := []verdict.Value{}
	for i := range min(number(form, "v.count"), mostFormValues) {
		at := "v." + strconv.Itoa(i) + "."
		get := func(name string) string { return strings.TrimSpace(form.Get(at + name)) }
		v := verdict.Value{Name: get("name"), Decimals: number(form, at+"decimals"), Percent: get("percent") != "", Scale: int64(number(form, at+"scale"))}
		if v.Scale == 1 {
			v.Scale = 0
		}
		switch get("kind") {
		case "formula":
			v.Formula = get("formula")
		case "cell":
			v.Analysis, v.Table, v.Key, v.Column = get("analysis"), get("table"), form[at+"key"], get("column")
		default:
			v.Indicator, v.Region, v.Period = get("indicator"), get("region"), readPeriod(form, at)
		}
		out = append(out, v)
	}
	return out
}

// readPeriod joins the two fields of a period: fixed with the period, or moving with how many periods back.
func readPeriod(form url.Values, at string) string {
	text := strings.TrimSpace(form.Get(at + "period"))
	if form.Get(at+"when") != "latest" {
		return text
	}
	if text == "" || text == "0" {
		return "latest"
	}
	return "latest-" + strings.TrimPrefix(text, "-")
}

// readAssertions takes the assertions from a form.
func readAssertions(form url.Values) []verdict.Assertion {
	out := []verdict.Assertion{}
	for i := range min(number(form, "a.count"), mostFormAssertions) {
		at := "a." + strconv.Itoa(i) + "."
		get := func(name string) string { return strings.TrimSpace(form.Get(at + name)) }
		a := verdict.Assertion{Name: get("name"), Type: get("type")}
		switch a.Type {
		case verdict.Compare:
			a.Left, a.Op, a.Right, a.Tolerance = get("left"), get("op"), decimal(get("right")), decimal(get("tolerance"))
		case verdict.Rank:
			a.Indicator, a.Region, a.Order, a.Position, a.Period = get("indicator"), get("region"), get("order"), number(form, at+"position"), readPeriod(form, at)
			a.Among = form[at+"among"]
		case verdict.Sign:
			a.Of, a.Sign = get("of"), get("sign")
		case verdict.Share:
			a.Of, a.Share, a.Tolerance = get("of"), decimal(get("share")), decimal(get("tolerance"))
		}
		out = append(out, a)
	}
	return out
}

// decimal takes the comma of a number for a point: "1,5" is what people type.
func decimal(text string) string {
	if strings.Count(text, ",") == 1 && strings.Trim(text, "-0123456789,") == "" {
		return strings.Replace(text, ",", ".", 1)
	}
	return text
}

// number reads a whole number of a form; what is none is 0.
func number(form url.Values, name string) int {
	n, err := strconv.Atoi(strings.TrimSpace(form.Get(name)))
	if err != nil {
		return 0
	}
	return n
}

// rearrange does what a button of the form asks for: add or take away. It tells whether the button was one of these.
func rearrange(f *evidence.Finding, do string) bool {
	switch do {
	case "add-number":
		f.Values = append(f.Values, verdict.Value{Name: freeName(f), Period: "latest"})
	case "add-formula":
		f.Values = append(f.Values, verdict.Value{Name: freeName(f), Formula: " "})
	case "add-compare", "add-rank", "add-sign", "add-share":
		f.Assertions = append(f.Assertions, fresh(f, strings.TrimPrefix(do, "add-")))
	default:
		what, place, ok := strings.Cut(strings.TrimPrefix(do, "drop-"), "-")
		n, err := strconv.Atoi(place)
		if !ok || err != nil || n < 0 || !strings.HasPrefix(do, "drop-") {
			return false
		}
		switch {
		case what == "v" && n < len(f.Values):
			f.Values = slices.Delete(slices.Clone(f.Values), n, n+1)
		case what == "a" && n < len(f.Assertions):
			f.Assertions = slices.Delete(slices.Clone(f.Assertions), n, n+1)
		}
	}
	return true
}

// freeName gives a value a letter that no other has.
func freeName(f *evidence.Finding) string {
	for _, c := range "abcdefghijklmnopqrstuvwxyz" {
		if !slices.ContainsFunc(f.Values, func(v verdict.Value) bool { return v.Name == string(c) }) {
			return string(c)
		}
	}
	return "v" + strconv.Itoa(len(f.Values)+1)
}

// fresh makes an assertion of a type, filled with what is most often meant.
func fresh(f *evidence.Finding, kind string) verdict.Assertion {
	a := verdict.Assertion{Type: kind}
	for n := 1; a.Name == ""; n++ {
		name := kind + strconv.Itoa(n)
		if !slices.ContainsFunc(f.Assertions, func(o verdict.Assertion) bool { return o.Name == name }) {
			a.Name = name
		}
	}
	first := func(i int) string {
		if i < len(f.Values) {
			return f.Values[i].Name
		}
		return ""
	}
	switch kind {
	case verdict.Compare:
		a.Left, a.Op, a.Right = first(0), ">", first(1)
	case verdict.Rank:
		a.Order, a.Position, a.Period = "highest", 1, "latest"
		for _, v := range f.Values {
			if v.Indicator != "" {
				a.Indicator, a.Region, a.Period = v.Indicator, v.Region, v.Period
				break
			}
		}
	case verdict.Sign:
		a.Of, a.Sign = first(0), "negative"
	case verdict.Share:
		a.Of, a.Share, a.Tolerance = first(0), "1/3", "0.02"
	}
	return a
}

// splitPeriod undoes readPeriod for the form.
func splitPeriod(p string) (moving bool, text string) {
	if rest, ok := strings.CutPrefix(p, "latest"); ok {
		return true, strings.TrimPrefix(rest, "-")
	}
	return false, p
}
