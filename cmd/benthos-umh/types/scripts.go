// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package types

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/dop251/goja/parser"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A fileScript is a script of a config, on its lines.
type fileScript struct {
	// name tells it from the config's others: an identifier.
	name string
	// path is where it stands in its config.
	path string
	// condition says that it is an if.
	condition bool
	source    string
	place     inventory.Place
}

// Scripts are the scripts of a file's configs as one JavaScript module: a function
// for each, which stands on the script's own lines of the file, so that what an
// editor or tsc says of a line is said of the file's line. A script of a template that
// several bridges share is there once, with the variables of the first.
func Scripts(documents []inventory.Document) (string, error) {
	var list []fileScript
	for _, d := range documents {
		scripts, err := find(d)
		if err != nil {
			return "", fmt.Errorf("%s: %w", d, err)
		}
		list = append(list, slices.DeleteFunc(scripts, func(s fileScript) bool {
			return s.place.Line > 0 && slices.ContainsFunc(list, func(other fileScript) bool {
				return s.place.Line == other.place.Line && s.path == other.path
			})
		})...)
	}
	// What is first in the config is first here, whatever contains what.
	slices.SortStableFunc(list, func(a, b fileScript) int { return a.place.Line - b.place.Line })
	w := writer{}
	w.WriteString("// @ts-check")
	for _, s := range list {
		w.add(s)
	}
	w.WriteString("\n" + w.close + "\nexport {};\n")
	return w.String(), nil
}

func find(d inventory.Document) (list []fileScript, err error) {
	components, _, err := inventory.Open(d.Text)
	if err != nil {
		return nil, err
	}
	prefix := ""
	if d.Name != "" {
		prefix = d.Name + "_"
	}
	for _, s := range d.Scripts(components) {
		path := s.Processor.ID() + "_" + s.Path
		list = append(list, fileScript{
			name:      identifier(prefix + path),
			path:      path,
			condition: s.Kind == script.Condition,
			source:    s.Source,
			place:     s.Place,
		})
	}
	return list, nil
}

var noIdentifier = regexp.MustCompile(`[^A-Za-z0-9_]+`)

func identifier(text string) string { return noIdentifier.ReplaceAllString(text, "_") }

// A writer knows on which line it is.
type writer struct {
	strings.Builder
	// close is what ends the function that was written last. It stands on a line of
	// its own, which a comment at the script's end does not reach.
	close string
}

// add writes a function on the script's lines, or right away where the lines
// before have gone beyond them.
func (w *writer) add(s fileScript) {
	opening, closing := s.wrapping()
	head := strings.TrimLeft(w.close+" "+opening, " ")
	w.close = closing
	if s.place.Indent > 0 {
		// The line before a block is that of its key.
		w.WriteString(strings.Repeat("\n", max(s.place.Line-1-w.line(), 1)))
		w.WriteString(head + "\n")
	} else {
		w.WriteString(strings.Repeat("\n", max(s.place.Line-w.line(), 1)))
		w.WriteString(head + " ")
	}
	lines := strings.Split(strings.TrimSuffix(s.source, "\n"), "\n")
	for i, line := range lines {
		if i > 0 {
			w.WriteString("\n")
		}
		if line != "" {
			w.WriteString(strings.Repeat(" ", s.place.Indent) + line)
		}
	}
}

func (w *writer) line() int { return strings.Count(w.String(), "\n") + 1 }

// wrapping is what stands round a script. A comment with types is seen, wherever
// it stands in a line, only before a function that is an expression.
func (s fileScript) wrapping() (opening, closing string) {
	switch {
	case !s.condition:
		return fmt.Sprintf("(/** @returns {UmhResult} */ function %s() {", s.name), "});"
	case isExpression(s.source):
		return fmt.Sprintf("(function %s() { return (", s.name), "); });"
	default:
		return fmt.Sprintf("(function %s() {", s.name), "});"
	}
}

// isExpression reports whether an if is one expression, not statements.
func isExpression(source string) bool {
	_, err := parser.ParseFile(nil, "", "("+source+"\n)", 0, parser.WithDisableSourceMaps)
	return err == nil
}
