// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package configtest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// A workplace is a folder with the plain configs that others become.
type workplace struct {
	dir      string
	prepared []prepared
}

// prepared is a config in the workplace.
type prepared struct {
	path string // in the workplace
	inventory.Document
	// inside says that its tests stand in the config, not in a file beside it.
	inside bool
}

// suffix is what Benthos' file of tests has more than the config that it is beside.
const suffix = "_benthos_test"

// prepare replaces the configs among the paths that are not plain.
func (w *workplace) prepare(o inventory.LoadOptions, paths []string) (plain []string, err error) {
	var seen []string
	for _, path := range paths {
		files, _ := inventory.Files(path) // what cannot be read is for Benthos to report
		files = slices.DeleteFunc(files, func(file string) bool { return !inventory.IsYAML(file) })
		special := func(file string) bool { return !inventory.IsPlain(configOf(file), o) }
		if !slices.ContainsFunc(files, special) {
			plain = append(plain, path)
			continue
		}
		for _, file := range files {
			config := configOf(file)
			switch {
			case slices.Contains(seen, config) || !hasTests(config):
				continue
			case !special(file):
				plain = append(plain, config)
			default:
				made, err := w.add(o, config)
				if err != nil {
					return nil, err
				}
				plain = append(plain, made...)
			}
			seen = append(seen, config)
		}
	}
	if o.Bridge != "" && len(w.prepared) == 0 {
		return nil, fmt.Errorf("no config of umh-core has tests: --bridge %s is for such", o.Bridge)
	}
	return plain, nil
}

// configOf is the config that a file is, or that it has the tests of.
func configOf(file string) string {
	extension := filepath.Ext(file)
	return strings.TrimSuffix(strings.TrimSuffix(file, extension), suffix) + extension
}

// TestsBeside is the file that may have the tests of a config.
func TestsBeside(config string) string {
	extension := filepath.Ext(config)
	return strings.TrimSuffix(config, extension) + suffix + extension
}

var testsInside = regexp.MustCompile(`(?m)^\s*tests:`)

func hasTests(config string) bool {
	if _, err := os.Stat(TestsBeside(config)); err == nil {
		return true
	}
	text, err := os.ReadFile(config)
	return err == nil && testsInside.Match(text)
}

// add puts the documents of a file that have tests into the workplace.
func (w *workplace) add(o inventory.LoadOptions, config string) (paths []string, err error) {
	documents, err := inventory.Load(config, o)
	if err != nil {
		return nil, err
	}
	tests, err := os.ReadFile(TestsBeside(config))
	beside := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if beside {
		if bridges, err := inventory.Bridges(config); err == nil && len(bridges) > 1 && o.Bridge == "" {
			return nil, fmt.Errorf("%s is for one bridge of several: choose with --bridge, or write tests into the benthos part of each", TestsBeside(config))
		}
		documents = documents[:1] // what it reads, if it reads
	}
	for _, d := range documents {
		if !beside && !testsInside.MatchString(d.Text) {
			continue
		}
		dir, err := w.folder(filepath.Dir(config))
		if err != nil {
			return nil, err
		}
		path := filepath.Join(dir, filepath.Base(config))
		if err := replace(path, []byte(d.Text)); err != nil {
			return nil, err
		}
		if beside {
			if err := replace(TestsBeside(path), tests); err != nil {
				return nil, err
			}
		}
		w.prepared = append(w.prepared, prepared{path, d, !beside})
		paths = append(paths, path)
	}
	return paths, nil
}

// folder makes a folder in the workplace with links to what is beside a config: tests
// may name these files.
func (w *workplace) folder(original string) (dir string, err error) {
	if w.dir == "" {
		if w.dir, err = os.MkdirTemp("", "benthos-umh-test-"); err != nil {
			return "", err
		}
	}
	dir = filepath.Join(w.dir, strconv.Itoa(len(w.prepared)))
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", err
	}
	original, err = filepath.Abs(original)
	if err != nil {
		return "", err
	}
	entries, err := os.ReadDir(original)
	for _, entry := range entries {
		_ = os.Symlink(filepath.Join(original, entry.Name()), filepath.Join(dir, entry.Name())) // if not, whoever needs it says so
	}
	return dir, err
}

// replace writes a file where there may be a link to the original.
func replace(path string, content []byte) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.WriteFile(path, content, 0o600)
}

// environment has a stand-in for what this binary has not: a test of a bridge starts
// no input.
func (w *workplace) environment() *service.Environment {
	var texts []string
	for _, p := range w.prepared {
		texts = append(texts, p.Text)
	}
	env, _ := inventory.Environment(texts...)
	return env
}

func (w *workplace) remove() error {
	if w.dir == "" {
		return nil
	}
	return os.RemoveAll(w.dir)
}
