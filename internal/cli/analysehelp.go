// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/method"
)

// helpAnalyse says what there is to analyse with.
func (s *session) helpAnalyse() {
	s.line("sumanus analyse METHOD …")
	s.line("")
	s.say("cli.help.analyse")
	rows := [][]string{{"  list", s.z.T("cli.analyse-list")}}
	for _, m := range method.All() {
		rows = append(rows, []string{"  " + m.ID, s.z.T(m.About("title"))})
	}
	s.section("cli.analyse-methods", rows)
	s.section("cli.flags", s.analyseFlags())
}

// analyseFlags are the flags of every method.
func (s *session) analyseFlags() [][]string {
	var rows [][]string
	for _, f := range [][2]string{{"out DIR", "analyse-out"}, {"lang lt|lv|en", "lang"}, {"debug", "debug"}, {"help", "help"}} {
		rows = append(rows, []string{"  --" + f[0], s.z.T("cli.flag." + f[1])})
	}
	return rows
}

// helpMethod is the description of a method as a page of text.
func (s *session) helpMethod(m *method.Method) {
	use := "sumanus analyse " + m.ID
	for _, p := range m.Params {
		if p.Required {
			use += " --" + p.Name + " " + placeholder(p)
		}
	}
	s.line("%s [--…]", use)
	s.line("")
	s.line("%s", s.z.T(m.About("title")))
	s.line("%s", s.z.T(m.About("summary")))
	s.line("")
	s.say("cli.analyse-formula")
	s.indented(s.z.T(m.About("formula")))
	var rows [][]string
	for _, p := range m.Params {
		rows = append(rows, []string{"  --" + p.Name + " " + placeholder(p), s.aboutParam(p)})
	}
	s.section("cli.flags", append(rows, s.analyseFlags()...))
	s.helpColumns(m.ID+".json", m.Values)
	for _, t := range m.Tables {
		s.helpColumns(t.Name+".csv", t.Columns)
	}
	s.line("")
	s.say("cli.analyse-caveats")
	s.indented(s.z.T(m.About("caveats")))
	s.line("")
	s.say("cli.analyse-sources")
	for _, r := range m.References {
		s.line("  %s", r)
	}
}

// helpColumns lists what a file holds.
func (s *session) helpColumns(file string, columns []method.Column) {
	if len(columns) == 0 {
		return
	}
	var rows [][]string
	for _, c := range columns {
		text := s.z.T(c.HelpKey())
		if c.With != "" && !c.Told {
			text += " " + s.z.T("cli.analyse-with", fault.A{"flag": "--" + strings.Replace(c.With, "=", " ", 1)})
		}
		rows = append(rows, []string{"  " + c.Name, text})
	}
	s.line("")
	s.line("%s", file)
	s.table(rows)
}

// aboutParam is what a parameter is for, with what holds when it is not given.
func (s *session) aboutParam(p method.Param) string {
	text := s.z.T(p.HelpKey())
	switch {
	case p.Required:
		text += " " + s.z.T("cli.analyse-required")
	case p.Default != "":
		text += " " + s.z.T("cli.analyse-default", fault.A{"value": p.Default})
	}
	return text
}

// placeholder shows the form of a value.
func placeholder(p method.Param) string {
	switch p.Kind {
	case method.Table, method.Outline, method.Whole:
		return "FILE"
	case method.Field:
		return "COLUMN"
	case method.Choice:
		return strings.Join(p.Choices, "|")
	case method.Number, method.Integer:
		return "N"
	case method.Text:
		return "TEXT"
	case method.Flag:
	}
	return ""
}

// indented writes a text of several lines two signs in.
func (s *session) indented(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		s.line("  %s", line)
	}
}
