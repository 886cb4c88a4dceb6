// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"regexp"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
)

// Marker is the form of a line that begins a text in the folder format. No wording may contain such a line.
var Marker = regexp.MustCompile(`(?m)^<!-- ([a-z0-9_.]+)(?: (source)| of ([0-9a-f]{12}))? -->$`)

// Normalise brings the wordings of a draft into the one form that every copy of them has: lines end with \n, nothing blank stands
// before or after, a Text without any wording is the zero Text. It changes the draft's body in place.
func Normalise(d *Draft) {
	for _, t := range d.Texts() {
		*t.Text = t.Text.normal()
	}
	if len(d.Stated) > 0 {
		d.Stated = sortLinks(append([]Link{}, d.Stated...))
	}
}

// Texts lists every Text of the draft: of the body, and the reasons of stated links as "links.N.reason".
func (d *Draft) Texts() []TextAt {
	out := Texts(d.Body)
	stated := struct {
		Links []Link `json:"links"`
	}{d.Stated}
	return append(out, Texts(&stated)...)
}

func (t Text) normal() Text {
	out := Text{Source: t.Source}
	for lang, s := range t.Text {
		s = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s))
		if s != "" {
			if out.Text == nil {
				out.Text = map[string]string{}
			}
			out.Text[lang] = s
		}
	}
	if out.Text[out.Source] == "" && len(out.Text) == 0 {
		return Text{}
	}
	was, is := TextHash(t.Text[t.Source]), TextHash(out.Text[out.Source])
	for lang, of := range t.Of {
		if t.Text[lang] != "" && out.Text[lang] == "" {
			continue // a blank translation is no translation
		}
		if out.Of == nil {
			out.Of = map[string]string{}
		}
		if of == was {
			of = is // trimming the source wording does not make its translations stale
		}
		out.Of[lang] = of
	}
	return out
}

func checkMarkers(c *Check, texts []TextAt) {
	for _, t := range texts {
		for _, lang := range t.Text.Languages() {
			if Marker.MatchString(t.Text.Text[lang]) {
				c.Add(t.Path, "record.marker-in-text", fault.A{"language": lang})
			}
		}
	}
}
