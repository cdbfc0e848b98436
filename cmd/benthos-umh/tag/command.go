// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// Command is `tag`, with its subcommand `try` and further ones.
func Command(further ...*cli.Command) *cli.Command {
	var o Options
	return &cli.Command{
		Name:  "tag",
		Usage: "Try the tag_processor and nodered_js scripts of a config on sample messages",
		Subcommands: append([]*cli.Command{{
			Name:  "try",
			Usage: "Run sample messages through the scripts of a config and show what each script did",
			Description: "Reads a message a line from the files, or from standard input if there are none. A line is\n" +
				"a payload as the pipeline's input would read it, or a message with metadata:\n\n" +
				"  {\"payload\": <any JSON>, \"meta\": {\"key\": \"value\"}}\n\n" +
				"\"text\" in place of \"payload\" is for text that is no JSON, \"base64\" for other bytes. " +
				"No input and no output of the config is started. " +
				"The exit code is 1 where a message failed, none was read, the config is wrong or a line cannot be read.",
			UsageText: "benthos-umh tag try -c config.yaml [--processor label] [messages.jsonl ...]\n" +
				"benthos-umh tag try -c config.yaml < messages.jsonl",
			Flags: append([]cli.Flag{
				&cli.StringFlag{Name: "config", Aliases: []string{"c"}, Usage: "the config: one of Benthos, or a config.yaml of umh-core", Destination: &o.Config},
				&cli.StringFlag{Name: "processor", Usage: "the label or path of the one processor to run; without it, all of pipeline.processors", Destination: &o.Processor},
				&cli.BoolFlag{Name: "raw", Usage: "each line is a payload, also one that looks like a message with metadata", Destination: &o.Raw},
				&cli.BoolFlag{Name: "json", Usage: "print a JSON object for each message", Destination: &o.JSON},
			}, inventory.Flags()...),
			Action: func(c *cli.Context) (err error) {
				if o.Files, err = files(o.Config, c.Args().Slice()); err != nil {
					return err
				}
				if o.Load, err = inventory.OptionsOf(c); err != nil {
					return err
				}
				failed, err := Try(o, os.Stdin, c.App.Writer, c.App.ErrWriter)
				if err != nil {
					return err
				}
				if failed > 0 {
					return cli.Exit(fmt.Sprintf("messages that failed: %d", failed), 1)
				}
				return nil
			},
		}}, further...),
	}
}

// files are the arguments of the command, which are files with messages.
func files(config string, arguments []string) ([]string, error) {
	if config == "" {
		example := "config.yaml"
		if len(arguments) > 0 && (strings.HasSuffix(arguments[0], ".yaml") || strings.HasSuffix(arguments[0], ".yml")) {
			example = arguments[0]
		}
		return nil, errors.New("no config is given: write benthos-umh tag try -c " + example + " messages.jsonl")
	}
	for _, one := range arguments {
		if strings.HasPrefix(one, "-") && one != "-" {
			return nil, fmt.Errorf("%s stands after a file: write flags first, then the files with messages", one)
		}
	}
	return arguments, nil
}
