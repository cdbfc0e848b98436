// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"errors"
	"fmt"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A compiled is a script of a config and what became of it.
type compiled struct {
	inventory.Script
	script *script.Script
	err    error
}

func compile(list []inventory.Script) []compiled {
	all := make([]compiled, len(list))
	for i, s := range list {
		all[i].Script = s
		all[i].script, all[i].err = script.Compile(s.Stage, s.Source, s.Kind)
	}
	return all
}

// ruleTexts are what the lint rules of the fields say of scripts that do not compile. Such a
// rule knows neither the number of a condition nor the place in the file.
func ruleTexts(scripts []compiled) map[string]bool {
	texts := map[string]bool{}
	for _, s := range scripts {
		if s.err == nil {
			continue
		}
		field := s.Path[strings.LastIndexByte(s.Path, '.')+1:]
		if _, err := script.Compile(field, s.Source, s.Kind); err != nil {
			texts[err.Error()] = true
		}
	}
	return texts
}

// script adds what keeps a script from starting, or what is suspicious about it and how it
// runs.
func (c *checker) script(s compiled) {
	if s.err != nil {
		c.add(compileProblem(s.Script, s.err))
		return
	}
	for _, f := range s.script.Findings() {
		p := at(s.Script, f.Line, f.Column, f.Text)
		p.Frame = s.script.Frame(f.Line, f.Column)
		if !f.Certain {
			p.Severity = Warning
		}
		p.Rule = f.Rule
		c.add(p)
	}
	if r := s.Running(); r.Way == processor.InOwnVM {
		c.add(Problem{Line: s.Place.Line, Severity: Note, Text: s.Stage + " " + r.Note()})
	}
}

func compileProblem(s inventory.Script, err error) Problem {
	var wrong *script.Error
	if !errors.As(err, &wrong) || wrong.Line == 0 {
		return Problem{Line: s.Place.Line, Severity: Error, In: s.Stage, Text: err.Error()}
	}
	p := at(s, wrong.Line, wrong.Column, wrong.Message())
	p.Frame = wrong.Frame()
	return p
}

// at is a problem at a place of a script: an error, without its frame.
func at(s inventory.Script, line, column int, text string) Problem {
	p := Problem{
		Line: s.Place.Line, Severity: Error,
		In: fmt.Sprintf("%s, line %d:%d", s.Stage, line, column), Text: text,
	}
	if fileLine, fileColumn := s.Place.PositionIn(s.Source, line, column); fileLine > 0 {
		p.Line, p.Column = fileLine, fileColumn
	}
	return p
}
