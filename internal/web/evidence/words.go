// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"math/big"
	"regexp"
	"strings"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/formula"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
)

// teller says in words what a finding claims: values by what they are, not by the names its author gave them.
type teller struct {
	*shelf
	f *evidence.Finding
	d *evidence.Judged // nil before it was judged
}

// value says what a value is: "GDP per head, Kurzeme, 2010", as short as it can be told from the others.
func (t *teller) value(name string) string {
	for i, v := range t.f.Values {
		if v.Name != name {
			continue
		}
		if v.Formula != "" {
			return t.expression(v.Formula)
		}
		if at, ok := method.ParseAt(v.Cell()); ok && v.Analysis != "" {
			return t.cellName(record.Ref(v.Analysis), at)
		}
		period := v.Period
		if t.d != nil && i < len(t.d.Result.Values) && t.d.Result.Values[i].Period != "" {
			period = t.d.Result.Values[i].Period
		}
		return t.number(v.Indicator, v.Region, period)
	}
	return name
}

// number names a number of an indicator. What all numbers of the finding share is left out, except the region.
func (t *teller) number(indicator, region, period string) string {
	var parts []string
	if t.several(func(v verdict.Value) string { return v.Indicator }) {
		parts = append(parts, t.name(record.Ref(indicator)))
	}
	parts = append(parts, t.name(record.Ref(region)))
	if t.several(func(v verdict.Value) string { return v.Period }) {
		parts = append(parts, t.period(period))
	}
	return strings.Join(parts, ", ")
}

func (t *teller) several(of func(verdict.Value) string) bool {
	first, seen := "", false
	for _, v := range t.f.Values {
		if v.Formula != "" {
			continue
		}
		if seen && of(v) != first {
			return true
		}
		first, seen = of(v), true
	}
	return false
}

// period writes a period, also one that moves.
func (t *teller) period(p string) string {
	if back, ok := strings.CutPrefix(p, "latest"); ok {
		if n := strings.TrimPrefix(back, "-"); n != "" {
			return t.r.T("ev.latest-back", fault.A{"n": n})
		}
		return t.r.T("ev.latest")
	}
	return t.r.Words.Period(p)
}

var token = regexp.MustCompile(`[a-z][a-z0-9_]*|[0-9]+(?:\.[0-9]+)?|.`)

// signs of arithmetic as people write them.
var arithmetic = map[string]string{"*": " × ", "/": " ÷ ", "-": " − ", "+": " + ", "^": " ^ ", ",": "; ", " ": ""}

// expression writes a formula over values in words.
func (t *teller) expression(text string) string { return spell(t.r.Words, text, t.value) }

// spell writes a formula with its names replaced, numbers and signs as the language writes them.
func spell(z *i18n.Localizer, text string, name func(string) string) string {
	var b strings.Builder
	tokens := token.FindAllString(strings.TrimSpace(text), -1)
	for i, tok := range tokens {
		switch {
		case arithmetic[tok] != "" || tok == " ":
			b.WriteString(arithmetic[tok])
		case tok[0] >= '0' && tok[0] <= '9':
			b.WriteString(z.Number(tok, i18n.AsPublished))
		case tok[0] >= 'a' && tok[0] <= 'z' && !calls(tokens[i+1:]):
			b.WriteString(name(tok))
		default:
			b.WriteString(tok)
		}
	}
	return strings.TrimSpace(strings.ReplaceAll(b.String(), "  ", " "))
}

// calls tells whether what follows a name makes it a function.
func calls(rest []string) bool {
	for _, tok := range rest {
		if tok != " " {
			return tok == "("
		}
	}
	return false
}

// claim says in words what an assertion claims.
func (t *teller) claim(a verdict.Assertion) string {
	T := t.r.T
	switch a.Type {
	case verdict.Compare:
		as := t.sharedPercent(a)
		args := fault.A{"left": t.operand(a.Left, as), "op": opWord[a.Op], "right": t.operand(a.Right, as)}
		if a.Tolerance != "" {
			args["tolerance"] = t.r.Words.Number(a.Tolerance, i18n.AsPublished)
			return T("ev.claim-compare-about", args)
		}
		return T("ev.claim-compare", args)
	case verdict.Rank:
		return T("ev.claim-rank", fault.A{"region": t.name(record.Ref(a.Region)), "position": max(a.Position, 1), "order": a.Order, "of": amongOf(a),
			"indicator": t.name(record.Ref(a.Indicator)), "period": t.period(a.Period)})
	case verdict.Sign:
		return T("ev.claim-sign", fault.A{"of": t.expression(a.Of), "sign": a.Sign})
	}
	return T("ev.claim-share", fault.A{"of": t.expression(a.Of), "share": a.Share, "tolerance": t.r.Words.Number(a.Tolerance, i18n.AsPublished)})
}

