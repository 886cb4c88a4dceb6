// SPDX-License-Identifier: EUPL-1.2

package html

import "strings"

// Builder writes well-formed markup: text and attribute values are escaped always, elements close in the order they were opened.
type Builder struct {
	b    strings.Builder
	open []string
}

var textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
var attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;", "\n", "&#10;", "\t", "&#9;")

// Open begins an element. Attributes are pairs of name and value; a pair with an empty value is left out.
func (b *Builder) Open(tag string, attrs ...string) {
	b.start(tag, attrs)
	b.b.WriteByte('>')
	b.open = append(b.open, tag)
}

// Void writes an element that has no content.
func (b *Builder) Void(tag string, attrs ...string) {
	b.start(tag, attrs)
	b.b.WriteString("/>")
}

func (b *Builder) start(tag string, attrs []string) {
	b.b.WriteByte('<')
	b.b.WriteString(tag)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] == "" {
			continue
		}
		b.b.WriteString(" " + attrs[i] + `="`)
		_, _ = attrEscaper.WriteString(&b.b, attrs[i+1])
		b.b.WriteByte('"')
	}
}

// Close ends the innermost open element.
func (b *Builder) Close() {
	if n := len(b.open); n > 0 {
		b.b.WriteString("</" + b.open[n-1] + ">")
		b.open = b.open[:n-1]
	}
}

// Line ends the line in the markup, between blocks, where space means nothing.
func (b *Builder) Line() { b.b.WriteByte('\n') }

// Text writes words.
func (b *Builder) Text(s string) { _, _ = textEscaper.WriteString(&b.b, s) }

// El writes an element with words in it.
func (b *Builder) El(tag, words string, attrs ...string) {
	b.Open(tag, attrs...)
	b.Text(words)
	b.Close()
}

// Raw puts in a finished fragment: output of a Builder or a drawing that doc.Check has accepted. Never words.
func (b *Builder) Raw(fragment string) { b.b.WriteString(fragment) }

// String gives what was written; elements still open are closed.
func (b *Builder) String() string {
	for len(b.open) > 0 {
		b.Close()
	}
	return b.b.String()
}
