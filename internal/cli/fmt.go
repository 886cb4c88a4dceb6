// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"sort"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record/folder"
)

type fmtCommand struct {
	Dir   string `arg:""`
	Check bool
}

func (c *fmtCommand) run(_ context.Context, s *session) error {
	tree, err := parseFolder(os.DirFS(c.Dir), c.Dir)
	if err != nil {
		return err
	}
	registry, err := kinds()
	if err != nil {
		return err
	}
	files, err := folder.Canonical(tree, registry, attachments())
	if err != nil {
		return below(c.Dir, err)
	}
	if c.Check {
		return c.compare(s, files)
	}
	changed, err := folder.Save(c.Dir, files, false)
	if err != nil {
		return err
	}
	for _, name := range changed {
		s.line("%s", name)
	}
	s.say("cli.formatted", fault.A{"n": len(changed), "files": len(files)})
	return nil
}

// compare names the files that are not in canonical form and changes none.
func (c *fmtCommand) compare(s *session, files folder.Files) error {
	var differ []string
	for name, content := range files {
		was, err := os.ReadFile(filepath.Join(c.Dir, filepath.FromSlash(name)))
		if err != nil || !bytes.Equal(was, content) {
			differ = append(differ, name)
		}
	}
	sort.Strings(differ)
	for _, name := range differ {
		s.line("%s", name)
	}
	s.say("cli.format-checked", fault.A{"n": len(differ), "files": len(files)})
	if len(differ) > 0 {
		return errFailed
	}
	return nil
}
