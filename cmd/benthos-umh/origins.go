// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/urfave/cli/v2"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/lint"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
)

// beforeRun runs before Benthos reads the configs of a run. It tells the processors from
// which files their scripts may be, and the user why a file cannot be read.
func beforeRun(c *cli.Context) error {
	o := origins{paths: configPaths(c), read: map[string]scriptFile{}}
	processor.SetOrigins(o.find)
	for _, path := range o.paths {
		explain(c.App.ErrWriter, path)
	}
	return nil
}

// explain writes what keeps a config from being read. Benthos then ends the start.
func explain(w io.Writer, path string) {
	text, err := os.ReadFile(path)
	if err != nil || !inventory.IsYAML(path) {
		return
	}
	for _, p := range lint.Explain(path, string(text)) {
		fmt.Fprintln(w, p)
	}
}

// searched are where Benthos looks for a config that no argument names.
var searched = []string{"/benthos.yaml", "/etc/benthos/config.yaml", "/etc/benthos.yaml"}

// configPaths are the files that a run may read, those of its streams and resources included.
func configPaths(c *cli.Context) (paths []string) {
	arguments := append(c.Args().Slice(), c.String("config"), c.String("observability"))
	for _, one := range c.Lineage() {
		arguments = append(arguments, one.StringSlice("resources")...)
	}
	if c.NArg() == 0 && c.String("config") == "" {
		arguments = append(arguments, searched...)
	}
	arguments = slices.DeleteFunc(arguments, func(path string) bool { return path == "" })
	files, err := service.Globs(service.OSFS(), arguments...)
	if err != nil {
		return nil // Benthos says so
	}
	for _, file := range files {
		_ = filepath.WalkDir(file, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				paths = append(paths, path)
			}
			return err
		})
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// origins finds scripts in config files. Safe for concurrent use.
type origins struct {
	paths []string

	mu   sync.Mutex
	read map[string]scriptFile // by path
}

// A scriptFile is what was read of a file, and of which state of it.
type scriptFile struct {
	changed time.Time
	size    int64
	// scripts are by their text.
	scripts map[string][]processor.Origin
}

// find lists the scripts with a text. It reads the files when first asked, and again when
// they have changed: a watched config is read again while it runs.
func (o *origins) find(source string) (found []processor.Origin) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, path := range o.paths {
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		file := o.read[path]
		if file.scripts == nil || file.size != info.Size() || !file.changed.Equal(info.ModTime()) {
			file = scriptFile{info.ModTime(), info.Size(), scriptsIn(path)}
			o.read[path] = file
		}
		found = append(found, file.scripts[source]...)
	}
	return found
}

// scriptsIn are the scripts of a file by their text. What cannot be read is for Benthos to
// report.
func scriptsIn(path string) map[string][]processor.Origin {
	scripts := map[string][]processor.Origin{}
	text, err := os.ReadFile(path)
	if err != nil {
		return scripts
	}
	places := inventory.NewPlaces(string(text))
	for _, s := range inventory.ScriptsAt(places.Find, places.Processors()) {
		if s.Place.Holds(s.Source) {
			scripts[s.Source] = append(scripts[s.Source], processor.Origin{
				File: path, Label: s.Processor.Label, Stage: s.Stage, Position: s.Place.Position,
			})
		}
	}
	return scripts
}
