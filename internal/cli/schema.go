// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"context"
	"encoding/json"
)

// schemaCommand shows what the bodies of a kind look like, for whoever writes a program that makes them.
type schemaCommand struct {
	Kind string `arg:"" placeholder:"KIND"`
}

func (c *schemaCommand) run(_ context.Context, s *session) error {
	registry, err := kinds()
	if err != nil {
		return err
	}
	k, err := registry.Kind(c.Kind)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(s.Stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(k.JSONSchema())
}
