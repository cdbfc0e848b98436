package main

import (
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"
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
		for _, file := range configFiles(path) {
			noteScripts(c.App.ErrWriter, file)
		}
	}
	return nil
}

// configFiles are the YAML files that an argument of lint means: a path, a pattern,
// or with /... all below a folder. What cannot be read is for lint to report.
func configFiles(argument string) (files []string) {
	dir, tree := strings.CutSuffix(argument, "...")
	if !tree {
		files, _ = service.Globs(service.OSFS(), argument)
	} else {
		_ = filepath.WalkDir(filepath.Clean(dir), func(path string, _ fs.DirEntry, err error) error {
			if err == nil {
				files = append(files, path)
			}
			return nil
		})
	}
	return slices.DeleteFunc(files, func(file string) bool {
		extension := filepath.Ext(file)
		return extension != ".yaml" && extension != ".yml"
	})
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
