// SPDX-License-Identifier: EUPL-1.2

package webtest

import (
	"encoding/xml"
	"net/url"
	"strings"
	"testing"
)

// Form is a form of a page as a browser holds it: where it is sent, and what it sends when nobody touches it.
type Form struct {
	Action string
	Values url.Values
}

// Form reads the form of a page that holds a control with a name. Buttons send nothing until they are pressed.
func (p Page) Form(t testing.TB, control string) Form {
	t.Helper()
	for _, f := range p.forms(t) {
		if f.Values.Has(control) {
			return f
		}
	}
	t.Fatalf("status %d: no form of the page has %s", p.Status, control)
	return Form{}
}

// forms reads all forms of a page.
func (p Page) forms(t testing.TB) []Form {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(strings.Replace(p.Body, "<!doctype html>", "", 1)))
	d.Strict, d.Entity, d.AutoClose = false, xml.HTMLEntity, xml.HTMLAutoClose
	var out []Form
	var open *Form
	var area, selection string
	var text strings.Builder
	chosen, first := "", ""
	for {
		tok, err := d.RawToken()
		if err != nil {
			return out
		}
		switch x := tok.(type) {
		case xml.StartElement:
			attr := func(name string) (string, bool) {
				for _, a := range x.Attr {
					if a.Name.Local == name {
						return a.Value, true
					}
				}
				return "", false
			}
			name, _ := attr("name")
			value, _ := attr("value")
			switch x.Name.Local {
			case "form":
				action, _ := attr("action")
				out = append(out, Form{Action: action, Values: url.Values{}})
				open = &out[len(out)-1]
			case "input":
				kind, _ := attr("type")
				_, checked := attr("checked")
				if open != nil && name != "" && (kind != "checkbox" && kind != "radio" || checked) {
					open.Values.Add(name, value)
				}
			case "textarea":
				area = name
				text.Reset()
			case "select":
				selection, chosen, first = name, "", "\x00"
			case "option":
				if _, yes := attr("selected"); yes {
					chosen = value
				}
				if first == "\x00" {
					first = value
				}
			}
		case xml.CharData:
			text.Write(x)
		case xml.EndElement:
			switch x.Name.Local {
			case "form":
				open = nil
			case "textarea":
				if open != nil && area != "" {
					open.Values.Add(area, strings.ReplaceAll(text.String(), "\n", "\r\n"))
				}
				area = ""
			case "select":
				if chosen == "" && first != "\x00" {
					chosen = first
				}
				if open != nil && selection != "" {
					open.Values.Add(selection, chosen)
				}
				selection = ""
			}
		}
	}
}
