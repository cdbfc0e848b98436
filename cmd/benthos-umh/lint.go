package main

import (
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
)

// beforeCommand runs before those commands of Benthos that read configs. Benthos'
// lint rules know errors only, so the notes of lint are written here.
func beforeCommand(c *cli.Context) error {
	if c.Command.Name != "lint" {
		return nil
	}
	paths := append(c.Args().Slice(), c.StringSlice("resources")...)
	if config := c.String("config"); config != "" {
		paths = append(paths, config)
	}
	for _, path := range paths {
		for _, file := range inventory.Files(path) {
			noteScripts(c.App.ErrWriter, file)
		}
	}
	return nil
}

// noteScripts writes which scripts of a config need a VM of their own for each message. Whatever is wrong
// with the config is for lint to say.
func noteScripts(w io.Writer, file string) {
	documents, _ := inventory.Load(file, inventory.LoadOptions{})
	for _, d := range documents {
		env, _ := inventory.Environment(d.Text)
		components, err := inventory.Read(env, d.Text)
		if err != nil {
			continue
		}
		for _, s := range d.Scripts(components) {
			if r := s.Running(); r.Way == processor.InOwnVM {
				fmt.Fprintf(w, "%s(%d,1) note: %s %s\n", file, max(s.Place.Line, 1), s.Stage, r.Note())
			}
		}
	}
}
