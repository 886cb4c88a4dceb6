// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
)

// World is what a command takes from outside.
type World struct {
	Args           []string
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Now            func() time.Time
	Random         io.Reader
	Version        string
	// Open shows an address in the person's browser; nil opens none.
	Open func(ctx context.Context, address string) error
	// Terminal tells that a person reads the standard output.
	Terminal bool
	// System is the name of the operating system, as Go calls it.
	System string
}

// globals are the flags of every command.
type globals struct {
	Data  string   `placeholder:"DIR"`
	DB    string   `name:"db" placeholder:"postgres://…"`
	Lang  string   `placeholder:"lt|lv|en"`
	Debug bool     ``
	Help  helpFlag `short:"h"`
}

// grammar lists the commands in the order in which help shows them.
type grammar struct {
	globals

	Demo    demoCommand    `cmd:""`
	Serve   serveCommand   `cmd:""`
	Publish publishCommand `cmd:""`

	Apply  applyCommand  `cmd:""`
	Export exportCommand `cmd:""`
	Fmt    fmtCommand    `cmd:""`

	Import   importCommand   `cmd:""`
	Evaluate evaluateCommand `cmd:""`
	Findings findingsCommand `cmd:""`
	Finding  findingCommand  `cmd:""`
	Accept   acceptCommand   `cmd:""`
	Reword   rewordCommand   `cmd:""`
	Withdraw withdrawCommand `cmd:""`
	Check    checkCommand    `cmd:""`
	Thread   threadCommand   `cmd:""`
	Analyse  analyseCommand  `cmd:"" passthrough:""`

	History   historyCommand   `cmd:""`
	Undo      undoCommand      `cmd:""`
	Diff      diffCommand      `cmd:""`
	Baseline  baselineCommand  `cmd:""`
	Baselines baselinesCommand `cmd:""`
	Journal   journalCommand   `cmd:""`

	User userCommands `cmd:""`

	Backup    backupCommand    `cmd:""`
	Restore   restoreCommand   `cmd:""`
	Verify    verifyCommand    `cmd:""`
	MigrateDB migrateDBCommand `cmd:"" name:"migrate-db"`
	Doctor    doctorCommand    `cmd:""`

	Schema   schemaCommand   `cmd:""`
	Licences licencesCommand `cmd:""`
	Version  versionCommand  `cmd:""`
}

// command is what every subcommand does.
type command interface {
	run(ctx context.Context, s *session) error
}

// session is one run of the program.
type session struct {
	World
	flags  globals
	z      *i18n.Localizer
	log    *slog.Logger
	opened *house
	// whole is set by commands that bring in a file or a folder whole or not at all: a fault says that nothing was changed.
	whole bool
}

// Run runs one command and gives the exit status.
func Run(ctx context.Context, w World) int {
	if w.Version == "" {
		w.Version = "unknown"
	}
	s := &session{World: w, z: i18n.For(language("", w.Getenv)).Typed(), log: slog.New(slog.DiscardHandler)}
	err := s.parseAndRun(ctx)
	if s.opened != nil {
		err = errors.Join(err, s.opened.db.Close())
	}
	return s.finish(ctx, err)
}

func (s *session) parseAndRun(ctx context.Context) error {
	var g grammar
	parser, err := kong.New(&g, kong.Name("sumanus"), kong.NoDefaultHelp())
	if err != nil {
		return err
	}
	// The language is known before the rest, so that also a wrong flag is told in it.
	s.z = i18n.For(language(langArgument(s.Args), s.Getenv)).Typed()
	if len(s.Args) == 0 {
		s.printHelp(parser.Model.Node)
		return errUsage
	}
	parsed, err := parser.Parse(s.Args)
	var failed *kong.ParseError
	if errors.Is(err, errHelp) && errors.As(err, &failed) {
		node := failed.Context.Selected()
		if node == nil {
			node = parser.Model.Node
		}
		s.printHelp(node)
		return nil
	}
	if err != nil {
		return usage(err)
	}
	s.flags = g.globals
	if s.flags.Debug {
		s.log = slog.New(slog.NewTextHandler(s.Stderr, nil))
	}
	if err := checkLanguages(s.flags.Lang); err != nil {
		return err
	}
	c, ok := parsed.Selected().Target.Addr().Interface().(command)
	if !ok {
		return fault.New(fault.Invalid, "cli.no-command")
	}
	if _, many := c.(*publishCommand); !many && strings.Contains(s.flags.Lang, ",") {
		return fault.New(fault.Invalid, "cli.one-language", fault.A{"found": s.flags.Lang})
	}
	return c.run(ctx, s)
}

// language chooses the language of messages: the flag, else the first of those that the system knows.
func language(flag string, getenv func(string) string) i18n.Lang {
	flag, _, several := strings.Cut(flag, ",")
	if flag != "" && !several {
		return i18n.Lang(flag).Base()
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			return i18n.Lang(strings.ReplaceAll(v, "_", "-")).Base()
		}
	}
	return i18n.Fallback
}

func langArgument(args []string) string {
	for i, a := range args {
		if v, found := strings.CutPrefix(a, "--lang="); found {
			return v
		}
		if a == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

func checkLanguages(flag string) error {
	if flag == "" {
		return nil
	}
	for _, l := range strings.Split(flag, ",") {
		if !i18n.Lang(l).IsKnown() {
			return fault.New(fault.Invalid, "cli.bad-language", fault.A{"found": l})
		}
	}
	return nil
}
