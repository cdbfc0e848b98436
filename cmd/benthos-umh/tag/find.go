// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// A target is a processor of a config that can be tried.
type target struct {
	inventory.Component
	// scriptNotes are what is of note about its scripts, by stage.
	scriptNotes map[string]string
	// scripts are by stage.
	scripts map[string]inventory.Script
	// file is the config's.
	file string
}

// A Plan is what of a config a trial runs.
type Plan struct {
	// Notes say what differs from a run of the config, Costs what its scripts cost.
	Notes, Costs []string

	targets []target
	// caches are the config's cache resources by label, as this run has them.
	caches []map[string]any
}

// PlanOf makes a Plan of a config and its components. A wanted processor is named by label
// or path; "" takes the only one, or all of pipeline.processors, in order. The error names
// what there is to choose from.
func PlanOf(components []inventory.Component, d inventory.Document, wanted string) (p Plan, err error) {
	var all []target
	for _, c := range components {
		switch {
		case c.Type == "cache" && c.Label != "":
			p.addCache(c)
		case c.Type == "processor" && slices.Contains(inventory.ScriptProcessors, c.Name):
			all = append(all, target{Component: c, file: d.File})
		}
	}
	if p.targets, err = choose(all, wanted); err != nil {
		return p, err
	}
	p.noteScripts(d)
	p.Notes = append(p.Notes, between(p.targets, components)...)
	return p, nil
}

// Processors are the paths of the processors that messages are taken through, in order.
func (p Plan) Processors() (paths []string) {
	for _, t := range p.targets {
		paths = append(paths, t.Path)
	}
	return paths
}

// addCache takes a cache resource over such that a trial changes nothing outside.
func (p *Plan) addCache(c inventory.Component) {
	conf := c.Config
	if c.Name != "memory" {
		conf = map[string]any{"label": c.Label, "memory": map[string]any{}}
		p.Notes = append(p.Notes, fmt.Sprintf("the cache %s (%s) is replaced by an empty one in memory", c.Label, c.Name))
	}
	p.caches = append(p.caches, conf)
}

// noteScripts notes what the targets' scripts cost.
func (p *Plan) noteScripts(d inventory.Document) {
	for i := range p.targets {
		t := &p.targets[i]
		t.scriptNotes = map[string]string{}
		t.scripts = map[string]inventory.Script{}
		for _, s := range d.Scripts([]inventory.Component{t.Component}) {
			t.scripts[s.Stage] = s
			if note := s.Running().Note(); note != "" {
				t.scriptNotes[s.Stage] = note
				p.Costs = append(p.Costs, fmt.Sprintf("%s: %s %s", t.ID(), s.Stage, note))
			}
		}
	}
}

func choose(all []target, wanted string) ([]target, error) {
	if wanted != "" {
		for _, t := range all {
			if wanted == t.ID() || wanted == t.Path {
				return []target{t}, nil
			}
		}
		return nil, fmt.Errorf("the config has no processor %q to try%s", wanted, listed(all))
	}
	nested := slices.ContainsFunc(all, func(t target) bool { return !inventory.InPipeline(t.Path) })
	switch {
	case len(all) == 0:
		return nil, errors.New("the config has neither a tag_processor nor a nodered_js to try")
	case len(all) > 1 && nested:
		return nil, errors.New("the config has several processors to try, choose one with --processor" + listed(all))
	}
	return all, nil
}

func listed(all []target) string {
	var b strings.Builder
	for _, t := range all {
		fmt.Fprintf(&b, "\n  %s (%s)", t.ID(), t.Name)
	}
	return b.String()
}

// between says which processors of the pipeline stand between the targets: a run
// has them, a trial does not.
func between(targets []target, seen []inventory.Component) (notes []string) {
	if len(targets) < 2 {
		return nil
	}
	inside := false
	for _, c := range seen {
		if !inventory.InPipeline(c.Path) {
			continue
		}
		switch c.Path {
		case targets[0].Path:
			inside = true
		case targets[len(targets)-1].Path:
			return notes
		default:
			if inside && !slices.Contains(inventory.ScriptProcessors, c.Name) {
				notes = append(notes, fmt.Sprintf("%s (%s) stands between the processors and is not run", c.Path, c.Name))
			}
		}
	}
	return notes
}
