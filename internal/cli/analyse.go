// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/method"
)

// analyseCommand runs a method of analysis on files. The flags are those of the method, so the parser of commands leaves them alone.
type analyseCommand struct {
	Args []string `arg:"" optional:"" name:"method"`
}

// asked is what stands on the command line behind "analyse".
type asked struct {
	method string
	given  map[string]string
	files  map[string]method.Source
	out    string
	json   bool
	help   bool
}

func (c *analyseCommand) run(ctx context.Context, s *session) error {
	a, err := s.readAnalyse(c.Args)
	if err != nil {
		return err
	}
	switch {
	case a.method == "":
		s.helpAnalyse()
		if a.help {
			return nil
		}
		return errUsage
	case a.method == "list":
		return s.listMethods(a)
	}
	m, err := method.Find(a.method)
	if err != nil {
		return err
	}
	if a.help {
		s.helpMethod(m)
		return nil
	}
	args, err := m.Check(a.given, a.files)
	if err != nil {
		return err
	}
	r, err := args.Run(ctx)
	if err != nil {
		return err
	}
	d := method.Document{Method: m, Parameters: args.Parameters(), Result: r}
	if err := s.writeResult(d, a.out); err != nil {
		return err
	}
	for _, n := range r.Notes {
		s.tell(n.Key, n.Args)
	}
	return nil
}

// writeResult writes files into a folder, or one document to standard output. Values of the whole are said on standard output either way.
func (s *session) writeResult(d method.Document, dir string) error {
	if dir == "" {
		return d.WriteJSON(s.Stdout)
	}
	names, err := method.WriteDir(dir, d)
	if err != nil {
		return err
	}
	s.tell("cli.analysed", fault.A{"dir": dir, "files": names})
	if len(d.Result.Values) > 0 {
		return d.Bare().WriteJSON(s.Stdout)
	}
	return nil
}

// readAnalyse reads the method and its flags: --name value or --name=value; a flag of yes or no may stand alone.
func (s *session) readAnalyse(args []string) (asked, error) {
	a := asked{given: map[string]string{}, files: map[string]method.Source{}}
	var m *method.Method
	for len(args) > 0 {
		word := args[0]
		args = args[1:]
		if word == "-h" {
			word = "--help"
		}
		name, isFlag := strings.CutPrefix(word, "--")
		if !isFlag {
			if a.method != "" {
				return a, fault.New(fault.Invalid, "cli.unexpected", fault.A{"found": word})
			}
			a.method = word
			if word != "list" {
				var err error
				if m, err = method.Find(word); err != nil {
					return a, err
				}
			}
			continue
		}
		name, value, has := strings.Cut(name, "=")
		if slices.Contains([]string{"help", "json", "debug"}, name) && !has {
			a.help = a.help || name == "help"
			a.json = a.json || name == "json"
			s.flags.Debug = s.flags.Debug || name == "debug"
			continue
		}
		p, known := method.Param{}, false
		if m != nil {
			p, known = m.Param(name)
		}
		if !known && !slices.Contains([]string{"out", "lang", "data", "db"}, name) {
			return a, fault.New(fault.Invalid, "cli.unknown-flag", fault.A{"flag": "--" + name})
		}
		if p.Kind == method.Flag && !has {
			value, has = "true", true
		}
		if !has {
			if len(args) == 0 {
				return a, fault.New(fault.Invalid, "cli.flag-without-value", fault.A{"flag": "--" + name})
			}
			value, args = args[0], args[1:]
		}
		if err := a.take(s, p, name, value); err != nil {
			return a, err
		}
	}
	return a, nil
}

// take keeps the value of a flag.
func (a *asked) take(s *session, p method.Param, name, value string) error {
	_, twice := a.given[name]
	_, file := a.files[name]
	if twice || file || name == "out" && a.out != "" {
		return fault.New(fault.Invalid, "cli.flag-twice", fault.A{"flag": "--" + name})
	}
	switch {
	case name == "out":
		if value == "" {
			return fault.New(fault.Invalid, "cli.flag-without-value", fault.A{"flag": "--out"})
		}
		a.out = value
	case name == "lang":
		return checkLanguages(value)
	case p.Name == "": // where the data lies: nothing a method on files needs
	case p.Kind.IsSource():
		a.files[name] = method.File(value)
	default:
		a.given[name] = value
	}
	return nil
}

// listMethods names the methods with what they do.
func (s *session) listMethods(a asked) error {
	type entry struct {
		ID      string `json:"id"`
		Family  string `json:"family"`
		Title   string `json:"title"`
		Summary string `json:"summary"`
	}
	var all []entry
	var rows [][]string
	for _, m := range method.All() {
		e := entry{m.ID, m.Family, s.z.T(m.About("title")), s.z.T(m.About("summary"))}
		all = append(all, e)
		rows = append(rows, []string{e.ID, e.Title})
	}
	if a.json {
		return s.json(all)
	}
	s.table(rows)
	return nil
}
