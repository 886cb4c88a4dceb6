// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"errors"
	"strings"

	"github.com/alecthomas/kong"
)

// errHelp ends the parsing when help is asked for.
var errHelp = errors.New("help")

// helpFlag stops before anything else is complained about.
type helpFlag bool

// BeforeReset is called by kong as soon as the flag is seen.
func (helpFlag) BeforeReset() error { return errHelp }

// printHelp describes a command, or all of them. What it says is in the catalogue: "cli.help." and the command with hyphens,
// "cli.flag." and the flag, "cli.arg." and the argument.
func (s *session) printHelp(n *kong.Node) {
	path := strings.TrimPrefix(n.FullPath(), "sumanus")
	name := strings.ReplaceAll(strings.TrimSpace(path), " ", "-")
	use := "sumanus" + path
	for _, p := range n.Positional {
		arg := strings.ToUpper(p.Name)
		if !p.Required {
			arg = "[" + arg + "]"
		}
		use += " " + arg
	}
	if len(n.Children) > 0 {
		use += " …"
	}
	s.line("%s", use)
	s.line("")
	if name == "" {
		s.say("cli.about")
	} else {
		s.say("cli.help." + name)
	}
	var rows [][]string
	for _, p := range n.Positional {
		rows = append(rows, []string{"  " + strings.ToUpper(p.Name), s.z.T("cli.arg." + p.Name)})
	}
	s.section("", rows)
	rows = nil
	for _, c := range n.Children {
		at := c.Name
		if name != "" {
			at = name + "-" + c.Name
		}
		rows = append(rows, []string{"  " + c.Name, s.z.T("cli.help." + at)})
	}
	s.section("cli.commands", rows)
	rows = nil
	for at := n; at != nil; at = at.Parent {
		for _, f := range at.Flags {
			flag := "  --" + f.Name
			if !f.IsBool() {
				flag += " " + f.FormatPlaceHolder()
			}
			rows = append(rows, []string{flag, s.z.T("cli.flag." + f.Name)})
		}
	}
	s.section("cli.flags", rows)
}

func (s *session) section(key string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	s.line("")
	if key != "" {
		s.say(key)
	}
	s.table(rows)
}
