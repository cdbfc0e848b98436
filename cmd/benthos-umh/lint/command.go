// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"fmt"
	"os"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/urfave/cli/v2"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// The exit codes, beside 0.
const (
	foundErrors = 1
	readNothing = 2
)

// Command is `lint`. It has the flags of Benthos' own.
func Command() *cli.Command {
	return &cli.Command{
		Name:  "lint",
		Usage: "Check configs and their scripts without starting them",
		Description: "A path is a file, a pattern, or with /... every .yaml and .yml below a folder. Of a .md the\n" +
			"blocks of YAML are checked.\n\n" +
			"  {{.BinaryName}} lint ./configs/*.yaml\n" +
			"  {{.BinaryName}} lint ./foo.yaml ./bar.yaml\n" +
			"  {{.BinaryName}} lint ./configs/...\n\n" +
			"The exit code is 0 where nothing is wrong or there are only warnings, 1 where there are\n" +
			"errors, or with --strict warnings, and 2 where nothing could be read.",
		ArgsUsage: "[paths]",
		Flags: append([]cli.Flag{
			&cli.BoolFlag{Name: "strict", Usage: "warnings are errors"},
			&cli.BoolFlag{Name: "deprecated", Usage: "deprecated fields are errors"},
			&cli.BoolFlag{Name: "labels", Usage: "components without a label are errors"},
			&cli.BoolFlag{Name: "skip-env-var-check", Usage: "environment variables without a default need not be set"},
			&cli.BoolFlag{Name: "verbose", Usage: "print the result of each file"},
			&cli.StringSliceFlag{Name: "resources", Aliases: []string{"r"}, Usage: "files with resources to check, too; patterns in quotes"},
			&cli.StringSliceFlag{Name: "env-file", Aliases: []string{"e"}, Usage: "import environment variables from a dotenv file"},
			&cli.StringSliceFlag{Name: "templates", Aliases: []string{"t"}, Usage: "EXPERIMENTAL: import templates; patterns in quotes"},
		}, inventory.Flags()...),
		OnUsageError: func(_ *cli.Context, err error, _ bool) error { return cli.Exit(err, readNothing) },
		Before: func(c *cli.Context) error {
			if err := prepare(ownFlag(c, "env-file"), ownFlag(c, "templates")); err != nil {
				return cli.Exit(err, readNothing)
			}
			return nil
		},
		Action: func(c *cli.Context) error {
			paths := append(c.Args().Slice(), resources(c)...)
			if config := c.String("config"); config != "" { // it stands before the command
				paths = append(paths, config)
			}
			load, err := inventory.OptionsOf(c)
			if err != nil {
				return cli.Exit(err, readNothing)
			}
			o := Options{
				Load: load,
				Rules: Rules{
					RejectDeprecated: c.Bool("deprecated"),
					RequireLabels:    c.Bool("labels"),
					SkipVariables:    c.Bool("skip-env-var-check"),
				},
				Strict:  c.Bool("strict"),
				Verbose: c.Bool("verbose"),
			}
			if code := Lint(paths, o, c.App.Writer, c.App.ErrWriter); code != 0 {
				return cli.Exit("", code)
			}
			return nil
		},
	}
}

// ownFlag is a flag as it stands behind the command: Benthos sees to those before it.
func ownFlag(c *cli.Context, name string) []string {
	if !c.IsSet(name) {
		return nil
	}
	return c.StringSlice(name)
}

// resources are the files of -r, which may stand before the command, too.
func resources(c *cli.Context) []string {
	for _, one := range c.Lineage() {
		if list := one.StringSlice("resources"); len(list) > 0 {
			return list
		}
	}
	return nil
}

// prepare sets the environment variables of dotenv files and imports templates.
func prepare(envFiles, templates []string) error {
	files, err := service.Globs(service.OSFS(), envFiles...)
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		variables, err := service.ParseEnvFile(text)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		for name, value := range variables {
			if err := os.Setenv(name, value); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
		}
	}
	if files, err = service.Globs(service.OSFS(), templates...); err != nil {
		return err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := service.RegisterTemplateYAML(string(text)); err != nil {
			return fmt.Errorf("%s: %s", file, strings.TrimSpace(err.Error()))
		}
	}
	return nil
}
