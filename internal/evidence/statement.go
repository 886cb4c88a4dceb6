// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"strconv"

	"github.com/sumanus/sumanus/internal/evidence/sentence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
)

// Statement gives the sentence in a language with its numbers filled in. inLang differs from lang where the translation is missing,
// or is stale and its marks no longer fit the values: then the source wording is given, which always fits.
func (d *Judged) Statement(lang string) (segments []sentence.Segment, inLang string, err error) {
	t := d.Finding.Statement
	wording, inLang := t.InLang(lang)
	s, err := sentence.Parse(inLang, wording)
	if inLang != t.Source && (err != nil || len(s.Check(d.Finding.Known())) > 0 || !d.agrees(s)) {
		inLang = t.Source
		s, err = sentence.Parse(inLang, t.Text[inLang])
	}
	if err != nil {
		return nil, inLang, err
	}
	return s.Fill(filler{d, inLang}), inLang, nil
}

// agrees tells whether a translation has the marks of the source.
func (d *Judged) agrees(s *sentence.Sentence) bool {
	t := d.Finding.Statement
	source, err := sentence.Parse(t.Source, t.Text[t.Source])
	return err == nil && len(sentence.Agree(source, s)) == 0
}

// Plain gives the sentence without marks.
func (d *Judged) Plain(lang string) string {
	segments, _, err := d.Statement(lang)
	if err != nil {
		return d.Finding.Statement.In(lang)
	}
	return sentence.Plain(segments)
}

// Shown gives a value as a reader of the language sees it.
func (d *Judged) Shown(name, lang string) string {
	v, ok := d.Value(name)
	if !ok {
		return i18n.For(i18n.Lang(lang)).NoData()
	}
	return ShownRead(v, lang)
}

// ShownRead writes a value by the rules of the language.
func ShownRead(v verdict.Read, lang string) string {
	z := i18n.For(i18n.Lang(lang))
	switch {
	case v.Shown == "":
		return z.NoData()
	case v.Percent:
		return z.Percent(v.Shown, v.Decimals)
	}
	return z.Number(v.Shown, v.Decimals)
}

// filler prints the marks of a statement.
type filler struct {
	d    *Judged
	lang string
}

// Value implements sentence.Filler.
func (f filler) Value(name string) sentence.Shown {
	v, _ := f.d.Value(name)
	return sentence.Shown{Text: f.d.Shown(name, f.lang), Number: v.Shown}
}

// Period implements sentence.Filler: the bare period, for the statement itself says "in", "m." or "gadā".
func (f filler) Period(name string) string {
	v, _ := f.d.Value(name)
	return v.Period
}

// Latest implements sentence.Filler.
func (f filler) Latest(back int) string {
	latest := f.d.Result.Latest
	if latest == "" {
		return i18n.For(i18n.Lang(f.lang)).NoData()
	}
	if back == 0 {
		return latest
	}
	if p, ok := verdict.Shift(latest, back); ok {
		return p
	}
	return latest + "-" + strconv.Itoa(back)
}

// Stale lists the languages whose statement is a stale translation.
func (f *Finding) Stale(languages []string) []string {
	var out []string
	for _, l := range languages {
		if f.Statement.State(l) == record.Stale {
			out = append(out, l)
		}
	}
	return out
}
