// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/doc/html"
	"github.com/sumanus/sumanus/internal/i18n"
)

// glyphs are the few signs of the workbench, drawn in a box of 16 by 16 like the verdicts of package html. Each has an outline of its
// own; none is decoration: it stands beside its word, or alone on a button whose name is read out.
var glyphs = map[string]string{
	"menu":   `<path d="M2 4h12M2 8h12M2 12h12"/>`,
	"find":   `<circle cx="7" cy="7" r="4.6"/><path d="M10.6 10.6L14.4 14.4"/>`,
	"half":   `<circle cx="8" cy="8" r="6.2"/><path class="g-full" d="M8 1.8a6.2 6.2 0 010 12.4z"/>`,
	"ok":     `<circle class="g-full" cx="8" cy="8" r="6.8"/><path class="g-cut" d="M5 8.2l2.1 2.2L11.2 6"/>`,
	"risk":   `<path d="M8 1.8l6.6 12H1.4z"/><path d="M8 6.4v3.4M8 11.8v.1"/>`,
	"late":   `<rect class="g-full" x="1.4" y="1.4" width="13.2" height="13.2"/><path class="g-cut" d="M8 4.4v4.4M8 11.4v.2"/>`,
	"none":   `<circle cx="8" cy="8" r="6.2" stroke-dasharray="2.2 2"/>`,
	"wait":   `<circle cx="8" cy="8" r="6.2"/><path d="M8 4.4V8l2.6 1.8"/>`,
	"lock":   `<rect x="3" y="7" width="10" height="7.4"/><path d="M5.2 7V4.8a2.8 2.8 0 015.6 0V7"/>`,
	"plus":   `<path d="M8 2.5v11M2.5 8h11"/>`,
	"help":   `<circle cx="8" cy="8" r="6.2"/><path d="M6 6.4a2 2 0 113 1.7c-.7.4-1 .7-1 1.5M8 11.6v.1"/>`,
	"up":     `<path d="M8 13V3.5M4 7.2L8 3.2l4 4"/>`,
	"down":   `<path d="M8 3v9.5M4 8.8l4 4 4-4"/>`,
	"both":   `<path d="M5 6.2L8 3l3 3.2M5 9.8L8 13l3-3.2"/>`,
	"person": `<circle cx="8" cy="5.2" r="3"/><path d="M2.4 14.2c.6-3 2.8-4.4 5.6-4.4s5 1.4 5.6 4.4"/>`,
	"cross":  `<path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/>`,
}

// Glyph draws a sign by name, or the mark of a verdict. It is hidden from those who listen: the word stands beside it.
func Glyph(name string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if g, ok := glyphs[name]; ok {
			_, err := io.WriteString(w, `<svg class="g" viewBox="0 0 16 16" aria-hidden="true" focusable="false">`+g+`</svg>`)
			return err
		}
		b := &html.Builder{}
		html.Mark(b, name)
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// built turns what package html writes into a component, so that a verdict looks the same in a publication and here.
func built(write func(*html.Builder)) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		b := &html.Builder{}
		write(b)
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// Verdict shows a verdict as mark and word.
func Verdict(z *i18n.Localizer, v doc.Verdict) templ.Component {
	return built(func(b *html.Builder) { html.Verdict(b, z, v) })
}

// Newer is the flag that a newer period exists; it may stand beside any verdict.
func Newer(z *i18n.Localizer) templ.Component {
	return built(func(b *html.Builder) { html.Newer(b, z) })
}

// Stale is the flag that a translation is older than its original: it waits for a person.
func Stale(z *i18n.Localizer) templ.Component {
	return built(func(b *html.Builder) { html.Stale(b, z) })
}

// Example tags what is invented.
func Example(z *i18n.Localizer) templ.Component {
	return built(func(b *html.Builder) { html.Example(b, z) })
}
