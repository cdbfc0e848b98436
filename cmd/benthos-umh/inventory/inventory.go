// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package inventory lists what a config consists of, for the commands that look
// into configs, those of other builds included: its components with their
// environment variables replaced, and where in the file each of their fields stands.
package inventory

import (
	"fmt"
	"regexp"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// ScriptProcessors are the processors whose fields are scripts.
var ScriptProcessors = []string{"tag_processor", "nodered_js"}

// A Component is an input, processor, cache and so on.
type Component struct {
	// Type is "input", "processor", "cache" and so on, Name the component's own.
	Type, Name string
	// Label is "" where it has none.
	Label string
	// Path is where it stands in the config: pipeline.processors.0
	Path string
	// Config is the component with its name and label, as it would be built.
	Config map[string]any
}

// ID is how users name the component: its label, or where it has none its path.
func (c Component) ID() string {
	if c.Label != "" {
		return c.Label
	}
	return c.Path
}

// inPipeline matches the path of a processor that is not inside another one.
var inPipeline = regexp.MustCompile(`^pipeline\.processors\.\d+$`)

// InPipeline reports whether the component with this path is a processor of the pipeline that
// is not inside another one.
func InPipeline(path string) bool { return inPipeline.MatchString(path) }

// Read lists the components of a YAML config in their order, those inside others
// included. The config need not be free of lints. env is that of [Environment].
func Read(env *service.Environment, config string) (list []Component, err error) {
	config, taken, err := takeOut(config)
	if err != nil {
		return nil, err
	}
	builder := env.NewStreamBuilder()
	builder.DisableLinting()
	if err := builder.SetYAML(config); err != nil {
		return nil, err
	}
	err = builder.WalkComponents(func(w *service.WalkedComponent) error {
		content, err := w.ConfigAny()
		if err != nil {
			return fmt.Errorf("%s: %w", w.Path, err)
		}
		conf, _ := taken.putBack(content).(map[string]any) // any component is an object
		list = append(list, Component{Type: w.ComponentType, Name: w.Name, Label: w.Label, Path: w.Path, Config: conf})
		return nil
	})
	return list, err
}
