// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"slices"
	"strconv"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A Script is one script of a config.
type Script struct {
	// Processor is the processor whose script it is.
	Processor Component
	// Path is where it stands in the processor: conditions.0.if
	Path string
	// Stage names it as errors do: condition 1 if
	Stage  string
	Kind   script.Kind
	Source string
	Place  Place
}

// Scripts are the scripts of the components, without those that are empty. The
// components are those of the document.
func (d Document) Scripts(components []Component) []Script { return ScriptsAt(d.Place, components) }

// ScriptsAt is [Document.Scripts] for whoever finds the place of a field in another way.
func ScriptsAt(find func(path string) Place, components []Component) (list []Script) {
	for _, c := range components {
		if c.Type != "processor" || !slices.Contains(ScriptProcessors, c.Name) {
			continue
		}
		fields, _ := c.Config[c.Name].(map[string]any)
		add := func(conf map[string]any, path, field, stage string, kind script.Kind) {
			source, ok := conf[field].(string)
			if !ok || source == "" {
				return
			}
			list = append(list, Script{
				Processor: c, Path: path + field, Stage: stage, Kind: kind, Source: source,
				Place: find(c.Path + "." + c.Name + "." + path + field),
			})
		}
		add(fields, "", "code", "code", script.StrictBody)
		add(fields, "", "defaults", "defaults", script.Body)
		conditions, _ := fields["conditions"].([]any)
		for i, one := range conditions {
			conf, _ := one.(map[string]any)
			path, stage := "conditions."+strconv.Itoa(i)+".", "condition "+strconv.Itoa(i+1)
			add(conf, path, "if", stage+" if", script.Condition)
			add(conf, path, "then", stage+" then", script.Body)
		}
		add(fields, "", "advancedProcessing", "advancedProcessing", script.Body)
	}
	return list
}

// Running is how the script runs. It is as if in Go where there is nothing to say: a
// script that is no valid one has an error in lint, and reuse_vms asks for what it gives.
func (s Script) Running() (r processor.Running) {
	fields, _ := s.Processor.Config[s.Processor.Name].(map[string]any)
	if fields["reuse_vms"] == false {
		return r
	}
	compiled, err := script.Compile(s.Stage, s.Source, s.Kind)
	if err != nil {
		return r
	}
	cache, _ := fields["cache"].(map[string]any)
	return processor.RunningOf(compiled, cache["resource"] != nil)
}
