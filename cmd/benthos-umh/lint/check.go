// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// Rules are what a config has to keep to beyond what always holds.
type Rules struct {
	// RejectDeprecated: no deprecated fields.
	RejectDeprecated bool
	// RequireLabels: every component has a label.
	RequireLabels bool
	// SkipVariables: environment variables need not be set.
	SkipVariables bool
}

// disabled is how a config begins that Benthos does not lint.
const disabled = "# BENTHOS LINT DISABLE"

// Check lints a config. Place and Line of d may be nil if Text is the file's.
func Check(d inventory.Document, rules Rules) []Problem {
	if strings.HasPrefix(d.Text, disabled) {
		return nil
	}
	c := checker{Document: d, rules: rules, places: inventory.NewPlaces(d.Text), benthosLines: map[int]bool{}}
	if c.Place == nil {
		c.Place = c.places.Find
	}
	processors := c.places.Processors()
	c.scripts = compile(inventory.ScriptsAt(c.Place, processors))
	readable := c.variables()
	switch err := c.places.Err(); {
	case err != nil:
		c.yaml(err)
	case readable:
		c.duplicates()
		c.benthos()
		for _, p := range processors {
			c.fields(p)
		}
		for _, s := range c.scripts {
			c.script(s)
		}
	}
	return sorted(c.found)
}

type checker struct {
	inventory.Document
	rules   Rules
	places  inventory.Places // of Text
	scripts []compiled
	found   []Problem
	// benthosLines are the lines of which Benthos' lint has said what is wrong.
	benthosLines map[int]bool
}

func (c *checker) add(p Problem) {
	p.File = c.File
	switch {
	case c.Name == "":
	case p.In == "":
		p.Text = c.Name + ": " + p.Text
	default:
		p.In = c.Name + ": " + p.In
	}
	p.Line, p.Column = max(p.Line, 1), max(p.Column, 1)
	c.found = append(c.found, p)
}

// inFile is the place in the file of one in the text.
func (c *checker) inFile(line, column int) (fileLine, fileColumn int) {
	if c.Line == nil {
		return line, column
	}
	return c.Line(line), 1
}

func (c *checker) fail(line, column int, format string, args ...any) {
	c.add(Problem{Line: line, Column: column, Severity: Error, Text: fmt.Sprintf(format, args...)})
}

// variables checks the environment variables, and reports whether Benthos can replace them.
func (c *checker) variables() (readable bool) {
	readable = true
	for _, v := range c.places.Variables() {
		line, column := c.inFile(v.Line, v.Column)
		switch {
		case v.Problem != "":
			readable = false
			c.fail(line, column, "%s", v.Problem)
		case v.Missing && !c.rules.SkipVariables:
			c.add(Problem{Line: line, Column: column, Severity: Error, Text: c.missing(v), MissingVariable: true})
		}
	}
	return readable
}

// missing says what to do about an environment variable that is not set. In a script it is a
// template literal as a rule.
func (c *checker) missing(v inventory.Variable) string {
	if slices.ContainsFunc(c.scripts, func(s compiled) bool { return s.Place.Spans(v) }) {
		return fmt.Sprintf("Benthos replaces ${%[1]s} by an environment variable before the script is read, and %[1]s is not set; set it, or in a template literal write ${ %[1]s } with blanks, or ${{%[1]s}}", v.Name)
	}
	return fmt.Sprintf("the environment variable %[1]s is not set; set it, or write ${%[1]s:default}", v.Name)
}

// ruleDuplicate: a start takes one of the two.
const ruleDuplicate = "duplicate-field"

func (c *checker) duplicates() {
	for _, d := range c.places.Duplicates() {
		line, column := c.inFile(d.Line, d.Column)
		first, _ := c.inFile(d.First, 1)
		c.add(Problem{
			Line: line, Column: column, Severity: Error, Rule: ruleDuplicate,
			Text: fmt.Sprintf("the field %s is given twice, here and in line %d; remove one", d.Key, first),
		})
	}
}

// benthos adds what Benthos' own lint finds. What a component that is not in this binary has
// in it stays unchecked, but for the scripts.
func (c *checker) benthos() {
	env, foreign := inventory.Environment(c.Text)
	for _, component := range foreign {
		c.foreign(component)
	}
	lints, err := env.FullConfigSchema("", "").NewStreamConfigLinter().
		SetRejectDeprecated(c.rules.RejectDeprecated).
		SetRequireLabels(c.rules.RequireLabels).
		SetSkipEnvVarCheck(true).
		LintYAML([]byte(c.Text))
	if err != nil {
		c.fail(1, 1, "%s", err)
	}
	saidBelow := ruleTexts(c.scripts)
	for _, l := range lints {
		if l.Type == service.LintCustom && saidBelow[l.What] {
			continue // it is said again, with the place in the file
		}
		at, text := l.Column, l.What
		if key, hint := c.fieldHint(l); key > 0 {
			at, text = key, text+hint
		}
		line, column := c.inFile(c.places.At(l.Line, at))
		c.benthosLines[line] = true
		c.fail(line, column, "%s", text)
	}
}
