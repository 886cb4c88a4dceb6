// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
)

// Checked is what the server says of a form while somebody types, before it is saved.
type Checked struct {
	// Known is false as long as nothing was asked.
	Known bool
	// Mend is how many things need mending, Left how many required fields nobody has touched yet.
	Mend, Left int
	// Verdict is what a sentence would come to; nil where there is none.
	Verdict *doc.Verdict
	// Also are the faults that belong to no field.
	Also []string
	// Note is what the person should know beside that.
	Note string
}

// glyph is the sign before the line: one for what is in order, one for what is not.
func (c Checked) glyph() string {
	switch {
	case c.Mend > 0:
		return "late"
	case c.Left > 0:
		return "half"
	}
	return "ok"
}

func (c Checked) says(z *i18n.Localizer) string {
	switch {
	case c.Mend > 0:
		return z.T("ui.errors", fault.A{"n": c.Mend}) + "."
	case c.Left > 0:
		return z.T("ui.check-left", fault.A{"n": c.Left})
	}
	return z.T("ui.check-fits")
}
