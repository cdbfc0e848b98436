// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"fmt"
	"slices"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/edit"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/lint"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
)

// A checked is what is known of a config before a message runs.
type checked struct {
	problems []api.Mistake
	running  []api.Running
	// prevents: the config would not start.
	prevents bool
	// remembers: a script may know of the messages before.
	remembers bool
	// said are the texts that a start logs, too.
	said map[string]bool
}

// A checker looks at a config, in whose text it finds the scripts again.
type checker struct {
	config *edit.Config
	checked
}

// check is lint, and how each script runs.
func check(text string) (checked, error) {
	config, err := edit.Read(text)
	if err != nil {
		return checked{}, err
	}
	c := checker{config: config, checked: checked{problems: []api.Mistake{}, running: []api.Running{}, said: map[string]bool{}}}
	for _, p := range lint.Check(inventory.Document{Text: text}, lint.Rules{}) {
		c.problem(p)
	}
	places := inventory.NewPlaces(text)
	scripts := inventory.ScriptsAt(places.Find, places.Processors())
	for same := range chunksByProcessor(scripts) {
		c.runningOf(same)
	}
	c.remembers = slices.ContainsFunc(scripts, func(s inventory.Script) bool { return remembering.MatchString(s.Source) })
	return c.checked, nil
}

var severities = map[lint.Severity]string{lint.Note: "note", lint.Warning: "warning", lint.Error: "error"}

func (c *checker) problem(p lint.Problem) {
	m := api.Mistake{FileLine: p.Line, FileColumn: p.Column, Severity: severities[p.Severity], Text: p.Text, Rule: p.Rule}
	if at, ok := c.config.At(p.Line, p.Column); ok {
		m.Processor, m.Stage, m.Line, m.Column = at.Path, at.Stage, at.Line, at.Column
	}
	c.problems = append(c.problems, m)
	if p.Severity != lint.Note {
		c.said[p.In+": "+p.Text] = true
	}
	c.prevents = c.prevents || p.Prevents()
}

// chunksByProcessor are the scripts, those of one processor at a time.
func chunksByProcessor(scripts []inventory.Script) func(yield func([]inventory.Script) bool) {
	return func(yield func([]inventory.Script) bool) {
		for len(scripts) > 0 {
			path := scripts[0].Processor.Path
			n := slices.IndexFunc(scripts, func(s inventory.Script) bool { return s.Processor.Path != path })
			if n < 0 {
				n = len(scripts)
			}
			if !yield(scripts[:n]) {
				return
			}
			scripts = scripts[n:]
		}
	}
}

// runningOf adds how the scripts of one processor run. One that needs a VM of its own for
// each message makes the others of its processor run there, too.
func (c *checker) runningOf(scripts []inventory.Script) {
	path := scripts[0].Processor.Path
	if fields, _ := scripts[0].Processor.Config[scripts[0].Processor.Name].(map[string]any); fields["reuse_vms"] == false {
		for _, s := range scripts {
			c.running = append(c.running, api.Running{
				Processor: path, Stage: s.Stage, Way: processor.InOwnVM.String(), Note: "reuse_vms: false asks for a VM of its own for each message",
			})
		}
		return
	}
	cause := ""
	list := make([]processor.Running, len(scripts))
	for i, s := range scripts {
		list[i] = s.Running()
		if list[i].Way == processor.InOwnVM && cause == "" {
			cause = s.Stage
		}
	}
	for i, s := range scripts {
		r := list[i]
		one := api.Running{Processor: path, Stage: s.Stage, Way: r.Way.String(), Note: r.Note()}
		if r.Way != processor.InGo {
			one.Line, one.Column = c.inScript(s, r.Line, r.Column)
		}
		if cause != "" && r.Way != processor.InOwnVM {
			one = api.Running{Processor: path, Stage: s.Stage, Way: processor.InOwnVM.String(), Note: fmt.Sprintf("runs in a VM of its own for each message, since %s needs one", cause)}
		}
		c.running = append(c.running, one)
	}
}

// inScript is a place of a script as the draft has it.
func (c *checker) inScript(s inventory.Script, line, column int) (int, int) {
	fileLine, fileColumn := s.Place.PositionIn(s.Source, line, column)
	if fileLine == 0 || fileColumn == 0 {
		return 0, 0
	}
	at, _ := c.config.At(fileLine, fileColumn)
	return at.Line, at.Column
}
