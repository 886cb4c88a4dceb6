// SPDX-License-Identifier: EUPL-1.2

package sentence

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Why says what kind of claim a word makes.
type Why string

// The kinds of claims.
const (
	Digit       Why = "digit"       // a number in figures
	Share       Why = "share"       // a part or a multiple in words: a third, half, twice, the majority
	Comparative Why = "comparative" // more, larger, at least
	Superlative Why = "superlative" // most, fastest
	Change      Why = "change"      // grew, exceeds, is losing
)

// Hit is a claim outside a mark. Start and End are bytes in the text that was asked about.
type Hit struct {
	Word  string
	Start int
	End   int
	Why   Why
}

// Key names the message that tells the kind of claim; it takes the word.
func (h Hit) Key() string { return claimKeys[h.Why] }

var claimKeys = map[Why]string{Digit: "sentence.naked.digit", Share: "sentence.naked.share", Comparative: "sentence.naked.comparative",
	Superlative: "sentence.naked.superlative", Change: "sentence.naked.change"}

// lexicon is what a language's claims look like. All words are in small letters; patterns match a whole word.
type lexicon struct {
	words    map[string]Why
	patterns []pattern
	phrases  []phrase
	pardons  []pardon
}

type pattern struct {
	re  *regexp.Regexp
	why Why
}

// phrase is a run of words that claims together what none of them claims alone.
type phrase struct {
	words  []*regexp.Regexp
	why    Why
	unless *regexp.Regexp // the next word that makes it harmless: "a third party"
}

// pardon names words that look like a claim and are none: always, or after or before certain words. A nil pattern asks nothing.
type pardon struct{ word, after, before *regexp.Regexp }

// whole compiles a pattern of a whole word.
func whole(p string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + p + `)$`) }

func says(why Why, p string) pattern { return pattern{whole(p), why} }

func run(why Why, words ...string) phrase {
	ph := phrase{why: why}
	for _, w := range words {
		ph.words = append(ph.words, whole(w))
	}
	return ph
}

func never(word string) pardon          { return pardon{word: whole(word)} }
func follows(word, after string) pardon { return pardon{word: whole(word), after: whole(after)} }
func leads(word, before string) pardon  { return pardon{word: whole(word), before: whole(before)} }

// same puts words parted by spaces under one kind.
func same(why Why, words string, into map[string]Why) {
	for _, w := range strings.Fields(words) {
		into[w] = why
	}
}

func (p phrase) unlessBefore(word string) phrase {
	p.unless = whole(word)
	return p
}

type spoken struct {
	text, low  string
	start, end int
	joined     bool // only white space, a hyphen or an apostrophe since the word before
}

// literalMark is the escape "{= 2030}", which holds in statements and in documents.
var literalMark = regexp.MustCompile(`\{=\s*([^{}]*?)\s*\}`)

// Literal prints what the escape "{= 2030}" stands for, for writers of plain text runs.
func Literal(text string) string { return literalMark.ReplaceAllString(text, "$1") }

// blank hides a part of the text without moving what follows.
func blank(s string) string { return strings.Repeat("\x00", len(s)) }

// Naked finds the claims in a run of plain text that no mark binds: digits in every language, words in Lithuanian, Latvian and English. Text of
// other languages is searched for digits only.
func Naked(lang, text string) []Hit {
	masked := literalMark.ReplaceAllStringFunc(text, blank)
	words := tokens(masked)
	hits := figures(masked, words)
	if lex := lexicons[base(lang)]; lex != nil {
		hits = append(hits, lex.find(masked, words)...)
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return a.Start - b.Start })
	return hits
}

func base(lang string) string {
	before, _, _ := strings.Cut(strings.ToLower(lang), "-")
	return before
}

var lexicons = map[string]*lexicon{"lt": lithuanian(), "lv": latvian(), "en": english()}

// tokens cuts words: letters, digits and combining signs.
func tokens(text string) []spoken {
	var out []spoken
	last := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !wordly(r) {
			i += size
			continue
		}
		start := i
		for i < len(text) {
			if r, size = utf8.DecodeRuneInString(text[i:]); !wordly(r) {
				break
			}
			i += size
		}
		between := strings.TrimSpace(text[last:start])
		out = append(out, spoken{text[start:i], strings.ToLower(text[start:i]), start, i, len(out) > 0 && (between == "" || between == "-" || between == "’" || between == "'")})
		last = i
	}
	return out
}

func wordly(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || vulgar(r)
}

