// SPDX-License-Identifier: EUPL-1.2

package ui_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// element is one start tag as it was read.
type element struct {
	tag     string
	attr    map[string]string
	text    string // of it and everything in it
	inLabel bool
}

var void = strings.Fields("area base br col embed hr img input link meta source track wbr")

// read parses markup and gives its elements; tags that do not match are faults.
func read(markup string) (all []*element, faults []string) {
	d := xml.NewDecoder(strings.NewReader(strings.Replace(markup, "<!doctype html>", "", 1)))
	d.Strict, d.Entity = false, xml.HTMLEntity
	var open []*element
	for {
		tok, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return all, append(faults, err.Error())
		}
		switch x := tok.(type) {
		case xml.StartElement:
			e := &element{tag: x.Name.Local, attr: map[string]string{}}
			for _, a := range x.Attr {
				name := a.Name.Local
				if a.Name.Space != "" {
					name = a.Name.Space + ":" + name
				}
				if _, twice := e.attr[name]; twice {
					faults = append(faults, fmt.Sprintf("<%s> has %s twice", e.tag, name))
				}
				e.attr[name] = a.Value
			}
			for _, o := range open {
				e.inLabel = e.inLabel || o.tag == "label"
			}
			all = append(all, e)
			if !slices.Contains(void, e.tag) {
				open = append(open, e)
			}
		case xml.EndElement:
			if slices.Contains(void, x.Name.Local) {
				continue
			}
			if len(open) == 0 || open[len(open)-1].tag != x.Name.Local {
				return all, append(faults, "</"+x.Name.Local+"> closes nothing")
			}
			open = open[:len(open)-1]
		case xml.CharData:
			for _, o := range open {
				o.text += string(x)
			}
		}
	}
	for _, o := range open {
		faults = append(faults, "<"+o.tag+"> stays open")
	}
	return all, faults
}

// examine tells what is wrong with markup: what the content policy forbids, controls without a name, ties that lead nowhere.
func examine(markup string) (faults []string) {
	all, faults := read(markup)
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	ids, labelled := map[string]bool{}, map[string]bool{}
	for _, e := range all {
		if id, ok := e.attr["id"]; ok {
			if ids[id] || id == "" || strings.ContainsAny(id, " \t") {
				say("id %q is empty, has a space or stands twice", id)
			}
			ids[id] = true
		}
		if e.tag == "label" {
			labelled[e.attr["for"]] = true
		}
	}
	for _, e := range all {
		for name, value := range e.attr {
			switch {
			case name == "style" || strings.HasPrefix(name, "on") || strings.HasPrefix(value, "javascript:"):
				say("<%s %s=%q>: the content policy forbids it", e.tag, name, value)
			case slices.Contains([]string{"aria-describedby", "aria-labelledby", "aria-controls", "for", "popovertarget", "list"}, name):
				for _, id := range strings.Fields(value) {
					if !ids[id] {
						say("<%s %s=%q> leads to nothing", e.tag, name, id)
					}
				}
			case name == "href" && strings.HasPrefix(value, "#") && !ids[value[1:]]:
				say("a link to %s, which is not there", value)
			}
		}
		named := e.attr["aria-label"] != "" || e.attr["aria-labelledby"] != ""
		switch e.tag {
		case "style":
			say("a style element")
		case "script":
			if e.attr["src"] == "" || strings.TrimSpace(e.text) != "" {
				say("a script with words in it")
			}
		case "input", "select", "textarea":
			if t := e.attr["type"]; t == "hidden" || t == "submit" {
				continue
			}
			if !named && !e.inLabel && !labelled[e.attr["id"]] {
				say("<%s name=%q> has no label", e.tag, e.attr["name"])
			}
			if e.attr["aria-invalid"] == "true" && e.attr["aria-describedby"] == "" {
				say("<%s name=%q> is wrong and does not say why", e.tag, e.attr["name"])
			}
		case "button", "a", "summary":
			if strings.TrimSpace(e.text) == "" && !named {
				say("<%s> without a name", e.tag)
			}
		case "svg":
			if e.attr["aria-hidden"] != "true" && e.attr["role"] != "img" {
				say("a drawing that is neither hidden nor an image")
			}
		case "th":
			if e.attr["scope"] == "" {
				say("a heading of a table without scope: %s", e.text)
			}
		}
	}
	return faults
}

// TestExamineSees shows that each thing is seen.
func TestExamineSees(t *testing.T) {
	for markup, want := range map[string]string{
		`<p>a</div>`:                   "closes nothing",
		`<p>a`:                         "stays open",
		`<p id="a"></p><p id="a"></p>`: "twice",
		`<p style="color:red"></p>`:    "forbids",
		`<p onclick="x()"></p>`:        "forbids",
		`<style>p{}</style>`:           "style element",
		`<script>x()</script>`:         "words in it",
		`<input name="a">`:             "no label",
		`<label for="b">x</label>`:     "leads to nothing",
		`<button><svg aria-hidden="true"></svg></button>`: "without a name",
		`<svg></svg>`:                                  "neither hidden",
		`<a href="#x">x</a>`:                           "not there",
		`<table><tr><th>x</th></tr></table>`:           "without scope",
		`<label>x <input aria-invalid="true"></label>`: "does not say why",
	} {
		if got := strings.Join(examine(markup), "; "); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", markup, got, want)
		}
	}
	if got := examine(`<form><label for="a">x</label><input id="a"><p>y<br>z</p><svg aria-hidden="true"></svg></form>`); len(got) > 0 {
		t.Error(got)
	}
}
