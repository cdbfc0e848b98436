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
	for _, f := range findings(s.script) {
		severity := Warning
		if f.certain {
			severity = Error
		}
		p := at(s.Script, f.line, f.column, f.text)
		p.Severity, p.Rule = severity, f.rule
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
	return at(s, wrong.Line, wrong.Column, wrong.Message())
}

// at is a problem at a place of a script: an error.
func at(s inventory.Script, line, column int, text string) Problem {
	p := Problem{
		Line: s.Place.Line, Severity: Error,
		In: fmt.Sprintf("%s, line %d:%d", s.Stage, line, column), Text: text,
		Frame: (&script.Error{Line: line, Column: column, Excerpt: excerpt(s.Source, line)}).Frame(),
	}
	if fileLine, fileColumn := s.Place.PositionIn(s.Source, line, column); fileLine > 0 {
		p.Line, p.Column = fileLine, fileColumn
	}
	return p
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// excerpt is a line of a script.
func excerpt(source string, line int) string {
	lines := strings.Split(lineEnds.Replace(source), "\n")
	return lines[min(max(line, 1), len(lines))-1]
}

// A finding is something that is wrong or suspicious about a script that compiles.
type finding struct {
	line, column int
	text         string
	// rule is its name in a comment that silences it, or "".
	rule string
	// certain says that it is surely wrong.
	certain bool
}

// findings are what package script finds.
func findings(s *script.Script) (list []finding) {
	for _, w := range s.Warnings() {
		list = append(list, finding{line: w.Line, column: w.Column, text: w.Text})
	}
	return list
}