// vulgar tells ½ and its like.
func vulgar(r rune) bool { return r >= 0xBC && r <= 0xBE || r >= 0x2150 && r <= 0x215E }

var (
	code      = regexp.MustCompile(`^\p{L}+[0-9][\p{L}0-9]*$`) // LV003, CO2: a name, not a number
	shortName = regexp.MustCompile(`^\p{Lu}{2,}$`)             // LLI-431
	insideNum = regexp.MustCompile(`^(?:[\x{00a0}\x{202f} ]|[.,:/–-])$`)
)

// figures finds digits; groups of one number are one hit.
func figures(text string, words []spoken) []Hit {
	var hits []Hit
	joinable := false
	for i, w := range words {
		if strings.IndexFunc(w.text, func(r rune) bool { return unicode.IsDigit(r) || vulgar(r) }) < 0 || code.MatchString(w.text) {
			joinable = false
			continue
		}
		if i > 0 && shortName.MatchString(words[i-1].text) && text[words[i-1].end:w.start] == "-" {
			joinable = false
			continue
		}
		if n := len(hits); joinable && insideNum.MatchString(text[hits[n-1].End:w.start]) {
			hits[n-1].End, hits[n-1].Word = w.end, text[hits[n-1].Start:w.end]
			continue
		}
		hits = append(hits, Hit{Word: w.text, Start: w.start, End: w.end, Why: Digit})
		joinable = true
	}
	return hits
}

func (l *lexicon) find(text string, words []spoken) []Hit {
	var hits []Hit
	taken := make([]bool, len(words))
	for i := range words {
		for _, p := range l.phrases {
			if n := p.at(words[i:]); n > 0 && !slices.Contains(taken[i:i+n], true) {
				for k := range n {
					taken[i+k] = true
				}
				hits = append(hits, Hit{Word: text[words[i].start:words[i+n-1].end], Start: words[i].start, End: words[i+n-1].end, Why: p.why})
			}
		}
	}
	for i, w := range words {
		if taken[i] {
			continue
		}
		if why := l.claim(w.low); why != "" && !l.pardoned(words, i) {
			hits = append(hits, Hit{Word: w.text, Start: w.start, End: w.end, Why: why})
		}
	}
	return hits
}

// at gives how many words the phrase takes here; 0 when it is not here.
func (p phrase) at(words []spoken) int {
	if len(words) < len(p.words) {
		return 0
	}
	for i, re := range p.words {
		if i > 0 && !words[i].joined || !re.MatchString(words[i].low) {
			return 0
		}
	}
	if n := len(p.words); p.unless != nil && n < len(words) && words[n].joined && p.unless.MatchString(words[n].low) {
		return 0
	}
	return len(p.words)
}

func (l *lexicon) claim(word string) Why {
	if why, ok := l.words[word]; ok {
		return why
	}
	for _, p := range l.patterns {
		if p.re.MatchString(word) {
			return p.why
		}
	}
	return ""
}

func (l *lexicon) pardoned(words []spoken, i int) bool {
	before, after := "", ""
	if i > 0 && words[i].joined {
		before = words[i-1].low
	}
	if i+1 < len(words) && words[i+1].joined {
		after = words[i+1].low
	}
	for _, p := range l.pardons {
		if p.word.MatchString(words[i].low) && (p.after == nil || p.after.MatchString(before)) && (p.before == nil || p.before.MatchString(after)) {
			return true
		}
	}
	return false
}

// Naked finds the claims of a statement outside its marks, and those hidden in plural forms, which are printed as they stand. Positions are bytes of the source.
func (s *Sentence) Naked() []Hit {
	masked := []byte(s.Source)
	hide := func(from, to int) {
		for i := from; i < to; i++ {
			masked[i] = 0
		}
	}
	var hits []Hit
	s.each(func(g Segment) {
		switch g.Kind {
		case Text:
			return
		case Plural:
			for _, class := range slices.Sorted(maps.Keys(g.Forms)) {
				for _, h := range Naked(s.Lang, g.Forms[class]) {
					hits = append(hits, Hit{Word: h.Word, Start: g.Start, End: g.End, Why: h.Why})
				}
			}
		}
	})
	for _, g := range s.Segments {
		if g.Kind != Text {
			hide(g.Start, g.End)
		}
	}
	hits = append(hits, Naked(s.Lang, string(masked))...)
	slices.SortStableFunc(hits, func(a, b Hit) int { return a.Start - b.Start })
	return hits
}
