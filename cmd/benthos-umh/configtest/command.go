// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package configtest

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/urfave/cli/v2"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// A Run is Benthos' own command line. It takes all arguments, with the name of the
// program, and the components to know.
type Run func(env *service.Environment, args []string) (exitCode int, err error)

// Command is `test`. It has the flags of Benthos' own, which gets them from the command
// line as they were written.
func Command(benthos Run) *cli.Command {
	return &cli.Command{
		Name:  "test",
		Usage: "Execute {{.ProductName}} unit tests",
		Description: `
Execute any number of {{.ProductName}} unit test definitions. If one or more tests
fail the process will report the errors and exit with a status code 1.

  {{.BinaryName}} test ./path/to/configs/...
  {{.BinaryName}} test ./foo_configs/*.yaml ./bar_configs/*.yaml
  {{.BinaryName}} test ./foo.yaml
  {{.BinaryName}} test --bridge press ./umh-core/config.yaml

For more information check out the docs at:
{{.DocumentationURL}}/configuration/unit_testing`[1:],
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "log", Usage: "allow components to write logs at a provided level to stdout."},
			&cli.StringSliceFlag{Name: "resources", Aliases: []string{"r"}, Usage: "pull in extra resources from a file, which can be referenced the same as resources defined in the main config, supports glob patterns (requires quotes)"},
			&cli.StringSliceFlag{Name: "env-file", Aliases: []string{"e"}, Usage: "import environment variables from a dotenv file"},
			&cli.StringSliceFlag{Name: "templates", Aliases: []string{"t"}, Usage: "EXPERIMENTAL: import benthos-umh templates, supports glob patterns (requires quotes)"},
		}, inventory.Flags()...),
		Action: func(c *cli.Context) error {
			o, err := inventory.OptionsOf(c)
			if err != nil {
				return err
			}
			code, err := test(benthos, o, os.Args, c.Args().Slice())
			if err != nil {
				return err
			}
			if code != 0 {
				return cli.Exit("", code)
			}
			return nil
		},
	}
}

// test hands over to Benthos. paths are the last of args.
func test(benthos Run, o inventory.LoadOptions, args, paths []string) (exitCode int, err error) {
	for _, path := range paths {
		if strings.HasPrefix(path, "-") {
			return 0, fmt.Errorf("%s stands after a path: write flags first, then the configs", path)
		}
	}
	var w workplace
	defer func() { err = errors.Join(err, w.remove()) }()
	plain, err := w.prepare(o, paths)
	if err != nil {
		return 0, err
	}
	args = append(withoutOurs(args[:len(args)-len(paths)]), plain...)
	if len(w.prepared) == 0 {
		return benthos(service.GlobalEnvironment(), args)
	}
	return w.translated(func() (int, error) { return benthos(w.environment(), args) })
}

// ourFlag matches a flag that Benthos does not have.
var ourFlag = regexp.MustCompile(`^--?(var|vars|bridge)(=.*)?$`)

// withoutOurs are arguments without our flags.
func withoutOurs(args []string) (rest []string) {
	for i := 0; i < len(args); i++ {
		m := ourFlag.FindStringSubmatch(args[i])
		switch {
		case m == nil:
			rest = append(rest, args[i])
		case m[2] == "":
			i++ // its value
		}
	}
	return slices.Clip(rest)
}