// opWord names a comparison for the catalogue.
var opWord = map[string]string{">": "more", ">=": "least", "<": "less", "<=": "most", "==": "equal", "!=": "other"}

// amongOf counts the regions a rank compares.
func amongOf(a verdict.Assertion) int {
	n := len(a.Among)
	for _, r := range a.Among {
		if r == a.Region {
			return n
		}
	}
	return n + 1
}

// nearest says how far the number that would turn the assertion is.
func (t *teller) nearest(o verdict.Outcome) string {
	if o.Together {
		return t.r.T(verdict.TogetherKey)
	}
	if len(o.Nearest) == 0 {
		return ""
	}
	n := o.Nearest[0]
	what := t.number(n.Indicator, n.Region, n.Period)
	if at, ok := method.ParseAt(n.Cell); ok && n.Analysis != "" {
		what = t.cellName(record.Ref(n.Analysis), at)
	} else if len(t.f.Values) == 0 {
		what = t.name(record.Ref(n.Region))
	}
	key := "ev.would-fail"
	if o.Truth == verdict.False {
		key = "ev.would-hold"
	}
	body := t.indicator(record.Ref(n.Indicator))
	limit := t.rational(body, n.Limit)
	if n.Approximate && !strings.HasPrefix(limit, "≈") {
		limit = "≈ " + limit
	}
	return t.r.T(key, fault.A{"what": what, "side": string(n.Side), "limit": limit, "now": t.rational(body, n.Now), "away": t.rational(body, n.Distance())})
}

// shownDecimals bounds what a person is shown of an exact number, endlessDecimals what of one whose decimals have no end.
const (
	shownDecimals   = 6
	endlessDecimals = 2
)

// rational writes an exact number of an indicator: a percentage where the indicator is one.
func (t *teller) rational(body *evidence.Indicator, x *big.Rat) string {
	if x == nil {
		return t.r.Words.NoData()
	}
	percent := body != nil && body.Percent
	if percent {
		x = new(big.Rat).Mul(x, big.NewRat(100, 1))
	}
	text, whole := formula.Decimal(x, shownDecimals)
	decimals := i18n.AsPublished
	if !whole {
		text = formula.Round(x, endlessDecimals)
	}
	out := t.r.Words.Number(text, decimals)
	if percent {
		out = t.r.Words.Percent(text, decimals)
	}
	if !whole {
		out = "≈ " + out
	}
	return out
}

// sides says what the two sides of an assertion come to with the numbers at hand: "1.48 ≥ 1.5".
func (t *teller) sides(a verdict.Assertion, values []verdict.Read, position int) string {
	lookup := map[string]formula.Number{}
	var names []string
	for _, v := range values {
		lookup[v.Name] = v.Number
		names = append(names, v.Name)
	}
	as := t.sharedPercent(a)
	eval := func(text string) string {
		f, err := formula.Compile(text, names)
		if err != nil {
			return ""
		}
		n := f.Eval(func(name string) formula.Number { return lookup[name] })
		if !n.Known() {
			return t.r.Words.NoData()
		}
		return t.rational(as, n.Rat())
	}
	switch a.Type {
	case verdict.Compare:
		left, right := eval(a.Left), eval(a.Right)
		return left + " " + opSign[a.Op] + " " + right
	case verdict.Rank:
		if position > 0 {
			return t.r.T("ev.place", fault.A{"n": position})
		}
		return t.r.Words.NoData()
	}
	return eval(a.Of)
}

var opSign = map[string]string{">": ">", ">=": "≥", "<": "<", "<=": "≤", "==": "=", "!=": "≠"}

// percentage makes rational write percentages.
var percentage = &evidence.Indicator{Percent: true}

// sharedPercent tells whether the sides of an assertion are read as percentages: a value shown so, and nothing but numbers beside it.
func (t *teller) sharedPercent(a verdict.Assertion) *evidence.Indicator {
	found := false
	for _, side := range []string{a.Left, a.Right, a.Of} {
		for _, tok := range token.FindAllString(side, -1) {
			if tok[0] < 'a' || tok[0] > 'z' {
				continue
			}
			if !t.percent(tok) || strings.TrimSpace(side) != tok {
				return nil
			}
			found = true
		}
	}
	if !found {
		return nil
	}
	return percentage
}

func (t *teller) percent(name string) bool {
	for _, v := range t.f.Values {
		if v.Name == name {
			return v.Percent
		}
	}
	return false
}

// operand writes one side of a comparison; a bare number beside a percentage is one too.
func (t *teller) operand(text string, as *evidence.Indicator) string {
	if as != nil {
		if x, ok := new(big.Rat).SetString(strings.TrimSpace(text)); ok {
			return t.rational(as, x)
		}
	}
	return t.expression(text)
}
