// SPDX-License-Identifier: EUPL-1.2

package sentence

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/sumanus/sumanus/internal/fault"
)

// Kind says what a segment is.
type Kind string

// The kinds of segments.
const (
	Text   Kind = "text"
	Value  Kind = "value"
	Period Kind = "period" // of a value
	Latest Kind = "latest" // the newest common period, or Back periods before it
	Plural Kind = "plural"
	Words  Kind = "words" // asserting words around Inside
)

// Segment is a piece of a statement.
type Segment struct {
	Kind   Kind
	Text   string            // of Text: what is printed; of a filled segment too
	Name   string            // the value, or the assertion of Words
	Back   int               // of Latest
	Forms  map[string]string // of Plural, by CLDR class
	Inside []Segment         // of Words
	Start  int               // bytes in the source, for messages
	End    int
}

// Sentence is a statement in one language.
type Sentence struct {
	Lang     string
	Source   string
	Segments []Segment
}

// maxStatement bounds a statement in bytes: it is a sentence, not a chapter.
const maxStatement = 4000

var (
	nameForm   = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	boundForm  = regexp.MustCompile(`^\(#([a-z][a-z0-9_-]*)\)`)
	latestForm = regexp.MustCompile(`^latest(?:-([0-9]{1,3}))?$`)
	classForm  = regexp.MustCompile(`^(zero|one|two|few|many|other)$`)
)

// Parse reads a statement. Faults have the language and the column, counted in characters from 1.
func Parse(lang, source string) (*Sentence, error) {
	p := &parser{lang: lang, source: source}
	if len(source) > maxStatement {
		return nil, p.fault("sentence.too-long", 0, fault.A{"most": maxStatement})
	}
	if !utf8.ValidString(source) {
		return nil, p.fault("sentence.not-text", 0)
	}
	segments, err := p.run(false)
	if err != nil {
		return nil, err
	}
	return &Sentence{Lang: lang, Source: source, Segments: segments}, nil
}

type parser struct {
	lang   string
	source string
	pos    int
}

func (p *parser) fault(key string, offset int, args ...fault.A) *fault.Fault {
	f := fault.New(fault.Invalid, key, append(args, fault.A{"lang": p.lang})...)
	return f.At(fault.Place{Column: strconv.Itoa(utf8.RuneCountInString(p.source[:min(offset, len(p.source))]) + 1)})
}

// run reads segments to the end of the source, or to the closing bracket of asserting words.
func (p *parser) run(inside bool) ([]Segment, error) {
	var out []Segment
	var text strings.Builder
	start := p.pos
	flush := func() {
		if text.Len() > 0 {
			out = append(out, Segment{Kind: Text, Text: text.String(), Start: start, End: p.pos})
			text.Reset()
		}
	}
	for p.pos < len(p.source) {
		c := p.source[p.pos]
		switch {
		case c == '\\' && p.pos+1 < len(p.source) && strings.IndexByte(`\{}[]|`, p.source[p.pos+1]) >= 0:
			text.WriteByte(p.source[p.pos+1])
			p.pos += 2
		case c == ']' && inside:
			flush()
			return out, nil
		case c == '[' && inside:
			return nil, p.fault("sentence.nested", p.pos)
		case c == '}' || c == ']':
			return nil, p.fault("sentence.lone-bracket", p.pos, fault.A{"found": string(c)})
		case c == '{' || c == '[':
			flush()
			segment, err := p.mark(c)
			if err != nil {
				return nil, err
			}
			out = append(out, segment)
			start = p.pos
		default:
			text.WriteByte(c)
			p.pos++
		}
	}
	flush()
	return out, nil
}

func (p *parser) mark(open byte) (Segment, error) {
	if open == '[' {
		return p.words()
	}
	start := p.pos
	end := p.closing()
	if end < 0 {
		return Segment{}, p.fault("sentence.unclosed", start, fault.A{"found": "{"})
	}
	body := p.source[start+1 : end]
	p.pos = end + 1
	segment, f := p.braces(body, start)
	if f != nil {
		return Segment{}, f
	}
	segment.Start, segment.End = start, p.pos
	return segment, nil
}

