// SPDX-License-Identifier: EUPL-1.2

package record

// Title is what a record is called: the Text at "title" of its body; the zero Text when it has none.
func (r Record) Title() Text {
	if r.Body != nil {
		for _, t := range Texts(r.Body) {
			if t.Path == "title" {
				return *t.Text
			}
		}
	}
	return Text{}
}

// Name is the title in a language, or the reference of a record without one.
func (r Record) Name(lang string) string {
	if t := r.Title(); !t.IsZero() {
		return t.In(lang)
	}
	return string(r.Ref)
}
