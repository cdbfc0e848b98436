// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package types

import (
	_ "embed"
	"io"
	"os"

	"github.com/urfave/cli/v2"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// Declarations are the TypeScript declarations of what scripts see.
//
//go:embed umh.d.ts
var Declarations string

// Command is `types`.
func Command() *cli.Command {
	return &cli.Command{
		Name:  "types",
		Usage: "Write TypeScript declarations of what scripts see, for editors",
		Description: "Without --scripts it writes the declarations of msg, console and cache. With it, it\n" +
			"writes the scripts of a config as JavaScript that TypeScript checks against them:\n\n" +
			"  benthos-umh types -o umh.d.ts\n" +
			"  benthos-umh types --scripts config.yaml -o config.js\n\n" +
			"Every script stands on its own lines of the config.",
		UsageText: "benthos-umh types [--scripts config.yaml] [-o file]",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "scripts", Aliases: []string{"config", "c"}, Usage: "a config whose scripts to write instead"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "the file to write; standard output without it"},
		}, inventory.Flags()...),
		Action: func(c *cli.Context) error {
			text := Declarations
			if path := c.String("scripts"); path != "" {
				o, err := inventory.OptionsOf(c)
				if err != nil {
					return err
				}
				documents, err := inventory.Load(path, o)
				if err != nil {
					return err
				}
				if text, err = Scripts(documents); err != nil {
					return err
				}
			}
			if path := c.String("output"); path != "" {
				return os.WriteFile(path, []byte(text), 0o644)
			}
			_, err := io.WriteString(c.App.Writer, text)
			return err
		},
	}
}
