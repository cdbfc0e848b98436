// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

var (
	unknownField = regexp.MustCompile(`^field (\S+) not recognised$`)
	beside       = regexp.MustCompile(`^field (\S+) is invalid when the component type is (\S+) `)
)

// fieldHint is what to write in place of a field that Benthos does not take, and the column
// of its name; 0 if there is nothing to add.
func (c *checker) fieldHint(l service.Lint) (column int, hint string) {
	if m := unknownField.FindStringSubmatch(l.What); m != nil {
		return c.columnOf(l.Line, m[1]), fieldLike(m[1])
	}
	if m := beside.FindStringSubmatch(l.What); m != nil {
		return c.columnOf(l.Line, m[1]), "; indent it by two blanks more than " + m[2] + ", if it is a field of that"
	}
	return 0, ""
}

// columnOf is where a key stands in a line of the text as Benthos reads it, 0 if it does not.
func (c *checker) columnOf(line int, key string) int {
	lines := strings.Split(c.places.Text(), "\n")
	if line < 1 || line > len(lines) {
		return 0
	}
	at := strings.Index(lines[line-1], key)
	return utf8.RuneCountInString(lines[line-1][:max(at, 0)]) + min(at, 0) + 1
}

// fieldLike names the field of our processors that is meant, or that the other one has.
func fieldLike(name string) string {
	for _, processor := range inventory.ScriptProcessors {
		for _, field := range fieldsOf(processor) {
			switch {
			case field == name:
				return "; it is one of " + processor
			case oneEdit(field, name) || strings.EqualFold(strings.ReplaceAll(field, "_", ""), strings.ReplaceAll(name, "_", "")):
				return "; did you mean " + field + "?"
			}
		}
	}
	return ""
}

// fieldsOf are the fields of a processor.
func fieldsOf(processor string) (names []string) {
	service.GlobalEnvironment().WalkProcessors(func(name string, view *service.ConfigView) {
		if name != processor {
			return
		}
		var spec struct {
			Config struct {
				Children []struct{ Name string }
			}
		}
		text, err := view.FormatJSON()
		if err != nil || json.Unmarshal(text, &spec) != nil {
			return
		}
		for _, one := range spec.Config.Children {
			names = append(names, one.Name)
		}
	})
	return names
}
