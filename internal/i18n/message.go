// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"fmt"
	"sort"
	"strings"
)

// A message is a parsed text of the catalogue: a small part of ICU MessageFormat.
//
//	{name}                                     an argument, written as its type asks
//	{n, plain}                                 an argument without separators for thousands (a line, a year)
//	{n, plural, =0 {none} one {# day} other {# days}}   # is n, written by the rules of the language
//	{x, select, a {…} b {…} other {…}}
//	'{'  '}'  '#'                              these signs themselves
type message struct {
	parts []part
	args  map[string]string // name → kind: "", "plain", "plural", "select"
}

type part struct {
	text  string              // literal text
	arg   string              // name of an argument; empty for literal text and for #
	kind  string              // "", "plain", "plural", "select"; "#" for the number of the plural around it
	forms map[string]*message // of plural and select
}

type reader struct {
	src  string
	pos  int
	args map[string]string
}

// parseMessage reads one message. Errors tell the place as a count of bytes.
func parseMessage(src string) (*message, error) {
	p := &reader{src: src, args: map[string]string{}}
	m, err := p.message(0, false)
	if err != nil {
		return nil, err
	}
	if p.pos < len(src) {
		return nil, p.fail("a } without its {")
	}
	m.args = p.args
	return m, nil
}

func (p *reader) fail(format string, args ...any) error {
	return fmt.Errorf("at byte %d: %s", p.pos, fmt.Sprintf(format, args...))
}

// maxDepth keeps a hostile text from exhausting the stack; real messages nest twice.
const maxDepth = 8

func (p *reader) message(depth int, inPlural bool) (*message, error) {
	if depth > maxDepth {
		return nil, p.fail("nested deeper than %d", maxDepth)
	}
	m := &message{}
	var lit strings.Builder
	flush := func() {
		if lit.Len() > 0 {
			m.parts = append(m.parts, part{text: lit.String()})
			lit.Reset()
		}
	}
	for p.pos < len(p.src) {
		rest := p.src[p.pos:]
		switch c := rest[0]; {
		case len(rest) >= 3 && c == '\'' && rest[2] == '\'' && strings.IndexByte("{}#", rest[1]) >= 0:
			lit.WriteByte(rest[1])
			p.pos += 3
		case c == '}':
			flush()
			return m, nil
		case c == '#' && inPlural:
			flush()
			m.parts = append(m.parts, part{kind: "#"})
			p.pos++
		case c == '{':
			flush()
			p.pos++
			pt, err := p.argument(depth, inPlural)
			if err != nil {
				return nil, err
			}
			m.parts = append(m.parts, pt)
		default:
			lit.WriteByte(c)
			p.pos++
		}
	}
	flush()
	return m, nil
}

// argument reads what follows a {.
func (p *reader) argument(depth int, inPlural bool) (part, error) {
	name := p.word()
	if !validName(name) {
		return part{}, p.fail("expected the name of an argument, found %q", name)
	}
	p.space()
	if p.take('}') {
		return part{arg: name}, p.note(name, "")
	}
	if !p.take(',') {
		return part{}, p.fail("expected } or , after %s", name)
	}
	p.space()
	kind := p.word()
	p.space()
	switch kind {
	case "plain":
		if !p.take('}') {
			return part{}, p.fail("expected } after plain")
		}
		return part{arg: name, kind: kind}, p.note(name, kind)
	case "plural", "select":
		if !p.take(',') {
			return part{}, p.fail("expected , after %s", kind)
		}
		forms, err := p.forms(depth, kind, inPlural)
		if err != nil {
			return part{}, err
		}
		return part{arg: name, kind: kind, forms: forms}, p.note(name, kind)
	}
	return part{}, p.fail("unknown kind %q: expected plain, plural or select", kind)
}

func (p *reader) forms(depth int, kind string, inPlural bool) (map[string]*message, error) {
	forms := map[string]*message{}
	for {
		p.space()
		if p.take('}') {
			break
		}
		key := p.word()
		if key == "" {
			return nil, p.fail("expected a form of %s or }", kind)
		}
		if kind == "plural" && !validClass(key) {
			return nil, p.fail("%q is no plural form", key)
		}
		if forms[key] != nil {
			return nil, p.fail("form %s stands twice", key)
		}
		p.space()
		if !p.take('{') {
			return nil, p.fail("expected { after form %s", key)
		}
		m, err := p.message(depth+1, inPlural || kind == "plural")
		if err != nil {
			return nil, err
		}
		if !p.take('}') {
			return nil, p.fail("form %s has no end", key)
		}
		forms[key] = m
	}
	if forms["other"] == nil {
		return nil, p.fail("%s needs the form other", kind)
	}
	return forms, nil
}

// note remembers an argument; one name may be shown and chosen by, but not be both a plural and a select.
func (p *reader) note(name, kind string) error {
	had, seen := p.args[name]
	if seen && had != kind && (had == "plural" || had == "select") && (kind == "plural" || kind == "select") {
		return p.fail("argument %s is both %s and %s", name, had, kind)
	}
	if !seen || kind == "plural" || kind == "select" {
		p.args[name] = kind
	}
	return nil
}

func (p *reader) space() {
	for p.pos < len(p.src) && strings.IndexByte(" \n\t", p.src[p.pos]) >= 0 {
		p.pos++
	}
}

func (p *reader) take(c byte) bool {
	if p.pos < len(p.src) && p.src[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

func (p *reader) word() string {
	p.space()
	from := p.pos
	for p.pos < len(p.src) && strings.IndexByte(" \n\t{},", p.src[p.pos]) < 0 {
		p.pos++
	}
	return p.src[from:p.pos]
}

func validName(s string) bool {
	for i, c := range s {
		if !(c >= 'a' && c <= 'z' || c == '_' || i > 0 && c >= '0' && c <= '9') {
			return false
		}
	}
	return s != ""
}

func validClass(s string) bool {
	switch s {
	case "zero", "one", "two", "few", "many", "other":
		return true
	}
	return len(s) > 1 && s[0] == '=' && strings.Trim(s[1:], "0123456789") == ""
}

// names lists the arguments of a message in order.
func (m *message) names() []string {
	out := make([]string, 0, len(m.args))
	for k := range m.args {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