// closing finds the brace that closes the one at p.pos, heeding escapes; a further opening one is a fault of its own.
func (p *parser) closing() int {
	for i := p.pos + 1; i < len(p.source); i++ {
		switch p.source[i] {
		case '\\':
			i++
		case '{':
			return -1
		case '}':
			return i
		}
	}
	return -1
}

func (p *parser) braces(body string, start int) (Segment, *fault.Fault) {
	if literal, is := strings.CutPrefix(body, "="); is {
		literal = unescape(strings.TrimSpace(literal))
		if literal == "" {
			return Segment{}, p.fault("sentence.empty-mark", start)
		}
		return Segment{Kind: Text, Text: literal}, nil
	}
	if parts := split(body); len(parts) > 1 {
		return p.plural(parts, start)
	}
	name := strings.TrimSpace(body)
	if name == "" {
		return Segment{}, p.fault("sentence.empty-mark", start)
	}
	if m := latestForm.FindStringSubmatch(name); m != nil {
		back, _ := strconv.Atoi(m[1])
		return Segment{Kind: Latest, Back: back}, nil
	}
	kind := Value
	if before, is := strings.CutSuffix(name, ".period"); is {
		kind, name = Period, before
	}
	if !nameForm.MatchString(name) {
		return Segment{}, p.fault("sentence.bad-name", start, fault.A{"found": name})
	}
	return Segment{Kind: kind, Name: name}, nil
}

func (p *parser) plural(parts []string, start int) (Segment, *fault.Fault) {
	name := strings.TrimSpace(parts[0])
	if !nameForm.MatchString(name) {
		return Segment{}, p.fault("sentence.bad-name", start, fault.A{"found": name})
	}
	forms := map[string]string{}
	for _, part := range parts[1:] {
		class, text, ok := strings.Cut(part, ":")
		class, text = strings.TrimSpace(class), unescape(strings.TrimSpace(text))
		switch _, twice := forms[class]; {
		case !ok || !classForm.MatchString(class):
			return Segment{}, p.fault("sentence.bad-form", start, fault.A{"found": strings.TrimSpace(part)})
		case twice:
			return Segment{}, p.fault("sentence.form-twice", start, fault.A{"class": class})
		case text == "":
			return Segment{}, p.fault("sentence.empty-form", start, fault.A{"class": class})
		}
		forms[class] = text
	}
	return Segment{Kind: Plural, Name: name, Forms: forms}, nil
}

func (p *parser) words() (Segment, error) {
	start := p.pos
	p.pos++
	inside, err := p.run(true)
	if err != nil {
		return Segment{}, err
	}
	if p.pos >= len(p.source) {
		return Segment{}, p.fault("sentence.unclosed", start, fault.A{"found": "["})
	}
	p.pos++ // the closing bracket
	m := boundForm.FindStringSubmatch(p.source[p.pos:])
	if m == nil {
		return Segment{}, p.fault("sentence.unbound", start)
	}
	if len(inside) == 0 {
		return Segment{}, p.fault("sentence.empty-mark", start)
	}
	p.pos += len(m[0])
	return Segment{Kind: Words, Name: m[1], Inside: inside, Start: start, End: p.pos}, nil
}

// split cuts at the bars that are not escaped.
func split(body string) []string {
	var parts []string
	last := 0
	for i := 0; i < len(body); i++ {
		switch body[i] {
		case '\\':
			i++
		case '|':
			parts = append(parts, body[last:i])
			last = i + 1
		}
	}
	return append(parts, body[last:])
}

var escapes = regexp.MustCompile(`\\([\\{}\[\]|])`)

func unescape(s string) string { return escapes.ReplaceAllString(s, "$1") }

// Escape makes plain words safe to stand in a statement.
func Escape(words string) string {
	return strings.NewReplacer(`\`, `\\`, "{", `\{`, "}", `\}`, "[", `\[`, "]", `\]`).Replace(words)
}
