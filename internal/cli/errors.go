// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// The exit statuses. Programs may rely on them (docs/stability.md).
const (
	statusOK          = 0
	statusFailed      = 1 // a check, the doctor or a verification found something wrong
	statusInput       = 2
	statusConflict    = 3
	statusAbsent      = 4
	statusUnavailable = 5
	statusInternal    = 70
	statusInterrupted = 130
)

var (
	// errFailed says that the command did its work and found something wrong; it has said so already.
	errFailed = errors.New("found something wrong")
	// errUsage says that help was shown because nothing was asked.
	errUsage = errors.New("nothing asked")
)

// status maps an error to an exit status; it is the only place that does.
func status(ctx context.Context, err error) int {
	switch {
	case err == nil:
		return statusOK
	case errors.Is(err, errStopped):
		return statusOK
	case errors.Is(err, errFailed):
		return statusFailed
	case errors.Is(err, errUsage):
		return statusInput
	case ctx.Err() != nil:
		return statusInterrupted
	}
	switch fault.CodeOf(err) {
	case fault.Invalid:
		return statusInput
	case fault.Conflict:
		return statusConflict
	case fault.NotFound, fault.Forbidden:
		return statusAbsent
	case fault.Unavailable, fault.TooMany:
		return statusUnavailable
	case fault.Internal:
	}
	return statusInternal
}

// finish tells the person what went wrong, in words, and the log what lies behind it.
func (s *session) finish(ctx context.Context, err error) int {
	code := status(ctx, err)
	if code == statusOK || errors.Is(err, errFailed) || errors.Is(err, errUsage) {
		return code
	}
	if code == statusInterrupted {
		s.tell("cli.interrupted")
		return code
	}
	fmt.Fprintln(s.Stderr, s.z.Error(err))
	s.showConflicts(err)
	if s.whole && (code == statusInput || code == statusConflict) {
		s.tell("cli.nothing-changed")
	}
	if code == statusInternal && !s.flags.Debug {
		s.tell("cli.say-debug")
	}
	s.log.Error("failed", "error", err)
	return code
}

// showConflicts shows, for every record that somebody else saved meanwhile, the fields on which both sides differ.
func (s *session) showConflicts(err error) {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return
	}
	for _, one := range append([]*fault.Fault{f}, f.Also...) {
		var c *record.Conflict
		if !errors.As(one.Cause, &c) {
			continue
		}
		mine := c.Theirs
		mine.Owner, mine.CoOwners, mine.Visibility = c.Mine.Owner, c.Mine.CoOwners, c.Mine.Visibility
		mine.Invented, mine.Body, mine.Stated = c.Mine.Invented, c.Mine.Body, c.Mine.Stated
		fields, err := record.FieldDifferences(c.Theirs, mine)
		if err != nil {
			s.log.Error("comparing both sides", "error", err)
			continue
		}
		base := map[string]string{}
		if c.Base != nil {
			from, err := record.FieldDifferences(record.Record{}, *c.Base)
			if err != nil {
				s.log.Error("reading the common beginning", "error", err)
			}
			for _, d := range from {
				base[d.Path] = d.After
			}
		}
		fmt.Fprintf(s.Stderr, "\n%s\n", c.Theirs.Ref)
		for _, d := range fields {
			fmt.Fprintf(s.Stderr, "  %s\n", d.Path)
			if was, known := base[d.Path]; known {
				s.side("cli.conflict-base", was)
			}
			s.side("cli.conflict-theirs", d.Before)
			s.side("cli.conflict-mine", d.After)
		}
	}
}

func (s *session) side(key, value string) {
	fmt.Fprintf(s.Stderr, "    %s %s\n", s.z.T(key), s.shown(value))
}

// shown is a value of canonical JSON as people read it.
func (s *session) shown(value string) string {
	if value == "" {
		return s.z.T("cli.nothing")
	}
	if text, ok := unquote(value); ok {
		return s.z.Quote(strings.ReplaceAll(text, "\n", "⏎"))
	}
	return value
}

var quoted = regexp.MustCompile(`"[^"]*"`)

// usage puts what the parser of flags says into words of the reader. Its own wording is English and kept where it is not known.
func usage(err error) error {
	text := err.Error()
	first := strings.Trim(quoted.FindString(text), `"`)
	switch {
	case strings.HasPrefix(text, "unknown flag "):
		flag, _, _ := strings.Cut(strings.TrimPrefix(text, "unknown flag "), ",")
		return fault.New(fault.Invalid, "cli.unknown-flag", fault.A{"flag": flag})
	case strings.HasPrefix(text, "unexpected argument "):
		found, _, _ := strings.Cut(strings.TrimPrefix(text, "unexpected argument "), ",")
		return fault.New(fault.Invalid, "cli.unexpected", fault.A{"found": found})
	case strings.HasPrefix(text, "expected one of "):
		return fault.New(fault.Invalid, "cli.no-command")
	case strings.HasPrefix(text, "expected ") && first != "":
		return fault.New(fault.Invalid, "cli.expected", fault.A{"what": strings.ToUpper(strings.Trim(first, "<>"))})
	case strings.HasPrefix(text, "missing flags: "):
		return fault.New(fault.Invalid, "cli.missing-flags", fault.A{"flags": strings.TrimPrefix(text, "missing flags: ")})
	}
	return fault.New(fault.Invalid, "cli.usage", fault.A{"what": text})
}
