// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"strings"

	"github.com/urfave/cli/v2"
	"go.yaml.in/yaml/v3"
)

// Flags are those of every command that reads configs: they say what [OptionsOf] gives.
func Flags() []cli.Flag {
	return []cli.Flag{
		&cli.GenericFlag{Name: "var", Value: &assignments{}, Usage: "fill in {{ .NAME }} in a config of umh-core: NAME=VALUE; NAME may be a.b, and the flag may be given several times"},
		&cli.StringFlag{Name: "vars", Usage: "a YAML file with such variables"},
		&cli.StringFlag{Name: "bridge", Usage: "the bridge of umh-core's config.yaml to read, or a half of it: press/read, press/write"},
	}
}

// OptionsOf are the options that were given on the command line.
func OptionsOf(c *cli.Context) (o LoadOptions, err error) {
	o.Bridge = c.String("bridge")
	if path := c.String("vars"); path != "" {
		if o.Vars, err = readVars(path); err != nil {
			return o, err
		}
	}
	given, _ := c.Generic("var").(*assignments)
	if given == nil {
		return o, nil
	}
	for _, one := range given.list {
		name, value, _ := strings.Cut(one, "=")
		if o.Vars == nil {
			o.Vars = map[string]any{}
		}
		if err := assign(o.Vars, strings.Split(name, "."), value); err != nil {
			return o, fmt.Errorf("--var %s: %w", one, err)
		}
	}
	return o, nil
}

func readVars(path string) (map[string]any, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--vars: %w", err)
	}
	vars := map[string]any{}
	if err := yaml.Unmarshal(content, &vars); err != nil {
		return nil, fmt.Errorf("--vars %s is no list of names and values: %w", path, err)
	}
	if vars == nil { // a file of comments
		vars = map[string]any{}
	}
	return vars, nil
}

// assign sets the variable with this path. Text is text, but `{{ if .NAME }}` has to
// see that false is false.
func assign(vars map[string]any, path []string, text string) error {
	if len(path) > 1 {
		inner, ok := vars[path[0]].(map[string]any)
		if _, set := vars[path[0]]; set && !ok {
			return fmt.Errorf("%s has a value and cannot have members", path[0])
		}
		inner = maps.Clone(inner)
		if inner == nil {
			inner = map[string]any{}
		}
		vars[path[0]] = inner
		return assign(inner, path[1:], text)
	}
	var value any = text
	if text == "true" || text == "false" {
		value = text == "true"
	}
	vars[path[0]] = value
	return nil
}

// assignments are the values of --var. A list of urfave/cli would cut them at commas.
type assignments struct{ list []string }

// Set takes one NAME=VALUE.
func (a *assignments) Set(text string) error {
	name, _, ok := strings.Cut(text, "=")
	if !ok || strings.Trim(name, ".") != name || name == "" || strings.Contains(name, "..") {
		return errors.New("write --var NAME=VALUE")
	}
	a.list = append(a.list, text)
	return nil
}

// String is "": there is no default to show.
func (a *assignments) String() string { return "" }
