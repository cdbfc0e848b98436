// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// foreign adds a component that is not in this binary, as "input opcua": one of another build,
// or a mistyped one.
func (c *checker) foreign(component string) {
	typeName, name, _ := strings.Cut(component, " ")
	line, column := c.inFile(c.places.FindKey(name))
	if meant := mistyped(typeName, name); meant != "" {
		c.fail(line, column, "there is no %s; did you mean %s?", component, meant)
		return
	}
	c.add(Problem{Line: line, Column: column, Severity: Note, Text: "this binary has no " + component + ", so its fields are not checked"})
}

// Explain lists what keeps Benthos from reading a config, in our words: at a start Benthos
// names the wrong line, or none, of such.
func Explain(file, text string) []Problem {
	c := checker{Document: inventory.Document{File: file, Text: text}, places: inventory.NewPlaces(text)}
	c.Place = c.places.Find
	for _, s := range inventory.ScriptsAt(c.Place, c.places.Processors()) {
		c.scripts = append(c.scripts, compiled{Script: s})
	}
	readable := c.variables()
	switch err := c.places.Err(); {
	case err != nil:
		c.yaml(err)
	case readable:
		_, foreign := inventory.Environment(text)
		for _, component := range foreign {
			c.foreign(component)
		}
	}
	for i := range c.found {
		if p := &c.found[i]; p.Severity == Note {
			p.Severity, p.Text = Error, strings.Replace(p.Text, "so its fields are not checked", "it is one of another build", 1)
		}
	}
	return sorted(c.found)
}

// mistyped is the component of this binary of which a name is one letter away, or "".
func mistyped(typeName, name string) (meant string) {
	env := service.GlobalEnvironment()
	walk := map[string]func(func(string, *service.ConfigView)){
		"input": env.WalkInputs, "output": env.WalkOutputs, "processor": env.WalkProcessors, "cache": env.WalkCaches,
	}[typeName]
	if walk == nil {
		return ""
	}
	walk(func(known string, _ *service.ConfigView) {
		if oneEdit(name, known) {
			meant = known
		}
	})
	return meant
}

// oneEdit reports whether one letter more, less or other makes b of a, or two that are swapped.
// Names of up to three letters are often that close.
func oneEdit(a, b string) bool {
	if min(len(a), len(b)) < 4 {
		return false
	}
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	swapped := len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
	return len(a) <= 1 && len(b) <= 1 || swapped
}
