// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	_ "embed"
	"fmt"
	"runtime"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record/folder"
)

type versionCommand struct{}

func (c *versionCommand) run(_ context.Context, s *session) error {
	s.line("sumanus %s (%s, %s/%s)", s.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	s.say("cli.formats", fault.A{"schema": db.Newest(), "folder": folder.Format})
	return nil
}

// licences is written by "make generate" from what is linked into the program.
//
//go:embed licences.txt
var licences string

type licencesCommand struct{}

func (c *licencesCommand) run(_ context.Context, s *session) error {
	fmt.Fprint(s.Stdout, licences)
	return nil
}
