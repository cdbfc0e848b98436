// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"encoding/json"
	"io"
	"os"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/urfave/cli/v2"
)

// Command is `schema`, for the config that main describes.
func Command(main func() *service.ConfigSchema) *cli.Command {
	return &cli.Command{
		Name:  "schema",
		Usage: "Write a JSON schema of the config, for editors",
		Description: "With a first line of this form in a config, an editor with the YAML language server\n" +
			"completes, explains and checks its fields:\n\n" +
			"  # yaml-language-server: $schema=benthos-umh.schema.json",
		UsageText: "benthos-umh schema [-o benthos-umh.schema.json]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "the file to write; standard output without it"},
		},
		Action: func(c *cli.Context) error {
			schema, err := Build(main())
			if err != nil {
				return err
			}
			path := c.String("output")
			if path == "" {
				return write(c.App.Writer, schema)
			}
			file, err := os.Create(path)
			if err != nil {
				return err
			}
			if err := write(file, schema); err != nil {
				_ = file.Close()
				return err
			}
			return file.Close()
		},
	}
}

func write(w io.Writer, schema map[string]any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	return encoder.Encode(schema)
}
